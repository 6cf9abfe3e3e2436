"""From pairs to reports: stars, never chains; pages of several reports tied to each part without joining them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.reposts.choice import Contender, choose, copy_kind, sites_of
from newsbot.reposts.clusters import Cluster, both_ways, clusters, headlines
from newsbot.reposts.members import Member
from newsbot.reposts.relations import Relation
from newsbot.reposts.trust import Trust, trust_in
from newsbot.reposts.wording import differing, fluency, reworded
from newsbot.text.mojibake.language import in_news

Edge = tuple[int, int, Relation]


def edge(
    page: int, other: int, share: float = 1.0, other_share: float = 1.0, *, density: float = 1.0, at: tuple[int, int] = (0, 900)
) -> Edge:
    return page, other, Relation(share, other_share, density, at, (0, 900))


def members(*numbers: int, **titles: str) -> dict[int, Member]:
    return {number: Member(f"http://{number:03}.example/", titles.get(f"t{number}", "")) for number in numbers}


def found(pages: dict[int, Member], *edges: Edge) -> list[tuple[list[int], list[int]]]:
    return [(sorted(cluster.pages), cluster.digests) for cluster in clusters(pages, both_ways(edges))]


def test_copies_of_one_report_are_one_cluster_and_a_lone_page_is_its_own() -> None:
    assert found(members(1, 2, 3, 4), edge(1, 2), edge(1, 3), edge(2, 3)) == [([1, 2, 3], []), ([4], [])]


def test_a_quotation_does_not_pull_two_reports_together() -> None:
    """2 and 3 share a passage; their copies do not."""
    pages = members(1, 2, 3, 4)
    assert found(pages, edge(1, 2, 0.99, 0.99), edge(3, 4, 0.99, 0.99), edge(2, 3, 0.4, 0.4)) == [([1, 2], []), ([3, 4], [])]


@pytest.mark.parametrize(
    ("share", "density", "titles", "rows"),
    [
        (0.45, 0.95, ("某街道组织志愿者清理楼道", "某县召开防汛工作调度会议"), 2),
        (0.59, 0.95, ("某街道组织志愿者清理楼道", "某县召开防汛工作调度会议"), 2),
        (0.6, 0.95, ("某街道组织志愿者清理楼道", "某县召开防汛工作调度会议"), 1),
        (0.45, 0.4, ("某街道组织志愿者清理楼道", "某县召开防汛工作调度会议"), 1),
        (0.45, 0.95, ("某街道组织志愿者清理楼道", "快讯某街道组织志愿者清理楼道"), 1),
        (0.45, 0.95, ("某街道组织志愿者清理楼道", "今日快讯"), 1),
        (0.45, 0.95, ("某街道组织志愿者清理楼道", ""), 1),
    ],
    ids=["each mostly of its own", "each much else", "one mostly common", "reworded", "one title", "a title that says nothing", "no title"],
)
def test_pages_that_are_mostly_something_else_are_no_copies(share: float, density: float, titles: tuple[str, str], rows: int) -> None:
    """A page with a piece of each of several reports takes nobody's row, though it is related to one."""
    one, other = titles
    assert len(found(members(1, 2, t1=one, t2=other), edge(1, 2, 0.3, share, density=density))) == rows


def test_halves_of_a_cut_report_meet_in_the_whole() -> None:
    first, second = edge(1, 2, 0.5, 1.0, at=(0, 450)), edge(1, 3, 0.5, 1.0, at=(450, 900))
    assert found(members(1, 2, 3), first, second) == [([1, 2, 3], [])]


@pytest.mark.parametrize(
    ("titles", "share", "rows"),
    [
        (["街道组织志愿活动"] * 7, 1.0, 1),
        (["街道组织志愿活动"] * 4 + ["快讯街道组织志愿活动", "街道组织志愿活动一览", "街道组织志愿活动"], 1.0, 1),
        (["街道组织志愿活动"] * 4 + ["小区安装充电桩啦"] * 3, 1.0, 3),
        (["街道组织志愿活动"] * 7, 0.7, 2),
    ],
)
def test_pieces_of_a_report_that_are_nearer_to_each_other_are_of_it_under_its_title(titles: list[str], share: float, rows: int) -> None:
    """1 is the whole; 2, 3 and 4 are pieces of its one end, 5, 6 and 7 of the other, and its hub is one of these.

    Where the other end stands under another title the whole may as well be somebody's who strung two reports together: all three stay.
    """
    pages = {number: Member(f"http://{number:03}.example/", title) for number, title in enumerate(titles, 1)}
    ends = [edge(one, other, 0.8, 0.8) for end in ((2, 3, 4), (5, 6, 7)) for one in end for other in end if one < other]
    pieces = [edge(1, piece, 0.3, share, at=(0, 450) if piece < 5 else (450, 900)) for piece in range(2, 8)]
    assert len(found(pages, *ends, *pieces)) == rows


