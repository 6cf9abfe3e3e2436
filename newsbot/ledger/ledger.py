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
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import ColumnElement, Connection, Update, bindparam, delete, func, select, update

from newsbot.addresses import canonical, site
from newsbot.exceptions import ArgumentError, LedgerDamaged
from newsbot.ledger.content import COLUMNS, pack, seal
from newsbot.ledger.engine import Store, erase_for_good, faults, open_store
from newsbot.ledger.rows import build_rows, chunks
from newsbot.ledger.schema import forgotten, notes, outcomes, pages, prepare, reports, runs
from newsbot.ledger.settling import set_aside, settle, withdraw
from newsbot.model import CHINA, Outcome, Rejection, Report
from newsbot.row import Row

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping
    from types import TracebackType

logger = logging.getLogger(__name__)

GROUP = 16
"""Pages in one commit: 2,600 pages/s instead of 336 with one each (measured, synchronous FULL)."""

GROUP_SECONDS = 1.0
"""… but a page that comes later than this after the last commit is committed at once: a slow crawl loses none."""

LASTING = frozenset({Outcome.REPORT, Outcome.NO_ARTICLE, Outcome.NOT_REPORT, Outcome.SPAM, Outcome.EMPTY, Outcome.UNREADABLE})
"""Outcomes after which an address is not visited again. List pages change, and failures may pass."""

CONDITIONAL = frozenset({Outcome.OFF_TOPIC, Outcome.TOO_OLD})
"""Outcomes that hold as long as a run's ``topic`` and ``since`` ask for no more than those of the run that found them."""

_CAME_OF = (
    select(pages.c.outcome, runs.c.topic, runs.c.since).join(runs, runs.c.run == pages.c.run).where(pages.c.address == bindparam("wanted"))
)
"""Asked for each of the 2,000 addresses that a sitemap may offer."""


