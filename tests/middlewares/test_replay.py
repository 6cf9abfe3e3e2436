import asyncio
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse

from newsbot.middlewares.replay import PAGE, NotInArchive, ReplayHandler
from newsbot.model import Page


def answer(request):
    crawler: Any = None
    return asyncio.run(ReplayHandler(crawler).download_request(request))


def archived(**fields):
    given: dict[str, Any] = {"url": "http://a.test/1", "body": b"<p>x</p>", "headers": {"Content-Type": "text/html"}, **fields}
    page = Page(**given)
    return Request(page.url, meta={PAGE: page, "verbatim_url": True})


def test_the_archived_page_comes_back_as_it_was_recorded():
    response = answer(archived(status=404, headers={"Content-Type": "text/html; charset=gbk", "X-Robots-Tag": "noindex"}))
    assert isinstance(response, HtmlResponse)
    assert (response.url, response.status, response.body) == ("http://a.test/1", 404, b"<p>x</p>")
    assert response.headers["X-Robots-Tag"] == b"noindex"


def test_plain_text_and_unknown_types_come_back_too():
    assert type(answer(archived(headers={"Content-Type": "text/plain"}, body=b"x"))) is TextResponse
    assert isinstance(answer(archived(headers={"Content-Type": "\u4e2d"}, body=b"\0\1\2\xff")), Response)


def test_addresses_stay_as_the_archive_writes_them():
    assert answer(archived(url="http://a.test/中文?a=1 2")).url == "http://a.test/中文?a=1 2"


def test_what_is_in_no_archive_is_refused():
    with pytest.raises(NotInArchive, match=r"http://elsewhere\.test/"):
        answer(Request("http://elsewhere.test/"))
