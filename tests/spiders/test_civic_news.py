"""The spider by itself: what it yields for a response, also where the program fails on it."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.http import TextResponse
from scrapy.settings import Settings

from newsbot.discovery.multi_page import PendingArticles, Whole
from newsbot.discovery.sources import Source
from newsbot.middlewares.replay import PAGE
from newsbot.model import Outcome, Page, Reason, Rejection
from newsbot.reading import Reading
from newsbot.run.arguments import Arguments, Options
from newsbot.run.readers import InOrder
from newsbot.run.run import Run
from newsbot.spiders import PageSpider
from newsbot.spiders.civic_news import CivicNews
from newsbot.spiders.crawl_settings import without_middlewares
from newsbot.spiders.sharing import declared_pauses

URL = "http://a.test/1.html"


@pytest.fixture
def spider(tmp_path):
    made: Any = CivicNews()
    made.arguments = Arguments()
    made.run = Run("r", made.arguments, Options(None, None, reposts=True, allow_private=frozenset()), tmp_path / "runs")
    made.pending_articles = PendingArticles()
    yield made
    made.run.finish()


def response(body=b"<p>x</p>"):
    page = Page(URL, body, {"Content-Type": "text/html"})
    return TextResponse(URL, body=body, request=SimpleNamespace(meta={PAGE: page}))


@pytest.mark.parametrize("before", [[], [Whole(Reading(Page(URL, b""), "any"))]], ids=["at once", "after its outcome"])
def test_a_fault_on_a_page_is_its_one_outcome_and_kept_aside(spider, monkeypatch, before, caplog):
    def broken(*_: object):
        yield from before
        raise IndexError("out of range")

    monkeypatch.setattr(spider, "_read", broken)
    found = list(spider.parse(response()))
    assert len(found) == 1
    verdict = found[0].verdict
    if not before:
        assert isinstance(verdict, Rejection)
        assert (verdict.outcome, verdict.reason) == (Outcome.FAILED, Reason.FAULT)
    assert spider.run.ending.fault_count == 1
    assert spider.run.aside.pages == 1
    assert "IndexError" in caplog.text


def test_a_fault_in_the_process_that_reads_a_page_is_the_outcome_of_that_page(spider, caplog):
    class Broken:
        def close(self) -> None: ...

        async def read(self, *_: object) -> None:
            raise RuntimeError("IndexError: out of range")

    async def outcomes():
        return [each async for each in spider.parse(response())]

    spider.in_order = InOrder()
    spider.run.readers = Broken()
    (visit,) = asyncio.run(outcomes())
    assert (visit.verdict.outcome, visit.verdict.reason) == (Outcome.FAILED, Reason.FAULT)
    assert spider.run.ending.fault_count == 1
    assert "out of range" in caplog.text


def test_pauses_that_sources_declare_only_lengthen_those_of_the_settings():
    sources = [
        Source("a", lists=("http://a.test/",), delay=9.0),
        Source("b", lists=("http://b.test/",), delay=1.0),
        Source("c", lists=("http://c.test/",)),
    ]
    settings = Settings({"DOWNLOAD_DELAY": 2, "DOWNLOAD_SLOTS": {"a.test": {"delay": 30, "concurrency": 1}, "x.test": {"delay": 5}}})
    assert declared_pauses(sources, settings) == {
        "a.test": {"delay": 30.0, "concurrency": 1},
        "b.test": {"delay": 2.0},
        "x.test": {"delay": 5},
    }


def test_a_replay_keeps_the_middlewares_of_the_project_and_switches_scrapys_off():
    settings = Settings({"DOWNLOADER_MIDDLEWARES": {"theirs.Middleware": 7}})
    off = without_middlewares(settings)
    assert off["DOWNLOADER_MIDDLEWARES"].pop("theirs.Middleware") == 7
    assert set(off["DOWNLOADER_MIDDLEWARES"].values()) == set(off["SPIDER_MIDDLEWARES"].values()) == {None}
    assert off["DOWNLOADER_MIDDLEWARES"].keys() == settings.getdict("DOWNLOADER_MIDDLEWARES_BASE").keys()


def test_another_spider_takes_topic_and_since_and_keeps_its_other_arguments():
    arguments, options = PageSpider.check({"topic": "any", "address": "x"}, settings_of_the_project())
    assert (arguments.topic, arguments.since, options.ledger) == ("any", None, "data/newsbot.sqlite")
    assert PageSpider.attributes({"topic": "any", "address": "x"}) == {"address": "x"}


def settings_of_the_project():
    settings = Settings()
    settings.setmodule("newsbot.settings")
    return settings
