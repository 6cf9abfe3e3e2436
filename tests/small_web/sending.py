"""newsbot's settings, and a note of the moment at which each request is sent.

The host sees requests when they arrive, which a busy machine blurs by more than a pause; who sends them knows.
"""

import time
from pathlib import Path

from newsbot.scrapy_internals import BoundedHandler
from newsbot.settings import *  # noqa: F403
from newsbot.settings import DOWNLOAD_HANDLERS as OURS

SENT = "sent.txt"


class Noting(BoundedHandler):
    async def download_request(self, request):
        note(request.url)
        return await super().download_request(request)


def note(url):
    with Path(SENT).open("a", encoding="utf-8") as file:
        file.write(f"{time.monotonic()} {url}\n")


DOWNLOAD_HANDLERS = {**OURS, "http": "tests.small_web.sending.Noting"}
