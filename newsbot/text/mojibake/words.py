"""How likely a stretch of Chinese is as a row of words, which a model of characters does not see: 之名 is none, 停火 is one.

The best of all ways to cut a stretch into words counts. A word is weighed by how often it stands in text and by the word before it
(data/words_1.tsv.gz and on). Asked only where two readings of damaged bytes are compared, so it need not know all words, or all of a
sentence.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import log
from typing import Final, NamedTuple

from newsbot.data.sorted_rows import SortedRows
from newsbot.text.mojibake.characters import counted
from newsbot.text.mojibake.language import EDGE

WORD_TABLES: Final = ("words_1.tsv.gz", "words_2.tsv.gz")
"""Files of data/ that have the words: one table, in parts."""
LONGEST_WORD: Final = 6
"""Characters of the longest word that is known."""
TOTALS: Final = "=totals"
"""The key, longer than any word, of the row that has the sums of all words' weights in the lists and times in the text."""
_EDGE_OF_ROWS: Final = "^"
"""How the table writes the end of a line."""
_LISTED: Final = 0.6
"""Share of what the lists of words say of a word, beside what the running text says."""
_NO_MARKS: Final = 0.82
"""Share of words among words and marks: the lists have no marks."""
_UNSEEN: Final = 2e-8
"""Probability of a character that is no word at all."""
_FEW: Final = 5.0
"""How much a word by itself weighs beside what follows another, in times, besides one for each different word that follows."""
_MAX_REMEMBERED_WORDS: Final = 1 << 14
"""Rows of the table kept at hand."""
_MAX_REMEMBERED_FOLLOWERS: Final = 1 << 10
"""Words of which it is kept at hand what follows them."""
_MAX_REMEMBERED_STRETCHES: Final = 1 << 13
"""Stretches whose likelihood is kept."""
_NUMBER = re.compile("0{2,}|a{2,}")


class _Word(NamedTuple):
    alone: float
    """Probability in text as such."""
    followed: int
    """Times that a word followed which its row names."""
    beside: int
    """How many different ones followed, and how often those that its row leaves out."""
    followers: str


def as_words(text: str) -> str:
    """Write a text in the forms that words are counted in: as :func:`newsbot.text.mojibake.characters.counted`, numbers as one sign.

    >>> as_words("區2023年")
    '区0年'
    """
    return _NUMBER.sub(lambda run: run[0][0], counted(text))


@lru_cache(_MAX_REMEMBERED_STRETCHES)
def words_score(stretch: str) -> float:
    """Log probability (natural) of the likeliest words of a stretch, as :func:`as_words` writes it, EDGE where a line begins or ends.

    >>> words_score("提出停火") > words_score("提出。火")
    True
    """
    best: list[dict[str, float]] = [{} for _ in range(len(stretch) + 1)]
    best[0][""] = 0.0
    for start, before in enumerate(best[:-1]):
        for end in range(start + 1, min(len(stretch), start + LONGEST_WORD) + 1):
            word = stretch[start:end]
            known = _word(word)
            if known is None and end > start + 1:
                continue
            alone = known.alone if known else _UNSEEN
            best[end][word] = max(score + log(_after(last, word, alone)) for last, score in before.items())
    return max(best[-1].values())


def _after(last: str, word: str, alone: float) -> float:
    """Probability of a word after another."""
    row = _word(last) if last else None
    if row is None or not row.beside:
        return alone
    weight = row.beside + _FEW
    return (_followers(last).get(word, 0) + weight * alone) / (row.followed + weight)


@lru_cache(_MAX_REMEMBERED_FOLLOWERS)
def _followers(word: str) -> dict[str, int]:
    row = _word(word)
    groups = (group.partition(":") for group in row.followers.split(" ")) if row and row.followers else ()
    return {one.replace(_EDGE_OF_ROWS, EDGE): int(count) for count, _, some in groups for one in some.split(",")}


@lru_cache(_MAX_REMEMBERED_WORDS)
def _word(word: str) -> _Word | None:
    row = _rows().get(_EDGE_OF_ROWS if word == EDGE else word)
    if row is None:
        return None
    weight, times, followed, beside, followers = row.split("\t")
    listed, in_text = _totals()
    alone = _LISTED * _NO_MARKS * int(weight) / listed + (1 - _LISTED) * int(times) / in_text + _UNSEEN
    return _Word(alone, int(followed), int(beside), followers)


@cache
def _rows() -> SortedRows:
    return SortedRows(*WORD_TABLES)


@cache
def _totals() -> tuple[int, int]:
    listed, in_text = (_rows().get(TOTALS) or "").split("\t")
    return int(listed), int(in_text)
