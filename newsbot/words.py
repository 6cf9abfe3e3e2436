"""Words and characters as parts of patterns: alternations from lists, term look-up, Han ranges, full-width folds, surnames.

Every room that reads Chinese builds its patterns from here, so that there is one definition of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
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

_HAN_ONLY = re.compile(f"[{HAN_RANGE}]+")


def is_han(text: str) -> bool:
    """Whether ``text`` has Han characters alone, and at least one.

    >>> is_han("街道"), is_han("12号"), is_han("")
    (True, False, False)
    """
    return _HAN_ONLY.fullmatch(text) is not None


def longest_first(words: Iterable[str]) -> list[str]:
    """The words in the order in which an alternation has to try them, always the same."""
    return sorted(set(words), key=lambda word: (-len(word), word))


def either(words: Iterable[str]) -> str:
    """One alternation of all words, the longest first; those of one character as a class, which costs least.

    >>> either(["报", "日报", "网"])
    '日报|[报网]'
    """
    ordered = longest_first(words)
    short = "".join(re.escape(word) for word in ordered if len(word) == 1)
    return "|".join([*(re.escape(word) for word in ordered if len(word) > 1), *([f"[{short}]"] if short else [])])


class Terms:
    """A set of terms of two characters and more, ready to be found: a look-up where the first two may be, not a pattern of thousands."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._heads: dict[str, list[str]] = {}
        for term in longest_first(term for term in terms if len(term) > 1):
            self._heads.setdefault(term[:2], []).append(term)
        first, second = ("".join(re.escape(head[n]) for head in sorted(self._heads)) for n in (0, 1))
        self._places = re.compile(f"[{first}](?=[{second}])" if self._heads else r"(?!)")

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the place and the term: the longest at a place, none that begins inside another, in reading order.

        >>> list(Terms(["文明", "文明城市", "城市管理"]).find("文明城市管理，文明"))
        [(0, '文明城市'), (7, '文明')]
        """
        heads = self._heads
        end = 0
        for place in self._places.finditer(text):
            at = place.start()
            if at >= end and (terms := heads.get(text[at : at + 2])):
                for term in terms:
                    if text.startswith(term, at):
                        yield at, term
                        end = at + len(term)
                        break


@dataclass(frozen=True, slots=True)
class Surnames:
    """Surnames of one character, of two, and of the single ones those that most people have."""

    single: frozenset[str]
    compound: frozenset[str]
    frequent: frozenset[str]


@cache
def surnames() -> Surnames:
    """Read data/surnames.txt, once a process."""
    single, compound, frequent = lines_of("surnames.txt")
    return Surnames(frozenset(single), frozenset(compound.split()), frozenset(frequent))
