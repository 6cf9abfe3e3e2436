"""What a live run fetched, kept as WARC files that any WARC tool reads, and that replay into the same pages.

A file is written as ``<run>-00000.warc.gz.part`` and takes its name when it is whole: at `FILE_BYTES`, or at the run's end. Each record
is a gzip member of its own, so a file of a run that was killed is cut back to its last whole record and finished by the next run
(:func:`finish_killed`). Bodies are kept as decoded from their transfer, so headers that describe the transfer are left out.
"""

from __future__ import annotations

import fcntl
import io
import json
import os
import uuid
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote, urlsplit

from w3lib.url import safe_url_string
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsbot import __version__
from newsbot.archive.bodies import page_headers
from newsbot.archive.warc import SOURCE_HEADER
from newsbot.exceptions import OutputError, OutputNotCreated
from newsbot.model import RENDERED, UNVERIFIED_TLS, Page
from newsbot.output.files import sync_folder
from newsbot.said import said

FILE_BYTES: Final = 512 << 20
"""Size from which the next record begins a new file; Common Crawl's have 1 GiB, and a small project copies smaller ones more easily."""
PART: Final = ".part"
SUFFIX: Final = ".warc.gz"

_NOT_KEPT = frozenset({"host", "proxy-authorization", "authorization", "proxy-connection"})
"""Headers of a request that do not go into the archive as they were: credentials, and what is written anew."""
_CHUNK = 1 << 20
_HEAD_RECORDS = 1
"""Records before the first page: the one that says whose file it is."""
_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_BREAKS = str.maketrans({"\r": " ", "\n": " ", "\0": " "})


@dataclass(frozen=True, slots=True)
class Packed:
    """A page with the headers that are kept, and its records as they stand in the file."""

    page: Page
    data: bytes = b""


def packed(page: Page, request: Mapping[str, str] | None = None, *, address: str | None = None, of: str | None = None) -> Packed:
    """Pack a page, and the headers it was asked for with: the part of the work that takes time and needs no file.

    ``address``: that of the machine which answered, in numbers. ``of``: the id of the recording, :attr:`Recorder.info_id`.
    """
    page = replace(page, headers=_kept(page.headers))
    response, asked = _response(page), _request(page, request)
    if address is not None:
        response.rec_headers.add_header("WARC-IP-Address", address)
    for record in (response, asked) if of is not None else ():
        if record is not None:
            record.rec_headers.add_header("WARC-Warcinfo-ID", of)
    if asked is not None:
        asked.rec_headers.add_header("WARC-Concurrent-To", response.rec_headers.get_header("WARC-Record-ID"))
    return Packed(page, _packed(response) + (_packed(asked) if asked is not None else b""))


class Recorder:
    """Writes the pages of one run. Nothing is created before the first page; not for several threads at once."""

    def __init__(self, folder: Path, run: str, *, file_bytes: int = FILE_BYTES) -> None:
        self.folder = folder
        self.run = run
        self.file_bytes = file_bytes
        self.written = 0
        """Pages kept so far."""
        self.info_id = f"<urn:uuid:{uuid.uuid4()}>"
        """Of the record that says whose recording it is. Each record names it, so that in a damaged file none of another origin is read."""
        self._number = _next_number(folder, run)
        self._file: IO[bytes] | None = None
        self._offset = 0

    def write(self, page: Page, request: Mapping[str, str] | None = None) -> Page:
        """Keep one page, and the headers it was asked for with; see :meth:`add`."""
        return self.add(packed(page, request, of=self.info_id))

    def add(self, what: Packed) -> Page:
        """Keep one packed page. Returns the page just as a replay will read it, its place included.

        Raises OutputNotCreated or OutputError; the file then ends with the record before.
        """
        if self._file is not None and self._offset >= self.file_bytes:
            self._finish()
        file = self._file or self._begin()
        page = replace(what.page, archive=f"{self._name}:{self._offset}")
        self._append(file, what.data)
        self.written += 1
        return page

    def close(self) -> None:
        """Give the last file its name. Raises OutputError."""
        if self._file is not None:
            self._finish()

    # ---------------------------------------------------------------------------------------------------------- private

    @property
    def _name(self) -> str:
        return f"{self.run}-{self._number:05}{SUFFIX}"

    def _begin(self) -> IO[bytes]:
        path = self.folder / (self._name + PART)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file = path.open("xb", buffering=0)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutputNotCreated(
                said("the archive file {path} cannot be created ({why}); -s ARCHIVE= keeps nothing.", path=path, why=error.strerror)
            ) from error
        self._offset = 0
        info = {"software": f"newsbot/{__version__}", "format": "WARC File Format 1.0", "run": self.run}
        record = _writer().create_warcinfo_record(self._name, info)
        if not self.written:
            record.rec_headers.replace_header("WARC-Record-ID", self.info_id)
        self._append(self._file, _packed(record))
        return self._file

    def _append(self, file: IO[bytes], data: bytes) -> None:
        try:
            left = memoryview(data)
            while left:
                left = left[file.write(left) :]
        except OSError as error:
            with suppress(OSError):
                file.truncate(self._offset)
                file.seek(self._offset)
            raise OutputError(
                said("the archive {which} could not be written ({why}).", which=self.folder / self._name, why=error.strerror)
            ) from error
        self._offset += len(data)

    def _finish(self) -> None:
        assert self._file is not None
        path = self.folder / self._name
        try:
            os.fsync(self._file.fileno())
            path.with_name(path.name + PART).replace(path)  # before the lock goes: nobody may take it for a dead run's
            sync_folder(self.folder)
        except OSError as error:
            raise OutputError(said("the archive {path} could not be finished ({why}).", path=path, why=error.strerror)) from error
        finally:
            self._file.close()
            self._file = None
            self._number += 1


