"""What the ledger keeps of one page: the `Report` without its blocks; what people ask for as columns, the rest as compressed JSON.

The JSON is deterministic (fields in the order of the class), so equal pages give equal bytes. What a page of an older program lacks is
read as not known: the default of its field.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin, get_type_hints

from newsbot.data import lines_of
from newsbot.exceptions import ContentDamaged
from newsbot.model import Page, Report
from newsbot.row import named, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: Final = (*named("column"), "content_sha256")
"""Fields of a report that are columns of the table `pages`, and not in the JSON."""

CHECKSUM_BYTES: Final = 8
"""Of a checksum: one damage in 2**64 passes unseen."""

_LEFT_OUT = {"page", "blocks", "edits", "evidence", *COLUMNS}
_KEPT = tuple(field.name for field in fields(Report) if field.name not in _LEFT_OUT)

_DICTIONARY: Final = "".join(lines_of("content_dictionary.txt")).encode("gb18030")
"""What most pages have in common, so that it need not be kept with each: with GB18030 a third less than plain zlib of UTF-8 (1.2 instead
of 1.8 KB, on 1,500 news items). Part of the format: never changed, only replaced together with a step of the schema."""

_LEAST_WINDOW: Final = 12
_LARGEST_WINDOW: Final = 15
_BITS_LESS: Final = 6
"""Of a window of 32 KiB for each page zlib clears tables of 190 KiB, which takes as long as half of a page; one as large as the page gives
the same bytes."""

_WINDOW_HEAD: Final = 262
"""Bytes of a window that zlib keeps for what is to come."""

_AS_TEXT: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=plain)


def pack(report: Report, version: str) -> bytes:
    """Return what is kept of a page besides its columns, with the normaliser's ``version``: a few hundred bytes to a few KiB."""
    page = report.page
    kept: dict[str, Any] = {"version": version, "archive": page.archive, "declared_source": page.source}
    if page.hints is not None and page.hints.original:
        kept["declared_original"] = True
    kept.update((name, getattr(report, name)) for name in _KEPT)
    text = _AS_TEXT.encode(kept)
    try:
        coded = text.encode("gb18030")
    except UnicodeEncodeError:  # halves of surrogate pairs: escaped they are ASCII
        coded = json.dumps(kept, separators=(",", ":"), default=plain).encode("ascii")
    window = _window_for(len(coded))
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -window, window - _BITS_LESS, zlib.Z_DEFAULT_STRATEGY, _DICTIONARY)
    return squeeze.compress(coded) + squeeze.flush()


def _window_for(size: int) -> int:
    """Return by how many bits the window is as large as that many bytes behind the dictionary, or as large as there are."""
    return min(max(_LEAST_WINDOW, (size + len(_DICTIONARY) + _WINDOW_HEAD).bit_length()), _LARGEST_WINDOW)


SEALED: Final = ("address", "url", "fetched_at", *COLUMNS)
"""Columns that the checksum of a page covers, besides its content."""


def seal(row: Mapping[Any, Any]) -> bytes:
    """Return the checksum of a row of `pages`: over the content as it is stored, and the columns of `SEALED`."""
    key = hashlib.blake2b(_listed([row[name] for name in SEALED]).encode("ascii"), digest_size=32).digest()
    return hashlib.blake2b(row["content"], digest_size=CHECKSUM_BYTES, key=key).digest()


def _listed(values: list[Any]) -> str:
    """Return what `json.dumps` does of a list, most often of texts and None: in a third of its time."""
    try:
        return f"[{', '.join(['null' if value is None else encode_basestring_ascii(value) for value in values])}]"
    except TypeError:  # what a database holds that was damaged
        return json.dumps(values, ensure_ascii=True)


def opened(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return what `pack` kept, undecoded into classes. The row must have page, content, checksum and `SEALED`.

    Raises ContentDamaged where it is not what was written.
    """
    if row["checksum"] != seal(row):
        raise ContentDamaged(row["page"])
    try:
        return decoded(row["content"])
    except ValueError as error:
        raise ContentDamaged(row["page"]) from error


def decoded(content: bytes) -> dict[str, Any]:
    """Return what `pack` kept, undecoded into classes and unchecked. Raises ValueError for what it cannot have written."""
    try:
        kept: dict[str, Any] = json.loads(zlib.decompressobj(-15, _DICTIONARY).decompress(content).decode("gb18030"))
    except zlib.error as error:
        raise ValueError(str(error)) from error
    return kept


_OF_THE_READING: Final = frozenset(
    (
        "version",
        "archive",
        "declared_source",
        "declared_original",
        "confidence",
        "canonical",
        "date_modified",
        "repairs",
        "flags",
        "content_sha256",
    )
)
"""What is kept of a page that says how it was read, not what it says."""


def says_the_same(row: Mapping[Any, Any], other: Mapping[Any, Any]) -> bool:
    """Return whether two rows of `pages` hold the same report, whatever else of the page changed: design, build, when it was read."""
    if any(row[name] != other[name] for name in COLUMNS if name not in _OF_THE_READING):
        return False
    try:
        return _said(row["content"]) == _said(other["content"])
    except (ValueError, AttributeError, TypeError):
        return False


def _said(content: bytes) -> dict[str, Any]:
    kept = {name: value for name, value in decoded(content).items() if name not in _OF_THE_READING}
    kept["images"] = [{**image, "url": image["url"].partition("?")[0]} for image in kept.get("images", ())]  # ?v=2 is of the build
    return kept


def unpack(row: Mapping[Any, Any]) -> tuple[Report, str]:
    """Return the report of a row of `pages` as it was, and the version of the normaliser.

    The row must have what `opened` needs. The report's page has no bytes, headers and blocks any more. Raises ContentDamaged.
    """
    kept = opened(row)
    version: str = kept.pop("version")
    moment = datetime.fromisoformat(row["fetched_at"]) if row["fetched_at"] else None
    page = Page(url=row["url"], body=b"", fetched_at=moment, archive=kept.pop("archive"), source=kept.pop("declared_source"))
    kept.update((name, row[name]) for name in COLUMNS)
    hints = _hints(Report)
    return Report(page, **{name: _restored(hints[name], value) for name, value in kept.items() if name in hints}), version


def _restored(hint: Any, value: Any) -> Any:
    """Return a value of a field from plain data, by the field's type. Keys that its class does not know are left out."""
    if value is None:
        return None
    if get_origin(hint) is list:
        return [_restored(get_args(hint)[0], element) for element in value]
    of = next((part for part in (hint, *get_args(hint)) if isinstance(part, type) and is_dataclass(part)), None)
    if of is None:
        return value
    hints = _hints(of)
    return of(**{name: _restored(hints[name], inner) for name, inner in value.items() if name in hints})


@cache
def _hints(of: type) -> dict[str, Any]:
    hints = get_type_hints(of)
    return {declared.name: hints[declared.name] for declared in fields(of)}
