import gzip

import pytest

from newsbot.listings.links import Skip
from newsbot.listings.page_kind import Kind, kind_of
from newsbot.listings.sitemaps import MOST_LEADS, MOST_NEWEST, MOST_SITEMAPS, read_sitemap
from tests.opening import opened

URL = "http://www.a.test/sitemap.xml"
NEWS = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>http://www.a.test/a/2023/04/10/1.html</loc><lastmod>2023-04-10T15:00:00+08:00</lastmod>
<image:image><image:loc>http://www.a.test/1.jpg</image:loc><image:title>图</image:title></image:image>
<news:news><news:publication><news:name>某网</news:name></news:publication><news:publication_date>2023-04-10T14:53:03+08:00</news:publication_date>
<news:title>社区网格员上门</news:title></news:news></url>
<url><loc>http://www.a.test/a/2023/04/11/2.html</loc><lastmod>2023-04-11</lastmod></url>
<url><loc>http://www.elsewhere.test/3.html</loc></url></urlset>"""


def test_a_news_sitemap_gives_titles_and_times_of_this_site_the_newest_first():
    found = read_sitemap(opened(NEWS.encode(), URL))
    second, first = found.leads
    assert (first.url, first.title, first.stated) == (
        "http://www.a.test/a/2023/04/10/1.html",
        "社区网格员上门",
        "2023-04-10T14:53:03+08:00",
    )
    assert first.changed == "2023-04-10T15:00:00+08:00"
    assert (second.title, second.stated, second.changed, second.day) == ("", None, "2023-04-11", "2023-04-11")
    assert found.sitemaps == ()


def test_a_gzipped_one_is_the_same():
    assert read_sitemap(opened(gzip.compress(NEWS.encode()), URL + ".gz")) == read_sitemap(opened(NEWS.encode(), URL))


def index_of(*names: str) -> list[str]:
    entries = "".join(f"<sitemap><loc>http://www.a.test/{name}</loc></sitemap>" for name in names)
    found = read_sitemap(opened(f"<sitemapindex>{entries}</sitemapindex>".encode(), URL))
    return sorted(lead.url.rpartition("/")[2] for lead in found.sitemaps)


@pytest.mark.parametrize(("pages", "lists"), [
    (["wp-sitemap-posts-post-1.xml", "wp-sitemap-posts-page-1.xml"], ["wp-sitemap-taxonomies-category-1.xml", "wp-sitemap-users-1.xml"]),
    (["post-sitemap.xml", "page-sitemap.xml"], ["category-sitemap.xml", "post_tag-sitemap.xml", "author-sitemap.xml"]),
    (["sitemap-posts.xml", "stages.xml", "heritage-1.xml"], ["sitemap-tags.xml", "sitemap-authors.xml"]),
    (["s.php?page=tags"], []),
])  # fmt: skip
def test_sitemaps_of_lists_and_persons_are_left_where_an_index_has_others(pages, lists):
    assert index_of(*pages, *lists) == sorted(pages)
    assert index_of(*lists) == sorted(lists)


def test_an_index_gives_its_newest_sitemaps():
    entries = "".join(f"<sitemap><loc>http://www.a.test/sitemap-{n}.xml</loc></sitemap>" for n in range(1000))
    found = read_sitemap(opened(f"<sitemapindex>{entries}</sitemapindex>".encode(), URL))
    assert found.leads == ()
    assert len(found.sitemaps) == MOST_SITEMAPS
    assert found.sitemaps[0].url == "http://www.a.test/sitemap-999.xml"


def test_entries_that_are_passed_over_are_counted_by_the_reason():
    entries = [f"<url><loc>http://www.a.test/a/{n:07}.html</loc></url>" for n in range(MOST_NEWEST + 30)]
    others = ["<url><loc>http://www.b.test/1.html</loc></url>", "<url><loc>http://www.a.test/9999999.jpg</loc></url>", entries[-1]]
    found = read_sitemap(opened(f"<urlset>{''.join([*entries, *others])}</urlset>".encode(), URL))
    told = dict(found.skipped)
    assert told == {Skip.OTHER_SITE: 1, Skip.NO_PAGE: 1, Skip.TOO_MANY: told[Skip.TOO_MANY]}
    assert len(found.leads) + sum(told.values()) in range(len(entries) + 2, len(entries) + 4)  # one is named twice
    assert read_sitemap(opened(NEWS.encode(), URL)).skipped == ((Skip.OTHER_SITE, 1),)
    plain = "http://www.a.test/a/1.html\nhttp://www.a.test/a/2.html\nhttp://b.test/3.html"
    assert read_sitemap(opened(plain.encode(), URL)).skipped == ((Skip.OTHER_SITE, 1),)


def test_sitemaps_that_an_index_names_and_nobody_asks_for_are_counted_too():
    names = [*(f"post-sitemap{n}.xml" for n in range(MOST_SITEMAPS + 7)), "category-sitemap.xml", "author-sitemap.xml"]
    entries = "".join(f"<sitemap><loc>http://www.a.test/{name}</loc></sitemap>" for name in names)
    found = read_sitemap(opened(f"<sitemapindex>{entries}</sitemapindex>".encode(), URL))
    assert found.skipped == ((Skip.OF_LISTS, 2), (Skip.TOO_MANY, 7))


