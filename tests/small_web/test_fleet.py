"""Four workers on one frontier and one ledger: one is killed now and then and started again, and nothing is lost or delivered twice."""

import os
import random
from itertools import pairwise

import pytest

from newsbot.addresses import canonical
from tests.fleet.servers import namespace, why_no_redis
from tests.ledger.stores import schema, why_no_server
from tests.small_web.days import first_day, write_sources
from tests.small_web.web import SmallWeb
from tests.small_web.workers import Workers, gaps, ids_by_address, moments

pytestmark = pytest.mark.slow

DELAY = 0.4
KILLS = 2
TAKEN_UP_WITHIN = 3.0
"""Seconds in which the web takes up a request on a busy machine: its sender may have been killed by then."""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """What four workers did with the small web while one after the other was killed."""
    if missing := why_no_redis() or why_no_server():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    folder = tmp_path_factory.mktemp("fleet")
    sources = write_sources(folder / "sources")
    with SmallWeb() as web, schema() as ledger, namespace() as frontier:
        first_day(web)
        workers = Workers(folder, web, number=4, what=f"sources={sources}", ledger=ledger, frontier=frontier, delay=DELAY)
        workers.run(kill_after=(12, 30)[:KILLS], chance=random.Random(7))
        yield web, workers


def test_every_report_is_delivered_once_and_none_is_lost(crawled):
    web, workers = crawled
    rows = workers.rows()
    assert len({row["id"] for row in rows}) == len(rows)
    ids = ids_by_address(rows)
    assert set(ids) == {canonical(url) for url in web.civic}
    assert max(map(len, ids.values())) == 1
    assert workers.killed == KILLS


def test_every_pause_is_kept_by_the_whole_fleet(crawled):
    web, _ = crawled
    least = gaps(web.requests)
    assert len(least) == 12
    for host, gap in least.items():
        assert gap >= max(DELAY, 0.5 if host == "sc.people.com.cn" else 0.0), host


def test_robots_txt_is_read_once_unless_who_read_it_was_killed(crawled):
    web, workers = crawled
    read = moments(each for each in web.requests if each.path == "/robots.txt" and each.status == 200)
    assert len(read) > 5
    for host, at in read.items():  # whoever takes a host over from one that was killed before it kept the answer reads it again
        for before, after in pairwise(at):
            assert any(before - TAKEN_UP_WITHIN < kill < after for kill in workers.kills), host


def test_the_workers_end_well_and_say_how_much_they_did(crawled):
    _, workers = crawled
    # one that was started again when the round was over is alone in the next, which has but the hosts in trouble left
    assert set(workers.codes) <= {0, 69}, workers.logs()
    assert 0 in workers.codes
    records = workers.records()
    assert all(sum(record["outcomes"].values()) == record["pages"] for record in records)
    assert sum(record["rows"] for record in records) == len(workers.rows())
    assert sum(record["pages"] > 0 for record in records) > 1
