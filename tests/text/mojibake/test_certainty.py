"""How sure a reading is: from a table that its script makes, and by what is left of the bytes of each character."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbot.text.mojibake import certainty
from newsbot.text.mojibake.certainty import BOUNDS, CERTAIN, CERTAIN_BESIDE_OPEN, CHANCES, WEIGHTS, Situation, reading_signs, settled
from newsbot.text.mojibake.language import LanguageModel
from newsbot.text.mojibake.partial_readings import Alternative, DamagedDocument, How, ShiftedRun
from newsbot.text.mojibake.weighing import Surroundings
from scripts.fit_certainty import Row, fit, write_table

DOCUMENT = DamagedDocument(
    LanguageModel(["社区居民参与文明城市建设，大家都说好。", "居民都说社区的活动办得好。"]), mirrored=True, private=True
)


def run(text: str, how: str, *others: Alternative) -> ShiftedRun:
    places = tuple(range(len(text)))
    parts = tuple(map(How, how))
    return ShiftedRun(0, len(text), text, places, parts, gain=20.0, lost=0, guessed=0, keyed=False, bare=False, alternatives=others)


def test_the_table_says_of_every_stretch_of_the_sum_how_often_it_was_right():
    assert len(CHANCES) == len(BOUNDS) + 1
    assert list(BOUNDS) == sorted(BOUNDS)
    assert list(CHANCES) == sorted(CHANCES)
    assert CHANCES[0] < CERTAIN < CHANCES[-1] < 1
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
    assert (sure.text, sure.gaps) == ("活动", ())
    doubtful = settled(run("活动", "fk", Alternative(0, 1, "劳", 0.0)), "x" * 9, around, DOCUMENT)
    assert doubtful.text[0] == "□"
    assert {text for text, _ in doubtful.gaps[0].candidates} >= {"活", "劳"}


def test_weights_are_fitted_to_what_was_right_and_written_as_a_table(tmp_path: Path):
    rows = [Row({"bias": 1.0, "rivals": value}, value < 0, (value,), "report") for value in (-3.0, -2.0, -1.0, 1.0, 2.0, 3.0)]
    weights = fit(rows)
    assert weights["rivals"] < -0.5
    assert abs(weights["bias"]) < 0.01
    write_table(tmp_path / "weights.toml", "What it is", weights, "\n[counted]\nbounds = []\n")
    assert (tmp_path / "weights.toml").read_text(encoding="utf-8").splitlines()[3] == "[weights]"


def test_beside_what_is_open_more_is_asked_of_a_character(monkeypatch):
    around = Surroundings("\n居民都说社区的", "办得好。\n")
    whole = run("活动", "kk")
    signs = reading_signs(whole, around, DOCUMENT)
    chances = dict(zip(signs, (0.5, (CERTAIN + CERTAIN_BESIDE_OPEN) / 2), strict=True))
    monkeypatch.setattr(certainty, "_probability", chances.__getitem__)
    assert settled(whole, "x" * 9, around, DOCUMENT).text == "□□"
    chances[signs[0]] = CERTAIN
    assert settled(whole, "x" * 9, around, DOCUMENT).text == "活动"
    chances[signs[0]], chances[signs[1]] = 0.5, CERTAIN_BESIDE_OPEN
    assert settled(whole, "x" * 9, around, DOCUMENT).text == "□动"
