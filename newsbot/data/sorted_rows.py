"""Large tables kept as bytes, and searched there: dicts of their rows take ten times as many megabytes."""

from __future__ import annotations

import re
import sys
import zlib
from array import array
from bisect import bisect_left, bisect_right
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from newsbot.data import ENCODING_OF_PACKED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BLOCK_BYTES: Final = 512
"""Bytes of rows that are searched through one after the other; of each block the first key is at hand (a few thousand for each table)."""
_OF_KEY: Final = array("Q").itemsize
"""Bytes of it: an object for each would take four times as many."""
_PIECE: Final = 1 << 15
"""Bytes of a file that are unpacked at once."""
_GZIP: Final = 31
"""What `zlib` calls a stream with the head and the check sum of gzip."""


class SortedRows:
    """Rows of packed files of newsbot/data whose first column is a key; the keys stand in the order of their bytes.

    Those of GB18030 (ENCODING_OF_PACKED): a Han character has two bytes in it, not three as in other files, no byte of one is a line's end
    or a tab, and what is unpacked is searched as it is.
    """

    def __init__(self, *names: str) -> None:
        """Read the rows of some files (.gz), one after the other, each after the comments at its head. Raises EOFError where one is cut."""
        self._rows = bytearray(b"\n")  # grows in place: rows unpacked whole, or joined, would lie in memory twice, and leave holes there
        for name in names:
            unpacker, at_head = zlib.decompressobj(_GZIP), True
            with files("newsbot.data").joinpath(name).open("rb") as packed:
                while piece := packed.read(_PIECE):
                    unpacked = unpacker.decompress(piece)
                    while at_head and unpacked.startswith(b"#"):
                        unpacked = unpacked[unpacked.index(b"\n") + 1 :]
                    self._rows += unpacked
                    at_head = False
            if not unpacker.eof:
                raise EOFError(f"{name} is cut")
        start, starts = 1, []
        while start < len(self._rows):
            starts.append(start)
            start = self._rows.find(b"\n", start + BLOCK_BYTES) + 1 or len(self._rows)
        self._keys = array("Q", b"".join([self._rows[start : start + _OF_KEY].ljust(_OF_KEY) for start in starts]))
        if sys.byteorder == "little":
            self._keys.byteswap()
        self._starts = array("I", [*starts, len(self._rows)])

    def get(self, key: str) -> str | None:
        """Return the row of a key without the key and the tab behind it; None where there is none."""
        row = b"\n%b\t" % key.encode(ENCODING_OF_PACKED, "backslashreplace")
        first, last = (int.from_bytes(row[1 : 1 + _OF_KEY].ljust(_OF_KEY, rest)) for rest in (b"\0", b"\xff"))
        low, high = max(0, bisect_left(self._keys, first) - 1), bisect_right(self._keys, last)
        at = self._rows.find(row, self._starts[low] - 1, self._starts[high])
        return self._rows[at + len(row) : self._rows.index(b"\n", at + 1)].decode(ENCODING_OF_PACKED) if at >= 0 else None

    def matching(self, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
        r"""Look for a pattern in the bytes of all rows, each with the end of the line before it.

        One that begins with that end (``\n``) is found in a third of the time of one that begins with ``^``: `re` skips to a byte.
        """
        return pattern.finditer(self._rows, self._starts[0] - 1)


class NumberOfCharacter:
    """A number for each of some characters, in an array over the range in which these lie: a dict takes twelve times as many bytes."""

    __slots__ = ("_first", "_numbers")

    def __init__(self, characters: str, numbers: Sequence[int]) -> None:
        """Take the number (0 to 2**32 - 1) of each of ``characters``, of which there is one at least."""
        self._first = ord(min(characters))
        self._numbers = array("I", bytes(array("I").itemsize * (ord(max(characters)) - self._first + 1)))
        for character, number in zip(characters, numbers, strict=True):
            self._numbers[ord(character) - self._first] = number

    def __getitem__(self, character: str) -> int:
        """Return the number of a character, 0 where it has none."""
        at = ord(character) - self._first
        return self._numbers[at] if 0 <= at < len(self._numbers) else 0

    def total(self) -> int:
        """Return the sum of all numbers."""
        return sum(self._numbers)


_OF_NUMBERS: Final = "0123456789 "
"""What is no character of a row of counts, and divides its numbers from its characters."""
_NUMBERS = re.compile(f"[{_OF_NUMBERS}][{_OF_NUMBERS}]*+")


class Counts:
    """Characters with how often each was counted, kept as the table prints them: the number before all that have it, `120ab 3c`."""

    __slots__ = ("groups",)

    def __init__(self, groups: str) -> None:
        """Take the printed form."""
        self.groups = groups

    @property
    def characters(self) -> str:
        """The characters, in the order in which they are printed."""
        return _NUMBERS.sub("", self.groups)

    def __len__(self) -> int:
        """Count the characters."""
        return len(self.characters)

    def __getitem__(self, character: str) -> int:
        """Return how often a character was counted, 0 where it was not."""
        groups = self.groups
        at = groups.find(character)
        number = _NUMBERS.match(groups, groups.rfind(" ", 0, at) + 1) if at >= 0 and character not in _OF_NUMBERS else None
        return int(number[0]) if number else 0
