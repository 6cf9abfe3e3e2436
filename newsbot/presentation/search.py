"""Full-text search that finds Chinese words of two characters: SQLite's FTS5 over pairs of characters, ranked, with the words marked.

Its tokenizers see no words in Chinese; so every pair of neighbouring Han characters is indexed as a word, and a word of a question
becomes the phrase of its pairs. What is no Han character is one word from blank to blank.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newsbot.exceptions import ArgumentError
from newsbot.presentation.messages import told
from newsbot.words import HAN_RANGE, is_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsbot.presentation.collection import Shown

AROUND: Final = 24
"""Characters shown on either side of the first word found."""
COLUMN_WEIGHTS: Final = (0, 8, 3, 3, 1)
"""Of id, title, place, practices and body: a word in the title says more of a report than one in its body."""

_RUNS = re.compile(f"[{HAN_RANGE}]{{1,10000}}|[0-9A-Za-z+.%_-]{{1,100}}")


@dataclass(frozen=True, slots=True)
class Hit:
    """One report that was found: its row, and text around the words, which stand between the marks."""

    row: Shown
    text: str


def pairs(text: str) -> list[str]:
    """Return the words that are indexed of a text.

    >>> pairs("党建引领 12个")
    ['党建', '建引', '引领', '12', '个']
    """
    out: list[str] = []
    for found in _RUNS.finditer(text):
        run = found[0]
        if len(run) == 1 or not is_han(run):
            out.append(run.lower())
        else:
            out += [run[n : n + 2] for n in range(len(run) - 1)]
    return out


def search(rows: Sequence[Shown], words: Sequence[str], most: int = 20, marks: tuple[str, str] = ("", "")) -> list[Hit]:
    """Return the reports that hold all the words, the best first. Raises ArgumentError where there is no word."""
    asked = [word for word in words if pairs(word)]
    if not asked:
        raise ArgumentError(told("name at least one word to search for"))
    singles = [word for word in asked if len(word) == 1]
    question = " AND ".join(f'"{" ".join(pairs(word))}"' for word in asked if len(word) > 1)
    by_id = {row["id"]: row for row in rows}
    if not question:
        found = [row["id"] for row in rows]
    else:
        with closing(sqlite3.connect(":memory:")) as connection:
            _fill(connection, rows)
            weights = ", ".join(map(str, COLUMN_WEIGHTS))
            query = f"SELECT id FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, {weights}), id"  # noqa: S608 - numbers of ours
            found = [name for (name,) in connection.execute(query, (question,))]
    hits = [by_id[name] for name in found if all(word in _whole(by_id[name]) for word in singles)]
    return [Hit(row, text_around(" ".join(row["body"]), asked, marks)) for row in hits[:most]]


def _fill(connection: sqlite3.Connection, rows: Iterable[Shown]) -> None:
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, title, place, practices, body, tokenize='unicode61')")
    connection.executemany(
        "INSERT INTO texts VALUES (?, ?, ?, ?, ?)", ((row["id"], *(" ".join(pairs(text)) for text in _texts(row))) for row in rows)
    )


def _texts(row: Shown) -> tuple[str, str, str, str]:
    place = " ".join(division["name"] for division in row["place"].values() if isinstance(division, dict))
    practices = " ".join(practice["name"] for practice in row["practices"])
    return row["title"] or "", place, practices, "\n".join(row["body"])


def _whole(row: Shown) -> str:
    return "\n".join(_texts(row))


def text_around(body: str, words: Sequence[str], marks: tuple[str, str]) -> str:
    """Return text of the body around the first word found, else the beginning, with every word marked."""
    places = [at for word in words if (at := body.find(word)) >= 0]
    start = max(0, min(places, default=0) - AROUND)
    text = body[start : start + 3 * AROUND]
    for word in words:
        text = text.replace(word, f"{marks[0]}{word}{marks[1]}")
    return ("…" if start else "") + text + ("…" if start + 3 * AROUND < len(body) else "")
