"""Other texts in and beside the report's element: told by what they say, where their place makes them doubtful."""

import pytest

from newsbot import Page, Report, normalise
from newsbot.lines.measures import letter_pairs
from newsbot.page.cohesion import belongs_odds, pairs_of
from newsbot.page.foreign import LABEL_WORDING
from newsbot.page.wording import furniture_odds

TITLE = "槐荫街道志愿者清理河道 两岸居民点赞"
TEXT = (
    "四月十日上午，槐荫街道组织六十名志愿者清理清水河的河道，两岸居民自发加入，半天捞起水草和垃圾两吨多。",
    "清水河穿过槐荫街道的四个社区，河道两岸住着一万多名居民。过去河里漂着垃圾，夏天的气味让居民不敢开窗。",
    "街道办事处今年把河道交给志愿者队伍看管，每周清理两次，垃圾当天运走，居民发现水草也可以拍照告诉志愿者。",
    "“河道干净了，晚饭后我们又愿意在河边散步了。”住在两岸小区的居民说，志愿者来得比约定的还勤。",
)
ADVERT = "装修旺季送好礼，整屋地板买一平送一平，预约上门测量再减五百元，老客户介绍新客户双方各得购物卡一张。"
AUTHOR = "方若晨，小说家，一九八四年生于海边小镇，出版长篇小说三部，作品被译成五种文字，目前专职写作和翻译。"
COMMENT = "说得太对了，上回去办证跑了三趟都没办成，窗口总说系统坏了，希望以后能在手机上直接弄好。"
CONSENT = "本站与第三方供应商会保存您的浏览记录，用来推送您可能感兴趣的商品，点击按钮表示您知晓并认可上述做法。"
OTHER_TITLE = "果蔬直通车开进写字楼"
OTHER = (
    "3月6日，首趟果蔬直通车停在写字楼楼下，白领下班顺手买走三百斤草莓和番茄，价格比超市便宜一成。",
    "据商务部门介绍，直通车由种植基地自己经营，每周二、周五傍晚各来一趟，扫码即可预订次日的品种。",
    "下一步，直通车的停靠点将增加到四十处，种植基地也会按预订数量采摘，减少损耗和压价。",
)
META = "<div>2023-04-10 10:20 来源：某市日报</div>"


def read(inside: str, *, head: str = TITLE) -> Report:
    page = f"<html><head><title>{head}</title></head><body><div id=main>{inside}</div></body></html>"
    outcome = normalise(Page("http://news.test/2023/1.html", page), topic="any")
    assert isinstance(outcome, Report), outcome.detail
    return outcome


def body(*lines: str) -> str:
    return "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize("foreign", [
    f"<section><div><p>{ADVERT}</p></div></section>",
    f"<p>广告</p><p>{ADVERT}</p>",
    f"<aside><div><b>作者介绍</b><p>{AUTHOR}</p></div></aside>",
    f"<div><div><span>热心读者</span><p>{COMMENT}</p></div><div><span>路过的人</span><p>{COMMENT[::-1]}</p></div></div>",
])  # fmt: skip
@pytest.mark.parametrize("at", [1, 3])
def test_what_stands_apart_and_speaks_of_something_else_is_no_text(foreign, at):
    found = read(f"<h1>{TITLE}</h1>{META}<div>{body(*TEXT[:at], foreign, *TEXT[at:])}</div>")
    assert found.body == list(TEXT)


def test_what_is_left_out_of_lines_that_share_their_element_takes_none_of_them_along():
    notice = "如需帮助请拨打客服热线或关注我们的公众号，也可以登录本站首页查询更多服务信息。"
    found = read(f"<h1>{TITLE}</h1>{META}<div><p>{'<br>'.join((*TEXT, notice))}</p></div>")
    assert found.body == list(TEXT)


def test_a_paragraph_of_the_report_in_an_element_of_its_own_is_text():
    for at in range(4):
        found = read(
            f"<h1>{TITLE}</h1>{META}<div>{body(*TEXT[:at], f'<section><div><p>{TEXT[at]}</p></div></section>', *TEXT[at + 1 :])}</div>"
        )
        assert found.body == list(TEXT)


def test_another_report_under_its_headline_in_the_same_element_is_no_text():
    found = read(f"<h1>{TITLE}</h1>{META}<div>{body(*TEXT, OTHER_TITLE, *OTHER)}</div>")
    assert found.body == list(TEXT)


def test_a_part_of_the_report_under_a_subhead_is_text():
    found = read(f"<h1>{TITLE}</h1>{META}<div>{body(*TEXT[:2], '河道交给志愿者看管', *TEXT[2:])}</div>")
    assert found.body == [*TEXT[:2], "河道交给志愿者看管", *TEXT[2:]]


def test_a_part_of_a_report_of_several_parts_stays_however_little_it_shares():
    parts = ("清水河：志愿者下河道", *TEXT[:2], "写字楼：果蔬进楼宇", *OTHER[:2], "广场：合唱队练歌", *TEXT[2:])
    found = read(f"<h1>一周见闻</h1>{META}<div>{body(*parts)}</div>", head="一周见闻")
    assert OTHER[1] in found.body
    assert TEXT[3] in found.body


def test_a_notice_between_headline_and_text_is_no_text_and_costs_none():
    for notice in (f"<div><h2>您的选择</h2><p>{CONSENT}</p></div>", f"<div><p>{CONSENT}</p></div>"):
        found = read(f"<h1>{TITLE}</h1>{META}{notice}<div>{body(*TEXT[:2])}</div>")
        assert found.body == list(TEXT[:2])


