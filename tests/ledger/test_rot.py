"""A ledger's file that is not as the last run left it: said whatever was hit, and read again what can be."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsbot.commands.doctor import examine
from newsbot.exceptions import LedgerDamaged
from newsbot.ledger import Ledger, salvage
from newsbot.ledger.health import LedgerState, look_over
from newsbot.row import Row
from tests.ledger.made import deliver, exported, report, run

COPIES = [report(2, host=host, later=later) for host, later in (("zone.example", 60), ("farm.example", 70))]


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A ledger with two reports delivered, the second with two copies elsewhere."""
    path = str(tmp_path / "ledger.sqlite")
    run(path, [report(1), report(2), *COPIES])
    with Ledger.open(path, run="two", version="1") as ledger:
        ledger.remember({"list http://paper.example/": {"seen": ["abcdefgh"]}})
    return path


def change(place: str, statement: str) -> None:
    with closing(sqlite3.connect(place)) as database:
        database.execute(statement)
        database.commit()


def by_url(place: str) -> dict[str, Row]:
    return {row.url: row for row in exported(place)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notes SET note = replace(note, 'abcdefgh', 'hgfedcba')",
        "UPDATE pages SET seen = 5 WHERE page = 2",
        "UPDATE pages SET outcome = 'reqort||' WHERE page = 1",
        "UPDATE reports SET born = 9, delivered_revision = 3",
        "UPDATE relations SET share = 0.25",
        "UPDATE gram_parts SET postings = zeroblob(length(postings)) WHERE part = (SELECT min(part) FROM gram_parts)",
    ],
)
def test_what_nothing_else_is_held_against_is_said_when_it_changes(place: str, statement: str, caplog: pytest.LogCaptureFixture) -> None:
    assert look_over(Path(place)).changed == ()
    assert exported(place)
    assert "not as the last run left it" not in caplog.text
    change(place, statement)
    assert look_over(Path(place)).state is LedgerState.WHOLE
    assert look_over(Path(place)).changed
    findings = list(examine(place, Path(place).parent / "runs", ""))
    assert any(finding.code == LedgerDamaged.exit_code and "not as the last run left" in str(finding) for finding in findings)
    exported(place)
    assert "not as the last run left it" in caplog.text
    assert look_over(Path(place)).changed == ()


@pytest.mark.parametrize("seed", range(20))
def test_a_byte_that_changes_anywhere_is_put_back(place: str, seed: int, caplog: pytest.LogCaptureFixture) -> None:
    before, whole = exported(place), Path(place).read_bytes()
    draw = random.Random(seed)
    other = bytearray(whole)
    for page in draw.sample(range(len(whole) // 8192), 1 + seed % 3):
        other[8192 * page + draw.randrange(200 if seed % 2 else 8192)] ^= draw.randrange(1, 256)
    Path(place).write_bytes(other)
    assert look_over(Path(place)).changed or look_over(Path(place)).state is LedgerState.DAMAGED
    assert exported(place) == before
    assert "was put back" in caplog.text
    assert Path(place).read_bytes() == whole
    assert look_over(Path(place)).state is LedgerState.WHOLE


def test_what_follows_from_the_reports_is_made_anew(place: str) -> None:
    before = by_url(place)
    change(place, "UPDATE relations SET share = 0, other_share = 0, density = 0")
    run(place, [report(3)], "three")
    after = by_url(place)
    assert {url: after[url] for url in before} == before


def test_a_file_that_is_another_altogether_is_not_called_damaged(place: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    other = str(tmp_path / "other.sqlite")
    run(other, [report(number) for number in range(10, 14)])
    shutil.copyfile(other, place)
    assert len(exported(place)) == 4
    assert not caplog.records
    assert look_over(Path(place)).changed == ()


@pytest.mark.parametrize("host", ["paper.example", "zone.example", "farm.example"])
@pytest.mark.parametrize("noticed", [True, False])
def test_a_replay_makes_a_damaged_page_whole_and_it_is_as_old_as_it_was(
    place: str, host: str, monkeypatch: pytest.MonkeyPatch, *, noticed: bool
) -> None:
    """Be it known that it is damaged or not, and be it the copy that stands for the report or another."""
    before = by_url(place)
    change(
        place,
        f"UPDATE pages SET content = CAST(substr(content, 1, 60) || x'0000' || substr(content, 63) AS BLOB) WHERE url = 'http://{host}/2.html'",
    )
    if not noticed:  # of a large ledger nobody looks
        monkeypatch.setattr(salvage, "WHOLLY_CHECKED", 0)
        Path(f"{place}.lock").write_bytes(b"")
    assert look_over(Path(place), deep=True).damaged == (f"http://{host}/2.html",)
    run(place, [report(1), report(2), *COPIES])
    assert look_over(Path(place), deep=True).damaged == ()
    after = by_url(place)
    assert {url: (row.id, row.body, row.flags, row.copies) for url, row in after.items()} == {
        url: (row.id, row.body, row.flags, row.copies) for url, row in before.items()
    }


def test_a_file_that_was_made_anew_is_whole_where_the_page_that_stood_for_a_text_is_lost(
    place: str, caplog: pytest.LogCaptureFixture
) -> None:
    change(place, "DELETE FROM pages WHERE page = 2")
    exported(place)
    assert "was damaged" in caplog.text
    caplog.clear()
    assert len(run(place, [report(2)], "three")) == 1
    assert not caplog.records


def test_a_page_that_was_forgotten_stays_away_where_the_list_of_these_is_lost(place: str) -> None:
    with Ledger.open(place, run="three", version="1") as ledger:
        ledger.forget("http://paper.example/1.html")
        deliver(ledger)
    with closing(sqlite3.connect(place)) as database:
        ((root,),) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'forgotten'").fetchall()
    whole = Path(place).read_bytes()
    Path(place).write_bytes(whole[: (root - 1) * 8192] + bytes(8192) + whole[root * 8192 :])
    run(place, [report(1)], "four")
    assert "http://paper.example/1.html" not in {row.url for row in exported(place) if row.status == "valid"}
