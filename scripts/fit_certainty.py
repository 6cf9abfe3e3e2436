"""Fit how readings of damaged bytes are weighed, and count how often they are right: reading_weights.toml and certainty_weights.toml.

    python scripts/fit_certainty.py GOLD.jsonl… [--seeds 2] [--out FOLDER]

Each GOLD.jsonl holds reports, one a line, with `title` and `body` (paragraphs on lines of their own) in simplified script. Each report is
damaged as mirrors damage it, by sites with lists, splits and decoders of their own (tests/text/mojibake/damage.py), and read. First every
reading that the search gave up is set against the one it chose, and the signs between them are weighed by which was right. Then the runs
are read by these weights, every character of every run is compared with what it was, and its signs are weighed; the same one in the same
place counts once for all seeds. Both tables are written into FOLDER (newsbot/data unless it is named), and depend on none that it writes.
Last it is printed how often characters were right by the sum of their signs, weighed by fits that had not seen the report.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from newsbot.text.mojibake.certainty import odds, reading_signs
from newsbot.text.mojibake.edits import applied
from newsbot.text.mojibake.gbk_damage import Diagnosis, damaged_lines, is_believable, weighed_runs
from newsbot.text.mojibake.partial_readings import LOST_CHARACTER, Alternative, DamagedDocument, ShiftedRun
from newsbot.text.mojibake.pinyin import listed_changes, readings
from newsbot.text.mojibake.shifted_runs import LineReader
from newsbot.text.mojibake.weighing import Surroundings, signs_between, weighed
from scripts.fitting import chance, fold_of
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
LAST = 8
"""Sum of signs from which all are counted together: odds of 3,000 to one."""
DATA = Path(__file__).parent.parent / "newsbot" / "data"
Weigh = Callable[[ShiftedRun, Surroundings, DamagedDocument], ShiftedRun]


class Row(NamedTuple):
    """One character of a run, or one reading against another: its signs, whether it was right, what makes it the same, and its report."""

    signs: Mapping[str, float]
    right: bool
    key: tuple[object, ...]
    report: str


class ReadRun(NamedTuple):
    """A run of one line, the line around it, which of its characters are right, and what it was."""

    run: ShiftedRun
    around: Surroundings
    right: list[bool]
    true: str


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


class FoundRuns(NamedTuple):
    """A line as it was and as it is printed, with the runs that the search finds in it, before they are weighed."""

    old: str
    line: str
    runs: list[ShiftedRun]
    document: DamagedDocument
    report: str


def found_runs(old: Sequence[str], spoilt: Sequence[str]) -> Iterator[FoundRuns]:
    """The lines of one document that have shifted runs."""
    document, torn = damaged_lines(spoilt, Diagnosis())
    for number in torn:
        yield FoundRuns(old[number], spoilt[number], LineReader(spoilt[number], document).runs(is_believable), document, old[0])


def read_runs(found: FoundRuns, weigh: Weigh) -> Iterator[ReadRun]:
    """Every run of a line as it is read, beside what it was."""
    line, text, here = found.line, "", 0
    read: list[tuple[int, ShiftedRun, Surroundings]] = []
    for run, around in weighed_runs(line, found.runs, lambda run, around: weigh(run, around, found.document)):
        text += applied(line[here : run.start], listed_changes(line[here : run.start]))
        read.append((len(text), run, around))
        text += run.text
        here = run.end
    text += applied(line[here:], listed_changes(line[here:]))
    operations = difflib.SequenceMatcher(None, found.old, text, autojunk=False).get_opcodes()
    right = _right(operations, len(text))
    for start, run, around in read:
        end = start + len(run.text)
        yield ReadRun(run, around, right[start:end], _was(operations, found.old, start, end))


Operations = Sequence[tuple[str, int, int, int, int]]


def _right(operations: Operations, length: int) -> list[bool]:
    """Which characters of a text are those of the old one; where something is missing, its neighbours are not."""
    right = [False] * (length + 1)
    for kind, _, _, start, end in operations:
        if kind == "equal":
            right[start:end] = [True] * (end - start)
        elif kind == "delete":
            right[start] = False
            right[max(0, start - 1)] = False
    return right


def _was(operations: Operations, old: str, start: int, end: int) -> str:
    """What stood in the old text where a stretch of the new one stands; a difference that reaches over its edge is taken whole."""
    first, last = len(old), 0
    for kind, low, high, left, right in operations:
        before, behind = (max(0, start - left), max(0, right - end)) if kind == "equal" else (0, 0)
        if left <= end and right >= start:
            first, last = min(first, low + before), max(last, high - behind)
    return old[first:last]


def weighings(found: FoundRuns) -> Iterator[Row]:
    """The readings that the search gave up in one line, each set against the one it chose, where one of the two is right."""
    for run, around, right, true in read_runs(found, lambda run, *_: run):
        for other in run.alternatives:
            start, end, text, _ = other
            is_right = all(right[max(0, start - (start == end)) : max(end, start + 1)])
            if is_right or _would_be_right(run, other, true):
                key = (around.before[-CONTEXT:], run.text, start, end, text)
                yield Row(signs_between(run, other, around, found.document), is_right, key, found.report)


def _would_be_right(run: ShiftedRun, other: Alternative, true: str) -> bool:
    """Whether another reading of a stretch is what stood there, as far as the characters beside it tell."""
    start, end, text, _ = other
    behind = start + len(text)
    beside = run.text[max(0, start - 1) : start], run.text[end : end + 1]
    return (true[max(0, start - 1) : start], true[behind : behind + 1]) == beside and true[start:behind] == text


def characters(found: FoundRuns, weigh: Weigh) -> Iterator[Row]:
    """Signs and truth of every character in the runs of one line that is not given up."""
    for run, around, right, _ in read_runs(found, weigh):
        line = around.before + run.text + around.after
        for place, signs in enumerate(reading_signs(run, around, found.document)):
            at = len(around.before) + place
            key = (signs.situation, round(signs.rivals), line[max(0, at - CONTEXT) : at + CONTEXT])
            if run.text[place] != LOST_CHARACTER:
                yield Row(signs.measures(), right[place], key, found.report)


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """Weights of the signs that make what was right and wrong likeliest, by Newton's method. The few signs of a row make it quick."""
    names = sorted({name for row in rows for name in row.signs})
    spread = {name: sum(row.signs.get(name, 0.0) ** 2 for row in rows) / len(rows) for name in names}
    number = {name: n for n, name in enumerate(names)}
    cases = [(sorted((number[name], value) for name, value in row.signs.items() if value), row.right) for row in rows]
    penalty = [0.0 if name == "bias" else PENALTY * max(spread[name], 1e-6) for name in names]
    weights = [0.0] * len(names)
    for _ in range(ROUNDS):
        slope = [weight * least for weight, least in zip(weights, penalty, strict=True)]
        curve = [[penalty[n] + 1e-9 if n == m else 0.0 for m in range(len(names))] for n in range(len(names))]
        for signs, right in cases:
            likely = chance(sum(weights[n] * value for n, value in signs))
            for at, (n, value) in enumerate(signs):
                slope[n] += (likely - right) * value
                for m, other in signs[: at + 1]:
                    curve[n][m] += likely * (1 - likely) * value * other
        for n, row in enumerate(curve):
            for m in range(n):
                curve[m][n] = row[m]
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


