"""Fit data/glue_weights.tsv: what a site or a farm glued to a headline.

    python -m scripts.fit_glue PAGES LINES          cross-validation by site and form, printed
    python -m scripts.fit_glue PAGES LINES --write  the table too

PAGES is a replay folder with gold.jsonl and origin.jsonl: what the <title> of a page has beside the headline is glued on, and the headline
itself holds columns and subtitles that are not. LINES holds dev.titles.jsonl; a text that repeats the title's words is made for each, and
each counts once more without a text, since a real text repeats but some of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from newsbot.lines.headlines import MAX_CUTS
from newsbot.lines.measures import key, letter_pairs
from newsbot.page.glue import ENOUGH_ODDS, candidate_cuts
from scripts.fitting import Case, fold_of, golds, json_lines, logistic, of_groups, pages_and_lines, score, simple_key, write_table

ROOT = Path(__file__).parents[1]
FOLDS = 5
MIN_GROUPS = 2
LEAST_WEIGHT = 0.2
MAX_TITLE = 160
MOST_TEXT = 6000


def rows_of(printed: str, titles: Sequence[str], words: Collection[int], weight: float, group: str) -> Iterator[Case]:
    """The candidates of one printed headline: right are those that lie outside the title."""
    whole = simple_key(printed)
    inside = max((title for title in titles if title and title in whole), key=len, default=None)
    if inside is None:
        return
    begins = whole.find(inside)
    for cut, signs in candidate_cuts(printed, words):
        before, after = len(simple_key(printed[: cut.start])), len(simple_key(printed[: cut.end]))
        right = after <= begins if not cut.start else before >= begins + len(inside)
        yield Case(signs, right, weight, group)


def page_rows(folder: Path) -> Iterator[Case]:
    """The <title> of each page, and its headline."""
    for gold in golds(folder):
        html = gold.reading.html
        if not gold.article or html is None:
            continue
        text = "\n".join(block.text for block in gold.reading.blocks if len(block.text) > 30 and gold.is_body(block.text))[:MOST_TEXT]
        printed = {html.title or "", *(block.text for block in gold.reading.blocks if gold.is_title(block.text))}
        for line in sorted(printed):
            if line and len(line) <= MAX_TITLE:
                yield from rows_of(line, gold.titles, letter_pairs(text), 1.0, gold.site)


def labelled(folder: Path) -> list[tuple[str, str, frozenset[int], str, int]]:
    """The labelled titles: as printed, clean, the words of a text, the form, and how many lines have the form."""
    lines = [line for line in json_lines(folder / "dev.titles.jsonl") if not line.get("disputed")]
    count = Counter(line["form"] for line in lines)
    return [
        (
            str(line["printed"]),
            str(line["title"]),
            letter_pairs(f"有关部门介绍，{line['title']}，做法受到好评。"),
            str(line["form"]),
            count[line["form"]],
        )
        for line in lines
    ]


def line_rows(folder: Path) -> Iterator[Case]:
    """The candidates of the labelled titles, with a text and without."""
    for printed, title, words, form, many in labelled(folder):
        for known in (words, frozenset[int]()):
            yield from rows_of(printed, [simple_key(title)], known, 1.5 / many, form)


def cleaned(printed: str, words: Collection[int], weights: dict[str, float]) -> str:
    """A headline without what the weights cut off."""
    for _ in range(MAX_CUTS):
        scored = [(score(signs, weights), cut) for cut, signs in candidate_cuts(printed, words)]
        odds, cut = max(scored, key=lambda one: (one[0], one[1].start), default=(0.0, None))
        if cut is None or odds < ENOUGH_ODDS:
            break
        printed = printed[cut.end :] if not cut.start else printed[: cut.start]
    return printed


def fitted(rows: Sequence[Case]) -> dict[str, float]:
    """The weights of one fit, runs of few groups left out."""
    return logistic(of_groups(rows, MIN_GROUPS), epochs=20)


def main() -> None:
    """Print how the folds come out, and write the table."""
    options = pages_and_lines(__doc__)
    pages, lines = list(page_rows(options.pages)), list(line_rows(options.lines))
    print(len(pages), "candidates of pages,", len(lines), "of lines")
    tally: Counter[tuple[str, bool]] = Counter()
    exact: list[bool] = []
    for fold in range(FOLDS):
        weights = fitted([row for row in (*pages, *lines) if fold_of(row.group, FOLDS) != fold])
        for row in pages:
            if fold_of(row.group, FOLDS) == fold:
                tally["glue" if row.label else "title", (score(row.signs, weights) >= ENOUGH_ODDS) == row.label] += 1
        for printed, title, words, form, _ in labelled(options.lines):
            if fold_of(form, FOLDS) == fold:
                exact.append(key(cleaned(printed, words, weights)) == key(title))
    for what in ("glue", "title"):
        print(f"pages: {what} told {tally[what, True]} of {tally[what, True] + tally[what, False]}")
    print(f"lines: exact {sum(exact) / len(exact):.3f} of {len(exact)}")
    if options.write:
        head = (
            "Log odds that a part of a headline is glued on: `=`, the side (p, s, e) and a run of characters, or another sign.",
            "origin: fitted by scripts/fit_glue.py on titles of labelled real pages and labelled lines; licence: Apache-2.0 (ours)",
        )
        path = ROOT / "newsbot" / "data" / "glue_weights.tsv"
        print(write_table(path, head, fitted([*pages, *lines]), least=LEAST_WEIGHT), "weights")


if __name__ == "__main__":
    main()
