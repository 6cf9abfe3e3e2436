"""Named ways of working are found by their form, once each; slogans, speech and honours are not."""

import pytest

from newsbot.facts.practices import practices_by_rule, practices_of
from newsbot.row import Practice


def test_a_practice_stands_once_at_its_first_mention_with_its_kind():
    body = ["街道提出“四包”。", "党员干部走在前。", "按照“四包”机制，责任到人，“四包”制度初见成效。"]
    assert practices_of(body) == [Practice("四包", "机制", 0)]


def test_names_that_follow_each_other_share_their_kind():
    assert practices_of(["“党建+物业”“党建+楼栋”和“四包”等机制相继建立。"]) == [
        Practice("党建+物业", "机制", 0),
        Practice("党建+楼栋", "机制", 0),
        Practice("四包", "机制", 0),
    ]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("建立“社区吹哨、部门报到”联动机制。", "社区吹哨、部门报到", "机制"),
        ("建立“上下贯通、直达末端”的政策宣传动员机制。", "上下贯通、直达末端", "机制"),
        ("制定了“门前三包双色管理制度”。", "门前三包双色管理", "制度"),
        ("落实门前三包责任制。", "门前三包", "责任制"),
        ("严格落实日调度、日督查、日通报、周排名的工作机制。", "日调度、日督查、日通报、周排名", "机制"),
        ("依托共建共融体系“党建联盟”，号召单位参与。", "党建联盟", "体系"),
        ("“党建+宣传”营造氛围。", "党建+宣传", None),
    ],
)
def test_forms(text, name, kind):
    assert practices_of([text]) == [Practice(name, kind, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "激发文明“红色火花”，跑出创建“加速度”。",
        "荣获“全国文明城市”称号，评选“优秀社区”。",
        "营造“人人参与、人人创建”的浓厚氛围。",
        "“以后，这就是我们的网红打卡点了！”居民说。",
        "“一把手”工程要由“一把手”亲自抓。",
        "采取三项措施，健全两个平台、五项制度。",
        "坚持以支部带党员、党员带居民的模式。",
        "“平安校园”论坛提出多项计划。",
    ],
)
def test_what_is_no_practice(text):
    assert practices_of([text]) == []


def test_the_rule_is_told():
    assert [rule for _, rule in practices_by_rule(["通过“党建+网格”模式，推行街长制。"])] == ["formula and kind", "bare posts"]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("社区实行“红黄榜”评比制度。", "红黄榜", "制度"),
        ("当地建立“以雪为令”除雪机制。", "以雪为令", "机制"),
        ("推行“小院会客”议事模式。", "小院会客", "模式"),
    ],
)
def test_what_the_practice_is_for_may_stand_before_its_kind(text, name, kind):
    assert [(practice.name, practice.kind) for practice in practices_of([text])] == [(name, kind)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("街道探索“屋檐茶叙”协商法。", "屋檐茶叙", "协商法"),
        ("通过“邻里存单”积分制鼓励互助。", "邻里存单", "积分制"),
        ("以“书记敲门”项目为抓手。", "书记敲门", "项目"),
        ("探索“支部连着楼道走”的做法。", "支部连着楼道走", "做法"),
        ("镇里把“快接、快转、快办”作为工作法。", "快接、快转、快办", "工作法"),
        ("开展“晒账本、晒庭院、晒收成”评比活动。", "晒账本、晒庭院、晒收成", "活动"),
        ("设立“家门口办事窗口”。", "家门口办事窗口", None),
    ],
)
def test_what_a_quoted_name_is_used_as_makes_it_a_practice(text, name, kind):
    assert [(practice.name, practice.kind) for practice in practices_of([text])] == [(name, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "通过“反家暴”立法保护妇女。",
        "他说“平安是福”的做法很多。",
        "“书记敲门”项目很多。",
        "开展“送政策、送服务、送温暖”活动。",
        "建立“问题、任务、责任”三张清单。",
        "坚持“以人为本”的工作机制。",
    ],
)
def test_without_such_a_use_it_is_none(text):
    assert practices_of([text]) == []


def test_a_verb_between_parts_a_quoted_word_from_a_kind():
    assert practices_of(["“红黄榜”推动建立长效机制。"]) == []
