import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.utils.misc import load_object

from newsbot import pipelines
from newsbot import settings as project
from newsbot.archive import Replay
from newsbot.exceptions import OutputError
from newsbot.items import Recorded, Visit
from newsbot.model import Outcome, Page, Reason, Rejection, Report
from newsbot.normalise import STAGES
from newsbot.run.arguments import Arguments, Options
from newsbot.run.run import Run
from newsbot.run.worker import Allowance


@pytest.fixture
def run(tmp_path):
    run = Run("test-run", Arguments(topic="any"), Options(None, None, reposts=True, allow_private=frozenset()), tmp_path / "runs")
    run.open()
    yield run
    run.finish()


@pytest.fixture
def crawler(run):
    crawler = SimpleNamespace(spider=SimpleNamespace(run=run), engine=SimpleNamespace(closed=[]))

    async def close_spider_async(*, reason):
        crawler.engine.closed.append(reason)

    crawler.engine.close_spider_async = close_spider_async
    return crawler


def report(**fields):
    return Report(Page("http://a.test/1", b"x"), "utf-8", "0" * 64, site="a.test", **fields)


def walk(crawler, item):
    """Send an item through all pipelines in the order of the settings."""
    for path in sorted(project.ITEM_PIPELINES, key=lambda name: project.ITEM_PIPELINES[name]):
        item = load_object(path).from_crawler(crawler).process_item(item)
    return item


def test_the_pipelines_are_the_stages_of_normalise_in_their_order_then_the_ledger():
    order = sorted(project.ITEM_PIPELINES, key=lambda name: project.ITEM_PIPELINES[name])
    stages = [load_object(path).stage for path in order if hasattr(load_object(path), "stage")]
    assert stages == [stage.__name__ for stage in STAGES]
    assert order[-1].endswith("IntoLedger")


def test_every_visit_ends_in_the_ledger(crawler, run):
    with pytest.raises(Recorded):
        walk(crawler, Visit(Page("http://a.test/1", "一篇报道的正文。".encode(), {"Content-Type": "text/plain"})))
    with pytest.raises(Recorded):
        walk(crawler, Visit(Page("http://a.test/2", b"")))
    assert run.tally.pages == 2
    assert sum(run.ledger.outcomes().values()) == 2
    assert run.tally.outcomes["empty"] == 1


def test_rows_and_other_items_pass(crawler):
    item = {"some": "item"}
    assert walk(crawler, item) is item


def test_a_visit_that_ended_before_is_not_read(crawler, run, monkeypatch):
    monkeypatch.setitem(pipelines._STAGES, "read", lambda _: pytest.fail("it was read"))
    with pytest.raises(Recorded):
        walk(crawler, Visit.of(Rejection(Page("http://a.test/", b""), Outcome.MISSING_FILE, Reason.FILE_MISSING, "gone")))
    assert run.ledger.outcomes() == {Outcome.MISSING_FILE: 1}


def test_a_fault_in_a_stage_costs_one_page_and_shows_in_the_exit_code(crawler, run, monkeypatch, caplog):
    def broken(_):
        raise KeyError("inside")

    monkeypatch.setitem(pipelines._STAGES, "label", broken)
    with pytest.raises(Recorded):
        walk(crawler, Visit(Page("http://a.test/1", "正文。".encode(), {"Content-Type": "text/plain"})))
    assert run.ledger.outcomes() == {Outcome.FAILED: 1}
    assert run.ending.fault_count == 1
    assert "KeyError" in caplog.text
    run.ending.reason = "finished"
    assert run.exit_code == 1


@pytest.mark.parametrize(
    ("published", "kept"),
    [("2023-04-09", False), ("2023-04-09T23:59:00+08:00", False), ("2023-04-10", True), ("2023-04-10T00:00:00+08:00", True), (None, True)],
)
def test_reports_before_the_day_asked_for_are_left_out(crawler, run, published, kept):
    run.arguments = Arguments(since="2023-04-10")
    visit = Visit(Page("http://a.test/1", b"x"), verdict=report(date_published=published))
    pipelines.Since.from_crawler(crawler).process_item(visit)
    outcome = visit.verdict.outcome if isinstance(visit.verdict, Rejection) else None
    assert outcome == (None if kept else Outcome.TOO_OLD)


