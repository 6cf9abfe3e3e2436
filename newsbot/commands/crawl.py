"""`scrapy crawl` with exit codes that can be trusted: see the table in the contract and :mod:`newsbot.run.ending`."""

from __future__ import annotations

import logging
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scrapy import signals
from scrapy.commands import crawl
from scrapy.exceptions import UsageError
from scrapy.utils.python import without_none_values

from newsbot.commands.base import say_errors_in_one_line
from newsbot.exceptions import ArgumentError, NewsbotError
from newsbot.of_crawler import run_of
from newsbot.pipelines import NO_RUN
from newsbot.presentation.messages import told, told_error
from newsbot.run.allocator import give_memory_back
from newsbot.run.ending import FAULT
from newsbot.scrapy_internals import error_of, failed_to_begin
from newsbot.spiders import PageSpider
from newsbot.uncollected import seldom_collected

if TYPE_CHECKING:
    import argparse

    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

CHATTY: Final = (
    "scrapy.addons",
    "scrapy.crawler",
    "scrapy.extensions.logstats",
    "scrapy.middleware",
    "scrapy.statscollectors",
)
"""Loggers whose lines at INFO are settings and statistics: a hundred lines for a run of five pages."""


class Command(crawl.Command):
    """Scrapy's own command, but arguments are checked before anything starts, and the run decides the exit code."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's options."""
        super().add_options(parser)
        say_errors_in_one_line(parser)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take the options; what comes after this writes a log."""
        open_closed_stderr()
        try:
            super().process_options(args, opts)
        except UsageError as error:
            raise self._in_words(error, [*(opts.output or []), *(opts.overwrite_output or [])]) from None

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run a spider to its end. Raises UsageError (exit code 2) for wrong arguments."""
        hang_up_as_terminate()
        give_memory_back()
        if len(args) != 1:
            raise UsageError(told("name one spider: scrapy crawl civic_news"), print_help=False)
        assert self.crawler_process is not None
        assert self.settings is not None
        quieten(self.settings["LOG_LEVEL"])
        try:
            crawler = self.crawler_process.create_crawler(args[0])
        except KeyError:
            known = ", ".join(self.crawler_process.spider_loader.list())
            raise UsageError(told("there is no spider {name}; there is {known}", name=args[0], known=known), print_help=False) from None
        if issubclass(crawler.spidercls, PageSpider):
            try:
                crawler.spidercls.check(opts.spargs, self.settings)
            except ArgumentError as error:
                raise UsageError(told_error(error), print_help=False) from None
        crawler.signals.connect(_close_at_exit, signals.spider_opened)
        crawling = self.crawler_process.crawl(crawler, **opts.spargs)
        with seldom_collected():
            self.crawler_process.start()
        self.exitcode = self._conclude(crawler, error_of(crawling))

    def _in_words(self, error: UsageError, outputs: list[str]) -> UsageError:
        """What Scrapy refuses, in the reader's language: of the outputs one whose format nobody writes, or both kinds at once."""
        assert self.settings is not None
        formats = sorted(without_none_values(self.settings.getwithbase("FEED_EXPORTERS")))
        for output in outputs:
            name = output.rpartition(":")[2] if ":" in output else Path(output).suffix.removeprefix(".")
            if name not in formats and not output.endswith((":", "/")):
                words = told("{output}: no such format; there are {formats}", output=output, formats=told(", ").join(formats))
                return UsageError(words, print_help=False)
        return error

    def _conclude(self, crawler: Crawler, error: BaseException | None) -> int:
        """End the run where the crawl could not, and return its exit code."""
        run = run_of(crawler)
        if isinstance(error, NewsbotError):
            if run is None or run.finished:
                logger.error("%s", error)
        elif error is not None:
            logger.error("The run could not begin.", exc_info=error)
        if run is None:
            assert self.crawler_process is not None
            if isinstance(error, NewsbotError):
                return error.exit_code
            if error or failed_to_begin(self.crawler_process):
                return FAULT
            return ArgumentError.exit_code if crawler.stats.get_value("finish_reason") == NO_RUN else 0
        if isinstance(error, NewsbotError):
            run.fail(error)
        elif error is not None:
            run.fault(f"the run could not begin: {type(error).__name__}: {error}")
        run.finish()
        return run.exit_code


def quieten(level: str | int) -> None:
    """Leave out what Scrapy says of itself (its settings, its parts, its statistics) unless ``level`` asks for all there is."""
    if str(level).upper() not in {"DEBUG", str(logging.DEBUG)}:
        for name in CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)


def open_closed_stderr() -> None:
    """Let stderr lead nowhere if whoever started us closed it: logging cannot do without, and no file may get its number."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # open to the end


def hang_up_as_terminate() -> None:
    """Let SIGHUP do what SIGTERM does, from the first moment to the last; not where it is ignored (nohup)."""
    if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def _close_at_exit(spider: Spider) -> None:
    """Let the run take its last step with the end of the process: until then a kill is made good by the next run."""
    if (run := run_of(spider.crawler)) is not None:
        run.close_at_exit()
