"""A ledger of an earlier version opens, and says what it said."""

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newsbot.ledger import Ledger
from newsbot.ledger.schema import VERSION, metadata
from newsbot.output.lines import line
from tests.ledger.made import deliver, report

VERSION_1 = Path(__file__).parent / "version1"


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A ledger of version 1, see version1/README.md."""
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(gzip.decompress((VERSION_1 / "ledger.sqlite.gz").read_bytes()))
    return str(path)


def exported(place: str) -> list[dict[str, Any]]:
    with Ledger.open(place, run="now", version="2") as ledger:
        return [json.loads(line(row)) for row in ledger.export()]


def as_said(now: Any, before: Any) -> Any:
    """Return the row of today without the keys that rows had not then."""
    if isinstance(before, dict):
        return {name: as_said(now[name], value) for name, value in before.items()}
    return now


def test_every_row_of_an_old_ledger_says_what_it_said(place: str) -> None:
    said = [json.loads(text) for text in gzip.decompress((VERSION_1 / "export.jsonl.gz").read_bytes()).decode().splitlines()]
    rows = exported(place)
    assert len(rows) == len(said) == 5
    assert [as_said(row, old) for row, old in zip(rows, said, strict=True)] == said
    assert [len(row["copies"]) for row in rows] == [row["copies_count"] for row in rows]
    assert sum(row["copies_count"] for row in rows) == 2
    assert {(row["date_modified"], row["confidence"]["title"], *row["repairs"]["open"]) for row in rows} == {(None, None)}


def test_an_old_ledger_has_the_tables_of_today_once_it_was_opened(place: str, tmp_path: Path) -> None:
    exported(place)
    exported(str(tmp_path / "new.sqlite"))
    shapes = []
    for path in (place, str(tmp_path / "new.sqlite")):
        with closing(sqlite3.connect(path)) as database:
            tables = {table: {tuple(row[1:4]) for row in database.execute(f"PRAGMA table_info({table})")} for table in metadata.tables}
            indexes = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
            (version,) = database.execute("SELECT version FROM ledger_schema").fetchone()
            shapes.append((tables, indexes, version))
    assert shapes[0] == shapes[1]
    assert shapes[0][2] == VERSION


def test_nothing_of_an_old_ledger_is_delivered_again_and_new_pages_join_it(place: str) -> None:
    with Ledger.open(place, run="now", version="0.1.0") as ledger:
        ledger.record(report(1))
        assert [row.url for row in deliver(ledger)] == ["http://paper.example/1.html"]


@pytest.mark.parametrize("damage", ["", "UPDATE gram_parts SET postings = substr(postings, 1, length(postings) - 2)"])
def test_copies_of_what_an_old_ledger_has_are_found_in_its_index(place: str, tmp_path: Path, damage: str) -> None:
    read = tmp_path / "read.sqlite"
    read.write_bytes(Path(place).read_bytes())
    known = next(row for row in exported(str(read)) if not row["copies_count"])
    with closing(sqlite3.connect(place)) as database:
        database.executescript(damage)
    with Ledger.open(place, run="now", version="2") as ledger:
        paragraphs = [*known["body"], "本网站为非营利性网站，转载本文旨在与读者分享。"]
        ledger.record(report(1, host="zone.example", title=known["title"], paragraphs=paragraphs))
        assert [(row.id, row.copies_count) for row in deliver(ledger)] == [(known["id"], 1)]


def test_why_a_page_gave_no_report_is_a_sentence_still(place: str) -> None:
    with closing(sqlite3.connect(place)) as database:
        database.execute("UPDATE pages SET outcome = 'off_topic', reason = 'score 1: no' WHERE page = 1")
        database.commit()
    exported(place)
    with closing(sqlite3.connect(place)) as database:
        assert database.execute("SELECT reason, detail FROM pages WHERE page = 1").fetchall() == [("", "score 1: no")]
