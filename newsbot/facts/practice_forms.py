"""The forms of a coinage: formulas, a number with what it numbers, clauses of one shape."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from newsbot.data import table

Form = Literal["formula", "numbered", "clauses", "phrase"]

_HAN = "\u4e00-\u9fff"
_FORMULA = re.compile(rf"[{_HAN}A-Za-z0-9“”（）()]{{1,16}}(?:[+＋][{_HAN}A-Za-z0-9“”（）()]{{1,16}}){{1,7}}[+＋]?|[{_HAN}]{{1,8}}[+＋]")
_CLAUSE = re.compile("[、，,；;—·\\s]+")
_DIGIT_CODE = re.compile("(?!1(?:10|19|20|22))[0-9]{3,4}|[0-9](?:[-—·][0-9]){1,4}")
_LONGEST_CLAUSE = 12


def form_of(words: str) -> Form | None:
    """The form of words in quotation marks; None where they are no name: a sentence, an ordinary word, an honour."""
    ordinary, begins, ends = _not()
    if not 2 <= len(words) <= 60 or words in ordinary or _END.search(words):
        return None
    if _FORMULA.fullmatch(words):
        return "formula"
    if is_numbered(words):
        return "numbered"
    if in_clauses(words):
        return "clauses"
    if len(words) > 14 or "的" in words or _CLAUSE.search(words) or words.startswith(begins) or words.endswith(ends):
        return None
    return "phrase"


_END = re.compile("[。！？!?…《》：:]|不如|[0-9](?:天|个月|元|年|小时|分)")


@cache
def _not() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    data = table("practices.toml")["not"]
    return frozenset(data["ordinary"]), tuple(data["begins"]), tuple(data["ends"])


@cache
def _numbered() -> tuple[re.Pattern[str], frozenset[str]]:
    data = table("practices.toml")["numbered"]
    number, counters = data["numbers"], data["counters"]
    part = rf"[{number}][^{counters}{number}\W\dA-Za-z_](?:[{_HAN}]{{0,2}}?)"
    return re.compile(rf"[{_HAN}]{{0,2}}?(?:{part}){{1,4}}|[{number}]个[一二三四五六七八九十]"), frozenset(data["words"])


def is_numbered(words: str) -> bool:
    """四包, 双报到, 四位一体, 四联三评, 门前三包, 五个一, 1234: a number and what it numbers, up to four times."""
    pattern, ordinary = _numbered()
    if words in ordinary:
        return False
    return bool(_DIGIT_CODE.fullmatch(words)) or (len(words) <= 8 and bool(pattern.fullmatch(words)))


def in_clauses(words: str) -> bool:
    """日调度、日督查、日通报: two clauses or more of one length, or of two lengths that take turns (网中有格、格中有人)."""
    clauses = [clause for clause in _CLAUSE.split(words) if clause]
    lengths = {len(clause) for clause in clauses}
    return len(clauses) >= 2 and min(lengths) >= 2 and max(lengths) <= _LONGEST_CLAUSE and max(lengths) - min(lengths) <= 1
