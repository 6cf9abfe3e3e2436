"""Two texts laid side by side along the anchors they share: which stretches of one stand in the other, in what order whatever.

Spun text keeps an anchor here and there, so a stretch may have gaps; words moved inside a sentence and paragraphs moved inside a report
make new stretches, not a failure.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from newsbot.reposts.fingerprints import ANCHOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsbot.reposts.fingerprints import Text

GAP = 40
"""Characters from one anchor to the next inside a stretch: a clause whose every word was replaced."""

DRIFT = 24
"""… and by how much the two sides may differ in length there."""

FEWEST = 4
"""Anchors of the smallest stretch that counts, and …"""

SHORTEST = 16
"""… its length: shorter ones are set phrases."""


class Block(NamedTuple):
    """Characters that are the same on both sides: at least one anchor, as long as they go on being equal."""

    start: int
    other_start: int
    length: int


class Break(NamedTuple):
    """What stands between two neighbouring blocks of a stretch, on both sides."""

    start: int
    stop: int
    other_start: int
    other_stop: int


@dataclass(slots=True)
class Stretch:
    """Blocks in the same order on both sides, at about the same distance from each other."""

    blocks: list[Block]

    @property
    def span(self) -> tuple[int, int]:
        """Begin and end in the one text."""
        return self.blocks[0].start, self.blocks[-1].start + self.blocks[-1].length

    @property
    def other_span(self) -> tuple[int, int]:
        """Begin and end in the other text."""
        return self.blocks[0].other_start, self.blocks[-1].other_start + self.blocks[-1].length

    @property
    def anchors(self) -> int:
        """How many anchors lie in its blocks."""
        return sum(block.length - ANCHOR + 1 for block in self.blocks)

    def breaks(self) -> Iterator[Break]:
        """Yield what lies between the blocks."""
        for block, following in zip(self.blocks, self.blocks[1:], strict=False):
            yield Break(block.start + block.length, following.start, block.other_start + block.length, following.other_start)


def align(one: Text, other: Text) -> list[Stretch]:
    """Return the stretches that ``one`` and ``other`` share, in the order of ``one``; empty where they have nothing in common."""
    here, there = one.positions, other.positions
    starts = sorted(map(here.__getitem__, here.keys() & there.keys()))
    if len(starts) < FEWEST:
        return []
    done: list[Stretch] = []
    open_: list[Stretch] = []
    place = 0
    while place < len(starts):
        start = starts[place]
        other_start = there[one.key[start : start + ANCHOR]]
        block = Block(start, other_start, _equal(one.key, start, other.key, other_start))
        place = bisect_left(starts, start + block.length - ANCHOR + 1, place + 1)  # the anchors inside lie on the same diagonal
        reachable: list[Stretch] = []
        for stretch in open_:
            (reachable if start - _last_anchor(stretch)[0] <= GAP else done).append(stretch)
        open_ = reachable
        stretch_ = _nearest(open_, start, other_start)
        if stretch_ is None:
            open_.append(Stretch([block]))
        else:
            stretch_.blocks.append(block)
    long = [stretch for stretch in done + open_ if stretch.span[1] - stretch.span[0] >= SHORTEST and stretch.anchors >= FEWEST]
    return sorted(long, key=lambda stretch: stretch.blocks[0])


def covered(text: Text, spans: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return how much of ``text`` the spans cover together: in characters, and in anchors that occur once."""
    characters = weight = reached = 0
    for start, stop in sorted(spans):
        begin = max(start, reached)
        if stop > begin:
            characters += stop - begin
            weight += text.weight(begin, max(begin, stop - ANCHOR + 1))
            reached = stop
    return characters, weight


def _equal(one: str, start: int, other: str, other_start: int) -> int:
    """Return how many characters are the same from these places on; at least an anchor is."""
    most = min(len(one) - start, len(other) - other_start)
    length, step = ANCHOR, 2 * ANCHOR
    growing = True
    while step:
        reach = min(length + step, most)
        if one[start + length : start + reach] == other[other_start + length : other_start + reach]:
            length = reach
            if length == most:
                break
            step = 2 * step if growing else step // 2
        else:
            growing = False
            step //= 2
    return length


def _last_anchor(stretch: Stretch) -> tuple[int, int]:
    start, other_start, length = stretch.blocks[-1]
    return start + length - ANCHOR, other_start + length - ANCHOR


def _nearest(stretches: list[Stretch], start: int, other_start: int) -> Stretch | None:
    """Return the stretch that an anchor at these places continues with the least drift."""
    best, least = None, DRIFT + 1
    for stretch in stretches:
        last, other_last = _last_anchor(stretch)
        step = other_start - other_last
        if 0 < step <= GAP + DRIFT:
            drift = abs(step - (start - last))
            if drift < least:
                best, least = stretch, drift
    return best
