"""Bulletins, notices and annual events of one series stay apart, however much of their text they share."""

import pytest

from newsbot.reposts.fingerprints import Text
from newsbot.reposts.identity import lives, other_issue, periods
from newsbot.reposts.relations import relate

NOTICE = [
    "经研究，现对拟任职干部予以公示。{name}同志，现任镇党委委员，拟任镇长。{name}同志长期在基层工作。",
    "公示期为五个工作日，自发布之日起计算。公示期间，任何单位和个人均可通过来信、来访、来电等形式反映公示对象存在的问题。",
    "反映情况要实事求是，并提倡署实名，以便调查核实和反馈。受理电话和举报邮箱见组织部网站。",
]
EVENT = [
    "邻里文化节在文化广场举行，居民踊跃参加。活动现场设置了政策宣传、便民服务、文艺演出等环节。",
    "志愿者们为居民提供理发、义诊、磨刀、维修等服务，孩子们在长辈的陪伴下体验剪纸、书法、投壶等传统项目，现场欢声笑语不断。",
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("清河街道文明创建工作周报（第12期）", "清河街道文明创建工作周报（第13期）"),
        ("清河街道第三届邻里文化节举行", "清河街道第四届邻里文化节举行"),
        ("2022年清河街道邻里文化节举行", "2023年清河街道邻里文化节举行"),
        ("清河街道3月文明创建简报", "清河街道4月文明创建简报"),
        ("清河街道4月1日巡查通报", "清河街道4月8日巡查通报"),
        ("清河街道上半年创建工作小结", "清河街道下半年创建工作小结"),
        ("清河街道文明创建周报（12）", "清河街道文明创建周报（13）"),
        ("清河街道举行邻里文化节", "南门街道举行邻里文化节"),
        ("清河街道举行邻里文化节", "清溪街道举行邻里文化节"),
    ],
)
def test_another_issue_or_period_is_another_report(one: str, other: str) -> None:
    assert other_issue(Text(one, EVENT), Text(other, EVENT))
    assert relate(Text(one, EVENT), Text(other, EVENT)) is None
    assert relate(Text(one, EVENT), Text(f"快讯：{one}", EVENT)) is not None


def test_another_place_in_the_title_says_nothing_where_both_texts_have_the_first() -> None:
    told = ["清河街道的居民踊跃参加。", *EVENT]
    assert not other_issue(Text("清河街道举行邻里文化节", told), Text("南门街道举行邻里文化节", told))


def test_what_only_one_title_states_says_nothing() -> None:
    assert not other_issue(Text("2022年清河街道邻里文化节举行", EVENT), Text("清河街道邻里文化节举行", EVENT))
    assert not other_issue(Text(None, EVENT), Text("清河街道第三届邻里文化节举行", EVENT))


def test_notices_on_two_officials_are_two() -> None:
    texts = [
        Text(f"关于{name}同志的任前公示", [paragraph.format(name=name) for paragraph in NOTICE]) for name in ("王建国", "王明杰", "李建国")
    ]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert relate(texts[one], texts[other]) is None
    assert relate(texts[0], Text("关于王建国同志的任前公示", [*texts[0].paragraphs[:2]])) is not None


def test_what_a_title_says_of_its_period_is_read() -> None:
    assert periods("2023年第12期：4月08日清河街道下半年工作") == {
        "期": {"12"},
        "year": {"2023"},
        "month": {"4"},
        "day": {"4.8"},
        "年": {"下半年"},
    }
    assert periods("清河街道的新变化") == {}


def test_the_title_of_a_page_that_holds_two_whole_reports_speaks_of_one_of_them():
    first, second = ("清河街道第三届邻里文化节举行", EVENT), ("南门街道第四届读书会开幕", NOTICE)
    both = Text(first[0], [*EVENT, second[0], *NOTICE])
    assert not other_issue(both, Text(*second))
    assert other_issue(Text(*first), Text(*second))


LIFE = (
    "经市委常委会研究，现将拟任职人选公示如下：{name}，{sex}，汉族，{year}年3月生，大学学历，现任清河区民政局副局长，拟任清河区民政局局长。"
)
NOTICE_TAIL = "公示时间为五个工作日。公示期间，如对公示对象有异议，可通过来信、来电、来访等方式向市委组织部反映，反映问题要实事求是。"


def test_notices_on_two_officials_under_one_title_are_two() -> None:
    people = [("王建国", "男", 1975), ("李敏", "女", 1975), ("王建军", "男", 1975)]
    texts = [Text("干部任前公示", [LIFE.format(name=name, sex=sex, year=year), NOTICE_TAIL]) for name, sex, year in people]
    assert [lives(text.key) for text in texts] == [{name} for name, *_ in people]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert relate(texts[one], texts[other]) is None
    assert relate(texts[0], Text("任前公示", [texts[0].paragraphs[0], NOTICE_TAIL])) is not None


def test_a_text_without_lives_says_nothing_of_people() -> None:
    assert lives(Text("男女老少齐上阵", ["居民男女老少一起清扫街道，三名男青年扶起了老人。"]).key) == set()


@pytest.mark.parametrize("told", ["{name}，男，现任镇党委委员。", "{name}同志，拟任镇长。", "{name}，女，历任副镇长、镇长。"])
def test_who_holds_or_takes_a_post_is_a_life(told: str) -> None:
    texts = [Text("干部任前公示", [told.format(name=name), NOTICE_TAIL]) for name in ("王建国", "李明杰")]
    assert [lives(text.key) for text in texts] == [{"王建国"}, {"李明杰"}]
    assert other_issue(*texts)
    assert not other_issue(texts[0], Text("干部任前公示", texts[0].body))


def test_a_place_of_another_kind_is_another_place_unless_a_text_has_both() -> None:
    def bulletin(place: str, also: str = "") -> Text:
        return Text(f"{place}文明创建工作周报", [f"本周，{place}组织网格员开展入户走访，排查安全隐患{also}。"])

    assert other_issue(bulletin("安平镇"), bulletin("安平街道"))
    assert other_issue(bulletin("安平街道"), bulletin("安平乡"))
    assert not other_issue(bulletin("安平镇"), bulletin("安平镇"))
    assert not other_issue(bulletin("安平街道", "，安平镇撤镇设街道"), bulletin("安平镇"))
    assert not other_issue(bulletin("安平镇"), bulletin("安平全镇"))


@pytest.mark.parametrize("kind", ["小学", "中学", "学校", "幼儿园", "医院"])
def test_one_event_at_two_schools_or_hospitals_is_two_reports(kind: str) -> None:
    def told(name: str) -> Text:
        return Text(
            f"{name}{kind}开展文明礼仪宣传活动",
            [
                f"为培养良好的文明习惯，近日，{name}{kind}开展文明礼仪宣传活动，通过主题宣讲、手抄报评比等形式，引导大家讲文明、懂礼貌。",
                "活动中，大家积极参与，认真学习公共场所礼仪，纷纷表示要从我做起、从小事做起，争做文明使者。",
            ],
        )

    assert relate(told("湖泉"), told("顺石")) is None
    assert relate(told("湖泉"), told("湖泉")) is not None
