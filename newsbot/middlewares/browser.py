"""Pages whose text is written by scripts, of sources that say ``browser = true``: a browser runs them, and never meets the network.

Every page is fetched bare first, as any other. Only where that shows neither text nor headlines is it given to a browser (Chromium, with
scrapy-playwright, the extra ``browser``). What the page then asks for is fetched by the crawler, not by the browser: through the same
address rules, robots.txt, pauses, budget and bounds as everything else. Only scripts, data and documents are; images, fonts, style sheets
and media are not, and nothing is sent. The browser itself has a proxy that is not there, so that what slips past goes nowhere.

The page that comes of it takes the place of the bare one, in the archive too, and is marked as rendered: a replay needs no browser.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, TextResponse

from newsbot.listings.lists import may_be_article, read_list
from newsbot.listings.page_kind import channel_of
from newsbot.middlewares import SUCCESS
from newsbot.model import RENDERED, Page
from newsbot.of_crawler import run_of
from newsbot.read_page import read_page
from newsbot.run.run import now

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newsbot.run.run import Run

logger = logging.getLogger(__name__)

EXTRA: Final = "scrapy_playwright"
WITHIN: Final = "newsbot_within_page"
"""Key of a request's meta: a page in the browser asked for it."""
MOST_ASKED: Final = 40
"""Requests that one page may cause. A page of a news site built on scripts makes 5 to 15 for scripts and data."""
MOST_SECONDS: Final = 90
"""For one page with all it asks for: ten requests to one host, two seconds apart, take 20."""
MOST_SCRIPTS_KEPT: Final = 200
"""Scripts that are kept for the pages after: those of one site all ask for the same."""
MOST_KEPT_BYTES: Final = 20_000_000
RAN_FOR: Final = frozenset({"document", "script", "xhr", "fetch"})
"""What a page may ask for, by Chromium's names of resources."""
NOT_PASSED_ON: Final = frozenset({"content-encoding", "content-length", "transfer-encoding", "content-security-policy", "set-cookie"})
"""Headers of an answer that do not go to the browser: of the transfer, and what would keep scripts from running."""
NOT_OF_RENDERED: Final = ("ETag", "Last-Modified", "Content-Encoding")
"""Headers of the bare page that say nothing of what its scripts made of it: the shell stays as it is while the news in it change."""
NOWHERE: Final = "http://127.0.0.1:9"
"""The browser's own proxy: the port on which, by its standard, everything is thrown away (RFC 863), and on which hardly anybody listens."""
LAUNCH: Final = (
    "--proxy-bypass-list=<-loopback>",  # loopback too goes through the proxy that is not there
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--dns-prefetch-disable",
    "--js-flags=--max-old-space-size=256",
)


