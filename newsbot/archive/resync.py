"""Where reading goes on behind a place at which a WARC file is damaged: the next place at which a record really begins.

Magic bytes alone tell nothing: what begins there must unpack, and be the head of a WARC record. A page may hold records too, so that a
damaged file could be read on in the middle of a page; where the records before named the file they belong to (`WARC-Warcinfo-ID`, whose
value no page knows when it is fetched), only records that name the same one count.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from base64 import b32encode
from typing import IO, TYPE_CHECKING, Final

from newsbot.gzips import GZIP_MAGIC

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_RECORD_HEADER_BYTES: Final = 64 * 1024
"""Of one record's own headers; real ones have a few hundred."""
HEADER_END: Final = re.compile(rb"\r?\n\r?\n")
BEGINS: Final = re.compile(rb"WARC/\d\.\d{1,2}\r?\n(?=[A-Za-z])")
"""The first line of a record, and that a header follows."""
LONGEST_BEGIN: Final = 16
"""Bytes in which what `BEGINS` looks for has room."""

_CHUNK: Final = 64 * 1024
_MOST_TRIED: Final = 20_000
"""Places of one file that look like the begin of a record and are none. One in a thousand million bytes looks so by chance."""
_MEMBER: Final = re.compile(re.escape(GZIP_MAGIC) + rb"\x08[\x00-\x1f]")
"""The first bytes of a gzip member: packed by deflate, with flags that there are (RFC 1952)."""
_FIRST_BYTES: Final = 1024
"""Of a member: enough for the headers of gzip, a table of codes, and the first line of what is packed."""
_LENGTH: Final = re.compile(rb"^content-length[ \t]{0,9}:[ \t]{0,9}\d{1,15}[ \t]{0,9}\r?$", re.IGNORECASE | re.MULTILINE)
_KIND: Final = re.compile(rb"^warc-type[ \t]{0,9}:[ \t]{0,9}[a-z]", re.IGNORECASE | re.MULTILINE)
_FILE: Final = re.compile(rb"^warc-warcinfo-id[ \t]{0,9}:[ \t]{0,9}(\S{1,200})", re.IGNORECASE | re.MULTILINE)
_DIGEST: Final = re.compile(
    rb"^warc-block-digest[ \t]{0,9}:[ \t]{0,9}(sha1|sha256|md5):([A-Za-z0-9=]{1,128})", re.IGNORECASE | re.MULTILINE
)
_HEADER_LINE: Final = re.compile(rb"^WARC-[A-Za-z-]{2,40}:", re.IGNORECASE | re.MULTILINE)
_BREAKS: Final = b"\r\n\r\n"
"""Behind the content of each record."""
_ERASED: Final = b"\0" * 8


class Trail:
    """What the records read so far say about those that follow in the same file."""

    def __init__(self) -> None:
        self._file: bytes | None = None
        self._tried = 0
        self._fitting = 0

    @property
    def is_lost(self) -> bool:
        """Whether so many places were tried in vain that the rest of the file is given up."""
        return self._tried > _MOST_TRIED

    def follow(self, head: bytes | bytearray) -> None:
        """Remember the file that a record belongs to, by the bytes that it begins with."""
        end = HEADER_END.search(head, 0, MAX_RECORD_HEADER_BYTES)
        if end is not None and (found := _FILE.search(head, 0, end.end())):
            self._file = bytes(found[1])

    def leads_to(self, head: bytes) -> bool:
        """Return whether ``head``, the next bytes at a place that may be the begin of a record, is the head of one of this file."""
        end = HEADER_END.search(head, 0, MAX_RECORD_HEADER_BYTES)
        header = head[: end.end()] if end is not None and BEGINS.match(head) else b""
        found = _FILE.search(header)
        ours = self._file is None or (found is not None and found[1] == self._file)
        if ours and _KIND.search(header) and _LENGTH.search(header):
            return True
        self._tried += 1
        return False

    def trusts(self, header: bytes, content: bytes) -> bool:
        """Return whether a record is what was written: some writers' check sums are wrong, so one counts where most fit."""
        fits = fits_digest(header, content)
        self._fitting += 0 if fits is None else 1 if fits else -1
        return fits is not False or self._fitting < 0


def next_member(file: IO[bytes], start: int, trail: Trail) -> int | None:
    """Return where, from ``start`` on, a gzip member begins that holds a record of this file; None where there is none."""
    read_to, window = start, b""
    while True:
        file.seek(read_to)
        if not (piece := file.read(_CHUNK)):
            return None
        window += piece
        read_to += len(piece)
        base = read_to - len(window)
        for found in _MEMBER.finditer(window):
            if trail.leads_to(_head_of_member(file, base + found.start())):
                return base + found.start()
            if trail.is_lost:
                return None
        window = window[-3:]


def _head_of_member(file: IO[bytes], place: int) -> bytes:
    """Return the first bytes of what is packed at a place; nothing where they do not begin a record."""
    file.seek(place)
    first = file.read(_FIRST_BYTES)
    try:
        if not BEGINS.match(zlib.decompressobj(wbits=31).decompress(first, LONGEST_BEGIN)):
            return b""
        return zlib.decompressobj(wbits=31).decompress(first + file.read(_CHUNK), MAX_RECORD_HEADER_BYTES)
    except zlib.error:
        return b""


def fits_digest(header: bytes, content: bytes) -> bool | None:
    """Return whether a record's content has the check sum that its header states; None where it states none that we know."""
    stated = _DIGEST.search(header)
    if stated is None:
        return None
    found = hashlib.new(stated[1].decode("ascii").lower(), content, usedforsecurity=False)
    return stated[2].lower().rstrip(b"=") in {found.hexdigest().encode(), b32encode(found.digest()).lower().rstrip(b"=")}


def is_end_of_record(header: bytes, content: bytes, behind: bytes) -> bool:
    """Return whether a record's stated length is right although what stands behind its content begins no record.

    It is where the content has its check sum, and where the breaks that end a record (one byte of them may be damaged), zeros of a disk, or
    the remains of a header follow. Elsewhere it is the length that is wrong.
    """
    fits = fits_digest(header, content)
    if fits is not None:
        return fits
    alike = sum(one == other for one, other in zip(behind, _BREAKS, strict=False))
    if len(behind) <= len(_BREAKS) or alike >= len(_BREAKS) - 1:
        return True
    return behind.startswith(_ERASED) or _HEADER_LINE.search(behind) is not None


def unpacked_as_far(file: IO[bytes], members: int = 1 << 30) -> Iterator[bytes]:
    """Yield what the first ``members`` gzip members of a file hold, from where it stands, up to the first byte that does not unpack.

    The file is left at that byte. Raises zlib.error there.
    """
    pending = b""
    for _ in range(members):
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            if not (pending := pending or file.read(_CHUNK)):
                return
            before = member.copy()
            try:
                piece = member.decompress(pending, _CHUNK)
            except zlib.error:
                yield from _to_the_damage(file, before, pending)
                raise
            pending = member.unused_data if member.eof else member.unconsumed_tail  # at its end Python may hand out the rest in both
            if piece:
                yield piece


def _to_the_damage(file: IO[bytes], member: zlib._Decompress, pending: bytes) -> Iterator[bytes]:
    """Yield byte for byte what unpacks, and leave the file at the byte that does not."""
    place = file.tell() - len(pending)
    for number in range(len(pending)):
        try:
            piece = member.decompress(pending[number : number + 1])
        except zlib.error:
            file.seek(place + number)
            return
        if piece:
            yield piece
