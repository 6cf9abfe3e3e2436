"""What w3lib's tests ask of addresses and charsets, put to ours, and where we answer otherwise.

The questions are those of w3lib's tests (https://github.com/scrapy/w3lib, BSD-3-Clause) in words of our own. Ours gives a key where
w3lib gives an address, so of a pair is asked whether it is one address; and of a charset, which codec. The divergences are known and
counted: a new one, or one that is gone, is seen here.
"""

from typing import NamedTuple

import pytest

from newsbot.addresses import canonical
from newsbot.text.charset import declared_in, decode

A = "http://a.test"


class Pair(NamedTuple):
    """``same``: whether w3lib's tests expect one address."""

    one: str
    other: str
    same: bool = True
    why_not: str = ""
    """Why we answer otherwise."""


EMPTY = "mirrors double slashes by mistake, and serve the same page"
NO_WEB = "what no page can be asked for by comes back as it is"

PAIRS = [
    Pair(A, f"{A}/"),
    Pair(f"{A}/x?a=1&b=2&c=3", f"{A}/x?c=3&a=1&b=2"),
    Pair(f"{A}/x?a=2&a=1", f"{A}/x?a=1&a=2"),
    Pair(f"{A}/x?c;b=2;a=3", f"{A}/x?a=3;b=2;c", same=False),
    Pair(f"{A}:80/x", f"{A}/x"),
    Pair("https://a.test:443/x", "https://a.test/x"),
    Pair(f"{A}:8080/x", f"{A}/x", same=False),
    Pair(f"{A}:/x", f"{A}/x"),
    Pair(f"{A}/x?b=&a=2", f"{A}/x?a=2&b="),
    Pair(f"{A}/x?b=&a=2", f"{A}/x?a=2", same=False),
    Pair(f"{A}/x?q=a space&b=1", f"{A}/x?b=1&q=a+space"),
    Pair(f"{A}/x?q=a%20space&b=1", f"{A}/x?b=1&q=a+space"),
    Pair(f"{A}/a b.html", f"{A}/a%20b.html"),
    Pair(f"{A}/é?q=é", f"{A}/%C3%A9?q=%C3%A9"),
    Pair(f"{A}/%e9", f"{A}/%E9"),
    Pair(f"{A}/a%a3do?q=r%c3%a9s", f"{A}/a%A3do?q=r%C3%A9s"),
    Pair(f"{A}/a%A3do?x=%A3500", f"{A}/a%a3do?x=%a3500"),
    Pair(f"{A}/x#part", f"{A}/x"),
    Pair(f"{A}/x#!view", f"{A}/x"),
    Pair(f"{A}/%23part", f"{A}/#part", same=False),
    Pair(f"{A}/a%2Fb", f"{A}/a/b", same=False),
    Pair(f"{A}/a%3Fb", f"{A}/a?b", same=False),
    Pair(f"{A}/x?u=http%3A%2F%2Fb.test%2F%3Fc", f"{A}/x?u=http://b.test/?c"),
    Pair(f"{A}/x?q=a%26b", f"{A}/x?q=a&b", same=False),
    Pair(f"{A}/x?p=100%25", f"{A}/x?p=100%"),
    Pair(f"{A}/a(b)[c]", f"{A}/a(b)%5Bc%5D"),
    Pair("HTTP://A.Test/x", f"{A}/x"),
    Pair(f"{A}/X", f"{A}/x", same=False),
    Pair("http://me:Secret@a.test/x", "http://me:secret@a.test/x", same=False, why_not="names and passwords open no other page"),
    Pair(f"{A}/a/b/../../c", f"{A}/c"),
    Pair(f"{A}/a/./b", f"{A}/a/b"),
    Pair(f"{A}/a/b/..", f"{A}/a/"),
    Pair(f"{A}/../a", f"{A}/a"),
    Pair(f"{A}/%2E%2E/a", f"{A}/a"),
    Pair(f"{A}/a//b", f"{A}/a/b", same=False, why_not=EMPTY),
    Pair(f"{A}/a/b//", f"{A}/a/b", same=False, why_not=EMPTY),
    Pair(f"{A}/a//../b", f"{A}/a/b", why_not="an empty segment goes before .. takes one back"),
    Pair("foo:/a/../b", "foo:/b", why_not=NO_WEB),
    Pair("mailto:a/../b", "mailto:b", same=False),
    Pair("http://[::0:1]/x", "http://[::1]/x"),
    Pair("http://[2001:0DB8:0:0:0:0:0:1]:8080/x", "http://[2001:db8::1]:8080/x"),
    Pair("http://[2001:db8::1]:8080/x", "http://[2001:db8::1:8080]/x", same=False),
    Pair("http://bücher.test/x", "http://xn--bcher-kva.test/x"),
    Pair("http://中国.test/x", "http://xn--fiqs8s.test/x"),
    Pair("sftp://A.Test/x", "sftp://a.test/x", why_not=NO_WEB),
    Pair(f"  {A}/x\n", f"{A}/x"),
    Pair(f"{A}/a\tb\nc?q=a\tb", f"{A}/abc?q=ab"),
    Pair("x#part", "x", why_not=NO_WEB),
    Pair("http://[::1/x", "http://[::1/y", same=False),
]


