"""The index of sampled grams in the database: sorted runs, merged as they grow, so that a page costs a few hundred bytes for ever.

Rows with one gram each were measured at 5 KiB a page and 550 pages/s; sorted runs at 0.6 KiB and some thousand.
"""

from __future__ import annotations

import zlib
from array import array
from itertools import chain
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select, update

from newsbot.ledger.schema import gram_parts, gram_runs, pages
from newsbot.ledger.texts import STORED, compared_text, readable
from newsbot.reposts.candidates import GRAM_PARTS, PairCounter, meetings, pack_postings, unpack_postings
from newsbot.reposts.fingerprints import sketch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

MAX_GATHERED = 1 << 22
"""Postings gathered before they are written as a run: 32 MiB."""

PARTS_TOGETHER = 4
"""Parts that are read with one query: 11 MB of a million pages."""

GROWTH = 3
"""A run is merged with the one before it as long as that is less than so many times as long: a dozen runs at most."""

_SPREAD = 0x9E37_79B1  # odd, so no two grams fall together
_INSERT_PART: Final = gram_parts.insert()


class GramIndex:
    """The inverted list of a ledger. One settling adds its pages, then asks for candidates, then lets go."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._gathered: list[array[int]] = [array("Q") for _ in range(GRAM_PARTS)]
        self._count = 0
        self._fresh: list[int] = []
        self._at_hand: dict[int, array[int]] = {}
        """The postings that were added, by part, where they are one run."""
        self._sizes = array("I")
        self._smallest = array("I")
        """By page, its smallest gram, spread evenly over all numbers and made odd; 0 for a page that was not added."""

    def add(self, page: int, sketch: set[int]) -> None:
        """Take in the sampled grams of a page."""
        if not sketch:
            return
        gathered = self._gathered
        for gram in sketch:
            gathered[gram >> 24].append(gram << 32 | page)
        self._count += len(sketch)
        if page >= len(self._smallest):
            for kept in (self._sizes, self._smallest):
                kept.extend([0] * (page + 1024 - len(kept)))
        self._sizes[page] = len(sketch)
        self._smallest[page] = min(sketch) * _SPREAD & 0xFFFF_FFFF | 1  # the smallest of eighty are all near zero

    def write(self) -> Iterator[None]:
        """Write, in steps, what was gathered as one run, once it is enough."""
        if self._count >= MAX_GATHERED:
            yield from self._write()

    def candidates(self) -> Iterator[tuple[int, list[int]] | None]:
        """Yield (page, pages to compare it with) for the pages added, and None now and then while looking; then merge runs."""
        for _ in self._write():
            yield None
        fresh_runs = set(self._fresh)
        pairs = PairCounter(self._smallest, self._sizes)
        try:
            for first in range(0, GRAM_PARTS, PARTS_TOGETHER):
                found = self._read(first, without=self._fresh if self._at_hand else ())
                for part in range(first, first + PARTS_TOGETHER):
                    runs = found.get(part, {})
                    fresh = self._at_hand.pop(part, None) or array(
                        "Q", sorted(chain.from_iterable(runs.get(run, ()) for run in fresh_runs))
                    )
                    if fresh:
                        for here, before, count in meetings(fresh, [known for run, known in runs.items() if run not in fresh_runs]):
                            pairs.meet(here, before, count)
                        yield None
            yield from pairs.candidates()
        finally:
            pairs.close()
        for _ in self._merge():
            yield None

    def remove(self, page: int, sketch: set[int]) -> None:
        """Take the sampled grams of a page out of every run."""
        gone = {gram << 32 | page for gram in sketch}
        for part in sorted({posting >> 56 for posting in gone}):
            query = select(gram_parts).where(gram_parts.c.part == part)
            for run, _, stored in self._connection.execute(query).all():
                kept = [posting for posting in unpack_postings(stored) if posting not in gone]
                self._connection.execute(
                    update(gram_parts).where((gram_parts.c.run == run) & (gram_parts.c.part == part)).values(postings=pack_postings(kept))
                )

    def _write(self) -> Iterator[None]:
        if not self._count:
            return
        run = self._connection.execute(gram_runs.insert().values(postings=self._count)).inserted_primary_key
        assert run is not None
        self._at_hand = {}
        for first in range(0, GRAM_PARTS, PARTS_TOGETHER):
            rows = []
            for part in range(first, first + PARTS_TOGETHER):
                if gathered := self._gathered[part]:
                    in_order = array("Q", sorted(gathered))
                    rows.append({"run": run[0], "part": part, "postings": pack_postings(in_order)})
                    if not self._fresh:
                        self._at_hand[part] = in_order
            if rows:
                self._connection.execute(_INSERT_PART, rows)
                yield
        self._fresh.append(run[0])
        self._gathered = [array("Q") for _ in range(GRAM_PARTS)]
        self._count = 0

    def _read(self, first: int, *, without: Sequence[int] = (), of: Sequence[int] | None = None) -> dict[int, dict[int, array[int]]]:
        """Return the postings of `PARTS_TOGETHER` parts: by part, then by run, the oldest first; of all runs but some, or only of some."""
        query = (
            select(*gram_parts.c["part", "run", "postings"])
            .where(gram_parts.c.part >= first, gram_parts.c.part < first + PARTS_TOGETHER)
            .where(gram_parts.c.run.not_in(without) if of is None else gram_parts.c.run.in_(of))
            .order_by(gram_parts.c.part, gram_parts.c.run)
        )
        found: dict[int, dict[int, array[int]]] = {}
        damaged: set[int] = set()
        for part, run, stored in self._connection.execute(query):
            try:
                found.setdefault(part, {})[run] = unpack_postings(stored)
            except zlib.error:
                damaged.add(part)
        for part in sorted(damaged):
            found[part] = self._mended(part)
        return found

    def _mended(self, part: int) -> dict[int, array[int]]:
        """Make a part of the index anew from the pages themselves, as one run; what this settling has added stays in its own."""
        made: list[int] = []
        known = select(*STORED).where(pages.c.content.is_not(None), pages.c.number.is_not(None), pages.c.leader.is_(None))
        for row, kept in readable(self._connection.execute(known).mappings(), set()):
            page = row["number"]
            if page >= len(self._smallest) or not self._smallest[page]:
                made += [gram << 32 | page for gram in sketch(compared_text(row, kept)) if gram >> 24 == part]
        self._connection.execute(delete(gram_parts).where(gram_parts.c.part == part, gram_parts.c.run.not_in(self._fresh)))
        oldest = select(func.min(gram_runs.c.run)).scalar_subquery()  # older than what this settling has added
        self._connection.execute(gram_parts.insert().values(part=part, run=oldest, postings=pack_postings(sorted(made))))
        rest = select(*gram_parts.c["run", "postings"]).where(gram_parts.c.part == part)
        return {run: unpack_postings(stored) for run, stored in self._connection.execute(rest)}

    def _merge(self) -> Iterator[None]:
        """Merge, in steps, the last runs as long as the one before is not much longer: every posting is rewritten a few times in all."""
        runs = [tuple(row) for row in self._connection.execute(select(gram_runs.c.run, gram_runs.c.postings).order_by(gram_runs.c.run))]
        keep = len(runs)
        total = 0
        while keep and (total == 0 or runs[keep - 1][1] < GROWTH * total):
            keep -= 1
            total += runs[keep][1]
        merged = [run for run, _ in runs[keep:]]
        if not merged[1:]:
            return
        for first in range(0, GRAM_PARTS, PARTS_TOGETHER):
            rows = []
            for part, runs_ in self._read(first, of=merged).items():
                together = sorted(posting for run in merged if run in runs_ for posting in runs_[run])
                rows.append({"part": part, "run": merged[0], "postings": pack_postings(together)})
                yield
            self._connection.execute(
                delete(gram_parts).where(
                    gram_parts.c.part >= first, gram_parts.c.part < first + PARTS_TOGETHER, gram_parts.c.run.in_(merged)
                )
            )
            if rows:
                self._connection.execute(gram_parts.insert(), rows)
        self._connection.execute(delete(gram_runs).where(gram_runs.c.run.in_(merged[1:])))
        self._connection.execute(update(gram_runs).where(gram_runs.c.run == merged[0]).values(postings=total))
