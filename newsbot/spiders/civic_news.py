"""The one spider: it visits pages, live or from archives, and hands them on. What becomes of a page is not its business."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from newsbot.exceptions import ArgumentError
from newsbot.extensions.run import Run, live_run_name
from newsbot.items import Visit
from newsbot.middlewares.replay import PAGE, NotInArchive
from newsbot.model import CHINA, Outcome, Page, Rejection
from newsbot.spiders.arguments import Arguments, Options

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)

REPLAY_SETTINGS: Mapping[str, Any] = {
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 10_000,  # CONCURRENT_REQUESTS is the limit
    "AUTOTHROTTLE_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "RETRY_ENABLED": False,
    "REDIRECT_ENABLED": False,
    "URLLENGTH_LIMIT": 0,
    "METAREFRESH_ENABLED": False,
    "COMPRESSION_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
}
"""There is nobody to be polite to, and responses stand as they were recorded. The command line may say otherwise."""

OFFLINE: Mapping[str, str] = dict.fromkeys(("http", "https"), "newsbot.middlewares.replay.ReplayHandler")
"""Not even the command line may send a replay to the network."""

_ABOVE_COMMAND_LINE = 50
_NO_LIMIT = 1 << 40


class CivicNews(Spider):
    """Reports on civilised-city building and neighbourhood governance (文明城市创建).

    Arguments: replay, url, sources, only, topic, since, shard; see :mod:`newsbot.spiders.arguments`.
    """

    name: ClassVar[str] = "civic_news"  # type: ignore[misc]  # Scrapy types it per instance
    run: Run
    arguments: Arguments

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Read the arguments. Raises ArgumentError when one is wrong, before anything is opened or requested."""
        arguments, options = cls.check(kwargs, crawler.settings)
        spider = super().from_crawler(crawler, *args)
        spider.arguments = arguments
        try:
            name = arguments.replay.run if arguments.replay else live_run_name()
        except OSError as error:
            raise ArgumentError(f"-a replay={kwargs['replay']}: {error.filename} cannot be read ({error.strerror}).") from error
        spider.run = Run(name, arguments, options, Path(crawler.settings["RUNS"]))
        if arguments.replay:
            crawler.settings.setdict(REPLAY_SETTINGS, priority="spider")
            handlers = {**crawler.settings.getdict("DOWNLOAD_HANDLERS"), **OFFLINE}
            crawler.settings.set("DOWNLOAD_HANDLERS", handlers, priority=_ABOVE_COMMAND_LINE)
        return spider

    @classmethod
    def check(cls, given: Mapping[str, str], settings: BaseSettings) -> tuple[Arguments, Options]:
        """Read the arguments and settings of a run. Raises ArgumentError naming all that are wrong."""
        arguments = Arguments.parse(given, max_bytes=settings.getint("DOWNLOAD_MAXSIZE") or _NO_LIMIT)
        return arguments, Options.read(settings, replay=arguments.replay is not None)

    async def start(self) -> AsyncIterator[Any]:
        """Yield a request for every page to begin with, and a visit for every archived record that is no page.

        No faster than they are worked off, so that an archive of any size needs little memory.
        """
        for first in self._archived() if self.arguments.replay else self._live():
            while self.crawler.engine.needs_backout():
                await self.crawler.signals.wait_for(signals.scheduler_empty)
            yield first

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Visit]:
        """Hand on a page that came."""
        del kwargs
        page = _page(response, self.arguments)
        yield Visit(page) if 200 <= page.status < 300 else Visit.ended(_error_page(page))

    def failed(self, failure: Failure) -> Iterator[Visit]:
        """Hand on that a page did not come, and why."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        error = failure.value
        if isinstance(error, HttpError):
            yield Visit.ended(_error_page(_page(error.response, self.arguments)))
            return
        if isinstance(error, NotInArchive):
            return
        if isinstance(error, IgnoreRequest):
            self.run.tally.forbidden += "robots.txt" in str(error)
            logger.info("%s is not visited: %s", ascii(request.url), error)
            return
        page = Page(request.url, b"", fetched_at=_now(), source=self.arguments.source_of(request.url))
        reason = f"{type(error).__name__}: {error}"[:300]
        logger.warning("%s could not be fetched: %s", ascii(request.url), reason)
        yield Visit.ended(Rejection(page, Outcome.FAILED, reason))

    # --------------------------------------------------------------------------------------------------- where to begin

    def _archived(self) -> Iterator[Request | Visit]:
        """Every record of the archives, in their order, duplicates among them."""
        assert self.arguments.replay is not None
        for found in self.arguments.replay:
            url = found.page.url if isinstance(found, Rejection) else found.url
            if url.startswith("http") and not self.arguments.wants(url):
                continue
            if isinstance(found, Rejection):
                logger.warning("%s: %s", found.outcome, ascii(found.reason)[1:-1])
                yield Visit.ended(found)
            else:
                yield Request(
                    found.url,
                    callback=self.parse,
                    errback=self.failed,
                    dont_filter=True,
                    meta={PAGE: found, "verbatim_url": True, "handle_httpstatus_all": True},
                )

    def _live(self) -> Iterator[Request]:
        """The addresses to begin at."""
        for url in self.arguments.url or (address for source in self.arguments.sources for address in source.start):
            if self.arguments.wants(url):
                yield Request(url, callback=self.parse, errback=self.failed)


def _now() -> datetime:
    """Our own clock, to the second: archives hold no more, and a replay shall give the same rows."""
    return datetime.now(CHINA).replace(microsecond=0)


def _error_page(page: Page) -> Rejection:
    return Rejection(page, Outcome.FAILED, f"HTTP status {page.status}")


def _page(response: Response, arguments: Arguments) -> Page:
    """Make a page of a response, with the clock of the archive or our own."""
    archived: Page | None = response.meta.get(PAGE)
    return Page(
        response.url,
        response.body,
        {name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in response.headers.items()},
        archived.fetched_at if archived else _now(),
        response.status,
        archived.archive if archived else None,
        arguments.source_of(response.url),
    )
