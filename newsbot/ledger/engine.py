"""Opening the ledger's database, and everything that only SQLite knows; what only PostgreSQL knows stands in :mod:`server`.

SQLite: WAL, synchronous FULL (a commit survives a power cut: 2,600 pages/s with 16 a commit, measured), schema code untrusted.
One process at a time: flock on a lock file beside the ledger, held as long as the engine, so that there are no stale locks.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import sqlite3
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from newsbot.exceptions import ArgumentError, LedgerBusy, LedgerDamaged, LedgerError, OutputError, OutputNotCreated
from newsbot.ledger.address import SERVER, parsed, shown
from newsbot.ledger.btree import LOG, loses_commits
from newsbot.ledger.closed import AsClosed, Suspicion, as_closed, leave_as_closed
from newsbot.ledger.salvage import ask_for_salvage, free_name, mend
from newsbot.ledger.sense import makes_sense
from newsbot.ledger.server import connect_to, hold_for_writing, server_faults
from newsbot.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

logger = logging.getLogger(__name__)

_PRAGMAS = (
    "PRAGMA page_size=8192",  # before WAL, of a new file: rows of 2 KB waste a third of pages of 4 KiB
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous={synchronous}",
    "PRAGMA trusted_schema=OFF",  # nothing in a file from elsewhere may call functions
    "PRAGMA cell_size_check=ON",  # damaged pages are reported when read, not later
    "PRAGMA cache_size=-32768",  # 32 MiB
    "PRAGMA temp_store=FILE",
    "PRAGMA journal_size_limit=67108864",  # a WAL file that once grew is cut back
)


@dataclass(slots=True)
class Store:
    """An open database with what has to be let go with it."""

    engine: Engine
    place: str
    """How messages call it: the file, or the address without its password."""
    suspect: Suspicion = Suspicion.NONE
    """What of it may not be as a run left it."""
    _lock: int | None = None
    _folder: Path | None = field(default=None)
    _closed: AsClosed | None = None

    @property
    def on_server(self) -> bool:
        """Whether others may be at work with it, too."""
        return self.engine.dialect.name == SERVER

    @contextmanager
    def transaction(self, connection: Connection, *, writes: bool = True) -> Iterator[None]:
        """Hold one transaction of an open connection; no other one writes beside one that does. Raises NewsbotError or ServerGone."""
        with self.connecting(), connection.begin():
            if writes and self.on_server:
                hold_for_writing(connection)
            yield

    def connecting(self) -> AbstractContextManager[None]:
        """Return what turns the database's errors into ours. Raises NewsbotError or ServerGone when it is left."""
        return server_faults(self.place) if self.on_server else faults(self.place)

    def close(self) -> None:
        """Let go of the database and the lock; a private ledger disappears."""
        self.engine.dispose()
        if self._lock is not None:
            if self._folder is None:
                leave_as_closed(Path(self.place), self._lock, self._closed)
            os.close(self._lock)
            self._lock = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def erase_for_good(connection: Connection) -> None:
    """Overwrite from now on what is deleted: SQLite only marks it as free, and it could be read in the file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")


def open_store(address: str | None, *, create: bool = True) -> Store:
    """Open the ledger at ``address``: None (private, gone when closed), a path, ``sqlite:///`` and a path, or that of a server.

    Raises ArgumentError for an address that cannot be one, that of another kind of database among them, LedgerBusy when another
    process holds the file, OutputNotCreated when it cannot be made.
    """
    if address is None:
        folder = Path(tempfile.mkdtemp(prefix="newsbot-"))
        store = _open_file(folder / "ledger.sqlite", synchronous="OFF")
        store._folder = folder  # noqa: SLF001
        return store
    url = parsed(address)
    if url is None:
        return _open_file(Path(address), synchronous="FULL", create=create)
    if url.get_backend_name() == SERVER:
        return Store(connect_to(url), shown(address))
    if url.get_backend_name() != "sqlite":
        raise ArgumentError(
            said(
                "LEDGER={address}: a ledger is a SQLite file, or stands on a PostgreSQL server; name one of these.", address=shown(address)
            )
        )
    if not url.database or url.database == ":memory:":
        return open_store(None)
    return _open_file(Path(url.database), synchronous="FULL", create=create)


def reader_of(where: str) -> Engine:
    """Return an engine that reads a SQLite file at a ``file:`` address, as the address says."""
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(where, uri=True), poolclass=NullPool)


@contextmanager
def faults(place: str) -> Iterator[None]:
    """Turn the database's errors into ours, which say what to do."""
    try:
        yield
    except UnicodeDecodeError as error:
        ask_for_salvage(place)
        raise LedgerDamaged(
            said("{place} is damaged ({why}). Restore its back-up, or name another LEDGER.", place=place, why=error.reason)
        ) from error
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        if makes_sense(place):
            raise
        ask_for_salvage(place)
        raise LedgerDamaged(said("{place} is damaged ({why}). The next run mends it.", place=place, why=type(error).__name__)) from error
    except DatabaseError as error:
        words = str(error.orig).lower()
        if "full" in words or "disk i/o" in words or "too big" in words:
            raise OutputError(
                said(
                    "{place} could not be written ({why}). Free some space and run again: nothing committed is lost.",
                    place=place,
                    why=error.orig,
                )
            ) from error
        if "readonly" in words or "unable to open" in words:
            raise OutputNotCreated(
                said("{place} cannot be opened for writing ({why}). Check the folder and its permissions.", place=place, why=error.orig)
            ) from error
        if "locked" in words or "busy" in words:
            raise LedgerBusy(
                said("{place} is in use by another program ({why}). Close it and run again.", place=place, why=error.orig)
            ) from error
        if "malformed" in words or "not a database" in words or "corrupt" in words:
            ask_for_salvage(place)
            raise LedgerDamaged(
                said("{place} is no ledger, or damaged ({why}). Restore its back-up, or name another LEDGER.", place=place, why=error.orig)
            ) from error
        if isinstance(error, OperationalError):
            raise LedgerError(said("{place} cannot be used ({why}).", place=place, why=error.orig)) from error
        raise


