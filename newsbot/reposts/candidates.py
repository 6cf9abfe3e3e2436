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
from operator import eq
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

LONG_RUN = 8
"""Times as many postings as grams are sought in them from which on a known list is looked up in, gram by gram, and not gone through."""

_UNIT = 510
"""Weights are counted in units of 1/510, so that the greatest, 1/2, is a byte."""

_WEIGHTS: Final = [0, *(max(1, _UNIT // (1 + others)) for others in range(1, MOST_PAIRED + 1))]
"""What a gram weighs by the number of other pages that have it."""

_OTHER: Final = 0xFFF_FFFF
_OF_BUCKET: Final = 24
_BUCKETS: Final = 1 << 32 - _OF_BUCKET  # by the first bits of the order; of a million pages each gets half a million pairs: 20 MB
_IN_MEMORY = 1 << 16  # bytes of a bucket
_WAITING = 2048  # pairs of a bucket before they are written


class PairCounter:
    """Adds up what pairs of pages share, any number of them, in bounded memory.

    A pair is one number: ``page << 36 | other << 8 | weight``. ``order`` holds a 32-bit number for each page, by which the pages come
    out, and 0 for those that are not fresh; ``sizes`` how many grams were sampled of each. Pages with the same
    smallest gram are most often copies of one report: ordered by it, the texts to compare are read once.
    """

    def __init__(self, order: Sequence[int], sizes: Sequence[int]) -> None:
        self._order = order
        self._sizes = sizes
        self._lowest = next((page for page, place in enumerate(order) if place), len(order))
        self._files = [SpooledTemporaryFile(max_size=_IN_MEMORY) for _ in range(_BUCKETS)]  # noqa: SIM115 - closed by close()
        self._waiting: list[array[int]] = [array("Q") for _ in range(_BUCKETS)]

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
        # most grams are those of one fresh page, or of two: these are gone through in one go
        apart = several.keys() | {gram for gram, count in counts.items() if count >= MOST_PAIRED}
        told = {gram: having[gram] << 36 | _WEIGHTS[count] for gram, count in counts.items() if gram not in apart}
        met = zip(map(told.get, known_grams), known_pages, strict=True)
        if max(known_pages, default=0) < self._lowest:
            pairs = [high | page << 8 for high, page in met if high is not None]
        else:
            pairs = [high | page << 8 for high, page in met if high is not None and self._is_elder(page)]
        others: dict[int, list[int]] = {gram: [] for gram in apart}
        for gram, page in zip(known_grams, known_pages, strict=True) if apart else ():
            if gram in others:
                others[gram].append(page)
        for gram, those in others.items():
            start, count = several.get(gram) or (bisect_left(grams, gram), 1)
            fresh_ones = pages[start : start + count].tolist()
            if those or fresh_ones[2:]:
                pairs += self._paired(fresh_ones, sorted(those), counts[gram])
            else:  # two fresh pages, most often
                pairs.append(fresh_ones[1] << 36 | fresh_ones[0] << 8 | _WEIGHTS[1])
        self._keep(pairs)

    def _is_elder(self, page: int) -> bool:
        """Return whether a page is none of the fresh ones."""
        return page >= len(self._order) or not self._order[page]

    def _paired(self, fresh: list[int], known: list[int], count: int) -> list[int]:
        """Return what one gram says of fresh pages and the known ones, which are ``count`` in all."""
        having = len(fresh) + count
        weight = max(1, _UNIT // having)
        rare = having <= MOST_PAIRED
        elders = [other for other in (known if rare else known[:FIRST_PAGES]) if self._is_elder(other)]
        pairs = []
        for number, page in enumerate(fresh):
            high = page << 36 | weight
            pairs += [high | other << 8 for other in elders]
            pairs += [high | other << 8 for other in fresh[: number if rare else min(number, FIRST_PAGES)]]
        return pairs if rare else pairs + self._with_larger(fresh, weight)

    def _with_larger(self, fresh: list[int], weight: int) -> list[int]:
        """Return what a common gram says of fresh pages that are not among the first: each with the next larger and the largest."""
        sizes = self._sizes
        rest = sorted(fresh[FIRST_PAGES:], key=lambda page: (sizes[page], page))
        largest = sorted(fresh, key=lambda page: (-sizes[page], page))[:LARGEST_PAGES]
        largest = [page for page in largest if page not in fresh[:FIRST_PAGES]]
        pairs = []
        for number, page in enumerate(rest):
            following = rest[number + 1 : number + 1 + NEXT_LARGER]
            if page not in largest:
                following += [larger for larger in largest if larger not in following]
            for larger in following:
                one, other = (page, larger) if page > larger else (larger, page)
                pairs.append(one << 36 | other << 8 | weight)
        return pairs

    def _keep(self, pairs: Iterable[int]) -> None:
        order, waiting = self._order, self._waiting
        for pair in pairs:
            waiting[order[pair >> 36] >> _OF_BUCKET].append(pair)
        for bucket, those in enumerate(waiting):
            if len(those) > _WAITING:
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
            found = _candidates(sorted(met), self._sizes)
            yield None
            found.sort(key=lambda one: (self._order[one[0]], one[0]))
            yield from found

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            file.close()


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


def _candidates(pairs: Sequence[int], sizes: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Return the pages that share enough with others, each with these in rising order, from all their pairs in order.

    ``sizes``: how many grams were sampled of each page, where known.
    """
    those = [pair >> 8 for pair in pairs]
    met = set(compress(those, map(eq, those, islice(those, LEAST_SHARED - 1, None))))  # most share but one gram
    counts, weights = dict.fromkeys(met, 0), dict.fromkeys(met, 0)
    for pair in compress(pairs, map(met.__contains__, those)):
        counts[pair >> 8] += 1
        weights[pair >> 8] += pair & 0xFF
    of_page: dict[int, list[int]] = {}
    for two in met:
        of_page.setdefault(two >> 28, []).append(two)
    found = []
    known = len(sizes)
    for page, some in of_page.items():
        size = sizes[page]
        alike, rare = set[int](), list[tuple[int, int]]()
        for two in some:
            other = two & _OTHER
            smaller = min(size, sizes[other] or size) if other < known else size
            if counts[two] >= ALIKE_SHARE * smaller:
                alike.add(other)
            if weights[two] >= LEAST_WEIGHT * _UNIT:
                rare.append((-weights[two], other))
        others = alike.union(other for _, other in sorted(rare)[: max(0, MAX_CANDIDATES - len(alike))])
        if others:
            found.append((page, sorted(others)))
    return found
