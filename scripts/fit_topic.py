"""Fit data/topic_wording.tsv: how likely a report is a civic one by its wording, from the labelled reports of fixtures/topics.jsonl.

python -m scripts.fit_topic          cross-validation, printed
python -m scripts.fit_topic --write  the table too
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from newsbot.data import HUNDREDTHS
from newsbot.facts.topic import EVEN, topic_grams
from scripts.fitting import Case, fold_of, json_lines, logistic, score

ROOT = Path(__file__).parents[1]
FOLDS = 10
LEAST_REPORTS = 2
"""Reports in which a run of characters stands at least."""
EPOCHS, RATE, DECAY = 40, 0.3, 1e-4

Labelled = tuple[Counter[str], bool, str]


def weighed_grams(counts: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    """Return how much each known run of characters stands out in a text, by how often it stands there and how rare it is; of length one."""
    found = {gram: (1 + math.log(times)) * rarity[gram] for gram, times in counts.items() if gram in rarity}
    length = math.sqrt(math.fsum(value * value for value in found.values())) or 1.0
    return {gram: value / length for gram, value in found.items()}


def labelled() -> list[Labelled]:
    """The labelled reports: their runs of characters, whether they are civic, their titles."""
    rows = json_lines(ROOT / "fixtures" / "topics.jsonl")
    return [(topic_grams(str(row["title"] or ""), list(row["body"])), bool(row["civic"]), str(row["title"])) for row in rows]  # type: ignore[call-overload]


def rarity_of(rows: Sequence[Labelled]) -> dict[str, float]:
    """How rare each run of characters is that some reports have (smoothed, as usual: log of reports over those that have it, plus one)."""
    have = Counter(gram for counts, _, _ in rows for gram in counts)
    return {gram: math.log((1 + len(rows)) / (1 + n)) + 1 for gram, n in sorted(have.items()) if n >= LEAST_REPORTS}


def fitted(rows: Sequence[Labelled], rarity: Mapping[str, float]) -> dict[str, float]:
    """The weights of one fit; civic and other reports count as much together."""
    civic = sum(label for _, label, _ in rows)
    share = {True: len(rows) / 2 / civic, False: len(rows) / 2 / (len(rows) - civic)}
    cases = [Case({EVEN: 1.0, **weighed_grams(counts, rarity)}, label, share[label], title) for counts, label, title in rows]
    return logistic(cases, epochs=EPOCHS, rate=RATE, decay=DECAY)


def main() -> None:
    """Print how the folds come out, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = labelled()
    right = 0
    for fold in range(FOLDS):
        kept = [row for row in rows if fold_of(row[2], FOLDS) != fold]
        rarity = rarity_of(kept)
        weights = fitted(kept, rarity)
        for counts, label, title in rows:
            if fold_of(title, FOLDS) == fold:
                right += (score({EVEN: 1.0, **weighed_grams(counts, rarity)}, weights) > 0) == label
    print(f"{right} of {len(rows)} reports judged rightly by folds that had not seen them")
    if options.write:
        rarity = rarity_of(rows)
        weights = fitted(rows, rarity)
        head = (
            "# Runs of characters: how rare each is, and log odds that a report is a civic one; `=` those of any report. In hundredths.",
            "# origin: fitted by scripts/fit_topic.py on fixtures/topics.jsonl; licence: Apache-2.0 (ours)",
        )
        table = {EVEN: 0.0, **rarity}
        lines = [
            f"{gram}\t{round(rare * HUNDREDTHS)}\t{round(weights.get(gram, 0.0) * HUNDREDTHS)}" for gram, rare in sorted(table.items())
        ]
        (ROOT / "newsbot" / "data" / "topic_wording.tsv").write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
        print(len(lines), "runs of characters")


if __name__ == "__main__":
    main()
