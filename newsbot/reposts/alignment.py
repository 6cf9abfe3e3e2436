"""Two texts laid side by side along the anchors they share: which stretches of one stand in the other, in what order whatever.

Spun text keeps an anchor here and there, so a stretch may have gaps; words moved inside a sentence and paragraphs moved inside a report
make new stretches, not a failure.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from newsbot.reposts.fingerprints import ANCHOR, GRAM_SIZE, united

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newsbot.reposts.fingerprints import Text

_Gram = TypeVar("_Gram", int, str)

GAP = 40
"""Characters from one anchor to the next inside a stretch: a clause whose every word was replaced."""

DRIFT = 24
"""… and by how much the two sides may differ in length there."""

FEWEST_ANCHORS = 4
"""Anchors of the smallest stretch that counts, and …"""

SHORTEST_STRETCH = 16
"""… its length: shorter ones are set phrases."""


LOOKED_AHEAD = 64
"""Bytes of two texts that are compared at first from where they are the same: half of the matches in reworded copies are shorter."""


class Match(NamedTuple):
    """Characters that are the same on both sides: at least one anchor, as long as they go on being equal."""

    start: int
    other_start: int
    length: int


class Break(NamedTuple):
    """What stands between two neighbouring matches of a stretch, on both sides."""

    start: int
    stop: int
    other_start: int
    other_stop: int


@dataclass(slots=True)
class Stretch:
    """Blocks in the same order on both sides, at about the same distance from each other."""

    matches: list[Match]

    @property
    def span(self) -> tuple[int, int]:
        """Begin and end in the one text."""
        return self.matches[0].start, self.matches[-1].start + self.matches[-1].length

    @property
    def other_span(self) -> tuple[int, int]:
        """Begin and end in the other text."""
        return self.matches[0].other_start, self.matches[-1].other_start + self.matches[-1].length

    @property
    def anchors(self) -> int:
        """How many anchors lie in its matches."""
        return sum(match.length - ANCHOR + 1 for match in self.matches)

    def breaks(self) -> Iterator[Break]:
        """Yield what lies between the matches."""
        for match, following in zip(self.matches, self.matches[1:], strict=False):
            yield Break(match.start + match.length, following.start, match.other_start + match.length, following.other_start)


def align(one: Text, other: Text) -> list[Stretch]:
    """Return the stretches that ``one`` and ``other`` share, in the order of ``one``; empty where they have nothing in common."""
    return _align(one, other, one.positions, other.positions, ANCHOR)


def align_roughly(one: Text, other: Text) -> list[Stretch]:
    """Do the same along a tenth of the anchors: all that is needed where one text stands in the other to the letter."""
    return _align(one, other, one.landmarks, other.landmarks, GRAM_SIZE)


def _align(one: Text, other: Text, here: Mapping[_Gram, int], there: Mapping[_Gram, int], size: int) -> list[Stretch]:
    """Lay the texts side by side along grams of ``size`` characters that occur once in each; ``here`` has those of ``one`` in order.

    They are looked up one by one, and not all beforehand: in copies a match goes on behind most of them.
    """
    grams, starts = list(here), list(here.values())
    coded, other_coded = one.coded, other.coded
    done: list[Stretch] = []
    open_: list[tuple[int, int, Stretch]] = []
    """Stretches that may go on, each behind the places of its last anchor."""
    place = 0
    while place < len(starts):
        other_start = there.get(grams[place])
        if other_start is None:
            place += 1
            continue
        start = starts[place]
        length = _equal(coded, start, other_coded, other_start)
        match = Match(start, other_start, length)
        place = bisect_left(starts, start + length - size + 1, place + 1)  # those inside lie on the same diagonal
        reachable: list[tuple[int, int, Stretch]] = []
        nearest, least = -1, DRIFT + 1
        for last, other_last, stretch in open_:
            if start - last > GAP:
                done.append(stretch)
                continue
            step = other_start - other_last
            if 0 < step <= GAP + DRIFT and (drift := abs(step - (start - last))) < least:
                nearest, least = len(reachable), drift
            reachable.append((last, other_last, stretch))
        open_ = reachable
        end, other_end = start + length - ANCHOR, other_start + length - ANCHOR
        if nearest < 0:
            open_.append((end, other_end, Stretch([_grown(match, one.key, other.key, (0, 0))])))
        else:
            last, other_last, stretch = open_[nearest]
            floors = last + ANCHOR, other_last + ANCHOR
            stretch.matches.append(_grown(match, one.key, other.key, floors))
            open_[nearest] = end, other_end, stretch
    done += [stretch for _, _, stretch in open_]
    long = [stretch for stretch in done if stretch.span[1] - stretch.span[0] >= SHORTEST_STRETCH and stretch.anchors >= FEWEST_ANCHORS]
    return sorted(long, key=lambda stretch: stretch.matches[0])


def gaps_between(stretches: Sequence[Stretch]) -> Iterator[Break]:
    """Yield what lies between neighbouring stretches that follow each other in both texts; they come in the order of the one."""
    for stretch, following in pairwise(stretches):
        (_, start), (_, other_start) = stretch.span, stretch.other_span
        stop, other_stop = following.span[0], following.other_span[0]
        if stop >= start and other_stop >= other_start:
            yield Break(start, stop, other_start, other_stop)


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """Return how many characters the spans cover together."""
    return sum(stop - start for start, stop in united(spans))


def _equal(one: bytes, start: int, other: bytes, other_start: int) -> int:
    """Return how many characters are the same from these places on, each of two bytes."""
    here, there, size = 2 * start, 2 * other_start, LOOKED_AHEAD
    while True:
        ours, theirs = one[here : here + size], other[there : there + size]
        if ours != theirs:
            differ = int.from_bytes(ours, "little") ^ int.from_bytes(theirs, "little")
            same = (
                (differ & -differ).bit_length() - 1
            ) // 8  # bytes before the first that differs; where one text ends this lies behind it
            return (here + min(same, len(ours), len(theirs))) // 2 - start
        if len(ours) < size:
            return (here + len(ours)) // 2 - start
        here, there, size = here + size, there + size, 2 * size


def _grown(match: Match, one: str, other: str, floors: tuple[int, int]) -> Match:
    """Return the match with the equal characters in front of it, back to the floors."""
    floor, other_floor = floors
    start, other_start, length = match
    while start > floor and other_start > other_floor and one[start - 1] == other[other_start - 1]:
        start, other_start, length = start - 1, other_start - 1, length + 1
    return match if length == match.length else Match(start, other_start, length)
