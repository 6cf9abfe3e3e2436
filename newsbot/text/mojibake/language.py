"""How likely one character follows another in Chinese news, enough to choose between readings of damaged bytes.

Three sources, none of them a corpus: which characters follow each other inside the words of two phrase lists (data/bigrams.tsv),
a small table of what stands between words, and the document itself, which repeats its names and terms.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from functools import cache, lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

from newsbot.data import lines_of
from newsbot.text.mojibake.characters import counted, frequency_ranks

if TYPE_CHECKING:
    from collections.abc import Iterable

_REMEMBERED = 200_000
"""Pairs whose probability in news as such is kept at hand: the same for all documents."""
EDGE = "\n"
"""Stands for the beginning and the end of a line."""

# Shares of what follows the end of a word, and of what follows a mark.
_MARKS = {
    "，": 0.065, "。": 0.033, "、": 0.022, "“": 0.012, "”": 0.012, "：": 0.006, "；": 0.005, "《": 0.003, "》": 0.003, "（": 0.004,
    "）": 0.004, "！": 0.002, "？": 0.001, "…": 0.001, "—": 0.0015, "·": 0.0007, "‘": 0.0003, "’": 0.0003, "【": 0.0003, "】": 0.0003,
    "0": 0.02, "a": 0.004, " ": 0.004, EDGE: 0.004,
}  # fmt: skip
_AFTER_MARK = {
    "。": {"。": 0.00001, EDGE: 0.3, "“": 0.05, "”": 0.07, "《": 0.004, " ": 0.01, "0": 0.03, "（": 0.01},
    "，": {"“": 0.02, "0": 0.03, "《": 0.003},
    "、": {"“": 0.1, "《": 0.04, "0": 0.03},
    "；": {"“": 0.02, "0": 0.05},
    "：": {"“": 0.3, "《": 0.01, "0": 0.08, EDGE: 0.03},
    "！": {"”": 0.35, EDGE: 0.15, "！": 0.03, "“": 0.02},
    "？": {"”": 0.3, EDGE: 0.15, "！": 0.02, "？": 0.02, "“": 0.02},
    "“": {"0": 0.05, "《": 0.005},
    "”": {"，": 0.12, "。": 0.08, "、": 0.1, "的": 0.09, "“": 0.06, "！": 0.004, EDGE: 0.08, "）": 0.01, "—": 0.005, "》": 0.004},
    "》": {"、": 0.1, "，": 0.1, "。": 0.05, "（": 0.03, "《": 0.04},
    "）": {"，": 0.1, "。": 0.1, "、": 0.1, EDGE: 0.1},
    "…": {"…": 0.5, "”": 0.15, EDGE: 0.1},
    "—": {"—": 0.48, EDGE: 0.01},
    "0": {"0": 0.45, "，": 0.05, "。": 0.02, "、": 0.02, "）": 0.02, "a": 0.02, "：": 0.01},
    "a": {"a": 0.6, "0": 0.05},
    " ": {"0": 0.1, " ": 0.1},
    EDGE: {"“": 0.05, "0": 0.05, "（": 0.02, "《": 0.01},
}


class WordStatistics(NamedTuple):
    """What the phrase lists say of one character: how many words it begins and ends, how often it stands in words, what follows it."""

    starts: int
    ends: int
    occurrences: int
    followers: dict[str, int]


class LanguageModel:
    """The language of one document. Built from its undamaged parts; asked for the log probability (natural) of pairs."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._pairs: Counter[str] = Counter()
        self._singles: Counter[str] = Counter()
        self._known: dict[str, float] = {}
        self.learn(lines)

    def learn(self, lines: Iterable[str]) -> None:
        """Count the pairs of more text of the document; question marks and what may be damaged behind them are passed over."""
        for line in lines:
            for part in _DOUBTFUL.split(line):
                folded = counted(part)
                self._singles.update(folded)
                self._pairs.update(map("".join, itertools.pairwise(folded)))
        self._total = max(1, self._singles.total())
        self._followers: defaultdict[str, list[str]] = defaultdict(list)
        for pair in self._pairs:
            self._followers[pair[0]].append(pair[1])
        self._known.clear()

    def known(self, character: str) -> bool:
        """Whether the document or the phrase lists hold this character (normal form)."""
        return character in self._singles or _statistics(character).occurrences > 2 or character in _MARKS

    def followers(self, character: str) -> list[str]:
        """Characters that follow this one (normal form) in the document or within words, always in the same order."""
        return list(dict.fromkeys([*self._followers.get(character, ()), *_statistics(character).followers]))

    def common(self, character: str) -> bool:
        """Whether the document holds this character (normal form) or it is one of the commoner ones."""
        return character in self._singles or character in frequency_ranks() or character in _MARKS

    def repeated(self, character: str) -> list[str]:
        """Characters that follow this one (normal form) in the document."""
        return self._followers.get(character, [])

    def follows(self, before: str, after: str) -> float:
        """Log probability that `after` (one character) follows `before` (one character, or EDGE)."""
        pair = before + after
        value = self._known.get(pair)
        if value is None:
            value = self._known[pair] = self._follows(counted(before), counted(after))
        return value

    def _follows(self, before: str, after: str) -> float:
        pair = before + after
        general = _general(before, after)
        if after not in _MARKS:  # a mark's place is not its own choice
            general = 0.75 * general + 0.25 * self._singles.get(after, 0) / self._total
        count, weight = self._singles.get(before, 0), 4.0 + len(self._followers.get(before, ()))
        return log((2 * self._pairs.get(pair, 0) + weight * general) / (2 * count + weight) + 1e-9)

    def score(self, text: str, before: str = EDGE) -> float:
        """Log probability of `text` behind the character `before`."""
        total = 0.0
        for character in text:
            total += self.follows(before, character)
            before = character
        return total


