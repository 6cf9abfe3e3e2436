"""Front pages: where a site that was given by hand may have its lists, when its first page is none.

Sections are links of a few characters; besides them the feeds that the head names, the frames of the page, and where it leads by itself.
"""

from __future__ import annotations

import re
from typing import Final

from newsbot.addresses import canonical, parts_of, site
from newsbot.data import table
from newsbot.html.page import HtmlPage
from newsbot.lines.measures import han
from newsbot.listings.links import CIVIC, Lead, best, joined, looks_like_article, scored, why_no_page
from newsbot.listings.lists import MOST_SCANNED
from newsbot.read_page import ReadPage

SHORTEST_SECTION: Final = 2
LONGEST_SECTION: Final = 8
"""Han characters of a section's name, at least and at most."""
MOST_SECTIONS: Final = 10
"""Sections of one site that are looked at."""
NEVER: Final = -3.0
"""Score from which downwards a link is no section but what every site has: 登录, 联系我们, 招标采购."""

MOST_ARCHIVES: Final = 2
"""Pages with all headlines of a site that are looked at."""
_ALL_POSTS: Final = frozenset(table("link_terms.toml")["all_posts"])

_SCRIPT_WITHIN: Final = 100_000
"""Characters in which a page that only leads elsewhere says so; it is short."""
FEED_TYPES: Final = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_REFRESH = re.compile(r"url\s{0,3}=\s{0,3}['\"]?([^\s'\"<>]{1,500})", re.IGNORECASE)
_SCRIPTED = re.compile(r"\blocation(?:\.href)?\s{0,4}(?:=|\.replace\()\s{0,4}['\"]([^'\"\s<>]{1,500})['\"]\s{0,4}[;)<\n]", re.IGNORECASE)


def civic_sections(page: HtmlPage) -> list[str]:
    """Return the addresses of the sections on civic matters, the best first."""
    return [lead.url for lead in _sections(page) if lead.score.headline >= CIVIC][:MOST_SECTIONS]


def archives_of(page: HtmlPage) -> list[str]:
    """Return where the site shows all its posts by their headlines, as a link is called, or the last segment of its address."""
    own, found = canonical(page.url), []
    for link in page.outlinks[:MOST_SCANNED]:
        last = parts_of(link.url).path.rstrip("/").rpartition("/")[2].partition(".")[0]
        named = not _ALL_POSTS.isdisjoint((link.text.strip().lower(), last.lower()))
        if named and site(link.url) == site(page.url) and canonical(link.url) != own and not why_no_page(link.url):
            found.append(link.url)
    return list(dict.fromkeys(found))[:MOST_ARCHIVES]


def ways_on(page: ReadPage) -> list[str]:
    """Return where a page leads on which nothing else was found: itself, its frames, its feeds, its sections."""
    html = page.html
    if html is None:
        return []
    refresh = _REFRESH.search(html.machine.meta("refresh") or "") or _SCRIPTED.search(page.text[:_SCRIPT_WITHIN])
    frames = [frame.attributes.get("src", "") for frame in html.tree.select("frame, iframe", MOST_SECTIONS)]
    feeds = [said.href for said in html.machine.relations if "alternate" in said.rels and said.media_type in FEED_TYPES]
    found = [joined(html.base, href.strip()) for href in (*([refresh[1]] if refresh else []), *frames, *feeds) if href.strip()]
    named = [lead.url for lead in _sections(html) if lead.score.total > NEVER]
    fitting = (url for url in (*found, *named) if not why_no_page(url) and canonical(url) != canonical(page.url))
    return [url for url in dict.fromkeys(fitting) if site(url) == site(page.url)][:MOST_SECTIONS]


def _sections(page: HtmlPage) -> list[Lead]:
    own, found = canonical(page.url), []
    for link in page.outlinks[:MOST_SCANNED]:
        text = link.text.strip()
        short = SHORTEST_SECTION <= han(text) <= LONGEST_SECTION and len(text) <= 2 * LONGEST_SECTION
        if short and site(link.url) == site(page.url) and canonical(link.url) != own and not why_no_page(link.url):
            found += [Lead(link.url, text)] if not looks_like_article(link.url) else []
    return sorted(best(scored(found)), key=lambda lead: -lead.score.total)
