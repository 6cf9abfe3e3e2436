"""How sure a reading is: from a table that its script makes, and by what is left of the bytes of each character."""

from __future__ import annotations

import tomllib
from math import log
from pathlib import Path

import pytest

from newsbot.text.mojibake import certainty
from newsbot.text.mojibake.certainty import (
    WEIGHTS,
    SettledRun,
    Situation,
    reading_signs,
    settled,
)
from newsbot.text.mojibake.language import LanguageModel
from newsbot.text.mojibake.partial_readings import Alternative, DamagedDocument, How, ShiftedRun
from newsbot.text.mojibake.weighing import Surroundings
from scripts import fit_certainty
from scripts.fit_certainty import Row, fit, write_table

DOCUMENT = DamagedDocument(
    LanguageModel(["社区居民参与文明城市建设，大家都说好。", "居民都说社区的活动办得好。"]), mirrored=True, private=True
)


def run(text: str, how: str, *others: Alternative) -> ShiftedRun:
    places = tuple(range(len(text)))
    parts = tuple(map(How, how))
    return ShiftedRun(0, len(text), text, places, parts, gain=20.0, lost=0, guessed=0, keyed=False, bare=False, alternatives=others)


def test_every_situation_has_its_weight():
    assert set(WEIGHTS) >= {str(situation) for situation in Situation}


@pytest.mark.parametrize(
    ("text", "how", "after", "last"),
    [
        ("办得好。", "kkkt", "\n", Situation.ENDING),
        ("办得好。", "kkkt", "居民", Situation.TRAIL_LOST),
        ("办得好", "kkt", "\n", Situation.TRAIL_LOST),
        ("办得好。”", "kkkkt", " 居民", Situation.ENDING),
        ("办得好。", "kkkt", " 居民", Situation.TRAIL_LOST),
    ],
)
def test_a_mark_at_the_end_of_a_line_is_told_from_other_last_characters(text, how, after, last):
    assert reading_signs(run(text, how), Surroundings("\n活动", after), DOCUMENT)[-1].situation is last


def test_a_closing_quotation_mark_before_a_blank_that_was_swallowed_ends_a_paragraph():
    signs = reading_signs(run("办得好。” ", "kkkkts"), Surroundings("\n“活动", "居民"), DOCUMENT)
    assert [sign.situation for sign in signs[-2:]] == [Situation.ENDING, Situation.SWALLOWED]


def test_what_nothing_speaks_against_is_read_and_what_has_a_rival_as_likely_stands_open():
    around = Surroundings("\n居民都说社区的", "办得好。\n")
    sure = settled(run("活动", "kk"), "x" * 9, around, DOCUMENT)
    assert sure == SettledRun("活动", ())
    doubtful = settled(run("活动", "fk", Alternative(0, 1, "劳", 0.0)), "x" * 9, around, DOCUMENT)
    assert doubtful.text[0] == "□"
    assert {text for text, _ in doubtful.gaps[0].candidates} >= {"活", "劳"}


def test_weights_are_fitted_to_what_was_right_and_written_as_a_table(tmp_path: Path):
    rows = [Row({"bias": 1.0, "rivals": value}, value < 0, (value,), "report") for value in (-3.0, -2.0, -1.0, 1.0, 2.0, 3.0)]
    weights = fit(rows)
    assert weights["rivals"] < -0.5
    assert abs(weights["bias"]) < 0.01
    write_table(tmp_path / "weights.toml", "What it is", weights)
    assert tomllib.loads((tmp_path / "weights.toml").read_text(encoding="utf-8")) == {"weights": weights}


def settled_with(monkeypatch: pytest.MonkeyPatch, *sums: float) -> SettledRun:
    """How two characters are settled whose signs weigh so much."""
    weighed = iter(sums)
    monkeypatch.setattr(certainty, "odds", lambda *_: next(weighed))
    return settled(run("活动", "kk"), "x" * 9, Surroundings("\n居民都说社区的", "办得好。\n"), DOCUMENT)


def test_a_character_is_taken_from_odds_of_99_to_1(monkeypatch):
    assert settled_with(monkeypatch, log(99) - 0.01, 9.0).text == "□动"
    assert settled_with(monkeypatch, log(99) + 0.01, 9.0).text == "活动"


def test_what_was_right_is_counted_by_a_fit_that_has_not_seen_the_report(monkeypatch):
    reports = [f"report {n}" for n in range(20)]
    seen: list[set[str]] = []

    def fitted(rows: list[Row]) -> dict[str, float]:
        seen.append({row.report for row in rows})
        return {"weight": 1.0}

    monkeypatch.setattr(fit_certainty, "fit", fitted)
    rows = [Row({"weight": 3.5}, report != reports[0], (Situation.STOP, report), report) for report in reports]
    [line] = fit_certainty.calibration([*rows, Row({"weight": 90.0}, right=True, key=(Situation.STOP, "x"), report=reports[0])])
    assert line.split() == ["stop", "0/0", "0/0", "0/0", "19/1", "0/0", "0/0", "0/0", "0/0", "1/0"]
    assert set(reports) == set().union(*(set(reports) - one for one in seen))
    assert all(one < set(reports) for one in seen)
