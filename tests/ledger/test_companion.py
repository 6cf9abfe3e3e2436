"""Settling in two processes: the same rows as in one, whatever becomes of the second."""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Connection, update

from newsbot.ledger import Ledger, companion, comparing, index, schema, settling, studied_ahead, texts
from newsbot.ledger.beside import serve
from newsbot.ledger.companion import Companion
from newsbot.ledger.studied_ahead import StudiedAhead
from newsbot.ledger.studying import Studies
from newsbot.ledger.texts import Texts
from newsbot.output.lines import line
from newsbot.piped import PipedProcess
from tests.ledger.made import body, report
from tests.ledger.stores import sql
from tests.ledger.test_settling import pages

MADE = [
    *pages(),
    *(report(number, host=f"site{number % 5}.example") for number in range(20, 60)),
    *(report(1, host=f"farm{number}.example", paragraphs=[*body(1)[:3], "编辑部欢迎各界读者来信。"], later=number) for number in range(30)),
]


@pytest.fixture(autouse=True)
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have few pages in a task, so that there are many."""
    monkeypatch.setattr(settling, "WORTH_A_COMPANION", 2)
    monkeypatch.setattr(settling, "PAGES_TOGETHER", 8)
    monkeypatch.setattr(comparing, "STUDIED_TOGETHER", 6)
    monkeypatch.setattr(studied_ahead, "PAGES_A_TASK", 6)
    monkeypatch.setattr(index, "NOTED_TOGETHER", 500)
    monkeypatch.setattr(comparing, "TEXTS_TOGETHER", 6)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What companions answered."""
    told = []
    answer = Companion.answer

    def heard(one: Companion, seconds: float) -> Any:
        if (said := answer(one, 20 if seconds == 0 else seconds)) is not None:  # waited for, so that most is done there
            told.append(said)
        return said

    monkeypatch.setattr(Companion, "answer", heard)
    return told


def rows(place: str | None, jobs: int, spoil: Callable[[], object] | None = None) -> list[bytes]:
    with Ledger.open(place, run="one", version="1") as ledger:
        for page in MADE:
            ledger.record(page)
        ledger.commit()
        if spoil:
            spoil()
        for _ in ledger.settling(jobs):
            pass
        return [line(row) for row in ledger.rows()]


def test_two_processes_give_the_rows_of_one(new_place: Callable[[], str], answers: list[Any]) -> None:
    alone = rows(new_place(), 1)
    assert not answers
    assert rows(new_place(), 2) == alone
    assert len(answers) > 20


def test_what_a_companion_keeps_is_bounded(monkeypatch: pytest.MonkeyPatch, answers: list[Any]) -> None:
    alone = rows(None, 1)
    sent: list[int] = []
    message = companion.Tasks._message

    def counted(tasks: companion.Tasks, task: companion.TextTask[Any]) -> tuple[Any, ...]:
        made = message(tasks, task)
        sent.append(len(made[2]) - len(made[3]))
        return made

    monkeypatch.setattr(companion, "KEPT_THERE", 10)
    monkeypatch.setattr(companion.Tasks, "_message", counted)
    assert rows(None, 2) == alone
    assert answers
    assert sum(sent) <= 60  # those of the last task, of up to eight pages tied to others


def test_fewer_pages_are_kept_where_a_companion_reads_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "KEPT_BESIDE", 3)
    with Ledger.open(None, run="one", version="1") as ledger:
        for page in MADE[:9]:
            ledger.record(page)
        ledger.commit()

        def kept(connection: Connection) -> list[int]:
            at_hand = [Texts(connection), Texts(connection, 0, Companion(serve))]
            for number in range(1, 10):
                for one in at_hand:
                    assert number in one.read([number], set())
            return [len(one._kept) for one in at_hand]

        assert ledger._do(kept) == [9, 3]


@pytest.mark.parametrize("after", [0, 1, 9])
def test_a_companion_that_dies_costs_nothing(monkeypatch: pytest.MonkeyPatch, answers: list[Any], after: int) -> None:
    alone = rows(None, 1)
    sent = 0
    send = Companion.send

    def killed(one: Companion, what: object) -> bool:
        nonlocal sent
        sent += 1
        went = send(one, what)
        if sent > after and one._process.pid is not None:
            os.kill(one._process.pid, signal.SIGKILL)
        return went

    monkeypatch.setattr(Companion, "send", killed)
    assert rows(None, 2) == alone
    assert len(answers) <= after + companion.SENT


def test_a_companion_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = rows(None, 1)
    monkeypatch.setattr(companion, "SILENCE_SECONDS", 0)
    assert rows(None, 2) == alone


def test_a_process_that_cannot_be_started_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = rows(None, 1)

    def none_left(one: PipedProcess) -> None:
        raise BlockingIOError

    monkeypatch.setattr(PipedProcess, "pipe", none_left)
    assert rows(None, 2) == alone


