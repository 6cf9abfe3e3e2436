"""Two texts laid side by side along the anchors they share: which stretches of one stand in the other, in what order whatever.

Spun text keeps an anchor here and there, so a stretch may have gaps; words moved inside a sentence and paragraphs moved inside a report
make new stretches, not a failure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from newsbot.reposts.fingerprints import ANCHOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsbot.reposts.fingerprints import Text

GAP = 40
"""Characters without an anchor inside a stretch: a clause whose every word was replaced."""

DRIFT = 24
"""… and by how much the two sides of a gap may differ in length."""

FEWEST = 4
"""Anchors of the smallest stretch that counts, and …"""

SHORTEST = 16
"""… its length: shorter ones are set phrases."""


class Break(NamedTuple):
    """Where two neighbouring anchors of a stretch do not touch: what stands between them, on both sides."""

    start: int
    stop: int
    other_start: int
    other_stop: int


@dataclass(slots=True)
class Stretch:
    """A run of anchors in the same order on both sides, at about the same distance from each other."""

    starts: list[int]
    """Where its anchors begin in the one text, …"""
    other_starts: list[int]
    """… and in the other."""
    breaks: list[Break]

    @property
    def span(self) -> tuple[int, int]:
        """Begin and end in the one text."""
        return self.starts[0], self.starts[-1] + ANCHOR

    @property
    def other_span(self) -> tuple[int, int]:
        """Begin and end in the other text."""
        return self.other_starts[0], self.other_starts[-1] + ANCHOR


def align(one: Text, other: Text) -> list[Stretch]:
    """Return the stretches that ``one`` and ``other`` share, in the order of ``one``; empty where they have nothing in common."""
    shared = one.positions.keys() & other.positions.keys()
    if len(shared) < FEWEST:
        return []
    here, there = one.positions, other.positions
    done: list[Stretch] = []
    open_: list[Stretch] = []
    newest: Stretch | None = None
    for start, other_start in sorted([(here[gram], there[gram]) for gram in shared]):
        if newest is not None and start - newest.starts[-1] == 1 == other_start - newest.other_starts[-1]:
            newest.starts.append(start)  # the ordinary case: the next character on both sides
            newest.other_starts.append(other_start)
            continue
        reachable: list[Stretch] = []
        for stretch in open_:
            (reachable if start - stretch.starts[-1] <= GAP else done).append(stretch)
        open_ = reachable
        newest = _nearest(open_, start, other_start)
        if newest is None:
            newest = Stretch([start], [other_start], [])
            open_.append(newest)
            continue
        newest.breaks.append(Break(newest.starts[-1] + ANCHOR, start, newest.other_starts[-1] + ANCHOR, other_start))
        newest.starts.append(start)
        newest.other_starts.append(other_start)
    done += open_
    long = [stretch for stretch in done if len(stretch.starts) >= FEWEST and stretch.span[1] - stretch.span[0] >= SHORTEST]
    return sorted(long, key=lambda stretch: (stretch.starts[0], stretch.other_starts[0]))


def covered(text: Text, spans: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return how much of ``text`` the spans cover together: in characters, and in anchors as a share's numerator."""
    characters = weight = reached = 0
    for start, stop in sorted(spans):
        begin = max(start, reached)
        if stop > begin:
            characters += stop - begin
            weight += text.weight(begin, stop - ANCHOR + 1 if stop - begin >= ANCHOR else stop)
            reached = stop
    return characters, weight


def _nearest(stretches: list[Stretch], start: int, other_start: int) -> Stretch | None:
    """Return the stretch that this anchor continues with the least drift."""
    best, least = None, DRIFT + 1
    for stretch in stretches:
        step = other_start - stretch.other_starts[-1]
        if 0 < step <= GAP + DRIFT:
            drift = abs(step - (start - stretch.starts[-1]))
            if drift < least:
                best, least = stretch, drift
    return best
