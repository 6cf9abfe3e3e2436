"""How a run ended, as one number that cron, systemd and scripts can trust. Scrapy says 0 for almost everything."""

from __future__ import annotations

import signal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newsbot.exceptions import ArchiveUnreadError, CoverageError, NewsbotError, RobotsError, UnreachableError
from newsbot.model import Outcome, Reason
from newsbot.said import said

if TYPE_CHECKING:
    from newsbot.run.tally import Tally

FAULT: Final = 1
MAX_FAULT_MESSAGES: Final = 100
"""Messages of faults that are kept; the number of all is kept beside them."""

_BROKEN: Final = frozenset({"start_error", "memusage_exceeded", "closespider_errorcount"})
"""Scrapy's reasons for closing that mean a fault, although nothing was raised."""

_NO_ARTICLES: Final = (Outcome.LIST_PAGE, Outcome.NOT_MODIFIED)
"""How pages end that only lead to articles, or brought nothing to read."""

_LOST: Final = (Outcome.FAILED, Outcome.FORBIDDEN)
"""How articles end that were asked for and did not come."""

_UNREAD: Final = (Outcome.UNREADABLE, Outcome.MISSING_FILE, Outcome.BAD_RECORD)
"""How records of an archive end that could not be read."""


@dataclass(slots=True)
class Ending:
    """What went wrong, in the order it did."""

    errors: list[NewsbotError] = field(default_factory=list)
    """What kept the run from its ledger or its output: the first decides the exit code."""
    faults: list[str] = field(default_factory=list)
    fault_count: int = 0
    coverage: list[str] = field(default_factory=list)
    """In what the run fell behind earlier ones, in words; its rows are on disk all the same."""
    signal: int | None = None
    """The signal that asked the run to stop."""
    unread: list[str] = field(default_factory=list)
    """Archives that were named and held no page."""
    reason: str | None = None
    """Scrapy's finish reason; None when the run never got that far."""

    def error(self, error: NewsbotError) -> bool:
        """Note what keeps the run from its ledger or its output; return whether it is news."""
        if str(error) in map(str, self.errors):
            return False
        self.errors.append(error)
        return True

    def fault(self, message: str) -> None:
        """Note a fault of the program itself."""
        self.fault_count += 1
        if len(self.faults) < MAX_FAULT_MESSAGES:
            self.faults.append(message)

    @property
    def stopped(self) -> bool:
        """Return whether a signal cut the run short; one that came when all was done changed nothing."""
        return self.signal is not None and self.reason != "finished"

    def exit_code(self, tally: Tally, *, live: bool, alone: bool = True) -> int:
        """Return the exit code of the contract. A run that got nothing of what it was asked for says why: see `nothing_came`.

        One of several workers (``alone`` False) got what the others left it.
        """
        stopped = 128 + (signal.SIGINT if self.signal == signal.SIGINT else signal.SIGTERM)
        if self.errors:
            return self.errors[0].exit_code
        if self.stopped and self.reason is None:  # a second signal: nothing was finished, and what broke is no fault
            return stopped
        if self.fault_count or self.reason is None or self.reason in _BROKEN:
            return FAULT
        if self.stopped:
            return stopped
        if alone and (error := self.nothing_came(tally, live=live)):
            return error.exit_code
        return CoverageError.exit_code if self.coverage else 0

    def nothing_came(self, tally: Tally, *, live: bool) -> NewsbotError | None:
        """Return why nothing came of what was asked for; None where something did, or where there was nothing to ask for."""
        if not live:
            return self._unread(tally)
        outcomes = tally.outcomes
        if tally.pages and outcomes[Outcome.FORBIDDEN] == tally.pages:
            return RobotsError(said("robots.txt forbids everything that was asked for."))
        if tally.refused and not tally.pages:
            return UnreachableError(said("nothing that was asked for has a public address of the web; the log names each address and why."))
        lost = sum(outcomes[name] for name in _LOST)
        if lost and lost == tally.pages:
            return UnreachableError(said("nothing that was asked for could be reached; the log names each address and why."))
        if lost > tally.lost_listings and lost == tally.pages - sum(outcomes[name] for name in _NO_ARTICLES):
            return UnreachableError(said("none of the articles that were asked for could be fetched; the log names each address and why."))
        scripted = tally.reasons[f"{Outcome.NO_ARTICLE}: {Reason.NEEDS_SCRIPT}"]
        if scripted and scripted == tally.pages - sum(outcomes[name] for name in (*_NO_ARTICLES, *_LOST)):
            return UnreachableError(
                said(
                    "every page that was asked for keeps its text in scripts, which are not run; "
                    "name the site's feed, or see browser in docs/sources.md."
                )
            )
        return None

    def _unread(self, tally: Tally) -> NewsbotError | None:
        if self.unread:
            return ArchiveUnreadError(
                said("no page could be read from {names}; the log names each record and why.", names=", ".join(self.unread))
            )
        if tally.pages and sum(tally.outcomes[name] for name in _UNREAD) == tally.pages:
            return ArchiveUnreadError(said("no page of the archive could be read; the log names each record and why."))
        return None
