"""Notices of one template that differ in a day, a place or a person are two; copies that lost characters are copies."""

import pytest

from newsbot.reposts.clusters import both_ways, clusters
from newsbot.reposts.fingerprints import Text
from newsbot.reposts.members import Member
from newsbot.reposts.relations import NumberDoubt, Relation, relate

WATER = [
    "因湖景镇供水管道维修施工，定于3月5日8时至17时对石泉路沿线、桂景花园及周边区域停止供水，请广大用户提前做好储水准备，敬请谅解。",
    "恢复供水时间视施工进度可能提前或延后，请关好自家水龙头，以免来水时造成损失。咨询电话：6123456。",
]
COURT = [
    "朱明强：本院受理原告安营置业有限公司诉你买卖合同纠纷一案，现依法向你公告送达起诉状副本、应诉通知书、举证通知书及开庭传票。",
    "自公告之日起经过三十日即视为送达，提出答辩状和举证的期限为送达后十五日内，逾期将依法缺席裁判。",
]
PRICES = [
    "3月5日，农产品批发市场交易平稳。猪肉每公斤24.5元，鸡蛋每公斤9.8元，大白菜每公斤2.35元，黄瓜每公斤6.2元，土豆每公斤3.6元。",
    "综合来看，蔬菜价格受天气影响小幅波动，肉蛋价格总体平稳，市场监管部门将继续做好价格监测和保供稳价工作。",
]
LONG = [
    "社区党支部牵头召开协商议事会13场次，收集意见建议86条，办结79条，把群众关心的事一件一件办好，居民纷纷点赞。",
    "投入资金240万元，对18栋居民楼的屋面防水进行了维修，新建电动自行车充电桩65个，整改飞线充电37处，惠及居民1200户。",
    "开展理论宣讲21场，受众3400人次，发放倡议书5600份；利用闲置空地建成口袋公园14处，新增绿地4350平方米，群众有了休闲去处。",
    "“以前楼道堆满杂物，走路都要侧着身子，现在宽敞明亮，心里也舒坦。”家住桂景社区的王大爷高兴地说。",
]


CROPS = [
    "九月以来，三年级2班的测报小组在县里调查，玉米病虫害发生程度总体偏轻，局部田块中等。检查时间：2024-03-05 10:30，下次2024.4.16上午。",
    "预计未来十天随着气温回升、雨水增多，发生面积将进一步扩大，请各乡镇农技人员加强田间调查，指导农户适时开展统防统治。",
]


def told(paragraphs: list[str], *edits: tuple[str, str], title: str = "公告") -> Text:
    text = "\n".join(paragraphs)
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    return Text(title, text.split("\n"))


def together(one: Text, other: Text) -> bool:
    """Whether two pages are one report where nobody else has either."""
    relation, back = relate(one, other), relate(other, one)
    assert (relation is None) == (back is None)
    return relation is not None and not relation.doubtful


@pytest.mark.parametrize(
    ("paragraphs", "edits"),
    [
        (WATER, [("3月5日", "3月6日")]),
        (WATER, [("3月5日", "12月15日")]),
        (WATER, [("3月5日", "5月3日")]),
        (WATER, [("3月5日8时", "3月6日9时"), ("17时", "12时")]),
        (WATER, [("桂景花园", "永盛华庭")]),
        (WATER, [("桂景花园", "桂堂花园")]),
        (WATER, [("桂景花园", "和平小区")]),
        (WATER, [("湖景镇", "清河镇")]),
        (WATER, [("石泉路", "江泉街")]),
        (COURT, [("朱明强", "郭涛")]),
        (COURT, [("朱明强", "朱强涛")]),
        (COURT, [("朱明强", "朱强")]),
        (PRICES, [("3月5日", "3月6日")]),
        (PRICES, [("3月5日", "3月16")]),
        (PRICES, [("3月5日", "3月12日"), ("24.5", "24.7")]),
        (CROPS, [("九月", "十一月")]),
        (CROPS, [("三年级", "五年级")]),
        (CROPS, [("2班", "12班")]),
        (CROPS, [("玉米", "柑橘")]),
        (CROPS, [("2024-03-05", "2024-03-12")]),
        (CROPS, [("2024.4.16", "2024.4.23")]),
    ],
)
def test_a_notice_for_another_day_place_or_person_is_another(paragraphs: list[str], edits: list[tuple[str, str]]) -> None:
    assert not together(told(paragraphs), told(paragraphs, *edits))


