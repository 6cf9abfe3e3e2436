"""Fit data/headline_weights.tsv: which short line of a page is its headline.

    python -m scripts.fit_headline PAGES [REPLICAS]          cross-validation by site, printed
    python -m scripts.fit_headline PAGES [REPLICAS] --write  the table too

PAGES is a replay folder with gold.jsonl and origin.jsonl, read twice: as HTML, and as the lines that an extractor leaves of it. REPLICAS is
a replay folder of plain documents with gold.json.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsbot.archive.replay import Replay
from newsbot.lines.measures import is_paragraph, key
from newsbot.model import Block, Page
from newsbot.normalise import read, restore
from newsbot.page.headline_choice import headline_candidates
from newsbot.page.label_plain import first_paragraph, label_forms
from newsbot.reading import Reading
from scripts.fitting import fold_of, golds, score, simple_key, softmax, write_table

ROOT = Path(__file__).parents[1]
FOLDS = 5
LEAST_WEIGHT = 0.05
ANY = object()


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of one page, how good each is, and whose page it is."""

    candidates: Sequence[Mapping[str, float]]
    worth: Sequence[float]
    site: str
    kind: str


def example(blocks: Sequence[Block], first: int, right: Sequence[str], site: str, kind: str) -> Example | None:
    """One page with its titles, folded; none where no candidate is right."""
    found = headline_candidates(blocks, first)
    worth = [float(not right) if n is None else _worth(blocks[n].text, right) for n, _ in found]
    return Example([signs for _, signs in found], worth, site, kind) if max(worth) > 0 else None


def _worth(line: str, right: Sequence[str]) -> float:
    folded = simple_key(line)
    if folded in right:
        return 1.0
    return 0.9 if any(title in folded and len(folded) <= 1.5 * len(title) for title in right if title) else 0.0


def of_pages(folder: Path) -> Iterator[Example | None]:
    """The labelled pages, as HTML and as plain lines."""
    for gold in golds(folder):
        if not gold.article or not gold.titles:
            continue
        blocks = gold.reading.blocks
        first = next((n for n, b in enumerate(blocks) if is_paragraph(b.text) and gold.is_body(b.text)), None)
        if first is None:
            continue
        yield example(blocks, first, gold.titles, gold.site, "html")
        plain = [Block(b.text) for b in blocks if b.text and not b.features.hidden and b.features.tag not in {"img", "option", "rest"}]
        for block in plain:
            block.set_text(block.raw)
        label_forms(plain)
        yield example(plain, first_paragraph(plain), gold.titles, gold.site, "plain")


def of_replicas(folder: Path) -> Iterator[Example | None]:
    """The plain documents."""
    known = {one["url"]: one for one in json.loads((folder / "gold.json").read_text(encoding="utf-8"))}
    for page in Replay([folder]):
        if not isinstance(page, Page):
            continue
        one = known[page.url]
        title = one["g"].get("t", "")
        if title == "*" or one["g"].get("o", "1") != "1":
            continue
        reading = Reading(page, "any")
        if read(reading) or restore(reading):
            continue
        label_forms(reading.blocks)
        right = [key(title)] if title else []
        yield example(reading.blocks, first_paragraph(reading.blocks), right, page.url, "replica")


def main() -> None:
    """Print how the folds come out, and write the table."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("replicas", type=Path, nargs="?")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = [*of_pages(options.pages), *(of_replicas(options.replicas) if options.replicas else ())]
    examples = [one for one in found if one is not None]
    print(f"{len(examples)} examples; {len(found) - len(examples)} pages without a right candidate")
    right: dict[str, list[bool]] = defaultdict(list)
    for fold in range(FOLDS):
        weights = softmax([(one.candidates, one.worth) for one in examples if fold_of(one.site, FOLDS) != fold])
        for one in examples:
            if fold_of(one.site, FOLDS) == fold:
                best = max(range(len(one.worth)), key=lambda n: score(one.candidates[n], weights))
                right[one.kind].append(one.worth[best] > 0)
    for kind, hits in right.items():
        print(f"{kind:8} right {sum(hits) / len(hits):.3f} of {len(hits)}")
    if options.write:
        head = (
            "How much each sign speaks for a line as the headline of its page; see newsbot/page/headline_choice.py.",
            "origin: fitted by scripts/fit_headline.py on labelled real pages and documents; licence: Apache-2.0 (ours)",
        )
        weights = softmax([(one.candidates, one.worth) for one in examples])
        print(write_table(ROOT / "newsbot" / "data" / "headline_weights.tsv", head, weights, least=LEAST_WEIGHT), "weights")


if __name__ == "__main__":
    main()
