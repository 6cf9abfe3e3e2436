"""Whole pages read as a reader would: lists of a report's own, boxes headed as headlines, what a head prints of today, second lines."""

import pytest

from newsbot import Page, Report, normalise

TITLE = "青山区创建文明城市见闻"
PARAGRAPHS = (
    "3月5日，青山区组织志愿者走上街头开展文明劝导，两百余名市民参加了活动，现场气氛热烈。",
    "活动中，志愿者对背街小巷和老旧小区逐一巡查，把发现的问题登记造册，并现场协调解决。",
    "下一步，区里将继续完善长效机制，不断提升居民的获得感和满意度，让城市更有温度。",
)
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
META = "<div>2024-03-06 09:30</div>"


def read(inner: str, head: str = TITLE, url: str = "http://made.test/news/1.html") -> Report:
    html = f"<!DOCTYPE html><html><head><title>{head}</title></head><body>{inner}</body></html>"
    verdict = normalise(Page(url, html.encode(), {"Content-Type": "text/html; charset=utf-8"}, "2024-03-07T10:00:00+08:00"), topic="any")
    assert isinstance(verdict, Report)
    return verdict


def body_with(lines: list[str], *, tag: str = "p", head: str = TITLE) -> list[str]:
    """The body of a page with these lines right behind its text, without its paragraphs."""
    rows = "".join(f"<{tag}>{line}</{tag}>" for line in lines)
    body = read(f"<h1>{TITLE}</h1>{META}<div>{TEXT}{rows}</div><div>分享到：</div>", head).body
    assert body[: len(PARAGRAPHS)] == list(PARAGRAPHS)
    return body[len(PARAGRAPHS) :]


RANKED = ["城南集市摊位抽签(96897)", "你怎么看共享单车(7394)", "老街灯会再度亮灯(53087)", "春运播报新鲜事(4757)"]
ROWS = [
    "槐荫豆制品 未标注 青山区槐荫食品厂 菌落总数cfu/g(≤1500/9200)",
    "城南糕点 南记 青山区南记食品厂 霉菌计数cfu/g(≤150/210)",
    "晨光酸奶 晨光 青山区晨光乳业有限公司 脂肪g/100g(≥2.5/2.1)",
]
NUMBERED = ["各街道满意度排名：", "1、城南街道", "2、槐荫街道", "3、晨光街道", "其他街道名次", "11、桥北街道", "12、桥南街道"]


@pytest.mark.parametrize("lines", [RANKED, ROWS, NUMBERED])
def test_a_list_behind_the_text_that_looks_as_it_does_is_its_own(lines):
    """However it is worded: a ranking, a table printed line by line, items with numbers under a second heading."""
    kept = body_with(lines)
    assert [line.replace("（", "(").replace("）", ")") for line in kept] == lines


@pytest.mark.parametrize("lines", [RANKED[:2], [f"<a href='/{n}.html'>{line}</a>" for n, line in enumerate(RANKED)]])
def test_two_lines_make_no_list_and_links_are_other_reports(lines):
    assert body_with(lines) == []


def test_a_list_that_looks_otherwise_is_none_of_the_text():
    assert body_with(RANKED, tag="h6") == []


SECTIONS = "".join(
    f"<div class=part><h1>{name}</h1><p>{paragraph}</p></div>"
    for name, paragraph in (
        ("城南集市重新划线", "城南集市重新划线，志愿者帮助商户把摊位收进线内，市民逛集市时走得更顺了，文明劝导也少了争执。"),
        ("老旧小区先看楼道", "老旧小区先看楼道，志愿者和居民一起清走堆放多年的旧家具，小区的楼道亮堂了起来，居民的获得感也强了。"),
    )
)


@pytest.mark.parametrize(("boxes", "whole"), [(8, True), (3, False)])
def test_where_boxes_have_first_level_headings_one_inside_the_text_parts_it_not(boxes, whole):
    """On other pages such a heading is that of another report."""
    around = "".join(f"<div><h1>栏目{n}</h1><a href=/{n}>进入</a></div>" for n in range(boxes))
    report = read(f"{around}<h1>{TITLE}</h1>{META}<div class=text><div class=part>{TEXT}</div>{SECTIONS}</div>")
    assert any("楼道亮堂" in paragraph for paragraph in report.body) is whole


@pytest.mark.parametrize(
    ("bracket", "source", "kept"),
    [
        ("（来源：青山日报）", "青山日报", ""),
        ("(本文来源：青山网 )", "青山网", ""),
        ("（数据来源：区统计局）", None, "（数据来源：区统计局）"),
    ],
)
def test_a_labelled_medium_in_a_bracket_behind_the_last_sentence_is_the_source(bracket, source, kept):
    report = read(f"<h1>{TITLE}</h1>{META}<div>{TEXT.removesuffix('</p>')}{bracket}</p></div>")
    assert (report.source, report.body[-1]) == (source, PARAGRAPHS[-1] + kept)