# ---------------------------------------------------------------------------------------------------------------- SQLite


def _open_file(path: Path, *, synchronous: str, create: bool = True) -> Store:
    """Open a SQLite file, made with its folder where it does not exist, and hold its lock."""
    if not create and not path.exists():
        raise ArgumentError(said("There is no ledger at {path}. Name the one that the crawl writes with -s LEDGER=….", path=path))
    try:
        path = path.resolve()  # one lock for all names of a file
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise OutputNotCreated(
            said("The ledger {path} cannot be created ({why}). Check the folder, or name another LEDGER.", path=path, why=error.strerror)
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise LedgerBusy(
            said("Another run holds the ledger {path}. Wait until it has ended, or name another LEDGER.", path=path)
        ) from error
    try:
        _keep_damaged_log(path)
        closed = as_closed(path, lock)
        suspect = mend(path, closed)
    except BaseException:
        os.close(lock)
        raise
    engine = create_engine(URL.create("sqlite+pysqlite", database=str(path)), connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare_connection(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say so, not where the driver guesses
        for pragma in _PRAGMAS:
            connection.execute(pragma.format(synchronous=synchronous))

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return Store(engine, str(path), suspect, _lock=lock, _closed=None if suspect else closed)


def _keep_damaged_log(path: Path) -> None:
    """Say that what a killed run wrote last is lost with its log, and keep that: SQLite takes nothing behind a damage, and says nothing."""
    log = path.with_name(path.name + LOG)
    if path.exists() and loses_commits(log):
        kept = free_name(log)
        shutil.copyfile(log, kept)
        logger.error(
            "The log of the ledger %s was damaged: what a run wrote last before it was killed is lost, its rows may come a second time. "
            "The log is kept as %s. Replay the archive into the ledger, or let runs ask again for what is lost.",
            path,
            kept.name,
        )
