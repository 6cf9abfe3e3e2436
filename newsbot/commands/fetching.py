"""Fetching a few pages for a command, as politely as a crawl does: robots.txt, pauses, one connection a host."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request, Spider
from scrapy.spidermiddlewares.httperror import HttpError

from newsbot.model import Page
from newsbot.run.run import now
from newsbot.spiders.page_spider import headers_of

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure

QUIET_SETTINGS: Final[dict[str, Any]] = {"LOG_ENABLED": False, "RETRY_TIMES": 1}
"""A command prints its own words."""

Wanted = tuple[str, object]
"""An address, and what the caller wants to know it by."""
Took = Callable[[object, Page], "Iterator[Wanted]"]
"""What a page is handed to; more wanted addresses may come of it."""
Missed = Callable[[object, str, str], None]
"""What an address, and the reason why it did not come, are handed to."""


class Fetcher(Spider):
    """Fetches what it is told to, and hands it on. Not a spider of the project: `scrapy list` does not know it."""

    name = "newsbot_command"
    custom_settings = None

    def __init__(self, wanted: list[Wanted], took: Took, missed: Missed, **more: Any) -> None:
        super().__init__(**more)
        self.wanted, self.took, self.missed = wanted, took, missed

    async def start(self) -> AsyncIterator[Any]:
        """Ask for what is wanted."""
        for url, key in self.wanted:
            if (request := self._request(url, key)) is not None:
                yield request

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Request]:
        """Hand a page on."""
        key = kwargs["key"]
        for url, further in self.took(key, Page(response.url, response.body, headers_of(response), now(), response.status)):
            if (request := self._request(url, further)) is not None:
                yield request

    def failed(self, failure: Failure) -> None:
        """Hand on why a page did not come."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        error = failure.value
        why = f"HTTP status {error.response.status}" if isinstance(error, HttpError) else f"{type(error).__name__}: {error}"
        self.missed(request.cb_kwargs["key"], request.url, " ".join(why.split())[:200])

    def _request(self, url: str, key: object) -> Request | None:
        try:
            return Request(url, callback=self.parse, errback=self.failed, cb_kwargs={"key": key}, dont_filter=True)
        except ValueError as error:
            self.missed(key, url, str(error))
            return None
