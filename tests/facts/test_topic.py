"""What counts as a civic report: labelled reports of our own writing, and a gate of figures that may only rise."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from newsbot import Page, Rejection, Report, normalise
from newsbot.facts.bounds import MAX_BODY_CHARS
from newsbot.facts.topic import MAX_WEIGHED_CHARS, civic_odds, is_civic, topic_of
from newsbot.model import Outcome

FIXTURES = Path(__file__).parents[2] / "fixtures"
LABELLED: list[dict[str, Any]] = [json.loads(line) for line in (FIXTURES / "topics.jsonl").read_text(encoding="utf-8").splitlines()]
"""`title`, `body` (paragraphs) and `civic`, the label."""

FOOTBALL = ["昨晚的联赛中，主队2比0取胜，主教练称赞了球员。", "120名志愿者在看台引导球迷文明观赛，社区居民也到场助威。"]
STREET = ["东城街道组织志愿者清理背街小巷，劝导乱停乱放，助力创建全国文明城市。", "网格员入户走访，居民反映的问题当天交办。"]


def figures() -> dict[str, float]:
    """Precision and recall of "civic" over the labelled reports, cut to four decimals, and how many reports there are."""
    judged = [(is_civic(topic_of(report["title"], report["body"])), report["civic"]) for report in LABELLED]
    right = sum(found and civic for found, civic in judged)
    shares = {"precision": right / sum(found for found, _ in judged), "recall": right / sum(civic for _, civic in judged)}
    return {**{name: int(value * 10_000 + 1e-6) / 10_000 for name, value in shares.items()}, "reports": len(judged)}


def test_figures_may_only_rise():
    floors, now = json.loads((FIXTURES / "topics.floors.json").read_text(encoding="utf-8")), figures()
    assert now.keys() == floors.keys()
    wrong = [report["title"] for report in LABELLED if is_civic(topic_of(report["title"], report["body"])) != report["civic"]]
    fell = {name: f"{floors[name]} -> {now[name]}" for name in now if now[name] < floors[name]}
    assert not fell, f"fewer reports are judged rightly: {fell}; wrong are {wrong}"
    rose = {name: now[name] for name in now if now[name] > floors[name]}
    assert not rose, f"more reports are judged rightly: raise {rose} in fixtures/topics.floors.json"


def test_labelled_reports_are_of_both_kinds_and_each_stands_once():
    assert len({report["title"] for report in LABELLED}) == len(LABELLED)
    assert min(sum(report["civic"] is kind for report in LABELLED) for kind in (True, False)) >= 200


def test_a_report_of_the_genre_says_why():
    topic = topic_of("东城街道：背街小巷换新颜", STREET)
    assert is_civic(topic)
    assert topic.terms[0] == "创建全国文明城市"
    assert {"背街小巷", "乱停乱放", "网格员", "志愿者", "居民"} <= set(topic.terms)


def test_other_news_that_names_volunteers_and_communities_is_none():
    topic = topic_of("主队晋级八强", FOOTBALL)
    assert not is_civic(topic)
    assert "志愿者" in topic.terms


def test_a_community_named_often_is_not_enough():
    assert not is_civic(topic_of(None, ["幸福社区位于河东，社区里有三个小区，小区住着两千户居民。"] * 5))


def test_an_advertisement_with_the_words_of_the_genre_in_another_sense_is_none():
    assert not is_civic(topic_of("网格交易入门：开源社区里的策略", ["网格交易适合震荡行情，投资者可在开源社区下载代码。"]))


SCHOOL = "早上七点半，放学路口站着十位家长，轮流引导车辆即停即走，孩子们排队过马路。"


def test_the_wording_of_a_report_says_what_no_term_does():
    assert civic_odds("路口的小黄帽", [SCHOOL]) > 0 > civic_odds("主队晋级八强", FOOTBALL)
    assert civic_odds(None, []) == 0.0


def test_numbers_are_all_alike_to_the_wording():
    assert civic_odds(None, ["近日，车辆有12台。"]) == civic_odds(None, ["近日，车辆有3.5台。"])


def test_what_a_report_says_late_does_not_change_its_wording():
    text = ("清扫街巷，" * MAX_WEIGHED_CHARS)[:MAX_WEIGHED_CHARS]
    assert civic_odds(None, [text]) == civic_odds(None, [text + "联赛第九轮打响。"])


def test_a_longer_report_needs_more_terms():
    filler = "天气晴好，山路蜿蜒，远处的屋顶升起炊烟。" * 400
    assert topic_of(None, [*STREET, filler]).score < topic_of(None, STREET).score


def test_what_a_very_long_body_says_late_is_not_looked_at():
    assert topic_of(None, ["云" * MAX_BODY_CHARS, *STREET]).terms == []


def test_nothing_scores_nothing():
    topic = topic_of(None, [])
    assert (topic.score, topic.terms) == (0.0, [])
    assert not is_civic(topic)


SIDEBAR = "".join(
    f'<li><a href="/{n}.html">{title}</a></li>'
    for n, title in enumerate(("创建全国文明城市进入冲刺阶段", "社区治理有了新网格", "门前三包责任书签到户", "背街小巷党建引领换新颜"))
)


def page(title: str, body: list[str]) -> Page:
    """A news page with a sidebar, a keyword line and a column full of the words of the genre."""
    markup = f"""<!doctype html><html><head><meta charset="utf-8"><title>{title}_文明城市网</title>
<meta name="keywords" content="文明城市,志愿服务,社区治理"></head><body><div class="nav"><a href="/">创城</a><a href="/w">文明实践</a></div>
<h1>{title}</h1><div class="info">2023-04-10 14:53　来源：江原日报</div>
<div class="content">{"".join(f"<p>{paragraph}</p>" for paragraph in body)}</div>
<div class="side"><h3>热点推荐</h3><ul>{SIDEBAR * 5}</ul></div><div class="foot">江原市文明办主办 讲文明树新风</div></body></html>"""
    return Page(
        "http://jiangyuan.test/a/1.html",
        markup.encode(),
        headers={"Content-Type": "text/html; charset=utf-8"},
        fetched_at=datetime.fromisoformat("2024-01-01T00:00:00+08:00"),
    )


@pytest.mark.parametrize("topic", ["civic", "any"])
def test_only_title_and_body_are_scored_whatever_stands_beside_them(topic):
    body = ["昨晚，联赛第九轮在体育中心打响，主队以2比0击败客队，提前锁定八强席位。", "主教练赛后称赞球员执行力，并感谢到场的万名球迷。"]
    verdict = normalise(page("主队两球完胜晋级八强", body), topic=topic)
    if topic == "civic":
        assert isinstance(verdict, Rejection)
        assert verdict.outcome is Outcome.OFF_TOPIC
    else:
        assert isinstance(verdict, Report)
        assert verdict.topic.score < 0
        assert verdict.topic.terms == []


def test_any_topic_still_scores():
    verdict = normalise(page("东城街道：背街小巷换新颜", STREET * 2), topic="any")
    assert isinstance(verdict, Report)
    assert is_civic(verdict.topic)
