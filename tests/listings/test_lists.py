from datetime import datetime

import pytest

from newsbot.html.page import read_html
from newsbot.listings.front_pages import archives_of
from newsbot.listings.links import CIVIC, MOST_LINKS, Lead, best, day_in, looks_like_article, score_of, scored, why_no_page
from newsbot.listings.lists import read_list
from newsbot.listings.page_kind import Kind, kind_of
from newsbot.model import CHINA
from tests.opening import opened

CLOCK = datetime(2023, 4, 12, 9, 0, tzinfo=CHINA)
URL = "http://hn.a.test/local/index.html"
TEXT = "光明街道组织志愿者深入社区，开展环境整治，受到居民欢迎，街道党工委坚持党建引领，把文明创建和基层治理结合起来。"


def page(body, title="地方要闻_某某网", url=URL):
    found = opened(f"<html><head><title>{title}</title></head><body>{body}</body></html>", url, "text/html")
    assert found.html is not None
    return found


def leads(body, **more):
    return read_list(page(body, **more).html, CLOCK)


NAVIGATION = (
    '<div class="nav"><a href="/">首页</a> <a href="/news/">新闻</a> <a href="/sports/">体育频道</a> <a href="/about/">关于我们</a></div>'
)


def items(template, number=6):
    return NAVIGATION + "".join(
        template.format(n=n, day=f"{n + 1:02}", title=f"长沙芙蓉区：社区网格员入户走访第{n}期") for n in range(number)
    )


@pytest.mark.parametrize(
    "template",
    [
        '<li><a href="/2023/0410/c{n}.html">{title}</a><span>2023-04-{day}</span></li>',
        '<li><span>[2023-04-{day}]</span><a href="/2023/0410/c{n}.html">·{title}</a></li>',
        '<li><a href="/2023/0410/c{n}.html">{title} 2023-04-{day}</a></li>',
        '<li><a href="/2023/0410/c{n}.html">{title}</a><em>04-{day}</em></li>',
        '<li><a href="/2023/0410/c{n}.html">{title}</a><em>4月{day}日</em></li>',
        '<tr><td><a href="/2023/0410/c{n}.html">{title}</a></td><td>2023/4/{day} 10:00</td></tr>',
        '<div><h3><a href="/2023/0410/c{n}.html">{title}</a></h3><p>网格员走访。</p><div>来源：某报 2023年4月{day}日</div></div>',
        '<dl><dt><a href="/2023/0410/c{n}.html"><img></a></dt><a href="/2023/0410/c{n}.html">{title}</a><dd>2023-04-{day}</dl>',
    ],
)
def test_dated_headlines_are_read_from_every_usual_list(template):
    found = leads(items(template) if "<tr>" not in template else f"<table>{items(template)}</table>")
    assert [lead.url for lead in found] == [f"http://hn.a.test/2023/0410/c{n}.html" for n in range(6)]
    assert [lead.title for lead in found] == [f"长沙芙蓉区：社区网格员入户走访第{n}期" for n in range(6)]
    assert [(lead.stated or "")[:10] for lead in found] == [f"2023-04-{n + 1:02}" for n in range(6)]


@pytest.mark.parametrize(
    "template",
    [
        '<div><a href="/c/{n}" aria-label="{title}"></a><div>2023-04-{day}</div><div>245 字</div><h2>{title}</h2></div>',
        '<div><h2>{title}</h2><div>2023-04-{day}</div><a href="/c/{n}" aria-label="Read {title}"></a></div>',
    ],
)
def test_a_link_over_a_card_has_the_heading_that_its_label_names_before_or_after_it(template):
    found = {lead.url: lead.title for lead in leads(items(template))}
    assert found == {f"http://hn.a.test/c/{n}": f"长沙芙蓉区：社区网格员入户走访第{n}期" for n in range(6)}


CARD = (
    '<a class="card" href="/c/{n}"><img src="/{n}.jpg"><h3>{title}</h3>'
    "<p>为推进全国文明城市创建，街道组织志愿者走进小区。</p><span>2023年4月{day}日</span></a>"
)


@pytest.mark.parametrize(
    "template",
    [
        CARD,
        '<div><a href="/c/{n}"><img src="/{n}.jpg" alt="{title}"></a></div>',
        '<li><a href="/c/{n}" title="{title}">长沙芙蓉…</a></li>',
        "<li><a title='{title}' href=/c/{n}>长沙芙蓉区：社区网...</a></li>",
        "<article><h2>{title}</h2><p>" + TEXT + '</p><a href="/news/{n}.html">阅读全文</a></article>',
        """<li><a href="javascript:void(0)" onclick="window.open('/c/{n}.html')">{title}</a></li>""",
        """<li><a href="#" onclick='location.href="/c/{n}.html"'>{title} 2023-04-{day}</a></li>""",
        '<div data-url="/c/{n}.html" class="item"><b>{title}</b></div>',
        '<script>var list{n} = {{"title": "{title}", "url": "\\/c\\/{n}.html", "time": "2023-04-{day}"}};</script>',
        "<script>list.push({{title:'{title}',cover:'/{n}.jpg',linkUrl:'/c/{n}.html'}});</script>",
    ],
)
def test_headlines_are_read_where_they_are_no_text_of_a_link(template):
    text = f"<html><head><title>要闻</title></head><body>{items(template)}</body></html>"
    found = read_list(read_html(text, URL), CLOCK)
    assert [lead.title for lead in found] == [f"长沙芙蓉区：社区网格员入户走访第{n}期" for n in range(6)]
    assert [lead.url.partition("hn.a.test")[2].rstrip(".html") for lead in found] in (
        [f"/c/{n}" for n in range(6)],
        [f"/news/{n}" for n in range(6)],
    )
    assert not any(lead.day and lead.day != f"2023-04-{n + 1:02}" for n, lead in enumerate(found))


