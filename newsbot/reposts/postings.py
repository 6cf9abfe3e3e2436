"""Postings as they are stored: sorted, in blocks of some hundred, so that the pages that have one gram are found without reading the rest.

A posting is one number, ``gram << 32 | page``. A block has those of the grams that begin with the same bits, so that where a gram stands
follows from the gram, and no list of blocks is needed: grams are checksums, and lie evenly.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from bisect import bisect_left
from struct import Struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PAGE_BITS: Final = 0xFFFF_FFFF
"""Mask of the page in a posting."""

GRAM_BITS: Final = 32
"""Bits of a gram."""

PART_BITS: Final = 8
"""Bits by which grams are divided into parts; a block is a part, or lies in one."""

BLOCK_POSTINGS: Final = 512
"""Postings of a block, on average, from which on there are twice as many blocks: a look at one reads some 2 KB."""

_HEAD: Final = Struct("<IIB8s")
"""Checksum of all that follows; number of postings; which of their eight bytes, the last first, stand in the block one by one (a bit each);
those that are the same in all, 0 in the place of others."""

_CHECKSUM: Final = 4


def bits_for(count: int) -> int:
    """Return by how many bits the grams of so many postings are divided into blocks: `PART_BITS` or more."""
    return min(max(PART_BITS, (count // BLOCK_POSTINGS).bit_length()), 3 * PART_BITS)


def blocks_of(postings: Sequence[int], bits: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield sorted postings in blocks, each behind its number: the first ``bits`` of its grams."""
    shift = 2 * GRAM_BITS - bits
    start = 0
    while start < len(postings):
        block = postings[start] >> shift
        stop = bisect_left(postings, block + 1 << shift, start)
        yield block, postings[start:stop]
        start = stop


def packed_blocks(postings: Sequence[int], bits: int) -> list[tuple[int, bytes]]:
    """Return sorted postings as `blocks_of` gives them, packed."""
    return [(number, pack_postings(block)) for number, block in blocks_of(postings, bits)]


def pack_postings(sorted_postings: Iterable[int]) -> bytes:
    """Return postings as stored: the last bytes of all, then those before …, but for what all have in common. Some five bytes each."""
    raw = array("Q", sorted_postings)
    if sys.byteorder == "big":
        raw.byteswap()
    plain = raw.tobytes()
    planes = [plain[plane::8] for plane in range(8)]
    varying = [plane for plane, told in enumerate(planes) if told.count(told[:1]) < len(told)]
    alike = bytes(0 if plane in varying else (told[:1] or b"\0")[0] for plane, told in enumerate(planes))
    rest = _HEAD.pack(0, len(raw), sum(1 << plane for plane in varying), alike)[_CHECKSUM:] + b"".join(planes[plane] for plane in varying)
    return zlib.crc32(rest).to_bytes(_CHECKSUM, "little") + rest


def is_whole(stored: bytes) -> bool:
    """Return whether stored postings are as they were written."""
    return len(stored) >= _HEAD.size and zlib.crc32(stored[_CHECKSUM:]) == int.from_bytes(stored[:_CHECKSUM], "little")


def unpack_postings(stored: bytes) -> array[int]:
    """Return stored postings that are whole."""
    _, count, varying, alike = _HEAD.unpack_from(stored)
    plain = bytearray(8 * count)
    start = _HEAD.size
    for plane in range(8):
        if varying >> plane & 1:
            plain[plane::8] = stored[start : start + count]
            start += count
        elif alike[plane]:
            plain[plane::8] = alike[plane : plane + 1] * count
    return _numbers(plain)


def unpack_planes(planes: bytes) -> array[int]:
    """Return postings of which all bytes are stored, the last bytes of all first: as ledgers before version 9 have them, once unpacked."""
    plain = bytearray(len(planes))
    for plane in range(8):
        plain[plane::8] = planes[plane * len(planes) // 8 : (plane + 1) * len(planes) // 8]
    return _numbers(plain)


def _numbers(plain: bytearray) -> array[int]:
    found = array("Q")
    found.frombytes(plain)
    if sys.byteorder == "big":
        found.byteswap()
    return found
