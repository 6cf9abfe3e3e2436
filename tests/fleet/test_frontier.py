"""Several workers on one frontier: who asks what, when, and what becomes of it when one of them dies."""

import json
import time

import pytest

from newsbot.discovery.account import Loss
from newsbot.discovery.frontier import Failure
from newsbot.discovery.sources import Source
from newsbot.discovery.tasks import Purpose, Task
from newsbot.exceptions import FrontierError
from newsbot.fleet import Fleet, fleet
from newsbot.fleet.fleet import Turn, begins
from newsbot.fleet.server import Server, why_not_address
from newsbot.fleet.shared_round import SharedRound
from newsbot.fleet.wire import came_of, host_of, task_id, task_of, task_text
from newsbot.listings.links import Lead
from newsbot.model import Page
from tests.fleet.servers import client
from tests.notebook import Notebook

SOURCES = (Source("one", lists=("http://a.test/",)), Source("two", lists=("http://b.test/",)))


@pytest.fixture
def workers(frontier):
    """Give as many workers of one round as are asked for."""
    made = []

    def join(number, **more):
        for _ in range(number):
            made.append(Fleet(frontier, sources=SOURCES, urls=(), asked={"topic": "any", **more}))
            made[-1].join()
        return made[-number:]

    yield join
    for each in made:
        each.leave()


def article(number=1, host="a.test", priority=0):
    return Task(
        f"http://{host}/{number}.html", Purpose.ARTICLE, None, SOURCES[0], Lead(f"http://{host}/{number}.html", "标题"), {}, priority
    )


def taken(worker, own=()):
    """What the worker asks for next, once a host may be asked."""
    until = time.monotonic() + 5
    while isinstance(turn := worker.next(own), float) and time.monotonic() < until:
        time.sleep(min(turn, 0.05))
    assert isinstance(turn, Turn), turn
    return turn


def wait_for(worker, host, delay=0.0):
    """Wait for the worker's turn at a host that has no pause worth a name: clocks count whole milliseconds."""
    until = time.monotonic() + 5
    while (wait := worker.turn(host, delay)) and time.monotonic() < until:
        assert wait < 0.11
        time.sleep(wait)


def ask(worker, turn, delay=0.0):
    wait_for(worker, turn.host, delay)
    worker.answered(turn.host, delay)


def test_every_place_to_begin_at_belongs_to_one_worker(workers):
    first, second = workers(2)
    places = [first.claim(), second.claim(), first.claim()]
    assert sorted(place.sources[0].id for place in places if place) == ["one", "two"]
    assert places[2] is None


def test_an_article_is_asked_for_once_whoever_finds_it_and_both_hear_of_it(workers):
    first, second = workers(2)
    assert first.publish(article()) is None
    assert second.publish(article()) is None
    turn = taken(second)
    assert turn.task == article()
    assert isinstance(first.next(()), float)
    ask(second, turn)
    assert not second.came(turn.task, {"came": "settled"})  # its own, too
    assert [*second.exchange([turn.name])] == []
    ((task, came),) = first.exchange([])
    assert (task.url, came) == (article().url, {"came": "settled"})
    assert not first.mine
    assert not second.mine
    third = workers(1)[0]
    assert third.publish(article()) == {"came": "settled"}


def test_the_same_address_asked_for_again_in_a_round_is_another_task(workers):
    (worker,) = workers(1)
    for _ in range(2):
        assert worker.publish(article()) is None
        turn = taken(worker)
        ask(worker, turn)
        worker.came(turn.task, {"came": "failed"})
        list(worker.exchange([turn.name]))
    assert task_id("http://a.test/x", 1) != task_id("http://a.test/x")


def test_one_worker_at_a_time_asks_a_host_and_not_before_its_time(workers):
    first, second = workers(2)
    for number in range(3):
        first.publish(article(number))
    turn = taken(first)
    assert isinstance(second.next([("a.test", 0)]), float)
    assert second.turn("a.test", 0.2) > 0
    assert first.turn("a.test", 0.2) == 0
    first.answered("a.test", 0.2)
    answered = time.monotonic()
    assert taken(second).host == turn.host
    assert second.turn("a.test", 0.2) == 0
    assert time.monotonic() - answered >= 0.19


def test_delays_and_pauses_that_one_worker_learns_hold_for_all(workers):
    first, second = workers(2)
    first.slow_down("a.test", 30)
    assert second.turn("a.test", 0.1) == 0
    second.answered("a.test", 0.1)
    assert 29 < first.turn("a.test", 0.1) <= 30.1
    ask(first, Turn("c.test"))  # its robots.txt, which asks for a pause
    first.slow_down("c.test", 30)
    assert 29 < second.turn("c.test", 0) <= 30.1
    second.pause("b.test", 20)
    assert 19 < first.turn("b.test", 0) <= 20


