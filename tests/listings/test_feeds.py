from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.listings import feeds
from newsbot.listings.feeds import moment, read_feed
from newsbot.listings.page_kind import Kind, kind_of, offer_of, recognised
from newsbot.listings.scripted import leads_in_data
from newsbot.listings.sitemaps import read_sitemap
from newsbot.model import CHINA
from tests.opening import opened

URL = "http://www.a.test/rss/local.xml"

RSS2 = """<?xml version="1.0" encoding="{charset}"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>地方要闻</title><link>http://www.a.test/</link>
<item><title><![CDATA[长沙：文明创建进社区 “五微”打通最后一米]]></title><link>http://www.a.test/2023/0410/c1.html</link>
<pubDate>Mon, 10 Apr 2023 14:53:03 +0800</pubDate><description><![CDATA[<p>正文</p>]]></description></item>
<item><title>股市收评</title><link>/2023/0410/c2.html</link><pubDate>2023-04-10 09:00:00</pubDate></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>志愿服务</title>
<entry><title type="html">&amp;lt;b&amp;gt;社区&amp;lt;/b&amp;gt;志愿者在行动</title><link rel="enclosure" href="/x.mp3"/>
<link href="/a/100234.html"/>
<author><name>某</name></author>
<source><title>别处</title></source><published>2023-04-10T06:53:03Z</published><updated>2023-04-11T00:00:00Z</updated></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://a.test/"><title>x</title></channel>
<item rdf:about="http://www.a.test/a/1.html"><title>街道网格员入户</title><dc:date>2023-04-10</dc:date></item></rdf:RDF>"""

RSS091 = """<rss version="0.91"><channel><title>x</title><item><title>创城在身边</title><link>
  http://www.a.test/a/9.html </link></item></channel></rss>"""


def test_rss_gives_titles_addresses_and_times():
    civic, other = read_feed(opened(RSS2.format(charset="utf-8").encode(), URL))
    assert (civic.title, civic.url) == ("长沙：文明创建进社区 “五微”打通最后一米", "http://www.a.test/2023/0410/c1.html")
    assert civic.stated == "2023-04-10T14:53:03+08:00"
    assert (other.url, other.stated) == ("http://www.a.test/2023/0410/c2.html", "2023-04-10T09:00:00+08:00")
    assert civic.score.headline > 2 > other.score.headline


@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "big5", "utf-16"])
def test_feeds_come_in_every_charset(charset):
    text = RSS2.format(charset=charset).replace("“五微”打通最后一米", "").replace("创", "創" if charset == "big5" else "创")
    if charset == "big5":
        text = text.replace("长", "長").replace("进", "進").replace("区", "區").replace("闻", "聞").replace("评", "評").replace("明", "明")
    assert read_feed(opened(text.encode(charset, "ignore"), URL))[0].title.startswith(("长沙", "長沙"))


def test_a_declaration_that_lies_does_not_matter():
    assert read_feed(opened(RSS2.format(charset="gb2312").encode(), URL))[0].title.startswith("长沙：文明创建")


def test_atom_takes_the_alternate_link_and_the_entrys_own_title():
    (lead,) = read_feed(opened(ATOM.encode(), URL))
    assert (lead.title, lead.url, lead.stated) == ("社区志愿者在行动", "http://www.a.test/a/100234.html", "2023-04-10T14:53:03+08:00")
    assert lead.changed == "2023-04-11"


def test_relative_addresses_count_from_where_the_feed_says():
    entry = '<entry{base}><title>社区志愿者</title><link href="{n}.html"/></entry>'
    entries = entry.format(base="", n=1) + entry.format(base=' xml:base="y/"', n=2)
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://b.test/x/">{entries}</feed>'
    assert [lead.url for lead in read_feed(opened(feed.encode(), URL))] == ["http://b.test/x/1.html", "http://b.test/x/y/2.html"]


JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "items": [
{"id": "1", "url": "/a/1.html", "title": "社区志愿者在行动", "date_published": "2023-04-10T14:53:03+08:00"}]}"""
JSON_ANSWER = """{"code": 0, "data": {"list": [{"docTitle": "社区志愿者在行动", "cover": {"url": "/1.jpg"},
"docUrl": "http://www.a.test/a/1.html", "pubTime": 1681109583000}]}}"""
JSONP = """jsonp_1([{"title": "<b>社区</b>志愿者在行动", "imgUrl": "/a.html", "link": "/a/1.html", "time": "2023-04-10 14:53:03"}]);"""


@pytest.mark.parametrize("body", [JSON_FEED, JSON_ANSWER, JSONP])
def test_headlines_that_come_as_json_are_a_feed(body):
    (lead,) = read_feed(opened(body.encode(), URL))
    assert kind_of(opened(body.encode())) is Kind.FEED
    assert (lead.title, lead.url, lead.stated) == ("社区志愿者在行动", "http://www.a.test/a/1.html", "2023-04-10T14:53:03+08:00")


@pytest.mark.parametrize("body", [JSON_FEED, JSON_ANSWER, JSONP])
def test_an_answer_of_data_is_read_once_to_know_it_and_to_take_what_it_offers(body, monkeypatch):
    decoded = []

    def counted(text, base):
        decoded.append(text)
        return leads_in_data(text, base)

    monkeypatch.setattr(feeds, "leads_in_data", counted)
    page = opened(body.encode(), URL)
    kind, answered = recognised(page)
    offer = offer_of(page, kind, datetime(2023, 4, 11, tzinfo=CHINA), answered)
    assert decoded == [body]
    assert list(offer.leads) == read_feed(page)


@pytest.mark.parametrize("body", [b"{}", b"[" * 100_000, b'{"title": "', b'{"title": 1, "url": "/a"}', b"f({x})", b"[]"])
def test_json_without_headlines_is_no_feed(body):
    assert read_feed(opened(body, URL)) == []
    assert kind_of(opened(body)) is Kind.PAGE


def test_rss_1_and_0_91():
    (lead,) = read_feed(opened(RDF.encode(), URL))
    assert (lead.title, lead.url, lead.stated) == ("街道网格员入户", "http://www.a.test/a/1.html", "2023-04-10")
    (lead,) = read_feed(opened(RSS091.encode(), URL))
    assert (lead.title, lead.url, lead.stated) == ("创城在身边", "http://www.a.test/a/9.html", None)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("文明创建", "文明&创建 & 志愿&nbsp;服务&ldquo;"),
        lambda text: text.replace("</channel></rss>", ""),
        lambda text: text.replace("</item>", "", 1),
        lambda text: "\ufeff\n\n" + text,
        lambda text: text.replace("文明创建", "文明\x0b\x00创建"),
        lambda text: text.replace("<title>地方要闻", "<title>地方要闻<br>"),
        lambda text: text[: text.index("<description>")],
    ],
)
def test_broken_feeds_are_read_as_far_as_they_go(spoil):
    leads = read_feed(opened(spoil(RSS2.format(charset="utf-8")).encode(), URL))
    assert leads[0].url == "http://www.a.test/2023/0410/c1.html"
    assert leads[0].title.startswith("长沙：文明")


def test_nothing_is_loaded_and_nothing_grows(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("SECRET", encoding="utf-8")
    evil = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
    <!ENTITY x SYSTEM "file://{secret}">]><rss><channel><item><title>社区&b;&x;</title><link>http://www.a.test/1.html</link></item></channel></rss>"""
    (lead,) = read_feed(opened(evil.encode(), URL))
    assert "SECRET" not in lead.title
    assert "aaaa" not in lead.title
    deep = b"<rss>" + b"<a>" * 100_000 + b"<item><link>http://www.a.test/1.html</link></item>"
    assert read_feed(opened(deep, URL)) == []


def test_a_feed_is_bounded():
    item = "<item><title>{0}</title><link>http://www.a.test/a/{0}.html</link></item>"
    many = "<rss><channel>" + "".join(item.format(n) for n in range(5000)) + "</channel></rss>"
    assert len(read_feed(opened(many.encode(), URL))) == 300


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Mon, 10 Apr 2023 14:53:03 GMT", "2023-04-10T22:53:03+08:00"),
        ("2023-04-10T14:53:03+08:00", "2023-04-10T14:53:03+08:00"),
        ("2023-04-10", "2023-04-10"),
        ("2023/4/10 14:53", "2023-04-10T14:53:00+08:00"),
        ("2023年4月10日", "2023-04-10"),
        ("soon", None),
        ("", None),
        (None, None),
        ("Mon, 99 Apr 99999 99:99:99 +9999", None),
    ],
)
def test_times_as_feeds_write_them(text, read):
    assert moment(text) == read


