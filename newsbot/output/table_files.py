"""Tidy tables on disk: a folder of CSV or Parquet files with a card that describes them, or one workbook of a spreadsheet.

Each file takes its place whole or not at all.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import re
import zipfile
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Any, Final, Protocol

from newsbot.exceptions import ArgumentError
from newsbot.output.cells import cell
from newsbot.output.files import WholeFile
from newsbot.output.tables import TABLES, table_lines
from newsbot.said import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from newsbot.output.tables import Line, WholeTable
    from newsbot.row import Row

LINES_TOGETHER: Final = 10_000
"""Lines of a Parquet table that are written together."""
MAX_SHEET_ROWS: Final = 1_048_576
"""Rows of a sheet in Excel, the heads among them (Microsoft: Excel specifications and limits)."""
TABLE_FORMATS: Final = ("parquet", "csv")
CARD: Final = "README.md"

_NOT_IN_A_SHEET: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML, of which a workbook is made, has no way to write."""
_ANY_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""Of the files in a workbook: equal rows give equal bytes."""


class _Sink(Protocol):
    def write(self, name: str, line: Line) -> None: ...

    def finish(self) -> None: ...

    def abandon(self) -> None: ...


def why_no_workbook() -> str | None:
    """Return what is missing to write a workbook, None where nothing is."""
    if importlib.util.find_spec("openpyxl") is None:
        return "A workbook needs openpyxl, which is not installed. Install it with: pip install 'newsbot[xlsx]'"
    return None


def write_tables(rows: Iterable[Row], folder: Path, form: str, whole: Sequence[WholeTable] = ()) -> dict[str, int]:
    """Write a folder of tables with their card; return the lines of each. Raises OSError, and ArgumentError where a format is unknown.

    ``whole``: tables that come from all rows together.
    """
    if form not in TABLE_FORMATS:
        raise ArgumentError(
            said(
                "{form} is no format of tables; it may be {table_formats}.",
                form=form,
                table_formats=", ".join(TABLE_FORMATS),
            )
        )
    files = {name: WholeFile(folder / f"{name}.{form}") for name in TABLES}
    sink: _Sink = _Parquet(files) if form == "parquet" else _Csv(files)
    counts = _fill(sink, rows, files.values(), whole)
    card = WholeFile(folder / CARD)
    card.write(card_text(counts, form).encode())
    for file in (*files.values(), card):
        file.commit()
    return counts


def write_workbook(rows: Iterable[Row], path: Path, whole: Sequence[WholeTable] = ()) -> dict[str, int]:
    """Write one workbook with a sheet for each table; return the lines of each. Raises OSError, ArgumentError where a sheet is too long."""
    file = WholeFile(path)
    counts = _fill(_Workbook(file), rows, [file], whole)
    file.commit()
    return counts


def _fill(sink: _Sink, rows: Iterable[Row], files: Iterable[WholeFile], whole: Sequence[WholeTable]) -> dict[str, int]:
    counts = dict.fromkeys(TABLES, 0)
    try:
        for row in rows:
            for name, line in table_lines(row):
                sink.write(name, line)
                counts[name] += 1
            for table in whole:
                table.add(row)
        for table in whole:
            for line in table.lines():
                sink.write(table.name, line)
                counts[table.name] += 1
        sink.finish()
    except BaseException as error:
        sink.abandon()
        for file in files:
            file.fail(error if isinstance(error, Exception) else OSError("stopped"))
        raise
    return counts


def card_text(counts: dict[str, int], form: str) -> str:
    """Return the card of a folder of tables: what each holds, its columns with their types, how to join and cite them."""
    lines = [
        "# Civilised-city reports, as tables",
        "",
        "Made by newsbot from its ledger: one line of `reports` for each distinct report, its copies merged, damage of mirrors undone.",
        "An empty cell means that nothing is known, never zero. docs/fields.md of newsbot says what each value means and how it is read.",
        "`confidence_…` is the probability (0 to 1) that a value, an empty one included, is right.",
        "The texts belong to those who published them; the tables are for research.",
        "",
        "| table | lines | what it holds |",
        "|---|---|---|",
        *(f"| `{name}.{form}` | {counts[name]} | {table.about} |" for name, table in TABLES.items()),
        "",
        *(line for name, table in TABLES.items() for line in _columns_told(name, table.columns)),
    ]
    if form == "csv":
        lines.append(
            "A text that a spreadsheet would run as a formula begins with an apostrophe; one longer than a cell says that it was cut."
        )
    return "\n".join(lines).rstrip() + "\n"


def _columns_told(name: str, columns: Any) -> list[str]:
    told = ", ".join(f"`{column}` {kind}" for column, kind in columns.items())
    return [f"**{name}**: {told}", ""]


class _Csv:
    """Comma-separated files that a spreadsheet opens right, and runs nothing of."""

    def __init__(self, files: dict[str, WholeFile]) -> None:
        self.files = files
        for name, table in TABLES.items():
            files[name].write(BOM_UTF8)
            self.write(name, tuple(table.columns))

    def write(self, name: str, line: Line) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow([cell(value) for value in line])
        self.files[name].write(text.getvalue().encode())

    def finish(self) -> None:
        """Do nothing: every line is written."""

    def abandon(self) -> None:
        """Do nothing: nothing is open."""


class _Parquet:
    """Parquet files with typed columns."""

    def __init__(self, files: dict[str, WholeFile]) -> None:
        import pyarrow as pa  # noqa: PLC0415 - optional, and slow to load
        import pyarrow.parquet as pq  # noqa: PLC0415

        kinds = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "truth": pa.bool_()}
        self._pa = pa
        self._schemas = {name: pa.schema([(c, kinds[kind]) for c, kind in table.columns.items()]) for name, table in TABLES.items()}
        self._writers = {
            name: pq.ParquetWriter(pa.PythonFile(files[name], mode="w"), schema, compression="zstd")
            for name, schema in self._schemas.items()
        }
        self._waiting: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}

    def write(self, name: str, line: Line) -> None:
        self._waiting[name].append(dict(zip(TABLES[name].columns, line, strict=True)))
        if len(self._waiting[name]) >= LINES_TOGETHER:
            self._write(name)

    def finish(self) -> None:
        for name, writer in self._writers.items():
            self._write(name)
            writer.close()

    def abandon(self) -> None:
        """Do nothing: what is written goes with its file."""

    def _write(self, name: str) -> None:
        if self._waiting[name]:
            self._writers[name].write_table(self._pa.Table.from_pylist(self._waiting[name], schema=self._schemas[name]))
            self._waiting[name].clear()


class _Workbook:
    """One workbook; numbers stay numbers, no text is a formula."""

    def __init__(self, file: WholeFile) -> None:
        from openpyxl import Workbook  # noqa: PLC0415 - optional, and slow to load

        self._file = file
        self._book = Workbook(write_only=True)
        self._sheets = {name: self._book.create_sheet(name) for name in TABLES}
        self._counts = dict.fromkeys(TABLES, 0)
        for name, table in TABLES.items():
            self._sheets[name].freeze_panes = "A2"
            self.write(name, tuple(table.columns))

    def write(self, name: str, line: Line) -> None:
        self._counts[name] += 1
        if self._counts[name] > MAX_SHEET_ROWS:
            raise ArgumentError(
                said(
                    "The table {name} has more than the {max_sheet_rows:,} lines of a sheet: write a folder of tables.",
                    name=name,
                    max_sheet_rows=MAX_SHEET_ROWS,
                )
            )
        self._sheets[name].append([_in_sheet(value) for value in line])

    def finish(self) -> None:
        made = io.BytesIO()
        self._book.save(made)
        packed = io.BytesIO()
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                data = (
                    re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", old.read(name))
                    if "core" in name
                    else old.read(name)
                )
                new.writestr(zipfile.ZipInfo(name, _ANY_DAY), data, zipfile.ZIP_DEFLATED)
        self._file.write(packed.getvalue())

    def abandon(self) -> None:
        for sheet in self._sheets.values():
            sheet.close()


def _in_sheet(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    return _NOT_IN_A_SHEET.sub("\ufffd", cell(value)) or None
