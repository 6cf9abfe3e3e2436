"""Sitemaps: urlset, sitemapindex, news sitemaps, plain lists of addresses, each also gzipped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from operator import itemgetter

from newsbot.addresses import canonical, parts_of, site
from newsbot.listings.feeds import moment, plain_title
from newsbot.listings.links import Lead, Offer, Skip, best, joined, scored, why_no_page
from newsbot.listings.xml import MAX_ENTRIES, Entry, read_xml
from newsbot.read_page import ReadPage

SITEMAP_ROOTS = frozenset({"urlset", "sitemapindex"})
MOST_LEADS = 2_000
"""Leads taken from one sitemap: the most promising, of the newest."""
MOST_NEWEST = 5_000
"""Addresses of one sitemap that are looked at further."""
MOST_SITEMAPS = 50
"""Sitemaps taken from one index: the newest. A hostile index grew for ever (12,800 in 45 s)."""
MAX_INDEX_DEPTH = 3
"""Of indexes in indexes; the protocol allows none."""
MIN_PLAIN_LINES = 2
"""Addresses of a plain list; one alone may be anything."""

_OF_LISTS = re.compile(r"(?:^|[-_.])(?:taxonom(?:y|ies)|categor(?:y|ies)|tags?|users?|authors?)(?=[-_.\d]|$)", re.IGNORECASE)
"""In the name of a sitemap: it has the addresses of lists and persons, not of pages (WordPress and its plug-ins, Ghost, Drupal). It is not
asked for where the index has others: what stands on those lists stands in these."""
_ENTRIES = frozenset({"url", "sitemap"})
_LINE = re.compile(r"[^\r\n]++")
_NUMBER = re.compile(r"\d{1,9}")


def read_sitemap(page: ReadPage) -> Offer:
    """Read a sitemap; empty where it is none. Addresses of other sites do not count, as the protocol has it. Never raises."""
    newest = _Newest(page.url)
    document = read_xml(page.text, _ENTRIES, take=newest.take)
    if document.root not in SITEMAP_ROOTS:
        return _plain_list(page)
    leads = newest.leads()
    if document.root == "sitemapindex":
        pages = [lead for lead in leads if not _OF_LISTS.search(parts_of(lead.url).path.rpartition("/")[2])] or leads
        skipped = newest.skipped({Skip.OF_LISTS: len(leads) - len(pages), Skip.TOO_MANY: max(0, len(pages) - MOST_SITEMAPS)})
        return Offer(sitemaps=tuple(pages[:MOST_SITEMAPS]), skipped=skipped)
    return _best(newest, leads)


def _best(newest: _Newest, leads: Sequence[Lead]) -> Offer:
    """Return the most promising of the addresses of a sitemap, with how many are passed over. What it names twice is none of these."""
    pages = [lead for lead in leads if not why_no_page(lead.url)]
    taken = best(scored(pages), MOST_LEADS)
    more = len({canonical(lead.url) for lead in pages}) - MOST_LEADS if len(taken) == MOST_LEADS else 0
    return Offer(tuple(taken), skipped=newest.skipped({Skip.NO_PAGE: len(leads) - len(pages), Skip.TOO_MANY: more}))


class _Newest:
    """Of the addresses of one sitemap that belong to its site the newest, held in little memory while it is read.

    Newest as far as is said; where nothing is said, by the numbers in the name: sitemap-12 comes after sitemap-9, so it is newer.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.site = site(url)
        self._found: list[tuple[tuple[str, tuple[int, ...]], int, Lead]] = []
        self._seen = 0
        self._elsewhere = 0

    def take(self, entry: Entry) -> None:
        """Take in one entry."""
        fields = entry.fields
        place = fields.get("loc", "").strip()
        if place:
            changed = moment(fields.get("lastmod"))
            self.add(place, plain_title(fields.get("title", "")), moment(fields.get("publication_date")), changed)

    def add(self, place: str, title: str = "", stated: str | None = None, changed: str | None = None) -> None:
        """Take in one address."""
        address = joined(self.url, place)
        if site(address) != self.site:
            self._elsewhere += 1
            return
        lead = Lead(address, title, stated, changed=changed)
        self._seen += 1
        self._found.append(((stated or changed or lead.day or "", _numbers(address)), self._seen, lead))
        if len(self._found) >= 2 * MOST_NEWEST:
            self._cut()

    def leads(self, *, as_read: bool = False) -> list[Lead]:
        """Return them, the newest first, or in the order in which they were read."""
        self._cut()
        return [lead for _, _, lead in (sorted(self._found, key=itemgetter(1)) if as_read else self._found)]

    def skipped(self, others: Mapping[Skip, int]) -> tuple[tuple[Skip, int], ...]:
        """Return how many entries are passed over by reason: those left out here, and ``others``."""
        counted = Counter(others) + Counter({Skip.OTHER_SITE: self._elsewhere, Skip.TOO_MANY: self._seen - len(self._found)})
        return tuple(sorted(counted.items()))

    def _cut(self) -> None:
        self._found.sort(key=itemgetter(0), reverse=True)
        del self._found[MOST_NEWEST:]


def is_plain_list(text: str) -> bool:
    """Return whether the text is nothing but addresses, one a line (the protocol's plain form)."""
    if not text[:200].lstrip("\ufeff \t\r\n").startswith(("http://", "https://")):
        return False
    lines = [line.strip() for line in text[:20_000].splitlines()[:200] if line.strip()]
    return len(lines) >= MIN_PLAIN_LINES and all(line.startswith(("http://", "https://")) and " " not in line for line in lines[:-1])


def _plain_list(page: ReadPage) -> Offer:
    if not is_plain_list(page.text):
        return Offer()
    newest = _Newest(page.url)
    for line in islice(_LINE.finditer(page.text), MAX_ENTRIES):
        newest.add(line[0].strip())
    return _best(newest, newest.leads(as_read=True))


def _numbers(url: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBER.findall(parts_of(url).path[-100:]))
