"""Pages that hold several reports one after the other, and what they were strung together from or cut into."""

import pytest

from newsbot.reposts.members import Member
from newsbot.reposts.relations import Relation
from newsbot.reposts.trust import Trust
from tests.reposts.test_clusters import Edge, edge, found


def strung(*titles: str, share: float = 0.3, page: dict[str, object], part: dict[str, object]) -> list[tuple[list[int], list[int]]]:
    """What becomes of page 9, which holds unrelated pages one after the other."""
    pages = {number: Member(f"http://{number:03}.example/", title, **part) for number, title in enumerate(titles, 1)}  # type: ignore[arg-type]
    pages[9] = Member("http://009.example/", **page)  # type: ignore[arg-type]
    length = int(900 * share)
    return found(pages, *(edge(9, n, share, 1.0, at=(length * (n - 1), length * n)) for n in range(1, len(titles) + 1)))


REPORTS = ("街道组织志愿活动", "小区安装充电桩", "市民广场今日开放")


def test_reports_strung_together_without_headlines_are_not_merged() -> None:
    apart = [([1], [9]), ([2], [9]), ([3], [9])]
    assert strung(*REPORTS, page={"title": "热点速览大全", "seen": 2}, part={"seen": 1}) == apart
    assert strung(*REPORTS, page={"title": REPORTS[0], "seen": 2}, part={"seen": 1}) == apart
    assert strung(*REPORTS, page={"title": "热点速览大全"}, part={}) == apart
    assert strung("", "", "", page={"title": "热点速览大全", "seen": 2}, part={"seen": 1}) == apart


def halves(page: int, part: int, at: tuple[int, int], in_part: tuple[int, int]) -> Edge:
    """Half of a page is half of another."""
    return page, part, Relation(0.5, 0.5, 1.0, at, in_part)


def test_of_pages_with_half_of_each_of_two_others_nobody_loses_a_row_and_copies_stay_together() -> None:
    titles = {1: REPORTS[0], 2: REPORTS[0], 3: REPORTS[1], 8: "热点速览大全", 9: "三项实事办到家门口"}
    pages = {number: Member(f"http://{number:03}.example/", title) for number, title in titles.items()}
    first, second = (0, 450), (450, 900)
    edges = [
        edge(1, 2, 0.9, 0.9),
        *(halves(8, report, at, first) for report, at in ((1, first), (2, first), (3, second))),
        *(halves(9, report, at, second) for report, at in ((1, first), (2, first), (3, second))),
    ]
    rows = found(pages, *edges)
    assert [row for row, _ in rows] == [[1, 2], [3], [8], [9]]


def test_a_page_of_two_reports_under_the_title_of_one_takes_no_row_and_keeps_its_own() -> None:
    assert strung(*REPORTS[:2], share=0.5, page={"title": REPORTS[0]}, part={}) == [([1], [9]), ([2], [9]), ([9], [])]


def test_parts_without_a_title_are_reports_where_another_site_has_them_too() -> None:
    pages = {number: Member(f"http://{number:03}.example/", site=f"{number}.example") for number in (1, 2, 3, 4)}
    pages[9] = Member("http://009.example/", "热点速览大全", site="9.example")
    parts = edge(9, 1, 0.5, 1.0, at=(0, 450)), edge(9, 2, 0.5, 1.0, at=(450, 900))
    together = [*parts, edge(1, 3), edge(2, 4)]
    assert found(pages, *together) == [([1, 3], [9]), ([2, 4], [9])]
    assert ([1, 2, 9], []) in found(pages, *parts)


def test_pages_that_came_after_one_that_holds_them_have_rows_of_their_own_and_so_has_that() -> None:
    """They may have been cut from it, or be what it was strung together from: nobody can tell, so nobody's row is taken."""
    apart = [([1], [9]), ([2], [9]), ([3], [9]), ([9], [])]
    assert strung(*REPORTS, page={"title": "三项实事办到家门口", "seen": 1}, part={"seen": 2}) == apart
    assert strung(*REPORTS, page={"title": "三项实事办到家门口", "seen": 1, "born": 1}, part={"seen": 2}) == apart


