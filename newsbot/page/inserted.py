"""Weigh whether a paragraph between those of a report was put there by somebody else: an advertisement, a notice, a comment.

No markup tells it from the others. It shares hardly any words with them, and it speaks otherwise: it addresses its reader, sells, pleads
or lays down, where the report tells. Both must hold. The signs have weights in ``data/inserted_weights.tsv``, fitted by
``scripts/fit_inserted.py`` on labelled pages, folds by site.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from itertools import repeat
from typing import Final

from newsbot.data import lines_of
from newsbot.lines.manner import manner_of, words_of_manner
from newsbot.lines.measures import han
from newsbot.page.cohesion import MAX_COMPARED_LINES, Shared, pairs_of, signs_of_shared

INSERTED_ODDS: Final = -4.0
"""Log odds of being the report's own under which a paragraph was inserted."""
STRANGER_ODDS: Final = -6.0
"""The same of one that a text of few paragraphs kept: shared words tell less there. Of 3,053 short reports 13 have one, honest ones."""
OTHER_MANNER: Final = -0.5
"""Log odds that its manner and wording alone must add: held out, the two and :data:`SPEAKS_TO` lose 3 of 1,534 paragraphs of reports and
find 83 % of adverts, 58 % of notices and 86 % of what people write in forums."""
WORDED_SO: Final = -3.0
"""Weight of a paragraph's wording from which down it is furniture's."""
SHARED_ENOUGH: Final = 2.0
"""Log odds by words in common from which a paragraph's manner is not looked at: no manner outweighs them."""
MOST_INSERTED: Final = 0.25
"""Share of a text's Han characters that may have been inserted; where more of it speaks so, the text does."""
MIN_INSERTED_HAN: Final = 32
"""Han characters of such a paragraph: short sentences of a report, a hotline, what to bring along, share no words with the rest either."""
MIN_PAIRS: Final = 100
"""Pairs of letters of a text that a paragraph can be compared with."""
SELLS_ODDS: Final = -5.0
"""Log odds of being the report's own under which a line that sells something is none of it. Of 2,640 lines of 197 reports two sell and are
below: a call to click, and a note on who wrote it. Whole sentences stay: what a report says of a service shares no words with the rest."""
_FULL_STOP: Final = ("。", "。”")
SELLS: Final = {"sale": 1, "offer": 2}
"""What a line that sells has at least one of: a word of a sale, or two of an offer."""
MANY_SHARED: Final = 0.2
"""Share of a paragraph's pairs that the others have, or the other way round, from which no manner outweighs them either."""
MANNER: Final = "manner "
FURNITURE: Final = "furniture "
"""What the names of these signs begin with."""
SPEAKS_TO: Final = frozenset(
    {"addressed", "argument", "forum", "model_text", "notice", "offer", "plead", "questions", "sale", "self", "self_praise", "speech", "we"}
    | {"exclaimed", "questions_asked"}
)
"""Manners of one who speaks to somebody: what has none of them, and is not worded as furniture, stays."""
SEVERAL_LABELS: Final = "manner labelled 2"
"""Several labels with values, who somebody is or how to go there: a paragraph of these shares no words with any other."""
REMEMBERED_LINES: Final = 64
"""Paragraphs whose manner is remembered: those of the page that is being read."""
MORE: Final = 2
"""Words of one manner, or shapes, from which a second sign holds."""


def inserted(lines: Sequence[str], title: AbstractSet[int]) -> list[int]:
    """Return which paragraphs of a text are none of it, by their numbers; ``title``: the pairs of letters of its headline."""
    found = [n for n, shared in _sharing_little(lines) if _is_inserted(lines[n], shared, title)]
    taken = sum(han(lines[n]) for n in found)
    return found if taken <= MOST_INSERTED * sum(map(han, lines)) else []


def sells_apart(line: str, rest: Iterable[str], title: AbstractSet[int]) -> bool:
    """Return whether a line between or behind the paragraphs ``rest``, no sentence, sells something that they say nothing of.

    ``rest`` is gone through where the line sells something at all, which hardly any does.
    """
    if line.endswith(_FULL_STOP):
        return False
    words = words_of_manner(line, *SELLS)
    return any(words.get(manner, 0) >= least for manner, least in SELLS.items()) and belongs(line, rest, title) < SELLS_ODDS


def standing_apart(lines: Sequence[str], title: AbstractSet[int]) -> list[int]:
    """Return which paragraphs break with the rest by words and by manner, but stay, as they are too much of the text, by their numbers."""
    weights = _weights()
    strangers = ((n, *_signs(lines[n], shared, title)) for n, shared in _sharing_little(lines))
    return [n for n, signs, odds in strangers if odds < STRANGER_ODDS and says_inserted(signs, weights)]


