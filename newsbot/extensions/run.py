"""A run from its beginning to its end: the ledger it holds, what it counts, how it hands over its rows, and the record it leaves."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import signal
import tempfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newsbot import __version__
from newsbot.archive.aside import Aside
from newsbot.exceptions import NewsbotError, OutputError, OutputNotCreated, RobotsError, UnreachableError
from newsbot.extensions.delivery import DeliveryNote, Placed, note_beside
from newsbot.extensions.ending import Ending, nothing_came
from newsbot.extensions.record import record_text, run_record
from newsbot.extensions.tally import Tally
from newsbot.ledger import Ledger
from newsbot.model import CHINA, Outcome, Page, Rejection, Report, Row
from newsbot.output.files import why_not_writable, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from newsbot.spiders.arguments import Arguments, Options

logger = logging.getLogger(__name__)

STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_BREATH: Final = 64
"""Rows after which the event loop gets its turn."""


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
        self._sent = tempfile.TemporaryFile()  # noqa: SIM115  # ids of the rows sent; held on disk, they may be a million
        self._noted = 0
        self._note: DeliveryNote | None = None
        self._unmarked = False
        """Whether rows are in their files that the ledger does not know to be there."""

    @property
    def exit_code(self) -> int:
        """The exit code as things stand."""
        return self.ending.exit_code(self.tally, live=self.arguments.replay is None)

    @property
    def ledger(self) -> Ledger:
        """The open ledger."""
        assert self._ledger is not None
        return self._ledger

    def open(self) -> None:
        """Take the ledger, and make sure that the record can be written. Raises NewsbotError."""
        if error := why_not_writable(self.record_path):
            raise OutputNotCreated(f"the run record {self.record_path} cannot be created ({error.strerror}). Check the folder data/runs.")
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

    def record(self, verdict: Report | Rejection) -> None:
        """Take in what came of a page. Raises NewsbotError when the ledger cannot be written."""
        self.ledger.record(verdict)
        self.tally.count(verdict)
        if isinstance(verdict, Rejection) and verdict.outcome is Outcome.UNREADABLE:
            self.keep_aside(verdict.page, verdict.reason)

    def keep_aside(self, page: Page, reason: str) -> None:
        """Keep the raw bytes of a page that could not be read, unless it lies in an archive anyway."""
        if page.archive is None and page.body:
            try:
                self.aside.keep(page, reason)
            except OSError as error:
                logger.warning("%s could not be kept aside: %s", ascii(page.url), error)

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

    async def hand_over(self, crawler: Crawler) -> None:
        """Settle the ledger, and send its rows through the item pipelines to the feed exporter: one at a time, so in order."""
        if self.ending.errors or self._ledger is None:
            return
        self.handing_over = True
        try:
            self.ledger.settle()
            for number, row in enumerate(self.ledger.rows()):
                await crawler.engine.scraper.start_itemproc_async(row, response=None)
                if number % _BREATH == 0:
                    await asyncio.sleep(0)
        except NewsbotError as error:
            self.spoil(error)
        except Exception as error:
            logger.exception("The rows could not be made.")
            self.fault(f"the rows could not be made: {type(error).__name__}: {error}")
            self.spoil(OutputError("the rows could not be made; no output was written."))

    def sent(self, row: Row) -> None:
        """Remember a row that went out to the feeds."""
        self.rows += 1
        self._sent.seek(0, os.SEEK_END)
        self._sent.write(f"{row.id}\t{row.revision}\n".encode())

    def about_to_place(self, placed: Placed) -> None:
        """Note that a file with the rows sent so far is about to take its place. Raises OSError."""
        if self._note is not None:
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
        for failure in filter(None, (feed.failure() for feed in self.feeds)):
            self.ending.error(failure)
        self.outcomes = {Outcome(name): count for name, count in self.tally.outcomes.items()}  # in case the ledger cannot say
        try:
            if self._ledger is not None:
                if self._may_mark():
                    self._unmarked = True
                    self._ledger.delivered(self._rows_sent())
                    self._unmarked = False
                if self.handing_over:  # only what is settled tells mirrors from reports
                    self.outcomes = self._ledger.outcomes()
                self._ledger.close()
        except NewsbotError as error:
            self.ending.error(error)
        self._check_sum()
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

    def _may_mark(self) -> bool:
        """Whether the rows count as delivered.

        Not when a feed failed or none was asked for: the next run with this ledger writes them. Nor when a signal stopped a run that
        replaces a file: the next run replaces it again, and would leave only what is new since.
        """
        if not self.stored or self.ending.errors or self.ending.reason is None:
            return False
        return not self.ending.stopped or all(feed.append for feed in self.feeds)

    def _rows_sent(self, start: int = 0) -> Iterator[tuple[str, int]]:
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


class RunExtension:
    """Connects a run with Scrapy's signals. Spiders without a run (`scrapy shell`, other projects) go without."""

    last: ClassVar[bool] = True
    """Whether the run is over when the engine stops. False for the command, which closes the run with the process."""

    def __init__(self, crawler: Crawler, run: Run) -> None:
        self.crawler = crawler
        self.run = run
        self._faults = _FaultHandler(run.fault)
        self._handlers: dict[int, Any] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the run. Raises NewsbotError when its ledger or its record cannot be had: nothing has been requested then."""
        run = run_of(crawler)
        if run is None:
            raise NotConfigured  # without words: Scrapy would print them as a warning
        run.open()
        extension = cls(crawler, run)
        for receiver, sent in (
            (extension.engine_started, signals.engine_started),
            (extension.item_scraped, signals.item_scraped),
            (extension.item_error, signals.item_error),
            (extension.spider_error, signals.spider_error),
            (extension.spider_closed, signals.spider_closed),
            (extension.engine_stopped, signals.engine_stopped),
        ):
            crawler.signals.connect(receiver, sent)
        extension._faults.attach()
        logging.getLogger("scrapy.extensions.memusage").setLevel(logging.WARNING)  # it says the same figure at every look
        return extension

    def engine_started(self) -> None:
        """Listen to signals: Scrapy's own handlers, installed by now, do the stopping; SIGHUP gets the same one as SIGTERM."""
        for number in STOP_SIGNALS:
            before = signal.getsignal(number)
            stop = signal.getsignal(signal.SIGTERM) if number == signal.SIGHUP else before
            if before is not signal.SIG_IGN and callable(stop):
                self._handlers[number] = before
                signal.signal(number, self._noting(stop))

    def item_scraped(self, item: object) -> None:
        """Count a row that went out."""
        if isinstance(item, Row):
            self.run.sent(item)

    def item_error(self, failure: Failure) -> None:
        """Note an exception in a pipeline."""
        self.run.fault(f"exception in a pipeline: {failure.getErrorMessage()}")

    def spider_error(self, failure: Failure) -> None:
        """Note an exception in a callback, or in `start`."""
        self.run.fault(f"exception in the spider: {failure.getErrorMessage()}")

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Remember why the spider closed."""
        del spider
        self.run.ending.reason = reason

    def engine_stopped(self) -> None:
        """End the run: the feeds are closed by now."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self.run.stored = self._feeds("success")
        if self._feeds("failed") > sum(feed.failure() is not None for feed in self.run.feeds):
            self.run.ending.error(OutputError("a feed could not be stored; the log above says why."))
        self._faults.detach()
        self.run.finish(last=self.last)

    def _feeds(self, how: str) -> int:
        """How many feeds Scrapy's exporter counted as stored ("success") or not ("failed")."""
        return sum(count for name, count in self.crawler.stats.get_stats().items() if str(name).startswith(f"feedexport/{how}_count"))

    def _noting(self, stop: Callable[[int, FrameType | None], Any]) -> Callable[[int, FrameType | None], None]:
        def handle(number: int, frame: FrameType | None) -> None:
            if self.run.ending.signal is None:
                self.run.ending.signal = number
            stop(number, frame)

        return handle


def run_of(crawler: Crawler) -> Run | None:
    """Return the run of the crawler's spider; None for a spider that is not ours."""
    run = getattr(crawler.spider, "run", None)
    return run if isinstance(run, Run) else None


class _FaultHandler(logging.Handler):
    """Turns what Scrapy only logs into faults: exceptions in signal handlers (the feed exporter is one) and in the engine's closing."""

    LOGGERS: Final = ("scrapy.utils.signal", "scrapy.core.engine", "asyncio")

    def __init__(self, fault: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self._fault = fault

    def emit(self, record: logging.LogRecord) -> None:
        self._fault(f"{record.name}: {record.getMessage().splitlines()[0][:500]}")

    def attach(self) -> None:
        for name in self.LOGGERS:
            logging.getLogger(name).addHandler(self)

    def detach(self) -> None:
        for name in self.LOGGERS:
            logging.getLogger(name).removeHandler(self)
