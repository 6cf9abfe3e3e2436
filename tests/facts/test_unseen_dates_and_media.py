"""Dates and media on made-up pages of forms that nobody had shown: sections for media, days in pieces, labels that say something else."""

from __future__ import annotations

from datetime import datetime

import pytest

from newsbot import Page, Report, normalise
from newsbot.facts.media_names import tidy_source
from newsbot.lines.times import stated_times
from newsbot.row import Author

TITLE = "柳河街道老旧院落换新颜"
BODY = (
    "近日，青山区柳河街道对辖区12个老旧院落开展集中整治，拆除违建、疏通管网、补种绿化，居民的居住环境得到明显改善。",
    "“以前一下雨院子里就积水，现在路平了，灯也亮了。”住在三号院的居民说，大家如今都愿意下楼走走。",
    "据介绍，街道把院落改造与文明创建结合起来，由居民议事会商定改造清单，每月公示进度，已有600余户居民参与评议。",
)
CLOCK = datetime.fromisoformat("2026-03-20T10:00:00+08:00")


def read(*before, after=(), body=BODY) -> Report:
    lines = ["".join(line if line.startswith("<") else f"<div>{line}</div>" for line in part) for part in (before, after)]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    menu = '<div><a href="/">首页</a> <a href="/a">新闻</a> <a href="/b">社区</a></div>'
    html = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}</title></head><body>{menu}'
        f"<div><h1>{TITLE}</h1>{lines[0]}<div>{text}</div>{lines[1]}</div></body></html>"
    )
    page = Page("http://www.unseen.test/n/1.html", html.encode(), {"Content-Type": "text/html; charset=utf-8"}, fetched_at=CLOCK)
    verdict = normalise(page, topic="any")
    assert isinstance(verdict, Report)
    return verdict


def test_who_opened_a_thread_is_no_medium():
    report = read("楼主 | 发表于 2026-3-12 08:30:00 | 只看该作者")
    assert (report.source, report.date_published) == (None, "2026-03-12T08:30:00+08:00")


def test_a_kind_of_media_before_its_reporters_is_no_medium():
    report = read("2026年3月12日 08:30   融媒体记者：贺子涵 冉启明")
    assert (report.source, [author.name for author in report.authors]) == (None, ["贺子涵", "冉启明"])


def test_links_to_other_pages_of_a_paper_are_none_of_its_head():
    report = read("青山日报 2026年03月12日 星期四 第3版：民生 上一版 下一版")
    assert (report.source, report.date_published) == ("青山日报", "2026-03-12")


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("日期：26-03-11", "2026-03-11"),
        ("发布时间：26/3/11 08:30", "2026-03-11T08:30:00+08:00"),
        ("发布日期：26年3月11日", "2026-03-11"),
        ("发布日期：1150312", "2026-03-12"),
        ("张贴日：115-03-12", "2026-03-12"),
        ("发布日期：115年3月12日", "2026-03-12"),
        ("发布日期：115.03.12 14:05", "2026-03-12T14:05:00+08:00"),
        ("2026年3月12日 (四) 14:05", "2026-03-12T14:05:00+08:00"),
        ("2026-03-12 (Thu) 14:05", "2026-03-12T14:05:00+08:00"),
        ("2026-03-12 00:30:00 UTC", "2026-03-12T08:30:00+08:00"),
        ("二〇二六年三月十二日上午八时三十分", "2026-03-12T08:30:00+08:00"),
        ("二〇二六年三月十二日下午二时", "2026-03-12T14:00:00+08:00"),
        ("刚刚 · 青山日报", "2026-03-20"),
        ("两天前 · 青山日报", "2026-03-18"),
        ("Mar. 12, 2026 8:00 p.m.", "2026-03-12T20:00:00+08:00"),
    ],
)
def test_a_printed_time(line, iso):
    assert [time.iso for time in stated_times(line, CLOCK)] == [iso]


@pytest.mark.parametrize("line", ["文号：26-03-11", "热线：1150312", "115.03.12", "1150312", "刚刚过去的一周", "发布日期：99-12-30"])
def test_digits_that_are_no_day(line):
    assert stated_times(line, CLOCK) == []


@pytest.mark.parametrize(
    ("pieces", "iso"),
    [
        (("12", "2026-03"), "2026-03-12"),
        (("2026年03月", "12"), "2026-03-12"),
        (("<div><b>12</b><i>2026-03</i></div>",), "2026-03-12"),
        (("2026", "03/12", "08:45"), "2026-03-12T08:45:00+08:00"),
        (("12", "Mar 2026"), "2026-03-12"),
        (("12", "社区新闻", "2026-03"), None),
    ],
)
def test_a_day_in_pieces(pieces, iso):
    assert read(*pieces).date_published == iso


