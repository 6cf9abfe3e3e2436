"""Made-up pages as engines print them that nobody had shown: what each of them puts around the headline, the time and the last line."""

from __future__ import annotations

from datetime import datetime

import pytest

from newsbot import Page, Report, normalise
from newsbot.row import Author

TITLE = "柳河街道老旧院落换新颜"
BODY = (
    "近日，青山区柳河街道对辖区12个老旧院落开展集中整治，拆除违建、疏通管网、补种绿化，居民的居住环境得到明显改善。",
    "“以前一下雨院子里就积水，现在路平了，灯也亮了。”住在三号院的居民说，大家如今都愿意下楼走走。",
    "据介绍，街道把院落改造与文明创建结合起来，由居民议事会商定改造清单，每月公示进度，已有600余户居民参与评议。",
)
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
CLOCK = datetime.fromisoformat("2026-11-20T10:00:00+08:00")
URL = "http://www.unseen.test/n/1.html"


def read(body: str, head: str = TITLE, url: str = URL) -> Report:
    html = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{head}</title></head><body>{body}</body></html>'
    verdict = normalise(Page(url, html.encode(), {"Content-Type": "text/html; charset=utf-8"}, fetched_at=CLOCK), topic="any")
    assert isinstance(verdict, Report)
    return verdict


def article(before="", after="", inside="") -> str:
    return f"<main><h1>{TITLE}</h1>{before}<div>{TEXT}{inside}</div>{after}</main>"


@pytest.mark.parametrize(
    ("before", "url", "iso"),
    [
        ("<p>09-23 17:05</p>", "http://www.unseen.test/wenming/20250923/5.html", "2025-09-23T17:05:00+08:00"),
        ("<p>09-23 17:05</p>", "http://www.unseen.test/2024-09/23/5.html", "2024-09-23T17:05:00+08:00"),
        ("<p>09-23 17:05</p>", "http://www.unseen.test/2024-08/23/5.html", "2026-09-23T17:05:00+08:00"),
        ("<p>09-23 17:05</p>", "http://www.unseen.test/203009/5.html", "2026-09-23T17:05:00+08:00"),
        ('<p><time datetime="2023-09-23T17:05:00+08:00">9月23日 17:05</time></p>', URL, "2023-09-23T17:05:00+08:00"),
        ("<p>09-23 17:05</p>", URL, "2026-09-23T17:05:00+08:00"),
    ],
)
def test_a_year_that_is_not_printed_is_the_one_that_the_page_gives_that_day_elsewhere(before, url, iso):
    assert read(article(before), url=url).date_published == iso


@pytest.mark.parametrize(
    ("times", "iso"),
    [
        (("2026-11-05T10:02:33+08:00", "2026-11-06T08:00:00+08:00"), "2026-11-05T10:02:00+08:00"),
        (("2026-11-05T10:02:33+08:00", "2026-11-05T21:00:00+08:00"), "2026-11-05"),
        (("2026-11-04T10:02:33+08:00", "2026-11-06T08:00:00+08:00"), "2026-11-05"),
    ],
)
def test_of_several_elements_of_time_the_one_of_the_printed_day_says_the_minute(times, iso):
    shown = "".join(f'<time datetime="{time}"></time>' for time in times)
    assert (read(article(f"<p>发布于 2026年11月5日{shown}</p>")).date_published or "")[:16] == iso[:16]


def test_a_day_with_its_weekday_and_the_clock_below_it_behind_the_end():
    after = "<div>完<br><br>2026年11月4日（星期三）<br>香港时间11时30分</div>"
    assert (
        read(article(after=after), url="http://www.unseen.test/202611/04/P2026110400321.htm").date_published == "2026-11-04T11:30:00+08:00"
    )


def test_the_name_of_the_site_in_head_and_bar_is_no_headline():
    bar = "<div><div><span>柳河融媒</span><button>下载</button></div>"
    page = f"{bar}<div><div>{TITLE}</div><div><div>柳河观察</div><div>2026-11-03 19:44</div></div><div>{TEXT}</div></div></div>"
    row = read(page, head="柳河融媒")
    assert row.title == TITLE
    assert row.body == list(BODY)


