"""What there is to look at: the valid rows of a ledger or of a file of rows, the texts of copies, and the raw pages in an archive.

Reads only. Rows are plain data, as a line of JSONL holds them.
"""

from __future__ import annotations

import gzip
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from newsbot import __version__
from newsbot.archive.replay import Replay
from newsbot.boilerplate.apart import unpacked
from newsbot.boilerplate.pages import fold_line
from newsbot.exceptions import ArgumentError, ContentDamaged
from newsbot.ledger import Ledger
from newsbot.ledger.boilerplate import furniture_noted
from newsbot.ledger.content import SEALED, unpack
from newsbot.ledger.engine import faults, open_store
from newsbot.ledger.rows import chunks
from newsbot.ledger.schema import outcomes, pages
from newsbot.model import Page
from newsbot.row import plain
from newsbot.said import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, RowMapping

ROW_FILES: Final = (".jsonl", ".jl", ".jsonl.gz")
"""How the name of a file of rows ends; everything else is the address of a ledger."""

Shown = dict[str, Any]
"""A row as plain data."""


@dataclass(slots=True)
class Collection:
    """Rows, and what their ledger knows besides; of a file of rows nothing besides."""

    rows: list[Shown]
    outcomes: dict[str, int] = field(default_factory=dict)
    """How the pages of all runs ended: outcome -> visits."""
    ledger: str | None = None


def read_collection(place: str) -> Collection:
    """Read a ledger, or a file of rows. Raises NewsbotError."""
    if place.endswith(ROW_FILES):
        return Collection(list(rows_of_file(Path(place))))
    with Ledger.open(place, run="look", version=__version__, create=False) as opened:
        rows = [plain(row) for row in opened.export()]
    with _connection(place) as connection:
        query = select(outcomes.c.outcome, func.sum(outcomes.c.visits)).group_by(outcomes.c.outcome)
        counted: dict[str, int] = {name: int(visits) for name, visits in connection.execute(query)}
    return Collection(rows, counted, place)


def rows_of_file(path: Path) -> Iterator[Shown]:
    """Yield the valid rows of a file of JSON lines: the last of an id counts. Raises ArgumentError where it holds none."""
    found: dict[str, Shown] = {}
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                found.pop(row["id"], None)
                if row["status"] == "valid":
                    found[row["id"]] = row
    except OSError as error:
        raise ArgumentError(said("{path} cannot be read ({why}).", path=path, why=error.strerror or error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ArgumentError(
            said("{path} holds no rows of newsbot: every line should be one, as newsbot crawl -O writes them.", path=path)
        ) from error
    yield from found.values()


def texts_of(ledger: str, urls: Iterable[str]) -> dict[str, Shown]:
    """Return what the ledger keeps of pages by their address: title, body and the rest; those it has not are left out."""
    said: dict[str, Shown] = {}
    columns = pages.c[("page", "content", "checksum", *SEALED)]
    with _connection(ledger) as connection:
        for chunk in chunks(urls):
            query = select(*columns).where(pages.c.url.in_(chunk), pages.c.content.is_not(None))
            for row in connection.execute(query).mappings():
                if (content := _content(row)) is not None:
                    said[row["url"]] = content
    return said


def left_out_at(ledger: str, url: str) -> list[tuple[str, str, int]]:
    """Return what the row of a page leaves out as its site prints it elsewhere: the text, the rule, and in how many texts it stood."""
    columns = pages.c[("page", "content", "checksum", "left_out", *SEALED)]
    with _connection(ledger) as connection:
        row = connection.execute(select(*columns).where(pages.c.url == url, pages.c.left_out.is_not(None))).mappings().first()
        content = _content(row) if row else None
        if row is None or content is None:
            return []
        left, noted = unpacked(row["left_out"]), furniture_noted(connection, row["site"])
        printed = [(content["body"][n], fold_line(content["body"][n]), rule) for n, rule in left.lines if n < len(content["body"])]
        printed += [(left.end[0], left.end[0], left.end[1])] if left.end else []
        return [(text, rule, noted[known][1] if known in noted else 0) for text, known, rule in printed]


def raw_pages(archives: Sequence[Path], urls: Iterable[str]) -> Iterator[Page]:
    """Yield the pages of archives that stand at these addresses. Raises NewsbotError where there is no archive."""
    wanted = set(urls)
    for found in Replay(list(archives)):
        if isinstance(found, Page) and found.url in wanted:
            yield found


def _content(row: RowMapping) -> Shown | None:
    try:
        report, _ = unpack(row)
    except ContentDamaged:
        return None
    return report.to_dict()


@contextmanager
def _connection(place: str) -> Iterator[Connection]:
    """Open a ledger to read from it; its lock is held meanwhile."""
    with faults(place):
        store = open_store(place, create=False)
        try:
            with store.engine.connect() as connection:
                yield connection
        finally:
            store.close()
