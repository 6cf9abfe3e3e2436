"""Weigh whether some lines of a page and the text around them are one report: by the pairs of letters they share, and by their wording.

Paragraphs of one report name the same things again; a comment, an advertisement, a notice or another report hardly does. The signs have
weights in ``data/cohesion_weights.tsv``, fitted by ``scripts/fit_cohesion.py`` on labelled pages, folds by site. Alone this takes nothing
out of a report: it is asked of lines that stand apart by their element, or after the headline of something else.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from itertools import islice, repeat
from typing import Final, NamedTuple

from newsbot.data import lines_of
from newsbot.lines.measures import han, letter_pairs
from newsbot.page.wording import furniture_odds

MAX_COMPARED_LINES: Final = 40
MAX_COMPARED_LINE_CHARS: Final = 800
"""Lines of a text, and characters of each, whose pairs are compared."""
REMEMBERED_PAIRS: Final = 256
"""Lines whose pairs are remembered: those of a page are asked for several times."""
SHARED_PAIRS: Final = (0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3)
SIZES: Final = (250, 500, 1000, 2000)
COMPARED_HAN: Final = (20, 40, 80, 160)
LINES_ODDS: Final = (-5, -3, -1, 1, 3)
NAMED: Final = (0.01, 0.15, 0.3, 0.5)
"""Bounds of the classes of: pairs of the shorter text that the longer has, pairs of the longer, Han characters of the lines, mean log odds
of furniture, share of the headline's pairs that the lines have."""


def pairs_of(lines: Iterable[str], most: int = MAX_COMPARED_LINES) -> frozenset[int]:
    """Return the pairs of letters of the first lines of a text, as far as they are compared."""
    compared = tuple([line[:MAX_COMPARED_LINE_CHARS] for line in islice(lines, most)])
    return _pairs(compared[0]) if len(compared) == 1 else _pairs_of_all(compared)


_pairs = lru_cache(maxsize=REMEMBERED_PAIRS)(letter_pairs)


@lru_cache(maxsize=1)
def _pairs_of_all(lines: tuple[str, ...]) -> frozenset[int]:
    """The pairs of several lines; those of a report are asked for again for each line beside it."""
    return frozenset[int]().union(*map(_pairs, lines))


def belongs_odds(lines: Sequence[str], rest: AbstractSet[int], title: AbstractSet[int]) -> float:
    """Return the log odds that ``lines`` are of the report of which ``rest`` and ``title`` are the pairs of text and headline."""
    return sum(map(_weights().get, cohesion_signs(lines, rest, title), repeat(0.0)))


class Shared(NamedTuple):
    """The pairs of letters of some lines, how many of them the other text has, and how many that text has."""

    mine: frozenset[int]
    both: int
    others: int


def cohesion_signs(lines: Sequence[str], rest: AbstractSet[int], title: AbstractSet[int]) -> dict[str, float]:
    """Return the signs of lines beside the pairs of the report's other text and of its headline."""
    mine = pairs_of(lines)
    return dict.fromkeys(signs_of_shared(lines, Shared(mine, len(mine & rest), len(rest)), title), 1.0)


def signs_of_shared(lines: Sequence[str], shared: Shared, title: AbstractSet[int]) -> list[str]:
    """Return the same signs, each of the value 1, where it is known what the lines share with the other text."""
    mine, both, others = shared
    share = bisect(SHARED_PAIRS, both / max(min(len(mine), others), 1))
    odds = sum(map(furniture_odds, lines)) / max(len(lines), 1)
    signs = [
        "bias",
        f"shared {share}",
        f"shared {share} of {bisect(SIZES, max(len(mine), others))}",
        f"length {bisect(COMPARED_HAN, sum(map(han, lines)))}",
        f"furniture {bisect(LINES_ODDS, odds)}",
    ]
    if title:
        signs.append(f"named {bisect(NAMED, len(mine & title) / len(title))}")
    return signs


@cache
def _weights() -> Mapping[str, float]:
    rows = (line.split("\t") for line in lines_of("cohesion_weights.tsv"))
    return {name: float(weight) for name, weight in rows}


MIN_SPEAKING_HAN: Final = 6
SPEAKING_SHARE: Final = 0.5
"""Han characters of a line that speaks of a text, at least, and the share of its pairs of letters that the text has. Of 32 lines on 400
pages that were worded as furniture 11 had so many: a heading of the text each, or the caption of a picture in it."""


def speaks_of(line: str, words: Collection[int]) -> bool:
    """Return whether a line has the ``words`` (see :func:`pairs_of`) of the text in which it stands, however it is worded."""
    pairs = letter_pairs(line)
    return han(line) >= MIN_SPEAKING_HAN and sum(pair in words for pair in pairs) >= SPEAKING_SHARE * len(pairs)
