"""Articles that were read are looked at again: ever more rarely, and not at all once they are gone."""

import pytest

from newsbot.discovery.revisits import MOST_KEPT, Revisit, from_json, to_json
from tests.discovery.test_planner import HOUR, LIST, NOW, Crawl, page_of, url, web
from tests.notebook import Notebook


@pytest.fixture
def memory():
    return Notebook()


def test_an_article_is_looked_at_again_after_hours_days_and_weeks_and_then_no_more(memory):
    Crawl(memory, web(1, 2)).go().end()
    looked = [hours for hours in range(6, 24 * 90, 6) if url(1) in Crawl(memory, web(1, 2), now=NOW + HOUR * hours).go().end().urls]
    assert looked[:3] == [6, 24, 72]
    # a list that brings nothing new is read once a day
    assert [planned <= at < planned + 24 for planned, at in zip((168, 504, 1440), looked[3:], strict=True)] == [True] * 3


def test_what_is_twice_not_there_is_gone_and_asked_for_no_more(memory):
    Crawl(memory, web(1, 2)).go().end()
    without = {LIST: page_of(1, 2), url(1): b"article"}
    for hours in (7, 8, 9, 30):
        crawl = Crawl(memory, without, now=NOW + HOUR * hours).go().end()
        assert (url(2) in crawl.urls) == (hours < 9)
    assert memory.deleted == {url(2): NOW + HOUR * 8}


def test_what_is_not_there_and_named_no_more_gets_its_second_look_in_the_same_round(memory):
    Crawl(memory, web(1, 2)).go().end()
    crawl = Crawl(memory, {LIST: page_of(1), url(1): b"article"}, now=NOW + HOUR * 7).go()
    crawl.waiting = list(crawl.round.due(at_last=True))
    assert crawl.go().end().urls.count(url(2)) == 2
    assert list(memory.deleted) == [url(2)]


def test_a_list_given_by_hand_has_its_articles_looked_at_again_however_soon_it_is_answered(memory):
    first = Crawl(memory, web(1, 2), sources=())
    first.waiting = list(first.round.given([LIST]))
    first.go(most=2).end()
    left = url(2) if first.urls[-1] == url(1) else url(1)
    second = Crawl(memory, web(1, 2), sources=())
    tasks = second.round.given([LIST])
    second.waiting = [next(tasks)]  # the list is answered while what the first run left is still to be asked for
    second.go()
    second.waiting = list(tasks)
    assert sorted(second.go().urls) == sorted([LIST, url(1), url(2)])
    assert [(task.url, bool(task.headers)) for task in second.asked if task.again] == [(first.urls[-1], True)]
    assert left in second.urls


def test_what_is_kept_are_the_articles_read_last_and_nothing_damaged():
    known = {
        str(n): Revisit(f"http://a.test/{n}", f"2024-01-01T00:{n // 60:02}:{n % 60:02}+08:00", "", '"e"', 1) for n in range(MOST_KEPT + 5)
    }
    kept = from_json(to_json(known))
    assert len(kept) == MOST_KEPT
    assert kept[0] == known[str(MOST_KEPT + 4)]
    assert from_json([["http://a.test/", 1], "x", None, *to_json({"1": known["1"]})]) == [known["1"]]
    assert from_json({"no": "list"}) == []
