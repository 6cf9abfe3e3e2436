"""`scrapy sources`: the declared sources as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newsbot.discovery.sources import bundled_sources, chosen, read_sources
from newsbot.exceptions import ArgumentError
from newsbot.presentation.messages import told
from newsbot.presentation.terminal import Column, show_table

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Lists the sources that a crawl visits."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        """Say what the command takes."""
        return "[options] [id ...]"

    def short_desc(self) -> str:
        """Say what the command is for."""
        return "List the declared sources"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--sources", metavar="PATH", help="a TOML file or a folder of them; default: the bundled sources")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the table. Raises UsageError (exit code 2) for ids that there are not."""
        try:
            sources = read_sources(Path(opts.sources).expanduser()) if opts.sources else bundled_sources()
            sources = chosen(sources, args) if args else sources
        except ArgumentError as error:
            raise UsageError(str(error), print_help=False) from None
        heads = (told("id"), told("name"), told("region"), told("verified"))
        rows = [(source.id, source.name, "".join(source.region), str(source.verified)) for source in sources]
        show_table([Column(head) for head in heads], rows)
        seen = sum(source.verified != "unverified" for source in sources)
        print(told("{count} sources, {seen} verified; newsbot sources check tries them", count=len(sources), seen=seen))