def test_media_behind_several_paragraphs_say_of_each_from_where_it_is():
    cited = "".join(
        f"<p>{text}（本段摘自：{medium}）</p>" for text, medium in zip(PARAGRAPHS, ("青山周刊", "城南早报", "晨光网"), strict=True)
    )
    report = read(f"<h1>{TITLE}</h1><div>2024-03-06 09:30 青山网</div><div>{cited}</div>")
    assert (report.source, report.body[-1]) == ("青山网", f"{PARAGRAPHS[-1]}（本段摘自：晨光网）")


def test_a_line_between_paragraphs_that_names_the_medium_is_the_source_and_no_text():
    first, *others = (f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    report = read(f"<h1>{TITLE}</h1>{META}<div>{first}<p>来源：青山日报</p>{''.join(others)}</div>")
    assert (report.source, report.body) == ("青山日报", list(PARAGRAPHS))


def test_a_sentence_between_paragraphs_that_begins_like_its_label_stays():
    first, *others = PARAGRAPHS
    body = [first, "来源于群众、服务于群众，是这项工作的出发点。", *others]
    report = read(f"<h1>{TITLE}</h1><div>2024-03-06 09:30</div><div>{''.join(f'<p>{line}</p>' for line in body)}</div>")
    assert (report.source, report.body) == (None, body)


@pytest.mark.parametrize("line", ["关注青山发布(微博) ，了解更多文明资讯。", "想了解更多资讯，请关注本台微信。"])
def test_a_line_behind_the_text_that_speaks_of_the_medium_is_none_of_it(line):
    assert body_with([line]) == []


def test_a_sentence_that_says_where_to_learn_more_stays():
    line = "市民可关注青山区文明办的微博，活动安排会提前三天公布，参加活动不收取任何费用。"
    assert body_with([line]) == [line]


@pytest.mark.parametrize("today", ["今天是2024年3月7日", "2024年3月7日 星期四", "首页 2024年3月7日‧星期四"])
def test_the_day_of_today_above_the_headline_dates_nothing(today):
    assert read(f"<div>{today}</div><h1>{TITLE}</h1><div>{TEXT}</div>").date_published is None


@pytest.mark.parametrize(
    ("above", "heading", "url", "stated"),
    [
        ("2024年3月7日 星期四", f"{TITLE} 【09:05】", "http://made.test/1.html", "2024-03-07T09:05:00+08:00"),
        ("2024年3月7日 星期四", TITLE, "http://made.test/20240307/1.html", "2024-03-07"),
        ("2024年3月6日 星期三", TITLE, "http://made.test/1.html", "2024-03-06"),
    ],
)
def test_the_same_day_counts_with_a_clock_behind_the_headline_or_in_the_address(above, heading, url, stated):
    assert read(f"<div>{above}</div><h1>{heading}</h1><div>{TEXT}</div>", heading, url).date_published == stated


def test_a_second_line_under_a_headline_is_none_where_the_head_names_the_paper_alone():
    report = read(f"<h1>{TITLE}</h1><h2>两百名志愿者走上街头</h2><div>2024-03-06 09:30 来源：青山日报</div><div>{TEXT}</div>", "青山日报")
    assert report.title == TITLE


def test_the_name_of_a_section_above_the_headline_is_no_headline():
    report = read(f"<h1>青山新闻频道</h1><h2>{TITLE}</h2><div>2024-03-06 09:30 来源：青山日报</div><div>{TEXT}</div>", "青山日报")
    assert report.title == TITLE


def test_a_row_is_less_sure_of_a_headline_beside_a_line_that_says_as_much():
    lines = "<div>青山区志愿者走上街头开展文明劝导</div><h2>两百余名市民参加活动逐一巡查背街小巷</h2>"
    alone = "<h2>两百余名市民参加活动逐一巡查背街小巷</h2>"
    beside, sure = (read(f"{head}{META}<div>{TEXT}</div>", "青山日报").confidence.title for head in (lines, alone))
    assert beside is not None
    assert sure is not None
    assert beside < 0.95 <= sure


COLUMNS = "<ul><li><a href=/1>路灯为谁而亮（李建国）</a></li><li><a href=/2>一座城的早晨（张桂兰）</a></li></ul>"


@pytest.mark.parametrize(
    ("behind", "names"),
    [
        ("<p>作者为青山大学社会学教授</p>", ["王建军"]),
        (COLUMNS, ["王建军"]),
        ("", []),
        ("<div><a href=/1>路灯为谁而亮（李建国）</a></div>", []),
    ],
)
def test_the_name_in_a_bracket_behind_the_headline_of_a_column(behind, names):
    """Where a line says what the author is, or other columns are headed so: else it may be who is spoken of."""
    heading = "再谈背街小巷的文明（王建军）"
    report = read(f"<h1>{heading}</h1>{META}<div>{TEXT}{behind}</div>", heading)
    assert [author.name for author in report.authors] == names
