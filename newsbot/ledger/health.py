"""Looking a ledger over without opening it for work: nothing is made, changed or waited for."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.exc import DBAPIError

from newsbot.exceptions import ContentDamaged, LedgerError
from newsbot.ledger.address import parsed, shown
from newsbot.ledger.btree import LOG, loses_commits
from newsbot.ledger.closed import as_closed, changed_pages
from newsbot.ledger.content import decoded, opened
from newsbot.ledger.engine import reader_of
from newsbot.ledger.rows import chunks, row_columns, unlike_settled
from newsbot.ledger.schema import ROW_DIGESTS, VERSION, ledger_schema, notes, pages, reports
from newsbot.ledger.sense import is_newer, noted_version, why_no_sense
from newsbot.ledger.server import ServerGone, connect_to, server_faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LedgerState(StrEnum):
    """How a ledger was found."""

    MISSING = "missing"
    HELD = "held"  # a run is at work with it
    AWAY = "away"  # its server cannot be reached
    TOO_NEW = "too_new"
    CUT_SHORT = "cut_short"  # what a killed run wrote last is in a log that is damaged
    DAMAGED = "damaged"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Health:
    """What a look at a ledger found. Figures are there where it is whole."""

    state: LedgerState
    why: str = ""
    """Of a damaged one, what the database says."""
    version: int | None = None
    """Of its schema."""
    pages: int = 0
    latest: str | None = None
    """When its newest page was fetched, ISO 8601."""
    waiting: int = 0
    """Rows that no run has handed over yet."""
    damaged: tuple[str, ...] = ()
    """Of a deep look: the addresses whose content is not what was written, …"""
    unlike: tuple[str, ...] = ()
    """… and the ids of the reports whose row is not what was settled."""
    changed: tuple[int, ...] = ()
    """The pages of its file that are not as the last run left them."""


def look_over(path: Path, *, deep: bool = False) -> Health:
    """Return how the ledger at ``path`` is; ``deep``: with every page read and held against its checksum.

    Never raises on what stands there.
    """
    if not path.exists():
        return Health(LedgerState.MISSING)
    if _is_held(path):
        return Health(LedgerState.HELD)
    if loses_commits(path.resolve().with_name(path.name + LOG)):
        return Health(LedgerState.CUT_SHORT)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?{_how(path)}", uri=True)) as database:
            health = replace(_figures(database), changed=tuple(_changed(path)))
            if not deep or health.state is not LedgerState.WHOLE:
                return health
            health = replace(health, damaged=tuple(_damaged(database)))
        return replace(health, unlike=_unlike_in(path)) if health.version == VERSION else health
    except (sqlite3.Error, LookupError, TypeError, ValueError, OverflowError) as error:  # what it says of itself makes no sense
        return Health(LedgerState.DAMAGED, str(error))


def look_over_server(address: str, *, deep: bool = False) -> Health:
    """Return how the ledger on a server is. Never raises on what stands there; raises ArgumentError for an address that is none."""
    url = parsed(address)
    assert url is not None
    engine = connect_to(url)
    try:
        with server_faults(shown(address)), engine.connect() as connection:
            if ledger_schema.name not in inspect(connection).get_table_names():
                return Health(LedgerState.MISSING)
            version = connection.execute(select(ledger_schema.c.version)).scalar_one()
            if version > VERSION:
                return Health(LedgerState.TOO_NEW, version=version)
            known, latest = connection.execute(select(func.count(), func.max(pages.c.fetched_at)).select_from(pages)).one()
            waiting = select(func.count()).select_from(reports).where(reports.c.revision > reports.c.delivered_revision)
            health = Health(LedgerState.WHOLE, "", version, known, latest, connection.execute(waiting).scalar_one())
            if not deep or version != VERSION:
                return health
            return replace(health, damaged=tuple(_damaged_on(connection)), unlike=_unlike(connection))
    except ServerGone as error:
        return Health(LedgerState.AWAY, str(error))
    except LedgerError as error:
        return Health(LedgerState.DAMAGED, str(error))
    finally:
        engine.dispose()


def _unlike_in(path: Path) -> tuple[str, ...]:
    engine = reader_of(f"{path.resolve().as_uri()}?{_how(path)}")
    try:
        with engine.connect() as connection:
            return _unlike(connection)
    except DBAPIError as error:
        raise sqlite3.DatabaseError(str(error.orig)) from error
    finally:
        engine.dispose()


def _unlike(connection: Connection) -> tuple[str, ...]:
    """Return the ids of the valid reports whose row is not what was settled, where the ledger's digests can tell."""
    noted = connection.execute(select(notes.c.note).where(notes.c.name == ROW_DIGESTS)).scalar()
    if noted != json.dumps(row_columns()):
        return ()
    names = connection.execute(select(reports.c.id).where(reports.c.page.is_not(None)).order_by(reports.c.id)).scalars().all()
    return tuple(name for some in chunks(names) for name in sorted(unlike_settled(connection, some)))


def _damaged_on(connection: Connection) -> Iterator[str]:
    query = select(pages).where(pages.c.content.is_not(None)).order_by(pages.c.address).execution_options(yield_per=100)
    for row in connection.execute(query).mappings():
        try:
            opened(row)
        except ContentDamaged:
            yield row["address"]


def _figures(database: sqlite3.Connection) -> Health:
    (version,) = database.execute("SELECT version FROM ledger_schema").fetchone()
    if is_newer(version, noted_version(database)):
        return Health(LedgerState.TOO_NEW, version=version)
    (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict == "ok":
        verdict = why_no_sense(database) or verdict
    if verdict != "ok":
        return Health(LedgerState.DAMAGED, verdict, version)
    pages, latest = database.execute("SELECT count(*), max(fetched_at) FROM pages").fetchone()
    (waiting,) = database.execute("SELECT count(*) FROM reports WHERE revision > delivered_revision").fetchone()
    return Health(LedgerState.WHOLE, "", version, pages, latest, waiting)


def _damaged(database: sqlite3.Connection) -> Iterator[str]:
    """Yield the addresses of the pages that cannot be read. A ledger of version 1 has no checksums: there what decodes is well."""
    database.row_factory = sqlite3.Row
    database.text_factory = lambda found: found.decode("utf-8", "replace")
    for row in database.execute("SELECT * FROM pages WHERE content IS NOT NULL ORDER BY address"):
        try:
            (opened if "checksum" in row.keys() else _decoded)(dict(row))  # noqa: SIM118 - a sqlite3.Row yields values
        except (ContentDamaged, ValueError):
            yield row["address"]


def _decoded(row: dict[str, Any]) -> dict[str, Any]:
    return decoded(row["content"])


def _how(path: Path) -> str:
    """How to open without a trace: a ledger that was closed needs no write-ahead log beside it; one that a killed run left has it."""
    return "mode=ro" if path.resolve().with_name(path.name + LOG).exists() else "mode=ro&immutable=1"


def _changed(path: Path) -> list[int]:
    try:
        lock = os.open(_lock_of(path), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return []
    try:
        return changed_pages(path, as_closed(path, lock, take_back=False))
    finally:
        os.close(lock)


def _lock_of(path: Path) -> Path:
    return path.resolve().with_name(path.name + ".lock")


def _is_held(path: Path) -> bool:
    """Return whether a run holds the ledger's lock. The lock is let go at once; the file of the lock is not made."""
    try:
        lock = os.open(_lock_of(path), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False