class Charset(NamedTuple):
    """``codec``: what w3lib's tests expect, as Python's name of it."""

    page: bytes
    codec: str | None
    why_not: str = ""


VOTE = "it is one vote among others, and the text decides"
PRAGMA = f"whatever holds charset= in a meta tag counts: {VOTE}"

CHARSETS = [
    Charset(b'<meta http-equiv="content-type" content="text/html;charset=UTF-8" />', "utf-8"),
    Charset(b'\n<meta http-equiv="Content-Type"\ncontent="text/html; charset=utf-8">', "utf-8"),
    Charset(b"<meta http-equiv=Content-Type content='text/html' charset='utf-8'>", "utf-8"),
    Charset(b'<meta http-equiv="Content-Type" content\t=\n"text/html" charset\t="utf-8">', "utf-8"),
    Charset(b'<meta charset =\n"gb_2312-80">', "gb18030"),
    Charset(b'<?xml version="1.0" encoding="big5"?>', "big5hkscs"),
    Charset(b'<?xml version="1.0" encoding=""?><meta charset="utf-8">', "utf-8"),
    Charset(b'<?xml version="1.0"?><meta charset="latin-1">', "cp1252"),
    Charset(b'<meta charset=""><meta charset="utf-8">', "utf-8"),
    Charset(b'<meta charset="">', None),
    Charset(b'<meta charset="no-such">', None),
    Charset(b'<meta charset="utf-7">', None),
    Charset(b'<meta http-equiv="content-type" charset="" content="text/html; charset=gbk">', "gb18030"),
    Charset(b'<meta http-equiv="a" content="text/html; charset=gbk" content="text/html; charset=big5">', "gb18030"),
    Charset(b'<meta name="a" content="<!--"><meta charset="utf-8">', "utf-8"),
    Charset(b'<met<!-- -->a charset="big5">', None),
    Charset(b'<script charset="big5" src="x"></script>', None),
    Charset(b'<body><meta charset="utf-8">', None, why_not=f"also far down, and in the body: {VOTE}"),
    Charset(b'< meta charset="utf-8">', "utf-8", why_not="no browser takes that for a tag"),
    Charset(b'<!-- <meta charset="big5"> -->', None, why_not=f"comments are not looked for: {VOTE}"),
    Charset(b'<meta name="description" content="write charset=big5">', None, why_not=PRAGMA),
    Charset(b'<meta data-charset="big5">', None, why_not=PRAGMA),
    Charset(b'<meta content="text/html; charset=gbk">', None, why_not=PRAGMA),
    Charset(b'<meta http-equiv="refresh" content="0; url=/x?charset=big5">', None, why_not=PRAGMA),
    Charset(b'<meta http-equiv="a" content="charset=gbk" charset="utf-8">', "utf-8", why_not="the first of a tag is taken"),
    Charset(b'<meta content="a>b" charset="utf-8">', "utf-8", why_not="a tag ends at the first >"),
]

