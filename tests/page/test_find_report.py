"""Where the report stands on a page of HTML: headline, first and last paragraph, in the layouts that news and government sites use."""

import pytest

from newsbot.html.page import HtmlPage, read_html
from newsbot.page.block_measures import Ground
from newsbot.page.find_report import find_article

TITLE = "槐荫街道志愿服务队走进小区开展文明劝导"
PARAGRAPHS = (
    "四月十日上午，槐荫街道志愿服务队来到晨光小区，向居民讲解垃圾分类的办法，并把散落在绿化带里的纸屑一一捡起。",
    "“以前楼道里堆满旧家具，现在清清爽爽。”住在三号楼的居民说，志愿者每周都来，大家也跟着动手。",
    "街道办事处负责人表示，接下来还将在每个小区设一处议事亭，居民的事由居民商量着办。",
)
OTHER = (
    "市体育局昨日公布本年度全民健身运动会的日程，共设二十三个大项，比赛从五月持续到十月，欢迎市民报名。",
    "据气象台预报，未来三天本市多云转晴，气温回升，最高气温可达二十六度，早晚温差较大，请注意添减衣物。",
)
LINKS = "<ul>" + "".join(f"<li><a href='/{n}.html'>城区第{n}小学举行春季运动会开幕式</a></li>" for n in range(9)) + "</ul>"
ABSTRACTS = "".join(f"<div><h4><a href=/x>全民健身运动会日程公布</a></h4><p>{p}</p></div>" for p in OTHER)
SECOND = f"<h1>全民健身运动会日程公布</h1><div>2023-04-10</div>{''.join(f'<p>{p}</p>' * 4 for p in OTHER)}"
SPAM = "彩票平台官网投注，娱乐注册送礼金。" * 90
RIGHTS = "免责声明：本网转载的文章不代表本网立场，如有侵权请联系本网删除，本网将及时处理。"
HEAD = f"<head><title>{TITLE}_某市新闻网</title></head>"
META = "<div>2023-04-10 10:20 来源：某市日报</div>"
BODY = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)


def read(html: str) -> HtmlPage:
    page = read_html(html, "http://news.example.cn/2023/04/10/1.html")
    for block in page.blocks:
        block.set_text(block.raw)
    return page


def test_paragraphs_that_each_lead_on_to_more_are_a_report_all_the_same():
    """A survey whose every paragraph ends with a link: none has a headline of its own."""
    promotion = "<div>手机读报，精彩随身，发送短信到本台订阅社区晚报，每天一份送到家。</div>"
    title, lines = found(f"{HEAD}<ul>{LINKS}</ul><h1>{TITLE}</h1>{META}<div id=zoom>{MORE}</div>{promotion}")
    assert (title, len(lines)) == (TITLE, 2 * len(PARAGRAPHS))


def test_abstracts_under_headlines_of_their_own_are_none():
    page = read(f"{HEAD}<h1>今日要闻</h1><div>{BRIEFS}</div>")
    assert sum(Ground.of(page).mass) == 0


def found(html: str) -> tuple[str, list[str]]:
    """The headline and the paragraphs that finding names."""
    page = read(html)
    finding = find_article(page, Ground.of(page))
    members = finding.span.members if finding.span else ()
    return "".join(page.blocks[n].text for n in finding.title), [page.blocks[n].text for n in members]


