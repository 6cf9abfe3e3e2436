"""`scrapy explain PAGE`: how one page was read, block by block, and where each field of its report came from."""

from __future__ import annotations

import argparse
import contextlib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newsbot.archive.replay import Replay
from newsbot.exceptions import NewsbotError
from newsbot.model import CHINA, PLAIN, Block, Page, Rejection, Report
from newsbot.normalise import explained
from newsbot.reading import Reading
from newsbot.row import Content, Division, Figure, Place, Practice

FIELDS = tuple(declared.name for declared in fields(Content) if declared.name != "body")
"""What is shown of a report; its body stands among the blocks."""


class Command(ScrapyCommand):
    """Reads a page as a crawl would, and says for every block what it is and which rule said so."""

    requires_project = True
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Say what the command takes."""
        return "[options] <file or address>"

    def short_desc(self) -> str:
        """Say what the command is for."""
        return "Show how a page is read: every block with its role and rule, every field with its evidence"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--archive", metavar="PATH", help="replay folder or WARC in which the address is looked up")
        parser.add_argument("--url", metavar="URL", help="address of a page given as a file; default: file:// and its name")
        parser.add_argument("--fetched-at", metavar="TIME", help="clock of a page given as a file, ISO 8601; default: now")
        parser.add_argument(
            "--width", type=int, default=100, metavar="N", help="columns of text shown of each block (default 100; 0 = all)"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the explanation. Raises UsageError (exit code 2) where there is no such page."""
        if len(args) != 1:
            raise UsageError("name one page: a file, or with --archive an address", print_help=False)
        page = _archived(args[0], opts.archive) if opts.archive else _from_file(Path(args[0]), opts.url, opts.fetched_at)
        if isinstance(page, Rejection):
            raise UsageError(f"the archive cannot give {_cut(args[0], 0)}: {page.detail}", print_help=False)
        reading, verdict = explained(page, topic="any")
        with contextlib.suppress(BrokenPipeError):  # `| head` has seen enough
            for line in explanation(reading, verdict, opts.width):
                print(line, flush=True)


def explanation(reading: Reading, verdict: Report | Rejection, width: int = 100) -> Iterator[str]:
    """Yield the explanation of one reading, line by line, as plain text of at most ``width`` columns for a block's text (0 = no bound)."""
    page = reading.page
    kind = "HTML" if reading.html else "plain document"
    yield _cut(page.url, 0)
    decoded = f"{reading.encoding} ({reading.decoded_because})" if reading.encoding else "not decoded"
    yield f"  {len(page.body):,} bytes, {kind}, {decoded}, script {reading.script}"
    if reading.html and reading.html.title:
        yield f"  <title> {_cut(reading.html.title, width)}"
    yield ""
    for number, block in enumerate(reading.blocks):
        yield from _block(number, block, width)
    if reading.edits:
        yield ""
        yield f"{len(reading.edits)} repairs"
        same = Counter((edit.kind, edit.confidence, edit.before, edit.after) for edit in reading.edits)
        for (what, confidence, before, after), times in sorted(same.items(), key=lambda item: (item[0][:2], -item[1])):
            yield f"  {times:>4} x {what:<20} {confidence:<5} {_cut(repr(before), width)} -> {_cut(repr(after), width)}"
    yield ""
    if isinstance(verdict, Rejection):
        yield f"no row: {verdict.outcome}, {verdict.reason}: {verdict.detail}"
        return
    yield f"report, {len(verdict.body)} paragraphs, {sum(map(len, verdict.body)):,} characters"
    for name in FIELDS:
        value = getattr(verdict, name)
        evidence = f"   [{verdict.evidence[name]}]" if name in verdict.evidence else ""
        yield f"  {name:<15} {_cut(_shown(value), width)}{evidence}"


def _block(number: int, block: Block, width: int) -> Iterator[str]:
    features = block.features
    marks = [features.tag] if features is not PLAIN else []
    if features.links:
        marks.append(f"links {features.links:.0%}")
    if features.hidden:
        marks.append("hidden")
    if features.bold:
        marks.append("bold")
    for part, piece in enumerate(p for p in block.pieces if p.text.strip()):
        head = f"{number:>4}" if part == 0 else "    "
        tail = ", ".join(marks) if part == 0 else ""
        yield f"{head} {piece.role or 'open':<13} {piece.rule:<32} {tail:<18} {_cut(piece.text.strip(), width)}"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_shown(item) for item in value) or "-"
    if isinstance(value, Division):
        return f"{value.name} {value.code}" if value.code else value.name
    if isinstance(value, Place):
        levels = (value.province, value.city, value.county, value.street, value.community, value.zone)
        may_be = f"may be {_shown(value.candidates)}" if value.candidates else ""
        return ", ".join(filter(None, [*(_shown(level) for level in levels if level), may_be])) or "-"
    if isinstance(value, Figure):
        approximate = f" ({value.approximate})" if value.approximate else ""
        return f"{value.text} = {value.value:,} {value.unit}{approximate}" + (f" {value.what}" if value.what else "")
    if isinstance(value, Practice):
        return f"{value.name} {value.kind or ''}".strip()
    if hasattr(value, "__dataclass_fields__"):
        held = {name: item for name, item in asdict(value).items() if item not in (None, 0, [], "")}
        return ", ".join(f"{name} {item}" for name, item in held.items()) or "-"
    return "-" if value is None else str(value)


def _cut(text: str, width: int) -> str:
    """Return ``text`` on one line, safe for a terminal, in at most ``width`` columns; a Han character takes two."""
    text = "".join(c if c.isprintable() else "·" for c in text)
    if not width:
        return text
    columns = 0
    for n, char in enumerate(text):
        columns += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if columns > width:
            return text[:n] + "…"
    return text


def _from_file(path: Path, url: str | None, fetched_at: str | None) -> Page:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"cannot read {_cut(str(path), 0)}: {error.strerror}; give a file, or an address together with --archive", print_help=False
        ) from None
    headers = {"content-type": "text/plain"} if path.suffix.lower() == ".txt" else {}
    try:
        clock = datetime.fromisoformat(fetched_at) if fetched_at else datetime.now(tz=CHINA)
    except ValueError:
        raise UsageError(f"--fetched-at is {fetched_at!r}; it may be a time such as 2024-01-01T00:00:00+08:00", print_help=False) from None
    return Page(url or f"file:///{path.name}", body, headers, clock)


def _archived(url: str, archive: str) -> Page | Rejection:
    try:
        for found in Replay([Path(archive)]):
            place = found.page if isinstance(found, Rejection) else found
            if place.url == url:
                return found
    except NewsbotError as error:
        raise UsageError(str(error), print_help=False) from None
    raise UsageError(f"{_cut(url, 0)} is not in {_cut(archive, 0)}", print_help=False)
