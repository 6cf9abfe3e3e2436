"""Fit how likely each field of a row is right, and write newsbot/data/confidence_weights.toml.

    python -m scripts.fit_confidence PAGES ... [--documents FOLDER] [--texts FILE ...] [--places FILE ...] [--only FIELD ...] [--write]

PAGES are replay folders with `gold.jsonl` (a labelled page a line: url, article, title, date_published, source, author, body). The others
add rows to place and topic, which the pages do not label: a folder of documents with `gold.json` (`g.p` the place, `g.r` civic or not),
labelled texts (`title`, `text`, `civic`, `form`) and labelled headlines (`title`, `lead`, `source`, `place`, `form`). Every figure printed
is of probabilities that the model gave to sites, forms and documents that it had not seen. Without --write nothing is written.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import log
from pathlib import Path
from typing import Any

from newsbot import Page, Report
from newsbot.addresses import site
from newsbot.archive.folder import read_folder
from newsbot.data import table
from newsbot.fact_steps import surroundings
from newsbot.facts.confidence import HIGHEST, confidence_signs, field_names
from newsbot.facts.logistic import BIAS, probability
from newsbot.facts.topic import is_civic
from newsbot.lines.credits import OPENING_PARAGRAPHS, closing_credit, opening_credits
from newsbot.normalise import explained
from newsbot.row import DAY_CHARS
from newsbot.text.script import to_simplified
from scripts.fitting import Case, sites_of
from scripts.logistic_fit import fit, held_out

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "newsbot" / "data" / "confidence_weights.toml"
PENALTY = 0.0003
"""Of place and topic, with hundreds of labelled cases: .001 and .002 keep fewer, no righter."""
EXPECTED_PENALTY = 0.005
"""Of the other fields, for how far a weight is from :data:`EXPECTED`. On 197 pages, three ways of making folds by site, all five are sure
on 132 to 136 pages with .002 (.941 to .970 of them right), on 123 to 128 with .005 (.976 to .984)."""
SITES_UNSEEN = 0.2
"""Log odds by which these fields are less sure than labelled pages say, on many of which the rules themselves were mended. Of rows that are
sure of all five, of sites held out, 204 of 214 are right with it, 214 of 226 without (folds by site of 197 labelled pages and of 136 of 17
other sites, whose rows a reader judged)."""
DOUBTS = """
    undated cut name_near label_at_head name_left word_left bracket_left pen_name_left label_unread void_label names_unprinted
    pictures_only pictures_too again_in_text uncertain machine machine_differs dateline beside_time in_path incomplete unprinted
    paragraph_repeated doubtful_cut cut_pieces sentence_before open_damage credit_in_text stray_letter quotation_open letters_lost
    headline_inside dated_inside picture_kept speaks_otherwise close_choice opening_left picture_left beside_a_cut headings_apart
    text_left
    sentence_cut caption_speaks line_behind line_cut_above editor_beside_time name_behind_title name_unused
"""
"""Signs that something was left unread, or read from where others stand: each is held to be a doubt until labelled pages say otherwise."""
AGAINST = """
    promised more_promised unusual_name claims_other label_without_source other_credit other_word several_labels medium_near
    furniture_at_start furniture_at_end left_in_container few_paragraphs short linked unlabelled line separated several_days truncated gaps
    repaired text_promises_more machine_alone line_at_edge
"""
FOR = """
    plainly_credited quiet usual_names one in_meta_line claimed machine_agrees label label_after beside_name stated known named_as_medium
    medium_beside_time printed_twice
    ends nothing_dated printed clock editors_only in_address one_day head_begins_with_it head_has_it shared_with_text usual_length heading
