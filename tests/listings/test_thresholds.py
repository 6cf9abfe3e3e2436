"""Every bound and threshold of what a page offers stands where its docstring says: one less counts, one more does not."""

import json
from datetime import datetime

import pytest

from newsbot.html.links import Link, Resolver
from newsbot.html.page import HtmlPage
from newsbot.listings.feeds import read_feed
from newsbot.listings.front_pages import civic_sections, ways_on
from newsbot.listings.links import CIVIC, MOST_LINKS, UNKNOWN, Lead, best, day_in, scored, why_no_page, without_date
from newsbot.listings.lists import is_list, may_be_article, read_list
from newsbot.listings.pager_names import names_next, number_in, points_next
from newsbot.listings.pagers import article_parts, next_page, page_number
from newsbot.listings.scripted import leads_in_attributes, leads_in_data, leads_in_scripts
from newsbot.listings.sitemaps import read_sitemap
from newsbot.listings.xml import read_xml
from newsbot.model import CHINA
from tests.opening import opened

NOW = datetime(2026, 11, 29, 12, tzinfo=CHINA)
TITLE = "社区网格员入户走访"


def html(body: str, url: str = "http://a.test/local/") -> HtmlPage:
    page = opened(f"<html><body>{body}</body></html>", url, "text/html").html
    assert page is not None
    return page


def following(body: str, url: str = "http://a.test/local/index.html") -> str | None:
    return next_page(opened(f"<html><body>{body}</body></html>", url, "text/html"))


# ------------------------------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("".join(f"/s{n}" for n in range(12)), "".join(f"/s{n}" for n in range(13))),
        ("/a/b/a/c", "/a/b/a/c/a"),
        ("/l?" + "&".join(f"k{n}=1" for n in range(6)), "/l?" + "&".join(f"k{n}=1" for n in range(7))),
        ("/l?sort=time", "/l?sort=time&view=grid"),
    ],
)
def test_addresses_without_end_are_told_by_how_much_they_have_of_it(good, bad):
    assert why_no_page(f"http://a.test{good}") is None
    assert why_no_page(f"http://a.test{bad}") is not None


@pytest.mark.parametrize(
    ("path", "day"), [("/2023/12/31/a", "2023-12-31"), ("/2023/9/5/a", "2023-09-05"), ("/2023/13/31/a", None), ("/2023/12/32/a", None)]
)
def test_days_in_addresses_are_days(path, day):
    assert day_in(f"http://a.test{path}") == day


@pytest.mark.parametrize(
    ("headline", "is_dated"),
    [("讯 2023-04-10{}", False), ("快讯 2023-04-10{}", True), ("{}2023-04-10 讯", False), ("{}2023-04-10 快讯", True)],
)
def test_a_date_two_characters_from_an_end_is_none_of_the_headline(headline, is_dated):
    assert ("2023" in without_date(headline.format(TITLE))) is is_dated


def test_the_best_300_of_a_page_are_looked_at_further():
    leads = [Lead(f"http://a.test/{n}.html", TITLE) for n in range(302)]
    assert len(best(scored(leads))) == MOST_LINKS == 300


def test_one_strong_word_or_two_weak_ones_are_civic():
    strong, weak, two = scored([Lead("http://a.test/1", "街道"), Lead("http://a.test/2", "群众"), Lead("http://a.test/3", "群众民生")])
    assert (strong.score.headline, weak.score.headline, two.score.headline) == (2.0, 1.0, 2.0)
    assert (CIVIC, UNKNOWN) == (2.0, 1.0)
    plain, lifted = (scored([Lead("http://a.test/1", "群众")], section=name)[0].score.headline for name in ("社区", "文明创建"))
    assert (plain, lifted) == (1.0, 3.0)


# ----------------------------------------------------------------------------------------------------------------- lists

HEADLINE = '<li><a href="/x{n}/">第{n}期社区走访记</a></li>'
RUNNING = "<p>志愿者走上街头开展文明劝导活动，向居民宣传文明知识。</p>"  # 25 Han characters


def test_five_headlines_make_a_list_beside_some_running_text():
    four, five = ("".join(HEADLINE.format(n=n) for n in range(1, 1 + count)) for count in (4, 5))
    assert [is_list(html(RUNNING + items)) for items in (four, five)] == [False, True]
    assert is_list(html(HEADLINE.format(n=1)))


