"""The rows of a run as a table on the terminal: what came, where it lies, what to do next. For the command `newsbot`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newsbot.model import Outcome
from newsbot.of_crawler import run_of
from newsbot.presentation.messages import retold, told, told_error
from newsbot.presentation.terminal import TableColumn, is_terminal, show_table
from newsbot.presentation.words import OUTCOMES, place_in_words, repairs_of, slug_in_words
from newsbot.row import DAY_CHARS, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from newsbot.run.run import Run

MAX_ROWS: Final = 20
"""Rows of the table; the files have all."""
TITLE_COLUMNS: Final = 44
PLACE_COLUMNS: Final = 16
REPAIRS_COLUMNS: Final = 16
"""Columns of a terminal; a Han character takes two, and a cell has two lines."""


class RowTable:
    """Prints the table when the run is over, and why it failed where it did. On where the setting TABLE is, or a person looks on."""

    log_file: str | None = None

    def __init__(self, run: Run) -> None:
        self.run = run
        self.rows: list[Row] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raise NotConfigured where nobody asked for a table."""
        run = run_of(crawler)
        if run is None or not table_is_wanted(crawler.settings):
            raise NotConfigured
        table = cls(run)
        table.log_file = crawler.settings["LOG_FILE"]
        crawler.signals.connect(table.item_scraped, signals.item_scraped)
        crawler.signals.connect(table.engine_stopped, signals.engine_stopped)
        return table

    def item_scraped(self, item: object) -> None:
        """Keep a row, as long as there is room for it in the table."""
        if isinstance(item, Row) and len(self.rows) < MAX_ROWS:
            self.rows.append(item)

    def engine_stopped(self) -> None:
        """Print everything."""
        if self.rows:
            heads = (told("title"), told("place"), told("published"), told("repaired"))
            sizes = (TITLE_COLUMNS, PLACE_COLUMNS, DAY_CHARS, REPAIRS_COLUMNS)
            show_table([TableColumn(head, most) for head, most in zip(heads, sizes, strict=True)], [_cells(row) for row in self.rows])
        print("\n".join(self.lines()))  # noqa: T201  # its purpose

    def lines(self) -> Iterator[str]:
        """Yield what there is to say below the table: how the pages ended, where everything lies, what to do next."""
        tally, ending = self.run.tally, self.run.ending
        if tally.rows > len(self.rows):
            yield told("… and {count:,} more", count=tally.rows - len(self.rows))
        outcomes = tally.outcomes
        ends = told(", ").join(f"{outcomes[name]:,} {slug_in_words(OUTCOMES, name)}" for name in Outcome if outcomes[name]) or told("none")
        yield told("{rows:,} rows of {pages:,} pages ({ends})", rows=tally.rows, pages=tally.pages, ends=ends)
        written = []
        for account in self.run.outbox.accounts():
            if account["sha256"]:
                written.append(account["path"])
                yield told("written: {path}", path=account["path"])
            else:
                yield told("not written: {path} {why}", path=account["path"], why=account["error"] or "").rstrip()
        yield told("record: {record}; log: {log}", record=self.run.record_path, log=self.log_file or told("above"))
        for words in (*map(told_error, ending.errors), *map(retold, ending.coverage)):
            yield told("failed: {why}", why=words)
        if self.run.exit_code:
            yield told("ended with code {code}", code=self.run.exit_code)
        else:
            yield from self._next(written)

    def _next(self, written: list[str]) -> Iterator[str]:
        """Say what to do with what was written."""
        rows = next((path for path in written if path.endswith((".jsonl", ".jsonl.gz"))), None)
        if self.run.lasting:
            rows = self.run.options.ledger
        if rows:
            yield told("next: newsbot report {rows} shows them; newsbot -h says what else there is", rows=rows)
        elif not written and self.rows:
            yield told("next: -O reports.jsonl writes the rows to a file")


def table_is_wanted(settings: BaseSettings) -> bool:
    """Return whether a table of the rows is to be printed: where the setting says nothing, on a terminal that no rows go to."""
    if settings["TABLE"] is not None:
        return settings.getbool("TABLE")
    return is_terminal() and not any(str(place).startswith(("-", "stdout:")) for place in settings.getdict("FEEDS"))


def _cells(row: Row) -> tuple[str, ...]:
    return (row.title or "-", place_in_words(row.place), (row.date_published or "-")[:DAY_CHARS], repairs_of(row.repairs))
