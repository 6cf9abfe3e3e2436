import os
import signal
import subprocess

import pytest

from newsbot.commands.crawl import hang_up_as_terminate
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


def test_a_run_whose_stderr_is_closed_says_how_it_ended_all_the_same(tmp_path):
    closed = ["sh", "-c", 'exec "$@" 2>&-', "sh", *command("crawl", "civic_news", "-a", "topic=none")]
    assert subprocess.run(closed, cwd=tmp_path, env=environment(), check=False).returncode == 2
