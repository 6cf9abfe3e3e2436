"""Two texts laid side by side along the anchors they share: which stretches of one stand in the other, in what order whatever.

Spun text keeps an anchor here and there, so a stretch may have gaps; words moved inside a sentence and paragraphs moved inside a report
make new stretches, not a failure.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from newsbot.reposts.fingerprints import ANCHOR, GRAM_SIZE, united

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
    done: list[Stretch] = []
    open_: list[Stretch] = []
    place = 0
    while place < len(starts):
        other_start = there.get(grams[place])
        if other_start is None:
            place += 1
            continue
        start = starts[place]
        match = Match(start, other_start, _equal(one.key, start, other.key, other_start))
        place = bisect_left(starts, start + match.length - size + 1, place + 1)  # those inside lie on the same diagonal
        reachable: list[Stretch] = []
        for stretch in open_:
            (reachable if start - _last_anchor(stretch)[0] <= GAP else done).append(stretch)
        open_ = reachable
        stretch_ = _nearest(open_, start, other_start)
        if stretch_ is None:
            open_.append(Stretch([_grown(match, one.key, other.key, 0, 0)]))
        else:
            last = stretch_.matches[-1]
            stretch_.matches.append(_grown(match, one.key, other.key, last.start + last.length, last.other_start + last.length))
    long = [
        stretch for stretch in done + open_ if stretch.span[1] - stretch.span[0] >= SHORTEST_STRETCH and stretch.anchors >= FEWEST_ANCHORS
    ]
    return sorted(long, key=lambda stretch: stretch.matches[0])


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """Return how many characters the spans cover together."""
    return sum(stop - start for start, stop in united(spans))


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


def _grown(match: Match, one: str, other: str, floor: int, other_floor: int) -> Match:
    """Return the match with the equal characters in front of it, back to the floors."""
    start, other_start, length = match
    grown = 0
    while start - grown > floor and other_start - grown > other_floor and one[start - grown - 1] == other[other_start - grown - 1]:
        grown += 1
    return Match(start - grown, other_start - grown, length + grown)


def _last_anchor(stretch: Stretch) -> tuple[int, int]:
    start, other_start, length = stretch.matches[-1]
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
