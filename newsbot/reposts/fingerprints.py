"""What is compared of a report: its text without everything that mirrors change freely, cut into overlapping grams.

Two kinds of grams serve two ends. `sketch` samples hashes of 5-grams by their content, so that two copies sample the same ones: they
go into the index and find candidates. `Text.positions` tells where each 4-gram stands that occurs only once: these are the anchors along
which two texts are aligned.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeVar
from zlib import crc32

from newsbot.data import table
from newsbot.words import HAN_RANGE, WIDE_TO_ASCII

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ANCHOR = 4
"""Characters of an anchor. NEWS-COPY found true copies to share about a quarter of their 4-grams."""

GRAM_SIZE = 5
ONE_IN = 10
"""One Chinese character in ten begins a gram that goes into the index."""

SHORT_NOTICE = 200
"""Characters of a text below which its clauses go into the index, too: of a notice whose template is everywhere only those that have the
day, the place or the person tell its copies, and hardly a sampled gram lies there."""

SHORTEST_CLAUSE = 6
"""Characters of a clause that is worth an entry."""

SHORTEST_PARAGRAPH = 20
"""Characters of a paragraph that is worth an entry of its own in the index."""

LONGEST_COMPARED = 20_000
"""Characters of a report that are compared; the longest of 13,000 real news items had 8,000."""

_PLACES: Final = list(range(LONGEST_COMPARED))
"""All places in a text, the same objects for all: to make and let go of those of each took a sixth of the time to find its anchors."""

_Gram = TypeVar("_Gram", int, str)
_START = re.Match.start

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ．％]")
_KEPT = re.compile(rf"[{HAN_RANGE}A-Za-z0-9.%]+")
_LOOSE_POINT = re.compile(r"(?<![0-9])\.|\.(?![0-9])")
ORDINAL: Final[str] = table("periods.toml")["ordinal"]
"""What stands before the number of an ordinal."""
_NUMERALS = f"{table('periods.toml')['numerals']}{table('periods.toml')['zero']}"
# both begin with a set of characters, which `re` skips to
NUMBER: Final = rf"[0-9{ORDINAL}](?:(?<={ORDINAL})[{_NUMERALS}]{{1,5}}|(?<!{ORDINAL})[0-9]{{0,14}}(?:\.[0-9]{{1,6}})?)"
"""A number or an ordinal in words, as a pattern."""
_NUMBER = re.compile(NUMBER)

_SAMPLED = re.compile(
    "[" + "".join(chr(code) for code in range(0x3400, 0xA000) if not (code * 0x9E3779B1 >> 13) % ONE_IN) + "0-9](?<![0-9.][0-9])"
)
_CLAUSE = re.compile("[，。；：！？,;!?]")
_WORDS: Final = table("repost_words.toml")
_LOST: Final[str] = _WORDS["lost"]
_LOST_MARK: Final = re.compile(f"[{_LOST}]")
LONG_DIVISIONS: Final = "|".join(_WORDS["long"])
"""Kinds of places that two characters name, as an alternation."""
_DISTRICT = f"(?<![{_WORDS['no_district_after']}]){_WORDS['district']}"
_PLACE = re.compile(rf"(?=([{HAN_RANGE}]{{2}})(?:{LONG_DIVISIONS}|[{_WORDS['telling']}]|{_DISTRICT}))")
_MAY_BE_PLACE = re.compile(f"[{''.join(_WORDS['telling'])}{''.join(word[0] for word in _WORDS['long'])}{_WORDS['district']}]")
_TELLING = re.compile(r"(?!(?:19|20)[0-9]{2}$)[0-9.]{2,22}$")


class Text:
    """One report as it is compared: ``title`` and ``key`` (title and body) without punctuation, white space, case and width."""

    __slots__ = ("__dict__", "_sampled_at", "body", "key", "title")

    def __init__(self, title: str | None, body: Sequence[str]) -> None:
        self.title = bare(title or "")
        self.body = body
        self.key = (self.title + "".join(self.paragraphs))[:LONGEST_COMPARED]
        self._sampled_at: array[int] | None = None

    @property
    def key_of_body(self) -> str:
        """The part of the key that the body gives."""
        return self.key[len(self.title) :]

    @cached_property
    def coded(self) -> bytes:
        """The key text in two bytes a character: none of those kept needs more."""
        return self.key.encode("utf-16-le")

    @cached_property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the body as they stand in the key, whole."""
        return [bare(paragraph) for paragraph in self.body]

    @property
    def sampled_at(self) -> array[int]:
        """Where the sampled grams begin, in order.

        A gram is sampled by its first character: one Chinese character in `ONE_IN` is chosen by its code, and the first digit of every
        number. Numbers are what survives rewording.
        """
        if self._sampled_at is None:  # kept: two bytes each, and asked for twice
            self._sampled_at = array("H", map(_START, _SAMPLED.finditer(self.key, 0, max(0, len(self.key) - GRAM_SIZE + 1))))
        return self._sampled_at

    @cached_property
    def landmarks(self) -> dict[str, int]:
        """Each sampled gram that occurs once -> where it begins, in rising order: enough to lay copies to the letter side by side."""
        key, places = self.key, self.sampled_at
        return _once([key[place : place + GRAM_SIZE] for place in places], places)

    @cached_property
    def positions(self) -> dict[int, int]:
        """Each anchor that occurs once, as a number of `ANCHOR` times 16 bits -> where it begins, in rising order.

        What occurs twice, such as a watermark on each line, tells nothing of where one is; it counts neither for nor against a copy.
        """
        coded = self.coded
        count = max(0, len(self.key) - ANCHOR + 1)
        anchors = array("Q", bytes(8 * count))
        for first in range(min(ANCHOR, count)):  # every fourth anchor lies behind the one before it, as numbers do in memory
            anchors[first::ANCHOR] = array("Q", coded[2 * first : 2 * first + 8 * ((len(self.key) - first) // ANCHOR)])
        return _once(anchors, range(count))

    @cached_property
    def places_of_anchors(self) -> list[int]:
        """Where the anchors begin that occur once, in rising order."""
        return list(self.positions.values())

    def lighten(self) -> None:
        """Let go of all that was found in the text; it is found again when asked for."""
        self.__dict__.clear()

    def weight(self, spans: Iterable[tuple[int, int]]) -> float:
        """Return the share of the text that lies in the spans, counted in anchors that occur once: 0 to 1."""
        places = self.places_of_anchors
        inside = sum(bisect_left(places, stop - ANCHOR + 1) - bisect_left(places, start) for start, stop in united(spans))
        return inside / len(places) if places else 0.0

    @cached_property
    def numbers(self) -> list[tuple[int, str]]:
        """Numbers and ordinals with their place, in order."""
        return [(found.start(), found[0]) for found in _NUMBER.finditer(self.key)]

    @cached_property
    def torn_at(self) -> frozenset[int]:
        """The places in front of which a character of the body was lost, as far as the body shows it."""
        found, before = set[int](), len(self.title)
        for printed, kept in zip(self.body, self.paragraphs, strict=True):
            if any(mark in printed for mark in _LOST):
                found.update(before + len(bare(printed[: mark.start()])) for mark in _LOST_MARK.finditer(printed))
            before += len(kept)
        return frozenset(found)

    def is_torn(self, start: int, stop: int) -> bool:
        """Return whether a character was lost in a span of the key text, or at one of its edges."""
        return bool(self.torn_at) and not self.torn_at.isdisjoint(range(start, stop + 1))

    @cached_property
    def masked(self) -> str:
        """The key text with one sign for each number."""
        return _NUMBER.sub("#", self.key)

    @cached_property
    def subject(self) -> frozenset[str]:
        """What the title says and the body says again, in pairs of characters: mostly the names a report is about."""
        return frozenset(piece for piece in pieces(self.title, 2) if self.key.find(piece, len(self.title)) >= 0)

    @cached_property
    def places(self) -> frozenset[str]:
        """The two characters in front of a kind of place (桥河 of 桥河乡), where they stand so twice or more: what the report is about."""
        key = self.key
        at = [place for place in map(_START, _MAY_BE_PLACE.finditer(key, 2)) if _PLACE.match(key, place - 2)]
        counts = Counter(key[place - 2 : place] for place in at)
        return frozenset(stem for stem, count in counts.items() if count > 1)

    @cached_property
    def title_places(self) -> frozenset[str]:
        """The same of the title, named once."""
        return frozenset(found[1] for found in _PLACE.finditer(self.title))

    @cached_property
    def telling_numbers(self) -> frozenset[str]:
        """Numbers of two digits and more that are no years: what copies share and template siblings do not."""
        return frozenset(number for _, number in self.numbers if _TELLING.match(number))


def bare(text: str) -> str:
    """Return the characters that are compared: Chinese characters, letters, and digits with their points and percent signs."""
    if _WIDE.search(text):
        text = text.translate(WIDE_TO_ASCII)
    kept = "".join(_KEPT.findall(text)).lower()
    return _LOOSE_POINT.sub("", kept) if "." in kept else kept


def _once(grams: Sequence[_Gram], places: Sequence[int]) -> dict[_Gram, int]:
    """Return those grams that occur once with their places, in the order of these; ``places``: that of each gram, or as many from 0 on."""
    last = dict(zip(grams, _PLACES, strict=False))
    if len(last) < len(grams):
        earlier = set(_PLACES[: len(grams)])
        earlier.difference_update(last.values())  # in place: a copy takes as long again
        for place in earlier:
            last.pop(grams[place], None)
    return last if isinstance(places, range) else dict(zip(last, map(places.__getitem__, last.values()), strict=True))


def pieces(text: str, length: int) -> set[str]:
    """Return the overlapping pieces of ``length`` characters."""
    return {text[start : start + length] for start in range(len(text) - length + 1)}


def united(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what the spans cover together as spans without overlap, in order."""
    reached = 0
    for start, stop in sorted(spans):
        begin = max(start, reached)
        if stop > begin:
            yield begin, stop
            reached = stop


def sketch(text: Text) -> set[int]:
    """Return what of a report goes into the index, as 32-bit numbers, the same in every process and on every machine.

    That is its sampled grams, its paragraphs as wholes, of a short text its clauses, each alone and with the one behind it, and the places
    it names again and again: where a template is everywhere, only these tell its true copies, and of the reworded ones only the places.
    """
    coded = text.coded
    numbers = {crc32(coded[2 * place : 2 * (place + GRAM_SIZE)]) for place in text.sampled_at}
    numbers.update(crc32(paragraph.encode("utf-16-le")) for paragraph in text.paragraphs if len(paragraph) >= SHORTEST_PARAGRAPH)
    numbers.update(crc32(place.encode("utf-16-le")) for place in text.places)
    if len(text.key) < SHORT_NOTICE:
        clauses = [clause for paragraph in text.body for clause in map(bare, _CLAUSE.split(paragraph)) if len(clause) >= SHORTEST_CLAUSE]
        numbers.update(crc32(clause.encode("utf-16-le")) for clause in (*clauses, *map("".join, pairwise(clauses))))
    return numbers
