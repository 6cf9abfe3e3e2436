"""Names that are words as well, by the slot of a credit that they stand in."""

from __future__ import annotations

import pytest

from newsbot.lines.credits import Position, caption_credit, closing_credit, opening_credits, read_credits


def people(line, position=Position.LEAD):
    return [(author.name, author.role) for author in read_credits(line, position).authors]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("（首席记者 宁静 通讯员 安康）", [("宁静", "reporter"), ("安康", "correspondent")]),
        ("（记者 康庄 通讯员 大道）", [("康庄", "reporter"), ("大道", "correspondent")]),
        ("编辑：平安 责编：如意 审核：吉祥", [("平安", "editor"), ("如意", "editor")]),
        ("策划：陈年 撰文：老酒 摄影：林间", [("老酒", "author"), ("林间", "photographer")]),
        ("记者汪洋、关键4月9日报道", [("汪洋", "reporter"), ("关键", "reporter")]),
        ("（本报记者石开、温馨报道）", [("石开", "reporter"), ("温馨", "reporter")]),
        ("文/顾恺 摄/吴道", [("顾恺", "author"), ("吴道", "photographer")]),
        ("本报记者 巴特尔 通讯员 哈斯高娃", [("巴特尔", "reporter"), ("哈斯高娃", "correspondent")]),
        ("通讯员 临川区委宣传部 周小明 黄婷", [("周小明", "correspondent"), ("黄婷", "correspondent")]),
    ],
)
def test_what_stands_in_a_slot_is_a_name(line, expected):
    assert people(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "记者 近日报道",
        "（记者 市民 供图）",
        "通讯员：居民",
        "作者：老酒",
        "文/志愿者",
    ],
)
def test_no_word_is_a_name_without_a_slot_of_a_newsroom(line):
    assert people(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("记者 王宗铭 花莲报导", [("王宗铭", "reporter")]),
        ("记者：向定杰 吴思 贵阳报道", [("向定杰", "reporter"), ("吴思", "reporter")]),
        ("文/余音 本刊摄影/卓越", [("余音", "author"), ("卓越", "photographer")]),
    ],
)
def test_where_a_report_comes_from_and_whose_people_follow_are_no_names(line, expected):
    assert people(line) == expected


@pytest.mark.parametrize("name", ["周围", "黄金", "德吉央宗"])
def test_a_word_alone_took_the_picture_that_is_above(name):
    found = caption_credit(f"航拍改造后的村庄。青山图片 {name} 摄")
    assert found
    assert [(author.name, author.role) for author in found.authors] == [(name, "photographer")]


@pytest.mark.parametrize("who", ["居民", "手机", "志愿者"])
def test_people_in_general_took_no_picture_by_name(who):
    assert people(f"航拍改造后的村庄。{who} 摄", Position.CAPTION) == []


def test_a_photographer_of_the_paper_is_one():
    found = opening_credits("本报讯（撰文记者/何立新 摄影记者/陶可）昨日，二十个小区完成了整治。")
    assert [(author.name, author.role) for author in found[-1].authors] == [("何立新", "reporter"), ("陶可", "photographer")]


def test_two_roles_that_a_mark_joins_are_both_those_of_who_follows():
    assert people("撰稿·编辑/王立群") == [("王立群", "author"), ("王立群", "editor")]
    assert people("文、摄影/王立群") == [("王立群", "reporter"), ("王立群", "photographer")]


def test_a_name_before_a_bracket_of_an_office_stays_one():
    assert people("作者：费孝（中共青山县委党校）") == [("费孝", "author")]


def test_the_second_half_of_an_accounts_name_is_no_person():
    assert people("文明余杭 2023-04-10 17:30 发表于浙江", Position.META) == []


def test_words_with_names_around_them_at_the_end_of_a_text():
    found = closing_credit("街道将继续完善机制。（记者 解放 通讯员 胜利）")
    assert found
    assert [(author.name, author.role) for author in found.authors] == [("解放", "reporter"), ("胜利", "correspondent")]
