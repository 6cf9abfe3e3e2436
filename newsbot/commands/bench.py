"""`scrapy bench`: Scrapy's own measure of this machine, without the politeness that would make it a measure of pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scrapy.commands import bench

from newsbot.commands.leaving_nothing import leave_nothing

if TYPE_CHECKING:
    import argparse

OPEN: Final[dict[str, Any]] = {
    "ALLOW_PRIVATE": "localhost:8998",  # Scrapy's own server for it
    "ROBOTSTXT_OBEY": False,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DEPTH_LIMIT": 0,
    "PAGES_PER_HOST": 0,
    "PAGES_PER_RUN": 0,
}
"""What Scrapy's benchmark takes for granted; the command line may say otherwise."""


class Command(bench.Command):
    """Scrapy's own command, with a way to its server on this machine."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take politeness away."""
        assert self.settings is not None
        self.settings.setdict(OPEN, priority="cmdline")
        leave_nothing(self.settings)
        super().process_options(args, opts)
