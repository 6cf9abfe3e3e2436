"""A small model that marks the characters of names and media in a line: a linear chain whose weights are a table.

The table (``data/credit_weights.tsv``) is made by ``scripts/fit_credits.py``; here it is only read, in pure Python.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise, repeat
from operator import add, mul
from typing import Final

from newsbot.data import HUNDREDTHS, lines_of
from newsbot.lines.credits.signs import OF_EVERY_CHARACTER, OF_THE_POSITION, OF_WORDS, Column, LineSigns, Part, Position

LABELS: Final = ("other", "name", "name+", "name.", "medium", "medium+")
"""Outside, the first, a middle and the last character of a name, the first and a further character of a medium."""
REMEMBERED_VALUES: Final = 20_000
"""Values of one part that are remembered."""
LAST_LINES: Final = 64
"""Lines whose sums are remembered: those of the page that is being read."""
PATH_MARGIN: Final = 500
"""By so much a path outside must be better than any other, for a character to be left out of what is weighed: odds of 1 to 150."""
LANE: Final = 32
"""Bits of one label's weight in a sum of all labels at once; sums stay far below two thousand million hundredths."""
TRANSITION: Final = ">"
"""The name of the rows that hold the weight of one label after another."""
_OTHER, _NAME, _NAME_GOES_ON, _NAME_ENDS, _MEDIUM, _MEDIUM_GOES_ON = range(len(LABELS))
_LANES = struct.Struct(f"<{len(LABELS)}I")
_LIFT = sum(1 << (LANE * (label + 1) - 1) for label in range(len(LABELS)))
"""Added to a sum it leaves no lane below zero."""


@dataclass(frozen=True, slots=True)
class Marked:
    """``text[start:end]`` is a name or, ``is_medium``, a medium, with this probability."""

    start: int
    end: int
    is_medium: bool
    probability: float


class _Summed(dict[tuple[object, ...], int]):
    """What the signs of one part weigh together, as one number for all labels, remembered by what the part looks at."""

    def __init__(self, part: Part, weight_of: Mapping[str, int]) -> None:
        super().__init__()
        self._part, self._weight_of = part, weight_of

    def __missing__(self, key: tuple[object, ...]) -> int:
        if len(self) >= REMEMBERED_VALUES:
            self.clear()
        weight = self[key] = sum(map(self._weight_of.get, self._part(*key), repeat(0)))
        return weight


class Weights:
    """Weights of every sign for each label, and of each label after another (rows: the one before), in hundredths."""

    def __init__(self, signs: Mapping[str, Sequence[int]], following: Sequence[Sequence[int]]) -> None:
        """Take the rows of a table."""
        self.following = following
        self.steps = [[math.exp(weight / HUNDREDTHS) for weight in row] for row in following]
        a, b, c, d, e, f = (1 << (LANE * label) for label in range(len(LABELS)))
        packed = {sign: a * u + b * v + c * w + d * x + e * y + f * z for sign, (u, v, w, x, y, z) in signs.items()}
        self._every, self._words = (tuple(_Summed(part, packed).__getitem__ for part in parts) for parts in (OF_EVERY_CHARACTER, OF_WORDS))
        self._stand, self._line = (_Summed(part, packed).__getitem__ for part in OF_THE_POSITION)
        stay, others = following[_OTHER][_OTHER], range(_OTHER + 1, len(LABELS))
        self.enters = max(following[_OTHER][label] for label in others) - stay
        self.goes_on = max(following[before][label] for before in others for label in others) - stay
        self.leaves = max(following[label][_OTHER] for label in others) - stay
        """At most by so much a path that enters, stays in or leaves a name or a medium is better than one that is outside."""
        self._wherever = lru_cache(maxsize=LAST_LINES)(self._summed)

    def scores(self, signs: LineSigns, position: Position) -> list[tuple[int, ...]]:
        """Return what the signs of each character of a line say for each label, all raised by the same number."""
        stand, line = signs.of_position(position)
        stands = map(self._stand, stand)
        lifted = _LIFT + self._line(line)
        every = zip(self._wherever(signs), signs.is_word, strict=True)
        rows = [row + next(stands) + lifted if is_word else row + _LIFT for row, is_word in every]
        return list(_LANES.iter_unpack(b"".join([row.to_bytes(_LANES.size, "little") for row in rows])))

    def _summed(self, signs: LineSigns) -> list[int]:
        """What the signs of each character say wherever the line stands: it is read as it stands at several places of a page."""
        words = iter(_added(self._words, signs.of_words()))
        every = zip(_added(self._every, signs.of_every_character()), signs.is_word, strict=True)
        return [row + next(words) if is_word else row for row, is_word in every]


def _added(tables: Iterable[Callable[[tuple[object, ...]], int]], columns: Iterable[Column]) -> list[int]:
    return list(map(sum, zip(*map(map, tables, columns), strict=True)))


@cache
def weights() -> Weights:
    """Read the table that is shipped, once a process."""
    return read_weights(lines_of("credit_weights.tsv"))


def read_weights(lines: Iterable[str]) -> Weights:
    """Read the rows of a table."""
    states: dict[str, tuple[int, ...]] = {}
    following: list[tuple[int, ...]] = []
    for line in lines:
        sign, *cells = line.split("\t")
        values = tuple([int(cell) if cell else 0 for cell in cells])
        if sign == TRANSITION:
            following.append(values)
        else:
            states[sign] = values
    return Weights(states, following)


