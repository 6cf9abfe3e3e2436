"""Which pairs of texts are one report: renamed, cut, spun, reshuffled copies are; siblings from one template are not."""

import random
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.reposts.alignment import align
from newsbot.reposts.fingerprints import Text, bare, sketch
from newsbot.reposts.relations import SPUN, Relation, relate
from newsbot.reposts.veto import Difference, compared_facts, differences
from tests.ledger.made import body
from tests.reposts.made_texts import han

PARAGRAPHS = body(7)
SYNONYMS = {
    "组织": "发动",
    "清理": "打扫",
    "清除": "抹去",
    "签订": "签署",
    "评选": "推选",
    "收集": "征集",
    "投入": "拿出",
    "维修": "整修",
    "新建": "兴建",
    "整改": "整治",
    "开展": "进行",
    "发放": "派发",
    "建成": "修成",
    "规范": "管束",
    "街道": "大街",
    "志愿者": "义工",
    "居民": "住户",
    "社区": "街坊",
}


def spun(paragraphs: list[str]) -> list[str]:
    text = "\n".join(paragraphs)
    for word, other in SYNONYMS.items():
        text = text.replace(word, other)
    return text.split("\n")


def related(one: list[str], other: list[str], title: str | None = None, other_title: str | None = None) -> Relation | None:
    return relate(Text(title, one), Text(other_title, other))


@pytest.mark.parametrize(
    "copy",
    [
        PARAGRAPHS,
        ["【导读】", *PARAGRAPHS, "（责任编辑：某某）"],
        [paragraph.replace("，", ",").replace("。", ".") for paragraph in PARAGRAPHS],
        list(reversed(PARAGRAPHS)),
        [*PARAGRAPHS, "其他新闻：某地举办美食节。", "又一条：球队主场取胜。"],
        [paragraph + "abc今日快报——每日最新资讯xyz.example" for paragraph in PARAGRAPHS],
    ],
    ids=["same", "glued", "half width", "reshuffled", "with others' headlines", "watermarked"],
)
def test_mirrors_are_the_same_report_both_ways(copy: list[str]) -> None:
    relation = related(PARAGRAPHS, copy)
    assert relation is not None
    assert relation.share > 0.95
    assert relation.density > 0.9


@pytest.mark.parametrize("kept", [slice(0, 1), slice(0, 2), slice(2, 4), slice(1, 2)])
def test_a_cut_copy_is_a_part_of_the_whole_and_the_direction_shows(kept: slice) -> None:
    relation = related(PARAGRAPHS, PARAGRAPHS[kept])
    assert relation is not None
    assert relation.other_share > 0.95
    assert relation.share < 0.6
    assert relation.reversed().share == relation.other_share


def test_a_spun_copy_is_known_by_what_survives() -> None:
    relation = related(PARAGRAPHS, spun(PARAGRAPHS))
    assert relation is not None
    assert relation.density < 0.85


def test_a_sibling_with_other_figures_is_another_report() -> None:
    template = "{t}街道组织志愿者清理楼道杂物{a}车，清除小广告{b}余处，粉刷墙面{c}平方米，惠及居民{d}户。"
    one = [template.format(t="护国", a=12, b=4500, c=830, d=2100), template.format(t="护国", a=31, b=620, c=95, d=440)]
    other = [template.format(t="长安", a=17, b=3900, c=710, d=1800), template.format(t="长安", a=28, b=510, c=88, d=390)]
    assert related(one, other) is None


def test_a_sibling_without_figures_is_known_by_its_names() -> None:
    template = "{t}街道坚持党建引领，组织志愿者走上街头开展文明劝导。{t}街道各社区广泛宣传文明养犬、垃圾分类，居民养成良好习惯。"
    one, other = [template.format(t="护国")], [template.format(t="长安")]
    assert related(one, other) is None
    assert related(one, one) is not None


NAMED = [
    "{t}镇坚持把支部建在楼栋上，难题在一线解决。{c}社区把闲置多年的锅炉房改成邻里客厅，下棋喝茶的人络绎不绝。",
    "{p}是{c}社区的老住户，提起家门口的变化，他笑得合不拢嘴。在{p}的带动下，不少退休教师主动走进活动室，辅导孩子写作业。",
    "{t}镇与辖区学校携手，请孩子们画出心中的美丽家园，作品挂满了长廊。创建不是一阵风，{t}镇将继续补齐短板。",
]
OTHER_WORDS = {
    "坚持": "绝青", "难题": "份力", "闲置": "庭风", "锅炉房": "空组房", "变化": "季难", "带动": "企遮", "退休": "促丽",
    "络绎不绝": "接踵而至", "主动": "自发",
    "作业": "杂赞", "携手": "楼份", "心中": "栋会", "作品": "年创", "长廊": "夏自", "短板": "做短", "家门口": "井固食",
}  # fmt: skip


