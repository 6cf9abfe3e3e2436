"""`scrapy trace URL|ID`: where a report comes from, who copied it, and what they changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsbot.commands.looking import Looking
from newsbot.exceptions import ArgumentError
from newsbot.presentation.collection import texts_of
from newsbot.presentation.trace import row_of, trace
from newsbot.said import said

if TYPE_CHECKING:
    import argparse


class Command(Looking, ScrapyCommand):
    """Traces one report."""

    operands = "<address or id>"
    about = "Say where a report comes from, who copied it, and what they changed"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--in", dest="place", metavar="PLACE", help="a ledger or file of rows; default: the ledger")
        parser.add_argument("--html", metavar="FILE", type=Path, help="write it as one HTML file")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print or write the trace. Raises NewsbotError."""
        if len(args) != 1:
            raise ArgumentError(said("name one address or id"))
        collection = self.collection([opts.place] if opts.place else [])
        row = row_of(collection, args[0])
        texts = texts_of(collection.ledger, [copy["url"] for copy in row["copies"]]) if collection.ledger else {}
        self.show(trace(row, texts), opts.html)
