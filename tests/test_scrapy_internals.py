"""Canaries: what newsbot.scrapy_internals takes from the inside of Scrapy and Twisted is there, and does what we think it does.

Run with the oldest and the newest Scrapy that pyproject.toml allows: each test names one place that has to be looked at when it fails.
"""

import asyncio
import inspect
import logging
import tomllib
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import scrapy.core.engine
import scrapy.core.scheduler
import scrapy.utils.signal
from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.downloader.handlers import http11
from scrapy.core.scraper import Scraper
from scrapy.crawler import CrawlerProcessBase, CrawlerRunnerBase
from scrapy.extensions.memusage import MemoryUsage
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager
from scrapy.squeues import FifoMemoryQueue
from twisted.internet.defer import Deferred
from twisted.web._newclient import HTTP11ClientProtocol, HTTPClientParser

from newsbot import scrapy_internals
from newsbot.scrapy_internals import (
    FaultWatch,
    HoldingQueue,
    MemoryBound,
    Stopping,
    delay_of,
    drop_waiting,
    error_of,
    in_progress,
    pause,
    send_item,
    slow_down,
    waiting_requests,
    wake,
)

ROOT = Path(__file__).parents[1]
SERIES = "2"
"""The series of Scrapy whose inside these tests know."""


def test_pyproject_allows_only_the_series_that_is_known_here():
    (scrapy_,) = [
        line for line in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"] if line.startswith("scrapy")
    ]
    assert scrapy_.endswith(",<3")
    assert version("scrapy").split(".")[0] == SERIES


def test_a_scraper_takes_items_that_no_callback_gave():
    assert list(inspect.signature(Scraper.start_itemproc_async).parameters) == ["self", "item", "response"]
    sent: list[Any] = []

    async def start_itemproc_async(item, *, response):
        sent.append((item, response))

    crawler: Any = SimpleNamespace(engine=SimpleNamespace(scraper=SimpleNamespace(start_itemproc_async=start_itemproc_async)))
    asyncio.run(send_item(crawler, "row"))
    assert sent == [("row", None)]


def test_slots_of_the_downloader_can_be_slowed_down_and_made_to_wait():
    slot = Slot(concurrency=1, delay=0.0, jitter=0.0)
    downloader = SimpleNamespace(slots={"a.test": slot}, per_slot_settings={})
    crawler: Any = SimpleNamespace(engine=SimpleNamespace(downloader=downloader), settings=Settings({"DOWNLOAD_DELAY": 2}))
    slow_down(crawler, "a.test", 7)
    assert slot.delay == slot.download_delay() == downloader.per_slot_settings["a.test"]["delay"] == 7
    before = slot.lastseen
    pause(crawler, "a.test", 30)
    assert slot.lastseen > before
    source = inspect.getsource(Downloader)
    assert "slot.lastseen" in inspect.getsource(Downloader._process_queue)
    assert "self.per_slot_settings" in source
    made: Any = Downloader.__new__(Downloader)
    made.slots, made.per_slot_settings = {}, downloader.per_slot_settings
    made.ip_concurrency, made.domain_concurrency, made._delay, made._jitter = 0, 1, 2.0, 0.0
    made._start_slot_gc = lambda: None
    assert made._get_slot(Request("http://a.test/"))[1].delay == 7


def a_downloader(**slots):
    """A downloader of one request at a time to a host, with slots as given."""
    made: Any = Downloader.__new__(Downloader)
    made.slots, made.active, made.domain_concurrency, made.ip_concurrency = slots, set(), 1, 0
    return made


def test_the_queue_hands_out_no_more_of_a_host_than_it_may_be_asked_at_once():
    downloader = a_downloader(**{"b.test": Slot(concurrency=2, delay=0.0, jitter=0.0)})
    crawler: Any = SimpleNamespace(engine=SimpleNamespace(downloader=downloader), settings=Settings({"CONCURRENT_REQUESTS_PER_IP": 0}))
    queue: Any = HoldingQueue.from_crawler(crawler, FifoMemoryQueue, "")
    for number in range(3):
        for host in ("a.test", "b.test"):
            queue.push(Request(f"http://{host}/{number}"))
    out = []
    while (request := queue.pop()) is not None:
        out.append(request)
        downloader.active.add(request)  # also while it waits for a robots.txt
    assert sorted(request.url for request in out) == ["http://a.test/0", "http://b.test/0", "http://b.test/1"]
    downloader.active.remove(next(request for request in out if "a.test" in request.url))
    assert queue.pop().url == "http://a.test/1"
    assert len(queue) == 2
    crawler.engine._slot = SimpleNamespace(scheduler=SimpleNamespace(mqs=queue, dqs=None))
    assert waiting_requests(crawler) == {"a.test": 1, "b.test": 1}
    crawler.engine._slot.scheduler = SimpleNamespace()  # one of another kind, which says nothing
    assert not waiting_requests(crawler)
    assert all(f"self.{name}" in inspect.getsource(scrapy.core.scheduler.Scheduler) for name in ("mqs", "dqs"))


