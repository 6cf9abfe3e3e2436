"""A ledger on a server: several processes at once, connections that are cut, passwords that stay where they are."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from newsbot.commands.doctor import examine
from newsbot.exceptions import ArgumentError, LedgerBusy, LedgerError
from newsbot.ledger import Ledger
from newsbot.ledger import ledger as ledger_module
from newsbot.ledger import session as session_module
from newsbot.ledger.address import ShyAddress, shown
from newsbot.ledger.server import connect_to
from newsbot.model import Report
from newsbot.output.lines import line
from newsbot.row import Row
from tests.ledger.made import deliver, report
from tests.ledger.stores import SERVER, sql
from tests.ledger.test_settling import EARLY, LATE, pages

ROOT = Path(__file__).parents[2]

RECORDS_AND_DELIVERS = """
import sys
from newsbot.ledger import Ledger
from tests.ledger.made import deliver, report
place, name, *numbers = sys.argv[1:]
with Ledger.open(place, run=name, version="1") as ledger:
    for number in map(int, numbers):
        ledger.record(report(number))
        ledger.record(report(number, host=f"{name}.example", later=60))
        ledger.commit()
    for row in deliver(ledger):
        print(row.id, row.revision, row.copies_count, flush=True)
"""


@pytest.fixture(params=["postgresql"])
def new_place(new_place: Callable[[], str]) -> Callable[[], str]:
    """Servers only."""
    return new_place


def filled(place: str, made: list[Report]) -> tuple[list[bytes], list[bytes]]:
    """What a run writes of these pages, and what an export writes afterwards."""
    with Ledger.open(place, run="one", version="1") as ledger:
        for page in made:
            ledger.record(page)
        written = [line(row) for row in deliver(ledger)]
        return written, [line(row) for row in ledger.export()]


def test_both_stores_keep_an_index_of_the_few_reports_that_were_handed_over(place: str, tmp_path: Path) -> None:
    filled(place, pages())
    filled(str(tmp_path / "ledger.sqlite"), pages())
    (on_server,) = sql(place, "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND indexname = 'reports_given'")
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as database:
        (in_file,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'reports_given'").fetchone()
    for made in (str(on_server), str(in_file)):
        assert "delivered_revision > 0" in made.partition("WHERE")[2]


def test_a_server_and_a_file_give_the_same_bytes(place: str, tmp_path: Path) -> None:
    made = [*pages(), report(9, host="zebra.example"), report(9, host="Äpfel.example", later=1), report(9, host="a.example")]
    assert filled(place, made) == filled(str(tmp_path / "ledger.sqlite"), made)


@pytest.mark.slow
def test_several_processes_record_at_once_and_each_report_is_handed_over_once(place: str) -> None:
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", RECORDS_AND_DELIVERS, place, f"w{worker}", *map(str, range(worker, worker + 5))],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for worker in range(3)
    ]
    said = [worker.communicate(timeout=300)[0].split("\n")[:-1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    rows = [tuple(row.split()[:2]) for rows in said for row in rows]
    assert len(rows) == len(set(rows)), "a revision of a report was handed over twice"
    with Ledger.open(place, run="export", version="1") as ledger:
        assert list(ledger.rows()) == []
        assert sorted(row.copies_count for row in ledger.export()) == sorted(sum(w <= n < w + 5 for w in range(3)) for n in range(7))


def test_a_connection_that_is_cut_at_any_moment_loses_and_doubles_nothing(place: str, new_place: Callable[[], str]) -> None:
    named = f"{place}&application_name=cut"

    def cut() -> None:
        sql(SERVER, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut'")

    with Ledger.open(named, run="one", version="1") as ledger:
        for page in pages():
            cut()
            ledger.record(page)
            ledger.commit()
        assert ledger.done(pages()[0].page.url)
        for step, _ in enumerate(ledger.settling()):
            if step in {3, 80}:  # later steps come anew after each cut
                cut()
        rows = []
        for row in ledger.rows():
            cut()
            rows.append(row)
        cut()
        ledger.delivered([(row.id, row.revision) for row in rows])
        cut()
        assert list(ledger.rows()) == []
        exported = [line(row) for row in ledger.export()]
    assert ([line(row) for row in rows], exported) == filled(new_place(), pages())


def test_a_page_is_forgotten_once_however_often_the_connection_is_cut(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(place, [report(1)])
    with Ledger.open(f"{place}&application_name=cut2", run="two", version="1") as ledger:
        real: Callable[..., list[str]] = ledger_module.withdraw  # type: ignore[attr-defined]

        def withdrawn_and_cut(*given: object) -> list[str]:
            monkeypatch.setattr(ledger_module, "withdraw", real)
            changed = real(*given)
            sql(SERVER, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut2'")
            return changed

        monkeypatch.setattr(ledger_module, "withdraw", withdrawn_and_cut)
        assert len(ledger.forget("http://paper.example/1.html")) == 1
        with pytest.raises(ArgumentError, match="knows no page"):
            ledger.forget("http://paper.example/1.html")


def test_only_one_process_at_a_time_settles_and_hands_over(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.open(place, run="one", version="1") as one, Ledger.open(place, run="two", version="1") as two:
        one.record(report(1))
        one.settle()
        two.record(report(2))
        steps = two.settling()
        assert [next(steps) for _ in range(3)] == [None] * 3  # it waits, and others go on
        assert len(list(one.rows())) == 1
        two.done("http://paper.example/1")  # gives its waiting up
        monkeypatch.setattr(session_module, "TURN", -1.0)  # "one" is dead from now on
        list(one.rows())
        two.settle()
        assert len(list(two.rows())) == 2
        monkeypatch.undo()
        two.settle()
        with pytest.raises(LedgerBusy, match="took over"):
            list(one.rows())


@pytest.fixture
def placing(place: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Ledger, Ledger, Row]]:
    """A run that is about to put a row into its file and falls silent, one that goes on in its place, and the row: of a mirror."""
    with Ledger.open(place, run="one", version="1") as one, Ledger.open(place, run="two", version="1") as two:
        one.record(report(1, host="mirror.example", date=LATE, title=f"全球快看点丨{report(1).title} 世界热消息", later=50))
        one.settle()
        (row,) = one.rows()
        monkeypatch.setattr(session_module, "TURN", -1.0)  # from its last step on "one" counts as dead
        one.given([(row.id, row.revision)])
        monkeypatch.undo()
        yield one, two, row


def test_an_id_that_may_stand_in_a_file_stays_when_another_run_goes_on_with_a_better_copy(placing: tuple[Ledger, Ledger, Row]) -> None:
    one, two, row = placing
    two.record(report(1, date=EARLY))
    two.settle()
    (after,) = two.rows()
    assert (after.id, after.revision, [copy.url for copy in after.copies]) == (row.id, 2, ["http://paper.example/1.html"])
    one.delivered([(row.id, row.revision)])  # it was not dead; but what the row says now was never in its file
    assert [(each.id, each.revision) for each in two.rows()] == [(row.id, 2)]
    two.delivered([(after.id, after.revision)])
    assert list(two.rows()) == []


def test_a_row_that_may_stand_in_a_file_comes_again_as_it_was(placing: tuple[Ledger, Ledger, Row]) -> None:
    _, two, row = placing
    two.record(report(2))
    assert line(row) in [line(each) for each in deliver(two)]


def test_a_report_that_may_stand_in_a_file_is_said_to_have_become_another_or_to_be_withdrawn(placing: tuple[Ledger, Ledger, Row]) -> None:
    _, two, row = placing
    two.settle()
    assert two.forget(row.url) == [row.id]
    assert [(each.id, each.status) for each in two.rows()] == [(row.id, "withdrawn")]


def test_who_lost_the_turn_gives_nothing_out_even_when_the_other_is_done(placing: tuple[Ledger, Ledger, Row]) -> None:
    one, two, row = placing
    deliver(two)
    two.close()
    with pytest.raises(LedgerBusy, match="took over"):
        one.given([(row.id, row.revision)])


def test_a_server_that_stays_away_is_named_after_a_while(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    with pytest.raises(LedgerError, match="cannot be reached") as refusal:
        Ledger.open("postgresql://me:secret@127.0.0.1:1/x?password=secret", run="one", version="1")
    assert refusal.value.exit_code == 74
    assert "secret" not in str(refusal.value)
    monkeypatch.setattr(session_module, "RECONNECT_SECONDS", 0.0)
    ledger = Ledger.open(f"{place}&application_name=cut3", run="one", version="1")
    store = ledger._session.store
    there, store.engine = store.engine, connect_to(make_url("postgresql://127.0.0.1:1/x"))
    sql(SERVER, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut3'")
    with pytest.raises(LedgerError, match="cannot be reached any more"):
        ledger.done("http://paper.example/1")
    store.engine = there
    assert not ledger.done("http://paper.example/1")
    ledger.close()


def test_a_doctor_looks_a_server_over(place: str, tmp_path: Path) -> None:
    def said(address: str = place, *, deep: bool = True) -> tuple[str, int | None]:
        found = {each.what: each for each in examine(address, tmp_path / "runs", "", deep=deep)}
        worst = max(found.values(), key=lambda each: each.code or 0)
        return (worst.words if worst.code else found["ledger"].words), worst.code or found["ledger"].code

    assert said()[1] is None  # no ledger yet
    filled(place, [report(1)])
    assert said() == ("whole, 1 pages", 0)
    sql(place, "UPDATE pages SET title = title || '甲'")
    assert said(deep=False)[1] == 0
    assert said()[0].startswith("1 pages are not what was written")
    words, code = said("postgresql://me:secret@127.0.0.1:1/x")
    assert (code, "secret" in words, "cannot be reached" in words) == (74, False, True)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:se:cr@et@127.0.0.1:1/x",
        "postgresql://me:secret@127.0.0.1:1/x",
        "postgresql://127.0.0.1:1/x?user=me&password=secret",
        "postgresql+psycopg://me:secret@127.0.0.1:1/x?sslpassword=secret&connect_timeout=1",
    ],
)
def test_no_password_is_shown(address: str) -> None:
    for hidden in (shown(address), repr(ShyAddress(address))):
        assert "secret" not in hidden
        assert "cr@et" not in hidden
        assert "127.0.0.1:1/x" in hidden
    assert str(ShyAddress(address)) == address


@pytest.mark.slow
def test_no_password_is_in_log_record_and_message(tmp_path: Path) -> None:
    settings = ["-s", "LEDGER=postgresql://me:s3cr3t@127.0.0.1:1/x", "-s", f"RUNS={tmp_path}/runs", "-s", "LOG_LEVEL=DEBUG"]
    command = [sys.executable, "-m", "scrapy", "crawl", "civic_news", "-a", "replay=fixtures/documents", *settings]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert ran.returncode == 74
    left = "".join(path.read_text() for path in tmp_path.rglob("*.json"))
    assert "postgresql://me:***@127.0.0.1:1/x" in left
    assert "s3cr3t" not in ran.stdout + ran.stderr + left
