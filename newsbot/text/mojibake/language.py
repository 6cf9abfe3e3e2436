"""How likely one character follows two others in Chinese news, enough to choose between readings of damaged bytes.

Four sources: which characters follow each other within words (data/word_sequences.tsv.gz) and in running text
(data/text_sequences_1.tsv.gz and on), a small table of what stands between words, and the document itself, which repeats its names and
terms.
"""

from __future__ import annotations

import re
from array import array
from functools import cache, lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

from newsbot.data import ENCODING_OF_PACKED, table
from newsbot.data.sorted_rows import Counts, NumberOfCharacter, SortedRows
from newsbot.text.mojibake.characters import counted, frequency_ranks
from newsbot.text.mojibake.own_text import OwnText

if TYPE_CHECKING:
    from collections.abc import Iterable

_REMEMBERED = 1 << 14
"""Pairs whose probability in news as such is kept at hand, some 270 bytes each: the same for all documents."""
_REMEMBERED_CONTEXTS = 1 << 12
"""Beginnings of sequences for which it is kept what a document says of all that may follow them, a few kilobytes each."""
_REMEMBERED_ROWS = 1 << 14
"""Rows of the tables that are kept at hand, some 450 bytes each."""
_TWO = 2
EDGE = "\n"
"""Stands for the beginning and the end of a line."""
TEXT_TABLES = tuple(f"text_sequences_{part}.tsv.gz" for part in (1, 2, 3, 4))
"""Files of data/ whose rows tell which characters follow each other in running text: one table, in parts of less than a megabyte."""

_MARKS: dict[str, float] = table("mojibake.toml")["after_word"]
_AFTER_MARK: dict[str, dict[str, float]] = table("mojibake.toml")["after_mark"]


class WordStatistics(NamedTuple):
    """What the word lists say of one or two characters: how many words they begin and end, how often they stand in words, what follows.

    ``kinds``: how many different characters follow.
    """

    starts: int
    ends: int
    occurrences: int
    kinds: int
    followers: Counts


class TextStatistics(NamedTuple):
    """What the running text says of one or two characters: how often they stand in it, how many different ones follow, which how often."""

    occurrences: int
    kinds: int
    followers: Counts


class AfterOne(NamedTuple):
    """What news as such says of what follows one character: the weights of what is known of the one that follows, and of the counts."""

    by_start: float
    by_frequency: float
    of_words: float
    counted_in_words: Counts
    by_share: float
    of_text: float
    counted_in_text: Counts


class _AfterTwo(NamedTuple):
    """The same of two characters, beside what is said of the second alone."""

    by_end: int
    by_one: float
    of_words: float
    counted_in_words: Counts
    by_words: float
    of_text: float
    counted_in_text: Counts


class Character(NamedTuple):
    """What is known of a character that follows others, whatever these are."""

    form: str
    """In which it is counted."""
    is_mark: bool
    starting: float
    """Probability that a word begins with it."""
    frequency: float
    """Its share among the Han characters of news."""
    share: float
    """Its share in running text."""
    behind: float
    """Probability that it follows the end of a word."""
    printed: str
    """How the rows of running text print it."""
    is_listed: bool
    """Whether it is a mark, or stands in words other than by a slip of the lists."""
    is_common: bool
    """Whether it is a mark or one of the commoner characters."""


