"""`scrapy sources`: the declared sources as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsbot.commands.base import Acting
from newsbot.discovery.sources import bundled_sources, chosen, read_sources
from newsbot.presentation.messages import told
from newsbot.presentation.terminal import TableColumn, show_table

if TYPE_CHECKING:
    import argparse


class Command(Acting, ScrapyCommand):
    """Lists the sources that a crawl visits."""

    operands = "[id ...]"
    about = "List the declared sources"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--sources", metavar="PATH", help="a TOML file or a folder of them; default: the bundled sources")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the table. Raises ArgumentError for ids that there are not."""
        sources = read_sources(Path(opts.sources).expanduser()) if opts.sources else bundled_sources()
        sources = chosen(sources, args) if args else sources
        heads = (told("id"), told("name"), told("region"), told("state"), told("verified"))
        rows = [
            (
                source.id,
                source.name,
                "".join(source.region),
                told("experimental") if source.experimental else told("stable"),
                str(source.verified),
            )
            for source in sources
        ]
        show_table([TableColumn(head) for head in heads], rows)
        seen = sum(source.verified != "unverified" for source in sources)
        print(told("{count} sources, {seen} verified; newsbot sources check tries them", count=len(sources), seen=seen))
