"""Markup that somebody forgot to close: what a browser makes of it is not what its writer meant."""

from newsbot.html.page import read_html

TEXT = "社区组织志愿者清理楼道杂物，劝导不文明行为，并把发现的问题登记造册。" * 8


def read(markup):
    return read_html(markup, "http://news.example.cn/a.html")


def test_a_link_that_is_never_closed_ends_with_its_label():
    page = read(f"<ul><li><a href=/1>首页<li><a href=/2>新闻</ul><div><h1>标题</h1><p>{TEXT}</p><p>{TEXT}</p></div><a href=/3>更多</a>")
    assert [(block.raw[:2], block.features.links) for block in page.blocks] == [
        ("首页", 1.0),
        ("新闻", 1.0),
        ("标题", 0.0),
        ("社区", 0.0),
        ("社区", 0.0),
        ("更多", 1.0),
    ]
    assert [link.text for link in page.links] == ["首页", "新闻", "更多"]
    page = read(f"<p>昨天，<a href=/1>社区{TEXT}</p><p><a href=/2>详细</a></p>")
    assert [block.features.links for block in page.blocks] == [0.0, 1.0]


def test_a_quotation_mark_that_is_not_closed_is_noticed():
    assert read('<p class="a>社区</p><p class="b">街道</p>').holds_tags
    assert not read('<p class="a">社区</p><p class="b">街道</p>').holds_tags


def test_an_element_whose_style_gives_it_a_line_is_one():
    page = read(
        "<span style='display:block'>标题</span>甲<b style='color:red; display : flex'>乙</b>丙<i style='display:inline-block'>丁</i>"
    )
    assert [block.raw for block in page.blocks] == ["标题", "甲", "乙", "丙丁"]


def test_a_link_around_several_paragraphs_is_no_link_of_theirs():
    paragraphs = "".join(f"<p>{TEXT}</p>" for _ in range(3))
    assert [block.features.links for block in read(f"<a href=/app><div>{paragraphs}</div></a>").blocks] == [0.0] * 3
    assert [block.features.links for block in read(f"<a href=/1><h3>标题</h3><p>{TEXT}</p><p>详细</p></a>").blocks] == [1.0] * 3
