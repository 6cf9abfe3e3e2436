"""A first look at a page that came: what it is, what it says, what it leads to. Needs nothing but the page, so any thread may do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsbot.discovery.tasks import Task
from newsbot.listings.lists import is_list, may_be_article
from newsbot.listings.offers import offer_of
from newsbot.listings.page_kind import Kind, kind_of
from newsbot.listings.pagers import Parts, article_parts
from newsbot.normalise import Reading, TopicName, read, run_stage

if TYPE_CHECKING:
    from datetime import datetime

    from newsbot.discovery.tasks import Errand
    from newsbot.html.page import HtmlPage
    from newsbot.listings.offers import Offer
    from newsbot.model import Page, Rejection


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen. One of three: ``reading`` None, a feed or sitemap; ``rejection``, nothing to be read; else a page to read.

    ``offer``: what it leads to, where it was asked for to see that. ``parts``: of which article it is which page, where it is no list.
    """

    page: Page
    kind: Kind
    reading: Reading | None = None
    rejection: Rejection | None = None
    offer: Offer | None = None
    parts: Parts | None = None


def look_at(page: Page, topic: TopicName, errand: Errand | None, clock: datetime) -> Look:
    """Look at a page. ``errand`` says what it was asked for, None in a replay; days without a year count from ``clock``. Never raises."""
    kind = kind_of(page.body)
    asked_as_list = errand is not None and errand.chain is not None
    task = errand.task if errand is not None else None
    if kind.offers:
        return Look(page, kind, offer=offer_of(page, kind, None, clock) if asked_as_list else None)
    reading = Reading(page, topic)
    if rejection := run_stage(read, reading):
        return Look(page, kind, reading, rejection, offer_of(page, kind, reading.html, clock) if asked_as_list else None)
    if reading.html is not None and asked_as_list:
        kind = kind_of(page.body, reading.html)
        if kind is Kind.LIST or task is Task.LIST or (task is Task.START and not _may_be_article(reading.html, page)):
            return Look(page, kind, reading, offer=offer_of(page, kind, reading.html, clock))
    parts = article_parts(reading.html, page.body) if reading.html else Parts(page.url, 1, ())
    if (parts.parts or parts.number > 1) and reading.html and is_list(reading.html):
        parts = Parts(page.url, 1, ())
    return Look(page, kind, reading, parts=parts)


def _may_be_article(html: HtmlPage, page: Page) -> bool:
    """Whether a page that may be anything is worth reading as an article: it has the text, or further pages that may have it."""
    return may_be_article(html) or len(article_parts(html, page.body).parts) > 0
