"""Log lines that name items and never print them: bodies of reports do not belong in logs, nor does a page's text unescaped."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Self

from scrapy.logformatter import LogFormatter, LogFormatterResult

from newsbot.items import Recorded, Visit
from newsbot.model import Rejection
from newsbot.row import Row

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure


class QuietLogFormatter(LogFormatter):
    """Scrapy's formatter with items by name: a visit by its address, a row by its id."""

    debug = True
    """Whether anybody reads lines of level DEBUG: making one for every page and row, for nobody, costs a twentieth of a replay."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Look how much is logged."""
        formatter = cls()
        level = crawler.settings["LOG_LEVEL"]
        number = level if isinstance(level, int) else logging.getLevelNamesMapping().get(str(level).upper(), logging.DEBUG)
        formatter.debug = number <= logging.DEBUG
        return formatter

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> Any:
        """Say which row went out; None, as Scrapy documents it, says nothing."""
        del response, spider
        if not self.debug:
            return None
        return {"level": logging.DEBUG, "msg": "Row %(item)s", "args": {"item": name(item)}}

    def dropped(self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider) -> Any:
        """Say how a visit ended."""
        if not isinstance(exception, Recorded):
            return {**super().dropped(item, exception, response, spider), "args": {"exception": exception, "item": name(item)}}
        if not self.debug:
            return None
        return {"level": logging.DEBUG, "msg": "%(item)s: %(exception)s", "args": {"item": name(item), "exception": exception}}

    def item_error(self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """Say which item a pipeline failed on; the traceback follows."""
        return {**super().item_error(item, exception, response, spider), "args": {"item": name(item)}}


def name(item: Any) -> str:
    """Return what an item is called in logs: one line, ASCII, short."""
    if isinstance(item, Row):
        return f"{item.id} revision {item.revision} ({_ascii(item.url)})"
    if isinstance(item, Visit):
        how = item.verdict.outcome if isinstance(item.verdict, Rejection) else "read" if item.verdict else "visit"
        return f"{_ascii(item.page.url)} ({how})"
    return type(item).__name__


def _ascii(text: str) -> str:
    return ascii(text)[1:-1][:300]
