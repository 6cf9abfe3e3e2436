"""Which wording was first, which copy stands, what is a part of a page: thresholds at their own value and beside it."""

from typing import Any

import pytest

from newsbot.reposts.choice import Contender, choose, copy_kind
from newsbot.reposts.clusters import Holds, _evidence, _is_held, _is_part, _likeness, _one_title, both_ways, clusters, headlines
from newsbot.reposts.fingerprints import pieces
from newsbot.reposts.members import Member
from newsbot.reposts.relations import Relation
from newsbot.reposts.wording import differing, fluency, reworded
from tests.reposts.made_texts import han

B = han(20, 1)


# ------------------------------------------------------------------------------------------------------------------------ wording


def test_wordings_differ_by_density_and_by_how_likely_they_are():
    def near(density: float) -> Any:
        return both_ways([(1, 2, Relation(0.9, 0.9, density, (0, 90), (0, 90)))])

    assert differing([1, 2], near(0.84)) == {1, 2}
    assert differing([1, 2], near(0.85)) == set()
    assert reworded({1: -6.0, 2: -5.94}, near(0.5)) == {1}
    assert reworded({1: -6.0, 2: -5.96}, near(0.5)) == set()


def test_the_wording_of_so_much_of_a_text_is_judged():
    long = "志愿者开展环境整治活动" * 200
    assert fluency(long[:1500] + han(400)) == fluency(long[:1500])
    assert fluency(long[:1400] + han(100)) != fluency(long[:1500])


# ------------------------------------------------------------------------------------------------------------------------- choice


def contender(page: int) -> Contender:
    return Contender(page, f"http://{page:03}.example/", f"{page:03}.example", None, None, spun=False, canonical=None, damaged=False)


@pytest.mark.parametrize(
    ("held", "reason", "given"),
    [
        (0.24, "is more than a scrap", True),
        (0.25, "is more than a scrap", False),
        (0.59, "holds the whole report", True),
        (0.60, "holds the whole report", False),
    ],
)
def test_a_copy_that_holds_little_of_the_others_stands_back(held, reason, given):
    near = both_ways([(1, 2, Relation(1.0, held, 1.0, (0, 90), (0, 90)))])
    assert (choose([contender(1), contender(2)], near)[1][0] == reason) is given


@pytest.mark.parametrize(
    ("share", "other", "density", "kind"),
    [
        (0.98, 0.98, 0.98, "same"),
        (0.97, 0.98, 0.98, "mirror"),
        (0.98, 0.98, 0.97, "mirror"),
        (0.75, 1.0, 0.9, "mirror"),
        (0.74, 1.0, 0.9, "excerpt"),
        (0.9, 0.9, 0.54, "rewrite"),
        (0.9, 0.9, 0.55, "mirror"),
    ],
)
def test_kinds_of_copies(share, other, density, kind):
    assert copy_kind(Relation(share, other, density, (0, 90), (0, 90)), digest=False, worse_worded=False) == kind


# ----------------------------------------------------------------------------------------------------------------------- clusters


def part(share: float = 0.5, other: float = 1.0, *spans: tuple[int, int]) -> Relation:
    return Relation(share, other, 1.0, spans[0] if spans else (0, 90), (0, 90), spans if len(spans) > 1 else ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (part(0.89), part(0.9)),
        (part(0.5, 1.0, (0, 20)), part(0.5, 1.0, (0, 19))),
        (part(0.5, 1.0, (0, 70), (80, 95), (100, 115)), part(0.5, 1.0, (0, 69), (80, 95), (100, 116))),
    ],
    ids=["not all", "solid", "mostly solid"],
)
def test_a_part_of_a_page(one, other):
    assert _is_part(one)
    assert not _is_part(other)


@pytest.mark.parametrize(("shared", "held"), [(0.6, True), (0.59, False)])
def test_a_part_is_held_by_another_site_as_a_whole(shared, held):
    pages = {number: Member(f"http://{number}.example/", site=f"{number}.example") for number in (1, 2, 9)}
    near = both_ways([(1, 2, part(1.0, shared)), (1, 9, part(1.0, 0.3))])
    assert _is_held(1, 9, pages, near) is held


def digest(second: tuple[int, int], share: float = 0.45) -> list[list[int]]:
    """Clusters of a page and two unrelated reports in it, the first at (0, 100)."""
    titles = {1: "街道组织志愿活动", 2: "小区安装充电桩", 9: ""}
    pages = {number: Member(f"http://{number}.example/", title) for number, title in titles.items()}
    near = both_ways([(9, 1, part(share, 1.0, (0, 100))), (9, 2, part(share, 1.0, second))])
    return [cluster.pages for cluster in clusters(pages, near)]


def test_parts_lie_beside_each_other():
    assert digest((70, 170)) == [[1], [2]]
    assert len(digest((69, 169))) == 1


def test_a_page_of_which_much_is_unexplained_stands_for_itself_too():
    assert digest((200, 300), 0.375) == [[1], [2]]
    assert digest((200, 300), 0.37) == [[1], [2], [9]]


@pytest.mark.parametrize(
    ("seen", "held", "holds"),
    [
        (1, 0.3, Holds.SEVERAL),
        (1, 0.29, Holds.PERHAPS),
        (2, 0.75, Holds.SEVERAL),
        (2, 0.74, Holds.PERHAPS),
        (2, 0.1, Holds.PERHAPS),
        (3, 0.75, Holds.PERHAPS),
        (3, 0.74, Holds.PERHAPS),
        (3, 0.1, Holds.PERHAPS),
    ],
    ids=[
        "an older page holds enough of",
        "too little",
        "one of its age holds all of",
        "a part of",
        "hardly any of",
        "all of newer ones",
        "a part of newer ones",
        "hardly any of newer ones",
    ],
)
def test_how_much_of_two_reports_a_page_must_hold_to_be_a_page_of_both(seen, held, holds):
    pages = {number: Member(f"http://{number}.example/", han(12, number), seen=seen if number < 9 else 2) for number in (1, 2, 9)}
    near = both_ways([(9, number, part(0.5, held)) for number in (1, 2)])
    assert _evidence(9, 1, 2, pages, near) is holds


@pytest.mark.parametrize(("same", "inside"), [(9, Holds.SEVERAL), (8, Holds.PERHAPS)])
def test_the_title_of_a_part_stands_in_the_page(same, inside):
    lines = (han(12, 1), han(12, 2)[:same] + han(10, 4))
    pages = {
        9: Member("http://9.example/", han(12, 3), lines, seen=1),
        1: Member("http://1.example/", han(12, 1), seen=2),
        2: Member("http://2.example/", han(12, 2), seen=2),
    }
    assert _evidence(9, 1, 2, pages, both_ways([(9, 1, part()), (9, 2, part())])) is inside


def test_titles_of_a_template_are_not_one():
    assert _one_title(han(22), han(19) + han(9, 2))
    assert not _one_title(han(22), han(18) + han(9, 2))
    assert not _one_title(han(22), han(22)[::-1])
    assert _one_title(han(6), han(6) + B)
    assert not _one_title(han(5), han(5) + B)


def test_a_title_of_few_pieces_says_nothing():
    assert _likeness(pieces(han(5), 3), pieces(han(5), 3)) == 1
    assert _likeness(pieces(han(4), 3), pieces(han(4), 3)) == 0


def test_lines_that_may_be_headlines():
    body = [han(length, part) for part, length in enumerate((5, 6, 60, 61))]
    assert headlines(body) == (body[1], body[2])
