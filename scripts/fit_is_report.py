"""Fit what each sign of a genre weighs, and write newsbot/data/genre_weights.toml.

    python -m scripts.fit_is_report [--lines FILE.jsonl ...] [--pages GOLD.jsonl ...] [--write]

Reports are fixtures/topics.jsonl (the civic ones, but for those marked as none),
the texts of labelled pages (`title`, `body`, `article`) and the lines labelled
`report`; other texts are fixtures/not_reports.jsonl, written for this, and the lines with another label (`label`, `form`, `title`,
`text`). Held-out figures leave out a form, a site or a kind as a whole. Without --write only the figures are printed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsbot.facts.genre import genre_signs
from newsbot.facts.places.place import place_of
from scripts.fitting import Case
from scripts.logistic_fit import fit, held_out, log_loss

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "newsbot" / "data" / "genre_weights.toml"
PENALTY = 0.0005
TOPIC_WEIGHT, PAGE_WEIGHT, OWN_WEIGHT = 0.25, 0.5, 2.0
"""What a text counts: of fixtures/topics.jsonl, of a labelled page, of fixtures/not_reports.jsonl. A form of labelled lines counts 2."""
ONE_SIDED = {"decorated": -1, "exclaimed": -1, "untold": -1, "placed": 1, "dated": 1}
"""Signs whose weight is held on one side of nothing: a handful of texts has them."""
FLOOR = 0.45
"""Below which probability a text is no report."""


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def signs_of(title: str | None, body: list[str]) -> dict[str, float]:
    """The signs of a text, its place among them."""
    return genre_signs(title, body, place=place_of(title, body)[0])


def cases(lines: list[Path], pages: list[Path]) -> Iterator[Case]:
    """All labelled texts."""
    for number, row in enumerate(rows(ROOT / "fixtures" / "topics.jsonl")):
        if row["civic"] and row.get("report", True):
            yield Case(signs_of(row["title"], row["body"]), label=True, weight=TOPIC_WEIGHT, group=f"topic {number}", name=row["title"])
    for number, row in enumerate(rows(ROOT / "fixtures" / "not_reports.jsonl")):
        yield Case(
            signs_of(row["title"], row["body"]),
            label=False,
            weight=OWN_WEIGHT,
            group=f"own {number}",
            name=f"{row['kind']}: {row['title']}",
        )
    for path in lines:
        found = rows(path)
        forms = Counter(row["form"] for row in found)
        for row in found:
            body = [row["text"]]
            yield Case(
                signs_of(row["title"], body),
                row["label"] == "report",
                2.0 / forms[row["form"]],
                row["form"],
                f"{row['label']}: {row['title']}",
            )
    for path in pages:
        for row in rows(path):
            if row["article"] and row["body"]:
                body = row["body"] if isinstance(row["body"], list) else row["body"].split("\n")
                yield Case(
                    signs_of(row["title"], body),
                    label=True,
                    weight=PAGE_WEIGHT,
                    group=urlsplit(row["url"]).path,
                    name=f"page: {row['title']}",
                )


def main() -> None:
    """Fit, report, write."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=Path, nargs="*", default=[], help="labelled texts")
    parser.add_argument("--pages", type=Path, nargs="*", default=[], help="labelled pages")
    parser.add_argument("--write", action="store_true", help="write the table")
    options = parser.parse_args()
    known = list(cases(options.lines, options.pages))
    scored = held_out(known, lambda training: fit(training, PENALTY, ONE_SIDED))
    print(f"{len(known)} texts; held out: loss {log_loss(scored):.3f}")
    lost = [case.name for case, p in scored if case.label and p < FLOOR]
    kept = [case.name for case, p in scored if not case.label and p >= FLOOR]
    reports = sum(case.label for case in known)
    print(f"at {FLOOR}: {len(lost)} of {reports} reports lost, {len(kept)} of {len(known) - reports} others kept")
    print("lost:", "; ".join(lost))
    print("kept:", "; ".join(kept))
    weights = fit(known, PENALTY, ONE_SIDED)
    head = (
        "# What each sign of a genre weighs for a text's being a report (newsbot/facts/genre.py).\n"
        "# origin: fitted by scripts/fit_is_report.py on our labelled texts and the texts of labelled pages; licence: Apache-2.0 (ours)\n"
        "# The floor says below which probability a text is no report.\n"
    )
    lines = [f"{head}\nfloor = {FLOOR}", "", "[weights]"]
    lines += [f"{name} = {weight}" for name, weight in sorted(weights.items(), key=lambda item: (item[1], item[0]))]
    if options.write:
        OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        print("\n".join(lines[1:]))


if __name__ == "__main__":
    main()