def test_a_short_headline_that_the_report_takes_up_stays():
    page = f"<div><h1>院落换新颜</h1><p>2026-11-03 19:44</p><h2>由居民议事会商定改造清单</h2>{TEXT}</div>"
    assert read(page, head="院落换新颜").title == "院落换新颜"


def test_words_to_click_on_behind_the_text_leave_it():
    cells = "".join(f"<td><a onclick='x()'>{word}</a></td>" for word in ("路过", "雷人", "握手", "鲜花"))
    row = read(article("<p>2026-11-04 09:12</p>", inside=f"<table><tr>{cells}</tr></table>"))
    assert row.body == list(BODY)
    assert row.authors == []


def test_a_list_that_ends_a_text_stays():
    row = read(article("<p>2026-11-04 09:12</p>", inside="<p>一号院：通过评议</p><p>二号院：通过评议</p>"))
    assert row.body == [*BODY, "一号院：通过评议", "二号院：通过评议"]


@pytest.mark.parametrize("line", ["区城建局办公室　韩冬", "柳河社区 韩冬"])
def test_an_office_and_who_wrote_for_it_sign_off(line):
    row = read(article("<p>(2026-11-9) 浏览数：92</p>", inside=f"<div align=right>{line}<br>二〇二六年十一月九日</div>"))
    assert row.body == list(BODY)
    assert row.authors == [Author("韩冬", "author")]


def test_a_credit_with_a_button_behind_it_is_one():
    inside = '<p>（文图/姚远）<a href="http://www.unseen.test/"><i></i>返回首页，查看更多</a></p>'
    row = read(article("<p>2026-11-04 09:12</p>", inside=inside))
    assert row.body == list(BODY)
    assert row.authors == [Author("姚远", "reporter"), Author("姚远", "photographer")]


@pytest.mark.parametrize("order", ["before", "after"])
def test_label_and_value_in_elements_of_their_own(order):
    pair = "<div><div>来源</div><div>柳河市文明办</div></div>"
    row = read(article(f"<p>2026-11-04 09:12</p>{pair}") if order == "before" else article("<p>2026-11-04 09:12</p>", after=pair))
    assert row.source == "柳河市文明办"


def test_a_place_that_no_table_has_behind_a_stroke_is_nobody():
    row = read(f"<main><h1>{TITLE}</h1><p>2026-11-04 09:12</p><div><p>〔记者欧阳慕华／东岭报导〕{BODY[0]}</p><p>{BODY[1]}</p></div></main>")
    assert row.authors == [Author("欧阳慕华", "reporter")]


@pytest.mark.parametrize(
    ("line", "iso", "source"),
    [
        ("26-10-18 07:52 青山晚报", "2026-10-18T07:52:00+08:00", "青山晚报"),
        ("编号 26-10-18", None, None),
    ],
)
def test_a_year_of_two_digits_with_a_clock_at_the_head_of_its_line(line, iso, source):
    row = read(article(f"<p>{line}</p>", after="<p>报时：2026-11-20 09:30</p>"))
    assert (row.date_published, row.source) == (iso, source)


def test_the_clock_of_the_page_behind_its_headline_is_no_part_of_it():
    page = f"<main><h1>{TITLE} (16:45)</h1><div>2026年11月9日　星期一　4:45 PM</div><div>{TEXT}<p>（综合报道）</p></div></main>"
    row = read(page, head=f"{TITLE} (16:45) - 内地")
    assert (row.title, row.date_published) == (TITLE, "2026-11-09T16:45:00+08:00")
    assert row.body == list(BODY)
    assert read(page.replace("4:45", "5:45"), head=f"{TITLE} (16:45)").title == f"{TITLE} （16:45）"


def test_a_caption_above_the_text_is_one_and_names_who_took_the_picture():
    figure = '<figure><img src="a.jpg"><figcaption>居民在院子里休息。青山日报 艾米 摄</figcaption></figure>'
    row = read(article(f"<p>2026年11月9日</p>{figure}"))
    assert row.captions == ["居民在院子里休息。"]
    assert row.authors == [Author("艾米", "photographer")]
    assert row.source is None


def test_who_wrote_took_pictures_besides():
    row = read(article("<p>2026-11-04 09:12</p>", inside="<p>文字：乔麦</p><p>摄影：乔麦</p>"))
    assert row.authors == [Author("乔麦", "author"), Author("乔麦", "photographer")]