TEXTS = [
    (b"\xc2\xa3", "utf-8", "£", ""),
    (b"\xc2\xa3", "none", "£", ""),
    ("кириллический текст".encode("cp1251"), "cp1251", "кириллический текст", ""),
    (b"\xef\xbb\xbfWORD\xe3\xabWORD2", "utf-8", "WORD�WORD2", ""),
    (b"\xef\xbb\xbfWORD\xe3\xab", None, "WORD�", "a cut tail is left out"),
    (b"\xfe\xff\0h\0i", "utf-8", "hi", ""),
    (b"\xff\xfeh\0i\0", None, "hi", ""),
    (b"\0\0\xfe\xff\0\0\0h\0\0\0i", "utf-32", "hi", ""),
    (b"\0h\0i", "utf-16", "hi", ""),
    (b"+ADw-script+AD4-", "utf-7", "+ADw-script+AD4-", ""),
    (b"\x81\x80", "gb18030", "亐", ""),
    (b"\xa2\xe3", "gb18030", "€", ""),
    (b"\xf9\xda", "big5", "恒", ""),
    (b"\xa8D", "gbk", "―", "two bytes are too few to tell, and Big5 has a common character there"),
    (b"100\x80", "gb18030", "100€", "a last byte alone is a cut tail"),
    (b"\xa3", "iso-8859-1", "£", "one byte is too little to tell a language that is not looked for"),
]
HEADERS = [
    ("text/html; charset=big5", True, ""),
    ('text/html;charset="big5"', True, ""),
    ("text/html; Charset=BIG5", True, ""),
    ('text/html; charset="big5"; part=other', True, ""),
    ("text/html;charset=big5, text/html", True, "two headers joined: what follows the comma spoils the name"),
    ("text/html; charset=big5, text/plain; charset=koi8-r", True, "the same"),
    ("text/html", False, ""),
    ("text/html; charset = big5", False, "blanks around = are meant well"),
    ("text/html; charset='big5'", False, "so are quotes of the other kind"),
    ('text/html; charset="big5', False, "and those that never close"),
    ("text/html; mycharset=big5", False, "nobody sends that"),
]
"""Content types, and whether w3lib's tests find Big5 in them."""
DIVERGENCES = {"addresses": 7, "declared": 9, "texts": 4, "headers": 6}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.one} {pair.other}")
def test_addresses_are_one_as_others_say_or_there_is_a_reason(pair):
    assert ((canonical(pair.one) == canonical(pair.other)) == pair.same) is not bool(pair.why_not)


@pytest.mark.parametrize("case", CHARSETS, ids=lambda case: case.page.decode())
def test_the_charset_that_a_page_names_is_what_others_find_or_there_is_a_reason(case):
    assert (declared_in(case.page) == case.codec) is not bool(case.why_not)


@pytest.mark.parametrize(("body", "declared", "text", "why_not"), TEXTS)
def test_bytes_become_the_text_that_others_read_or_there_is_a_reason(body, declared, text, why_not):
    assert (decode(body, declared).text == text) is not bool(why_not)


@pytest.mark.parametrize(("header", "found", "why_not"), HEADERS)
def test_the_charset_of_a_content_type_is_what_others_find_or_there_is_a_reason(header, found, why_not):
    voted = "the header says" in decode("台北".encode("big5"), header).because
    assert (voted == found) is not bool(why_not)


def test_divergences_are_counted():
    found = {
        "addresses": sum(bool(pair.why_not) for pair in PAIRS),
        "declared": sum(bool(case.why_not) for case in CHARSETS),
        "texts": sum(bool(why_not) for *_, why_not in TEXTS),
        "headers": sum(bool(why_not) for *_, why_not in HEADERS),
    }
    assert found == DIVERGENCES
