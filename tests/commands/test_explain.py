"""What `scrapy explain` tells of a page."""

from newsbot.commands.explain import explanation
from newsbot.model import Page
from newsbot.normalise import explained

TEXT = """天天快资讯:东城街道党建引领文明创建“提速升温”
2023-04-10 14:53:03    来源:人民网-湖南频道
本报讯(记者 祁晓燕)为充分发挥党建引领作用,街道组织志愿者开展全国文明城市创建活动,惠及群众4200余人。
热门排行
"""


def told(text: str) -> str:
    page = Page("http://documents.test/a", text.encode(), {"Content-Type": "text/plain"}, "2024-01-01T00:00:00+08:00")  # type: ignore[arg-type]
    return "\n".join(explanation(*explained(page, topic="any")))


def test_every_block_stands_there_with_its_role_and_rule():
    shown = told(TEXT)
    for expected in (
        "title.slot prefix",
        "title.headline",
        "meta line.labels",
        "credit.dateline bracket",
        "body.paragraph",
        "form.list heading",
    ):
        assert expected in shown


def test_every_field_stands_there_with_its_evidence():
    shown = told(TEXT)
    assert "2023-04-10T14:53:03+08:00   [meta line in block 1" in shown
    assert "人民网-湖南频道   [label in block 1]" in shown
    assert "name 祁晓燕, role reporter" in shown


def test_a_page_without_a_report_says_why():
    assert "no row: no_article" in told("首页>动态>正文\n热门排行")


def test_control_characters_of_a_page_never_reach_the_terminal():
    assert "\x1b" not in told("\x1b[31m红色\x1b[0m" + TEXT)
