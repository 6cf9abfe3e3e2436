"""Fields that are read from meta lines, keyword lines and wording."""

from datetime import datetime

import pytest

from newsbot.facts.media_names import tidy_source
from newsbot.facts.published import changed_on_page, dated_after, published
from newsbot.facts.source import source_of
from newsbot.facts.topic import is_civic, topic_of
from newsbot.lines.meta_line import parse_meta_line
from newsbot.model import CHINA, Block, Features

CLOCK = datetime(2025, 6, 1, tzinfo=CHINA)


def metas(*lines):
    found = ((n, parse_meta_line(line, CLOCK)) for n, line in lines)
    return [(n, meta) for n, meta in found if meta]


def test_the_time_beside_the_source_wins_over_the_calendar_of_the_header():
    lines = metas((0, "今天是:2025年05月30日 星期五"), (3, "2023-04-10 14:53:03 来源:人民网-湖南频道"))
    stated = published(lines, 2, 5)
    assert stated is not None
    assert stated.iso == "2023-04-10T14:53:03+08:00"


def test_a_time_after_the_report_counts_only_with_a_label():
    assert published(metas((9, "2023-04-10 14:53:03")), 0, 2) is None
    stated = published(metas((9, "发布时间:2023-04-10")), 0, 2)
    assert stated is not None
    assert stated.iso == "2023-04-10"


def test_of_two_dates_as_near_that_which_machines_are_told_wins_then_that_under_the_title():
    lines = metas((1, "2024-11-19"), (3, "2024-11-27 文明创建"))
    for said, day in (("2024-11-27T09:30:00+08:00", "2024-11-27"), ("2024-11-19", "2024-11-19"), (None, "2024-11-27")):
        stated = published(lines, 2, 5, said)
        assert stated is not None
        assert stated.iso == day
    far = published(metas((0, "2024-11-19"), (3, "2024-11-27 文明创建")), 2, 5, "2024-11-19")
    assert far is not None
    assert far.iso == "2024-11-27"


DATED = [
    # the last change of several is never when a page was published
    ((1, "最近更新：2023-04-12 | 字数总计：240"), None, "2023-04-12"),
    ((1, "Last updated: 2023-04-12"), None, "2023-04-12"),
    # many sites print a change in place of the day of publication
    ((1, "更新时间：2023-04-12 09:10"), "2023-04-12T09:10:00+08:00", None),
    # and where both stand, in whatever order, each is what it is called
    ((1, "更新时间：2023-04-12 发布时间：2023-04-10"), "2023-04-10", "2023-04-12"),
    ((1, "发布于 2023-04-10 10:20 更新于 2023-04-12 09:10"), "2023-04-10T10:20:00+08:00", "2023-04-12T09:10:00+08:00"),
    # changed within the day that is stated, or before it: nothing is said
    ((1, "发布于 2023-04-10 更新于 2023-04-10 09:10"), "2023-04-10", None),
]


@pytest.mark.parametrize(("line", "day", "changed"), DATED)
def test_what_a_line_calls_a_change_is_one(line, day, changed):
    stated = published(metas(line), 0, 3)
    assert (stated.iso if stated else None) == day
    later = changed_on_page(metas(line), day)
    assert (later.iso if later else None) == changed


def test_a_plain_day_under_the_headline_stands_before_a_labelled_change_and_the_calendar_of_the_header_does_not():
    under = published(metas((3, "2023-04-10"), (4, "更新于：2023-04-12 10:00")), 2, 6)
    assert under is not None
    assert under.iso == "2023-04-10"
    above = published(metas((0, "2025年05月30日 星期五"), (3, "更新时间：2023-04-12 10:00")), 2, 6)
    assert above is not None
    assert above.iso == "2023-04-12T10:00:00+08:00"


@pytest.mark.parametrize(
    ("line", "url", "day"),
    [
        ("2023-04-10 该篇文章归档于社区治理", "http://a.test/2023/04/10/walk/", "2023-04-10"),
        ("2023-04-10 该篇文章归档于社区治理", "http://a.test/walk/", None),
        ("归档于社区治理 2023-04-10 共一百零八篇文章", "http://a.test/2023/04/10/walk/", None),
        ("2023-04-10", "http://a.test/walk/", "2023-04-10"),
    ],
)
def test_a_line_after_the_report_that_begins_with_the_day_in_the_address_says_when(line, url, day):
    last = Block(raw="", text=line, features=Features(element=2))
    found = dated_after([Block(raw="", text="街道召开会议。"), last], 1, CLOCK, url)
    assert (found.iso if found else None) == day
    plain = dated_after([Block(raw="", text=line)], 0, CLOCK, url)
    assert (plain.iso if plain else None) == (day if line == day else None)


