"""A run from its beginning to its end: the ledger it holds, what it counts, how it hands over its rows, and the record it leaves."""

from __future__ import annotations

import atexit
import logging
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from newsbot import __version__
from newsbot.archive.aside import Aside
from newsbot.archive.bodies import printable_name
from newsbot.exceptions import NewsbotError, OutputError, OutputNotCreated
from newsbot.ledger import Ledger
from newsbot.ledger.address import on_server
from newsbot.model import CHINA, Outcome, Page, Reason, Rejection, Report
from newsbot.output.files import why_not_writable, write_whole
from newsbot.row import Row
from newsbot.run.delivery import note_beside, settle_notes
from newsbot.run.ending import Ending
from newsbot.run.outbox import Outbox
from newsbot.run.readers import Readers
from newsbot.run.record import record_text, run_record
from newsbot.run.tally import UNDECLARED, Tally
from newsbot.run.triage import read_apart
from newsbot.run.worker import Worker
from newsbot.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from newsbot.fleet import Fleet
    from newsbot.run.arguments import Arguments, Options

logger = logging.getLogger(__name__)

REPLAY: Final = "replay-"
"""Before the name of a run where a replay leaves something: it has the name of the run it replays, whose record stays as it is."""


class Run:
    """One run. Created with the spider, without touching anything; `open` begins it, `finish` ends it, whatever happened between.

    Its parts are read by whoever wants to know how the run does; what happens is told to its methods.
    """

    def __init__(self, name: str, arguments: Arguments, options: Options, records: Path | None) -> None:
        """Touch nothing yet. ``records``: the folder of the run records; None leaves no record and keeps no page aside."""
        self.name = name
        self.arguments = arguments
        self.options = options
        left = f"{REPLAY}{name}" if arguments.replay is not None and not name.startswith(REPLAY) else name
        self.record_path = records / f"{left}.json" if records is not None else None
        self.aside = Aside(records.parent / "aside" / left) if records is not None else None
        self.worker = Worker()
        self.readers = Readers(options.jobs, read_apart) if options.jobs > 1 and arguments.replay is not None else None
        self.started_at = datetime.now(CHINA)
        self.tally = Tally()
        self.ending = Ending()
        self.outbox = Outbox()
        self.handing_over = False
        """Whether the pages are all in, and rows are on their way to the feeds, or were."""
        self.finished = False
        self.fleet: Fleet | None = None
        """The other workers and what they share; None: this run is alone."""
        self._ledger: Ledger | None = None
        self._closes_at_exit = False

    @property
    def exit_code(self) -> int:
        """Return the exit code as things stand."""
        return self.ending.exit_code(self.tally, live=self.arguments.replay is None, alone=self._alone)

    @property
    def _alone(self) -> bool:
        """Whether no other worker had a part in it: what one of several did not get says nothing of what they were asked for."""
        return self.fleet is None or self.fleet.joined <= 1

    @property
    def spoilt(self) -> bool:
        """Return whether something kept the run from its ledger, its archive or its output."""
        return bool(self.ending.errors)

    @property
    def may_hand_over(self) -> bool:
        """Return whether there are rows that may be trusted."""
        return self._ledger is not None and not self.spoilt

    @property
    def lasting(self) -> bool:
        """Return whether the ledger outlives the run, and so knows what earlier runs handed over."""
        return self.options.ledger is not None

    @property
    def ledger(self) -> Ledger:
        """Return the open ledger."""
        assert self._ledger is not None
        return self._ledger

    def open(self) -> None:
        """Take the ledger, and make sure that the record can be written. Raises NewsbotError."""
        if self.record_path is not None and (error := why_not_writable(self.record_path)):
            raise OutputNotCreated(
                said(
                    "the run record {record_path} cannot be created ({why}). Check the folder data/runs.",
                    record_path=self.record_path,
                    why=error.strerror,
                )
            )
        self._ledger = Ledger.open(
            self.options.ledger,
            run=self.name,
            version=__version__,
            reposts=self.options.reposts,
            topic=self.arguments.topic,
            since=self.arguments.since,
        )
        records = self.record_path.parent if self.record_path is not None else None
        note = note_beside(self.options.ledger, records, self.name) if self.options.ledger else None
        try:
            if note is not None and settle_notes(self._ledger, note, server=on_server(self.options.ledger or "")):
                logger.warning("The last run with this ledger died while it handed over its rows; they are handed over again as needed.")
        except OSError as error:
            raise OutputError(
                said(
                    "{note} cannot be read or removed ({why}); it lies beside the ledger.",
                    note=note,
                    why=error.strerror,
                )
            ) from error
        self.outbox.open(self._ledger, note)
        if self.fleet is not None:
            self.fleet.join()

    # ---------------------------------------------------------------------------------------------------------- what happens

    def record(self, verdict: Report | Rejection, removed: Mapping[str, int] | None = None) -> None:
        """Take in what came of a page; ``removed`` as in `Tally.count`. Raises NewsbotError when the ledger cannot be written."""
        self.ledger.record(verdict)
        self.tally.count(verdict, removed)
        if isinstance(verdict, Rejection) and verdict.outcome is Outcome.UNREADABLE:
            self.keep_aside(verdict.page, verdict.detail)

    def keep_aside(self, page: Page, reason: str) -> None:
        """Keep the raw bytes of a page that could not be read, unless it lies in an archive anyway."""
        if self.aside is not None and page.archive is None and page.body:
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

    def unread(self, archive: Path) -> None:
        """Note an archive that was named and held no page."""
        self.ending.unread.append(printable_name(archive))

    def refused(self) -> None:
        """Count an address that the guards refuse."""
        self.tally.add("refused")

    def listing_lost(self) -> None:
        """Count a listing that did not come: its outcome alone does not tell it from an article."""
        self.tally.add("lost_listings")

    def discovered(self, account: Mapping[str, Any], addresses: Mapping[str, Any]) -> None:
        """Take in what the lists of each source offered, what is wrong with it, and what became of every address that became known."""
        self.tally.discovery = dict(account)
        self.tally.addresses = dict(addresses)

    def fell_behind(self, words: Sequence[str]) -> None:
        """Take in where the run fell behind earlier ones."""
        self.ending.coverage = list(words)

    def fault(self, message: str) -> None:
        """Note a fault of the program itself: the run goes on and ends with code 1."""
        self.ending.fault(message)

    def fail(self, error: NewsbotError) -> bool:
        """Note what kept the run from its ledger or its output; return whether it is news."""
        return self.ending.error(error)

    def spoil(self, error: NewsbotError) -> None:
        """Note what makes the rows incomplete: no output file takes its place in this run."""
        if self.fail(error):
            logger.error("%s", error)
        self.outbox.give_up(error)

    def signalled(self, number: int) -> None:
        """Note a signal that asks the run to stop; the first one counts."""
        if self.ending.signal is None:
            self.ending.signal = number

    def closed(self, reason: str) -> None:
        """Note why the spider closed; tell mirrors from reports, if the ledger is settled."""
        self.ending.reason = reason
        if self.handing_over and self._ledger is not None:
            try:
                self.tally.settle(self._ledger.outcomes())
            except NewsbotError as error:
                self.fail(error)

    # ---------------------------------------------------------------------------------------------------------------- the end

    def settling(self) -> Iterator[None]:
        """Settle the ledger after the last page, in short steps; afterwards its outcomes are known. Raises NewsbotError."""
        self.handing_over = True
        if self.readers is not None:
            self.readers.close()  # what they hold in memory is another process's now
        yield from self.ledger.settling(self.options.jobs)

    def sent(self, row: Row) -> None:
        """Remember a row that went out to the feeds."""
        self.outbox.send(row.id, row.revision)
        self.tally.add("rows")
        for copy in row.copies:
            self.tally.add(f"copies/{self.arguments.declared(copy.url)[0] or UNDECLARED}")

    def feeds_closed(self, *, stored: int, failed: int) -> None:
        """Take in how many feeds of any kind were stored, and how many were not."""
        if error := self.outbox.closed(stored=stored, failed=failed):
            self.fail(error)

    def close_at_exit(self) -> None:
        """Leave the last step to the end of the process: for a command that has more to do after `finish`."""
        self._closes_at_exit = True
        atexit.register(self.close)

    def finish(self) -> None:
        """Mark the rows as delivered, let the ledger go, write the record. Does its work once; never raises."""
        if self.finished:
            return
        self.finished = True
        self.worker.close()
        if self.readers is not None:
            self.readers.close()
        for failure in self.outbox.failures():
            self.fail(failure)
        if self._ledger is not None:
            for step in (self._mark, self._ledger.close):
                try:
                    step()
                except NewsbotError as error:
                    self.fail(error)
                except OSError as error:
                    self.fail(OutputError(said("a temporary file could not be read or written ({why}).", why=error.strerror)))
        self._check_sum()
        self.outbox.forget()
        self._leave_record()
        if not self._closes_at_exit:
            self.close()

    def close(self) -> None:
        """Take away the note of what was delivered: from here on the files count as seen. The last thing a run does."""
        try:
            self.outbox.close()
        except OSError as error:
            logger.warning("The delivery note cannot be removed (%s): the next run writes its rows again.", error)

    def _mark(self) -> None:
        if not self.spoilt and self.ending.reason is not None:
            self.outbox.mark(self.ledger, stopped=self.ending.stopped)

    def _check_sum(self) -> None:
        """Hold the law that every page has one outcome."""
        total = sum(self.tally.outcomes.values())
        if self._ledger is not None and not self.spoilt and total != self.tally.pages:
            self.fault(f"{self.tally.pages} pages were visited, but the outcomes add up to {total}")

    def _leave_record(self) -> None:
        if self.record_path is None:
            return
        try:
            write_whole(self.record_path, record_text(run_record(self, datetime.now(CHINA))))
        except OSError as error:
            self.fail(
                OutputError(
                    said(
                        "the run record {record_path} could not be written ({why}).",
                        record_path=self.record_path,
                        why=error.strerror,
                    )
                )
            )
        self._say_how_it_ended()

    def _say_how_it_ended(self) -> None:
        outcomes = self.tally.outcomes
        said = ", ".join(f"{outcomes[name]} {name}" for name in Outcome if outcomes[name]) or "none"
        logger.info(
            "Run %s: %d pages (%s), %d rows; code %d, record %s",
            *(self.name, self.tally.pages, said, self.tally.rows, self.exit_code, self.record_path),
        )
        nothing = self.ending.nothing_came(self.tally, live=self.arguments.replay is None) if self._alone else None
        for why in self.ending.errors or ([nothing] if nothing and self.exit_code == nothing.exit_code else []):
            logger.error("%s", why)


def live_run_name() -> str:
    """Return a name for a live run that sorts by time and is never given twice: 20260101T030000Z-4f2a91."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def now() -> datetime:
    """Return our own clock, to the second: archives hold no more, and a replay shall give the same rows."""
    return datetime.now(CHINA).replace(microsecond=0)