def named(t: str, c: str, p: str, *, spun: bool = False) -> list[str]:
    text = "\n".join(NAMED).format(t=t, c=c, p=p)
    for word, other in OTHER_WORDS.items() if spun else ():
        text = text.replace(word, other)
    return text.split("\n")


def test_two_places_without_figures_stay_apart_even_when_one_is_spun() -> None:
    one, other = named("龙湖", "福安", "陈西林"), named("瑞石", "泰永", "李柳北")
    assert related(one, other, "龙湖镇用心解决难题", "瑞石镇用心解决难题") is None
    spun = named("瑞石", "泰永", "李柳北", spun=True)
    assert related(one, spun, "龙湖镇用心解决难题", "瑞石镇用心解决份力") is None


def test_a_spun_copy_whose_title_was_reworded_like_its_text_is_found_by_the_places_it_names() -> None:
    one, spun = named("龙湖", "福安", "陈西林"), named("龙湖", "福安", "陈西林", spun=True)
    relation = related(one, spun, "龙湖镇坚持用心解决难题", "龙湖镇绝青用心解决份力")
    assert relation is not None
    assert relation.density < SPUN


def test_places_named_again_and_again_are_what_the_index_finds_a_reworded_copy_by() -> None:
    one, spun = Text(None, named("龙湖", "福安", "陈西林")), Text(None, named("龙湖", "福安", "陈西林", spun=True))
    assert one.places == spun.places == {"龙湖", "福安"}
    assert {crc32(place.encode("utf-16-le")) for place in one.places} <= sketch(one) & sketch(spun)


WEEK = [
    "{d}月3日至{d}月9日，{t}街道组织开展文明劝导，营造人人参与的浓厚氛围。",
    "各社区依托新时代文明实践站，广泛宣传文明养犬、垃圾分类等知识，引导居民养成良好习惯。",
    "老党员带头清理楼道杂物，邻里之间互帮互助，小区环境焕然一新。",
]


def test_two_places_with_the_same_words_in_the_same_week_are_two_reports() -> None:
    one, other = ([sentence.format(d=4, t=town) for sentence in WEEK] for town in ("龙湖", "瑞石"))
    assert related(one, other, "龙湖街道一周工作", "瑞石街道一周工作") is None
    assert related(one, other, "龙湖街道一周工作", "瑞石街道工作动态") is None
    assert related(one, one, "龙湖街道一周工作", "龙湖街道工作动态") is not None


def test_texts_that_are_the_same_to_the_letter_under_the_titles_of_two_places_are_two_reports() -> None:
    rest = WEEK[1:]
    assert related(["龙湖街道动态。", *rest], rest, "龙湖街道一周工作", "瑞石街道：文明新风吹进千家万户") is None
    assert related(["龙湖街道动态。", *rest], rest, "龙湖街道一周工作", "文明新风吹进千家万户") is not None


def test_two_meetings_with_the_same_words_have_different_subjects() -> None:
    words = "国务院总理在京会见来访的{n}总统。总理表示，两国传统友谊深厚，{n}是重要的合作伙伴，愿同{n}深化各领域互利合作。{n}总统表示钦佩。"
    one, other = [words.format(n="几内亚比绍")], [words.format(n="密克罗尼西亚")]
    assert related(one, other, "总理会见几内亚比绍总统", "总理会见密克罗尼西亚总统") is None


def test_unrelated_texts_have_nothing_in_common() -> None:
    assert related(PARAGRAPHS, ["今天的天气很好，适合到公园里散步、放风筝，也可以带上孩子去看看春天的花。"] * 3) is None
    assert related([], []) is None
    assert related(PARAGRAPHS, []) is None


def test_what_stands_between_the_anchors_is_compared() -> None:
    one, other = Text(None, PARAGRAPHS), Text(None, spun(PARAGRAPHS))
    common = compared_facts(one, other, align(one, other))
    assert common.distinct >= 10
    assert common.conflicting == 0
    assert common.reworded > common.renamed


@given(st.lists(st.text(max_size=60), max_size=5), st.lists(st.text(max_size=60), max_size=5))
def test_any_two_texts_can_be_compared_and_shares_are_shares(one: list[str], other: list[str]) -> None:
    relation = relate(Text(None, one), Text("".join(one)[:20], [*other, *one]))
    if relation is not None:
        assert 0 <= relation.share <= 1
        assert 0 <= relation.other_share <= 1
        assert 0 <= relation.density <= 1


@given(st.randoms(use_true_random=False), st.integers(0, 60))
def test_a_relation_looks_the_same_from_both_ends(chance: random.Random, percent: int) -> None:
    words = [list(paragraph) for paragraph in PARAGRAPHS]
    for paragraph in words:
        for place, character in enumerate(paragraph):
            if not character.isdigit() and chance.randrange(100) < percent:
                paragraph[place] = chance.choice("的一是不了在人有我他这个们中来上")
    one, other = Text(None, PARAGRAPHS), Text(None, ["".join(paragraph) for paragraph in words])
    there, back = relate(one, other), relate(other, one)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert abs(there.share - back.other_share) < 0.05
        assert (there.density < SPUN) == (back.density < SPUN) or abs(there.density - back.density) < 0.05


