"""Names and codes of some fifty thousand divisions in two megabytes, where objects of their own take fifteen."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from typing import Final, overload

_SLOTS: Final = 1 << 17
"""Heads of chains: some three for each street, so that a name that is none costs one look as a rule."""
_STREETS_OF_A_COUNTY: Final = 1_000_000
_COMMUNITIES_OF_A_STREET: Final = 1_000
"""A street's code has twelve digits: six of its county, three of its own, and three of a community, which are noughts."""
_NONE: Final = -1
_NO_STREET: Final = -2
"""What stands in place of the street that follows another one of its chain: the last of a chain, and a division that is no street."""


class Names(Sequence[str]):
    """The names of all divisions as one text, a division being an index."""

    __slots__ = ("_parts", "_starts", "_text")

    def __init__(self) -> None:
        """Begin with no name."""
        self._parts: list[str] = []
        self._starts = array("I", [0])
        self._text = ""

    def add(self, names: Sequence[str]) -> None:
        """Take further names; they can be read after :meth:`close`."""
        self._parts.append("".join(names))
        self._starts.extend(islice(accumulate(map(len, names), initial=self._starts[-1]), 1, None))

    def close(self) -> None:
        """Join what was added."""
        self._text = "".join(self._parts)
        self._parts.clear()

    def spelled(self) -> list[str]:
        """Return all names, in the order of their divisions, in a fourth of the time of asking for one after the other."""
        return list(map(self._text.__getitem__, map(slice, self._starts, self._starts[1:])))

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
        return self._text[self._starts[division] : self._starts[division + 1]]


class Codes(Sequence[str | None]):
    """The codes of all divisions, of six digits down to counties and of twelve for streets; None where there is none."""

    __slots__ = ("_numbers",)

    def __init__(self) -> None:
        """Begin with no code."""
        self._numbers = array("Q")

    def add(self, code: str | None) -> None:
        """Take the code of the next division."""
        self._numbers.append(int(code) if code else 0)

    def add_streets(self, code: str, numbers: Iterable[int]) -> None:
        """Take the codes of the next streets: that of the county, and their own numbers in it."""
        county = int(code) * _STREETS_OF_A_COUNTY
        self._numbers.extend([county + number * _COMMUNITIES_OF_A_STREET for number in numbers])

    def __len__(self) -> int:
        """Count the divisions."""
        return len(self._numbers)

    @overload
    def __getitem__(self, division: int) -> str | None: ...
    @overload
    def __getitem__(self, division: slice) -> list[str | None]: ...
    def __getitem__(self, division: int | slice) -> str | list[str | None] | None:
        """Return the code of a division."""
        if isinstance(division, slice):
            return [self[one] for one in range(*division.indices(len(self)))]
        return str(self._numbers[division]) if self._numbers[division] else None


class Bearers(Mapping[str, tuple[int, ...]]):
    """From a complete name to the divisions that bear it: streets by chains in an array, all others in a dict."""

    def __init__(self, names: Names) -> None:
        """Take the names that streets are compared with."""
        self._names = names
        self._first_street: dict[int, int] = {}
        self._heads = array("i", [_NONE]) * _SLOTS
        self._following: array[int] = array("i")
        self._others: dict[str, tuple[int, ...]] = {}

    def add(self, name: str, division: int) -> None:
        """Take one more division that bears a name; plain tuples from the start, since most names have one."""
        self._others[name] = (*self._others.get(name, ()), division)

    def add_streets(self, names: Sequence[str], first: int) -> None:
        """Take streets, whose divisions are numbered from ``first`` on, after all that were added before."""
        heads, following = self._heads, self._following
        following.extend([_NO_STREET] * (first - len(following)))
        append = following.append
        for division, key in enumerate(map(hash, names), first):
            slot = key % _SLOTS
            append(heads[slot])
            heads[slot] = division

    def close(self) -> None:
        """Join the streets with the others of their names, in the order of the divisions; what is added later comes after them."""
        for name, divisions in self._others.items():
            if streets := self._bearing(name):
                self._others[name] = tuple(sorted((*streets, *divisions)))

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
        return iter(dict.fromkeys(self.spelled()))

    def spelled(self) -> Iterator[str]:
        """Yield every name, those of several streets as often as they stand."""
        yield from self._others
        yield from (name for name, following in zip(self._names.spelled(), self._following, strict=False) if following != _NO_STREET)

    def __len__(self) -> int:
        """Count the names."""
        return sum(1 for _ in self)
