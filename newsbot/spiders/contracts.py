"""What `scrapy check` holds the spider to: pages that come from the package, so that no site is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.contracts import Contract

from newsbot.data import lines_of
from newsbot.middlewares.replay import PAGE
from newsbot.model import Page
from newsbot.run.run import now

if TYPE_CHECKING:
    from collections.abc import Callable


class ArchivedPage(Contract):
    """``@archived NAME``: the callback gets the document NAME of newsbot/data, from an archive as it were."""

    name = "archived"

    def __init__(self, method: Callable[..., object], name: str) -> None:
        super().__init__(method, name)
        self.document = name

    def adjust_request_args(self, args: dict[str, Any]) -> dict[str, Any]:
        """Send the page with the request."""
        url = f"http://documents.test/{self.document}"
        body = "\n\n".join(lines_of(self.document)).encode()
        return {**args, "url": url, "meta": {PAGE: Page(url, body, {"content-type": "text/plain; charset=utf-8"}, now())}}