"""
SIGNED = dict.fromkeys([*DOUBTS.split(), *AGAINST.split()], -1) | dict.fromkeys(FOR.split(), 1)
"""Signs of which it is known beforehand whether they speak for a field or against it: labelled pages that are wrong are few."""
EXPECTED = (
    dict.fromkeys(DOUBTS.split(), -2.5)
    | dict.fromkeys(AGAINST.split(), -1.0)
    | {
        BIAS: 3.0,
        **dict.fromkeys(["text_left", "name_near", "label_at_head"], -4.0),
    }
)
"""Weights before any page was seen: of a dozen wrong pages no two are wrong alike, so that a sign seen twice says hardly anything. A
paragraph worded as reports are that was left out beside the text is most often the report's own, whatever else speaks for the body; what
stands as a name beside a medium or behind 作者 was one on each of four unlabelled pages whose row named nobody."""
UNSEEN: Mapping[str, tuple[str, ...]] = {
    "title": ("quotation_open", "letters_lost", "headline_inside", "close_choice"),
    "authors": ("opening_left", "pen_name_left", "name_near", "label_at_head", "editor_beside_time", "name_behind_title", "name_unused"),
    "body": (
        "headline_inside",
        "headings_apart",
        "text_left",
        "picture_kept",
        "sentence_cut",
        "caption_speaks",
        "line_behind",
        "line_cut_above",
    ),
}
"""Doubts of a field that no labelled page may show."""
FIVE = ("title", "date_published", "source", "authors", "body")
"""The fields of which a row has to be sure to be taken unread."""
SURE = 0.95
EXACT_BODY = 0.98
"""F1 of character 4-grams from which a body counts as right."""
LEVELS = ("province", "city", "county", "street", "community", "zone")
GRAM = 4
LIKELIER_THAN_NOT = 0.5
MAX_BYTES = 6 << 20

Row = dict[str, Any]


@cache
def fold(text: str | None) -> str:
    """Return a text with all that two printings of one may differ in taken out: script, width, marks, blanks."""
    return re.sub(r"[^0-9a-z\u3400-\u9fff]", "", to_simplified(unicodedata.normalize("NFKC", text or "")).replace("著", "着").lower())


def grams(text: str) -> Counter[str]:
    """Count the sequences of four characters."""
    return Counter(text[n : n + GRAM] for n in range(len(text) - GRAM + 1))


def without_credits(body: str) -> str:
    """A labelled body without the credits at the beginnings and the end of its text, which a row has as authors."""
    lines = body.split("\n")
    for number, line in enumerate(lines):
        for credit in reversed(opening_credits(line)) if number < OPENING_PARAGRAPHS else ():
            line = line[: credit.start] + line[credit.end :]  # noqa: PLW2901 - cut from its end on
        lines[number] = line
    if ending := closing_credit(lines[-1]):
        lines[-1] = lines[-1][: ending.start] + lines[-1][ending.end :]
    return "\n".join(lines)


def same_body(body: list[str], gold: Row) -> bool:
    """Whether a body is the labelled one; credits and lines marked optional may stand or not."""
    have, want = grams(fold("".join(body))), grams(fold(without_credits(to_simplified(gold["body"]))))
    optional = (grams(fold(gold.get("body_with_optional") or "")) | grams(fold(gold["body"]))) - want
    hit, missing, extra = (have & want).total(), (want - have).total(), (have - want - optional).total()
    return 2 * hit >= EXACT_BODY * (2 * hit + missing + extra)


def names(text: str | None) -> set[str]:
    """Split a labelled author line."""
    return {fold(name) for name in re.split(r"[\s,，、;；]+", text or "") if name}


def right(report: Report, gold: Row) -> dict[str, bool]:
    """Which fields of a report are as labelled."""
    writers = {fold(author.name) for author in report.authors if author.role != "editor"}
    media = {fold(one) for one in [gold["source"], *gold.get("source_alt", [])]}
    return {
        "title": fold(report.title) in {fold(one) for one in [gold["title"], *gold.get("title_alt", [])]},
        "date_published": (report.date_published or "")[:DAY_CHARS] == (gold["date_published"] or "")[:DAY_CHARS],
        "source": fold(report.source) in media,
        "authors": writers == names(gold["author"]),
        "body": same_body(report.body, gold),
    }


def read(page: Page) -> tuple[Report, dict[str, dict[str, float]]] | None:
    """Read a page, and its signs by field; None where it gives no row."""
    reading, verdict = explained(page, topic="any")
    return (verdict, confidence_signs(verdict, surroundings(reading))) if isinstance(verdict, Report) else None


def rows(path: Path) -> list[Row]:
    """The rows of a file, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def replayed(folder: Path) -> Iterator[Page]:
    """The pages of a replay folder."""
    return (page for page in read_folder(folder, max_bytes=MAX_BYTES) if isinstance(page, Page))


