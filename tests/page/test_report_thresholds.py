"""Where the choice of a report on a page turns over: each bound at both sides, with what lines say set by hand."""

import math

import pytest

from newsbot.page import find_report
from newsbot.page.block_measures import Ground
from newsbot.page.find_report import Span, _best_container, _best_pair, _is_near, _widen, find_article
from newsbot.page.headline_choice import Choice
from newsbot.page.text_end import _begins_another, ends_report
from newsbot.page.words import listed
from tests.page.pieces import OTHER, TEXT, THIRD, block, ground, page

EACH_ITS_OWN = "".join(map(chr, range(0x4E00, 0x4E00 + 400)))
GOOD, BAD = listed("report_names")[0], listed("other_names")[0]


def text(mass: int, **features):
    """A paragraph of so many Han characters, which is running text from some twenty on."""
    return block(f"{EACH_ITS_OWN[: mass // 2]}，{EACH_ITS_OWN[mass // 2 : mass]}。", **features)


@pytest.fixture
def even(monkeypatch):
    """No element counts more by its words."""
    monkeypatch.setattr(find_report, "report_share", lambda *_: 1.0)


def best(*blocks) -> int:
    shown = ground(*blocks)
    return _best_container(shown, [n for n, mass in enumerate(shown.mass) if mass], 0, None)


@pytest.mark.parametrize(("gap", "container"), [(430, 2), (600, 1)])
def test_what_lies_between_headline_and_text_counts_against_it(even, gap, container):
    blocks = [text(40, container=1), block("街" * gap, links=0.6), *[text(40, container=2)] * 3]
    assert best(*blocks) == container


@pytest.mark.parametrize(("mass", "names", "container"), [(110, BAD, 1), (170, BAD, 2), (40, GOOD, 2), (24, GOOD, 1)])
def test_the_name_of_an_element_is_evidence_beside_its_text(even, mass, names, container):
    assert best(text(40, container=1), text(mass, container=2, names=names)) == container


@pytest.mark.parametrize(("before", "container"), [(100, 2), (130, 1)])
def test_the_names_of_the_nearest_elements_count(even, before, container):
    assert best(text(40, container=1), text(40, container=2, names="x" * before + GOOD)) == container


@pytest.mark.parametrize(("mass", "container"), [(22, 2), (44, 1)])
def test_elements_are_weighed_by_what_they_say_where_one_is_hardly_better(monkeypatch, mass, container):
    monkeypatch.setattr(find_report, "report_share", lambda _, members, __: 0.01 if len(members) > 1 else 1.0)
    assert best(text(mass, container=1), *[text(100, container=2)] * 4) == container


@pytest.mark.parametrize(("paragraphs", "container"), [(4, 1), (7, 2)])
def test_barriers_before_a_text_count_together_up_to_a_bound(even, paragraphs, container):
    barriers = [block("我市举行活动", tag="h1")] * 3
    assert best(text(40, container=1), *barriers, *[text(390, container=2)] * paragraphs) == container


# ------------------------------------------------------------------------------------------------------------------------- pairs


@pytest.mark.parametrize(("letters", "agrees"), [(10, False), (15, True)])
def test_a_headline_after_most_of_the_text_is_believed_where_it_is_long(letters, agrees):
    title = EACH_ITS_OWN[200 : 200 + letters]
    blocks = [*[text(60, container=1)] * 2, block(title, tag="h1", container=2), *[text(60, container=2)] * 1]
    shown = page(*blocks, title=title)
    assert find_article(shown, Ground.of(shown)).agrees is agrees


def pair(monkeypatch, *, ahead: float, head: str = "", mass: int = 40, worded: float = 0.0) -> bool:
    """Whether the text under a heading is chosen against the longest of the page, whose headline is ``ahead`` by its signs."""
    heading = "志愿者走进小区清理楼道"
    blocks = [block("街道办事处举行活动"), text(40, container=1), block(heading, tag="h1"), text(40, container=2)]
    shown = page(*blocks, title=head)
    longest, other = Span((1,), 0, 40), Span((3,), 0, mass)
    monkeypatch.setattr(find_report, "find_span", lambda *_: other)
    monkeypatch.setattr(find_report, "report_odds", lambda _, members: worded if members == (3,) else 0.0)
    scores = {1: (0, ahead), 3: (2, 0.0)}
    monkeypatch.setattr(find_report, "choose_headline", lambda _, first: Choice(*scores[first], 0.0, {}, {}))
    return _best_pair(shown, Ground.of(shown), longest)[1] is other


@pytest.mark.parametrize(("ahead", "chosen"), [(3.5, True), (4.5, False)])
def test_what_a_headline_has_of_the_head_counts_beside_its_signs(monkeypatch, ahead, chosen):
    assert pair(monkeypatch, ahead=ahead, head="志愿者走进小区清理楼道") is chosen


@pytest.mark.parametrize(("ahead", "chosen"), [(2.5, True), (3.5, False)])
def test_the_wording_of_a_text_counts_beside_the_signs_of_its_headline(monkeypatch, ahead, chosen):
    assert pair(monkeypatch, ahead=ahead, worded=10.0) is chosen


@pytest.mark.parametrize(("ahead", "chosen"), [(0.9, True), (1.2, False)])
def test_the_length_of_a_text_counts_by_its_logarithm(monkeypatch, ahead, chosen):
    assert pair(monkeypatch, ahead=ahead, mass=round(40 * math.e)) is chosen


@pytest.mark.parametrize(("headings", "tried"), [(6, 6), (12, 8)])
def test_so_many_headings_are_tried(monkeypatch, headings, tried):
    asked = []
    monkeypatch.setattr(find_report, "find_span", lambda _, n: asked.append(n))
    shown = page(text(40), *[block("志愿者走进小区", tag="h2")] * headings)
    _best_pair(shown, Ground.of(shown), Span((0,), 0, 40))
    assert len(asked) == tried


# ------------------------------------------------------------------------------------------------------------- around the element


@pytest.mark.parametrize(("levels", "found"), [(15, [0, 1]), (25, [0])])
def test_the_text_is_sought_so_many_elements_outward(levels, found):
    blocks = [block(TEXT, container=levels, element=levels), block(OTHER, container=1, element=1)]
    shown = page(*blocks)
    shown.parents = [max(n - 1, 0) for n in range(levels + 1)]
    assert _widen(Ground.of(shown), levels, [0], [0, 1], None)[1] == found


@pytest.mark.parametrize(("mass", "near"), [(30, False), (50, True)])
def test_a_short_text_above_is_a_notice(mass, near):
    assert _is_near(ground(text(mass, container=1), block(TEXT, container=2), block(OTHER, container=2)), [1, 2], 0) is near


@pytest.mark.parametrize(("length", "another"), [(6, False), (10, True)])
def test_the_linked_headline_of_an_abstract_has_a_length(length, another):
    assert _begins_another(block("街" * length, links=1.0)) is another


@pytest.mark.parametrize(("length", "another"), [(50, True), (75, False)])
def test_who_wrote_a_comment_and_when_is_a_short_line(length, another):
    line = "网友 2023-04-10 10:20 浏览："
    assert _begins_another(block(line + " " * (length - len(line) - 1) + "1")) is another


@pytest.mark.parametrize(("length", "ends"), [(180, True), (230, False)])
def test_a_line_that_ends_the_report_by_its_form_has_a_length(length, ends):
    assert ends_report(block(("免责声明：" + THIRD * 10)[:length])) is ends
