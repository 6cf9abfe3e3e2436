"""Pages written by scripts: who declares it has them rendered, by a browser that never meets the network itself."""

import asyncio
import json
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response

from newsbot.archive.warc import read_warc
from newsbot.discovery.sources import read_source
from newsbot.exceptions import ArgumentError
from newsbot.middlewares.browser import MOST_ASKED, WITHIN, Rendering, _is_shell, why_no_browser
from newsbot.model import Page
from newsbot.settings import BROWSER
from tests.small_web.articles import civic
from tests.small_web.web import SmallWeb
from tests.test_run import crawl, environment

SHELL = (
    "<title>{title}</title></head><body><div id='app'></div><script src='/app.js'></script><script>show({what})</script>"
    "<noscript>请启用脚本</noscript>"
)
APP = """
async function show(what) {
  for (const url of ['http://127.0.0.1:PORT/secret', 'http://192.168.7.7/router']) { try { await fetch(url) } catch (error) {} }
  new Image().src = '/picture.png'
  navigator.sendBeacon('/beacon', 'x')
  const said = await (await fetch('/api/' + what + '.json')).json()
  const app = document.getElementById('app')
  if (said.list) {
    const item = each => `<li><a href="${each.path}">${each.title}</a> <span>${each.day}</span></li>`
    app.innerHTML = '<ul>' + said.list.map(item).join('') + '</ul>'
  } else {
    app.innerHTML = `<h1>${said.title}</h1><div class="info">${said.day} 09:30　来源：${said.source}</div>`
      + said.paragraphs.map(each => `<p>${each}</p>`).join('')
  }
}
"""
BARE = SHELL.format(title="某某街道", what="'list'")


def response_of(body, url="http://a.test.cn/", **more):
    page = f"<!doctype html><html><head><meta charset='utf-8'>{body}</body></html>"
    return HtmlResponse(url, body=page.encode(), encoding="utf-8", request=Request(url), **more)


class TestWhichPagesAreGivenToIt:
    def test_a_shell_that_waits_for_its_scripts(self):
        assert _is_shell(response_of(BARE))

    def test_no_page_with_text_and_no_list(self):
        article = civic(1, "2026-11-20", "某某街道")
        assert not _is_shell(response_of(f"</head><h1>{article.title}</h1>" + "".join(f"<p>{text}</p>" for text in article.paragraphs)))
        links = "".join(f"<li><a href='/2026/11/{n}.html'>{civic(n, '2026-11-20', '').title}</a></li>" for n in range(6))
        assert not _is_shell(response_of(f"</head><ul>{links}</ul>"))

    def test_no_error_and_no_data(self):
        assert not _is_shell(response_of(BARE, status=404))
        assert not _is_shell(Response("http://a.test.cn/x.bin", body=b"\0"))

    def test_only_sources_that_say_so(self, tmp_path):
        path = tmp_path / "a.toml"
        path.write_text('lists = ["http://a.test.cn/"]\nbrowser = true\n')
        assert read_source(path).browser
        path.write_text('lists = ["http://a.test.cn/"]\n')
        assert not read_source(path).browser
        path.write_text('lists = ["http://a.test.cn/"]\nbrowser = "yes"\n')
        with pytest.raises(ArgumentError, match="browser should be true or false"):
            read_source(path)

    def test_what_is_missing_is_said(self):
        assert "browser" in (why_no_browser("/no/such/browser") or "")


class Engine:
    """Answers what is asked for, and remembers it."""

    def __init__(self):
        self.asked = []

    async def download_async(self, request):
        self.asked.append(request)
        return Response(request.url, body=b"answer", headers={"Content-Type": "text/javascript", "Set-Cookie": "a=b"})


@pytest.fixture
def rendering():
    engine = Engine()
    kept: dict[str, Any] = {}
    of: Any = SimpleNamespace(crawler=SimpleNamespace(engine=engine), kept=kept, keep=kept.__setitem__)
    return SimpleNamespace(engine=engine, page=lambda: Rendering(of, Request("http://a.test.cn/"), response_of(BARE)))


def fetched(page, url, kind="fetch", method="GET"):
    return asyncio.run(page.fetched(url, kind, method))


