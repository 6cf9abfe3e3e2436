"""What a live run has that a replay has not: a round over the sources, an archive that grows, and hosts that fail."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DontCloseSpider, DownloadTimeoutError, IgnoreRequest

from newsbot.archive.recorder import Packed, Recorder, finish_killed, packed
from newsbot.discovery.account import Loss
from newsbot.discovery.frontier import PARTS, Failure, failure_of
from newsbot.discovery.planner import Round
from newsbot.discovery.tasks import Purpose, Task
from newsbot.exceptions import NewsbotError
from newsbot.fleet.shared_round import SharedRound
from newsbot.listings.links import Lead
from newsbot.middlewares.politeness import HostRests, OverBudget, retry_after
from newsbot.middlewares.robots import ForbiddenByRobots, RobotsUnreachable
from newsbot.model import Page
from newsbot.run.run import now
from newsbot.scrapy_internals import Stopping
from newsbot.spiders.page_spider import headers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newsbot.fleet.fleet import Begins
    from newsbot.run.run import Run

logger = logging.getLogger(__name__)

NOT_THERE: Final = frozenset({404, 410})
"""Statuses that say that a page is not there, or not any more."""
TASK: Final = "newsbot_task"
"""Key of a request's meta under which it says why it is made."""
SHARED: Final = "newsbot_shared"
"""Key of a request's meta: the name of its task in a shared frontier. Its retries, redirects and further pages have it, too."""


