"""A ledger whose file is damaged in its structure: what can be read of it goes into a new file, and the old one is kept beside it.

Of a page that is lost its report is left, with its id: the row says that it is damaged until the page is read again, from the web or by
replaying the archive. All that follows from the pages (index, relations, copies) is made anew by the next settling.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsbot.addresses import canonical, site
from newsbot.exceptions import LedgerDamaged
from newsbot.ledger.btree import CONSTANT, LOG, PAGE_SIZES, SQLITE_MAGIC, grouped, has_committed, loses_commits, rows_by_page
from newsbot.ledger.closed import AsClosed, Suspicion, changed_pages, put_back
from newsbot.ledger.schema import MADE_ANEW, STATUSES, VERSION, VIEWS, metadata
from newsbot.ledger.sense import LEDGER_TABLES, is_newer, most_numbers, noted_version, stated_version, why_no_sense
from newsbot.model import Outcome, Reason
from newsbot.said import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsbot.ledger.btree import Kept, Value

logger = logging.getLogger(__name__)

WHOLLY_CHECKED: Final = 64 << 20
"""Bytes of a file up to which its indexes are held against its tables when it is opened, a second at most; …"""

CHECKED: Final = 1 << 30
"""… and up to which its trees are, unless it is as a run closed it: that takes some seconds of each opening. Larger ones, and those that
were closed, are looked at by `scrapy doctor`, and when a run found damage in them."""

MAX_EMPTY: Final = 8192
"""Bytes of a file that has no tables yet: one page of ours."""

ID: Final = re.compile("[0-9a-f]{16}")
"""The id of a report."""

MARKER: Final = ".salvage"
"""What follows the name of a ledger in the name of a file that asks for it to be salvaged, however large it is."""


def mend(path: Path, closed: AsClosed) -> Suspicion:
    """Look a ledger's file over, and make it anew where it is damaged. Nobody else may use it meanwhile.

    ``closed``: how it was left; one that nobody has written to since is only looked through where it is small. Returns what of it may not
    be as it was written. Raises LedgerDamaged where nothing of a ledger is in it: it is left as it is then.
    """
    if not path.exists() or path.stat().st_size == 0:
        return Suspicion.NONE
    marker = path.with_name(path.name + MARKER)
    is_small = path.stat().st_size <= WHOLLY_CHECKED
    changed = changed_pages(path, closed) if is_small or not closed.unchanged else []
    if changed:
        left = put_back(path, closed, changed)
        if count := len(changed) - len(left):
            logger.error("In %d pages of the ledger %s one byte was another than what was written; it was put back.", count, path)
        changed = left
    if is_sound(path, as_closed=closed.unchanged and not changed, wholly=bool(changed)) and not marker.exists():
        if changed:
            _say_changed(path, changed)
            return Suspicion.CHANGED
        return Suspicion.UNKNOWN if is_small and not closed.sums else Suspicion.NONE
    kept = free_name(path)
    shutil.copyfile(path, kept)
    try:
        lost = _renew(path)
    except BaseException:
        kept.unlink()
        raise
    marker.unlink(missing_ok=True)
    logger.error(
        "The ledger %s was damaged. What could be read is in a new file; %s. The damaged one is kept as %s. "
        "Replay the archive into the ledger, or let runs ask again for what is lost.",
        path,
        lost,
        kept.name,
    )
    return Suspicion.UNKNOWN


def _say_changed(path: Path, changed: Sequence[int]) -> None:
    logger.error(
        "The ledger %s is not as the last run left it: %d of its pages of %d bytes, of which number %d is the first, are others. "
        "What follows from the reports is made anew by the next settling; what was noted beside them is taken as it stands.",
        path,
        len(changed),
        PAGE_SIZES[0],
        changed[0],
    )


def ask_for_salvage(place: str) -> None:
    """Have a ledger's file, where it is one, looked over and made anew when it is opened next."""
    path = Path(place)
    with suppress(OSError):
        if path.is_file() and _begins_like_one(path):
            path.with_name(path.name + MARKER).touch()


