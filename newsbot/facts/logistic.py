"""Logistic models as tables of weights: what trainers in ``scripts/`` fit and data files ship."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import Final

BIAS: Final = "bias"
"""The weight that every case has."""
FURTHEST: Final = 30.0
"""Where the curve is flat to the last digit of a float."""


def probability(weights: Mapping[str, float], signs: Mapping[str, float]) -> float:
    """Return the probability that a model gives a case by its signs; signs that the model does not know weigh nothing.

    >>> probability({"bias": 0.0, "long": 2.0}, {}), round(probability({"bias": 0.0, "long": 2.0}, {"long": 1.0}), 3)
    (0.5, 0.881)
    """
    score = weights.get(BIAS, 0.0) + sum(weights.get(name, 0.0) * value for name, value in signs.items())
    return 1 / (1 + exp(-max(-FURTHEST, min(FURTHEST, score))))
