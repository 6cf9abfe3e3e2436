"""The line under a headline."""

from datetime import datetime

import pytest

from newsbot.lines.meta_line import parse_meta_line, parted
from newsbot.model import CHINA

CLOCK = datetime(2025, 6, 1, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("2023-04-10 14:53:03    来源:人民网-湖南频道", {"source": "人民网-湖南频道"}),
        ("来源: 责编: 时间:2023-12-22 09:35:11 251观看", {}),
        ("来源：新华网作者：温素霞", {"source": "新华网", "author": "温素霞"}),
        ("来源:红网 | 编辑:李某 | 作者:张某", {"source": "红网", "editor": "李某", "author": "张某"}),
        ("[稿源：红网]", {"source": "红网"}),
        ("来源：【中国文明网】 发布时间：2023-01-02", {"source": "中国文明网"}),
        ("责任编辑：王五", {"editor": "王五"}),
        ("时间:2023-01-02 来源:中国文明网 作者: 编辑:陈某", {"source": "中国文明网", "editor": "陈某"}),
    ],
)
def test_labels_and_values_are_read_in_any_order(line, fields):
    meta = parse_meta_line(line, CLOCK)
    assert meta is not None
    assert {kind: value for kind, value in meta.fields.items() if kind not in {"count", "widget"}} == fields


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("来源:青山日报时间:2025-05-05", {"source": "青山日报"}),
        ("来源：青山网日期：2025-05-05作者：李明", {"source": "青山网", "author": "李明"}),
        ("来源：青山街道时间：2025-05-05", {"source": "青山街道"}),
        ("来源：青山网见报时间：2025-05-05", {"source": "青山网"}),
        ("来源：青山网最后更新时间：2025-05-05 08:00", {"source": "青山网"}),
        ("来源：宁海发布时间：2025-05-05", {"source": "宁海发布"}),
        ("来源：宁海 发布时间：2025-05-05", {"source": "宁海"}),
        ("来源：青山街道发布时间：2025-05-05", {"source": "青山街道"}),
        ("来源：人民网-湖南频道时间：2025-05-05", {"source": "人民网-湖南频道"}),
        ("来源：QS新闻网发布时间：2025-05-05", {"source": "QS新闻网"}),
        ("来源：中新社分类：社会", {"source": "中新社", "other": "社会"}),
        ("编辑：王小明日期：2025-05-05", {"editor": "王小明"}),
    ],
)
def test_a_label_glued_to_a_value_takes_nothing_of_it(line, fields):
    meta = parse_meta_line(line, CLOCK)
    assert meta is not None
    assert meta.fields == fields


@pytest.mark.parametrize(
    "line", ["原载《青山日报》2013年6月7日第4版", "（原刊于《青山日报》）", "本文转自《青山日报》", "（摘自《青山日报》）"]
)
def test_where_a_text_was_first_printed_needs_no_colon_before_the_marks_of_a_title(line):
    meta = parse_meta_line(line, CLOCK)
    assert meta is not None
    assert meta.fields["source"] == "青山日报"
    assert meta.may_follow


def test_a_sentence_on_where_something_was_printed_is_no_meta_line():
    assert parse_meta_line("这篇写老街的作文刊于《青山日报》。", CLOCK) is None


def test_a_medium_beside_the_time_is_kept_as_unlabelled_words():
    meta = parse_meta_line("2019-09-26 10:56:28 证券时报网", CLOCK)
    assert meta is not None
    assert meta.rest == ("证券时报网",)


@pytest.mark.parametrize(
    "line",
    [
        "印尼萨满连环杀人案新进展:警方收到18份失踪人员报告",
        "2023年4月10日,街道召开创建全国文明城市推进会,统筹安排下一阶段各项工作任务,明确责任分工。",
        "记者从黄冈市民政局了解到,社区今年打造党群服务站",
        "北京时间4月10日12时55分，在居民代表的见证下，晨光小区加装的第一部电梯投入使用，首批住户领到了门卡。",
        "",
        "文明创建" * 100,
    ],
)
def test_a_sentence_is_no_meta_line(line):
    assert parse_meta_line(line, CLOCK) is None


@pytest.mark.parametrize("seams", [[-3, 0], [99], [28, 28], list(range(-2, 60))])
def test_a_seam_outside_the_text_parts_nothing(seams):
    line = "2012-01-12 08:51 来源：新华网 网友评论 (0)"
    meta = parse_meta_line(line, None)
    assert meta is not None
    again = parted(meta, line, None, seams)
    assert again is not None
    assert again.fields["source"] == "新华网"


@pytest.mark.parametrize(("line", "is_meta"), [
    ("2024-03-05 10:00 王丽 李强 张敏 刘奕男", True),
    ("2024-03-05 10:00 各地公布夏季补贴标准涨幅明显多项举措陆续落地", False),
])  # fmt: skip
def test_more_words_beside_a_time_are_names_or_media_or_no_meta_line(line, is_meta):
    assert (parse_meta_line(line, CLOCK) is not None) is is_meta


@pytest.mark.parametrize(
    ("line", "may_follow"),
    [
        ("发布时间：2023-04-10 14:53", True),
        ("来源：新华网 时间：2023-04-10至2023-04-11", True),
        ("责任编辑：王五", True),
        ("报名时间：2024年3月7日-4月26日", False),
        ("备注：销售时间：5月12日-5月18日 使用时间：5月17日—19日", False),
    ],
)
def test_from_one_time_to_another_between_paragraphs_is_a_happening(line, may_follow):
    meta = parse_meta_line(line, CLOCK)
    assert meta is not None
    assert meta.may_follow is may_follow
