"""Which pages are worth comparing: those that share sampled grams, the rarer the better.

The index is an inverted list in sorted runs of blocks of postings (see :mod:`newsbot.reposts.postings`). The blocks that have a gram of a
new page say which other pages have it; pairs are added up on the side, in files where they are many, so that memory stays bounded however
many pages come at once.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import compress, islice
from operator import eq, ne
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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

LONG_RUN = 14
"""Times as many postings as grams are sought in them from which on a known list is looked up in, gram by gram, and not gone through."""

_UNIT = 510
"""Weights are counted in units of 1/510, so that the greatest, 1/2, is a byte."""

_WEIGHTS: Final = [0, *(max(1, _UNIT // (1 + others)) for others in range(1, MOST_PAIRED + 1))]
"""What a gram weighs by the number of other pages that have it."""

_BYTES: Final = [bytes([weight]) for weight in range(256)]
_OF_BUCKET: Final = 24
_BUCKETS: Final = 1 << 32 - _OF_BUCKET  # by the first bits of the order: of the largest piece each gets some hundred pages
_IN_MEMORY = 1 << 14  # bytes of a bucket
_WAITING = 4096  # numbers of a bucket before they are written


class PairNotes:
    """What grams say of pairs of pages, as much as there is memory for.

    What a gram says of a page is kept as numbers of 32 bits: the page, how many others and the gram's weight, and the others; so that
    little is done for each pair, of which a page has thousands in a large ledger. Pages with the same smallest gram are most often copies
    of one report: ordered by it, the texts to compare are read once. ``order`` holds a 32-bit number for each page, by which the pages
    come out, and 0 for those that are not fresh; ``sizes`` how many grams were sampled of each.
    """

    def __init__(self, order: Sequence[int], sizes: Sequence[int], lowest: int | None = None) -> None:
        """``lowest``: the first fresh page, where it is known; what is said of those before it is left out of ``order`` and ``sizes``."""
        if lowest is not None:
            order, sizes = (_behind(lowest, numbers) for numbers in (order, sizes))
        self._order = order
        self._sizes = sizes
        self._lowest = next(compress(range(len(order)), order), len(order)) if lowest is None else lowest
        self._waiting: list[array[int]] = [array("I") for _ in range(_BUCKETS)]

    @property
    def of_fresh(self) -> tuple[array[int], array[int], int]:
        """What `PairNotes` need that are made elsewhere of the same pages."""
        return array("I", self._order[self._lowest :]), array("I", self._sizes[self._lowest :]), self._lowest

    def taken(self) -> list[bytes]:
        """Return what was noted, for a `PairCounter` of the same pages."""
        return [waiting.tobytes() for waiting in self._waiting]

    def meet(self, fresh: Sequence[int], known: Iterable[Sequence[int]]) -> None:
        """Add what postings say: each fresh page shares its grams with the known ones that have them, and with the fresh ones before it.

        ``fresh`` and each list of ``known`` are sorted postings, and a list has all of its run that have one of its grams. Among the known
        ones may be a fresh page as it was before its text changed; that does not count.
        """
        grams, pages = _halves(fresh)
        having = dict(zip(grams, pages, strict=True))  # of several pages the last
        several: dict[int, tuple[int, int]] = {}
        for place in compress(range(len(grams)), map(eq, grams, islice(grams, 1, None))):  # the gram is that of the next posting, too
            start, count = several.get(grams[place], (place, 1))
            several[grams[place]] = start, count + 1
        found, more = _postings_with(having, known)
        known_grams, known_pages = _halves(found)
        counts = Counter(known_grams)
        for gram, count in more.items():
            counts[gram] += count
        apart: dict[int, list[int]] = {gram: [] for gram in several}
        apart |= {gram: [] for gram, count in counts.items() if count >= MOST_PAIRED}
        all_elder = max(known_pages, default=0) < self._lowest
        start = 0
        for end in (*compress(range(1, len(found)), map(ne, known_grams, islice(known_grams, 1, None))), len(found)) if found else ():
            gram, those = known_grams[start], known_pages[start:end]
            start = end
            if gram in apart:
                apart[gram] += those
            else:
                self._keep(having[gram], _WEIGHTS[counts[gram]], those if all_elder else list(filter(self._is_elder, those)))
        for gram, others in apart.items():
            start, count = several.get(gram) or (bisect_left(grams, gram), 1)
            self._pair(pages[start : start + count].tolist(), sorted(others), counts[gram])

    def _is_elder(self, page: int) -> bool:
        """Return whether a page is none of the fresh ones."""
        return page >= len(self._order) or not self._order[page]

    def _pair(self, fresh: list[int], known: list[int], count: int) -> None:
        """Keep what one gram says of fresh pages and the known ones, which are ``count`` in all."""
        having = len(fresh) + count
        weight = max(1, _UNIT // having)
        rare = having <= MOST_PAIRED
        elders = [other for other in (known if rare else known[:FIRST_PAGES]) if self._is_elder(other)]
        for number in range(not elders, len(fresh)):  # before the first there is none
            self._keep(fresh[number], weight, elders + fresh[: number if rare else min(number, FIRST_PAGES)])
        if not rare:
            self._pair_with_larger(fresh, weight)

    def _pair_with_larger(self, fresh: list[int], weight: int) -> None:
        """Keep what a common gram says of fresh pages that are not among the first: each with the next larger and the largest."""
        sizes = self._sizes
        rest = sorted(fresh[FIRST_PAGES:], key=lambda page: (sizes[page], page))
        largest = sorted(fresh, key=lambda page: (-sizes[page], page))[:LARGEST_PAGES]
        largest = [page for page in largest if page not in fresh[:FIRST_PAGES]]
        for number, page in enumerate(rest):
            following = rest[number + 1 : number + 1 + NEXT_LARGER]
            if page not in largest:
                following += [larger for larger in largest if larger not in following]
            for larger in following:
                self._keep(max(page, larger), weight, [min(page, larger)])

    def _keep(self, page: int, weight: int, others: Sequence[int]) -> None:
        if not others:
            return
        bucket = self._order[page] >> _OF_BUCKET
        waiting = self._waiting[bucket]
        waiting.append(page)
        waiting.append(len(others) << 8 | weight)
        waiting.extend(others)
        if len(waiting) > _WAITING:
            self._let_wait(bucket)

    def _let_wait(self, bucket: int) -> None:
        """Make room, where there is a place for it."""


class PairCounter(PairNotes):
    """Adds up what pairs of pages share, any number of them, in bounded memory: in files where they are many."""

    def __init__(self, order: Sequence[int], sizes: Sequence[int]) -> None:
        super().__init__(order, sizes)
        self._files = [SpooledTemporaryFile(max_size=_IN_MEMORY) for _ in range(_BUCKETS)]  # noqa: SIM115 - closed by close()

    def take_in(self, noted: Iterable[bytes]) -> None:
        """Take in what `PairNotes` of the same pages have noted."""
        for bucket, told in enumerate(noted):
            self._waiting[bucket].frombytes(told)
            if len(self._waiting[bucket]) > _WAITING:
                self._let_wait(bucket)

    def _let_wait(self, bucket: int) -> None:
        self._files[bucket].write(self._waiting[bucket].tobytes())
        del self._waiting[bucket][:]

    def candidates(self) -> Iterator[tuple[int, list[int]] | None]:
        """Yield (page, pages to compare it with) for every page that has any, and None now and then while looking."""
        for file, waiting in zip(self._files, self._waiting, strict=True):
            file.seek(0)
            kept = array("I")
            kept.frombytes(file.read())
            kept.extend(waiting)
            found = _candidates(kept, self._sizes)
            yield None
            found.sort(key=lambda one: (self._order[one[0]], one[0]))
            yield from found

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            file.close()


def _behind(count: int, numbers: Sequence[int]) -> array[int]:
    """Return numbers behind so many of 0."""
    behind = array("I", bytes(4 * count))
    behind.extend(numbers)
    return behind


def _postings_with(grams: Mapping[int, int], known: Iterable[Sequence[int]]) -> tuple[array[int], dict[int, int]]:
    """Return the known postings that have one of these grams, which are in order, and of how many more pages each gram is.

    In lists that are long beside what is sought in them it is looked up, others are gone through. Of a gram that is everywhere no more
    pages are given than are ever paired, whatever their number.
    """
    found = array("Q")
    more: dict[int, int] = {}
    sought: list[int] = []
    for run in known:
        sought = sought or list(grams)
        those = sought[bisect_left(sought, run[0] >> 32) : bisect_right(sought, run[-1] >> 32)] if run else ()
        if len(run) <= LONG_RUN * len(those):
            found.extend(compress(run, map(grams.__contains__, _halves(run)[0])))
            continue
        first, size = 0, len(run)
        for gram in those:
            first = bisect_left(run, gram << 32, first)
            if first < size and run[first] >> 32 == gram:
                last = bisect_left(run, gram + 1 << 32, first)
                given = min(last, first + MOST_PAIRED + 1)
                found.extend(run[first:given])
                more[gram] = more.get(gram, 0) + last - given
    return found, more


def _halves(postings: Sequence[int]) -> tuple[array[int], array[int]]:
    """Return the grams of postings, the upper halves of 64 bits, and their pages."""
    raw = array("Q", postings) if not isinstance(postings, array) else postings
    halves = array("I", raw.tobytes())
    upper = int(sys.byteorder == "little")
    return halves[upper::2], halves[1 - upper :: 2]


def _candidates(kept: Sequence[int], sizes: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Return the pages that share enough with others, each with these in rising order, from all that grams say of them.

    ``sizes``: how many grams were sampled of each page, where known.
    """
    sharing: dict[int, tuple[array[int], bytearray]] = {}
    start, end = 0, len(kept)
    while start < end:
        page, several = kept[start], kept[start + 1]
        first = start + 2
        start = first + (several >> 8)
        mine = sharing.get(page)
        if mine is None:
            mine = sharing[page] = array("I"), bytearray()
        mine[0].extend(kept[first:start])
        mine[1].extend(_BYTES[several & 0xFF] * (several >> 8))
    found = []
    for page, (others, weights) in sharing.items():
        met = {other: count for other, count in Counter(others).items() if count >= LEAST_SHARED}  # most share but one gram
        if met and (near := _near_enough(page, met, compress(zip(others, weights, strict=True), map(met.__contains__, others)), sizes)):
            found.append((page, near))
    return found


def _near_enough(page: int, met: Mapping[int, int], shared: Iterable[tuple[int, int]], sizes: Sequence[int]) -> list[int]:
    """Return the pages that share enough with one page; ``met``: how many grams each shares, ``shared``: the weights of these."""
    weights = dict.fromkeys(met, 0)
    for other, weight in shared:
        weights[other] += weight
    size, known = sizes[page], len(sizes)
    alike, rare = set[int](), list[tuple[int, int]]()
    for other, count in met.items():
        smaller = min(size, sizes[other] or size) if other < known else size
        if count >= ALIKE_SHARE * smaller:
            alike.add(other)
        if weights[other] >= LEAST_WEIGHT * _UNIT:
            rare.append((-weights[other], other))
    return sorted(alike.union(other for _, other in sorted(rare)[: max(0, MAX_CANDIDATES - len(alike))]))
