"""Copies that differ in one number: what a mirror sets, a figure that each of many changes, and the issues of a series."""

import pytest

from newsbot.reposts.clusters import both_ways, clusters
from newsbot.reposts.fingerprints import Text
from newsbot.reposts.lone_numbers import lone_number
from newsbot.reposts.members import Member
from newsbot.reposts.numbering import ENOUGH_TO_OUTVOTE, MANY_SITES, TIMES_AS_COMMON, outvoted
from newsbot.reposts.relations import MOST_CHANGED, MOST_REWORDED, NumberDoubt, Relation, relate
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
        assert (relation.doubtful, relation.conflicts) == (NumberDoubt.NUMBERS, len(figures))


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
    relation = relate(*texts)
    assert relation is not None
    assert relation.doubtful is NumberDoubt.EDITS  # that many sites have the one, and hardly any the other, is all that makes it a copy


@pytest.mark.parametrize("title", ["{}清河邻里文化节举行", "清河街道{}年邻里文化节", "清河街道文明周报第{}期"])
def test_what_a_title_says_of_year_and_issue_leaves_no_doubt(title):
    texts = [Text(title.format(n), [*PLAIN, f"共有{n}人参加。"]) for n in (2022, 2023)]
    assert relate(*texts) is None


def changed(paragraphs, *edits):
    text = "\n".join(paragraphs)
    for before, after in edits:
        assert before in text
        text = text.replace(before, after, 1)
    return Text(TITLE, text.split("\n"))


def test_figures_and_characters_that_differ_here_and_there_are_a_doubt():
    more = "街道还邀请退休教师为孩子们讲述老城的故事，晚饭之后大家在广场上纳凉聊天，笑声不断，谁家有了难处都会有人上门搭一把手。"
    told = [*PLAIN, "本周平湖社区共清运垃圾42车，劝导违规停车17起。", "居民们纷纷点赞。", more]
    characters = [
        ("街头", "街水"),
        ("广泛", "广乏"),
        ("杂物", "杂牧"),
        ("纷纷", "分纷"),
        ("互助", "互且"),
        ("劝导，", "劝寻，"),
        ("依托", "衣托"),
    ]
    own = changed(told)
    for edits in ([("42", "72"), ("17", "11")], [("42", "4200"), *characters[:4]], [("42", "47"), *characters[:MOST_REWORDED]]):
        relation = relate(own, changed(told, *edits))
        assert relation is not None
        assert relation.doubtful is NumberDoubt.EDITS or len(edits) == 2  # numbers alone are that of another doubt
    assert relate(own, changed(told, ("42", "47"), *characters[: MOST_REWORDED + 1])) is None
    assert relate(own, changed(told, ("42", "47"), ("点赞", "点火"), ("平湖社区", "青石社区"))) is None  # another place
    assert (
        relate(
            own,
            changed(
                [
                    *told,
                    "这里又说了另外一番话，与前面并没有什么相干，只是把文章拉长。我们还要再添上几句，好让它比原来的多出三成，再说也就没有了。",
                ],
                ("42", "47"),
            ),
        )
        is None
    )
    many = [*PLAIN, "清运垃圾42车，劝导停车17起，走访18户，宣讲13场。居民们纷纷点赞。"]
    edits = [("42", "72"), ("17", "11"), ("18", "98"), ("13", "63")]
    for few in (MOST_CHANGED, MOST_CHANGED + 1):
        relation = relate(changed(many), changed(many, ("点赞", "点火"), *edits[:few]))
        assert (relation is not None) == (few <= MOST_CHANGED)


def test_a_year_in_a_title_needs_no_word_for_it_and_a_year_in_brackets_is_no_mark():
    assert lone_number(Text("2022清河邻里文化节举行", PLAIN), Text("2023清河邻里文化节举行", PLAIN)) is None
    lone = lone_number(Text(TITLE, [*PLAIN, "（2022）"]), Text(TITLE, [*PLAIN, "（2023）"]))
    assert lone is not None
    assert lone.kind == "figure"
    assert lone_number(Text(TITLE, [*PLAIN, "共2022人参加"]), Text(TITLE, [*PLAIN, "共2023人参加"])) is not None


def family(pages, *, numbers=None, trust=Trust.UNKNOWN, doubt=NumberDoubt.NUMBERS):
    """Clusters of pages on these sites, each with its number: its own, unless ``numbers`` says else."""
    numbers = numbers or range(len(pages))
    members = {page: Member(f"http://{site}/{page}", TITLE, site=site, trust=trust) for page, site in enumerate(pages, 1)}
    edges = []
    for page in members:
        for other in range(1, page):
            own = numbers[page - 1] == numbers[other - 1]
            edges.append(
                (other, page, Relation(1.0, 1.0, 1.0, (0, 9), (0, 9), conflicts=int(not own), doubtful=NumberDoubt.NONE if own else doubt))
            )
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


