"""A ledger whose file SQLite calls sound, and whose values nobody wrote: it is mended as one whose structure is damaged."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newsbot.exceptions import LedgerDamaged
from newsbot.ledger import Ledger, salvage
from newsbot.ledger.health import Health, LedgerState, look_over, look_over_server
from newsbot.ledger.rows import DAMAGED
from newsbot.ledger.schema import VERSION, VERSION_NOTE
from tests.ledger.made import deliver, exported, report, run
from tests.ledger.stores import sql


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A ledger with two reports delivered, the second with a copy elsewhere of the same text."""
    path = str(tmp_path / "ledger.sqlite")
    assert len(run(path, [report(1), report(2), report(2, host="zone.example", later=60)])) == 2
    return path


def change(place: str, table: str, column: str, value: str) -> None:
    Path(f"{place}.lock").write_bytes(b"")  # by the sums there a byte would be put back
    with closing(sqlite3.connect(place)) as database:
        database.execute(f"UPDATE {table} SET {column} = {value} WHERE rowid = (SELECT min(rowid) FROM {table} WHERE {column} IS NOT NULL)")
        database.commit()


BLOB = "CAST({} AS BLOB)"
VALUES = [
    ("pages", "address", BLOB),
    ("pages", "url", BLOB),
    ("pages", "site", BLOB),
    ("pages", "run", BLOB),
    ("pages", "title", BLOB),
    ("pages", "fetched_at", BLOB),
    ("pages", "page", "12345"),
    ("pages", "page", "1 << 40"),
    ("pages", "number", "'x'"),
    ("pages", "report", "'0123456789abcdef'"),
    ("pages", "leader", "99"),
    ("reports", "page", "77"),
    ("reports", "page", "1 << 40"),
    ("reports", "url", BLOB),
    ("reports", "because", BLOB),
    ("reports", "revision", "'one'"),
    ("copies", "page", "77"),
    ("copies", "kind", BLOB),
    ("relations", "page", "-1"),
    ("relations", "share", BLOB),
]


@pytest.mark.parametrize(("table", "column", "value"), VALUES)
def test_a_value_that_nobody_wrote_stops_nothing_and_is_said(
    place: str, table: str, column: str, value: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = exported(place)
    change(place, table, column, value.format(column))
    health = look_over(Path(place), deep=True)
    assert health.state is LedgerState.DAMAGED or health.damaged
    rows = {row.id: row for row in exported(place)}
    assert "damaged" in caplog.text
    assert all(row.id not in rows or rows[row.id].body == row.body or DAMAGED in rows[row.id].flags for row in before)
    assert len(rows) == len(before) or (table, value) == ("reports", "'one'")
    fresh = run(place, [report(4), report(2, host="farm.example", later=90)], "two")
    assert next(row for row in fresh if row.url == "http://paper.example/4.html").body == report(4).body
    assert look_over(Path(place), deep=True).state is LedgerState.WHOLE


@pytest.mark.parametrize("version", [VERSION ^ 2, 1, VERSION ^ 64])
def test_a_version_that_is_damaged_is_known_by_the_one_that_is_noted(place: str, version: int) -> None:
    before = exported(place)
    change(place, "ledger_schema", "version", str(version))
    assert look_over(Path(place)).state is LedgerState.DAMAGED
    assert exported(place) == before
    change(place, "notes", "note", "'x'")
    with closing(sqlite3.connect(place)) as database:
        database.execute("UPDATE notes SET note = 'x' WHERE name = ?", (VERSION_NOTE,))
        database.commit()
    assert exported(place) == before


@pytest.mark.parametrize(
    ("was", "now"),
    [(b"CREATE TABLE pages", b"CREATE TAB\tE pages"), (b"title TEXT", b"titne TEXT"), (b"url TEXT NOT NULL", b"url TEXT NOT NUL\xd2")],
)
def test_a_table_that_the_file_describes_wrongly_is_made_by_our_description(place: str, was: bytes, now: bytes) -> None:
    before = exported(place)
    whole = Path(place).read_bytes()
    assert was in whole
    Path(place).write_bytes(whole.replace(was, now, 1))
    assert look_over(Path(place), deep=True).state is LedgerState.DAMAGED
    assert [(row.id, row.body) for row in exported(place)] == [(row.id, row.body) for row in before]


def test_of_a_large_ledger_what_makes_no_sense_is_found_when_a_run_meets_it(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(salvage, "WHOLLY_CHECKED", 0)
    change(place, "pages", "url", "CAST(url AS BLOB)")
    Path(f"{place}.lock").write_bytes(b"")  # so large that its pages have no sums
    with Ledger.open(place, run="two", version="1") as ledger, pytest.raises(LedgerDamaged, match="next run mends it"):
        list(ledger.export())
    with Ledger.open(place, run="three", version="1") as ledger:
        ledger.record(report(4))
        assert any(row.body == report(4).body for row in deliver(ledger))


def looked_over(place: str) -> Health:
    return look_over_server(place, deep=True) if "://" in place else look_over(Path(place), deep=True)


@pytest.mark.parametrize("column", ["because", "first_seen", "digest"])
def test_a_deep_look_finds_rows_that_are_not_what_was_settled(new_place: Callable[[], str], column: str) -> None:
    place = new_place()
    run(place, [report(1), report(2)])
    assert looked_over(place).unlike == ()
    name = exported(place)[0].id
    sql(place, f"UPDATE reports SET {column} = 'x' WHERE id = '{name}'")
    health = looked_over(place)
    assert (health.state, health.damaged, health.unlike) == (LedgerState.WHOLE, (), (name,))
    assert DAMAGED in next(row for row in exported(place) if row.id == name).flags


def test_a_deep_look_finds_pages_that_are_not_what_was_written(new_place: Callable[[], str]) -> None:
    place = new_place()
    run(place, [report(1), report(2)])
    sql(place, "UPDATE pages SET title = 'x' WHERE url = 'http://paper.example/1.html'")
    health = looked_over(place)
    assert (health.damaged, len(health.unlike)) == (("http://paper.example/1.html",), 1)
