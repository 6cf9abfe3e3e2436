"""Copies that differ in one number: what a mirror sets, a figure that each of many changes, and the issues of a series."""

import pytest

from newsbot.reposts.clusters import both_ways, clusters
from newsbot.reposts.fingerprints import Text
from newsbot.reposts.lone_numbers import lone_number
from newsbot.reposts.members import Member
from newsbot.reposts.numbering import MANY_SITES
from newsbot.reposts.relations import Relation, relate
from newsbot.reposts.trust import Trust

TITLE = "护国街道：网格绘就文明底色"
PLAIN = [
    "护国街道坚持以党建为引领，组织志愿者走上街头开展文明劝导，营造人人参与的浓厚氛围。",
    "各社区依托新时代文明实践站，广泛宣传文明养犬、垃圾分类等知识，引导居民养成良好习惯。",
    "老党员带头清理楼道杂物，邻里之间互帮互助，小区环境焕然一新。",
]


@pytest.mark.parametrize(
    "paragraphs",
    [
        lambda n: [*PLAIN, f"（编号{n}）"],
        lambda n: [*PLAIN, f"浏览次数：{n}"],
        lambda n: [*PLAIN, str(n)],
        lambda n: [f"[{n}]", *PLAIN],
        lambda n: [*PLAIN[:-1], f"{PLAIN[-1]}{n}"],
        lambda n: [*PLAIN[:-1], f"{PLAIN[-1]}ID：{n}"],
        lambda n: [PLAIN[0], f"{PLAIN[1]}（{n}）", PLAIN[2]],
    ],
    ids=["label", "readers", "alone", "first", "glued", "id", "in the middle"],
)
def test_a_number_that_a_mirror_sets_says_nothing_against_a_copy(paragraphs):
    one, other = Text(TITLE, paragraphs("１234")), Text(TITLE, paragraphs("98765"))
    lone = lone_number(one, other)
    assert lone is not None
    assert (lone.kind, lone.length, lone.other_length) == ("mark", 4, 5)
    relation = relate(one, other)
    assert relation is not None
    assert not relation.doubtful
    assert relation.mutual > 0.8


def test_a_figure_that_differs_where_nothing_else_does_is_a_doubt():
    said = [Text(TITLE, [PLAIN[0], f"本周共清运垃圾{n}车，垃圾车次{n}全部登记在册。", *PLAIN[1:]]) for n in (12, 345)]
    lone = lone_number(*said)
    assert lone is not None
    assert (lone.kind, lone.length, lone.other_length) == ("figure", 4, 6)
    relation = relate(*said)
    assert relation is not None
    assert relation.doubtful


def test_several_figures_that_differ_where_nothing_else_does_are_a_doubt_whatever_the_numbers_alone_say():
    for figures in (("12", "13"), ("12", "13", "14", "15", "16")):
        said = [Text(TITLE, [*PLAIN, *(f"共清运{unit}{n}{add}车。" for unit, n in enumerate(figures))]) for add in ("", "7")]
        lone = lone_number(*said)
        assert lone is not None
        assert (lone.kind, lone.values, lone.length, lone.other_length) == ("figure", len(figures), 3 * len(figures), 4 * len(figures))
        relation = relate(*said)
        assert relation is not None
        assert (relation.doubtful, relation.conflicts) == (True, len(figures))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第12期", "第13期"),
        ("12期", "13期"),
        ("本周（4月1日）共检查商户", "本周（4月8日）共检查商户"),
        ("2022年活动", "2023年活动"),
        ("4月1日共清运12车", "4月8日共清运14车"),
        ("第十二次活动", "第十三次活动"),
    ],
)
def test_issues_days_and_years_tell_reports_apart(one, other):
    texts = Text(TITLE, [*PLAIN, f"{one}。"]), Text(TITLE, [*PLAIN, f"{other}。"])
    assert lone_number(*texts) is None
    assert relate(*texts) is None


def test_a_year_in_a_title_needs_no_word_for_it_and_a_year_in_brackets_is_no_mark():
    assert lone_number(Text("2022清河邻里文化节举行", PLAIN), Text("2023清河邻里文化节举行", PLAIN)) is None
    lone = lone_number(Text(TITLE, [*PLAIN, "（2022）"]), Text(TITLE, [*PLAIN, "（2023）"]))
    assert lone is not None
    assert lone.kind == "figure"
    assert lone_number(Text(TITLE, [*PLAIN, "共2022人参加"]), Text(TITLE, [*PLAIN, "共2023人参加"])) is not None


def family(pages, *, numbers=None, trust=Trust.UNKNOWN):
    """Clusters of pages on these sites, each with its number: its own, unless ``numbers`` says else."""
    numbers = numbers or range(len(pages))
    members = {page: Member(f"http://{site}/{page}", TITLE, site=site, trust=trust) for page, site in enumerate(pages, 1)}
    edges = []
    for page in members:
        for other in range(1, page):
            own = numbers[page - 1] == numbers[other - 1]
            edges.append((other, page, Relation(1.0, 1.0, 1.0, (0, 9), (0, 9), conflicts=int(not own), doubtful=not own)))
    return sorted(sorted(cluster.pages) for cluster in clusters(members, both_ways(edges)))


def sites(number):
    return [f"{place}.example" for place in range(number)]


def test_many_sites_with_a_number_each_have_one_report_few_have_a_series():
    assert family(sites(MANY_SITES)) == [list(range(1, MANY_SITES + 1))]
    assert len(family(sites(MANY_SITES - 1))) == MANY_SITES - 1
    assert len(family(sites(MANY_SITES), trust=Trust.OFFICIAL)) == MANY_SITES


def test_a_series_on_its_own_site_is_none_of_copies():
    assert len(family(["paper.example"] * 40)) == 40
    assert len(family(["paper.example"] * 5 + sites(8))) == 13
    assert family(sites(10) * 4) == [list(range(1, 41))]


def test_a_series_that_is_mirrored_everywhere_is_none_of_copies():
    issues, mirrors = 6, 10
    assert len(family(sites(mirrors) * issues, numbers=[issue for issue in range(issues) for _ in range(mirrors)])) == issues


def test_numbers_merge_no_two_reports_that_were_delivered():
    members = {
        page: Member(f"http://{site}/{page}", TITLE, site=site, born=page if page < 3 else 0) for page, site in enumerate(sites(20), 1)
    }
    edges = [
        (other, page, Relation(1.0, 1.0, 1.0, (0, 9), (0, 9), conflicts=1, doubtful=True)) for page in members for other in range(1, page)
    ]
    found = [set(cluster.pages) for cluster in clusters(members, both_ways(edges))]
    assert len(found) == 2
    assert not any({1, 2} <= cluster for cluster in found)