@pytest.mark.parametrize(
    "lines",
    [
        ("截止日期：2026-03-15", "发布日期：2026-03-12"),
        ("生成日期：2026-03-11", "发布日期：2026-03-12"),
        ("2026-03-12", "建站时间：2009-05-01"),
    ],
)
def test_a_label_of_another_day(lines):
    assert read(*lines).date_published == "2026-03-12"


def test_a_label_that_nobody_knows_is_better_than_none():
    assert read("推送时间：2026-03-12").date_published == "2026-03-12"


def test_what_stands_after_a_time_says_that_it_is_a_change():
    report = read("2026/3/12 14:05（3/12 15:20 更新）")
    assert (report.date_published, report.date_modified) == ("2026-03-12T14:05:00+08:00", "2026-03-12T15:20:00+08:00")


@pytest.mark.parametrize("section", ["新闻速报", "本地要闻", "基层动态", "图片新闻", "街镇风采", "民生快讯", "网格风采", "社区治理"])
def test_a_section_beside_the_time_is_no_medium(section):
    assert read(f"{section} 2026-03-12 08:00").source is None
    assert read(f"<div><a href='/s/'>{section}</a><span>2026-03-12 08:00</span></div>").source is None


@pytest.mark.parametrize("medium", ["青山晚报", "青山发布", "柳河新闻", "柳河社区报", "红网", "青山区民政局"])
def test_a_medium_beside_the_time(medium):
    assert read(f"{medium} 2026-03-12 08:00").source == medium


def test_a_section_that_the_text_speaks_of_is_no_medium_either():
    assert read("社区治理 2026-03-12 08:00", body=(*BODY, "做好社区治理工作，要从居民身边的小事做起，一件一件抓好落实。")).source is None


def test_an_account_beside_the_time_that_the_page_speaks_of():
    assert read("大话柳河 2026-03-12 08:00").source is None
    assert read("大话柳河 2026-03-12 08:00", after=("关注大话柳河，每天看身边新鲜事",)).source == "大话柳河"
    assert read("<div class='source'>大话柳河 2026-03-12 08:00</div>").source == "大话柳河"


@pytest.mark.parametrize("line", ["QS柳河·Mobi 2026-03-12 08:00", "<img src='/h.png'><span>大话柳河</span> 2026-03-12 08:00"])
def test_what_is_named_as_no_section_is_beside_the_time(line):
    assert read(line).source in {"QS柳河·Mobi", "大话柳河"}
    assert read(line.replace("大话柳河", "基层动态").replace("QS柳河·Mobi", "本地要闻")).source is None


def test_whom_the_page_marks_as_author_is_no_medium():
    line = "<div class='author'>康斯坦丁 2026-03-12 08:00</div>"
    assert read(line, after=("本文为康斯坦丁授权发布，转载请注明出处。",)).source is None


def test_an_account_that_the_page_marks_as_author():
    read_line = read("<div class='author-name'>八卦大相公</div>", "发布时间：03-12 08:00")
    assert [(author.name, author.role) for author in read_line.authors] == [("八卦大相公", "author")]
    assert read("<div class='author'>康斯坦丁 2026-03-12 08:00</div>").authors == [Author("康斯坦丁", "author")]
    assert not read("<div class='author'>柳河街道</div>", "2026-03-12 08:00").authors
    for account in ("青山晚报", "青山晚报新媒体", "青山晚报官方账号", "柳河发布厅"):
        assert not read(f"<div class='author'>{account}</div>", "2026-03-12 08:00").authors


def test_of_two_authors_the_one_that_readers_see():
    machine = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"陈小光"}}</script>'
    assert read("2026-03-12 08:00", machine).authors == [Author("陈小光", "author")]
    assert read("2026-03-12 08:00", f"{machine}<div class='author'><a href='/w/1'>谢明俊</a></div>").authors == [Author("谢明俊", "author")]


def test_a_medium_in_the_next_cell_of_a_table():
    cells = "<table><tr><td>发布日期：</td><td>2026-03-12</td><td>来源：</td><td>区司法局</td></tr></table>"
    assert read(cells).source == "区司法局"
    assert read("<table><tr><td>来源：</td><td>浏览：12</td></tr></table>").source is None
    assert read("<table><tr><td>来源：</td><td>王小明 李建国</td></tr></table>").source is None


def test_a_stroke_behind_the_label_of_a_medium():
    assert read("2026-03-12 08:00", after=("来源/青山日报|编辑/贺子涵",)).source == "青山日报"


def test_where_a_picture_is_from_is_no_medium_of_the_report():
    assert read("2026-03-12 08:00", after=("图片来源：青山日报",)).source is None


