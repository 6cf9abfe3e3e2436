import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.discovery.frontier import (
    KNOWN_IN_A_ROW,
    LONGEST_INTERVAL,
    SEEN,
    Budget,
    Failure,
    ListState,
    SourceState,
    failure_of,
    goes_on,
    is_worth,
    priority,
)
from newsbot.listings.links import Lead, scored
from newsbot.model import CHINA

NOW = datetime(2024, 5, 1, 9, 0, tzinfo=CHINA)
HOUR = timedelta(hours=1)


def lead(number=1, title="社区网格员入户走访", **more):
    return scored([Lead(f"http://a.test/a/{number:07}.html", title, **more)])[0]


# ---------------------------------------------------------------------------------------------------------- what is worth it


@pytest.mark.parametrize(
    ("title", "civic", "anything"),
    [("社区网格员入户走访", True, True), ("股市三大指数集体收涨", False, True), ("", True, True), ("读报角里的故事有人听", False, True)],
)
def test_a_civic_run_follows_civic_headlines_and_addresses_without_any(title, civic, anything):
    assert is_worth(lead(title=title)) is civic
    assert is_worth(lead(title=title), topic="any") is anything


def test_what_no_article_looks_like_is_not_followed_without_a_headline():
    (section,) = scored([Lead("http://a.test/news/")])
    assert not is_worth(section)
    assert not is_worth(section, topic="any")


def test_the_sources_pattern_decides_where_there_is_one():
    assert not is_worth(lead(), article=False)
    assert is_worth(lead(), article=True)


def test_old_leads_are_left_out_where_the_list_says_their_day():
    assert not is_worth(lead(stated="2023-04-09"), since="2023-04-10")
    assert is_worth(lead(stated="2023-04-10T08:00:00+08:00"), since="2023-04-10")
    assert is_worth(lead(), since="2023-04-10")


def test_the_more_promising_lead_comes_first():
    assert priority(lead(title="文明创建进社区")) > priority(lead(title="天气晴朗的一天")) > priority(lead(title="彩票开奖公告结果"))


def test_a_budget_ends():
    budget = Budget(per_host=2, per_run=3)
    taken = [budget.take(url) for url in ("http://a.test/1", "http://a.test/2", "http://a.test/3", "http://b.test/1", "http://b.test/2")]
    assert taken == [True, True, False, True, False]
    assert budget.refused == {"a.test": 1, "b.test": 1}
    assert all(Budget().take("http://a.test/") for _ in range(1000))


# ------------------------------------------------------------------------------------------------------------------ lists


def test_a_list_remembers_what_it_offered_and_what_it_said_of_it():
    state = ListState()
    state.see([lead(1), lead(2)])
    again = [lead(3), lead(2, "社区网格员入户走访（更新）"), lead(1)]
    assert [each.url[-6] for each in state.news(again)] == ["3", "2"]
    assert [state.is_changed(each) for each in again] == [False, True, False]


def test_a_later_change_stated_by_a_sitemap_is_a_change():
    state = ListState()
    state.see([lead(1, changed="2024-05-01")])
    assert state.is_changed(lead(1, changed="2024-05-02"))


def test_what_could_not_be_fetched_is_new_the_next_time():
    state = ListState()
    state.see([lead(1), lead(2)], but=[lead(2).url])
    assert state.news([lead(1), lead(2)]) == [lead(2)]


def test_memory_of_a_list_is_bounded():
    state = ListState()
    state.see(lead(n) for n in range(SEEN))
    state.see(lead(n) for n in range(SEEN, SEEN + 10))
    assert len(state.seen) == SEEN
    assert not state.news([lead(SEEN + 9)])
    assert state.news([lead(SEEN - 1)])


def test_conditions_are_what_the_server_gave():
    assert ListState().conditions() == {}
    state = ListState(etag='"x"', last_modified="Mon, 10 Apr 2023 06:53:03 GMT")
    assert state.conditions() == {"If-None-Match": '"x"', "If-Modified-Since": "Mon, 10 Apr 2023 06:53:03 GMT"}


def test_paging_goes_on_while_there_is_news_and_stops_behind_what_is_known():
    leads = [lead(n) for n in range(30)]
    assert goes_on(leads, leads, back_to=None)
    assert goes_on(leads[: KNOWN_IN_A_ROW + 2], leads[:3], back_to=None)
    assert not goes_on(leads, leads[:3], back_to=None)
    assert not goes_on(leads, [], back_to=None)
    assert not goes_on([], [], back_to=None)


