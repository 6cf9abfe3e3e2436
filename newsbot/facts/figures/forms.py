"""The form of a figure: one pattern, anchored on digits and Chinese numerals, that finds everything that may count something."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from newsbot.data import table
from newsbot.facts.figures.numerals import MAGNITUDES
from newsbot.words import HAN_RANGE, any_of, either

_DIGITS = r"[0-9０-９]{1,3}(?:[,，][0-9０-９]{3}){1,4}(?![0-9０-９])(?:\.[0-9]{1,4})?|[0-9０-９]{1,12}(?:[.．][0-9０-９]{1,4})?"
SECOND_MAGNITUDES: Final = [word for word, value in MAGNITUDES.items() if value in {1000, 10_000}]
"""Words that multiply a lower part: 1亿2000万."""
_DASHES = "[-－—–―~～]{1,2}"


class _Numerals(NamedTuple):
    """Chinese numerals as pieces of a pattern."""

    number: str
    """With a step word in it; alone, the digits below ten count only before 多 (两年多): :attr:`few`."""
    few: str
    below: str
    """The characters of numbers below ten."""
    share: str
    steps: str
    """The characters of step words; of those above ten in a class: :attr:`large`."""
    large: str
    sections: str
    magnitude: str
    more: str
    more_before: str
    """What may stand between digits and their magnitude."""
    more_after: str


@cache
def _numerals() -> _Numerals:
    data = table("numerals.toml")
    nought, digits = data["digits"][0], data["digits"][1:]
    few = digits + "".join(one for one, value in data["also"].items() if value)
    sections, magnitudes = "".join(data["sections"]), data["magnitudes"]
    steps = "".join(data["steps"]) + sections
    some, before = data["open"][0], data["more"] + data["more_also"]
    return _Numerals(
        number=f"[{few}{data['open']}]{{0,2}}[{steps}](?!{data['not_after_step']})[{few}{steps}{data['noughts']}{some}]{{0,10}}",
        few=f"[{few}]",
        below=few + data["open"],
        share=f"[{digits}{steps[:2]}{nought}{data['point']}]{{1,7}}",
        steps=steps,
        large=f"[{steps[1:]}]",
        sections=f"[{sections}]",
        magnitude=either([*magnitudes, *steps[1:]]),
        more=either(data["more"]),
        more_before=either(before),
        more_after=either(before.replace(some, "")),
    )


@cache
def forms() -> re.Pattern[str]:
    """Return the pattern of a figure.

    Its groups: `n` digits or `c` a Chinese numeral; `a` and `ca` 余 or 多 before the magnitude `m` or `cm`, `b` after it; `n2` and `m2`
    a lower part (1亿2000万, 3万5000). `u` the counter, or instead of it `noun` (21万居民) or `people` (75万的产业服务人口). In front of a
    range `low` with `lowm` and `lowu`. Apart from these, `pc` of 百分之九十, `few` and `fewu` of 两年多 and 三个多小时.
    """
    counters, figures, numerals = table("counters.toml"), table("figures.toml"), _numerals()
    shapes = figures["shapes"]
    unit = either([*counters["counters"], *counters["measures"], *counters["durations"], *counters["shares"], *counters["money"]])
    noun, people = either(figures["nouns"]["direct"]), "|".join(figures["nouns"]["persons"])
    low = rf"(?P<low>{_DIGITS}|{numerals.number}) ?(?P<lowm>{numerals.magnitude})?(?:{numerals.more})?(?P<lowu>{unit})?"
    lower_part = rf"(?<={numerals.sections})(?P<n2>[0-9]{{1,4}}) ?(?P<m2>[{''.join(SECOND_MAGNITUDES)}])?"
    in_digits = rf"(?P<n>{_DIGITS}) ?(?P<a>{numerals.more_before})?(?P<m>{numerals.magnitude})?(?:{lower_part})?"
    in_words = rf"(?P<c>{numerals.number})(?:(?P<ca>{numerals.more})(?P<cm>{numerals.large}))?"
    counted = rf"(?P<noun>{noun})|(?P<u>{unit})|{shapes['of']}?(?P<people>[{HAN_RANGE}]{{2,8}}?(?:{people}))"
    of_thing = f"{shapes['thing']}{shapes['more']}(?:{either(shapes['spans_after_thing'])})"
    few = f"(?P<few>{numerals.few})(?P<fewu>{of_thing}|(?:{either(shapes['spans'])}){shapes['more']})(?![{shapes['not_after_more']}])"
    return re.compile(
        rf"{table('numerals.toml')['share']}(?P<pc>{_DIGITS}|{numerals.share})"
        rf"|(?:{low}(?:{either(shapes['to'])}|{_DASHES}))?(?:{in_digits}|{in_words})(?P<b>{numerals.more_after})? ?(?:{counted})"
        rf"|{few}"
    )


@cache
def starts() -> re.Pattern[str]:
    """Return what every figure begins with: a digit, a step word, or below ten what one of them follows; cheaper than :func:`forms`."""
    numerals, shapes = _numerals(), table("figures.toml")["shapes"]
    more = f"(?:{either([shapes['thing'], *shapes['spans']])}){shapes['more']}"
    sure = f"0-9０-９{numerals.steps}"  # one class first, to which `re` skips
    return re.compile(f"[{sure}{numerals.below}](?:(?<=[{sure}])|(?=[{numerals.below}{numerals.steps}]|{more}))")


@cache
def idioms() -> re.Pattern[str]:
    """Return sayings that hold a number with what looks like a counter."""
    return any_of(table("figures.toml")["idioms"]["sayings"])


_SPEECH = re.compile("[。！？!?；;，,：:]")
_MARKS = (("《", "》", 80), ("“", "”", 24), ("「", "」", 24), ("‘", "’", 24))
"""Marks around names, and the most characters of a name; what is longer in quotation marks is speech."""


def in_a_name(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` stands inside the title of a book, or inside quotation marks around a name and not around speech."""
    for left, right, longest in _MARKS:
        edge = max(0, start - longest)
        opened = text.rfind(left, edge, start)
        if opened < 0 or text.rfind(right, opened, start) >= 0:
            continue
        closed = text.find(right, end, opened + longest + 2)
        if closed >= 0 and (left == "《" or not _SPEECH.search(text, opened, closed)):
            return True
    return False
