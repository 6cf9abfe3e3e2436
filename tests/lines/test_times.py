"""Times as pages print them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.lines.times import find_times
from newsbot.model import CHINA

CLOCK = datetime(2025, 6, 1, 12, 0, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("2023-04-10 14:53:03    来源:人民网-湖南频道", "2023-04-10T14:53:03+08:00"),
        ("2019-09-18 06:23", "2019-09-18T06:23:00+08:00"),
        ("2024年05月10日06:58", "2024-05-10T06:58:00+08:00"),
        ("2023 11/ 17 20:52:15", "2023-11-17T20:52:15+08:00"),
        ("15:312018/09/16", "2018-09-16T15:31:00+08:00"),
        ("2012.01.12 06:45 pm", "2012-01-12T18:45:00+08:00"),
        ("2012/1/17", "2012-01-17"),
        ("２０１２年１月１７日 香港時間１７時０６分", "2012-01-17T17:06:00+08:00"),
        ("January 17, 2012 06:00 AM", "2012-01-17T06:00:00+08:00"),
        ("Published: Tue 17 January 2012", "2012-01-17"),
        ("1st Feb. 2012 06:00 PM", "2012-02-01T18:00:00+08:00"),
        ("22.11.2016 19:39", "2016-11-22T19:39:00+08:00"),
        ("04.05.2023", "2023-05-04"),
        ("22/11/2016 19:39", "2016-11-22T19:39:00+08:00"),
        ("11/22/2016", "2016-11-22"),
        ("05/05/2023", "2023-05-05"),
        ("04/09/2025", "2025-04-09"),
        ("二〇二三年十二月廿三日", "2023-12-23"),
        ("2023-04-10T14:53:03+00:00", "2023-04-10T22:53:03+08:00"),
        ("2023年4月10日 星期一 14:53", "2023-04-10T14:53:00+08:00"),
        ("2023年4月10日 下午3:05", "2023-04-10T15:05:00+08:00"),
        ("01-1417:58", "2025-01-14T17:58:00+08:00"),
        ("12-22 09:35", "2024-12-22T09:35:00+08:00"),
        ("2小时前", "2025-06-01T10:00:00+08:00"),
        ("3天前", "2025-05-29"),
        ("昨天 14:20", "2025-05-31T14:20:00+08:00"),
        ("昨天", "2025-05-31"),
        ("发布日期：20230410", "2023-04-10"),
        ("20230410 08:15", "2023-04-10T08:15:00+08:00"),
        ("4月10日14时53分", "2025-04-10T14:53:00+08:00"),
        ("2023—04—10 14:53", "2023-04-10T14:53:00+08:00"),
        ("2023——04——10", "2023-04-10"),
        ("2023·04·10", "2023-04-10"),
        ("半小时前", "2025-06-01T11:30:00+08:00"),
        ("Mon Apr 10 14:53:03 CST 2023", "2023-04-10T14:53:03+08:00"),
        ("2023年4月10日晚上8点", "2023-04-10T20:00:00+08:00"),
        ("2023年4月10日 8时", "2023-04-10T08:00:00+08:00"),
        ("2023年4月10日凌晨12点20分", "2023-04-10T00:20:00+08:00"),
        ("2023年4月10日中午12点", "2023-04-10T12:00:00+08:00"),
        ("2012-01-17 HKT 19:37", "2012-01-17T19:37:00+08:00"),
        ("昨日晚上8点30分", "2025-05-31T20:30:00+08:00"),
        ("民国112年4月10日", "2023-04-10"),
    ],
)
def test_a_printed_time_is_read(line, iso):
    assert [time.iso for time in find_times(line, CLOCK)] == [iso]


def test_of_two_times_side_by_side_each_has_its_own_clock():
    line = "2023-04-10 09:30:00  2023-04-12 05:48:04"
    assert [time.iso for time in find_times(line, CLOCK)] == ["2023-04-10T09:30:00+08:00", "2023-04-12T05:48:04+08:00"]


@pytest.mark.parametrize(
    "line",
    [
        "第5-12名",
        "06/05/2023",
        "06-05-2023 10:20",
        "2026-12-22 09:00",
        "1899年3月4日",
        "4月10日讯",
        "昨天的会议",
        "13:65",
        "2023-13-40",
        "电话 2023-4567-88",
        "91、93号院",
        "编号：20230410",
        "1993-04-10",
        "2025-06-03",
    ],
)
def test_what_is_no_time_of_publication_is_left_alone(line):
    assert find_times(line, CLOCK) == []


def test_a_time_of_tomorrow_may_be_one_of_another_zone():
    assert [time.iso for time in find_times("2025-06-02 11:00", CLOCK)] == ["2025-06-02T11:00:00+08:00"]


def test_the_label_of_eight_digits_stands_right_before_them():
    assert find_times("日期：见正文 20230410", CLOCK) == []


def test_a_long_line_is_read_at_its_beginning():
    assert find_times("一" * 390 + "2019-09-18", CLOCK) != []
    assert find_times("一" * 400 + "2019-09-18", CLOCK) == []


def test_a_time_that_counts_from_now_needs_the_clock_of_the_page():
    assert find_times("2小时前", None) == []
    assert find_times("昨天 14:20", None) == []


@given(st.text(alphabet="0123456789年月日时分秒:：-/. 前昨天上下午TZ+", max_size=600))
def test_any_line_is_read_without_an_error_and_within_it(line):
    for time in find_times(line, CLOCK):
        assert 0 <= time.start < time.end <= len(line)
        assert datetime.fromisoformat(time.iso) is not None
