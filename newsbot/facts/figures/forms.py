"""The form of a figure: one pattern, anchored on digits and Chinese numerals, that finds everything that may count something."""

from __future__ import annotations

import re
from functools import cache

from newsbot.data import table
from newsbot.words import HAN_RANGE, either

_DIGITS = r"[0-9０-９]{1,3}(?:[,，][0-9０-９]{3}){1,4}(?![0-9０-９])(?:\.[0-9]{1,4})?|[0-9０-９]{1,12}(?:[.．][0-9０-９]{1,4})?"
# a numeral with a step word in it; alone, the digits below ten count only before 多 (两年多), see _FEW
_CHINESE = "[一二两三四五六七八九几数]{0,2}[十百千万亿](?![里])[一二两三四五六七八九十百千万亿零〇几]{0,10}"
_MORE = "余|多|几|来"
_MAGNITUDE = "十万|百万|千万|万亿|[百千万亿]"
_DASH = "至|到|[-－—–―~～]{1,2}"
_FEW = "[一二两三四五六七八九]"


@cache
def forms() -> re.Pattern[str]:
    """The pattern of a figure.

    Its groups: `n` digits or `c` a Chinese numeral; `a` and `ca` 余 or 多 before the magnitude `m` or `cm`, `b` after it; `n2` and `m2`
    a lower part (1亿2000万, 3万5000). `u` the counter, or instead of it `noun` (21万居民) or `people` (75万的产业服务人口). In front of a
    range `low` with `lowm` and `lowu`. Apart from these, `pc` of 百分之九十, `few` and `fewu` of 两年多 and 三个多小时.
    """
    counters, figures = table("counters.toml"), table("figures.toml")
    unit = either([*counters["counters"], *counters["measures"], *counters["durations"], *counters["shares"], *counters["money"]])
    noun = either(figures["nouns"]["direct"])
    people = "|".join(figures["nouns"]["persons"])
    return re.compile(
        rf"百分之(?P<pc>{_DIGITS}|[一二三四五六七八九十百零点]{{1,7}})"
        rf"|(?:(?P<low>{_DIGITS}|{_CHINESE}) ?(?P<lowm>{_MAGNITUDE})?(?:余|多)?(?P<lowu>{unit})?(?:{_DASH}))?"
        rf"(?:(?P<n>{_DIGITS}) ?(?P<a>{_MORE})?(?P<m>{_MAGNITUDE})?(?:(?<=[万亿])(?P<n2>[0-9]{{1,4}}) ?(?P<m2>[千万])?)?"
        rf"|(?P<c>{_CHINESE})(?:(?P<ca>余|多)(?P<cm>[百千万亿]))?)(?P<b>余|多|来)? ?"
        rf"(?:(?P<noun>{noun})|(?P<u>{unit})|的?(?P<people>[{HAN_RANGE}]{{2,8}}?(?:{people})))"
        rf"|(?P<few>{_FEW})(?P<fewu>个多(?:月|小时|星期)|(?:年|天|米|公里|小时|亩|周)多)(?![次种样数方元年家名个位项])"
    )


@cache
def idioms() -> re.Pattern[str]:
    """Sayings that hold a number with what looks like a counter."""
    return re.compile(either(table("figures.toml")["idioms"]["sayings"]))


_SPEECH = re.compile("[。！？!?；;，,：:]")
_MARKS = (("《", "》", 80), ("“", "”", 24), ("「", "」", 24), ("‘", "’", 24))
"""Marks around names, and the most characters of a name; what is longer in quotation marks is speech."""


def in_a_name(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` stands inside the title of a book, or inside quotation marks around a name and not around speech."""
    for left, right, longest in _MARKS:
        edge = max(0, start - longest)
        opened = text.rfind(left, edge, start)
        if opened < 0 or text.rfind(right, opened, start) >= 0:
            continue
        closed = text.find(right, end, opened + longest + 2)
        if closed >= 0 and (left == "《" or not _SPEECH.search(text, opened, closed)):
            return True
    return False
