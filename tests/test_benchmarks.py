"""The arithmetic of the benchmarks that judge: what they measure is measured elsewhere, and by nobody's clock."""

from __future__ import annotations

import importlib
import json
from typing import Any

instructions: Any = importlib.import_module("benchmarks.instructions")


def test_start_up_cancels_and_a_later_pass_is_told_from_the_first():
    assert instructions.costs({0: 1_000, 1: 1_600, 2: 1_800, 4: 2_220}) == {"first pass": 600, "later pass": 210}


def test_a_figure_above_its_tolerance_is_named_and_one_at_it_is_not():
    recorded = {"first pass": 1_000, "later pass": 100}
    assert instructions.above({"first pass": 1_030, "later pass": 103}, recorded) == []
    assert instructions.above({"first pass": 500, "later pass": 104}, recorded) == ["later pass: 1.040 times the recorded 100 instructions"]


def test_what_is_recorded_is_what_is_counted():
    recorded = json.loads(instructions.RECORDED.read_text(encoding="utf-8"))
    assert recorded["instructions"].keys() == instructions.costs(dict.fromkeys(instructions.PASSES, 0)).keys()
    assert recorded["build"].keys() == instructions.built().keys()


def test_without_valgrind_nothing_is_counted_and_nothing_fails(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["instructions.py"])
    monkeypatch.setattr(instructions.shutil, "which", lambda _name: None)
    instructions.main()
    assert "not installed" in capsys.readouterr().out


def test_the_pages_that_are_read_are_the_given_ones_and_ours():
    kinds = {page.content_type for page in instructions.pages()}
    assert kinds == {"text/plain", "text/html"}