def test_a_spun_copy_that_misses_the_hub_but_has_half_of_the_others_belongs() -> None:
    alike = [edge(one, other) for one in range(1, 5) for other in range(one + 1, 5)]
    assert found(members(1, 2, 3, 4, 9), *alike, edge(2, 9, 0.5, 0.5), edge(3, 9, 0.5, 0.5)) == [([1, 2, 3, 4, 9], [])]


def test_a_page_of_two_reports_is_a_copy_of_each_and_joins_none() -> None:
    pages = members(1, 2, 3, 4, t1="街道组织志愿活动", t2="街道组织志愿活动", t3="小区安装充电桩", t4="小区安装充电桩")
    pages[9] = Member("http://009.example/", "快讯街道组织志愿活动", ("小区安装充电桩",))
    parts = [edge(9, part, 0.5, 1.0, at=(0, 450)) for part in (1, 2)] + [edge(9, part, 0.5, 1.0, at=(450, 900)) for part in (3, 4)]
    assert found(pages, edge(1, 2), edge(3, 4), *parts) == [([1, 2], [9]), ([3, 4], [9])]


def test_the_parts_of_a_page_may_have_titles_from_one_template() -> None:
    titles = {1: "东林社区的幸福密码", 2: "西桥社区的幸福密码", 3: "南屏社区的幸福密码"}
    pages = {number: Member(f"http://{number:03}.example/", title) for number, title in titles.items()}
    pages[9] = Member("http://009.example/", titles[1], (titles[2], titles[3]))
    parts = [edge(9, part, 0.33, 1.0, at=(300 * (part - 1), 300 * part)) for part in (1, 2, 3)]
    assert found(pages, *parts) == [([1], [9]), ([2], [9]), ([3], [9])]


def test_a_report_that_is_here_and_there_on_a_page_does_not_tie_its_parts_together() -> None:
    pages = members(1, 2, 5, t1="街道组织志愿活动", t2="小区安装充电桩", t5="本周要闻一览")
    pages[9] = Member("http://009.example/", "街道组织志愿活动", ("小区安装充电桩",))
    parts = [edge(9, 1, 0.5, 1.0, at=(0, 450)), edge(9, 2, 0.5, 1.0, at=(450, 900)), edge(9, 5, 0.2, 0.7, at=(10, 890))]
    assert [(cluster, digests) for cluster, digests in found(pages, *parts) if 5 not in cluster] == [([1], [9]), ([2], [9])]


def test_a_page_with_a_report_that_nobody_else_has_also_stands_for_itself() -> None:
    pages = members(1, 2, 3, 4, t1="街道组织志愿活动", t2="街道组织志愿活动", t3="小区安装充电桩", t4="小区安装充电桩")
    pages[9] = Member("http://009.example/", "快讯街道组织志愿活动", ("小区安装充电桩",))
    parts = [edge(9, part, 0.3, 1.0, at=(0, 270)) for part in (1, 2)] + [edge(9, part, 0.3, 1.0, at=(270, 540)) for part in (3, 4)]
    assert ([9], []) in found(pages, edge(1, 2), edge(3, 4), *parts)


def test_two_pages_of_several_reports_do_not_hide_each_other() -> None:
    pages = members(1, 2, t1="街道组织志愿活动", t2="小区安装充电桩")
    pages[8] = Member("http://008.example/", "街道组织志愿活动", ("小区安装充电桩",))
    pages[9] = Member("http://009.example/", "小区安装充电桩", ("街道组织志愿活动",))
    edges = [
        edge(8, 1, 0.5, 1.0, at=(0, 450)),
        edge(8, 2, 0.5, 1.0, at=(450, 900)),
        edge(9, 1, 0.4, 1.0, at=(540, 900)),
        edge(9, 2, 0.4, 1.0, at=(0, 360)),
        (8, 9, Relation(1.0, 0.7, 1.0, (0, 900), (0, 900))),
    ]
    assert found(pages, *edges) == [([1], [8, 9]), ([2], [8, 9])]


