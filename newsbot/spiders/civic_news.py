"""The one spider: it visits pages, live or from archives, and hands them on. What becomes of a page is not its business."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from newsbot.discovery.multi_page import PendingArticles, Whole
from newsbot.discovery.tasks import Purpose, Task
from newsbot.exceptions import ArgumentError, NewsbotError, ReaderDiedError, TakesTooLongError
from newsbot.items import Arrival, Visit
from newsbot.middlewares import SUCCESS
from newsbot.middlewares.politeness import OverBudget
from newsbot.middlewares.replay import PAGE, NotInArchive
from newsbot.middlewares.robots import ForbiddenByRobots, RobotsUnreachable
from newsbot.model import Hints, Outcome, Page, Reason, Rejection
from newsbot.reading import Reading, TopicName
from newsbot.run.arguments import Arguments, Options
from newsbot.run.readers import MAX_SILENCE_SECONDS, InOrder, Readers
from newsbot.run.run import live_run_name, now
from newsbot.run.triage import Look, ReadApart, archived_as, later_part, look_at, not_answered
from newsbot.run.worker import Allowance, given_up, takes_long
from newsbot.said import said
from newsbot.scrapy_internals import Stopping
from newsbot.spiders.crawl_settings import adapt
from newsbot.spiders.live import TASK, Live, asked_as
from newsbot.spiders.options import read_options
from newsbot.spiders.page_spider import PageSpider
from newsbot.spiders.sharing import share_frontier

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping
    from contextlib import AbstractAsyncContextManager

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from newsbot.archive.recorder import Packed
    from newsbot.listings.pagers import Parts

logger = logging.getLogger(__name__)

NOT_MODIFIED = 304
_NO_LIMIT = 1 << 40

Elsewhere: TypeAlias = Look | ReadApart | Rejection | Exception
"""What was found where a page is looked at elsewhere, in a thread or process: a verdict, what it is, or what was raised there."""


class ArchiveLostError(Exception):
    """A page could not be kept in the archive: the run is told and ends, and nothing comes of the page."""


class CivicNews(PageSpider):
    """Reports on civilised-city building and neighbourhood governance (文明城市创建).

    Arguments: replay, url, sources, only, topic, since, shard; see :mod:`newsbot.run.arguments`.
    """

    name: ClassVar[str] = "civic_news"  # type: ignore[misc]  # Scrapy types it per instance
    live: Live | None = None
    pending_articles: PendingArticles[Reading]
    in_order: InOrder

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Read the arguments. Raises ArgumentError when one is wrong, before anything is opened or requested."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        arguments = spider.arguments
        spider.pending_articles = PendingArticles()
        spider.in_order = InOrder()
        adapt(crawler.settings, arguments, spider.run.options)
        if not arguments.replay:
            share_frontier(crawler, spider.run)
        return spider

    @classmethod
    def check(cls, given: Mapping[str, str], settings: BaseSettings) -> tuple[Arguments, Options]:
        """Read the arguments and settings of a run. Raises ArgumentError naming all that are wrong."""
        arguments = Arguments.parse(given, max_bytes=settings.getint("DOWNLOAD_MAXSIZE") or _NO_LIMIT)
        return arguments, read_options(settings, replay=arguments.replay is not None)

    @classmethod
    def attributes(cls, given: Mapping[str, str]) -> dict[str, str]:
        """Return nothing: all arguments are ours."""
        del given
        return {}

    @classmethod
    def run_name(cls, arguments: Arguments) -> str:
        """Return the name of the run: a replay has that of the run it replays. Raises ArgumentError."""
        if arguments.replay is None:
            return live_run_name()
        try:
            return arguments.replay.run
        except OSError as error:
            raise ArgumentError(
                said("-a replay: {filename} cannot be read ({why}).", filename=error.filename, why=error.strerror)
            ) from error

    async def start(self) -> AsyncIterator[Any]:
        """Yield a request for every page to begin with, and a visit for every archived record that is no page.

        No faster than they are worked off, so that an archive of any size needs little memory.
        """
        if not self.arguments.replay:
            self.live = Live(self.crawler, self.run)
            self.crawler.signals.connect(self.live.end, signals.spider_closed)
            self.crawler.signals.connect(self.live.idle, signals.spider_idle)
        for first in self._archived() if self.live is None else self.live.begin(self.parse, self.failed):
            while self.crawler.engine.needs_backout():
                await self.crawler.signals.wait_for(signals.scheduler_empty)
            yield first

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Visit | Request] | AsyncIterator[Visit | Request]:
        """Hand on a page that came, and ask for what it leads to.

        @archived example_report.txt
        @returns items 1 1
        @returns requests 0 0
        """
        del kwargs
        page = self.page_of(response)
        if self.live is not None and page.status in SUCCESS and takes_long(page.body):
            return self._in_turn(page, response, self._aside(page, response, self.live))
        if self.run.readers is not None and page.status in SUCCESS:
            return self._in_turn(page, response, self.in_order.turn(_read_apart(self.run.readers, page, self.arguments.topic)))
        return self._outcomes(page, response)

    async def _in_turn(
        self, page: Page, response: Response, turn: AbstractAsyncContextManager[Elsewhere]
    ) -> AsyncIterator[Visit | Request]:
        """Yield what comes of a page that is looked at elsewhere. The turn is over when all of it is yielded."""
        async with turn as seen:
            for each in self._outcomes(page, response, seen):
                yield each

    @asynccontextmanager
    async def _aside(self, page: Page, response: Response, live: Live) -> AsyncIterator[Elsewhere]:
        """Look at a large page in the thread for such pages, while the event loop goes on."""
        task: Task = response.meta[TASK]
        allowance = Allowance()
        async with live.worker.turn:
            seen: Elsewhere
            try:
                packed = await live.worker.do(allowance, live.packed, page, response)
                page = self._recorded(page, response, packed)
                look = await live.worker.do(allowance, look_at, page, self.arguments.topic, task, now())
                seen = replace(look, allowance=allowance)
            except TakesTooLongError:
                seen = given_up(page)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is raised where the others are
                seen = error
            yield seen

    def _outcomes(self, page: Page, response: Response, seen: Elsewhere | None = None) -> Iterator[Visit | Request]:
        """Yield what comes of a page; a fault of the program is an outcome of it, and the other pages go on.

        ``seen``: what was found where it was looked at elsewhere, an error among them.
        """
        ended = False
        allowance = seen.allowance if isinstance(seen, Look) else None
        try:
            for found in self._read(page, response, seen):
                each = Live.of_one_task(found, response) if isinstance(found, Request) else Visit.of(found, allowance)
                ended |= isinstance(each, Visit) and each.page.url == page.url
                yield each
        except ArchiveLostError:
            pass  # the run ends
        except Exception as error:  # noqa: BLE001  # whatever it is, it is one page's
            yield from map(Visit.of, self._broken(page, response, error, ended=ended))
        if self.live is not None:
            yield from self.live.due()

    def _broken(self, page: Page, response: Response, error: Exception, *, ended: bool) -> Iterator[Arrival]:
        """Note a fault, and yield what it leaves: the page, where it has no outcome yet, and articles that waited for it."""
        logger.error("Fault in the spider on %s; the page counts as failed.", ascii(page.url), exc_info=error)
        verdict = self.run.broken(page, "spider", error)
        task: Task | None = response.meta.get(TASK)
        if task is not None and self.live is not None:
            self.live.round.settled(task)
        if not ended:
            yield verdict
        yield from self.pending_articles.lost(task.url if task is not None else page.url)

    def _read(self, page: Page, response: Response, seen: Elsewhere | None) -> Iterator[Arrival | Request]:
        task: Task | None = response.meta.get(TASK)
        if isinstance(seen, Exception):
            raise seen
        if isinstance(seen, Rejection):
            if task is not None and self.live is not None:
                self.live.round.settled(task)
            yield seen
            yield from self.pending_articles.lost(page.url if task is None else task.url)
            return
        if isinstance(seen, ReadApart):
            alone = seen.parts is None or self.pending_articles.is_alone(page.url, seen.parts)
            if alone and seen.verdict is not None:
                yield seen._replace(verdict=replace(seen.verdict, page=page))
                return
            seen = None  # it is read here, as one of several pages
        if seen is None:
            if task is not None and self.live is not None and page.status == NOT_MODIFIED:
                self.live.round.unchanged(task)
                yield Rejection(page, Outcome.NOT_MODIFIED, Reason.UNCHANGED, "not modified since it was last read")
                return
            page = self._recorded(page, response)
            if page.status not in SUCCESS:
                yield from self._error(page, task)
                return
            seen = look_at(page, self.arguments.topic, task, now())
        yield from self._looked(seen, task)

    def _looked(self, look: Look, task: Task | None) -> Iterator[Arrival | Request]:
        if look.reading is None:
            yield look.as_list()
        elif look.rejection is None and look.parts is not None:
            look.let_tree_go()
            if task is not None and self.live is not None:
                self.live.round.settled(task, look.page.page)
            yield from self._put_together(look.reading, look.parts, task)
            return
        yield from self._offers(task, look)  # also of a page with nothing to read: there may be headlines in a script
        if look.rejection is not None:
            yield look.rejection
        elif look.reading is not None:
            look.let_tree_go()
            yield Whole(look.reading)

    def failed(self, failure: Failure) -> Iterator[Visit | Request]:
        """Hand on that a page did not come, and why; ask for what waited for it."""
        with suppress(ArchiveLostError):
            yield from map(Visit.of, self._lost(failure))
        if self.live is not None:
            yield from self.live.due()

    def _lost(self, failure: Failure) -> Iterator[Arrival]:
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        error: BaseException = failure.value  # type: ignore[assignment]  # None only of a failure of Twisted's own
        task: Task | None = request.meta.get(TASK)
        if isinstance(error, HttpError):
            yield from self._error(self._recorded(self.page_of(error.response), error.response), task)
            return
        if isinstance(error, NotInArchive):
            return
        if task is not None and self.live is not None:
            self._count_listing(task)
            self.live.not_answered(task, error)
            yield from self.pending_articles.lost(task.url)
        source, hints = self.arguments.declared(request.url)
        page = Page(request.url, b"", fetched_at=now(), source=source, hints=hints)
        if isinstance(error, ForbiddenByRobots):
            yield Rejection(page, Outcome.FORBIDDEN, Reason.ROBOTS, "robots.txt forbids it")
            return
        if isinstance(error, IgnoreRequest) and not isinstance(error, RobotsUnreachable):
            owed = isinstance(error, (OverBudget, Stopping))  # one line for each of hundreds says less than the account at the end
            logger.log(logging.DEBUG if owed else logging.INFO, "%s is not visited: %s", ascii(request.url), error)
            return
        reason = f"{type(error).__name__}: {error}"[:300]
        logger.warning("%s could not be fetched: %s", ascii(request.url), reason)
        yield Rejection(page, Outcome.FAILED, Reason.FETCH_FAILED, reason)

    def leftovers(self) -> Iterator[Visit]:
        """Yield what still waits for further pages at the end of a run that was not stopped: the archive does not have them."""
        if not self.run.ending.stopped:
            yield from map(Visit.of, self.pending_articles.rest())

    # --------------------------------------------------------------------------------------------------- where to begin

    def _archived(self) -> Iterator[Request | Visit]:
        """Yield every record of the archives, in their order, duplicates among them."""
        assert self.arguments.replay is not None
        for archive, records in self.arguments.replay.by_archive():
            unread = True
            for found in records:
                if isinstance(found, Rejection):
                    logger.warning("%s: %s", found.outcome, ascii(found.detail)[1:-1])
                    yield Visit.of(found)
                    continue
                unread = False
                if self.arguments.wants(found.url):
                    meta = {PAGE: found, "verbatim_url": True}
                    yield Request(found.url, callback=self.parse, errback=self.failed, dont_filter=True, meta=meta)
            if unread:
                self.run.unread(archive)

    # ------------------------------------------------------------------------------------------------- what becomes of it

    def _offers(self, task: Task | None, look: Look) -> Iterator[Request]:
        """Ask for what a list leads to. Archives need no asking: all their pages are visited."""
        if task is not None and self.live is not None and look.offer is not None:
            yield from self.live.requests(self.live.round.offered(task, look.page, look.kind, look.offer, now()))

    def _put_together(self, reading: Reading, parts: Parts, task: Task | None) -> Iterator[Arrival | Request]:
        """Hand on an article once all its pages are there, and ask for those that are not."""
        page = reading.page
        asked = task.url if task is not None and task.purpose is Purpose.PART else page.url
        taken = self.pending_articles.take(asked, reading, parts)
        if taken.part:
            yield later_part(reading, parts)
        yield from taken.whole
        if self.live is not None:
            gone: list[str] = []
            yield from self.live.parts(taken.wanted, gone.append)
            for url in gone:
                yield from self.pending_articles.lost(url)

    def _count_listing(self, task: Task) -> None:
        if task.purpose is Purpose.LIST:
            self.run.listing_lost()

    def _error(self, page: Page, task: Task | None) -> Iterator[Arrival]:
        if task is not None and self.live is not None:
            self._count_listing(task)
            self.live.answered_badly(task, page)
        if (rejection := not_answered(page)) is not None:
            yield rejection
        yield from self.pending_articles.lost(task.url if task is not None else page.url)

    def _recorded(self, page: Page, response: Response, packed: Packed | None = None) -> Page:
        """Keep a page where this is a live run. Raises ArchiveLostError where it cannot be: the run ends. ``packed``: as it is kept."""
        if self.live is None:
            return page
        try:
            return self.live.kept(packed or self.live.packed(page, response))
        except NewsbotError as error:
            self.run.spoil(error)
            self._stopping = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="archive_failed"))
            raise ArchiveLostError from error

    def page_of(self, response: Response) -> Page:
        """Make a page of a response: the archived one, if it comes from an archive, else with our own clock."""
        archived: Page | None = response.meta.get(PAGE)
        if archived is None:
            page, task = super().page_of(response), response.meta.get(TASK)
            if task is None:
                return page
            named = self.live.round.named(task.url) if self.live is not None else None
            return replace(page, hints=replace(page.hints or Hints(), **asked_as(task, named)))
        return archived_as(archived, self.arguments)


async def _read_apart(readers: Readers[ReadApart], page: Page, topic: TopicName) -> Elsewhere:
    """Have a page read in another process; that it dies or hangs over the page is a verdict on that page, and so is a fault in it."""
    try:
        return await readers.read(page, topic)
    except ReaderDiedError as error:
        return ReadApart(Rejection(page, Outcome.UNREADABLE, Reason.READER_DIED, f"given up: {error}"))
    except TakesTooLongError:
        return ReadApart(Rejection(page, Outcome.UNREADABLE, Reason.TIME_OVER, f"given up: no answer in {MAX_SILENCE_SECONDS:g} s"))
    except RuntimeError as error:
        return error
