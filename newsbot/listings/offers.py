"""What a list, feed or sitemap offers, as far as the page alone tells: the part of a round that takes time and remembers nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsbot.html.page import HtmlPage
from newsbot.listings.feeds import read_feed
from newsbot.listings.links import Lead
from newsbot.listings.lists import read_list
from newsbot.listings.page_kind import Kind
from newsbot.listings.sitemaps import read_sitemap
from newsbot.model import Page
from newsbot.text.charset import decode


@dataclass(frozen=True, slots=True)
class Offer:
    """Articles to be, in the order of the page, and more sitemaps, the newest first."""

    leads: tuple[Lead, ...] = ()
    sitemaps: tuple[Lead, ...] = ()


def offer_of(page: Page, kind: Kind, html: HtmlPage | None, now: datetime) -> Offer:
    """Read what the page offers. ``html`` is what the reader of HTML made of it; days without a year count from ``now``. Never raises."""
    if kind is Kind.FEED:
        return Offer(tuple(read_feed(page.body, page.url)))
    if kind is Kind.SITEMAP:
        found = read_sitemap(page.body, page.url)
        return Offer(found.leads, found.sitemaps)
    if html is None:
        return Offer()
    text = decode(page.body, hint=page.hints.charset if page.hints else None).text
    return Offer(tuple(read_list(html, now, text)))
