"""`scrapy export FILE`: the valid row of every report in the ledger, in the format that the name says; a folder becomes tidy tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from newsbot import __version__
from newsbot.commands.base import Acting
from newsbot.exceptions import ArgumentError, OutputError, OutputNotCreated
from newsbot.exporters import FORMATS
from newsbot.ledger import Ledger
from newsbot.output.articles import SHAPES
from newsbot.output.columns import why_no_parquet
from newsbot.output.files import WholeFile
from newsbot.output.lines import clean, line
from newsbot.output.table_files import TABLE_FORMATS, why_no_workbook, write_tables, write_workbook
from newsbot.presentation.messages import told
from newsbot.presentation.phrases import PhraseTable
from newsbot.row import Row, plain
from newsbot.said import said

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

    from scrapy.exporters import BaseItemExporter


class Command(Acting, ScrapyCommand):
    """Writes what the ledger holds now; what a run still has to deliver is left for the run."""

    operands = "<file, or folder/>"
    about = f"Write the valid row of every report in the ledger to a file ({', '.join(f'.{name}' for name in FORMATS)})"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--as", dest="shape", choices=list(SHAPES), help="write JSON lines of another kind than our rows")
        parser.add_argument(
            "--tables", choices=TABLE_FORMATS, help="format of the tables in a folder; default: parquet where pyarrow is there"
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the file. Raises NewsbotError."""
        if len(args) != 1:
            raise ArgumentError(said("name one file or folder: newsbot export reports.jsonl, newsbot export tables/"))
        assert self.settings is not None
        count = write(self.settings["LEDGER"], args[0], opts.shape, opts.tables)
        print(told("{count:,} reports written to {path}", count=count, path=args[0]))


def write(ledger: str, place: str, shape: str | None = None, form: str | None = None) -> int:
    """Write the valid rows of a ledger to a file or, where the name ends in a slash or is that of one, a folder; return how many."""
    path = Path(place)
    if shape is not None:
        return _export_shaped(ledger, path, SHAPES[shape])
    if place.endswith("/") or path.is_dir():
        if form == "parquet" and (missing := why_no_parquet()):
            raise ArgumentError(missing)
        chosen = form or ("csv" if why_no_parquet() else "parquet")
        return _export_tables(ledger, path, lambda rows: write_tables(rows, path, chosen, [PhraseTable()]))
    if path.name.lower().endswith(".xlsx"):
        if missing := why_no_workbook():
            raise ArgumentError(missing)
        return _export_tables(ledger, path, lambda rows: write_workbook(rows, path, [PhraseTable()]))
    return export(ledger, path)


def _export_tables(ledger: str, path: Path, writes: Callable[[Iterable[Row]], dict[str, int]]) -> int:
    with Ledger.open(ledger, run="export", version=__version__, create=False) as opened:
        try:
            return writes(opened.export())["reports"]
        except OSError as error:
            raise OutputError(
                said("{path} could not be written ({why}). What stood there still stands.", path=path, why=error.strerror or error)
            ) from error


def _export_shaped(ledger: str, path: Path, shape: Callable[[Row], dict[str, Any]]) -> int:
    if not path.name.lower().endswith((".jsonl", ".jl")):
        raise ArgumentError(said("{path}: with --as the file is JSON lines, and its name ends in .jsonl.", path=path))

    def writes(rows: Iterable[Row]) -> dict[str, int]:
        file = WholeFile(path)
        for row in rows:
            file.write(line(plain(shape(row), clean)))
        file.commit()
        return {"reports": file.lines}

    return _export_tables(ledger, path, writes)


def export(ledger: str, path: Path) -> int:
    """Write the valid rows of the ledger at that address to ``path``, whole or not at all; return how many. Raises NewsbotError."""
    exporter_class = _exporter(path)
    with Ledger.open(ledger, run="export", version=__version__, create=False) as opened:
        file = WholeFile(path)
        count = 0
        try:
            exporter = exporter_class(file, encoding="utf-8")
            exporter.start_exporting()
            for count, row in enumerate(opened.export(), 1):  # noqa: B007  # the last one is what counts
                exporter.export_item(row)
            exporter.finish_exporting()
            file.commit()
        except OSError as error:
            cause = OutputError if file.created else OutputNotCreated
            verb = "written" if file.created else "created"
            raise cause(f"{path} could not be {verb} ({error.strerror or error}). What stood there still stands.") from error
        except BaseException as error:
            file.fail(error if isinstance(error, Exception) else OSError("stopped"))
            raise
    return count


def _exporter(path: Path) -> Callable[..., BaseItemExporter]:
    """Return what writes files named like this one. Raises ArgumentError."""
    name = next((ending for ending in sorted(FORMATS, key=len, reverse=True) if path.name.lower().endswith(f".{ending}")), None)
    if name is None:
        known = ", ".join(f".{ending}" for ending in FORMATS)
        raise ArgumentError(
            said("{path}: the name says the format, and may end in {known}, .xlsx, or / for a folder of tables.", path=path, known=known)
        )
    if name == "parquet" and (missing := why_no_parquet()):
        raise ArgumentError(missing)
    return FORMATS[name]
