"""The forms of a coinage: formulas, a number with what it numbers, clauses of one shape."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from newsbot.data import table
from newsbot.words import HAN_RANGE

Form = Literal["formula", "numbered", "clauses", "phrase"]

_FORMULA = re.compile(
    rf"[{HAN_RANGE}A-Za-z0-9“”（）()]{{1,16}}(?:[+＋][{HAN_RANGE}A-Za-z0-9“”（）()]{{1,16}}){{1,7}}[+＋]?|[{HAN_RANGE}]{{1,8}}[+＋]"
)
_CLAUSE = re.compile("[、，,；;\\s]+")
_DIGIT_CODE = re.compile("(?!1(?:10|19|20|22))[0-9]{3,4}|[0-9](?:[-—·][0-9]){1,4}")
_PHRASE = re.compile(f"[{HAN_RANGE}A-Za-z0-9]{{2,14}}")
_LONGEST_CLAUSE = 12


def form_of(words: str) -> Form | None:
    """The form of words in quotation marks; None where they are no name: a sentence, an ordinary word, an honour."""
    ordinary, begins, ends = _not()
    if not 2 <= len(words) <= 60 or words in ordinary or _END.search(words):
        return None
    if _FORMULA.fullmatch(words):
        return None if _SUM.search(words) else "formula"  # 98天+2个月
    if is_numbered(words):
        return "numbered"
    if in_clauses(words):
        return "clauses"
    if not _PHRASE.fullmatch(words) or "的" in words or words.startswith(begins) or words.endswith(ends):
        return None
    return "phrase"


_END = re.compile("[。！？!?…《》：:]|不如")
_SUM = re.compile("[0-9](?:天|个月|元|年|小时|分)")


def is_ordinary(words: str) -> bool:
    """Whether these are quoted words that name no way of working, whatever stands behind them."""
    return words in _not()[0]


@cache
def _not() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    data = table("practices.toml")["not"]
    return frozenset(data["ordinary"]), tuple(data["begins"]), tuple(data["ends"])


@cache
def _numbered() -> tuple[re.Pattern[str], frozenset[str]]:
    data = table("practices.toml")["numbered"]
    number, counters = data["numbers"], data["counters"]
    part = rf"[{number}][^{counters}{number}\W\dA-Za-z_](?:[{HAN_RANGE}]{{0,2}}?)"
    return re.compile(rf"(?![周第月礼星])[{HAN_RANGE}]{{0,2}}?(?:{part}){{1,4}}|[{number}]个[一二三四五六七八九十]"), frozenset(
        data["words"]
    )


def is_numbered(words: str) -> bool:
    """四包, 双报到, 四位一体, 四联三评, 门前三包, 五个一, 1234: a number and what it numbers, up to four times."""
    pattern, ordinary = _numbered()
    if words in ordinary:
        return False
    return bool(_DIGIT_CODE.fullmatch(words)) or (len(words) <= 8 and bool(pattern.fullmatch(words)))


def in_clauses(words: str) -> bool:
    """日调度、日督查、日通报: two clauses or more of about one length; of lengths further apart where they share a character (包)."""
    clauses = [clause for clause in _CLAUSE.split(words) if clause]
    if len(clauses) < 2:
        return False
    shortest, longest = min(map(len, clauses)), max(map(len, clauses))
    apart = 3 if set.intersection(*map(set, clauses)) else 1 if len(clauses) == 2 else 2
    return (shortest >= 2 or len(clauses) >= 3) and longest <= _LONGEST_CLAUSE and longest - shortest <= apart
