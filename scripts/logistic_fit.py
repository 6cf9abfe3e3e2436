"""Logistic regression over few signs and a few thousand cases, all of them at each step: the weights come to rest.

:func:`scripts.fitting.logistic` takes one case after the other, for hundreds of thousands with signs that few of them have.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log

from newsbot.facts.logistic import BIAS, probability
from scripts.fitting import Case

ROUNDS = 200
"""Passes of gradient descent; the weights no longer change in their second digit after about 200."""
RATE = 1.0


def fit(
    cases: Sequence[Case], penalty: float = 0.01, signed: Mapping[str, int] | None = None, prior: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Weights that make the labels likeliest, with an L2 `penalty` for how far each is from its ``prior`` (0 where it has none).

    ``signed`` holds a sign's weight on one side of zero.
    """
    expected = prior or {}
    names = sorted({name for case in cases for name in case.signs})
    weights = {name: expected.get(name, 0.0) for name in (BIAS, *names)}
    total = sum(case.weight for case in cases)
    squares = dict.fromkeys(weights, 1e-6)
    for _ in range(ROUNDS):
        slope = dict.fromkeys(weights, 0.0)
        for case in cases:
            error = (probability(weights, case.signs) - case.label) * case.weight / total
            slope[BIAS] += error
            for name, value in case.signs.items():
                slope[name] += error * value
        for name, weight in weights.items():
            step = slope[name] + (penalty * (weight - expected.get(name, 0.0)) if name != BIAS else 0.0)
            squares[name] += step * step
            moved = weight - RATE * step / squares[name] ** 0.5
            weights[name] = 0.0 if signed and moved * signed.get(name, 0) < 0 else moved
    return {name: round(weight, 2) for name, weight in weights.items() if name == BIAS or round(weight, 2)}


def folds(cases: Sequence[Case], count: int = 5) -> Iterator[tuple[list[Case], list[Case]]]:
    """Training and held-out cases, with the cases of a group always on one side."""
    groups = sorted({case.group for case in cases})
    random.Random(1).shuffle(groups)
    for n in range(count):
        held = set(groups[n::count])
        yield [case for case in cases if case.group not in held], [case for case in cases if case.group in held]


def held_out(cases: Sequence[Case], train: Callable[[Sequence[Case]], Mapping[str, float]]) -> list[tuple[Case, float]]:
    """Each case with the probability that a model gives it which has not seen its group."""
    out = []
    for training, held in folds(cases):
        weights = train(training)
        out += [(case, probability(weights, case.signs)) for case in held]
    return out


def log_loss(scored: Sequence[tuple[Case, float]]) -> float:
    """The mean loss of held-out probabilities."""
    total = sum(case.weight for case, _ in scored)
    return -sum(case.weight * log(max(1e-9, p if case.label else 1 - p)) for case, p in scored) / total
