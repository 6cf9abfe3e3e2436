"""A first look at a page that came: what it is, what it says, what it leads to. Needs nothing but the page, so any thread may do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from newsbot.discovery.tasks import Purpose
from newsbot.listings.links import Offer
from newsbot.listings.lists import may_be_article
from newsbot.listings.page_kind import Kind, channel_of, offer_of, shown_as
from newsbot.listings.pagers import Parts, article_parts
from newsbot.model import CHINA, Outcome, Page, Reason, Rejection, Report
from newsbot.normalise import STAGES, read, run_stage
from newsbot.read_page import read_page
from newsbot.reading import Reading, TopicName
from newsbot.run.tally import removals_of
from newsbot.said import SaidText, said

if TYPE_CHECKING:
    from newsbot.discovery.tasks import Task
    from newsbot.html.page import HtmlPage
    from newsbot.read_page import ReadPage
    from newsbot.run.arguments import Arguments
    from newsbot.run.worker import Allowance

SUCCESS: Final = range(200, 300)
"""HTTP statuses with which a page came."""
MOST_OF_ADDRESS: Final = 280
"""Characters of an address that a verdict names."""
OF_ARRIVAL: Final = ("listed", "modified", "published", "headline", "author", "unverified_tls", "rendered")
"""Fields of `Hints` that say how a page was asked for and came: what its archive says of them stands, whatever sources are declared."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen. One of three: ``reading`` None, a page that only leads on; ``rejection``, nothing to be read; else a page to read.

    ``offer``: what it leads to, where it was asked for to see that. ``parts``: of which article it is which page, where it is no list.
    """

    page: ReadPage
    kind: Kind
    reading: Reading | None = None
    rejection: Rejection | None = None
    offer: Offer | None = None
    parts: Parts | None = None
    allowance: Allowance | None = None
    """Of a page that is read beside the event loop: the time that it may still take."""

    def as_list(self) -> Rejection:
        """Return the verdict on a page that is a feed or a sitemap."""
        return Rejection(self.page.page, Outcome.LIST_PAGE, Reason.OFFERS_PAGES, said("a {kind}", kind=SaidText(self.kind)))

    def let_tree_go(self) -> None:
        """Free the page's tree, once what it offers has been asked for: what is read of it stands in the blocks."""
        if self.page.html is not None:
            self.page.html.let_tree_go()
            self.page.__dict__.pop("in_utf8", None)  # the bytes that it was made of; asked again they are made anew


def look_at(page: Page, topic: TopicName, task: Task | None, clock: datetime) -> Look:
    """Look at a page. ``task`` says what it was asked for, None in a replay; days without a year count from ``clock``. Never raises."""
    opened = read_page(page)
    purpose = task.purpose if task is not None and task.listing is not None else None
    if channel := channel_of(opened):
        offer = offer_of(opened, channel.kind, clock, channel.answered) if purpose else None
        return Look(opened, channel.kind, offer=offer)
    reading = Reading(page, topic, opened=opened)
    rejection = run_stage(read, reading)
    if reading.html is None:
        return Look(opened, Kind.PAGE, reading, rejection, Offer() if purpose else None, _one_page(page))
    kind, parts = shown_as(reading.html), article_parts(opened)
    if kind.offers or purpose is Purpose.LIST or (page.hints is not None and page.hints.listed):
        return Look(opened, kind, offer=offer_of(opened, kind, clock) if purpose else None)
    taken_as_list = kind is Kind.LIST or (purpose is Purpose.START and not _may_be_article(reading.html, parts))
    if purpose and (rejection or taken_as_list):
        return Look(opened, kind, reading, rejection, offer_of(opened, kind, clock))
    return Look(opened, kind, reading, rejection, parts=_one_page(page) if kind is Kind.LIST else parts)


class ReadApart(NamedTuple):
    """What came of a page that another process read.

    ``parts`` None: it is no page to read. ``verdict`` None: it is one of several pages of an article, which are put together before
    anything is judged. ``removed`` is what :func:`newsbot.run.tally.removals_of` counts: a verdict that travels has no blocks.
    """

    verdict: Report | Rejection | None
    parts: Parts | None = None
    removed: Mapping[str, int] | None = None


def read_apart(page: Page, topic: TopicName) -> ReadApart:
    """Read an archived page to its end, as the spider and the pipelines do step by step. Raises nothing of its own."""
    look = look_at(page, topic, None, page.fetched_at or datetime.now(CHINA))
    if look.reading is None:
        return ReadApart(look.as_list())
    if look.rejection is not None or look.parts is None:
        return ReadApart(look.rejection)
    if look.parts.several:
        return ReadApart(None, look.parts)
    look.let_tree_go()
    for stage in STAGES[1:]:
        if rejection := run_stage(stage, look.reading):
            return ReadApart(rejection, look.parts)
    report = look.reading.report
    return ReadApart(report, look.parts, removals_of(report) if report is not None else None)


def archived_as(page: Page, arguments: Arguments) -> Page:
    """Return a page of an archive with what its declared source says of it; how it came stands as it was recorded."""
    source, hints = arguments.declared(page.url, page)
    if page.hints is not None:
        hints = replace(hints, **{name: getattr(page.hints, name) for name in OF_ARRIVAL})
    return replace(page, source=source, hints=hints)


def not_answered(page: Page) -> Rejection | None:
    """Return the verdict on a page that came with the status of an error; None for one that came."""
    return (
        None
        if page.status in SUCCESS
        else Rejection(page, Outcome.FAILED, Reason.HTTP_STATUS, said("HTTP status {status}", status=page.status))
    )


def later_part(reading: Reading, parts: Parts) -> Rejection:
    """Return the verdict on a later page of an article, whose text goes into the row of the first."""
    return Rejection(
        reading.page,
        Outcome.PART,
        Reason.LATER_PART,
        said("page {number} of {head}", number=parts.number, head=parts.head[:MOST_OF_ADDRESS]),
        reading.encoding,
    )


def in_time(verdict: Report | Rejection, since: str | None) -> Report | Rejection:
    """Return the verdict; of a report published before the day ``since`` that it is too old. One without a date stays."""
    if since and isinstance(verdict, Report) and (day := (verdict.date_published or since)[:10]) < since:
        return Rejection(
            verdict.page,
            Outcome.TOO_OLD,
            Reason.BEFORE_SINCE,
            said("published {day}, before {since}", day=day, since=since),
            verdict.encoding,
        )
    return verdict


def _may_be_article(html: HtmlPage, parts: Parts) -> bool:
    """Return whether a page that may be anything is worth reading as an article: it has the text, or further pages that may have it."""
    return may_be_article(html) or len(parts.parts) > 0


def _one_page(page: Page) -> Parts:
    return Parts(page.url, 1, ())
