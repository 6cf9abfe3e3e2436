"""Opening the ledger's database: everything that only SQLite knows stands here.

SQLite: WAL, synchronous FULL (a commit survives a power cut: 2,600 pages/s with 16 a commit, measured), schema code untrusted.
One process at a time: flock on a lock file beside the ledger, held as long as the engine, so that there are no stale locks.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError as AddressError
from sqlalchemy.exc import DatabaseError, OperationalError

from newsbot.exceptions import ArgumentError, LedgerBusy, LedgerDamaged, LedgerError, OutputError, OutputNotCreated

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    _lock: int | None = None
    _folder: Path | None = field(default=None)

    def close(self) -> None:
        """Let go of the database and the lock; a private ledger disappears."""
        self.engine.dispose()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def erase_for_good(connection: Connection) -> None:
    """From now on, overwrite what is deleted: SQLite only marks it as free, and it could be read in the file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")


def open_store(address: str | None, *, create: bool = True) -> Store:
    """Open the ledger at ``address``: None (private, gone when closed), a path, or ``sqlite:///`` and a path.

    Raises ArgumentError for an address that cannot be one, that of another kind of database among them, LedgerBusy when another
    process holds it, OutputNotCreated when the file cannot be made.
    """
    if address is None:
        folder = Path(tempfile.mkdtemp(prefix="newsbot-"))
        store = _open_file(folder / "ledger.sqlite", synchronous="OFF")
        store._folder = folder  # noqa: SLF001
        return store
    if "://" not in address:
        return _open_file(Path(address), synchronous="FULL", create=create)
    try:
        url = make_url(address)
    except AddressError as error:
        raise ArgumentError(f"LEDGER={address!r} is neither a path nor a database address like sqlite:///file.") from error
    if url.get_backend_name() != "sqlite":
        raise ArgumentError(
            f"LEDGER={url.render_as_string()}: the ledger is a SQLite file, other databases are not supported yet. "
            "Name a path, or sqlite:///path."
        )
    if not url.database or url.database == ":memory:":
        return open_store(None)
    return _open_file(Path(url.database), synchronous="FULL", create=create)


@contextmanager
def faults(place: str) -> Iterator[None]:
    """Turn the database's errors into ours, which say what to do."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise LedgerDamaged(f"{place} is damaged ({error.reason}). Restore its back-up, or name another LEDGER.") from error
    except DatabaseError as error:
        words = str(error.orig).lower()
        if "full" in words or "disk i/o" in words or "too big" in words:
            raise OutputError(
                f"{place} could not be written ({error.orig}). Free some space and run again: nothing committed is lost."
            ) from error
        if "readonly" in words or "unable to open" in words:
            raise OutputNotCreated(f"{place} cannot be opened for writing ({error.orig}). Check the folder and its permissions.") from error
        if "locked" in words or "busy" in words:
            raise LedgerBusy(f"{place} is in use by another program ({error.orig}). Close it and run again.") from error
        if "malformed" in words or "not a database" in words or "corrupt" in words:
            raise LedgerDamaged(f"{place} is no ledger, or damaged ({error.orig}). Restore its back-up, or name another LEDGER.") from error
        if isinstance(error, OperationalError):
            raise LedgerError(f"{place} cannot be used ({error.orig}).") from error
        raise


# ---------------------------------------------------------------------------------------------------------------- SQLite


def _open_file(path: Path, *, synchronous: str, create: bool = True) -> Store:
    """Open a SQLite file, made with its folder where it does not exist, and hold its lock."""
    if not create and not path.exists():
        raise ArgumentError(f"There is no ledger at {path}. Name the one that the crawl writes with -s LEDGER=….")
    try:
        path = path.resolve()  # one lock for all names of a file
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise OutputNotCreated(
            f"The ledger {path} cannot be created ({error.strerror}). Check the folder, or name another LEDGER."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise LedgerBusy(f"Another run holds the ledger {path}. Wait until it has ended, or name another LEDGER.") from error
    engine = create_engine(URL.create("sqlite+pysqlite", database=str(path)), connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare_connection(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say so, not where the driver guesses
        for pragma in _PRAGMAS:
            connection.execute(pragma.format(synchronous=synchronous))

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return Store(engine, str(path), _lock=lock)
