"""The records of a WARC file one by one, whatever its writer got wrong: packed as a whole, lengths that are not those of the content.

Most files are gzip members of one record each, or plain records one after the other. `gzip x.warc` makes one member of all of them; some
writers count `Content-Length` in characters, or before they changed the content. Where the length is right it is believed, so that no
page can put records of its own into a file; where what follows is no record, the next line that begins one is looked for. Behind damage
reading goes on where the next record begins, and what was passed over is told.
"""

from __future__ import annotations

import os
import re
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from newsbot.archive.resync import (
    BEGINS,
    HEADER_END,
    LONGEST_BEGIN,
    MAX_RECORD_HEADER_BYTES,
    Trail,
    is_end_of_record,
    next_member,
    unpacked_as_far,
)
from newsbot.gzips import GZIP_MAGIC

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK: Final = 64 * 1024
_VERSION: Final = b"WARC/"
_REREAD_BYTES: Final = 64 << 20
"""Read once more behind the begin of members that turned out to be damaged; beyond, the search goes on where reading them ended."""
_LENGTH: Final = re.compile(rb"^(content-length[ \t]{0,9}:[ \t]{0,9})(\d{1,15})(?=[ \t]{0,9}\r?$)", re.IGNORECASE | re.MULTILINE)
_TYPE: Final = re.compile(rb"^warc-type\s{0,9}:\s{0,9}([a-z]{1,20})", re.IGNORECASE | re.MULTILINE)
_KINDS: Final = frozenset({"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"})
"""Of records, by ISO 28500."""
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_RECORD: Final = "what follows is no WARC record"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: where it begins in the file (in what is unpacked of it, where many are packed as a whole), its type, and its bytes.

    ``data`` are headers and content, at most as many as asked for; ``whole`` is False where the file, or the bound, ended before it.
    """

    offset: int
    kind: str
    data: bytes
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Passed:
    """A stretch that could not be read: where it begins, as of a record, its bytes, and why."""

    offset: int
    size: int
    why: str


class _DamagedError(ValueError):
    """A gzip member cannot be read: where it begins, and how far it was read."""

    def __init__(self, why: str, begin: int, end: int) -> None:
        super().__init__(why)
        self.begin = begin
        self.end = end


def read_records(file: IO[bytes], *, max_bytes: int) -> Iterator[Record | Passed]:
    """Yield the records of an open file, each with at most ``max_bytes`` of its content, and a gap for each stretch that is damaged."""
    waiting: Passed | None = None
    for found in _read(file, max_bytes):
        if isinstance(found, Passed):
            if waiting is not None and waiting.offset + waiting.size == found.offset:
                found = Passed(waiting.offset, waiting.size + found.size, waiting.why)  # noqa: PLW2901  # one stretch
            elif waiting is not None:
                yield waiting
            waiting = found
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        yield found
    if waiting is not None:
        yield waiting


def _read(file: IO[bytes], max_bytes: int) -> Iterator[Record | Passed]:
    trail = Trail()
    head = file.read(len(_VERSION))
    place = 0 if head.startswith((GZIP_MAGIC, _VERSION)) else next_member(file, 0, trail)
    if place is None or head == _VERSION:
        file.seek(0)
        yield from _in_a_row(_Stream(iter(lambda: file.read(_CHUNK), b""), trail), max_bytes)
        return
    if place:
        yield Passed(0, place, _NO_RECORD)
    yield from _packed(file, place, max_bytes, trail)


def _packed(file: IO[bytes], start: int, max_bytes: int, trail: Trail) -> Iterator[Record | Passed]:
    """Records of gzip members, from one at ``start`` on."""
    place: int | None = start
    reread = 0
    while place is not None:
        file.seek(place)
        as_a_whole = _is_packed_as_a_whole(file)
        file.seek(place)
        try:
            yield from _of_a_whole(file, place, max_bytes, trail) if as_a_whole else _members(file, place, max_bytes, trail)
            place = None
        except _DamagedError as damage:
            reread += damage.end - damage.begin
            known = damage.end if reread > _REREAD_BYTES + damage.begin else damage.begin + 1
            place = next_member(file, known, trail)
            end = place if place is not None else file.seek(0, os.SEEK_END)
            if place is not None or not _is_padding(file, damage.begin):
                yield Passed(damage.begin, end - damage.begin, str(damage))


def _is_padding(file: IO[bytes], start: int) -> bool:
    """Whether nothing but zeros stands from a place on."""
    file.seek(start)
    return not any(piece.strip(b"\0") for piece in iter(lambda: file.read(_CHUNK), b""))


def _is_packed_as_a_whole(file: IO[bytes]) -> bool:
    """Whether the gzip member at which the file stands holds more than one record."""
    stream = _Stream(_as_far(file, members=1), Trail())
    header, length = _header(stream)
    if header is None or length is None:
        return False
    stream.skip(length)
    stream.skip_breaks()
    return stream.peek(len(_VERSION)) == _VERSION


def _as_far(file: IO[bytes], members: int) -> Iterator[bytes]:
    try:
        yield from unpacked_as_far(file, members)
    except zlib.error:
        return


def _of_a_whole(file: IO[bytes], start: int, max_bytes: int, trail: Trail) -> Iterator[Record | Passed]:
    """Records of members that hold many: those before the damage are read to the last byte that unpacks."""
    why: list[str] = []

    def pieces() -> Iterator[bytes]:
        try:
            yield from unpacked_as_far(file)
        except zlib.error as error:
            why.append(str(error))

    yield from _in_a_row(_Stream(pieces(), trail, start), max_bytes)
    if why:
        raise _DamagedError(why[0], file.tell(), file.tell())


def _members(file: IO[bytes], start: int, max_bytes: int, trail: Trail) -> Iterator[Record | Passed]:
    """Records that are gzip members of their own: a member's end is the record's, whatever its length says."""
    pending, offset = b"", start
    while True:
        if not pending and not (pending := file.read(_CHUNK)):
            return
        if not pending.startswith(GZIP_MAGIC[:1]):
            raise _DamagedError("what follows is no gzip member", offset, offset)
        member = zlib.decompressobj(wbits=31)
        data, size, used = bytearray(), 0, 0
        while not member.eof:
            if not pending and not (pending := file.read(_CHUNK)):
                break
            used += len(pending)
            try:
                piece = member.decompress(pending, _CHUNK)
            except zlib.error as error:
                raise _DamagedError(str(error), offset, offset + used) from error
            pending = member.unused_data if member.eof else member.unconsumed_tail  # at its end Python may hand out the rest in both
            used -= len(pending)
            size += len(piece)
            data += piece[: max(0, max_bytes + MAX_RECORD_HEADER_BYTES - len(data))]
        if not member.eof and next_member(file, offset + 1, trail) is not None:  # what is damaged may seem to go on for ever
            raise _DamagedError("a member without an end", offset, offset + used)
        if member.eof:
            trail.follow(data)
        yield _record(bytes(data), offset, size, used, whole=member.eof)
        offset += used


def _record(data: bytes, offset: int, size: int, used: int, *, whole: bool) -> Record | Passed:
    """Make a record of a whole member, its length put right where it is wrong; a gap where it holds none."""
    found = HEADER_END.search(data, 0, MAX_RECORD_HEADER_BYTES)
    if found is None or not data.startswith(_VERSION):
        return Passed(offset, used, _NO_RECORD)
    header, content = data[: found.end()], data[found.end() :]
    stated = _LENGTH.search(header)
    length = int(stated[2]) if stated else 0
    held = size - len(header)
    if stated and whole and not length <= held <= length + 4:  # four: the breaks after a record
        content = content.removesuffix(b"\r\n\r\n") if size == len(data) else content
        header = _with_length(header, max(held - 4, 0) if size > len(data) else len(content))
        return Record(offset, _kind(header), header + content)
    return Record(offset, _kind(header), header + content[:length], whole)


def _in_a_row(stream: _Stream, max_bytes: int) -> Iterator[Record | Passed]:
    """Records that stand one after the other."""
    while True:
        stream.skip_breaks()
        if not stream.peek(1):
            return
        offset = stream.offset
        header, length = _header(stream)
        if header is None:
            _, passed = stream.to_next(0)
            yield Passed(offset, passed, _NO_RECORD)
            continue
        content = stream.take(min(length or 0, max_bytes))
        rest = stream.skip((length or 0) - len(content)) if (length or 0) > len(content) else 0
        whole = len(content) + rest == (length or 0)
        if whole and stream.peek(_CHUNK).lstrip(b"\r\n")[: len(_VERSION)] in {_VERSION, b""}:
            yield _checked(Record(offset, _kind(header), header + content), header, content if not rest else None, stream.trail)
        elif rest:
            yield Record(offset, _kind(header), header + content, whole)
            yield Passed(stream.offset - rest, rest, "a record that is too large, and of a wrong length")
        else:
            yield from _mended(stream, offset, header, content, max_bytes=max_bytes, whole=whole)


def _mended(stream: _Stream, offset: int, header: bytes, content: bytes, *, max_bytes: int, whole: bool) -> Iterator[Record | Passed]:
    """Yield a record behind whose stated end none begins, and what stands between it and the next; the stream is left at that one.

    Where its length is right it is what follows that is damaged; else the record goes on to the next one, unless a check sum tells that
    it is not whole.
    """
    begin = offset + len(header)
    stream.put_back(content)
    length = len(content)
    found, passed = stream.to_next(max_bytes)
    if whole and len(found) >= length and is_end_of_record(header, found[:length], found[length:]):
        yield _checked(Record(offset, _kind(header), header + found[:length]), header, None, stream.trail)
        if found[length:].strip(b"\r\n"):
            yield Passed(begin + length, passed - length, _NO_RECORD)
        return
    cut = not whole and not stream.peek(1)
    content = found if cut else found.rstrip(b"\r\n")
    record = Record(offset, _kind(header), (header if cut else _with_length(header, len(content))) + content, not cut)
    yield _checked(record, header, content if not cut else None, stream.trail)


def _checked(record: Record, header: bytes, content: bytes | None, trail: Trail) -> Record | Passed:
    """Return a record that no check sum of a gzip member vouches for; a gap where its header is damaged, or its content by its own sum."""
    if record.kind not in _KINDS or _CONTROL.search(header):
        return Passed(record.offset, len(record.data), "a record with a damaged header")
    if content is not None and not trail.trusts(header, content):
        return Passed(record.offset, len(record.data), "a record that is not what its check sum says")
    trail.follow(header)
    return record


def _header(stream: _Stream) -> tuple[bytes | None, int | None]:
    """Take the headers of the record at which the stream stands, and read its length; None where there is no record."""
    head = stream.peek(MAX_RECORD_HEADER_BYTES)
    found = HEADER_END.search(head)
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


class _Stream:
    """Bytes that come in pieces, to look at, to take and to put back; ``offset`` counts those taken."""

    def __init__(self, pieces: Iterator[bytes], trail: Trail, offset: int = 0) -> None:
        self.trail = trail
        self.offset = offset
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

    def to_next(self, keep: int) -> tuple[bytes, int]:
        """Pass on to the next record behind this place, or to the end; return the first ``keep`` bytes passed, and how many there were."""
        kept, passed = bytearray(), 0
        while piece := self.peek(_CHUNK + LONGEST_BEGIN):
            found = BEGINS.search(piece, 0 if passed else 1) if not self.trail.is_lost else None
            step = found.start() if found else max(len(piece) - LONGEST_BEGIN, 0) or len(piece)
            kept += self.take(step)[: max(0, keep - len(kept))]
            passed += step
            if found:
                if self.trail.leads_to(self.peek(MAX_RECORD_HEADER_BYTES)):
                    break
                kept += self.take(1)[: max(0, keep - len(kept))]
                passed += 1
        return bytes(kept), passed
