"""A ledger that was damaged on its disk: what is lost is said, what is not lost goes on, and a page that is read again is whole again."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsbot.exceptions import LedgerDamaged
from newsbot.ledger import Ledger, salvage
from newsbot.ledger.closed import AsClosed, as_closed, leave_as_closed
from newsbot.ledger.health import LedgerState, look_over
from newsbot.ledger.rows import DAMAGED
from newsbot.model import Outcome
from newsbot.row import Row
from tests.ledger.made import deliver, report


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A ledger with two reports delivered, the second with a copy elsewhere."""
    path = str(tmp_path / "ledger.sqlite")
    with Ledger.open(path, run="one", version="1", topic="any") as ledger:
        ledger.record(report(1))
        ledger.record(report(2))
        ledger.record(report(2, host="zone.example", later=60))
        assert len(deliver(ledger)) == 2
    return path


def damage(place: str, url: str, column: str = "content") -> None:
    Path(f"{place}.lock").write_bytes(b"")  # by the sums there the byte would be put back
    with closing(sqlite3.connect(place)) as database:
        ((found,),) = database.execute(f"SELECT {column} FROM pages WHERE url = ?", (url,)).fetchall()
        if isinstance(found, str):
            other: str | bytes = found[:-1] + ("甲" if found[-1] != "甲" else "乙")
        else:
            other = found[:40] + bytes([found[40] ^ 4]) + found[41:]
        database.execute(f"UPDATE pages SET {column} = ? WHERE url = ?", (other, url))
        database.commit()


def exported(place: str) -> dict[str, Row]:
    with Ledger.open(place, run="export", version="1", topic="any") as ledger:
        return {row.url: row for row in ledger.export()}


@pytest.mark.parametrize("column", ["content", "title", "title_raw", "content_sha256"])
def test_one_damaged_page_stops_no_other(place: str, column: str, caplog: pytest.LogCaptureFixture) -> None:
    damage(place, "http://paper.example/1.html", column)
    rows = exported(place)
    assert "1 pages of the ledger" in caplog.text
    assert rows["http://paper.example/2.html"].body
    lost = rows["http://paper.example/1.html"]
    assert (lost.flags, lost.body, lost.title) == ([DAMAGED], [], None)


def test_a_damaged_page_is_asked_for_again_and_has_its_id_then(place: str) -> None:
    before = exported(place)["http://paper.example/1.html"]
    damage(place, before.url)
    exported(place)
    with Ledger.open(place, run="two", version="1", topic="any") as ledger:
        assert not ledger.done(before.url)
        assert ledger.done("http://paper.example/2.html")
        ledger.record(report(1))
        (after,) = deliver(ledger)
    assert (after.id, after.revision, after.body, after.flags) == (before.id, 2, before.body, [])
    assert exported(place)[before.url] == after


def test_an_index_that_is_damaged_is_made_anew(place: str) -> None:
    with closing(sqlite3.connect(place)) as database:
        database.execute("UPDATE gram_parts SET postings = substr(postings, 1, length(postings) - 2)")
        database.commit()
    with Ledger.open(place, run="two", version="1", topic="any") as ledger:
        ledger.record(report(1, host="farm.example", later=90))
        (row,) = deliver(ledger)
        assert row.copies_count == 1


def test_another_copy_stands_for_a_report_whose_page_is_damaged(place: str) -> None:
    before = exported(place)["http://paper.example/2.html"]
    damage(place, before.url)
    exported(place)
    with Ledger.open(place, run="two", version="1", topic="any") as ledger:
        (row,) = deliver(ledger)
        assert (row.id, row.url, row.copies) == (before.id, "http://zone.example/2.html", [])
        assert row.body == before.body


def test_a_new_copy_of_a_damaged_page_is_settled(place: str) -> None:
    damage(place, "http://paper.example/1.html")
    with Ledger.open(place, run="two", version="1", topic="any") as ledger:
        ledger.record(report(1, host="farm.example", later=90))
        ledger.record(report(3))
        assert {row.url for row in deliver(ledger)} >= {"http://paper.example/3.html", "http://farm.example/1.html"}
        assert ledger.outcomes() == {Outcome.REPORT: 2}