def _begins_like_one(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC


def is_sound(path: Path, *, as_closed: bool = False, wholly: bool = False) -> bool:
    """Return whether a file has the structure of a ledger, as far as its size allows to look. Permissions and locks are no damage.

    ``as_closed``: nobody wrote to it since it was closed. ``wholly``: look through one that is not small, too.
    """
    size = path.stat().st_size
    try:
        if size <= MAX_EMPTY and _is_unborn(path):
            return True
        with path.open("rb") as file:
            header = file.read(100)
        if any(header[place : place + len(told)] != told for place, told in CONSTANT) and header[18:20] != b"\1\1":
            return False
        if any(header[32:36]) != any(header[36:40]):
            return False  # no free pages, yet some are counted: SQLite finds out when it needs one
        if size > CHECKED or (as_closed and size > WHOLLY_CHECKED):
            return True
        with closing(sqlite3.connect(path.resolve().as_uri() + "?mode=rw", uri=True, timeout=0)) as database:
            if size > WHOLLY_CHECKED and not wholly:
                return bool(database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
            names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            if names and metadata.tables.keys().isdisjoint(names):
                return True  # somebody else's
            for name in ("sqlite_master", *names):
                for _ in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608
                    pass  # text that is none is an error
            if any(not ID.fullmatch(str(name)) for (name,) in database.execute("SELECT id FROM reports")):
                return False
            if _is_of_this_version(database) and (stated_version(database) or 0) < VERSION:
                return False  # its tables are newer than it says; those of a newer version may have the same columns
            if why_no_sense(database):
                return False
            return bool(database.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError as error:
        return not any(word in str(error) for word in ("malformed", "decode", "no such", "syntax", "unsupported"))
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False
    except OSError:
        return True  # whoever opens it says why


def _is_unborn(path: Path) -> bool:
    """Whether whoever made the file died before its tables stood: nothing is in it, or was ever committed to it that can be read."""
    log = path.with_name(path.name + LOG)
    if has_committed(log) and not loses_commits(log):  # of one that is damaged it is said what is lost: a new ledger begins
        return False
    with closing(sqlite3.connect(path.resolve().as_uri() + "?mode=rw", uri=True, timeout=0)) as database:
        return database.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def _renew(path: Path) -> str:
    """Put a new file with what can be read in the place of a damaged one. Returns what is lost, in words."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
        tables, schema = _read(path, Path(folder) / "old.sqlite")
        if not tables.get("pages") and not tables.get("ledger_schema"):
            raise LedgerDamaged(
                said("{path} is no ledger, or damaged beyond what can be read. Restore its back-up, or name another LEDGER.", path=path)
            )
        new = Path(folder) / "new.sqlite"
        with closing(sqlite3.connect(new, isolation_level=None)) as database:
            database.execute("PRAGMA page_size=8192")
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("BEGIN")
            for statement in schema:
                database.execute(statement)
            for name, query in VIEWS.items():
                database.execute(f"CREATE VIEW {name} AS {query}")
            lost = _fill(database, tables)
            database.execute("COMMIT")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        new.replace(path)
    return lost


def _read(path: Path, copy: Path) -> tuple[dict[str, dict[int, dict[str, Value]]], list[str]]:
    """Return what can be read of a file: table -> row -> column -> value, and the statements that make its tables."""
    shutil.copyfile(path, copy)
    with copy.open("rb+") as file:
        for place, told in CONSTANT:
            file.seek(place)
            file.write(told)
    log = path.with_name(path.name + LOG)
    if log.exists():
        shutil.copyfile(log, copy.with_name(copy.name + "-wal"))
        with suppress(sqlite3.Error), closing(sqlite3.connect(copy)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    leaves, pages = rows_by_page(copy.read_bytes())
    schema, roots = _schema(leaves)
    columns = _columns(schema)
    # rows of older ledgers are shorter: columns that came later stand at the end
    widths = {name: range(1, len(named) + 1) for name, named in columns.items()}
    owners = pages.owners({"sqlite_master": 1, **roots})
    widths_alone = {name: range(len(named), len(named) + 1) for name, named in columns.items()}
    found = grouped({n: rows for n, rows in leaves.items() if n in owners}, owners, widths)
    for name, rows in grouped({n: rows for n, rows in leaves.items() if n not in owners}, {}, widths_alone).items():
        found[name] += rows
    return {name: _named(rows, columns[name]) for name, rows in found.items()}, schema


def _schema(leaves: dict[int, list[Kept]]) -> tuple[list[str], dict[str, int]]:
    """Return the statements that make the tables and indexes of a file, and the roots of its tables."""
    made: dict[str, str] = {}
    roots: dict[str, int] = {}
    for row in (row for rows in leaves.values() for row in rows):
        match row.values:
            case ("table", str(name), str(of), int(root), str(sql)) if name == of and name in LEDGER_TABLES:
                made[name], roots[name] = sql.strip(), root
    statements: list[str] = []
    with closing(sqlite3.connect(":memory:")) as database:
        for name, (ours, *_) in LEDGER_TABLES.items():
            statements.append(_made(database, name, made.get(name, ours), ours))
        for sql in (sql for _, *indexes in LEDGER_TABLES.values() for sql in indexes):
            with suppress(sqlite3.Error):  # of a column that came later: bringing the ledger up to date makes it
                database.execute(sql)
                statements.append(sql)
    return statements, roots


def _made(database: sqlite3.Connection, name: str, sql: str, ours: str) -> str:
    """Make a table; return the statement used: that of the file where an older version wrote it, else ours.

    One that an older version wrote has fewer columns, or the same in another order; a damaged one has others, or does not make any, or
    has one of another type: where a comma is lost, a column is part of the type of the one before it.
    """
    with suppress(sqlite3.Error, UnicodeError):
        if sql.upper().startswith("CREATE TABLE"):
            database.execute(sql)
        types = {row[1]: row[2] for row in database.execute(f"PRAGMA table_info({name})")}
        with closing(sqlite3.connect(":memory:")) as whole:
            whole.execute(ours)
            known = {row[1]: row[2] for row in whole.execute(f"PRAGMA table_info({name})")}
        if types and list(types) != list(known) and types.items() <= known.items():
            return sql
        database.execute(f"DROP TABLE {name}")
    database.execute(ours)
    return ours


def _columns(schema: list[str]) -> dict[str, list[str]]:
    with closing(sqlite3.connect(":memory:")) as database:
        for statement in schema:
            database.execute(statement)
        return {name: [row[1] for row in database.execute(f"PRAGMA table_info({name})")] for name in LEDGER_TABLES}


def _named(rows: list[Kept], columns: list[str]) -> dict[int, dict[str, Value]]:
    """Return rows by their number, with their values by column; of two with one number the longer."""
    found: dict[int, dict[str, Value]] = {}
    for row in sorted(rows, key=lambda row: len(row.values)):
        found[row.rowid] = dict(zip(columns, row.values, strict=False))
    return found


# ------------------------------------------------------------------------------------------------------------------ filling


def _fill(database: sqlite3.Connection, tables: dict[str, dict[int, dict[str, Value]]]) -> str:
    """Write the rows that fit into the new tables; return what is lost, in words."""
    refused: dict[str, int] = defaultdict(int)
    for name, rows in tables.items():
        if name in MADE_ANEW:
            continue
        for rowid, row in sorted(rows.items()):
            refused[name] += not _insert(database, name, rowid, row)
    stated = stated_version(database)
    if stated != VERSION and _is_of_this_version(database) and not is_newer(stated, noted_version(database)):
        database.execute("DELETE FROM ledger_schema")
        database.execute("INSERT INTO ledger_schema VALUES (?)", (VERSION,))
    if stated_version(database) is None:
        raise LedgerDamaged(said("The ledger is damaged: it does not say its version any more. Restore its back-up."))
    present = {row[1] for row in database.execute("PRAGMA table_info(pages)")}  # an older version has fewer
    unset = "".join(f", {name} = NULL" for name in ("number", "leader", "text_digest") if name in present)
    database.execute(f"UPDATE pages SET settled = content IS NULL{unset}")  # noqa: S608
    stay_away = [(canonical(str(url)),) for (url,) in database.execute("SELECT url FROM reports WHERE status = 'withdrawn'").fetchall()]
    database.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", stay_away)
    marks = ", ".join("?" * len(STATUSES))
    database.execute(f"UPDATE reports SET status = 'valid' WHERE status NOT IN ({marks})", STATUSES)  # noqa: S608
    database.execute("DELETE FROM pages WHERE page NOT BETWEEN 1 AND ?", (most_numbers(database),))
    gone = database.execute(
        "SELECT r.id, r.url FROM reports r LEFT JOIN pages p ON p.page = r.page WHERE r.page IS NOT NULL AND p.page IS NULL"
    ).fetchall()
    lost = sum(_hand_on(database, name, url) for name, url in gone)
    database.execute("DELETE FROM copies WHERE page NOT IN (SELECT page FROM pages) OR report NOT IN (SELECT id FROM reports)")
    database.execute("UPDATE pages SET report = NULL WHERE report NOT IN (SELECT id FROM reports)")
    (known,) = database.execute("SELECT count(*) FROM pages").fetchone()
    return f"{known - lost:,} pages are there, {lost:,} of reports are lost, {sum(refused.values()):,} rows made no sense"


def _hand_on(database: sqlite3.Connection, name: str, url: object) -> bool:
    """Let a report whose page is lost stand on another of its pages; return whether there is none, and only its address is left."""
    query = "SELECT page FROM pages WHERE report = ? AND content IS NOT NULL ORDER BY address LIMIT 1"
    heir = database.execute(query, (name,)).fetchone()
    stub = _stub(url)
    if heir is None:
        columns = ", ".join(stub)
        database.execute(f"INSERT OR IGNORE INTO pages ({columns}) VALUES ({', '.join('?' * len(stub))})", list(stub.values()))  # noqa: S608
    (page,) = heir or database.execute("SELECT page FROM pages WHERE address = ?", (stub["address"],)).fetchone()
    database.execute("UPDATE reports SET page = ? WHERE id = ?", (page, name))
    return heir is None


def _is_of_this_version(database: sqlite3.Connection) -> bool:
    """Whether the tables have the columns of this version, and no others."""
    return all(
        {row[1] for row in database.execute(f"PRAGMA table_info({table.name})")} == set(table.columns.keys())
        for table in metadata.sorted_tables
    )


def _insert(database: sqlite3.Connection, name: str, rowid: int, row: dict[str, Value]) -> bool:
    """Insert one row, if it fits; the column that numbers the rows of a table is not in its record."""
    info = database.execute(f"PRAGMA table_info({name})").fetchall()
    values = dict(row)
    for _, column, kind, needed, _, key in info:
        if key and kind == "INTEGER" and sum(bool(each[5]) for each in info) == 1:
            values[column] = rowid
        elif column in values:
            values[column] = _as_kind(values[column], kind)
            if not _fits(values[column], kind, needed=bool(needed)):
                return False
    if name == "reports" and not ID.fullmatch(str(values.get("id"))):
        return False  # its page gives it its id again
    named = ", ".join(values)
    try:
        database.execute(f"INSERT INTO {name} ({named}) VALUES ({', '.join('?' * len(values))})", list(values.values()))  # noqa: S608
    except (sqlite3.Error, OverflowError, UnicodeEncodeError):
        return False
    return True


_KINDS: Final[dict[str, tuple[type, ...]]] = {"INTEGER": (int,), "TEXT": (str,), "BLOB": (bytes,), "FLOAT": (int, float)}


def _as_kind(value: Value, kind: str) -> Value:
    """Return a text that became bytes as text again, and the other way round: one bit of a row says which it is."""
    with suppress(UnicodeError):
        if kind == "TEXT" and isinstance(value, bytes):
            return value.decode()
        if kind == "BLOB" and isinstance(value, str):
            return value.encode()
    return value


def _fits(value: Value, kind: str, *, needed: bool) -> bool:
    return not needed if value is None else isinstance(value, _KINDS.get(kind, (object,)))


def _stub(url: Any) -> dict[str, Value]:
    """Return what is left of a page that a report stands on: an address that a later run asks for again."""
    told = str(url)
    return {
        "address": canonical(told),
        "url": told,
        "site": site(told) or "",
        "outcome": Outcome.FAILED.value,
        "reason": Reason.LEDGER_DAMAGED.value,
        "detail": "what the ledger held of it was damaged",
        "run": "",
        "settled": 1,
    }


def free_name(path: Path) -> Path:
    """Return a name beside a ledger that nothing has yet."""
    names = (path.with_name(f"{path.name}.damaged{number or ''}") for number in range(10_000))
    return next(name for name in names if not name.exists())