def test_what_waits_for_its_hosts_pause_fails_when_the_run_is_stopped():
    slot = Slot(concurrency=1, delay=2.0, jitter=0.0)
    waiting: Deferred[Any] = Deferred()
    slot.queue.append((Request("http://a.test/"), waiting))
    crawler: Any = SimpleNamespace(engine=SimpleNamespace(downloader=a_downloader(**{"a.test": slot})))
    drop_waiting(crawler)
    assert not slot.queue
    failures: list[Any] = []
    waiting.addErrback(failures.append)
    assert isinstance(failures[0].value, Stopping)
    assert "slot.queue.append((request, d))" in inspect.getsource(Downloader._enqueue_request)


def test_the_handler_of_http_makes_its_connections_by_a_factory_that_can_be_replaced():
    assert "self._pool._factory = _LenientHTTP11ClientFactory" in inspect.getsource(http11.HTTP11DownloadHandler.__init__)
    assert issubclass(http11._LenientHTTPClientParser, HTTPClientParser)
    assert issubclass(http11._LenientHTTP11ClientProtocol, HTTP11ClientProtocol)
    assert "_LenientHTTPClientParser" in inspect.getsource(http11._LenientHTTP11ClientProtocol.request)
    assert "_quiescentCallback" in inspect.getsource(http11._LenientHTTP11ClientFactory.buildProtocol)
    assert not set(vars(http11._LenientHTTPClientParser)) - {"lineReceived", "__doc__", "__module__", "__qualname__"} - set(dir(object))


def test_the_engine_says_with_which_requests_it_is_at_work_and_can_be_woken():
    slot_class = scrapy.core.engine._Slot
    source = inspect.getsource(slot_class)
    assert all(f"self.{name}" in source for name in ("inprogress", "nextcall", "closing"))
    woken: list[bool] = []
    request = Request("http://a.test/")
    slot = SimpleNamespace(inprogress={request}, closing=None, nextcall=SimpleNamespace(schedule=lambda: woken.append(True)))
    crawler: Any = SimpleNamespace(engine=SimpleNamespace(_slot=slot, downloader=None))
    assert in_progress(crawler) == {request}
    wake(crawler)
    slot.closing = object()
    wake(crawler)
    assert woken == [True]
    ended = inspect.getsource(scrapy.core.engine.ExecutionEngine._start_scheduled_request)
    assert ended.index("_handle_downloader_output") < ended.index("_remove_request") < ended.index("slot.nextcall.schedule()")
    assert "enqueue_scrape" in inspect.getsource(scrapy.core.engine.ExecutionEngine._handle_downloader_output)
    assert in_progress(SimpleNamespace(engine=None)) == set()  # type: ignore[arg-type]


def test_the_pause_of_a_host_is_that_of_its_slot():
    slot = Slot(concurrency=1, delay=3.0, jitter=0.0)
    downloader = SimpleNamespace(slots={"a.test": slot}, per_slot_settings={})
    crawler: Any = SimpleNamespace(engine=SimpleNamespace(downloader=downloader), settings=Settings({"DOWNLOAD_DELAY": 2}))
    assert (delay_of(crawler, "a.test"), delay_of(crawler, "b.test")) == (3.0, 2.0)


def test_the_bound_on_memory_is_asked_for_what_is_held():
    assert "self.get_virtual_size()" in inspect.getsource(MemoryUsage)
    assert MemoryBound.get_virtual_size is not MemoryUsage.get_virtual_size


def test_exceptions_in_signal_handlers_are_logged_where_they_are_listened_for():
    assert scrapy.utils.signal.logger.name == FaultWatch.SIGNAL_HANDLERS
    assert scrapy.core.engine.logger.name in FaultWatch.LOGGERS
    faults: list[str] = []
    doubts: list[bool] = []
    watch = FaultWatch(faults.append, lambda: doubts.append(True))
    watch.attach()
    try:
        signal = object()

        def broken(**_):
            raise OSError("full")

        manager = SignalManager(None)
        manager.connect(broken, signal)
        manager.send_catch_log(signal)
        logging.getLogger("scrapy.core.engine").error("closing failed")
    finally:
        watch.detach()
    logging.getLogger("scrapy.core.engine").error("nobody listens")
    assert [fault.split(":")[0] for fault in faults] == ["scrapy.utils.signal", "scrapy.core.engine"]
    assert doubts == [True]


def test_a_process_says_whether_a_crawl_could_begin():
    assert "self.bootstrap_failed = False" in inspect.getsource(CrawlerProcessBase.__mro__[1]) + inspect.getsource(CrawlerRunnerBase)


def test_what_a_crawl_raised_is_the_exception_of_its_task():
    async def crawl():
        raise OSError("full")

    async def both():
        task = asyncio.ensure_future(crawl())
        await asyncio.wait([task])
        return error_of(task), error_of("no task")

    error, none = asyncio.run(both())
    assert isinstance(error, OSError)
    assert none is None


@pytest.mark.parametrize("path", sorted((ROOT / "newsbot").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_else_leans_on_the_inside_of_scrapy(path):
    if path.parent == Path(scrapy_internals.__file__).parent:
        return
    inside = ("scrapy.core.engine", "scrapy.core.scraper", "handlers import http11", "engine.scraper", "engine.downloader", "._newclient")
    text = path.read_text("utf-8")
    assert not [word for word in inside if word in text]
