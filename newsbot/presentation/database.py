"""The tidy tables as one SQLite file that Datasette and every SQLite browser open, with a search that finds Chinese words.

Real tables, not packed content: those of :data:`newsbot.output.tables.TABLES`. ``search`` is a table of FTS5 over pairs of characters
(:mod:`newsbot.presentation.search`), which the function ``pairs(words)`` asks; ``around(text, words)`` marks what was found.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from newsbot.output.tables import TABLES, table_lines
from newsbot.presentation.messages import marked, told
from newsbot.presentation.phrases import PhraseTable
from newsbot.presentation.search import pairs, text_around

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from newsbot.row import Row

TYPES: Final = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "truth": "INTEGER"}

SEARCH: Final = """SELECT reports.report, reports.date_published, reports.title, reports.city, reports.county, reports.source,
around((SELECT group_concat(text, ' ') FROM paragraphs WHERE paragraphs.report = reports.report), :words) AS found, reports.url
FROM search JOIN reports ON reports.report = search.report WHERE search MATCH pairs(:words) ORDER BY bm25(search, 0, 8, 1)"""
QUESTIONS: Final = {
    "search": SEARCH,
    "by_county": "SELECT province, city, county, count(*) AS reports, min(date_published) AS first, max(date_published) AS last "
    "FROM reports GROUP BY 1, 2, 3 ORDER BY reports DESC",
    "practices_by_first_use": "SELECT name, kind, count(DISTINCT practices.report) AS reports, min(date_published) AS first, county "
    "FROM practices JOIN reports USING (report) GROUP BY name ORDER BY reports DESC",
    "most_copied": "SELECT title, county, date_published, copies, url FROM reports WHERE copies > 0 ORDER BY copies DESC",
    "phrases_that_travel": "SELECT text, count(DISTINCT place) AS places, count(*) AS reports, min(date_published) AS first, "
    "max(CASE step WHEN 0 THEN place END) AS first_place FROM phrases GROUP BY phrase ORDER BY places DESC, reports DESC",
    "contested": "SELECT title, county, date_published, contested, url FROM reports WHERE contested > 0 ORDER BY contested DESC",
}
"""Saved questions, by the name under which Datasette shows them."""
TITLES: Final = {
    "search": marked("Search: words, parted by blanks; those of two characters are found too"),
    "by_county": marked("Reports by county, with the first and the last day"),
    "practices_by_first_use": marked("Practices: where each is named first, and by how many reports"),
    "most_copied": marked("The reports that were copied most"),
    "phrases_that_travel": marked("Phrases that travel: in how many places, and where first"),
    "contested": marked("Reports whose copies say something else"),
}
FOUND_MARKS: Final = ("【", "】")
"""Around a word that was found."""
FACETS: Final = ("province", "city", "source", "script")


def question(words: str) -> str:
    """Return words as FTS5 asks for all of them: each the phrase of its pairs. What has no word asks for nothing that there is.

    >>> question("创城 网格员")
    '"创城" AND "网格 格员"'
    """
    return " AND ".join(f'"{" ".join(found)}"' for word in words.split() if (found := pairs(word))) or '""'


def around(text: str | None, words: str) -> str:
    """Return the text around the words that were found, with marks around each.

    >>> around("街道推动创城工作", "创城")
    '街道推动【创城】工作'
    """
    return text_around(text or "", words.split(), FOUND_MARKS)


def write_database(rows: Iterable[Row], path: Path) -> int:
    """Write the tables into a new SQLite file in place of what stood there; return how many reports. Raises OSError."""
    path.unlink(missing_ok=True)
    count = 0
    phrases = PhraseTable()
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, table in TABLES.items():
            columns = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in table.columns.items())
            connection.execute(f'CREATE TABLE "{name}" ({columns})')
        connection.execute("CREATE VIRTUAL TABLE search USING fts5(report UNINDEXED, title, body, tokenize='unicode61')")
        for row in rows:
            count += 1
            for name, line in table_lines(row):
                connection.execute(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(line))})', line)  # noqa: S608 - names of ours
            texts = (" ".join(pairs(text)) for text in (row.title or "", "\n".join(row.body)))
            connection.execute("INSERT INTO search VALUES (?, ?, ?)", (row.id, *texts))
            phrases.add(row)
        connection.executemany(f'INSERT INTO "{phrases.name}" VALUES (?, ?, ?, ?, ?, ?)', phrases.lines())  # noqa: S608 - names of ours
        for name in TABLES:
            connection.execute(f'CREATE INDEX "{name}_report" ON "{name}" (report)')
    return count


def datasette_metadata(database: str) -> str:
    """Return Datasette's metadata: saved questions and facets."""
    queries = {name: {"sql": sql, "title": told(TITLES[name])} for name, sql in QUESTIONS.items()}
    tables = {name: {"description": table.about} for name, table in TABLES.items()}
    said: dict[str, Any] = {
        "title": told("Civilised-city reports"),
        "databases": {
            database: {"queries": queries, "tables": {**tables, "reports": {**tables["reports"], "facets": list(FACETS)}}},
        },
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


PLUGIN: Final = """from datasette import hookimpl
from newsbot.presentation.database import around, question


@hookimpl
def prepare_connection(conn):
    conn.create_function("pairs", 1, question, deterministic=True)
    conn.create_function("around", 2, around, deterministic=True)
"""
"""Datasette's plugin, which lets its connections ask ``pairs(words)`` and ``around(text, words)``."""
