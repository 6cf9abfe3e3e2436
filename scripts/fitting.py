"""Fit small linear models in plain Python: logistic regression and a softmax over the candidates of a page, folds by site.

What the scripts named ``fit_*.py`` share. Everything is deterministic: rows are shuffled by a seed, sums are made in one order.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from newsbot.archive.replay import Replay
from newsbot.lines.measures import han, key
from newsbot.model import Page
from newsbot.normalise import read, restore
from newsbot.reading import Reading
from newsbot.text.script import to_simplified

Signs = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """One example: its signs, whether it is one of the class, how much it counts, and whose it is (a site, a form): held out as a whole."""

    signs: Signs
    label: bool
    weight: float
    group: str
    name: str = ""


@dataclass(slots=True)
class Gold:
    """A page read and restored, with what a reader found on it: see the README of the labelled pages."""

    reading: Reading
    site: str
    article: bool
    titles: tuple[str, ...]
    body: str
    optional: str

    def is_title(self, line: str) -> bool:
        """Whether a line is the headline, with a little glued to it or cut off."""
        folded = simple_key(line)
        return any(folded == title or (title in folded and len(folded) <= len(title) * 1.5) for title in self.titles)

    def is_body(self, line: str) -> bool | None:
        """Whether a line is of the body; None where that is open."""
        folded = simple_key(line)
        if len(folded) < 4:
            return None
        if folded in self.body:
            return True
        grams = [folded[n : n + 4] for n in range(len(folded) - 3)]
        inside = sum(gram in self.body for gram in grams) / len(grams)
        if inside >= 0.75:
            return True
        around = sum(gram in self.optional for gram in grams) / len(grams)
        return None if inside >= 0.4 or around >= 0.6 else False


def simple_key(text: str) -> str:
    """A text folded for comparing, in simplified script."""
    return key(to_simplified(text)).replace("著", "着")


def golds(folder: Path) -> Iterator[Gold]:
    """The labelled pages of a folder (a replay folder with gold.jsonl and origin.jsonl), read and restored."""
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    known = {gold["url"]: gold for gold in map(json.loads, lines)}
    sites = sites_of(folder)
    for page in Replay([folder]):
        if not isinstance(page, Page) or page.url not in known:
            continue
        gold = known[page.url]
        reading = Reading(page, "any")
        if read(reading) or restore(reading):
            continue
        titles = [gold["title"], *(gold["title_alt"] or [])]
        yield Gold(
            reading,
            sites.get(gold["id"], gold["id"]),
            gold["article"],
            tuple(filter(None, (simple_key(title) for title in titles if title))),
            simple_key(gold["body"] or ""),
            simple_key(gold["body_with_optional"] or ""),
        )


def sites_of(folder: Path) -> dict[str, str]:
    """The site of each labelled page, by its id: that of origin.jsonl, since the addresses in the archive may be made up."""
    lines = (folder / "origin.jsonl").read_text(encoding="utf-8").splitlines()
    return {one["id"]: urlsplit(one["url"]).netloc for one in map(json.loads, lines) if one["url"]}


def fold_of(group: str, folds: int) -> int:
    """The fold of a group, always the same."""
    return zlib.crc32(group.encode()) % folds


def pages_and_lines(doc: str | None) -> argparse.Namespace:
    """What a script was called with that fits on labelled pages and lines; ``doc`` is what it says of itself."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("lines", type=Path)
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def of_groups(rows: Sequence[Case], least: int) -> list[Case]:
    """The rows with those signs only that ``least`` groups have, so that none of them is one site's own."""
    groups: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in row.signs:
            groups[name].add(row.group)
    known = {name for name, of in groups.items() if len(of) >= least}
    return [replace(row, signs={name: value for name, value in row.signs.items() if name in known}) for row in rows]


def logistic(rows: Sequence[Case], *, epochs: int = 12, rate: float = 0.3, decay: float = 1e-5, seed: int = 1) -> dict[str, float]:
    """Logistic regression by stochastic descent with AdaGrad and a little decay of the weights."""
    weights: dict[str, float] = {}
    seen: dict[str, float] = {}
    order = list(range(len(rows)))
    shuffle = random.Random(seed).shuffle
    for _ in range(epochs):
        shuffle(order)
        for n in order:
            row = rows[n]
            error = row.weight * (row.label - chance(score(row.signs, weights)))
            for name, value in row.signs.items():
                weight = weights.get(name, 0.0)
                step = error * value - decay * weight
                seen[name] = seen.get(name, 1e-6) + step * step
                weights[name] = weight + rate * step / math.sqrt(seen[name])
    return weights


def softmax(
    groups: Sequence[tuple[Sequence[Signs], Sequence[float]]], *, epochs: int = 60, rate: float = 0.1, decay: float = 1e-3
) -> dict[str, float]:
    """Weights that make the best candidates of each group likely; a group is the candidates' signs and how good each is."""
    weights: dict[str, float] = {}
    seen: dict[str, float] = {}
    for _ in range(epochs):
        for candidates, worth in groups:
            scores = [score(signs, weights) for signs in candidates]
            top = max(scores)
            odds = [math.exp(value - top) for value in scores]
            total = sum(odds)
            good = [odd if value >= max(worth) - 0.02 else 0.0 for odd, value in zip(odds, worth, strict=True)]
            whole = sum(good)
            step: dict[str, float] = {}
            for signs, odd, one in zip(candidates, odds, good, strict=True):
                pull = one / whole - odd / total
                for name, value in signs.items():
                    step[name] = step.get(name, 0.0) + pull * value
            for name in sorted(step):
                weight = weights.get(name, 0.0)
                change = step[name] - decay * weight
                seen[name] = seen.get(name, 1e-6) + change * change
                weights[name] = weight + rate * change / math.sqrt(seen[name])
    return weights


def score(signs: Signs, weights: Mapping[str, float]) -> float:
    """The sum of the weights of the signs."""
    return sum(value * weights.get(name, 0.0) for name, value in signs.items())


def chance(odds: float) -> float:
    """Log odds as a probability."""
    return 1 / (1 + math.exp(-max(min(odds, 40.0), -40.0)))


def write_table(path: Path, head: Sequence[str], weights: Mapping[str, float], *, least: float) -> int:
    """Write the weights that count as lines of name and weight, in the order of the names; return how many."""
    kept = {name: round(weight, 2) for name, weight in weights.items() if abs(weight) >= least}
    lines = [*(f"# {line}" for line in head), *(f"{name}\t{weight:g}" for name, weight in sorted(kept.items()))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(kept)


def json_lines(path: Path) -> list[dict[str, object]]:
    """The objects of a JSONL file, packed or not."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode("utf-8").splitlines() if line.strip()]


__all__ = [
    "Case",
    "Gold",
    "chance",
    "fold_of",
    "golds",
    "han",
    "json_lines",
    "logistic",
    "of_groups",
    "pages_and_lines",
    "score",
    "simple_key",
    "sites_of",
    "softmax",
    "write_table",
]
