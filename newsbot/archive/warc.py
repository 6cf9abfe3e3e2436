"""WARC files, compressed or not: our own, Common Crawl's CC-NEWS, anybody's. Only the responses to http and https requests are pages."""

from __future__ import annotations

import io
import json
import re
import zlib
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from newsbot.addresses import why_not_visited
from newsbot.archive.bodies import TRANSFER_HEADERS, printable_name
from newsbot.archive.records import Passed, Record, read_records
from newsbot.archive.resync import MAX_RECORD_HEADER_BYTES
from newsbot.html.selectors import check_selectors
from newsbot.model import CHINA, RENDERED, UNVERIFIED_TLS, Hints, Outcome, Page, Reason, Rejection, is_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SUFFIXES = (".warc", ".warc.gz")
SOURCE_HEADER = "X-Newsbot-Source"
"""Field of a response record of our own: what the page's declared source said of it, as a JSON object; empty: it has no source."""

_BROKEN = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    zlib.error,
    EOFError,
    ValueError,
    AttributeError,
    KeyError,
    IndexError,
    TypeError,
)
"""What warcio 1.8 raises on damaged files: its own errors, and those of the code that meets what it did not expect."""
_RUN = re.compile(r"[\w.+-]{1,100}")
_CHUNK = 1 << 16
_REDIRECTS = range(300, 400)
"""Statuses that send elsewhere, "not modified" among them (RFC 9110, section 15.4)."""
_LOADER = ArcWarcRecordLoader()


def read_warc(path: Path, *, max_bytes: int) -> Iterator[Page | Rejection]:
    """Yield the responses of one file in their order, holding one at a time.

    Redirects and "not modified" are no pages and are passed over. A response without its parts is a `bad_record`, one that does not
    unpack or holds more than ``max_bytes`` is `unreadable`. Where the file itself is damaged the pages before and behind stand, and a
    `bad_record` for each stretch says where it begins and how many bytes were passed over. Raises OSError when the file cannot be read.
    """
    name = printable_name(PurePath(path.name))
    with path.open("rb") as file:
        for record in read_records(file, max_bytes=max_bytes + 2 * MAX_RECORD_HEADER_BYTES):
            place = f"{name}:{record.offset}"
            if isinstance(record, Passed):
                detail = f"{name} is damaged at {place}: {record.size:,} bytes were passed over ({_one_line(record.why)})"
                yield Rejection(Page(place, b""), Outcome.BAD_RECORD, Reason.ARCHIVE_DAMAGED, detail)
            elif record.kind == "response" and (page := _of_record(record, place, max_bytes)) is not None:
                yield page


def recorded_run(path: Path) -> str | None:
    """Return the run that wrote the file, from the `warcinfo` record that our own archives begin with; None for other archives."""
    try:
        with path.open("rb") as file:
            first = next(read_records(file, max_bytes=_CHUNK), None)
    except OSError:
        return None
    if not isinstance(first, Record) or first.kind != "warcinfo":
        return None
    lines = first.data.decode("utf-8", "replace").splitlines()
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    run = fields.get("run", "")
    return run if fields.get("software", "").startswith("newsbot") and _RUN.fullmatch(run) else None


def _of_record(record: Record, place: str, max_bytes: int) -> Page | Rejection | None:
    try:
        found = _page(_LOADER.parse_record_stream(io.BytesIO(record.data), known_format="warc"), place, max_bytes)
    except _BROKEN as error:
        detail = f"the record at {place} is damaged: {_words(error)}"
        return Rejection(Page(place, b""), Outcome.BAD_RECORD, Reason.ARCHIVE_DAMAGED, detail)
    if record.whole or not isinstance(found, Page):
        return found
    return _cut_short(replace(found, body=b""), place)


def _cut_short(bare: Page, place: str) -> Rejection:
    return Rejection(bare, Outcome.UNREADABLE, Reason.CUT_SHORT, f"the record at {place} is cut short")


