from types import SimpleNamespace
from typing import Any

import pytest

from newsbot.ledger import Ledger
from newsbot.model import Page, Report
from newsbot.output.files import WholeFile
from newsbot.run.delivery import DeliveryNote, PlacedOutput, note_beside


def owed_rows(folder, run="next"):
    with Ledger.open(str(folder / "ledger.sqlite"), run=run, version="1", reposts=False) as ledger:
        ledger.settle()
        return [(row.id, row.revision) for row in ledger.rows()]


@pytest.fixture
def rows(tmp_path):
    """Two rows that the ledger owes."""
    with Ledger.open(str(tmp_path / "ledger.sqlite"), run="first", version="1", reposts=False) as ledger:
        for number in (1, 2):
            ledger.record(
                Report(Page(f"http://a.test/{number}", b"x"), "utf-8", "0" * 64, site="a.test", title=f"title {number}", body=["text"])
            )
        ledger.settle()
        return [(row.id, row.revision) for row in ledger.rows()]


@pytest.fixture
def note(tmp_path):
    return DeliveryNote(tmp_path / "ledger.sqlite.delivery")


def place(note, path, rows, *, append, waiting=0, dies_before_the_rename=False):
    file = WholeFile(path, append=append)
    file.write(b"".join(b"%s\n" % name.encode() for name, _ in rows))
    note.rows(rows)
    note.file(PlacedOutput(str(path), append, file.size, file.sha256, waiting))
    if dies_before_the_rename:
        file.fail(ValueError("dead"))
    else:
        file.commit()


def mark(folder, rows):
    with Ledger.open(str(folder / "ledger.sqlite"), run="first", version="1", reposts=False) as ledger:
        ledger.delivered(rows)


def settle(folder, note):
    with Ledger.open(str(folder / "ledger.sqlite"), run="second", version="1", reposts=False) as ledger:
        return note.settle(ledger)


def test_without_a_note_nothing_changes(tmp_path, rows, note):
    assert settle(tmp_path, note) is False
    assert owed_rows(tmp_path) == rows


@pytest.mark.parametrize("marked", [True, False])
def test_rows_that_were_appended_are_not_written_again(tmp_path, rows, note, marked):
    place(note, tmp_path / "out", rows, append=True)
    if marked:
        mark(tmp_path, rows)
    assert settle(tmp_path, note) is True
    assert owed_rows(tmp_path) == []
    assert not note.place.exists()


def test_others_may_have_appended_since(tmp_path, rows, note):
    place(note, tmp_path / "out", rows, append=True)
    with (tmp_path / "out").open("ab") as file:
        file.write(b"more\n")
    settle(tmp_path, note)
    assert owed_rows(tmp_path) == []


def test_rows_that_did_not_get_into_the_file_are_owed(tmp_path, rows, note):
    place(note, tmp_path / "out", rows, append=True, dies_before_the_rename=True)
    settle(tmp_path, note)
    assert owed_rows(tmp_path) == rows


@pytest.mark.parametrize("marked", [True, False])
def test_rows_in_a_file_that_the_next_run_replaces_are_owed_again(tmp_path, rows, note, marked):
    place(note, tmp_path / "out", rows, append=False)
    if marked:
        mark(tmp_path, rows)
    settle(tmp_path, note)
    assert owed_rows(tmp_path) == rows


def test_rows_are_owed_while_a_second_file_waits_for_them(tmp_path, rows, note):
    place(note, tmp_path / "one", rows, append=True, waiting=1)
    settle(tmp_path, note)
    assert owed_rows(tmp_path) == rows


def test_only_the_rows_of_files_that_stand_count(tmp_path, rows, note):
    place(note, tmp_path / "batch-1", rows[:1], append=True)
    place(note, tmp_path / "batch-2", rows[1:], append=True, dies_before_the_rename=True)
    settle(tmp_path, note)
    assert owed_rows(tmp_path) == rows[1:]


def test_a_note_that_was_torn_while_it_was_written_counts_as_far_as_it_is_whole(tmp_path, rows, note):
    place(note, tmp_path / "out", rows, append=True)
    whole = note.place.read_bytes()
    with Ledger.open(str(tmp_path / "ledger.sqlite"), run="second", version="1", reposts=False) as ledger:
        for length in range(len(whole)):
            note.place.write_bytes(whole[:length])
            note.settle(ledger)
            assert [(row.id, row.revision) for row in ledger.rows()] == rows
    assert owed_rows(tmp_path) == rows


def test_the_note_lies_beside_the_ledger(tmp_path):
    records = tmp_path / "runs"
    places = [note_beside(address, records, "r") for address in ("a/b.sqlite", "sqlite:///a/b.sqlite", "postgresql://me:secret@host/name")]
    assert [str(note.place) for note in places[:2] if note] == ["a/b.sqlite.delivery"] * 2
    assert places[2] is not None
    assert places[2].place.parent == records
    assert "secret" not in str(places[2].place)
    assert note_beside("sqlite://", records, "r") is None


def test_a_note_that_is_damaged_is_kept_aside_and_what_it_says_before_is_settled(tmp_path, caplog):
    note = DeliveryNote(tmp_path / "x.delivery")
    note.rows([("a" * 16, 1)])
    with note.place.open("a", encoding="utf-8") as file:
        file.write("\0\0 rubbish\n")
    told: list[tuple[str, list[tuple[str, int]]]] = []
    ledger: Any = SimpleNamespace(
        owed=lambda rows: told.append(("owed", list(rows))), delivered=lambda rows: told.append(("delivered", list(rows)))
    )
    assert note.settle(ledger)
    assert told == [("delivered", [])]
    assert not note.place.exists()
    assert (tmp_path / "x.delivery.damaged").exists()
    assert "damaged" in caplog.text
