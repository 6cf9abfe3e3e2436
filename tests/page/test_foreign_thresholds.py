"""When a text in or beside the report is another one: each bound at both sides, with what lines say and share set by hand."""

import math

import pytest

from newsbot.page import foreign
from newsbot.page.foreign import Belonging, begins_another, report_odds, report_share, text_above, without_foreign
from tests.page.pieces import OTHER, TEXT, THIRD, block, ground

TITLE = "桂溪街道志愿者清理楼道"
FOURTH = "住在三号楼的退休教师说，楼道里多年没有人打理的旧家具搬走以后，晚上回家再也不用摸着墙走路了。"
LONG = (TEXT, OTHER, FOURTH)
"""Paragraphs with more than a hundred pairs of letters."""
EACH_ITS_OWN = "".join(map(chr, range(0x4E00, 0x4E00 + 400)))
ALIEN = "装修旺季送好礼，整屋地板买一平送一平，预约上门测量再减五百元，老客户双方各得购物卡一张。"


@pytest.fixture
def worded(monkeypatch):
    """The log odds of furniture of a line, set by hand; of any other a sure text's."""
    said: dict[str, float] = {}
    monkeypatch.setattr(foreign, "furniture_odds", lambda text: said.get(text, -4.0))
    return said


@pytest.fixture
def belongs(monkeypatch):
    """The log odds of belonging to the report of the first of some lines, set by hand; of any other sure ones."""
    said: dict[str, float] = {}
    monkeypatch.setattr(foreign, "belongs_odds", lambda lines, *_: said.get(lines[0], 5.0))
    return said


def own(*blocks, title=TITLE):
    """Which of the paragraphs among some blocks are the report's."""
    shown = ground(*blocks)
    members = [n for n, mass in enumerate(shown.mass) if mass]
    return list(without_foreign(shown, members, title)[0])


# ------------------------------------------------------------------------------------------------------------ how much a text counts


@pytest.mark.parametrize(("odds", "counted"), [(-3.0, 3.0), (-9.0, 9.0), (-14.0, 10.0), (12.0, -10.0)])
def test_the_wording_of_a_text_counts_up_to_a_bound(worded, odds, counted):
    worded[TEXT] = odds
    assert report_odds(ground(block(TEXT)), [0]) == counted


def test_wording_is_even_where_a_text_is_rather_one_of_a_report(worded):
    worded[TEXT] = -2.0
    assert report_share(ground(block(TEXT)), [0], frozenset()) == 0.5


@pytest.mark.parametrize(("named", "factor"), [(0.25, 1.0), (0.5, 2.0), (0.75, 3.0), (1.0, 3.0)])
def test_a_text_counts_more_by_what_it_has_of_the_headline(worded, named, factor):
    worded[TEXT] = -2.0
    pairs = sorted(foreign._pairs(ground(block(TEXT)), [0]))[:8]
    title = frozenset([*pairs[: int(8 * named)], *range(8 - int(8 * named))])
    assert math.log(2 * report_share(ground(block(TEXT)), [0], title)) == pytest.approx(factor)


# ------------------------------------------------------------------------------------------------------- what stands in the report


@pytest.mark.parametrize(("odds", "kept"), [(-0.9, True), (-1.1, False)])
def test_a_paragraph_in_an_element_of_its_own_has_to_belong(worded, belongs, odds, kept):
    belongs[ALIEN] = odds
    lines = [block(text, container=1) for text in LONG]
    assert own(*lines, block(ALIEN, container=2)) == ([0, 1, 2, 3] if kept else [0, 1, 2])


@pytest.mark.parametrize(("pairs", "kept"), [(90, True), (110, False)])
def test_it_is_compared_with_a_text_that_is_long_enough(worded, belongs, pairs, kept):
    belongs[ALIEN] = -9.0
    text = f"{EACH_ITS_OWN[:pairs]}，{EACH_ITS_OWN[pairs]}。"
    assert (1 in own(block(text, container=1), block(ALIEN, container=2))) is kept


@pytest.mark.parametrize(("odds", "kept"), [(-1.9, 5), (-2.1, 3)])
def test_after_a_line_that_may_be_a_headline_the_text_has_to_belong(worded, belongs, odds, kept):
    opening = "3月6日，首趟果蔬直通车停在写字楼楼下，白领下班顺手买走三百斤草莓和番茄，价格比超市便宜一成。"
    belongs[opening] = odds
    blocks = [*map(block, LONG), block("果蔬直通车开进写字楼"), block(opening), block(THIRD)]
    assert len(own(*blocks)) == kept


@pytest.mark.parametrize(("length", "parts"), [(5, False), (6, True), (40, True), (41, False)])
def test_such_a_line_has_a_length(worded, length, parts):
    assert foreign._may_part(ground(block("街" * length)), 0) is parts


@pytest.mark.parametrize(("text", "opens"), [("4月10日，街道", True), ("（街道）4月10日，", True), ("（街道街道街道）4月10日，", False)])
def test_a_report_says_early_when_it_was(text, opens):
    assert foreign._opens(ground(block(text)), 0) is opens


