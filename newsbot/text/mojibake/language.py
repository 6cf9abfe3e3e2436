"""How likely one character follows two others in Chinese news, enough to choose between readings of damaged bytes.

Four sources: which characters follow each other within words (data/word_sequences.tsv.gz) and in running text
(data/text_sequences.tsv.gz), a small table of what stands between words, and the document itself, which repeats its names and terms.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from functools import cache, lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

from newsbot.data import table
from newsbot.data.sorted_rows import Counts, SortedRows
from newsbot.text.mojibake.characters import counted, frequency_ranks

if TYPE_CHECKING:
    from collections.abc import Iterable

_TRIPLE = 3
"""Characters of the longest sequence that is weighed."""
_REMEMBERED = 1 << 14
"""Sequences whose probability in news as such is kept at hand, some 270 bytes each: the same for all documents."""
_REMEMBERED_ROWS = 1 << 14
"""Rows of the tables that are kept at hand, some 450 bytes each."""
EDGE = "\n"
"""Stands for the beginning and the end of a line."""

_MARKS: dict[str, float] = table("mojibake.toml")["after_word"]
_AFTER_MARK: dict[str, dict[str, float]] = table("mojibake.toml")["after_mark"]


class WordStatistics(NamedTuple):
    """What the word lists say of one or two characters: how many words they begin and end, how often they stand in words, what follows."""

    starts: int
    ends: int
    occurrences: int
    followers: Counts


class TextStatistics(NamedTuple):
    """What the running text says of one or two characters: how often they stand in it, how many different ones follow, which how often."""

    occurrences: int
    kinds: int
    followers: Counts


class _Context(NamedTuple):
    """How much is expected of what news as such says after one character and after two, and the same with all that the document says."""

    after_one: float
    all_after_one: float
    after_two: float
    all_after_two: float


class LanguageModel:
    """The language of one document. Built from its undamaged parts; asked for the log probability (natural) of characters."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._triples: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()
        self._pairs: Counter[str] = Counter()
        self._singles: Counter[str] = Counter()
        self._known: dict[str, float] = {}
        self._contexts: dict[str, _Context] = {}
        self.learn(lines)

    def learn(self, lines: Iterable[str]) -> None:
        """Count the pairs of more text of the document; question marks and what may be damaged behind them are passed over."""
        for line in lines:
            for part in _DOUBTFUL.split(line):
                folded = counted(part)
                self._singles.update(folded)
                self._pairs.update(map("".join, itertools.pairwise(folded)))
                self._triples.update(map("".join, zip(folded, folded[1:], folded[2:], strict=False)))
        self._total = max(1, self._singles.total())
        self._followers: defaultdict[str, list[str]] = defaultdict(list)
        for pair in self._pairs:
            self._followers[pair[0]].append(pair[1])
        self._kinds = Counter(triple[:2] for triple in self._triples)
        self._known.clear()
        self._contexts.clear()

    def known(self, character: str) -> bool:
        """Return whether the document or the phrase lists hold this character (normal form)."""
        return character in self._singles or _statistics(character).occurrences > _CHANCE_OCCURRENCES or character in _MARKS

    def followers(self, character: str) -> list[str]:
        """Return characters that follow this one (normal form) in the document or within words, always in the same order."""
        return list(dict.fromkeys([*self._followers.get(character, ()), *_statistics(character).followers.characters]))

    def common(self, character: str) -> bool:
        """Return whether the document holds this character (normal form) or it is one of the commoner ones."""
        return character in self._singles or character in frequency_ranks() or character in _MARKS

    def times(self, sequence: str) -> int:
        """Return how often the document prints one to three characters in a row, undamaged."""
        return (self._singles, self._pairs, self._triples)[len(sequence) - 1].get(counted(sequence), 0)

    def repeated(self, character: str) -> list[str]:
        """Return characters that follow this one (normal form) in the document."""
        return self._followers.get(character, [])

    def follows(self, before: str, after: str) -> float:
        """Log probability that `after` (one character) follows `before` (one or two characters, or EDGE)."""
        sequence = before[-2:] + after
        value = self._known.get(sequence)
        if value is None:
            value = self._known[sequence] = self._follows(counted(sequence))
        return value

    def _follows(self, sequence: str) -> float:
        """Weigh what follows one character, or two where the sequence has ``_TRIPLE``."""
        context, after = sequence[:-1], sequence[-1]
        own = self._contexts.get(context)
        if own is None:
            own = self._contexts[context] = self._context(context)
        after_one, all_after_one, after_two, all_after_two = own
        general = _general_after_two(sequence) if len(sequence) == _TRIPLE else _general(sequence)
        if after not in _MARKS:  # a mark's place is not its own choice
            general = _OF_NEWS * general + (1 - _OF_NEWS) * self._singles.get(after, 0) / self._total
        chance = (2 * self._pairs.get(sequence[-2:], 0) + after_one * general) / all_after_one
        if len(sequence) == _TRIPLE:
            chance = (2 * self._triples.get(sequence, 0) + after_two * chance) / all_after_two
        return log(chance + 1e-9)

    def _context(self, context: str) -> _Context:
        """Weigh what the document itself says of what follows one or two characters, found once for all that may follow them."""
        before = context[-1]
        after_one = _OWN_PAIRS + len(self._followers.get(before, ()))
        after_two = _OWN_TRIPLES + self._kinds.get(context, 0)
        return _Context(after_one, 2 * self._singles.get(before, 0) + after_one, after_two, 2 * self._pairs.get(context, 0) + after_two)

    def score(self, text: str, before: str = EDGE) -> float:
        """Log probability of `text` after the one or two characters `before`."""
        total = 0.0
        for character in text:
            total += self.follows(before, character)
            before = before[-1] + character
        return total


