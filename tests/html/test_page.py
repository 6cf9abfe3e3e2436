"""HTML as blocks: what breaks a line, what is hidden, what a block knows of its place."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsbot.html.drafts import MAX_BLOCK_CHARS, MAX_HIDDEN_CHARS
from newsbot.html.page import HtmlPage, read_html
from newsbot.model import Block
from tests.html.test_browser import walked

URL = "http://news.example.cn/2023-04/10/content_1.htm"
SENTENCE = "社区志愿者走上街头开展文明劝导活动。"


def read(html: str) -> HtmlPage:
    return read_html(html, URL)


def texts(html: str) -> list[str]:
    return [b.raw for b in read(html).blocks if b.features.tag != "img"]


def block(html: str, text: str) -> Block:
    return next(b for b in read(html).blocks if text in b.raw)


# ------------------------------------------------------------------------------------------------------------ breaking lines


def test_block_tags_break_lines_and_inline_tags_do_not():
    html = "<div><h1>文明<em>城市</em></h1><p>甲<b>乙</b><span>丙</span></p>丁<p>戊</div>"
    assert texts(html) == ["文明城市", "甲乙丙", "丁", "戊"]


def test_blanks_between_inline_tags_stay_one_blank():
    assert texts("<p><span>2023-04-10</span>\n\t <span>来源：人民网</span></p>") == ["2023-04-10 来源：人民网"]


def test_br_breaks_a_line_but_not_a_heading_and_not_after_a_comma():
    assert texts(f"<td>{SENTENCE}<br>{SENTENCE}<br><br>丁</td>") == [SENTENCE, SENTENCE, "丁"]
    assert texts("<h1>党建引领<br/>文明创建</h1>") == ["党建引领 文明创建"]
    assert texts("<p>一二三四五六七八九十一二三四，<br>继续。</p>") == ["一二三四五六七八九十一二三四，继续。"]
    assert texts("<p>一二三四五六七八九十一二三四，<br><br>不继续。</p>") == ["一二三四五六七八九十一二三四，", "不继续。"]


def test_indents_inside_one_text_begin_paragraphs():
    page = read(f"<div>\u3000\u3000{SENTENCE}\n\u3000\u3000{SENTENCE}&nbsp;&nbsp;&nbsp;&nbsp;{SENTENCE}</div>")
    assert [b.raw for b in page.blocks] == [SENTENCE] * 3
    assert all(b.features.indented for b in page.blocks)


def test_indents_between_facts_do_not():
    assert texts("<p>来源：人民网\u3000\u3000作者：王某</p>") == ["来源：人民网\u3000\u3000作者：王某"]


def test_line_breaks_of_the_source_vanish_inside_running_text_only():
    assert texts(f"<p>{SENTENCE}志愿者\n    走上街头</p>") == [f"{SENTENCE}志愿者走上街头"]
    assert texts("<p>来源：人民网\n作者：王某</p>") == ["来源：人民网 作者：王某"]


def test_lines_of_preformatted_text_stay_lines():
    assert texts(f"<pre>{SENTENCE}\n第二行</pre>") == [SENTENCE, "第二行"]
    assert texts("<div style='white-space: pre-wrap'>甲\n乙</div>") == ["甲", "乙"]


def test_table_cells_and_list_items_are_blocks_of_their_own():
    assert texts("<table><tr><td>甲<td>乙<tr><td><table><tr><td>丙</table></table><ul><li>丁<li>戊</ul>") == list("甲乙丙丁戊")


def test_text_after_interior_end_tags_is_read_and_keeps_its_place():
    page = read("<body><div id=a><p>甲</p></body></html><p>乙</p></div></HTML >丙")
    assert [b.raw for b in page.blocks] == ["甲", "乙", "丙"]
    assert page.blocks[0].features.container == page.blocks[1].features.container


def test_entities_comments_nul_and_cdata():
    assert texts("<p>甲&amp;&#20057;&nbsp;&lt;丙\0<!-- 丁 --><?php 戊 ?></p>") == ["甲&乙\xa0<丙"]


def test_scripts_styles_and_their_like_are_no_text():
    html = "".join(
        f"<{tag}>无</{tag}>" for tag in ("script", "style", "noscript", "template", "iframe", "svg", "object", "video", "canvas")
    )
    assert texts(f"<p>甲</p>{html}<p>乙</p>") == ["甲", "乙"]


def test_widgets_keep_their_text_apart():
    assert texts("<p>甲<button>打印</button><select><option>大<option>小</select>乙</p>") == ["甲", "打印", "大", "小", "乙"]


def test_empty_and_broken_pages_are_read():
    assert texts("") == texts("<p") == texts("<!-- ") == texts("<p></p>") == []
    assert texts("无标签") == ["无标签"]


# -------------------------------------------------------------------------------------------------------------------- hidden


def hidden(html: str) -> list[str]:
    return [b.raw for b in read(html).blocks if b.features.hidden]


def test_every_way_of_hiding():
    ways = (
        "style='display:none'",
        "style='DISPLAY : None'",
        "style='visibility: hidden'",
        "hidden",
        "style='position:absolute;left:-9999px'",
        "style='text-indent:-999em'",
        "style='height:0;overflow:hidden'",
        "style='width:1px;height:1px;overflow:hidden'",
        "class='a sr-only'",
        "class=jammer",
        "style='clip:rect(0 0 0 0);position:absolute'",
    )
    for way in ways:
        assert hidden(f"<p>甲</p><div {way}>暗</div><p>乙</p>") == ["暗"], way
    assert hidden("<p>甲<span style='font-size:0px'>暗</span>乙</p>") == ["暗"]
    assert hidden("<marquee width=1 height=1>暗</marquee>") == ["暗"]


def test_what_does_not_hide():
    ways = (
        "style='display:block'",
        "style='font-size:0'",
        "style='height:0'",
        "style='margin-left:-10px'",
        "style='overflow:hidden;height:100px'",
        "hidden=until-found",
        "class=hide-on-hover",
        "style='text-indent:2em'",
        "style='line-height:0'",
    )
    for way in ways:
        assert hidden(f"<div {way}>明</div>") == [], way


def test_wechat_shows_its_article_later():
    assert hidden('<div id="js_content" style="visibility: hidden;"><p>明</p></div>') == []


def test_hidden_by_style_sheet_and_by_script():
    assert hidden("<style>.x1 { color:red; display: none } @media print{.y{display:none}}</style><p class=x1>暗</p><p class=y>明</p>") == [
        "暗"
    ]
    script = '<div id=q>暗</div><script>document.getElementById("q").style.display="none";</script>'
    assert hidden(script) == hidden(script.replace("none", "NONE")) == ["暗"]
    written = "<script>document.write('<div style=\"display:none\">');</script><a href=/>暗</a><script>document.write('</div>')</script>明"
    assert hidden(written) == ["暗"]


def test_hidden_text_inside_a_line_does_not_tear_it():
    assert texts("<p>甲<span style='display:none'>暗<script>码</script>字</span>乙</p>") == ["甲乙", "暗字"]


def test_hidden_text_is_kept_up_to_a_bound():
    page = read(f"<div style='display:none'>{'暗' * 3 * MAX_HIDDEN_CHARS}</div><p>明</p>")
    assert len(page.blocks[0].raw) == MAX_HIDDEN_CHARS
    assert page.cut == 2 * MAX_HIDDEN_CHARS
    assert page.blocks[1].raw == "明"


# ------------------------------------------------------------------------------------------------------------------ features


def test_features_of_a_block():
    html = f'<div class="Main" id=c1><p class=txt><b>{SENTENCE}</b></p><p align=center>乙<a href="/b.html">链接</a></p></div>'
    first, second = read(html).blocks
    assert (first.features.tag, first.features.bold, first.features.links) == ("p", True, 0.0)
    assert first.features.names.split() == ["txt", "main", "c1"]
    assert second.features.centred
    assert not second.features.bold
    assert round(second.features.links, 2) == 0.67
    assert second.features.target is None


def test_paragraphs_of_one_article_share_a_container():
    html = "<div id=nav><a>首页</a></div><div id=text><p>甲</p><div><p>乙</p></div><section><div><p>丙</p></div></section></div><p>丁</p>"
    where = {b.raw: b.features.container for b in read(html).blocks}
    assert where["甲"] == where["乙"] == where["丙"]
    assert where["丁"] != where["甲"]


def test_lines_of_one_cell_share_a_container_that_others_do_not():
    where = {b.raw: b.features.container for b in read("<table><tr><td>甲<br>乙<td>丙").blocks}
    assert where["甲"] == where["乙"] != where["丙"]


def test_images_are_blocks_in_their_place():
    html = (
        "<p>甲<img src=smile.gif>乙</p><p><img src=/a.jpg alt='图为 现场'></p>"
        "<p><img data-src=//x.cn/b.jpg src=data:image/gif;base64,R0></p>"
    )
    found = [(b.raw, b.features.tag, b.features.target) for b in read(html).blocks]
    assert found == [
        ("甲乙", "p", None),
        ("", "img", "http://news.example.cn/2023-04/10/smile.gif"),
        ("图为 现场", "img", "http://news.example.cn/a.jpg"),
        ("", "img", "http://x.cn/b.jpg"),
    ]


TEXT = "社区组织志愿者清理楼道杂物，劝导不文明行为，并把发现的问题登记造册。" * 8


def test_a_page_whose_style_sheet_hides_all_its_text_shows_it_by_a_script():
    sheet = "<style>#safe{display:none}</style>"
    page = read(f"{sheet}<a href=/>首页</a><div id=safe><h1>标题</h1><p>{TEXT}</p></div>")
    assert [(block.raw, block.features.hidden) for block in page.blocks] == [("首页", False), ("标题", False), (TEXT, False)]
    assert page.shown_by_script
    page = read(f"{sheet}<p>{TEXT}</p><div id=safe><p>{TEXT}</p></div>")
    assert [block.features.hidden for block in page.blocks] == [False, True]
    assert not page.shown_by_script
    assert not read(f"<div style='display:none'><p>{TEXT}</p></div>{sheet}").shown_by_script


@pytest.mark.parametrize(("body", "needs"), [
    ("<div id=app></div><script src=/app.js></script>", True),
    ("<div id=app>Please wait...</div><noscript>Scripts are off</noscript><script src=/app.js></script>", True),
    ("<app-root></app-root><script src=/app.js></script>", True),
    ("<div id=app></div>", False),
    ("<p>404</p><script src=/count.js></script>", False),
    (f"<div id=app></div><p>{TEXT}</p><script src=/app.js></script>", False),
    ("<div id=app></div>" + "<a href=/1.html>甲</a>" * 6 + "<script src=/app.js></script>", False),
])  # fmt: skip
def test_a_page_that_scripts_would_write_is_known_by_what_waits_for_them(body, needs):
    assert read(f"<html><body>{body}").needs_script is needs


def test_an_element_may_have_several_properties():
    page = read("<p><time itemprop='dateCreated datePublished' datetime='2023-04-10T08:00:00Z'>10日</time>")
    assert [(item.name, item.value) for item in page.machine.items] == [
        ("datecreated", "2023-04-10T08:00:00Z"),
        ("datepublished", "2023-04-10T08:00:00Z"),
    ]


def test_an_abbreviation_that_states_a_moment_is_a_time_and_no_other_is():
    page = read(
        "<p><abbr class=published title='2023-04-10T08:00:00+08:00'>Monday</abbr> <abbr title='World Health Organization'>WHO</abbr></p>"
    )
    assert page.machine.times == [(0, "2023-04-10T08:00:00+08:00")]
    assert page.blocks[0].raw == "Monday WHO"


def test_images_that_only_count_visits_are_left_out():
    assert read("<img src=/count.gif width=1 height=1>").blocks == []


def test_what_the_page_says_of_itself():
    page = read(
        "<html lang=zh-CN><head><title> 标题\n_网站</title><meta name=PubDate content='2023-04-10'><meta property='og:title' content=甲>"
        "<meta name=pubdate content=later><link rel=canonical href=/c.html><base href='http://base.cn/x/'>"
        "<script type='application/ld+json'>{\"@type\": \"NewsArticle\"}</script></head><body><time datetime='2023-04-10T08:00'>昨天</time>"
        "<title>second</title><a href=y.html>乙</a>"
    )
    assert page.title == "标题 _网站"
    assert page.machine.metas == [(0, "pubdate", "2023-04-10"), (0, "og:title", "甲"), (0, "pubdate", "later")]
    assert (page.machine.meta("pubdate"), page.machine.meta("description")) == ("2023-04-10", None)
    assert page.canonical == "http://base.cn/c.html"
    assert page.machine.json_ld == [(0, '{"@type": "NewsArticle"}')]
    assert page.machine.times == [(0, "2023-04-10T08:00")]
    assert page.machine.language == "zh-CN"
    assert [(link.url, link.text) for link in page.links] == [("http://base.cn/x/y.html", "乙")]


@pytest.mark.parametrize(
    ("link", "text", "block"),
    [
        ("", "", 0),
        ('<i class="icon-next"></i>', "", 0),
        ('<img src="dot.gif" width="1">', "", 0),
        ("下一页", "下一页", 1),
        ('<img src="a.png" alt="组图">', "组图", 1),
        ("<div>网格员入户</div>", "网格员入户", 1),
        ('<b style="display:none">网格员入户</b>', "网格员入户", 1),
    ],
)
def test_a_link_has_its_own_text_and_no_other(link, text, block):
    page = read_html(f'<p>社区开展志愿服务活动。</p><a class="next" href="2.html">{link}</a><p>完</p>', "http://a.test/1.html")
    assert [(found.url, found.text, found.block) for found in page.outlinks] == [("http://a.test/2.html", text, block)]


def test_links_of_a_tab_that_is_not_shown_yet_have_their_own_text():
    tab = "".join(f'<li><a href="{n}.html">第{n}条新闻的标题</a></li>' for n in (1, 2))
    page = read_html(f'<p>社区开展志愿服务活动。</p><ul style="display:none">{tab}</ul><p>完</p>', "http://a.test/")
    assert [(found.text, found.block) for found in page.links] == [("第1条新闻的标题", 1), ("第2条新闻的标题", 1)]


def test_links_lead_to_pages():
    html = (
        "<ul><li><a href=/a.html>甲<b>一</b></a> 2023-04-10<li><a href='javascript:void(0)'>打印</a><li><a href=#top>返回</a>"
        "<li><a href=b.html><div>乙</div></a><li><a href=http://[::1>坏</a><li><a href=?p=2><img src=x.gif alt=下一页></a></ul>"
    )
    page = read(html)
    assert [(link.href, link.text) for link in page.links][1:3] == [("javascript:void(0)", "打印"), ("#top", "返回")]
    assert [(link.url.removeprefix("http://news.example.cn"), link.text) for link in page.outlinks] == [
        ("/a.html", "甲一"),
        ("/2023-04/10/b.html", "乙"),
        ("http://[::1", "坏"),
        ("/2023-04/10/content_1.htm?p=2", "下一页"),
    ]
    assert page.blocks[page.links[0].block].raw == "甲一 2023-04-10"


# -------------------------------------------------------------------------------------------------------------------- bounds

ARTICLE = f"<h1>标题</h1><p>{SENTENCE}</p>"
BOMBS = {
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(200_000)) + f">x</p>{ARTICLE}",
    "one attribute": f'<p title="{"A" * 50_000_000}">x</p>{ARTICLE}',
    "nested, few": "<div>" * 40_000 + ARTICLE + "</div>" * 40_000,
    "nested, many": "<div>" * 100_000 + ARTICLE + "</div>" * 100_000,
    "nested, stray ends": "<div>" * 20_000 + "</p>" * 20_000 + ARTICLE,
    "nested inline": "<b>" * 90_000 + ARTICLE,
    "nested tables": "<table><tr><td>" * 2_000 + ARTICLE,
    "empty paragraphs": "<p></p>" * 400_000 + ARTICLE,
    "one line": f"<p>{'政务公开' * 420_000}</p>{ARTICLE}",
    "NUL": "\0" * 1_000_000 + ARTICLE,
    "end tags": "</div>" * 1_000_000 + ARTICLE,
}


def test_bombs_are_read_and_the_article_is_among_their_blocks():
    for name, html in BOMBS.items():
        assert SENTENCE in texts(html), name


def test_bombs_too_large_to_read_are_cut_and_counted():
    links = "".join(f"<a href=/{i}>链接</a>" for i in range(300_000))
    for html in (links, "&amp;" * 1_000_000, "<" * 1_000_000, "<!--" * 500_000, "<p" * 500_000):
        page = read(html)
        assert len(page.blocks) <= 2
        assert sum(len(b.raw) for b in page.blocks) <= 2 * MAX_BLOCK_CHARS


# -------------------------------------------------------------------------------------------------------------- conservation

_TAGS = (
    "div",
    "p",
    "span",
    "b",
    "a href='/x'",
    "td",
    "tr",
    "table",
    "ul",
    "li",
    "h1",
    "section",
    "br",
    "font color=red",
    "pre",
    "em",
    "center",
)
_UNSEEN = ("script", "style", "noscript", "template", "iframe", "svg", "video", "object")
_WORDS = st.text(alphabet="文明城市abc ，。\u3000\xa0\n&;\t", max_size=12)


@st.composite
def pages(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 30))):
        kind = draw(st.integers(0, 9))
        if kind < 4:
            parts.append(draw(_WORDS))
        elif kind < 7:
            parts.append(f"<{draw(st.sampled_from(_TAGS))}>")
        elif kind < 9:
            parts.append(f"</{draw(st.sampled_from(_TAGS)).split()[0]}>")
        else:
            tag = draw(st.sampled_from(_UNSEEN))
            parts.append(f"<{tag}>{draw(st.text(alphabet='无字x ', max_size=5))}</{tag}>")
    return "".join(parts)


def visible(html: str) -> str:
    """An independent reading: the text nodes of the parser's tree that do not stand in elements without text, without white space."""
    return "".join(walked(html)[0].split())


@given(pages())
@example("<td>a<td><p>b</table>c")
@example("<p>文</p><p>明<li>。\u3000\u3000城")
def test_every_visible_character_is_in_one_block_in_reading_order(html):
    page = read(html)
    assert "".join("".join(b.raw.split()) for b in page.blocks) == visible(html)
    assert page.cut == 0


@given(st.text(alphabet="<>/!-pdivabrscriptyle=\"' 文。&#;[]?\0\n\ud800", max_size=120))
def test_reading_never_raises(html):
    page = read(html)
    assert all(b.raw == b.raw.strip() and (b.raw or b.features.tag == "img") for b in page.blocks)
    assert all(0 <= b.features.links <= 1 for b in page.blocks)
    assert all(0 <= b.features.container < len(page.parents) for b in page.blocks)
