"""Who signs at an end, and who is named between times: credits that have nothing around their names but what ends them."""

from __future__ import annotations

import pytest

from newsbot.lines.credits import Position, read_credits


def people(line: str, position: Position) -> set[tuple[str, str]]:
    return {(author.name, author.role) for author in read_credits(line, position).authors}


@pytest.mark.parametrize("name", ["曹婷婷", "时永刚", "阎宇航", "乔明辉", "景志强", "王俊杰"])
@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("雨后的街心公园。（{}/摄）", "photographer"),
        ("志愿者在清扫街道（{}摄影）", "photographer"),
        ("社区干部走访商户。（{} 图）", "photographer"),
        ("居民在议事厅议事。{}/图", "photographer"),
        ("居民在议事厅议事。（{}/文）", "author"),
    ],
)
def test_who_signs_before_a_role_word_that_ends_the_line_is_named(name, line, role):
    assert people(line.format(name), Position.CAPTION) == {(name, role)}


@pytest.mark.parametrize(
    "line", ["改造后的广场（高清图）", "改造后的广场。（平面图）", "规划中的广场（项目摄影）", "广场夜色。（通化摄影）"]
)
def test_a_word_before_such_a_role_is_nobody(line):
    assert people(line, Position.CAPTION) == set()


@pytest.mark.parametrize("name", ["时雨桐", "庄立新", "吕雪梅"])
def test_a_medium_is_read_between_a_time_and_its_people(name):
    line = f"2025-10-09 09:07 | 青山日报记者 {name} 通讯员 夏海涛"
    read = read_credits(line, Position.META)
    assert [line[start:end] for start, end in read.media] == ["青山日报"]
    assert {author.name for author in read.authors} == {name, "夏海涛"}
