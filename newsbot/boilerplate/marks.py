"""Whether anything can recur on pages of a site, told from a few numbers of each: most sites print nothing whatever they report.

Two things that are the same have one number; two that are not may have one, too. So where no number is on pages enough nothing recurs,
and elsewhere the pages have to be looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from zlib import crc32

from newsbot.boilerplate.pages import LEAST_TEXTS, MAX_LINE_LETTERS, SitePage, fold_line
from newsbot.boilerplate.titles import MIN_END_CHARS


def marks_of(page: SitePage) -> list[int]:
    """Return what of a page may recur, as rising numbers of 32 bits: the lines that may be furniture, both ends of the headline."""
    folded = set(map(fold_line, page.body))
    told = [line for line in folded if 0 < len(line) <= MAX_LINE_LETTERS]
    if len(page.title) >= MIN_END_CHARS:
        told += [f"{page.title[:MIN_END_CHARS]}…", f"…{page.title[-MIN_END_CHARS:]}"]
    return sorted({crc32(text.encode("utf-8", "surrogatepass")) for text in told})


def may_recur(marks: Iterable[Collection[int]]) -> bool:
    """Return whether anything may recur on the pages that have these marks."""
    counts = Counter(mark for page in marks for mark in page)
    return max(counts.values(), default=0) >= LEAST_TEXTS
