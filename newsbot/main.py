"""`newsbot`: the commands of the project from any folder, with Scrapy's log in a file and a table of the rows at the end.

Every command is one of `scrapy`'s; what is given to it is handed on. Help, and what a person is told, are of this package.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NoReturn

from newsbot import __version__
from newsbot.presentation import help as helping
from newsbot.presentation.messages import LANGUAGES, have_argparse_speak, speak, told
from newsbot.presentation.operands import NothingToRead, arguments_of, split

LOG_FILE: Final = Path("data/log/newsbot.log")
"""Where the log of a crawl goes that the command line sends nowhere else."""

_HELP: Final = frozenset({"-h", "--help"})


def crawl_of_files(rest: list[str]) -> list[str]:
    """Return the crawl of pages at hand: the operands are paths, patterns or addresses. Ends the program where there is none."""
    operands, options = split(rest)
    try:
        return ["crawl", "civic_news", *arguments_of(operands), *options]
    except NothingToRead as error:
        _refuse(f"newsbot read: {error}")


def sources(rest: list[str]) -> list[str]:
    """Return what lists, tries or drafts sources."""
    what, *more = rest or ["list"]
    known = {"check": "checksources", "new": "newsource"}
    return [known[what], *more] if what in known else ["sources", *rest]


def as_given(name: str, rest: list[str]) -> list[str]:
    """Return a command of Scrapy's of the same name."""
    return [name, *rest]


COMMANDS: Final[dict[str, Callable[[list[str]], list[str]]]] = {
    "crawl": lambda rest: ["crawl", "civic_news", *rest],
    "read": crawl_of_files,
    "sources": sources,
    **{
        name: partial(as_given, name)
        for name in ("export", "report", "demo", "explain", "trace", "brief", "search", "explore", "notify", "doctor")
    },
}
"""The commands, and what each hands on to Scrapy."""


def main(argv: Sequence[str] | None = None) -> None:
    """Run a command, and end the program with its exit code."""
    name, rest = _without_language(list(sys.argv[1:] if argv is None else argv))
    if name in {"", "help", *_HELP}:
        _end(helping.overview(__version__, str(LOG_FILE)))
    if name == "--version":
        _end([__version__])
    if name not in COMMANDS:
        close = get_close_matches(name, COMMANDS, n=1)
        meant = told(" Did you mean {name}?", name=close[0]) if close else ""
        known = ", ".join(COMMANDS)
        _refuse(told("newsbot: there is no command {name}.{meant} There are {known}.", name=ascii(name)[1:-1], meant=meant, known=known))
    if not _HELP.isdisjoint(rest):
        _end(helping.of_command(name))
    words = COMMANDS[name](rest)
    _hand_on(words)


def quietly(words: list[str]) -> dict[str, Any]:
    """Return settings of a crawl whose log goes to a file and whose rows stand in a table at its end; none for other commands.

    A crawl that is told how much to log (``-L``) logs to the terminal.
    """
    if words[0] != "crawl" or any(word.startswith(("-L", "--loglevel", "--nolog")) for word in words):
        return {}
    LOG_FILE.parent.mkdir(parents=True, exist_ok=True)
    rows_come_here = any(before in {"-o", "-O"} and word.startswith("-") for before, word in pairwise(words))
    return {"LOG_FILE": str(LOG_FILE), "TABLE": not rows_come_here}


def _hand_on(words: list[str]) -> None:
    from scrapy.cmdline import execute  # noqa: PLC0415 - help needs no engine
    from scrapy.utils.project import get_project_settings  # noqa: PLC0415

    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "newsbot.settings")
    have_argparse_speak()
    settings = get_project_settings()
    settings.setdict(quietly(words), priority="project")
    execute(["newsbot", *words], settings=settings)


def _without_language(words: list[str]) -> tuple[str, list[str]]:
    """Take `--lang`, wherever it stands, and return the command's name and the rest. Ends the program on an unknown language."""
    kept: list[str] = []
    given = iter(words)
    for word in given:
        option, equals, value = word.partition("=")
        if option != "--lang":
            kept.append(word)
            continue
        wanted = value if equals else next(given, "")
        chosen = next((known for known in LANGUAGES if known == wanted), None)
        if chosen is None:
            _refuse(f"newsbot: --lang {ascii(wanted)[1:-1]}: en, zh")
        speak(chosen)
    name, *rest = kept or [""]
    return name, rest


def _end(lines: Iterable[str]) -> NoReturn:
    print("\n".join(lines))  # noqa: T201  # its purpose
    sys.exit(0)


def _refuse(words: str) -> NoReturn:
    print(words, file=sys.stderr)  # noqa: T201  # its purpose
    sys.exit(2)