def test_a_plain_list_of_addresses_is_a_sitemap():
    body = b"http://www.a.test/a/123456.html\nhttp://www.a.test/a/123457.html\n"
    assert kind_of(opened(body)) is Kind.SITEMAP
    assert [lead.url for lead in read_sitemap(opened(body, URL)).leads] == [
        "http://www.a.test/a/123456.html",
        "http://www.a.test/a/123457.html",
    ]


def test_a_sitemap_is_bounded():
    many = "<urlset>" + "".join(f"<url><loc>http://www.a.test/a/{n:07}.html</loc></url>" for n in range(12_000)) + "</urlset>"
    assert len(read_sitemap(opened(many.encode(), URL)).leads) == MOST_LEADS


@pytest.mark.parametrize(
    "body", [b"", b"\x1f\x8b\x08\x00broken", gzip.compress(b"0" * (60 << 20), mtime=0), b"<html><body>404</body></html>", b"{}"]
)
def test_what_is_no_sitemap_gives_nothing(body):
    found = read_sitemap(opened(body, URL))
    assert found.leads == found.sitemaps == ()
    assert kind_of(opened(body)) is Kind.PAGE


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (NEWS.encode(), Kind.SITEMAP),
        (gzip.compress(NEWS.encode(), mtime=0), Kind.SITEMAP),
        (NEWS.encode("utf-16"), Kind.SITEMAP),
        (b"<?xml version='1.0'?><!-- <html> --><!DOCTYPE rss [<!ENTITY a 'b'>]>\n<rss version='2.0'>", Kind.FEED),
        (b"<rdf:RDF xmlns:rdf='x'>", Kind.FEED),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", Kind.FEED),
        (b"<?xml-stylesheet href='x'?><sitemapindex>", Kind.SITEMAP),
        (b"<?xml version='1.0'?><!DOCTYPE html><html><body><p>x</p></body></html>", Kind.PAGE),
        (b"<svg/>", Kind.PAGE),
        ("光明街道推动文明城市创建".encode(), Kind.PAGE),
    ],
)
def test_what_a_page_is_is_told_from_what_it_holds(body, kind):
    assert kind_of(opened(body)) is kind


def test_of_a_sitemap_without_end_what_stands_in_front_is_read():
    body = NEWS.encode() + b"<url><loc>http://www.a.test/</loc></url>" * 600_000
    assert [lead.url for lead in read_sitemap(opened(gzip.compress(body, 1), URL)).leads][-2:] == [
        lead.url for lead in read_sitemap(opened(NEWS.encode(), URL)).leads
    ][-2:]


def test_entities_and_characters_are_whole_wherever_the_text_is_cut_into_slices():
    for shift in range(12):
        loc = "x" * (64 * 1024 - 60 + shift)
        body = f"<urlset><url><q>{loc}</q><loc>http://www.a.test/a/{shift}.html?a=1&amp;b=2</loc><title>社区&nbsp;&ldquo;五微&rdquo;</title></url></urlset>"
        (lead,) = read_sitemap(opened(body.encode(), URL)).leads
        assert (lead.url, lead.title) == (f"http://www.a.test/a/{shift}.html?a=1&b=2", "社区 “五微”")


LOTS = 20_000


@pytest.mark.parametrize(
    "hostile",
    [
        "<urlset " + " ".join(f"a{n}='1'" for n in range(LOTS)) + ">",
        "<urlset " + " ".join(f"xmlns:a{n}='u{n}'" for n in range(LOTS)) + ">",
        "<urlset>" + "<url>" * LOTS,
        "<urlset>" + "<url><loc>" * LOTS,
        "<urlset><url><loc>" + "&nbsp;" * LOTS,
        "<urlset><url><loc>" + "&" * LOTS,
        "<urlset><url><loc>" + "<![CDATA[x]]>" * LOTS,
        "<urlset><url loc='" + "x" * LOTS * 10,
        "<urlset>" + "<!-- x -->" * LOTS,
        "<urlset>" + "<?x y?>" * LOTS,
        "<!DOCTYPE u ["
        + "".join(f'<!ENTITY a{n} "&a{n + 1};&a{n + 1};">' for n in range(LOTS))
        + "]><urlset><url><loc>&a1;</loc></url></urlset>",
        "<!DOCTYPE u [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/'> %a;]><urlset><url><loc>&b;</loc></url></urlset>",
        "<sitemapindex>" + "<sitemap><loc>http://www.a.test/s.xml</loc></sitemap>" * LOTS,
    ],
)
def test_bombs_give_little_and_raise_nothing(hostile):
    found = read_sitemap(opened(hostile.encode(), URL))
    assert len(found.leads) <= 1
    assert len(found.sitemaps) <= MOST_SITEMAPS


def test_a_plain_list_without_end_is_bounded():
    body = b"".join(b"http://www.a.test/a/%07d.html\n" % number for number in range(12_000))
    assert len(read_sitemap(opened(body, URL)).leads) == MOST_LEADS