class TestWhatAPageAsksFor:
    def test_the_crawler_fetches_it_and_nothing_is_passed_on_that_stays_with_us(self, rendering):
        answer = fetched(rendering.page(), "http://a.test.cn/api/list.json")
        assert (answer.body, answer.headers) == (b"answer", {"Content-Type": "text/javascript"})
        assert rendering.engine.asked[0].meta[WITHIN]

    def test_the_page_itself_is_not_asked_for_again(self, rendering):
        assert b"app.js" in fetched(rendering.page(), "http://a.test.cn/#top", "document").body
        assert not rendering.engine.asked

    @pytest.mark.parametrize(
        ("kind", "method"),
        [("image", "GET"), ("font", "GET"), ("media", "GET"), ("stylesheet", "GET"), ("ping", "POST"), ("fetch", "POST")],
    )
    def test_pictures_fonts_and_whatever_is_sent_are_left_out(self, rendering, kind, method):
        assert fetched(rendering.page(), "http://a.test.cn/x", kind, method) is None
        assert not rendering.engine.asked

    def test_scripts_are_asked_for_once(self, rendering):
        for _ in range(2):
            fetched(rendering.page(), "http://a.test.cn/app.js", "script")
        assert len(rendering.engine.asked) == 1

    def test_there_is_an_end_to_it(self, rendering):
        page = rendering.page()
        answers = [fetched(page, f"http://a.test.cn/api/{n}") for n in range(MOST_ASKED + 3)]
        assert answers.count(None) == 3
        assert len(rendering.engine.asked) == MOST_ASKED


# ------------------------------------------------------------------------------------------------------ with a real browser

missing = why_no_browser(BROWSER)
with_browser = pytest.mark.skipif(missing is not None, reason=str(missing))


@pytest.fixture
def trap():
    """A service of this machine that pages would like to reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


def scripted_site(web, trap, *, robots=None):
    host = web.host("spa.test.cn")
    if robots:
        host.robots = robots
    articles = [civic(number, f"2026-11-{20 - number:02}", "某某街道") for number in range(3)]
    host.html("/", BARE)
    host.xml("/app.js", APP.replace("PORT", str(trap.getsockname()[1])))
    host.kinds["/app.js"] = "text/javascript"
    listed = []
    for number, article in enumerate(articles):
        host.html(f"/news/{number}.html", SHELL.format(title=article.title, what=f"'{number}'"))
        said = {"title": article.title, "day": article.day, "source": article.source, "paragraphs": article.paragraphs}
        host.xml(f"/api/{number}.json", json.dumps(said))
        listed.append({"path": f"/news/{number}.html", "title": article.title, "day": article.day})
    host.xml("/api/list.json", json.dumps({"list": listed}))
    for path in host.pages:
        if path.endswith(".json"):
            host.kinds[path] = "application/json"
    return articles


def visited(folder, web, *more, declared="browser = true"):
    (folder / "spa.toml").write_text(f'lists = ["http://spa.test.cn/"]\n{declared}\n')
    settings = ("-s", "DOWNLOAD_DELAY=0", "-s", f"ALLOW_PRIVATE={web.proxy.removeprefix('http://')}")
    return crawl(folder, "-a", "sources=spa.toml", *settings, *more, "-O", "out.jsonl", env={**environment(), "http_proxy": web.proxy})


@with_browser
@pytest.mark.slow
def test_a_site_of_scripts_is_read_and_replays_without_browser_or_network(tmp_path, trap):
    with SmallWeb() as web:
        articles = scripted_site(web, trap)
        ran = visited(tmp_path, web)
        assert ran.code == 0, ran.log
        assert {row["title"] for row in ran.rows()} == {article.title for article in articles}
        paths = [asked.path for asked in web.requests]
        assert sorted(path for path in paths if path != "/robots.txt") == sorted(
            ["/", "/app.js", *(f"/news/{n}.html" for n in range(3)), *(f"/api/{n}.json" for n in (0, 1, 2, "list"))]
        )
    with pytest.raises(BlockingIOError):
        trap.accept()
    again = crawl(tmp_path, "-a", "replay=data/archive", "-s", "BROWSER=", "-O", "again.jsonl")
    assert again.code == 0, again.log
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()
    [archive] = Path(tmp_path / "data/archive").glob("*.warc.gz")
    kept = [page for page in read_warc(archive, max_bytes=1 << 20) if isinstance(page, Page)]
    assert sorted(page.url for page in kept if page.hints and page.hints.rendered) == [
        "http://spa.test.cn/",
        *(f"http://spa.test.cn/news/{n}.html" for n in range(3)),
    ]


@with_browser
@pytest.mark.slow
def test_a_site_of_scripts_asks_for_nothing_that_robots_txt_forbids(tmp_path, trap):
    with SmallWeb() as web:
        scripted_site(web, trap, robots="User-agent: *\nDisallow: /api/\n")
        ran = visited(tmp_path, web)
        assert not any(asked.path.startswith("/api/") for asked in web.requests), ran.log


@with_browser
@pytest.mark.slow
def test_a_site_of_scripts_is_left_as_it_is_where_nobody_declares_it(tmp_path, trap):
    with SmallWeb() as web:
        scripted_site(web, trap)
        ran = visited(tmp_path, web, declared="")
        assert "/app.js" not in [asked.path for asked in web.requests]
        assert not (tmp_path / "out.jsonl").exists() or not ran.rows()
