"""Whole pages of forms that nobody had shown the reader when they were written: mirrors, accounts, papers, interviews, feeds."""

from __future__ import annotations

import pytest

from newsbot import Page, Report, normalise

TITLE = "小广场议出大民生"
BODY = (
    "傍晚六点半，竹林街道桂香社区的小广场上，十几条板凳围成一圈，一场关于充电棚选址的“板凳会”准时开始。",
    "据介绍，该小区建于上世纪九十年代，没有物业，管网老化、飞线充电、乱堆乱放等问题曾让居民十分头疼。",
    "为此，社区党委牵头组建了由党员、楼栋长、热心居民参加的议事会，每周三晚上大家的事大家商量着办。",
)
CLOCK = "2026-03-20T09:00:00+08:00"


def read(before: str, after: str = "", *, body: tuple[str, ...] = BODY, title: str = TITLE, topic: str = "any") -> Report:
    """The report of a page with lines before and after its text."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    html = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1>{before}<div>{text}{after}</div></body></html>"
    found = normalise(Page("http://a.test/1.html", html.encode(), {"Content-Type": "text/html; charset=utf-8"}, CLOCK), topic=topic)  # type: ignore[arg-type]
    assert isinstance(found, Report)
    return found


def document(*lines: str) -> Report:
    """The report of a plain document."""
    text = "\n".join(lines)
    found = normalise(Page("http://a.test/1.txt", text.encode(), {"Content-Type": "text/plain; charset=utf-8"}, CLOCK), topic="any")
    assert isinstance(found, Report)
    return found


@pytest.mark.parametrize("glued", ["返回首页，查看更多", "点击查看全文", "返回青山网首页>>"])
def test_a_button_glued_behind_the_last_sentence_leaves_the_text(glued):
    assert read("", body=(*BODY[:2], BODY[2] + glued)).body == list(BODY)


def test_what_says_who_told_it_stays_behind_the_last_sentence():
    told = "居民的日子一天比一天好。社区党委书记笑着说"
    assert read("", body=(*BODY, told)).body[-1] == told


@pytest.mark.parametrize(
    ("before", "source"),
    [
        ("<div>邻里之声 邻里之声 2026-03-04 17:00 发表于四川</div>", "邻里之声"),
        ("<div>2026年03月05日 星期四</div><div>青山日报 放大 缩小 默认</div>", "青山日报"),
        ("<div>2026-03-05</div><div>【青山晚报/李静】</div>", "青山晚报"),
        ("<div>2026-03-05 10:00</div><div>【青山日报╱广州12日电】</div>", "青山日报"),
        ("<div>2026-03-05 10:00 来源：每日随手看</div><div>本文转自：青山晚报</div>", "青山晚报"),
        ("<div>2026-03-05 10:00 来源：柳河街道</div><div>本文转自：邻居小王</div>", "柳河街道"),
    ],
)
def test_the_medium_is_who_wrote_it_and_not_where_an_account_writes_from(before, source):
    assert read(before).source == source


def test_the_account_before_the_button_is_no_region():
    found = document(TITLE, "北国乡音", "2026-02-10 15:36", "吉林", "关注", *BODY)
    assert found.source == "北国乡音"


@pytest.mark.parametrize(
    ("before", "stated"),
    [
        ("<div>发布日期：115-03-05</div>", "2026-03-05"),
        ("<div>Thu, 19 Feb 2026 01:30:00 GMT</div>", "2026-02-19T09:30:00+08:00"),
        ("<div>Thu, 19 Feb 2026 01:30:00 +0800</div>", "2026-02-19T01:30:00+08:00"),
        ('<div><time datetime="2026-03-19T17:55:00Z">7小时前</time></div>', "2026-03-20T01:55:00+08:00"),
        ('<div><time datetime="2026-03-18T17:55:00Z">7小时前</time></div>', "2026-03-20T02:00:00+08:00"),
        ("<div>编号：115-03-05</div>", None),
    ],
)
def test_times_of_islands_feeds_and_platforms(before, stated):
    assert read(before).date_published == stated


def test_a_headline_printed_twice_in_one_line_stands_once():
    assert document(f"{TITLE}　{TITLE}", "2026-02-10 15:36", *BODY).title == TITLE


def test_what_closes_a_quotation_stays_with_the_headline():
    title = "桂香社区议事会开出“板凳会”"
    assert read("", title=title + "太意外了！").title == title


def test_the_name_of_a_model_stays_whole():
    assert read("", title="桂香社区启用清扫车 G80Q23-Q4").title == "桂香社区启用清扫车 G80Q23-Q4"


def test_names_in_brackets_at_the_end_of_a_document_are_its_authors():
    found = document(TITLE, *BODY, "（杨秀兰　石昌武　吴必成）")
    assert [author.name for author in found.authors] == ["杨秀兰", "石昌武", "吴必成"]
    assert found.body == list(BODY)


def test_an_interview_is_a_report_though_somebody_speaks_to_somebody():
    asked = (
        "马红霞，永泰社区党委书记，扎根社区18年，曾获全国优秀社区工作者称号。",
        "记者：您觉得社区治理最难的是什么？",
        "马红霞：最难的是让大家相信你。一开始入户，人家门都不开，我们就一趟一趟去，家里有什么事都记在本子上。",
        "记者：下一步有什么打算？",
        "马红霞：想把闲置的锅炉房改成老年食堂，方案已经报上去了，年底前应该能用上，欢迎大家常来。",
    )
    assert read(
        "<div>2026-02-12 08:30 来源：青山晚报</div>", body=asked, title="对话社区书记马红霞：群众的小事就是大事", topic="civic"
    ).body == list(asked)


def test_a_line_that_names_writer_and_account_is_no_headline():
    found = document(TITLE, "原创 云溪发布 云溪发布", "2026-01-16 20:11 湖南", *BODY)
    assert found.title == TITLE


@pytest.mark.parametrize(
    "before",
    [
        "<div>Author：司马蓉 Time：2025-09-18 10:24 Source：青山时报 Click：120</div>",
        "<div>By: 司马蓉 | 2025-09-18 10:24</div><div>来源：青山时报</div>",
    ],
)
def test_a_meta_line_in_english(before):
    found = read(before)
    assert ([(author.name, author.role) for author in found.authors], found.source) == ([("司马蓉", "author")], "青山时报")
    assert (found.date_published or "").startswith("2025-09-18T10:24")


def test_what_a_feed_became_as_text():
    found = document(
        f"Title: {TITLE}", "Link: http://a.test/1.html", "Author: 穆维平", "Date: Thu, 19 Feb 2026 09:05:00 +0800", "Category: 治理", *BODY
    )
    assert (found.title, found.body, found.captions) == (TITLE, list(BODY), [])
    assert [author.name for author in found.authors] == ["穆维平"]


@pytest.mark.parametrize(
    "lines", [("原创 蒲小英 南山微家园 2026年02月18日 10:24 浙江",), ("原创 蒲小英 南山微家园", "2026年02月18日 10:24 浙江")]
)
def test_the_account_behind_who_wrote_is_the_medium(lines):
    found = document(TITLE, *lines, *BODY)
    assert (found.source, [author.name for author in found.authors]) == ("南山微家园", ["蒲小英"])


def test_a_medium_behind_its_label_without_a_colon_in_the_last_line():
    assert read("<div>2026-02-10 15:36</div>", "<p>本期编辑 邹姗 值班编委 仝宗莉 来源 江南都市报</p>").source == "江南都市报"


def test_the_lines_of_a_text_that_an_account_broke_at_its_commas_are_text():
    lead = ("凳子虽小，坐着邻里。", "傍晚时分，在竹林街道的小广场上，", "一场特别的会开始了。")
    found = document(TITLE, "2026-02-10 15:36", *lead, *BODY)
    assert (found.body, found.captions) == ([*lead, *BODY], [])


def test_one_short_sentence_above_the_text_stays_a_caption():
    assert document(TITLE, "2026-02-10 15:36", "居民在小广场上围坐商议。", *BODY).body == list(BODY)


def test_what_heads_an_advert_inside_a_text_goes_with_it():
    advert = "中秋好物专场，限时秒杀"
    assert document(TITLE, "2026-02-10 15:36", BODY[0], "直播中", advert, *BODY[1:]).body == list(BODY)
    assert "板凳会上" in document(TITLE, "2026-02-10 15:36", BODY[0], "板凳会上", advert, *BODY[1:]).body


@pytest.mark.parametrize(
    ("first", "title"),
    [("牵好一根绳", "牵好一根绳 暖了两家人"), ("社区新闻", "暖了两家人"), ("竹林街道开展文明养犬宣传", "竹林街道开展文明养犬宣传")],
)
def test_two_first_lines_of_one_length_are_a_headline(first, title):
    found = document(first, "暖了两家人", "2026-02-10 15:36 来源：青山观察", *BODY)
    assert found.title == title
