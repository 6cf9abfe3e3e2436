"""Scrapy's side of a frontier that several workers share: a scheduler that keeps nothing on disk, and a handler that waits for its turn.

Articles go to the frontier; lists, parts of articles, retries and redirects stay with the worker that has them, but wait for their host's
turn like everything else. A task counts as done when the ledger has what came of it.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Self

from scrapy.core.scheduler import BaseScheduler

from newsbot.discovery.tasks import Purpose, Task
from newsbot.exceptions import FrontierError, NewsbotError
from newsbot.fleet.wire import host_of
from newsbot.middlewares.robots import ROBOTS
from newsbot.of_crawler import run_of
from newsbot.scrapy_internals import Stopping, delay_of, in_progress, wake
from newsbot.scrapy_internals.connections import BoundedHandler
from newsbot.spiders.live import SHARED, TASK

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newsbot.fleet import Fleet
    from newsbot.spiders.live import Live

logger = logging.getLogger(__name__)

TICK_SECONDS: Final = 0.1
"""Between two looks at what ended and what may begin."""
EXCHANGE_SECONDS: Final = 0.5
"""Between two exchanges with the other workers: each costs a commit of the ledger and a call."""
CLAIM_SECONDS: Final = 1.0
"""After which it is looked again whether a place to begin at became free."""
MOST_AT_ONCE: Final = 8
"""Requests of a worker's own lists beyond which it claims no further place: the others are to have some."""
MOST_HOSTS: Final = 64
"""Hosts of its own that a worker offers at once."""
_LONGEST_WAIT: Final = 1.0


