"""How often a document prints each character, and what behind it: in one form for both scripts."""

from __future__ import annotations

from collections import Counter, defaultdict
from operator import add
from typing import TYPE_CHECKING

from newsbot.text.mojibake.characters import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

_APART = "\0"
"""Stands between parts that are counted together, and in none of them."""


class OwnText:
    """What the document itself says: how often it prints each character and pair, and what stands behind these."""

    __slots__ = ("_behind", "_text", "followers", "pairs", "singles", "total")

    def __init__(self) -> None:
        self.singles: Counter[str] = Counter()
        self.pairs: Counter[str] = Counter()
        self.followers: defaultdict[str, dict[str, int]] = defaultdict(dict)
        """Character -> those that follow it, and how often."""
        self.total = 1
        self._text = ""
        self._behind: dict[str, dict[str, int]] = {}

    def count(self, parts: Iterable[str]) -> None:
        """Count more text."""
        folded = counted(_APART.join(parts))  # in one go: most parts are short
        singles, pairs = Counter(folded), Counter(map(add, folded, folded[1:]))
        for found in (singles, pairs):
            for sequence in [sequence for sequence in found if _APART in sequence]:
                del found[sequence]
        self.singles.update(singles)
        self.pairs.update(pairs)
        self.total = max(1, self.singles.total())
        for first, second in pairs:
            self.followers[first][second] = self.pairs[first + second]
        self._text += folded + _APART
        self._behind.clear()

    def behind(self, two: str) -> dict[str, int]:
        """Count what follows two characters: found in the text when it is asked, for most pairs of a document never are."""
        found = self._behind.get(two)
        if found is None:
            found = self._behind[two] = {}
            at = self._text.find(two) if two in self.pairs else -1
            while at >= 0:
                character = self._text[at + 2]
                if character != _APART:
                    found[character] = found.get(character, 0) + 1
                at = self._text.find(two, at + 1)
        return found