def _page(record: Any, place: str, max_bytes: int) -> Page | Rejection | None:
    """Make a page of one record, or a Rejection of one that is broken; None for what is no page."""
    if record.rec_type != "response":
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if url and not url.lower().startswith(("http:", "https:")):
        return None
    if why_not_visited(url):
        detail = f"the record at {place} has no address that could be visited (or one with a name or password in it)"
        return Rejection(Page(place, b""), Outcome.BAD_RECORD, Reason.NO_ADDRESS, detail)
    if record.http_headers is None:
        return Rejection(
            Page(url, b"", archive=place), Outcome.BAD_RECORD, Reason.NO_HTTP_HEADERS, f"the record at {place} has no HTTP headers"
        )
    code = record.http_headers.get_statuscode()
    if not (code.isascii() and code.isdigit()):
        detail = f"the record at {place} has the HTTP status {code!r:.50}"
        return Rejection(Page(url, b"", archive=place), Outcome.BAD_RECORD, Reason.BAD_HTTP_STATUS, detail)
    status = int(code)
    if status in _REDIRECTS or status < HTTPStatus.OK:
        return None
    headers: dict[str, str] = {}
    for name, value in record.http_headers.headers:
        if name.lower() not in TRANSFER_HEADERS:  # the body is unpacked below
            headers[name.lower()] = f"{headers[name.lower()]}, {value}" if name.lower() in headers else value
    source, hints = _declared(record.rec_headers.get_header(SOURCE_HEADER))
    moment = _moment(record.rec_headers.get_header("WARC-Date"))
    bare = Page(url, b"", headers, moment, status, place, source, hints)
    body = bytearray()
    stream = record.content_stream()
    try:
        while chunk := stream.read(_CHUNK):
            body += chunk
            if len(body) > max_bytes:
                return Rejection(bare, Outcome.UNREADABLE, Reason.TOO_LARGE, f"the record at {place} holds more than {max_bytes:,} bytes")
        while record.raw_stream.read(_CHUNK):
            pass  # what stands after the end of a chunked body
    except _BROKEN as error:
        return Rejection(bare, Outcome.UNREADABLE, Reason.DOES_NOT_UNPACK, f"the record at {place} does not unpack: {_words(error)}")
    if getattr(record.raw_stream, "limit", 0) > 0:
        return _cut_short(bare, place)
    return Page(url, bytes(body), headers, moment, status, place, source, hints)


def _declared(text: str | None) -> tuple[str | None, Hints | None]:
    """Read the field of our own archives; nothing where it is missing, or holds what we do not write."""
    try:
        found: Any = json.loads(text or "null")
        if not isinstance(found, dict):
            return None, None
        rules = _rules(found)
        source, charset, *named = (found.get(name) for name in ("id", "charset", "modified", "published", "headline", "author"))
        if not all(each is None or isinstance(each, str) for each in (source, charset, *named)) or (rules and not is_rule(rules)):
            return None, None
        region, original, listed = _texts(found.get("region", [])), found.get("original") is True, found.get("listed") is True
        modified, *said = named
        came = (found.get(UNVERIFIED_TLS) is True, found.get(RENDERED) is True)
        return source, Hints(region, charset, rules, original, listed, modified, *came, *said)
    except (ValueError, TypeError, RecursionError):
        return None, None


def _rules(found: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the selectors of a source's rule. Raises ValueError or TypeError where they are none, or too many.

    Archives written before there were selectors hold class and id words under ``rules``.
    """
    selectors = {str(name): _texts(written) for name, written in dict(found.get("selectors", {})).items()}
    if not selectors:
        words = {str(name): _texts(written) for name, written in dict(found.get("rules", {})).items()}
        selectors = {name: tuple(f".{word}, #{word}" for word in each) for name, each in words.items()}
    check_selectors(selectors)
    return selectors


def _texts(found: list[object]) -> tuple[str, ...]:
    """Return the texts of a JSON list. Raises TypeError where it is none."""
    if not isinstance(found, list):
        raise TypeError
    return tuple(str(text) for text in found)


def _moment(text: str | None) -> datetime | None:
    """Read a WARC-Date as China's clock, to the second; None where it is missing or wrong."""
    try:
        return datetime.fromisoformat(text or "").astimezone(CHINA).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None


def _words(error: BaseException) -> str:
    """Return what an error says, on one line and short: warcio quotes the bytes it met."""
    return f"{type(error).__name__}: {_one_line(str(error))}"[:200]


def _one_line(text: str) -> str:
    return ascii(text)[1:-1]
