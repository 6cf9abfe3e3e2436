import fcntl
import json
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsbot import Page, __version__
from newsbot.commands.doctor import Finding, examine
from newsbot.ledger import Ledger
from newsbot.model import CHINA, Outcome, Reason, Rejection
from tests.ledger.made import report

NOW = datetime(2024, 5, 6, 9, 0, tzinfo=CHINA)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "l.sqlite"
    with Ledger.open(str(path), run="r", version=__version__) as opened:
        opened.record(Rejection(Page("http://a.test/1", b"", fetched_at=NOW), Outcome.OFF_TOPIC, Reason.LOW_SCORE))
    return path


def found(path: Path, now: datetime = NOW) -> dict[str, Finding]:
    return {each.what: each for each in examine(str(path), path.parent / "runs", str(path.parent / "archive"), now)}


def test_a_ledger_in_order_is_well(ledger):
    said = found(ledger)
    assert said["ledger"].words == "whole, 1 pages"
    assert {what for what, each in said.items() if each.code} == set()
    assert str(said["ledger"]).startswith("ok ")


def test_nothing_is_made_or_changed(ledger):
    before = {path: path.stat().st_mtime_ns for path in ledger.parent.rglob("*") if path.is_file()}
    found(ledger)
    assert before == {path: path.stat().st_mtime_ns for path in ledger.parent.rglob("*") if path.is_file()}


def test_before_the_first_run_there_is_no_ledger_and_that_is_no_fault(tmp_path):
    said = found(tmp_path / "none.sqlite")
    assert said["ledger"].code is None
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("damage", [b"this is no database, whatever it is called", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_ledger_is_seen(ledger, damage):
    ledger.write_bytes(damage)
    assert found(ledger)["ledger"].code == 74


def test_damage_inside_is_seen(ledger):
    content = bytearray(ledger.read_bytes())
    for start in range(4096 * 3, len(content), 4096):
        content[start : start + 64] = b"\xff" * 64
    ledger.write_bytes(content)
    assert found(ledger)["ledger"].code == 74


def test_a_page_that_is_not_what_was_written_is_named_by_a_deep_look(ledger):
    with Ledger.open(str(ledger), run="r", version=__version__) as opened:
        opened.record(report(7))
    with sqlite3.connect(ledger) as connection:
        connection.execute("UPDATE pages SET title = 'another' WHERE content IS NOT NULL")
    connection.close()
    assert "pages" not in found(ledger)
    deep = {each.what: each for each in examine(str(ledger), ledger.parent / "runs", "", NOW, deep=True)}
    assert deep["pages"].code == 74
    assert "http://paper.example/7.html" in deep["pages"].words


def test_a_ledger_of_a_newer_version_is_named(ledger):
    with sqlite3.connect(ledger) as connection:
        connection.execute("UPDATE ledger_schema SET version = 999")
    connection.close()
    assert found(ledger)["ledger"].code == 2


def test_a_ledger_at_work_is_left_alone(ledger):
    with ledger.with_name("l.sqlite.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "at work" in found(ledger)["ledger"].words


def test_a_clock_that_runs_behind_is_seen(ledger):
    assert found(ledger, NOW - timedelta(days=2))["clock"].code == 2
    assert found(ledger, NOW + timedelta(days=2))["clock"].code == 0


def test_a_full_disk_is_seen(ledger, monkeypatch):
    monkeypatch.setattr("newsbot.commands.doctor.shutil.disk_usage", lambda _: type("Usage", (), {"free": 1 << 20}))
    assert found(ledger)["disk"].code == 74


def test_a_folder_that_cannot_be_written_is_named(ledger, tmp_path):
    (tmp_path / "data" / "runs").write_text("a file where the folder should be")
    assert found(ledger)["run records"].code == 73


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (json.dumps({"last_good_end": "2024-05-06T03:00:00+08:00", "exit_code": 0}), "last good run ended 2024-05-06 03:00"),
        (json.dumps({"last_good_end": "2024-05-01T03:00:00+08:00", "exit_code": 69}), "ended with code 69"),
        (json.dumps({"last_good_end": None, "exit_code": None}), "since ever"),
        ("{", "cannot be read"),
    ],
)
def test_the_sign_of_life_is_read(ledger, text, words):
    ledger.with_name("l.sqlite.heartbeat").write_text(text)
    assert words in found(ledger)["heartbeat"].words


def test_what_the_last_live_run_left_open_is_worth_a_look(ledger):
    runs = ledger.parent / "runs"
    runs.mkdir(exist_ok=True)
    whole = {"known": 3, "read": 2, "owed": 0, "lost": {"headline": 1}}
    part = {"known": 9, "read": 4, "owed": 5, "lost": {}, "sitemap": {"names": 9, "read": 4, "owed": 5}}
    (runs / "20240501T000000Z-aaaaaa.json").write_text(
        json.dumps({"sources": {"a": {"report": 2, "addresses": whole}, "b.test": {"addresses": part}}})
    )
    (runs / "replay-x.json").write_text(json.dumps({"sources": {"a": {"report": 2}}}))
    said = found(ledger)
    assert said["source a"].code == 0
    assert said["source b.test"].code is None
    assert "5 owed to the next run; sitemap names 9: 4 read, 5 open" in said["source b.test"].words