def test_two_delivered_reports_are_one_only_when_their_own_pages_agree() -> None:
    pages = members(3) | {number: Member(f"http://{number:03}.example/", born=number) for number in (1, 2)}
    whole = edge(3, 1, 0.5, 1.0, at=(0, 450)), edge(3, 2, 0.5, 1.0, at=(450, 900))
    assert found(pages, *whole) == [([1, 3], []), ([2], [])]
    assert found(pages, *whole, edge(1, 2, 0.6, 0.6)) == [([1, 2, 3], [])]


relations = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(0.3, 1), st.floats(0.3, 1)).filter(lambda drawn: drawn[0] != drawn[1]),
    max_size=20,
)


@given(relations, st.permutations(range(8)))
def test_every_page_is_in_one_report_whatever_the_numbers_of_the_pages(
    drawn: list[tuple[int, int, float, float]], order: list[int]
) -> None:
    def settled(numbers: list[int]) -> set[tuple[str, ...]]:
        pages = {numbers[place]: Member(f"http://{place}.example/") for place in range(8)}
        edges = {(one, other): edge(numbers[one], numbers[other], share, back) for one, other, share, back in drawn if one < other}
        return {tuple(sorted(pages[page].address for page in cluster.pages)) for cluster in clusters(pages, both_ways(edges.values()))}

    once = settled(list(range(8)))
    assert sorted(address for cluster in once for address in cluster) == [f"http://{place}.example/" for place in range(8)]
    assert settled(order) == once


def test_headlines_are_short_lines() -> None:
    assert headlines(["小区安装充电桩", "好。", "这是一个很长的段落，" * 10]) == ("小区安装充电桩",)


# ---------------------------------------------------------------------------------------------------------------- choice


def contender(page: int, **values: object) -> Contender:
    plain: dict[str, object] = {"address": f"http://{page}.example/", "site": f"{page}.example", "source": None, "date": None}
    return Contender(page=page, **{**plain, "canonical": None, "spun": False, "damaged": False, **values})  # type: ignore[arg-type]


def chosen(*contenders: Contender, edges: tuple[Edge, ...] = (), worse: frozenset[int] = frozenset()) -> tuple[int, list[str]]:
    pages = [one.page for one in contenders]
    whole = edges or tuple(edge(one, other) for one in pages for other in pages if one < other)
    return choose(contenders, both_ways(whole), worse)


def test_the_site_of_the_medium_credited_stands_for_the_report() -> None:
    mirror = contender(1, source="人民网-湖南频道", date="2024-01-01")
    original = contender(2, site="people.com.cn", date="2024-01-02")
    assert chosen(mirror, original) == (2, ["stands on the site of the medium credited"])


def test_the_copy_that_another_site_names_as_canonical_stands_first() -> None:
    mirror = contender(1, date="2024-01-01", seen=2, canonical="http://2.example/")
    assert chosen(mirror, contender(3, seen=1), contender(2, date="2024-01-02", seen=1))[1] == [
        "was seen in an earlier run",
        "is named as canonical by a copy on another site",
    ]


def test_a_canonical_address_counts_only_where_its_target_is_older_or_more_trusted_by_itself() -> None:
    forged = contender(2, date="2024-01-01"), contender(4, date="2024-01-01", canonical="http://2.example/")
    assert chosen(contender(1, source="人民网", site="people.com.cn", trust=Trust.OFFICIAL), *forged)[0] == 1
    assert chosen(contender(3, date="2024-01-02"), contender(1, date="2023-01-01"), *forged)[1] == ["states the earliest time"]


