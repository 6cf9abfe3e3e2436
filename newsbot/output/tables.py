"""Rows as tidy tables: reports, figures, practices, places, copies, phrases, paragraphs.

Each has one thing a line; the report's id joins them.

Each table is declared once: its columns with their types, and what yields its lines from a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Literal, Protocol

from newsbot.output.lines import clean
from newsbot.row import DIVISION_LEVELS, Copy, FieldConfidence, Figure, Practice, Repairs, Row, plain

ColumnKind = Literal["text", "integer", "number", "truth"]
Line = tuple[Any, ...]

PLACE_KEYS: Final = (*DIVISION_LEVELS, "zone")
PHRASES: Final = "phrases"
"""The one table whose lines come from all rows together (`WholeTable`)."""
JOINED: Final = "; "
"""Between several values in one cell of the table of reports."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, and the lines that a row gives."""

    columns: Mapping[str, ColumnKind]
    about: str
    lines: Callable[[Row], Iterator[Line]]


_COUNTS: Final = tuple(declared.name for declared in fields(Repairs) if declared.name != "open")
_SURE: Final = tuple(declared.name for declared in fields(FieldConfidence))


def _report(row: Row) -> Iterator[Line]:
    place = row.place
    divisions = [getattr(place, level) for level in PLACE_KEYS]
    codes = [division.code for division in divisions if division and division.code]
    yield (
        row.id,
        row.revision,
        row.url,
        row.site,
        row.title,
        row.title_raw,
        row.date_published,
        row.date_modified,
        row.source,
        JOINED.join(f"{author.name} ({author.role})" for author in row.authors),
        JOINED.join(row.keywords),
        *(division.name if division else None for division in divisions),
        codes[-1] if codes else None,
        len(row.body),
        sum(map(len, row.body)),
        len(row.figures),
        len(row.practices),
        row.copies_count,
        len(row.contested),
        row.topic.score,
        row.script,
        *(getattr(row.repairs, name) for name in _COUNTS),
        len(row.repairs.open),
        JOINED.join(row.flags),
        *(getattr(row.confidence, name) for name in _SURE),
        JOINED.join(row.chosen_because),
        row.fetched_at,
        row.first_seen,
        row.gone_since,
        row.provenance.content_sha256,
        row.provenance.version,
    )


_REPORTS: Final[Mapping[str, ColumnKind]] = {
    "report": "text",
    "revision": "integer",
    **dict.fromkeys(("url", "site", "title", "title_raw", "date_published", "date_modified", "source", "authors", "keywords"), "text"),
    **dict.fromkeys(PLACE_KEYS, "text"),
    "place_code": "text",
    **dict.fromkeys(("paragraphs", "characters", "figures", "practices", "copies", "contested"), "integer"),
    "topic_score": "number",
    "script": "text",
    **dict.fromkeys((f"repaired_{name}" for name in _COUNTS), "integer"),
    "not_repaired": "integer",
    "flags": "text",
    **dict.fromkeys((f"confidence_{name}" for name in _SURE), "number"),
    **dict.fromkeys(("chosen_because", "fetched_at", "first_seen", "gone_since", "content_sha256", "version"), "text"),
}


def _parts(of: Callable[[Row], list[Any]]) -> Callable[[Row], Iterator[Line]]:
    """Return what yields one line for each part of a row: the report, the part's number from 0, then its fields."""

    def lines(row: Row) -> Iterator[Line]:
        for number, part in enumerate(of(row)):
            yield (row.id, number, *(getattr(part, declared.name) for declared in fields(part)))

    return lines


def _columns(of: type, **known: ColumnKind) -> dict[str, ColumnKind]:
    kinds: dict[str, ColumnKind] = {declared.name: known.get(declared.name, "text") for declared in fields(of)}
    return {"report": "text", "number": "integer", **kinds}


def _places(row: Row) -> Iterator[Line]:
    for level in PLACE_KEYS:
        if division := getattr(row.place, level):
            yield row.id, level, division.name, division.code, False
    for division in row.place.candidates:
        yield row.id, None, division.name, division.code, True


def _paragraphs(row: Row) -> Iterator[Line]:
    for number, text in enumerate(row.body):
        yield row.id, number, text


TABLES: Final[Mapping[str, Table]] = {
    "reports": Table(_REPORTS, "one line for each report; the other tables name it in `report`", _report),
    "figures": Table(
        _columns(Figure, value="number", paragraph="integer"),
        "counted facts, each with the words as printed; `paragraph` is that of the table paragraphs",
        _parts(lambda row: row.figures),
    ),
    "practices": Table(_columns(Practice, paragraph="integer"), "named ways of working", _parts(lambda row: row.practices)),
    "places": Table(
        {"report": "text", "level": "text", "name": "text", "code": "text", "candidate": "truth"},
        "the divisions a report is about, level by level; candidates where the deepest level is ambiguous",
        _places,
    ),
    "copies": Table(_columns(Copy, similarity="number"), "where else a report stands, the nearest first", _parts(lambda row: row.copies)),
    PHRASES: Table(
        {
            "report": "text",
            "phrase": "integer",
            "text": "text",
            "step": "integer",
            "place": "text",
            "date_published": "text",
        },
        "sentences and clauses that reports of three places and more share, each use a line; `step` 0 stands first, ◯ for a figure",
        lambda _: iter(()),
    ),
    "paragraphs": Table({"report": "text", "paragraph": "integer", "text": "text"}, "the body, paragraph by paragraph from 0", _paragraphs),
}
"""Every table by its name."""


class WholeTable(Protocol):
    """What sees every row, and then has the lines of a table that no row has by itself."""

    name: str

    def add(self, row: Row) -> None:
        """Look at a row."""

    def lines(self) -> Iterator[Line]:
        """Yield the lines, when all rows were seen."""


def table_lines(row: Row) -> Iterator[tuple[str, Line]]:
    """Yield every line that a row gives, with the name of its table."""
    for name, table in TABLES.items():
        for line in table.lines(row):
            yield name, tuple(plain(value, clean) for value in line)
