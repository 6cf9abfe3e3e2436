"""The forms of a coinage: formulas, a number with what it numbers, clauses of one shape."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from newsbot.data import table
from newsbot.words import HAN_RANGE, either

PracticeForm = Literal["formula", "numbered", "clauses", "phrase"]

_FORMULA = re.compile(
    rf"[{HAN_RANGE}A-Za-z0-9“”（）()]{{1,16}}(?:[+＋][{HAN_RANGE}A-Za-z0-9“”（）()]{{1,16}}){{1,7}}[+＋]?|[{HAN_RANGE}]{{1,8}}[+＋]"
)
_SHAPES: Final = table("practices.toml")["shapes"]
_CLAUSE = re.compile("[、，,；;\\s]+")
_DIGIT_CODE = re.compile("(?!1(?:10|19|20|22))[0-9]{3,4}|[0-9](?:[-—·][0-9]){1,4}")
_PHRASE = re.compile(f"[{HAN_RANGE}A-Za-z0-9]{{2,14}}")
QUOTED_CHARS: Final = (2, 60)
"""Characters in quotation marks that may be a name, at least and at most."""
MAX_NUMBERED_CHARS: Final = 8
"""Characters of a number and what it numbers (门前三包)."""
MAX_CLAUSE_CHARS: Final = 12
"""Characters of one clause of a name."""
PAIR: Final = 2
APART: Final = {"shared": 3, "pair": 1, "more": 2}
"""How much longer one clause may be than another: where all share a character, of two clauses, of more."""


def practice_form_of(words: str) -> PracticeForm | None:
    """Return the form of words in quotation marks; None where they are no name: a sentence, an ordinary word, an honour."""
    ordinary, begins, ends, kinds = _not()
    shortest, longest = QUOTED_CHARS
    if not shortest <= len(words) <= longest or words in ordinary or _END.search(words):
        return None
    if _FORMULA.fullmatch(words):
        return None if _SUM.search(words) else "formula"  # 98天+2个月
    if is_numbered(words):
        return "numbered"
    if in_clauses(words):
        return "clauses"
    if not _PHRASE.fullmatch(words) or _SHAPES["of"] in words or words.startswith(begins):
        return None
    return "phrase" if words.endswith(kinds) or not words.endswith(ends) else None  # 板凳议事法 is no law


_END = re.compile(f"[。！？!?…《》：:]|{either(_SHAPES['not_in_names'])}")
_SUM = re.compile(f"[0-9](?:{either(_SHAPES['sums'])})")


def is_ordinary(words: str) -> bool:
    """Return whether these are quoted words that name no way of working, whatever stands after them."""
    return words in _not()[0]


@cache
def _not() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    data = table("practices.toml")
    return frozenset(data["not"]["ordinary"]), tuple(data["not"]["begins"]), tuple(data["not"]["ends"]), tuple(data["inside"])


@cache
def _numbered() -> tuple[re.Pattern[str], frozenset[str]]:
    data = table("practices.toml")["numbered"]
    number, counters = data["numbers"], data["counters"]
    digits = table("numerals.toml")["digits"][1:] + "".join(table("numerals.toml")["steps"])[0]
    part = rf"[{number}][^{counters}{number}\W\dA-Za-z_](?:[{HAN_RANGE}]{{0,2}}?)"
    parts = rf"(?![{_SHAPES['not_ahead_of_number']}])[{HAN_RANGE}]{{0,2}}?(?:{part}){{1,4}}"
    return re.compile(f"{parts}|[{number}]{_SHAPES['set_of']}[{digits}]"), frozenset(data["words"])


def is_numbered(words: str) -> bool:
    """Return whether words are a number and what it numbers, up to four times: 四包, 双报到, 四位一体, 四联三评, 门前三包, 五个一, 1234."""
    pattern, ordinary = _numbered()
    if words in ordinary:
        return False
    return bool(_DIGIT_CODE.fullmatch(words)) or (len(words) <= MAX_NUMBERED_CHARS and bool(pattern.fullmatch(words)))


def in_clauses(words: str) -> bool:
    """Return whether words are clauses, two or more of about one length (日调度、日督查、日通报); of any, where all share a character."""
    clauses = [clause for clause in _CLAUSE.split(words) if clause]
    if len(clauses) < PAIR:
        return False
    shortest, longest = min(map(len, clauses)), max(map(len, clauses))
    apart = APART["shared"] if set.intersection(*map(set, clauses)) else APART["pair" if len(clauses) == PAIR else "more"]
    return (shortest > 1 or len(clauses) > PAIR) and longest <= MAX_CLAUSE_CHARS and longest - shortest <= apart
