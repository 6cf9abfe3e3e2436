"""Which lines a column broke, and which are paragraphs, headlines or items as they stand."""

from __future__ import annotations

import pytest

from newsbot.html.page import read_html
from newsbot.html.wrapped import unwrapped

TEXT = "张大爷在家吗，我来看看您的血压计好不好用。三月五日上午，柳林街道花园社区的热心居民徐凤英又敲开了独居老人张德福的家门，送去药品。"
MORE = "去年以来，柳林街道从热心居民中挑选出五十八人，每人联系十五户左右的居民，定期上门送政策、问需求、解难题，收集居民诉求九百余条。"


def column(text: str, width: int = 18) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def test_paragraphs_of_a_column_are_whole_and_empty_lines_part_them():
    assert unwrapped(["小标题", "", *column(TEXT), "", *column(MORE)]) == ["小标题", TEXT, MORE]


def test_an_indent_begins_a_paragraph_and_empty_lines_between_all_lines_tell_nothing():
    lines = [*column("　　" + TEXT), *column("　　" + MORE)]
    assert unwrapped([line for pair in zip(lines, [""] * len(lines), strict=True) for line in pair]) == [TEXT, MORE]


def test_the_head_of_a_page_may_be_wider_than_its_columns():
    head = f"第二版{'　' * 12}综合{'　' * 12}三月十三日"
    assert unwrapped([head, "", *column(TEXT), *column(MORE), *column(TEXT)])[1:] == [TEXT, MORE, TEXT]


def test_words_of_latin_letters_are_parted_by_a_blank():
    assert unwrapped([*column(TEXT), "社区用上了新的系统，名字叫 smart", "city，居民可以在手机上报修，十分方便。"])[-1].endswith(
        "叫 smart city，居民可以在手机上报修，十分方便。"
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["柳林街道敲门嫂敲开居民心门啦", "花园社区十五户居民有了新车棚", "城北新区污水处理厂二期工程开工", "全县春耕生产现场推进会召开了"]
        * 2,
        [TEXT, MORE, TEXT[:40], MORE[:30]],
        ["一二三四，", "五六七八。"] * 5,
        [],
    ],
    ids=["headlines of a list", "paragraphs", "too narrow", "nothing"],
)
def test_other_lines_stay_as_they_are(lines: list[str]):
    assert unwrapped(lines) == lines


def test_a_run_that_comes_to_no_end_stays_in_lines():
    lines = column(TEXT[:-1])
    assert unwrapped([*lines, "", *column(MORE)]) == [*lines, MORE]


def lines_of(html: str) -> list[str]:
    return [block.raw for block in read_html(f"<html><body>{html}</body></html>", "http://a.test/").blocks if block.raw]


def test_line_breaks_of_a_column_on_a_page_of_html_are_none():
    broken = "<br>".join(column(TEXT, 24)) + "<br><br>" + "<br>".join(column(MORE, 24))
    assert lines_of(f"<div>{broken}</div>") == [TEXT, MORE]


def test_a_picture_between_such_lines_parts_them():
    first, second = TEXT.removesuffix("。") + "，" + MORE, MORE.removesuffix("。") + "，" + TEXT
    broken = "<br>".join(column(first, 24)) + '<br><img src="a.jpg" alt="图"><br>' + "<br>".join(column(second, 24))
    assert lines_of(f"<div>{broken}</div>") == [first, "图", second]


def test_items_that_line_breaks_part_stay_as_they_are():
    items = [
        "城北新区污水处理厂二期工程开工",
        "全县春耕生产现场推进会召开",
        "三条道路下月封闭施工请绕行",
        "江堤公园郁金香进入盛花期",
        "社区共餐据点揭牌",
    ]
    assert lines_of(f"<div>{'<br>'.join(items)}</div>") == items


def full(count: int, width: int = 18) -> list[str]:
    """Lines of a column that stop in mid-sentence, and the short one that ends the paragraph."""
    return [f"街道{'居' * (width - 4)}，民"] * count + ["走了。"]


def is_joined(lines: list[str]) -> bool:
    return len(unwrapped(lines)) < len(list(filter(None, lines)))


@pytest.mark.parametrize(("width", "joined"), [(11, False), (12, True), (55, True), (56, False)])
def test_a_column_is_neither_too_narrow_nor_too_wide(width, joined):
    assert is_joined(full(6, width)) is joined


@pytest.mark.parametrize(("count", "joined"), [(3, False), (4, True)])
def test_a_column_has_several_lines(count, joined):
    assert is_joined(full(count)) is joined


@pytest.mark.parametrize(("others", "joined"), [(6, True), (8, False)])
def test_lines_of_the_column_are_many_of_all(others, joined):
    assert is_joined([*full(4), *["短行。"] * others]) is joined


@pytest.mark.parametrize(("shorter", "joined"), [(3, True), (4, False)])
def test_lines_of_a_column_are_about_as_wide(shorter, joined):
    lines = full(6)
    assert (len(unwrapped([*lines[:5], lines[5][shorter:], *lines[6:]])) == 1) is joined


@pytest.mark.parametrize(("ended", "joined"), [(2, True), (3, False)])
def test_most_lines_of_a_column_stop_in_mid_sentence(ended, joined):
    lines = full(6)
    assert is_joined([*(line[:-1] + "。" for line in lines[:ended]), *lines[ended:]]) is joined


@pytest.mark.parametrize(("unmarked", "joined"), [(3, True), (4, False)])
def test_half_of_the_lines_of_a_column_have_marks_inside(unmarked, joined):
    lines = full(6)
    assert is_joined([*(line.replace("，", "居") for line in lines[:unmarked]), *lines[unmarked:]]) is joined


@pytest.mark.parametrize(("wide", "joined"), [(1, True), (2, False)])
def test_few_lines_are_wider_than_the_column(wide, joined):
    assert is_joined([*["街" * 30] * wide, "", *full(9)]) is joined
