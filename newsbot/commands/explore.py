"""`scrapy explore [FOLDER]`: the ledger as real tables in one SQLite file, with saved questions and search, shown by Datasette."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsbot import __version__
from newsbot.commands.looking import Looking, has_screen
from newsbot.exceptions import ArgumentError, OutputNotCreated
from newsbot.ledger import Ledger
from newsbot.presentation.database import PLUGIN, datasette_metadata, write_database
from newsbot.presentation.messages import told
from newsbot.said import said

if TYPE_CHECKING:
    import argparse


class Command(Looking, ScrapyCommand):
    """Writes the tables, and starts Datasette where it is installed."""

    operands = "[FOLDER]"
    about = "Show the ledger in Datasette: tables, facets, saved questions, search"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--no-open", action="store_true", help="write the files, and do not start Datasette")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do it. Raises NewsbotError."""
        if len(args) > 1:
            raise ArgumentError(said("name one folder, or none"))
        assert self.settings is not None
        folder = Path(args[0] if args else "newsbot-explore")
        database, plugins = folder / "reports.db", folder / "plugins"
        try:
            with Ledger.open(str(self.settings["LEDGER"]), run="explore", version=__version__, create=False) as opened:
                plugins.mkdir(parents=True, exist_ok=True)
                count = write_database(opened.export(), database)
            self.write(plugins / "pairs.py", PLUGIN)
            self.write(folder / "metadata.json", datasette_metadata("reports"))
        except OSError as error:
            raise OutputNotCreated(said("{folder} cannot be written ({why}).", folder=folder, why=error.strerror or error)) from error
        print(told("{count:,} reports written to {path}", count=count, path=database))
        if opts.no_open:
            return
        if importlib.util.find_spec("datasette") is None:
            print(told("Datasette is not installed: pip install 'newsbot[explore]'; any SQLite browser opens the file"))
            return
        served = ["serve", str(database), "-m", str(folder / "metadata.json"), "--plugins-dir", str(plugins)]
        served += ["--open"] if has_screen() else []
        self.exitcode = subprocess.run([sys.executable, "-m", "datasette", *served], check=False).returncode  # noqa: S603
