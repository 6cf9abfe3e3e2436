"""The arithmetic of the benchmarks that judge: what they measure is measured elsewhere, and by nobody's clock."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

instructions: Any = importlib.import_module("benchmarks.instructions")

with_benchmarks = pytest.MonkeyPatch()
with_benchmarks.syspath_prepend(str(Path(__file__).parents[1] / "benchmarks"))
comparison: Any = importlib.import_module("benchmarks.comparison")
with_benchmarks.undo()


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


def test_what_is_measured_takes_its_place_in_the_comparison():
    text = f"# A\n{comparison.BEGIN}\nold\n{comparison.END}\nrest\n"
    assert comparison.written(text, ["| new |"]) == f"# A\n{comparison.BEGIN}\n\n| new |\n\n{comparison.END}\nrest\n"
    for path in comparison.DOCUMENTS.values():
        page = path.read_text(encoding="utf-8")
        for begin in (comparison.BEGIN, comparison.BEGIN_OTHERS):
            assert "| newsbot " in page.partition(begin)[2].partition(comparison.END)[0]


def test_both_pages_say_the_same_figures():
    pages = [path.read_text(encoding="utf-8") for path in comparison.DOCUMENTS.values()]
    rows = [[line for line in page.splitlines() if re.match(r"\| [\w-]+ \d[\w.]* \|", line)] for page in pages]
    assert rows[0] == rows[1]
    assert len(rows[0]) >= 6
    assert all(comparison.said(language, comparison.HEAD) in page for language, page in zip(comparison.DOCUMENTS, pages, strict=True))


def test_losses_are_counted_page_by_page_and_a_reader_that_fails_has_found_nothing():
    def fails(_page, _text):
        raise ValueError

    score = comparison.Score(0.5, 1.0, None, None, 1.0, [0.5, 0.99, 1.0])
    assert comparison._row("other 1.0", score._replace(bodies=[0.6, 1.0, 0.0]), score) == "| other 1.0 | 0.500 | 1.000 | - | - | 1 | 1.0 |"
    assert comparison.forgiving(fails)(None, "") == comparison.Found("", "", "")


def test_a_reader_is_scored_on_what_it_says_and_not_on_what_it_has_no_place_for():
    body = "街道组织志愿者深入社区开展环境整治，清理卫生死角，受到居民欢迎。" * 4
    bodies = {"body": body, "body_with_optional": body}
    golds = {
        "http://a.test/1": {"article": True, "title": "题", "title_alt": [], "date_published": "2024-05-06", **bodies},
        "http://a.test/2": {"article": False},
    }
    pages = [comparison.Page(url, b"<p>x") for url in golds]
    right = comparison.scored(lambda _page, _text: comparison.Found("题", body), pages, golds, 1)
    assert right[:4] == (1.0, 1.0, None, 1.0)
    nothing = comparison.scored(lambda _page, _text: comparison.Found("", "", ""), pages, golds, 1)
    assert nothing[:4] == (0.0, 0.0, 0.0, 0.0)


def test_the_goldens_beside_our_pages_are_what_is_compared_with():
    golds = comparison.golds_of(comparison.PAGES)
    assert sum(gold["article"] for gold in golds.values()) > 20
    assert sum(not gold["article"] for gold in golds.values()) > 3