class Live:
    """The live side of the spider: turns tasks into requests, and what comes of them into what the round wants to know."""

    def __init__(self, crawler: Crawler, run: Run) -> None:
        self.crawler = crawler
        self.run = run
        self.worker = run.worker
        arguments = run.arguments
        self.round = (SharedRound if run.fleet is not None else Round)(
            run.ledger,
            topic=arguments.topic,
            since=arguments.since,
            look_back=crawler.settings.getint("LOOK_BACK_DAYS"),
            wants=arguments.wants,
            owner=arguments.owners.of,
        )
        if isinstance(self.round, SharedRound) and run.fleet is not None:
            self.round.fleet = run.fleet
        self.recorder = Recorder(run.options.archive, run.name) if run.options.archive else None
        if run.options.archive and run.options.archive.is_dir():
            for path in finish_killed(run.options.archive):
                logger.warning("%s was left unfinished by a run that was killed; it holds whole records only now.", path)

    def begin(self, callback: Callable[..., object], errback: Callable[..., object]) -> Iterator[Request]:
        """Yield the requests to begin with: the addresses given, or those of the sources that are due; none of one of several workers."""
        arguments = self.run.arguments
        self._callbacks = callback, errback
        if self.run.fleet is not None:
            return
        if arguments.url:
            yield from self.requests(self.round.given(arguments.url))
            return
        yield from self.requests(self.round.begin(arguments.sources, now(), ask_all=bool(arguments.only)))

    def begin_at(self, place: Begins) -> Iterator[Request]:
        """Yield the requests of a place that this worker, of several, claimed."""
        yield from self.requests(self.round.given(place.urls))
        yield from self.requests(self.round.begin(place.sources, now(), ask_all=bool(self.run.arguments.only)))

    def heard(self, task: Task, came: Mapping[str, Any]) -> None:
        """Take in what another worker says of a task of this one."""
        if isinstance(self.round, SharedRound):
            self.round.heard(task, came)

    def requests(self, tasks: Iterable[Task]) -> Iterator[Request]:
        """Yield a request for each task; an address that none can be made of is taken for a failure of its own."""
        callback, errback = self._callbacks
        for task in tasks:
            meta = {TASK: task, "handle_httpstatus_list": [304]}
            try:
                yield Request(
                    task.url,
                    callback=callback,
                    errback=errback,
                    headers=dict(task.headers),
                    priority=task.priority,
                    meta=meta,
                    dont_filter=True,  # the round asks for nothing twice
                )
            except ValueError as error:
                self.round.failed(task, Failure.HARD, str(error))

    def due(self) -> Iterator[Request]:
        """Yield requests for what waited for the lists of its host, once they are read."""
        yield from self.requests(self.round.due())

    def idle(self) -> None:
        """Ask for what still waits when nothing is on the way. Raises DontCloseSpider where there is something to do for any worker."""
        waited = list(self.requests(self.round.due(at_last=True)))
        for request in waited:
            self.crawler.engine.crawl(request)
        if waited or self._others_work():
            raise DontCloseSpider

    def _others_work(self) -> bool:
        try:
            if self.run.fleet is None or self.run.spoilt:
                return False
            self.run.ledger.commit()  # who hears that nobody has anything to do settles at once
            return not self.run.fleet.idle()
        except NewsbotError as error:
            self.run.spoil(error)
            return False

    def parts(self, urls: Iterable[str], lost: Callable[[str], None]) -> Iterator[Request]:
        """Yield requests for further pages of articles; ``lost`` hears of those that may not be asked for, or were already."""
        for url in urls:
            if self.round.is_new(url) and self.run.arguments.wants(url):
                task = Task(url, Purpose.PART, priority=PARTS)
                self.round.started(task)
                yield from self.requests([task])
            else:
                lost(url)

    @staticmethod
    def of_one_task(request: Request, response: Response) -> Request:
        """Return a request for a further page of an article as part of the task that brought the page which names it.

        The task is done when all of them are: before, the ledger has nothing of the article.
        """
        if SHARED in response.meta and request.meta[TASK].purpose is Purpose.PART:
            request.meta[SHARED] = response.meta[SHARED]
        return request

    def packed(self, page: Page, response: Response) -> Packed:
        """Return the page as the archive keeps it; the bare page where there is none."""
        if self.recorder is None:
            return Packed(page)
        request = response.request
        if request is None:
            return packed(page, {}, of=self.recorder.info_id)
        # through a proxy the connection says nothing of who answered
        address = str(response.ip_address) if response.ip_address is not None and "proxy" not in request.meta else None
        return packed(page, headers_of(request), address=address, of=self.recorder.info_id)

    def kept(self, what: Packed) -> Page:
        """Keep the page in the archive, if there is one, and return it as a replay will read it. Raises NewsbotError."""
        return self.recorder.add(what) if self.recorder is not None else what.page

    def answered_badly(self, task: Task, page: Page) -> None:
        """Take in an answer that is no page."""
        wait = retry_after(page.headers.get("retry-after", "").encode("latin-1", "replace"), now())
        self.round.failed(task, failure_of(page.status), f"HTTP status {page.status}", retry_after=wait, gone=page.status in NOT_THERE)

    def not_answered(self, task: Task, error: BaseException) -> None:
        """Take in that there was no answer, or that none was asked for."""
        if isinstance(error, (OverBudget, Stopping)):
            self.round.left(task)  # stays open: the next run goes on there
            return
        if isinstance(error, ForbiddenByRobots):
            self.round.failed(task, Failure.SOFT, "robots.txt forbids it", loss=Loss.ROBOTS)
        elif isinstance(error, (HostRests, RobotsUnreachable)):
            self.round.failed(task, Failure.TEMPORARY, str(error))
        elif isinstance(error, IgnoreRequest):
            self.round.failed(task, Failure.SOFT, str(error) or type(error).__name__)
        else:
            kind = failure_of(None, no_such_host=isinstance(error, CannotResolveHostError))
            self.round.failed(
                task, kind, f"{type(error).__name__}: {error}", silent=isinstance(error, (DownloadTimeoutError, TimeoutError))
            )

    def end(self) -> None:
        """Finish the archive, and remember what the next run needs to know."""
        try:
            if self.recorder is not None:
                self.recorder.close()
            if not self.run.spoilt:
                self.round.end(now())
        except NewsbotError as error:
            self.run.spoil(error)
        account = self.round.account()
        self.run.discovered(account, self.round.addresses())
        for name, said in account.items():
            if "trouble" in said:
                logger.warning("Source %s: %s", name, ascii(said["trouble"])[1:-1])


def asked_as(task: Task, named: Lead | None = None) -> dict[str, Any]:
    """Return what is known of a page by what it was asked for: the fields of `Hints` that no source declares.

    ``named``: what all lists and feeds of the round together say of it.
    """
    modified = task.lead.changed if task.lead is not None and task.lead.title else None  # of a sitemap it is often that of the build
    said = named or task.lead
    if said is None or not said.title:
        return {"listed": task.purpose is Purpose.LIST, "modified": modified}
    told = {"published": said.stated, "headline": said.title, "author": said.author or None}
    return {"listed": task.purpose is Purpose.LIST, "modified": modified, **told}
