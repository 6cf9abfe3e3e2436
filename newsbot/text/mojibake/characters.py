"""Characters in both scripts: how common they are, which are Traditional, and the one form of each that the language model counts."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from newsbot.data import lines_of, opencc_dictionary, table

if TYPE_CHECKING:
    from collections.abc import Iterable

TRADITIONAL_SHARE = 0.05
"""A document is in Traditional script when this share of its Han characters is Traditional only. Measured: damaged documents .34 to
.37, paragraphs of a Taiwanese book at least .129, 3,550 of 3,553 simplified news paragraphs below .10 (the others quote)."""
LAST_OF_THE_BASIC_PLANE = "\uffff"
UNIT_BYTES = 2
"""Bytes of a unit of UTF-16."""
_HAN = re.compile("[\u4e00-\u9fff][\u4e00-\u9fff]*+")
_MARKS_OF_NEWS = "，。、；：？！“”‘’（）《》—…·「」『』【】　０１２３４５６７８９€"
_WHITE_SPACE = "\t\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def class_of(characters: Iterable[str]) -> str:
    r"""Return the class of a pattern that matches these characters, as ranges: of thousands it takes a third of the time to make.

    >>> class_of("cab-x")
    '[\\-a-cx]'
    """
    codes = sorted(map(ord, frozenset(characters)))
    gaps = [(last, first) for last, first in pairwise(codes) if first != last + 1]
    ranges = zip([codes[0], *(first for _, first in gaps)], [*(last for last, _ in gaps), codes[-1]], strict=True)
    spelled = [re.escape(chr(first)) if first == last else f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges]
    return f"[{''.join(spelled)}]"


@cache
def frequency_ranks() -> dict[str, int]:
    """Return the place of each of the commoner simplified characters in the order of their frequency in news, from 0. Read once.

    >>> frequency_ranks()["的"]
    0
    """
    return {character: place for place, character in enumerate("".join(lines_of("common_characters.txt")))}


@cache
def common_forms() -> frozenset[str]:
    """Return the commoner characters of news in both scripts, and its punctuation.

    >>> {"区", "區", "。"} <= common_forms(), "熬" in common_forms()
    (True, False)
    """
    table = opencc_dictionary("STCharacters.txt")
    traditional = {form for char in frequency_ranks() for form in table.get(char, ())}
    return frozenset({*frequency_ranks(), *traditional, *_MARKS_OF_NEWS})


@cache
def simplified_forms() -> dict[str, str]:
    """Return a table: Traditional character -> its simplified forms, a character each, the preferred one first (OpenCC's TSCharacters)."""
    return {old: "".join(new) for old, new in opencc_dictionary("TSCharacters.txt").items() if len(old) == 1}


@cache
def only_traditional() -> frozenset[str]:
    """Return characters that t2s changes and that no simplified text uses (乾, 於, 徵 and the like may stand in one).

    >>> "區" in only_traditional(), "乾" in only_traditional()
    (True, False)
    """
    table = simplified_forms()
    results = {new[0] for new in table.values()}
    return frozenset(old for old, new in table.items() if new[0] != old and old not in new and old not in results)


def is_traditional(text: str) -> bool:
    """Return whether a document is in Traditional script: at least TRADITIONAL_SHARE of its Han characters are Traditional only.

    >>> is_traditional("社區居民參與文明城市創建"), is_traditional("社区居民参与文明城市创建")
    (True, False)
    """
    if _traditional_pattern().search(text) is None:
        return False
    changed = len(_traditional_pattern().findall(text))
    if len(text.encode("utf-16-le", "surrogatepass")) != UNIT_BYTES * len(text):  # some characters are two units, beyond the pattern
        changed += sum(character > LAST_OF_THE_BASIC_PLANE and character in only_traditional() for character in text)
    return changed >= TRADITIONAL_SHARE * len(text) or changed >= TRADITIONAL_SHARE * count_han(text)


def count_han(text: str) -> int:
    """Count the CJK ideographs of the basic block in `text`.

    >>> count_han("A区，第3站")
    3
    """
    return sum(map(len, _HAN.findall(text)))


def counted(text: str) -> str:
    """Write a text in the forms the model counts: simplified, full-width marks, 0 for any digit, a for any letter. Keeps the length.

    >>> counted("區,7X　著─")
    '区，0a 着—'
    """
    return text.translate(_counted_forms())


@cache
def foreign_to_mirrors() -> frozenset[str]:
    """Return characters that a text does not hold which a table made Traditional.

    These are simplified ones with one Traditional form, and Traditional ones that the table does not give.

    >>> "区" in foreign_to_mirrors(), "區" in foreign_to_mirrors()
    (True, False)
    """
    table = opencc_dictionary("STCharacters.txt")
    sure = {new: old for new, old in table.items() if new not in old}
    given = {form for old in sure.values() for form in old}
    changed = {old for old, new in simplified_forms().items() if new[0] != old}
    return frozenset(sure) | frozenset(changed - given - _counted_as().keys())


def _counted_as() -> dict[str, str]:
    """Forms that are counted as another beside the simplified ones, and so are no sign of either script."""
    return dict(table("mojibake.toml")["counted_as"])


@cache
def _counted_forms() -> dict[int, str]:
    table = {ord(old): new[:1] for old, new in simplified_forms().items()}  # a slice of one character is that text, no new one
    table |= {ord(old): new for old, new in _counted_as().items()} | dict.fromkeys(map(ord, "─－-"), "—")
    table |= dict.fromkeys(map(ord, "0123456789□"), "0") | dict.fromkeys(map(ord, _WHITE_SPACE), " ")
    table |= {code: "a" for code in range(0x80) if chr(code).isalpha()}
    return table | {ord(mark): chr(ord(mark) + 0xFEE0) for mark in ",:;!?()"}


@cache
def _traditional_pattern() -> re.Pattern[str]:
    """A class of the Traditional characters up to U+FFFF: what lies beyond would be tried one by one."""
    return re.compile(class_of(char for char in only_traditional() if char <= LAST_OF_THE_BASIC_PLANE))