def _sharing_little(lines: Sequence[str]) -> Iterator[tuple[int, Shared]]:
    """Yield the paragraphs that have few words in common with the others, and how many: most share enough, and are told at once."""
    for n, shared in enumerate(_shared(tuple(lines))):
        mine, both, others = shared
        few_shared = n > 0 and both < MANY_SHARED * min(len(mine), others) and han(lines[n]) >= MIN_INSERTED_HAN
        if few_shared and others >= MIN_PAIRS:
            yield n, shared


@lru_cache(maxsize=1)
def _shared(lines: tuple[str, ...]) -> list[Shared]:
    """Return what each paragraph shares with all others together, which are gone through once.

    The last text's is remembered: flags and confidence ask for it one after the other.
    """
    pairs = [pairs_of([line]) for line in lines]
    every, again = set[int](), set[int]()
    for mine in pairs:
        again |= every & mine
        every |= mine
    counts = ((mine, len(mine & again)) for mine in pairs)
    return [Shared(mine, both, len(every) - (len(mine) - both)) for mine, both in counts]


def _is_inserted(line: str, shared: Shared, title: AbstractSet[int]) -> bool:
    return says_inserted(_signs(line, shared, title)[0], _weights())


def _signs(line: str, shared: Shared, title: AbstractSet[int]) -> tuple[list[str], float]:
    """The signs of a paragraph and their log odds; without those of its manner, which take longer, where it shares enough."""
    signs, weights = signs_of_shared([line], shared, title), _weights()
    if (odds := _odds(signs, weights)) >= SHARED_ENOUGH:
        return signs, odds
    signs += manner_signs(line)
    return signs, _odds(signs, weights)


def belongs(passage: str, rest: Iterable[str], title: AbstractSet[int]) -> float:
    """Return the log odds that a passage is of the report whose other paragraphs are ``rest``; 0.0 where these are too few to tell.

    ``title``: the pairs of letters of its headline. Manner counts as much as words in common: whoever asks has other evidence.
    """
    mine, others = pairs_of([passage]), pairs_of(rest)
    if len(others) < MIN_PAIRS:
        return 0.0
    signs = signs_of_shared([passage], Shared(mine, len(mine & others), len(others)), title)
    return _odds([*signs, *manner_signs(passage)], _weights())


def speaks_otherwise(lines: Sequence[str], title: str) -> bool:
    """Return whether a paragraph that speaks to somebody, or sells, shares hardly any words with the others: it may be somebody else's."""
    compared, named = tuple(lines[:MAX_COMPARED_LINES]), pairs_of([title])
    beside = zip(compared, _shared(compared), strict=True)
    few = (line for line, shared in beside if shared.others >= MIN_PAIRS and _signs(line, shared, named)[1] < STRANGER_ODDS)
    return any(sign.split()[1] in SPEAKS_TO for line in few for sign in manner_signs(line))


def says_inserted(signs: Collection[str], weights: Mapping[str, float]) -> bool:
    """Return whether a paragraph with these signs was inserted; they are those of `cohesion_signs` and of :func:`manner_signs`."""
    manner = [sign for sign in signs if sign.startswith(MANNER)]
    if SEVERAL_LABELS in manner:
        return False
    spoken = sum(weights.get(sign, 0.0) for sign in manner)
    worded = sum(min(weights.get(sign, 0.0), 0.0) for sign in signs if sign.startswith(FURNITURE))
    if worded > WORDED_SO and not any(sign.split()[1] in SPEAKS_TO for sign in manner):
        return False
    return _odds(signs, weights) < INSERTED_ODDS and spoken + worded < OTHER_MANNER


def _odds(signs: Iterable[str], weights: Mapping[str, float]) -> float:
    return sum(map(weights.get, signs, repeat(0.0)))


@lru_cache(maxsize=REMEMBERED_LINES)
def manner_signs(line: str) -> tuple[str, ...]:
    """Return the signs of how a paragraph speaks; it is asked where the report is found, and once more when it is whole.

    >>> manner_signs("点击领取优惠。")
    ('manner sale 1', 'manner sale 2', 'manner offer 1')
    """
    return tuple(f"{MANNER}{name} {least}" for name, count in manner_of(line).items() for least in range(1, min(count, MORE) + 1))


@cache
def _weights() -> Mapping[str, float]:
    rows = (line.split("\t") for line in lines_of("inserted_weights.tsv"))
    return {name: float(weight) for name, weight in rows}
