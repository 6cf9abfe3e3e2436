"""What a run leaves for the next one: outcomes, rows, what was delivered, and who may hold the ledger."""

import subprocess
import sys
from pathlib import Path

import pytest

from newsbot.exceptions import ArgumentError, LedgerBusy, LedgerDamaged, LedgerTooNew, OutputNotCreated
from newsbot.ledger import Ledger
from newsbot.ledger import schema as schema_module
from newsbot.model import Outcome, Page, Reason, Rejection
from tests.ledger.made import NIGHT, body, deliver, gone, report
from tests.ledger.stores import sql


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A ledger that is a file, for what concerns files only."""
    return str(tmp_path / "ledger.sqlite")


def test_a_page_gives_a_row_and_once_delivered_never_again(place: str) -> None:
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1))
        assert ledger.done("https://www.paper.example/1.html?utm_source=wx")
        (row,) = deliver(ledger)
        assert (row.url, row.revision, row.status) == ("http://paper.example/1.html", 1, "valid")
        assert row.chosen_because == ["the only copy"]
        assert list(ledger.rows()) == []
        assert ledger.outcomes() == {Outcome.REPORT: 1}
    with Ledger.open(place, run="two", version="1") as ledger:
        ledger.record(report(1))
        assert deliver(ledger) == []
        assert [valid.id for valid in ledger.export()] == [row.id]


def test_everything_a_page_said_is_in_its_row(place: str) -> None:
    given = report(1, source="人民网-湖南频道", date="2024-04-30T09:00:00+08:00", flags=["truncated"])
    with Ledger.open(place, run="one", version="7") as ledger:
        ledger.record(given)
        (row,) = deliver(ledger)
    assert (row.title, row.body, row.source, row.date_published, row.flags) == (
        given.title,
        given.body,
        given.source,
        given.date_published,
        given.flags,
    )
    assert (row.provenance.run, row.provenance.version, row.fetched_at) == ("one", "7", "2024-05-01T02:00:01+08:00")


def test_text_that_no_database_takes_does_no_harm(place: str) -> None:
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1, title="半个\ud83d字符和\0", paragraphs=["正文\udc00里也有。"]))
        ledger.record(gone("http://x.example/\ud800", Outcome.FAILED, "\0"))
        (row,) = deliver(ledger)
    assert row.title == "半个?字符和\ufffd"
    assert row.body == ["正文\udc00里也有。"]


def test_rows_that_never_reached_the_disk_come_with_the_next_run(place: str) -> None:
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1))
    with Ledger.open(place, run="two", version="1") as ledger:
        ledger.settle()
        assert [row.provenance.run for row in ledger.rows()] == ["one"]


def test_rows_may_be_owed_again_and_are_then_the_same(place: str) -> None:
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1))
        before = deliver(ledger)
        ledger.owed([(row.id, row.revision) for row in before])
    with Ledger.open(place, run="two", version="1") as ledger:
        assert deliver(ledger) == before


def test_a_page_fetched_again_unchanged_changes_nothing(place: str) -> None:
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1))
        deliver(ledger)
    with Ledger.open(place, run="two", version="1") as ledger:
        ledger.record(report(1, later=86_400))
        assert deliver(ledger) == []


def test_a_page_that_changed_gives_the_next_revision(place: str) -> None:
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1))
        (first,) = deliver(ledger)
    with Ledger.open(place, run="two", version="1") as ledger:
        ledger.record(report(1, later=86_400, paragraphs=[*body(1), "更正：以上数字截至四月底。"]))
        (second,) = deliver(ledger)
    assert (second.id, second.revision, second.body[-1]) == (first.id, 2, "更正：以上数字截至四月底。")


def test_a_page_with_other_bytes_that_says_the_same_changes_nothing(place: str) -> None:
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1))
        (row,) = deliver(ledger)
    with Ledger.open(place, run="two", version="1") as ledger:
        again = report(1, flags=["noindex"])
        again.content_sha256, again.date_modified = "f" * 64, "2030-01-01T00:00:00+08:00"
        ledger.record(again)
        assert deliver(ledger) == []
        assert next(ledger.export()).provenance.content_sha256 == row.provenance.content_sha256


def test_a_page_that_was_deleted_says_so_in_its_row_until_it_is_there_again(place: str) -> None:
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1))
        (row,) = deliver(ledger)
        assert ledger.reported(row.url)
    with Ledger.open(place, run="two", version="1") as ledger:
        ledger.gone(row.url, NIGHT)
        ledger.gone("http://nobody.example/", NIGHT)
        (deleted,) = deliver(ledger)
        assert (deleted.id, deleted.revision, deleted.gone_since) == (row.id, 2, NIGHT.isoformat(timespec="seconds"))
        ledger.gone(row.url, NIGHT)
        assert deliver(ledger) == []
    with Ledger.open(place, run="three", version="1") as ledger:
        ledger.record(report(1))
        (back,) = deliver(ledger)
        assert (back.revision, back.gone_since, back.body) == (3, None, row.body)


def test_outcomes_add_up_to_the_visits(place: str) -> None:
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1))
        ledger.record(report(1))
        ledger.record(report(1, host="farm.example"))
        ledger.record(Rejection(Page("http://paper.example/list", b""), Outcome.LIST_PAGE, Reason.OFFERS_PAGES))
        ledger.record(gone("http://paper.example/x", Outcome.FAILED, "timeout"))
        ledger.settle()
        assert ledger.outcomes() == {Outcome.REPORT: 1, Outcome.MIRROR: 2, Outcome.LIST_PAGE: 1, Outcome.FAILED: 1}
        assert not ledger.done("http://paper.example/list")
        assert not ledger.done("http://paper.example/x")


def test_what_was_left_out_is_done_only_for_runs_that_ask_for_no_more(place: str) -> None:
    with Ledger.open(place, run="one", version="1", topic="civic", since="2024-03-01") as ledger:
        ledger.record(Rejection(Page("http://paper.example/sport", b"", fetched_at=NIGHT), Outcome.OFF_TOPIC, Reason.LOW_SCORE, "football"))
        ledger.record(Rejection(Page("http://paper.example/old", b"", fetched_at=NIGHT), Outcome.TOO_OLD, Reason.BEFORE_SINCE, "2023"))
        assert ledger.done("http://paper.example/sport")
    with Ledger.open(place, run="two", version="1", topic="civic", since="2024-04-01") as ledger:
        assert ledger.done("http://paper.example/sport")
        assert ledger.done("http://paper.example/old")
    with Ledger.open(place, run="three", version="1", topic="any") as ledger:
        assert not ledger.done("http://paper.example/sport")
        assert not ledger.done("http://paper.example/old")


def test_a_failure_does_not_displace_a_report(place: str) -> None:
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1))
        ledger.record(gone("http://paper.example/1.html", Outcome.FAILED, "timeout"))
        assert len(deliver(ledger)) == 1
        assert ledger.done("http://paper.example/1.html")


def test_without_repost_detection_every_page_is_a_report(place: str) -> None:
    with Ledger.open(place, run="one", version="1", reposts=False) as ledger:
        ledger.record(report(1))
        ledger.record(report(1, host="farm.example"))
        assert len(deliver(ledger)) == 2


def test_a_private_ledger_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with Ledger.open(None, run="one", version="1") as ledger:
        ledger.record(report(1))
        assert len(deliver(ledger)) == 1
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------------- who may open it


def test_the_second_run_is_sent_away_by_whatever_name_it_calls_the_ledger(file: str, tmp_path: Path) -> None:
    (tmp_path / "link.sqlite").symlink_to(file)
    with Ledger.open(file, run="one", version="1"):
        for name in (file, str(tmp_path / "link.sqlite"), f"sqlite:///{file}"):
            with pytest.raises(LedgerBusy, match="Another run") as refusal:
                Ledger.open(name, run="two", version="1")
            assert refusal.value.exit_code == 75


def test_the_lock_dies_with_its_process_and_what_was_committed_stays(place: str) -> None:
    program = (
        "import os, sys\n"
        "from newsbot.ledger import Ledger\n"
        "from newsbot.model import Outcome, Page, Reason, Rejection\n"
        "ledger = Ledger.open(sys.argv[1], run='one', version='1')\n"
        "ledger.record(Rejection(Page('http://paper.example/committed', b''), Outcome.SPAM, Reason.MOSTLY_SPAM))\n"
        "ledger.commit()\n"
        "ledger.record(Rejection(Page('http://paper.example/waiting', b''), Outcome.SPAM, Reason.MOSTLY_SPAM))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", program, place], check=False).returncode == -9
    with Ledger.open(place, run="two", version="1") as ledger:
        assert ledger.done("http://paper.example/committed")
        assert not ledger.done("http://paper.example/waiting")


def test_a_damaged_end_of_the_write_ahead_log_costs_only_what_was_not_committed(file: str) -> None:
    ledger = Ledger.open(file, run="one", version="1")
    ledger.record(gone("http://paper.example/one"))
    ledger.commit()
    log = Path(file + "-wal")
    kept = {name: Path(file + name).read_bytes() for name in ("", "-wal")}
    ledger.close()
    Path(file).write_bytes(kept[""])
    log.write_bytes(kept["-wal"] + b"\xff" * 5000)
    with Ledger.open(file, run="two", version="1") as again:
        assert again.done("http://paper.example/one")


def test_a_ledger_of_a_newer_program_is_refused_with_words(place: str) -> None:
    Ledger.open(place, run="one", version="1").close()
    sql(place, "UPDATE ledger_schema SET version = version + 1")
    Path(f"{place}.lock").unlink(missing_ok=True)  # it leaves a lock of its own, that says how it left the ledger
    with pytest.raises(LedgerTooNew, match="newer newsbot") as refusal:
        Ledger.open(place, run="two", version="1")
    assert refusal.value.exit_code == 2


def test_a_ledger_of_an_older_program_is_brought_up_to_date(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1))
    steps: list[object] = []
    monkeypatch.setattr(schema_module, "VERSION", schema_module.VERSION + 1)
    monkeypatch.setattr(schema_module, "MIGRATIONS", {schema_module.VERSION: steps.append})
    with Ledger.open(place, run="two", version="1") as ledger:
        assert len(deliver(ledger)) == 1
    with Ledger.open(place, run="three", version="1"):
        assert len(steps) == 1


@pytest.mark.parametrize("content", [b"this is no database, only a text of some length" * 40, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_file_that_is_no_ledger_is_refused(file: str, content: bytes) -> None:
    Path(file).write_bytes(content)
    with pytest.raises(LedgerDamaged, match="no ledger, or damaged"):
        Ledger.open(file, run="one", version="1")


def test_somebody_elses_database_is_left_alone(place: str) -> None:
    sql(place, "CREATE TABLE recipes (name TEXT)")
    with pytest.raises(LedgerDamaged, match="not a newsbot ledger"):
        Ledger.open(place, run="one", version="1")


def test_a_place_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputNotCreated, match="cannot be created") as refusal:
        Ledger.open(str(tmp_path / "file" / "ledger.sqlite"), run="one", version="1")
    assert refusal.value.exit_code == 73
    for server in ("mysql://me:secret@host/x", "oracle+nosuchdriver://me:secret@host/x", "postgresql://me:secret@host:port/x"):
        with pytest.raises(ArgumentError, match=r"SQLite file|nor a database address|neither a path") as unsupported:
            Ledger.open(server, run="one", version="1")
        assert unsupported.value.exit_code == 2
        assert "secret" not in str(unsupported.value)
    with pytest.raises(ArgumentError, match="There is no ledger"):
        Ledger.open(str(tmp_path / "none.sqlite"), run="one", version="1", create=False)


def test_people_can_read_it(place: str) -> None:
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1, source="人民网"))
        ledger.record(report(1, host="farm.example", later=5))
        ledger.record(report(2))
        deliver(ledger)
    assert sql(place, "SELECT url, copies FROM view_reports ORDER BY url") == [
        ("http://paper.example/1.html", 1),
        ("http://paper.example/2.html", 0),
    ]
    assert sql(place, "SELECT kind, url FROM view_copies") == [("same", "http://farm.example/1.html")]
    assert sorted(sql(place, "SELECT source, reports FROM view_by_source"), key=str) == [("人民网", 1), (None, 1)]
    assert sql(place, "SELECT count(*) FROM view_by_place") == [(1,)]
    assert sql(place, "SELECT outcome, visits FROM outcomes ORDER BY outcome") == [("mirror", 1), ("report", 2)]