def of_pages(folder: Path) -> Iterator[tuple[str, Case]]:
    """Title, time, source, authors and body of labelled pages."""
    golds = {row["url"]: row for row in rows(folder / "gold.jsonl")}
    sites = sites_of(folder)
    for page in replayed(folder):
        gold = golds.get(page.url)
        if gold and gold["article"] and (found := read(page)):
            report, signs = found
            for name, ok in right(report, gold).items():
                yield name, Case(signs[name], ok, 1.0, str(sites.get(gold["id"], gold["id"])), page.url)


def named(place: Any) -> dict[str, str]:  # a Place, or its labelled form
    """Name by level."""
    got = {level: place.get(level) if isinstance(place, Mapping) else getattr(place, level) for level in LEVELS}
    return {level: one["name"] if isinstance(one, Mapping) else one.name for level, one in got.items() if one}


def of_documents(folder: Path) -> Iterator[tuple[str, Case]]:
    """Day, place and topic of labelled documents: many state no day, which pages seldom do."""
    golds = {row["url"]: row["g"] for row in json.loads((folder / "gold.json").read_text(encoding="utf-8"))}
    for page in replayed(folder):
        if found := read(page):
            report, signs = found
            gold = golds[page.url]
            dated = (report.date_published or "")[:DAY_CHARS] == gold.get("d", "")[:DAY_CHARS]
            yield "date_published", Case(signs["date_published"], dated, 1.0, f"document {site(page.url)}", page.url)
            wanted = [*gold.get("p", "////").split("/"), *[""] * 5][:5]
            if "*" not in wanted:
                ok = [named(report.place).get(level, "") for level in LEVELS[:5]] == wanted
                yield "place", Case(signs["place"], ok, 1.0, site(page.url), page.url)
            if gold.get("r", "1") in {"0", "1"}:
                civic = is_civic(report.topic) and signs["topic"].get("genre", 0.0) >= LIKELIER_THAN_NOT
                yield "topic", Case(signs["topic"], civic == (gold.get("r", "1") == "1"), 1.0, page.url, page.url)


def made(title: str, source: str | None, paragraphs: list[str]) -> Page:
    """A small page with a headline, a meta line and a text."""
    meta = f"2024-03-06 09:30 来源：{source}" if source else "2024-03-06 09:30"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    report = f"<div><h1>{title}</h1><div>{meta}</div><div>{body}</div></div>"
    html = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{report}</body></html>"
    return Page("http://made.test/2024/1.html", html.encode(), {"Content-Type": "text/html; charset=utf-8"}, "2026-01-01T00:00:00+08:00")


FILLER = [
    "活动中，志愿者对背街小巷和老旧小区逐一巡查，把发现的问题登记造册。",
    "下一步，各方将继续完善长效机制，不断提升居民的获得感和满意度。",
]


def of_headlines(path: Path) -> Iterator[tuple[str, Case]]:
    """Place of labelled headlines; a form counts as much as any other."""
    found = [row for row in rows(path) if not row.get("disputed")]
    forms = Counter(row["form"] for row in found)
    for row in found:
        if got := read(made(row["title"], row["source"], [row["lead"], *FILLER])):
            report, signs = got
            ok = named(report.place) == named(row["place"] or {})
            yield "place", Case(signs["place"], ok, 1.0 / forms[row["form"]], row["form"], row["title"])


def of_texts(path: Path) -> Iterator[tuple[str, Case]]:
    """Topic of labelled texts."""
    found = rows(path)
    forms = Counter(row["form"] for row in found)
    for row in found:
        if got := read(made(row["title"], None, row["text"].split("。"))):
            report, signs = got
            civic = is_civic(report.topic) and signs["topic"].get("genre", 0.0) >= LIKELIER_THAN_NOT
            yield "topic", Case(signs["topic"], civic == bool(row["civic"]), 1.0 / forms[row["form"]], row["form"], row["title"])


def figures(scored: list[tuple[Case, float]]) -> str:
    """How well held-out probabilities are calibrated, and what is left at .95."""
    bins: defaultdict[int, list[tuple[Case, float]]] = defaultdict(list)
    for case, p in scored:
        bins[int(min(p, 0.999) * 10)].append((case, p))
    error = sum(abs(sum(p for _, p in held) - sum(case.label for case, _ in held)) for held in bins.values()) / len(scored)
    kept = [case.label for case, p in scored if round(min(HIGHEST, p), 2) >= SURE]
    share = sum(kept) / max(1, len(kept))
    whole = sum(case.label for case, _ in scored) / len(scored)
    return f"{len(scored)} cases, right {whole:.3f}; calibration error {error:.3f}; at .95: {len(kept)} kept, {share:.3f} right"


