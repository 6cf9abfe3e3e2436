"""Everything that leans on the inside of Scrapy and Twisted, where they offer no way of their own. Nothing else in the package may.

What stands here, and why:

* `send_item`: rows are made when the last page is in, and go through the item pipelines and to the feeds whatever ended the run, a signal
  among it. Items can be yielded by `start` and by callbacks only, which a run that is stopped does not call any more.
  `Scraper.start_itemproc_async` is named in release notes only.
* `pause` and `slow_down`: Retry-After and Crawl-delay are known only while the crawl goes. The setting DOWNLOAD_SLOTS is read at its
  beginning; Scrapy's own AutoThrottle reaches into the same slots.
* `HoldingQueue` and `drop_waiting`: the engine takes up to CONCURRENT_REQUESTS requests into the downloader, whose hosts may not be asked
  for a minute; a run that is stopped makes them all. Which are on the wire only the downloader's slots know.
* `in_progress`, `wake` and `delay_of`: a queue that several workers share has to know with which requests the engine is done, to be asked
  again when a host may be, and how long the pause of a host is.
* `BoundedHandler`, in :mod:`newsbot.scrapy_internals.connections`: nothing in Scrapy or Twisted bounds the headers of an answer, and Scrapy
  either refuses a certificate that does not hold or says nothing of it.
* `MemoryBound`: Scrapy's measure is the kernel's high-water mark, which a process takes over from the one that starts it.
* `FaultWatch`: an exception in a signal handler (the feed exporter's among them), in the engine's closing, or in a task that nobody waits
  for is only logged; the signals spider_error and item_error do not hear of it.
* `failed_to_begin` and `error_of`: the command has to know what ended a crawl before its spider was there.

tests/test_scrapy_internals.py asks each of these of the Scrapy that is installed: run it with the oldest and the newest version that
pyproject.toml allows.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.memusage import MemoryUsage
from scrapy.pqueues import DownloaderAwarePriorityQueue, DownloaderInterface

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scrapy import Request
    from scrapy.crawler import Crawler, CrawlerProcessBase

_MAX_FAULT_CHARS: Final = 500
"""Of a log line that stands in the run record."""

_SMALLEST_DELAY: Final = 0.01
"""Seconds: a slot without any delay does not look at when it was last used."""


async def send_item(crawler: Crawler, item: Any) -> None:
    """Send an item through the item pipelines and, if they let it pass, to the feeds."""
    await crawler.engine.scraper.start_itemproc_async(item, response=None)


# ------------------------------------------------------------------------------------------------------------------- pauses


def pause(crawler: Crawler, host: str, seconds: float) -> None:
    """Ask nothing of the host for so many seconds from now."""
    slot = _slots(crawler).get(host)
    if slot is not None:
        slot.delay = slot.delay or _SMALLEST_DELAY
        slot.lastseen = max(slot.lastseen, monotonic() + seconds - slot.delay)


def slow_down(crawler: Crawler, host: str, seconds: float) -> None:
    """Let at least so many seconds pass between two requests to the host, from now on."""
    downloader: Any = crawler.engine.downloader if crawler.engine else None
    if downloader is None:
        return
    least = max(seconds, crawler.settings.getfloat("DOWNLOAD_DELAY"), downloader.per_slot_settings.get(host, {}).get("delay", 0.0))
    downloader.per_slot_settings[host] = {**downloader.per_slot_settings.get(host, {}), "delay": least}
    slot = _slots(crawler).get(host)
    if slot is not None:
        slot.delay = max(slot.delay, least)


def _slots(crawler: Crawler) -> dict[str, Any]:
    downloader: Any = crawler.engine.downloader if crawler.engine else None
    return downloader.slots if downloader is not None else {}


# --------------------------------------------------------------------------------------------------------------- what waits


def waiting_requests(crawler: Crawler) -> Counter[str]:
    """Return by host how many requests the scheduler still has, those of a shared queue left out."""
    slot: Any = crawler.engine._slot if crawler.engine else None  # noqa: SLF001  # Scrapy has no public place for it
    queues = (getattr(slot and slot.scheduler, name, None) for name in ("mqs", "dqs"))
    found: Counter[str] = Counter()
    for queue in queues:
        if isinstance(queue, HoldingQueue):
            found.update({host: len(inner) for host, inner in queue.pqueues.items()})
    return found


class HoldingQueue(DownloaderAwarePriorityQueue):
    """The scheduler's queue, which keeps what its host may not be asked yet: no more of a host are out than it may have at once."""

    def __init__(self, crawler: Crawler, *args: Any, **kwargs: Any) -> None:
        super().__init__(crawler, *args, **kwargs)
        self._downloader_interface = _HostsWithRoom(crawler)


