"""Gzip from strangers: unpacked piece by piece, with bounds, so that what packs into little never unpacks to much."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

GZIP_MAGIC: Final = b"\x1f\x8b"
MOST_MEMBERS: Final = 1_000
"""Members of one file. Usual is one; an empty one takes 20 bytes, so that 6 MiB can hold 300,000."""

_WINDOW: Final = 64 * 1024
"""Bytes given to zlib at once: what it hands back behind the end of a member is copied each time."""


def gunzip_pieces(packed: bytes) -> Iterator[bytes]:
    """Yield what all members of a gzip file hold, at most 64 KiB at a time. Raises ValueError where it is damaged, cut, or no gzip file."""
    at = members = 0
    while packed.startswith(GZIP_MAGIC, at) or not members:  # behind the last member padding may stand, as gzip itself allows
        members += 1
        if members > MOST_MEMBERS:
            raise ValueError(f"has more than {MOST_MEMBERS:,} parts")
        member = zlib.decompressobj(wbits=31)
        pending = b""
        while not member.eof:
            if not pending:
                pending, at = packed[at : at + _WINDOW], at + _WINDOW
                if not pending:
                    raise ValueError("is a gzip file cut short")
            try:
                piece = member.decompress(pending, _WINDOW)
            except zlib.error as error:
                raise ValueError(f"is no valid gzip ({error})") from error
            pending = member.unconsumed_tail
            if piece:
                yield piece
        at = min(at, len(packed)) - len(member.unused_data)


def gunzip(packed: bytes, max_bytes: int) -> bytes:
    """Unpack all members of a gzip file. Raises ValueError when it is damaged, cut, or holds more than ``max_bytes``."""
    unpacked = bytearray()
    for piece in gunzip_pieces(packed):
        unpacked += piece
        if len(unpacked) > max_bytes:
            raise ValueError(f"holds more than {max_bytes:,} bytes")
    return bytes(unpacked)


def gunzip_as_far(packed: bytes, most: int) -> bytes:
    """Unpack as far as it goes: up to where it is damaged, and at most ``most`` bytes."""
    unpacked = bytearray()
    try:
        for piece in gunzip_pieces(packed):
            unpacked += piece
            if len(unpacked) >= most:
                break
    except ValueError:
        pass
    return bytes(unpacked[:most])