def test_a_vague_headline_over_an_abstract_that_is_not_is_worth_a_visit():
    vague = '<h3><a href="/c{n}.html">小板凳上聊出大变化第{n}次</a></h3><p>{about}</p>'
    civic, other = (
        leads(items(vague.replace("{about}", about))) for about in (TEXT, "半导体板块领涨，机构认为短期震荡格局不变，成交额回落。")
    )
    assert min(lead.score.headline for lead in civic) >= CIVIC > max(lead.score.headline for lead in other)


def test_a_page_without_any_running_text_is_a_list_by_a_single_headline():
    assert kind_of(page('<a href="/c/1">长沙芙蓉区：社区网格员入户走访</a>')) is Kind.LIST
    assert kind_of(page(f'<p>{TEXT}</p><a href="/c/1">长沙芙蓉区：社区网格员入户走访</a>')) is Kind.PAGE


def test_a_list_is_told_from_an_article_by_what_it_holds():
    as_list = page(items('<li><a href="/c{n}.html">{title}</a></li>', 8))
    article = page(
        items('<li><a href="/c{n}.html">{title}</a></li>', 8) + f"<h1>标题</h1><div><p>{TEXT}</p><p>{TEXT}</p><p>{TEXT}</p></div>"
    )
    with_abstracts = page(items('<h3><a href="/c{n}.html">{title}</a></h3><p>' + TEXT + "</p>", 8))
    assert [kind_of(each) for each in (as_list, article, with_abstracts)] == [Kind.LIST, Kind.PAGE, Kind.POSTS]


def test_days_without_a_year_lie_in_the_past():
    found = leads(
        '<li><a href="/a/1000001.html">社区网格员入户走访记</a><i>12-30</i></li>'
        '<li><a href="/a/1000002.html">街道志愿者清扫背街小巷</a><i>04-11</i></li>'
    )
    assert [lead.stated for lead in found] == ["2022-12-30", "2023-04-11"]


def test_where_no_day_is_printed_the_address_tells_it():
    (lead,) = leads('<a href="/2023/0410/c1-2.html">社区网格员入户走访记</a>')
    assert (lead.stated, lead.day) == (None, "2023-04-10")


def test_civic_headlines_come_first():
    titles = [
        "中超联赛第三轮战报：客队三球取胜",
        "关于我们 联系方式 版权声明",
        "岳麓区银盆岭街道：党建引领小区治理",
        "A股三大指数今日集体收涨",
        "文明创建進社區 志願服務暖人心",
    ]
    found = scored(Lead(f"http://a.test/a/{n}000000.html", title) for n, title in enumerate(titles))
    assert [lead.score.headline >= CIVIC for lead in found] == [False, False, True, False, True]


def test_a_section_on_civic_matters_lifts_what_stands_in_it():
    body = '<li><a href="/a/1000001.html">读报角里故事多</a></li>'
    assert leads(body, title="文明创建_社区治理_某某网")[0].score.headline > leads(body)[0].score.headline


@pytest.mark.parametrize(
    ("url", "article"),
    [
        ("http://hn.people.com.cn/n2/2023/0410/c195194-40369823.html", True),
        ("http://www.wenming.cn/dfcz/hn/202304/t20230410_6583642.shtml", True),
        ("https://hunan.voc.com.cn/article/202304/202304101453031234.html", True),
        ("http://www.hn.xinhuanet.com/2023-04/10/c_1129507890.htm", True),
        ("https://www.news.cn/local/20230410/0123456789abcdef0123456789abcdef/c.html", True),
        ("http://a.test/show.php?id=12345", True),
        ("http://a.test/show.asp?cid=3&id=7", True),
        ("http://a.test/news_view.php?newsid=12&p=1", True),
        ("http://a.test/article/7.html", True),
        ("http://a.test/story/12", True),
        ("http://a.test/col/detail_3.html", True),
        ("http://a.test/list.asp?id=3", False),
        ("http://a.test/list_2.html", False),
        ("http://a.test/", False),
        ("http://a.test/news/", False),
        ("http://a.test/news/list.html", False),
        ("http://a.test/2023/", False),
    ],
)
def test_addresses_of_articles_have_a_shape(url, article):
    assert looks_like_article(url) is article
    assert (score_of("", url).address >= 1) is article


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.test/n2/2023/0410/c1.html", "2023-04-10"),
        ("http://a.test/202304/t20230410_1.html", "2023-04-10"),
        ("http://a.test/2023-04/10/content_1.html", "2023-04-10"),
        ("http://a.test/2023/4/9/1.html", "2023-04-09"),
        ("http://a.test/202313/t20231399_1.html", None),
        ("http://a.test/a/20991231234.html", None),
        ("http://a.test/", None),
    ],
)
def test_days_in_addresses(url, day):
    assert day_in(url) == day


