"""Whether the tables of a ledger's file make sense together: a file that SQLite calls sound may still hold what nobody wrote.

A flipped bit can turn a text into bytes, a row's number into another, or the version into one that there is none of yet.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from newsbot.ledger.schema import VERSION, VERSION_NOTE, metadata

SQLITE_KINDS: Final = {"INTEGER": ("integer",), "TEXT": ("text",), "BLOB": ("blob",), "FLOAT": ("real", "integer")}
"""Type of a column -> what `typeof` says of its values, besides null."""

LEDGER_TABLES: Final = {
    table.name: [
        str(make(each).compile(dialect=sqlite.dialect()))
        for make, each in [
            (CreateTable, table),
            *((CreateIndex, index) for index in sorted(table.indexes, key=lambda index: str(index.name))),
        ]
    ]
    for table in metadata.sorted_tables
}
"""table -> the statements by which SQLite makes it and its indexes."""

REFERENCES: Final = (
    ("reports", "page", "pages", "page"),
    ("copies", "report", "reports", "id"),
    ("copies", "page", "pages", "page"),
    ("relations", "page", "pages", "page"),
    ("relations", "other", "pages", "page"),
    ("pages", "report", "reports", "id"),
    ("pages", "leader", "pages", "page"),
)
"""Table and column whose values are those of another table's column, or null."""

NUMBERS_EACH: Final = 100
"""Numbers a page of the ledger up to which one may be given, …"""

NUMBERS_MORE: Final = 1_000_000
"""… and so many more, for those that were forgotten: lists as long as the largest are kept in memory."""


def makes_sense(place: str) -> bool:
    """Return whether the tables of a ledger's file make sense, as far as they can be read: see `sense`. True where it is no file."""
    path = Path(place)
    if not path.is_file():
        return True
    try:
        with closing(sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True, timeout=0)) as database:
            return why_no_sense(database) is None
    except sqlite3.OperationalError:
        return True  # locked, or gone
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def why_no_sense(database: sqlite3.Connection) -> str | None:
    """Return what is wrong with the values of a ledger's tables; None where they make sense, as those of older versions do."""
    present = {table.name: {row[1] for row in database.execute(f"PRAGMA table_info({table.name})")} for table in metadata.sorted_tables}
    stated, noted = stated_version(database), noted_version(database)
    if is_newer(stated, noted):
        return None
    for table in metadata.sorted_tables:
        known = set(table.columns.keys())
        if not present[table.name] <= known or (stated == noted == VERSION and present[table.name] != known):
            return f"{table.name} has other columns"
        wrong = [
            f"typeof({column.name}) NOT IN ('null', {', '.join(map(repr, SQLITE_KINDS[str(column.type)]))})"
            for column in table.columns
            if column.name in present[table.name]
        ]
        if wrong and database.execute(f"SELECT 1 FROM {table.name} WHERE {' OR '.join(wrong)} LIMIT 1").fetchone():  # noqa: S608
            return f"a value of {table.name} is of another kind"
    if database.execute("SELECT 1 FROM pages WHERE page NOT BETWEEN 1 AND ? LIMIT 1", (most_numbers(database),)).fetchone():
        return "a page has a number that none was given"
    for name, column, other, key in REFERENCES:
        if column in present[name] and other in present:
            query = f"SELECT 1 FROM {name} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {other}) LIMIT 1"  # noqa: S608
            if database.execute(query).fetchone():
                return f"{name}.{column} names what is not in {other}"
    if noted is not None and stated != noted and VERSION in (stated, noted):
        return "it states two versions"
    return None


def most_numbers(database: sqlite3.Connection) -> int:
    """Return the largest number that a page may have."""
    (count,) = database.execute("SELECT count(*) FROM pages").fetchone()
    return NUMBERS_MORE + NUMBERS_EACH * int(count)


def is_newer(stated: int | None, noted: int | None) -> bool:
    """Return whether a ledger of these versions is a newer program's.

    A later version is believed, so that nothing of a newer program is taken for damaged, unless it is one flipped bit away from the version
    that is noted beside it, and not the next one.
    """
    if stated is None or stated <= VERSION:
        return False
    return noted != VERSION or stated == VERSION + 1 or (stated ^ VERSION).bit_count() > 1


def stated_version(database: sqlite3.Connection) -> int | None:
    """Return the version that a ledger states, where it states one."""
    match database.execute("SELECT version FROM ledger_schema").fetchall():
        case [(int(version),)]:
            return version
        case _:
            return None


def noted_version(database: sqlite3.Connection) -> int | None:
    """Return the version that is noted a second time, by programs that do so."""
    match database.execute("SELECT note FROM notes WHERE name = ?", (VERSION_NOTE,)).fetchall():
        case [(str(note),)] if note.isascii() and note.isdigit():
            return int(note)
        case _:
            return None
