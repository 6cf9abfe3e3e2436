"""When a report was published, as stated on the page: never invented, a day stays a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsbot.page.meta_line import MetaLine
from newsbot.page.times import Time


@dataclass(frozen=True, slots=True)
class Published:
    """The time as ISO 8601, and where it was read."""

    iso: str
    evidence: str


def published(metas: Sequence[tuple[int, MetaLine]], title: int | None, first: int) -> Published | None:
    """The best stated time among the meta lines of a page.

    Of the lines before the report the one beside a source or a time label wins, then the one nearest to the title (on 120 of 136
    dated pages the time stands between title and body); lines behind the report count only with a label.
    """
    best: tuple[tuple[int, ...], Time, int] | None = None
    for block, line in metas:
        for time in line.times:
            inside = block < first
            if not inside and "time" not in line.labels:
                continue
            rank = (
                inside,
                ("time" in line.labels) + ("source" in line.labels),
                time.has_clock,
                -abs(block - (title if title is not None else 0)),
                -time.start,
            )
            if best is None or rank > best[0]:
                best = rank, time, block
    if best is None:
        return None
    _, time, block = best
    return Published(time.iso, f"meta line in block {block}, form {time.form}")
