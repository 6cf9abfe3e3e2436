"""Fitted weights are what their trainer wrote: scores of made-up cases, so that a weight moved by hand is noticed, whichever it is.

Each case holds three signs of a model; together they hold every sign. After a trainer in ``scripts/`` has written a table anew (its
held-out figures say whether it may), remove ``fixtures/table_scores.json``: this test writes it once and fails, asking for a look at
what changed.
"""

import json
from pathlib import Path

import pytest

from newsbot.data import table
from newsbot.facts.logistic import BIAS, probability

SCORES = Path(__file__).parents[2] / "fixtures" / "table_scores.json"
SIGNS_OF_A_CASE = 3
MODELS = {"is_report": table("genre_weights.toml")["weights"], **table("confidence_weights.toml")}


def cases(model):
    """The signs of a model three by three, in the order of their names."""
    names = sorted(MODELS[model].keys() - {BIAS})
    return [tuple(names[n : n + SIGNS_OF_A_CASE]) for n in range(0, len(names), SIGNS_OF_A_CASE)]


def scored(model):
    return {" ".join(signs): round(probability(MODELS[model], dict.fromkeys(signs, 1.0)), 4) for signs in cases(model)}


def written():
    if not SCORES.exists():
        text = json.dumps({model: scored(model) for model in MODELS}, ensure_ascii=False, indent=1)
        SCORES.write_text(f"{text}\n", encoding="utf-8")
        pytest.fail(f"{SCORES.name} was missing and has been written: look at what changed, and run again")
    return json.loads(SCORES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("model", MODELS)
def test_the_weights_are_those_that_were_fitted(model):
    assert scored(model) == written()[model], f"fitted anew? Then remove fixtures/{SCORES.name} and run this test twice"


def test_a_case_speaks_of_every_sign():
    for model, weights in MODELS.items():
        assert {name for signs in cases(model) for name in signs} == weights.keys() - {BIAS}