@pytest.mark.parametrize(
    "url",
    [
        "http://a.test/x.jpg",
        "http://a.test/x.PDF",
        "ftp://a.test/x",
        "javascript:void(0)",
        "http://[::1",
        "http://a.test:99999/",
        "http://u:p@a.test/",
        "http://a.test/calendar/2031/05/",
        "http://a.test/events?year=2031&month=5",
        "http://a.test/a/b/a/b/a/b/",
        "http://a.test/" + "x/" * 20,
        "http://a.test/?" + "&".join(f"f{n}=1" for n in range(9)),
        "http://a.test/list?sort=1&order=2",
        "http://a.test/" + "x" * 5000,
    ],
)
def test_traps_and_files_are_no_leads(url):
    assert why_no_page(url)
    assert leads(f'<a href="{url}">社区网格员入户走访记</a>') == []


@pytest.mark.parametrize("url", ["http://a.test/2023/0410/c1.html", "http://a.test/list.php?page=2", "http://a.test/a/b/a/1.html"])
def test_ordinary_addresses_are_leads(url):
    assert why_no_page(url) is None


def test_a_page_of_very_many_links_gives_the_best_of_them():
    body = "".join(f'<a href="/a/{n:07}.html">{"社区网格员入户" if n % 1000 == 999 else "今天发生的一件事情"}{n}</a>' for n in range(3000))
    found = leads(body)
    assert len(found) == MOST_LINKS
    assert sum("社区" in lead.title for lead in found) == 3


def test_one_address_is_one_lead_with_its_best_headline():
    found = best([Lead("http://www.a.test/a/1.html"), Lead("http://a.test/a/1.html", "社区网格员入户走访", "2023-04-10")])
    assert [(lead.title, lead.stated) for lead in found] == [("社区网格员入户走访", "2023-04-10")]


def test_one_bad_link_costs_no_other():
    bad = '<a href="http://[::1">坏的链接坏的链接</a><a href="http://a.test:99999/">坏的链接坏的链接</a>'
    found = leads(f'{bad}<a href="/a/1000001.html">社区网格员入户走访记</a>')
    assert [lead.url for lead in found] == ["http://hn.a.test/a/1000001.html"]


def test_all_headlines_of_a_site_stand_where_a_link_or_its_address_says_so():
    said = (("/about/", "关于"), ("/archives/", "归档"), ("/blog.html", "日志"), ("/posts", "Posts"), ("http://b.test/archives/", "归档"))
    site = page("".join(f"<a href='{path}'>{name}</a>" for path, name in said)).html
    assert archives_of(site) == ["http://hn.a.test/archives/", "http://hn.a.test/blog.html"]
    assert archives_of(page("<a href='/2026/archives-of-the-city.html'>文明城市档案馆开放</a>").html) == []


ROW = {
    "flat, after": ("<div><a href='/a/{n}.html'>{title}</a></div><div>{day}</div>", ""),
    "flat, before": ("<div>{day}</div><div><a href='/a/{n}.html'>{title}</a></div>", ""),
    "in boxes, after": ("<div class=item><h2><a href='/a/{n}.html'>{title}</a></h2><div>{day}</div></div>", "<div>今天是2023-04-12</div>"),
    "in boxes, before": ("<div class=item><div>{day}</div><h2><a href='/a/{n}.html'>{title}</a></h2></div>", "<div>2023-01-01</div>"),
}


@pytest.mark.parametrize("kind", ROW)
def test_the_day_of_a_headline_is_its_own_whether_it_stands_before_it_or_after(kind):
    row, around = ROW[kind]
    shown = "".join(row.format(n=100200 + n, day=f"2023-03-{20 - n}", title=f"社区网格员入户走访第{'一二三四五六'[n]}期") for n in range(6))
    found = leads(around + shown + (around if "before" in kind else ""))
    assert [lead.stated for lead in found] == [f"2023-03-{20 - n}" for n in range(6)]


def test_a_month_and_a_day_beside_one_headline_alone_are_the_pages_of_a_pager():
    shown = "".join(f"<h2><a href='/a/{n}.html'>社区网格员入户走访第{'一二三四'[n - 100200]}期</a></h2>" for n in range(100200, 100204))
    assert [lead.stated for lead in leads(f"{shown}<div>1/2</div>")] == [None] * 4
    dated = "".join(
        f"<h2><a href='/a/{n}.html'>社区网格员入户走访第{'一二'[n - 100200]}期</a></h2><div>03-0{n - 100198}</div>"
        for n in (100200, 100201)
    )
    assert [lead.stated for lead in leads(dated)] == ["2023-03-02", "2023-03-03"]
