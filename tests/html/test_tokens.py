"""Markup as tokens: what is taken out, how tags end, what quotes."""

from newsbot.html.tokens import MAX_TAGS, Token, attributes, take_out, tokens


def cut(markup: str) -> list[Token]:
    return list(tokens(markup))[1:]  # without the <body> in front


def names(markup: str) -> list[str]:
    return [token[0] for token in cut(markup)]


def text(markup: str) -> str:
    return "".join(token[3] + token[5] for token in tokens(take_out(markup).text))


def test_tags_with_their_attributes_and_the_text_behind():
    assert cut("<p class=a>甲<br/>乙</P >丙") == [
        ("p", " class=a", "", "甲", "", ""),
        ("br", "/", "", "乙", "", ""),
        ("/P", " ", "", "丙", "", ""),
    ]


def test_an_element_that_holds_text_alone_is_one_token():
    assert cut("<b id=x>甲</b>乙<i>丙</i>") == [("b", " id=x", "", "甲", "</b>", "乙"), ("i", "", "", "丙", "</i>", "")]


def test_angle_brackets_inside_quoted_values_do_not_end_a_tag():
    assert cut("<a title=\"1 > 0 <b>\" href='x>y'>甲") == [("a", " title=\"1 > 0 <b>\" href='x>y'", "", "甲", "", "")]


def test_quotation_marks_quote_only_behind_an_equals_sign():
    assert cut('<a title="甲" 乙" class="b">丙</a>') == [("a", ' title="甲" 乙" class="b"', "", "丙", "</a>", "")]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_page():
    assert names('<a href="x>甲</a><p>乙') == ["a", "p"]


def test_a_tag_ends_where_the_next_begins():
    assert names("<div <p>甲") == ["div", "p"]


def test_a_bare_angle_bracket_is_text():
    assert [(token[0], token[2], token[3]) for token in cut("1 < 2 <p>3<")] == [("", "", " 2 "), ("p", "", "3"), ("", "", "")]


def test_declarations_and_processing_instructions_are_no_text():
    assert text("<!DOCTYPE html><?xml version='1.0'?>甲<![CDATA[乙]]>丙<![if !IE]>丁<![endif]>") == "甲丙丁"


def test_comments_end_as_in_a_browser():
    assert text("甲<!-- <p>乙 -- > --!>丙<!-->丁<!--->戊<!-- 己") == "甲丙丁戊"


def test_scripts_styles_and_frames_are_taken_out_in_any_case_of_letters():
    assert text("甲<SCRIPT>if (a</b/) '<p>'</Script >乙<style>a>b{}</STYLE>丙<iframe>丁</iframe>戊") == "甲乙丙戊"


def test_what_is_taken_out_is_kept_where_it_tells_something():
    markup = take_out(
        "<title>题 &amp; 名</title><style>p{}</style><style media=print>b{}</style><title>二</title>"
        "<script type='application/ld+json'> {} </script><script>var a</script>"
    )
    assert (markup.title, markup.sheets, markup.data) == ("题 &amp; 名", "p{}", ["{}"])


def test_text_that_is_shown_as_it_stands_keeps_its_brackets():
    assert text("<textarea>a <b> c</textarea><xmp><i></xmp>") == "a &lt;b> c&lt;i>"


def test_attributes_in_every_spelling():
    assert attributes(" CLASS=a id = 'b' title=\"c d\" hidden class=z data-x=y/") == {
        "class": "a",
        "id": "b",
        "title": "c d",
        "hidden": "",
        "data-x": "y/",
    }


def test_too_many_tags_are_cut_and_the_rest_keeps_its_text():
    markup = take_out("<p>甲" * (MAX_TAGS + 5) + "<p>末")
    assert markup.text.count("<") == MAX_TAGS
    assert markup.rest.split() == ["甲"] * 5 + ["末"]


def test_runs_of_empty_tags_do_not_count():
    assert text("<p></p>" * MAX_TAGS + "<p>末") == "末"
