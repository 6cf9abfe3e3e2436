import argparse
import gc
import os
import signal
import subprocess
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Spider
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from newsbot.commands.crawl import Command, hang_up_as_terminate
from newsbot.uncollected import SELDOM
from tests.test_run import command, environment


@pytest.fixture
def handlers():
    before = [(number, signal.getsignal(number)) for number in (signal.SIGHUP, signal.SIGTERM)]
    yield
    for number, handler in before:
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers")
def test_a_hang_up_does_what_a_request_to_terminate_does():
    heard: list[int] = []
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    hang_up_as_terminate()
    os.kill(os.getpid(), signal.SIGHUP)
    assert heard == [signal.SIGTERM]


@pytest.mark.usefixtures("handlers")
def test_a_hang_up_that_is_ignored_stays_so():
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    hang_up_as_terminate()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


@pytest.mark.usefixtures("handlers")
def test_garbage_is_looked_for_seldom_while_a_spider_crawls_and_as_before_behind_it(monkeypatch):
    monkeypatch.setattr("newsbot.commands.crawl.give_memory_back", lambda: None)
    seen: list[tuple[int, int, int]] = []
    crawler: Any = SimpleNamespace(spider=None, spidercls=Spider, signals=SignalManager(), stats=SimpleNamespace(get_value=lambda _: None))
    ran = Command()
    ran.settings = Settings({"LOG_LEVEL": "DEBUG"})
    process: Any = SimpleNamespace(
        create_crawler=lambda _: crawler,
        crawl=lambda _: None,
        start=lambda: seen.append(gc.get_threshold()),
        bootstrap_failed=False,
    )
    ran.crawler_process = process
    before = gc.get_threshold()
    ran.run(["any"], argparse.Namespace(spargs={}))
    assert [first for first, *_ in seen] == [max(SELDOM, before[0])]
    assert gc.get_threshold() == before


def test_a_run_whose_stderr_is_closed_says_how_it_ended_all_the_same(tmp_path):
    closed = ["sh", "-c", 'exec "$@" 2>&-', "sh", *command("crawl", "civic_news", "-a", "topic=none")]
    assert subprocess.run(closed, cwd=tmp_path, env=environment(), check=False).returncode == 2
