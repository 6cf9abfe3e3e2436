"""Which pages are worth comparing: those that share sampled grams, the rarer the better.

The index is an inverted list in sorted runs of blocks of postings (see :mod:`newsbot.reposts.postings`). The blocks that have a gram of a
new page say which other pages have it; pairs are added up on the side, in files where they are many, so that memory stays bounded however
many pages come at once.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from itertools import compress, islice
from operator import eq
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from newsbot.reposts.postings import PAGE_BITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LEAST_SHARED = 2
"""Sampled grams that two pages must share, and …"""

LEAST_WEIGHT = 0.15
"""… the sum of one over the number of pages that have each. Of 4,678 related pairs six had less, of 400,000 others nineteen in twenty."""

MOST_PAIRED = 24
"""Pages with one gram up to which each is paired with each."""

FIRST_PAGES = 4
"""Of a more common gram each page is only paired with the first ones: the copies of a report that is everywhere still meet there."""

NEXT_LARGER = 2
"""… and with the next larger of those that came with it, by how much was sampled of each: so that any number of cut copies in front do not
keep two whole ones apart, …"""

LARGEST_PAGES = 2
"""… and with the largest of these: what cut copies were cut from."""

ALIKE_SHARE = 0.3
"""Share of the sampled grams of the smaller of two pages that make them candidates however common they are, so that copies cannot switch
their own detection off: of a story that is everywhere every gram is common. A page has a dozen of these, most often; what many were cut
from has as many as there are of them."""

MAX_CANDIDATES = 64
"""Other candidates of one page that are compared: those of the greatest weight."""

LONG_RUN = 8
"""Times as many postings as grams are sought in them from which on a known list is looked up in, gram by gram, and not gone through."""

_UNIT = 510
"""Weights are counted in units of 1/510, so that the greatest, 1/2, is a byte."""

_OTHER = 0xFFF_FFFF
_BUCKETS = 256  # of a million pages each gets half a million pairs, and sorting them takes 20 MB
_IN_MEMORY = 1 << 16  # bytes of a bucket
_WAITING = 2048  # pairs of a bucket before they are written


def meetings(fresh: Sequence[int], known: Iterable[Sequence[int]]) -> Iterator[tuple[list[int], list[int], int]]:
    """Yield, for each gram of the fresh postings, (fresh pages, the first pages known before, how many were), both rising.

    Grams of one page are left out. ``fresh`` and each list of ``known`` are sorted postings, and a list has all of its run that have one of
    its grams. In lists that are long beside what is sought in them it is looked up, others are gone through. Of a gram that is everywhere
    no more known pages are given than are ever paired, whatever their number.
    """
    grams, fresh_pages = _halves(fresh)
    mine, sought = set[int](), list[int]()
    before: dict[int, list[int]] = {}
    more: dict[int, int] = {}
    for run in known:
        if not sought:
            mine.update(grams)
            sought = sorted(mine)
        those = sought[bisect_left(sought, run[0] >> 32) : bisect_right(sought, run[-1] >> 32)] if run else ()
        if len(run) <= LONG_RUN * len(those):
            for posting in compress(run, map(mine.__contains__, _halves(run)[0])):
                before.setdefault(posting >> 32, []).append(posting & PAGE_BITS)
            continue
        first, size = 0, len(run)
        for gram in those:
            first = bisect_left(run, gram << 32, first)
            if first < size and run[first] >> 32 == gram:
                last = bisect_left(run, gram + 1 << 32, first)
                given = min(last, first + MOST_PAIRED + 1)
                before.setdefault(gram, []).extend(posting & PAGE_BITS for posting in run[first:given])
                more[gram] = more.get(gram, 0) + last - given
    having = {gram: (bisect_left(grams, gram), 1) for gram in before}
    for place in compress(range(len(grams)), map(eq, grams, islice(grams, 1, None))):  # the gram is that of the next posting, too
        gram = grams[place]
        if place and grams[place - 1] == gram:
            having[gram] = having[gram][0], having[gram][1] + 1
        else:
            having[gram] = place, 2
    for gram, (start, pages) in having.items():
        those = sorted(before.get(gram, ()))
        yield fresh_pages[start : start + pages].tolist(), those, len(those) + more.get(gram, 0)


def _halves(postings: Sequence[int]) -> tuple[array[int], array[int]]:
    """Return the grams of postings, the upper halves of 64 bits, and their pages."""
    raw = array("Q", postings) if not isinstance(postings, array) else postings
    halves = array("I", raw.tobytes())
    upper = int(sys.byteorder == "little")
    return halves[upper::2], halves[1 - upper :: 2]


class PairCounter:
    """Adds up what pairs of pages share, any number of them, in bounded memory.

    A pair is one number: ``page << 36 | other << 8 | weight``. ``order`` holds a 32-bit number for each page, by which the pages come
    out, and 0 for those that are not fresh; ``sizes`` how many grams were sampled of each. Pages with the same
    smallest gram are most often copies of one report: ordered by it, the texts to compare are read once.
    """

    def __init__(self, order: Sequence[int], sizes: Sequence[int]) -> None:
        self._order = order
        self._sizes = sizes
        self._files = [SpooledTemporaryFile(max_size=_IN_MEMORY) for _ in range(_BUCKETS)]  # noqa: SIM115 - closed by close()
        self._waiting: list[array[int]] = [array("Q") for _ in range(_BUCKETS)]

    def meet(self, fresh: list[int], known: list[int], count: int) -> None:
        """Add what one gram says: each fresh page shares it with the known ones (``count`` in all), and with the fresh ones before it.

        Among the known ones may be a fresh page as it was before its text changed; that does not count.
        """
        having = len(fresh) + count
        if not known and not fresh[2:]:  # two fresh pages, most often
            page = fresh[1]
            bucket = self._order[page] * _BUCKETS >> 32
            self._waiting[bucket].append(page << 36 | fresh[0] << 8 | _UNIT // 2)
            if len(self._waiting[bucket]) > _WAITING:
                self._let_wait(bucket)
            return
        weight = max(1, _UNIT // having)
        rare = having <= MOST_PAIRED
        order, known_from = self._order, len(self._order)
        elders = [other for other in (known if rare else known[:FIRST_PAGES]) if other >= known_from or not order[other]]
        for number, page in enumerate(fresh):
            if others := elders + fresh[: number if rare else min(number, FIRST_PAGES)]:
                high = page << 36 | weight
                self._add(page, [high | other << 8 for other in others])
        if not rare:
            self._meet_larger(fresh, weight)

    def _meet_larger(self, fresh: list[int], weight: int) -> None:
        """Add what a common gram says of fresh pages that are not among the first: each shares it with the next larger and the largest."""
        sizes = self._sizes
        rest = sorted(fresh[FIRST_PAGES:], key=lambda page: (sizes[page], page))
        largest = sorted(fresh, key=lambda page: (-sizes[page], page))[:LARGEST_PAGES]
        largest = [page for page in largest if page not in fresh[:FIRST_PAGES]]
        for number, page in enumerate(rest):
            following = rest[number + 1 : number + 1 + NEXT_LARGER]
            if page not in largest:
                following += [larger for larger in largest if larger not in following]
            for larger in following:
                one, other = (page, larger) if page > larger else (larger, page)
                self._add(one, [one << 36 | other << 8 | weight])

    def _add(self, page: int, pairs: list[int]) -> None:
        bucket = self._order[page] * _BUCKETS >> 32
        self._waiting[bucket].extend(pairs)
        if len(self._waiting[bucket]) > _WAITING:
            self._let_wait(bucket)

    def _let_wait(self, bucket: int) -> None:
        self._files[bucket].write(self._waiting[bucket].tobytes())
        del self._waiting[bucket][:]

    def candidates(self) -> Iterator[tuple[int, list[int]] | None]:
        """Yield (page, pages to compare it with) for every page that has any, and None now and then while looking."""
        for file, waiting in zip(self._files, self._waiting, strict=True):
            file.seek(0)
            met = array("Q")
            met.frombytes(file.read())
            met.extend(waiting)
            in_order = sorted(met)
            yield None
            found, start = [], 0
            while start < len(in_order):
                page = in_order[start] >> 36
                stop = bisect_left(in_order, page + 1 << 36, start)
                found.append((page, _heaviest(in_order[start:stop], page, self._sizes)))
                start = stop
            found.sort(key=lambda one: (self._order[one[0]], one[0]))
            yield from ((page, others) for page, others in found if others)

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            file.close()


def _heaviest(pairs: Sequence[int], page: int, sizes: Sequence[int]) -> list[int]:
    """Return the pages that share enough with one page, in rising order, from its pairs in order.

    ``sizes``: how many grams were sampled of each page, where known.
    """
    others = [pair >> 8 & _OTHER for pair in pairs]
    met = set(compress(others, map(eq, others, islice(others, LEAST_SHARED - 1, None))))  # most share but one gram
    counts = dict.fromkeys(met, 0)
    weights = dict.fromkeys(met, 0)
    for pair, other in zip(pairs, others, strict=True) if met else ():
        if other in met:
            counts[other] += 1
            weights[other] += pair & 0xFF
    size, known = sizes[page], len(sizes)
    alike = set()
    for other, count in counts.items():
        smaller = min(size, sizes[other] or size) if other < known else size
        if count >= ALIKE_SHARE * smaller:
            alike.add(other)
    rare = [other for other in counts if weights[other] >= LEAST_WEIGHT * _UNIT]
    return sorted({*alike, *sorted(rare, key=lambda other: (-weights[other], other))[: max(0, MAX_CANDIDATES - len(alike))]})
