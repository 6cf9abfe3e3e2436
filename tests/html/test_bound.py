"""The bound on markup: whatever a page holds, the parser gets no more than it can bear, and an honest page is left alone."""

import tracemalloc
from collections import Counter

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsbot.html import bound as bound_module
from newsbot.html.bound import Bounded, bounded, without_endless_text
from newsbot.html.page import HtmlPage, read_html

# The bounds as their docstrings give reasons for them; they are not imported, so that one that moves is noticed.
FEWEST_FORMATS = 8
HARMLESS_FORMATS = 300_000
HARMLESS_NESTING = 8_000
HARMLESS_SEPARATORS = 10_000
HARMLESS_TAGS = 1_000
MAX_BLOCK_CHARS = 100_000
MAX_ATTRIBUTES = 200
MAX_COPIES = 100_000
MAX_DEPTH = 400
MAX_PAGE_ATTRIBUTES = 60_000
MAX_REST = 20_000
MAX_SEPARATORS = 250_000
MAX_TAGS = 20_000
MAX_TEXT_CHARS = 1_000_000

LONE = "<svg><title/></svg>"
"""Markup that only a page which is cut into tags loses: it tells whether the bound took a closer look."""


def bound(text: str) -> Bounded:
    return bounded(text, text.encode())


def looked_closer(text: str) -> bool:
    return "<svg>" not in bound(LONE + text).markup


def size(markup: str) -> Counter[str]:
    """What the parser makes of it: elements, the deepest, attributes of the richest and of all."""
    found: Counter[str] = Counter()
    root = LexborHTMLParser(markup, scripting=True).root
    assert root is not None
    node, depth = root, 1
    while True:
        attributes = len(node.attributes) if node.is_element_node else 0
        found["elements"] += node.is_element_node
        found["attributes"] += attributes
        found["richest"] = max(found["richest"], attributes)
        found["depth"] = max(found["depth"], depth)
        if node.first_child is not None:
            node, depth = node.first_child, depth + 1
            continue
        while node.next is None:
            if node.parent is None or depth == 1:
                return found
            node, depth = node.parent, depth - 1
        node = node.next


def numbered(number: int, form: str = "a{0}") -> str:
    return " ".join(form.format(each) for each in range(number))


# ---------------------------------------------------------------------------------------------------------------- hostile