def test_a_headline_has_six_han_characters():
    assert [is_list(html(f'<a href="/x/">{"城" * count}</a>')) for count in (5, 6)] == [False, True]


def test_an_article_is_150_han_characters_of_running_text_without_a_headline_between():
    less, enough = ("<p>" + "志" * (count - 20) + "，" + "愿" * 20 + "。</p>" for count in (149, 150))
    assert [may_be_article(html(text)) for text in (less, enough)] == [False, True]
    assert not may_be_article(html(less + HEADLINE.format(n=1) + less))


@pytest.mark.parametrize(("share", "counts"), [(5, True), (4, False)])
def test_a_block_is_a_headline_where_half_of_it_is_a_link(share, counts):
    assert is_list(html(f'<p><a href="/x/">{"城" * share}</a>{"市" * (10 - share)}</p>')) is counts


def test_a_date_stands_among_the_three_blocks_after_a_headline_in_a_line_of_60_characters():
    def stated(between: str, line: str = "2026年4月10日") -> str | None:
        return read_list(html(f'<a href="/x1/">{TITLE}</a>{between}<p>{line}</p>'), NOW)[0].stated

    assert stated("<p>甲</p><p>乙</p>") == "2026-04-10"
    assert stated("<p>甲</p><p>乙</p><p>丙</p>") is None
    assert stated("", "2026年4月10日".ljust(60, "-")) == "2026-04-10"
    assert stated("", "2026年4月10日".ljust(61, "-")) is None


def test_the_heading_of_a_card_has_100_characters():
    card = '<p>要闻</p><a href="/2023/0410/c{n}.html"><h3>{heading}</h3><p>{text}</p></a>'
    fits, too_long = (card.format(n=1, heading="城" * size, text="市" * 9) for size in (100, 101))
    assert [len(read_list(html(page), NOW)[0].title) for page in (fits, too_long)] == [100, 9]


def test_three_thousand_links_of_a_page_are_looked_at():
    items = "<a href='/'>首页</a>" * 2_999 + "".join(HEADLINE.format(n=n) for n in (1, 2))
    assert [lead.url for lead in read_list(html(items, "http://a.test/local/"), NOW)] == ["http://a.test/x1/"]


def test_a_headline_of_four_characters_counts_where_its_address_is_an_articles():
    leads = read_list(html('<a href="/2023/0410/c1.html">走访记录</a><a href="/2023/0410/c2.html">走访记</a>'), NOW)
    assert [lead.url for lead in leads] == ["http://a.test/2023/0410/c1.html"]


# ----------------------------------------------------------------------------------------------------------- front pages


def test_sections_have_names_of_two_to_eight_han_characters():
    names = ("文", "文明", "文明创建社区街道", "文明创建社区街道网", "文明ABCDEFGHIJKLMN", "文明ABCDEFGHIJKLMNO")
    page = html("".join(f'<a href="/s{n}/">{name}</a>' for n, name in enumerate(names)), "http://a.test/")
    assert sorted(civic_sections(page)) == ["http://a.test/s1/", "http://a.test/s2/", "http://a.test/s4/"]


def test_ten_sections_of_a_site_are_looked_at():
    assert len(civic_sections(html("".join(f'<a href="/s{n}/">文明</a>' for n in range(12)), "http://a.test/"))) == 10


def test_a_page_says_at_its_beginning_where_it_leads():
    def ways(before: int) -> list[str]:
        text = "<html>".ljust(before, " ") + "<script>location='/main/';</script></html>"
        return ways_on(opened(text, "http://a.test/", "text/html"))

    assert [len(ways(before)) for before in (99_900, 100_000)] == [1, 0]


@pytest.mark.parametrize(("name", "leads"), [("招聘", True), ("下载", False)])
def test_what_every_site_has_is_no_section(name, leads):
    page = opened(f'<html><body><a href="/x/y">{name}</a></body></html>', "http://a.test/", "text/html")
    assert (ways_on(page) != []) is leads


# ---------------------------------------------------------------------------------------------------------------- pagers


