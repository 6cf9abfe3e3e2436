"""What a page is by what it holds: a feed, a sitemap, a list of headlines, or a page to read. Never by its name; and what it offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from newsbot.html.page import HtmlPage
from newsbot.listings import feeds, sitemaps
from newsbot.listings.feeds import leads_in_answer, read_feed
from newsbot.listings.links import Lead, Offer, best, scored
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


class Recognised(NamedTuple):
    """What a page is. ``answered``: the headlines of an answer of data, which is known for a feed by them, so that it is read once."""

    kind: Kind
    answered: Sequence[Lead] = ()


def channel_of(page: ReadPage) -> Recognised | None:
    """Return FEED or SITEMAP, where the page is one, by its outermost element or by what it is made of; None where it is to be read."""
    if page.root in feeds.FEED_ROOTS:
        return Recognised(Kind.FEED)
    if page.root in sitemaps.SITEMAP_ROOTS or sitemaps.is_plain_list(page.text):
        return Recognised(Kind.SITEMAP)
    answered = leads_in_answer(page)
    return Recognised(Kind.FEED, answered) if answered else None


def recognised(page: ReadPage) -> Recognised:
    """Return what the page is, with what was read to see it. Never raises."""
    if channel := channel_of(page):
        return channel
    return Recognised(Kind.PAGE if page.not_text is not None or page.html is None else shown_as(page.html))


def kind_of(page: ReadPage) -> Kind:
    """Return what the page is. Never raises."""
    return recognised(page).kind


def shown_as(html: HtmlPage) -> Kind:
    """Return what a page is that is no channel: POSTS, LIST or PAGE."""
    return Kind.POSTS if shows_posts(html) else Kind.LIST if is_list(html) else Kind.PAGE


def offer_of(page: ReadPage, kind: Kind, now: datetime, answered: Sequence[Lead] = ()) -> Offer:
    """Read what the page offers, as far as it alone tells; days without a year count from ``now``. Never raises.

    ``answered``: what :class:`Recognised` has of it.
    """
    if kind is Kind.FEED:
        return Offer(tuple(best(scored(answered)) if answered else read_feed(page)))
    if kind is Kind.SITEMAP:
        return sitemaps.read_sitemap(page)
    return Offer(tuple(read_list(page.html, now)) if page.html is not None else ())
