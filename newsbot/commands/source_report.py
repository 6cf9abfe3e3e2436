"""What one address of a source holds, in words; and the draft of a source from it. For `scrapy checksources` and `scrapy newsource`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from newsbot.addresses import site
from newsbot.data import table
from newsbot.discovery.channels import named_in_head
from newsbot.discovery.frontier import is_worth
from newsbot.discovery.sources import Source
from newsbot.listings.links import Lead, looks_like_article
from newsbot.listings.page_kind import Kind, offer_of, recognised
from newsbot.listings.pagers import next_page
from newsbot.model import Page, Rejection, Report
from newsbot.normalise import normalise
from newsbot.read_page import read_page

MOST_SAMPLES = 200
"""Addresses from which a pattern is drawn."""

DRAFTS: Final = "sources"
"""The folder in which `scrapy newsource` drafts sources, and in which `scrapy checksources` looks for them first."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What an address holds. ``leads`` are those of articles by the source's pattern, ``civic`` those worth a visit."""

    url: str
    kind: Kind
    leads: tuple[Lead, ...] = ()
    civic: tuple[Lead, ...] = ()
    more: tuple[str, ...] = ()
    """Further pages or sitemaps."""
    encoding: str = ""
    channels: tuple[str, ...] = ()
    """Feeds that the page names of itself."""

    @property
    def good(self) -> bool:
        """Return whether it leads anywhere."""
        return bool(self.leads or self.more)

    def words(self) -> str:
        """Return it in one line: ``list, 84 headlines, 12 of them civic, newest 2024-05-06, next page http://…``."""
        if self.kind is Kind.PAGE and not self.leads:
            return "a page without headlines: rebuilt, behind a login, or no list"
        what = "addresses" if self.kind is Kind.SITEMAP else "headlines"
        said = [str(self.kind), f"{len(self.leads)} {what}", f"{len(self.civic)} of them civic"]
        if newest := max((lead.day for lead in self.leads if lead.day), default=None):
            said.append(f"newest {newest}")
        if self.more:
            said.append(f"{len(self.more)} sitemaps" if self.kind is Kind.SITEMAP else f"next page {self.more[0]}")
        return ", ".join(said)


def find(page: Page, source: Source | None, now: datetime) -> SourcePage:
    """Look at a page that a source names."""
    opened = read_page(page)
    kind, answered = recognised(opened)
    offer = offer_of(opened, kind, now, answered)
    leads, more = offer.leads, tuple(lead.url for lead in offer.sitemaps)
    if further := next_page(opened, hint=source.paging if source else None, first=source.first_page if source else 1):
        more = (further,)
    fitting = tuple(lead for lead in leads if source is None or source.article is None or source.may_be_article(lead.url))
    shape = True if source is not None and source.article is not None else None
    civic = tuple(lead for lead in fitting if is_worth(lead, article=shape))
    channels = tuple(named_in_head(opened.html)) if opened.html is not None else ()
    return SourcePage(page.url, kind, fitting, civic, more, opened.encoding, channels)


def article_words(page: Page) -> tuple[bool, str]:
    """Read an article as a crawl would; whether it gave a report, and in one line which."""
    verdict: Report | Rejection = normalise(page, topic="any")
    if isinstance(verdict, Rejection):
        return False, f"{verdict.outcome}: {verdict.detail}"
    characters = sum(map(len, verdict.body))
    return True, f"“{verdict.title}”, {verdict.date_published or 'no date'}, {verdict.source or 'no source'}, {characters} characters"


# ----------------------------------------------------------------------------------------------------------------- drafts


def draft(finding: SourcePage, identifier: str, title: str | None) -> str:
    """Return the TOML of a source drawn from one page of it; what is guessed says so in a comment."""
    key = {Kind.FEED: "feeds", Kind.SITEMAP: "sitemaps", Kind.LIST: "lists", Kind.POSTS: "lists"}.get(finding.kind, "start")
    words = table("example_words.toml")
    lines = [
        f"# origin: drafted from {finding.url}; facts about addresses; licence: Apache-2.0.",
        f"name = {_quoted(title or identifier)}  # check: what the medium calls itself",
        f"# region = {json.dumps(words['region'], ensure_ascii=False)}  # whose news it carries: what {words['our_city']} means there",
        f"{key} = [{_quoted(finding.url)}]",
    ]
    if finding.channels and finding.kind is not Kind.FEED:
        lines.append(f"feeds = [{_quoted(finding.channels[0])}]  # check: named by the page")
    if pattern := article_pattern([lead.url for lead in finding.leads], finding.url):
        lines.append(f"article = '{pattern}'  # check: drawn from the addresses of {len(finding.leads)} headlines")
    if finding.encoding and finding.encoding != "utf-8":
        lines.append(f"charset = {_quoted(finding.encoding)}")
    return "\n".join([*lines, 'verified = "unverified"', ""])


def article_pattern(urls: list[str], at: str) -> str | None:
    """Return a bounded pattern of the commonest shape of the addresses that look like articles of this site; None where none is common."""
    paths = [urlsplit(url).path for url in urls[:MOST_SAMPLES] if site(url) == site(at) and looks_like_article(url)]
    shapes: dict[str, int] = {}
    for path in paths:
        shape = _shape(path)
        shapes[shape] = shapes.get(shape, 0) + 1
    if not shapes:
        return None
    shape, count = max(shapes.items(), key=lambda pair: (pair[1], pair[0]))
    return shape if count >= ALIKE and count * ALIKE >= len(paths) and len(shape) <= MAX_SHAPE_CHARS else None


ALIKE: Final = 3
"""Addresses of one shape that make a pattern; they are also at least every third."""
MAX_SHAPE_CHARS: Final = 200
"""Of a pattern, as many as a source may declare."""
HASH_DIGITS: Final = 24
"""From which a run of hexadecimal digits is a hash and no word."""


def _shape(path: str) -> str:
    """Return the last two segments of a path, numbers and hashes as bounded classes: ``/0410/c195194-40369823.html`` -> a pattern."""
    name = "/" + "/".join([segment for segment in path.split("/") if segment][-2:])
    out = []
    for token in re.findall(r"[0-9a-f]{24,40}|\d{1,30}|[^0-9]", name[:150]):
        if len(token) >= HASH_DIGITS and not token.isdigit():
            out.append(f"[0-9a-f]{{{len(token)}}}")
        elif token.isdigit():
            width = len(token)
            out.append(rf"\d{{{width}}}" if width in {2, 4, 6, 8} else rf"\d{{{max(1, width - 2)},{width + 2}}}")
        else:
            out.append(re.escape(token))
    return "".join(out) + "$"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