def test_a_damaged_page_is_set_aside_by_two_as_by_one(new_place: Callable[[], str], answers: list[Any]) -> None:
    found = []
    for jobs in (1, 2):
        place = new_place()
        rows(place, jobs)
        for url in ("http://paper.example/1.html", "http://site1.example/21.html"):
            sql(place, "UPDATE pages SET content = :nothing WHERE url = :url", nothing=b"nothing", url=url)
        sql(place, "UPDATE pages SET settled = 0, text_digest = NULL, leader = NULL")
        with Ledger.open(place, run="two", version="1") as ledger:
            for _ in ledger.settling(jobs):
                pass
            found.append([line(row) for row in ledger.export()])
        assert sql(place, "SELECT count(*) FROM damaged") == [(2,)]
    assert found[0] == found[1]
    assert answers


def test_a_settling_that_is_broken_off_ends_its_companion(answers: list[Any]) -> None:
    with Ledger.open(None, run="one", version="1") as ledger:
        for page in MADE:
            ledger.record(page)
        for _ in ledger.settling(2):
            if len(answers) > 3:
                break
        ledger.done("http://paper.example/1.html")  # breaks it off
        for _ in ledger.settling(2):
            pass
        again = [line(row) for row in ledger.rows()]
    assert again == rows(None, 1)
    assert all(one is not other for one, other in pairwise(answers))


def in_pieces(monkeypatch: pytest.MonkeyPatch) -> list[Studies]:
    """What was studied ahead, as it was taken, where pieces are small."""
    taken: list[Studies] = []
    take = StudiedAhead.take

    def told(one: StudiedAhead, connection: Connection, wanted: Sequence[int]) -> Studies:
        taken.append(take(one, connection, wanted))
        return taken[-1]

    monkeypatch.setattr(settling, "PIECE", 20)
    monkeypatch.setattr(StudiedAhead, "take", told)
    return taken


def test_pages_are_studied_while_those_before_them_are_settled(
    new_place: Callable[[], str], monkeypatch: pytest.MonkeyPatch, answers: list[Any]
) -> None:
    taken = in_pieces(monkeypatch)
    alone = rows(new_place(), 1)
    assert rows(new_place(), 2) == alone
    assert sum(map(len, taken)) > 40
    assert any(study.marks for studies in taken for study in studies.values())
    kinds = {type(told[0]) for told, _ in answers if isinstance(told, list) and told}
    assert {bytes, tuple} <= kinds  # which pages share grams, and postings in their order
    assert any(isinstance(marks, list) for told, _ in answers if isinstance(told, dict) for marks in told.values())  # what may recur


@pytest.mark.parametrize("after", [1, 6, 12, 30])
def test_a_companion_that_dies_over_what_is_studied_ahead_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, answers: list[Any], after: int
) -> None:
    in_pieces(monkeypatch)
    test_a_companion_that_dies_costs_nothing(monkeypatch, answers, after)


def test_what_was_studied_of_a_page_that_says_something_else_since_is_not_taken(new_place: Callable[[], str]) -> None:
    place = new_place()
    with Ledger.open(place, run="one", version="1") as ledger:
        for page in MADE[:4]:
            ledger.record(page)
        ledger.commit()

        def studied(connection: Connection) -> tuple[set[int], set[int]]:
            with closing(Companion(serve)) as beside:
                at_hand, ahead = Texts(connection, 1, beside), StudiedAhead()
                ahead.ask(connection, at_hand.tasks, [1, 2, 3, 4])
                assert not ahead.take(connection, [1])  # none is there yet
                at_hand.tasks.go_on()
                for _ in at_hand.tasks.finish():
                    pass
            connection.execute(update(schema.pages).where(schema.pages.c.page == 3).values(checksum=b"another"))
            return set(ahead.take(connection, [2, 1])), set(ahead.take(connection, [1, 3, 4]))

        assert ledger._do(studied) == ({1, 2}, {4})


def test_a_companion_imports_no_database_no_parser_and_nothing_that_reads_pages() -> None:
    named = f"from multiprocessing import current_process; current_process().name = {Companion(serve)._process._name!r}; "
    told = "import sys, newsbot.ledger.beside, newsbot.ledger.contenders, newsbot.ledger.studying; print(*sys.modules)"
    imported = subprocess.run([sys.executable, "-c", named + told], check=True, capture_output=True, text=True).stdout.split()
    assert "newsbot.ledger.studying" in imported
    assert not {"sqlalchemy", "scrapy", "twisted", "lxml", "newsbot.normalise", "newsbot.html"}.intersection(imported)


def test_what_a_companion_is_sent_brings_no_database(monkeypatch: pytest.MonkeyPatch, answers: list[Any]) -> None:
    sent: list[bytes] = []
    message = companion.Tasks._message

    def packed(tasks: companion.Tasks, task: companion.TextTask[Any]) -> tuple[Any, ...]:
        made = message(tasks, task)
        sent.append(pickle.dumps(made))
        return made

    monkeypatch.setattr(companion.Tasks, "_message", packed)
    rows(None, 2)
    assert answers
    assert not any(b"sqlalchemy" in one for one in sent)
