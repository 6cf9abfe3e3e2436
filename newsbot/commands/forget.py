"""`scrapy forget URL`: take a page out of the ledger for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsbot import __version__
from newsbot.commands.base import Acting
from newsbot.exceptions import ArgumentError
from newsbot.ledger import Ledger
from newsbot.said import said

if TYPE_CHECKING:
    import argparse


class Command(Acting, ScrapyCommand):
    """Withdraws pages by their address, in any spelling. They are not visited, and not taken in, again."""

    operands = "<address> [<address> ...]"
    about = "Withdraw pages by their address from the ledger, its index and the next export"

    def long_desc(self) -> str:
        """Say what it does, and what it does not."""
        return (
            "Withdraw pages by their address, in any spelling: from the ledger, its index and the next export. The next run writes the "
            "rows that change by it (status withdrawn, or another copy). Files that were written before, and raw pages in the archive, "
            "are not touched."
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Withdraw the pages. Raises ArgumentError for an address the ledger does not know; the ones before it are gone."""
        del opts
        if not args:
            raise ArgumentError(said("name at least one address: scrapy forget http://example.com/1.html"))
        assert self.settings is not None
        with Ledger.open(self.settings["LEDGER"], run="forget", version=__version__, create=False) as ledger:
            for url in args:
                changed = ledger.forget(url)
                print(f"forgotten: {url} ({len(changed)} {'row changes' if len(changed) == 1 else 'rows change'} with the next run)")
