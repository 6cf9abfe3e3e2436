"""What fuzzing found stays found: every input of the corpus ends in a verdict that accounts for its characters, within bounds.

A new one goes into `CORPUS` as small as it still breaks: (content type, bytes), under a name that says what it is.
"""

from typing import Final

import pytest

from newsbot.listings.lists import read_list
from newsbot.listings.pagers import article_parts, next_page
from newsbot.model import Page, Rejection, Report
from newsbot.normalise import normalise
from newsbot.output.lines import line
from tests.opening import opened
from tests.test_fuzzing import is_harmless
from tests.test_normalise import assert_conserved

HTML, TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"

TARGETS: Final = (
    "/2024/{n}.html",
    "http://me:secret@a.test/{n}",
    "javascript:open({n})",
    "http://[::1/{n}",
    "ftp://a.test/{n}",
    "data:,{n}",
)
LINKS: Final = "".join(
    f"<li><a href='{target.format(n=n)}'>光明街道第{n}次推动文明城市创建工作</a> 2024-05-01</li>" for n in range(9) for target in TARGETS
)

CORPUS: Final[dict[str, tuple[str, bytes]]] = {
    "a list of addresses of every kind": (HTML, f"<ul>{LINKS}</ul><a href='javascript:next()'>下一页</a>".encode()),
    "half a character of the charset that the header names": ("text/html; charset=utf-16", b" \xa0"),
    "half a bracket in the address of all others": ("text/html", b"<base href=p://[<a hrefe>0<a"),
    "entities that name no character": (HTML, "<p>网友评论&#160;(<em>0</em>)&#xD800;&#1114112;&amp".encode()),
    "tables that never close": (HTML, b"<table><tr><td>" * 2_000 + "正文".encode()),
    "an element with thousands of attributes": (HTML, b"<a " + b" ".join(b"x%d=1" % number for number in range(5_000)) + b">x"),
    "NUL and marks inside": ("text/html; charset=gb2312", b"<p>\0\0\xff\xfe</p>" + "社区\0志愿者\ufeff活动".encode()),
    "lines of two characters": (TEXT, "社区\n".encode() * 8_000),
    "one line without end": (TEXT, "清扫楼道、".encode() * 5_000),
    "credits without end": (TEXT, "来源：".encode() * 4_000),
    "nothing but times": (TEXT, b"2024-05-01 08:00 " * 3_000),
    "half a surrogate pair": (HTML, "<title>x</title><script>var a='\\ud83d';</script><p>半个".encode() + b"\xed\xa0\xbd"),
    "escapes of terminals": (HTML, "<title>\x1b]0;owned\x07\x1b[31m红</title><p>\x9b31m\u202e文明\u2028创建</p>".encode()),
    "CDATA and svg": (HTML, "<![CDATA[<p>正文]]><svg><title/><p>在图里</svg>".encode()),
    "two charsets in one page": (HTML, b"<meta charset=gb2312>" + "文明城市创建".encode("gb18030") + "志愿服务活动".encode()),
}

MAX_BYTES: Final = 128 * 1024
URL: Final = "http://a.test/1.html"


def test_every_input_is_small() -> None:
    assert max(len(body) for _, body in CORPUS.values()) <= MAX_BYTES


@pytest.mark.parametrize("name", CORPUS)
def test_an_input_ends_in_a_verdict(name: str) -> None:
    kind, body = CORPUS[name]
    verdict = normalise(Page(URL, body, {"content-type": kind}), topic="any")
    assert isinstance(verdict, Report | Rejection)
    if isinstance(verdict, Report):
        assert_conserved(verdict)
        assert len(line({"title": verdict.title, "body": verdict.body}).splitlines()) == 1
    assert all(is_harmless(url) for url in offered(kind, body))


def offered(kind: str, body: bytes) -> list[str]:
    """The addresses that a page leads to."""
    page = opened(body, URL, kind)
    leads = read_list(page.html, None) if page.html else []
    further = next_page(page)
    return [*(lead.url for lead in leads), *(url for _, url in article_parts(page).parts), *([further] if further else [])]


def test_harmless_addresses_are_offered_where_there_are_any() -> None:
    assert offered(*CORPUS["a list of addresses of every kind"]) == [f"http://a.test/2024/{n}.html" for n in range(9)]
