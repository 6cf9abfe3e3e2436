"""Which of two wordings was there first: spinning replaces words by others that seldom stand together, so the text gets less likely.

Measured with the general model of Chinese news on 120 pairs of each kind: the original was the likelier one in 97 of 100 pairs where
every tenth word was replaced, and in 99 and more where every fourth or every other was.
"""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, Final

from newsbot.text.mojibake.language import in_news

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
_CODE: Final = "utf-16-le" if _IS_LITTLE else "utf-16-be"


class _Likelihood(dict[int, float]):
    """Pairs of characters -> log probability (natural) that the second follows the first in Chinese news; found when first asked for.

    A pair is the number that its four bytes in UTF-16 are: half as large as a text of two characters, and made in a third of the time.
    """

    def __missing__(self, pair: int) -> float:
        before, after = (pair & 0xFFFF, pair >> 16) if _IS_LITTLE else (pair >> 16, pair & 0xFFFF)
        value = self[pair] = in_news.__wrapped__(chr(before), chr(after))  # remembered here
        return value


_likelihood = _Likelihood()


def fluency(key: str) -> float:
    """Return how likely the characters of a key text follow each other: the mean log probability of a pair. 0 for no pairs."""
    if len(_likelihood) >= _REMEMBERED:
        _likelihood.clear()
    coded = key[:LONGEST_JUDGED].encode(_CODE, "surrogatepass")
    count = max(0, len(coded) // 2 - 1)
    pairs = array("I", bytes(4 * count))
    for first in range(min(2, count)):  # every other pair lies behind the one before it, as numbers do in memory
        pairs[first::2] = array("I", coded[2 * first : 2 * first + 4 * ((count + 1 - first) // 2)])
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