def test_bare_text_keeps_what_is_compared_only() -> None:
    assert bare("（Ａ座）共１２.５万平方米，增长 3%。…第2版.") == "a座共12.5万平方米增长3%第2版"


def test_the_sketch_is_the_same_everywhere_and_shared_by_copies() -> None:
    text = Text("标题", PARAGRAPHS)
    assert sketch(text) == sketch(Text("标题", PARAGRAPHS))
    assert len(sketch(text) & sketch(Text("另一个标题", [*PARAGRAPHS, "尾巴"]))) > 0.8 * len(sketch(text))
    assert sketch(Text(None, ["护国街道党工委清理卫生死角4500余处，惠及居民1200户。"])) == {
        147162333,
        921981501,
        1491126731,
        1689881148,
        3155423343,
        3221456283,
        3314117185,
        3327050343,
    }


def test_a_number_inside_a_word_of_letters_is_no_figure_of_the_report():
    told = [
        "街道组织志愿者深入社区开展环境整治，清理死角86处，受到欢迎。",
        "网格员逐户走访，收集群众诉求120条，办结115条，居民满意。",
    ]
    marked = [told[0] + "更多内容请访问www.mirror1.example", told[1].replace("120", "130")]
    one, other = Text("题", told), Text("题", marked)
    assert differences(one, other, align(one, other)) == [Difference("figures", "120", "130")]


OFFICIAL = [
    "某市城管局副局长陈启明介绍，今年以来全市清理卫生死角860处，拆除违建124处。",
    "在幸福里小区，网格员赵小芸每天走访36户，半年里收集诉求518条，办结497条。",
    *PARAGRAPHS,
    "陈启明说，下一步将新建口袋公园27个，再添停车位1350个，让居民出门见绿。",
]
HEADING = "某市为居民添绿增位"


def of(text: list[str], old: str, new: str, times: int = -1) -> list[str]:
    """The text with a name replaced in it, so many times."""
    return "\n".join(text).replace(old, new, times).split("\n")


@pytest.mark.parametrize(
    ("old", "new", "times"),
    [("陈启明", "刘海波", -1), ("陈启明", "陈艳芳", -1), ("陈启明", "刘海波", 1), ("赵小芸", "赵小芳", -1), ("赵小芸", "孙小梅", -1)],
    ids=["everywhere", "with the same surname", "at one place", "in one character", "named once"],
)
def test_a_copy_of_a_report_with_many_figures_in_which_a_name_was_changed_is_one_and_both_names_are_shown(old, new, times) -> None:
    changed = of(OFFICIAL, old, new, times)
    relation = related(OFFICIAL, changed, HEADING, HEADING)
    assert relation is not None
    assert relation.conflicts
    one, other = Text(HEADING, OFFICIAL), Text(HEADING, changed)
    assert Difference("names", old, new) in differences(one, other, align(one, other))


def test_a_place_that_was_changed_is_shown() -> None:
    told = of(OFFICIAL, "幸福里小区", "幸福里小区所在的临川县")
    changed = of(told, "临川县", "金溪县")
    relation = related(told, changed, HEADING, HEADING)
    assert relation is not None
    assert relation.conflicts


def test_where_a_report_names_other_people_in_its_title_too_or_has_few_figures_it_is_another() -> None:
    changed = of(OFFICIAL, "陈启明", "刘海波")
    assert related(OFFICIAL, changed, "陈启明谈添绿增位", "刘海波谈添绿增位") is None
    few = [OFFICIAL[0], "陈启明说，下一步将让居民出门见绿，推窗见景，人人都来参与。"]
    assert related(few, of(few, "陈启明", "刘海波"), HEADING, HEADING) is None


def test_names_in_another_order_are_no_other_names() -> None:
    told = [*OFFICIAL, "参加活动的还有李建国、周桂芳、吴大有等热心居民。"]
    moved = of(told, "李建国、周桂芳", "周桂芳、李建国")
    one, other = Text(HEADING, told), Text(HEADING, moved)
    assert differences(one, other, align(one, other)) == []


def test_a_name_far_from_all_sampled_characters_is_seen() -> None:
    """The quick look along a tenth of the anchors sees two stretches with something between them, and leaves it to the thorough one."""
    told = [han(200), "局长陈启明表示，今年清理860处，拆除124处，走访36户，收集518条，办结497条。", han(200, 1)]
    texts = [Text(HEADING, told), Text(HEADING, of(told, "陈启明", "刘海波"))]
    name = texts[0].key.index("陈启明")
    for text in texts:
        sampled = [place for place in range(len(text.key) - 5) if abs(place - name) > 60]
        text.__dict__["landmarks"] = {text.key[place : place + 5]: place for place in sampled}
    relation = relate(*texts)
    assert relation is not None
    assert relation.conflicts