def test_a_robots_txt_leaves_the_host_with_the_worker_that_read_it(workers):
    first, second = workers(2)
    first.publish(article())
    turn = taken(first)
    assert first.turn(turn.host, 0) == 0
    first.answered(turn.host, 0, keep=True)
    assert second.turn(turn.host, 0) > 0
    first.drop(turn.host)
    wait_for(second, turn.host)
    first.note("robots http://a.test", "it cannot be had")
    assert second.noted("robots http://a.test")
    assert not second.noted("robots http://b.test")


def test_what_is_most_promising_comes_first_also_before_a_workers_own(workers):
    first, second = workers(2)
    for number, priority in enumerate((-5, 900, 30)):
        first.publish(article(number, priority=priority))
    turn = taken(second, [("a.test", 500)])
    assert turn.task.priority == 900
    ask(second, turn)
    assert taken(second, [("a.test", 500)]) == Turn("a.test")
    second.drop("a.test")
    assert taken(second).task.priority == 30


def test_what_a_dead_worker_had_goes_to_the_others(workers, monkeypatch):
    monkeypatch.setattr(fleet, "LOST_SECONDS", 0.3)
    first, second = workers(2)
    assert first.claim()
    first.publish(article())
    assert taken(first).task
    first._ended.set()  # its heartbeat stops
    time.sleep(0.4)
    second._server.call("beat", second._group, second.round, second.worker, 300)
    assert taken(second).task == article()
    assert second.claim()
    assert second.claim()


def test_a_worker_that_leaves_gives_back_what_it_had(workers):
    first, second = workers(2)
    assert first.claim()
    first.publish(article())
    assert taken(first).task
    first.leave()
    assert taken(second).task == article()
    assert second.claim()
    assert second.claim()


def test_a_round_is_over_when_nobody_has_anything_to_do(workers):
    first, second = workers(2)
    assert not first.idle()
    assert first.claim()
    assert second.claim()
    first.publish(article())
    assert not second.idle()
    turn = taken(second)
    assert not first.idle()
    second.came(turn.task, {"came": "unchanged"})
    list(second.exchange([turn.name]))
    assert not second.idle()
    assert not first.idle()  # it has not heard yet what came
    assert len(list(first.exchange([]))) == 1
    assert first.idle()
    assert second.idle()
    assert second.joined == 2
    (third,) = workers(1)
    assert third.round != first.round


def test_budgets_and_failures_are_those_of_the_whole_fleet(workers):
    first, second = workers(2)
    assert first.may_ask("a.test", per_host=2, per_run=3, counts=True) == (True, "")
    assert second.may_ask("a.test", per_host=2, per_run=3, counts=True) == (True, "")
    assert first.may_ask("a.test", per_host=2, per_run=3, counts=True) == (False, "")
    assert first.may_ask("a.test", per_host=2, per_run=3, counts=False) == (True, "")
    assert first.may_ask("b.test", per_host=2, per_run=3, counts=True) == (True, "")
    assert second.may_ask("c.test", per_host=2, per_run=3, counts=True) == (False, "")
    assert not first.failed("d.test", 4, 8, "silent")
    assert second.failed("d.test", 4, 8, "silent")
    assert first.may_ask("d.test", per_host=0, per_run=0, counts=True) == (False, "silent")
    assert not first.failed("e.test", 7, 8, "silent")
    second.works("e.test")
    assert not first.failed("e.test", 7, 8, "silent")
    second.rest("f.test", "it asked for a pause")
    assert first.may_ask("f.test", per_host=0, per_run=0, counts=True)[1] == "it asked for a pause"


def test_a_frontier_that_is_full_owes_what_is_found_beyond(workers, monkeypatch):
    monkeypatch.setattr(fleet, "MAX_TASKS", 2)
    (worker,) = workers(1)
    assert [worker.publish(article(number)) for number in range(3)] == [None, None, {"came": "left"}]


def test_those_who_are_asked_for_something_else_have_a_round_of_their_own(workers):
    (first,), (other,) = workers(1), workers(1, topic="civic")
    first.publish(article())
    assert isinstance(other.next(()), float)


def test_a_frontier_holds_json_and_every_key_of_it_ends(workers, frontier):
    first, second = workers(2)
    first.claim()
    first.publish(article())
    second.publish(article(2))
    turn = taken(second)
    ask(second, turn)
    second.slow_down("a.test", 1)
    second.rest("b.test", "why")
    second.note("x", "y")
    list(second.exchange([turn.name]))
    second._server.call("beat", second._group, second.round, second.worker, 30000)
    server = client()
    keys = list(server.scan_iter(f"{{{frontier.partition('namespace=')[2]}}}*"))
    assert len(keys) > 8
    assert all(0 < server.ttl(key) <= 86400 for key in keys if ":idle" not in key)
    (tasks,) = [server.hvals(key) for key in keys if key.endswith(":tasks")]
    assert {json.loads(text.split(" ", 2)[2])["url"] for text in tasks} <= {article(n).url for n in (1, 2)}


