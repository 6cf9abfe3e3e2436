"""Pages of every family the reader meets, each with the row a reader would expect of it, and a gate of figures that may only rise.

`fixtures/pages` is a replay folder; beside `<name>.html` stands `<name>.expected.json`. See docs/pages.md for adding a page.
"""

import json
from collections import Counter
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newsbot import Page, Rejection, Report, normalise
from newsbot.archive.replay import Replay
from newsbot.facts.topic import is_civic
from newsbot.lines.measures import squeeze
from newsbot.row import named
from tests.test_normalise import assert_conserved

PAGES = Path(__file__).parent.parent / "fixtures" / "pages"
FIELDS = (*named("golden"), "civic")
LARGEST = 20 * 1024
"""Bytes of a page: what a person still reads through."""

Row = dict[str, Any]


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


INDEX = [json.loads(line) for line in (PAGES / "index.jsonl").read_text(encoding="utf-8").splitlines()]
NAMES = [record["file"].removesuffix(".html") for record in INDEX]


@cache
def archived() -> dict[str, Page]:
    """Every page as a replay gives it to the spider, by its name."""
    found = [place for place in Replay([PAGES]) if isinstance(place, Page)]
    return {record["file"].removesuffix(".html"): page for record, page in zip(INDEX, found, strict=True)}


@cache
def reading(name: str) -> Report | Rejection:
    return normalise(archived()[name], topic="any")


def shown(verdict: Report | Rejection) -> Row:
    """What the golden of a page shows: the fields of its row, or how it ended without one."""
    if isinstance(verdict, Rejection):
        return {"outcome": str(verdict.outcome)}
    said = verdict.to_dict()
    return {**{name: said[name] for name in named("golden")}, "civic": is_civic(verdict.topic)}


def golden(name: str) -> Row:
    path = PAGES / f"{name}.expected.json"
    if not path.exists():
        written = json.dumps(shown(reading(name)), ensure_ascii=False, indent=1)
        path.write_text(f"{written}\n", encoding="utf-8")
        pytest.fail(f"{path.name} was missing and has been written: correct it to what a reader would expect, and commit it")
    expected: Row = load(path)
    return expected


def disagreements(name: str) -> set[str]:
    """The fields in which the reading differs from the golden; the outcome alone where only one of the two is a row."""
    found, expected = shown(reading(name)), golden(name)
    if found.get("outcome") != expected.get("outcome"):
        return {"outcome"}
    return {field for field in found.keys() | expected.keys() if found.get(field) != expected.get(field)}


def test_index_and_files_account_for_each_other():
    assert len(set(NAMES)) == len(NAMES)
    assert {path.stem for path in PAGES.glob("*.html")} == set(NAMES)
    assert {path.name.removesuffix(".expected.json") for path in PAGES.glob("*.expected.json")} <= set(NAMES)
    assert {path.name for path in PAGES.iterdir() if path.suffix not in {".html", ".jsonl"} and ".expected." not in path.name} <= {
        "floors.json",
        "known.json",
    }
    assert not [path.name for path in PAGES.glob("*.html") if path.stat().st_size > LARGEST]
    assert set(load(PAGES / "known.json")) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_page_comes_out_as_a_reader_expects(name):
    known: dict[str, str] = load(PAGES / "known.json").get(name, {})
    differs = disagreements(name)
    found, expected = shown(reading(name)), golden(name)
    wrong = sorted(differs - known.keys())
    assert {field: found.get(field) for field in wrong} == {field: expected.get(field) for field in wrong}
    gone = sorted(known.keys() - differs)
    assert not gone, f"{name} is read as expected now: remove {', '.join(gone)} from its entry in {PAGES.name}/known.json"


@pytest.mark.parametrize("name", NAMES)
def test_every_character_of_a_page_is_accounted_for(name):
    assert_conserved(reading(name))


# -------------------------------------------------------------------------------------------------------------------- the gate


def test_figures_may_only_rise():
    floors, now = load(PAGES / "floors.json"), figures()
    assert now.keys() == floors.keys()
    fell = {name: f"{floors[name]} -> {now[name]}" for name in now if now[name] < floors[name]}
    assert not fell, f"the reading of fixtures/pages became worse: {fell}"
    rose = {name: now[name] for name in now if now[name] > floors[name]}
    assert not rose, f"the reading of fixtures/pages became better: raise {rose} in fixtures/pages/floors.json"


def figures() -> dict[str, float]:
    """Figures over all pages, each the better the higher, cut to four decimals.

    `body_f1`: macro mean over the articles of the F1 of character 4-grams, white space aside. `leaks`: minus the number of runs of
    four characters and more that stand in a body and not in its golden. `outcomes`: share of the pages that end as expected (a row, or
    the outcome named). The rest: share of the articles whose field is exactly the golden's.
    """
    articles = [name for name in NAMES if "outcome" not in golden(name)]
    read = {name: shown(reading(name)) for name in NAMES}
    outcomes = sum(read[name].get("outcome") == golden(name).get("outcome") for name in NAMES)
    out = {
        "outcomes": outcomes / len(NAMES),
        "body_f1": sum(f1(text_of(read[name]), text_of(golden(name))) for name in articles) / len(articles),
        "leaks": -sum(leaks(text_of(read[name]), text_of(golden(name))) for name in NAMES),
    }
    for field in FIELDS:
        out[field] = sum(field in read[name] and read[name][field] == golden(name)[field] for name in articles) / len(articles)
    return {name: int(value * 10_000 + 1e-6) / 10_000 if value >= 0 else value for name, value in out.items()}


def text_of(row: Row) -> str:
    return squeeze("".join(row.get("body", ())))


def f1(found: str, expected: str) -> float:
    """F1 of the character 4-grams of two texts."""
    have, want = grams(found), grams(expected)
    hit = (have & want).total()
    return 2 * hit / (have.total() + want.total()) if hit else 0.0


def grams(text: str) -> Counter[str]:
    return Counter(text[n : n + 4] for n in range(max(1, len(text) - 3)))


def leaks(found: str, expected: str) -> int:
    """How many runs of four characters and more the text found has beside the expected one."""
    steps = SequenceMatcher(None, expected, found, autojunk=False).get_opcodes()
    return sum(kind in {"insert", "replace"} and end - start >= 4 for kind, _, _, start, end in steps)


def test_the_measures_of_the_gate_measure():
    assert f1("社区志愿者清扫街道", "社区志愿者清扫街道") == 1
    assert f1("", "社区志愿者清扫街道") == 0
    assert 0 < f1("社区志愿者清扫街道责任编辑", "社区志愿者清扫街道") < 1
    assert leaks("社区志愿者清扫街道责任编辑", "社区志愿者清扫街道") == 1
    assert leaks("社区志愿者清扫", "社区志愿者清扫街道") == 0
