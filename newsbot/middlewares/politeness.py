"""Politeness towards a host that is in trouble, and an end to patience: Retry-After, a breaker for silent hosts, budgets.

Pauses between requests are the downloader's own slots; here they are only made longer.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlsplit

from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest, NotConfigured

from newsbot.discovery.frontier import Budget
from newsbot.fleet.wire import host_of
from newsbot.middlewares import SERVER_ERRORS, TOO_MANY_REQUESTS
from newsbot.of_crawler import run_of
from newsbot.scrapy_internals import Stopping, pause

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newsbot.fleet import Fleet

logger = logging.getLogger(__name__)

MAX_WAIT_SECONDS: Final = 120.0
"""Seconds that a run waits because of Retry-After; a host that asks for more is left alone for the rest of the run."""
PATIENCE: Final = 12
"""Failures of a host in a row, after which it is asked no more in this run. Four of ten connections reset is still a host that works."""
SILENCE: Final = 4
"""How many failures a silent host counts for: each costs the whole timeout."""
BUDGETED: Final = "newsbot_budgeted"
_BUSY = frozenset({TOO_MANY_REQUESTS, 503})


class OverBudget(IgnoreRequest):
    """The run, or the host, has had its share of requests; the next run goes on."""


class HostRests(IgnoreRequest):
    """The host failed again and again, or asked for a long pause."""


class PolitenessMiddleware:
    """Stands between Scrapy's retries and the network, so that it sees every try."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        settings = crawler.settings
        self.budget = Budget(per_host=settings.getint("PAGES_PER_HOST"), per_run=settings.getint("PAGES_PER_RUN"))
        self.retries = settings.getint("RETRY_TIMES") if settings.getbool("RETRY_ENABLED") else 0
        self.failures: Counter[str] = Counter()
        self.resting: dict[str, str] = {}
        """Host -> why it is asked no more."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raise NotConfigured in a replay: there is nobody to be polite to."""
        run = run_of(crawler)
        if run is not None and run.arguments.replay:
            raise NotConfigured
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Turn away what is over the budget, goes to a host that rests, or comes after a stop. Raises OverBudget, HostRests or Stopping."""
        run = run_of(self.crawler)
        if run is not None and run.ending.signal is not None:
            raise Stopping("the run was asked to stop")
        host = urlsplit(request.url).netloc
        counts = not request.meta.get("dont_obey_robotstxt") and BUDGETED not in request.meta  # tries of one request count once
        if run is not None and run.fleet is not None:
            may, rests = run.fleet.may_ask(host, per_host=self.budget.per_host, per_run=self.budget.per_run, counts=counts)
            if rests:
                self.resting.setdefault(host, rests)
        else:
            may = host in self.resting or not counts or self.budget.take(request.url)
        if host in self.resting:
            raise HostRests(f"{host} is asked no more in this run: {self.resting[host]}")
        if counts:
            request.meta[BUDGETED] = True
        if not may:
            raise OverBudget(f"{host} has had its share of this run")

    def process_response(self, request: Request, response: Response) -> Response:
        """Note how the host does, and wait as long as it asks."""
        host, fleet = urlsplit(request.url).netloc, self._fleet
        if response.status < SERVER_ERRORS and response.status != TOO_MANY_REQUESTS:
            self.failures[host] = 0
            if fleet is not None:
                fleet.works(host)
        else:
            self._failed(request, f"HTTP status {response.status}")
        wait = retry_after(response.headers.get("Retry-After"), datetime.now(UTC)) if response.status in _BUSY else 0.0
        if wait > MAX_WAIT_SECONDS:
            self._rest(host, f"it asked for a pause of {wait:.0f} s")
        elif wait:
            pause(self.crawler, urlsplit(request.url).hostname or "", wait)
            if fleet is not None:
                fleet.pause(host_of(request.url), wait)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note a failure of the host. Who was silent for the whole timeout is not asked the same again; the next run tries."""
        if isinstance(exception, IgnoreRequest):
            return
        silent = isinstance(exception, (DownloadTimeoutError, TimeoutError))
        if silent:
            request.meta["dont_retry"] = True
        self._failed(request, type(exception).__name__, SILENCE if silent else 1)

    def _failed(self, request: Request, why: str, weight: int = 1) -> None:
        """Count a failure once all tries of the request have failed: a host that answers at the third try is one that works."""
        host = urlsplit(request.url).netloc
        again = self.retries > request.meta.get("retry_times", 0) and not request.meta.get("dont_retry")
        if again:
            return
        said = f"it failed again and again, at last with {why}"
        self.failures[host] += weight
        spent = self.failures[host] >= PATIENCE if self._fleet is None else self._fleet.failed(host, weight, PATIENCE, said)
        if spent and host not in self.resting:
            self._rest(host, said)
            logger.warning("%s is asked no more in this run: %s", ascii(host)[1:-1], said)

    def _rest(self, host: str, why: str) -> None:
        """Ask the host no more; in a frontier no worker does."""
        self.resting.setdefault(host, why)
        if self._fleet is not None:
            self._fleet.rest(host, why)

    @property
    def _fleet(self) -> Fleet | None:
        run = run_of(self.crawler)
        return run.fleet if run is not None else None


def retry_after(value: bytes | None, now: datetime) -> float:
    """Return the seconds that a Retry-After header asks for: it gives seconds, or a moment. 0 where it says nothing of use."""
    text = (value or b"").decode("latin-1").strip()[:40]
    if text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return 0.0
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())
