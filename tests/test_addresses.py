"""One address for all spellings of a page, and the site it belongs to."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from w3lib.url import safe_url_string

from newsbot.addresses import LONGEST, _safe, canonical, shard, site

PAGE = "http://news.example.com/a/1.html"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://news.example.com/a/1.html",
        "HTTP://NEWS.Example.com:80/a/1.html",
        "https://news.example.com:443/a/1.html",
        "http://news.example.com./a/1.html",
        "http://user:secret@news.example.com/a/1.html",
        "http://news.example.com//a///1.html",
        "http://news.example.com/a/./1.html",
        "http://news.example.com/b/../a/1.html",
        "http://news.example.com/a/%31.html",
        "http://news.example.com/a/1.html/",
        "http://news.example.com/a/1.html?",
        "http://news.example.com/a/1.html#top",
        "http://news.example.com/a/1.html?utm_source=wx&utm_medium=a",
        "http://news.example.com/a/1.html?from=timeline&isappinstalled=0",
        "http://news.example.com/a/1.html?spm=1.2.3",
        "http://news.example.com/a/1.html;jsessionid=0A1B2C?sid=0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "http://news.example.com/a/1.html?PHPSESSID=abc",
        "  http://news.example.com/a/1.html\n",
    ],
)
def test_spellings_of_one_page_are_one_address(spelling: str) -> None:
    assert canonical(spelling) == PAGE


@pytest.mark.parametrize("door", ["www", "m", "wap", "3g", "mobile"])
def test_desktop_and_phone_hosts_are_one(door: str) -> None:
    assert canonical(f"https://{door}.example.com.cn/x") == canonical("http://example.com.cn/x")


@pytest.mark.parametrize("name", ["index.html", "index.htm", "index.shtml", "index.php", "default.aspx", "index.jsp"])
def test_an_index_page_is_its_folder(name: str) -> None:
    assert canonical(f"http://a.com/news/{name}") == canonical("http://a.com/news/") == canonical("http://a.com/news")


def test_a_domain_called_m_keeps_its_name() -> None:
    assert canonical("http://m.cn/a") != canonical("http://cn/a")
    assert site("http://www.m.cn/") == "m.cn"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.com/1", "http://a.com/2"),
        ("http://a.com/x?id=1", "http://a.com/x?id=2"),
        ("http://a.com/x?from=2020-01-01", "http://a.com/x"),
        ("http://a.com/show?sid=1234", "http://a.com/show?sid=1235"),
        ("http://a.com/show?sid=a1b2c3d4", "http://a.com/show?sid=a1b2c3d5"),
        ("http://a.com/show?s=b7c7d7e8", "http://a.com/show?s=a1b2c3d4"),
        ("http://a.com/show?token=a1b2c3d4e5", "http://a.com/show?token=a1b2c3d4e6"),
        ("http://a.com/A.html", "http://a.com/a.html"),
        ("http://a.com:81/x", "http://a.com/x"),
        ("http://bbs.a.com/x", "http://a.com/x"),
    ],
)
def test_different_pages_stay_apart(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_order_of_parameters_and_the_coding_of_chinese_do_not_matter() -> None:
    assert canonical("http://a.com/路?b=题&a=1") == canonical("http://a.com/%e8%b7%af?a=1&b=%E9%A2%98")
    assert canonical("http://中国.cn/") == canonical("http://xn--fiqs8s.cn/")


@pytest.mark.parametrize("junk", ["", "javascript:void(0)", "mailto:a@b.c", "http://[::1/", "http://a.com:99999/", "http://"])
def test_what_is_no_address_comes_back_as_it_is(junk: str) -> None:
    assert canonical(junk) == junk


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://hn.people.com.cn/n2/1.html", "people.com.cn"),
        ("http://www.hunan.gov.cn/x", "hunan.gov.cn"),
        ("http://yuhua.changsha.gov.cn/x", "changsha.gov.cn"),
        ("http://gov.cn/x", "gov.cn"),
        ("https://www.gov.cn/x", "gov.cn"),
        ("http://127.0.0.1:8080/x", "127.0.0.1"),
        ("http://localhost/x", "localhost"),
        ("http://paper1.test/x", "paper1.test"),
        ("http://www.paper1.test/x", "paper1.test"),
        ("nonsense", ""),
    ],
)
def test_the_site_is_the_registered_domain(url: str, expected: str) -> None:
    assert site(url) == expected


def test_a_site_always_falls_in_the_same_part_and_the_parts_are_even() -> None:
    sites = [f"site{number}.cn" for number in range(3000)]
    sizes = Counter(shard(name, 3) for name in sites)
    assert shard("people.com.cn", 7) == 2
    assert set(sizes) == {1, 2, 3}
    assert max(sizes.values()) < 1.2 * min(sizes.values())


@given(st.text(max_size=80) | st.text(max_size=60).map(lambda text: "http://a.com/" + text))
def test_canonical_never_fails_and_changes_nothing_the_second_time(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert isinstance(site(text), str)


def test_an_endless_address_is_cut() -> None:
    assert len(canonical("http://a.com/" + "x" * 100_000)) <= LONGEST + 20


_PIECES = [
    "news",
    "gov",
    "cn",
    "-",
    "--",
    "xn--",
    "1",
    "127",
    ".",
    "..",
    "/",
    "//",
    "/../",
    "_",
    "~",
    "A",
    "%",
    "%31",
    "?",
    "=",
    "&",
    "#",
    ":80",
    "@",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=8), st.sampled_from(["http://", "https://"]))
def test_an_address_of_plain_characters_needs_no_encoding(pieces, scheme):
    address = scheme + "".join(pieces)
    try:
        encoded = safe_url_string(address)
    except ValueError as error:
        encoded = type(error).__name__
    try:
        ours = _safe(address)
    except ValueError as error:
        ours = type(error).__name__
    assert ours == encoded


def test_addresses_of_articles_are_plain(monkeypatch):
    monkeypatch.setattr("w3lib.url.safe_url_string", lambda _: pytest.fail("encoded"))
    assert _safe("http://www.xx.gov.cn/wmcj/202403/t20240315_1234.html?id=12&page=1")