def test_what_was_found_of_a_damaged_page_is_kept_apart(place: str) -> None:
    damage(place, "http://paper.example/1.html")
    exported(place)
    with closing(sqlite3.connect(place)) as database:
        assert database.execute("SELECT address, length(content) > 100 FROM damaged").fetchall() == [("http://paper.example/1.html", 1)]
        query = "SELECT outcome, reason FROM pages WHERE url = 'http://paper.example/1.html'"
        assert database.execute(query).fetchall() == [("failed", "ledger_damaged")]


def test_a_deep_look_finds_what_the_database_does_not(place: str) -> None:
    assert look_over(Path(place), deep=True).damaged == ()
    damage(place, "http://paper.example/1.html")
    assert look_over(Path(place)).state is LedgerState.WHOLE
    assert look_over(Path(place), deep=True).damaged == ("http://paper.example/1.html",)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("reports", "because", "[]"),
        ("reports", "status", "valie"),
        ("reports", "first_seen", "2024-05-01T02:00:03+08:00"),
        ("reports", "digest", "0"),
        ("copies", "similarity", 0.5),
        ("copies", "kind", "digest"),
        ("pages", "first_seen", "2020-05-01T02:00:03+08:00"),
        ("pages", "run", "two"),
    ],
)
def test_whatever_a_row_is_made_of_is_held_to_what_was_settled(
    place: str, table: str, column: str, value: object, caplog: pytest.LogCaptureFixture
) -> None:
    before = exported(place)
    assert not any(row.flags for row in before.values())
    with closing(sqlite3.connect(place)) as database:
        database.execute(f"UPDATE {table} SET {column} = ?", (value,))
        database.commit()
    after = exported(place)
    assert len(after) == 2
    assert any(DAMAGED in row.flags for row in after.values())
    assert "are damaged" in caplog.text
    with Ledger.open(place, run="next", version="1", topic="any") as ledger:
        deliver(ledger)
    if table == "reports" and column != "first_seen":  # what follows from the pages is made anew
        assert exported(place) == before


PAGE = 8192


def break_page(place: str, name: str) -> bytes:
    """Put zeros in the place of the root page of a table or index; return the file as it was."""
    whole = Path(place).read_bytes()
    with closing(sqlite3.connect(place)) as database:
        ((root,),) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchall()
    Path(place).write_bytes(whole[: (root - 1) * PAGE] + bytes(PAGE) + whole[root * PAGE :])
    return whole


