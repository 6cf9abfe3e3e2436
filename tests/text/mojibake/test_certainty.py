"""How sure a reading is: from a table that its script makes, and by what is left of the bytes of each character."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path

import pytest

from newsbot.text.mojibake import certainty
from newsbot.text.mojibake.certainty import (
    CERTAIN,
    COUNTED,
    WEIGHTS,
    SettledRun,
    Situation,
    reading_signs,
    remains_of,
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


def test_the_table_says_of_every_stretch_of_the_sum_how_often_it_was_right():
    assert set(WEIGHTS) >= {str(situation) for situation in Situation}
    assert COUNTED.keys() == {remains_of(situation) for situation in Situation}
    for bounds, right in COUNTED.values():
        assert len(right) == len(bounds) + 1
        assert bounds == sorted(bounds)
        assert right == sorted(right)
        assert right[0] < CERTAIN < right[-1] < 1


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


def settled_with(monkeypatch: pytest.MonkeyPatch, *sums: float) -> SettledRun:
    """How two characters are settled whose signs weigh so much."""
    weighed = iter(sums)
    monkeypatch.setattr(certainty, "odds", lambda *_: next(weighed))
    return settled(run("活动", "kk"), "x" * 9, Surroundings("\n居民都说社区的", "办得好。\n"), DOCUMENT)


BOUNDS, RIGHT = COUNTED["both_bytes"]
FIRST_CERTAIN: float = BOUNDS[next(n for n, chance in enumerate(RIGHT) if chance >= CERTAIN) - 1]


def test_what_is_taken_is_of_a_stretch_of_the_sum_of_signs_that_was_right_often_enough_by_itself(monkeypatch):
    assert settled_with(monkeypatch, FIRST_CERTAIN - 0.1, FIRST_CERTAIN + 0.1).text == "□动"
    assert settled_with(monkeypatch, FIRST_CERTAIN + 0.1, FIRST_CERTAIN + 0.1) == SettledRun("活动", ())


def made(report: str, sums: tuple[float, ...], *, right: bool, remains: str = "both_bytes") -> list[Row]:
    """The rows of a run of one report whose characters weigh so much by the only sign there is."""
    return [Row({"weight": weight}, right, (report, n), report, (report,), remains) for n, weight in enumerate(sums)]


def test_runs_are_counted_as_a_whole_by_their_least_sure_character(monkeypatch):
    monkeypatch.setattr(fit_certainty, "fit", lambda _: {"weight": 1.0})
    rows = [*made("a", (9.0, 3.2), right=True), *made("b", (9.0, 3.3), right=False), *made("c", (9.0, 8.0), right=True)]
    lost = [made("d", (9.0,), right=False)[0], made("d", (9.0,), right=False)[0]._replace(signs={})]
    shares = fit_certainty.chances([*rows, *lost, *made("e", (9.0, 3.2), right=False, remains="one_byte")])
    assert (shares["both_bytes"][bisect_left(BOUNDS, 3.2)], shares["both_bytes"][-1]) == (0.5, 0.75)
    assert shares["one_byte"][bisect_left(COUNTED["one_byte"].bounds, 3.2)] == 0.25
