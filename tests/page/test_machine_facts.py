"""What a page states to machines: JSON-LD, metas, times; never trusted beyond what is printed."""

import json
from datetime import datetime

import pytest

from newsbot import Page, Report, normalise
from newsbot.html.machine import MachineData, PlacedText, Statement
from newsbot.model import Hints
from newsbot.page.machine_facts import MachineFacts, machine_facts, machine_time

CLOCK = datetime.fromisoformat("2024-01-01T00:00:00+08:00")


def facts(*objects: object, metas: dict[str, str] | None = None, times: tuple[str, ...] = ()) -> MachineFacts:
    data = MachineData(
        json_ld=[PlacedText(0, json.dumps(one)) for one in objects],
        metas=[Statement(0, name, value) for name, value in (metas or {}).items()],
        times=[PlacedText(0, time) for time in times],
    )
    return machine_facts(data, CLOCK)


@pytest.mark.parametrize(("stated", "iso"), [
    ("2023-04-10T06:53:03Z", "2023-04-10T14:53:03+08:00"),
    ("2023-04-10T23:30:00+00:00", "2023-04-11T07:30:00+08:00"),
    ("2023-04-10T14:53:03.123+08:00", "2023-04-10T14:53:03+08:00"),
    ("2023-04-10 14:53", "2023-04-10T14:53:00+08:00"),
    ("2023-04-10", "2023-04-10"),
    ("2023-04-10 00:00:00+00:00", "2023-04-10"),
    ("2023-04-09T16:00:00Z", "2023-04-10"),
    ("2023-04-10T00:00:00-05:00", "2023-04-10"),
    ("2023-04-10T00:01:00+08:00", "2023-04-10T00:01:00+08:00"),
    ("2023年4月10日 14:53", "2023-04-10T14:53:00+08:00"),
    ("2030-04-10", None),
    ("yesterday or so", None),
    (20230410, None),
])  # fmt: skip
def test_times_come_out_in_shanghai_and_none_of_the_future(stated, iso):
    assert machine_time(stated, CLOCK) == iso


def test_json_ld_of_an_article_and_no_other():
    article = {
        "@type": "NewsArticle",
        "datePublished": "2023-04-10",
        "dateModified": "2023-04-11",
        "author": {"@type": "Person", "name": "李静"},
    }
    assert facts(article) == MachineFacts("2023-04-10", "2023-04-11", None, ("李静",))
    assert facts([{"@graph": [article]}]).published == "2023-04-10"
    assert facts({**article, "@type": "Organization"}) == MachineFacts()
    assert facts({**article, "author": {"@type": "Organization", "name": "某报"}}).authors == ()


def test_objects_nested_too_deep_and_broken_json_are_left_alone():
    article: object = {"@type": "Article", "datePublished": "2023-04-10"}
    for _ in range(5):
        article = [article]
    assert facts(article).published == "2023-04-10"
    assert facts([article]).published is None
    assert machine_facts(MachineData(json_ld=[PlacedText(0, "{"), PlacedText(0, "[" * 5000)]), CLOCK) == MachineFacts()


def test_metas_and_a_lone_time():
    metas = {"pubdate": "2023-04-10 10:20", "contentsource": "某市日报"}
    assert facts(metas=metas) == MachineFacts("2023-04-10T10:20:00+08:00", None, "某市日报")
    assert facts(times=("2023-04-10T10:20:00+08:00",)).published == "2023-04-10T10:20:00+08:00"
    assert facts(times=("2023-04-10", "2023-04-11")).published is None
    assert facts(metas={"contentsource": "报" * 41}).source is None
    assert facts(metas={"contentsource": "报" * 40}).source == "报" * 40
    assert facts(metas={"contentsource": "https://a.cn"}).source is None


def test_the_author_in_a_meta_is_who_wrote_it_unless_an_editorial_system_says_so():
    assert facts(metas={"author": "陈思远"}).authors == ("陈思远",)
    assert facts(metas={"author": "陈思远", "contentid": "4492985"}).authors == ()
    assert facts(metas={"author": "陈思远", "byl": "王秀兰", "contentsource": "某市日报"}).authors == ("王秀兰",)


def report(head: str, line: str = "") -> Report:
    text = (
        "<p>四月十日上午，槐荫街道志愿服务队来到晨光小区，向居民讲解垃圾分类的办法，并把绿化带里的纸屑一一捡起。</p>"
        "<p>街道办事处负责人表示，接下来还将在每个小区设一处议事亭，居民的事由居民商量着办，让文明创建走进千家万户。</p>"
    )
    page = f"<html><head>{head}</head><body><h1>槐荫街道志愿服务队走进小区开展文明劝导</h1>{line}<div>{text}</div></body></html>"
    verdict = normalise(Page("http://www.example.cn/1.html", page.encode(), fetched_at=CLOCK), topic="any")
    assert isinstance(verdict, Report)
    return verdict


LD = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2023-04-09T22:20:00Z",'
    ' "dateModified": "2023-04-12T08:00:00+08:00"}</script>'
)


def test_machine_statements_fill_what_is_not_printed():
    found = report(LD + '<meta name="ContentSource" content="某市日报">')
    assert (found.date_published, found.date_modified, found.source) == (
        "2023-04-10T06:20:00+08:00",
        "2023-04-12T08:00:00+08:00",
        "某市日报",
    )


def test_what_is_printed_wins_and_a_printed_day_takes_its_minute():
    assert report(LD, "<div>2023-04-08 09:00 来源：某县日报</div>").date_published == "2023-04-08T09:00:00+08:00"
    assert report(LD, "<div>2023-04-10</div>").date_published == "2023-04-10T06:20:00+08:00"
    assert report(LD, "<div>2023-04-09</div>").date_published == "2023-04-09"
    assert report(LD + '<meta name="ContentSource" content="某市日报">', "<div>来源：某县日报</div>").source == "某县日报"


def test_a_day_that_only_the_list_or_feed_states_is_taken_unless_it_lies_ahead():
    text = "<p>四月十日上午，槐荫街道志愿服务队来到晨光小区，向居民讲解垃圾分类的办法，并把绿化带里的纸屑一一捡起。</p>" * 2
    body = "<html><body><h1>槐荫街道志愿服务队走进小区开展文明劝导</h1>{}<div>" + text + "</div></body></html>"

    def stated(said, line=""):
        hints = Hints(published=said)
        verdict = normalise(Page("http://www.example.cn/1.html", body.format(line), fetched_at=CLOCK, hints=hints), topic="any")
        assert isinstance(verdict, Report)
        return verdict.date_published

    assert stated("2023-04-10T09:30:00+08:00") == "2023-04-10T09:30:00+08:00"
    assert stated("2023-04-10T09:30:00+08:00", "<div>2023-04-09</div>") == "2023-04-09"
    assert stated("2033-04-10") is None
