"""Coverage against the ledger's own history, as an extension: see :mod:`newsbot.run.coverage`."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Final, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newsbot.exceptions import NewsbotError
from newsbot.of_crawler import run_of
from newsbot.run.coverage import Coverage, asked, fallen

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from newsbot.run.run import Run

logger = logging.getLogger(__name__)

KEPT_RUNS: Final = 10
"""Runs that are remembered for each way of asking."""


class CoverageMonitor:
    """Compares a live run with its like, and remembers it for the next."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raise NotConfigured in a replay: archives hold what they hold. And in one of several workers: each has but a share."""
        run = run_of(crawler)
        if run is None or run.arguments.replay or run.options.frontier:
            raise NotConfigured
        monitor = cls(run)
        crawler.signals.connect(monitor.engine_stopped, signals.engine_stopped)
        return monitor

    def engine_stopped(self) -> None:
        """Judge a run that went to its end; the ledger is still open."""
        ending = self.run.ending
        if self.run.spoilt or ending.fault_count or ending.reason != "finished":
            return
        name = f"coverage {asked(self.run.arguments.given)}"
        now = Coverage.of(self.run.tally)
        try:
            note = self.run.ledger.recall(name)
            notes = note if isinstance(note, list) else []
            before = [each for each in map(Coverage.from_json, notes) if each is not None]
            self.run.fell_behind(fallen(now, before))
            if now.rates() or set(now.working).difference(*(each.working for each in before)):  # quiet nights say nothing
                self.run.ledger.remember({name: [*notes, asdict(now)][-KEPT_RUNS:]})
        except NewsbotError as error:
            self.run.fail(error)
        for words in ending.coverage:
            logger.error("Coverage fell. %s", words)
