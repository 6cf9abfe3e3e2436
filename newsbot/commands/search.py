"""`scrapy search WORD …`: the reports that hold all the words, the best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsbot.commands.looking import Looking
from newsbot.presentation.messages import told
from newsbot.presentation.search import search
from newsbot.presentation.terminal import console, is_terminal, safe
from newsbot.presentation.words import place_words

if TYPE_CHECKING:
    import argparse


class Command(Looking, ScrapyCommand):
    """Searches titles, places, practices and bodies."""

    operands = "<word ...>"
    about = "Find reports by words of their text; Chinese words of two characters are found too"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--in", dest="place", metavar="PLACE", help="a ledger or file of rows; default: the ledger")
        parser.add_argument("--most", type=int, default=20, metavar="N", help="reports that are shown (default 20)")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print what is found. Raises NewsbotError."""
        collection = self.collection([opts.place] if opts.place else [])
        for hit in search(collection.rows, args, opts.most, ("\0", "\1") if is_terminal() else ("", "")):
            about = " · ".join(
                part for part in ((hit.row["date_published"] or "")[:10], place_words(hit.row["place"]), hit.row["id"]) if part
            )
            print(safe(hit.row["title"] or hit.row["url"]))
            print(f"  {safe(about)}")
            if is_terminal():
                console().print("  " + hit.text.replace("[", "\\[").replace("\0", "[bold red]").replace("\1", "[/bold red]"))
            else:
                print(f"  {safe(hit.text)}")
        print(told("{count:,} reports searched", count=len(collection.rows)))