def test_names_of_further_pages_have_bounds():
    assert names_next("下一页".rjust(16))
    assert not names_next("下一页".rjust(17))
    assert number_in("2".rjust(8)) == 2
    assert number_in("2".rjust(9)) is None
    resolve = Resolver("http://a.test/")
    assert [points_next(Link({"href": "2", "class": "next"}, text, 0, resolve)) for text in ("»" * 16, "»" * 17)] == [True, False]


@pytest.mark.parametrize(("url", "number"), [("/?page=9999", 9999), ("/?page=10000", 1), ("/?page=%C2%B2", 1)])
def test_numbers_of_pages_have_four_digits(url, number):
    assert page_number(f"http://a.test{url}") == number


def test_a_menu_of_pages_has_options_called_by_numbers():
    option = '<option value="/l/p{n}.html">{label}</option>'
    one, two = option.format(n=1, label=1), option.format(n=2, label=2)
    assert following(f"<select>{one}{two}</select>", "http://a.test/l/") == "http://a.test/l/p2.html"
    assert following(f"<select>{one}</select>", "http://a.test/l/") is None
    long = option.format(n=2, label="2".ljust(40) + "页" * 9)
    assert following(f"<select>{one}{long}</select>", "http://a.test/l/") == "http://a.test/l/p2.html"


def test_twenty_menus_of_a_page_are_looked_at():
    menu = '<select><option value="/l/p1.html">1</option><option value="/l/p2.html">2</option></select>'
    assert following("<select></select>" * 19 + menu, "http://a.test/l/") is not None
    assert following("<select></select>" * 20 + menu, "http://a.test/l/") is None


def test_a_pager_is_believed_for_five_hundred_pages():
    script = '<script>createPageHTML(9999, {n}, "index", "html");</script>'
    assert following(script.format(n=499), "http://a.test/local/index_499.html") == "http://a.test/local/index_500.html"
    assert following(script.format(n=500), "http://a.test/local/index_500.html") is None


def test_a_pager_script_stands_in_the_first_400000_characters():
    def after(before: int) -> str | None:
        return following(" " * before + '<script>createPageHTML(20, 0, "index", "html");</script>')

    assert [after(before) is not None for before in (399_900, 400_000)] == [True, False]


def parts(links: str, url: str = "http://a.test/c1234567.html") -> list[int]:
    return [number for number, _ in article_parts(opened(f"<html><body>{links}</body></html>", url, "text/html")).parts]


def test_an_article_has_twenty_pages_at_most():
    assert parts("".join(f'<a href="c1234567_{n}.html">{n}</a>' for n in range(2, 30))) == list(range(2, 21))


def test_the_number_of_a_part_has_three_digits_and_the_name_before_it_four():
    assert parts('<a href="c1234567_999.html">2</a><a href="?p=999">3</a>') != []
    assert parts('<a href="?p=1000">2</a>') == []
    assert parts('<a href="c1234_2.html">2</a>', "http://a.test/c1234.html") == [2]
    assert parts('<a href="c123_2.html">2</a>', "http://a.test/c123.html") == []


def test_two_hundred_links_called_as_pages_are_looked_at():
    other = "".join(f'<a href="/d{n}.html">{n % 30 + 1}</a>' for n in range(199))
    second = '<a href="c1234567_2.html">2</a>'
    assert (parts(other + second), parts(other + other[:30] + second)) == ([2], [])


# --------------------------------------------------------------------------------------------------------------- scripts


def test_data_of_a_page_have_bounds():
    data = [{"title": TITLE, "url": f"/c/{n}.html"} for n in range(1_002)]
    assert len(leads_in_data(json.dumps(data), "http://a.test/")) == 1_000
    assert len(leads_in_data("x=[]" * 39 + "x=" + json.dumps(data[:2]), "http://a.test/")) == 2
    nested = [[[data[0]]]] + [[]] * 50_000 + [data[1]]
    assert [lead.url for lead in leads_in_data(json.dumps(nested), "http://a.test/")] == ["http://a.test/c/0.html"]


