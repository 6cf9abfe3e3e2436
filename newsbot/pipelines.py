"""The item pipelines in their order: the stages of `normalise` one by one, then the ledger.

Each is a thin shell around one pure function. Rows come through the same pipelines at the end and pass untouched.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from scrapy.exceptions import NotConfigured

from newsbot.exceptions import ArgumentError, NewsbotError, OutputError, TakesTooLongError
from newsbot.items import Recorded, Visit
from newsbot.model import Outcome, Page, Reason, Rejection
from newsbot.normalise import STAGES, join, run_stage
from newsbot.of_crawler import run_of
from newsbot.reading import Reading, Stage
from newsbot.run.triage import in_time
from newsbot.run.worker import given_up
from newsbot.said import said
from newsbot.scrapy_internals import send_item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scrapy.crawler import Crawler

    from newsbot.run.run import Run
    from newsbot.run.worker import Allowance

logger = logging.getLogger(__name__)

_FAULT: Final = "Fault in %s on %r; the page is left out and counts as failed."
GIVE_WAY: Final = 0.05
"""Seconds after which the event loop gets its turn while the ledger is settled and the rows are handed over."""

NO_RUN: Final = "no_run"
"""Why a spider closes whose pages can become no rows."""

_STAGES: Final[dict[str, Stage]] = {stage.__name__: stage for stage in STAGES}


class Pipeline:
    """What all of them share: the run they belong to, and that they touch only visits which have no verdict yet."""

    def __init__(self, crawler: Crawler, run: Run) -> None:
        self.crawler = crawler
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Find the run. Raises NotConfigured for spiders of other projects and for `scrapy shell`, which have none."""
        run = run_of(crawler)
        if run is None:
            raise NotConfigured  # without words: Scrapy would print them as a warning
        return cls(crawler, run)

    def process_item(self, item: Any) -> Any:
        """Take the visit one step further; let everything else pass.

        A fault in a step ends this page (outcome `failed`) and shows in the run's exit code; the other pages go on.
        """
        if isinstance(item, Visit) and item.verdict is None:
            if item.allowance is not None:
                return self._aside(item, item.allowance)  # something to wait for, as Scrapy knows it
            try:
                self.step(item)
            except Exception as error:
                logger.exception(_FAULT, type(self).__name__, item)
                item.verdict = self.run.broken(item.page, type(self).__name__, error)
        return item

    async def _aside(self, item: Visit, allowance: Allowance) -> Visit:
        """Take the step in the thread for large pages."""
        try:
            await self.run.worker.do(allowance, self.step, item)
        except TakesTooLongError:
            item.verdict = given_up(item.page)
        except Exception as error:
            logger.exception(_FAULT, type(self).__name__, item)
            item.verdict = self.run.broken(item.page, type(self).__name__, error)
        return item

    def step(self, visit: Visit) -> None:
        """Do this pipeline's part."""
        raise NotImplementedError


class NeedsRun:
    """The first of all: makes a visit of a bare page, and refuses pages of a spider that has no run, which would become no rows."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Stand in for any spider."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Let items pass. Raises ArgumentError for a page without a run, and ends the crawl."""
        if not isinstance(item, (Page, Visit)):
            return item
        if run_of(self.crawler) is None:
            self._stopping = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=NO_RUN))
            raise ArgumentError(
                said(
                    "The spider {what} yields pages, but has no run that could make rows of them: let its class derive from "
                    "newsbot.spiders.PageSpider.",
                    what=getattr(self.crawler.spider, "name", ""),
                )
            )
        return Visit(item) if isinstance(item, Page) else item


class StagePipeline(Pipeline):
    """One stage of :data:`newsbot.normalise.STAGES`."""

    stage: ClassVar[str]

    def step(self, visit: Visit) -> None:
        """Run the stage; a Rejection ends the visit, and so does the last stage."""
        if visit.reading is None:
            visit.reading = Reading(visit.page, self.run.arguments.topic)
        visit.verdict = run_stage(_STAGES[self.stage], visit.reading)


