"""The ledger: what lasts between runs. The one place that says what was visited, what came of it, and which row stands for it.

An address counts as done only in the transaction that stores what came of it, so whatever dies at whatever moment, the next run
continues where the last commit ended. Rows are a function of what the ledger holds, in an order that depends on the content only.
"""

from __future__ import annotations

import json
import logging
import time
from array import array
from collections import Counter
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sqlalchemy import ColumnElement, Connection, Update, bindparam, delete, func, select, update

from newsbot.addresses import canonical
from newsbot.exceptions import ArgumentError, LedgerDamaged
from newsbot.ledger.address import shown
from newsbot.ledger.engine import erase_for_good, faults, open_store
from newsbot.ledger.reports import revise
from newsbot.ledger.rot import begin_anew, hold_to_sums, say_set_aside, settle_later
from newsbot.ledger.rows import DAMAGED, build_rows, chunks, row_columns, unlike_settled
from newsbot.ledger.schema import ROW_DIGESTS, STATUSES, forgotten, notes, outcomes, pages, prepare, reports, runs
from newsbot.ledger.server import ServerGone
from newsbot.ledger.session import Session
from newsbot.ledger.settling import set_aside, settle, withdraw
from newsbot.ledger.visits import CONDITIONAL, LASTING, joined_visits, visit_of, write_visits
from newsbot.model import CHINA, Outcome, Rejection, Report
from newsbot.row import Row
from newsbot.said import said

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
    from datetime import datetime
    from types import TracebackType

logger = logging.getLogger(__name__)

_T = TypeVar("_T")

PAGES_A_COMMIT = 256
"""Pages in one commit: 336 pages/s with one, 2,600 with 16 (synchronous FULL); 64 take a fifth less time, 256 an eighth less yet."""

GROUP_SECONDS = 1.0
"""… But a page that comes later than this after the last commit is committed at once: a slow crawl loses none."""

WAIT_FOR_TURN = 0.05
"""Seconds between two questions whether it is this process's turn to settle."""

_CAME_OF = (
    select(pages.c.outcome, runs.c.topic, runs.c.since).join(runs, runs.c.run == pages.c.run).where(pages.c.address == bindparam("wanted"))
)
"""Asked for each of the 2,000 addresses that a sitemap may offer."""


