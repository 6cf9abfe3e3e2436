from datetime import UTC, datetime

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy.settings import Settings

from newsbot.middlewares.politeness import PATIENCE, SILENCE, HostRests, OverBudget, PolitenessMiddleware, retry_after
from newsbot.scrapy_internals import pause, slow_down

NOW = datetime(2024, 5, 6, 9, 0, tzinfo=UTC)


class Slot:
    """A slot of the downloader, as far as politeness touches it."""

    def __init__(self, delay=2.0):
        self.delay, self.lastseen = delay, 0.0


class Crawler:
    """A crawler with a downloader that has one slot."""

    def __init__(self, **settings):
        self.settings = Settings({"DOWNLOAD_DELAY": 2, "PAGES_PER_HOST": 0, "PAGES_PER_RUN": 0, **settings})
        self.engine = self.downloader = self
        self.slots, self.per_slot_settings = {"a.test": Slot()}, {}
        self.spider = None


def polite(**settings):
    return PolitenessMiddleware(Crawler(**settings))  # type: ignore[arg-type]


def ask(middleware, url="http://a.test/1", **meta):
    request = Request(url, meta=meta)
    middleware.process_request(request)
    return request


def answer(middleware, request, status, **headers):
    return middleware.process_response(request, Response(request.url, status=status, headers=headers))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"3", 3.0),
        (b" 120 ", 120.0),
        (b"Mon, 06 May 2024 09:01:30 GMT", 90.0),
        (b"Mon, 06 May 2024 08:00:00 GMT", 0.0),
        (b"soon", 0.0),
        (b"-5", 0.0),
        (b"", 0.0),
        (None, 0.0),
        (b"9" * 100, 999999999.0),
    ],
)
def test_retry_after_is_seconds_or_a_moment(value, seconds):
    assert retry_after(value, NOW) == seconds


def test_a_host_that_asks_for_a_pause_gets_it(monkeypatch):
    monkeypatch.setattr("newsbot.scrapy_internals.monotonic", lambda: 1000.0)
    middleware = polite()
    answer(middleware, ask(middleware), 503, **{"Retry-After": "30"})
    slot = middleware.crawler.slots["a.test"]
    assert slot.lastseen + slot.delay == 1030.0


def test_a_host_that_asks_for_a_long_pause_is_left_alone():
    middleware = polite()
    answer(middleware, ask(middleware), 429, **{"Retry-After": "86400"})
    with pytest.raises(HostRests, match="86400"):
        ask(middleware)
    ask(middleware, "http://b.test/")


@pytest.mark.parametrize("fails", [lambda m, r: answer(m, r, 500), lambda m, r: m.process_exception(r, ConnectionError())])
def test_a_host_that_fails_again_and_again_is_asked_no_more(fails):
    middleware = polite()
    for _ in range(PATIENCE):
        fails(middleware, ask(middleware, retry_times=2))
    with pytest.raises(HostRests, match="again and again"):
        ask(middleware)


def test_a_host_that_answers_at_the_third_try_has_not_failed():
    middleware = polite()
    for number in range(2 * PATIENCE):
        answer(middleware, ask(middleware, f"http://a.test/{number}", retry_times=number % 2), 503)
    ask(middleware)


def test_a_silent_host_tries_patience_sooner_and_is_not_asked_the_same_again():
    middleware = polite()
    for _ in range(PATIENCE // SILENCE):
        request = ask(middleware)
        middleware.process_exception(request, DownloadTimeoutError())
        assert request.meta["dont_retry"] is True
    with pytest.raises(HostRests):
        ask(middleware)


def test_one_good_answer_ends_the_row():
    middleware = polite()
    for _ in range(PATIENCE):
        answer(middleware, ask(middleware, retry_times=2), 500)
        if _ < PATIENCE - 1:
            answer(middleware, ask(middleware), 404)
    ask(middleware)


def test_what_we_refuse_ourselves_is_no_failure_of_the_host():
    middleware = polite()
    for _ in range(PATIENCE + 1):
        middleware.process_exception(ask(middleware), IgnoreRequest())


def test_budgets_end_and_tries_of_one_request_count_once():
    middleware = polite(PAGES_PER_HOST=2)
    request = ask(middleware)
    middleware.process_request(request)
    ask(middleware, "http://a.test/2")
    with pytest.raises(OverBudget):
        ask(middleware, "http://a.test/3")
    ask(middleware, "http://a.test/robots.txt", dont_obey_robotstxt=True)


def test_a_pause_between_requests_is_only_ever_made_longer():
    crawler = Crawler()
    for seconds, delay in ((1.0, 2.0), (5.0, 5.0), (3.0, 5.0)):
        slow_down(crawler, "a.test", seconds)  # type: ignore[arg-type]
        assert crawler.slots["a.test"].delay == crawler.per_slot_settings["a.test"]["delay"] == delay


def test_a_host_not_yet_asked_is_not_paused():
    pause(Crawler(), "elsewhere.test", 5.0)  # type: ignore[arg-type]
    assert Crawler().slots["a.test"].lastseen == 0.0
