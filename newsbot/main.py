"""`newsbot`: the commands of the project from any folder, with Scrapy's log in a file and a table of the rows at the end.

Every command is one of `scrapy`'s; what is given to it is handed on as it is.
"""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scrapy.cmdline import execute
from scrapy.utils.project import get_project_settings

from newsbot import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LOG_FILE: Final = Path("data/log/newsbot.log")
"""Where the log of a crawl goes that the command line sends nowhere else."""

USAGE: Final = """newsbot {version}: civilised-city reports, collected and repaired

  newsbot crawl -O reports.jsonl            visit the declared sources, and write what is new
  newsbot crawl -a url=ADDRESS              begin at an address instead
  newsbot read PATH [PATH …] -O out.csv     read archives: folders with an index.jsonl, WARC files; no network
  newsbot export reports.parquet            write the valid row of every report in the ledger
  newsbot explain PAGE.html                 show how one page is read, block by block
  newsbot doctor                            look whether everything is in order for the next run

`newsbot COMMAND -h` says what else a command takes; -a, -s, -o, -O are those of `scrapy crawl`. Files of crawl and read may end in .jsonl,
.json, .csv, .xml or .parquet. The log is written to {log}; -L INFO shows it instead."""


def crawl(rest: list[str]) -> list[str]:
    """Return the crawl of the declared sources, or of what ``-a`` names."""
    return ["crawl", "civic_news", *rest]


def read(rest: list[str]) -> list[str]:
    """Return the crawl of archives: everything before the first option is a path. Ends the program where there is none."""
    paths = rest[: next((n for n, word in enumerate(rest) if word.startswith("-")), len(rest))]
    if not paths:
        _refuse("newsbot read: name at least one folder with an index.jsonl, or WARC file, before the options")
    if wrong := [path for path in paths if "," in path]:
        _refuse(f"newsbot read: {ascii(wrong[0])[1:-1]} has a comma in its name, which parts paths; rename it")
    return ["crawl", "civic_news", "-a", f"replay={','.join(paths)}", *rest[len(paths) :]]


COMMANDS: Final[dict[str, Callable[[list[str]], list[str]]]] = {
    "crawl": crawl,
    "read": read,
    "export": lambda rest: ["export", *rest],
    "explain": lambda rest: ["explain", *rest],
    "doctor": lambda rest: ["doctor", *rest],
}
"""The commands, and what each hands on to Scrapy."""


def main(argv: Sequence[str] | None = None) -> None:
    """Run a command, and end the program with its exit code."""
    name, *rest = [*(sys.argv[1:] if argv is None else argv), ""]
    rest = rest[:-1]
    if name in {"", "-h", "--help", "help"}:
        print(USAGE.format(version=__version__, log=LOG_FILE))  # noqa: T201  # its purpose
        sys.exit(0)
    if name == "--version":
        print(__version__)  # noqa: T201  # its purpose
        sys.exit(0)
    if name not in COMMANDS:
        close = get_close_matches(name, COMMANDS, n=1)
        meant = f" Did you mean {close[0]}?" if close else ""
        _refuse(f"newsbot: there is no command {ascii(name)[1:-1]}.{meant} There are {', '.join(COMMANDS)}.")
    words = COMMANDS[name](rest)
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "newsbot.settings")
    settings = get_project_settings()
    settings.setdict(quietly(words), priority="project")
    execute(["newsbot", *words], settings=settings)


def quietly(words: list[str]) -> dict[str, Any]:
    """Return settings of a crawl whose log goes to a file and whose rows stand in a table at its end; none for other commands.

    A crawl that is told how much to log (``-L``) logs to the terminal.
    """
    if words[0] != "crawl" or any(word.startswith(("-L", "--loglevel", "--nolog")) for word in words):
        return {}
    LOG_FILE.parent.mkdir(parents=True, exist_ok=True)
    return {"LOG_FILE": str(LOG_FILE), "TABLE": True}


def _refuse(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201  # its purpose
    sys.exit(2)
