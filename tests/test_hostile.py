"""One crawl of a hostile web, in a process of its own: what is good is found once, and nothing of the rest does harm."""

import json
import re
import subprocess
import time
from pathlib import Path

import pytest

from tests.hostile_web import BOMBS, FEEDS, GOOD, PAGES, WIRES, all_feeds, start
from tests.test_run import PATIENCE, Ran, command, environment

ANSWER_SECONDS = 15
"""How long the run waits for an answer: long enough for a good page on a busy machine; only a wire that drips uses it up."""
MOST_MEMORY = 250 << 20
"""Bytes that a run may hold, whatever is served to it."""


@pytest.fixture(scope="module")
def web():
    sites = start()
    yield sites
    for site in sites.values():
        site.close()


@pytest.fixture(scope="module")
def ran(web, tmp_path_factory):
    """The run, and the most memory it held."""
    folder = tmp_path_factory.mktemp("hostile")
    allowed = ",".join(site.where for site in web.values())
    speed = (
        "-s",
        "DOWNLOAD_DELAY=0",
        "-s",
        "CONCURRENT_REQUESTS_PER_DOMAIN=8",
        "-s",
        "RETRY_ENABLED=0",
        "-s",
        f"DOWNLOAD_TIMEOUT={ANSWER_SECONDS}",
    )
    what = ("-a", f"url={all_feeds(web['home'])}", "-a", "topic=any", "-s", f"ALLOW_PRIVATE={allowed}", "-s", "REPOSTS_ENABLED=0")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command("crawl", "civic_news", *what, *speed, "-O", "out.jsonl"), cwd=folder, env=environment(), stderr=log, stdout=log
        )
        ends, peak = time.monotonic() + PATIENCE, 0
        while process.poll() is None and time.monotonic() < ends:
            peak = max(peak, held_by(process.pid))
            time.sleep(0.05)
        process.kill()
    return Ran(process.wait(), (folder / "log").read_text("utf-8"), folder), peak


def held_by(process):
    """Peak of a process's memory in bytes; 0 where the system does not say."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("ascii"))
    except OSError:
        return 0
    return int(found[1]) << 10 if found else 0


def test_the_good_articles_are_found_once_each(ran, web):
    ran = ran[0]
    assert ran.code == 0, ran.log
    found = sorted(row["url"] for row in ran.rows() if row["site"] == "127.0.0.1" and "/good/" in row["url"])
    assert found == [f"{web['home'].base}/good/x/{number}.html" for number in range(GOOD)]


def test_everything_was_asked_for(web, ran):
    assert ran[0].code == 0
    asked = {hit for site in web.values() for hit in site.hits}
    assert {f"/page/x/{name}" for name in PAGES} <= asked
    assert {f"/packed/x/{number}" for number in range(len(BOMBS))} <= asked
    assert {f"/wire/x/{name}" for name in WIRES} <= asked
    assert {f"/feed/x/{name}" for name in FEEDS} <= asked


def test_little_memory_is_held(ran):
    assert ran[1] <= MOST_MEMORY


def test_every_page_has_one_outcome(ran):
    record = ran[0].record
    assert sum(record["outcomes"].values()) == record["pages"]


def test_traps_and_loops_come_to_an_end(web, ran):
    assert ran[0].code == 0
    for kind, most in (("/trap/", 40), ("/wire/x/redirect", 40), ("/wire/x/refresh", 2)):
        assert sum(hit.startswith(kind) for site in web.values() for hit in site.hits) <= most


def test_rows_are_lines_and_hold_nothing_that_is_not_theirs(ran):
    data = (ran[0].folder / "out.jsonl").read_bytes()
    text = data.decode("utf-8")
    assert text.splitlines() == text.split("\n")[:-1]
    assert not any("root:" in line or "\\u0000" in line for line in text.splitlines())
    assert all(json.loads(line)["body"] for line in text.splitlines())


def test_nothing_secret_is_logged(ran):
    assert "secret" not in ran[0].log
    assert "\x1b" not in ran[0].log
