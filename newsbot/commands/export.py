"""`scrapy export FILE`: the valid row of every report in the ledger, as JSON lines, CSV or Parquet by the file's name."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import types
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar, Literal, Union, cast, get_args, get_origin, get_type_hints

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newsbot import __version__
from newsbot.exceptions import ArgumentError, NewsbotError, OutputError, OutputNotCreated
from newsbot.ledger import Ledger
from newsbot.output.files import WholeFile
from newsbot.output.lines import line
from newsbot.row import Row

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator

ENDINGS = (".jsonl", ".jsonl.gz", ".csv", ".parquet")

ROW_GROUP = 1000
"""Rows of a Parquet file that are held in memory together."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula and run."""


class Command(ScrapyCommand):
    """Writes what the ledger holds now; what a run still has to deliver is left for the run."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        """Say what the command takes."""
        return "[options] <file.jsonl | file.jsonl.gz | file.csv | file.parquet>"

    def short_desc(self) -> str:
        """Say what the command is for."""
        return "Write the valid row of every report in the ledger to a file"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the file. Raises UsageError (exit code 2) for wrong arguments; other failures end with the codes of a crawl."""
        del opts
        if len(args) != 1:
            raise UsageError("name one file: scrapy export reports.jsonl", print_help=False)
        assert self.settings is not None
        try:
            count = export(self.settings["LEDGER"], Path(args[0]))
        except ArgumentError as error:
            raise UsageError(str(error), print_help=False) from None
        except NewsbotError as error:
            print(error, file=sys.stderr)
            self.exitcode = error.exit_code
        else:
            print(f"{count:,} reports written to {args[0]}")


def export(ledger: str, path: Path) -> int:
    """Write the valid rows of the ledger at that address to ``path``, whole or not at all; return how many. Raises NewsbotError."""
    write = _writer(path)
    with Ledger.open(ledger, run="export", version=__version__, create=False) as opened:
        file = WholeFile(path)
        try:
            count = write(cast("IO[bytes]", file), opened.export())
            file.commit()
        except OSError as error:
            cause = OutputError if file.created else OutputNotCreated
            verb = "written" if file.created else "created"
            raise cause(f"{path} could not be {verb} ({error.strerror or error}). What stood there still stands.") from error
        except BaseException as error:
            file.fail(error if isinstance(error, Exception) else OSError("stopped"))
            raise
    return count


def _writer(path: Path) -> Callable[[IO[bytes], Iterable[Row]], int]:
    """Return what writes files named like this one. Raises ArgumentError."""
    name = path.name.lower()
    if name.endswith(".jsonl"):
        return write_lines
    if name.endswith(".jsonl.gz"):
        return write_compressed
    if name.endswith(".csv"):
        return write_csv
    if name.endswith(".parquet"):
        try:
            import pyarrow.parquet  # noqa: F401, PLC0415 - optional, and slow to load
        except ModuleNotFoundError:
            raise ArgumentError("Parquet needs pyarrow, which is not installed. Install it with: pip install 'newsbot[parquet]'") from None
        return write_parquet
    raise ArgumentError(f"{path}: the name says the format, and may end in {', '.join(ENDINGS)}.")


# -------------------------------------------------------------------------------------------------------------- the formats


def write_lines(file: IO[bytes], rows: Iterable[Row]) -> int:
    """Write a row a line, as a crawl does."""
    count = 0
    for row in rows:
        file.write(line(row))
        count += 1
    return count


def write_compressed(file: IO[bytes], rows: Iterable[Row]) -> int:
    """Write the same, compressed; equal rows give equal bytes (no name and no time in the head)."""
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as squeezed:
        return write_lines(cast("IO[bytes]", squeezed), rows)


def write_csv(file: IO[bytes], rows: Iterable[Row]) -> int:
    """Write a table for people: paragraphs and keywords one below the other in their cell, what has parts as JSON.

    It begins with the mark by which spreadsheets know UTF-8. A text that a spreadsheet would take for a formula gets an apostrophe in
    front: it comes from strangers.
    """
    file.write(b"\xef\xbb\xbf")
    buffer = io.StringIO()
    table = csv.writer(buffer)
    table.writerow([field.name for field in fields(Row)])
    count = 0
    for row in rows:
        plain = json.loads(line(row))
        table.writerow([_cell(value) for value in plain.values()])
        file.write(buffer.getvalue().encode("utf-8"))
        buffer.seek(0)
        buffer.truncate()
        count += 1
    file.write(buffer.getvalue().encode("utf-8"))
    return count


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and value and all(isinstance(element, str) for element in value):
        value = "\n".join(value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(value)


def write_parquet(file: IO[bytes], rows: Iterable[Row]) -> int:
    """Write a Parquet file whose columns have the types of the row."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = pa.schema([(name, _arrow(hint)) for name, hint in get_type_hints(Row).items()])
    count = 0
    with pq.ParquetWriter(pa.PythonFile(file, mode="w"), schema, compression="zstd") as table:
        for group in _groups(rows):
            table.write_table(pa.Table.from_pylist(group, schema=schema))
            count += len(group)
    return count


def _groups(rows: Iterable[Row]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    for row in rows:
        group.append(json.loads(line(row)))
        if len(group) == ROW_GROUP:
            yield group
            group = []
    if group:
        yield group


def _arrow(hint: Any) -> Any:
    """Return the Arrow type of an annotation of the model."""
    import pyarrow as pa  # noqa: PLC0415

    origin, inside = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return _arrow(next(part for part in inside if part is not type(None)))
    if origin is list:
        return pa.list_(_arrow(inside[0]))
    if is_dataclass(hint):
        return pa.struct([(name, _arrow(part)) for name, part in get_type_hints(hint).items()])
    if origin is Literal or hint is str:
        return pa.string()
    return {int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[hint]
