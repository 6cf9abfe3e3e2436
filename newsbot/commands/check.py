"""`scrapy check`: the contracts of the spiders, on pages of the package. Asks no site, leaves no ledger, no archive and no record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import check

from newsbot.commands.leaving_nothing import leave_nothing
from newsbot.spiders.crawl_settings import OFFLINE

if TYPE_CHECKING:
    import argparse


class Command(check.Command):
    """Scrapy's own command, without the network."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take the network away."""
        super().process_options(args, opts)
        assert self.settings is not None
        leave_nothing(self.settings)
        handlers = {**self.settings.getdict("DOWNLOAD_HANDLERS"), **OFFLINE}
        self.settings.set("DOWNLOAD_HANDLERS", handlers, priority="cmdline")
        self.settings.set("ROBOTSTXT_OBEY", value=False, priority="cmdline")
