"""Accounts beside who wrote for them, parts of words that look like names, and names that nobody read."""

from datetime import datetime

import pytest

from newsbot import Page, normalise
from newsbot.lines.credits import Position, read_credits
from newsbot.model import CHINA

CLOCK = datetime(2024, 5, 7, 9, tzinfo=CHINA)
HEADLINE = "青山街道志愿者清理老旧楼道"
PARAGRAPHS = (
    "5月6日上午，青山街道组织三十多名志愿者走进杨柳社区，清理楼道里堆放多年的旧家具和废纸箱，打通了消防通道。",
    "志愿者一边清理一边向居民讲解楼道堆物的危害，不少居民听了以后也拿起扫帚，加入到清扫的队伍里来，干得热火朝天。",
    "截至当天中午，共清运杂物六车，劝导居民移走电动自行车二十多辆，社区还把每月第一个周六定为楼道清洁日。",
)


def row(meta, opening="", end=""):
    first, *rest = PARAGRAPHS
    text = "".join(f"<p>{line}</p>" for line in (opening + first, *rest, end) if line)
    page = f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1><div>{meta}</div><div>{text}</div></body></html>"
    return normalise(Page("http://qs.example/1.html", page.encode(), fetched_at=CLOCK), topic="any").to_dict()


@pytest.mark.parametrize(("meta", "author", "source"), [
    ("阿禾 柳湾生活圈 2024-05-06 08:00", "阿禾", "柳湾生活圈"),
    ("原创：豆麦子 柳湾生活圈 2024-05-06", "豆麦子", "柳湾生活圈"),
    ("原创：豆麦子 柳湾生活圈 昨天 18:20", "豆麦子", "柳湾生活圈"),
    ("社会 柳湾生活圈 2024-05-06 08:00", None, None),
])  # fmt: skip
def test_an_account_stands_behind_who_wrote_for_it(meta, author, source):
    read = row(meta)
    assert [one["name"] for one in read["authors"]] == ([author] if author else [])
    assert read["source"] == source


def test_the_day_before_ends_the_name_of_an_account():
    assert row("原创：豆麦子 柳湾生活圈 昨天")["source"] == "柳湾生活圈"


def test_a_medium_is_named_as_a_whole():
    assert row("http://www.lx.example.cn　2024-03-18 20:00　临溪县融媒体中心")["source"] == "临溪县融媒体中心"


@pytest.mark.parametrize(("line", "names"), [
    ("原创：豆麦子 柳湾生活圈 2024-05-06", ["豆麦子"]),
    ("（柳湾街道 高清图）", []),
    ("（柳湾街道 王清图）", []),
    ("（图片由葛兰拍摄）", ["葛兰"]),
    ("通讯员 康宁 安平", ["康宁", "安平"]),
    ("记者 王某某 安平报道", ["王某某"]),
    ("记者 葛兰 修改时间：2024-05-20 11:00", ["葛兰"]),
])  # fmt: skip
def test_what_a_word_goes_on_from_or_took_a_picture_is_no_name(line, names):
    assert [author.name for author in read_credits(line, Position.END).authors] == names


@pytest.mark.parametrize("more", [
    {"end": "通讯员景泰 邱顺报道"},
    {"opening": "新华社郑州5月6日电 贾学民郝彩玲河南柳湾市"},
    {"end": "——葛兰"},
    {"meta": "2024-05-06 08:00 来源：青山日报</div><p>葛兰</p><div>"},
    {"meta": "特稿专区 柳湾生活 2024-05-06 08:00"},
])  # fmt: skip
def test_a_row_is_not_sure_of_its_persons_where_words_like_names_stay_unread(more):
    assert row(**{"meta": "2024-05-06 08:00 来源：青山日报", **more})["confidence"]["authors"] <= 0.9


def test_a_label_beside_a_time_names_nobody():
    assert row("发布时间：2024-05-06 09:32　修改时间：2024-05-06 11:00　来源：青山日报")["authors"] == []


def test_a_telephone_number_behind_who_wrote_takes_no_paragraph_away():
    read = row("2024-05-06 08:00 来源：青山日报", end=f"{PARAGRAPHS[1]}（记者葛兰 电话0000-8812345）")
    assert len(read["body"]) == len(PARAGRAPHS) + 1
    assert read["authors"] == [{"name": "葛兰", "role": "reporter"}]


def test_the_word_for_a_special_report_is_a_dateline():
    assert row("2024-05-06 08:00 来源：青山日报", opening="【特讯】")["body"][0] == PARAGRAPHS[0]