def test_pieces_without_a_title_of_their_own_or_of_a_better_trusted_page_do_not_make_it_a_page_of_several() -> None:
    together: list[tuple[list[int], list[int]]] = [([1, 2, 3, 9], [])]
    assert strung("", "", "", page={"title": "三项实事办到家门口", "seen": 1}, part={"seen": 2}) == together
    assert (
        strung(*(f"{title}三项实事办到家门口" for title in REPORTS), page={"title": "三项实事办到家门口", "seen": 1}, part={"seen": 2})
        == together
    )
    better = {"title": "三项实事办到家门口", "trust": Trust.OFFICIAL}
    assert strung(*REPORTS, page=better, part={}) == together


@pytest.mark.parametrize(
    ("titles", "held", "rows"),
    [
        ((REPORTS[0], REPORTS[1]), (0.5, 0.5), 3),
        (("", ""), (0.5, 0.5), 3),
        (("三项实事办到家门口", REPORTS[1]), (0.5, 0.5), 3),
        (("三项实事办到家门口", REPORTS[1]), (1.0, 0.5), 3),
        (("三项实事办到家门口", REPORTS[1]), (0.5, 1.0), 1),
        (("", REPORTS[1]), (0.5, 1.0), 1),
    ],
    ids=["two titles", "none", "the page's", "a whole under the page's", "a piece under its own", "a piece, and no title"],
)
def test_what_came_after_a_page_that_holds_only_pieces_of_it_was_not_cut_from_it(
    titles: tuple[str, str], held: tuple[float, float], rows: int
) -> None:
    pages = {number: Member(f"http://{number:03}.example/", title, seen=2) for number, title in enumerate(titles, 1)}
    pages[9] = Member("http://009.example/", "三项实事办到家门口", seen=1)
    edges = [edge(9, number, 0.5, part, at=(450 * (number - 1), 450 * number)) for number, part in enumerate(held, 1)]
    assert len(found(pages, *edges)) == rows


def test_of_two_parts_one_may_be_most_of_the_page() -> None:
    pages = {1: Member("http://001.example/", REPORTS[0]), 2: Member("http://002.example/", REPORTS[1])}
    pages[9] = Member("http://009.example/", "热点速览大全")
    edges = edge(9, 1, 0.8, 1.0, at=(0, 720)), edge(9, 2, 0.2, 1.0, at=(720, 900))
    assert found(pages, *edges) == [([1], [9]), ([2], [9])]


def test_of_pages_that_are_nearly_the_same_only_those_hold_a_report_that_have_it() -> None:
    """One of two pages of several lacks the report that the other ends with."""
    pages = {number: Member(f"http://{number:03}.example/", title) for number, title in enumerate(REPORTS, 1)}
    pages |= {number: Member(f"http://{number:03}.example/", f"热点速览大全{number}") for number in (8, 9)}
    parts = [(0, 450), (450, 840), (840, 900)]
    edges = [edge(9, number, (stop - start) / 900, 1.0, at=(start, stop)) for number, (start, stop) in enumerate(parts, 1)]
    edges += [edge(8, number, (stop - start) / 840, 1.0, at=(start, stop)) for number, (start, stop) in enumerate(parts[:2], 1)]
    assert found(pages, *edges, edge(9, 8, 0.93, 1.0)) == [([1], [8, 9]), ([2], [8, 9]), ([3], [9])]


def test_pieces_cut_under_its_own_subheads_do_not_take_the_place_of_a_report_that_is_older_or_more_trusted() -> None:
    page: dict[str, object] = {"title": "三项实事办到家门口", "headlines": REPORTS}
    apart = [([1], [9]), ([2], [9]), ([3], [9])]
    assert strung(*REPORTS, page={**page, "seen": 1}, part={"seen": 2}) == [*apart, ([9], [])]
    assert strung(*REPORTS, page={**page, "trust": Trust.OFFICIAL}, part={}) == [*apart, ([9], [])]
    assert strung(*REPORTS, page=page, part={}) == apart


def test_a_page_that_was_delivered_keeps_its_row_even_when_it_turns_out_to_hold_several() -> None:
    page = {"title": REPORTS[0], "seen": 2, "born": 2}
    assert strung(*REPORTS, page=page, part={"seen": 1}) == [([1], [9]), ([2], [9]), ([3], [9]), ([9], [])]