def flipped(whole: bytes, seed: int) -> bytes:
    """The bytes with one bit flipped: anywhere, in the header, where a page says what it holds; or with a page of zeros."""
    draw, bits = random.Random(seed), bytearray(whole)
    page = draw.randrange(len(whole) // PAGE) * PAGE
    if seed % 4 == 3:
        return bytes(bits[:page] + bytes(PAGE) + bits[page + PAGE :])
    bits[[draw.randrange(len(whole)), draw.randrange(100), page + draw.randrange(40)][seed % 4]] ^= 1 << draw.randrange(8)
    return bytes(bits)


@pytest.mark.parametrize("seed", range(32))
def test_a_bit_that_flips_anywhere_stops_nothing_and_is_said(place: str, seed: int, caplog: pytest.LogCaptureFixture) -> None:
    before = exported(place)
    Path(place).write_bytes(flipped(Path(place).read_bytes(), seed))
    rows = exported(place)
    for url, row in before.items():
        assert (url in rows and rows[url].body == row.body) or any(DAMAGED in one.flags for one in rows.values()) or caplog.records
    with Ledger.open(place, run="two", version="1", topic="any") as ledger:
        ledger.record(report(2, host="farm.example", later=90))
        ledger.record(report(4))
        rows |= {row.url: row for row in deliver(ledger)}
        assert rows["http://paper.example/4.html"].body == report(4).body
    assert all(row.body or DAMAGED in row.flags for row in rows.values())


def test_what_can_be_read_of_a_broken_file_goes_into_a_new_one_and_ids_stay(place: str, caplog: pytest.LogCaptureFixture) -> None:
    before = exported(place)
    whole = break_page(place, "pages")
    rows = exported(place)
    assert "was damaged" in caplog.text
    assert Path(place + ".damaged").stat().st_size == len(whole)
    assert {row.id for row in rows.values()} == {row.id for row in before.values()}
    assert all(row.flags == [DAMAGED] for row in rows.values())
    with Ledger.open(place, run="two", version="1", topic="any") as ledger:
        assert not ledger.done("http://paper.example/1.html")
        for page in (report(1), report(2), report(2, host="zone.example", later=60)):
            ledger.record(page)
        deliver(ledger)
    assert {row.id: row.body for row in exported(place).values()} == {row.id: row.body for row in before.values()}
    assert look_over(Path(place), deep=True).damaged == ()


def test_a_ledger_whose_indexes_are_broken_loses_nothing(place: str, caplog: pytest.LogCaptureFixture) -> None:
    before = exported(place)
    break_page(place, "sqlite_autoindex_pages_1")
    with Ledger.open(place, run="two", version="1", topic="any") as ledger:
        deliver(ledger)
    assert "0 of reports are lost, 0 rows made no sense" in caplog.text
    assert exported(place) == before


def test_reports_that_are_lost_are_made_anew_from_their_pages(place: str) -> None:
    before = exported(place)
    whole = Path(place).read_bytes()
    with closing(sqlite3.connect(place)) as database:
        ((root,),) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'reports'").fetchall()
    Path(place).write_bytes(whole[: (root - 1) * PAGE] + bytes(PAGE) + whole[root * PAGE :])
    with Ledger.open(place, run="two", version="1", topic="any") as ledger:
        assert len(deliver(ledger)) == len(before)
    after = exported(place)
    assert {url: (row.id, row.body, row.copies_count) for url, row in after.items()} == {
        url: (row.id, row.body, row.copies_count) for url, row in before.items()
    }


def test_a_file_that_is_no_ledger_is_left_as_it_is(tmp_path: Path) -> None:
    place = tmp_path / "ledger.sqlite"
    place.write_text("a letter" * 9_000)
    with pytest.raises(LedgerDamaged, match="no ledger"):
        Ledger.open(str(place), run="one", version="1")
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")] == ["ledger.sqlite"]
    assert place.read_text() == "a letter" * 9_000


def test_damage_that_a_run_found_is_looked_for_when_a_large_ledger_is_opened_next(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(salvage, "CHECKED", 0)
    whole = Path(place).read_bytes()
    with closing(sqlite3.connect(place)) as database:
        ((root,),) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'reports'").fetchall()
    Path(place).write_bytes(whole[: (root - 1) * PAGE] + bytes([77] * PAGE) + whole[root * PAGE :])
    with pytest.raises(LedgerDamaged):
        exported(place)
    exported(place)
    with Ledger.open(place, run="two", version="1", topic="any") as ledger:
        assert len(deliver(ledger)) == 2


@pytest.mark.parametrize("as_closed", [True, False])
def test_a_large_ledger_that_nobody_wrote_to_since_it_was_closed_is_not_looked_through(
    place: str, monkeypatch: pytest.MonkeyPatch, *, as_closed: bool
) -> None:
    monkeypatch.setattr(salvage, "WHOLLY_CHECKED", 0)
    before = exported(place)
    about, whole = Path(place).stat(), Path(place).read_bytes()
    with closing(sqlite3.connect(f"file:{place}?immutable=1", uri=True)) as database:
        ((root,),) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'reports'").fetchall()
    Path(place).write_bytes(whole[: (root - 1) * PAGE] + bytes([77] * PAGE) + whole[root * PAGE :])
    if as_closed:  # as a disk does that forgets
        os.utime(place, ns=(about.st_atime_ns, about.st_mtime_ns))
        with pytest.raises(LedgerDamaged):  # found where it is met
            exported(place)
    exported(place)
    with Ledger.open(place, run="two", version="1", topic="any") as ledger:
        assert len(deliver(ledger)) == len(before)


def test_a_ledger_that_a_killed_process_left_is_looked_through(place: str, tmp_path: Path) -> None:
    lock = os.open(tmp_path / "other", os.O_RDWR | os.O_CREAT)
    path = Path(place)
    assert not as_closed(path, lock).unchanged
    leave_as_closed(path, lock)
    assert as_closed(path, lock).unchanged
    assert as_closed(path, lock) == AsClosed()  # whoever asked did not say that he closed it
    leave_as_closed(path, lock)
    Path(place + "-wal").write_bytes(b"what is not in it yet")
    assert not as_closed(path, lock).unchanged
    os.close(lock)


def test_a_comma_that_is_lost_between_two_columns_loses_nothing(place: str) -> None:
    """The table then has a column less, as those of older versions do."""
    before = exported(place)
    path = Path(place)
    whole = bytearray(path.read_bytes())
    comma = whole.index(b", \n\tseen ")
    whole[comma] ^= 64
    path.write_bytes(whole)
    assert exported(place) == before


def killed(tmp_path: Path) -> str:
    """A ledger of which a run died after some commits: they are in its log."""
    open_one, path = str(tmp_path / "open.sqlite"), str(tmp_path / "killed.sqlite")
    with Ledger.open(open_one, run="one", version="1", topic="any") as ledger:
        for number in (1, 2, 3):
            ledger.record(report(number))
            ledger.commit()
        deliver(ledger)
        for end in ("", "-wal"):
            shutil.copyfile(open_one + end, path + end)
    return path


def test_a_log_that_is_damaged_is_said_and_what_it_held_is_read_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    place = killed(tmp_path)
    whole = Path(place + "-wal").read_bytes()
    file = Path(place).read_bytes()
    assert look_over(Path(place), deep=True).state is LedgerState.WHOLE
    draw = random.Random(1)
    frame = 24 + 8192
    last = 32 + (len(whole) - 32) // frame * frame - frame
    bits = [
        *range(0, 32 * 8, 7),
        *(32 * 8 + draw.randrange(24 * 8) for _ in range(6)),
        *(draw.randrange(8 * (last + frame)) for _ in range(40)),
    ]
    for bit in bits:
        caplog.clear()
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        Path(place).write_bytes(file)
        Path(place + "-wal").write_bytes(damaged)
        if 8 * 12 <= bit < 8 * 16:
            continue  # the number of the log, which nothing is held to but its sum
        assert look_over(Path(place)).state is LedgerState.CUT_SHORT, bit
        with Ledger.open(place, run="two", version="1", topic="any") as ledger:
            assert "The log of the ledger" in caplog.text
            for number in (1, 2, 3):
                if not ledger.done(report(number).page.url):
                    ledger.record(report(number))
            deliver(ledger)
            assert len(list(ledger.export())) == 3
        assert look_over(Path(place), deep=True).state is LedgerState.WHOLE


def test_a_log_whose_end_was_not_written_is_no_damage(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A run that dies in the middle of a transaction leaves pages without its end, a part of one, and what was there before."""
    place = killed(tmp_path)
    log = Path(place + "-wal")
    whole = log.read_bytes()
    older = bytes(whole[32 : 32 + 24 + 8192])
    for end in (b"", whole[32:90], older[:8] + b"other salts 1234" + older[24:], bytes(24 + 8192)):
        log.write_bytes(whole + end)
        assert look_over(Path(place)).state is LedgerState.WHOLE, len(end)
        with Ledger.open(place, run="two", version="1", topic="any") as ledger:
            assert ledger.done(report(3).page.url)
        assert "The log" not in caplog.text
        place = killed(tmp_path)
