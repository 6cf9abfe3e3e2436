"""What a page is by what it holds: a feed, a sitemap, a list of headlines, or a page to read. Never by its name; and what it offers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from newsbot.html.page import HtmlPage
from newsbot.listings import feeds, sitemaps
from newsbot.listings.feeds import leads_in_answer, read_feed
from newsbot.listings.links import Offer
from newsbot.listings.lists import is_list, read_list
from newsbot.listings.posts import shows_posts
from newsbot.read_page import ReadPage


class Kind(StrEnum):
    """Kinds of pages, as far as discovery tells them apart."""

    FEED = "feed"
    """RSS, Atom, or headlines as JSON."""
    SITEMAP = "sitemap"
    LIST = "list"
    """Headlines, as far as can be seen: an article of few words among many links looks the same."""
    POSTS = "posts"
    """Articles one under the other that stand in full on pages of their own: never an article itself."""
    PAGE = "page"
    """To be read: an article, or nothing of use."""

    @property
    def offers(self) -> bool:
        """Whether such a page is visited for the addresses in it, and is never a report itself."""
        return self in {Kind.FEED, Kind.SITEMAP, Kind.POSTS}


def channel_of(page: ReadPage) -> Kind | None:
    """Return FEED or SITEMAP, where the page is one, by its outermost element or by what it is made of; None where it is to be read."""
    if page.root in feeds.FEED_ROOTS:
        return Kind.FEED
    if page.root in sitemaps.SITEMAP_ROOTS or sitemaps.is_plain_list(page.text):
        return Kind.SITEMAP
    return Kind.FEED if leads_in_answer(page) else None


def kind_of(page: ReadPage) -> Kind:
    """Return what the page is. Never raises."""
    if channel := channel_of(page):
        return channel
    return Kind.PAGE if page.not_text is not None or page.html is None else shown_as(page.html)


def shown_as(html: HtmlPage) -> Kind:
    """Return what a page is that is no channel: POSTS, LIST or PAGE."""
    return Kind.POSTS if shows_posts(html) else Kind.LIST if is_list(html) else Kind.PAGE


def offer_of(page: ReadPage, kind: Kind, now: datetime) -> Offer:
    """Read what the page offers, as far as it alone tells; days without a year count from ``now``. Never raises."""
    if kind is Kind.FEED:
        return Offer(tuple(read_feed(page)))
    if kind is Kind.SITEMAP:
        return sitemaps.read_sitemap(page)
    return Offer(tuple(read_list(page.html, now)) if page.html is not None else ())
