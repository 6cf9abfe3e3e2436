"""What flows through the item pipelines: a visit for each page, and at the end the rows (:class:`newsbot.row.Row`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from scrapy.exceptions import DropItem

from newsbot.discovery.multi_page import Whole
from newsbot.model import Rejection
from newsbot.reading import Reading
from newsbot.run.triage import ReadApart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsbot.model import Page, Report
    from newsbot.run.worker import Allowance

Arrival: TypeAlias = Rejection | ReadApart | Whole[Reading]
"""What a visit may begin with: that there is nothing to read, the verdict of another process, or an article to be read to its end."""


@dataclass(slots=True, repr=False)
class Visit:
    """One page on its way through the pipelines. Its ``verdict`` is None until a stage, or the archive itself, has ended it."""

    page: Page
    reading: Reading | None = None
    verdict: Report | Rejection | None = None
    parts: tuple[Reading, ...] = ()
    """Further pages of the article, read but not yet labelled, in their order."""
    complete: bool = True
    """Whether all further pages that the article names have come."""
    allowance: Allowance | None = None
    """Of a page that is read beside the event loop: the time that it may still take."""
    removed: Mapping[str, int] | None = None
    """Of a page that another process read: what `newsbot.run.tally.removals_of` counted there; its blocks did not come along."""

    @classmethod
    def of(cls, found: Arrival, allowance: Allowance | None = None) -> Visit:
        """Return the visit of a page of which this was found: that it gave nothing to read, what another process read, or an article."""
        if isinstance(found, Rejection):
            return cls(found.page, verdict=found)
        if isinstance(found, ReadApart):
            assert found.verdict is not None
            return cls(found.verdict.page, verdict=found.verdict, removed=found.removed)
        return cls(found.head.page, found.head, parts=found.parts, complete=found.complete, allowance=allowance)

    def __repr__(self) -> str:
        """Name the page, never its text: this stands in logs."""
        return f"<Visit {ascii(self.page.url)[1:-1]:.200}>"


class Recorded(DropItem):
    """Raised by the last pipeline for every visit: its verdict is in the ledger, and rows come from there. Nothing is lost by it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, log_level="DEBUG")
