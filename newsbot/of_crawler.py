"""The run of a crawler: where pipelines, middlewares and extensions find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsbot.run.run import Run

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


def run_of(crawler: Crawler) -> Run | None:
    """Return the run of the crawler's spider; None for a spider that is not ours."""
    run = getattr(crawler.spider, "run", None)
    return run if isinstance(run, Run) else None