class _HostsWithRoom(DownloaderInterface):
    """Tells the queue of those hosts alone that may be asked more; what waits for a robots.txt counts too."""

    def stats(self, possible_slots: Iterable[str]) -> list[tuple[int, str]]:
        downloader = self.downloader
        out = Counter(downloader.get_slot_key(request) for request in downloader.active)
        return [(out[slot], slot) for slot in possible_slots if out[slot] < self._at_once(slot)]

    def _at_once(self, slot: str) -> int:
        known = self.downloader.slots.get(slot)
        return known.concurrency if known is not None else self.downloader.domain_concurrency


class Stopping(IgnoreRequest):
    """The run was asked to stop; the next one goes on."""


def drop_waiting(crawler: Crawler) -> None:
    """Let requests that wait for their host's pause fail with Stopping; what is on the wire is finished."""
    for slot in _slots(crawler).values():
        while slot.queue:
            _, waiting = slot.queue.popleft()
            if not waiting.called:
                waiting.errback(Stopping("the run was asked to stop"))


def in_progress(crawler: Crawler) -> set[Request]:
    """Return the requests that the engine took from the scheduler and is not done with: their callbacks or pipelines may be at work."""
    slot: Any = crawler.engine._slot if crawler.engine else None  # noqa: SLF001  # Scrapy has no public place for it
    return slot.inprogress if slot is not None else set()


def wake(crawler: Crawler) -> None:
    """Let the engine ask its scheduler for requests; by itself it does so when one has ended, and every five seconds."""
    slot: Any = crawler.engine._slot if crawler.engine else None  # noqa: SLF001  # Scrapy has no public place for it
    if slot is not None and slot.closing is None:
        slot.nextcall.schedule()


def delay_of(crawler: Crawler, host: str) -> float:
    """Return the seconds between two requests to the host, as settings, sources and robots.txt have it."""
    slot = _slots(crawler).get(host)
    return float(slot.delay) if slot is not None else crawler.settings.getfloat("DOWNLOAD_DELAY")


# ------------------------------------------------------------------------------------------------------------------- memory


class MemoryBound(MemoryUsage):
    """The bound on memory, measured by what this process holds now.

    By Scrapy's measure a run begun by a program of a gigabyte was over its limit before its first request.
    """

    def get_virtual_size(self) -> int:
        """Return the bytes of memory this process holds; where the system does not say (macOS), the most it ever held."""
        try:
            resident = Path("/proc/self/statm").read_text("ascii").split()[1]
        except OSError:
            return super().get_virtual_size()
        return int(resident) * os.sysconf("SC_PAGE_SIZE")


# ------------------------------------------------------------------------------------------------------------------- faults


class FaultWatch(logging.Handler):
    """Turns what Scrapy only logs into faults: exceptions in signal handlers and in the engine's closing."""

    SIGNAL_HANDLERS: Final = "scrapy.utils.signal"
    LOGGERS: Final = (SIGNAL_HANDLERS, "scrapy.core.engine", "asyncio")

    def __init__(self, fault: Callable[[str], None], doubt: Callable[[], None]) -> None:
        """``fault`` hears of every fault; ``doubt`` where it may have been the feed exporter that failed on a row."""
        super().__init__(logging.ERROR)
        self._fault, self._doubt = fault, doubt

    def emit(self, record: logging.LogRecord) -> None:
        """Hand a record on."""
        self._fault(f"{record.name}: {record.getMessage().splitlines()[0][:_MAX_FAULT_CHARS]}")
        if record.name == self.SIGNAL_HANDLERS:
            self._doubt()

    def attach(self) -> None:
        """Begin to listen."""
        for name in self.LOGGERS:
            logging.getLogger(name).addHandler(self)

    def detach(self) -> None:
        """Listen no more."""
        for name in self.LOGGERS:
            logging.getLogger(name).removeHandler(self)


# ------------------------------------------------------------------------------------------------------------- the beginning


def failed_to_begin(process: CrawlerProcessBase) -> bool:
    """Return whether a crawl of the process ended before its spider was there."""
    return process.bootstrap_failed


def error_of(crawling: object) -> BaseException | None:
    """Return what a crawl raised, if it did; asking for it keeps asyncio from printing it a second time."""
    if isinstance(crawling, asyncio.Task) and crawling.done() and not crawling.cancelled():
        return crawling.exception()
    return None