class Ledger:
    """One open ledger. Not for several threads at once.

    A file is for one process at a time (the second gets LedgerBusy); on a server any number may record at once, and they take turns to
    settle and hand over rows.
    """

    def __init__(self, session: Session, *, run: str, version: str, reposts: bool, topic: str, since: str | None, create: bool) -> None:
        self._run = run
        self._version = version
        self._reposts = reposts
        self._topic = topic
        self._since = since
        self._pending: dict[str, dict[str, Any]] = {}
        self._committed = time.monotonic()
        self._entered = False
        self._steps: Generator[None] | None = None
        self._visits: Counter[Outcome] = Counter()
        self._visited = array("q")
        """The pages of this run that gave a report, by number."""
        self._session = session
        self._place = session.store.place
        self._do(lambda connection: prepare(connection, self._place, row_columns(), create=create))
        self._held_to_digests = self.recall(ROW_DIGESTS) == row_columns()
        if suspicion := session.store.suspect:
            say_set_aside(self._do(lambda connection: hold_to_sums(connection, suspicion)), self._place)
        self._withdrawn = self._do(lambda connection: set(connection.execute(select(forgotten.c.address)).scalars()), writes=False)

    @classmethod
    def open(
        cls,
        address: str | None,
        *,
        run: str,
        version: str,
        reposts: bool = True,
        topic: str = "civic",
        since: str | None = None,
        create: bool = True,
    ) -> Self:
        """Open the ledger at ``address``: None (private to the run, gone at `close`), a path, or a database address.

        ``run`` is the name of this run and ``version`` the normaliser's; both go into the rows' provenance. ``reposts`` False:
        every page is a report of its own. ``topic`` and ``since`` (``YYYY-MM-DD``) are the run's arguments; an address that was left
        out under narrower ones is not yet done. Without ``create`` the file must be there. Raises a `NewsbotError`.
        """
        with faults(shown(address or "the run's private ledger")):
            store = open_store(address, create=create)
        try:
            session = Session(store, run)
        except BaseException:
            store.close()
            raise
        try:
            return cls(session, run=run, version=version, reposts=reposts, topic=topic, since=since, create=create)
        except BaseException:
            session.close()
            raise

    # ------------------------------------------------------------------------------------------------------------ pages

    def done(self, url: str) -> bool:
        """Return whether this address, in any spelling, already has an outcome that lasts."""
        address = canonical(url)
        if address in self._withdrawn:
            return True
        waiting = self._pending.get(address)
        if waiting is not None:
            return waiting["outcome"] in LASTING | CONDITIONAL
        found = self._do(lambda connection: connection.execute(_CAME_OF, {"wanted": address}).one_or_none(), writes=False)
        if found is None:
            return False
        if found.outcome == Outcome.OFF_TOPIC:
            return bool(found.topic == self._topic)
        if found.outcome == Outcome.TOO_OLD:
            return bool((found.since or "") <= (self._since or ""))
        return found.outcome in LASTING

    def reported(self, url: str) -> bool:
        """Return whether the page at this address gave a report, when it was last read."""
        address = canonical(url)
        waiting = self._pending.get(address)
        if waiting is not None and waiting["outcome"] == Outcome.REPORT:
            return True
        query = select(pages.c.page).where(pages.c.address == address, pages.c.outcome == Outcome.REPORT)
        return self._do(lambda connection: connection.execute(query).one_or_none(), writes=False) is not None

    def gone(self, url: str, moment: datetime) -> None:
        """Take in that the page at this address was deleted; the row of a report that it stands for says since when."""
        self.commit()
        which = (pages.c.address == canonical(url)) & pages.c.gone_since.is_(None) & pages.c.content.is_not(None)
        since = moment.astimezone(CHINA).isoformat(timespec="seconds")

        def note(connection: Connection) -> None:
            page = connection.execute(select(pages.c.page).where(which)).scalar_one_or_none()
            if page is not None:
                connection.execute(update(pages).where(pages.c.page == page).values(gone_since=since))
                revise(connection, connection.execute(select(reports.c.id).where(reports.c.page == page)).scalars().all())

        self._do(note)

    def record(self, verdict: Report | Rejection) -> None:
        """Take in what came of a page: outcome, done mark and everything a row needs later, in one transaction.

        Up to `PAGES_A_COMMIT` pages share a commit; `commit` makes them durable at once.
        """
        self.take_in(visit_of(verdict, self._run, self._version))

    def take_in(self, visit: dict[str, Any]) -> None:
        """Take in a page of which `visit_of` says what came, perhaps on another machine; as `record` does."""
        if visit["address"] in self._withdrawn:
            self._visits[Outcome.WITHDRAWN] += 1
            return
        self._visits[Outcome(visit["outcome"])] += 1
        before = self._pending.get(visit["address"])
        self._pending[visit["address"]] = joined_visits(before, visit) if before else visit
        if len(self._pending) >= PAGES_A_COMMIT or time.monotonic() - self._committed >= GROUP_SECONDS:
            self.commit()

    def recall(self, name: str) -> Any:
        """Return what `remember` was given under this name, by this run or an earlier one; None where there is nothing, or no JSON."""
        query = select(notes.c.note).where(notes.c.name == name)
        text = self._do(lambda connection: connection.execute(query).scalar_one_or_none(), writes=False)
        try:
            return json.loads(text or "null")
        except ValueError:
            return None

    def remember(self, given: Mapping[str, Any]) -> None:
        """Keep plain data by name, in one transaction after everything taken in so far: what it says was done is on disk before it."""
        self.commit()

        def keep(connection: Connection) -> None:
            for name, note in given.items():
                connection.execute(delete(notes).where(notes.c.name == name))
                connection.execute(notes.insert().values(name=name, note=json.dumps(note, ensure_ascii=True)))

        self._do(keep)

    def commit(self) -> None:
        """Make durable what was taken in so far."""
        if self._pending:
            if not self._entered:
                self._do(self._enter_run)
                self._entered = True
            self._visited.extend(self._do(lambda connection: write_visits(connection, list(self._pending.values()))))
            self._pending.clear()
            self._committed = time.monotonic()

    # ------------------------------------------------------------------------------------------------------------- rows

    def settle(self) -> None:
        """Decide, after the last page, which pages are one report, which copy stands for it, and which rows are new or changed."""
        for _ in self.settling():
            pass

    def settling(self, jobs: int = 1) -> Iterator[None]:
        """Do the same in short steps, for callers that have other things to do in between; with more than one of ``jobs`` in two processes.

        A piece of some thousand pages is settled or not: when the process dies, or something else is asked of the ledger before the last
        step, what is not settled waits for the next settling.
        """
        self.commit()
        self._steps = self._settle(jobs)
        yield from self._steps

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are new or changed and not yet delivered, ordered by first_seen and url."""
        yield from self._rows(reports.c.revision > reports.c.delivered_revision)

    def export(self) -> Iterator[Row]:
        """Yield the valid row of every report, in the same order."""
        yield from self._rows(reports.c.status.not_in(STATUSES[1:]))  # a status that is none is damaged, and not silent

    def given(self, rows: Iterable[tuple[str, int]]) -> None:
        """Remember that these rows, each an (id, revision), are about to stand in a file: whatever happens then, their ids stay.

        On a server only, where another run goes on when this one dies, and cannot know whether the file stands; in a file of ours the next
        run looks first. Raises LedgerBusy where another run took over: these rows are not what the ledger says any more.
        """
        if self._session.store.on_server:
            which = reports.c.id == bindparam("name"), reports.c.revision == bindparam("sent")
            mark = update(reports).where(*which).values(given_revision=reports.c.revision, given_digest=reports.c.digest)
            self._mark(mark, rows, turn=True)

    def delivered(self, rows: Iterable[tuple[str, int]]) -> None:
        """Remember that these rows, each an (id, revision), are safely on disk: they are not written again."""
        mark = (
            update(reports)
            .where(reports.c.id == bindparam("name"), reports.c.revision == bindparam("sent"))
            .values(delivered_revision=reports.c.revision, delivered_digest=reports.c.digest)
        )
        self._mark(mark, rows)

    def owed(self, rows: Iterable[tuple[str, int]]) -> None:
        """Take back that these rows were delivered: nobody can have read them where they were. They are written again as they are."""
        mark = (
            update(reports)
            .where(reports.c.id == bindparam("name"), reports.c.delivered_revision == bindparam("sent"))
            .values(delivered_revision=reports.c.delivered_revision - 1, delivered_digest="", revision=reports.c.delivered_revision)
        )
        self._mark(mark, rows)

    def forget(self, url: str) -> list[str]:
        """Withdraw a page by its address: from the ledger, the index and the next export.

        Returns the ids of the reports whose row changes by it. Raises ArgumentError where the ledger does not know the address.
        """
        self.commit()
        changed: list[str] | None = None

        def leave(connection: Connection) -> list[str]:
            nonlocal changed
            page = connection.execute(select(pages.c.page).where(pages.c.address == canonical(url))).scalar_one_or_none()
            if page is None and changed is None:
                raise ArgumentError(said("The ledger {place} knows no page at {url}. Its table pages has all.", place=self._place, url=url))
            if page is not None:  # else it went with the try before this one, of which no answer came
                erase_for_good(connection)
                changed = withdraw(connection, page)
            return changed or []

        try:
            return self._do(leave)
        finally:
            if changed is not None:
                self._withdrawn.add(canonical(url))

    # ---------------------------------------------------------------------------------------------------------- account

    def outcomes(self) -> dict[Outcome, int]:
        """Return how the pages of this run ended: one count a visit. Reports and mirrors are told apart after `settle`."""
        self.commit()
        return self._do(self._tally, writes=False)

    def close(self) -> None:
        """Commit what is pending, leave this run's account, and let the ledger go. A private ledger disappears."""
        try:
            self.commit()
            self._do(self._leave_account)
        finally:
            self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # ---------------------------------------------------------------------------------------------------------- private

    def _settle(self, jobs: int) -> Generator[None]:
        while not self._session.take_turn():
            time.sleep(WAIT_FOR_TURN)
            yield
        while True:
            try:
                self._session.do(begin_anew)
                yield from settle(self._piece, reposts=self._reposts, jobs=jobs)
            except ServerGone as error:
                self._session.wait(error)
            else:
                return

    @contextmanager
    def _piece(self) -> Iterator[Connection]:
        with self._session.begin() as connection:
            self._session.keep_turn(connection)
            yield connection

    def _do(self, work: Callable[[Connection], _T], *, writes: bool = True) -> _T:
        """Return what ``work`` gives in a transaction; see `Session.do`."""
        if self._steps is not None:
            self._steps.close()  # rolls back what was not settled to the end
            self._steps = None
        return self._session.do(work, writes=writes)

    def _mark(self, mark: Update, rows: Iterable[tuple[str, int]], *, turn: bool = False) -> None:
        """Mark rows; with ``turn`` only as long as it is this run's turn."""

        def write(connection: Connection, values: list[dict[str, Any]]) -> None:
            if turn:
                self._session.keep_turn(connection)
            connection.execute(mark, values)

        for chunk in chunks(rows):
            self._do(partial(write, values=[{"name": name, "sent": revision} for name, revision in chunk]))

    def _rows(self, condition: ColumnElement[bool]) -> Iterator[Row]:
        query = select(reports.c.id).where(condition).order_by(reports.c.first_seen.nulls_first(), reports.c.url, reports.c.id)
        try:
            names = self._do(lambda connection: array("Q", (int(name, 16) for name in connection.execute(query).scalars())), writes=False)
        except (ValueError, OverflowError) as error:
            raise LedgerDamaged(said("{place} is damaged: the id of a report is none. Restore its back-up.", place=self._place)) from error
        for chunk in chunks(f"{name:016x}" for name in names):  # a million take 8 MB
            ready, damaged = self._do(lambda connection, chunk=chunk: self._built(connection, chunk))  # type: ignore[misc]
            say_set_aside(damaged, self._place)
            yield from ready

    def _built(self, connection: Connection, names: list[str]) -> tuple[list[Row], set[int]]:
        """Return the rows of some reports, and the pages that turned out to be damaged, which are set aside."""
        self._session.keep_turn(connection)
        damaged: set[int] = set()
        ready = build_rows(connection, names, damaged)
        unlike = unlike_settled(connection, names) if self._held_to_digests else set()
        for row in ready:
            if row.id in unlike and DAMAGED not in row.flags:
                row.flags.append(DAMAGED)
        if unlike:
            logger.warning("%d reports of the ledger %s are damaged; the next run settles them anew.", len(unlike), self._place)
            connection.execute(update(pages).where(pages.c.report.in_(unlike)).values(settled=0))
            no_status = reports.c.id.in_(unlike), reports.c.status.not_in(STATUSES)
            connection.execute(update(reports).where(*no_status).values(status="valid"))
        settle_later(connection, set_aside(connection, damaged))
        return ready, damaged

    def _tally(self, connection: Connection) -> dict[Outcome, int]:
        """Count the visits by outcome; a page that is no report's chosen copy is a mirror, and so is a second visit to one that is."""
        chosen = 0
        visited = bytearray(1 + max(self._visited, default=0))  # a set would take 64 bytes a page
        for page in self._visited:
            visited[page] = True
        query = select(func.count()).select_from(reports).where(reports.c.status == "valid")
        for chunk in chunks(page for page, came in enumerate(visited) if came):
            chosen += connection.execute(query.where(reports.c.page.in_(chunk))).scalar_one()
        tally = Counter(self._visits)
        tally[Outcome.MIRROR] += tally[Outcome.REPORT] - chosen
        tally[Outcome.REPORT] = chosen
        return {outcome: tally[outcome] for outcome in Outcome if tally[outcome]}

    def _enter_run(self, connection: Connection) -> None:
        values = {"version": self._version, "topic": self._topic, "since": self._since}
        if connection.execute(select(runs.c.run).where(runs.c.run == self._run)).one_or_none() is None:
            connection.execute(runs.insert().values(run=self._run, **values))
        else:
            connection.execute(runs.update().where(runs.c.run == self._run).values(**values))

    def _leave_account(self, connection: Connection) -> None:
        tally = self._tally(connection)
        if tally:
            connection.execute(delete(outcomes).where(outcomes.c.run == self._run))
            connection.execute(outcomes.insert(), [{"run": self._run, "outcome": name, "visits": count} for name, count in tally.items()])
