"""A run from its beginning to its end: the ledger it holds, what it counts, how it hands over its rows, and the record it leaves."""

from __future__ import annotations

import logging
import os
import secrets
import tempfile
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any, Protocol

from newsbot import __version__
from newsbot.archive.aside import Aside
from newsbot.exceptions import NewsbotError, OutputError, OutputNotCreated, RobotsError, UnreachableError
from newsbot.ledger import Ledger
from newsbot.model import CHINA, Outcome, Page, Reason, Rejection, Report
from newsbot.output.files import why_not_writable, write_whole
from newsbot.row import Row
from newsbot.run.delivery import DeliveryNote, Placed, note_beside
from newsbot.run.ending import Ending, nothing_came
from newsbot.run.record import record_text, run_record
from newsbot.run.tally import UNDECLARED, Tally
from newsbot.run.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsbot.run.arguments import Arguments, Options

logger = logging.getLogger(__name__)


class Feed(Protocol):
    """An output file, as far as the run has to know it."""

    append: bool

    def failure(self) -> NewsbotError | None:
        """Return why the file is not in its place."""

    def give_up(self, error: NewsbotError) -> None:
        """Leave nothing of the file."""

    def account(self) -> dict[str, Any]:
        """Return what the run record says of it."""


class Run:
    """One run. Created with the spider, without touching anything; `open` begins it, `finish` ends it, whatever happened between."""

    def __init__(self, name: str, arguments: Arguments, options: Options, records: Path) -> None:
        self.name = name
        self.arguments = arguments
        self.options = options
        self.record_path = records / f"{name}.json"
        self.aside = Aside(records.parent / "aside" / name)
        self.worker = Worker()
        self.started_at = datetime.now(CHINA)
        self.tally = Tally()
        self.ending = Ending()
        self.feeds: list[Feed] = []
        self.outcomes: dict[Outcome, int] = {}
        self.rows = 0
        """Rows that reached the feeds."""
        self.handing_over = False
        self.stored = 0
        """Feeds that were stored, of any kind."""
        self.finished = False
        self._ledger: Ledger | None = None
        self.doubtful = False
        """Whether a feed may lack rows without saying so."""
        self._sent: IO[bytes] | None = None
        """Ids and revisions of the rows sent; on disk, they may be a million."""
        self._noted = 0
        self._note: DeliveryNote | None = None
        self._unmarked = False
        """Whether rows are in their files that the ledger does not know to be there."""

    @property
    def exit_code(self) -> int:
        """The exit code as things stand."""
        return self.ending.exit_code(self.tally, live=self.arguments.replay is None)

    @property
    def may_hand_over(self) -> bool:
        """Whether there are rows that may be trusted: the ledger is open and nothing kept the run from it or its output."""
        return self._ledger is not None and not self.ending.errors

    @property
    def lasting(self) -> bool:
        """Whether the ledger outlives the run, and so knows what earlier runs handed over."""
        return self.options.ledger is not None

    @property
    def ledger(self) -> Ledger:
        """The open ledger."""
        assert self._ledger is not None
        return self._ledger

    def open(self) -> None:
        """Take the ledger, and make sure that the record can be written. Raises NewsbotError."""
        if error := why_not_writable(self.record_path):
            raise OutputNotCreated(f"the run record {self.record_path} cannot be created ({error.strerror}). Check the folder data/runs.")
        self._sent = tempfile.TemporaryFile()  # noqa: SIM115  # closed in finish
        self._ledger = Ledger.open(
            self.options.ledger,
            run=self.name,
            version=__version__,
            reposts=self.options.reposts,
            topic=self.arguments.topic,
            since=self.arguments.since,
        )
        self._note = note_beside(self.options.ledger, self.record_path.parent) if self.options.ledger else None
        try:
            if self._note is not None and self._note.settle(self._ledger):
                logger.warning("The last run with this ledger died while it handed over its rows; they are handed over again as needed.")
        except OSError as error:
            raise OutputError(f"{self._note} cannot be read or removed ({error.strerror}); it lies beside the ledger.") from error

    def outputs(self) -> list[dict[str, Any]]:
        """Return what the record says of each output file."""
        return [feed.account() for feed in self.feeds]

    def record(self, verdict: Report | Rejection) -> None:
        """Take in what came of a page. Raises NewsbotError when the ledger cannot be written."""
        self.ledger.record(verdict)
        self.tally.count(verdict)
        if isinstance(verdict, Rejection) and verdict.outcome is Outcome.UNREADABLE:
            self.keep_aside(verdict.page, verdict.detail)

    def keep_aside(self, page: Page, reason: str) -> None:
        """Keep the raw bytes of a page that could not be read, unless it lies in an archive anyway."""
        if page.archive is None and page.body:
            try:
                self.aside.keep(page, reason)
            except OSError as error:
                logger.warning("%s could not be kept aside: %s", ascii(page.url), error)

    def broken(self, page: Page, step: str, error: Exception) -> Rejection:
        """Note a fault of the program on a page, keep the page aside, and return its outcome."""
        why = f"{step}: {type(error).__name__}"
        self.fault(f"{step} failed on {ascii(page.url)[1:-1]:.200}: {type(error).__name__}")
        self.keep_aside(page, why)
        return Rejection(page, Outcome.FAILED, Reason.FAULT, f"a fault of the program in {why}")

    def fault(self, message: str) -> None:
        """Note a fault of the program itself: the run goes on and ends with code 1."""
        self.ending.fault(message)

    def spoil(self, error: NewsbotError) -> None:
        """Note what makes the rows incomplete: no output file takes its place in this run."""
        if self.ending.error(error):
            logger.error("%s", error)
        for feed in self.feeds:
            feed.give_up(error)

    # ---------------------------------------------------------------------------------------------------------------- the end

    def settling(self) -> Iterator[None]:
        """Settle the ledger after the last page, in short steps; afterwards its outcomes are known. Raises NewsbotError."""
        self.handing_over = True
        yield from self.ledger.settling()

    def sent(self, row: Row) -> None:
        """Remember a row that went out to the feeds."""
        assert self._sent is not None
        self.rows += 1
        self.tally.copies.update(self.arguments.declared(copy.url)[0] or UNDECLARED for copy in row.copies)
        self._sent.seek(0, os.SEEK_END)
        self._sent.write(f"{row.id}\t{row.revision}\n".encode())

    def about_to_place(self, placed: Placed) -> None:
        """Note that a file with the rows sent so far is about to take its place. Raises OSError."""
        if self._note is not None and self._sent is not None:
            self._note.rows(self._rows_sent(self._noted))
            self._noted = self._sent.tell()
            self._note.file(placed)

    def finish(self, *, last: bool = True) -> None:
        """Mark the rows as delivered, let the ledger go, write the record. Does its work once; never raises.

        ``last`` False leaves the note of what was delivered to `close`: for a caller that has more to do before the process ends.
        """
        if self.finished:
            return
        self.finished = True
        self.worker.close()
        for failure in filter(None, (feed.failure() for feed in self.feeds)):
            self.ending.error(failure)
        self.outcomes = {Outcome(name): count for name, count in self.tally.outcomes.items()}  # in case the ledger cannot say
        if self._ledger is not None:
            for step in (self._mark, self._ask_outcomes, self._ledger.close):
                try:
                    step()
                except NewsbotError as error:
                    self.ending.error(error)
                except OSError as error:
                    self.ending.error(OutputError(f"a temporary file could not be read or written ({error.strerror})."))
        self._check_sum()
        if self._sent is not None:
            self._sent.close()
        self._leave_record()
        if last:
            self.close()

    def close(self) -> None:
        """Take away the note of what was delivered: from here on the files count as seen. The last thing a run does."""
        if self._note is not None and not self._unmarked:
            try:
                self._note.tear_up()
            except OSError as error:
                logger.warning("%s cannot be removed (%s): the next run writes its rows again.", self._note.place, error.strerror)

    def _mark(self) -> None:
        """Mark the rows as delivered.

        Not when a feed failed or none was asked for: the next run with this ledger writes them. Nor when a signal stopped a run that
        replaces a file: the next run replaces it again, and would leave only what is new since.
        """
        if not self.stored or self.doubtful or self.ending.errors or self.ending.reason is None:
            return
        if self.ending.stopped and not all(feed.append for feed in self.feeds):
            return
        self._unmarked = True
        self.ledger.delivered(self._rows_sent())
        self._unmarked = False

    def _ask_outcomes(self) -> None:
        if self.handing_over:  # only what is settled tells mirrors from reports
            self.outcomes = self.ledger.outcomes()

    def _rows_sent(self, start: int = 0) -> Iterator[tuple[str, int]]:
        assert self._sent is not None
        self._sent.seek(start)
        for line in self._sent:
            name, _, revision = line.decode().partition("\t")
            yield name, int(revision)

    def _check_sum(self) -> None:
        """Hold the law that every page has one outcome."""
        if self._ledger is not None and not self.ending.errors and sum(self.outcomes.values()) != self.tally.pages:
            self.fault(f"{self.tally.pages} pages were visited, but the outcomes add up to {sum(self.outcomes.values())}")

    def _leave_record(self) -> None:
        try:
            write_whole(self.record_path, record_text(run_record(self, datetime.now(CHINA))))
        except OSError as error:
            self.ending.error(OutputError(f"the run record {self.record_path} could not be written ({error.strerror})."))
        self._say_how_it_ended()

    def _say_how_it_ended(self) -> None:
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in self.outcomes.items()) or "none"
        said = (self.name, self.tally.pages, outcomes, self.rows, self.exit_code, self.record_path)
        logger.info("Run %s: %d pages (%s), %d rows; code %d, record %s", *said)
        nothing = nothing_came(self.tally) if self.exit_code in {UnreachableError.exit_code, RobotsError.exit_code} else None
        for why in self.ending.errors or ([nothing] if nothing else []):
            logger.error("%s", why)


def live_run_name() -> str:
    """Return a name for a live run that sorts by time and is never given twice: 20260101T030000Z-4f2a91."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def now() -> datetime:
    """Return our own clock, to the second: archives hold no more, and a replay shall give the same rows."""
    return datetime.now(CHINA).replace(microsecond=0)