def test_a_ledger_that_cannot_be_written_stops_the_run_and_spoils_its_files(crawler, run, monkeypatch):
    def full(_):
        raise OutputError("the disk is full")

    monkeypatch.setattr(run.ledger, "record", full)
    last = pipelines.IntoLedger.from_crawler(crawler)

    async def visit_two():
        for _ in range(2):
            with pytest.raises(DropItem):
                last.process_item(Visit.of(Rejection(Page("http://a.test/", b""), Outcome.EMPTY, Reason.NO_CONTENT)))
        await asyncio.sleep(0)

    asyncio.run(visit_two())
    assert crawler.engine.closed == ["ledger_failed"]
    assert run.exit_code == 74


def test_spiders_without_a_run_go_without_the_pipelines():
    crawler: Any = SimpleNamespace(spider=object())
    with pytest.raises(NotConfigured):
        pipelines.Read.from_crawler(crawler)


def test_what_could_not_be_read_is_kept_aside_unless_an_archive_holds_it(crawler, run, monkeypatch):
    def broken(_):
        raise KeyError("inside")

    binary = bytes(range(256)) * 20
    for page in (Page("http://a.test/binary", binary), Page("http://a.test/archived", binary, archive="x.warc.gz:0")):
        with pytest.raises(Recorded):
            walk(crawler, Visit(page))
    monkeypatch.setitem(pipelines._STAGES, "read", broken)
    with pytest.raises(Recorded):
        walk(crawler, Visit(Page("http://a.test/faulty", b"text")))
    kept = [page for page in Replay([run.aside.folder]) if isinstance(page, Page)]
    assert [(page.url, page.body) for page in kept] == [("http://a.test/binary", binary), ("http://a.test/faulty", b"text")]


async def follow(crawler, visit):
    """Send a large page through all pipelines, as Scrapy does with those that have to wait."""
    for path in sorted(project.ITEM_PIPELINES, key=lambda name: project.ITEM_PIPELINES[name]):
        visit = load_object(path).from_crawler(crawler).process_item(visit)
        if asyncio.iscoroutine(visit):
            visit = await visit
    return visit


def test_a_large_page_is_read_in_the_thread_and_ends_as_any_other(crawler, run):
    for allowance in (None, Allowance()):
        visit = Visit(Page(f"http://a.test/{allowance is None}", b""), allowance=allowance)
        with pytest.raises(Recorded):
            asyncio.run(follow(crawler, visit))
    assert run.ledger.outcomes() == {Outcome.EMPTY: 2}


def test_a_page_that_takes_too_long_is_given_up_and_kept_aside(crawler, run, monkeypatch):
    def endless(_):
        while True:
            pass

    monkeypatch.setitem(pipelines._STAGES, "restore", endless)
    visit = Visit(Page("http://a.test/1", "正文".encode(), {"Content-Type": "text/plain"}), allowance=Allowance(0.01))
    with pytest.raises(Recorded, match="given up"):
        asyncio.run(follow(crawler, visit))
    assert run.ledger.outcomes() == {Outcome.UNREADABLE: 1}
    assert run.aside.pages == 1
    assert not run.ending.faults


def test_a_fault_in_the_thread_costs_one_page(crawler, run, monkeypatch):
    def broken(_):
        raise ZeroDivisionError

    monkeypatch.setitem(pipelines._STAGES, "restore", broken)
    with pytest.raises(Recorded):
        asyncio.run(follow(crawler, Visit(Page("http://a.test/1", "正文".encode(), {"Content-Type": "text/plain"}), allowance=Allowance())))
    assert run.ledger.outcomes() == {Outcome.FAILED: 1}
    assert run.exit_code == 1