def in_news(before: str, after: str) -> float:
    """Log probability (natural) that one character follows another in Chinese news: what an empty `LanguageModel` says."""
    first, second = counted(before), counted(after)
    return log((1.0 if second in _MARKS else 0.75) * _general(first, second) + 1e-9)


def stands_in_words(character: str) -> int:
    """How often a character (in the form the model counts) stands in the words that were counted, some 60 million characters."""
    return _statistics(counted(character)).occurrences


@lru_cache(_REMEMBERED)
def _general(before: str, after: str) -> float:
    """Probability of a pair in news as such, both in normal form."""
    if before in _PARTICLES and after in "？！":
        return 0.25 if after == "？" else 0.1
    if after in _MARKS:
        if before in _AFTER_MARK or before in _MARKS:
            return _AFTER_MARK.get(before, {}).get(after, _RARE_AFTER_MARK)
        word = _statistics(before)
        return _MARKS[after] * 2 * (word.ends + _UNSEEN_WORD) / (word.occurrences + _UNSEEN)
    if before in _AFTER_MARK or before in _MARKS:
        return 0.6 * _starting(after)
    word = _statistics(before)
    inside = max(0.0, word.followers.get(after, 0) - _DISCOUNT)
    between = (word.ends + _UNSEEN_WORD) * _NO_MARK * _starting(after)
    anything = (_DISCOUNT * len(word.followers) + _UNSEEN_WORD) * _frequency(after)
    return (inside + between + anything) / (word.occurrences + _UNSEEN)


def _starting(character: str) -> float:
    """Probability that a word begins with this character."""
    return (_statistics(character).starts + _SMOOTHING) / _totals()[0]


def _frequency(character: str) -> float:
    """Share of a character among the Han characters of news."""
    return (_statistics(character).occurrences + _SMOOTHING) / _totals()[1]


_READING = "(?:[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿêü]{1,7} ?[)）])?"
_DOUBTFUL = re.compile(f"[?\ufffd]{_READING}[^\n?-~€\ufffd]{{0,100}}(?:[?\ufffd]{_READING}|.)?")
"""A `?` and what stands behind it up to the next byte that stands alone (40 and more: none below is a trail byte): what a shifted
run would be."""
_PARTICLES = "吗呢吧啊呀么"
_RARE_AFTER_MARK = 0.0005
"""Probability of a mark after another where the table below has no figure."""
_NO_MARK = 0.75
"""Probability that what follows the end of a word is another word, not a mark."""
_DISCOUNT = 2.0
"""Taken from every count of a pair within words for pairs that were never counted. Fitted, as the four below, by perplexity on news."""
_UNSEEN, _UNSEEN_WORD, _SMOOTHING = 5.0, 2.0, 0.5
"""Added to how often a character stands in words, ends one, and begins one."""
_EMPTY = WordStatistics(0, 0, 0, {})


@cache
def _rows() -> dict[str, str]:
    return {line[0]: line for line in lines_of("bigrams.tsv")}


@cache
def _totals() -> tuple[int, int]:
    columns = [row.split("\t", 4) for row in _rows().values()]
    return sum(int(column[1]) for column in columns), sum(int(column[3]) for column in columns)


@cache
def _statistics(character: str) -> WordStatistics:
    row = _rows().get(character)
    if row is None:
        return _EMPTY
    _, starts, ends, occurrences, groups = row.split("\t")
    followers: dict[str, int] = {}
    for group in groups.split():
        digits = len(group) - len(group.lstrip("0123456789"))
        followers |= dict.fromkeys(group[digits:], int(group[:digits]))
    return WordStatistics(int(starts), int(ends), int(occurrences), followers)
