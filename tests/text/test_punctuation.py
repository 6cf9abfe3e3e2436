"""Marks in Chinese context are full-width, all others stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.text.punctuation import full_width, plain_spaces


@pytest.mark.parametrize(
    ("raw", "wide"),
    [
        ("本报讯(记者 陈倩)为充分发挥作用,回民区:", "本报讯（记者 陈倩）为充分发挥作用，回民区："),
        ("共有1,200人,其中女性5%,同比增长;", "共有1,200人，其中女性5%，同比增长；"),
        ("时间:2023-12-22 09:35:11", "时间：2023-12-22 09:35:11"),
        ("网址:http://a.cn/x?a=1,2:3,欢迎访问", "网址：http://a.cn/x?a=1,2:3，欢迎访问"),
        ("邮箱:news@a.cn,电话:010-1", "邮箱：news@a.cn，电话：010-1"),
        ("LED(灯)屏,显示屏(LED)采用", "LED（灯）屏，显示屏（LED）采用"),
        ("(2023年)", "（2023年）"),
        ("比分3:2大胜", "比分3:2大胜"),
        ("真的吗?!", "真的吗？！"),
        ("他说:“好!”", "他说：“好！”"),
        ('他说:"好!"', "他说：“好！”"),
        ("A(B) c, d: e", "A(B) c, d: e"),
        ('屏幕5" 宽', '屏幕5" 宽'),
        ("甲(乙(丙)丁)", "甲（乙（丙）丁）"),
        ("活动从8:30到10:00,", "活动从8:30到10:00,"),
        ("I said: (no)", "I said: (no)"),
        ("", ""),
    ],
)
def test_marks_are_widened_where_they_stand_in_chinese(raw: str, wide: str) -> None:
    assert full_width(raw) == wide


def test_text_that_is_full_width_already_is_left() -> None:
    text = "本报讯（记者 陈倩）共有1,200人，其中：“好！”"
    assert full_width(text) == text


@given(st.text('中文，。“”,:;?!()"1a -/@.', max_size=60))
def test_length_stays_and_once_is_enough(text: str) -> None:
    once = full_width(text)
    assert len(once) == len(text)
    assert full_width(once).replace("“", '"').replace("”", '"') == full_width(once).replace("“", '"').replace("”", '"')
    assert all(old == new or old in ',:;?!()"' for old, new in zip(text, once, strict=True))


def test_all_white_space_becomes_plain() -> None:
    assert plain_spaces("甲\u00a0乙\u3000丙\t丁\n戊") == "甲 乙 丙 丁 戊"
    assert plain_spaces("plain text") == "plain text"
