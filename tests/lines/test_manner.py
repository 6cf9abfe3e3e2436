"""How a passage speaks: words of each manner outside quotes, shapes of speech, and entries that say what their title is."""

import pytest

from newsbot.lines.manner import defines, manner_of, names_a_day, sentences_in


def test_what_persons_say_is_not_the_manner_of_the_passage():
    assert "sale" in manner_of("现在下单立减五十元。")
    assert "sale" not in manner_of("“现在下单立减五十元。”骗子在电话里说。")


@pytest.mark.parametrize(("text", "sign"), [
    ("“路灯亮了，我们放心。”", "talk"),
    ("我想说几句。", "self"),
    ("我们都很着急。", "we"),
    ("这可怎么办呢？", "particles"),
    ("王大爷今年七十岁。", "aged"),
    ("居民张某，62岁。", "aged"),
    ("3月5日，居民开会。", "dated_inside"),
    ("清理杂物30余件。", "counted"),
    ("时间：周六。", "labelled"),
])  # fmt: skip
def test_shapes_of_speech(text, sign):
    assert sign in manner_of(text)


def test_a_city_that_speaks_of_itself_is_no_self():
    assert not {"self", "we"} & manner_of("我市召开会议。").keys()


def test_different_words_of_a_manner_are_counted_once_each():
    assert manner_of("优惠，优惠，包邮。")["sale"] == 2


@pytest.mark.parametrize(("title", "text", "entry"), [
    ("社区议事厅", "社区议事厅是居民协商公共事务的场所。", True),
    ("石门街道", "石门街道，隶属河东区。", True),
    ("石门街道（河东区）", "石门街道位于河东区西部。", True),
    ("社区议事厅", "社区议事厅里坐满了居民。", False),
    ("社区议事厅开张，居民有了说话的地方，大家都来了", "社区议事厅是居民协商的场所。", False),
    ("", "是居民协商的场所。", False),
])  # fmt: skip
def test_an_entry_says_what_its_title_is(title, text, entry):
    assert defines(title, text) is entry


def test_a_day_is_named_by_its_number_or_as_one_of_late():
    assert names_a_day("3月5日")
    assert names_a_day("近日，")
    assert not names_a_day("每月一次")


def test_a_text_without_a_stop_is_one_sentence():
    assert sentences_in("没有句号") == 1
    assert sentences_in("一句。两句！三句？") == 3
