"""Rows read out of the pages of a damaged SQLite file, whatever of its trees is broken: https://sqlite.org/fileformat.html.

Leaves of tables are found by looking at every page, not by walking down from the root, so that a broken page hides no others. What cannot
be a row is left out. Nothing is raised on what a file holds.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Value = int | float | str | bytes | None

SQLITE_MAGIC: Final = b"SQLite format 3\0"
PAGE_SIZES: Final = (8192, 4096)
"""Bytes of a page of a ledger, see `newsbot.ledger.engine`, and of one that another program copied."""

CONSTANT: Final = ((0, SQLITE_MAGIC), (18, b"\x02\x02\x00\x40\x20\x20"), (44, b"\0\0\0\4"), (56, b"\0\0\0\1"))
"""Bytes of the header that are the same in every ledger: with a write-ahead log, nothing reserved, format 4, UTF-8."""

LOG: Final = "-wal"
"""What follows the name of a file in that of its write-ahead log."""

MOST_LOG_BYTES: Final = 64 << 20
"""Bytes of a log up to which it is read through, which takes some seconds: as many as are kept of one when nothing is in it any more."""

HEADER: Final = 100
_LOG_HEADER, _FRAME_HEADER = 32, 24
_LOG_MAGIC = 0x377F0682  # the last bit says in which order the bytes of its words are added up
_WORD = 0xFFFF_FFFF
_LEAF, _INNER = 13, 5
_LEAF_HEAD, _INNER_HEAD = 8, 12
_MOST_PAYLOAD: Final = 1 << 28
_INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_FLOAT, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12
_MORE = 0x80
_BROKEN = (IndexError, ValueError, struct.error)


class Kept(NamedTuple):
    """One row as it lies in a leaf."""

    rowid: int
    values: tuple[Value, ...]


class Pages:
    """The pages of a file, by number, from 1 on."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data = data
        self.size = size
        self.count = len(data) // size
        self._free = set(self._freed())

    def leaves(self) -> dict[int, list[Kept]]:
        """Return the rows of every leaf of a table that is in use, by the number of the page."""
        return {number: rows for number in range(1, self.count + 1) if number not in self._free and (rows := self._rows(number))}

    def owners(self, roots: dict[str, int]) -> dict[int, str]:
        """Return to which table pages belong, as far as the trees can be walked down from their roots."""
        found: dict[int, str] = {}
        for name, root in roots.items():
            border = [root]
            while border:
                number = border.pop()
                if number in found or not 1 <= number <= self.count:
                    continue
                found[number] = name
                with suppress(*_BROKEN):
                    border += self._below(number)
        return found

    def _page(self, number: int) -> bytes:
        if not 1 <= number <= self.count:
            raise IndexError(number)
        return self._data[(number - 1) * self.size : number * self.size]

    def _freed(self) -> Iterator[int]:
        """Yield the pages that are in no use any more, as far as the list of them is whole."""
        trunk, seen = int.from_bytes(self._data[32:36], "big"), set[int]()
        while 1 < trunk <= self.count and trunk not in seen:
            seen.add(trunk)
            yield trunk
            page = self._page(trunk)
            trunk, count = struct.unpack_from(">II", page)
            if count > self.size // 4:
                return
            yield from struct.unpack_from(f">{count}I", page, 8)

    def _below(self, number: int) -> Iterator[int]:
        page, start = self._page(number), HEADER if number == 1 else 0
        if page[start] != _INNER:
            return
        for place in self._cells(page, start, _INNER_HEAD):
            yield int.from_bytes(page[place : place + 4], "big")
        yield int.from_bytes(page[start + 8 : start + 12], "big")

    def _cells(self, page: bytes, start: int, head: int) -> Sequence[int]:
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        most = (self.size - start - head) // 2
        return struct.unpack_from(f">{min(count, most)}H", page, start + head)

    def _rows(self, number: int) -> list[Kept]:
        page, start = self._page(number), HEADER if number == 1 else 0
        if page[start] != _LEAF:
            return []
        found = []
        for place in self._cells(page, start, _LEAF_HEAD):
            with suppress(*_BROKEN):
                found.append(self._row(page, place))
        return found

    def _row(self, page: bytes, place: int) -> Kept:
        length, place = _varint(page, place)
        rowid, place = _varint(page, place)
        if not 1 < length < _MOST_PAYLOAD:
            raise ValueError(length)
        most, least = self.size - 35, (self.size - 12) * 32 // 255 - 23
        here = length
        if length > most:
            here = least + (length - least) % (self.size - 4)
            here = here if here <= most else least
        payload = bytearray(page[place : place + here])
        if length > most:
            following = int.from_bytes(page[place + here : place + here + 4], "big")
            while len(payload) < length:
                more = self._page(following)
                following = int.from_bytes(more[:4], "big")
                payload += more[4 : 4 + length - len(payload)]
        if len(payload) != length:
            raise ValueError(length)
        return Kept(rowid, tuple(_record(bytes(payload))))


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """Return a number of up to nine bytes, and the place after it."""
    value = 0
    for _ in range(8):
        byte = data[place]
        place += 1
        value = value << 7 | byte & 0x7F
        if not byte & _MORE:
            return value, place
    value = value << 8 | data[place]
    return value - (1 << 64 if value >> 63 else 0), place + 1


