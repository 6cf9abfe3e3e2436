"""`scrapy explain PAGE`: why each value of a report is what it is: of a page in a file, an address in an archive or ledger, or an id."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from scrapy.commands import ScrapyCommand

from newsbot.addresses import canonical
from newsbot.archive.replay import Replay
from newsbot.commands.looking import Looking
from newsbot.exceptions import ArgumentError
from newsbot.model import CHINA, Page, Rejection
from newsbot.normalise import explained
from newsbot.presentation.collection import Shown, left_out_at
from newsbot.presentation.document import Document
from newsbot.presentation.explanation import explanation, explanation_of_row, left_out_section, standing_of_row
from newsbot.presentation.messages import told
from newsbot.presentation.trace import row_of
from newsbot.said import said

SHORTEST_ID, LONGEST_ID = 4, 16
"""Digits of an id as somebody gives it: all 16 that a ledger writes, or so many of the first that a reader copies them."""


class Command(Looking, ScrapyCommand):
    """Reads a page as a crawl would; says the verdict first, then each field with its confidence and evidence, repairs, and every block."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - Scrapy's own
    operands = "<file, address or id>"
    about = "Show why each value of a report is what it is: fields with evidence, repairs, every block with its rule"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--archive", metavar="PATH", action="append", help="replay folder or WARC in which the address is looked up")
        parser.add_argument("--in", dest="place", metavar="PLACE", help="ledger or file of rows in which an id is looked up")
        parser.add_argument("--url", metavar="URL", help="address of a page given as a file; default: file:// and its name")
        parser.add_argument("--fetched-at", metavar="TIME", help="clock of a page given as a file, ISO 8601; now where it is not given")
        parser.add_argument("--width", type=int, default=0, metavar="N", help="characters shown of each block (default: all)")
        parser.add_argument("--html", metavar="FILE", type=Path, help="write it as one HTML file")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the explanation. Raises ArgumentError where there is no such page."""
        if len(args) != 1:
            raise ArgumentError(said("name one page: a file, an address, or the id of a report"))
        self.show(self._explained(args[0], opts), opts.html)

    def _explained(self, wanted: str, opts: argparse.Namespace) -> Document:
        archives = self.archives(opts.archive)
        if Path(wanted).exists() or ("://" not in wanted and not _may_be_id(wanted)):
            return _of_page(_from_file(Path(wanted), opts.url, opts.fetched_at), opts.width)
        if "://" in wanted and opts.archive:
            return _of_page(_archived(wanted, archives), opts.width)
        collection = self.collection([opts.place] if opts.place else [])
        row = row_of(collection, wanted)
        document = self._of_row(row, wanted if "://" in wanted else row["url"], archives, opts.width)
        if collection.ledger is not None and (found := left_out_at(collection.ledger, row["url"])):
            document.sections.append(left_out_section(found))
        return document

    @staticmethod
    def _of_row(row: Shown, url: str, archives: list[Path], width: int) -> Document:
        try:
            document = _of_page(_archived(url, archives), width) if archives else explanation_of_row(row)
        except ArgumentError:
            return explanation_of_row(row)
        if archives:
            document.sections.insert(1, standing_of_row(row))
        return document


def _may_be_id(text: str) -> bool:
    return SHORTEST_ID <= len(text) <= LONGEST_ID and not text.strip("0123456789abcdef")


def _of_page(page: Page, most: int) -> Document:
    return explanation(*explained(page, topic="any"), most)


def _from_file(path: Path, url: str | None, fetched_at: str | None) -> Page:
    try:
        body = path.read_bytes()
    except OSError as error:
        words = told(
            "cannot read {path}: {why}; give a file, an address, or the id of a report", path=ascii(str(path))[1:-1], why=error.strerror
        )
        raise ArgumentError(words) from None
    headers = {"content-type": "text/plain"} if path.suffix.lower() == ".txt" else {}
    try:
        clock = datetime.fromisoformat(fetched_at) if fetched_at else datetime.now(tz=CHINA)
    except ValueError:
        raise ArgumentError(
            said("--fetched-at is {fetched_at!r}; it may be a time such as 2024-01-01T00:00:00+08:00", fetched_at=fetched_at)
        ) from None
    return Page(url or f"file:///{path.name}", body, headers, clock)


def _archived(url: str, archives: list[Path]) -> Page:
    for found in Replay(archives):
        page = found.page if isinstance(found, Rejection) else found
        if canonical(page.url) == canonical(url):
            if isinstance(found, Rejection):
                raise ArgumentError(said("the archive cannot give {url}: {detail}", url=ascii(url)[1:-1], detail=found.detail))
            return page
    raise ArgumentError(said("{url} is not in {names}", url=ascii(url)[1:-1], names=", ".join(map(str, archives))))
