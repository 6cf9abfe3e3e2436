"""Site rules: tried first, chosen by host, marks and day, with the general way behind them."""

from dataclasses import replace
from datetime import datetime

import pytest

from newsbot.data import table
from newsbot.html.selectors import MAX_MARKUP_CHARS
from newsbot.model import CHINA, Hints, Page, Report
from newsbot.normalise import normalise
from newsbot.page import site_rules
from newsbot.page.site_rules import MAX_RULED_CHARS, SiteRule, read_by_rule
from newsbot.read_page import read_page

CLOCK = datetime(2024, 1, 1, tzinfo=CHINA)
TEXT = "街道组织志愿者开展全国文明城市创建活动，清理小广告，劝导不文明行为，惠及群众4200余人。"
OTHER = "本网其他栏目正在征集稿件，欢迎广大网友踊跃投稿，来稿一经采用即付稿酬，详情请见本网首页公告栏。"


def page(*parts: str, url: str) -> Page:
    html = f"<html><head><title>东城街道志愿服务暖人心</title></head><body>{''.join(parts)}</body></html>"
    return Page(url, html.encode(), {"Content-Type": "text/html; charset=utf-8"}, CLOCK)


def read(*parts: str, url: str):
    report = normalise(page(*parts, url=url), topic="any")
    assert isinstance(report, Report)
    return report


def restored(html: str, url: str):
    found = read_page(page(html, url=url))
    for block in found.blocks:
        block.set_text(block.raw)
    return found


def test_the_element_of_a_known_site_holds_the_report_and_what_the_rule_leaves_out_is_left_out():
    report = read(
        f"<div class=side><p>{OTHER}</p><p>{OTHER}</p></div><h1>东城街道志愿服务暖人心</h1>",
        f'<div class="rm_txt_con"><p>{TEXT}</p><div class="edit">{OTHER}</div><p>{TEXT[:-1]}，居民纷纷点赞。</p></div>',
        url="http://hn.people.com.cn/n2/2023/0410/c1.html",
    )
    assert len(report.body) == 2
    assert OTHER not in "".join(report.body)


def test_an_account_that_publishes_on_a_platform_is_named_by_its_element():
    report = read(
        '<h1>东城街道志愿服务暖人心</h1><p class="author-name">文明观察员</p>',
        f'<div class="article-content"><p>{TEXT}</p></div>',
        url="https://baijiahao.baidu.com/s?id=1",
    )
    assert [(a.name, a.role) for a in report.authors] == [("文明观察员", "author")]


def test_the_source_of_a_wechat_page_is_its_account():
    report = read(
        '<h1>东城街道志愿服务暖人心</h1><a id="js_name">文明东城</a>',
        f'<div id="js_content" style="visibility:hidden"><p>{TEXT}</p></div>',
        url="https://mp.weixin.qq.com/s/abc",
    )
    assert report.source == "文明东城"


def test_a_content_system_is_known_by_its_marks_on_any_site():
    html = f'<div class="TRS_Editor"><p>{TEXT}</p></div>'
    found = read_by_rule(restored(html, "http://www.town.gov.cn/a.html"))
    assert found is not None
    assert found.rule == "site.TRS"


def test_an_empty_shell_leaves_the_page_to_the_general_way():
    html = f'<div class="TRS_Editor"></div><div><p>{TEXT}</p></div>'
    assert read_by_rule(restored(html, "http://www.town.gov.cn/a.html")) is None


def test_a_rule_speaks_only_of_its_days_and_hosts():
    rule = SiteRule(
        "old layout",
        hosts=("people.com.cn",),
        first_day=datetime(2015, 1, 1, tzinfo=CHINA).date(),
        last_day=datetime(2019, 12, 31, tzinfo=CHINA).date(),
    )
    assert rule.fits("hn.people.com.cn", datetime(2018, 5, 1, tzinfo=CHINA).date(), b"")
    assert not rule.fits("hn.people.com.cn", datetime(2021, 5, 1, tzinfo=CHINA).date(), b"")
    assert not rule.fits("notpeople.com.cn", datetime(2018, 5, 1, tzinfo=CHINA).date(), b"")


def test_the_rule_of_the_page_s_own_source_comes_first():
    html = f'<div class="TRS_Editor"><p>{OTHER}</p></div><div class="story"><p>{TEXT}</p><p class="ad">{OTHER}</p></div>'
    said = Hints(rules={"body": ("div.story",), "leave": ("//p[@class='ad']",)})
    ours = replace(page(html, url="http://www.town.gov.cn/a.html"), hints=said)
    report = normalise(ours, topic="any")
    assert isinstance(report, Report)
    assert report.body == [TEXT]


def test_a_field_is_the_text_of_its_element_alone():
    html = f"""<h1>东城街道志愿服务暖人心</h1><p>来源：<i class="from">街道办</i> 2023-04-10 <b class="who">王帆</b></p>
    <div class="story"><p>{TEXT}</p></div>"""
    said = Hints(rules={"body": (".story",), "author": (".who",), "source": (".from",)})
    report = normalise(replace(page(html, url="http://www.town.gov.cn/a.html"), hints=said), topic="any")
    assert isinstance(report, Report)
    assert (report.source, [author.name for author in report.authors]) == ("街道办", ["王帆"])


def test_every_bundled_rule_is_made_of_selectors_and_a_wrong_one_is_named():
    bundled = table("site_rules.toml")["rule"]
    assert [site_rules._rule(entry) for entry in bundled] == [*site_rules._rules()]
    assert all(rule.body and (rule.hosts or rule.marks) for rule in site_rules._rules())
    with pytest.raises(ValueError, match=r"site rule x: time: 'p\[' is no CSS selector"):
        site_rules._rule({"name": "x", "body": [".a"], "time": ["p["]})


def test_rules_are_tried_on_every_page_that_selectors_are_asked_of_and_no_longer_one():
    assert MAX_RULED_CHARS == MAX_MARKUP_CHARS
    html = f'<div class=side><p>{OTHER}</p></div><h1>东城街道志愿服务暖人心</h1><div class="TRS_Editor"><p>{TEXT}</p></div>'
    room = MAX_RULED_CHARS - len(restored(html, "http://www.unknown.test/1.html").text)
    assert read_by_rule(restored(html + " " * room, "http://www.unknown.test/1.html")) is not None
    assert read_by_rule(restored(html + " " * (room + 1), "http://www.unknown.test/1.html")) is None
