"""Texts broken into short lines, as accounts print them for telephones: made-up verses before, between and behind paragraphs."""

import pytest

from newsbot import Page, Report, normalise
from newsbot.html.plain import read_plain
from newsbot.model import Role
from newsbot.page.label_plain import label_document
from newsbot.page.verse import find_verse

VERSE = [
    "在桂溪街道", "有这样一条老巷子", "墙面干净、路面平整", "它就是红旗巷", "自文明创建启动以来", "街道党工委高度重视",
    "积极部署、迅速落实", "原先的路坑坑洼洼", "车辆停放没有秩序", "问题一个个得到解决", "来散步的居民多了起来", "老巷子变成了风景线",
]  # fmt: skip
END = ["接下来", "桂溪街道将继续努力", "让老巷子更加宜居"]
TEXT = "红旗巷是桂溪街道的一条老巷子，街道聚焦居民诉求，对墙面和路面进行整治，车辆停放有了秩序。居民们都说，文明创建让大家住得更舒心。"
TITLE = "谁还不知道桂溪街道有这样一条充满故事的老巷子"
SECTIONS = ["首页", "要闻", "部门动态", "通知公告", "政务公开", "图片新闻", "联系我们"]
STREETS = ["红旗巷", "钟楼街", "铁塔巷", "先锋街"]


def read(*lines: str, markup: bool = False) -> Report:
    text = "\n".join(lines)
    if markup:
        shown = "".join(f"<p>{line}</p>" for line in lines)
        meta = "<div>2024-03-01 10:00 来源：桂溪街道</div>"
        text = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{meta}<div>{shown}</div></body></html>"
    kind = "text/html" if markup else "text/plain"
    page = Page(
        "http://a.test/1.html", text.encode(), headers={"Content-Type": f"{kind}; charset=utf-8"}, fetched_at="2024-04-01T00:00:00+08:00"
    )
    row = normalise(page, topic="any")
    assert isinstance(row, Report)
    return row


@pytest.mark.parametrize("head", [
    [TITLE, "2024-03-01 10:00 来源：桂溪街道"],
    ["首页 新闻 政务", "当前位置：首页 > 要闻", TITLE, "2024-03-01 10:00 来源：桂溪街道"],
    [TITLE],
])  # fmt: skip
def test_every_line_of_a_verse_stays_in_the_text_of_a_plain_document(head):
    row = read(*head, *VERSE, TEXT, *END)
    assert (row.title, list(row.body)) == (TITLE, [*VERSE, TEXT, *END])


def test_a_document_that_begins_with_a_verse_has_no_headline():
    row = read(*VERSE, TEXT, *END)
    assert (row.title, list(row.body)) == (None, [*VERSE, TEXT, *END])


def test_an_alternative_text_between_the_lines_parts_no_verse():
    asked = "不会吧！难道还有人不知道桂溪街道有这样一条老巷子？"
    row = read(asked, *VERSE, asked, asked, TEXT, asked, *END)
    assert (row.title, list(row.body)) == (asked, [*VERSE, TEXT, *END])


def test_a_verse_of_a_page_of_html_goes_on_over_a_line_of_marks():
    row = read(*VERSE[:4], "……", *VERSE[4:], TEXT, markup=True)
    assert list(row.body) == [*VERSE, TEXT]


@pytest.mark.parametrize("lines", [SECTIONS, STREETS * 2])
def test_sections_of_a_site_and_names_of_streets_are_no_verse(lines):
    blocks = [*read_plain("\n".join([*lines, TEXT]))]
    for block in blocks:
        block.set_text(block.raw)
    assert not find_verse(blocks).lines


def test_of_a_row_of_names_none_is_the_headline():
    row = read(
        "来源：南城晚报 2024-03-01 10:00", *STREETS, TEXT, "几条老街老巷的变化，居民看在眼里，喜在心里，文明创建的成果惠及千家万户。"
    )
    assert row.title is None


def test_headlines_of_other_reports_behind_the_text_are_no_verse():
    others = [
        "春耕备耕正当时农技专家下田",
        "城区新增停车泊位两千个",
        "全市经济运行稳中向好发展",
        "第三届美食文化节开幕了",
        "农民工工资全部发放到位",
        "高速公路通车里程创下新高",
    ]
    blocks = read_plain("\n".join([TITLE, TEXT, "相关新闻", *others]))
    for block in blocks:
        block.set_text(block.raw)
    label_document(blocks, None)
    assert [block.text for block in blocks if block.role in {Role.BODY, Role.SUBHEAD}] == [TEXT]


def test_what_is_said_before_the_first_paragraph_is_text_and_so_are_the_dots_behind_it():
    said = ["“快来尝尝我烧的鲈鱼!”", "“我炖了一个多小时了,味道如何?”", "……"]
    row = read(TITLE, "■ 本报记者 王小明", *said, TEXT, *END)
    assert list(row.body) == ["“快来尝尝我烧的鲈鱼！”", "“我炖了一个多小时了，味道如何？”", "……", TEXT, *END]


def test_a_first_line_that_stops_at_a_comma_is_text_though_no_headline_stands_above():
    assert list(read("国庆长假期间，", TEXT, *END).body) == ["国庆长假期间，", TEXT, *END]
