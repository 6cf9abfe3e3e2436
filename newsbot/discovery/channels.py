"""The channels of a site: where its front page, its robots.txt and custom say that it names all its articles.

Pure functions over a page that came and what was remembered; nothing is asked for here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlencode, urljoin

from newsbot.addresses import canonical, parts_of, site
from newsbot.html.page import HtmlPage
from newsbot.listings.front_pages import FEED_TYPES
from newsbot.listings.links import looks_like_article, why_no_page

WELL_KNOWN_SITEMAP: Final = "/sitemap.xml"
WELL_KNOWN: Final = ("/feed", "/atom.xml", "/rss.xml", "/index.xml", "/sitemap_index.xml")
"""Where publishing engines put their feeds and sitemaps; asked for one by one where nothing else led to anything."""
MOST_ROBOTS_SITEMAPS: Final = 10
"""Sitemaps of one robots.txt that are taken."""
ALL_POSTS: Final = "wp/v2/posts?" + urlencode({"per_page": 100, "_fields": "link,title,date,modified"}, safe=",")
"""What WordPress's index of a site names its posts under, a hundred at a time."""

_SITEMAP = re.compile(r"^\s{0,9}sitemap\s{0,9}:\s{0,9}(\S{1,1000})", re.IGNORECASE | re.MULTILINE)
_INDEX = "https://api.w.org/"
_COMMENTS = re.compile(r"comment|pinglun", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_ABOUT_OTHERS = re.compile(r"/(?:tags?|categor(?:y|ies)|authors?|archives?|page|search|topics?)(?:/|$)", re.IGNORECASE)
"""Parts of addresses under which engines list articles."""


def is_front_page(url: str) -> bool:
    """Return whether an address is that of a site's first page."""
    parts = parts_of(canonical(url))
    return parts.path in {"", "/"} and not parts.query


def origin(url: str) -> str:
    """Return scheme and host of an address."""
    parts = parts_of(url)
    return f"{parts.scheme}://{parts.netloc}"


def named_in_head(page: HtmlPage) -> list[str]:
    """Return the channels that the page itself names: its feed (the first: others are the same in other forms), WordPress's index."""
    feeds = [
        page.resolve(said.href)
        for said in page.machine.relations
        if "alternate" in said.rels and said.media_type in FEED_TYPES and not _COMMENTS.search(f"{said.href} {said.title}")
    ]
    indexes = [element.attributes.get("href", "") for element in page.tree.select(f'link[rel="{_INDEX}"]', 1)]
    return _own(page.url, [*feeds[:1], *(urljoin(page.base, index.rstrip("/") + "/") + ALL_POSTS for index in indexes if index)])


def named_in_robots(url: str, robots: str | None) -> list[str]:
    """Return the sitemaps that a robots.txt names; the well-known one where it names none."""
    named = [found[1] for found in _SITEMAP.finditer(robots or "")][:MOST_ROBOTS_SITEMAPS]
    return _own(url, named or [origin(url) + WELL_KNOWN_SITEMAP])


def well_known(url: str) -> list[str]:
    """Return where else channels may be."""
    return [origin(url) + path for path in WELL_KNOWN]


def shape_of(url: str) -> tuple[str, ...]:
    """Return what addresses of one kind have in common on a site: the first folder, how deep they lie, what their name is made of.

    >>> shape_of("http://a.test/posts/p0150/") == shape_of("http://a.test/posts/p0001/")
    True
    >>> shape_of("http://a.test/posts/p0150/") == shape_of("http://a.test/tags/p0150/")
    False
    """
    parts = parts_of(canonical(url))
    segments = [segment for segment in parts.path.split("/") if segment]
    first = _NUMBER.sub("#", segments[0]) if len(segments) > 1 else ""
    name = segments[-1] if segments else ""
    stem, dot, ending = name.rpartition(".")
    kind = "#" if _NUMBER.fullmatch(stem or name) else "word"
    return first, str(len(segments)), kind, ending if dot else "", "?" if parts.query else ""


def shaped_as_article(url: str, shapes: Iterable[tuple[str, ...]]) -> bool:
    """Return whether an address that a sitemap names may be an article's, by the shapes of those that are known to be.

    Where none is known, everything may be one but the first page and what lies where engines list articles.
    """
    if is_front_page(url):
        return False
    known = set(shapes)
    if known:
        return shape_of(url) in known or (looks_like_article(url) and not _ABOUT_OTHERS.search(parts_of(url).path))
    return looks_like_article(url) or not _ABOUT_OTHERS.search(parts_of(url).path)


def lists_articles(url: str) -> bool:
    """Return whether an address lies where engines list articles."""
    return _ABOUT_OTHERS.search(parts_of(url).path) is not None


def _own(url: str, found: Iterable[str]) -> list[str]:
    """Those of the same site that can be asked for, each once."""
    return [each for each in dict.fromkeys(found) if site(each) == site(url) and not why_no_page(each)]
