"""The scheduler of a shared frontier: when a task counts as done, and what is on disk when nobody has anything to do."""

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import TextResponse

from newsbot.discovery.multi_page import PendingArticles
from newsbot.discovery.tasks import Purpose, Task
from newsbot.fleet.fleet import Turn
from newsbot.run.arguments import Arguments, Options
from newsbot.run.run import Run
from newsbot.scheduler import SharedScheduler
from newsbot.spiders.civic_news import CivicNews
from newsbot.spiders.live import SHARED, Live
from tests.small_web.articles import civic
from tests.small_web.web import Host

HEAD = "http://www.a.test.cn/n2/2024/0506/c356999-40834999.html"
SECOND = HEAD.replace(".html", "-2.html")
ARTICLE = Task(HEAD, Purpose.ARTICLE)


class Frontier:
    """A frontier that has one task, and notes what is said to it."""

    def __init__(self) -> None:
        self.held: dict[str, Task] = {}
        self.mine: dict[str, Task] = {}
        self.leases: set[str] = set()
        self.on_wire: set[str] = set()
        self.said: list[str] = []

    def next(self, own: Any) -> Turn | float:
        """Return the task, then what this worker keeps to itself."""
        for host, _ in own:
            return Turn(host)
        if self.held:
            return 1.0
        self.held["task"] = ARTICLE
        return Turn("www.a.test.cn", "task", ARTICLE)

    def came(self, *_: object) -> bool:
        """Take in what came of a task; it is another worker's."""
        return True

    def drop(self, host: str) -> None:
        """Let a host go."""

    def exchange(self, ended: list[str]) -> list[Any]:
        """Note what is done."""
        self.said += [f"done {name}" for name in ended]
        for name in ended:
            del self.held[name]
        return []

    def idle(self) -> bool:
        """Note that there is nothing to do; the round is over."""
        self.said.append("idle")
        return True

    def leave(self) -> None:
        """Do nothing."""


@pytest.fixture
def crawl():
    """A spider in a live run with a frontier, its scheduler, and what stands at two addresses."""
    spider: Any = CivicNews()
    spider.arguments = Arguments(topic="any")
    spider.run = run = Run("r", spider.arguments, Options(None, None, reposts=True, allow_private=frozenset()), None)
    spider.pending_articles = PendingArticles()
    run.open()
    frontier: Any = Frontier()
    run.fleet = frontier
    ledger: Any = run.ledger
    commit = ledger.commit
    ledger.commit = lambda: (frontier.said.append("commit"), commit())
    settings = SimpleNamespace(getint=lambda _: 0)
    working: set[Any] = set()
    crawler: Any = SimpleNamespace(spider=spider, settings=settings, engine=SimpleNamespace(_slot=SimpleNamespace(inprogress=working)))
    spider.live = Live(crawler, run)
    list(spider.live.begin(spider.parse, spider.failed))
    host = Host("www.a.test.cn")
    host.article("/n2/2024/0506/c356999-40834999.html", civic(0, "2024-05-06", "光明日报"), pages=2, name="{stem}-{n}{end}")
    yield SimpleNamespace(
        spider=spider, working=working, scheduler=SharedScheduler(crawler, frontier), said=frontier.said, pages=host.pages
    )
    run.finish()


def answered(crawl, request):
    """What the spider yields for the answer to a request."""
    body = crawl.pages[request.url.removeprefix("http://www.a.test.cn")]
    return list(crawl.spider.parse(TextResponse(request.url, body=body, headers={"Content-Type": "text/html"}, request=request)))


def test_an_article_is_done_when_the_ledger_has_it_and_its_further_page_is_part_of_it(crawl):
    scheduler, working = crawl.scheduler, crawl.working
    head = scheduler.next_request()
    assert head.meta[SHARED] == "task"
    working.add(head)
    (part,) = [each for each in answered(crawl, head) if not hasattr(each, "verdict")]
    assert (part.url, part.meta[SHARED]) == (SECOND, "task")
    scheduler.enqueue_request(part)
    working.clear()
    scheduler._sweep()
    assert scheduler._done_with() == []
    assert scheduler.next_request() is part
    working.add(part)
    found = answered(crawl, part)
    assert not crawl.spider.pending_articles.holds(HEAD)  # nothing awaits it any more, but the ledger has not got it yet
    assert scheduler._done_with() == []
    assert len([visit for visit in found if visit.parts]) == 1
    working.clear()
    scheduler._sweep()
    scheduler._exchange()
    assert crawl.said == ["commit", "done task"]


def test_what_a_worker_has_read_is_on_disk_before_it_says_that_it_has_nothing_to_do(crawl):
    crawl.spider.live.idle()
    assert crawl.said == ["commit", "idle"]


@pytest.mark.parametrize(("error", "again"), [(DownloadTimeoutError("30 s"), 1), (ConnectionRefusedError(), 0)])
def test_what_was_silent_gets_a_second_look_at_the_end_of_the_round(crawl, error, again):
    (start,) = crawl.spider.live.round.given([HEAD])
    crawl.spider.live.not_answered(start, error)
    assert [task.url for task in crawl.spider.live.round.due(at_last=True)] == [HEAD] * again
