"""Looking a ledger over without opening it for work: nothing is made, changed or waited for."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from newsbot.exceptions import ContentDamaged
from newsbot.ledger.content import decoded, opened
from newsbot.ledger.schema import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LedgerState(StrEnum):
    """How a ledger was found."""

    MISSING = "missing"
    HELD = "held"  # a run is at work with it
    TOO_NEW = "too_new"
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
    """Of a deep look: the addresses whose content is not what was written."""


def look_over(path: Path, *, deep: bool = False) -> Health:
    """Return how the ledger at ``path`` is; ``deep``: with every page read and held against its checksum.

    Never raises on what stands there.
    """
    if not path.exists():
        return Health(LedgerState.MISSING)
    if _is_held(path):
        return Health(LedgerState.HELD)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?{_how(path)}", uri=True)) as database:
            health = _figures(database)
            return replace(health, damaged=tuple(_damaged(database))) if deep and health.state is LedgerState.WHOLE else health
    except sqlite3.Error as error:
        return Health(LedgerState.DAMAGED, str(error))


def _figures(database: sqlite3.Connection) -> Health:
    (version,) = database.execute("SELECT version FROM ledger_schema").fetchone()
    if version > VERSION:
        return Health(LedgerState.TOO_NEW, version=version)
    (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
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
    return "mode=ro" if path.resolve().with_name(path.name + "-wal").exists() else "mode=ro&immutable=1"


def _is_held(path: Path) -> bool:
    """Whether a run holds the ledger's lock. The lock is let go at once; the file of the lock is not made."""
    try:
        lock = os.open(path.resolve().with_name(path.name + ".lock"), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False
