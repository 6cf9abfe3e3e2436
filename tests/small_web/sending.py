"""newsbot's settings, and a note of the moment from which each host's pause is reckoned.

The host sees requests when they arrive, which a busy machine blurs by more than a pause; the downloader's own clock knows. Only the
host that never answers has a short time to answer in, so that no other runs into it however busy the machine is.
"""

import time
from pathlib import Path
from urllib.parse import urlsplit

from newsbot.scrapy_internals.connections import BoundedHandler
from newsbot.settings import *  # noqa: F403
from newsbot.settings import DOWNLOAD_HANDLERS as OURS

SENT = "sent.txt"
SILENT = "news.silent.cn"
TIMEOUT = 6
"""Seconds that the silent host is waited for."""


class Noting(BoundedHandler):
    def __init__(self, crawler):
        super().__init__(crawler)
        self._engine = lambda: crawler.engine

    async def download_request(self, request):
        note(self._engine().downloader.slots[request.meta["download_slot"]].lastseen, request.url)
        if urlsplit(request.url).hostname != SILENT:
            return await super().download_request(request)
        request.meta["download_timeout"] = TIMEOUT
        try:
            return await super().download_request(request)
        finally:
            note(time.monotonic(), f"{request.url}#given-up")


def note(moment, url):
    with Path(SENT).open("a", encoding="utf-8") as file:
        file.write(f"{moment} {url}\n")


DOWNLOAD_HANDLERS = {**OURS, "http": "tests.small_web.sending.Noting"}
