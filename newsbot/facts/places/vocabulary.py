"""Where words end, as far as the list of common words tells: so that no name is cut out of one (文|明村镇, 大运|城市)."""

from __future__ import annotations

from functools import cache
from typing import Final

from newsbot.data import lines_of, table

MAX_WORD_CHARS: Final = 4
"""Characters of the longest common words that are looked for before a name."""


@cache
def ordinary() -> frozenset[str]:
    """Common words, to see where a name begins."""
    return frozenset(word for line in lines_of("common_words.txt") if line[0] != "=" for word in line.split())


@cache
def _edges() -> frozenset[str]:
    return frozenset(table("places.toml")["segmentation"]["edges"])


def starts_a_name(character: str) -> bool:
    """Whether a name begins after this character: a preposition, a particle, what closes a verb or a time."""
    return character in _edges()


def word_ends(text: str) -> bool:
    """Whether a common word, or a character after which a name begins, stands at the end of `text`.

    >>> word_ends("走进"), word_ends("文明"), word_ends("大")
    (True, True, False)
    """
    return starts_a_name(text[-1:]) or any(text[-n:] in ordinary() for n in range(2, MAX_WORD_CHARS + 1))


def word_crosses(before: str, name: str) -> bool:
    """Whether a common word lies over the beginning of a name: 文|明村镇."""
    return before + name[0] in ordinary() and name[:2] not in ordinary()
