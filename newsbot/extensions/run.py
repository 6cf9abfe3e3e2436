"""A run and the signals around it: Scrapy's, which tell how the crawl goes, and the system's, which ask it to stop."""

from __future__ import annotations

import logging
import signal
from typing import TYPE_CHECKING, Any, Final, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newsbot.extensions.of_crawler import run_of
from newsbot.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from newsbot.run.run import Run

STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class RunExtension:
    """Connects a run with Scrapy's signals. Spiders without a run (`scrapy shell`, other projects) go without."""

    def __init__(self, crawler: Crawler, run: Run) -> None:
        self.crawler = crawler
        self.run = run
        self._faults = _FaultHandler(run)
        self._handlers: dict[int, Any] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the run. Raises NewsbotError when its ledger or its record cannot be had: nothing has been requested then."""
        run = run_of(crawler)
        if run is None:
            raise NotConfigured  # without words: Scrapy would print them as a warning
        run.tally.listener = crawler.stats.inc_value
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
        self.run.closed(reason)

    def engine_stopped(self) -> None:
        """End the run: the feeds are closed by now."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self.run.feeds_closed(stored=self._feeds("success"), failed=self._feeds("failed"))
        self._faults.detach()
        self.run.finish()

    def _feeds(self, how: str) -> int:
        """How many feeds Scrapy's exporter counted as stored ("success") or not ("failed")."""
        return sum(count for name, count in self.crawler.stats.get_stats().items() if str(name).startswith(f"feedexport/{how}_count"))

    def _noting(self, stop: Callable[[int, FrameType | None], Any]) -> Callable[[int, FrameType | None], None]:
        def handle(number: int, frame: FrameType | None) -> None:
            self.run.signalled(number)
            stop(number, frame)

        return handle


class _FaultHandler(logging.Handler):
    """Turns what Scrapy only logs into faults: exceptions in signal handlers (the feed exporter is one) and in the engine's closing."""

    LOGGERS: Final = ("scrapy.utils.signal", "scrapy.core.engine", "asyncio")

    def __init__(self, run: Run) -> None:
        super().__init__(logging.ERROR)
        self.run = run

    def emit(self, record: logging.LogRecord) -> None:
        self.run.fault(f"{record.name}: {record.getMessage().splitlines()[0][:500]}")
        self.run.outbox.incomplete |= record.name == "scrapy.utils.signal"  # it may have been the feed exporter that failed on a row

    def attach(self) -> None:
        for name in self.LOGGERS:
            logging.getLogger(name).addHandler(self)

    def detach(self) -> None:
        for name in self.LOGGERS:
            logging.getLogger(name).removeHandler(self)
