"""A small model that marks the characters of names and media in a line: a linear chain whose weights are a table.

The table (``data/credit_weights.tsv``) is made by ``scripts/fit_credits.py``; here it is only read, in pure Python.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import add, mul
from typing import Final

from newsbot.data import lines_of
from newsbot.lines.credits.signs import LineSigns

LABELS: Final = ("other", "name", "name+", "name.", "medium", "medium+")
"""Outside, the first, a middle and the last character of a name, the first and a further character of a medium."""
SCALE: Final = 100
"""The table holds hundredths."""
TRANSITION: Final = ">"
"""The name of the rows that hold the weight of one label after another."""
_OTHER, _NAME, _NAME_GOES_ON, _NAME_ENDS, _MEDIUM, _MEDIUM_GOES_ON = range(len(LABELS))


@dataclass(frozen=True, slots=True)
class Marked:
    """``text[start:end]`` is a name or, ``is_medium``, a medium, with this probability."""

    start: int
    end: int
    is_medium: bool
    probability: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of every sign for each label, and of each label after another (rows: the one before)."""

    signs: dict[str, tuple[float, ...]]
    following: tuple[tuple[float, ...], ...]


@cache
def weights() -> Weights:
    """Read the table that is shipped, once a process."""
    return read_weights(lines_of("credit_weights.tsv"))


def read_weights(lines: Iterable[str]) -> Weights:
    """Read the rows of a table."""
    states: dict[str, tuple[float, ...]] = {}
    following: list[tuple[float, ...]] = []
    for line in lines:
        sign, *cells = line.split("\t")
        values = tuple(int(cell or 0) / SCALE for cell in cells)
        if sign == TRANSITION:
            following.append(values)
        else:
            states[sign] = values
    return Weights(states, tuple(following))


def marked(signs: LineSigns) -> list[Marked]:
    """The names and media of a line, in reading order."""
    states, following = weights().signs, weights().following
    nothing = [0.0] * len(LABELS)
    scores = []
    for i in range(len(signs.text)):
        rows = [states[sign] for sign in signs.of(i) if sign in states]
        scores.append(list(map(sum, zip(*rows, strict=True))) if rows else nothing)
    if not scores:
        return []
    path = _best_path(scores, following)
    return _spans(path, _probabilities(scores, following, path)) if any(path) else []


def _best_path(scores: Sequence[Sequence[float]], following: Sequence[Sequence[float]]) -> list[int]:
    """The best label of each character (Viterbi)."""
    columns = list(zip(*following, strict=True))
    best, back = list(scores[0]), []
    for score in scores[1:]:
        row, came = [], []
        for column, own in zip(columns, score, strict=True):
            candidates = list(map(add, best, column))
            top = max(candidates)
            row.append(top + own)
            came.append(candidates.index(top))
        best = row
        back.append(came)
    path = [best.index(max(best))]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[::-1]


def _probabilities(scores: Sequence[Sequence[float]], following: Sequence[Sequence[float]], path: Sequence[int]) -> list[float]:
    """Of each character the probability of its label on the path (forward and backward, scaled)."""
    steps = [[math.exp(weight) for weight in row] for row in following]
    columns = list(zip(*steps, strict=True))
    local = [[math.exp(value - top) for value in score] for score in scores for top in (max(score),)]
    forward = [_scaled(local[0])]
    for here in local[1:]:
        forward.append(_scaled([own * sum(map(mul, forward[-1], column)) for own, column in zip(here, columns, strict=True)]))
    backward = [1.0] * len(LABELS)
    out = []
    for i in range(len(scores) - 1, -1, -1):
        joint = _scaled(list(map(mul, forward[i], backward)))
        out.append(joint[path[i]])
        after = list(map(mul, local[i], backward))
        backward = _scaled([sum(map(mul, row, after)) for row in steps])
    return out[::-1]


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
