"""What a reader of a whole page would doubt of its row: lines left out beside the text, and names that stand where authors do."""

import pytest

from newsbot.facts.confidence import SPEAKS
from newsbot.facts.credit_signs import _has_name_unused, _is_shaped_like_a_name
from tests.facts.test_credit_signs import PARAGRAPHS, TITLE, page, report, signs

META = "2024-03-06 09:30"
ADVERT = "本店诚聘店长一名，月薪五千包吃包住，新店开张您进店即送好礼一份，充值还有折扣，名额有限先到先得！"


def body_signs(*paragraphs: str) -> set[str]:
    return signs(page(META, paragraphs=paragraphs), "body")


def test_a_sentence_that_was_taken_out_between_the_paragraphs_is_doubted():
    assert "sentence_cut" in body_signs(PARAGRAPHS[0], ADVERT, *PARAGRAPHS[1:])
    assert "sentence_cut" not in body_signs(PARAGRAPHS[0], "热线招聘", *PARAGRAPHS[1:])
    assert (report(page(META, paragraphs=(PARAGRAPHS[0], ADVERT, *PARAGRAPHS[1:]))).confidence.body or 1) < 0.95


IMAGE = "<img src=/upload/20240306/1.jpg>"


@pytest.mark.parametrize(("line", "speaks"), [("拆除违建、疏通管网、补种绿化", True), ("柳河街道的清晨", False)])
def test_a_line_below_an_image_that_heads_the_paragraph_below_it_is_doubted(line, speaks):
    found = body_signs(PARAGRAPHS[2], IMAGE, f"<p>{line}</p>", PARAGRAPHS[0], PARAGRAPHS[1])
    assert ("caption_speaks" in found) is speaks
    assert 0.5 < SPEAKS < 1


def test_a_line_right_behind_the_text_that_looks_as_it_does_is_doubted():
    assert "line_behind" in body_signs(*PARAGRAPHS, "院落里乘凉(96897)")
    assert "line_behind" not in body_signs(*PARAGRAPHS, "<h5>院落里乘凉(96897)</h5>")


def test_who_edited_and_stands_beside_the_time_as_well_may_have_written():
    meta = "时间 2024-3-6 9:30:00 来源 柳河网 漆雨泠"
    edited = signs(page(meta, end="<div>责任编辑：漆雨泠</div>"), "authors")
    other = signs(page(f"{META} 来源 青山网", end="<div>责任编辑：漆雨泠</div>"), "authors")
    assert ("editor_beside_time" in edited, "editor_beside_time" in other) == (True, False)


def test_a_name_in_a_bracket_behind_the_headline_that_is_no_author_is_doubted():
    named = page(META, title=f"{TITLE}（周云帆）")
    assert "name_behind_title" in signs(named, "authors")
    assert "name_behind_title" not in signs(page(META, title=f"{TITLE}（组图）"), "authors")
    credited = page(f"{META} 作者：周云帆", title=f"{TITLE}（周云帆）")
    assert "name_behind_title" not in signs(credited, "authors")


@pytest.mark.parametrize(("word", "shaped"), [("张泠", True), ("漆雨泠", False), ("时政", False), ("方圆社区居委会", False)])
def test_a_word_beside_the_time_that_is_shaped_like_a_name_is_doubted(word, shaped):
    assert _is_shaped_like_a_name(word) is shaped


@pytest.mark.parametrize(("credited", "unused"), [(["李静"], True), (["张桂兰", "李静"], False)])
def test_somebody_read_in_a_credit_who_is_no_author_is_doubted(credited, unused):
    assert _has_name_unused("（新华网张桂兰 青山网记者李静）", credited) is unused
