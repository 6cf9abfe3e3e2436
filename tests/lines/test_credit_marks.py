"""Credits by what stands beside them: marks in place of colons, offices before one name, pictures that others gave, kinds of articles."""

from __future__ import annotations

import pytest

from newsbot.lines.credits import Position, caption_credit, closing_credit, credit_line, opening_credits, read_credits

TEXT = "近日，城南街道组织志愿者走进老旧小区，清理楼道杂物，居民的居住环境得到明显改善。"


def people(line, position=Position.END):
    return {(author.name, author.role) for author in read_credits(line, position).authors}


def named(credit):
    return [(author.name, author.role) for author in credit.authors] if credit else []


@pytest.mark.parametrize("mark", ["◎", "●", "◆", "■", "▲"])
def test_a_mark_between_a_role_and_its_names_is_a_colon(mark):
    assert named(credit_line(f"文{mark}何晓棠 图{mark}陆一鸣")) == [("何晓棠", "author"), ("陆一鸣", "photographer")]


def test_a_mark_before_the_line_of_who_reported_is_none():
    assert named(credit_line("◎本报记者 葛长青")) == [("葛长青", "reporter")]


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        ("（城南街道 焦裕民）", [("焦裕民", "author")]),
        ("（城西社区 方秀英 供稿）", [("方秀英", "author")]),
        ("（文明社区 志愿队）", []),
        ("（供图：社区）", []),
        ("（城南街道 高清图）", []),
    ],
)
def test_who_stands_behind_an_office_in_the_last_bracket(bracket, expected):
    assert named(closing_credit(TEXT + bracket)) == expected


def test_half_a_bracket_of_long_names_tells_the_other_half():
    assert ("王朝阳", "author") in named(opening_credits("本网讯 （王朝阳 马晓东）4月3日，社区举行了文明讲堂。")[-1])


def test_text_and_pictures_are_said_behind_the_names_of_an_opening():
    text = "晚报讯 记者付红雷 通讯员石磊 文/图 近日，社区里热闹起来。"
    found = opening_credits(text)[-1]
    assert named(found) == [("付红雷", "reporter"), ("付红雷", "photographer"), ("石磊", "correspondent"), ("石磊", "photographer")]
    assert text[found.end :] == "近日，社区里热闹起来。"


def test_a_kind_of_article_is_nobody():
    assert people("【本报记者 钟伟明 专访】", Position.LEAD) == {("钟伟明", "reporter")}


def test_who_is_named_beside_pictures_of_others_took_none():
    assert named(caption_credit("志愿者在清理小广告。记者 敖小波 图片由受访者提供")) == [("敖小波", "reporter")]


def test_a_name_written_in_sounds_may_begin_with_its_usual_first_word():
    assert people("记者：才让卓玛 扎西东珠", Position.LEAD) == {("才让卓玛", "reporter"), ("扎西东珠", "reporter")}


@pytest.mark.parametrize("alias", ["（笔名：北山）", "（笔名 北山）", "(笔名:北山)"])
def test_a_pen_name_behind_a_name_is_no_second_person(alias):
    assert people(f"作者：郁小北{alias}", Position.LEAD) == {("郁小北", "author")}


def test_a_pen_name_behind_a_role_is_the_person():
    assert people("作者（笔名：冬雪）", Position.LEAD) == {("冬雪", "author")}


def test_who_an_account_is_called_by_is_no_person():
    assert people("原创 丁小雨 看见江畔", Position.LEAD) == {("丁小雨", "author")}
