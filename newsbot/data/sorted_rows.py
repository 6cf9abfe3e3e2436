"""Large tables kept as bytes, and searched there: dicts of their rows take ten times as many megabytes."""

from __future__ import annotations

import gzip
import re
from array import array
from bisect import bisect_left, bisect_right
from importlib.resources import files
from io import TextIOWrapper
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BLOCK_BYTES: Final = 512
"""Bytes of rows that are searched through one after the other; of each block the first key is at hand (a few thousand for each table)."""
_OF_KEY: Final = array("Q").itemsize
"""Bytes of it: an object for each would take four times as many."""
_PIECE: Final = 1 << 15
"""Characters that are unpacked at once."""
ENCODING: Final = "gb18030"
"""Of the rows in memory: a Han character has two bytes in it, not three as in the files, and no byte of one is a line's end or a tab."""


class SortedRows:
    """Rows of packed files of newsbot/data whose first column is a key; the keys stand in the order of their code points."""

    def __init__(self, *names: str) -> None:
        """Read the rows of some files (.gz), UTF-8, one after the other, each after the comments at its head."""
        self._rows = bytearray(b"\n")  # grows in place: rows unpacked whole, or joined, would lie in memory twice, and leave holes there
        for name in names:
            with files("newsbot.data").joinpath(name).open("rb") as packed, TextIOWrapper(gzip.open(packed), "utf-8", newline="\n") as rows:
                while (line := rows.readline()).startswith("#"):
                    pass
                while line:
                    self._rows += line.encode(ENCODING)
                    line = rows.read(_PIECE)
        start = 1
        self._starts, self._keys = array("I"), array("Q")
        while start < len(self._rows):
            self._starts.append(start)
            self._keys.append(_in_order(self._rows[start : self._rows.index(b"\t", start)].decode(ENCODING)))
            start = self._rows.find(b"\n", start + BLOCK_BYTES) + 1 or len(self._rows)
        self._starts.append(len(self._rows))

    def get(self, key: str) -> str | None:
        """Return the row of a key without the key and the tab behind it; None where there is none."""
        first = _in_order(key)
        low, high = max(0, bisect_left(self._keys, first) - 1), bisect_right(self._keys, first)
        row = b"\n%b\t" % key.encode(ENCODING, "backslashreplace")
        at = self._rows.find(row, self._starts[low] - 1, self._starts[high])
        return self._rows[at + len(row) : self._rows.index(b"\n", at + 1)].decode(ENCODING) if at >= 0 else None

    def matching(self, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
        r"""Look for a pattern in the bytes of all rows (ENCODING), each with the end of the line before it.

        One that begins with that end (``\n``) is found in a third of the time of one that begins with ``^``: `re` skips to a byte.
        """
        return pattern.finditer(self._rows, self._starts[0] - 1)


def _in_order(key: str) -> int:
    """Return a number of 64 bits for a key: of two keys that of the one which stands first is not the greater one."""
    return int.from_bytes(key.encode("utf-8", "surrogatepass")[:_OF_KEY].ljust(_OF_KEY, b"\0"))


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