class Followers(dict[str, float]):
    """What may follow one or two characters of a document -> its log probability (natural), weighed when it is first asked for."""

    __slots__ = ("_before", "_behind_two", "_news", "_news_of_two", "_own", "_shares")

    def __init__(self, own: OwnText, context: str) -> None:
        """Find what is the same for all that may follow `context`, which is in normal form."""
        before = context[-1]
        self._own, self._before = own, before
        self._news, self._news_of_two = _after_one(before), _after_two(context) if len(context) > 1 else _NO_TWO
        # how much is expected of what news as such says, beside how often the document says it
        expected = _OWN_PAIRS + len(own.followers.get(before, ()))
        of_pairs = 2 * own.singles.get(before, 0) + expected
        news, own_pair, own_triple = expected / of_pairs, 2 / of_pairs, 0.0
        self._behind_two = _NONE
        if len(context) > 1:
            self._behind_two = own.behind(context)
            expected = _OWN_TRIPLES + len(self._behind_two)
            of_triples = 2 * own.pairs.get(context, 0) + expected
            news, own_pair, own_triple = news * expected / of_triples, own_pair * expected / of_triples, 2 / of_triples
        self._shares = news, own_pair, own_triple

    def __missing__(self, character: str) -> float:
        """Weigh a character."""
        value = self[character] = self.weigh((known_as(character),))[0]
        return value

    def weigh(self, characters: Iterable[Character]) -> list[float]:
        """Give the log probability of each of some characters; nothing is kept.

        All that is said of a character adds up, each with its share: most have only what is known of them whatever they follow.
        """
        own, behind_two = self._own, self._behind_two
        followers, singles = own.followers.get(self._before, _NONE), own.singles
        by_start, by_frequency, of_words, in_words, by_share, of_text, in_text = self._news
        by_end, by_one, of_pair, in_words_of_two, by_words, of_text_of_two, in_text_of_two = self._news_of_two
        some_in_words, some_in_text = in_words.groups, in_text.groups
        some_in_words_of_two, some_in_text_of_two = in_words_of_two.groups, in_text_of_two.groups
        news, own_pair, own_triple = self._shares
        of_mark, news, of_own = news, news * _OF_NEWS, news * (1 - _OF_NEWS) / own.total
        text_of_two = news / of_text_of_two
        in_words_share = _IN_WORDS * _TELLING / (_TELLING + of_text)
        words_of_two = text_of_two * by_words * in_words_share / of_pair
        words, text = words_of_two * by_one / of_words, text_of_two * by_words * (1 - in_words_share) / of_text
        of_start, of_frequency, of_share, of_end = words * by_start, words * by_frequency, text * by_share, words_of_two * by_end
        values = []
        for form, is_mark, starting, frequency, share, behind, printed, _, _ in characters:
            if is_mark:
                chance = words * of_words * _mark_after(self._before, form) + of_end * behind + of_share * share
            else:
                chance = of_start * starting + of_frequency * frequency + of_end * behind + of_share * share
                if form in some_in_words:
                    chance += words * max(0.0, _times(in_words, form) - COUNT_DISCOUNT)
            if printed in some_in_text:
                chance += text * _times(in_text, printed)
            if form in some_in_words_of_two:
                chance += words_of_two * _times(in_words_of_two, form)
            if printed in some_in_text_of_two:
                chance += text_of_two * _times(in_text_of_two, printed)
            # a mark's place is not its own choice
            chance = chance * of_mark / news if is_mark else chance + of_own * singles.get(form, 0)
            if form in followers:
                chance += own_pair * followers[form] + own_triple * behind_two.get(form, 0)
            values.append(log(chance + 1e-9))
        return values