class Ledger:
    """One open ledger. Not for several threads at once; one process at a time (the second gets LedgerBusy)."""

    def __init__(self, store: Store, *, run: str, version: str, reposts: bool, topic: str, since: str | None) -> None:
        self._store = store
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
        with faults(store.place):
            self._connection = store.engine.connect()
        with self._transaction() as connection:
            prepare(connection, store.place)
            self._withdrawn = set(connection.execute(select(forgotten.c.address)).scalars())

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
        with faults(address or "the run's private ledger"):
            store = open_store(address, create=create)
        try:
            return cls(store, run=run, version=version, reposts=reposts, topic=topic, since=since)
        except BaseException:
            store.close()
            raise

    # ------------------------------------------------------------------------------------------------------------ pages

    def done(self, url: str) -> bool:
        """Whether this address, in any spelling, already has an outcome that lasts."""
        address = canonical(url)
        if address in self._withdrawn:
            return True
        waiting = self._pending.get(address)
        if waiting is not None:
            return waiting["outcome"] in LASTING | CONDITIONAL
        with self._transaction() as connection:
            found = connection.execute(_CAME_OF, {"wanted": address}).one_or_none()
        if found is None:
            return False
        if found.outcome == Outcome.OFF_TOPIC:
            return bool(found.topic == self._topic)
        if found.outcome == Outcome.TOO_OLD:
            return bool((found.since or "") <= (self._since or ""))
        return found.outcome in LASTING

    def record(self, verdict: Report | Rejection) -> None:
        """Take in what came of a page: outcome, done mark and everything a row needs later, in one transaction.

        Up to `GROUP` pages share a commit; `commit` makes them durable at once.
        """
        page = verdict.page
        moment = page.fetched_at.astimezone(CHINA).isoformat() if page.fetched_at else None
        if isinstance(verdict, Rejection):
            self._take(page.url, verdict.outcome, moment, {"reason": verdict.reason.value, "detail": verdict.detail})
            return
        levels = {name: getattr(verdict.place, name) for name in ("province", "city", "county", "street", "community")}
        content = {
            **{name: getattr(verdict, name) for name in COLUMNS},
            **{name: division.name if division else None for name, division in levels.items()},
            "content": pack(verdict, self._version),
        }
        self._take(page.url, Outcome.REPORT, moment, content)

    def recall(self, name: str) -> Any:
        """Return what `remember` was given under this name, by this run or an earlier one; None where there is nothing, or no JSON."""
        with self._transaction() as connection:
            text = connection.execute(select(notes.c.note).where(notes.c.name == name)).scalar_one_or_none()
        try:
            return json.loads(text or "null")
        except ValueError:
            return None

    def remember(self, given: Mapping[str, Any]) -> None:
        """Keep plain data by name, in one transaction after everything taken in so far: what it says was done is on disk before it."""
        self.commit()
        with self._transaction() as connection:
            for name, note in given.items():
                connection.execute(delete(notes).where(notes.c.name == name))
                connection.execute(notes.insert().values(name=name, note=json.dumps(note, ensure_ascii=True)))

    def commit(self) -> None:
        """Make durable what was taken in so far."""
        if self._pending:
            with self._transaction() as connection:
                if not self._entered:
                    self._enter_run(connection)
                    self._entered = True
                self._visited.extend(_write(connection, list(self._pending.values())))
            self._pending.clear()
            self._committed = time.monotonic()

    # ------------------------------------------------------------------------------------------------------------- rows

    def settle(self) -> None:
        """Decide, after the last page, which pages are one report, which copy stands for it, and which rows are new or changed."""
        for _ in self.settling():
            pass

    def settling(self) -> Iterator[None]:
        """Do the same in short steps, for callers that have other things to do in between.

        All or nothing: when the process dies, or something else is asked of the ledger before the last step, nothing has changed.
        """
        self.commit()
        self._steps = self._settle()
        yield from self._steps

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are new or changed and not yet delivered, ordered by first_seen and url."""
        yield from self._rows(reports.c.revision > reports.c.delivered_revision)

    def export(self) -> Iterator[Row]:
        """Yield the valid row of every report, in the same order."""
        yield from self._rows(reports.c.status == "valid")

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
        with self._transaction() as connection:
            page = connection.execute(select(pages.c.page).where(pages.c.address == canonical(url))).scalar_one_or_none()
            if page is None:
                raise ArgumentError(f"The ledger {self._store.place} knows no page at {url}. The column url of its table pages lists all.")
            self._withdrawn.add(canonical(url))
            erase_for_good(connection)
            return withdraw(connection, page)

    # ---------------------------------------------------------------------------------------------------------- account

    def outcomes(self) -> dict[Outcome, int]:
        """Return how the pages of this run ended: one count a visit. Reports and mirrors are told apart after `settle`."""
        self.commit()
        with self._transaction() as connection:
            return self._tally(connection)

    def close(self) -> None:
        """Commit what is pending, leave this run's account, and let the ledger go. A private ledger disappears."""
        try:
            self.commit()
            with self._transaction() as connection:
                self._leave_account(connection)
        finally:
            self._connection.close()
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # ---------------------------------------------------------------------------------------------------------- private

    def _settle(self) -> Generator[None]:
        with faults(self._store.place), self._connection.begin():
            yield from settle(self._connection, reposts=self._reposts)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if self._steps is not None:
            self._steps.close()  # rolls back what was not settled to the end
            self._steps = None
        with faults(self._store.place), self._connection.begin():
            yield self._connection

    def _mark(self, mark: Update, rows: Iterable[tuple[str, int]]) -> None:
        with self._transaction() as connection:
            for chunk in chunks(rows):
                connection.execute(mark, [{"name": name, "sent": revision} for name, revision in chunk])

    def _take(self, url: str, outcome: Outcome, moment: str | None, said: dict[str, Any]) -> None:
        address = _storable(canonical(url))
        if address in self._withdrawn:
            self._visits[Outcome.WITHDRAWN] += 1
            return
        entry = {
            **_EMPTY,
            "address": address,
            "url": _storable(url),
            "site": site(url),
            "outcome": outcome.value,
            "run": self._run,
            "fetched_at": moment,
            "first_seen": moment,
            "settled": int(outcome is not Outcome.REPORT),
            **{name: _storable(value) for name, value in said.items()},
        }
        if entry["content"] is not None:
            entry["checksum"] = seal(entry)
        self._visits[outcome] += 1
        before = self._pending.get(entry["address"])
        self._pending[entry["address"]] = joined(before, entry) if before else entry
        if len(self._pending) >= GROUP or time.monotonic() - self._committed >= GROUP_SECONDS:
            self.commit()

    def _rows(self, condition: ColumnElement[bool]) -> Iterator[Row]:
        query = select(reports.c.id).where(condition).order_by(reports.c.first_seen, reports.c.url, reports.c.id)
        with self._transaction() as connection:
            try:
                names = array("Q", (int(name, 16) for name in connection.execute(query).scalars()))  # a million take 8 MB
            except (ValueError, OverflowError) as error:
                raise LedgerDamaged(f"{self._store.place} is damaged: the id of a report is none. Restore its back-up.") from error
        for chunk in chunks(f"{name:016x}" for name in names):
            with self._transaction() as connection:
                damaged: set[int] = set()
                ready = build_rows(connection, chunk, damaged)
                tied = set_aside(connection, damaged)
                connection.execute(update(pages).where(pages.c.page.in_(tied)).values(settled=0))
            if damaged:
                logger.warning(
                    "%d pages of the ledger %s are damaged and set aside; a later run reads them again.", len(damaged), self._store.place
                )
            yield from ready

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


