"""Printed credits, and what only looks like one."""

import pytest

from newsbot.lines.credits import caption_credit, closing_credit, credit_line, is_name, opening_credits


def people(credit):
    return [(author.name, author.role) for author in credit.authors]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("极目新闻记者 陈倩", [("陈倩", "reporter")]),
        ("通讯员 陈力玮", [("陈力玮", "correspondent")]),
        ("记者 陈倩通讯员 陈力玮", [("陈倩", "reporter"), ("陈力玮", "correspondent")]),
        ("□记者 李静 文/图", [("李静", "reporter"), ("李静", "photographer")]),
        ("通讯员 车晓雨 摄", [("车晓雨", "photographer")]),
        ("文/图 王小明", [("王小明", "reporter"), ("王小明", "photographer")]),
        ("记者李静通讯员余宴覃莹", [("李静", "reporter"), ("余宴", "correspondent"), ("覃莹", "correspondent")]),
        ("采写:南都记者 冯宇 实习生 李果", [("冯宇", "reporter"), ("李果", "reporter")]),
        ("责编:张三", [("张三", "editor")]),
        ("编 辑:刘 甜 王汉洲", [("刘甜", "editor"), ("王汉洲", "editor")]),
        ("(图片由通讯员提供)", []),
        ("值班主任:杨 林", []),
        ("作者：", []),
        ("半月谈记者 史卫燕", [("史卫燕", "reporter")]),
        ("石佳/中国青年报", [("石佳", "author")]),
        ("(福州晚报记者 林安镇 实习生 黄卫平 报道)", [("林安镇", "reporter"), ("黄卫平", "reporter")]),
        ("编辑刘朝富宋洁", [("刘朝富", "editor"), ("宋洁", "editor")]),
        ("廖丽萍 摄", [("廖丽萍", "photographer")]),
        ("文字:张三 图片:李四", [("张三", "author"), ("李四", "photographer")]),
    ],
)
def test_a_line_of_credits_is_read(line, expected):
    credit = credit_line(line)
    assert credit is not None
    assert people(credit) == expected


@pytest.mark.parametrize(
    "line",
    [
        "记者从黄冈市民政局了解到",
        "图文并茂",
        "文明创建记者行动",
        "打造文明城市",
        "百名记者蹲点基层",
        "告诉记者",
        "编辑部的故事",
        "实习生须提高警惕",
        "",
    ],
)
def test_words_of_a_report_are_no_credit(line):
    assert credit_line(line) is None


def test_the_papers_own_dateline_and_its_bracket_leave_the_text():
    text = "本报讯(记者 祁晓燕 通讯员 乌日娜)为充分发挥党建引领作用"
    found = opening_credits(text)
    assert text[max(c.end for c in found) :] == "为充分发挥党建引领作用"
    assert [p for c in found for p in people(c)] == [("祁晓燕", "reporter"), ("乌日娜", "correspondent")]


def test_a_dateline_without_a_bracket_is_read_to_its_colon():
    text = "本报讯 记者李静 通讯员王五报道:近日,街道召开会议"
    assert text[max(c.end for c in opening_credits(text)) :] == "近日,街道召开会议"


def test_an_agencys_dateline_stays_and_its_bracket_goes():
    text = "新华社北京4月4日电(记者 张三)近日"
    (credit,) = opening_credits(text)
    assert text[: credit.start] == "新华社北京4月4日电"
    assert people(credit) == [("张三", "reporter")]


@pytest.mark.parametrize("text", ["街道(社区)召开会议,部署创建工作", "近日,记者在社区看到", "据新华社电 近日"])
def test_an_ordinary_beginning_holds_no_credit(text):
    assert opening_credits(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("让“文明汽车”载着和谐幸福稳步前进。(刘奕男)", [("刘奕男", "author")]),
        ("形成了推动有力的创城良性工作态势。（程琛）", [("程琛", "author")]),
        ("形成了推动有力的创城良性工作态势。(文/图 王小明)", [("王小明", "reporter"), ("王小明", "photographer")]),
        ("形成了推动有力的创城良性工作态势。(市文明办 张三)", [("张三", "author")]),
        ("形成了推动有力的创城良性工作态势。(图片由单位提供)", []),
    ],
)
def test_the_bracket_at_the_end_is_a_credit(text, expected):
    credit = closing_credit(text)
    assert credit is not None
    assert people(credit) == expected


@pytest.mark.parametrize(
    "text", ["建立8个新时代文明实践站新时代文明实践站(所)", "街道打造文明城市示范小区(二期)", "云南省林业调查规划院全体职工(营林分院)"]
)
def test_a_bracket_that_belongs_to_a_name_stays(text):
    assert closing_credit(text) is None


@pytest.mark.parametrize(
    ("caption", "left", "expected"),
    [
        ("汽车站街道开展文艺志愿服务活动 凝聚向上向善力量(单位供图)", "汽车站街道开展文艺志愿服务活动 凝聚向上向善力量", []),
        ("图为活动现场(陈晓芬 摄)", "图为活动现场", [("陈晓芬", "photographer")]),
        ("活动现场 新华社记者 王大明 摄", "活动现场", [("王大明", "photographer")]),
        ("志愿者在清扫街道。成广聚 摄", "志愿者在清扫街道。", [("成广聚", "photographer")]),
    ],
)
def test_who_took_a_picture_leaves_its_caption(caption, left, expected):
    credit = caption_credit(caption)
    assert credit is not None
    assert caption[: credit.start] == left
    assert people(credit) == expected


def test_names_need_a_surname():
    assert is_name("刘奕男")
    assert is_name("欧阳明月")
    assert not is_name("文明办")
    assert not is_name("小编")