@pytest.mark.parametrize(("before", "kept"), [(6, 9), (9, 13)])
def test_not_every_line_between_paragraphs_is_tried(worded, belongs, before, kept):
    opening = "3月6日，首趟果蔬直通车停在写字楼楼下，白领下班顺手买走三百斤草莓和番茄，价格比超市便宜一成。"
    belongs[opening] = -9.0
    parts = [each for n in range(before) for each in (block(f"第{'一二三四五六七八九'[n]}部分的小标题", names=f"n{n}"), block(THIRD))]
    blocks = [*map(block, LONG), *parts, block("果蔬直通车开进写字楼"), block(opening)]
    assert len(own(*blocks)) == kept


@pytest.mark.parametrize(
    ("label", "odds", "kept"),
    [(2.4, -9.0, True), (2.6, -9.0, False), (2.6, -4.9, True), (2.6, -5.1, False)],
    ids=["a line of the text", "a label", "which belongs", "which does not"],
)
def test_a_paragraph_after_a_label_of_something_else(worded, belongs, label, odds, kept):
    worded["作者介绍"], belongs[ALIEN] = label, odds
    assert (4 in own(*map(block, LONG), block("作者介绍"), block(ALIEN))) is kept


@pytest.mark.parametrize(("length", "is_label"), [(12, True), (13, False)])
def test_a_label_is_short(worded, length, is_label):
    worded["街" * length] = 3.0
    assert foreign._is_label(ground(block("街" * length)), 0) is is_label


@pytest.mark.parametrize(("between", "kept"), [(1, False), (2, True)])
def test_a_label_stands_near_the_first_paragraph(worded, belongs, between, kept):
    worded["作者介绍"], belongs[ALIEN] = 3.0, -9.0
    gap = [block("街道")] * between
    blocks = [block("街道"), block("作者介绍"), *gap, block(ALIEN), *map(block, LONG)]
    assert (2 + between in own(*blocks)) is kept


@pytest.mark.parametrize(("wording", "odds", "kept"), [(0.9, -9.0, True), (1.1, -9.0, False), (1.1, -4.9, True), (1.1, -5.1, False)])
def test_a_paragraph_at_an_edge_that_is_worded_as_furniture(worded, belongs, wording, odds, kept):
    worded[ALIEN], belongs[ALIEN] = wording, odds
    assert (3 in own(*map(block, LONG), block(ALIEN))) is kept
    assert (0 in own(block(ALIEN), *map(block, LONG))) is kept


@pytest.mark.parametrize(("pairs", "kept"), [(75, True), (90, False)])
def test_a_short_text_shows_what_is_worded_as_furniture_and_none_of_it(worded, belongs, pairs, kept):
    worded[ALIEN], belongs[ALIEN] = 3.0, -9.0
    assert (1 in own(block(f"{EACH_ITS_OWN[: pairs - 1]}，{EACH_ITS_OWN[pairs]}。"), block(ALIEN))) is kept


# ----------------------------------------------------------------------------------------------------------- what stands beside it


@pytest.mark.parametrize(("odds", "in_it"), [(-1.9, True), (-2.1, False)])
def test_a_line_beside_the_report_has_to_belong(worded, belongs, odds, in_it):
    worded[ALIEN], belongs[ALIEN] = 0.5, odds
    shown = ground(*map(block, LONG), block(ALIEN))
    assert Belonging(shown, [0, 1, 2], TITLE)(3) is in_it


@pytest.mark.parametrize(("wording", "another"), [(1.9, True), (2.1, False)])
def test_a_line_worded_as_furniture_is_no_other_headline(worded, wording, another):
    line = "邻县举办农产品展销"
    worded[line] = wording
    shown = ground(block(TITLE), block(TEXT), block(line), block("2023-04-10 08:30 来源：某县日报"))
    assert begins_another(shown, 2, [0], 1) is another


@pytest.mark.parametrize(("shared", "another"), [(5, True), (7, False)])
def test_a_heading_that_has_half_of_the_headline_is_the_same_once_more(worded, shared, another):
    heading = TITLE[:shared] + "甲乙丙丁戊己庚辛"[: 11 - shared]
    shown = ground(block(TITLE, tag="h1"), block(TEXT), block(heading, tag="h1"))
    assert begins_another(shown, 2, [0], 1) is another


@pytest.mark.parametrize(("shared", "above"), [(5, 1), (7, None)])
def test_a_text_above_the_report_stands_under_a_heading_of_its_own(worded, belongs, shared, above):
    worded[ALIEN], belongs[ALIEN] = 0.5, -9.0
    heading = TITLE[:shared] + "甲乙丙丁戊己庚辛"[: 11 - shared]
    shown = ground(block(TITLE, tag="h1"), block(heading, tag="h2"), block(ALIEN), *map(block, LONG))
    assert text_above(shown, [0], [3, 4, 5], 0) == above
