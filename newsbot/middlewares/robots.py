"""robots.txt as RFC 9309 has it: what cannot be asked for is forbidden, and what cannot be read is not taken for a permission.

2xx is read, 4xx allows all, 5xx and no answer at all forbid all. At most 500 KiB count, cut at the end of a line, and what was read
counts for a day, also in later runs. Crawl-delay may only make the pause between two requests longer.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.misc import load_object

from newsbot.middlewares import SERVER_ERRORS, SUCCESS, TOO_MANY_REQUESTS
from newsbot.middlewares.robots_rules import EVERYBODY, product_token, rules_for
from newsbot.model import CHINA
from newsbot.of_crawler import run_of
from newsbot.scrapy_internals import delay_of, slow_down

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

    from newsbot.run.run import Run

logger = logging.getLogger(__name__)

MAX_ROBOTS_BYTES: Final = 500 * 1024
"""What RFC 9309 asks for at least. A file of 60 MB took 800 MB and 15 s to parse."""
MAX_HELD_BYTES: Final = 2 << 20
"""Of rules that are held, for all hosts together: parsed they take some twenty times as much. 75 files of 500 KiB took 812 MB."""
MAX_REDIRECTS: Final = 5
"""That are followed to a robots.txt: at least five, says RFC 9309."""
ROBOTS_PRIORITY: Final = 100_000
"""Of a request for robots.txt: before everything that waits for it."""
_BUSY: Final = frozenset({408, 425, TOO_MANY_REQUESTS})
"""Statuses of a server that may answer later: timeout, too early, too many requests."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
FRESH_FOR: Final = timedelta(days=1)
MAX_CRAWL_DELAY_SECONDS: Final = 120.0
"""Seconds; news-crawl obeys Crawl-delay to 120 s too. A host that asks for more gets one request every two minutes."""
ROBOTS: Final = "newsbot_robots"
"""Key of the meta of a request for robots.txt: how many bytes have come."""


class ForbiddenByRobots(IgnoreRequest):
    """The site's robots.txt does not allow the address."""


class RobotsUnreachable(IgnoreRequest):
    """robots.txt could not be had, so nothing on the host may be asked for."""