def test_a_server_that_is_emptied_ends_the_worker_and_says_what_to_do(workers, frontier, monkeypatch):
    monkeypatch.setattr(fleet, "BEAT_SECONDS", 0.05)
    (worker,) = workers(1)
    server = client()
    for key in server.scan_iter(f"{{{frontier.partition('namespace=')[2]}}}*"):
        server.delete(key)
    worker._beating.join(5)
    with pytest.raises(FrontierError, match="does not know this worker"):
        worker.next(())


def test_a_server_that_is_away_is_waited_for_then_named_without_its_password():
    pytest.importorskip("redis")
    server = Server("redis://someone:secret@127.0.0.1:1/0", patience=0.1)
    with pytest.raises(FrontierError, match=r"someone:\*\*\*@127\.0\.0\.1.*Run again") as raised:
        server.call("noted", "g", "r", "w", 1, "x")
    assert "secret" not in str(raised.value)
    assert raised.value.exit_code == 74


def test_an_address_is_that_of_a_redis_server():
    assert why_not_address("http://x.test") == "that is no address of a Redis server."
    assert "redis" not in (why_not_address("redis://x.test:6379/0") or "newsbot[cluster]")


def test_what_is_of_one_site_begins_together():
    found = begins([*SOURCES, Source("three", lists=("http://news.a.test/x",))], ())
    assert [[source.id for source in place.sources] for place in found.values()] == [["one", "three"], ["two"]]
    assert [place.urls for place in begins(SOURCES, ["http://a.test/1", "http://a.test/2"]).values()] == [
        ("http://a.test/1", "http://a.test/2")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        '{"url": 1, "headers": {}, "priority": 0, "purpose": "article"}',
        '{"url": "http://a.test/", "headers": [], "priority": 0, "purpose": "article"}',
        '{"url": "http://a.test/", "headers": {"a": 1}, "priority": 0, "purpose": "article"}',
        '{"url": "http://a.test/", "headers": {}, "priority": "0", "purpose": "article"}',
        '{"url": "http://a.test/", "headers": {}, "priority": 0, "purpose": "list"}',
    ],
)
def test_what_is_no_task_is_refused(text):
    assert task_of(text, lambda _: None) is None


def test_a_task_comes_back_as_it_went():
    lead = Lead("http://a.test/1", "题", "2023-04-10", changed="2024", author="王秀兰")
    task = Task("http://a.test/1", Purpose.ARTICLE, None, SOURCES[1], lead, {"a": "b"}, 7, again=True)
    assert task_of(task_text(task), {source.id: source for source in SOURCES}.get) == task
    assert came_of("nothing") == {}
    assert host_of("http://A.test:81/x") == "a.test"
    assert host_of("http://[::1]/x") == "::1"


class Others:
    """A fleet in which every article is another worker's, or none."""

    def __init__(self, *, all_of_them):
        self.said, self.all_of_them = [], all_of_them

    def came(self, task, what):
        self.said.append((task.url, what))
        return self.all_of_them


def test_what_came_of_anothers_article_is_told_and_taken_in_there():
    doing, owner, others = SharedRound(Notebook()), SharedRound(Notebook()), Others(all_of_them=True)
    doing.fleet = others  # type: ignore[assignment]
    owner.fleet = Others(all_of_them=False)  # type: ignore[assignment]
    (start,) = owner.given(["http://a.test/"])
    task = article()
    owner.started(task)
    doing.settled(task, Page(task.url, b"", {"etag": '"x"', "set-cookie": "y"}))
    doing.unchanged(task)
    doing.left(task)
    doing.failed(task, Failure.SOFT, "404", loss=Loss.STATUS, gone=True)
    assert not doing._results
    assert others.said[0][1] == {"came": "settled", "page": {"etag": '"x"'}}
    for (_, said), lasting in zip(others.said, (True, True, None, True), strict=True):
        owner._results[next(iter(key for key in owner._results if "1.html" in key))] = None
        owner.heard(task, json.loads(json.dumps(said)))
        assert [value for key, value in owner._results.items() if "1.html" in key] == [lasting], said
    assert start.purpose is Purpose.START


def test_what_was_silent_to_another_worker_is_asked_for_again_by_the_one_that_thought_of_it():
    doing, owner, others = SharedRound(Notebook()), SharedRound(Notebook()), Others(all_of_them=True)
    doing.fleet = others  # type: ignore[assignment]
    task = article()
    owner.started(task)
    doing.failed(task, Failure.TEMPORARY, "TimeoutError", silent=True)
    owner.heard(task, json.loads(json.dumps(others.said[0][1])))
    assert list(doing.due(at_last=True)) == []
    assert [again.url for again in owner.due(at_last=True)] == [task.url]