def test_paging_stops_at_the_day_it_goes_back_to():
    old = [lead(n, stated="2023-04-10") for n in range(5)]
    assert not goes_on(old, old, back_to="2023-04-11")
    assert goes_on(old, old, back_to="2023-04-10")
    assert goes_on([lead(n) for n in range(5)], [lead(1)], back_to="2023-04-11")


# ---------------------------------------------------------------------------------------------------------------- sources


def test_a_source_is_visited_at_every_run_as_long_as_it_brings_news():
    state = SourceState()
    assert state.is_due(NOW)
    state.succeeded(NOW, new=5, known=5)
    assert state.is_due(NOW + timedelta(minutes=1))


def test_a_source_that_brings_nothing_is_visited_ever_more_rarely_but_daily_at_least():
    state, now, visits = SourceState(), NOW, 0
    for _ in range(24 * 30):
        if state.is_due(now):
            state.succeeded(now, new=0, known=20)
            visits += 1
        now += HOUR
    assert 30 <= visits <= 60
    assert state.interval <= LONGEST_INTERVAL


def test_news_brings_a_source_back_to_every_run():
    state = SourceState(interval=LONGEST_INTERVAL, idle=20)
    for _ in range(6):
        state.succeeded(NOW, new=10, known=5)
    assert state.is_due(NOW + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (None, "temporary"),
        (500, "temporary"),
        (503, "temporary"),
        (429, "temporary"),
        (404, "soft"),
        (403, "soft"),
        (302, "soft"),
        (410, "hard"),
    ],
)
def test_kinds_of_failure(status, kind):
    assert failure_of(status) == kind


def test_a_host_that_does_not_exist_is_a_hard_failure():
    assert failure_of(None, no_such_host=True) is Failure.HARD


def test_a_passing_failure_costs_no_visit_and_a_lasting_one_ever_more():
    state = SourceState()
    state.failed(NOW, Failure.TEMPORARY, "HTTP status 503")
    assert state.is_due(NOW + timedelta(seconds=1))
    for _ in range(20):
        state.failed(NOW, Failure.TEMPORARY, "timeout")
    assert not state.is_due(NOW + timedelta(hours=23))
    assert state.is_due(NOW + timedelta(hours=24))


@given(st.lists(st.sampled_from(list(Failure)), min_size=1, max_size=40))
def test_no_source_rests_longer_than_a_month_and_an_answer_ends_every_rest(failures):
    state = SourceState()
    for kind in failures:
        state.failed(NOW, kind, "why")
    assert state.is_due(NOW + timedelta(days=30))
    assert state.last_failure == f"{failures[-1]}: why"
    state.succeeded(NOW, new=1, known=0)
    assert state.is_due(NOW)
    assert state.failures == 0


def test_retry_after_is_the_least_rest():
    state = SourceState()
    state.failed(NOW, Failure.TEMPORARY, "HTTP status 429", retry_after=7200)
    assert not state.is_due(NOW + HOUR)
    assert state.is_due(NOW + 2 * HOUR)


def test_lists_are_read_back_to_the_last_good_visit_also_after_missed_runs():
    state = SourceState()
    assert state.back_to(None) is None
    assert state.back_to("2024-01-01") == "2024-01-01"
    state.succeeded(NOW - timedelta(days=10), new=1, known=1)
    assert state.back_to(None) == "2024-04-19"
    assert state.back_to("2024-04-25") == "2024-04-25"


# ------------------------------------------------------------------------------------------------------------------ kept


def test_what_is_remembered_is_plain_data():
    source, state = SourceState(), ListState(etag="x")
    source.failed(NOW, Failure.SOFT, "HTTP status 404")
    state.see([lead(1)])
    assert SourceState.from_json(json.loads(json.dumps(source.to_json()))) == source
    assert ListState.from_json(json.loads(json.dumps(state.to_json()))) == state


@pytest.mark.parametrize("data", [None, {}, {"interval": "soon", "seen": [], "etag": 5, "other": 1, "rests_until": "never"}])
def test_what_cannot_be_read_of_it_is_left_out(data):
    assert SourceState.from_json(data).is_due(NOW)
    assert ListState.from_json(data) == ListState()
