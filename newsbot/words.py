"""Words and characters as parts of patterns: alternations from lists, term look-up, Han ranges, full-width folds, surnames.

Every room that reads Chinese builds its patterns from here, so that there is one definition of each.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from newsbot.data import lines_of

HAN_RANGE: Final = "\u3400-\u4dbf\u4e00-\u9fff"
"""The Han characters that texts of today print, as the inside of a character class: the unified block and its extension A."""
HAN_PLANES: Final = HAN_RANGE + "\U00020000-\U0002fa1f"
"""The same with the supplementary planes, where names have rare characters."""
_ASCII_SHIFT: Final = 0xFEE0
"""From a full-width form (U+FF01 to U+FF5E) to its ASCII character."""
WIDE_TO_ASCII: Final = {code: code - _ASCII_SHIFT for code in range(0xFF01, 0xFF5F)}
"""Full-width letters, digits and marks to ASCII, for ``str.translate``."""
BLANKS_TO_SPACE: Final = {0x3000: 0x20, 0xA0: 0x20}
"""The blanks that pages print inside a line to a plain one, for ``str.translate``; lengths stay."""

_PAIR_BYTES: Final = 4
"""Bytes of two characters in UTF-16. A character outside the basic plane is a pair by itself."""
BARS: Final = "|｜" + chr(0x4E28)
"""Bars that part words of a line; the last is a Han character (U+4E28) that is printed for one."""

_HAN_ONLY = re.compile(f"[{HAN_RANGE}]+")


def is_han(text: str) -> bool:
    """Return whether ``text`` has Han characters alone, and at least one.

    >>> is_han("街道"), is_han("12号"), is_han("")
    (True, False, False)
    """
    return _HAN_ONLY.fullmatch(text) is not None


def longest_first(words: Iterable[str]) -> list[str]:
    """Return the words in the order in which an alternation has to try them, always the same."""
    return sorted(set(words), key=lambda word: (-len(word), word))


def either(words: Iterable[str]) -> str:
    """Return one alternation of all words, the longest first; those of one character as a class, which costs least.

    >>> either(["报", "日报", "网"])
    '日报|[报网]'
    """
    ordered = longest_first(words)
    short = "".join(re.escape(word) for word in ordered if len(word) == 1)
    return "|".join([*(re.escape(word) for word in ordered if len(word) > 1), *([f"[{short}]"] if short else [])])


@lru_cache(maxsize=16)
def pairs_in(text: str) -> frozenset[int]:
    """Return every two characters that stand together in ``text``, as numbers (:func:`pair_key`): what lists of words are looked up by.

    Numbers, because they cost a third of what strings cost. They are made once for a text in which several lists are looked for.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    even, odd = (memoryview(part[: len(part) // _PAIR_BYTES * _PAIR_BYTES]).cast("I") for part in (units, units[2:]))
    return frozenset([*even, *odd])


def pair_key(pair: str) -> int:
    """Return the number of two characters among those of :func:`pairs_in`.

    >>> pair_key("文明") in pairs_in("创建文明城市"), pair_key("建城") in pairs_in("创建文明城市")
    (True, False)
    """
    return int.from_bytes(pair.encode("utf-16-le", "surrogatepass")[:_PAIR_BYTES], sys.byteorder)


def pair_keys(pairs: Sequence[str]) -> list[int]:
    """Return the numbers of many pairs of two characters, in their order, in a tenth of the time.

    >>> pair_keys(["文明", "城市"]) == [pair_key("文明"), pair_key("城市")]
    True
    """
    units = "".join(pairs).encode("utf-16-le", "surrogatepass")
    return memoryview(units).cast("I").tolist() if len(units) == _PAIR_BYTES * len(pairs) else [pair_key(pair) for pair in pairs]


FEW_TERMS: Final = 2
"""Terms that begin alike, up to which each is looked for by itself; of more the beginning they share."""


class Terms:
    """A set of terms, ready to be found: by the pairs of characters that they begin with, not by a pattern of thousands."""

    def __init__(self, terms: Iterable[str]) -> None:
        known = set(terms) - {""}
        self._letters = sorted(term for term in known if len(term) == 1)
        self._by_head: dict[int, list[str]] = {}
        longer = longest_first(known.difference(self._letters))
        for key, term in zip(pair_keys([term[:2] for term in longer]), longer, strict=True):
            self._by_head.setdefault(key, []).append(term)
        self._keys = frozenset(self._by_head)

    def find(self, text: str, pairs: frozenset[int] | None = None) -> Iterator[tuple[int, str]]:
        """Yield the place and the term: the longest at a place, none that begins inside another, in reading order.

        ``pairs``: those of a text that ``text`` is a part of, where they are known.

        >>> list(Terms(["文明", "文明城市", "城市管理"]).find("文明城市管理，文明"))
        [(0, '文明城市'), (7, '文明')]
        """
        find, places = text.find, []
        for key in self._keys & (pairs_in(text) if pairs is None else pairs):
            terms = self._by_head[key]
            if len(terms) > FEW_TERMS:
                head = terms[0][:2]
                at = find(head)
                while at >= 0:
                    for term in terms:
                        if text.startswith(term, at):
                            places.append((at, -len(term), term))
                            break
                    at = find(head, at + 1)
                continue
            for term in terms:
                at = find(term)
                while at >= 0:
                    places.append((at, -len(term), term))
                    at = find(term, at + 1)
        places += [(at, -1, letter) for letter in self._letters for at in places_of(letter, text)]
        places.sort()
        end = 0
        for at, less, term in places:
            if at >= end:
                yield at, term
                end = at - less


def places_of(word: str, text: str) -> list[int]:
    """Return where a word stands in a text, places inside each other too."""
    found = []
    at = text.find(word)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + 1)
    return found


@dataclass(frozen=True, slots=True)
class Surnames:
    """Surnames of one character, of two, and of the single ones those that most people have."""

    single: frozenset[str]
    compound: frozenset[str]
    frequent: frozenset[str]


@cache
def common_words() -> frozenset[str]:
    """Read the common words of news in data/common_words.txt, once a process.

    >>> "文明" in common_words(), "明村" in common_words()
    (True, False)
    """
    return frozenset(word for line in lines_of("common_words.txt") if line[0] != "=" for word in line.split())


@cache
def surnames() -> Surnames:
    """Read data/surnames.txt, once a process."""
    single, compound, frequent = lines_of("surnames.txt")
    return Surnames(frozenset(single), frozenset(compound.split()), frozenset(frequent))
