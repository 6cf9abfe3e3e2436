"""Words and characters as parts of patterns: alternations from lists, term look-up, Han ranges, full-width folds, surnames.

Every room that reads Chinese builds its patterns from here, so that there is one definition of each.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, TypeVar

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

LAST_NEAR: Final = "\uffff"
"""The last character that is one unit of UTF-16."""
_NEAR_PLANE = re.compile(f"[\0-{LAST_NEAR}]*")
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


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words, at one place the longest, for a search of its own.

    No class stands among its alternatives, as in :func:`either`: `re` then skips to what one of them begins with, many times as fast.

    >>> any_of(["报", "日报", "网"]).findall("日报网")
    ['日报', '网']
    """
    return re.compile("|".join(map(re.escape, longest_first(words))))


def _pairs(text: str) -> tuple[list[int], list[int]]:
    """Every two units of UTF-16 that stand together in a text, as numbers: those that begin at even places, and at odd ones."""
    units = memoryview(text.encode("utf-16-le", "surrogatepass"))
    size = len(units)
    even = units[: size // _PAIR_BYTES * _PAIR_BYTES].cast("I").tolist()
    return even, units[2 : 2 + (size - 2) // _PAIR_BYTES * _PAIR_BYTES].cast("I").tolist() if size > _PAIR_BYTES else []


def pairs_in(text: str) -> frozenset[int]:
    """Return every two characters that stand together in ``text``, as numbers (:func:`pair_key`), which cost a third of strings."""
    return frozenset(pair_list(text))


def pair_list(text: str) -> list[int]:
    """Return every two characters that stand together in ``text``, as :func:`pairs_in` has them, each as often as it stands there.

    >>> pair_list("文明文明").count(pair_key("文明"))
    2
    """
    even, odd = _pairs(text)
    return even + odd


_pairs_of_last = lru_cache(maxsize=4)(pair_list)
"""Several tables are looked up in the text of one report: to make a set of its pairs takes longer than to look up all of them twice."""


def places_of_pairs(text: str, wanted: frozenset[int] | KeysView[int]) -> list[tuple[int, int]]:
    """Return where two characters of those ``wanted`` stand together in a text, and which: their numbers are those of :func:`pair_key`.

    Thousands of pairs are looked for at once, as sets: the few that the text has are then found in it one after the other.

    >>> places_of_pairs("创建文明城市", frozenset({pair_key("文明"), pair_key("城市")})) == [(2, pair_key("文明")), (4, pair_key("城市"))]
    True
    """
    pairs = _pairs_of_last(text)
    held = wanted.intersection(pairs) if isinstance(wanted, frozenset) else wanted & pairs
    if not held:
        return []
    if _NEAR_PLANE.fullmatch(text):
        found = [(at, pair) for pair in held for at in places_of(_spelled(pair), text)]
    else:  # some characters are two units
        found = [(2 * at + start, pair) for start, half in enumerate(_pairs(text)) for at, pair in enumerate(half) if pair in held]
        beyond = [at + before for before, at in enumerate(at for at, character in enumerate(text) if character > LAST_NEAR)]
        found = [(at - bisect_left(beyond, at), pair) for at, pair in found]
    found.sort()
    return found


@cache
def _spelled(pair: int) -> str:
    """The two characters of a number; asked of pairs that a table has."""
    return pair.to_bytes(_PAIR_BYTES, sys.byteorder).decode("utf-16-le", "surrogatepass")


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


_Held = TypeVar("_Held")


def by_head(terms: Sequence[str], held: Sequence[_Held]) -> dict[int, list[_Held]]:
    """Return what is ``held`` of each term, by the number of the pair of characters that it begins with."""
    found: dict[int, list[_Held]] = {}
    for key, one in zip(pair_keys([term[:2] for term in terms]), held, strict=True):
        found.setdefault(key, []).append(one)
    return found


class Terms:
    """A set of terms, ready to be found: by the pairs of characters that they begin with, not by a pattern of thousands."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._known = frozenset(terms) - {""}
        self._letters = sorted(term for term in self._known if len(term) == 1)
        longer = longest_first(self._known.difference(self._letters))
        # of thousands of terms many begin alike (社区 …), and few lengths are looked at in place of them
        self._lengths = {head: tuple(dict.fromkeys(sizes)) for head, sizes in by_head(longer, [*map(len, longer)]).items()}
        self._heads = frozenset(self._lengths)

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the place and the term: the longest at a place, none that begins inside another, in reading order.

        >>> list(Terms(["文明", "文明城市", "城市管理"]).find("文明城市管理，文明"))
        [(0, '文明城市'), (7, '文明')]
        """
        known, lengths = self._known, self._lengths
        places = [
            (at, -len(term), term)
            for at, head in places_of_pairs(text, self._heads)
            for size in lengths[head]
            if (term := text[at : at + size]) in known
        ]
        if self._letters:
            places += [(at, -1, letter) for letter in self._letters for at in places_of(letter, text)]
            places.sort()
        end = 0
        for at, less, term in places:
            if at >= end:
                yield at, term
                end = at - less


class TermGroups:
    """Several sets of terms, each found as :class:`Terms` finds its own: one look at a text for all of them."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        """Take the terms of each group by its name."""
        self._names = tuple(groups)
        known = [(group, term) for group, terms in enumerate(groups.values()) for term in longest_first(set(terms) - {""})]
        self._letters = [of_group for of_group in known if len(of_group[1]) == 1]
        longer = [of_group for of_group in known if len(of_group[1]) > 1]
        self._by_head = by_head([term for _, term in longer], longer)
        self._heads = frozenset(self._by_head)

    def found(self, text: str) -> dict[str, set[str]]:
        """Return which terms of each group :meth:`Terms.find` finds, in the order of the groups; those without any are left out.

        >>> TermGroups({"of cities": ["文明", "文明城市"], "of work": ["城市管理"]}).found("文明城市管理")
        {'of cities': {'文明城市'}, 'of work': {'城市管理'}}
        """
        begun = places_of_pairs(text, self._heads)
        places = [(group, at, -len(term), term) for at, key in begun for group, term in self._by_head[key] if text.startswith(term, at)]
        places += [(group, at, -1, letter) for group, letter in self._letters for at in places_of(letter, text)]
        places.sort()
        found: dict[str, set[str]] = {}
        last, end = -1, 0
        for group, at, less, term in places:
            if group != last or at >= end:
                found.setdefault(self._names[group], set()).add(term)
                last, end = group, at - less
        return found


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
def common_words() -> Collection[str]:
    """Read the common words of news in data/common_words.txt, once a process. They are keys of a dict: a set would take twice its bytes.

    >>> "文明" in common_words(), "明村" in common_words()
    (True, False)
    """
    return dict.fromkeys(word for line in lines_of("common_words.txt") if line[0] != "=" for word in line.split())


@cache
def surnames() -> Surnames:
    """Read data/surnames.txt, once a process."""
    single, compound, frequent = lines_of("surnames.txt")
    return Surnames(frozenset(single), frozenset(compound.split()), frozenset(frequent))