# ----------------------------------------------------------------------------------------------------------- page by page

_EMPTY: dict[str, Any] = {
    **dict.fromkeys(column.name for column in pages.columns if column.name not in {"page", "report", "number"}),
    "reason": "",
    "detail": "",
}


def joined(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return what the ledger keeps of two visits to one address, whichever came first.

    A page with a report outweighs one without, and a lasting outcome a passing one; of two, the later fetched stands. A page fetched
    again by a later run with nothing changed in it stays as it was, clock included, so that its row does not change.
    """
    first_seen = min(filter(None, (before["first_seen"], after["first_seen"])), default=None)
    changed = any(after[name] != before[name] for name in ("content", *COLUMNS))
    newer = before["run"] != after["run"]
    if newer and not changed and before["content"]:
        winner = before
    elif newer and _weight(before) == _weight(after):
        winner = after  # the same bytes read by a later program
    else:
        winner = max(before, after, key=_weight)
    settled = 0 if winner is after and changed else before["settled"]
    seen = before["seen"] if winner["content_sha256"] == before["content_sha256"] else None
    return {**before, **{name: winner[name] for name in _EMPTY}, "first_seen": first_seen, "settled": settled, "seen": seen}


def _weight(entry: dict[str, Any]) -> tuple[bool, bool, str, str, str]:
    lasting = entry["outcome"] in LASTING | CONDITIONAL
    return entry["content"] is not None, lasting, entry["fetched_at"] or "", entry["content_sha256"] or "", entry["url"]


def _write(connection: Connection, entries: list[dict[str, Any]]) -> list[int]:
    """Insert new pages, and bring known ones to what `joined` says. Returns the numbers of the pages that have a report."""
    addresses = [entry["address"] for entry in entries]
    known = {found["address"]: dict(found) for found in connection.execute(select(pages).where(pages.c.address.in_(addresses))).mappings()}
    fresh = [entry for entry in entries if entry["address"] not in known]
    if fresh:
        connection.execute(pages.insert(), fresh)
    for entry in entries:
        before = known.get(entry["address"])
        after = joined(before, entry) if before else None
        if after != before and after is not None:
            connection.execute(pages.update().where(pages.c.page == after["page"]).values(**after))
    with_report = select(pages.c.page).where(pages.c.address.in_([entry["address"] for entry in entries if entry["content"]]))
    return list(connection.execute(with_report).scalars())


def _storable(value: Any) -> Any:
    """Return text without what no database takes: NUL, halves of surrogate pairs. Other values as they are."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return value