def test_scripts_and_what_is_clicked_on_have_bounds():
    script = f'<script>var list=[{{"title":"{TITLE}","url":"/c/1.html"}}]</script>'
    assert [len(list(leads_in_scripts(html("<script></script>" * before + script)))) for before in (299, 300)] == [1, 0]
    short = f'x=[{{"title":"{TITLE[:6]}","url":"/c.do"}}]'
    assert [len(list(leads_in_scripts(html(f"<script>{short.ljust(size)}</script>")))) for size in (40, 41)] == [0, 1]
    shown = "<p onclick=\"go('/c/1.html')\">{}{}</p>"
    assert [len(list(leads_in_attributes(html(shown.format(" " * size, TITLE))))) for size in (1_491, 1_500)] == [1, 0]


@pytest.mark.parametrize(
    ("when", "stated"),
    [
        (1_680_000_000, "2023-03-28T18:40:00+08:00"),
        (1_680_000_000_000, "2023-03-28T18:40:00+08:00"),
        (16_800_000_000, None),
        (123456789, None),
    ],
)
def test_times_of_data_are_seconds_or_milliseconds(when, stated):
    (lead,) = leads_in_data(json.dumps([{"title": TITLE, "url": "/c/1.html", "time": when}]), "http://a.test/")
    assert lead.stated == stated


# --------------------------------------------------------------------------------------------------- feeds and sitemaps


def test_a_feed_has_a_thousand_entries_at_most():
    item = f"<item><title>{TITLE}</title><link>http://a.test/{{n}}.html</link></item>"
    feed = "<rss><channel>" + "".join(item.format(n=n) for n in range(1_100)) + "</channel></rss>"
    assert {lead.url for lead in read_feed(opened(feed))} <= {f"http://a.test/{n}.html" for n in range(1_000)}
    assert read_xml(feed, frozenset({"item"}), max_entries=1_000).cut
    last = feed.replace(f"<title>{TITLE}</title>", "<title>x</title>", 999).replace(
        "http://a.test/999.html", "http://a.test/2023/0410/c9.html"
    )
    assert "http://a.test/2023/0410/c9.html" in {lead.url for lead in read_feed(opened(last))}


def test_a_sitemap_gives_the_best_2000_of_the_newest_5000():
    url = "<url><loc>http://www.a.test/{n}.html</loc><lastmod>{day}</lastmod></url>"
    old = "".join(url.format(n=n, day="2020-01-01") for n in range(6_000))
    offer = read_sitemap(opened(f"<urlset>{old}{url.format(n='9999', day='2026-01-01')}</urlset>"))
    assert len(offer.leads) == 2_000
    assert "http://www.a.test/9999.html" in {lead.url for lead in offer.leads}
    named = url.replace("</url>", f"<title>{TITLE}</title></url>")
    newer = "".join(url.format(n=n, day="1990-06-01") for n in range(4_999))
    urls = "".join(named.format(n=f"t{n}", day=f"19{n}-01-01") for n in (89, 90)) + newer
    found = {lead.url for lead in read_sitemap(opened(f"<urlset>{urls}</urlset>")).leads}
    assert "http://www.a.test/t90.html" in found
    assert "http://www.a.test/t89.html" not in found


def test_an_index_gives_its_fifty_newest_sitemaps():
    index = "".join(f"<sitemap><loc>http://www.a.test/s{n}.xml</loc></sitemap>" for n in range(60))
    assert [lead.url for lead in read_sitemap(opened(f"<sitemapindex>{index}</sitemapindex>")).sitemaps] == [
        f"http://www.a.test/s{n}.xml" for n in range(59, 9, -1)
    ]


def test_a_plain_list_has_two_addresses_at_least():
    one = "http://www.a.test/2023/0410/c1.html\n"
    assert [len(read_sitemap(opened(each)).leads) for each in (one, one + one.replace("c1", "c2"))] == [0, 2]


def test_documents_have_bounds_in_depth_and_text():
    inside = [read_xml("<a>" * levels + "<item><title>x</title></item>", frozenset({"item"})).entries for levels in (30, 31, 32)]
    assert [len(entries[0].fields) if entries else None for entries in inside] == [1, 0, None]
    (entry,) = read_xml(f"<rss><item><title>{'城' * 2_100}</title></item></rss>", frozenset({"item"})).entries
    assert len(entry.fields["title"]) == 2_000
    channel = read_xml("<rss><channel><title>甲</title><image><url>乙</url></image></channel></rss>", frozenset({"item"}))
    assert channel.head.fields["title"] == "甲"
