"""Selectors that people write: which are taken, which are refused and why, and which blocks they find."""

import pytest

from newsbot.html.page import read_html
from newsbot.html.selectors import MAX_ELEMENTS, MAX_SELECTED_TAGS, MAX_SELECTORS, Selected, check_selectors, select, ways_of


def found(html: str, *selectors: str) -> list[list[Selected]]:
    return select(html, read_html(html, "http://a.test/").blocks, selectors)


def texts(html: str, selector: str) -> list[str]:
    blocks = read_html(html, "http://a.test/").blocks
    return [blocks[n].raw for element in select(html, blocks, [selector])[0] for n in element.blocks]


@pytest.mark.parametrize(
    ("selector", "why"),
    [
        ("div[", "is no CSS selector"),
        ("", "is no CSS selector"),
        ("//div[", "is no XPath selector"),
        ("//a:b", "is no XPath selector"),
        ("p::text", "finds texts or attributes"),
        ("a::attr(href)", "finds texts or attributes"),
        ("//p/@class", "finds texts or attributes"),
        ("//p | //a/text()", "finds texts or attributes"),
        ("//div[.//p[.//b]]", "asks for too much"),
        ("//div[count(preceding-sibling::*) = 3]", "asks for too much"),
        ("//p/preceding::p", "asks for too much"),
        ("//p[re:test(., '(a+)+b')]", "asks for too much"),
        ("a b c d e f g h i", "takes more than 8 steps"),
        ("div " + "x" * 200, "has more than 200 characters"),
    ],
)
def test_what_is_no_selector_or_could_take_long_is_refused_with_the_reason(selector, why):
    with pytest.raises(ValueError, match=why):
        ways_of(selector)


def test_what_is_wrong_is_said_with_its_field():
    with pytest.raises(ValueError, match=r"leave: 'p\[' is no CSS selector"):
        check_selectors({"body": [".a", "#b > p"], "leave": ["p["]})
    with pytest.raises(ValueError, match=f"body has more than {MAX_SELECTORS} selectors"):
        check_selectors({"body": [".a"] * (MAX_SELECTORS + 1)})


PAGE = """<html><body><div id="side"><p>甲</p></div>
<div class="TRS_Editor Main"><p class="first">乙 <b>丙</b></p><ul><li>丁</li><li>戊</li></ul>己</div><p>庚</p></body></html>"""


@pytest.mark.parametrize(
    ("selector", "blocks"),
    [
        ("#side", ["甲"]),
        (".trs_editor", ["乙 丙", "丁", "戊", "己"]),
        (".TRS_EDITOR.main > p", ["乙 丙"]),
        ("[class^=TRS] li", ["丁", "戊"]),
        ("//div[@class='trs_editor main']/ul/li[2]", ["戊"]),
        ("li, p", ["甲", "乙 丙", "丁", "戊", "庚"]),
        ("div + p", ["庚"]),
        ("./body/p", ["庚"]),
        (".missing", []),
    ],
)
def test_css_and_xpath_find_the_blocks_in_the_elements_in_the_order_of_the_page(selector, blocks):
    assert texts(PAGE, selector) == blocks


def test_an_element_inside_a_line_has_its_own_text_and_touches_the_line():
    [[element]] = found('<p>来源：<span class="from">人民网</span>　2023年4月10日　记者王帆</p>', ".from")
    assert element == Selected("人民网", (), (0,))


def test_text_that_a_reader_never_sees_does_not_shift_what_is_found():
    html = f"""<body><script>var a = "甲甲甲";</script><style>.b {{}}</style><noscript>无</noscript><p>前</p>
    <div style="display:none">隐藏的文字</div><div class="story"><p>{"正文一" * 20}</p><p>正文二</p></div><p>正文二</p></body>"""
    assert texts(html, ".story") == ["正文一" * 20, "正文二"]


def test_a_page_put_together_of_several_goes_on_after_the_end_of_the_first():
    assert texts("<html><body><p>一</p></body></html><div class=x><p>二</p></div></body>\n</HTML >", ".x") == ["二"]


def test_of_equal_texts_the_one_where_the_element_stands_is_found():
    html = "<p>同</p><p>同</p><p class=x>同</p><p>同</p>"
    [[element]] = found(html, ".x")
    assert element.blocks == (2,)


def test_an_image_at_the_edge_belongs_to_the_element_that_holds_it():
    html = '<img src="/a.jpg" width=300><div class="story"><img src="/b.jpg" width=300><p>正文</p></div><img src="/c.jpg" width=300>'
    blocks = read_html(html, "http://a.test/").blocks
    [[element]] = select(html, blocks, [".story"])
    assert [blocks[n].features.target for n in element.blocks if blocks[n].features.tag == "img"] == ["http://a.test/b.jpg"]


def test_a_selector_that_finds_half_the_page_finds_nothing():
    assert len(found("<p>一</p>" * MAX_ELEMENTS, "p")[0]) == MAX_ELEMENTS
    assert found("<p>一</p>" * (MAX_ELEMENTS + 1), "p") == [[]]


def test_a_page_of_too_many_tags_is_asked_nothing():
    html = "<i>" * (MAX_SELECTED_TAGS + 1) + "<p class=x>一</p>"
    assert found(html, ".x") == [[]]


@pytest.mark.parametrize(
    "html", ["", "\0", "<", "<!-- -->", "<?xml", "\ufdd00\ufdd2<p class=x>一\ufdd1", "&#xFDD0;0&#xFDD2;", "<p class=x>\ud800"]
)
def test_no_markup_raises(html):
    assert len(found(html, ".x", "//p")) == 2
