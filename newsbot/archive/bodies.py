"""Bodies of archived pages in files of their own: read with bounds, unpacked where they are packed, their transfer's headers left out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from newsbot.gzips import GZIP_MAGIC, gunzip
from newsbot.model import Outcome, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path, PurePath

TRANSFER_HEADERS: Final = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"})
"""Headers that describe the transfer, not the page; bodies lie in archives unpacked."""

Failed = tuple[Outcome, Reason, str]
"""Why there is no body."""


def printable_name(path: PurePath) -> str:
    r"""Return a path as text that is one line anywhere: bytes that are no UTF-8 and characters that do not print stand as escapes.

    >>> from pathlib import Path
    >>> printable_name(Path("甲\x1b[31m.txt")), printable_name(Path(os.fsdecode(b"\xd6\xd0.txt")))
    ('甲\\x1b[31m.txt', '\\xd6\\xd0.txt')
    """
    text = os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def page_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of the page itself."""
    return {name: value for name, value in headers.items() if name.lower() not in TRANSFER_HEADERS}


def read_body(path: Path, max_bytes: int, headers: Mapping[str, str] | None = None) -> bytes | Failed:
    """Return what a file holds, or why that cannot be had. ``headers``: those that the page came with.

    Only regular files are opened: a pipe or a device would be waited for, for ever.
    """
    shown = f"the file {path.name!r}"
    try:
        if path.exists() and not path.is_file():
            return Outcome.MISSING_FILE, Reason.FILE_MISSING, f"{shown} cannot be read: it is no regular file"
        with path.open("rb") as file:
            body = file.read(max_bytes + 1)
    except OSError as error:
        return Outcome.MISSING_FILE, Reason.FILE_MISSING, f"{shown} cannot be read: {error.strerror}"
    if len(body) > max_bytes:
        return Outcome.UNREADABLE, Reason.TOO_LARGE, f"{shown} holds more than {max_bytes:,} bytes"
    try:
        if path.suffix == ".gz":
            body = gunzip(body, max_bytes)
        if body.startswith(GZIP_MAGIC) and "gzip" in _value(headers or {}, "content-encoding"):
            body = gunzip(body, max_bytes)
    except ValueError as error:
        return Outcome.UNREADABLE, Reason.DOES_NOT_UNPACK, f"{shown} {error}"
    return body


def _value(headers: Mapping[str, str], wanted: str) -> str:
    return next((value.lower() for name, value in headers.items() if name.lower() == wanted), "")
