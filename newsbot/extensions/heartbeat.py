"""The heartbeat of live runs: a small file beside the ledger that says what the run does, and how the last ones ended.

A watcher that waits for bad news does not hear of a machine that is off or a cron line that was lost. So it looks how old the file is, and
how long the last good run is ago (docs/operations.md).
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newsbot.model import CHINA
from newsbot.of_crawler import run_of
from newsbot.output.files import write_whole
from newsbot.run.delivery import beside

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.crawler import Crawler

    from newsbot.run.run import Run

logger = logging.getLogger(__name__)

PRINTED_EVERY_SECONDS: Final = 60.0
"""Seconds between two beats."""


class Heartbeat:
    """Writes ``<ledger>.heartbeat`` at the beginning, every minute, and at the end of a live run."""

    def __init__(self, run: Run, place: Path) -> None:
        self.run = run
        self.place = place
        self._task: asyncio.Task[None] | None = None
        self._last_good = _last_good(place)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raise NotConfigured for replays, and for ledgers in memory."""
        run = run_of(crawler)
        if run is None or run.arguments.replay or not run.options.ledger or run.record_path is None:
            raise NotConfigured
        place = heartbeat_path(run.options.ledger, run.record_path.parent)
        if place is None:
            raise NotConfigured
        heartbeat = cls(run, place)
        crawler.signals.connect(heartbeat.spider_opened, signals.spider_opened)
        crawler.signals.connect(heartbeat.spider_closed, signals.spider_closed)
        crawler.signals.connect(heartbeat.engine_stopped, signals.engine_stopped)
        return heartbeat

    def spider_opened(self) -> None:
        """Begin."""
        self._task = asyncio.ensure_future(self._keep_beating())

    def spider_closed(self) -> None:
        """Stop; the last beat comes when the run has ended."""
        if self._task is not None:
            self._task.cancel()

    def engine_stopped(self) -> None:
        """Say how the run ended."""
        self.beat(ended=True)

    def beat(self, *, ended: bool = False) -> None:
        """Write the file. What cannot be written is no reason to stop a crawl."""
        run, now = self.run, datetime.now(CHINA).isoformat(timespec="seconds")
        code = run.exit_code if ended else None
        if code == 0:
            self._last_good = now
        said: dict[str, Any] = {
            "run": run.name,
            "state": "ended" if ended else "running",
            "at": now,
            "started_at": run.started_at.isoformat(timespec="seconds"),
            "pid": os.getpid(),
            "pages": run.tally.pages,
            "reports": run.tally.reports,
            "exit_code": code,
            "last_good_end": self._last_good,
        }
        try:
            write_whole(self.place, (json.dumps(said, indent=2) + "\n").encode())
        except OSError as error:
            logger.warning("The heartbeat %s could not be written (%s).", self.place, error.strerror)

    async def _keep_beating(self) -> None:
        while True:
            self.beat()
            await asyncio.sleep(PRINTED_EVERY_SECONDS)


def heartbeat_path(ledger: str, records: Path) -> Path | None:
    """Return where the heartbeat of a ledger stands: beside its file, or for a database server among the run records."""
    return beside(ledger, records, "heartbeat")


def _last_good(place: Path) -> str | None:
    """Return when the last good run ended, as the file says that stands there."""
    try:
        said = json.loads(place.read_bytes())
        moment = str(said["last_good_end"] or "")
        datetime.fromisoformat(moment)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return moment