def log_odds(p: float) -> float:
    """A probability as log odds."""
    return log(p / (1 - p))


def expected(name: str, cases: Sequence[Case]) -> tuple[dict[str, float], list[tuple[Case, float]]]:
    """Weights near what is expected, and each case with the probability of weights that have not seen its group.

    They need no scaling: what few cases cannot say is expected, not learnt, and so is what a sign weighs that no case of a field has.
    """

    def train(training: Sequence[Case]) -> dict[str, float]:
        seen = {sign for case in training for sign in case.signs}
        unseen = {sign: EXPECTED[sign] for sign in UNSEEN.get(name, ()) if sign not in seen}
        weights = fit(training, EXPECTED_PENALTY, SIGNED, EXPECTED) | unseen
        weights[BIAS] = round(weights[BIAS] - SITES_UNSEEN, 2)
        return weights

    return train(cases), held_out(cases, train)


def calibrated(cases: Sequence[Case]) -> tuple[dict[str, float], list[tuple[Case, float]]]:
    """The same for place and topic, whose labelled cases are many and of other kinds.

    Such weights promise too much: all of them are scaled as the held-out log odds have to be to fit the labels.
    """
    scored = held_out(cases, lambda training: fit(training, PENALTY, SIGNED))
    curve = fit([replace(case, signs={"odds": log_odds(p)}) for case, p in scored], PENALTY)
    scale, shift = max(0.0, curve.get("odds", 0.0)), curve[BIAS]
    weights = {sign: weight * scale for sign, weight in fit(cases, PENALTY, SIGNED).items()}
    weights[BIAS] += shift
    kept = {sign: round(weight, 2) for sign, weight in weights.items() if round(weight, 2) or sign == BIAS}
    return kept, [(case, probability(curve, {"odds": log_odds(p)})) for case, p in scored]


def main() -> None:
    """Read, fit, report, write."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--documents", type=Path, nargs="*", default=[])
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--places", type=Path, nargs="*", default=[])
    parser.add_argument("--only", nargs="*", default=field_names(), help="fields to fit; the others keep their weights")
    parser.add_argument("--write", action="store_true", help="write the table")
    options = parser.parse_args()
    cases: defaultdict[str, list[Case]] = defaultdict(list)
    sources: list[tuple[Callable[[Path], Iterator[tuple[str, Case]]], list[Path]]] = [
        (of_pages, options.pages),
        (of_documents, options.documents),
        (of_texts, options.texts),
        (of_headlines, options.places),
    ]
    for reader, paths in sources:
        for path in paths:
            for name, case in reader(path):
                cases[name].append(case)
    sure: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    lines = [
        "# How likely each field of a row is right, by its signs (newsbot/facts/confidence.py).",
        "# origin: fitted by scripts/fit_confidence.py on labelled pages, documents and texts; licence: Apache-2.0 (ours)",
    ]
    for name in field_names():
        weights: Mapping[str, float] = table(OUT.name).get(name, {})
        if name in options.only and (known := cases[name]):
            weights, scored = expected(name, known) if name in FIVE else calibrated(known)
            print(f"{name:15} {figures(scored)}", flush=True)
            for case, p in scored if name in FIVE else ():
                sure[case.name].append((p, case.label))
        ranked = sorted(weights.items(), key=lambda item: (item[1], item[0]))
        lines += ["", f"[{name}]", *(f"{json.dumps(sign) if re.search('[^a-z_]', sign) else sign} = {weight}" for sign, weight in ranked)]
    whole = [fields for fields in sure.values() if len(fields) == len(FIVE)]
    taken = [all(ok for _, ok in fields) for fields in whole if all(round(min(HIGHEST, p), 2) >= SURE for p, _ in fields)]
    if whole:
        print(f"all of {', '.join(FIVE)} at .95: {len(taken)} of {len(whole)} kept, {sum(taken) / max(1, len(taken)):.3f} right")
    if options.write:
        OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        print("\n".join(lines))


if __name__ == "__main__":
    main()
