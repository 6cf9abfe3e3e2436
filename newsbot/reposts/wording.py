"""Which of two wordings was there first: spinning replaces words by others that seldom stand together, so the text gets less likely.

Measured with the general model of Chinese news on 120 pairs of each kind: the original was the likelier one in 97 of 100 pairs where
every tenth word was replaced, and in 99 and more where every fourth or every other was.
"""

from __future__ import annotations

import sys
from array import array
from math import log
from typing import TYPE_CHECKING, Final

from newsbot.text.mojibake.language import COUNT_DISCOUNT, after_in_news, in_news, known_as

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsbot.data.sorted_rows import Counts
    from newsbot.reposts.members import Neighbours

OTHER_WORDS = 0.85
"""Density of a relation below which the two texts differ in their wording; damage and light edits leave .9 and more."""

LESS_LIKELY = 0.05
"""Difference of two fluencies from which on the lower one is the reworded text: of 240 unspun mirrors none differed so much."""

LONGEST_JUDGED = 1500
"""Characters of a text whose wording is judged."""

_REMEMBERED: Final = 42_000
"""Pairs that are kept at hand, some 100 bytes each, as many as a table of 1.3 MB has room for. With 100,000 it was no faster."""

_IS_LITTLE: Final = sys.byteorder == "little"


class _PairsInNews(dict[int, float]):
    """Pairs of characters below U+10000, each a number of twice 16 bits -> what `in_news` says of the second behind the first.

    Found when first asked for, in half of the time that `in_news` takes: of a text most pairs are new, and few of their characters.
    """

    __slots__ = ("_after", "_known")

    def __init__(self) -> None:
        self._after: dict[int, tuple[float, float, float, Counts, str]] = {}
        self._known: dict[int, tuple[str, float, float]] = {}

    def __missing__(self, pair: int) -> float:
        """Find it."""
        before, after = pair >> 16, pair & 0xFFFF
        try:
            by_start, by_frequency, of_words, in_words, groups = self._after[before]
            form, starting, frequency = self._known[after]
        except KeyError:
            row, known = after_in_news(chr(before)), known_as(chr(after))
            if known.is_mark:
                value = self[pair] = in_news.__wrapped__(chr(before), chr(after))
                return value
            self._after[before] = (*row[:4], row.counted_in_words.groups)
            self._known[after] = known.form, known.starting, known.frequency
            return self.__missing__(pair)
        inside = max(0.0, in_words[form] - COUNT_DISCOUNT) if form in groups else 0.0
        value = self[pair] = log(0.75 * ((inside + by_start * starting + by_frequency * frequency) / of_words) + 1e-9)
        return value


_likelihood = _PairsInNews()


def fluency(key: str) -> float:
    """Return how likely the characters of a key text follow each other: the mean log probability of a pair. 0 for no pairs."""
    if len(_likelihood) >= _REMEMBERED:
        _likelihood.clear()
    coded = key[:LONGEST_JUDGED].encode("utf-16-be", "surrogatepass")
    count = max(0, len(coded) // 2 - 1)
    pairs = array("I", bytes(4 * count))
    for first in range(min(2, count)):  # every other pair lies behind the one before it, as numbers do in memory
        pairs[first::2] = array("I", coded[2 * first : 2 * first + 4 * ((count + 1 - first) // 2)])
    if _IS_LITTLE:
        pairs.byteswap()
    return sum(map(_likelihood.__getitem__, pairs)) / max(1, count)


def differing(pages: Sequence[int], relations: Neighbours) -> set[int]:
    """Return the pages whose wording differs from that of another of ``pages``."""
    inside = set(pages)
    return {
        page
        for page in pages
        if any(other in inside and relation.density < OTHER_WORDS for other, relation in relations.get(page, {}).items())
    }


def reworded(fluencies: Mapping[int, float], relations: Neighbours, ranks: Mapping[int, tuple[int, int]] | None = None) -> set[int]:
    """Return the pages that have a likelier wording beside them. ``fluencies``: of the pages that `differing` names.

    With ``ranks`` (trust, then age) a page that is newer or less trusted does not count: anybody can write fluently afterwards.
    """
    order = ranks or {}
    return {
        page
        for page, own in fluencies.items()
        if any(
            relation.density < OTHER_WORDS
            and fluencies.get(other, own) > own + LESS_LIKELY
            and order.get(other, (0, 0)) <= order.get(page, (0, 0))
            for other, relation in relations[page].items()
        )
    }