def test_a_second_character_of_a_given_name_before_a_place():
    row = read(
        f"<main><h1>{TITLE}</h1><p>2026-11-04 09:12</p><div><p>（清河社记者司马玉珊彰化县3日电）{BODY[0]}</p><p>{BODY[1]}</p></div></main>"
    )
    assert row.authors == [Author("司马玉珊", "reporter")]


def test_a_day_in_pieces_with_the_account_below_it_before_the_headline():
    tool = "<div><div>2026</div><div>11/05</div><div>10:32</div><p><a href='/u/1'>柳河融媒</a></p><p>青山区融媒体中心官方账号</p></div>"
    assert read(f"{tool}<main><h1>{TITLE}</h1><div>{TEXT}</div></main>").date_published == "2026-11-05T10:32:00+08:00"


def test_a_credit_above_a_note_on_rights_is_no_headline_of_another_report():
    note = "凡本网注明“来源：青山日报”的所有作品，版权均属于青山日报社，未经授权不得转载、摘编或利用其它方式使用上述作品。"
    row = read(article("<p>2026-11-04 09:12</p>", inside=f"<p>（记者 沙鸥 通讯员 舒朗）</p><div><p>{note}</p></div>"))
    assert row.authors == [Author("沙鸥", "reporter"), Author("舒朗", "correspondent")]
    assert row.body == list(BODY)


def test_a_label_is_of_the_image_below_it_and_of_no_paragraph_behind_that():
    advert = "<div><span>广告</span><a href='http://ad.test/x'><img src='ad.jpg' alt='夏季家装节全场五折'></a></div>"
    quote = "“以前走到这儿都要捂着鼻子，现在天天都想来坐坐。”家住机床厂家属院的退休职工马建国说，他和老同事组建的合唱队已有32人。"
    text = f"<p>{BODY[0]}</p>{advert}<p>{BODY[1]}</p><p>{quote}</p><p>{BODY[2]}</p>"
    row = read(f"<main><h1>{TITLE}</h1><p>2026-11-04 09:12</p><div>{text}</div></main>")
    assert row.body == [BODY[0], BODY[1], quote, BODY[2]]


def test_a_vote_behind_the_text_is_none_of_it():
    options = "<label><input type=radio>够</label><label><input type=radio>不够</label>"
    vote = f"<div><h4>你觉得身边的院落够干净吗？</h4>{options}<button>投票</button></div>"
    assert read(article("<p>2026-11-04 09:12</p>", inside=vote)).body == list(BODY)
    tips = "<h4>院落公约提示</h4><p>★院落里不乱堆杂物</p><p>★议事会每月公示进度</p>"
    assert read(article("<p>2026-11-04 09:12</p>", inside=tips)).body == [*BODY, "院落公约提示", "★院落里不乱堆杂物", "★议事会每月公示进度"]


def test_a_button_that_opens_the_rest_of_a_text_is_none_of_it():
    text = f"<div><p>{BODY[0]}</p><p>{BODY[1]}</p></div><div><span>展开剩余60%</span></div><div><p>{BODY[2]}</p></div>"
    assert read(f"<main><h1>{TITLE}</h1><p>2026-11-04 09:12</p><div>{text}</div></main>").body == list(BODY)


@pytest.mark.parametrize(
    "between",
    [
        "<div>上一页 下一页</div>",
        "<div><h3>相关阅读</h3><ul><li><a href='/1.html'>青山区启动社区食堂三年行动</a></li></ul></div>",
        "<p>责任编辑：王小明</p>",
        "<div>关键词：院落 社区</div>",
    ],
)
def test_a_text_goes_on_in_the_next_box_of_its_look_where_it_goes_on_by_its_words(between):
    more = (
        "针对居民反映最多的积水问题，柳河街道先后召开议事会7次，对12个老旧院落的管网逐一疏通。",
        "截至目前，街道老旧院落整治完成九成，居民投诉同比下降四成，议事会改造清单已全部公示。",
    )
    other = (
        "6月10日，全市第八届端午龙舟邀请赛在柳湖公园鸣锣开赛，来自各地的24支队伍同场竞技，吸引上万名观众。",
        "经过两天角逐，渔家队以总用时最短夺得冠军，组委会为获胜选手颁发了奖杯和奖金，赛事将于明年继续举行。",
    )
    first = f"<div class='part'>{TEXT}</div>{between}"

    def body(second):
        part = "".join(f"<p>{paragraph}</p>" for paragraph in second)
        return read(f"<main><h1>{TITLE}</h1><p>2026-11-04 09:12</p><div>{first}<div class='part'>{part}</div></div></main>").body

    assert body(more) == [*BODY, *more]
    assert body(other) == list(BODY)