MORE = "".join(f"<p>{p}<a href=/{n}.html>【详细】</a></p>" for n, p in enumerate((*PARAGRAPHS, *PARAGRAPHS[::-1])))
BRIEFS = "".join(
    f"<p><a href=/{n}.html>全民健身运动会第{n}号公告发布</a></p><p>{p}<a href=/{n}.html>[详细]</a></p>" for n, p in enumerate(OTHER * 2)
)
LAYOUTS = {
    "one element": f"<nav><a href=/>首页</a></nav><h1>{TITLE}</h1>{META}<div id=zoom>{BODY}</div>{LINKS}",
    "layout table": f"<table><tr><td>{LINKS}<td><font><b>{TITLE}</b></font><br>{META}<tr><td><td>{'<br><br>'.join(PARAGRAPHS)}</table>",
    "paragraphs are table rows": f"<table><tr><td>{TITLE}<tr><td>2023-04-10{''.join(f'<tr><td>{p}' for p in PARAGRAPHS)}</table>{LINKS}",
    "lines of the body": f"<body>{TITLE}<br>2023-04-10<br>{'<br>'.join(PARAGRAPHS)}",
    "parted by an advertisement": f"<div><h1>{TITLE}</h1>{META}<div><p>{PARAGRAPHS[0]}</div><div><a href=/ad><img src=a.jpg></a></div>"
    f"<div><p>{PARAGRAPHS[1]}<p>{PARAGRAPHS[2]}</div></div>",
    "a box of links inside": f"<h1>{TITLE}</h1>{META}<div><p>{PARAGRAPHS[0]}</p><div><p>延伸阅读</p>{LINKS}</div><p>{PARAGRAPHS[1]}</p>"
    f"<p>{PARAGRAPHS[2]}</p></div>",
    "side list with abstracts in front": f"<div>{ABSTRACTS}</div><div><h1>{TITLE}</h1>{META}{BODY}</div>",
    "list with abstracts behind": f"<div><h1>{TITLE}</h1>{META}<div>{BODY}</div></div><div>{ABSTRACTS}</div>",
    "comments behind": f"<h1>{TITLE}</h1>{META}<div>{BODY}</div><h3>网友评论</h3><div class=comment><p>{OTHER[0]}</p></div>",
    "forum replies behind": f"<table><tr><td><h1>{TITLE}</h1>{BODY}</td></tr>"
    f"<tr><td>网友 发表于 2023-04-11 08:00</td><td>{OTHER[0]}</td></tr></table>",
    "a second article behind": f"<article><h1>{TITLE}</h1>{META}{BODY}</article><article>{SECOND}</article>",
    "a notice above": f"<div class=popup><p>为了给您提供更好的服务，本站使用了缓存技术。</p></div><h1>{TITLE}</h1>{META}<div>{BODY}</div>",
    "rights below": f"<h1>{TITLE}</h1>{META}<div>{BODY}</div><div><p>{RIGHTS}</p></div>",
    "nothing but hidden spam besides": f"<div style='display:none'><p>{SPAM}</p></div><h1>{TITLE}</h1>{META}<div>{BODY}</div>",
    "marks of WeChat": f"<h2 id=activity-name>{TITLE}</h2><div id=js_content style='visibility:hidden'>"
    f"{''.join(f'<section><section><p><span>{p}</span></p></section></section>' for p in PARAGRAPHS)}</div>",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_headline_and_paragraphs_in_every_layout(layout):
    assert found(f"<html>{HEAD}{LAYOUTS[layout]}") == (TITLE, list(PARAGRAPHS))


def test_an_editor_line_ends_the_report_where_another_element_follows():
    html = f"{HEAD}<h1>{TITLE}</h1><div>{BODY}<p>责任编辑：王某</p><div><p>{OTHER[0]}</p><p>{OTHER[1]}</p></div></div>"
    assert found(html) == (TITLE, list(PARAGRAPHS))


def test_the_site_name_in_the_footer_is_no_headline():
    html = f"<head><title>某市文明网</title></head><p align=center>{TITLE}</p><p>2023-04-10 10:20</p><div>{BODY}</div><b>某市文明网</b>"
    assert found(html) == (TITLE, list(PARAGRAPHS))


def test_a_headline_on_several_lines_is_joined():
    html = f"{HEAD}<div><p>{TITLE[:9]}<br>{TITLE[9:]}</p></div><p>2023-04-10</p><div>{BODY}</div>"
    assert found(html) == (TITLE, list(PARAGRAPHS))


def test_the_heading_is_preferred_to_links_and_copies_of_the_headline():
    html = f"{HEAD}<div><a href=/1>{TITLE}</a></div><div>首页 > 要闻 > {TITLE}</div><h1>{TITLE}</h1>{META}<div>{BODY}</div>"
    page = read(html)
    assert page.blocks[find_article(page, Ground.of(page)).title[0]].features.tag == "h1"


def test_pages_without_running_text_have_no_report():
    assert found(f"{HEAD}<h1>{TITLE}</h1>{LINKS}") == (TITLE, [])
    assert found("") == ("", [])


@pytest.mark.parametrize("between", ["", "<p>二、居民怎么说</p>", "<img src=/1.jpg>"])
def test_a_text_goes_on_where_its_box_was_closed_once_too_often(between):
    first, *rest = PARAGRAPHS
    body = f"<div class=box><p>{first}</p></div>{between}{''.join(f'<p>{p}</p>' for p in rest)}"
    page = read(f"<html>{HEAD}<body><div><div><h1>{TITLE}</h1>{META}{body}</div></div></div><div>{LINKS}</div></body></html>")
    found = find_article(page, Ground.of(page))
    assert found.span is not None
    assert [page.blocks[n].text for n in found.span.members] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "between", ["<div><a href=/2.html>全民健身运动会日程公布</a></div>", "<h2>全民健身运动会日程公布</h2>", f"<p>{'另有' * 40}</p>"]
)
def test_it_does_not_go_on_behind_a_link_a_headline_or_more_than_a_line(between):
    first, *_ = PARAGRAPHS
    body = f"<div class=box><p>{first}</p><p>{PARAGRAPHS[1]}</p></div></div>{between}{''.join(f'<p>{p}</p>' for p in OTHER)}"
    page = read(f"<html>{HEAD}<body><div><div><h1>{TITLE}</h1>{META}{body}</div></div></body></html>")
    found = find_article(page, Ground.of(page))
    assert found.span is not None
    assert [page.blocks[n].text for n in found.span.members] == list(PARAGRAPHS[:2])
