"""How a passage speaks: words of each manner outside quotes, shapes of speech, and entries that say what their title is."""

import pytest

from newsbot.lines.manner import manner_of


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
