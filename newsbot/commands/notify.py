"""`scrapy notify [FILE.xml]`: an Atom feed of the newest reports, and a message about those that it did not have; for cron."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsbot.commands.looking import Looking
from newsbot.exceptions import ArgumentError, UnreachableError
from newsbot.presentation.feed import atom, ids_in, newest
from newsbot.presentation.messages import told
from newsbot.presentation.words import place_words
from newsbot.said import said

if TYPE_CHECKING:
    import argparse


class Command(Looking, ScrapyCommand):
    """Writes the feed, and sends what is new in it."""

    operands = "[FILE.xml]"
    about = "Write an Atom feed of the newest reports, and send what is new"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--of", metavar="PLACE", help="only reports of this place")
        parser.add_argument("--in", dest="place", metavar="PLACE", help="a ledger or file of rows; default: the ledger")
        parser.add_argument("--to", metavar="URL", action="append", help="where to send it: an address of Apprise's (extra `notify`)")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do it. Raises NewsbotError; the feed stays as it was where a message could not be sent, so that the next call sends it."""
        if len(args) > 1:
            raise ArgumentError(said("name one file"))
        path = Path(args[0] if args else "reports.xml")
        if opts.to and importlib.util.find_spec("apprise") is None:
            raise ArgumentError(said("Messages need apprise, which is not installed. Install it with: pip install 'newsbot[notify]'"))
        rows = newest(self.collection([opts.place] if opts.place else []).rows, opts.of)
        before = ids_in(path.read_text(encoding="utf-8")) if path.is_file() else set()
        fresh = [row for row in rows if row["id"] not in before]
        if fresh and opts.to:
            lines = [f"{place_words(row['place'])} {row['title'] or ''}\n{row['url']}" for row in fresh]
            send(opts.to, told("{count:,} new reports", count=len(fresh)), "\n\n".join(lines))
        self.write(path, atom(rows, opts.of))
        print(told("{count:,} new reports in {path}", count=len(fresh), path=path))


def send(to: list[str], title: str, body: str) -> None:
    """Send a message by Apprise. Raises UnreachableError where one of the addresses did not take it."""
    import apprise  # noqa: PLC0415 - optional

    sender = apprise.Apprise()
    if not all(sender.add(address) for address in to) or not sender.notify(title=title, body=body):
        raise UnreachableError(said("the message could not be sent; check the addresses given with --to"))