def _record(payload: bytes) -> Iterator[Value]:
    end, place = _varint(payload, 0)
    kinds = []
    while place < end:
        kind, place = _varint(payload, place)
        kinds.append(kind)
    for kind in kinds:
        value, place = _value(payload, place, kind)
        yield value
    if place != len(payload):
        raise ValueError(place)


def _value(payload: bytes, place: int, kind: int) -> tuple[Value, int]:
    if kind in {0, _ZERO, _ONE}:
        return (None, 0, 1)[(0, _ZERO, _ONE).index(kind)], place
    if kind in _INTEGERS or kind == _FLOAT:
        stop = place + _INTEGERS.get(kind, 8)
        raw = payload[place:stop]
        value: Value = struct.unpack(">d", raw)[0] if kind == _FLOAT else int.from_bytes(raw, "big", signed=True)
        return value, stop
    if kind < _FIRST_BLOB:
        raise ValueError(kind)
    stop = place + (kind - _FIRST_BLOB) // 2
    raw = payload[place:stop]
    return (raw.decode("utf-8") if kind % 2 else raw), stop


def rows_by_page(data: bytes) -> tuple[dict[int, list[Kept]], Pages]:
    """Return what stands in the leaves of a file, by page, and the pages themselves: in the size that gives the most rows."""
    read = [(pages.leaves(), pages) for pages in (Pages(data, size) for size in PAGE_SIZES)]
    return max(read, key=lambda found: sum(map(len, found[0].values())))


def grouped(leaves: dict[int, list[Kept]], owners: dict[int, str], widths: dict[str, range]) -> dict[str, list[Kept]]:
    """Return rows by table: by the tree that the page hangs in, else by how many columns rows have where that fits one table only."""
    found: dict[str, list[Kept]] = defaultdict(list)
    for number, rows in leaves.items():
        for row in rows:
            fitting = [name for name, width in widths.items() if len(row.values) in width]
            name = owners.get(number, fitting[0] if len(fitting) == 1 else "")
            if name in fitting:
                found[name].append(row)
    return found


# ------------------------------------------------------------------------------------------------------ the write-ahead log


def has_committed(log: Path) -> bool:
    """Return whether a write-ahead log holds the end of a transaction, readable or not (file format, 4.1)."""
    data = log.read_bytes() if log.exists() else b""
    return any(any(frame[4:8]) for frame in _frames(data))


def loses_commits(log: Path) -> bool:
    """Return whether a log of up to `MOST_LOG_BYTES` holds the end of a transaction at or behind a place that is not as it was written.

    SQLite takes nothing from there on, without a word. What a run was at when it died ends in no transaction, and what was in the log
    before it was begun anew has other salts.
    """
    if not log.exists() or not _LOG_HEADER < log.stat().st_size <= MOST_LOG_BYTES:
        return False
    data = log.read_bytes()
    header = data[:_LOG_HEADER]
    order = "<>"[int.from_bytes(header[:4], "big") & 1]
    sums = _added(order, header[:24], (0, 0))
    if int.from_bytes(header[:4], "big") | 1 != _LOG_MAGIC | 1 or _stated(header[24:]) != sums:
        return any(header) and any(any(frame[4:8]) for frame in _frames(data))
    whole = True
    for frame in _frames(data):
        ours = (int.from_bytes(frame[8:16], "big") ^ int.from_bytes(header[16:24], "big")).bit_count() <= 1
        if whole:
            sums = _added(order, frame[_FRAME_HEADER:], _added(order, frame[:8], sums))
            whole = frame[8:16] == header[16:24] and _stated(frame[16:24]) == sums
        if not whole and ours and any(frame[4:8]):
            return True
    return False


def _frames(data: bytes) -> Iterator[bytes]:
    """Yield the frames of a log, each a page behind its header, without what was not written to its end."""
    size = int.from_bytes(data[8:12], "big")
    size = size if size in PAGE_SIZES else PAGE_SIZES[0]
    for start in range(_LOG_HEADER, len(data) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        yield data[start : start + _FRAME_HEADER + size]


def _stated(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[:4], "big"), int.from_bytes(data[4:8], "big")


def _added(order: str, data: bytes, sums: tuple[int, int]) -> tuple[int, int]:
    """Return the check sums of a log with more bytes added to them."""
    one, two = sums
    for first, second in struct.iter_unpack(f"{order}II", data):
        one = (one + first + two) & _WORD
        two = (two + second + one) & _WORD
    return one, two
