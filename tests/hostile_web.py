"""A small web of hostile sites on loopback: every address of it attacks in its own way, with bounded means.

Three sites share one handler: `home` has the good articles and a list, `wire` breaks the transfer, `page` sends pages that are bombs.
"""

import gzip
import itertools
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import brotli  # type: ignore[import-untyped]  # it has no types
from backports import zstd

GOOD = 6
TEXT = (
    "本报讯 为推动全国文明城市创建工作，光明街道组织{number}名志愿者深入社区，开展环境整治，受到居民欢迎。",
    "街道党工委坚持党建引领，把文明创建和基层治理结合起来，网格员每天走访居民，收集意见{number}条，解决了一批问题。",
    "下一步，街道将继续完善长效机制，不断提升社区治理水平和群众满意度，让第{number}批文明创建成果惠及更多居民。",
)
MANY = 20_000
BOMB = 60 << 20
"""Bytes that a packed page holds: ten times what is taken."""


def article(number, extra="", head=""):
    body = "".join(f"<p>{text.format(number=number)}</p>" for text in TEXT)
    title = f"光明街道第{number}次推动文明城市创建"
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}_某网</title>{head}</head><body><h1>{title}</h1>"
        f"<div>2024-05-0{number % 9 + 1} 10:30 来源：某网</div><div class=content>{body}{extra}</div></body></html>"
    )


