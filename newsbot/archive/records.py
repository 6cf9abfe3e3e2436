"""The records of a WARC file one by one, whatever its writer got wrong: packed as a whole, lengths that are not those of the content.

Most files are gzip members of one record each, or plain records one after the other. `gzip x.warc` makes one member of all of them; some
writers count `Content-Length` in characters, or before they changed the content. Where the length is right it is believed, so that no
page can put records of its own into a file; where what follows is no record, the next line that begins one is looked for.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from newsbot.gzips import GZIP_MAGIC

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_RECORD_HEADER_BYTES: Final = 64 * 1024
"""Of one record's own headers; real ones have a few hundred."""
_CHUNK: Final = 64 * 1024
_VERSION: Final = b"WARC/"
_NEXT: Final = re.compile(rb"\r?\n\r?\n(?=WARC/\d\.\d{1,2}\r?\n)")
_OVERLAP: Final = 32
"""Bytes in which the end of a record and the beginning of the next stand."""
_LENGTH: Final = re.compile(rb"^(content-length[ \t]{0,9}:[ \t]{0,9})(\d{1,15})(?=[ \t]{0,9}\r?$)", re.IGNORECASE | re.MULTILINE)
_TYPE: Final = re.compile(rb"^warc-type\s{0,9}:\s{0,9}([a-z]{1,20})", re.IGNORECASE | re.MULTILINE)
_HEADER_END: Final = re.compile(rb"\r?\n\r?\n")


class DamagedError(ValueError):
    """The file cannot be read further."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: where it begins in the file (in the unpacked one, where that is packed as a whole), its type, and its bytes.

    ``data`` are headers and content, at most as many as asked for; ``whole`` is False where the file, or the bound, ended before it.
    """

    offset: int
    kind: str
    data: bytes
    whole: bool = True


def read_records(file: IO[bytes], *, max_bytes: int) -> Iterator[Record]:
    """Yield the records of an open file, each with at most ``max_bytes`` of its content. Raises DamagedError where it ends being one."""
    packed = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    file.seek(0)
    if packed and not _is_packed_as_a_whole(file):
        file.seek(0)
        yield from _members(file, max_bytes)
    else:
        file.seek(0)
        yield from _in_a_row(_Stream(_unpacked(file) if packed else iter(lambda: file.read(_CHUNK), b"")), max_bytes)


def _is_packed_as_a_whole(file: IO[bytes]) -> bool:
    """Whether the first gzip member holds more than one record."""
    stream = _Stream(_unpacked(file, members=1))
    header, length = _header(stream)
    if header is None or length is None:
        return False
    stream.skip(length)
    stream.skip_breaks()
    return stream.peek(len(_VERSION)) == _VERSION


def _members(file: IO[bytes], max_bytes: int) -> Iterator[Record]:
    """Records that are gzip members of their own: a member's end is the record's, whatever its length says."""
    pending, offset = b"", 0
    while True:
        if not pending and not (pending := file.read(_CHUNK)):
            return
        if not pending.strip(b"\0"):
            pending = b""  # padding
            continue
        if not pending.startswith(GZIP_MAGIC[:1]):
            raise DamagedError("what follows is no gzip member")
        member = zlib.decompressobj(wbits=31)
        data, size, used = bytearray(), 0, 0
        while not member.eof:
            if not pending and not (pending := file.read(_CHUNK)):
                break
            used += len(pending)
            try:
                piece = member.decompress(pending, _CHUNK)
            except zlib.error as error:
                raise DamagedError(str(error)) from error
            pending = member.unused_data if member.eof else member.unconsumed_tail  # at its end Python may hand out the rest in both
            used -= len(pending)
            size += len(piece)
            data += piece[: max(0, max_bytes + MAX_RECORD_HEADER_BYTES - len(data))]
        yield _record(offset, bytes(data), size, whole=member.eof)
        offset += used


def _record(offset: int, data: bytes, size: int, *, whole: bool) -> Record:
    """Make a record of a whole member, its length put right where it is wrong."""
    found = _HEADER_END.search(data, 0, MAX_RECORD_HEADER_BYTES)
    if found is None or not data.startswith(_VERSION):
        raise DamagedError("what follows is no WARC record")
    header, content = data[: found.end()], data[found.end() :]
    stated = _LENGTH.search(header)
    length = int(stated[2]) if stated else 0
    held = size - len(header)
    if stated and whole and not length <= held <= length + 4:  # four: the breaks after a record
        content = content.removesuffix(b"\r\n\r\n") if size == len(data) else content
        header = _with_length(header, max(held - 4, 0) if size > len(data) else len(content))
        return Record(offset, _kind(header), header + content)
    return Record(offset, _kind(header), header + content[:length], whole)


