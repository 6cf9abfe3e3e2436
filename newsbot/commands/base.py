"""What our commands share: how they are shown in the help, and how they end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn

from newsbot.exceptions import ArgumentError, NewsbotError
from newsbot.presentation.messages import told_error

if TYPE_CHECKING:
    import argparse

    from scrapy.commands import ScrapyCommand as _Mixin
else:
    _Mixin = object


USAGE_ERROR: Final = 2
"""The exit code of wrong arguments."""


def say_errors_in_one_line(parser: argparse.ArgumentParser) -> None:
    """Have a parser say what is wrong in one line, without its usage, and end with code 2. argparse tells it in the reader's language."""

    def error(message: str) -> NoReturn:
        print(f"newsbot: {message}", file=sys.stderr)
        sys.exit(USAGE_ERROR)

    parser.error = error  # type: ignore[method-assign]


class Acting(_Mixin):
    """Of a command that needs no crawler; it has ``operands``, ``about`` and `act` of its own.

    No command itself: Scrapy takes every class of this package for one that is a ScrapyCommand.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}
    operands: ClassVar[str] = ""
    about: ClassVar[str] = ""

    def syntax(self) -> str:
        """Say what the command takes."""
        return f"[options] {self.operands}".strip()

    def short_desc(self) -> str:
        """Say what the command is for."""
        return self.about

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's options."""
        super().add_options(parser)
        say_errors_in_one_line(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do it. Failures are told in the reader's language and end with the codes of a crawl: 2 for wrong arguments."""
        try:
            self.act(args, opts)
        except NewsbotError as error:
            print(f"newsbot: {told_error(error)}" if isinstance(error, ArgumentError) else told_error(error), file=sys.stderr)
            self.exitcode = error.exit_code

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the command is for. Raises NewsbotError."""
        raise NotImplementedError
