import re
from collections import Counter
from types import SimpleNamespace

import pytest
from scrapy.exceptions import NotConfigured

from newsbot.extensions.progress import Left, Progress, left_of, progress_line, summary
from newsbot.model import Outcome, Page, Reason, Rejection
from newsbot.run.tally import Tally


def tally():
    made = Tally()
    for number in range(3):
        made.count(Rejection(Page(f"http://a.test/{number}", b"", source="people-hn"), Outcome.OFF_TOPIC, Reason.LOW_SCORE))
    made.count(Rejection(Page("http://b.test/", b""), Outcome.FAILED, Reason.FETCH_FAILED))
    made.add("copies/(no declared source)")
    made.discovery = {"people-hn": {"new": 3, "leads": 20}, "broken": {"trouble": "temporary: HTTP status 500"}}
    return made


def test_a_line_says_how_far_a_run_is():
    said = progress_line(tally(), 3695)
    assert said == "1:01:35  4 pages, 0 reports, 3 off topic, 1 failed; most from people-hn 3, (no declared source) 1"
    assert progress_line(Tally(), 0) == "0:00:00  0 pages, 0 reports"


def test_a_line_says_what_is_left_and_how_long_the_slowest_host_takes():
    said = progress_line(tally(), 5, Left(130, "a.test", 260.4))
    assert said.startswith("0:00:05  4 pages, 0 reports, 3 off topic, 1 failed; 130 of 134 left, some 0:04:20 (a.test); most from")
    assert "; 2 of 2 left" in progress_line(Tally(), 5, Left(2, "a.test", 0.0))


def test_what_is_left_is_what_the_scheduler_has_at_the_pace_of_each_host(monkeypatch):
    waiting = Counter({"a.test": 3, "b.test": 2})
    monkeypatch.setattr("newsbot.extensions.progress.waiting_requests", lambda _: waiting)
    monkeypatch.setattr("newsbot.extensions.progress.delay_of", lambda _, host: {"a.test": 2.0, "b.test": 10.0}[host])
    assert left_of(SimpleNamespace()) == (5, "b.test", 20.0)  # type: ignore[arg-type]
    waiting.clear()
    assert left_of(SimpleNamespace()) == Left()  # type: ignore[arg-type]


def test_the_summary_names_every_source_and_what_is_wrong_with_it():
    said = summary(tally()).splitlines()
    assert said[0] == "4 pages: 3 off topic, 1 failed"
    assert [text.split()[0].strip("-") for text in said[1:]] == ["source", "", "(no", "broken", "people-hn"]
    assert said[4].endswith("temporary: HTTP status 500")
    assert said[5].split() == ["people-hn", "3", "0", "0", "3"]
    assert said[3].split()[-5:] == ["source)", "1", "0", "1", "0"]


def test_line_and_summary_speak_chinese(monkeypatch):
    monkeypatch.setenv("NEWSBOT_LANG", "zh")
    made = tally()
    made.addresses = {"a": {"known": 40, "read": 24, "owed": 1, "lost": {"headline": 15}, "feed": {"names": 9, "read": 8, "owed": 1}}}
    said = f"{progress_line(made, 5, Left(130, 'a.test', 260.4))}\n{summary(made)}"
    assert "3 题外、1 失败" in said
    assert not re.search(r"\b(pages|reports|left|most|known|read|owed|names|off)\b", said)


def test_very_many_sources_are_cut():
    many = Tally(discovery={f"s{number:04}": {"new": 1} for number in range(1000)})
    assert summary(many).splitlines()[-1] == "… and 940 more: see the run record"


def test_where_standard_error_is_closed_nobody_looks_on(monkeypatch):
    monkeypatch.setattr("newsbot.extensions.progress.sys", SimpleNamespace(stderr=None))
    monkeypatch.setattr("newsbot.extensions.progress.run_of", lambda crawler: crawler)
    with pytest.raises(NotConfigured):
        Progress.from_crawler(SimpleNamespace())  # type: ignore[arg-type]
