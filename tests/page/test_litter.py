"""Strings inside lines that are no text of anybody."""

import pytest

from newsbot.page.litter import ADVERTISER, DRAWN, MARKUP, find_litter

TEXT = "桂溪街道组织志愿者走进老旧小区，清理楼道杂物和卫生死角，居民纷纷点赞。"


def without(line: str) -> str:
    for mark in reversed(find_litter(line)):
        line = line[: mark.start] + line[mark.end :]
    return line


def rules(line: str) -> set[str]:
    return {mark.rule for mark in find_litter(line)}


@pytest.mark.parametrize("line", [
    f'<div class="rich"><p style="margin: 0;">{TEXT}</p></div>', f"<p>{TEXT}<br/>", f"<!-- 正文 -->{TEXT}", f"{TEXT}&nbsp;", f"{TEXT}-->",
    f'<span leaf="" textstyle>{TEXT}</span>',
])  # fmt: skip
def test_markup_printed_as_text(line):
    assert without(line) == TEXT
    assert rules(line) == {MARKUP}


@pytest.mark.parametrize("line", [
    f"{TEXT}9 k, X! q2 v( Z. T? w) j", f"& d' R4 p+ M% s* K1 {TEXT}", f"{TEXT}; W- u: E1 g0 y, H& B",
    f"! x8 {{3 q. Z) n+ L{TEXT}",
])  # fmt: skip
def test_anti_copy_strings_of_forums(line):
    assert without(line).strip() == TEXT
    assert rules(line) == {DRAWN}


@pytest.mark.parametrize("line", [
    "1 2 3 4 5 6 7", "A B C D E F", "- - - - - - -", "3 + 5 = 8 - 0", "1. 2. 3. 4. 5.", "A. B. C. D. E. F.", "《A & B》在社区上演",
    "气温 -3 ~ 5 度", "a<b 且 b>c", TEXT,
])  # fmt: skip
def test_lists_and_formulas_are_text(line):
    assert without(line) == line


@pytest.mark.parametrize("name", ["江西南昌户外广告", "本地家庭搬家", "四川成都喷绘", "南城办公楼装修"])
def test_an_advertiser_in_front_of_the_text(name):
    assert without(f"{name} {TEXT}") == TEXT
    assert rules(f"{name} {TEXT}") == {ADVERTISER}


@pytest.mark.parametrize("line", [
    f"桂溪街道 {TEXT}",  # no trade
    "南昌户外广告 本报记者王小明",  # no text behind it
    "小区户外广告 近日，桂溪街道组织志愿者走进老旧小区，清理违规设置的户外广告，居民纷纷点赞。",  # the text speaks of it
    f"户外广告，{TEXT}",
    f"南昌市桂溪街道天华社区居民委员会户外广告 {TEXT}",  # too long for a name
    f"广告 {TEXT}",
])  # fmt: skip
def test_what_is_no_advertiser_stays(line):
    assert without(line) == line


@pytest.mark.parametrize(("string", "drawn"), [
    ("x! k7 Q2 w( d_", True), ("x! k7 Q2 w! d_", False),  # three marks, two
    ("a ! b ( c_ d7 e", True), ("a ! b ( c _ d7 e", False),  # two groups that join signs, one
    ("x! k7 Q2 w(_", False),  # four groups
])  # fmt: skip
def test_how_much_makes_an_anti_copy_string(string, drawn):
    assert (rules(f"{TEXT}{string}") == {DRAWN}) is drawn


def test_how_long_the_name_of_an_advertiser_is():
    assert rules(f"南昌喷绘 {TEXT}") == {ADVERTISER}
    assert rules(f"XYZ喷绘 {TEXT}") == set()


@pytest.mark.parametrize("front", ["知名专家讲堂 https://m.a.test/d/a_5481230.html ", "http://www.a.test/x.php?id=3 "])
def test_words_with_an_address_in_front_of_the_text(front):
    assert without(front + TEXT) == TEXT
    assert rules(front + TEXT) == {ADVERTISER}


def test_an_address_within_a_text_stays():
    line = f"{TEXT}登录 https://www.a.test/ 可以报名参加下一次活动。"
    assert without(line) == line


def test_the_bar_of_a_table_behind_a_text():
    assert without(f"{TEXT} |") == TEXT
    assert without("首页 |") == "首页 |"


def test_an_image_as_a_program_wrote_it():
    assert without(f"![]() {TEXT}").strip() == without(f"![现场](http://a.test/1.jpg){TEXT}") == TEXT
