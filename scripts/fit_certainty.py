"""Count how often readings of made damage are right: certainty_weights.toml and CHANCES of newsbot.text.mojibake.certainty.

    python scripts/fit_certainty.py GOLD.jsonl… [--seeds 3]

Each GOLD.jsonl holds reports, one a line, with `title` and `body` (paragraphs on lines of their own) in simplified script. Each report is
damaged as mirrors damage it, by sites with lists, splits and decoders of their own (tests/text/mojibake/damage.py), and read; every
character of every run is compared with what it was, and the same one in the same place counts once for all seeds. Writes the weights of
the signs, and prints CHANCES: how many were right for every stretch of their sum, by weights that have not seen the report.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from math import exp
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from newsbot.text.mojibake import gbk_damage
from newsbot.text.mojibake.certainty import ODDS_BOUNDS, Signs, Situation, reading_odds, reading_signs
from newsbot.text.mojibake.edits import applied
from newsbot.text.mojibake.language import EDGE
from newsbot.text.mojibake.partial_readings import LOST_CHARACTER
from newsbot.text.mojibake.pinyin import listed_changes, readings
from scripts.fitting import fold_of
from tests.text.mojibake.damage import damaged, encodable, traditional

SPLITS = ((), (b"\xa3\xa1", b"\xa3\xbb"), (b"\xa3\xa1", b"\xa3\xbb", b"\xa3\xbf", b"\xa3\xac", b"\xa3\xba"))
SITES = 24
CONTEXT = 6
"""Characters around one that make it the same in two seeds."""
PENALTY = 1.0
"""Half the square of each weight (of signs in their own spread) that counts as much as one unit of log loss."""
ROUNDS = 8
"""Newton steps: the weights come to rest after five or six."""
FOLDS = 5
TABLE = Path(__file__).parent.parent / "newsbot" / "data" / "certainty_weights.toml"


class Row(NamedTuple):
    """One character of a run: its signs, whether it was read rightly, the text around it, and which report it is of."""

    signs: Signs
    right: bool
    around: str
    report: str


def documents(gold: Path, seed: int) -> Iterator[tuple[list[str], list[str]]]:
    """Every report as it was, in Traditional script, and damaged."""
    rng = random.Random(seed)
    reports = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    texts = [[r["title"], *r["body"].split("\n")] for r in reports if r.get("article", True) and r.get("script", "simp").startswith("simp")]
    olds = [[traditional(encodable(line)) for line in text if line.strip()] for text in texts]
    seen = Counter("".join(line for old in olds for line in old))
    common = sorted((char for char in readings() if char in seen and encodable(char) == char), key=lambda char: (-seen[char], char))
    sites = []
    for _ in range(SITES):
        size = rng.choice((15, 40, 60, 300, len(common)))
        listed = "".join(rng.sample(common[: max(400, size)], k=min(size, len(common))))
        sites.append((listed, rng.choice(SPLITS), rng.random() < 0.5))
    for number, old in enumerate(olds):
        listed, splits, keep_private = sites[(number + seed) % SITES]
        yield old, [damaged(line, listed, splits, keep_private=keep_private) for line in old]


def rows_of(old: list[str], spoilt: list[str]) -> Iterator[Row]:
    """Signs and truth of every character in the runs of one document."""
    document, found = gbk_damage.runs_of(spoilt, gbk_damage.Diagnosis())
    for line_number, runs in found.items():
        line, text, spans, here = spoilt[line_number], "", [], 0
        for run, _ in runs:
            text += applied(line[here : run.start], listed_changes(line[here : run.start]))
            spans.append((len(text), run))
            text += run.text
            here = run.end
        text += applied(line[here:], listed_changes(line[here:]))
        right = _right(old[line_number], text)
        for start, run in spans:
            end = start + len(run.text)
            before, after = text[max(0, start - 2) : start] or EDGE, text[end : end + 2] or EDGE
            for place, signs in enumerate(reading_signs(run, before, after, document)):
                if run.text[place] != LOST_CHARACTER:
                    around = text[max(0, start + place - CONTEXT) : start + place + CONTEXT]
                    yield Row(signs, right[start + place], around, old[0])


def _right(old: str, text: str) -> list[bool]:
    """Which characters of a text are those of the old one; where something is missing, its neighbours are not."""
    right = [False] * (len(text) + 1)
    for kind, _, _, start, end in difflib.SequenceMatcher(None, old, text, autojunk=False).get_opcodes():
        if kind == "equal":
            right[start:end] = [True] * (end - start)
        elif kind == "delete":
            right[start] = False
            right[max(0, start - 1)] = False
    return right


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """Weights of the signs that make what was right and wrong likeliest, by Newton's method. The few signs of a row make it quick."""
    measured = [{"bias": 1.0, **row.signs.measures()} for row in rows]
    names = sorted({name for signs in measured for name in signs})
    spread = {name: sum(signs.get(name, 0.0) ** 2 for signs in measured) / len(rows) for name in names}
    number = {name: n for n, name in enumerate(names)}
    cases = [
        ([(number[name], value) for name, value in signs.items() if value], row.right) for signs, row in zip(measured, rows, strict=True)
    ]
    penalty = [0.0 if name == "bias" else PENALTY * max(spread[name], 1e-6) for name in names]
    weights = [0.0] * len(names)
    for _ in range(ROUNDS):
        slope = [weight * least for weight, least in zip(weights, penalty, strict=True)]
        curve = [[penalty[n] + 1e-9 if n == m else 0.0 for m in range(len(names))] for n in range(len(names))]
        for signs, right in cases:
            chance = 1 / (1 + exp(-sum(weights[n] * value for n, value in signs)))
            for n, value in signs:
                slope[n] += (chance - right) * value
                for m, other in signs:
                    curve[n][m] += chance * (1 - chance) * value * other
        weights = [weight - step for weight, step in zip(weights, solved(curve, slope), strict=True)]
    return {name: round(weights[n], 3) for name, n in number.items()}


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a system of linear equations by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for n in range(len(rows)):
        best = max(range(n, len(rows)), key=lambda m: abs(rows[m][n]))
        rows[n], rows[best] = rows[best], rows[n]
        for m in range(len(rows)):
            if m != n and rows[m][n]:
                share = rows[m][n] / rows[n][n]
                rows[m] = [a - share * b for a, b in zip(rows[m], rows[n], strict=True)]
    return [row[-1] / row[n] for n, row in enumerate(rows)]


