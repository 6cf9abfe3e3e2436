import os
import signal

import pytest

from newsbot.commands.crawl import hang_up_as_terminate


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
