"""`scrapy report [FILE.html]`: what a ledger or a file of rows holds, as one HTML file that opens anywhere."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsbot.commands.looking import Looking
from newsbot.presentation.messages import language, told
from newsbot.presentation.report.build import report_html

if TYPE_CHECKING:
    import argparse


class Command(Looking, ScrapyCommand):
    """Writes the report."""

    operands = "[ROWS.jsonl | LEDGER] [FILE.html]"
    about = "Write what a ledger or a file of rows holds as one HTML file that needs nothing else"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--archive", metavar="PATH", action="append", help="archive with the raw pages; default: that of the crawl")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the file. Raises NewsbotError."""
        out = next((Path(name) for name in args if name.endswith((".html", ".htm"))), Path("report.html"))
        places = [name for name in args if not name.endswith((".html", ".htm"))]
        collection = self.collection(places)
        again = shlex.join([*(f"--in={place}" for place in places), *(f"--archive={path}" for path in opts.archive or ())])
        self.write(out, report_html(collection, language(), self.archives(opts.archive), f" {again}".rstrip()))
        print(told("{count:,} reports written to {path}", count=len(collection.rows), path=out))
        print(told("next: open {path} in a browser", path=out))