class BrowserMiddleware:
    """Nearest to the spider: sees a page when redirects and retries are over."""

    def __init__(self, crawler: Crawler, run: Run) -> None:
        self.crawler, self.run = crawler, run
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # noqa: PLC0415 - an extra

        self.handler = ScrapyPlaywrightDownloadHandler.from_crawler(crawler)
        self.turn = asyncio.Lock()
        """One page at a time: a browser takes the memory of many pages."""
        self.kept: dict[str, Answer] = {}
        crawler.signals.connect(self.closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raise NotConfigured in a replay, where no source declares a browser, and, with a word, where there is none."""
        run = run_of(crawler)
        if run is None or run.arguments.replay or not any(source.browser for source in run.arguments.sources):
            raise NotConfigured
        path = str(crawler.settings["BROWSER"] or "")
        if (missing := why_no_browser(path)) is not None:
            logger.warning("%s Pages written by scripts stay unread (reason needs_script).", missing)
            raise NotConfigured
        return cls(crawler, run)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Return the page as its scripts make it, where it shows nothing without them; as it came where they make nothing of it in time."""
        source = self.run.arguments.owners.of(response.url)
        if WITHIN in request.meta or source is None or not source.browser or not _is_shell(response):
            return response
        async with self.turn:
            rendering = Rendering(self, request, response)
            try:
                text = await asyncio.wait_for(rendering.text(), MOST_SECONDS)
            except Exception as error:  # noqa: BLE001 - whatever the browser raises, the page is there as it came
                logger.warning("%s was not rendered: %s", ascii(response.url)[1:-1], f"{type(error).__name__}: {error}"[:300])
                return response
        body = text.encode("utf-8", "replace")
        if not text or len(body) > self.crawler.settings.getint("DOWNLOAD_MAXSIZE"):
            return response
        headers = response.headers.copy()
        for name in NOT_OF_RENDERED:
            headers.pop(name, None)
        headers["Content-Type"] = "text/html; charset=utf-8"
        return HtmlResponse(
            response.url,
            headers=headers,
            body=body,
            request=request,
            flags=[*response.flags, RENDERED],
            ip_address=response.ip_address,
            encoding="utf-8",
        )

    async def closed(self) -> None:
        """End the browser."""
        await self.handler.close()

    def keep(self, url: str, answer: Answer) -> None:
        """Keep a script for the pages after this one."""
        if len(self.kept) < MOST_SCRIPTS_KEPT and sum(len(each.body) for each in self.kept.values()) + len(answer.body) <= MOST_KEPT_BYTES:
            self.kept[url] = answer


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser is given for an address."""

    status: int
    headers: dict[str, str]
    body: bytes

    @classmethod
    def of(cls, response: Response) -> Self:
        """Return the answer that a response of the crawler is."""
        said = {name.decode("latin-1"): value for name in response.headers if (value := response.headers.get(name)) is not None}
        headers = {name: value.decode("latin-1") for name, value in said.items() if name.lower() not in NOT_PASSED_ON}
        return cls(response.status, headers, response.body)


class Rendering:
    """One page in the browser, with what it asks for."""

    def __init__(self, of: BrowserMiddleware, request: Request, response: Response) -> None:
        self.of, self.request, self.response = of, request, response
        self.asked = 0
        self.turned_away: Counter[str] = Counter()

    async def text(self) -> str:
        """Return the page's markup once nothing is on the way any more."""
        meta: dict[str, Any] = {
            "playwright": True,
            "playwright_page_init_callback": self.prepare,
            "playwright_page_goto_kwargs": {"wait_until": "networkidle"},
        }
        rendered = await self.of.handler.download_request(Request(self.response.url, meta=meta))
        if self.turned_away:
            logger.debug("%s asked in vain: %s", ascii(self.response.url)[1:-1], dict(self.turned_away))
        return rendered.text if isinstance(rendered, TextResponse) else ""

    async def prepare(self, page: Any, request: Request) -> None:
        """Take over everything that a fresh page of the browser will ask for."""
        del request
        await page.route("**/*", self.answer)
        await page.route_web_socket("**/*", lambda socket: socket.close())
        page.on("popup", lambda other: asyncio.ensure_future(other.close()))
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))

    async def answer(self, route: Any) -> None:
        """Answer one request of the page: with the document that is there, with what the crawler fetches, or not at all."""
        asked = route.request
        with suppress(asyncio.CancelledError):
            try:
                answer = await self.fetched(asked.url, asked.resource_type, asked.method)
            except Exception as error:  # noqa: BLE001 - refused, forbidden, over budget or not there: the page goes without
                self.turned_away[type(error).__name__] += 1
                answer = None
            with suppress(Exception):  # the page may be gone
                if answer is None:
                    await route.abort()
                else:
                    await route.fulfill(status=answer.status, headers=answer.headers, body=answer.body)

    async def fetched(self, url: str, kind: str, method: str) -> Answer | None:
        """Return the answer for an address; None where it is not asked for. Raises what the crawler raises."""
        if url.partition("#")[0] == self.response.url.partition("#")[0] and kind == "document":
            return Answer.of(self.response)
        if kind not in RAN_FOR or method != "GET" or self.asked >= MOST_ASKED:
            self.turned_away[kind if method == "GET" else method] += 1
            return None
        if (kept := self.of.kept.get(url)) is not None:
            return kept
        self.asked += 1
        engine = self.of.crawler.engine
        assert engine is not None
        request = Request(url, headers={"Referer": self.response.url}, meta={WITHIN: True}, dont_filter=True)
        answer = Answer.of(await engine.download_async(request))
        if kind == "script" and answer.status in SUCCESS:
            self.of.keep(url, answer)
        return answer


def _is_shell(response: Response) -> bool:
    """Return whether a page shows neither text nor headlines before its scripts run."""
    if response.status not in SUCCESS or not isinstance(response, TextResponse):
        return False
    said = response.headers.get("Content-Type") or b""
    opened = read_page(Page(response.url, response.body, {"Content-Type": said.decode("latin-1")}, now()))
    if channel_of(opened) or opened.html is None:
        return False
    return opened.html.needs_script or not (may_be_article(opened.html) or read_list(opened.html, now()))


def why_no_browser(path: str) -> str | None:
    """Return what is missing for running scripts, None where all is there. ``path``: that of the browser, the setting BROWSER."""
    if find_spec(EXTRA) is None:
        return "A source says browser = true, and the extra is not installed: pip install 'newsbot[browser]'."
    if not Path(path).is_file():
        return f"A source says browser = true, and there is no browser at {path or 'the place that BROWSER names'}."
    return None


def browser_settings(path: str) -> dict[str, Any]:
    """Return the settings of scrapy-playwright: the browser at ``path``, in its sandbox (which root may not have), without a network."""
    return {
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": path,
            "chromium_sandbox": os.geteuid() != 0,
            "proxy": {"server": NOWHERE},
            "args": list(LAUNCH),
        },
        "PLAYWRIGHT_CONTEXTS": {},
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": MOST_SECONDS * 1000,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
    }
