"""The index of sampled grams in the database: sorted runs, merged as they grow, so that a page costs a few hundred bytes for ever.

Rows with one gram each were measured at 5 KiB a page and 550 pages/s; sorted runs at 0.6 KiB and some thousand. A run is kept in blocks, of
which a few new pages read those that their grams are in, and many new pages all.
"""

from __future__ import annotations

from array import array
from collections import deque
from itertools import chain, repeat
from operator import rshift
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, bindparam, delete, or_, select, update

from newsbot.ledger.listed import is_listed
from newsbot.ledger.many import execute_many
from newsbot.ledger.pages_read import compared_text, readable
from newsbot.ledger.rows import IN_ONE_QUERY, chunks
from newsbot.ledger.schema import gram_parts, gram_runs, pages
from newsbot.ledger.studying import note_pairs, order_postings
from newsbot.ledger.texts import STORED
from newsbot.reposts.candidates import PairCounter
from newsbot.reposts.fingerprints import sketch
from newsbot.reposts.postings import GRAM_BITS, PART_BITS, bits_for, is_whole, pack_postings, packed_blocks, unpack_postings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement

    from newsbot.ledger.companion import Tasks, TextTask
    from newsbot.ledger.texts import Texts

MAX_GATHERED = 1 << 22
"""Postings gathered before they are written as a run: 32 MiB."""

GRAM_PARTS = 1 << PART_BITS
"""Parts of all grams, by their first bits: what is gathered, merged or made anew at a time."""

FRESH_TOGETHER = 512
"""Postings of new pages, or one part of them, whose grams are looked up together; a look at a block takes ten millionths of a second."""

MOSTLY_READ = 3
"""Blocks of which one is wanted from which on all are read in their order."""

GROWTH = 2
"""A run is merged with the one before it as long as that is less than so many times as long: a dozen runs at most."""

LAID_AHEAD = 2
"""Parts that are put in order before the first of them is written: of a large ledger each has some megabytes."""

NOTED_TOGETHER = 1 << 18
"""Bytes of postings that are gone through in one task, some hundredths of a second, …"""

NOTED_AHEAD = 2
"""… and tasks that are asked for before the answer to the first is needed: each holds so many."""

POSTING_BYTES = 16
"""Of the time that a posting takes which was added, in bytes of those that are only looked through."""

_SPREAD = 0x9E37_79B1  # odd, so no two grams fall together
_INSERT_PART: Final = gram_parts.insert()
_BLOCKS: Final = select(gram_parts.c.postings).where(gram_parts.c.run == bindparam("of"), is_listed(gram_parts.c.part))


