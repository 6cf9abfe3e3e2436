"""`scrapy demo [FOLDER]`: an invented corpus, read as a crawl would, and its report."""

from __future__ import annotations

import subprocess
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsbot.commands.looking import Looking, has_screen
from newsbot.data import table
from newsbot.exceptions import ArgumentError, OutputNotCreated
from newsbot.presentation.demo import mirror_in, unpack_demo
from newsbot.presentation.messages import told
from newsbot.said import said

if TYPE_CHECKING:
    import argparse


class Command(Looking, ScrapyCommand):
    """Unpacks the corpus, reads it into a ledger of its own, and writes the report."""

    operands = "[FOLDER]"
    about = "Read an invented corpus of 60 counties, and open its report"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--no-open", action="store_true", help="do not open the report in a browser")
        parser.add_argument("--pages", type=int, metavar="N", help="only the first N pages")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do it. Raises NewsbotError."""
        if len(args) > 1:
            raise ArgumentError(said("name one folder, or none"))
        folder = Path(args[0] if args else "newsbot-demo")
        pages = folder / "pages"
        try:
            count = unpack_demo(pages, opts.pages)
            for left in folder.glob("demo.sqlite*"):  # of an earlier demo, which would make this one bring nothing new
                left.unlink()
        except OSError as error:
            raise OutputNotCreated(said("{folder} cannot be written ({why}).", folder=folder, why=error.strerror or error)) from error
        print(told("{count:,} invented pages unpacked into {path}; reading them", count=count, path=pages), flush=True)
        ledger, rows, report = folder / "demo.sqlite", folder / "reports.jsonl", folder / "report.html"
        steps = (
            ["read", str(pages), "-s", f"LEDGER={ledger}", "-s", f"RUNS={folder / 'runs'}", "-O", str(rows)],
            ["report", str(ledger), str(report), "--archive", str(pages)],
        )
        for step in steps:
            done = subprocess.run([sys.executable, "-m", "newsbot", *step], check=False)  # noqa: S603 - ourselves
            if done.returncode:
                self.exitcode = done.returncode
                return
        print(told("more to try:"))
        named = {"ledger": ledger, "pages": pages, "tables": folder / "tables.xlsx", "mirror": mirror_in(pages)}
        for words in table("example_words.toml")["demo"]:
            print(f"  newsbot {words.format(**named)}")
        if not opts.no_open and has_screen():
            webbrowser.open(report.resolve().as_uri())
