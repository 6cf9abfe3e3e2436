"""A run that is stopped (SIGSTOP) while a site answers, and goes on later."""

import os
import signal
import time

import pytest

from tests.test_crash import ALL, Crawl, site
from tests.test_run import PATIENCE

__all__ = ["site"]

pytestmark = pytest.mark.slow


def test_a_run_that_stands_still_for_a_while_goes_on_and_loses_nothing(tmp_path, site):
    crawl = Crawl(tmp_path, site, "-o")
    site.signalled.clear()
    site.at = 6
    process = crawl.begin()
    assert site.then.wait(PATIENCE)
    process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
    site.signalled.set()  # all answers come while nobody listens
    time.sleep(0.5)
    process.send_signal(signal.SIGCONT)
    assert process.wait(PATIENCE) == 0
    assert crawl.titles() == ALL
