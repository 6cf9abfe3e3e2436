"""Days and times that a list prints beside its headlines: in the same line, after each of them, or before each of them.

Which of the two it is the list as a whole shows: what stands in one element with a headline is its own, the first headline of a list with
days after each has none before it, and the last one of a list with days before each has none after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Final

from newsbot.data import table
from newsbot.html.links import Link
from newsbot.lines.measures import han, is_paragraph
from newsbot.lines.times import find_times
from newsbot.listings.links import MIN_LISTED_HAN
from newsbot.model import MOSTLY_LINKS, Block

NEAR: Final = 4
"""Blocks after a headline among which its date may stand: abstract, source, date."""
MAX_LISTED_DATE_CHARS: Final = 60
"""Characters of a line after a headline in which its date may stand."""

LEAST_YEARLESS: Final = 2
"""Headlines of a list that must have a month and a day beside them, where none has a year."""

_CALENDAR: Final = table("time_words.toml")["calendar"]
_MONTH_DAY = re.compile(
    rf"(?<![\d.:/-])(1[0-2]|0?[1-9])[-/.{_CALENDAR['month']}](3[01]|[12]\d|0?[1-9]){_CALENDAR['day']}?(?![\d:.])",
)


class ListDates:
    """The days and times of one list; see the module."""

    def __init__(self, blocks: Sequence[Block], links: Iterable[Link], clock: datetime | None) -> None:
        """``links``: those of its headlines."""
        self._blocks, self._clock, self._read = blocks, clock, _time
        found = list(links)
        self._stands_before = sum(map(self._vote, found)) > 0
        if not any(map(self.of, found)):  # no day has its year; a month and a day beside one headline alone are the pages of a pager
            self._read = _yearless
            self._stands_before = sum(map(self._vote, found)) > 0
            if sum(self.of(link) is not None for link in found) < LEAST_YEARLESS:
                self._read = _time

    def of(self, link: Link) -> str | None:
        """Return the day or time printed beside a headline; None where there is none."""
        if (own := self._in_line(link)) is not None:
            return own
        found = self._beside(self._before(link) if self._stands_before else self._after(link))
        return found[1] if found is not None else None

    def _vote(self, link: Link) -> int:
        """Whether a headline speaks for days before headlines (1) or after them (-1)."""
        if self._in_line(link) is not None:
            return 0
        before, after = self._beside(self._before(link)), self._beside(self._after(link))
        if before is None or after is None:
            return (before is not None) - (after is not None)
        box = self._blocks[link.block].features.container
        held = [self._blocks[n].features.container == box for n, _ in (before, after)]
        return held[0] - held[1]

    def _in_line(self, link: Link) -> str | None:
        if link.block >= len(self._blocks) or self._blocks[link.block].features.hidden:
            return None
        line = self._blocks[link.block].raw[:300]
        return next((when for text in (line.replace(link.text, " ", 1), line) if (when := self._read(text, self._clock))), None)

    def _before(self, link: Link) -> Iterable[int]:
        return takewhile(self._parts_no_headlines, range(min(link.block, len(self._blocks)) - 1, max(link.block - NEAR, -1), -1))

    def _after(self, link: Link) -> Iterable[int]:
        return takewhile(self._parts_no_headlines, range(link.block + 1, min(link.block + NEAR, len(self._blocks))))

    def _parts_no_headlines(self, n: int) -> bool:
        """Whether a block is no other headline."""
        features = self._blocks[n].features
        return features.hidden or features.links < MOSTLY_LINKS or han(self._blocks[n].raw[:200]) < MIN_LISTED_HAN

    def _beside(self, near: Iterable[int]) -> tuple[int, str] | None:
        """The nearest block with a time among some, and the time."""
        for n in near:
            line = self._blocks[n].raw[:300]
            if self._blocks[n].features.hidden or is_paragraph(line) or len(line) > MAX_LISTED_DATE_CHARS:
                continue
            if when := self._read(line, self._clock):
                return n, when
        return None


def _time(text: str, clock: datetime | None) -> str | None:
    times = find_times(text, clock)
    return times[-1].iso if times else None


def _yearless(text: str, clock: datetime | None) -> str | None:
    """The day that a month and a day stand for, the latest that is past; it may as well be page 1/2 of a list."""
    if clock is None or not (found := _MONTH_DAY.search(text)):
        return None
    for year in (clock.year, clock.year - 1):
        try:
            day = clock.replace(year=year, month=int(found[1]), day=int(found[2]))
        except ValueError:
            continue
        if day.date() <= clock.date():
            return day.date().isoformat()
    return None