class SharedScheduler(BaseScheduler):
    """Hands out what the worker may ask for now: its own, or what any worker found."""

    def __init__(self, crawler: Crawler, fleet: Fleet) -> None:
        self.crawler = crawler
        self.fleet = fleet
        self._order = itertools.count()
        self._own: dict[str, list[tuple[int, int, Request]]] = {}
        """By host, a heap of requests that stay with this worker."""
        self._waiting: Counter[str] = Counter()
        """By name of a shared task, its retries, redirects and further pages that wait here."""
        self._out: dict[Request, str] = {}
        """Requests that the engine has -> their host."""
        self._urls: dict[str, set[str]] = {}
        """By name of a shared task, the addresses it led to."""
        self._not_before = self._exchanged = self._claimed = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._ended = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the scheduler of a run that has a frontier."""
        run = run_of(crawler)
        assert run is not None
        assert run.fleet is not None
        return cls(crawler, run.fleet)

    # ------------------------------------------------------------------------------------------------- what Scrapy calls

    def open(self, spider: Spider) -> None:
        """Begin to look after things."""
        del spider
        self._timer = asyncio.get_running_loop().call_later(TICK_SECONDS, self._tick)

    def close(self, reason: str) -> None:
        """Give back what is left."""
        del reason
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._leave()

    def has_pending_requests(self) -> bool:
        """Return whether this worker has, or waits for, something."""
        return not self._ended and bool(self._own or self.fleet.held or self.fleet.mine)

    def enqueue_request(self, request: Request) -> bool:
        """Take a request: an article goes to whoever comes first."""
        self._not_before = 0.0
        task: Task | None = request.meta.get(TASK)
        if task is None or task.purpose is not Purpose.ARTICLE or SHARED in request.meta:
            self._keep(request)
            return True
        try:
            came = self.fleet.publish(task)
        except FrontierError as error:
            self._give_up(error)
            return False
        if came is not None and (live := self._live) is not None:
            live.heard(task, came)
        return True

    def next_request(self) -> Request | None:
        """Return a request whose host may be asked now."""
        run = run_of(self.crawler)
        if self._ended or run is None or run.spoilt or run.ending.signal is not None:
            return None
        try:
            self._sweep()
            if time.monotonic() < self._not_before:
                return None
            turn = self.fleet.next(self._offers())
        except FrontierError as error:
            self._give_up(error)
            return None
        if isinstance(turn, float):
            self._not_before = time.monotonic() + turn
            return None
        if turn.task is None:
            return self._sent(self._taken(turn.host), turn.host)
        live = self._live
        made = next(live.requests([turn.task]), None) if live is not None else None
        if made is None:
            return None
        made.meta[SHARED] = turn.name
        self._urls[turn.name] = {turn.task.url}
        return self._sent(made, turn.host)

    # ----------------------------------------------------------------------------------------------------------- private

    @property
    def _live(self) -> Live | None:
        live: Live | None = getattr(self.crawler.spider, "live", None)
        return live

    def _keep(self, request: Request) -> None:
        heapq.heappush(self._own.setdefault(host_of(request.url), []), (-request.priority, next(self._order), request))
        if (name := request.meta.get(SHARED)) is not None:
            self._waiting[name] += 1
            self._urls.setdefault(name, set()).add(request.url)

    def _taken(self, host: str) -> Request:
        _, _, request = heapq.heappop(self._own[host])
        if not self._own[host]:
            del self._own[host]
        if (name := request.meta.get(SHARED)) is not None:
            self._waiting[name] -= 1
        return request

    def _sent(self, request: Request, host: str) -> Request:
        self._out[request] = host
        return request

    def _offers(self) -> list[tuple[str, int]]:
        """Hosts of this worker's own requests; each goes to the end, so that all are offered in turn."""
        out = set(self._out.values())
        offered = [host for host in self._own if host not in out][:MOST_HOSTS]
        if len(self._own) > MOST_HOSTS:
            for host in offered:
                self._own[host] = self._own.pop(host)
        return [(host, -self._own[host][0][0]) for host in offered]

    def _sweep(self) -> None:
        """Let go of what the engine has done with, and of hosts that are not asked after all."""
        working = in_progress(self.crawler)
        done = [request for request in self._out if request not in working]
        for request in done:
            del self._out[request]
        if done:
            self._not_before = 0.0
            for host in self.fleet.leases - self.fleet.on_wire - set(self._out.values()):
                self.fleet.drop(host)

    def _done_with(self) -> list[str]:
        """Names of shared tasks in hand with which nothing is to be done any more."""
        busy = {request.meta.get(SHARED) for request in self._out}
        articles: Any = getattr(self.crawler.spider, "pending_articles", None)
        return [
            name
            for name in self.fleet.held
            if name not in busy and not self._waiting[name]
            if articles is None or not any(articles.holds(url) for url in self._urls.get(name, ()))
        ]

    def _tick(self) -> None:
        run, now = run_of(self.crawler), time.monotonic()
        if run is None or self._ended:
            return
        self._timer = asyncio.get_running_loop().call_later(TICK_SECONDS, self._tick)
        try:
            if run.spoilt or run.ending.signal is not None:
                if not in_progress(self.crawler):
                    self._leave()  # the others need not wait until this worker has settled
                return
            self._sweep()
            if now >= self._exchanged + EXCHANGE_SECONDS:
                self._exchange()
                self._exchanged = now
            if now >= self._claimed + CLAIM_SECONDS:
                self._claim(now)
        except NewsbotError as error:
            self._give_up(error)
        if now >= self._not_before:
            wake(self.crawler)

    def _exchange(self) -> None:
        """Say what is done, once the ledger has it, and hear what others did."""
        run, live = run_of(self.crawler), self._live
        if run is None or live is None:
            return
        done = self._done_with()
        if done:
            run.ledger.commit()
        for name in done:
            self._urls.pop(name, None)
            self._waiting.pop(name, None)
        heard = list(self.fleet.exchange(done))
        for task, came in heard:
            live.heard(task, came)
        if heard or done:
            self._ask(live.due())

    def _claim(self, now: float) -> None:
        live = self._live
        while live is not None and sum(map(len, self._own.values())) + len(self._out) < MOST_AT_ONCE:
            place = self.fleet.claim()
            if place is None:
                self._claimed = now
                return
            self._ask(live.begin_at(place))

    def _ask(self, requests: Any) -> None:
        for request in requests:
            self.crawler.engine.crawl(request)

    def _leave(self) -> None:
        """Say what is done, and give back all else."""
        if self._ended:
            return
        self._ended = True
        run = run_of(self.crawler)
        try:
            if run is not None and not run.spoilt and self.fleet.round:
                done = [name for name in self._done_with() if self.fleet.lasts(name)]
                run.ledger.commit()
                for task, came in self.fleet.exchange(done):
                    if self._live is not None:
                        self._live.heard(task, came)
            self.fleet.leave()
        except NewsbotError as error:
            if run is not None:
                run.spoil(error)

    def _give_up(self, error: NewsbotError) -> None:
        run = run_of(self.crawler)
        if run is not None and not run.spoilt:
            run.spoil(error)
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="frontier_failed"))


class TurnHandler(BoundedHandler):
    """Sends a request when it is this worker's turn at the host, and says when the answer is in: from then on the pause counts."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._crawler = crawler

    async def download_request(self, request: Request) -> Response:
        """Return the answer. Raises as Scrapy's own does, Stopping where the run is asked to stop, and FrontierError."""
        run = run_of(self._crawler)
        assert run is not None
        assert run.fleet is not None
        fleet, host = run.fleet, host_of(request.url)
        delay = delay_of(self._crawler, host)
        while (wait := TICK_SECONDS if host in fleet.on_wire else fleet.turn(host, delay)) > 0:
            await asyncio.sleep(min(wait, _LONGEST_WAIT))
            if run.ending.signal is not None:
                raise Stopping("the run was asked to stop")
        fleet.on_wire.add(host)
        try:
            return await super().download_request(request)
        finally:
            fleet.on_wire.discard(host)
            # what waited for a robots.txt is asked for next; until then nobody else finds that the host's rules are not known
            fleet.answered(host, delay, keep=ROBOTS in request.meta)
