"""The numbers that two texts differ in, and in nothing else: marks that a mirror sets, or figures; a date, a year or an ordinal is neither.

A number without a unit at the edge of a paragraph or in brackets is a mark, and says nothing against a copy.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from newsbot.data import table
from newsbot.reposts.fingerprints import ORDINAL, bare
from newsbot.words import WIDE_TO_ASCII, either

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsbot.reposts.fingerprints import Text

_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
_DAY_IN_DIGITS: Final = re.compile(r"(?:19|20)[0-9]{2}(?:(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])|\.(?:0?[1-9]|1[0-2])$)")
_YEAR_AND_MONTH: Final = re.compile(r"(?:19|20)[0-9]{2}\.[0-9]{1,2}\.$")
_MARK_OPENS: Final = r"(?:^|[\[（(【〔<「{#。！？!?；;…”])\s{0,3}"
_MARK_CLOSES: Final = r"\s{0,3}(?=$|[\]）)】〕>」}#])"


class Lone(NamedTuple):
    """The numbers that two texts differ in."""

    kind: Literal["mark", "figure"]
    """Mark where all of them are."""
    length: int
    """Characters that they take in the one text, at all their places, …"""
    other_length: int
    """… and in the other."""
    values: int = 1
    """How many there are, each counted once."""


def lone_number(one: Text, other: Text) -> Lone | None:
    """Return what the two texts differ in, where that is numbers only, each at one place or several; None where they differ in more.

    None, too, where one of them is a date, a year or an ordinal: these tell two reports apart.
    """
    if one.masked != other.masked or len(one.numbers) != len(other.numbers):
        return None
    differ = [(ours, theirs) for ours, theirs in zip(one.numbers, other.numbers, strict=True) if ours[1] != theirs[1]]
    if not differ:
        return None
    lengths = sum(len(ours[1]) for ours, _ in differ), sum(len(theirs[1]) for _, theirs in differ)
    values = len({(ours[1], theirs[1]) for ours, theirs in differ})
    ours_marks, theirs_marks = marks(one), marks(other)
    figures = [(ours, theirs) for ours, theirs in differ if ours[0] not in ours_marks and theirs[0] not in theirs_marks]
    if not figures:
        return Lone("mark", *lengths, values)
    if any(_tells_period(one, *ours) or _tells_period(other, *theirs) for ours, theirs in figures):
        return None
    return Lone("figure", *lengths, values)


def marks(text: Text) -> frozenset[int]:
    """Return where in the key text numbers stand that are marks: alone in brackets, in a paragraph or after a sentence.

    A label may stand before them. Years are none, and no number of the title is: it may be that of an issue.
    """
    found = set()
    for place, number in _bare_places(text):
        if text.key.startswith(number, place) and not _YEAR.match(number):
            found.add(place)
    return frozenset(found)


def _bare_places(text: Text) -> Iterator[tuple[int, str]]:
    """Yield the numbers of the body that stand as marks do, each with its place in the key text."""
    before = len(text.title)
    for printed, kept in zip(text.body, text.paragraphs, strict=True):
        for found in _mark().finditer(printed.translate(WIDE_TO_ASCII)):
            yield before + len(bare(printed[: found.start(1)])), found[1]
        before += len(kept)


@cache
def _mark() -> re.Pattern[str]:
    labels = either(table("periods.toml")["labels"])
    return re.compile(rf"{_MARK_OPENS}(?:[A-Za-z]{{1,10}}|{labels})?[:：.\s]{{0,3}}([0-9]{{1,15}}){_MARK_CLOSES}")


def _tells_period(text: Text, place: int, number: str) -> bool:
    """Return whether a number of a key text is that of a year, a day, an issue or a session. In a title a year needs no word for it."""
    words = table("periods.toml")
    follows = text.key[place + len(number) : place + len(number) + 1]
    if number[0] == ORDINAL or text.key[:place].endswith(ORDINAL) or (place < len(text.title) and _YEAR.match(number)):
        return True
    if is_day_in_digits(text.key, place, place + len(number)):
        return True
    if any(text.key.startswith(unit, place + len(number)) for unit in words["numbered"]):
        return True
    return follows in (*words["dates"], *words["counted"]) or (follows in words["years"] and bool(_YEAR.match(number)))


def is_day_in_digits(key: str, start: int, stop: int) -> bool:
    """Return whether a number of a key text is a day without words, with an hour or without: 2024-03-05 (there 20240305), 2024.3.5."""
    return _DAY_IN_DIGITS.match(key[start:stop]) is not None or _YEAR_AND_MONTH.search(key, max(0, start - 8), start) is not None
