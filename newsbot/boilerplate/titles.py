"""What a site glues to its headlines: an end, or a beginning, that headlines of different texts share and that these do not speak of.

A separator is a sign among others, not a condition. Where a shared end begins is seen from what stands before it: different letters on
different pages. A beginning may be the column of a report, which belongs to its headline: one with the form of a column stays.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from newsbot.boilerplate.pages import LEAST_TEXTS, SitePages
from newsbot.boilerplate.recurrence import RECURS_ENOUGH, STAYS, overlap_with, recurrence_odds
from newsbot.lines.headlines import MAX_HEADLINE_CHARS, MIN_HEADLINE_HAN
from newsbot.lines.measures import bigrams, han, key
from newsbot.words import BARS

GLUED_END: Final = "recurs.end of the headline"
GLUED_BEGINNING: Final = "recurs.beginning of the headline"

MIN_END_CHARS: Final = 3
MAX_END_CHARS: Final = 24
"""Characters of what is glued to a headline."""
SEPARATED_ODDS: Final = 1.5
"""What a separator adds."""
BEGINNING_ODDS: Final = -3.0
"""What it takes that a beginning may be a column."""
ONE_BEFORE: Final = 0.5
"""Share of the headlines that may have the same letter before a shared end; with more, the end is longer."""
_SEPARATOR = re.compile(rf"[\s\u3000\-—–_{BARS}·:：!！]+")
_COLUMN = re.compile(rf"[{BARS}】\]》」』]")


def recurring_ends(site: SitePages) -> dict[str, tuple[str, int]]:
    """Return what a site glues to its headlines, as printed: the rule that says so, and the texts whose headlines have it."""
    found = {}
    for rule in (GLUED_END, GLUED_BEGINNING):
        for end, pages in _shared(site, rule).items():
            if len(pages) >= LEAST_TEXTS and _odds(site, end, rule, pages) >= RECURS_ENOUGH:
                found[end] = rule, len(pages)
    return found


def may_be_column(beginning: str) -> bool:
    """Return whether what a headline begins with has the form of a column, which belongs to it: 【文明实践】, 文明实践丨."""
    return bool(_COLUMN.search(beginning)) or not _SEPARATOR.match(beginning[-1])


def glue_on(title: str | None, body: Sequence[str], told: Mapping[str, str]) -> str | None:
    """Return the glued end that a headline has, the longest; None where it has none, or where the text speaks of it."""
    words = set[str]()
    for end in sorted(told, key=lambda end: (-len(end), end)):
        rest = _rest(title, end, told[end])
        if rest is None or han(rest) < MIN_HEADLINE_HAN:
            continue
        words = words or set[str]().union(*map(bigrams, body))
        if overlap_with(words, end) < STAYS:
            return end
    return None


def without_end(title: str, end: str, rule: str) -> str:
    """Return a headline without the end that is glued to it, and without what parted them."""
    rest = _rest(title, end, rule)
    if rest is None:
        return title
    parted = _SEPARATOR.match(rest[::-1] if rule == GLUED_END else rest)
    cut = parted.end() if parted else 0
    return rest[: len(rest) - cut] if rule == GLUED_END else rest[cut:]


def _rest(title: str | None, end: str, rule: str) -> str | None:
    if title is None or len(title) > MAX_HEADLINE_CHARS:
        return None
    if rule == GLUED_END:
        return title.removesuffix(end) if title.endswith(end) else None
    return title.removeprefix(end) if title.startswith(end) else None


def _shared(site: SitePages, rule: str) -> dict[str, list[int]]:
    """Return the ends that headlines share, each as long as most of them agree, and the pages whose headlines have it, one of each text."""
    step = -1 if rule == GLUED_END else 1  # read from the end inward, a suffix is a prefix
    shortest = Counter((page.title or "")[::step][:MIN_END_CHARS] for page in site.pages)
    if max(shortest.values(), default=0) < LEAST_TEXTS:
        return {}  # most sites share nothing, and their texts need not be told apart
    having: defaultdict[str, list[int]] = defaultdict(list)
    titles = {page: (site.pages[page].title or "")[::step] for page in site.firsts}
    for number, title in titles.items():
        for size in range(MIN_END_CHARS, min(len(title), MAX_END_CHARS) + 1):
            having[title[:size]].append(number)
    found: dict[str, list[int]] = {}
    for end, pages in having.items():
        if len(pages) < LEAST_TEXTS:
            continue
        inward = Counter(titles[page][len(end) : len(end) + 1] for page in pages)
        if max(inward.values()) <= ONE_BEFORE * len(pages) and (whole := _as_printed(site, end[::step], rule, pages)):
            found[whole] = [page for page in pages if _rest(site.pages[page].title, whole, rule) is not None]
    return found


def _as_printed(site: SitePages, end: str, rule: str, pages: Sequence[int]) -> str | None:
    """Return a shared end from where it is no word of most texts any more; None where nothing enough is left of it.

    Headlines that happen to end with one word before what is glued to them share that word too: 活动, 工作.
    """
    words = {page: site.words(page) for page in pages}
    known = [n for n, (one, next_) in enumerate(pairwise(end)) if sum(key(one + next_) in words[page] for page in pages) * 2 > len(pages)]
    if rule == GLUED_BEGINNING:
        return end if len(end) >= MIN_END_CHARS else None
    start = 0
    while start in known:
        start += 2 if start + 1 not in known else 1
    return end[start:] if len(end) - start >= MIN_END_CHARS else None


def _odds(site: SitePages, end: str, rule: str, pages: Sequence[int]) -> float:
    if rule == GLUED_BEGINNING and may_be_column(end):
        return 0.0
    spoken = sum(overlap_with(site.words(page), end) for page in pages) / len(pages)
    odds = recurrence_odds(len(pages), site.count(), spoken)
    edge = end[0] if rule == GLUED_END else end[-1]
    return odds + SEPARATED_ODDS * bool(_SEPARATOR.match(edge)) + BEGINNING_ODDS * (rule == GLUED_BEGINNING)
