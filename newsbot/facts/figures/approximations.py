"""The word that makes a figure approximate, as printed: 约, 近, 超过, 至少 before the number, 以上, 左右, 多 after the counter."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from newsbot.data import table
from newsbot.words import HAN_RANGE, either

_SHAPES: Final = table("figures.toml")["shapes"]
_MORE: Final[str] = _SHAPES["more"]
_MORE_OF_MEASURE = re.compile(f"{_MORE}(?![{_SHAPES['not_after_more']}{_SHAPES['not_after_more_of_measure']}])")
_SPENT = frozenset(_SHAPES["spent"])
_TIME_WORD, _BARE_WORD = _SHAPES["time_word"], _SHAPES["bare_word"]
_FURTHEST = 12
"""Characters before a number in which its approximation is looked for: 至少开展, 不少于组织召开."""


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], tuple[str, ...], dict[str, re.Pattern[str]]]:
    data = table("figures.toml")
    none = {word: re.compile(f"(?:{either(words)})$") for word, words in data["none"].items()}
    apart = re.compile(f"({either(data['apart'])})[{HAN_RANGE}]{{1,6}}$")
    return re.compile(f"({either(data['before'])})[{data['shapes']['fillers']}]?$"), apart, tuple(data["after"]), none


def approximation_before(text: str, start: int, *, bare: bool = False, duration: bool = False) -> str | None:
    """Return the word before the number that begins at `start`.

    `bare`: the number is 百, 千 or 万 alone, before which 上 approximates (上百场). `duration`: it counts time, so that 近 before it
    says which time (近三年) and approximates only where time was spent (用了近三年).
    """
    pattern, apart, _, none = _words()
    clause = text[max(0, start - _FURTHEST) : start]
    found = pattern.search(clause)
    if not found:
        held = apart.search(clause)
        return held[1] if held else None
    word, ahead = found[1], clause[: found.start()]
    if (word in none and none[word].search(ahead)) or (word == _BARE_WORD and not bare):
        return None
    return None if word == _TIME_WORD and duration and ahead[-1:] not in _SPENT else word


def approximation_after(text: str, end: int, *, measure: bool) -> str | None:
    """Return the word after the counter that ends at `end`; 多 only after a `measure` (3公里多)."""
    if text[end : end + 1] not in _first_characters():
        return None
    if word := next((word for word in _words()[2] if text.startswith(word, end)), None):
        return word
    return _MORE if measure and _MORE_OF_MEASURE.match(text, end) else None


@cache
def _first_characters() -> frozenset[str]:
    return frozenset([*(word[0] for word in _words()[2]), _MORE])
