"""A run and the signals around it: Scrapy's, which tell how the crawl goes, and the system's, which ask it to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import TYPE_CHECKING, Any, Final, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.extensions.feedexport import FeedExporter, FeedSlot

from newsbot.exceptions import ArgumentError
from newsbot.of_crawler import run_of
from newsbot.row import Row
from newsbot.said import said
from newsbot.scrapy_internals import FaultWatch, drop_waiting

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
        self._faults = FaultWatch(run.fault, self._doubt)
        self._handlers: dict[int, Any] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._storages: set[str] = set()
        """Names of the classes that store feeds, under which Scrapy counts them."""

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
            (extension.feed_slot_closed, signals.feed_slot_closed),
            (extension.spider_closed, signals.spider_closed),
            (extension.engine_stopped, signals.engine_stopped),
        ):
            crawler.signals.connect(receiver, sent)
        extension._faults.attach()
        logging.getLogger("scrapy.extensions.memusage").setLevel(logging.WARNING)  # it says the same figure at every look
        return extension

    def engine_started(self) -> None:
        """Listen to signals: Scrapy's own handlers, installed by now, do the stopping; SIGHUP gets the same one as SIGTERM."""
        self._loop = asyncio.get_running_loop()
        for number in STOP_SIGNALS:
            before = signal.getsignal(number)
            stop = signal.getsignal(signal.SIGTERM) if number == signal.SIGHUP else before
            if before is not signal.SIG_IGN and callable(stop):
                self._handlers[number] = before
                signal.signal(number, self._noting(stop))

        if self.crawler.settings.getdict("FEEDS") and self.crawler.get_extension(FeedExporter) is None:
            self.run.spoil(
                ArgumentError(said("a feed of FEEDS could not be set up, so that no rows would be written; the log above says why."))
            )
            self._stopping = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="feed_refused"))

    def feed_slot_closed(self, slot: FeedSlot) -> None:
        """Remember what stores a feed."""
        self._storages.add(type(slot.storage).__name__)

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

    def _doubt(self) -> None:
        self.run.outbox.incomplete = True

    def _feeds(self, how: str) -> int:
        """Return how many feeds Scrapy's exporter counted as stored ("success") or not ("failed")."""
        return sum(self.crawler.stats.get_value(f"feedexport/{how}_count/{storage}", 0) for storage in self._storages)

    def _noting(self, stop: Callable[[int, FrameType | None], Any]) -> Callable[[int, FrameType | None], None]:
        def handle(number: int, frame: FrameType | None) -> None:
            self.run.signalled(number)
            stop(number, frame)
            if self._loop is not None:
                self._loop.call_soon_threadsafe(drop_waiting, self.crawler)

        return handle
