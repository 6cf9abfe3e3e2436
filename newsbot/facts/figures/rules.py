"""What looks like a figure and counts nothing: dates, ordinals, house numbers, formulas, scores, sayings, other words.

The words are in data/counters.toml and data/figures.toml.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from newsbot.data import table
from newsbot.facts.figures.forms import idioms
from newsbot.words import HAN_RANGE, any_of, either

_SHAPES: Final = table("figures.toml")["shapes"]
_NUMERALS: Final = table("numerals.toml")
_IN_ORDINALS = f"{_NUMERALS['digits'][1:]}{''.join(_NUMERALS['steps'])[:2]}{_SHAPES['joins_ordinals']}"
_ORDINAL = re.compile(rf"{_NUMERALS['ordinal']}[0-9０-９{_IN_ORDINALS}、,，—~～\-]{{0,12}}$")
_GLUED = re.compile(
    rf"(?:[0-9０-９][.．:：/、\-－—–~～{_SHAPES['joins_digits']}]|[0-9０-９+＋×*/=＝^#№√_@]|[0-9][{''.join(_NUMERALS['sections'])}]"
    r"|[×xX]\s?|[（(〔\[][0-9]{4}[)）〕\]])$"
)
_GROUP = re.compile(r"(?<![0-9])[0-9]{1,3}\s$")
_OF_THREE = re.compile(r"[0-9]{3}(?![0-9])")
"""Digits in groups of three with blanks between (1 246 名), which the two cells of a table look like as well."""
_MONTH = re.compile(f"[0-9]{{1,2}}{_SHAPES['month']}")
_AFTER_HOUSE = re.compile(f"[0-9]|{either(_SHAPES['after_house'])}")
_LETTERS = re.compile("[A-Za-z]{1,3}[-·]?$")
_FORMULA = re.compile(f"[{HAN_RANGE}（）()]{{0,8}}[+＋×]|[+＋×=]")
MAX_CONTEXT_CHARS: Final = 16
"""Characters before a number that are looked at."""


UNIT_LETTERS: Final = 3
"""Letters before a number from which they are a word (VIP 12人) and no model or plate (A12)."""
SPAN_DIGITS: Final = 3
"""Digits of the longest span of years; a number of four is a year."""


class CountedNumber(NamedTuple):
    """`text[start:end]`, a number and its counter. `plain` is the number as written where nothing multiplies it, else empty."""

    text: str
    start: int
    end: int
    unit: str
    plain: str
    chinese: bool


@cache
def _words() -> dict[str, re.Pattern[str]]:
    data = table("counters.toml")
    return {
        "years before": re.compile(f"(?:{either(data['years']['before'])})$"),
        "years after": any_of(data["years"]["after"]),
        "ranks": re.compile(f"(?:{either(data['ranks']['before'])})[{HAN_RANGE}]{{0,6}}$|{either(data['ranks']['right_before'])}$"),
        "estates": re.compile(f"(?:{either(data['houses']['names'])})(?<!{')(?<!'.join(data['houses']['no_names'])})$"),
    }


@cache
def _measures() -> frozenset[str]:
    return frozenset(table("counters.toml")["measures"])


@cache
def _things() -> frozenset[str]:
    return frozenset(table("counters.toml")["counters"]) - set(_SHAPES["not_things"])


@cache
def _after() -> dict[str, re.Pattern[str]]:
    words = table("counters.toml")["only_after"]
    return {unit: re.compile(f"(?:{either(words[unit])})[^。；]{{0,12}}$") for unit in words}


@cache
def _lists() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], frozenset[str]]:
    """Counter -> what must not, and what must, stand after it; the same for houses; the counters that have ranks."""
    data = table("counters.toml")
    not_before, only_before = ({unit: tuple(words) for unit, words in data[name].items()} for name in ("not_before", "only_before"))
    houses = dict.fromkeys(data["houses"]["counters"], tuple(data["houses"]["counted"]))
    return not_before, only_before, houses, frozenset(data["ranks"]["counters"])


def why_not(it: CountedNumber) -> str | None:
    """Return the rule by which a number with its counter counts nothing; None where it counts."""
    before = it.text[max(0, it.start - MAX_CONTEXT_CHARS) : it.start]
    words = _words()
    if _ORDINAL.search(before):
        return "ordinal"
    if _GLUED.search(before) or (_GROUP.search(before) and _OF_THREE.match(it.text, it.start)):
        return "part of a longer number"
    if not it.chinese and (letters := _LETTERS.search(before)) and (len(letters[0]) < UNIT_LETTERS or letters[0][-1] in "-·"):
        return "model or plate"
    if not it.start and "." in it.plain and it.unit in _things():
        return "number of a list"  # 1.20名志愿者
    if it.text[it.end : it.end + 1].isdigit() and it.unit in _measures():
        return "part of a measure"  # 1米8
    if it.unit in _SHAPES["seconds"] and before.endswith(_SHAPES["minute"]):
        return "part of a measure"
    if _FORMULA.match(it.text, it.end):
        return "formula"
    if it.unit in _lists()[3] and words["ranks"].search(before):
        return "rank"
    if any(saying.end() > it.start for saying in idioms().finditer(it.text, max(0, it.start - 4), it.end + 4)):
        return "saying"
    if it.unit == _SHAPES["year"] and (reason := _is_date(before, it)):
        return reason
    return _wrong_context(before, it)


def _is_date(before: str, it: CountedNumber) -> str | None:
    """Whether a number before 年 is a year and no span of years."""
    if not it.plain.isdigit():
        return None
    if len(it.plain) > SPAN_DIGITS or it.plain.startswith("0"):
        return "year"
    if _MONTH.match(it.text, it.end):
        return "date"
    words = _words()
    in_context = words["years before"].search(before) or words["years after"].match(it.text, it.end)
    return "year" if len(it.plain) > 1 and not in_context else None


def _wrong_context(before: str, it: CountedNumber) -> str | None:
    not_before, only_before, houses, _ = _lists()
    text, unit, end = it.text, it.unit, it.end
    if (words := not_before.get(unit)) and text.startswith(words, end):
        return "another word"
    if (pattern := _after().get(unit)) and not pattern.search(before):
        return "no context of a count"
    if (words := only_before.get(unit)) and end < len(text) and not text.startswith(words, end):
        return "no context of a count"
    if words := houses.get(unit):
        estate = _words()["estates"].search(before) and not text.startswith(words, end)
        return "house number" if estate or _AFTER_HOUSE.match(text, end) else None
    return None