@pytest.mark.parametrize(
    ("before", "source"),
    [
        ("<address>2026-11-04 09:12:38</address><p><a href='/m'>摘自青山晚报</a></p>", "青山晚报"),
        ("<li>2026-11-04</li><li>新闻速报</li><li>青山新闻/杨菁惠</li>", "青山新闻"),
        ("<div>2026年11月4日 16:03青山网【大 中 小】 【打印】 共有评论0条</div>", "青山网"),
        ("<div>2026年11月4日10:32青山科技[微博]无忌我要评论(0)</div>", "青山科技"),
        ("<div>2026年11月4日 16:03</div><p>摘自一位居民的来信</p>", None),
    ],
)
def test_a_medium_behind_a_link_a_section_buttons_or_its_account(before, source):
    assert read(article(before)).source == source


def test_an_agency_in_a_bracket_opens_a_text():
    text = f"<p>〔青山社〕{BODY[0]}</p><p>{BODY[1]}</p>"
    assert read(f"<main><h2>{TITLE}</h2><div>{text}</div></main>").source == "青山社"


@pytest.mark.parametrize(
    ("before", "iso"),
    [
        ("<p><span>青山区文明办</span><span>2026-11-04</span><span>532</span></p>", "2026-11-04"),
        ("<p><span>2026年11月04日11:21</span><a href='/m'>21世纪青山网</a></p>", "2026-11-04T11:21:00+08:00"),
        ("<p>By <a href='/u'>Wang Min</a> | Published November 4, 2026 at 7:52 AM</p>", "2026-11-04T07:52:00+08:00"),
    ],
)
def test_a_time_to_which_a_number_is_glued_and_one_in_english(before, iso):
    assert read(article(before)).date_published == iso


def test_the_day_of_today_in_a_head_is_not_when_the_report_was_published():
    head = "<div><span>2026年11月20日</span><span>星期五</span><span>多云</span></div>"
    assert read(head + article("<div>本报记者 容若</div><div>发布：2026/11/05　点击：<b>1,204</b></div>")).date_published == "2026-11-05"
    assert read(head + article("<div>本报记者 容若</div>")).date_published is None


def test_a_section_named_in_the_head_is_no_headline_of_a_page_that_prints_its_own_in_one_line_with_the_crumbs():
    menu = '<ul><li><a href="/a">社区动态</a></li><li><a href="/b">通知</a></li></ul>'
    crumbs = f'<h3><span>当前位置：<a href="/">首页</a> &gt; <a href="/a">社区动态</a></span>{TITLE}</h3>'
    report = read(f"{menu}<div>{crumbs}<p>2026-11-04 09:12</p><div>{TEXT}</div></div>", f"{TITLE} - 社区动态 - 青山家园网")
    assert report.title == TITLE
    assert report.body == list(BODY)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (f"让居民住得安心——{TITLE}_青山网", f"让居民住得安心——{TITLE}"),
        (f"让居民住得安心--{TITLE}", f"让居民住得安心--{TITLE}"),
        (f"让居民住得安心{TITLE}_青山网", f"让居民住得安心{TITLE}"),
    ],
)
def test_a_dash_in_the_head_parts_two_lines_of_a_headline(head, title):
    assert read(f"<main><p>让居民住得安心</p><h2>{TITLE}</h2><p>2026-11-04 09:12</p><div>{TEXT}</div></main>", head).title == title


def test_a_label_says_of_a_line_that_it_is_a_caption():
    report = read(article("<p>2026-11-04</p><figure><img src='/1.jpg'></figure><p>图像加注文字，居民在三号院乘凉。</p>"))
    assert "居民在三号院乘凉。" in "".join(report.captions)
