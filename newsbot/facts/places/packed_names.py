"""Names and codes of some fifty thousand divisions in two megabytes, where objects of their own take fifteen."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, compress
from typing import Final, overload

_SLOTS: Final = 1 << 17
"""Heads of chains: some three for each street, so that a name that is none costs one look as a rule."""
_STRETCH_CHARS: Final = 1 << 13
"""Characters of the names that are spelled at a time, and a few more: two thousand names."""
_COMMUNITIES: Final = "000"
"""A street's code has twelve digits: six of its county, three of its own, and three of a community, which are noughts."""
_NONE: Final = -1
_NO_STREET: Final = -2
"""What stands in place of the street that follows another one of its chain: the last of a chain, and a division that is no street."""


class Names(Sequence[str]):
    """The names of all divisions as one text, a division being an index."""

    __slots__ = ("_starts", "_text")

    def __init__(self, parts: Iterable[str]) -> None:
        """Take the names in the order of their divisions; several that follow each other may stand in one part, with a blank between."""
        self._text = " ".join(parts)
        self._starts = array("I", accumulate(map(len, self.spelled()), initial=0))
        """Characters of all names before each."""

    def spelled(self) -> Iterator[str]:
        """Yield all names, in the order of their divisions, in a tenth of the time of asking for one after the other.

        They are cut from a stretch of the text at a time: all at once take 4 MB.
        """
        return chain.from_iterable(stretch.split(" ") for stretch in self._stretches())

    def _stretches(self) -> Iterator[str]:
        start = 0
        while start <= len(self._text):
            end = self._text.find(" ", start + _STRETCH_CHARS)
            end = end if end >= 0 else len(self._text)
            yield self._text[start:end]
            start = end + 1

    def __len__(self) -> int:
        """Count the names."""
        return len(self._starts) - 1

    @overload
    def __getitem__(self, division: int) -> str: ...
    @overload
    def __getitem__(self, division: slice) -> list[str]: ...
    def __getitem__(self, division: int | slice) -> str | list[str]:
        """Return the name of a division."""
        if isinstance(division, slice):
            return [self[one] for one in range(*division.indices(len(self)))]
        return self._text[self._starts[division] + division : self._starts[division + 1] + division]


class Codes(Sequence[str | None]):
    """The codes of all divisions, of six digits down to counties and of twelve for streets; None where there is none."""

    __slots__ = ("_codes", "_firsts", "_printed", "_size")

    def __init__(self) -> None:
        """Begin with no code."""
        self._codes: dict[int, str] = {}
        self._firsts: list[int] = []
        self._printed: list[tuple[str, str]] = []
        self._size = 0

    def add(self, code: str | None) -> None:
        """Take the code of the next division."""
        if code:
            self._codes[self._size] = code
        self._size += 1

    def add_streets(self, code: str, numbers: str, size: int) -> None:
        """Take the next ``size`` streets: the code of their county, and their own numbers as they are printed, `100 102-104`.

        They are read when one of them is asked for, which happens to few.
        """
        self._firsts.append(self._size)
        self._printed.append((code, numbers))
        self._size += size

    def __len__(self) -> int:
        """Count the divisions."""
        return self._size

    @overload
    def __getitem__(self, division: int) -> str | None: ...
    @overload
    def __getitem__(self, division: slice) -> list[str | None]: ...
    def __getitem__(self, division: int | slice) -> str | list[str | None] | None:
        """Return the code of a division."""
        if isinstance(division, slice):
            return [self[one] for one in range(*division.indices(self._size))]
        if not 0 <= division < self._size:
            raise IndexError(division)
        county = bisect_right(self._firsts, division) - 1
        if division in self._codes or county < 0:
            return self._codes.get(division)
        code, printed = self._printed[county]
        runs = (run.partition("-") for run in printed.split(" "))
        numbers = list(chain.from_iterable(range(int(first), int(last or first) + 1) for first, _, last in runs))
        street = division - self._firsts[county]
        return f"{code}{numbers[street]:03}{_COMMUNITIES}" if street < len(numbers) else None


class Bearers(Mapping[str, tuple[int, ...]]):
    """From a complete name to the divisions that bear it: streets by chains in an array, all others in a dict."""

    def __init__(self) -> None:
        """Begin with no name."""
        self._names: Sequence[str] = ()
        self._heads: array[int] = array("i", [_NONE]) * _SLOTS
        self._following: array[int] = array("i")
        self._others: dict[str, tuple[int, ...]] = {}

    def add(self, name: str, division: int) -> None:
        """Take one more division that bears a name; plain tuples from the start, since most names have one."""
        self._others[name] = (*self._others.get(name, ()), division)

    def add_streets(self, names: Names, are_streets: Iterable[bool]) -> None:
        """Take those of ``names`` that are streets, and join them with the others of their names that were added before.

        ``are_streets`` says it of each in its order. What is added later comes after them.
        """
        self._names = names
        heads, following = [_NONE] * _SLOTS, array("i", [_NO_STREET]) * len(names)
        for street, key in compress(enumerate(map(hash, names.spelled())), are_streets):  # forty thousand of them
            slot = key % _SLOTS
            following[street] = heads[slot]
            heads[slot] = street
        self._heads, self._following = array("i", heads), following
        for name, divisions in self._others.items():
            if bearing := self._bearing(name):
                self._others[name] = tuple(sorted((*bearing, *divisions)))

    def _bearing(self, name: str) -> tuple[int, ...]:
        street, names = self._heads[hash(name) % _SLOTS], self._names
        found: list[int] = []
        while street >= 0:
            if names[street] == name:
                found.append(street)
            street = self._following[street]
        return tuple(reversed(found))

    def __contains__(self, name: object) -> bool:
        """Whether any division bears a name."""
        if name in self._others:
            return True
        street, names = self._heads[hash(name) % _SLOTS], self._names
        while street >= 0:
            if names[street] == name:
                return True
            street = self._following[street]
        return False

    def __getitem__(self, name: str) -> tuple[int, ...]:
        """Return the divisions that bear a name. Raises KeyError."""
        found = self._others.get(name) or self._bearing(name)
        if not found:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        """Yield every name once."""
        streets = (self._names[division] for division, following in enumerate(self._following) if following != _NO_STREET)
        return iter(dict.fromkeys(chain(self._others, streets)))

    def others(self) -> Iterable[str]:
        """Return every name that not only streets bear."""
        return self._others.keys()

    def __len__(self) -> int:
        """Count the names."""
        return sum(1 for _ in self)
