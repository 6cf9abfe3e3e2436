"""Front pages: where a site that was given by hand may have its lists, when its first page is none.

Sections are links of a few characters; besides them the feeds that the head names, the frames of the page, and where it leads by itself.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from newsbot.addresses import canonical, site
from newsbot.html.page import HtmlPage
from newsbot.lines.measures import han
from newsbot.listings.links import CIVIC, Lead, best, joined, looks_like_article, scored, why_no_page
from newsbot.listings.lists import MOST_SCANNED

LONGEST_SECTION: Final = 8
"""Han characters of a section's name, at most."""
MOST_SECTIONS: Final = 10
"""Sections of one site that are looked at."""
NEVER: Final = -3.0
"""Score from which downwards a link is no section but what every site has: 登录, 联系我们, 招标采购."""

_WITHIN = 100_000
"""Bytes in which the head of a page ends; a page of frames, and one that only leads elsewhere, is shorter."""
_FEED = re.compile(rb"<link\s(?=[^<>]{0,400}application/(?:rss|atom|feed)\+(?:xml|json))[^<>]{1,500}>", re.IGNORECASE)
_FRAME = re.compile(rb"<i?frame\s[^<>]{1,500}>", re.IGNORECASE)
_REFRESH = re.compile(
    rb"<meta\s(?=[^<>]{0,200}http-equiv\s{0,3}=\s{0,3}['\"]?refresh)[^<>]{0,300}?url\s{0,3}=\s{0,3}['\"]?([^\s'\"<>]{1,500})", re.IGNORECASE
)
_SCRIPTED = re.compile(rb"\blocation(?:\.href)?\s{0,4}(?:=|\.replace\()\s{0,4}['\"]([^'\"\s<>]{1,500})['\"]\s{0,4}[;)<\n]", re.IGNORECASE)
_ADDRESS = re.compile(rb"(?:href|src)\s{0,3}=\s{0,3}['\"]?([^\s'\"<>]{1,500})", re.IGNORECASE)


def civic_sections(page: HtmlPage) -> list[str]:
    """Return the addresses of the sections on civic matters, the best first."""
    return [lead.url for lead in _sections(page) if lead.score.headline >= CIVIC][:MOST_SECTIONS]


def ways_on(page: HtmlPage, body: bytes) -> list[str]:
    """Return where a page leads on which nothing else was found: itself, its frames, its feeds, its sections."""
    body = body[:_WITHIN]
    written = [*(each[1] for each in _REFRESH.finditer(body)), *(each[1] for each in _SCRIPTED.finditer(body))][:1]
    tags = [each[0] for each in (*_FRAME.finditer(body), *_FEED.finditer(body))]
    written += [address[1] for tag in tags if (address := _ADDRESS.search(tag))]
    found = [joined(page.base, unescape(each.decode("utf-8", "replace"))) for each in written]
    named = [lead.url for lead in _sections(page) if lead.score.total > NEVER]
    fitting = (url for url in (*found, *named) if not why_no_page(url) and canonical(url) != canonical(page.url))
    return [url for url in dict.fromkeys(fitting) if site(url) == site(page.url)][:MOST_SECTIONS]


def _sections(page: HtmlPage) -> list[Lead]:
    own, found = canonical(page.url), []
    for link in page.outlinks[:MOST_SCANNED]:
        text = link.text.strip()
        short = 2 <= han(text) <= LONGEST_SECTION and len(text) <= 2 * LONGEST_SECTION
        if short and site(link.url) == site(page.url) and canonical(link.url) != own and not why_no_page(link.url):
            found += [Lead(link.url, text)] if not looks_like_article(link.url) else []
    return sorted(best(scored(found)), key=lambda lead: -lead.score.total)
