"""A small web on loopback, behind a forward proxy, so that hosts have the names that hosts have: with the truth beside it.

with SmallWeb() as web:
    run(env={"http_proxy": web.proxy, **...})
    web.requests        # what was asked for, when, and how it was answered
    web.civic           # addresses of all civic reports that may be found
"""

import gzip
import hashlib
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from tests.small_web.articles import Article

NAVIGATION = "<div class='nav'><a href='/'>首页</a><a href='/about/'>关于我们</a></div>"


@dataclass(frozen=True)
class Asked:
    """One request, and how it was answered."""

    at: float
    host: str
    path: str
    status: int
    conditional: bool
    agent: str

    @property
    def url(self):
        return f"http://{self.host}{self.path}"


@dataclass
class Host:
    """One host. ``pages``: path (with query) -> body; ``kinds``: path -> content type where it is not HTML."""

    name: str
    charset: str = "utf-8"
    robots: str | None = "User-agent: *\nDisallow: /admin/\n"
    robots_status: int = 200
    validators: bool = True
    modified: bool = False
    """Whether it says when a page last changed."""
    status: int = 200
    """What every page but robots.txt is answered with."""
    redirect: str | None = None
    silent: bool = False
    pages: dict[str, bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    sent: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def url(self, path):
        return f"http://{self.name}{path}"

    def since(self, path, body):
        """When a page last changed: the moment at which it was first sent so."""
        before = self.sent.get(path)
        if before is None or before[0] != body:
            self.sent[path] = (body, format_datetime(_now()))
        return self.sent[path][1]

    def html(self, path, body):
        self.pages[path] = f'<!doctype html><html><head><meta charset="{self.charset}">{body}</body></html>'.encode(self.charset)

    def xml(self, path, text, *, packed=False):
        body = text.encode(self.charset)
        self.pages[path] = gzip.compress(body, mtime=0) if packed else body
        self.kinds[path] = "application/gzip" if packed else "text/xml"

    def article(self, path, article: Article, *, pages=1, name="{stem}_{n}{end}", spam=""):
        """Put an article there, on so many pages."""
        stem, _, end = path.rpartition(".")
        paths = [path, *(name.format(stem=stem, n=n, end=f".{end}") for n in range(2, pages + 1))]
        for number, where in enumerate(paths, 1):
            texts = article.paragraphs[(number - 1) * len(article.paragraphs) // pages : number * len(article.paragraphs) // pages]
            pager = " ".join(f'<a href="{each}">【{n}】</a>' for n, each in enumerate(paths, 1) if n != number) if pages > 1 else ""
            self.html(
                where,
                f"<title>{article.title}_{self.name}</title></head><body>{NAVIGATION}"
                f"<h1>{article.title}</h1><div class='info'>{article.day} 09:30　来源：{article.source}</div>"
                f"<div class='content'>{''.join(f'<p>　　{text}</p>' for text in texts)}<div class='page'>{pager}</div></div>"
                f"{spam}<div class='foot'>版权所有 未经授权禁止转载</div>",
            )
        return [self.url(each) for each in paths]

    def listing(self, path, leads, *, more="", title="要闻"):
        """Put a list of (path, article) there."""
        items = "".join(f"<li><a href='{where}'>{article.title}</a><span>{article.day}</span></li>" for where, article in leads)
        head = "<div class='nav'><a href='/'>首页</a><a href='/admin/x.html'>管理</a><a href='/about/'>关于我们</a></div>"
        self.html(path, f"<title>{title}_{self.name}</title></head><body>{head}<ul class='list'>{items}</ul>{more}")

    def feed(self, path, leads):
        items = "".join(
            f"<item><title>{a.title}</title><link>{self.url(p)}</link><pubDate>{a.day} 09:30:00</pubDate></item>" for p, a in leads
        )
        self.xml(
            path, f'<?xml version="1.0" encoding="{self.charset}"?><rss version="2.0"><channel><title>要闻</title>{items}</channel></rss>'
        )


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    """Connections that may wait: beyond the five of the standard library the system drops them, to be tried again seconds later."""


class SmallWeb:
    """The hosts, the proxy before them, and what was asked."""

    def __init__(self):
        self.hosts = {}
        self.requests = []
        self.civic = set()
        """Addresses at which a civic report begins, and that may be asked for."""
        self.parts = set()
        self.lists = set()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def proxy(self):
        return f"http://127.0.0.1:{self._server.server_port}"

    def host(self, name, **more):
        self.hosts[name] = Host(name, **more)
        return self.hosts[name]

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, url, headers):
        """Status, headers and body for an address."""
        parts = urlsplit(url)
        host = self.hosts.get(parts.netloc)
        path = unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if host is None:
            return 502, {}, b"no such host"
        if path == "/robots.txt":
            return (
                (host.robots_status, {"Content-Type": "text/plain"}, (host.robots or "").encode())
                if host.robots is not None
                else (404, {}, b"")
            )
        if host.redirect and path != host.redirect:
            return 302, {"Location": host.redirect}, b""
        if host.status != 200:
            return host.status, {}, b"<html><body>error</body></html>"
        body = host.pages.get(path)
        if body is None:
            return 404, {"Content-Type": "text/html"}, b"<html><body>404</body></html>"
        etag = f'"{hashlib.sha1(body, usedforsecurity=False).hexdigest()[:16]}"'
        kind = {"Content-Type": host.kinds.get(path, f"text/html; charset={host.charset}")}
        if not host.validators:
            return 200, kind, body
        kind |= {"Last-Modified": host.since(path, body)} if host.modified else {}
        return (304, {"ETag": etag}, b"") if headers.get("If-None-Match") == etag else (200, {**kind, "ETag": etag}, body)

    def _handler(self):
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                at = time.monotonic()
                parts = urlsplit(self.path)
                if parts.netloc in web.hosts and web.hosts[parts.netloc].silent:
                    web.requests.append(Asked(at, parts.netloc, parts.path, 0, conditional=False, agent=""))
                    web._closing.wait(30)
                    return
                status, headers, body = web.answer(self.path, self.headers)
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
                web.requests.append(Asked(at, parts.netloc, path, status, conditional, self.headers.get("User-Agent", "")))
                try:
                    self.send_response_only(status)
                    for name, value in {**headers, "Content-Length": str(len(body)), "Date": format_datetime(_now())}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # nobody waits any more

            def log_message(self, *_):
                pass

        return Handler


def _now():
    return datetime.now(UTC)
