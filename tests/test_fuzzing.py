"""Readers fed with what real pages, feeds, archives and files become when they break: never an error that is not ours, never without end.

Inputs are mutations of whole ones, so that they get past the first lines of a reader. What once broke a reader stands in an example.
"""

import gzip
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsbot.addresses import canonical, site
from newsbot.archive.folder import read_folder
from newsbot.archive.warc import read_warc
from newsbot.discovery.sources import read_source
from newsbot.exceptions import ArgumentError
from newsbot.listings.feeds import read_feed
from newsbot.listings.links import MOST_LINKS, why_no_page
from newsbot.listings.lists import read_list
from newsbot.listings.page_kind import kind_of
from newsbot.listings.pagers import article_parts, next_page
from newsbot.listings.sitemaps import MOST_LEADS, MOST_SITEMAPS, read_sitemap
from newsbot.model import Page, Rejection, Report
from newsbot.normalise import normalise
from newsbot.output.lines import line
from tests.archive.test_warc import Recording
from tests.listings.test_feeds import ATOM, RDF, RSS091, RSS2
from tests.listings.test_sitemaps import NEWS
from tests.middlewares.test_robots import RULES, ask, robots
from tests.opening import opened
from tests.test_normalise import assert_conserved

FIXTURES = Path(__file__).parents[1] / "fixtures"
URL = "http://www.a.test/list/index.html"
PAGES = [path.read_bytes() for path in sorted((FIXTURES / "pages").glob("*.html"))]
DOCUMENTS = [path.read_bytes() for path in sorted((FIXTURES / "documents").glob("*.txt"))]
FEEDS = [text.encode() for text in (RSS2.format(charset="utf-8"), ATOM, RDF, RSS091, NEWS)]
SOURCES = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "newsbot" / "sources").glob("*.toml"))[:10]]

MARKUP = [
    r"<",
    r">",
    r"</",
    r"<p>",
    r"</div>",
    r"<table><tr><td>",
    r"<!--",
    r"-->",
    r"<script>",
    r"</script>",
    r"<![CDATA[",
    r"]]>",
    r"<?xml",
    r'"',
    r"'",
    r"=",
    r"&",
    r"&#x110000;",
    r"&#0;",
    r"&nbsp",
    r"<plaintext>",
    r"<textarea>",
    r"<base\x20href='http://[::1'>",
    r"<a\x20href='http://a:99999/'>",
    r"<a\x20href='//'>",
    r"<meta\x20charset=utf-7>",
    r"<link/>",
    r"<loc>http://[</loc>",
    r"</item>",
    r"<!DOCTYPE\x20a\x20[<!ENTITY\x20b\x20'c'>]>",
    r"<lastmod>9999-99-99</lastmod>",
    r"\x20xmlns:x='y'",
    r"[",
    r"]",
    r"{",
    r"}",
    r"1e999",
    r"-1",
    r"\\u0000",
    r"%00",
    r"%",
    r"http://user:x@a/",
    r"Content-Length:\x2099999999999\r\n\r\n",
    r"\n",
    r"\r",
    r"\0",
]
TEXTS = [
    "来源：",
    "（记者 ",
    "2026-02-30 25:61",
    "９９９９年",
    "\u2028",
    "\u202e",
    "\ud800",
    "\U0001f469\u200d",
    "\u3000\u3000",
    "“",
    "ｗｗｗ.",
]
BYTES = [b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\x1b$B", b"\x85", b"\xe4\xb8"]
PIECES: list[bytes] = [
    *(piece.encode().decode("unicode_escape").encode() for piece in MARKUP),
    *(text.encode("utf-8", "surrogatepass") for text in TEXTS),
    *BYTES,
]
KINDS = ["text/html", "text/html; charset=gb2312", "text/plain; charset=utf-8", "", "image/png"]


@st.composite
def broken(draw: st.DrawFn, whole: list[bytes], most: int = 6) -> bytes:
    """One of these, with pieces put in, taken out, doubled, moved or overwritten, perhaps cut."""
    data = draw(st.sampled_from(whole))
    for _ in range(draw(st.integers(0, most))):
        at = draw(st.integers(0, len(data)))
        size = draw(st.sampled_from((0, 1, 7, 60, 700)))
        how = draw(st.integers(0, 4))
        piece = draw(st.sampled_from(PIECES)) * draw(st.sampled_from((1, 1, 2, 40)))
        if how <= 1:
            data = data[:at] + piece + data[at:]
        elif how == 2:
            data = data[:at] + data[at + size :]
        elif how == 3:
            data = data[:at] + data[at : at + size] + data[at:]
        else:
            data = data[:at] + piece + data[at + len(piece) :]
    return data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) and draw(st.booleans()) else data