def test_no_page_raises_itself_by_what_it_says() -> None:
    paper = contender(5, date="2024-05-02", seen=1)
    assert chosen(paper, contender(1, date="2020-01-01", source="人民网", seen=2)) == (5, ["was seen in an earlier run"])
    authority = contender(5, site="hunan.gov.cn", trust=Trust.OFFICIAL, seen=2)
    assert chosen(authority, contender(1, date="2020-01-01", seen=1)) == (5, ["stands on the site of an authority or a medium"])
    declared = contender(6, trust=Trust.DECLARED, seen=2)
    assert chosen(authority, declared) == (6, ["is found by a declared source"])


def test_a_page_that_says_something_else_than_an_older_one_does_not_stand_for_the_report() -> None:
    other = (1, 5, Relation(1.0, 1.0, 0.98, (0, 900), (0, 900), conflicts=2))
    paper, forged = contender(5, damaged=True, seen=1), contender(1, seen=2)
    assert chosen(paper, forged, edges=(other,)) == (5, ["says nothing else than an older or more trusted copy"])
    assert chosen(paper, forged) == (1, ["is undamaged"])
    night = [contender(number, seen=1) for number in (1, 2, 3)]
    edges = tuple((1, number, Relation(1.0, 1.0, 0.98, (0, 900), (0, 900), conflicts=1)) for number in (2, 3))
    assert chosen(*night, edges=(*edges, edge(2, 3))) == (2, ["says what most sites say", "has the smallest address"])


def test_what_was_added_to_a_report_later_does_not_make_it_incomplete() -> None:
    longer = edge(1, 5, 0.5, 1.0)
    assert chosen(contender(5, seen=1), contender(1, seen=2), edges=(longer,)) == (5, ["was seen in an earlier run"])
    assert chosen(contender(5, seen=1), contender(1, seen=1), edges=(longer,)) == (1, ["holds the whole report"])


def test_of_two_copies_the_one_whose_certificate_holds_stands() -> None:
    assert chosen(contender(1, unverified=True), contender(2)) == (2, ["came with a certificate that holds"])


def test_what_a_site_says_of_its_own_pages_does_not_raise_them_above_others() -> None:
    page, print_version = contender(2, site="farm.example"), contender(1, site="farm.example", canonical="http://2.example/")
    original = contender(3, date="2024-01-01")
    assert chosen(page, print_version, original) == (3, ["states the earliest time"])


def test_a_page_that_names_itself_a_stranger_or_a_circle_as_canonical_gains_nothing() -> None:
    earlier = contender(9, date="2024-01-01")
    assert chosen(contender(1, canonical="http://1.example/"), earlier)[0] == 9
    assert chosen(contender(1, canonical="http://elsewhere.example/"), earlier)[0] == 9
    circle = contender(1, canonical="http://2.example/"), contender(2, canonical="http://1.example/")
    assert chosen(*circle, contender(3, canonical="http://2.example/"), earlier) == (9, ["states the earliest time"])


def test_reworded_and_damaged_copies_stand_back() -> None:
    assert chosen(contender(1, spun=True), contender(2)) == (2, ["is not reworded"])
    assert chosen(contender(1), contender(2), worse=frozenset({1})) == (2, ["is not reworded"])
    assert chosen(contender(1, damaged=True), contender(2)) == (2, ["is undamaged"])


def test_a_part_stands_back_for_the_whole_and_a_scrap_even_on_the_credited_site() -> None:
    assert chosen(contender(1), contender(2), edges=(edge(1, 2, 1.0, 0.4),)) == (2, ["holds the whole report"])
    scrap = contender(1, site="people.com.cn", source="人民网")
    assert chosen(scrap, contender(2), edges=(edge(1, 2, 1.0, 0.2),)) == (2, ["is more than a scrap"])


def test_of_equal_copies_the_earlier_time_then_the_credited_source_then_the_smaller_address() -> None:
    assert chosen(contender(1, date="2024-05-02"), contender(2, date="2024-05-01T09:00:00+08:00"))[0] == 2
    assert chosen(contender(1), contender(2, source="某县融媒体中心")) == (2, ["credits a source"])
    assert chosen(contender(2), contender(1)) == (1, ["has the smallest address"])
    assert chosen(contender(5)) == (5, ["the only copy"])