@pytest.mark.parametrize(
    ("dateline", "medium"),
    [
        ("青山融媒讯（记者 贺子涵）", "青山融媒"),
        ("青山新闻讯（记者 贺子涵）", "青山新闻"),
        ("青山新闻网3月5日讯", "青山新闻网"),
        ("青山日报社东岭3月5日讯", "青山日报社"),
        ("【青山晚报专讯】", "青山晚报"),
        ("（中央社记者林美惠、陈志强屏东县12日电）", "中央社"),
        ("青山在线3月5日讯（通讯员 贺子涵）", "青山在线"),
        ("青山广电融媒体消息：", "青山广电融媒体"),
        ("中国青山网甘州讯 ", "中国青山网"),
    ],
)
def test_the_medium_of_a_dateline(dateline, medium):
    assert read("2026-03-12 08:00", body=(dateline + BODY[0], *BODY[1:])).source == medium


@pytest.mark.parametrize("line", ["图片：苏莹", "本组图片由记者 沈万里 摄"])
def test_who_took_a_picture_is_no_foreign_text_behind_it(line):
    body = (BODY[0], f'<img src="/a.jpg" width="600" height="400"></p><p>{line}', *BODY[1:])
    assert [author.role for author in read("2026-03-12 08:00", body=body).authors] == ["photographer"]


def test_a_labelled_medium_of_any_form_before_who_wrote_at_the_end_of_a_paragraph():
    row = read("2026-03-12 08:00", body=(*BODY[:-1], BODY[-1] + "（来源：今日青山 通讯员 贺子涵）"))
    assert row.source == "今日青山"
    assert [(author.name, author.role) for author in row.authors] == [("贺子涵", "correspondent")]


def test_a_label_without_a_colon():
    assert read("2026-03-12 08:00", after=("本文转载自“文明青山”公众号",)).source == "文明青山"


@pytest.mark.parametrize("value", ["网络综合整理", "网络综合", "综合整理自网络", "https://www.example.test/"])
def test_what_is_no_medium_behind_its_label(value):
    assert tidy_source(value) is None


def test_a_medium_that_a_text_stood_in_first():
    assert tidy_source("首发于青山日报") == "青山日报"


def test_half_a_pair_of_title_marks_is_no_part_of_a_name():
    assert tidy_source("青山日报》") == "青山日报"
    assert tidy_source("光明网-《光明日报") == "光明网-《光明日报》"


BUTTONS = (
    '<div><a href="/s"><img src="/s.png" alt="推文到微博"></a><a href="/t"><img src="/t.png" alt="转寄好友"></a> '
    '<a href="/p">转寄好友</a></div>'
)


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        (("【青山新闻╱报导】", "2026.03.12 06:47 pm"), "青山新闻"),
        (("【青山网综合报导】", "2026.03.12 06:47 pm"), "青山网"),
        (("日期：2026.03.12", BUTTONS, "◎ 青山新闻"), "青山新闻"),
        (("2026-03-12 17:40 (青山日报)",), "青山日报"),
        (("QSi中国·QOL 作者：孙伟 责任编辑：魏景芳 【编译】 2026年03月12日 17:40 评论",), "QSi中国·QOL"),
    ],
)
def test_a_medium_without_a_label_is_read_in_its_line_beside_the_time(lines, source):
    assert read(*lines).source == source


def test_a_heading_above_the_time_that_buttons_part_from_it_is_no_medium():
    assert read("QS快讯", BUTTONS, "2026-03-12 17:40").source is None


def test_a_button_that_hidden_boxes_repeat_is_no_medium():
    hidden = '<div style="display:none">请朋友免费读 试听 柳河街道老旧院落换新颜 音频：</div>'
    assert read("2026年03月12日 17:40<a href='javascript:;'>试听</a>", after=(hidden,)).source is None


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("2024/3/11 05:42（3/11 07:10 更新）", "2024-03-11T07:10:00+08:00"),
        ("2024/12/31 23:42（1/1 07:10 更新）", "2025-01-01T07:10:00+08:00"),
        ("2024/3/11 05:42（2026/3/11 07:10 更新）", "2026-03-11T07:10:00+08:00"),
    ],
)
def test_a_change_without_a_year_is_of_the_year_in_which_the_report_was_published(line, changed):
    report = read(line)
    assert report.date_published in {"2024-03-11T05:42:00+08:00", "2024-12-31T23:42:00+08:00"}
    assert report.date_modified == changed


def test_a_word_behind_a_medium_that_is_no_place_opens_no_dateline():
    assert read("2026-03-12 08:00", body=("社区网格通讯 " + BODY[0], *BODY[1:])).source is None


def test_who_wrote_in_the_place_of_a_medium():
    row = read("来源：贺子涵 2026-03-12 08:00", body=(*BODY[:-1], f"{BODY[-1]}（贺子涵）"))
    assert (row.source, [author.name for author in row.authors]) == (None, ["贺子涵"])