def _in_a_row(stream: _Stream, max_bytes: int) -> Iterator[Record]:
    """Records that stand one after the other."""
    while True:
        stream.skip_breaks()
        if not stream.peek(1):
            return
        offset = stream.offset
        header, length = _header(stream)
        if header is None:
            raise DamagedError("what follows is no WARC record")
        content = stream.take(min(length or 0, max_bytes))
        rest = stream.skip((length or 0) - len(content)) if (length or 0) > len(content) else 0
        whole = len(content) + rest == (length or 0)
        stream.skip_breaks()
        if stream.peek(len(_VERSION)) in {_VERSION, b""} and whole:
            yield Record(offset, _kind(header), header + content)
            continue
        content = _mended(stream, content, max_bytes)
        cut = not whole and not stream.peek(1)
        yield Record(offset, _kind(header), (header if cut else _with_length(header, len(content))) + content, whole=not cut)


def _mended(stream: _Stream, content: bytes, max_bytes: int) -> bytes:
    """Return the content of a record whose length is wrong, and leave the stream at the next one."""
    kept, window = bytearray(), content
    while True:
        if found := _NEXT.search(window):
            stream.put_back(window[found.end() :])
            kept += window[: found.start()]
            break
        piece = stream.take(_CHUNK)
        if not piece:
            kept += window
            break
        kept += window[:-_OVERLAP]
        del kept[max_bytes:]
        window = window[-_OVERLAP:] + piece
    return bytes(kept).rstrip(b"\r\n")[:max_bytes]


def _header(stream: _Stream) -> tuple[bytes | None, int | None]:
    """Take the headers of the record at which the stream stands, and read its length; None where there is no record."""
    head = stream.peek(MAX_RECORD_HEADER_BYTES)
    found = _HEADER_END.search(head)
    if found is None or not head.startswith(_VERSION):
        return None, None
    header = stream.take(found.end())
    length = _LENGTH.search(header)
    return header, int(length[2]) if length else None


def _with_length(header: bytes, length: int) -> bytes:
    return _LENGTH.sub(lambda stated: stated[1] + str(length).encode(), header, count=1)


def _kind(header: bytes) -> str:
    found = _TYPE.search(header)
    return found[1].decode("ascii").lower() if found else ""


def _unpacked(file: IO[bytes], members: int = 1 << 30) -> Iterator[bytes]:
    """Yield what the first ``members`` gzip members of a file hold, as far as they unpack."""
    pending = b""
    for _ in range(members):
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            if not (pending := pending or file.read(_CHUNK)):
                return
            try:
                piece = member.decompress(pending, _CHUNK)
            except zlib.error:
                return
            pending = member.unconsumed_tail
            if piece:
                yield piece
        pending = member.unused_data


class _Stream:
    """Bytes that come in pieces, to look at, to take and to put back; ``offset`` counts those taken."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.offset = 0
        self._pieces = pieces
        self._ready = b""

    def peek(self, size: int) -> bytes:
        """Return the next ``size`` bytes, fewer at the end, and leave them there."""
        waiting = [self._ready]
        held = len(self._ready)
        while held < size and (piece := next(self._pieces, b"")):
            waiting.append(piece)
            held += len(piece)
        self._ready = b"".join(waiting) if len(waiting) > 1 else self._ready
        return self._ready[:size]

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes, fewer at the end."""
        found = self.peek(size)
        self._ready = self._ready[len(found) :]
        self.offset += len(found)
        return found

    def skip(self, size: int) -> int:
        """Pass over ``size`` bytes, and return how many there were."""
        passed = 0
        while passed < size and (piece := self.take(min(size - passed, _CHUNK))):
            passed += len(piece)
        return passed

    def skip_breaks(self) -> None:
        """Pass over line breaks."""
        while (head := self.peek(_CHUNK)) and (breaks := len(head) - len(head.lstrip(b"\r\n"))):
            self.take(breaks)

    def put_back(self, data: bytes) -> None:
        """Put bytes back that were taken."""
        self._ready = data + self._ready
        self.offset -= len(data)
