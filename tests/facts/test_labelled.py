"""Figures and practices in labelled sentences, and a gate of scores that may only rise.

`fixtures/figures.jsonl` and `fixtures/practices.jsonl` hold sentences of our own writing, one a line, with what must be found in them.
The batch `first` was written with the rules; `held back` afterwards, in the manner of other genres (county dailies, government work
reports, community news, features), and read for the first time with the rules done. At those first readings, three of either set with
the errors of one mended as classes before the next, figures had a precision of 1.000, .991 and 1.000 and a recall of .989, .963 and
.950 (187, 109 and 40 figures: .997 and .976 together); practices .853, .955 and .900 and a recall of .853, .955 and 1.000 (34, 22 and
18). The batch `other coinages` was read for the first time with a precision of 1.000 and a recall of .630 (46); with the rules by use
(what a name is made, used or meant as) .932, and what they miss is left out. All errors are mended since, so that the scores below are
those of sentences known.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newsbot.facts.figures.figures import figures_of
from newsbot.facts.practices import practices_of

FIXTURES = Path(__file__).parents[2] / "fixtures"

Row = dict[str, Any]
Labels = Counter[tuple[Any, ...]]


@cache
def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (FIXTURES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def found(name: str, text: str) -> Labels:
    if name == "figures":
        return Counter((figure.value, figure.unit, figure.approximate) for figure in figures_of([text]))
    return Counter((practice.name, practice.kind) for practice in practices_of([text]))


def expected(name: str, row: Row) -> Labels:
    return Counter(tuple(label) for label in row[name])


def scores(name: str) -> dict[str, float]:
    """Precision, recall and share of sentences read exactly, over all of a file, cut to four decimals."""
    hit = have = want = exact = 0
    for row in rows(name):
        got, label = found(name, row["text"]), expected(name, row)
        hit, have, want = hit + (got & label).total(), have + got.total(), want + label.total()
        exact += got == label
    shares = {"precision": hit / have, "recall": hit / want, "exact": exact / len(rows(name))}
    return {key: int(value * 10_000 + 1e-6) / 10_000 for key, value in shares.items()}


@pytest.mark.parametrize("name", ["figures", "practices"])
def test_scores_may_only_rise(name):
    floors, now = json.loads((FIXTURES / "facts.floors.json").read_text(encoding="utf-8"))[name], scores(name)
    missed = [row["text"] for row in rows(name) if found(name, row["text"]) != expected(name, row)]
    assert now == floors, f"{name}: below the floors the reading became worse, above them raise fixtures/facts.floors.json: {missed[:5]}"


def test_the_sets_are_large_enough_to_tell():
    figures, practices = rows("figures"), rows("practices")
    assert sum(len(row["figures"]) for row in figures) >= 350
    assert sum(not row["figures"] for row in figures) >= 100
    assert len(practices) >= 220
    assert sum(not row["practices"] for row in practices) >= 100
    for batch in (figures, practices):
        assert len({row["text"] for row in batch}) == len(batch)
        assert sum(row["batch"] == "held back" for row in batch) >= 100


def test_a_label_is_printed_in_its_sentence():
    assert not [row["text"] for row in rows("practices") for name, _ in row["practices"] if name not in row["text"]]
