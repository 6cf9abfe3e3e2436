"""Count how often readings of made damage are right: the table CHANCES of newsbot.text.mojibake.certainty.

    python scripts/fit_certainty.py GOLD.jsonl… [--seeds 3]

Each GOLD.jsonl holds reports, one a line, with `title` and `body` (paragraphs on lines of their own) in simplified script. Each report is
damaged as mirrors damage it, by sites with lists, splits and decoders of their own (tests/text/mojibake/damage.py), and read; every
character of every run is compared with what it was, and the same one in the same place counts once for all seeds. Prints for every
situation how many were right and wrong, and the share with half a one added to both.
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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from newsbot.text.mojibake import gbk_damage
from newsbot.text.mojibake.certainty import RIVAL_BOUNDS, USUAL, Signs, Situation, reading_signs
from newsbot.text.mojibake.edits import applied
from newsbot.text.mojibake.partial_readings import LOST_CHARACTER
from newsbot.text.mojibake.pinyin import listed_changes, readings
from tests.text.mojibake.damage import damaged, encodable, traditional

SPLITS = ((), (b"\xa3\xa1", b"\xa3\xbb"), (b"\xa3\xa1", b"\xa3\xbb", b"\xa3\xbf", b"\xa3\xac", b"\xa3\xba"))
SITES = 24
CONTEXT = 6
"""Characters around one that make it the same in two seeds."""
Row = tuple[Signs, bool, str]
"""Signs of one character, whether it was read rightly, and the text around it."""


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
            before, after = text[max(0, start - 2) : start] or "\n", text[start + len(run.text) : start + len(run.text) + 1] or "\n"
            for place, signs in enumerate(reading_signs(run, before, after, document)):
                if run.text[place] != LOST_CHARACTER:
                    around = text[max(0, start + place - CONTEXT) : start + place + CONTEXT]
                    yield signs, right[start + place], around


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


def chances(rows: Sequence[Row]) -> dict[tuple[Situation, bool], tuple[float, ...]]:
    """Share of right characters in every cell of the table, never rising with the likelihood of the rivals.

    Where no character after unusual steps was wrong they count together with the usual ones: a few right ones prove little alone.
    """
    counts: Counter[tuple[Situation, bool, int, bool]] = Counter()
    for signs, right, _ in rows:
        counts[signs.situation, signs.surprise > USUAL, bisect_left(RIVAL_BOUNDS, signs.rivals), right] += 1
    table = {}
    for situation in Situation:
        told: list[tuple[int, int]] = []
        for usual in (True, False):
            cells = [(counts[situation, usual, n, True], counts[situation, usual, n, False]) for n in range(len(RIVAL_BOUNDS) + 1)]
            print(f"{situation:8} {'usual' if usual else 'unusual':8} right/wrong:", *(f"{right}/{wrong}" for right, wrong in cells))
            told = (
                [*cells]
                if usual or any(wrong for _, wrong in cells)
                else [(a + c, b + d) for (a, b), (c, d) in zip(told, cells, strict=True)]
            )
            table[situation, usual] = pooled(told)
    return table


def pooled(cells: Sequence[tuple[int, int]]) -> tuple[float, ...]:
    """Share of right ones in every cell, with half a one added to both; cells are pooled until no share is above the one before it.

    An empty cell takes the share of the next one, or, at the end, of the one before.
    """
    blocks: list[tuple[int, int, int]] = []
    for right, wrong in cells:
        blocks.append((right, wrong, 1))
        while len(blocks) > 1 and blocks[-2][0] * sum(blocks[-1][:2]) <= blocks[-1][0] * sum(blocks[-2][:2]):
            last = blocks.pop()
            blocks[-1] = (blocks[-1][0] + last[0], blocks[-1][1] + last[1], blocks[-1][2] + last[2])
    return tuple(round((right + 0.5) / (right + wrong + 1), 4) for right, wrong, size in blocks for _ in range(size))


def main() -> None:
    """Fit, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--seeds", type=int, default=3)
    args = parser.parse_args()
    found: dict[tuple[Situation, int, str], Row] = {}
    for seed in range(args.seeds):
        for gold in args.gold:
            for old, spoilt in documents(gold, seed):
                for row in rows_of(old, spoilt):
                    found.setdefault((row[0].situation, round(row[0].rivals), row[2]), row)
        print(f"seed {seed}: {len(found)} characters, {sum(not right for _, right, _ in found.values())} wrong", flush=True)
    rows = list(found.values())
    for (situation, usual), shares in chances(rows).items():
        print(f"    (Situation.{situation.name}, {usual}): {shares},")


if __name__ == "__main__":
    main()
