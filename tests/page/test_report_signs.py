"""Signs that a page is a report: each threshold at its own value and beside it, and what each sign counts."""

import pytest

from newsbot.lines.meta_line import MetaLine
from newsbot.lines.times import find_times
from newsbot.model import Block
from newsbot.page.block_measures import Ground
from newsbot.page.find_report import Found, Span
from newsbot.page.is_report import SIGNS, judge, points
from newsbot.page.roles import Outline
from tests.page.pieces import OTHER, TEXT, THIRD, block, page


def held(
    *blocks: Block, span: Span | None = None, title: tuple[int, ...] = (), dates: int = 0, url: str = "http://a.cn/1.html"
) -> set[str]:
    """The signs of a page."""
    shown = page(*blocks, url=url)
    whole = Ground.of(shown)
    metas = [(0, MetaLine(tuple(find_times("2023-04-10 10:20", None)), {}, frozenset())) for _ in range(dates)]
    members = tuple(n for n, each in enumerate(blocks) if n not in title and len(each.text) > 15)
    found = span or Span(members, 0, sum(whole.mass[n] for n in members))
    return set(points(shown, whole, Found(title, agrees=False, span=found), found, Outline(metas=metas)).because)


def of_mass(mass: int) -> Span:
    return Span((1,), 0, mass)


PAIR = (block("志愿者走进小区"), block(TEXT))


@pytest.mark.parametrize(("mass", "sign"), [(400, "long_text"), (399, "medium_text"), (150, "medium_text"), (59, "little_text")])
def test_signs_of_length(mass, sign):
    assert sign in held(*PAIR, span=of_mass(mass))


def test_lengths_between_the_signs():
    assert not {"long_text", "medium_text", "little_text"} & held(*PAIR, span=of_mass(149))
    assert not {"long_text", "medium_text", "little_text"} & held(*PAIR, span=of_mass(60))


def test_signs_of_the_headline():
    assert "headline_in_head" in held(block("志愿者走进小区里"), block(TEXT), title=(0,))
    assert "headline_short_or_not_in_head" in held(block("志愿者走进小区"), block(TEXT), title=(0,))
    assert "no_headline" in held(*PAIR)


@pytest.mark.parametrize(("gap", "sign"), [(290, "text_after_headline"), (310, None), (790, None), (810, "text_far_from_headline")])
def test_signs_of_the_gap(gap, sign):
    signs = {"text_after_headline", "text_far_from_headline"} & held(
        block("志愿者走进小区里"), block("街" * gap, links=0.6), block(TEXT), title=(0,), span=Span((2,), 0, 40)
    )
    assert signs == ({sign} if sign else set())


@pytest.mark.parametrize(("dates", "sign"), [(1, "time_or_source"), (5, "time_or_source"), (6, "many_dates_before_text")])
def test_signs_of_dates(dates, sign):
    assert sign in held(*PAIR, dates=dates, span=of_mass(60))


def test_a_template_prints_its_headline_again_and_again():
    heads = [block("志愿者走", tag="h2")]
    assert "headline_again_and_again" in held(*heads * 4, block(TEXT), title=(0,))
    assert "headline_again_and_again" not in held(*heads * 3, block(TEXT), title=(0,))
    assert "headline_again_and_again" not in held(*[block("志愿者", tag="h2")] * 4, block(TEXT), title=(0,))


def test_signs_of_paragraphs_and_of_text_elsewhere():
    assert "several_paragraphs" in held(block(TEXT), block(OTHER), block(THIRD))
    assert "several_paragraphs" not in held(block(TEXT), block(OTHER))
    boxes = [block(text, container=n) for n, text in enumerate((TEXT, OTHER, THIRD, TEXT))]
    whole = sum(Ground.of(page(*boxes)).mass)
    assert "text_elsewhere" in held(*boxes, span=Span((0,), 0, int(0.29 * whole)))
    assert "text_elsewhere" not in held(*boxes, span=Span((0,), 0, int(0.31 * whole) + 1))
    assert "text_elsewhere" not in held(*boxes[:3], span=Span((0,), 0, 9))


def test_signs_of_errors_and_notices():
    gone = "抱歉，您访问的页面不存在或已被删除，五秒后自动跳转。"
    assert "notice_for_text" in held(block("提示"), block(gone), span=of_mass(99))
    assert "notice_for_text" not in held(block("提示"), block(gone), span=of_mass(100))
    assert "error_in_headline" in held(block("404"), block(TEXT), title=(0,), span=of_mass(149))
    assert "error_in_headline" not in held(block("404"), block(TEXT), title=(0,), span=of_mass(150))
    assert "address_of_front_page" in held(*PAIR, url="http://a.cn/index.html")
    assert "address_of_front_page" not in held(*PAIR, url="http://a.cn/?id=1")


def test_a_list_of_abstracts_needs_four_of_them():
    item = [block("社区的居民议事会开得很热闹", links=1.0, names="a"), block(TEXT, names="a")]
    other = [block("社区的居民议事会开得很热闹", links=1.0, names="b"), block(OTHER, names="b")]
    assert "list_of_abstracts" in held(*item * 2, *other * 2)
    assert "list_of_abstracts" not in held(*item * 2, *other)


@pytest.mark.parametrize(("own", "is_list"), [(2, True), (4, False)])
def test_most_paragraphs_of_a_list_of_abstracts_are_abstracts(own, is_list):
    items = [[block("社区的居民议事会开得很热闹", links=1.0, names=look), block(TEXT, names=look)] * 2 for look in "ab"]
    assert ("list_of_abstracts" in held(*items[0], *items[1], *[block(THIRD)] * own)) is is_list


@pytest.mark.parametrize(("before", "is_error"), [(250, True), (350, False)])
def test_an_error_is_named_early(before, is_error):
    heading = "街" * before + "您访问的页面不存在"
    assert ("error_in_headline" in held(block(heading), block(TEXT), title=(0,), span=of_mass(100))) is is_error


@pytest.mark.parametrize(("links", "chars", "outcome"), [(12, 8, "list_page"), (11, 8, "no_article"), (12, 7, "no_article")])
def test_links_make_a_list_page(links, chars, outcome):
    shown = page(*[block("街" * chars, links=0.5)] * links)
    verdict = judge(shown, Ground.of(shown), Found((), agrees=False, span=None), Outline())
    assert verdict is not None
    assert verdict[0] == outcome


def test_a_report_needs_three_points():
    shown = page(block("志愿者走进小区里"), block(TEXT), block(OTHER))
    whole = Ground.of(shown)
    enough = judge(shown, whole, Found((0,), agrees=True, span=Span((1, 2), 0, 70)), Outline())
    assert enough is None
    assert judge(shown, whole, Found((), agrees=False, span=Span((1, 2), 0, 70)), Outline()) is not None


@pytest.mark.parametrize(("slug", "value"), [
    ("headline_in_head", 2), ("headline_short_or_not_in_head", 1), ("no_headline", -1), ("text_after_headline", 1),
    ("text_far_from_headline", -1), ("headline_again_and_again", -3), ("time_or_source", 2), ("stated_to_machines", 1),
    ("many_dates_before_text", -2), ("long_text", 2), ("medium_text", 1), ("little_text", -1), ("several_paragraphs", 1),
    ("text_elsewhere", -2), ("list_of_abstracts", -5), ("address_of_front_page", -2), ("error_in_headline", -4), ("notice_for_text", -6),
])  # fmt: skip
def test_the_points_were_tuned_on_real_pages_and_change_only_with_a_figure(slug, value):
    assert {sign.slug: sign.points for sign in SIGNS}[slug] == value
