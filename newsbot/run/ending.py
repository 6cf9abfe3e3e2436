"""How a run ended, as one number that cron, systemd and scripts can trust. Scrapy says 0 for almost everything."""

from __future__ import annotations

import signal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newsbot.exceptions import CoverageError, NewsbotError, RobotsError, UnreachableError
from newsbot.model import Outcome

if TYPE_CHECKING:
    from newsbot.run.tally import Tally

FAULT: Final = 1
MOST_FAULTS: Final = 100
"""Messages of faults that are kept; the number of all is kept beside them."""

_BROKEN: Final = frozenset({"start_error", "memusage_exceeded", "closespider_errorcount"})
"""Scrapy's reasons for closing that mean a fault, although nothing was raised."""


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
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(message)

    @property
    def stopped(self) -> bool:
        """Whether a signal cut the run short; one that came when all was done changed nothing."""
        return self.signal is not None and self.reason != "finished"

    def exit_code(self, tally: Tally, *, live: bool) -> int:
        """Return the exit code of the contract. A run that got nothing from the network says why: see `nothing_came`."""
        stopped = 128 + (signal.SIGINT if self.signal == signal.SIGINT else signal.SIGTERM)
        if self.errors:
            return self.errors[0].exit_code
        if self.stopped and self.reason is None:  # a second signal: nothing was finished, and what broke is no fault
            return stopped
        if self.fault_count or self.reason is None or self.reason in _BROKEN:
            return FAULT
        if self.stopped:
            return stopped
        if live and (error := nothing_came(tally)):
            return error.exit_code
        return CoverageError.exit_code if self.coverage else 0


def nothing_came(tally: Tally) -> NewsbotError | None:
    """Return why a live run saw no page at all, None when it saw one or had none to see."""
    if tally.forbidden and not tally.pages:
        return RobotsError("robots.txt forbids everything that was asked for.")
    if tally.refused and not tally.pages:
        return UnreachableError("nothing that was asked for has a public address of the web; the log names each address and why.")
    if tally.pages and tally.outcomes[Outcome.FAILED] == tally.pages:
        return UnreachableError("nothing that was asked for could be fetched; the log names each address and why.")
    return None
