"""How a run left a ledger's file, noted in the file of its lock: by that a later one knows whether it is as it was, to the bit.

Each page of the file has two check sums there, so that a bit that flips anywhere is found, in what nothing else is held against, too:
notes, what counts births and deliveries, the index. One byte of a page that is another is put back: where it lies follows from the first
sum, for the CRC of a page with one byte changed differs by what that byte alone gives at its place; the second says that it was that byte.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from contextlib import suppress
from enum import IntEnum
from struct import Struct
from typing import TYPE_CHECKING, Final, NamedTuple

from newsbot.ledger.btree import LOG, PAGE_SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SUMMED: Final = 1 << 30
"""Bytes of a file up to which its pages get check sums when it is closed: that takes two seconds, and 12 bytes a page."""

MOST_PUT_BACK: Final = 100
"""Pages of which a byte is looked for, some hundredths of a second each: where more are others, it was no bit that flipped."""

_STATE_BYTES: Final = 64
"""Of what is said of the file as a whole; the sums of its pages follow, and a digest of these."""

_DIGEST_BYTES: Final = 8
_SUM: Final = Struct("<I8s")
_CRC_OF_BYTE: Final = tuple(zlib.crc32(bytes([value])) ^ zlib.crc32(b"\0") for value in range(256))
"""What a byte that is another adds to a CRC at its end, by how it differs, …"""
_BYTE_OF_TOP: Final = {crc >> 24: value for value, crc in enumerate(_CRC_OF_BYTE)}
"""… and by the first eight bits of that: they differ, so that a step of a CRC can be taken back."""
_READ_BYTES: Final = 1 << 20


class Suspicion(IntEnum):
    """Why a ledger's file may hold what nobody wrote."""

    NONE = 0
    UNKNOWN = 1
    """Whoever had it open last did not close it, or it was made anew from what could be read: pages are held to their own check sums."""
    CHANGED = 2
    """Somebody, or the disk, changed it since: what follows from the pages is made anew, too."""


class AsClosed(NamedTuple):
    """What a lock says of its ledger. Nothing where whoever had it open did not close it."""

    unchanged: bool = False
    """Nobody wrote to the file since it was closed, as far as the file system knows."""
    state: bytes = b""
    sums: bytes = b""
    """The check sums of its pages as they were; none of a large file."""


def leave_as_closed(path: Path, lock: int, before: AsClosed | None = None) -> None:
    """Write into the open file of a ledger's lock how the ledger is now that it was closed; ``before``: as `as_closed` had it."""
    with suppress(OSError):
        state = _state(path)
        is_same = before is not None and before.sums and before.state == state
        sums = before.sums if before is not None and is_same else _sums(path) if state else b""
        os.pwrite(lock, state + sums + _digest(sums), 0)


def as_closed(path: Path, lock: int, *, take_back: bool = True) -> AsClosed:
    """Return what a ledger's lock says of it, and take that back: the ledger may change now."""
    with suppress(OSError):
        found = os.pread(lock, os.fstat(lock).st_size, 0)
        if take_back:
            os.ftruncate(lock, 0)
        state, sums, digest = found[:_STATE_BYTES], found[_STATE_BYTES:-_DIGEST_BYTES], found[-_DIGEST_BYTES:]
        return AsClosed(bool(state) and state == _state(path), state, sums if digest == _digest(sums) else b"")
    return AsClosed()


def changed_pages(path: Path, closed: AsClosed) -> list[int]:
    """Return the pages of a file, from 1 on, that are not as they were when it was closed.

    None where that is not known, and where most of them are not: then another file stands there, such as a back-up.
    """
    log = path.with_name(path.name + LOG)
    if not closed.sums or not path.exists() or (log.exists() and log.stat().st_size):
        return []
    now = _sums(path)
    if len(closed.sums) != len(now):
        return []
    places = range(0, len(now), _SUM.size)
    found = [place // _SUM.size + 1 for place in places if closed.sums[place : place + _SUM.size] != now[place : place + _SUM.size]]
    return found if 2 * len(found) <= len(places) else []


def put_back(path: Path, closed: AsClosed, changed: Sequence[int]) -> list[int]:
    """Put back the byte that is another in each of some pages of a file; return the pages of which it is not one byte."""
    left = list(changed[MOST_PUT_BACK:])
    size = PAGE_SIZES[0]
    with path.open("rb+") as file:
        for number in changed[:MOST_PUT_BACK]:
            file.seek((number - 1) * size)
            page = file.read(size)
            crc, digest = _SUM.unpack_from(closed.sums, (number - 1) * _SUM.size)
            for place, byte in _bytes_with(page, crc):
                if _SUM.pack(crc, digest) == _sum_of(page[:place] + bytes([byte]) + page[place + 1 :]):
                    file.seek((number - 1) * size + place)
                    file.write(bytes([byte]))
                    break
            else:
                left.append(number)
        file.flush()
        os.fsync(file.fileno())
    return left


def _bytes_with(page: bytes, crc: int) -> Iterator[tuple[int, int]]:
    """Yield the places of a page, and the bytes there, with each of which it would have that CRC."""
    rest = zlib.crc32(page) ^ crc
    for place in range(len(page) - 1, -1, -1):
        value = _BYTE_OF_TOP[rest >> 24]
        if rest == _CRC_OF_BYTE[value]:
            yield place, page[place] ^ value
        rest = (rest ^ _CRC_OF_BYTE[value]) << 8 & 0xFFFF_FFFF | value


def _state(path: Path) -> bytes:
    """Return what changes with a file; nothing of one with a log of what is not in it yet."""
    log = path.with_name(path.name + LOG)
    if log.exists() and log.stat().st_size:
        return b""
    about = path.stat()
    with path.open("rb") as file:
        header = file.read(100)
    said = f"{about.st_size} {about.st_mtime_ns} {about.st_ino} ".encode() + header
    return hashlib.blake2b(said, digest_size=_STATE_BYTES // 2).hexdigest().encode()


def _sums(path: Path) -> bytes:
    """Return the check sums of a file's pages; nothing of a large one."""
    if path.stat().st_size > SUMMED:
        return b""
    size, found = PAGE_SIZES[0], bytearray()
    with path.open("rb") as file:
        while read := file.read(_READ_BYTES):
            for place in range(0, len(read), size):
                found += _sum_of(read[place : place + size])
    return bytes(found)


def _sum_of(page: bytes) -> bytes:
    return _SUM.pack(zlib.crc32(page), hashlib.blake2b(page, digest_size=8).digest())


def _digest(sums: bytes) -> bytes:
    return hashlib.blake2b(sums, digest_size=_DIGEST_BYTES).digest() if sums else b""