def zeros(packer):
    """A bomb, packed piece by piece: the server shall not need its memory either."""
    block = b"<p>0</p>" * 8192
    return b"".join([*(packer.compress(block) for _ in range(BOMB // len(block))), packer.flush()])


class _Brotli:
    def __init__(self):
        self.inner = brotli.Compressor(quality=1)

    def compress(self, data):
        return self.inner.process(data)

    def flush(self):
        return self.inner.finish()


BOMBS = {
    "gzip": lambda: zeros(zlib.compressobj(1, wbits=31)),
    "deflate": lambda: zeros(zlib.compressobj(1)),
    "br": lambda: zeros(_Brotli()),
    "zstd": lambda: zeros(zstd.ZstdCompressor(level=1)),
    "gzip, gzip": lambda: gzip.compress(zeros(zlib.compressobj(1, wbits=31)), 1),
}

PAGES = {
    "attributes-on-one-tag": lambda: "<p " + " ".join(f"a{n}=1" for n in range(MANY * 10)) + ">x</p>",
    "nested-tags": lambda: "<div>" * MANY * 5 + "x" + "</div>" * MANY * 5,
    "empty-paragraphs": lambda: "<p></p>" * MANY * 20,
    "one-line": lambda: "政务公开" * MANY * 10,
    "one-word": lambda: "x" * MANY * 100,
    "huge-attribute": lambda: f"<img alt='{'A' * MANY * 100}'>",
    "entities": lambda: "&nbsp;&#20013;&#x4e2d;&unknown;&" * MANY,
    "open-quotes": lambda: '<a href="' * MANY,
    "open-comments": lambda: "<!--" * MANY,
    "open-scripts": lambda: "<script " * MANY,
    "less-than": lambda: "<" * MANY * 10,
    "nested-tables": lambda: "<table><tr><td>" * MANY,
    "nested-lists": lambda: "<ul><li>" * MANY,
    "nested-bold": lambda: "<b>x" * MANY,
    "frames": lambda: "<iframe srcdoc='<p>x'></iframe>" * MANY,
    "controls": lambda: "\0\x01\x1b[31m\u2028\u2029\x85\u202e\ufeff" * MANY,
    "marked-up-bytes": lambda: b"\xc0\xaf\xf5\x80\x80\x80\xe4\xb8\xff\xfe" * MANY,
    "dates": lambda: "2026-11-20 10:30 " * MANY,
    "digits": lambda: "2026-" + "1" * MANY,
    "credits": lambda: "（记者 " + "李 " * MANY,
    "blanks": lambda: "来源：" + " " * MANY + "x",
    "mails": lambda: "a@" * MANY,
    "hosts": lambda: "http://" + "a." * MANY,
    "structured-data": lambda: "<script type='application/ld+json'>" + "[" * MANY + "</script>",
    "style-sheets": lambda: "<style>" + ".a,.b{display:none}" * MANY + "</style>",
    "metas": lambda: "<meta name=keywords content='创建'>" * MANY,
}
FEEDS = {
    "entities.xml": lambda: (
        '<!DOCTYPE u [<!ENTITY a "lol">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10))
        + "]><rss><channel><item><title>&a9;</title><link>http://127.0.0.1:9/</link></item></channel></rss>"
    ),
    "outside.xml": lambda: '<!DOCTYPE u [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><title>&a;</title></channel></rss>',
    "deep.xml": lambda: "<rss><channel>" + "<item>" * MANY,
    "packed.xml.gz": lambda: gzip.compress(b"<urlset>" + b"<url><loc>http://127.0.0.1:9/a.html</loc></url>" * MANY * 40, 1),
    "packed-twice.xml.gz": lambda: gzip.compress(gzip.compress(b"<urlset>" + b"<url></url>" * MANY * 100, 1), 1),
    "empty-parts.xml.gz": lambda: gzip.compress(b"<urlset>") + gzip.compress(b"") * MANY * 2,
}
WIRES = (
    *("redirect-to-itself", "redirect-to-and-fro", "redirect-inside", "refresh", "headers", "cookies", "endless", "chunks"),
    *("too-long", "too-short", "drip"),
)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.hits: list[str] = []
        self.closing = threading.Event()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server
    sites: dict[str, "Site"] = {}  # noqa: RUF012  # of the class on purpose: the handlers of all sites share it

    def do_GET(self):
        parts = urlsplit(self.path)
        self.server.hits.append(self.path)
        _, kind, _, name = (*parts.path.split("/", 3), "", "", "")[:4]
        try:
            getattr(self, f"answer_{kind.partition('.')[0] or 'list'}", self.nothing)(name, parse_qs(parts.query))
        except OSError:
            self.close_connection = True  # the crawler hung up, as it should

    def send(self, body, content_type="text/html; charset=utf-8", status=200, **headers):
        body = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
        self.send_response(status)
        for header, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def nothing(self, *_):
        self.send("no", status=404)

    def answer_robots(self, *_):
        self.send("User-agent: *\nAllow: /\n", "text/plain")

    def answer_list(self, *_):
        """All there is, the bad in the middle of the good."""
        home, wire, page = (self.sites[name].base for name in ("home", "wire", "page"))
        good = [f"{home}/good/x/{number}.html" for number in range(GOOD)]
        bad = [
            *(f"{page}/page/x/{name}" for name in PAGES),
            *(f"{page}/packed/x/{number}" for number in range(len(BOMBS))),
            *(f"{wire}/wire/x/{name}" for name in WIRES),
            f"{page}/trap/x/calendar?y=2026&m=11",
            f"{page}/trap/x/session;jsessionid=0123456789abcdef",
            f"{page}/trap/x/deeper/a/b",
            f"{page}/trap/x/facets?sort=1",
            "file:///etc/passwd",
            "http://169.254.169.254/latest/meta-data/x.html",
            "http://[::1", "http://a:99999/", "http://\u202e/", "javascript:void(0)", "http://user:secret@127.0.0.1/a.html",
        ]  # fmt: skip
        links = [*good[: GOOD // 2], *bad, *good[GOOD // 2 :]]
        items = "".join(f'<li><a href="{url}">光明街道第{number}次推动文明城市创建工作</a></li>' for number, url in enumerate(links))
        self.send(f"<html><head><title>创建_某网</title></head><body><ul>{items}</ul></body></html>")

    def answer_good(self, name, _):
        self.send(article(int(name.partition(".")[0])))

    def answer_page(self, name, _):
        bomb = PAGES[name]()
        if isinstance(bomb, bytes):
            self.send(article(7).encode() + bomb)
        else:
            self.send(article(7, bomb))

    def answer_feed(self, name, _):
        self.send(FEEDS[name](), "application/octet-stream")

    def answer_packed(self, name, _):
        coding = list(BOMBS)[int(name)]
        self.send(BOMBS[coding](), Content_Encoding=coding)

    def answer_trap(self, name, query):
        """Pages that lead to more of their kind for ever."""
        count = len(self.server.hits)
        links = {
            "calendar": [f"/trap/x/calendar?y=2026&m={int(query.get('m', ['0'])[0]) + step}" for step in (1, -1)],
            "session": [f"/trap/x/session;jsessionid={count:016x}{step}" for step in "ab"],
            "facets": [f"/trap/x/facets?sort={count}&order={step}" for step in "ab"],
            "deeper": [f"/trap/x/{name}/{step}" for step in "ab"],
        }[name.partition(";")[0].partition("/")[0]]
        items = "".join(f"<li><a href='{url}'>光明街道推动文明城市创建第{count}期</a></li>" for url in links)
        self.send(f"<html><body><ul>{items}</ul></body></html>")

    def answer_wire(self, name, _):
        wire = self.sites["wire"].base
        getattr(self, "wire_" + name.replace("-", "_"), self.nothing)(wire)

    def wire_redirect_to_itself(self, wire):
        self.send("", status=302, Location=f"{wire}/wire/x/redirect-to-itself")

    def wire_redirect_to_and_fro(self, wire):
        other = self.sites["page"].base if self.server is self.sites["wire"].server else wire
        self.send("", status=301, Location=f"{other}/wire/x/redirect-to-and-fro")

    def wire_redirect_inside(self, _):
        self.send("", status=302, Location="http://169.254.169.254/latest/meta-data/")

    def wire_refresh(self, wire):
        self.send(f"<html><head><meta http-equiv=refresh content='0;url={wire}/wire/x/refresh?{len(self.server.hits)}'></head></html>")

    def wire_headers(self, _):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"v" * 4000) for n in range(1000)) + b"\r\n")
        self.close_connection = True

    def wire_cookies(self, _):
        self.send_response(200)
        for number in range(60):
            self.send_header("Set-Cookie", f"c{number}={'v' * 500}; Path=/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def wire_endless(self, _):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
        for _ in range(300):
            self.wfile.write(b"<p>" + b"x" * 65_000)
        self.close_connection = True

    def wire_chunks(self, _):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(300):
            self.wfile.write(b"fde8\r\n" + b"x" * 65_000 + b"\r\n")
        self.close_connection = True

    def wire_too_long(self, _):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n<html>short")
        self.close_connection = True

    def wire_too_short(self, _):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<html>" + b"z" * 4000)
        self.close_connection = True

    def wire_drip(self, _):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
        while not self.server.closing.wait(0.2):
            self.wfile.write(b"x")

    def log_message(self, *_):
        pass


class Site:
    """One of the sites, with the addresses that it was asked for."""

    def __init__(self):
        self.server = Server()
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def where(self):
        return f"127.0.0.1:{self.server.server_port}"

    @property
    def base(self):
        return f"http://{self.where}"

    @property
    def hits(self):
        return self.server.hits

    def close(self) -> None:
        self.server.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def start() -> dict[str, Site]:
    Handler.sites = {name: Site() for name in ("home", "wire", "page")}
    return Handler.sites


def all_feeds(site: Site) -> str:
    return ",".join(itertools.chain((f"{site.base}/list/",), (f"{site.base}/feed/x/{name}" for name in FEEDS)))
