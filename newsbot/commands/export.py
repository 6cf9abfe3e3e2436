"""`scrapy export FILE`: the valid row of every report in the ledger, in the format that the file's name says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newsbot import __version__
from newsbot.exceptions import ArgumentError, NewsbotError, OutputError, OutputNotCreated
from newsbot.exporters import FORMATS
from newsbot.ledger import Ledger
from newsbot.output.columns import why_no_parquet
from newsbot.output.files import WholeFile

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from scrapy.exporters import BaseItemExporter


class Command(ScrapyCommand):
    """Writes what the ledger holds now; what a run still has to deliver is left for the run."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        """Say what the command takes."""
        return "[options] <file>"

    def short_desc(self) -> str:
        """Say what the command is for."""
        return f"Write the valid row of every report in the ledger to a file ({', '.join(f'.{name}' for name in FORMATS)})"

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
        raise ArgumentError(f"{path}: the name says the format, and may end in {', '.join(f'.{ending}' for ending in FORMATS)}.")
    if name == "parquet" and (missing := why_no_parquet()):
        raise ArgumentError(missing)
    return FORMATS[name]
