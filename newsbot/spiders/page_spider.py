"""The base of every spider whose pages become rows: it has a run, and its pages go through the pipelines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from scrapy import Spider

from newsbot.items import Visit
from newsbot.ledger.address import ShyAddress
from newsbot.model import RENDERED, UNVERIFIED_TLS, Page
from newsbot.run.arguments import Arguments, Options
from newsbot.run.run import Run, live_run_name, now
from newsbot.spiders.options import read_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

_OURS: Final = ("topic", "since")


class PageSpider(Spider):
    """A spider that yields pages; the ledger, the rows, the record and the exit code come with it.

    Takes the arguments ``topic`` and ``since``; others become attributes, as Scrapy has it. A callback yields ``self.visit(response)`` for
    each page that may be a report.
    """

    run: Run
    arguments: Arguments

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Keep the passwords of servers out of the log, where Scrapy prints every setting that was given."""
        super().update_settings(settings)
        for name in ("LEDGER", "FRONTIER"):
            if settings[name]:
                settings.set(name, ShyAddress(settings[name]), priority=settings.getpriority(name) or 0)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Read the arguments and settings, and make the run. Raises ArgumentError before anything is opened or requested."""
        arguments, options = cls.check(kwargs, crawler.settings)
        spider = super().from_crawler(crawler, *args, **cls.attributes(kwargs))
        spider.arguments = arguments
        records = str(crawler.settings["RUNS"] or "")
        spider.run = Run(cls.run_name(arguments), arguments, options, Path(records) if records else None)
        return spider

    @classmethod
    def check(cls, given: Mapping[str, str], settings: BaseSettings) -> tuple[Arguments, Options]:
        """Read the arguments and settings of a run. Raises ArgumentError naming all that are wrong."""
        return Arguments.parse({name: given[name] for name in _OURS if name in given}), read_options(settings, replay=False)

    @classmethod
    def attributes(cls, given: Mapping[str, str]) -> dict[str, str]:
        """Return the arguments that become attributes of the spider."""
        return {name: value for name, value in given.items() if name not in _OURS}

    @classmethod
    def run_name(cls, arguments: Arguments) -> str:
        """Return the name of a run with these arguments. Raises ArgumentError."""
        del arguments
        return live_run_name()

    def visit(self, response: Response) -> Visit:
        """Return the page of a response for the pipelines."""
        return Visit(self.page_of(response))

    def page_of(self, response: Response) -> Page:
        """Make a page of a response, with our own clock."""
        source, hints = self.arguments.declared(response.url)
        hints = replace(hints, unverified_tls=UNVERIFIED_TLS in response.flags, rendered=RENDERED in response.flags)
        return Page(response.url, response.body, headers_of(response), now(), response.status, source=source, hints=hints)


def headers_of(message: Any) -> dict[str, str]:
    """Return the headers of a request or response as texts, those that came several times joined."""
    return {name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in message.headers.items()}
