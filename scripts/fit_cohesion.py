"""Fit data/cohesion_weights.tsv: whether lines and the text around them are one report.

    python -m scripts.fit_cohesion PAGES          cross-validation by site, printed
    python -m scripts.fit_cohesion PAGES --write  the table too

PAGES is a replay folder with gold.jsonl and origin.jsonl. Of each labelled report, runs of one to eight of its own paragraphs beside the
others are one class; runs of paragraphs of reports of other sites, running text of the same page that is none of the report's, and the
lines of ``wording_examples.txt`` are the other.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsbot.lines.measures import is_paragraph, letter_pairs
from newsbot.page.cohesion import cohesion_signs, pairs_of
from scripts.fitting import Case, Gold, fold_of, golds, logistic, score, write_table

ROOT = Path(__file__).parents[1]
FOLDS = 5
RUNS = 12
RUN_LENGTHS = (1, 1, 2, 3, 5, 8)
MIN_REST = 2
LINKED = 0.5
LEAST_WEIGHT = 0.05
DOUBTS = (0.0, -1.0, -2.0, -3.0, -5.0)


def texts_of(gold: Gold) -> tuple[str, list[str], list[str]]:
    """The headline, the report's paragraphs, and the other running text of a page."""
    own: list[str] = []
    other: list[str] = []
    title = ""
    for block in gold.reading.blocks:
        text = block.text
        if block.features.hidden or block.features.tag == "img" or not text:
            continue
        if not title and gold.is_title(text):
            title = text
        elif is_paragraph(text) and block.features.links < LINKED:
            label = gold.is_body(text)
            if label is not None:
                (own if label else other).append(text)
    return title, own, other


def rows_of(pages: Sequence[tuple[str, str, list[str], list[str]]], notices: Sequence[str]) -> Iterator[Case]:
    """The cases of all pages, each named after the kind of its lines."""
    choose = random.Random(1)
    for site, title, own, other in pages:
        named = letter_pairs(title)
        whole = pairs_of(own)
        for _ in range(RUNS if len(own) > MIN_REST else 0):
            many = min(choose.choice(RUN_LENGTHS), len(own) - MIN_REST)
            start = choose.randint(0, len(own) - many)
            rest = pairs_of(own[:start] + own[start + many :])
            yield Case(cohesion_signs(own[start : start + many], rest, named), True, 1.0, site, "own")  # noqa: FBT003 - label, weight
            there, _, foreign, _ = choose.choice(pages)
            begin = choose.randint(0, max(len(foreign) - many, 0))
            others = {
                "other report": foreign[begin : begin + many] if there != site else [],
                "same page": other[(at := choose.randrange(len(other))) : at + many] if other else [],
                "notice": choose.sample(notices, many),
            }
            for name, lines in others.items():
                if lines:
                    yield Case(cohesion_signs(lines, whole, named), False, 1.0, site, name)  # noqa: FBT003


def main() -> None:
    """Print how the folds come out, and write the table."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = (ROOT / "scripts" / "wording_examples.txt").read_text(encoding="utf-8").splitlines()
    pages = [(gold.site, *texts_of(gold)) for gold in golds(options.pages) if gold.article]
    rows = list(rows_of(pages, [line for line in lines if line and not line.startswith("#")]))
    tally: Counter[tuple[str, float, bool]] = Counter()
    for fold in range(FOLDS):
        weights = logistic([row for row in rows if fold_of(row.group, FOLDS) != fold])
        for row in rows:
            if fold_of(row.group, FOLDS) == fold:
                odds = score(row.signs, weights)
                for doubt in DOUBTS:
                    tally[row.name, doubt, odds < doubt] += 1
    for kind in sorted({row.name for row in rows}):
        said = ", ".join(
            f"{tally[kind, doubt, True] / (tally[kind, doubt, True] + tally[kind, doubt, False]):.3f} below {doubt:g}" for doubt in DOUBTS
        )
        print(f"{kind:13} {said} of {sum(row.name == kind for row in rows)}")
    if options.write:
        head = (
            "Log odds that lines belong to the report beside them, by sign; see newsbot/page/cohesion.py.",
            "origin: fitted by scripts/fit_cohesion.py on labelled real pages; licence: Apache-2.0 (ours)",
        )
        table = logistic(rows)
        print(write_table(ROOT / "newsbot" / "data" / "cohesion_weights.tsv", head, table, least=LEAST_WEIGHT), "weights")


if __name__ == "__main__":
    main()
