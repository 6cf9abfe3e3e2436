"""Fit data/wording_weights.tsv: how likely a line is furniture by its wording.

    python -m scripts.fit_wording PAGES LINES          cross-validation by site and form, printed
    python -m scripts.fit_wording PAGES LINES --write  the table too

PAGES is a replay folder with gold.jsonl and origin.jsonl; LINES holds dev.furniture.jsonl. Rows: every line of the pages that is no link
and no headline, and the labelled lines, each form counting once. Runs of characters count from five sites or forms on, so that no site's
own wording is learned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from newsbot.page.wording import wording_signs
from newsbot.text.script import to_simplified
from scripts.fitting import Case, chance, fold_of, golds, json_lines, logistic, of_groups, pages_and_lines, score, write_table

ROOT = Path(__file__).parents[1]
FOLDS = 5
MIN_GROUPS = 5
LEAST_WEIGHT = 0.3
LINKED = 0.8
MOST_OF_A_PAGE = 60


def page_rows(folder: Path) -> list[Case]:
    """The lines of the labelled pages."""
    rows = []
    for gold in golds(folder):
        if not gold.article:
            continue
        lines: dict[bool, dict[str, None]] = {True: {}, False: {}}
        for block in gold.reading.blocks:
            if block.features.hidden or not block.text or block.features.links >= LINKED or block.features.tag == "img":
                continue
            label = gold.is_body(block.text)
            if label is not None and not gold.is_title(block.text):
                lines[label][block.text] = None
        for label, texts in lines.items():
            weight = 1 / max(len(texts) / 20, 1)
            rows += [Case(wording_signs(text), not label, weight, gold.site) for text in list(texts)[:MOST_OF_A_PAGE]]
    return rows


def line_rows(folder: Path) -> list[Case]:
    """The labelled lines, weighed by one over the lines of their form."""
    lines = [line for line in json_lines(folder / "dev.furniture.jsonl") if not line.get("disputed")]
    count = Counter(line["form"] for line in lines)
    return [
        Case(wording_signs(to_simplified(str(line["line"]))), line["label"] == "furniture", 3 / count[line["form"]], str(line["form"]))
        for line in lines
    ]


def example_rows() -> list[Case]:
    """The furniture that we wrote ourselves."""
    lines = (ROOT / "scripts" / "wording_examples.txt").read_text(encoding="utf-8").splitlines()
    return [Case(wording_signs(line), label=True, weight=2.0, group=line) for line in lines if line and not line.startswith("#")]


def fitted(rows: Sequence[Case]) -> dict[str, float]:
    """The weights of one fit, runs of few groups left out."""
    return logistic(of_groups(rows, MIN_GROUPS))


def main() -> None:
    """Print how the folds come out, and write the table."""
    options = pages_and_lines(__doc__)
    sets = {"pages": page_rows(options.pages), "lines": line_rows(options.lines), "ours": example_rows()}
    tally: dict[str, Counter[tuple[bool, bool]]] = {name: Counter() for name in sets}
    sure: dict[str, Counter[tuple[bool, bool]]] = {name: Counter() for name in sets}
    for fold in range(FOLDS):
        weights = fitted([row for rows in sets.values() for row in rows if fold_of(row.group, FOLDS) != fold])
        for name, rows in sets.items():
            for row in rows:
                if fold_of(row.group, FOLDS) == fold:
                    odds = score(row.signs, weights)
                    tally[name][row.label, odds > 0] += 1
                    sure[name][row.label, chance(odds) > 0.9] += 1
    for name in sets:
        for what, counts in (("even odds", tally[name]), ("above .9", sure[name])):
            seen = counts[True, True] / max(counts[True, True] + counts[True, False], 1)
            kept = counts[False, False] / max(counts[False, True] + counts[False, False], 1)
            print(f"{name:6} {what}: furniture seen {seen:.3f}, text kept {kept:.3f} of {counts.total()} lines")
    if options.write:
        head = (
            "Log odds that a line is furniture: `=` and a run of characters (^ and $: ends of it, 0: a number, a: Latin), or a shape.",
            "origin: fitted by scripts/fit_wording.py on labelled real pages and lines; licence: Apache-2.0 (ours)",
        )
        weights = fitted([row for rows in sets.values() for row in rows])
        print(write_table(ROOT / "newsbot" / "data" / "wording_weights.tsv", head, weights, least=LEAST_WEIGHT), "weights")


if __name__ == "__main__":
    main()
