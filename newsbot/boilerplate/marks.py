"""Whether anything can recur on pages of a site, told from a few numbers of each: most sites print nothing whatever they report.

Two things that are the same have one number; two that are not may have one, too. So where no number is on pages enough nothing recurs,
and elsewhere the pages have to be looked at.
"""

from __future__ import annotations

import sys
from array import array
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from zlib import crc32

from newsbot.boilerplate.pages import LEAST_TEXTS, MAX_LINE_LETTERS, SitePage, fold_line, is_too_long
from newsbot.boilerplate.titles import MIN_END_CHARS


def marks_of(page: SitePage) -> list[int]:
    """Return what of a page may recur, as rising numbers of 32 bits: the lines that may be furniture, both ends of the headline."""
    folded = {fold_line(line) for line in page.body if not is_too_long(line)}
    told = [line for line in folded if 0 < len(line) <= MAX_LINE_LETTERS]
    if len(page.title) >= MIN_END_CHARS:
        told += [f"{page.title[:MIN_END_CHARS]}…", f"…{page.title[-MIN_END_CHARS:]}"]
    return sorted({crc32(text.encode("utf-8", "surrogatepass")) for text in told})


def may_recur(marks: Iterable[Collection[int]]) -> bool:
    """Return whether anything may recur on the pages that have these marks."""
    return max(Counter(chain.from_iterable(marks)).values(), default=0) >= LEAST_TEXTS


def marks_as_text(marks: Mapping[int, Sequence[int]]) -> str:
    """Return the marks of pages, by their numbers below 2**32, as ASCII: read in a tenth of the time of JSON."""
    told = array("I")
    for page, those in marks.items():
        told.extend((page, len(those), *those))
    return b64encode(_little_endian(told).tobytes()).decode("ascii")


def marks_told(text: str) -> dict[int, Sequence[int]]:
    """Return what `marks_as_text` gave as text; nothing of one that it cannot have given."""
    told = array("I")
    try:
        told.frombytes(b64decode(text, validate=True))
    except ValueError:
        return {}
    told = _little_endian(told)
    found: dict[int, Sequence[int]] = {}
    start = 0
    while start + 1 < len(told):
        first = start + 2
        start = first + told[start + 1]
        found[told[first - 2]] = told[first:start]
    return found if start == len(told) else {}


def _little_endian(numbers: array[int]) -> array[int]:
    """Return numbers in the order of bytes in which they are kept, and back."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
