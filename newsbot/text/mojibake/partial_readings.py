"""What is known of a damaged document, and the ways its shifted runs may be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from newsbot.text.mojibake.characters import counted
from newsbot.text.mojibake.language import LanguageModel

HOPELESS_LEAD = 9.0
"""A reading that is less likely than another by this (natural log) is forgotten: it adds less than .0002 to the doubt."""
RIVALS = 10
"""How many rivals a reading remembers."""
LOST_CHARACTER = "□"
"""Stands for a character that is gone for good."""
QUOTES = {"“": (1, True), "”": (1, False), "‘": (2, True), "’": (2, False), "《": (4, True), "》": (4, False)}
"""Quotation mark -> its bit in a path's state, and whether it opens."""


@dataclass(slots=True)
class DamagedDocument:
    """What is known of the document: its language, the characters its mirror annotates, and how its decoder went on."""

    model: LanguageModel
    listed: Mapping[str, str] = field(default_factory=dict)
    private: bool = False
    """Private-use characters survive in it, so none was dropped."""
    folded: bool = False
    """Its full-width marks were made half-width."""
    mirrored: bool = False
    """In Traditional script by a character table, so that no unambiguous simplified character stands in it."""
    present: frozenset[str] = frozenset()
    """All characters of the document."""
    work: int = 80_000
    """How many paths may still be looked at in this document: a bound for pages made to be slow."""
    known: dict[tuple[tuple[int, str], ...], tuple[tuple[int, str], ...]] = field(default_factory=dict)
    """Of the characters with one lead or trail byte those that are known, as found before."""
    ways: dict[tuple[str, int, str | None], list[tuple[float, int]]] = field(default_factory=dict)
    """What may stand behind a dropped character, as found before."""
    swallowed: Mapping[str, float] = field(default_factory=dict)
    """ASCII marks that a `?` may have swallowed -> the share of the document's marks of that kind that are ASCII."""

    def known_among(self, pairs: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...]:
        """Those of (byte, character) that the language model knows."""
        found = self.known.get(pairs)
        if found is None:
            found = self.known[pairs] = tuple(pair for pair in pairs if self.model.known(counted(pair[1])))
        return found


class Rival(NamedTuple):
    """A reading that was given up for another, since both go on alike: the first `length` characters were `text` instead.

    ``lead``: how much likelier the other is (natural log).
    """

    lead: float
    text: str
    length: int


class PartialReading(NamedTuple):
    """One way to read a run so far: its score (natural log), its text, the token it stands before, the lead byte that is pending."""

    score: float
    text: str
    token: int
    pending: int | None
    lost: int = 0
    guessed: int = 0
    torn: bool = False
    """The bytes of the next character were torn apart, so that it could not be annotated."""
    opened: int = 0
    """What quotation marks are open after it; bits: 1 for “, 2 for ‘, 4 for 《."""
    places: str = ""
    """For every character of the text the number of the token it was read from, as a character of that code."""
    rivals: tuple[Rival, ...] = ()
    """The likeliest of the readings that were given up for this one, the likeliest first."""


def merged(paths: list[PartialReading]) -> list[PartialReading]:
    """Of paths that go on alike (the model looks one character back) keep the best; it remembers the others as its rivals."""
    best: dict[tuple[int, int | None, str, int, bool], PartialReading] = {}
    for path in paths:
        key = (path.token, path.pending, path.text[-1:], path.opened, path.torn)
        other = best.get(key)
        if other is None:
            best[key] = path
        elif path.score > other.score:
            best[key] = _won(path, other)
        else:
            best[key] = _won(other, path)
    return list(best.values())


def _won(winner: PartialReading, loser: PartialReading) -> PartialReading:
    lead = winner.score - loser.score
    if lead > HOPELESS_LEAD or winner.text == loser.text:
        return winner
    length = len(winner.text)
    inherited = [
        Rival(lead + old.lead, old.text + loser.text[old.length :], length) for old in loser.rivals if lead + old.lead <= HOPELESS_LEAD
    ]
    rivals = sorted([*winner.rivals, Rival(lead, loser.text, length), *inherited])
    return winner._replace(rivals=tuple(rivals[:RIVALS]))


def quoted(opened: int, text: str) -> int:
    """What quotation marks are open behind a text, `opened` before it."""
    for char in text:
        if char in QUOTES:
            bit, opens = QUOTES[char]
            opened = opened | bit if opens else opened & ~bit
    return opened