class GramIndex:
    """The inverted list of a ledger. One settling adds its pages, then asks for candidates, then lets go."""

    def __init__(self, texts: Texts) -> None:
        self._connection = texts.connection
        self._tasks = texts.tasks
        self._gathered: list[array[int]] = [array("Q") for _ in range(GRAM_PARTS)]
        self._count = 0
        self._fresh: list[int] = []
        self._at_hand: dict[int, array[int]] = {}
        """The postings that were added, by part, where they are one run."""
        self._sizes = array("I")
        self._smallest = array("I")
        """By page, its smallest gram, spread evenly over all numbers and made odd; 0 for a page that was not added."""

    def add(self, page: int, sketch: Collection[int]) -> None:
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
        bits = self._bits()
        known = {run: width for run, width in bits.items() if run not in self._fresh}
        pairs = PairCounter(self._smallest, self._sizes)
        try:
            beside = ((fresh, self._having(parts, fresh, known) if known else []) for parts, fresh in self._added(self._fresh_of(bits)))
            if self._tasks.ahead:
                yield from _met_by_two(pairs, beside, self._tasks)
            else:
                for fresh, blocks in beside:
                    pairs.meet(fresh, map(unpack_postings, blocks))
                    yield None
            yield from pairs.candidates()
        finally:
            pairs.close()
        for _ in self._merge():
            yield None

    def remove(self, page: int, sketch: set[int]) -> None:
        """Take the sampled grams of a page out of every run."""
        gone = {gram << 32 | page for gram in sketch}
        for run, bits in self._bits().items():
            for wanted in chunks(sorted({posting >> 2 * GRAM_BITS - bits for posting in gone})):
                query = select(gram_parts).where(gram_parts.c.run == run, is_listed(gram_parts.c.part, wanted))
                for part, _, stored in self._connection.execute(query).all():
                    if is_whole(stored):
                        kept = [posting for posting in unpack_postings(stored) if posting not in gone]
                        which = (gram_parts.c.run == run) & (gram_parts.c.part == part)
                        self._connection.execute(update(gram_parts).where(which).values(postings=pack_postings(kept)))

    # ---------------------------------------------------------------------------------------------------------- private

    def _bits(self) -> dict[int, int]:
        """Return the runs, the oldest first, and by how many bits the grams of each are divided into blocks."""
        return {row.run: row.bits for row in self._connection.execute(select(*gram_runs.c["run", "bits"]).order_by(gram_runs.c.run))}

    def _fresh_of(self, bits: Mapping[int, int]) -> dict[int, int]:
        """Return the runs that were added, with their bits."""
        return {run: bits[run] for run in self._fresh}

    def _write(self) -> Iterator[None]:
        if not self._count:
            return
        run, bits = self._new_run(self._count)
        self._at_hand = {}
        for told in self._in_order(self._taken(), bits):
            if told:
                part, rows = told
                self._insert(run, rows)
                if not self._fresh:
                    self._at_hand[part] = array("Q", b"".join(unpack_postings(packed).tobytes() for _, packed in rows))
            yield
        self._fresh.append(run)
        self._count = 0

    def _taken(self) -> Iterator[tuple[int, list[bytes], list[bytes]]]:
        """Yield what was gathered, each part behind its number and as bytes, and let go of it."""
        for part, gathered in enumerate(self._gathered):
            if gathered:
                taken = gathered.tobytes()
                del gathered[:]
                yield part, [taken], []

    def _in_order(
        self, parts: Iterable[tuple[int, list[bytes], list[bytes]]], bits: int
    ) -> Iterator[tuple[int, list[tuple[int, bytes]]] | None]:
        """Yield parts as sorted blocks, by so many bits, and None now and then; ``parts``: postings as gathered, and in blocks."""
        asked: deque[tuple[int, TextTask[list[tuple[int, bytes]]]]] = deque()
        for part, gathered, blocks in parts:
            asked.append((part, self._tasks.ask(order_postings, (), (gathered, blocks, bits))))
            while len(asked) > min(LAID_AHEAD, self._tasks.ahead):
                first, task = asked.popleft()
                yield first, (yield from self._tasks.answer(task, set()))
        for last, task in asked:
            yield last, (yield from self._tasks.answer(task, set()))

    def _new_run(self, count: int) -> tuple[int, int]:
        """Begin a run of so many postings; return its number, and by how many bits its grams are divided."""
        bits = bits_for(count)
        run = self._connection.execute(gram_runs.insert().values(postings=count, bits=bits)).inserted_primary_key
        assert run is not None
        return run[0], bits

    def _insert(self, run: int, blocks: Iterable[tuple[int, bytes]]) -> None:
        """Write packed blocks of a run, each behind its number."""
        execute_many(self._connection, _INSERT_PART, [{"run": run, "part": part, "postings": packed} for part, packed in blocks])

    def _added(self, fresh: Mapping[int, int]) -> Iterator[tuple[range, array[int]]]:
        """Yield the sorted postings of the pages added, as many parts of them together as are looked up at a time."""
        first, together = 0, array("Q")
        for part in range(GRAM_PARTS):
            if self._at_hand:
                postings = self._at_hand.pop(part, array("Q"))
            else:
                postings = array("Q", sorted(chain.from_iterable(map(unpack_postings, self._whole(range(part, part + 1), fresh)))))
            if together and len(together) + len(postings) > FRESH_TOGETHER:
                yield range(first, part), together
                first, together = part, array("Q")
            together.extend(postings)
        if together:
            yield range(first, GRAM_PARTS), together

    def _having(self, parts: range, fresh: Sequence[int], known: Mapping[int, int]) -> list[bytes]:
        """Return the blocks of known runs, by their bits, that may have a gram of sorted postings, all of these from the parts given."""
        found: list[bytes] = []
        whole: dict[int, int] = {}
        for run, bits in known.items():
            blocks = len(parts) << bits - PART_BITS
            wanted = list(dict.fromkeys(map(rshift, fresh, repeat(2 * GRAM_BITS - bits)))) if len(fresh) < blocks else range(blocks)
            if len(wanted) * MOSTLY_READ > blocks:
                whole[run] = bits
            else:
                for some in chunks(wanted, IN_ONE_QUERY):
                    found += self._connection.execute(_BLOCKS, {"of": run, "wanted": some}).scalars()
        found += self._of_parts(parts, whole)
        if all(map(is_whole, found)):
            return found
        self._mend(parts, known)
        return self._of_parts(parts, known)

    def _whole(self, parts: range, runs: Mapping[int, int]) -> list[bytes]:
        """Return all blocks of parts of these runs, by their bits, made anew where one is damaged."""
        found = self._of_parts(parts, runs)
        if not all(map(is_whole, found)):
            self._mend(parts, runs)
            found = self._of_parts(parts, runs)
        return found

    def _of_parts(self, parts: range, runs: Mapping[int, int]) -> list[bytes]:
        """Return all blocks of parts of these runs, by their bits, as they are: run by run, so that few steps sort them."""
        if not runs:
            return []
        query = select(gram_parts.c.postings).where(_lies_in(parts, runs)).order_by(gram_parts.c.run, gram_parts.c.part)
        return list(self._connection.execute(query).scalars())

    def _mend(self, parts: range, runs: Mapping[int, int]) -> None:
        """Make parts of these runs anew from the pages themselves, in the oldest of them; what this settling has added stays in its own."""
        made: list[int] = []
        known = select(*STORED).where(pages.c.content.is_not(None), pages.c.number.is_not(None), pages.c.leader.is_(None))
        for row, kept in readable(self._connection.execute(known).mappings(), set()):
            page = row["number"]
            if page >= len(self._smallest) or not self._smallest[page]:
                made += [gram << 32 | page for gram in sketch(compared_text(row, kept)) if gram >> 24 in parts]
        self._connection.execute(delete(gram_parts).where(_lies_in(parts, runs)))
        oldest = min(runs)
        self._insert(oldest, packed_blocks(array("Q", sorted(made)), runs[oldest]))

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
        known = self._bits()
        old = {run: known[run] for run in merged}
        new, bits = self._new_run(total)
        for told in self._in_order(self._removed(old), bits):
            if told:
                self._insert(new, told[1])
            yield
        self._connection.execute(delete(gram_runs).where(gram_runs.c.run.in_(merged)))

    def _removed(self, old: Mapping[int, int]) -> Iterator[tuple[int, list[bytes], list[bytes]]]:
        """Yield the blocks of these runs, part by part, and take them out of the file, which need not hold both."""
        for part in range(GRAM_PARTS):
            parts = range(part, part + 1)
            blocks = self._whole(parts, old)
            self._connection.execute(delete(gram_parts).where(_lies_in(parts, old)))
            yield part, [], blocks


