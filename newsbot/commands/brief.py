"""`scrapy brief PLACE`: two pages on what was reported of a place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsbot.commands.looking import Looking
from newsbot.exceptions import ArgumentError
from newsbot.presentation.brief import brief
from newsbot.said import said

if TYPE_CHECKING:
    import argparse

_MONTH = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")


class Command(Looking, ScrapyCommand):
    """Writes a brief."""

    operands = "<place>"
    about = "Sum up what was reported of a place in a month: practices, figures, sources"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--month", metavar="YYYY-MM", help="the month, or year, of publication; default: all time")
        parser.add_argument("--in", dest="place", metavar="PLACE", help="a ledger or file of rows; default: the ledger")
        parser.add_argument("--html", metavar="FILE", type=Path, help="write it as one HTML file")
        parser.add_argument("--docx", metavar="FILE", type=Path, help="write it as a Word file")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print or write the brief. Raises NewsbotError."""
        if len(args) != 1:
            raise ArgumentError(said("name one place, such as a city or county"))
        if opts.month and not _MONTH.fullmatch(opts.month):
            raise ArgumentError(said("--month is a month such as 2023-12, or a year"))
        self.show(brief(self.collection([opts.place] if opts.place else []).rows, args[0], opts.month), opts.html, opts.docx)