HOSTILE = {
    "nested": "<div>" * 100_000,
    "nested, with text": "<div>x" * 30_000,
    "nested, in what only looks like a comment": "<!--><div>-->" * 9_000,
    "nested, and ends in comments": "<div><!--</div>-->" * 9_000,
    "nested, and ends in declarations": "<div><!x </div>" * 9_000,
    "nested, and ends in values": "<div a='</div>'>" * 9_000,
    "nested, and ends in scripts": "<div><script></div></script>" * 6_000,
    "nested, and ends in an svg": "<svg></svg><div><svg><title></div></title></svg>" * 3_000,
    "nested in foreign elements": "<svg><foreignObject><div></svg></div></foreignObject><title>" + "<g>" * 19_000,
    "nested in a title of an svg": "<svg><title>" + "<div>" * 9_000 + "</title>",
    "nested in a template": "<template><col><title>" + "<div>" * 9_000 + "</title>",
    "nested in a select": "<select><title><input>" + "<div>" * 9_000 + "</title>",
    "nested, after a false quotation": '<p =">' + "<div>" * 9_000 + '">',
    "nested, after another": '<p a==">' + "<div>" * 9_000 + '">',
    "nested tables": "<table><tr><td>" * 6_000,
    "many attributes": f"<p {numbered(50_000)}>",
    "many attributes with brackets": "<p " + numbered(50_000, "a{0}='>'") + ">",
    "many attributes with tags": "<p " + numbered(30_000, "a{0}='<b>'") + ">",
    "many attributes with quotes in bare values": "<p a=b=' " + numbered(30_000) + "'>",
    "many attributes without blanks": "<p " + "".join(f"a{n}=''" for n in range(30_000)) + ">",
    "many tags of many attributes": f"<p {numbered(199)}>" * 4_000,
    "open formatting": "<p>" + "".join(f"<font a={n}>" for n in range(9_000)) + "</p>" + "<p>x" * 5_000,
    "open formatting, closed out of reach": "".join(f"<font a={n}><table></font></table>" for n in range(2_400)) + "<p>x" * 9_000,
    "open formatting, closed in a value": "".join(f"<font a={n} b='>x</font>'>" for n in range(900)) + "<p>x" * 900,
    "open formatting of every kind": "".join(f"<{t}>" * 3 for t in ("b", "big", "code", "em", "i", "s", "tt", "u")) + "<p>x" * 9_000,
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_page_gives_the_parser_more_than_it_can_bear(page):
    found = size(bound(page).markup)
    assert found["depth"] <= 4 * MAX_DEPTH + 10  # of a nested table four elements stand for one tag
    assert found["elements"] <= MAX_TAGS + 2.5 * MAX_COPIES
    assert found["richest"] <= HARMLESS_SEPARATORS
    assert found["attributes"] <= MAX_SEPARATORS


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_work_grows_no_faster_than_the_page(page):
    once, twice = size(bound(page).markup), size(bound(page + page).markup)
    assert twice["elements"] <= 2.2 * once["elements"] + 100


# ------------------------------------------------------------------------------------------------------------ honest pages


def test_an_honest_page_is_not_touched():
    page = f"{LONE}<table><tr><td><font color=red>{'文' * 99}</font><select><option>一</select></table>" * 80
    assert bound(page) == (page, "", 0)


def test_pages_of_few_tags_are_harmless():
    assert not looked_closer("<font a=1>" * (HARMLESS_TAGS - 4))
    assert looked_closer("<font a=1>" * (HARMLESS_TAGS + 1))


def test_pages_of_many_tags_are_harmless_as_long_as_nesting_cannot_hurt():
    assert not looked_closer("<p>" * (HARMLESS_NESTING - 4))
    assert looked_closer("<p>" * (HARMLESS_NESTING + 1))


def test_elements_that_may_be_open_count_times_the_tags_that_look_through_them():
    ended = "<div></div>" * HARMLESS_NESTING
    assert not looked_closer(ended[: len(ended) // 2])
    assert not looked_closer("<div>" * (HARMLESS_NESTING // 2) + "</div>" * HARMLESS_NESTING)
    assert looked_closer("<div>" * (HARMLESS_NESTING // 2) + "</div>" * 2 * HARMLESS_NESTING)
    assert looked_closer("<div>" * (HARMLESS_NESTING - 400) + "</div>" * 1_000)


def test_formatting_is_harmless_in_pages_that_have_little_to_copy_it_into():
    paragraphs = "<p>x" * 3_000
    few = HARMLESS_FORMATS // 3_200
    assert not looked_closer("<b a=1>" * few + paragraphs)
    assert looked_closer("<b a=1>" * (few + few // 2) + paragraphs)
    assert not looked_closer("<b a=1>x</b>" * 1_000 + paragraphs)


def test_attributes_are_harmless_in_pages_without_many_separators():
    crowd = f"<p {numbered(MAX_ATTRIBUTES + 5)}>"
    blanks = " " * (HARMLESS_SEPARATORS - MAX_ATTRIBUTES - 20)
    assert not looked_closer(crowd + blanks)
    assert looked_closer(crowd + blanks + " " * MAX_ATTRIBUTES)
    assert not looked_closer(f"<p {numbered(MAX_ATTRIBUTES - 2)}>" + blanks + " " * MAX_ATTRIBUTES)


def test_two_quotation_marks_are_one_separator():
    assert not looked_closer(f"<p {numbered(MAX_ATTRIBUTES + 5)}>" + "'\"" * (HARMLESS_SEPARATORS - 300))


def test_attributes_of_a_whole_page_have_a_bound_too():
    assert not looked_closer(" " * (MAX_SEPARATORS - 10))
    assert looked_closer(" " * (MAX_SEPARATORS + 10))


# ------------------------------------------------------------------------------------------------------- what is left out


def test_tags_beyond_the_depth_are_left_out_and_their_text_stays():
    page = "<div>" * (MAX_DEPTH + 50) + "文" + "<p>x" * HARMLESS_NESTING
    markup = bound(page).markup
    assert markup.count("<div>") == MAX_DEPTH
    assert "文" in markup


def test_closed_elements_leave_room_for_others():
    page = "<div><b>x</b></div>" * 3_000
    assert bound(page).markup == page


def test_attributes_beyond_those_of_one_tag_are_left_out():
    page = f"<p {numbered(MAX_ATTRIBUTES + 30)}>文" + " " * HARMLESS_SEPARATORS
    assert size(bound(page).markup)["richest"] == MAX_ATTRIBUTES
    assert "文" in bound(page).markup


def test_attributes_beyond_those_of_a_page_are_left_out():
    page = "<p a b c>x" * (MAX_TAGS - 10) + " " * MAX_SEPARATORS
    assert size(bound(page).markup)["attributes"] == 3 * (MAX_TAGS - 10)
    page = "<p a b c d e>x" * (MAX_TAGS - 10) + " " * MAX_SEPARATORS
    assert MAX_PAGE_ATTRIBUTES - 5 <= size(bound(page).markup)["attributes"] <= MAX_PAGE_ATTRIBUTES


def test_formatting_that_would_be_copied_too_often_is_left_out():
    fonts = "".join(f"<font a={n}>" for n in range(500))
    markup = bound(fonts + "<p>x" * 9_000).markup
    assert markup.count("<font") == MAX_COPIES // (1 + 9_500)
    markup = bound(fonts + "<p>x" * (MAX_TAGS - 500)).markup
    assert markup.count("<font") == FEWEST_FORMATS


def test_too_many_tags_are_cut_and_the_rest_keeps_its_text():
    markup, rest, cut = bound("<p>甲" * (MAX_TAGS + 5) + "<p>末")
    assert markup.count("<") == MAX_TAGS
    assert (rest.split(), cut) == (["甲"] * 5 + ["末"], 0)


def test_the_rest_has_a_bound_and_what_is_left_out_is_counted():
    _, rest, cut = bound("<p>甲" * MAX_TAGS + "<p>" + "乙" * (MAX_REST + 100))
    assert len(rest) == MAX_REST
    assert cut == 101  # a blank stands for the tag
    _, rest, cut = bound("<p>甲" * MAX_TAGS + "<p>" + "乙" * (20 * MAX_REST))
    assert (len(rest), cut) == (MAX_REST, 19 * MAX_REST + 1)


def test_runs_of_empty_tags_do_not_count():
    assert bound("<p></p>" * MAX_TAGS + "<p>末").markup.endswith("<br>末")


def test_a_page_that_is_cut_into_tags_loses_what_shows_no_text_and_the_frame_of_menus():
    filled = "<p>x" * (HARMLESS_NESTING + 1)
    markup = bound("甲<svg a=b/><svg><title/><path/></svg>乙<template><div>x</div></template>丙<select><option>丁</select>" + filled).markup
    assert markup.startswith("甲</svg>乙</template>丙<option>丁</select>")


# ----------------------------------------------------------------------------------------------------------- text without an end

LINE = "政务公开" * 60_000
MANY_LINES = "\n".join(["政务公开" * 50] * 6_000)
ENDLESS = {
    "a line": f"<p>{LINE}</p><p>末",
    "no tag before it": f"{LINE}<p>末",
    "blanks before it": "<p>" + " " * 150_000 + LINE + "<p>末",
    "a bracket in it": f"<p>{'甲' * 40_000}>{LINE}<p>末",
    "quotation marks in it": f"<p>“{'甲' * 40_000}\"{LINE}'{LINE}<p>末",
    "inside a tag": f"<p a={'x' * 300_000}>甲<p>末",
    "inside quotation marks": f"<p title='{'x' * 300_000}'>甲<p>末",
    "in a tag that ends nowhere": f"<p>甲<p title='{'x' * 300_000}<p>末",
    "in a comment": f"<!-- {LINE}<p>乙--><p>末",
    "behind a comment": f"<!-- -->{LINE}<p>末",
    "hidden": f"<p hidden>{LINE}</p><p>末",
    "printed as references": "<p>" + "&#x4e2d;" * 200_000 + "</p><p>末",
    "lines of a preformatted text": f"<pre>{MANY_LINES}</pre><p>末",
    "two of them in one block": f"<p>{LINE}<b>{LINE}</b></p><p>末",
    "a title": f"<title>{LINE}</title><p>末",
    "a script": f"<script>a<b;{LINE}</script><p>末",
}


def read_whole(markup: str, monkeypatch: pytest.MonkeyPatch) -> HtmlPage:
    with monkeypatch.context() as patch:
        patch.setattr(bound_module, "without_endless_text", lambda markup: (markup, 0))
        return read_html(markup, "http://host.test/")


def kept(page: HtmlPage) -> tuple[list[str], str | None]:
    return [block.raw for block in page.blocks], page.title


@pytest.mark.parametrize("name", ENDLESS)
def test_a_text_without_an_end_leaves_out_nothing_that_a_block_could_hold(name, monkeypatch):
    markup = ENDLESS[name]
    assert kept(read_html(markup, "http://host.test/")) == kept(read_whole(markup, monkeypatch))


def test_what_a_text_without_an_end_loses_is_counted(monkeypatch):
    markup = ENDLESS["a line"]
    assert read_html(markup, "http://host.test/").cut == read_whole(markup, monkeypatch).cut == len(LINE) - MAX_BLOCK_CHARS


def test_the_parser_gets_of_a_text_without_an_end_what_a_block_holds():
    assert len(without_endless_text(ENDLESS["a line"])[0]) < MAX_BLOCK_CHARS + 50
    assert len(without_endless_text("<pre>" + MANY_LINES * 3)[0]) < MAX_TEXT_CHARS + 50


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>{'甲' * MAX_BLOCK_CHARS}<p>末",
        f"<style>{'.a{color:red}' * 20_000}</style><p>末",
        f"<p>{'甲' * 150_000}<p>{'乙' * 90_000}<p>{'丙' * 90_000}",
        f"<p title='{'x' * 300_000}'>末",
        "甲",
    ],
    ids=["as long as a block", "a style sheet", "a page of which the most would stay", "a value in quotation marks", "short"],
)
def test_what_is_no_text_without_an_end_stays_the_same_object(markup):
    assert without_endless_text(markup) == (markup, 0)
    assert without_endless_text(markup)[0] is markup


@pytest.mark.parametrize("before", [0, 1, 49_000, MAX_BLOCK_CHARS // 2 - 3, MAX_BLOCK_CHARS // 2, 80_000])
def test_a_text_without_an_end_is_found_wherever_it_begins(before):
    markup = f"<p>{'甲' * before}<p>{'乙' * (3 * MAX_BLOCK_CHARS)}"
    assert without_endless_text(markup)[1] == 2 * MAX_BLOCK_CHARS
    assert without_endless_text(f"{markup}<p>末")[0].endswith("<p>末")


def test_a_page_with_tags_all_along_is_searched_no_further(monkeypatch):
    markup = f"<p>{'甲' * (MAX_BLOCK_CHARS // 2 - 3)}" * 7
    monkeypatch.setattr(bound_module, "_LONG_RUN", None)
    assert without_endless_text(markup)[0] is markup
    with pytest.raises(AttributeError):
        without_endless_text(markup + "甲" * MAX_BLOCK_CHARS)


def test_attributes_are_not_all_listed_to_see_that_they_are_too_many():
    page = f"<p {numbered(200_000)}>文"
    in_utf8 = page.encode()
    tracemalloc.start()
    assert size(bounded(page, in_utf8).markup)["richest"] == MAX_ATTRIBUTES
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2 * len(page)  # the list of them took nine times the page


def test_a_tag_with_too_many_attributes_takes_none_from_the_tags_after_it():
    page = f"<p {numbered(MAX_PAGE_ATTRIBUTES)}>文" + "<p a b c>x" * 50 + " " * MAX_SEPARATORS
    assert size(bound(page).markup)["attributes"] == MAX_ATTRIBUTES + 3 * 50