@given(
    st.binary(max_size=400),
    st.sampled_from([b"<rss><item>", b"<urlset><url><loc>", b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>", b""]),
)
def test_no_bytes_at_all_make_a_reader_fail(noise, start):
    body = start + noise
    assert isinstance(read_feed(opened(body, URL)), list)
    assert read_sitemap(opened(body, URL)) is not None
    assert kind_of(opened(body)) in set(Kind)


def titles(items):
    return [lead.title for lead in read_feed(opened(f"<rss><channel>{items}</channel></rss>", URL))]


@pytest.mark.parametrize(
    "title",
    [
        "<title>社区<b>治理</b>志愿服务</title>",
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">社区<b>治理</b>志愿服务</div></title>',
        "<title><![CDATA[社区<b>治理</b>志愿服务]]></title>",
        "<title>社区&lt;b&gt;治理&lt;/b&gt;志愿服务</title>",
        "<title>社区<script>x()</script>治理志愿服务</title>",
        '<media:title xmlns:media="http://search.yahoo.com/mrss/">别的</media:title><title>社区治理志愿服务</title>',
        '<title mode="base64">56S+5Yy65rK755CG5b+X5oS/5pyN5Yqh</title>',
        '<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">社区治理志愿服务</dc:title>',
    ],
)
def test_a_title_is_read_whatever_form_it_has(title):
    assert titles(f"<item>{title}<link>/2023/0410/c1.html</link></item>") == ["社区治理志愿服务"]


@pytest.mark.parametrize("form", ["{}", "<![CDATA[{}]]>"])
def test_a_bare_ampersand_spoils_neither_its_address_nor_what_follows(form):
    items = "".join(
        f"<item><title>街道A&B志愿者{n}</title><link>{form.format(f'/show.jsp?id={n}&section=5')}</link></item>" for n in (1, 2)
    )
    found = read_feed(opened(f"<rss><channel>{items}</channel></rss>", URL))
    assert [(lead.title, lead.url) for lead in found] == [
        (f"街道A&B志愿者{n}", f"http://www.a.test/show.jsp?id={n}&section=5") for n in (1, 2)
    ]


def test_a_right_ampersand_after_a_bare_one_is_right():
    items = "<item><title>A & B</title><link>/1</link></item><item><title>街道&amp;社区</title><link>/a.jsp?a=1&amp;b=2</link></item>"
    found = read_feed(opened(f"<rss><channel>{items}</channel></rss>", URL))
    assert [(lead.title, lead.url.rpartition("/")[2]) for lead in found] == [("A & B", "1"), ("街道&社区", "a.jsp?a=1&b=2")]


def test_sections_of_character_data_are_whole_wherever_the_text_is_cut():
    title = "社区&amp;nbsp;志愿者" * 20
    items = "".join(f"<item><title><![CDATA[{title}]]></title><link><![CDATA[/a/{n}.html?a=1&b=2]]></link></item>" for n in range(900))
    found = read_feed(opened(f"<rss><channel>{items}</channel></rss>", URL))
    assert {lead.url.partition("?")[2] for lead in found} == {"a=1&b=2"}
    assert len({lead.title for lead in found}) == 1


def test_a_feed_says_who_wrote_and_a_time_has_no_parts_of_a_second():
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>社区志愿者在行动</title><link href='http://a.test/1.html'/>"
        "<published>2023-04-10T09:30:00.123+08:00</published><updated>2023-04-11T00:00:00+08:00</updated>"
        "<author><name>王秀兰</name><uri>http://a.test/u</uri></author></entry></feed>"
    )
    rss = (
        "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><title>社区志愿者在行动</title><link>http://a.test/1.html</link>"
        "<dc:creator><![CDATA[王秀兰]]></dc:creator></item><item><title>社区志愿者又在行动</title><link>http://a.test/2.html</link>"
        "<author>a@b.test (李建国)</author></item></channel></rss>"
    )
    (lead,) = read_feed(opened(atom.encode(), URL))
    assert (lead.stated, lead.changed, lead.author) == ("2023-04-10T09:30:00+08:00", "2023-04-11", "王秀兰")
    assert [lead.author for lead in read_feed(opened(rss.encode(), URL))] == ["王秀兰", "李建国"]