def finish_killed(folder: Path) -> list[Path]:
    """Finish the files that killed runs left: cut back to the last whole record and given their names.

    Files in which nothing but their head was written are removed; files of a run that is still going are left alone. Returns the
    files finished. Raises OutputError when the disk does not let it.
    """
    finished = []
    for part in sorted(folder.glob(f"*{SUFFIX}{PART}")):
        try:
            with part.open("r+b") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                records, end = _whole(file)
                if records <= _HEAD_RECORDS:
                    part.unlink()
                    continue
                file.truncate(end)
                os.fsync(file.fileno())
                finished.append(part.with_name(part.name.removesuffix(PART)))
                part.replace(finished[-1])
            sync_folder(folder)
        except FileNotFoundError:
            continue  # finished by its own run just now
        except OSError as error:
            raise OutputError(
                said("{part}, left by a run that was killed, cannot be repaired ({why}).", part=part, why=error.strerror)
            ) from error
    return finished


def _whole(file: IO[bytes]) -> tuple[int, int]:
    """Return how many whole gzip members the file begins with, and where the last of them ends. Holds 1 MiB at a time."""
    records, end, read = 0, 0, 0
    member = zlib.decompressobj(wbits=31)
    file.seek(0)
    while data := file.read(_CHUNK):
        read += len(data)
        try:
            while data:
                pending = data
                while pending and not member.eof:
                    member.decompress(pending, _CHUNK)
                    pending = member.unconsumed_tail
                if not member.eof:
                    break
                data = member.unused_data
                records, end = records + 1, read - len(data)
                member = zlib.decompressobj(wbits=31)
        except zlib.error:
            break
    return records, end


def _next_number(folder: Path, run: str) -> int:
    """The first number that no file of this run has: runs have names of their own, but a name may be given twice by hand."""
    number = 0
    while any((folder / f"{run}-{number:05}{SUFFIX}{end}").exists() for end in ("", PART)):
        number += 1
    return number


# --------------------------------------------------------------------------------------------------------------- records


def _response(page: Page) -> Any:
    headers = [*page.headers.items(), ("Content-Length", str(len(page.body)))]
    http = StatusAndHeaders(f"{page.status} {_phrase(page.status)}", headers, protocol="HTTP/1.1")
    return _writer().create_warc_record(
        page.url,
        "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        http_headers=http,
        warc_headers_dict=_dated(page) | _declared(page),
    )


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    """Without those of the transfer; values in ASCII, as the format wants them: other characters percent-encoded."""
    return {name: quote(value.translate(_BREAKS).strip(), safe=_ASCII) for name, value in page_headers(headers).items()}


def _request(page: Page, headers: Mapping[str, str] | None) -> Any:
    if headers is None:
        return None
    parts = urlsplit(safe_url_string(page.url))
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}".translate(_BREAKS)
    fields = [
        ("Host", parts.netloc),
        *((name, value.translate(_BREAKS)) for name, value in headers.items() if name.lower() not in _NOT_KEPT),
    ]
    http = StatusAndHeaders(f"GET {target} HTTP/1.1", fields, is_http_request=True)
    return _writer().create_warc_record(page.url, "request", http_headers=http, warc_headers_dict=_dated(page))


def _dated(page: Page) -> dict[str, str]:
    moment = page.fetched_at or datetime.now(UTC)
    return {"WARC-Date": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}


def _declared(page: Page) -> dict[str, str]:
    """What the page's source says of it, as JSON in ASCII, so that a replay needs no sources to give the same row."""
    if page.hints is None:
        return {}
    said = {
        "id": page.source,
        "region": page.hints.region,
        "charset": page.hints.charset,
        "selectors": dict(page.hints.rules),
        "original": page.hints.original,
        "listed": page.hints.listed,
        "modified": page.hints.modified,
        "published": page.hints.published,
        "headline": page.hints.headline,
        "author": page.hints.author,
        UNVERIFIED_TLS: page.hints.unverified_tls,
        RENDERED: page.hints.rendered,
    }
    return {SOURCE_HEADER: json.dumps({name: value for name, value in said.items() if value})}


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _writer(target: IO[bytes] | None = None) -> Any:
    return WARCWriter(target if target is not None else io.BytesIO(), gzip=True)


def _packed(record: Any) -> bytes:
    target = io.BytesIO()
    _writer(target).write_record(record)
    return target.getvalue()
