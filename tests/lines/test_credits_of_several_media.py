"""Credits that name people of two media in one bracket, how they reported, who gave the pictures, and pen names."""

from __future__ import annotations

import pytest

from newsbot.lines.credits import Position, closing_credit, credit_line, read_credits

TEXT = "近日，桂溪街道组织志愿者走进老旧小区，清理楼道杂物，居民的居住环境得到明显改善。"


def people(line, position=Position.LEAD):
    return {(author.name, author.role) for author in read_credits(line, position).authors}


@pytest.mark.parametrize("line", ["（青山网甄晓东 江城新闻记者柏玉珊）", "（青山晚报甄晓东、江城网记者柏玉珊）"])
def test_who_stands_right_behind_a_medium_reports_for_it(line):
    assert people(line) == {("甄晓东", "reporter"), ("柏玉珊", "reporter")}


@pytest.mark.parametrize("line", ["（青山社区委员 江城网记者柏玉珊）", "（青山网 江城网记者柏玉珊）"])
def test_an_office_and_a_medium_alone_are_no_persons(line):
    assert people(line) == {("柏玉珊", "reporter")}


@pytest.mark.parametrize("name", ["粘采薇", "赵北"])
def test_the_last_of_a_list_ends_before_how_they_reported(name):
    assert people(f"【台岛时报记者简志安、{name}连线报道】") == {("简志安", "reporter"), (name, "reporter")}


def test_a_name_that_is_a_place_right_behind_its_role_is_a_person():
    assert people("本报讯 通讯员周至 报道") == {("周至", "correspondent")}
    assert not people("晚报记者 周至报道")


@pytest.mark.parametrize(
    ("before", "role"), [("本报记者 倪嘉禾", "reporter"), ("倪嘉禾", "author"), ("文/倪嘉禾", "author"), ("通讯员 倪嘉禾", "correspondent")]
)
def test_who_gave_the_pictures_changes_nobodys_role(before, role):
    found = closing_credit(f"{TEXT}{before} 图片由受访者提供")
    assert found
    assert [(author.name, author.role) for author in found.authors] == [("倪嘉禾", role)]


def test_who_gave_the_pictures_is_named_right_behind_the_role():
    assert people("图片由通讯员倪嘉禾提供") == {("倪嘉禾", "correspondent")}


def test_a_pen_name_and_who_led_the_writing():
    found = closing_credit(f"{TEXT}（笔名：山月）")
    assert found
    assert [author.name for author in found.authors] == ["山月"]
    assert people("主笔：温若曦 编审：应求是") == {("温若曦", "author")}


def test_the_account_that_follows_who_wrote_is_nobody():
    assert people("原创 桑小米 看见青澜 2024-03-06 08:30", Position.META) == {("桑小米", "author")}


def test_four_characters_are_a_name_with_a_surname_of_two_or_in_sounds():
    line = credit_line("记者 欧阳若水 扎西卓玛")
    assert line
    assert [author.name for author in line.authors] == ["欧阳若水", "扎西卓玛"]