class LanguageModel:
    """The language of one document. Built from its undamaged parts; asked for the log probability (natural) of characters."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._own = OwnText()
        self._after: dict[str, Followers] = {}
        self.learn(lines)

    def learn(self, lines: Iterable[str]) -> None:
        """Count the pairs of more text of the document; question marks and what may be damaged behind them are passed over."""
        self._own.count(part for line in lines for part in _DOUBTFUL.split(line))
        self._after.clear()

    def known(self, character: Character) -> bool:
        """Return whether the document or the phrase lists hold this character."""
        return character.is_listed or character.form in self._own.singles

    def followers(self, character: str) -> list[str]:
        """Return characters that follow this one (normal form) in the document or within words, always in the same order."""
        return list(dict.fromkeys([*self.repeated(character), *_statistics(character).followers.characters]))

    def common(self, character: Character) -> bool:
        """Return whether the document holds this character or it is one of the commoner ones."""
        return character.is_common or character.form in self._own.singles

    def times(self, sequence: str) -> int:
        """Return how often the document prints one to three characters in a row, undamaged."""
        form = counted(sequence)
        if len(form) > _TWO:
            return self._own.behind(form[:_TWO]).get(form[_TWO], 0)
        return (self._own.pairs if len(form) == _TWO else self._own.singles).get(form, 0)

    def repeated(self, character: str) -> list[str]:
        """Return characters that follow this one (normal form) in the document."""
        return list(self._own.followers.get(character, ()))

    def after(self, before: str) -> Followers:
        """Return what may follow `before` (one or two characters, or EDGE), with log probabilities."""
        found = self._after.get(before)
        if found is None:
            if len(self._after) >= _REMEMBERED_CONTEXTS:
                self._after.clear()
            found = self._after[before] = Followers(self._own, counted(before))
        return found

    def follows(self, before: str, after: str) -> float:
        """Log probability that `after` (one character) follows `before` (one or two characters, or EDGE)."""
        return self.after(before[-2:])[after]

    def score(self, text: str, before: str = EDGE) -> float:
        """Log probability of `text` after the one or two characters `before`."""
        total = 0.0
        for character in text:
            total += self.after(before)[character]
            before = before[-1] + character
        return total


@lru_cache(_REMEMBERED)
def in_news(before: str, after: str) -> float:
    """Log probability (natural) that one character follows another in Chinese news: what an empty `LanguageModel` says."""
    known = known_as(after)
    if known.is_mark:
        return log(_mark_after(counted(before), known.form) + 1e-9)
    row = after_in_news(before)
    counted_there = row.counted_in_words
    inside = max(0.0, counted_there[known.form] - COUNT_DISCOUNT) if known.form in counted_there.groups else 0.0  # of most pairs it is not
    return log(0.75 * ((inside + row.by_start * known.starting + row.by_frequency * known.frequency) / row.of_words) + 1e-9)


@lru_cache(_REMEMBERED_ROWS)
def after_in_news(before: str) -> AfterOne:
    """Return what news as such says of what follows a character, however it is written."""
    return _after_one(counted(before))


@lru_cache(_REMEMBERED)
def _times(followers: Counts, character: str) -> int:
    """How often a character was counted behind others: asked again for each that stands before these."""
    return followers[character]


@lru_cache(_REMEMBERED)
def _mark_after(before: str, mark: str) -> float:
    """Probability of a mark after a character."""
    if before in _PARTICLES and mark in "？！":
        return 0.25 if mark == "？" else 0.1
    if before in _AFTER_MARK or before in _MARKS:
        return _AFTER_MARK.get(before, {}).get(mark, _RARE_AFTER_MARK)
    word = _statistics(before)
    return _MARKS[mark] * 2 * (word.ends + _UNSEEN_WORD) / (word.occurrences + _UNSEEN)


@lru_cache(_REMEMBERED_ROWS)
def _after_one(before: str) -> AfterOne:
    text, word = _text_statistics(before), _statistics(before)
    in_text = 1.0 + text.kinds, text.occurrences + (1.0 + text.kinds), text.followers
    if before in _AFTER_MARK or before in _MARKS:
        return AfterOne(_STARTING_AFTER_MARK, 0.0, 1.0, _EMPTY.followers, *in_text)
    by_start, by_frequency = (word.ends + _UNSEEN_WORD) * _NO_MARK, COUNT_DISCOUNT * word.kinds + _UNSEEN_WORD
    return AfterOne(by_start, by_frequency, word.occurrences + _UNSEEN, word.followers, *in_text)


@lru_cache(_REMEMBERED_ROWS)
def _after_two(context: str) -> _AfterTwo:
    word, text = _statistics(context), _text_statistics(context)
    by_one = _FEW + _KINDS * word.kinds
    by_words = _FEW_IN_TEXT + _KINDS_IN_TEXT * text.kinds
    in_words = word.occurrences > 0
    of_words = (word.ends, by_one, word.occurrences + by_one, word.followers) if in_words else (0, 1.0, 1.0, _EMPTY.followers)
    return _AfterTwo(*of_words, by_words, text.occurrences + by_words, text.followers)


@lru_cache(_REMEMBERED)
def known_as(character: str) -> Character:
    """Return what is known of a character that follows others."""
    form = counted(character)
    (in_beginnings, in_words), (starts, occurrences, of_text) = _in_words(), _totals()
    begins, stands = in_beginnings[form], in_words[form]
    starting, frequency = (begins + _SMOOTHING) / starts, (stands + _SMOOTHING) / occurrences
    share = (_in_text()[_WRITTEN.get(form, form)] + _SMOOTHING) / of_text
    behind = _MARKS[form] * 2 if form in _MARKS else _NO_MARK * starting
    is_mark = form in _MARKS
    told = is_mark or stands > _CHANCE_OCCURRENCES, is_mark or form in frequency_ranks()
    return Character(form, is_mark, starting, frequency, share, behind, _FOLLOWING.get(form, form), *told)


_READING = "(?:[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿêü]{1,7} ?[)）])?"
_DOUBTFUL = re.compile(f"[?\ufffd]{_READING}[^\n?-~€\ufffd]{{0,100}}(?:[?\ufffd]{_READING}|.)?")
"""A `?` and what stands behind it up to the next byte that stands alone (40 and more: none below is a trail byte): what a shifted
run would be."""
_PARTICLES: str = table("mojibake.toml")["particles"]
_CHANCE_OCCURRENCES = 2
"""Times that a character stands in the words of all lists which may be a slip of theirs."""
_RARE_AFTER_MARK = 0.0005
"""Probability of a mark after another where the table below has no figure."""
_STARTING_AFTER_MARK = 0.6
"""How much likelier than elsewhere a character that begins words stands after a mark."""
_NO_MARK = 0.75
"""Probability that what follows the end of a word is another word, not a mark."""
COUNT_DISCOUNT = 2.0
"""Taken from every count of a pair within words for pairs that were never counted. Fitted, as the four below, by perplexity on news."""
_UNSEEN, _UNSEEN_WORD, _SMOOTHING = 5.0, 2.0, 0.5
"""Added to how often a character stands in words, ends one, and begins one."""
_IN_WORDS, _TELLING = 0.6, 30_000.0
"""Share of what words say, beside what the running text says, behind a character that this hardly has; half of it behind one that it has
so often."""
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
"""How TEXT_TABLES write what would be mistaken in them."""
_NONE: dict[str, int] = {}
_EMPTY = WordStatistics(0, 0, 0, 0, Counts(""))
_SILENT = TextStatistics(0, 0, Counts(""))
_NO_TWO = _AfterTwo(0, 1.0, 1.0, _EMPTY.followers, 1.0, 1.0, _SILENT.followers)
"""What leaves all to the second of two characters."""
_ONE = rb"\n([\x00-\x7f]|[\x81-\xfe][\x40-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9])\t(\d+)\t"
_ONE_WORD, _ONE_IN_TEXT = re.compile(_ONE + rb"\d+\t(\d+)\t"), re.compile(_ONE)
"""Rows of one character, after the line before: the words it begins and the times it stands in words; the times it stands in the text."""


@cache
def _rows() -> SortedRows:
    return SortedRows("word_sequences.tsv.gz")


@cache
def _text_rows() -> SortedRows:
    return SortedRows(*TEXT_TABLES)


@cache
def _in_words() -> tuple[NumberOfCharacter, NumberOfCharacter]:
    """How many words each character begins, and how often it stands in words: of candidates nothing else is asked, and of all of them."""
    printed, begins, stands = bytearray(), array("I"), array("I")
    for row in _rows().matching(_ONE_WORD):
        printed += row[1]
        begins.append(int(row[2]))
        stands.append(int(row[3]))
    characters = printed.decode(ENCODING_OF_PACKED)
    return NumberOfCharacter(characters, begins), NumberOfCharacter(characters, stands)


@cache
def _in_text() -> NumberOfCharacter:
    """How often each character stands in running text, as its rows print it."""
    printed, stands = bytearray(), array("I")
    for row in _text_rows().matching(_ONE_IN_TEXT):
        printed += row[1]
        stands.append(int(row[2]))
    return NumberOfCharacter(printed.decode(ENCODING_OF_PACKED), stands)


@cache
def _totals() -> tuple[int, int, int]:
    starts, occurrences = _in_words()
    return starts.total(), occurrences.total(), _in_text().total()


@lru_cache(_REMEMBERED_ROWS)
def _statistics(sequence: str) -> WordStatistics:
    row = _rows().get(sequence)
    if row is None:
        return _EMPTY
    starts, ends, occurrences, groups = row.split("\t")
    followers = Counts(groups)
    return WordStatistics(int(starts), int(ends), int(occurrences), len(followers), followers)


@lru_cache(_REMEMBERED_ROWS)
def _text_statistics(sequence: str) -> TextStatistics:
    row = _text_rows().get(sequence.translate(WRITTEN))
    if row is None:
        return _SILENT
    occurrences, kinds, groups = row.split("\t")
    return TextStatistics(int(occurrences), int(kinds), Counts(groups))
