"""The replay folder: `index.jsonl`, one response a line, and the bodies in files beside it.

    {"url": "http://…", "file": "1.html.gz", "status": 200, "headers": {"Content-Type": "…"}, "fetched_at": "2024-01-01T00:00:00+08:00"}

`url` and `file` are needed, the rest may be left out (status 200, no headers, clock unknown). `file` is relative to the folder, may not
leave it, and may be gzip-compressed (`.gz`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from newsbot.addresses import why_not_visited
from newsbot.archive.bodies import page_headers, read_body
from newsbot.model import Outcome, Page, Reason, Rejection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

INDEX = "index.jsonl"
LONGEST_LINE = 1 << 20
"""Bytes of one line of the index; a longer one is no record (real ones have a few hundred)."""
LOWEST_STATUS, HIGHEST_STATUS = 100, 999
"""Numbers that a status may have: three digits, the first of them no zero (RFC 9110, section 15)."""


def read_folder(folder: Path, *, max_bytes: int) -> Iterator[Page | Rejection]:
    """Yield what each line of the folder's index leads to, in the order of the index.

    A page, or a Rejection: `bad_record` for a line that is no record or names a file outside the folder, `missing_file` for a file that
    is not there or cannot be opened, `unreadable` for one that does not unpack or holds more than ``max_bytes``. Raises OSError only
    when the index itself cannot be read.
    """
    root = folder.resolve()
    for number, line in _lines(folder / INDEX):
        place = f"{folder.name}/{INDEX}:{number}"
        try:
            record = _Record.parse(line)
        except ValueError as error:
            yield Rejection(Page(place, b""), Outcome.BAD_RECORD, Reason.BAD_INDEX_LINE, f"line {number} of {INDEX} {error}")
            continue
        yield _load(record, root, number, max_bytes)


def files_of(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield name and size in bytes of every file that the index names (-1 where there is none): what tells one archive from another."""
    for _, line in _lines(folder / INDEX):
        try:
            name = _Record.parse(line).file
            yield name, (folder / name).stat().st_size
        except (ValueError, OSError):
            yield "", -1


@dataclass(frozen=True, slots=True)
class _Record:
    """One line of the index, checked."""

    url: str
    file: str
    status: int
    headers: Mapping[str, str]
    fetched_at: datetime | None

    @classmethod
    def parse(cls, line: bytes) -> _Record:
        """Raise ValueError saying what the line is instead of a record; the sentence goes on from "line N of index.jsonl"."""
        if len(line) > LONGEST_LINE:
            raise ValueError(f"is longer than {LONGEST_LINE:,} bytes")
        try:
            found: Any = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
            raise ValueError(f"is not JSON ({error})") from error
        if not isinstance(found, dict):
            raise ValueError("is JSON, but not an object")  # noqa: TRY004  # of the data, not of a caller
        url, file, status = found.get("url"), found.get("file"), found.get("status", 200)
        headers, fetched_at = found.get("headers") or {}, found.get("fetched_at")
        if not isinstance(url, str) or why_not_visited(url):
            raise ValueError('needs "url", an http or https address without a name or password in it')
        if not isinstance(file, str) or not file or "\0" in file:
            raise ValueError(f'needs "file", a file name, and has {file!r:.200}')
        if not isinstance(status, int) or isinstance(status, bool) or not LOWEST_STATUS <= status <= HIGHEST_STATUS:
            raise ValueError(f'has the status {status!r:.50}; "status" is a number such as 200')
        if not isinstance(headers, dict) or not all(isinstance(text, str) for pair in headers.items() for text in pair):
            raise ValueError('has "headers" that are no object of texts')
        return cls(url, file, status, headers, _moment(fetched_at))


def _moment(text: object) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)  # type: ignore[arg-type]  # a wrong type is what is caught
    except (TypeError, ValueError):
        raise ValueError(f'has the time {text!r:.50}; "fetched_at" is ISO 8601, such as 2024-01-01T00:00:00+08:00') from None


def _load(record: _Record, root: Path, number: int, max_bytes: int) -> Page | Rejection:
    """Read the body of one record."""
    bare = Page(record.url, b"", page_headers(record.headers), record.fetched_at, record.status, archive=record.file)
    path = (root / record.file).resolve()
    if not path.is_relative_to(root):
        detail = f"line {number} of {INDEX} names the file {record.file!r}, which is outside the folder"
        return Rejection(bare, Outcome.BAD_RECORD, Reason.OUTSIDE_FOLDER, detail)
    body = read_body(path, max_bytes, record.headers)
    if isinstance(body, bytes):
        return replace(bare, body=body)
    outcome, reason, words = body
    return Rejection(bare, outcome, reason, f"line {number} of {INDEX}: {words}")


def _lines(index: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank with their number (1-based), each read with bounded memory."""
    with index.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            rest = line
            while not rest.endswith(b"\n") and (rest := file.readline(LONGEST_LINE)):
                pass  # the end of a line that is too long
            if line.strip():
                yield number, line