@pytest.mark.parametrize("title", ["公告_本地生活网", "公告｜城事快报", "【便民】公告"])
def test_what_is_glued_to_a_title_hides_no_name_behind_it(title: str) -> None:
    assert not together(told(COURT), told(COURT, ("朱明强", "郭涛"), title=title))
    assert together(told(COURT), told(COURT, title=title))


@pytest.mark.parametrize("paragraphs", [WATER, COURT, PRICES, CROPS])
def test_the_copy_of_a_notice_is_one_with_what_mirrors_glue_on_and_lose(paragraphs: list[str]) -> None:
    own = told(paragraphs)
    assert together(own, told([*paragraphs, "来源网络，如有侵权请联系删除。"], title="【便民】公告_本地生活网"))
    assert together(own, told([f"{text}（本文由晨光资讯网chenguang.example整理发布）" for text in paragraphs]))
    for every in (17, 23, 31):
        lossy = ["".join("□" if n % every == 5 and not sign.isdigit() else sign for n, sign in enumerate(text)) for text in paragraphs]
        assert together(own, told(lossy)), every


@pytest.mark.parametrize("edit", [("月5", "□5"), ("5日", "5□"), ("石泉", "石□"), ("桂景", "□景")])
def test_what_was_lost_beside_a_day_or_in_a_name_says_nothing(edit: tuple[str, str]) -> None:
    assert together(told(WATER), told(WATER, edit))
    assert not together(told(WATER), told(WATER, edit, ("17时", "11时"), ("路沿线", "街沿线")))


@pytest.mark.parametrize("edits", [[("桂景社区", "永盛社区")], [("86条", "96条")], [("王大爷", "李大爷")]])
def test_a_long_report_with_many_figures_that_was_changed_in_one_place_is_a_copy(edits: list[tuple[str, str]]) -> None:
    relation = relate(told(LONG), told(LONG, *edits))
    assert relation is not None
    assert relation.doubtful is not NumberDoubt.EDITS


def test_a_medium_sets_the_day_of_its_own_dateline() -> None:
    said = ["4月10日讯 " + WATER[1], LONG[3], LONG[1]]
    assert together(told(said), told(said, ("4月10日讯", "4月11日讯")))


def test_weeks_that_follow_each_other_share_a_day() -> None:
    week = ["{}，湖景镇组织机关干部、网格员、志愿者开展环境卫生集中整治，清理卫生死角，劝导不文明行为。", WATER[1]]
    one, other = ([text.format(days) for text in week] for days in ("4月1日至4月8日", "4月8日至4月15日"))
    assert not together(told(one), told(other))


def test_delivered_reports_that_only_doubtful_relations_tie_are_settled() -> None:
    members = {
        page: Member(f"http://{page}.example/", "公告", site=f"{page}.example", born=page if page < 3 else 0) for page in range(1, 12)
    }
    edges = []
    for page in members:
        for other in range(1, page):
            sure = page > 2 and other > 2
            doubt = NumberDoubt.NONE if sure else NumberDoubt.EDITS
            edges.append((other, page, Relation(1.0, 1.0, 1.0, (0, 99), (0, 99), conflicts=int(not sure), doubtful=doubt)))
    found = clusters(members, both_ways(edges))
    assert sorted(page for cluster in found for page in cluster.pages) == sorted(members)
    assert not any({1, 2} <= set(cluster.pages) for cluster in found)