class RobotsMiddleware:
    """Lets a request pass once its host's robots.txt allows it."""

    def __init__(self, crawler: Crawler, run: Run | None) -> None:
        self.crawler = crawler
        self.run = run
        self.token = product_token(str(crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]))
        self._parser: type[RobotParser] = load_object(crawler.settings["ROBOTSTXT_PARSER"])
        self._hosts: OrderedDict[str, asyncio.Task[RobotParser | None]] = OrderedDict()
        """The rules of hosts, or that they are being read; the one asked for last at the end."""
        self._held: dict[str, int] = {}
        """Bytes of the rules that are held, by host."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raise NotConfigured where robots.txt is not to be obeyed (replays)."""
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        middleware = cls(crawler, run_of(crawler))
        crawler.signals.connect(middleware.bytes_received, signals.bytes_received)
        return middleware

    async def process_request(self, request: Request) -> None:
        """Wait for robots.txt, then obey it. Raises ForbiddenByRobots or RobotsUnreachable."""
        if ROBOTS in request.meta or request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._hosts:
            self._hosts[origin] = asyncio.ensure_future(self._read(origin))
        self._hosts.move_to_end(origin)
        rules = await asyncio.shield(self._hosts[origin])
        if rules is None:
            raise RobotsUnreachable(f"{origin}/robots.txt cannot be had, which forbids all of it")
        if not rules.allowed(request.url, EVERYBODY):
            raise ForbiddenByRobots("Forbidden by robots.txt")

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Stop a robots.txt that is too long. Raises StopDownload."""
        if ROBOTS in request.meta:
            request.meta[ROBOTS] += len(data)
            if request.meta[ROBOTS] > MAX_ROBOTS_BYTES:
                raise StopDownload(fail=False)

    # ---------------------------------------------------------------------------------------------------------- private

    async def _read(self, origin: str) -> RobotParser | None:
        """Return the rules of a host; None where nothing is allowed because nothing is known."""
        text = self._kept(origin)
        if text is None:
            fleet = self.run.fleet if self.run else None
            if fleet is not None and fleet.noted(f"robots {origin}"):
                return None  # another worker could not have it in this round
            text = await self._fetched(origin)
            if text is None:
                if fleet is not None:
                    fleet.note(f"robots {origin}", "it cannot be had")
                return None
            self._keep(origin, text)
        ours = rules_for(text, self.token).encode()
        self._hold(origin, len(ours))
        rules = self._parser.from_crawler(self.crawler, ours)
        delay = rules.crawl_delay(EVERYBODY)
        if delay:
            host, seconds = urlsplit(origin).hostname or "", min(float(delay), MAX_CRAWL_DELAY_SECONDS)
            slow_down(self.crawler, host, seconds)
            if self.run and self.run.fleet is not None:
                self.run.fleet.slow_down(host, max(seconds, delay_of(self.crawler, host)))
        return rules

    async def _fetched(self, origin: str) -> str | None:
        headers = {"Accept-Encoding": "identity", "Accept": "text/plain,*/*;q=0.5"}  # a packed file that is cut does not unpack
        # a file that says it is long is not thrown away for it: what counts of it is read, and `bytes_received` stops there
        meta = {ROBOTS: 0, "dont_obey_robotstxt": True, "dont_redirect": True, "download_maxsize": 0}
        url = f"{origin}/robots.txt"
        try:
            for _ in range(MAX_REDIRECTS + 1):
                request = Request(url, headers=headers, meta=dict(meta), priority=ROBOTS_PRIORITY, callback=NO_CALLBACK, dont_filter=True)
                response = await self.crawler.engine.download_async(request)
                place = response.headers.get("Location") if response.status in _REDIRECTS else None
                if place is None:
                    break
                url = urljoin(url, place.decode("utf-8", "replace").strip())
            else:
                return ""  # RFC 9309, 2.3.1.2: after five redirects it counts as not there
        except Exception as error:  # noqa: BLE001  # whatever it was: nothing was learned
            logger.info("%s/robots.txt cannot be had (%s): nothing is asked of that host.", ascii(origin)[1:-1], type(error).__name__)
            return None
        if response.status >= SERVER_ERRORS or response.status in _BUSY:
            logger.info("%s/robots.txt: HTTP status %d, so nothing is asked of that host.", ascii(origin)[1:-1], response.status)
            return None
        return cut_robots(response.body).decode("utf-8", "replace") if response.status in SUCCESS else ""

    def _hold(self, origin: str, size: int) -> None:
        """Let the rules go that were not asked for for the longest time; the ledger still has them."""
        self._held[origin] = size
        for other in [host for host in self._hosts if host in self._held and host != origin]:
            if sum(self._held.values()) <= MAX_HELD_BYTES:
                break
            del self._hosts[other], self._held[other]

    def _kept(self, origin: str) -> str | None:
        note: Any = self.run.ledger.recall(f"robots {origin}") if self.run else None
        try:
            read_at = datetime.fromisoformat(note["at"])
            return str(note["text"]) if read_at <= datetime.now(CHINA) < read_at + FRESH_FOR else None
        except (TypeError, KeyError, ValueError):
            return None

    def _keep(self, origin: str, text: str) -> None:
        if self.run and not self.run.spoilt:
            self.run.ledger.remember({f"robots {origin}": {"at": datetime.now(CHINA).isoformat(timespec="seconds"), "text": text}})


def cut_robots(body: bytes) -> bytes:
    """Return what counts of a robots.txt: 500 KiB, cut at the end of a line, for half a rule (`Disallow: /`) may forbid everything."""
    if len(body) <= MAX_ROBOTS_BYTES:
        return body
    head = body[:MAX_ROBOTS_BYTES]
    return head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1]