def _met_by_two(pairs: PairCounter, beside: Iterable[tuple[array[int], list[bytes]]], tasks: Tasks) -> Iterator[None]:
    """Add up, in steps, what added postings and the blocks that may have their grams say, some of it in the second process."""
    asked: deque[TextTask[list[bytes]]] = deque()
    for together in _laid_together(beside):
        asked.append(tasks.ask(note_pairs, (), (pairs.of_fresh, together)))
        yield
        while len(asked) > NOTED_AHEAD:
            pairs.take_in((yield from tasks.answer(asked.popleft(), set())))
    for task in asked:
        pairs.take_in((yield from tasks.answer(task, set())))


def _laid_together(beside: Iterable[tuple[array[int], list[bytes]]]) -> Iterator[list[tuple[bytes, list[bytes]]]]:
    """Yield added postings as bytes, with the blocks beside them, as many as make a task."""
    together: list[tuple[bytes, list[bytes]]] = []
    size = 0
    for fresh, blocks in beside:
        together.append((fresh.tobytes(), blocks))
        size += POSTING_BYTES * len(fresh) + sum(map(len, blocks))
        if size >= NOTED_TOGETHER:
            yield together
            together, size = [], 0
    if together:
        yield together


def _lies_in(parts: range, runs: Mapping[int, int]) -> ColumnElement[bool]:
    """Return whether a block is one of these parts of the runs, whose grams are divided by so many bits."""
    ends = ((run, parts.start << bits - PART_BITS, parts.stop << bits - PART_BITS) for run, bits in runs.items())
    return or_(*(and_(gram_parts.c.run == run, gram_parts.c.part >= first, gram_parts.c.part < stop) for run, first, stop in ends))
