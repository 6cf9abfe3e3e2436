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
    page = Page("http://documents.test/a", text.encode(), {"Content-Type": "text/plain"}, "2024-01-01T00:00:00+08:00")
    return "\n".join(explanation(*explained(page, topic="any")))


def test_every_block_stands_there_with_its_role_and_rule():
    shown = told(TEXT)
    for expected in (
        "glue.prefix",
        "title.headline",
        "meta line.labels",
        "credit.opening",
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


def test_places_figures_and_practices_read_as_words():
    body = "长沙市开福区通泰街街道推行“四包”机制，组织志愿者1200余名，清理小广告3.5万处，为创建全国文明城市贡献力量。"
    shown = told(
        f"通泰街街道：志愿服务助力创城\n2023-04-10 14:53:03 来源:红网\n{body}\n{body[:30]}居民纷纷点赞，社区面貌焕然一新，邻里更加和睦。"
    )
    assert "湖南省 430000, 长沙市 430100, 开福区 430105, 通泰街街道" in shown
    assert "1200余名 = 1,200 名 (余) 志愿者" in shown
    assert "四包 机制" in shown