@pytest.mark.parametrize("doubt", [NumberDoubt.NUMBERS, NumberDoubt.EDITS])
def test_what_few_sites_say_beside_many_was_changed(doubt):
    many = [0] * MANY_SITES
    assert family(sites(MANY_SITES + 1), numbers=[*many, 1], doubt=doubt) == [list(range(1, MANY_SITES + 2))]
    assert len(family(sites(MANY_SITES), numbers=[*many[1:], 1], doubt=doubt)) == 2
    assert len(family(sites(MANY_SITES + 3), numbers=[*many, 1, 2, 3], doubt=doubt)) == 1
    twice = sites(2 * MANY_SITES + 1)
    assert TIMES_AS_COMMON * 2 > MANY_SITES + 1
    assert len(family(sites(MANY_SITES + 3), numbers=[*many, 0, 1, 1], doubt=doubt)) == 2
    assert len(family(twice, numbers=[*many, *many[1:], 1, 1], doubt=doubt)) == 2
    assert len(family([*twice, "other.example"], numbers=[*many, *many, 1, 1], doubt=doubt)) == 1
    assert len(family(sites(MANY_SITES + 1), numbers=[*many, 1], doubt=doubt, trust=Trust.OFFICIAL)) == 2


def test_edits_alone_make_no_copies_of_many_that_differ():
    assert len(family(sites(2 * MANY_SITES), doubt=NumberDoubt.EDITS)) == 2 * MANY_SITES


def test_the_site_of_a_series_has_its_other_issues_beside_the_one_that_became_known():
    known = [f"{place}.example" for place in range(MANY_SITES)]
    for issues in (1, 2, 5):
        pages = [*known, *["0.example"] * issues]
        assert len(family(pages, numbers=[*[0] * MANY_SITES, *range(1, issues + 1)], doubt=NumberDoubt.EDITS)) == issues + 1
    spread = [f"{place}.example" for place in range(5)]
    assert len(family([*known, *spread], numbers=[*[0] * MANY_SITES, *range(1, 6)], doubt=NumberDoubt.EDITS)) == 1


def outvoted_of(said):
    """Return the places of those that are outvoted among pages of a site each: their numbers, and when they came."""
    members = {page: Member(f"http://{page}.example/", TITLE, site=f"{page}.example", seen=seen) for page, (_, seen) in enumerate(said)}
    edges = [
        (other, page, Relation(1.0, 1.0, 1.0, (0, 9), (0, 9), doubtful=NumberDoubt(said[page][0] != said[other][0])))
        for page in members
        for other in range(page)
    ]
    return sorted(outvoted(members, both_ways(edges)))


def test_whoever_says_another_number_than_more_sites_is_outvoted_unless_these_are_newer():
    many = [(0, 0)] * ENOUGH_TO_OUTVOTE
    assert outvoted_of([*many, (1, 0)]) == [len(many)]
    assert outvoted_of([*many, (1, 1)]) == [len(many)]
    assert outvoted_of([*many[1:], (1, 0)]) == []
    assert outvoted_of([*[(0, 1)] * 20, (1, 0)]) == []


@pytest.mark.parametrize("honest", [3, 4, 7, 20])
def test_fewer_sites_outvote_nobody_however_they_divide_what_they_say(honest):
    true = [(0, 0)] * honest
    for changed in ([1] * (honest - 1), range(1, honest), range(1, 5 * honest), [n // 2 for n in range(2, 4 * honest)]):
        said = [*true, *((number, 0) for number in changed)]
        assert outvoted_of(said) == list(range(honest, len(said)))


@pytest.mark.parametrize("later", [1, 8, 60])
def test_what_others_publish_later_lifts_no_doubt_and_raises_none(later):
    first = [*[(0, 0)] * 4, (1, 0)]
    assert outvoted_of(first) == [4]
    assert [page for page in outvoted_of([*first, *[(1, 1)] * later]) if page < len(first)] == [4]
    assert [page for page in outvoted_of([*first, *[(2, 1)] * later]) if page < len(first)] == [4]


def test_numbers_merge_no_two_reports_that_were_delivered():
    members = {
        page: Member(f"http://{site}/{page}", TITLE, site=site, born=page if page < 3 else 0) for page, site in enumerate(sites(20), 1)
    }
    edges = [
        (other, page, Relation(1.0, 1.0, 1.0, (0, 9), (0, 9), conflicts=1, doubtful=NumberDoubt.NUMBERS))
        for page in members
        for other in range(1, page)
    ]
    found = [set(cluster.pages) for cluster in clusters(members, both_ways(edges))]
    assert len(found) == 2
    assert not any({1, 2} <= cluster for cluster in found)
