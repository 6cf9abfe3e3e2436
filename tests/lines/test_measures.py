"""Measures of a line: Han characters, the key under which lines are compared, pairs of characters."""

import pytest

from newsbot.lines import measures
from newsbot.lines.measures import bigrams, han, key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("党建引领，文明 创建！", "党建引领文明创建"),
        ("２０２３年ＡＢc", "2023年abc"),
        ("12345热线", "12345热线"),
        ("Ünlü Город", "ünlüгород"),
        ("アプリ한글", "アプリ한글"),
        ("a_b", "ab"),
        ("", ""),
    ],
)
def test_a_key_has_letters_and_digits_in_one_form(text, folded):
    assert key(text) == folded


def test_long_lines_are_measured_like_short_ones_and_not_remembered():
    measures._han.cache_clear()
    measures._key.cache_clear()
    long = "文明Ａ，" * measures.MAX_REMEMBERED_CHARS
    assert han(long) == 2 * measures.MAX_REMEMBERED_CHARS
    assert key(long) == "文明a" * measures.MAX_REMEMBERED_CHARS
    assert measures._han.cache_info().currsize == measures._key.cache_info().currsize == 0
    assert han("文明") == 2
    assert measures._han.cache_info().currsize == 1


def test_pairs_of_characters_are_those_of_the_key():
    assert bigrams("文明，城市") == {"文明", "明城", "城市"}
    assert bigrams("文") == set()