@pytest.mark.parametrize("void", ["互联网", "网络", "本站", "未知", "", "12345"])
def test_what_is_no_medium_is_no_source(void):
    assert tidy_source(void) is None


@pytest.mark.parametrize("printed", ["“青山发布”微信公众号", "青山发布公众号", "微信公众号“青山发布”", "青山发布官方账号"])
def test_an_account_is_called_by_its_name(printed):
    assert tidy_source(printed) == "青山发布"


def test_the_source_before_the_report_wins():
    blocks = [Block(raw="", text="街道召开会议。") for _ in range(12)]
    found = source_of(blocks, metas((1, "来源:红网"), (9, "来源:网易")), 0, 4)
    assert found is not None
    assert found[0] == "红网"


@pytest.mark.parametrize(
    ("line", "medium"),
    [("2024-03-05 09:12 青山日报", "青山日报"), ("2024-03-05 09:12 青山发布", "江城晚报"), ("2024-03-05 09:12", "江城晚报")],
)
def test_a_medium_beside_the_time_wins_over_a_label_after_the_report_and_an_account_does_not(line, medium):
    blocks = [Block(raw="", text="街道召开会议。") for _ in range(12)]
    found = source_of(blocks, metas((1, line), (9, "（来源：江城晚报）")), 0, 4)
    assert found is not None
    assert found.medium == medium


@pytest.mark.parametrize(
    ("line", "medium"),
    [
        ("2024-03-05 09:12 青山同城", "青山同城"),
        ("【2024-03-05 09:12 报导】", None),
        ("出版：2024-03-05 09:12", None),
        ("2024-03-05 09:12 | 我来说两句", None),
    ],
)
def test_a_word_beside_the_time_is_who_published_unless_it_is_a_label_or_a_button(line, medium):
    blocks = [Block(raw="", text="街道召开会议。") for _ in range(4)]
    found = source_of(blocks, metas((1, line)), 0, 3)
    assert (found and found.medium) == medium


def test_an_account_is_read_with_the_seams_of_its_line():
    blocks = [Block(raw="", text="2024-03-05 06:16发布于湖北青山日报官方账号"), *(Block(raw="", text="街道召开会议。") for _ in range(3))]
    line = parse_meta_line("2024-03-05 06:16|发布于湖北|青山日报官方账号", CLOCK)
    assert line is not None
    found = source_of(blocks, [(0, line)], None, 1)
    assert found is not None
    assert found.medium == "青山日报"


@pytest.mark.parametrize(
    ("line", "medium"),
    [("【青山日报/】", "青山日报"), ("青山日报 沈若溪", "青山日报"), ("沈若溪/青山日报", "青山日报"), ("订阅 青山日报", None)],
)
def test_a_medium_may_stand_alone_beside_the_time_or_with_a_name(line, medium):
    blocks = [Block(raw="", text=text) for text in ("2024-03-05 09:12", line, "街道召开会议。", "街道召开会议。")]
    found = source_of(blocks, metas((0, "2024-03-05 09:12")), None, 2)
    assert (found and found.medium) == medium


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("汽车站街道:党建引领文明创建“提速升温”", "街道坚持以党建为引领,组织志愿者开展全国文明城市创建活动。"),
        ("社区召开网格员会议", "社区网格员入户走访,宣传文明城市创建知识,劝导不文明行为,清理小广告。"),
    ],
)
def test_a_civic_report_is_known(title, body):
    assert is_civic(topic_of(title, [body]))


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("曼联在老特拉福德2-0轻取埃弗顿", "这场比赛中,主教练变阵成功,球员们跑满全场,联赛排名未变。"),
        ("市政府召开一季度经济形势分析会", "会议指出,要稳住工业基本盘,扩大有效投资,促进消费。"),
        ("社区论文", "[摘要]社区治理。中图分类号:D669 参考文献 DOI:10.1 街道 社区 基层治理"),
    ],
)
def test_other_news_is_not(title, body):
    assert not is_civic(topic_of(title, [body]))
