"""`scrapy forget URL`: take a page out of the ledger for good."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newsbot import __version__
from newsbot.exceptions import ArgumentError, NewsbotError
from newsbot.ledger import Ledger

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Withdraws pages by their address, in any spelling. They are not visited, and not taken in, again."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        """Say what the command takes."""
        return "[options] <address> [<address> ...]"

    def short_desc(self) -> str:
        """Say what the command is for."""
        return "Withdraw pages by their address from the ledger, its index and the next export"

    def long_desc(self) -> str:
        """Say what it does, and what it does not."""
        return (
            "Withdraw pages by their address, in any spelling: from the ledger, its index and the next export. The next run writes the "
            "rows that change by it (status withdrawn, or another copy). Files that were written before, and raw pages in the archive, "
            "are not touched."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Withdraw the pages. Raises UsageError (exit code 2) for an address the ledger does not know; the ones before it are gone."""
        del opts
        if not args:
            raise UsageError("name at least one address: scrapy forget http://example.com/1.html", print_help=False)
        assert self.settings is not None
        try:
            with Ledger.open(self.settings["LEDGER"], run="forget", version=__version__, create=False) as ledger:
                for url in args:
                    changed = ledger.forget(url)
                    print(f"forgotten: {url} ({len(changed)} {'row changes' if len(changed) == 1 else 'rows change'} with the next run)")
        except ArgumentError as error:
            raise UsageError(str(error), print_help=False) from None
        except NewsbotError as error:
            print(error, file=sys.stderr)
            self.exitcode = error.exit_code
