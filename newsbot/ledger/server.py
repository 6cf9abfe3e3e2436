"""The ledger on a PostgreSQL server: everything that only PostgreSQL knows stands here.

Any number of processes may write at once. Each transaction that writes holds one advisory lock of the ledger's schema while it lasts, so
that, as with SQLite, whatever it read is still so when it writes; transactions that only read wait for nobody.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from newsbot.exceptions import ArgumentError, LedgerBusy, LedgerError, OutputError, OutputNotCreated
from newsbot.ledger.address import shown
from newsbot.ledger.schema import GIVEN_REPORTS, IS_GIVEN
from newsbot.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.engine import URL

_CONNECT_SECONDS: Final = 10
_WRITING: Final = text("SELECT pg_advisory_xact_lock(1852143475, hashtext(current_schema()))")  # "news" as a number, and which ledger
_DISK_FULL: Final = "53100"
_NO_PERMISSION: Final = frozenset({"42501", "25006"})  # no privilege, read-only transaction
_NO_SCHEMA: Final = "3F000"


class ServerGone(Exception):  # noqa: N818
    """The connection was lost; what was not committed is. Whoever gets this may try again."""


def connect_to(url: URL) -> Engine:
    """Return an engine for the server, which shows its passwords to nobody. Raises ArgumentError where psycopg is not installed."""
    if find_spec("psycopg") is None:
        raise ArgumentError(said("LEDGER={what}: for a ledger on a server install newsbot[cluster].", what=shown(str(url))))
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": _CONNECT_SECONDS, "fallback_application_name": "newsbot", "client_encoding": "utf8"},
        hide_parameters=True,
        pool_size=1,
    )
    GIVEN_REPORTS.dialect_options[engine.dialect.name]["where"] = IS_GIVEN
    return engine


def hold_for_writing(connection: Connection) -> None:
    """Let no other transaction of this ledger write until this one ends."""
    connection.execute(_WRITING)


@contextmanager
def server_faults(place: str) -> Iterator[None]:
    """Turn the server's errors into ours, which say what to do. Raises ServerGone where the connection was lost."""
    try:
        yield
    except DBAPIError as error:
        code: Any = getattr(error.orig, "sqlstate", None)
        words = " ".join(str(error.orig).split())
        if error.connection_invalidated or (isinstance(error, OperationalError) and code is None):
            raise ServerGone(words) from error
        if code == _DISK_FULL:
            raise OutputError(
                said("{place} could not be written ({words}). Free some space and run again.", place=place, words=words)
            ) from error
        if code in _NO_PERMISSION:
            raise OutputNotCreated(
                said("{place} cannot be written ({words}). Check what this user may do there.", place=place, words=words)
            ) from error
        if code == _NO_SCHEMA:
            raise OutputNotCreated(
                said("{place} cannot be created ({words}). Create the schema that its search_path names.", place=place, words=words)
            ) from error
        if str(code)[:2] in {"55", "40"}:  # locked by somebody, or rolled back for somebody
            raise LedgerBusy(said("{place} is in use by another program ({words}). Run again.", place=place, words=words)) from error
        if isinstance(error, OperationalError):
            raise LedgerError(said("{place} cannot be used ({words}).", place=place, words=words)) from error
        raise
