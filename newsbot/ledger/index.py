"""The index of sampled grams in the database: sorted runs, merged as they grow, so that a page costs a few hundred bytes for ever.

Rows with one gram each were measured at 5 KiB a page and 550 pages/s; sorted runs at 0.6 KiB and some thousand.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from newsbot.ledger.schema import gram_parts, gram_runs
from newsbot.reposts.candidates import PARTS, Pairs, meetings, pack, part_of, postings, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

IN_MEMORY = 1 << 22
"""Postings gathered before they are written as a run: 32 MiB."""

GROWTH = 3
"""A run is merged with the one before it as long as that is less than so many times as long: a dozen runs at most."""


class Index:
    """The inverted list of a ledger. One settling adds its pages, then asks for candidates, then lets go."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._gathered: list[array[int]] = [array("Q") for _ in range(PARTS)]
        self._count = 0
        self._fresh: list[int] = []
        self._smallest: dict[int, int] = {}

    def add(self, page: int, sketch: set[int]) -> None:
        """Take in the sampled grams of a page."""
        if not sketch:
            return
        gathered = self._gathered
        for posting in postings(page, sketch):
            gathered[part_of(posting)].append(posting)
        self._count += len(sketch)
        self._smallest[page] = min(sketch)
        if self._count >= IN_MEMORY:
            self._write()

    def candidates(self) -> Iterator[tuple[int, list[int]]]:
        """Yield (page, pages to compare it with) for the pages added; then merge runs."""
        self._write()
        known = [run for run in self._connection.execute(select(gram_runs.c.run)).scalars() if run not in self._fresh]
        pairs = Pairs(self._smallest)
        try:
            for part in range(PARTS):
                fresh = sorted(posting for run in self._read(part, self._fresh) for posting in run)
                if fresh:
                    for here, before in meetings(fresh, self._read(part, known)):
                        pairs.meet(here, before)
            yield from pairs.candidates()
        finally:
            pairs.close()
        self._merge()

    def remove(self, page: int, sketch: set[int]) -> None:
        """Take the sampled grams of a page out of every run."""
        gone = set(postings(page, sketch))
        for part in sorted({part_of(posting) for posting in gone}):
            query = select(gram_parts).where(gram_parts.c.part == part)
            for run, _, stored in self._connection.execute(query).all():
                kept = [posting for posting in unpack(stored) if posting not in gone]
                self._connection.execute(
                    update(gram_parts).where((gram_parts.c.run == run) & (gram_parts.c.part == part)).values(postings=pack(kept))
                )

    def _write(self) -> None:
        """Write what was gathered as one run."""
        if not self._count:
            return
        run = self._connection.execute(gram_runs.insert().values(postings=self._count)).inserted_primary_key
        assert run is not None
        rows = [
            {"run": run[0], "part": part, "postings": pack(sorted(gathered))} for part, gathered in enumerate(self._gathered) if gathered
        ]
        self._connection.execute(gram_parts.insert(), rows)
        self._fresh.append(run[0])
        self._gathered = [array("Q") for _ in range(PARTS)]
        self._count = 0

    def _read(self, part: int, runs: list[int]) -> list[array[int]]:
        if not runs:
            return []
        query = select(gram_parts.c.postings).where(gram_parts.c.part == part, gram_parts.c.run.in_(runs)).order_by(gram_parts.c.run)
        return [unpack(stored) for stored in self._connection.execute(query).scalars()]

    def _merge(self) -> None:
        """Merge the last runs as long as the one before is not much longer: every posting is rewritten a few times in all."""
        runs = [tuple(row) for row in self._connection.execute(select(gram_runs.c.run, gram_runs.c.postings).order_by(gram_runs.c.run))]
        keep = len(runs)
        total = 0
        while keep and (total == 0 or runs[keep - 1][1] < GROWTH * total):
            keep -= 1
            total += runs[keep][1]
        merged = [run for run, _ in runs[keep:]]
        if len(merged) < 2:
            return
        for part in range(PARTS):
            together = sorted(posting for run in self._read(part, merged) for posting in run)
            self._connection.execute(delete(gram_parts).where(gram_parts.c.part == part, gram_parts.c.run.in_(merged)))
            if together:
                self._connection.execute(gram_parts.insert().values(run=merged[0], part=part, postings=pack(together)))
        self._connection.execute(delete(gram_runs).where(gram_runs.c.run.in_(merged[1:])))
        self._connection.execute(update(gram_runs).where(gram_runs.c.run == merged[0]).values(postings=total))
