from types import SimpleNamespace

import pytest
from scrapy.exceptions import NotConfigured

from newsbot.extensions.progress import Progress, progress_line, summary
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


def test_the_summary_names_every_source_and_what_is_wrong_with_it():
    said = summary(tally()).splitlines()
    assert said[0] == "4 pages: 3 off_topic, 1 failed"
    assert [text.split()[0] for text in said[1:]] == ["source", "(no", "broken", "people-hn"]
    assert said[3].endswith("temporary: HTTP status 500")
    assert said[4].split() == ["people-hn", "3", "0", "0", "3"]
    assert said[2].split()[-5:] == ["source)", "1", "0", "1", "0"]


def test_very_many_sources_are_cut():
    many = Tally(discovery={f"s{number:04}": {"new": 1} for number in range(1000)})
    assert summary(many).splitlines()[-1] == "… and 940 more: see the run record"


def test_where_standard_error_is_closed_nobody_looks_on(monkeypatch):
    monkeypatch.setattr("newsbot.extensions.progress.sys", SimpleNamespace(stderr=None))
    monkeypatch.setattr("newsbot.extensions.progress.run_of", lambda crawler: crawler)
    with pytest.raises(NotConfigured):
        Progress.from_crawler(SimpleNamespace())  # type: ignore[arg-type]