def chances(rows: Sequence[Row]) -> tuple[float, ...]:
    """Share of right characters between two of ODDS_BOUNDS, each weighed by a fit that has not seen its report; never falling."""
    cells = [[0, 0] for _ in range(len(ODDS_BOUNDS) + 1)]
    for fold in range(FOLDS):
        weights = fit([row for row in rows if fold_of(row.report, FOLDS) != fold])
        for row in rows:
            if fold_of(row.report, FOLDS) == fold:
                cells[bisect_left(ODDS_BOUNDS, reading_odds(row.signs, weights))][not row.right] += 1
    print("right/wrong:", *(f"{right}/{wrong}" for right, wrong in cells))
    return pooled([(right, wrong) for right, wrong in cells])


def pooled(cells: Sequence[tuple[int, int]]) -> tuple[float, ...]:
    """Share of right ones in every cell, with half a one added to both; cells are pooled until no share is below the one before it."""
    blocks: list[tuple[int, int, int]] = []
    for right, wrong in cells:
        blocks.append((right, wrong, 1))
        while len(blocks) > 1 and blocks[-2][0] * sum(blocks[-1][:2]) >= blocks[-1][0] * sum(blocks[-2][:2]):
            last = blocks.pop()
            blocks[-1] = (blocks[-1][0] + last[0], blocks[-1][1] + last[1], blocks[-1][2] + last[2])
    return tuple(round((right + 0.5) / (right + wrong + 1), 4) for right, wrong, size in blocks for _ in range(size))


def main() -> None:
    """Fit, write the weights, and print the chances."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--seeds", type=int, default=3)
    args = parser.parse_args()
    found: dict[tuple[Situation, int, str], Row] = {}
    for seed in range(args.seeds):
        for gold in args.gold:
            for old, spoilt in documents(gold, seed):
                for row in rows_of(old, spoilt):
                    found.setdefault((row.signs.situation, round(row.signs.rivals), row.around), row)
        print(f"seed {seed}: {len(found)} characters, {sum(not row.right for row in found.values())} wrong", flush=True)
    rows = list(found.values())
    write_table(TABLE, fit(rows))
    print(f"CHANCES: Final = {chances(rows)}")


def write_table(path: Path, weights: dict[str, float]) -> None:
    """Write the weights, which certainty.py reads."""
    head = (
        "# How sure a character of a shifted run is, by its signs (newsbot/text/mojibake/certainty.py).\n"
        "# origin: fitted by scripts/fit_certainty.py on made damage of real reports; licence: Apache-2.0 (ours)\n\n[weights]\n"
    )
    path.write_text(head + "".join(f"{name} = {weight}\n" for name, weight in sorted(weights.items())), encoding="utf-8")


if __name__ == "__main__":
    main()
