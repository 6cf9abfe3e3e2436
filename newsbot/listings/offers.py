"""What a list, feed or sitemap offers, as far as the page alone tells: the part of a round that takes time and remembers nothing."""

from __future__ import annotations

from datetime import datetime

from newsbot.listings.feeds import read_feed
from newsbot.listings.links import Offer
from newsbot.listings.lists import read_list
from newsbot.listings.page_kind import Kind
from newsbot.listings.sitemaps import read_sitemap
from newsbot.read_page import ReadPage


def offer_of(page: ReadPage, kind: Kind, now: datetime) -> Offer:
    """Read what the page offers; days without a year count from ``now``. Never raises."""
    if kind is Kind.FEED:
        return Offer(tuple(read_feed(page)))
    if kind is Kind.SITEMAP:
        return read_sitemap(page)
    return Offer(tuple(read_list(page.html, now)) if page.html is not None else ())
