"""A ledger whose maker died before its tables stood."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsbot.ledger import Ledger


@pytest.fixture
def unborn(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA page_size=8192")
        database.execute("PRAGMA journal_mode=WAL")
    assert path.stat().st_size == 8192
    return path


def test_a_ledger_that_was_never_finished_is_made_by_the_next_run(unborn: Path) -> None:
    with Ledger.open(str(unborn), run="one", version="1") as ledger:
        assert list(ledger.export()) == []


def test_one_that_lost_all_that_was_committed_is_made_anew_and_says_so(unborn: Path, caplog: pytest.LogCaptureFixture) -> None:
    header = b"\x37\x7f\x06\x82" + (3007000).to_bytes(4, "big") + (8192).to_bytes(4, "big") + bytes(20)
    frame = (1).to_bytes(4, "big") + (1).to_bytes(4, "big") + bytes(16 + 8192)
    unborn.with_name("ledger.sqlite-wal").write_bytes(header + frame)
    with Ledger.open(str(unborn), run="one", version="1") as ledger:
        assert list(ledger.export()) == []
    assert "The log of the ledger" in caplog.text
    assert unborn.with_name("ledger.sqlite-wal.damaged").exists()