class Read(StagePipeline):
    """Bytes to text, text to blocks."""

    stage = "read"

    def step(self, visit: Visit) -> None:
        """Run the stage, unless the spider has read the page already to see where it leads."""
        if visit.reading is None:
            super().step(visit)


class Restore(StagePipeline):
    """What mirrors did to the characters is undone."""

    stage = "restore"


class Label(StagePipeline):
    """Every block gets its role."""

    stage = "label"


class Join(Pipeline):
    """The further pages of an article stand after its first."""

    def step(self, visit: Visit) -> None:
        """Join what the spider has put together."""
        if visit.reading is not None and visit.parts:
            join(visit.reading, visit.parts)


class Fold(StagePipeline):
    """Labelled blocks become a report."""

    stage = "fold"


class Facts(StagePipeline):
    """The report's fields are filled, its topic is judged."""

    stage = "facts"

    def step(self, visit: Visit) -> None:
        """Run the stage; what it lets pass is a report."""
        super().step(visit)
        if visit.verdict is None and visit.reading is not None and visit.reading.report is not None:
            report = visit.reading.report
            if not visit.complete and "truncated" not in report.flags:
                report.flags.append("truncated")
            visit.verdict = report


class Since(Pipeline):
    """Leaves out reports published before the day of `-a since=`; those without a date stay."""

    def process_item(self, item: Any) -> Any:
        """Turn away a report that is too old."""
        if isinstance(item, Visit) and item.verdict is not None:
            item.verdict = in_time(item.verdict, self.run.arguments.since)
        return item


class IntoLedger(Pipeline):
    """Records every verdict, and hands over the rows when the spider closes, for whatever reason it does."""

    _gave_way = 0.0
    """When the event loop had its last turn (monotonic clock)."""

    def process_item(self, item: Any) -> Any:
        """Record a visit's verdict and end the item there. Raises Recorded for every visit."""
        if not isinstance(item, Visit):
            return item
        if item.verdict is None:  # a stage was switched off
            item.verdict = Rejection(item.page, Outcome.FAILED, Reason.NO_VERDICT, "no stage came to a verdict; ITEM_PIPELINES lacks one")
        if self.run.spoilt:
            raise Recorded("the run is being stopped; the page is left to the next one")
        try:
            self.run.record(item.verdict, item.removed)
        except NewsbotError as error:
            self.run.spoil(error)
            self._stopping = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="ledger_failed"))
            raise Recorded("the ledger could not be written") from error
        raise Recorded(item.verdict.detail if isinstance(item.verdict, Rejection) else "recorded")

    async def close_spider(self) -> None:
        """Settle the ledger and send its rows through the pipelines to Scrapy's feed exporter, one at a time and in order.

        This is after the last page, before the feeds are closed, and happens for every reason of closing: finished, a limit, a signal.
        """
        leftovers: Callable[[], Iterable[Visit]] = getattr(self.crawler.spider, "leftovers", tuple)
        for visit in leftovers():
            await send_item(self.crawler, visit)
        await self.hand_over()

    async def hand_over(self) -> None:
        """Settle the ledger, and send its rows through the item pipelines to the feed exporter: one at a time, so in order."""
        run = self.run
        if not run.may_hand_over:
            return
        try:
            for _ in run.settling():
                await self._let_others_work()
            for row in run.ledger.rows():
                await send_item(self.crawler, row)
                await self._let_others_work()
        except NewsbotError as error:
            run.spoil(error)
        except Exception as error:
            logger.exception("The rows could not be made.")
            run.fault(f"the rows could not be made: {type(error).__name__}: {error}")
            run.spoil(OutputError(said("the rows could not be made; no output was written.")))

    async def _let_others_work(self) -> None:
        """Give the event loop its turn if it is due: signals and timers do not wait for a large ledger."""
        if time.monotonic() - self._gave_way >= GIVE_WAY:
            await asyncio.sleep(0)
            self._gave_way = time.monotonic()
