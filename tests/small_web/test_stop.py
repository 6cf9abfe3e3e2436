"""A stopped run finishes what is on the wire, asks for nothing more and owes the rest; as long as all is well it says little."""

import json
import signal
import subprocess
import time

import pytest

from tests.small_web.engines import site
from tests.small_web.web import SmallWeb
from tests.test_run import PATIENCE, command, environment

pytestmark = pytest.mark.slow

MOST_LINES = 12


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_run_asks_for_nothing_more_and_the_next_one_goes_on(tmp_path, number):
    with SmallWeb() as web:
        published = site(web, "site.test.cn", "next")
        settings = ("-s", "DOWNLOAD_DELAY=0.5", "-s", f"ALLOW_PRIVATE={web.proxy.removeprefix('http://')}", "-s", "REPOSTS_ENABLED=0")
        arguments = command("crawl", "civic_news", "-a", f"url={published.home}", *settings, "-o", "out.jsonl")
        env = {**environment(), "http_proxy": web.proxy}
        log = (tmp_path / "log").open("w+", encoding="utf-8")
        running = subprocess.Popen(arguments, cwd=tmp_path, env=env, stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE
        while len(web.requests) < 8 and time.monotonic() < until:
            time.sleep(0.05)
        running.send_signal(number)
        before = len(web.requests)
        assert running.wait(PATIENCE) == 128 + number
        assert len(web.requests) <= before + 1
        (record,) = (tmp_path / "data" / "runs").glob("*.json")
        assert json.loads(record.read_text("utf-8"))["sources"]["site.test.cn"]["addresses"]["owed"] > 0
        log.seek(0)
        assert len(log.read().splitlines()) <= MOST_LINES
        log.close()
        rest = [each if each != "DOWNLOAD_DELAY=0.5" else "DOWNLOAD_DELAY=0" for each in arguments]
        ended = subprocess.run(rest, cwd=tmp_path, env=env, capture_output=True, timeout=PATIENCE, check=False)
        assert ended.returncode == 0, ended.stderr
        rows = [json.loads(line)["url"] for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
        assert sorted(rows) == sorted(published.reports())
        sent = [each.url for each in web.requests if each.url in published.reports() and each.status == 200]
        assert len(sent) == len(set(sent))
        unsent = {each.url for each in web.requests if each.url in published.reports() and each.status != 200}
        assert unsent == {each.url for each in web.requests[:before] if each.url in published.reports()}  # these are asked what changed
