"""What flows through the item pipelines: a visit for each page, and at the end the rows (:class:`newsbot.row.Row`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scrapy.exceptions import DropItem

from newsbot.model import Outcome, Rejection

if TYPE_CHECKING:
    from newsbot.model import Page, Report
    from newsbot.normalise import Reading


SECONDS: Final = 2.0
"""Of CPU that the reading of one page may take. The worst of 100 hostile pages of 6 MiB takes 0.9, the largest real one 0.1."""


@dataclass(slots=True)
class Allowance:
    """Seconds of CPU that one page may still take, over all that is done with it."""

    left: float = SECONDS


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

    @classmethod
    def ended(cls, rejection: Rejection) -> Visit:
        """Return a visit that gave no page to read."""
        return cls(rejection.page, verdict=rejection)

    def __repr__(self) -> str:
        """Name the page, never its text: this stands in logs."""
        return f"<Visit {ascii(self.page.url)[1:-1]:.200}>"


def given_up(page: Page) -> Rejection:
    """Return the verdict on a page whose reading took too long."""
    return Rejection(page, Outcome.UNREADABLE, f"given up: reading it took more than {SECONDS:g} s")


class Recorded(DropItem):
    """Raised by the last pipeline for every visit: its verdict is in the ledger, and rows come from there. Nothing is lost by it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, log_level="DEBUG")
