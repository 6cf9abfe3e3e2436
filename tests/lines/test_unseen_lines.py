"""Lines in forms that nobody had shown: datelines, names that are places too, days that are no publication time, bait after a brand."""

import pytest

from newsbot.lines.credits import OWN_DATELINE, authors_of_credit, credit_line, opening_credits
from newsbot.lines.meta_line import parse_meta_line
from newsbot.lines.spam import brand_tokens
from newsbot.lines.times import stated_times

TEXT = "近日，桂溪街道组织志愿者走进老旧小区，清理楼道杂物。"


@pytest.mark.parametrize("dateline", ["本报兰州讯", "本网泸州消息", "早报讯 ", "都市报讯 ", "本报讯"])
def test_a_medium_that_does_not_name_itself(dateline):
    found = opening_credits(dateline + TEXT)
    assert [(credit.rule, credit.end) for credit in found] == [(OWN_DATELINE, len(dateline))]


@pytest.mark.parametrize("dateline", ["本报今天讯", "南城晚报讯 ", "本报兰州4月10日电 "])
def test_a_dateline_that_says_more_stays(dateline):
    assert opening_credits(dateline + TEXT) == []


@pytest.mark.parametrize(("line", "name"), [("全媒体记者 周宁", "周宁"), ("（记者 高平）", "高平")])
def test_a_name_that_is_a_place_too_stands_last(line, name):
    found = credit_line(line)
    assert found
    assert [author.name for author in authors_of_credit(line, found.rule)] == [name]
    assert credit_line(f"记者 {name}报道") is None


@pytest.mark.parametrize("line", ["图：居民们正在打扫楼道", "图:志愿者在路口劝导行人"])
def test_what_a_picture_shows_is_no_credit(line):
    assert credit_line(line) is None


def test_who_gave_a_picture_is_a_credit():
    assert credit_line("图：南城区文明办")
    assert credit_line("图：市文明办")


@pytest.mark.parametrize("line", ["GMT+8, 2024-10-22 16:39", "版面检索：2022年09月07日", "网友甲 回复于 [2024-11-06 17:14:22]"])
def test_a_day_that_does_not_say_when_the_page_was_published(line):
    assert stated_times(line, None) == []


def test_a_zone_between_day_and_clock_is_part_of_the_time():
    assert [time.iso for time in stated_times("2012-01-17 HKT 19:37", None)] == ["2012-01-17T19:37:00+08:00"]
    assert stated_times("发表于 2023-4-1 12:33", None)


def test_two_media_beside_a_time_are_no_sentence():
    assert parse_meta_line("2019-09-07 10:19    南城第一生活网-东江都市报   记者 王小明 通讯员 李红梅", None)


def test_bait_words_after_a_brand_go_with_it():
    texts = ["近日金彩体育官网app官网，桂溪街道清理楼道。", "居民说金彩体育官网app官网好。", "金彩体育官网让楼道变美。"]
    marks = brand_tokens(texts)
    assert [texts[mark.block][mark.start : mark.end] for mark in marks] == ["金彩体育官网app官网"] * 2 + ["金彩体育官网"]