def in_news(before: str, after: str) -> float:
    """Log probability (natural) that one character follows another in Chinese news: what an empty `LanguageModel` says."""
    first, second = counted(before), counted(after)
    return log((1.0 if second in _MARKS else 0.75) * _within_words(first, second) + 1e-9)


@lru_cache(_REMEMBERED)
def _general(pair: str) -> float:
    """Probability in news as such that the second character of a pair follows the first, in normal form."""
    return _IN_WORDS * _within_words(pair[0], pair[1]) + (1 - _IN_WORDS) * _in_text(pair, _share_in_text(pair[1]), 1.0, 1.0)


@lru_cache(_REMEMBERED)
def _general_after_two(sequence: str) -> float:
    """Probability in news as such that the third of three characters follows the two before it, in normal form."""
    context, after = sequence[:2], sequence[2]
    word = _statistics(context)
    within = _within_words(context[1], after)
    if word.occurrences:
        behind = _MARKS[after] * 2 if after in _MARKS else _NO_MARK * _starting(after)
        weight = _FEW + _KINDS * len(word.followers)
        within = (word.followers[after] + word.ends * behind + weight * within) / (word.occurrences + weight)
    in_text = _in_text(sequence[1:], _share_in_text(after), 1.0, 1.0)
    return _in_text(sequence, _IN_WORDS * within + (1 - _IN_WORDS) * in_text, _FEW_IN_TEXT, _KINDS_IN_TEXT)


def _in_text(sequence: str, otherwise: float, few: float, kinds: float) -> float:
    """Probability of the last character after the others in running text, mixed with what is said `otherwise`."""
    occurrences, different, followers = _text_statistics(sequence[:-1])
    weight = few + kinds * different
    after = sequence[-1]
    return (followers[_FOLLOWING.get(after, after)] + weight * otherwise) / (occurrences + weight)


@cache
def _share_in_text(character: str) -> float:
    """Share of a character in running text."""
    return (_text_statistics(character).occurrences + _SMOOTHING) / _text_total()


@lru_cache(_REMEMBERED)
def _within_words(before: str, after: str) -> float:
    """Probability of a pair by what is known of words and of what stands between them, both in normal form."""
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
    inside = max(0.0, word.followers[after] - _DISCOUNT)
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
_PARTICLES: str = table("mojibake.toml")["particles"]
_CHANCE_OCCURRENCES = 2
"""Times that a character stands in the words of all lists which may be a slip of theirs."""
_RARE_AFTER_MARK = 0.0005
"""Probability of a mark after another where the table below has no figure."""
_NO_MARK = 0.75
"""Probability that what follows the end of a word is another word, not a mark."""
_DISCOUNT = 2.0
"""Taken from every count of a pair within words for pairs that were never counted. Fitted, as the four below, by perplexity on news."""
_UNSEEN, _UNSEEN_WORD, _SMOOTHING = 5.0, 2.0, 0.5
"""Added to how often a character stands in words, ends one, and begins one."""
_IN_WORDS = 0.55
"""Share of what words say, beside what the running text says."""
_FEW, _KINDS = 20.0, 5.0
"""How much one character before weighs beside two within words: as much as so many times, and as many for each that follows them."""
_FEW_IN_TEXT, _KINDS_IN_TEXT = 3.0, 3.0
"""The same in running text."""
_OF_NEWS = 0.88
"""Share of news as such in what is expected of a character, beside how often the document has it."""
_OWN_PAIRS, _OWN_TRIPLES = 6.0, 6.0
"""How much is expected beside what the document itself says, in half times that it says it."""
_WRITTEN = {EDGE: "^", "0": "*", " ": "_"}
_FOLLOWING = dict.fromkeys(_WRITTEN.values(), " ") | _WRITTEN
"""What stands in a row for a character that follows: nothing (a blank) for those that stand for others."""
WRITTEN = str.maketrans(_WRITTEN)
"""How data/text_sequences.tsv.gz writes what would be mistaken in it."""
_EMPTY = WordStatistics(0, 0, 0, Counts(""))
_SILENT = TextStatistics(0, 0, Counts(""))
_ONE_WORD = re.compile(rb"\n(?:[\x00-\x7f]|[\xc0-\xff][\x80-\xbf]+)\t(\d+)\t\d+\t(\d+)\t")
_ONE_IN_TEXT = re.compile(rb"\n(?:[\x00-\x7f]|[\xc0-\xff][\x80-\xbf]+)\t(\d+)\t")
"""Rows of one character, after the line before: the words it begins and the times it stands in words; the times it stands in the text."""


@cache
def _rows() -> SortedRows:
    return SortedRows("word_sequences.tsv.gz")


@cache
def _text_rows() -> SortedRows:
    return SortedRows("text_sequences.tsv.gz")


@cache
def _totals() -> tuple[int, int]:
    starts = occurrences = 0
    for row in _rows().matching(_ONE_WORD):
        starts += int(row[1])
        occurrences += int(row[2])
    return starts, occurrences


@cache
def _text_total() -> int:
    return sum(int(row[1]) for row in _text_rows().matching(_ONE_IN_TEXT))


@lru_cache(_REMEMBERED_ROWS)
def _statistics(sequence: str) -> WordStatistics:
    row = _rows().get(sequence)
    if row is None:
        return _EMPTY
    starts, ends, occurrences, groups = row.split("\t")
    return WordStatistics(int(starts), int(ends), int(occurrences), Counts(groups))


@lru_cache(_REMEMBERED_ROWS)
def _text_statistics(sequence: str) -> TextStatistics:
    row = _text_rows().get(sequence.translate(WRITTEN))
    if row is None:
        return _SILENT
    occurrences, kinds, groups = row.split("\t")
    return TextStatistics(int(occurrences), int(kinds), Counts(groups))
