"""What a person at a terminal wants to know of a run while it goes, and at its end. Without a terminal (cron) it says nothing."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, TextIO

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newsbot.extensions.table import table_is_wanted
from newsbot.model import Outcome
from newsbot.of_crawler import run_of
from newsbot.presentation.messages import told
from newsbot.presentation.terminal import TableColumn, plain_table
from newsbot.presentation.words import OUTCOMES, slug_in_words
from newsbot.run.tally import UNDECLARED
from newsbot.scrapy_internals import delay_of, waiting_requests

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scrapy.crawler import Crawler

    from newsbot.run.run import Run
    from newsbot.run.tally import Tally

LINE_SECONDS: Final = 5.0
"""Seconds between two lines."""
MAX_SUMMARY_SOURCES: Final = 60
"""Lines of the summary; the run record has all."""
SUMMARY_COLUMNS: Final = 100
"""Columns of a terminal that its table takes."""


class Progress:
    """Prints a line every few seconds, and a table of the sources at the end."""

    rows_are_shown = False
    """Whether a table of the rows comes after this one: then pages of no declared source need none here."""

    def __init__(self, run: Run, out: TextIO, left: Callable[[], Left]) -> None:
        self.run = run
        self.out = out
        self._left = left
        self._begun = monotonic()
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raise NotConfigured where nobody looks on."""
        run = run_of(crawler)
        if run is None or sys.stderr is None or not sys.stderr.isatty():  # None: whoever started us closed it
            raise NotConfigured
        progress = cls(run, sys.stderr, lambda: left_of(crawler))
        progress.rows_are_shown = table_is_wanted(crawler.settings)
        crawler.signals.connect(progress.spider_opened, signals.spider_opened)
        crawler.signals.connect(progress.spider_closed, signals.spider_closed)
        crawler.signals.connect(progress.engine_stopped, signals.engine_stopped)
        return progress

    def spider_opened(self) -> None:
        """Begin."""
        self._task = asyncio.ensure_future(self._keep_saying())

    def spider_closed(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()

    def engine_stopped(self) -> None:
        """Print the table."""
        if not self.rows_are_shown or self.run.tally.sources.keys() - {UNDECLARED}:
            self._print(summary(self.run.tally))

    async def _keep_saying(self) -> None:
        while True:
            await asyncio.sleep(LINE_SECONDS)
            self._print(progress_line(self.run.tally, monotonic() - self._begun, self._left()))

    def _print(self, text: str) -> None:
        try:
            print(text, file=self.out, flush=True)
        except (OSError, ValueError):  # the terminal was closed; the run goes on
            self.spider_closed()


class Left(NamedTuple):
    """What is still to be asked for: requests of all hosts, the host that takes longest with its own, and the seconds that it takes."""

    requests: int = 0
    host: str = ""
    seconds: float = 0.0


NOTHING_TO_COME: Final = Left()


def left_of(crawler: Crawler) -> Left:
    """Return what the run knows that it has still to ask for. A host is asked once in its pause, so the slowest says how long."""
    waiting = waiting_requests(crawler)
    seconds = {host: number * delay_of(crawler, host) for host, number in waiting.items()}
    slowest = max(sorted(seconds), key=lambda host: seconds[host], default="")
    return Left(waiting.total(), slowest, seconds.get(slowest, 0.0))


def progress_line(tally: Tally, seconds: float, left: Left = NOTHING_TO_COME) -> str:
    """Return how far a run is, and what is left.

    ``0:01:35  412 pages, 38 reports, 12 off topic, 3 failed; 130 of 542 left, some 0:04:20 (hn.people.com.cn); most from people-hn 40``
    """
    declared = {name: counts for name, counts in tally.sources.items() if name != UNDECLARED or len(tally.sources) > 1}
    named = sorted(((sum(counts.values()), name) for name, counts in declared.items()), key=lambda pair: (-pair[0], pair[1]))[:4]
    counted = [told("{count} pages", count=tally.pages), told("{count} reports", count=tally.reports)]
    counted += [f"{tally.outcomes[name]} {slug_in_words(OUTCOMES, name)}" for name in ("off_topic", "failed") if tally.outcomes[name]]
    parts = [told(", ").join(counted)]
    if left.requests:
        rest = told("{count} of {all} left", count=left.requests, all=tally.pages + left.requests)
        if left.seconds:
            rest = told("{rest}, some {time} ({host})", rest=rest, time=_clock(left.seconds), host=left.host)
        parts.append(rest)
    if named:
        parts.append(told("most from {sources}", sources=told(", ").join(f"{name} {number}" for number, name in named)))
    return f"{_clock(seconds)}  {told('; ').join(parts)}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60:02}:{int(seconds) % 60:02}"


def summary(tally: Tally) -> str:
    """Return what came of a run: how its pages ended, and for each source its pages, reports, new addresses and what is wrong.

    Reports are all pages that hold one; copies are those pages that the rows of this run name as copies of another.
    """
    outcomes = tally.outcomes
    ends = told(", ").join(f"{outcomes[name]} {slug_in_words(OUTCOMES, name)}" for name in Outcome if outcomes[name]) or told("none")
    lines = [told("{count} pages: {ends}", count=tally.pages, ends=ends)]
    names = sorted({*tally.sources, *tally.discovery})
    if names:
        heads = (told("source"), told("pages"), told("reports"), told("copies"), told("new"), told("trouble"))
        columns = [TableColumn(head, align="right" if 0 < n < len(heads) - 1 else "left") for n, head in enumerate(heads)]
        lines += plain_table(columns, [_source_cells(name, tally) for name in names[:MAX_SUMMARY_SOURCES]], SUMMARY_COLUMNS)
        if len(names) > MAX_SUMMARY_SOURCES:
            lines.append(told("… and {count} more: see the run record", count=len(names) - MAX_SUMMARY_SOURCES))
    lines += [f"{name}: {account_words(said)}" for name, said in sorted(tally.addresses.items())[:MAX_SUMMARY_SOURCES]]
    return "\n".join(lines)


def _source_cells(name: str, tally: Tally) -> list[str]:
    counts, found = tally.sources.get(name, Counter()), tally.discovery.get(name, {})
    numbers = (sum(counts.values()), counts.get("report", 0), tally.copies[name], found.get("new", 0))
    return [name, *map(str, numbers), str(found.get("trouble", ""))]


def account_words(said: Mapping[str, Any]) -> str:
    """Return what became of the addresses of a source, in words.

    >>> account_words({"known": 40, "read": 24, "owed": 1, "lost": {"headline": 15}, "sitemap": {"names": 40, "read": 24, "owed": 1}})
    '40 addresses known, 24 read, 1 owed to the next run, 15 left out (headline 15); sitemap names 40: 24 read, 1 open'
    """
    lost = said.get("lost", {})
    out = [
        told("{known} addresses known", known=said["known"]),
        told("{count} read", count=said["read"]),
        told("{count} owed to the next run", count=said["owed"]),
    ]
    if lost:
        why = told(", ").join(f"{told(why)} {number}" for why, number in lost.items())
        out.append(told("{count} left out ({why})", count=sum(lost.values()), why=why))
    channels = [
        told(
            "{channel} names {names}: {read} read, {open} open",
            channel=told(channel),
            names=said[channel]["names"],
            read=said[channel]["read"],
            open=said[channel]["owed"],
        )
        for channel in ("feed", "sitemap")
        if channel in said
    ]
    return told("; ").join([told(", ").join(out), *channels])
