"""What two texts share has classes, with a bound between each two of them; and how much of a text is compared."""

import pytest

from newsbot.page import cohesion
from newsbot.page.cohesion import belongs_odds, cohesion_signs, pairs_of
from newsbot.words import pair_key

EACH_ITS_OWN = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
"""Han of which no two stand together twice."""


def shared(mine: int, rest: int, both: int) -> tuple[str, str]:
    """The classes of what a line of ``mine`` pairs shares with a text of ``rest`` pairs, ``both`` of them the line's own."""
    text = {pair_key(EACH_ITS_OWN[n : n + 2]) for n in range(both)} | set(range(rest - both))
    signs = [sign for sign in cohesion_signs([EACH_ITS_OWN[: mine + 1]], text, frozenset()) if sign.startswith("shared")]
    return signs[0], signs[1]


@pytest.mark.parametrize(
    ("both", "class_"),
    [(19, 0), (21, 1), (39, 1), (41, 2), (59, 2), (61, 3), (79, 3), (81, 4), (99, 4), (101, 5), (119, 5), (121, 6), (149, 6), (151, 7),
     (199, 7), (201, 8), (299, 8), (301, 9)],
)  # fmt: skip
def test_what_lines_share_has_classes_of_the_shorter_text(both, class_, monkeypatch):
    monkeypatch.setattr(cohesion, "MAX_COMPARED_LINE_CHARS", 2000)
    assert shared(1000, 1200, both)[0] == f"shared {class_}"
    assert shared(1200, 1000, both)[0] == f"shared {class_}"


@pytest.mark.parametrize(("rest", "class_"), [(249, 0), (251, 1), (499, 1), (501, 2), (999, 2), (1001, 3), (1999, 3), (2001, 4)])
def test_the_longer_text_has_classes_of_size(rest, class_):
    assert shared(100, rest, 0)[1] == f"shared 0 of {class_}"


@pytest.mark.parametrize(("length", "class_"), [(19, 0), (21, 1), (39, 1), (41, 2), (79, 2), (81, 3), (159, 3), (161, 4)])
def test_lines_have_classes_of_length(length, class_):
    assert f"length {class_}" in cohesion_signs([EACH_ITS_OWN[: length // 2], EACH_ITS_OWN[length // 2 : length]], frozenset(), frozenset())


@pytest.mark.parametrize(
    ("odds", "class_"), [(-5.1, 0), (-4.9, 1), (-3.1, 1), (-2.9, 2), (-1.1, 2), (-0.9, 3), (0.9, 3), (1.1, 4), (2.9, 4), (3.1, 5)]
)
def test_wording_has_classes_by_the_mean_of_the_lines(odds, class_, monkeypatch):
    monkeypatch.setattr(cohesion, "furniture_odds", {"街道": odds - 1, "社区": odds + 1}.get)
    assert f"furniture {class_}" in cohesion_signs(["街道", "社区"], frozenset(), frozenset())


@pytest.mark.parametrize(("named", "class_"), [(0, 0), (2, 1), (14, 1), (16, 2), (29, 2), (31, 3), (49, 3), (51, 4)])
def test_what_lines_have_of_the_headline_has_classes(named, class_):
    title = {pair_key(EACH_ITS_OWN[n : n + 2]) for n in range(named)} | set(range(100 - named))
    assert f"named {class_}" in cohesion_signs([EACH_ITS_OWN[:100]], frozenset(), title)


def test_without_a_headline_nothing_is_said_of_it():
    assert not [sign for sign in cohesion_signs(["街道"], frozenset(), frozenset()) if sign.startswith("named")]


def test_so_many_lines_are_compared_and_so_much_of_each():
    assert len(pairs_of(EACH_ITS_OWN[3 * n : 3 * n + 2] for n in range(100))) == 40
    assert len(pairs_of([EACH_ITS_OWN[:1000]])) == 799


def test_lines_belong_by_the_sum_of_what_their_signs_weigh():
    text = "四月十日上午，槐荫街道组织六十名志愿者清理清水河的河道，两岸居民自发加入，半天捞起水草和垃圾两吨多。"
    own = "清水河穿过槐荫街道的四个社区，河道两岸住着一万多名居民。过去河里漂着垃圾，夏天的气味让居民不敢开窗。"
    other = "装修旺季送好礼，整屋地板买一平送一平，预约上门测量再减五百元，老客户介绍新客户双方各得购物卡一张。"
    rest, title = pairs_of([text]), pairs_of(["槐荫街道志愿者清理河道"])
    assert belongs_odds([own], rest, title) > 2
    assert belongs_odds([other], rest, title) < -2