@pytest.mark.parametrize(
    ("site", "declared", "trust"),
    [
        ("hunan.gov.cn", False, Trust.OFFICIAL),
        ("gov.cn", False, Trust.OFFICIAL),
        ("people.com.cn", False, Trust.OFFICIAL),
        ("spamgov.cn", False, Trust.UNKNOWN),
        ("gov.cn.spam.net", False, Trust.UNKNOWN),
        ("sohu.com", False, Trust.UNKNOWN),
        ("smallpaper.com", True, Trust.DECLARED),
    ],
)
def test_where_a_page_stands_is_what_it_is_trusted_for(site: str, declared: bool, trust: Trust) -> None:  # noqa: FBT001
    assert trust_in(site, declared=declared) is trust


@pytest.mark.parametrize(
    ("credit", "site"),
    [("人民网-湖南频道", "people.com.cn"), ("新华社长沙4月10日电", "news.cn"), ("央视新闻客户端", "cctv.com"), ("红网时刻", "rednet.cn")],
)
def test_a_credit_leads_to_the_medium_s_site(credit: str, site: str) -> None:
    assert site in sites_of(credit)
    assert sites_of("某某自媒体") == sites_of(None) == ()


@pytest.mark.parametrize(
    ("relation", "kind"),
    [
        (Relation(1.0, 1.0, 1.0, (0, 9), (0, 9)), "same"),
        (Relation(1.0, 0.8, 1.0, (0, 9), (0, 9)), "mirror"),
        (Relation(0.4, 1.0, 1.0, (0, 9), (0, 9)), "excerpt"),
        (Relation(0.9, 0.9, 0.3, (0, 9), (0, 9)), "rewrite"),
    ],
)
def test_what_a_copy_is_to_the_chosen_one(relation: Relation, kind: str) -> None:
    assert copy_kind(relation, digest=False, worse_worded=False) == kind
    assert copy_kind(relation, digest=True, worse_worded=False) == "digest"


@pytest.mark.parametrize("text", ["", "志", "志愿", "志愿者", "志愿者开展12项活动a", "志愿者，开展12项「活動」ab"])
def test_a_wording_is_as_fluent_as_its_pairs_are_likely_on_the_whole(text: str) -> None:
    pairs = [in_news(before, after) for before, after in pairwise(text)]
    assert fluency(text) == sum(pairs) / max(1, len(pairs))


def test_the_likelier_wording_was_there_first() -> None:
    plain = "志愿者开展环境整治活动，引导居民养成良好的卫生习惯，共同维护社区环境。" * 3
    strange = "义士张开际遇整饬运动，导引居者豢养精良的整洁嗜好，联手护卫街坊境况。" * 3
    assert fluency(plain) > fluency(strange) + 0.5
    near = both_ways([edge(1, 2, density=0.4), edge(1, 3, density=0.97)])
    assert differing([1, 2, 3], near) == {1, 2}
    assert reworded({1: fluency(plain), 2: fluency(strange)}, near) == {2}


def test_a_cluster_names_its_hub_first() -> None:
    assert clusters(members(1, 2, 3), both_ways([edge(1, 2), edge(2, 3)])) == [Cluster([2, 1, 3])]


def test_what_is_written_fluently_afterwards_does_not_make_the_older_text_reworded() -> None:
    near = both_ways([(1, 2, Relation(0.9, 0.9, 0.6, (0, 90), (0, 90)))])
    assert reworded({1: -6.0, 2: -5.0}, near, {1: (3, 1), 2: (3, 2)}) == set()
    assert reworded({1: -6.0, 2: -5.0}, near, {1: (3, 2), 2: (3, 1)}) == {1}
    assert reworded({1: -6.0, 2: -5.0}, near, {1: (3, 1), 2: (2, 2)}) == {1}


def test_many_sites_that_contradict_an_older_copy_afterwards_do_not_count() -> None:
    said = Relation(0.9, 0.9, 0.9, (0, 90), (0, 90), conflicts=2)
    agrees = Relation(0.5, 1.0, 1.0, (0, 50), (0, 50))
    older = contender(1, seen=1, site="old.example")
    cut = contender(2, seen=2, site="cut.example")
    forged = [contender(page, seen=2, site=f"spam{page}.example") for page in range(3, 9)]
    edges = ((1, 2, agrees), *((1, copy.page, said) for copy in forged))
    assert chosen(older, cut, *forged, edges=edges)[0] == 1
