"""Fit data/inserted_weights.tsv: whether a paragraph between those of a report was put there by somebody else.

    python -m scripts.fit_inserted PAGES          cross-validation by site, printed
    python -m scripts.fit_inserted PAGES --write  the table too

PAGES is a replay folder with gold.jsonl and origin.jsonl. Paragraphs of labelled reports beside the others of theirs are one class; two
sentences of a text of fixtures/not_reports.jsonl, a line of ``wording_examples.txt`` or a paragraph of a report of another site beside
the same are the other.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsbot.lines.measures import han, is_paragraph, letter_pairs
from newsbot.page.cohesion import cohesion_signs, pairs_of
from newsbot.page.inserted import MIN_PAIRS, manner_signs, says_inserted
from scripts.fit_cohesion import texts_of
from scripts.fitting import Case, fold_of, golds, logistic, write_table

ROOT = Path(__file__).parents[1]
FOLDS = 5
MIN_OWN = 4
MIN_OWN_HAN = 15
MOST_OF_A_PAGE = 38
INSERTS, REPORTS = 8, 2
"""Passages and paragraphs of other reports that are tried beside each report."""
REPORT_WEIGHT = 0.5
LEAST_WEIGHT = 0.05


def passages() -> list[tuple[str, str, str]]:
    """Group, kind and text of what may be inserted."""
    found = []
    lines = (ROOT / "fixtures" / "not_reports.jsonl").read_text(encoding="utf-8").splitlines()
    for number, row in enumerate(map(json.loads, lines)):
        sentences = [one for one in re.split(r"(?<=[。！？])", "".join(row["body"])) if one]
        found += [(f"own {number}", str(row["kind"]), "".join(sentences[n : n + 2])) for n in range(0, len(sentences), 2)]
    examples = (ROOT / "scripts" / "wording_examples.txt").read_text(encoding="utf-8").splitlines()
    found += [(line, "furniture", line) for line in examples if line and not line.startswith("#")]
    return [one for one in found if is_paragraph(one[2])]


def signs_of(line: str, rest: frozenset[int], named: frozenset[int]) -> dict[str, float]:
    """The signs of a paragraph beside the pairs of letters of the others and of the headline."""
    return cohesion_signs([line], rest, named) | dict.fromkeys(manner_signs(line), 1.0)


def cases(pages: Sequence[tuple[str, str, list[str], list[str]]], others: Sequence[tuple[str, str, str]]) -> Iterator[Case]:
    """The cases of all pages, each named after the kind of its paragraph."""
    choose = random.Random(2)

    for site, title, own, _ in pages:
        named, whole = letter_pairs(title), pairs_of(own)
        if len(own) < MIN_OWN or len(whole) < MIN_PAIRS:
            continue
        inner = range(1, len(own) - 1)
        for n in inner if len(inner) <= MOST_OF_A_PAGE else choose.sample(inner, MOST_OF_A_PAGE):
            rest = pairs_of(own[:n] + own[n + 1 :])
            if han(own[n]) >= MIN_OWN_HAN and len(rest) >= MIN_PAIRS:
                yield Case(signs_of(own[n], rest, named), label=True, weight=1.0, group=site, name="own")
        for group, kind, line in choose.sample(others, INSERTS):
            yield Case(signs_of(line, whole, named), label=False, weight=1.0, group=group, name=kind)
        for _ in range(REPORTS):
            there, _, foreign, _ = choose.choice(pages)
            if there != site and foreign:
                line = choose.choice(foreign)
                yield Case(signs_of(line, whole, named), label=False, weight=REPORT_WEIGHT, group=there, name="other report")


def main() -> None:
    """Print how the folds come out, and write the table."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    pages = [(gold.site, *texts_of(gold)) for gold in golds(options.pages) if gold.article]
    rows = list(cases(pages, passages()))
    seen: Counter[str] = Counter()
    for fold in range(FOLDS):
        weights = logistic([row for row in rows if fold_of(row.group, FOLDS) != fold])
        seen.update(row.name for row in rows if fold_of(row.group, FOLDS) == fold and says_inserted(row.signs, weights))
    for kind, many in sorted(Counter(row.name for row in rows).items()):
        print(f"{kind:13} {seen[kind]:4} of {many} taken for inserted")
    if options.write:
        head = (
            "Log odds that a paragraph is of the report around it, by sign; see newsbot/page/inserted.py.",
            "origin: fitted by scripts/fit_inserted.py on labelled real pages and texts of ours; licence: Apache-2.0 (ours)",
        )
        print(write_table(ROOT / "newsbot" / "data" / "inserted_weights.tsv", head, logistic(rows), least=LEAST_WEIGHT), "weights")


if __name__ == "__main__":
    main()