bounded = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def is_harmless(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None


@bounded
@given(broken([*PAGES, *DOCUMENTS]), st.sampled_from(KINDS))
def test_a_broken_page_ends_in_a_verdict_that_accounts_for_every_character(body, kind):
    verdict = normalise(Page(URL, body, {"content-type": kind}), topic="any")
    assert isinstance(verdict, Report | Rejection)
    if isinstance(verdict, Report):
        assert_conserved(verdict)
        assert len(line({"title": verdict.title, "body": verdict.body, "source": verdict.source}).splitlines()) == 1


@bounded
@given(broken(PAGES))
def test_a_broken_list_leads_to_harmless_addresses(body):
    page = opened(body, URL, "text/html")
    leads = read_list(page.html, None) if page.html else []
    assert len(leads) <= MOST_LINKS
    assert all(is_harmless(lead.url) and why_no_page(lead.url) is None for lead in leads)
    further = next_page(page)
    assert further is None or is_harmless(further)
    assert all(is_harmless(url) for _, url in article_parts(page).parts)


@bounded
@given(body=broken(FEEDS), packed=st.booleans())
@example(body=b"<rss><channel><item><link>http://[</link></item></channel></rss>", packed=False)
@example(body=b"<urlset><url><loc>http://a.test:x/</loc></url></urlset>", packed=True)
def test_a_broken_feed_or_sitemap_leads_to_harmless_addresses(body, packed):
    body = gzip.compress(body, mtime=0)[: len(body) + 10] if packed else body
    kind_of(opened(body))
    found = read_sitemap(opened(body, URL))
    assert len(found.leads) <= MOST_LEADS
    assert len(found.sitemaps) <= MOST_SITEMAPS
    leads = [*read_feed(opened(body, URL)), *found.leads]
    assert all(is_harmless(lead.url) and len(lead.title) <= 2_000 for lead in leads)


@bounded
@given(broken([RULES, b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /a*b$\r\nCrawl-delay: 1e9\r\nSitemap: http://a.test/s.xml\r\n"]))
@example(b"User-agent: *\nCrawl-delay: nan\n")
@example(b"User-agent: *\nCrawl-delay: inf\n")
@example(b"User-agent: *\nCrawl-delay: -5\n")
def test_a_broken_robots_txt_is_obeyed_as_far_as_it_can_be_read(body):
    (answer,) = ask(middleware := robots(body=body), "http://a.test/x/y?z")
    assert answer is None or type(answer).__name__ == "ForbiddenByRobots"
    assert all(2 <= slot["delay"] <= 120 for slot in middleware.crawler.per_slot_settings.values())


@bounded
@given(broken(SOURCES))
def test_a_broken_declaration_of_a_source_is_refused_with_words(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("source") / "a.toml"
    path.write_bytes(text)
    try:
        source = read_source(path)
    except ArgumentError as error:
        words = str(error)
    else:
        assert all(is_harmless(url) for url in source.start)
        return
    assert str(path) in words


RECORDS = [Recording(packed=packed).response("http://a.test/1").response("http://a.test/2", PAGES[0]).data for packed in (True, False)]


@bounded
@given(broken([bytes(data) for data in RECORDS]))
def test_a_broken_archive_gives_pages_or_rejections_within_bounds(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("broken") / "x.warc"
    path.write_bytes(data)
    for found in read_warc(path, max_bytes=100_000):
        assert isinstance(found, Page | Rejection)
        assert len(found.body if isinstance(found, Page) else found.page.body) <= 100_000


INDEX = json.dumps(
    {"url": "http://a.test/1", "file": "1.html", "status": 200, "headers": {"a": "b"}, "fetched_at": "2024-01-01T00:00:00+08:00"}
)


@bounded
@given(broken([f"{INDEX}\n{INDEX}\n".encode()]))
def test_a_broken_index_gives_pages_or_rejections(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("broken")
    (folder / "index.jsonl").write_bytes(data)
    (folder / "1.html").write_bytes(b"x")
    assert all(isinstance(found, Page | Rejection) for found in read_folder(folder, max_bytes=1_000))


ADDRESS = b"http://www.a.test:80/a/../b//c;jsessionid=1/index.html?utm_source=x&b=%e4%b8&a=1#d"


@given(broken([ADDRESS]).map(lambda raw: raw.decode("utf-8", "replace")))
@pytest.mark.parametrize("read", [canonical, site, why_no_page])
def test_no_address_is_too_broken_to_be_looked_at(read, url):
    assert read(url) is None or isinstance(read(url), str)