def test_a_notice_with_a_heading_above_the_page_is_no_report():
    found = read(
        f"<div><h2>您的选择</h2><p>{CONSENT}</p></div><div><div>{TITLE}</div>{META}<div>{body(*TEXT)}</div></div>", head="某市在线"
    )
    assert (found.title, found.body) == (TITLE, list(TEXT))


def test_the_text_that_speaks_of_the_headline_wins_over_one_that_stands_nearer():
    other = f"<div><h1>{OTHER_TITLE}</h1><div>2022-03-07 09:00 来源：别处晚报 作者：马小川</div>{body(*OTHER)}</div>"
    found = read(f"<h1>{TITLE}</h1>{META}{other}<div>{body(*TEXT)}</div>")
    assert found.body == list(TEXT)
    assert (found.date_published, found.source, found.authors) == ("2023-04-10T10:20:00+08:00", "某市日报", [])


def test_a_date_under_the_heading_of_a_text_above_is_not_the_reports():
    other = f"<div><h2>{OTHER_TITLE}</h2><div>2022-03-07 09:00 来源：别处晚报 作者：马小川</div>{body(*OTHER)}</div>"
    found = read(f"<h1>{TITLE}</h1>{META}{other}<div>{body(*TEXT)}</div>")
    assert (found.body, found.date_published, found.source, found.authors) == (list(TEXT), "2023-04-10T10:20:00+08:00", "某市日报", [])
    found = read(f"<h1>{TITLE}</h1>{other}<div>{body(*TEXT)}</div>")
    assert (found.body, found.date_published, found.source, found.authors) == (list(TEXT), None, None, [])


def test_a_last_sentence_with_its_credit_stays_though_it_shares_no_words():
    last = "城南的书屋也排起了长队。"
    found = read(f"<h1>{TITLE}</h1>{META}<div>{body(*TEXT, f'{last}（责任编辑：方晓梅）')}</div>")
    assert (found.body[-1], [author.name for author in found.authors]) == (last, ["方晓梅"])


@pytest.mark.parametrize("credit", ["（通讯员 向鑫 摄影 白雪）", "（记者 莫天佑/文 阮丹丹/图）"])
def test_the_words_of_a_credit_make_no_advertisement_of_its_sentence(credit):
    last = "初夏的早晨，菜园的空地上热闹起来，邻居们忙着栽花种草。"
    found = read(f"<h1>{TITLE}</h1>{META}<div>{body(*TEXT, last + credit)}</div>")
    assert (found.body[-1], len(found.authors)) == (last, 2)


def test_what_is_said_of_the_next_report_is_not_said_of_this_one():
    other = f"<div><h1>{OTHER_TITLE}</h1><div>2022-03-07 09:00 来源：别处晚报 作者：马小川</div>{body(*OTHER)}</div>"
    found = read(f"<h1>{TITLE}</h1><div>{body(*TEXT)}</div>{other}")
    assert (found.body, found.date_published, found.source, found.authors) == (list(TEXT), None, None, [])


def test_the_text_goes_on_after_a_box_of_other_reports_with_their_abstracts():
    abstracts = f"<dt><a href=/1>{OTHER_TITLE}</a><dd>{OTHER[1]}<dt><a href=/2>夜校开课</a><dd>{AUTHOR}"
    links = f"<div><b>猜你喜欢</b><dl>{abstracts}</dl></div>"
    found = read(f"<h1>{TITLE}</h1>{META}<div>{body(*TEXT[:2], links, *TEXT[2:])}</div>")
    assert found.body == list(TEXT)


@pytest.mark.parametrize("subhead", ["特别提示", "动态"])
def test_a_subhead_that_is_worded_as_a_label_stays(subhead):
    assert furniture_odds(subhead) > LABEL_WORDING
    found = read(f"<h1>{TITLE}</h1>{META}<div>{body(*TEXT[:2], subhead, *TEXT[2:])}</div>")
    assert found.body == [*TEXT[:2], subhead, *TEXT[2:]]
    section = f"<div><h3>{subhead}</h3><p>{TEXT[2]}</p></div>"
    found = read(f"<h1>{TITLE}</h1>{META}<div>{body(*TEXT[:2])}{section}{body(*TEXT[3:])}</div>")
    assert found.body == [*TEXT[:2], subhead, *TEXT[2:]]


def test_lines_of_one_report_share_their_words():
    rest, named = pairs_of(TEXT[:3]), letter_pairs(TITLE)
    assert belongs_odds([TEXT[3]], rest, named) > 0
    assert max(belongs_odds([line], rest, named) for line in (ADVERT, AUTHOR, COMMENT, CONSENT, OTHER[1])) < 0


@pytest.mark.parametrize("heading", ["重点推荐", "相关阅读", "精彩图集"])
def test_a_heading_of_links_behind_a_text_begins_no_other_report(heading):
    links = "".join(f"<li><a href=/{n}>{text}</a></li>" for n, text in enumerate(("城区道路改造完成", "公园里的花开了")))
    text = "".join(
        f"<p>{line}</p>"
        for line in (
            "3月5日，柳湾街道组织党员、网格员和志愿者走上街头，开展楼道整治行动，清理杂物和卫生死角。",
            "志愿者分成六个小组，对背街小巷逐一巡查，劝导不文明行为，并把发现的问题登记造册。",
        )
    )
    credit = "<p>本文来源：青山日报 作者：叶海涛 责任编辑：王小明</p>"
    html = f"<h1>柳湾街道清理楼道杂物</h1><p>2024-03-06 09:12</p><div>{text}</div><h1>{heading}</h1><ul>{links}</ul>{credit}"
    row = normalise(Page("http://news.qingshan.example/a/1.html", html), topic="any")
    assert isinstance(row, Report)
    assert [author.name for author in row.authors] == ["叶海涛", "王小明"]