def calibration(rows: Sequence[Row]) -> list[str]:
    """Count how often characters were right by the sum of their signs, weighed by a fit that has not seen their reports: lines to print."""
    counted: dict[str, Counter[tuple[int, bool]]] = {}
    for fold in range(FOLDS):
        weights = fit([row for row in rows if fold_of(row.report, FOLDS) != fold])
        for row in rows:
            if fold_of(row.report, FOLDS) == fold:
                place = max(0, min(LAST, int(odds(row.signs, weights))))
                counted.setdefault(str(row.key[0]), Counter())[place, row.right] += 1
    return [
        f"{situation:>12} " + " ".join(f"{cells[place, True]}/{cells[place, False]}" for place in range(LAST + 1))
        for situation, cells in sorted(counted.items())
    ]


def main() -> None:
    """Fit and write both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--out", type=Path, default=DATA)
    args = parser.parse_args()
    made = (pair for seed in range(args.seeds) for gold in args.gold for pair in documents(gold, seed))
    found = [one for old, spoilt in made for one in found_runs(old, spoilt)]
    pairs = once(row for one in found for row in weighings(one))
    print(f"{len(pairs)} pairs of readings, the chosen one wrong in {sum(not row.right for row in pairs)}", flush=True)
    reading_weights = fit(pairs)
    write_table(
        args.out / "reading_weights.toml", "How much each sign tells of two readings of damaged bytes (weighing.py)", reading_weights
    )
    weigh = partial(weighed, weights=reading_weights)
    fitted = once(row for one in found for row in characters(one, weigh))
    print(f"{len(fitted)} characters, {sum(not row.right for row in fitted)} wrong", flush=True)
    write_table(
        args.out / "certainty_weights.toml",
        "How sure a character of a shifted run is, by its signs (certainty.py)",
        fit(fitted),
    )
    print(f"right/wrong by the sum of signs, from below 1 to {LAST} and more, weighed by fits that had not seen the report:")
    print("\n".join(calibration(fitted)))


def once(rows: Iterable[Row]) -> list[Row]:
    """Keep one row of each key."""
    found: dict[tuple[object, ...], Row] = {}
    for row in rows:
        found.setdefault(row.key, row)
    return list(found.values())


def write_table(path: Path, what: str, weights: Mapping[str, float]) -> None:
    """Write weights as a table that says what it is."""
    head = (
        f"# {what}.\n# origin: fitted by scripts/fit_certainty.py on made damage of real reports; licence: Apache-2.0 (ours)\n\n[weights]\n"
    )
    path.write_text(head + "".join(f"{name} = {weight}\n" for name, weight in sorted(weights.items())), encoding="utf-8")


if __name__ == "__main__":
    main()
