"""Where words end, as far as the list of common words tells: so that no name is cut out of one (文|明村镇, 大运|城市)."""

from __future__ import annotations

from functools import cache
from typing import Final

from newsbot.data import table
from newsbot.words import common_words

MAX_WORD_CHARS: Final = 4
"""Characters of the longest common words that are looked for before a name."""


@cache
def _edges() -> frozenset[str]:
    return frozenset(table("places.toml")["segmentation"]["edges"])


def starts_a_name(character: str) -> bool:
    """Return whether a name begins after this character: a preposition, a particle, what closes a verb or a time."""
    return character in _edges()


def word_ends(text: str) -> bool:
    """Return whether a common word, or a character after which a name begins, stands at the end of `text`.

    >>> word_ends("走进"), word_ends("文明"), word_ends("大")
    (True, True, False)
    """
    return starts_a_name(text[-1:]) or any(text[-n:] in common_words() for n in range(2, MAX_WORD_CHARS + 1))


def word_crosses(before: str, name: str) -> bool:
    """Return whether a common word lies over the beginning of a name: 文|明村镇."""
    return before + name[0] in common_words() and name[:2] not in common_words()
