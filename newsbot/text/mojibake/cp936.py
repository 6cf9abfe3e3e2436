"""GBK as the damaged pages' decoder reads it: two bytes and a character, or one byte."""

from __future__ import annotations

from array import array
from functools import cache
from typing import TYPE_CHECKING

from newsbot.data import table

if TYPE_CHECKING:
    from collections.abc import Iterable

HIGH_BIT = 0x80
"""Bytes below are ASCII; this one alone is €."""
DELETE = 0x7F
"""The one byte among the trails that is none."""
LEAD_BYTES = range(0x81, 0xFF)
"""First bytes of a pair."""
TRAILS = (*range(0x40, DELETE), *range(HIGH_BIT, 0xFF))
"""Second bytes of a pair: letters of ASCII among them."""
_NO_PAIR = "\0"
"""Stands in the table of pairs where two bytes are none."""
_LAST_CODED = "\uffff"
"""The pairs of GBK are characters of the basic plane."""
FULL_WIDTH_LEAD = 0xA3
"""First byte of the full-width forms; the second one is the ASCII byte with its high bit set."""


def character(lead: int, trail: int) -> str | None:
    """Return the character of two bytes, a private-use one where GBK leaves the pair to its users; None where they are no pair."""
    char = _pairs()[lead << 8 | trail]
    return None if char == _NO_PAIR else char


def byte_pair(text: str) -> tuple[int, int] | None:
    """Return the two bytes of one character; None where it has one (ASCII, €) or is not in GBK."""
    pair = _codes()[ord(text)] if len(text) == 1 and text <= _LAST_CODED else 0
    return (pair >> 8, pair & 0xFF) if pair else None


def with_leads(characters: Iterable[str], leads: frozenset[int]) -> list[tuple[str, int]]:
    """Return those of some characters whose first byte is one of `leads`, each with its second one, in the order given."""
    codes = _codes()
    pairs = [(char, codes[ord(char)]) for char in characters if char <= _LAST_CODED]
    return [(char, pair & 0xFF) for char, pair in pairs if pair >> 8 in leads]


def is_private(text: str) -> bool:
    """Return whether a character is of the private-use area, where GBK's user-defined pairs lie."""
    return "\ue000" <= text <= "\uf8ff"


@cache
def han_of_lead(lead: int) -> tuple[tuple[int, str], ...]:
    """Return all (trail byte, ideograph) of one lead byte."""
    found = ((trail, character(lead, trail)) for trail in TRAILS)
    return tuple((trail, char) for trail, char in found if char is not None and "\u4e00" <= char <= "\u9fff")


@cache
def with_trail(trail: int) -> tuple[tuple[int, str], ...]:
    """Return (lead byte, character) of all characters with this trail byte."""
    found = ((lead, character(lead, trail)) for lead in LEAD_BYTES)
    return tuple((lead, char) for lead, char in found if char is not None and not is_private(char))


@cache
def with_lead(lead: int) -> tuple[tuple[int, str], ...]:
    """Return (trail byte, character) of this lead byte's characters whose trail byte is none of ASCII; no white space."""
    found = ((trail, character(lead, trail)) for trail in range(0x81, 0xFF))
    return tuple((trail, char) for trail, char in found if char and not is_private(char) and not char.isspace())


@cache
def before_private(lead: int) -> tuple[tuple[int, str], ...]:
    """Return (trail byte, character) of this lead byte's characters whose trail byte begins a private-use pair."""
    return tuple((trail, char) for trail, char in with_lead(lead) if private_trails(trail))


@cache
def private_trails(lead: int) -> frozenset[int]:
    """Return the trail bytes with which a lead byte makes a private-use pair."""
    return frozenset(trail for trail in TRAILS if is_private(character(lead, trail) or ""))


@cache
def mark_bytes(char: str) -> tuple[int, int] | None:
    """Return the bytes of a full-width mark, also of one made half-width; None for anything else."""
    if char in ",:;!()?":
        return FULL_WIDTH_LEAD, ord(char) + HIGH_BIT
    pair = byte_pair(char)
    return pair if pair and (pair in {(0xA1, 0xA2), (0xA1, 0xA3)} or (pair[0] == FULL_WIDTH_LEAD and char in "，：；！？（）")) else None


# Pairs that newer decoders read as characters where older ones, and Python's, give private-use ones.
_NEWER = {0xA6D9 + number: char for number, char in enumerate("︐︒︑︓︔︕︖")} | {0xA8BC: "ḿ", 0xA8BF: "ǹ"}
_NEWER |= {int(pair, 16): char for pair, char in table("mojibake.toml")["newer_pairs"].items()}


@cache
def _pairs() -> str:
    """Read every pair of GBK (cp936), with gb18030's private-use characters in the gaps: 23,940 of them, each at its own number."""
    rows = (bytes(byte for trail in TRAILS for byte in (lead, trail)).decode("gb18030") for lead in LEAD_BYTES)
    gap = DELETE - TRAILS[0]
    row_of = (f"{_NO_PAIR * TRAILS[0]}{row[:gap]}{_NO_PAIR}{row[gap:]}{_NO_PAIR}" for row in rows)
    return _NO_PAIR * (LEAD_BYTES.start << 8) + "".join(row_of) + _NO_PAIR * (1 << 8)


@cache
def _codes() -> array[int]:
    """Give the pair of each character of the basic plane, 0 where it has none."""
    codes = array("H", bytes(2 << 16))
    for pair, char in enumerate(_pairs()):
        codes[ord(char)] = pair
    codes[0] = 0
    for pair, char in _NEWER.items():
        codes[ord(char)] = pair
    codes[ord("€")] = 0  # the byte 80 of cp936; gb18030's own place for it, A2E3, is younger than the damage
    return codes
