import asyncio

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured, StopDownload
from scrapy.http import Response
from scrapy.settings import Settings

from newsbot.middlewares.robots import (
    MAX_HELD_BYTES,
    MAX_REDIRECTS,
    MAX_ROBOTS_BYTES,
    ROBOTS,
    ForbiddenByRobots,
    RobotsMiddleware,
    RobotsUnreachable,
    cut_robots,
)
from tests.notebook import Notebook


class Run:
    """A run, as far as robots.txt needs one."""

    def __init__(self):
        self.ledger, self.spoilt, self.fleet = Notebook(), False, None


class Crawler:
    """A crawler whose engine answers every request for robots.txt in the same way."""

    def __init__(self, status=200, body=b"", error=None, **settings):
        self.settings = Settings({"USER_AGENT": "newsbot/1.0 (+x)", "ROBOTSTXT_OBEY": True, "DOWNLOAD_DELAY": 2, **settings})
        self.answer, self.error, self.asked = (status, body), error, []
        self.engine = self.downloader = self
        self.slots: dict[str, object] = {}
        self.per_slot_settings: dict[str, dict[str, float]] = {}
        self.headers: dict[str, str] = {}
        self.spider = None

    async def download_async(self, request):
        self.asked.append(request)
        await asyncio.sleep(0)
        if self.error:
            raise self.error
        status, body = self.answer
        return Response(request.url, status=status, body=body, headers=self.headers)


def robots(run=None, **more):
    return RobotsMiddleware(Crawler(**more), run)  # type: ignore[arg-type]


def ask(middleware, *urls):
    async def all_at_once():
        return await asyncio.gather(*(middleware.process_request(Request(url)) for url in urls), return_exceptions=True)

    return asyncio.run(all_at_once())


RULES = b"""User-agent: *
Disallow: /private/
Allow: /private/open

User-agent: newsbot
Disallow: /for-others/
Disallow: /*.pdf$
Crawl-delay: 7
"""


def test_the_group_for_us_counts_and_the_longest_rule_wins():
    middleware = robots(body=RULES)
    found = ask(middleware, "http://a.test/private/x", "http://a.test/for-others/x", "http://a.test/x.pdf", "http://a.test/x.pdf?y")
    assert [type(each) for each in found] == [type(None), ForbiddenByRobots, ForbiddenByRobots, type(None)]


def test_robots_txt_is_asked_for_once_a_host_however_many_wait_for_it():
    middleware = robots(body=RULES)
    ask(middleware, *(f"http://a.test/{n}" for n in range(5)), "http://b.test/")
    assert [request.url for request in middleware.crawler.asked] == [
        "http://a.test/robots.txt",
        "http://b.test/robots.txt",
    ]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_allows_all(status):
    assert ask(robots(status=status, body=b"User-agent: *\nDisallow: /"), "http://a.test/x") == [None]


@pytest.mark.parametrize("more", [{"status": 500}, {"status": 503}, {"status": 429}, {"error": TimeoutError()}, {"error": OSError()}])
def test_a_robots_txt_that_cannot_be_had_forbids_all(more):
    (found,) = ask(robots(**more), "http://a.test/x")
    assert isinstance(found, RobotsUnreachable)


@pytest.mark.parametrize("body", [b"", b"<html><body>404</body></html>", b"\xff\xfe\x00garbage", b"Disallow: /\n"])
def test_what_holds_no_rule_for_anybody_allows_all(body):
    assert ask(robots(body=body), "http://a.test/x") == [None]


def test_crawl_delay_makes_the_pause_longer_within_bounds():
    middleware = robots(body=RULES)
    ask(middleware, "http://a.test/")
    assert middleware.crawler.per_slot_settings["a.test"]["delay"] == 7.0
    middleware = robots(body=b"User-agent: *\nCrawl-delay: 99999\n")
    ask(middleware, "http://a.test/")
    assert middleware.crawler.per_slot_settings["a.test"]["delay"] == 120.0


def test_what_was_read_counts_for_a_day_in_later_runs_too():
    run = Run()
    ask(robots(run, body=RULES), "http://a.test/x")
    later = robots(run, error=AssertionError("asked again"))
    (found,) = ask(later, "http://a.test/for-others/x")
    assert isinstance(found, ForbiddenByRobots)
    run.ledger.notes["robots http://a.test"]["at"] = "2020-01-01T00:00:00+08:00"
    assert isinstance(ask(robots(run, status=500), "http://a.test/x")[0], RobotsUnreachable)


def test_failures_are_not_remembered():
    run = Run()
    ask(robots(run, status=500), "http://a.test/x")
    assert ask(robots(run, status=404), "http://a.test/x") == [None]


def test_a_long_file_is_cut_at_the_end_of_a_line():
    long = b"User-agent: *\n" + b"Disallow: /x\n" * 100_000 + b"Disallow: /private/\n"
    assert len(cut_robots(long)) <= MAX_ROBOTS_BYTES
    assert cut_robots(long).endswith(b"Disallow: /x\n")
    assert cut_robots(b"Disallow: /half") == b"Disallow: /half"
    assert ask(robots(body=long), "http://a.test/") == [None]


def test_a_download_of_robots_txt_is_stopped_where_nothing_more_counts():
    middleware = robots()
    request = Request("http://a.test/robots.txt", meta={ROBOTS: 0})
    middleware.bytes_received(b"x" * MAX_ROBOTS_BYTES, request)
    with pytest.raises(StopDownload) as stopped:
        middleware.bytes_received(b"x", request)
    assert stopped.value.fail is False
    middleware.bytes_received(b"x" * MAX_ROBOTS_BYTES * 2, Request("http://a.test/"))


def test_a_run_that_does_not_obey_has_no_such_middleware():
    with pytest.raises(NotConfigured):
        RobotsMiddleware.from_crawler(Crawler(ROBOTSTXT_OBEY=False))  # type: ignore[arg-type]


def test_redirects_are_followed_and_after_five_there_is_no_robots_txt():
    middleware = robots(status=301, body=b"User-agent: *\nDisallow: /")
    middleware.crawler.headers = {"Location": "/robots.txt?again"}
    assert ask(middleware, "http://a.test/x") == [None]
    assert len(middleware.crawler.asked) == MAX_REDIRECTS + 1
    assert all(request.meta["dont_redirect"] for request in middleware.crawler.asked)


def test_rules_of_many_hosts_take_bounded_memory_and_are_read_again_from_the_ledger():
    long = b"User-agent: *\n" + b"".join(b"Disallow: /%06d/\n" % number for number in range(20_000))
    middleware = robots(Run(), body=long)
    hosts = [f"http://{number}.test/000001/" for number in range(12)]
    found = [ask(middleware, url)[0] for url in (*hosts, hosts[0])]
    assert {type(each) for each in found} == {ForbiddenByRobots}
    assert len(middleware.crawler.asked) == len(hosts)
    assert sum(middleware._held.values()) <= MAX_HELD_BYTES
    assert middleware._hosts.keys() == middleware._held.keys()
    assert len(middleware._hosts) < len(hosts)