def marked_spans(signs: LineSigns, position: Position) -> list[Marked]:
    """Return the names and media of a line that stands at ``position``, in reading order."""
    if not signs.text:
        return []
    table = weights()
    scores = table.scores(signs, position)
    found: list[Marked] = []
    for start, end in _stretches(scores, table):
        before, after = start > 0, end < len(scores)
        path = _best_path(scores[start:end], table.following, before=before, after=after)
        if any(path):
            sure = _probabilities(scores[start:end], table.steps, path, before=before, after=after)
            found += [replace(span, start=span.start + start, end=span.end + start) for span in _spans(path, sure)]
    return found


def _stretches(scores: Sequence[Sequence[int]], table: Weights) -> list[tuple[int, int]]:
    """Where a name or a medium may stand, as (first, after the last): everywhere else the path that stays outside is better by a margin.

    Most lines have no such stretch, and no path need be found. The bound adds up what the best label of each character has more than
    the one outside, and the best steps into, inside and out of a name or a medium.
    """
    enters, goes_on = table.enters, table.goes_on
    leaves = table.leaves + PATH_MARGIN
    gains = [max(b, c, d, e, f) - a for a, b, c, d, e, f in scores]
    until: list[int] = []  # the most that a stretch which begins anywhere before has gained here
    gained = -goes_on  # the first character may be inside without a step from outside
    for gain in gains:
        gained = gain + (max(enters, gained + goes_on))
        until.append(gained)
    inside = bytearray(len(gains))
    rest = PATH_MARGIN  # the most that a stretch gains after here
    for n in range(len(gains) - 1, -1, -1):
        inside[n] = until[n] + rest > 0
        going_on = gains[n] + rest + goes_on
        rest = max(leaves, going_on)
    return [match.span() for match in _INSIDE.finditer(inside)]


_INSIDE = re.compile(b"\1+")


def _best_path(scores: Sequence[Sequence[int]], following: Sequence[Sequence[int]], *, before: bool, after: bool) -> list[int]:
    """The best label of each character of a stretch (Viterbi); ``before``, ``after``: characters outside stand beside it."""
    columns = list(zip(*following, strict=True))
    best = list(map(add, scores[0], following[_OTHER])) if before else list(scores[0])
    every = [best]
    for score in scores[1:]:
        a, b, c, d, e, f = best  # written out, as in `_products`: the stretches of a page have hundreds of characters
        best = [max(a + u, b + v, c + w, d + x, e + y, f + z) + own for (u, v, w, x, y, z), own in zip(columns, score, strict=True)]
        every.append(best)
    last = list(map(add, best, columns[_OTHER])) if after else best
    path = [last.index(max(last))]
    for best in reversed(every[:-1]):  # where a path came from is looked up along the best one alone
        reached = list(map(add, best, columns[path[-1]]))
        path.append(reached.index(max(reached)))
    return path[::-1]


def _probabilities(
    scores: Sequence[Sequence[int]], steps: Sequence[Sequence[float]], path: Sequence[int], *, before: bool, after: bool
) -> list[float]:
    """Of each character of a stretch the probability of its label on the path (forward and backward, scaled)."""
    columns = list(zip(*steps, strict=True))
    local = [[math.exp((value - top) / HUNDREDTHS) for value in score] for score in scores for top in (max(score),)]
    forward = [_scaled(list(map(mul, local[0], steps[_OTHER])) if before else local[0])]
    for here in local[1:]:
        forward.append(_scaled(list(map(mul, here, _products(forward[-1], columns)))))
    backward = list(columns[_OTHER]) if after else [1.0] * len(LABELS)
    out = []
    for i in range(len(scores) - 1, -1, -1):
        joint = list(map(mul, forward[i], backward))
        out.append(joint[path[i]] / (sum(joint) or 1.0))
        if i:
            backward = _scaled(_products(list(map(mul, local[i], backward)), steps))
    return out[::-1]


def _products(values: Sequence[float], rows: Sequence[Sequence[float]]) -> list[float]:
    """The inner product of six values with each row, written out: `sum` takes longer, and rounds otherwise from Python 3.12 on."""
    a, b, c, d, e, f = values
    return [a * u + b * v + c * w + d * x + e * y + f * z for u, v, w, x, y, z in rows]


def _scaled(values: list[float]) -> list[float]:
    total = sum(values) or 1.0
    return [value / total for value in values]


def _spans(path: Sequence[int], probabilities: Sequence[float]) -> list[Marked]:
    """Names and media of a path; a name is as probable as its least probable character, a medium as its characters in the mean."""
    starts = [i for i, label in enumerate(path) if label in {_NAME, _MEDIUM}]
    out = []
    for start, limit in pairwise([*starts, len(path)]):
        end = start + 1
        inside = {_NAME_GOES_ON, _NAME_ENDS} if path[start] == _NAME else {_MEDIUM_GOES_ON}
        while end < limit and path[end] in inside and path[end - 1] != _NAME_ENDS:
            end += 1
        values = probabilities[start:end]
        if path[start] == _NAME:
            out.append(Marked(start, end, is_medium=False, probability=min(values)))
        else:
            out.append(Marked(start, end, is_medium=True, probability=sum(values) / len(values)))
    return out
