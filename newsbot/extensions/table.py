"""The rows of a run as a table on the terminal: what came, where it lies, what to do next. For the command `newsbot`."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING, Final, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newsbot.model import Outcome
from newsbot.of_crawler import run_of
from newsbot.row import Place, Repairs, Row, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler

    from newsbot.run.run import Run

MAX_ROWS: Final = 20
"""Rows of the table; the files have all."""
TITLE_COLUMNS: Final = 44
PLACE_COLUMNS: Final = 24
"""Columns of a terminal; a Han character takes two."""

_LEVELS: Final = ("city", "county", "street", "community")


class RowTable:
    """Prints the table when the run is over, and why it failed where it did. On where the setting TABLE is."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.rows: list[Row] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raise NotConfigured where nobody asked for a table."""
        run = run_of(crawler)
        if run is None or not crawler.settings.getbool("TABLE"):
            raise NotConfigured
        table = cls(run)
        table.log_file = crawler.settings["LOG_FILE"]
        crawler.signals.connect(table.item_scraped, signals.item_scraped)
        crawler.signals.connect(table.engine_stopped, signals.engine_stopped)
        return table

    log_file: str | None = None

    def item_scraped(self, item: object) -> None:
        """Keep a row, as long as there is room for it in the table."""
        if isinstance(item, Row) and len(self.rows) < MAX_ROWS:
            self.rows.append(item)

    def engine_stopped(self) -> None:
        """Print everything."""
        print("\n".join(self.lines()), file=sys.stdout)  # noqa: T201  # its purpose

    def lines(self) -> Iterator[str]:
        """Yield the table and what there is to say below it."""
        tally, ending = self.run.tally, self.run.ending
        if self.rows:
            yield f"{fitted('title', TITLE_COLUMNS)}  {fitted('place', PLACE_COLUMNS)}  {'published':10}  repaired"
            yield "-" * (TITLE_COLUMNS + PLACE_COLUMNS + 24)
        for row in self.rows:
            cells = (fitted(row.title or "-", TITLE_COLUMNS), fitted(place_of(row.place), PLACE_COLUMNS))
            yield f"{'  '.join(cells)}  {(row.date_published or '-')[:10]:10}  {repairs_of(row.repairs)}"
        if tally.rows > len(self.rows):
            yield f"… and {tally.rows - len(self.rows):,} more"
        outcomes = tally.outcomes
        ends = ", ".join(f"{outcomes[name]:,} {name}" for name in Outcome if outcomes[name]) or "none"
        yield f"{tally.rows:,} rows of {tally.pages:,} pages ({ends})"
        for account in self.run.outbox.accounts():
            yield (
                f"written: {account['path']}" if account["sha256"] else f"not written: {account['path']} {account['error'] or ''}".rstrip()
            )
        yield f"record: {self.run.record_path}; log: {self.log_file or 'above'}"
        for words in (*map(str, ending.errors), *ending.coverage):
            yield f"failed: {words}"
        if self.run.exit_code:
            yield f"ended with code {self.run.exit_code}"


def place_of(place: Place) -> str:
    """Return a place in words, from the city down, or the province alone."""
    named = [division.name for level in _LEVELS if (division := getattr(place, level)) is not None]
    return "".join(named) or (place.province.name if place.province else "-")


def repairs_of(repairs: Repairs) -> str:
    """Return the repairs of a row in words: ``416 pinyin annotations, 2 byte shifts``."""
    counts = {name: value for name, value in plain(repairs).items() if isinstance(value, int) and value}
    return ", ".join(f"{value:,} {name.replace('_', ' ')}" for name, value in counts.items()) or "-"


def fitted(text: str, columns: int) -> str:
    """Return a text on one line, safe for a terminal, in exactly so many columns; a Han character takes two."""
    out, taken = "", 0
    plain_text = "".join(character if character.isprintable() else "·" for character in text)
    for character in plain_text:
        width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if taken + width > columns:
            while taken > columns - 1:
                taken -= 2 if unicodedata.east_asian_width(out[-1]) in "WF" else 1
                out = out[:-1]
            out, taken = f"{out}…", taken + 1
            break
        out, taken = out + character, taken + width
    return out + " " * (columns - taken)
