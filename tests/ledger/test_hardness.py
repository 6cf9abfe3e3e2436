"""What the ledger bears: killed processes that fight for it, damage, a full disk, a disk that cannot be written."""

import ctypes
import resource
import select
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newsbot.ledger import Ledger
from tests.ledger.made import gone

ONE_AFTER_THE_OTHER = """
import itertools, sys, time
from newsbot.exceptions import LedgerBusy
from newsbot.ledger import Ledger
from newsbot.model import Outcome, Page, Reason, Rejection
place, name = sys.argv[1:]
for number in itertools.count():
    try:
        ledger = Ledger.open(place, run=name, version="1")
        break
    except LedgerBusy:
        time.sleep(0.01)
for number in itertools.count():
    ledger.record(Rejection(Page(f"http://paper.example/{name}/{number}", b""), Outcome.SPAM, Reason.MOSTLY_SPAM))
    ledger.commit()
    print(f"http://paper.example/{name}/{number}", flush=True)
"""

UNTIL_IT_FAILS = """
import sys
from newsbot.exceptions import NewsbotError
from newsbot.ledger import Ledger
from newsbot.model import Outcome, Page, Reason, Rejection
try:
    with Ledger.open(sys.argv[1], run="full", version="1") as ledger:
        for number in range(2_000):
            ledger.record(Rejection(Page(f"http://paper.example/{number}", b""), Outcome.SPAM, Reason.MOSTLY_SPAM, "x" * 2_000))
            ledger.commit()
            print(f"http://paper.example/{number}", flush=True)
        ledger.settle()
except NewsbotError as error:
    print(error, file=sys.stderr)
    sys.exit(error.exit_code)
"""


def python(program: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", program, *map(str, arguments)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def is_whole(place: Path) -> bool:
    with closing(sqlite3.connect(place)) as database:
        return bool(database.execute("PRAGMA integrity_check").fetchone() == ("ok",))


def lost(place: Path, said: list[str]) -> list[str]:
    """Of the pages that somebody said were committed those that the ledger does not know."""
    with Ledger.open(str(place), run="after", version="1") as ledger:
        return [url for url in said if not ledger.done(url)]


def begin(place: Path, name: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(python(ONE_AFTER_THE_OTHER, place, name), stdout=subprocess.PIPE, bufsize=0)


def speakers(processes: list[subprocess.Popen[bytes]], seconds: float) -> list[subprocess.Popen[bytes]]:
    """Those that have said something: who waits for the ledger is silent."""
    ready = select.select([process.stdout for process in processes if process.stdout], [], [], seconds)[0]
    return [process for process in processes if process.stdout in ready]


def kill(process: subprocess.Popen[bytes]) -> list[str]:
    """Kill it, and return what it had said by then."""
    process.kill()
    rest = process.communicate()[0].decode()
    return [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]


def test_two_processes_fight_for_it_and_are_killed(place: Path) -> None:
    said: list[str] = []
    fighters = [begin(place, "a"), begin(place, "b")]
    for turn in range(6):
        (holder,) = speakers(fighters, 60)
        assert holder.stdout is not None
        said += [holder.stdout.readline().decode() for _ in range(3 + turn)]
        assert speakers([process for process in fighters if process is not holder], 0) == []
        said += kill(holder)
        fighters = [*(process for process in fighters if process is not holder), begin(place, f"c{turn}")]
    for process in fighters:
        said += kill(process)
    assert len(said) == len(set(said)) >= 33
    assert lost(place, [line.strip() for line in said]) == []
    assert is_whole(place)


# ------------------------------------------------------------------------------------------------------------- damage


@pytest.mark.parametrize(
    "damaged",
    [
        lambda log: log[:-1],
        lambda log: log[: -len(log) // 3],
        lambda log: log[:-2_000] + b"\0" * 2_000,
        lambda log: log[:-9_000] + bytes(byte ^ 0xFF for byte in log[-9_000:]),
        lambda log: log + log[-8_216:],
        lambda log: log + b"\xff" * 5_000,
        lambda log: log[:31],
        lambda log: log[:0],
    ],
)
def test_a_damaged_write_ahead_log_costs_no_more_than_its_last_commits(place: Path, damaged: Callable[[bytes], bytes]) -> None:
    with Ledger.open(str(place), run="one", version="1") as ledger:
        ledger.record(gone("http://paper.example/old"))
    ledger = Ledger.open(str(place), run="two", version="1")
    for number in range(3):
        ledger.record(gone(f"http://paper.example/{number}"))
        ledger.commit()
    log = place.with_name(place.name + "-wal")
    kept = place.read_bytes(), damaged(log.read_bytes())
    ledger.close()
    place.write_bytes(kept[0])
    log.write_bytes(kept[1])
    with Ledger.open(str(place), run="three", version="1") as again:
        known = [again.done(f"http://paper.example/{number}") for number in range(3)]
        assert again.done("http://paper.example/old")
        assert known == sorted(known, reverse=True)  # what is lost is the end
        again.record(gone("http://paper.example/new"))
    assert is_whole(place)
    assert lost(place, ["http://paper.example/new"]) == []


def test_a_missing_index_of_the_log_is_made_anew(place: Path) -> None:
    ledger = Ledger.open(str(place), run="one", version="1")
    ledger.record(gone("http://paper.example/1"))
    ledger.commit()
    kept = {end: place.with_name(place.name + end).read_bytes() for end in ("", "-wal")}
    ledger.close()
    for end, data in kept.items():
        place.with_name(place.name + end).write_bytes(data)
    place.with_name(place.name + "-shm").write_bytes(b"\xff" * 40_000)
    assert lost(place, ["http://paper.example/1"]) == []


# ----------------------------------------------------------------------------------------- disks that do not take it


@pytest.mark.parametrize("room", [150_000, 400_000])
def test_a_disk_that_gets_full_costs_nothing_that_was_committed(place: Path, room: int) -> None:
    Ledger.open(str(place), run="one", version="1").close()

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    ran = subprocess.run(python(UNTIL_IT_FAILS, place), capture_output=True, text=True, check=False, preexec_fn=little_room)
    assert ran.returncode == 74
    assert "could not be written" in ran.stderr
    said = ran.stdout.splitlines()
    assert 0 < len(said) < 2_000
    assert lost(place, said) == []
    assert is_whole(place)


def without_privileges() -> None:
    """Bind root, too, to what the modes of files say: programs that it starts may not override them (Linux)."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        if prctl is not None:
            prctl(24, capability)  # PR_CAPBSET_DROP


@pytest.mark.parametrize("what", ["ledger.sqlite", "."])
def test_a_ledger_that_may_not_be_written_is_named_and_left_as_it_is(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "ledger"
    place = folder / "ledger.sqlite"
    with Ledger.open(str(place), run="one", version="1") as ledger:
        ledger.record(gone("http://paper.example/old"))
    before = place.read_bytes()
    (folder / what).chmod(0o555)
    try:
        ran = subprocess.run(python(UNTIL_IT_FAILS, place), capture_output=True, text=True, check=False, preexec_fn=without_privileges)
    finally:
        (folder / what).chmod(0o755)
    assert (ran.returncode, ran.stdout) == (73, "")
    assert str(place) in ran.stderr
    assert "Check the folder" in ran.stderr
    assert place.read_bytes() == before
