"""Measures of Chinese text that every rule of this room shares: characters and marks, not words."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import add
from typing import Final

from newsbot.words import HAN_PLANES, WIDE_TO_ASCII, pairs_in

HAN = re.compile(rf"[{HAN_PLANES}][{HAN_PLANES}]*+")
"""A run of Han characters. The first stands by itself, here and below: `re` skips to a class, but not to a repeated one."""
STOP = "。！？!?…；;"
"""Marks that end a sentence; half-width forms are those of documents whose extractor folded the width."""

MIN_SENTENCE_HAN: Final = 18
"""Han characters of a text with a full stop inside. The bounds of running text are from the 25 and 60 characters that part paragraphs best
in Chinese news (measured on 142 pages)."""
MIN_LONE_SENTENCE_HAN: Final = 20
"""Han characters of a text that ends with its only stop, or else it must have one inside."""
MIN_OPEN_SENTENCE_HAN: Final = 15
"""Han characters of a text that ends with a comma: the next line goes on with it."""
MIN_STOPLESS_HAN: Final = 60
MIN_STOPLESS_COMMAS: Final = 2
"""Han characters and commas of a text without any stop."""

REMEMBERED_MEASURES: Final = 2048
"""Lines whose measures are remembered, for every rule asks for them again."""
MAX_REMEMBERED_CHARS: Final = 600
"""Characters of a line that is remembered: furniture is shorter, and long paragraphs would take hundreds of megabytes."""

_SENTENCE_ENDS = frozenset("。！？!?…；;：:")
_COMMAS = "，,。、；;：:！!？?"
_SPACE = re.compile(r"[\s\u00a0\u3000\u200b-\u200f\u2060\ufeff]+")
_LETTERS = re.compile(r"[^\W_]+")
_HAS_ONE_FORM = re.compile(r"[0-9a-z\u2e80-\ua48f]*")
"""Digits, small letters and the scripts of East Asia: no letter of them is large or full-width."""
_WIDE = re.compile(r"[\uff10-\uff5a]")


def han(text: str) -> int:
    """Return how many Han characters ``text`` has."""
    return _han(text) if len(text) <= MAX_REMEMBERED_CHARS else _han.__wrapped__(text)


def key(text: str) -> str:
    """Return ``text`` folded for comparing: letters, digits and Han only, half-width, lower case.

    >>> key("党建引领，文明 创建！") == key("党建引领,文明创建!")
    True
    """
    return _key(text) if len(text) <= MAX_REMEMBERED_CHARS else _key.__wrapped__(text)


@lru_cache(maxsize=REMEMBERED_MEASURES)
def _han(text: str) -> int:
    return sum(map(len, HAN.findall(text)))


@lru_cache(maxsize=REMEMBERED_MEASURES)
def _key(text: str) -> str:
    folded = "".join(_LETTERS.findall(text))
    if _HAS_ONE_FORM.fullmatch(folded):  # most lines, which spares looking at each of their characters twice more
        return folded
    return (folded.translate(WIDE_TO_ASCII) if _WIDE.search(folded) else folded).lower()


def squeeze(text: str) -> str:
    """Return ``text`` without any white space."""
    return _SPACE.sub("", text)


def ends_sentence(text: str) -> bool:
    """Return whether ``text`` ends as a sentence does: with a stop, or a stop after which quotes or brackets close."""
    return text.rstrip("”’\"'）)】」』 ")[-1:] in _SENTENCE_ENDS if text else False


def commas(text: str) -> int:
    """Return how many marks inside or after sentences ``text`` has."""
    return sum(map(text.count, _COMMAS))


def is_paragraph(text: str) -> bool:
    """Return whether ``text`` reads as running text rather than as a headline, a caption or an item of a list.

    A full stop, or length and commas; more is asked of a text that has no stop: spun reports end sentences without one.
    """
    if len(text) < MIN_OPEN_SENTENCE_HAN:  # the least of all that follow
        return False
    length = han(text)
    if "。" in text[:-1] or (text.endswith(("。", "。”", "！”", "？”")) and length >= MIN_LONE_SENTENCE_HAN):
        return length >= MIN_SENTENCE_HAN
    if text.endswith(("，", ",")):  # a sentence that the next line goes on with; no headline or caption ends so
        return length >= MIN_OPEN_SENTENCE_HAN
    return length >= MIN_STOPLESS_HAN and commas(text) >= MIN_STOPLESS_COMMAS


def overlap(text: str, other: str) -> float:
    """Return the share of the character bigrams of ``text`` that ``other`` has too, 0 to 1."""
    mine = letter_pairs(text)
    return len(mine & letter_pairs(other)) / len(mine) if mine else 0.0


def letter_pairs(text: str) -> frozenset[int]:
    """Return the character bigrams of the folded ``text`` as numbers, of which sets take a third of the time.

    >>> letter_pairs("文明，城市") == set(map(pair_key, ("文明", "明城", "城市")))
    True
    """
    return pairs_in(key(text))


def bigrams(text: str) -> set[str]:
    """Return the character bigrams of the folded ``text``."""
    folded = key(text)
    return set(map(add, folded, folded[1:]))
