"""`scrapy parse URL`: how the spider takes one page, and with --pipelines what comes of it. Leaves no ledger, no archive and no record."""

from __future__ import annotations

import argparse
import asyncio
import json
from typing import TYPE_CHECKING, Any

from scrapy.commands import parse

from newsbot.commands.leaving_nothing import leave_nothing
from newsbot.items import Visit
from newsbot.model import Rejection
from newsbot.scrapy_internals import send_item

if TYPE_CHECKING:
    from scrapy import Request


class Command(parse.Command):
    """Scrapy's own command for visits: pages are named, not printed with all their bytes; items go through the pipelines in order."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keep the run to itself."""
        super().process_options(args, opts)
        assert self.settings is not None
        leave_nothing(self.settings)

    def scraped_data(self, args: tuple[Any, ...]) -> list[Any]:
        """Send the items through the pipelines where that is asked for, as a crawl does."""
        items, requests, opts, *rest = args
        if opts.pipelines:
            for item in items:
                self._sending = asyncio.ensure_future(send_item(self.pcrawler, item))
            opts = argparse.Namespace(**{**vars(opts), "pipelines": False})
        found: list[Any] = super().scraped_data((items, requests, opts, *rest))
        return found

    def print_items(self, lvl: int | None = None, colour: bool = True) -> None:  # noqa: FBT001, FBT002  # Scrapy's signature
        """Print what came of each page."""
        del colour
        print("# Scraped Items ", "-" * 60)
        chosen = [item for level, items in self.items.items() if lvl in {None, level} for item in items]
        print(json.dumps([item_shown(item) for item in chosen], ensure_ascii=False, indent=2, default=str))

    def print_requests(self, lvl: int | None = None, colour: bool = True) -> None:  # noqa: FBT001, FBT002  # Scrapy's signature
        """Print the requests of the deepest level, or of the one asked for."""
        del colour
        chosen: list[Request] = self.requests.get(lvl if lvl is not None else max(self.requests, default=0), [])
        print("# Requests ", "-" * 65)
        print(json.dumps([request.url for request in chosen], ensure_ascii=False, indent=2))


def item_shown(item: Any) -> Any:
    """Return what there is to say of an item: of a visit its page and its verdict, as far as it has one."""
    if not isinstance(item, Visit):
        return item
    page = {"url": item.page.url, "status": item.page.status, "bytes": len(item.page.body)}
    if item.verdict is None:
        return {**page, "verdict": "none yet: --pipelines reads it to the end"}
    if isinstance(item.verdict, Rejection):
        return {**page, "outcome": item.verdict.outcome, "reason": item.verdict.reason, "detail": item.verdict.detail}
    return {**page, "outcome": "report", "report": item.verdict.to_dict()}
