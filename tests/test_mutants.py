"""The mutation tester itself: which numbers it takes for thresholds, and that a moved one is noticed or not."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.mutants import COSTS, ROOMS, ROOT, files_of, mutants, thresholds

MODULE = '''
"""A module."""
import re
MOST: Final = 12
WEIGHTS = {"title": 2.5, "lead": 1, "list": [4, 8]}
_FORM = re.compile("x", 64)

class Part:
    longest = 30

def judge(text, patience=7):
    first = text[2]
    if len(text) >= 40 and text[5] == "x" and 0 < text.count("y"):
        return (3, "a long text")
    return first + 9
'''


def test_constants_tables_comparisons_weights_and_defaults_are_thresholds():
    found = [(one.printed, one.name) for one in thresholds(Path("m.py"), MODULE)]
    assert [printed for printed, _ in found] == ["12", "2.5", "4", "8", "30", "7", "40", "3"]
    assert found[0][1] == "MOST"


def test_weights_of_data_tables_are_thresholds_and_codes_are_not():
    text = '# a table\n[terms]\n"创建" = 4\nsmall = 0.25\n"11" = "110101"\nlist = [3, 4]\none = 1\nbelow = -2\n'
    found = thresholds(Path("t.toml"), text)
    assert [(one.name, one.printed) for one in found] == [('"创建"', "4"), ("small", "0.25"), ("below", "2")]
    assert [text.splitlines()[one.line - 1][one.start :] for one in found] == ["4", "0.25", "2"]


@pytest.mark.parametrize(
    ("printed", "moved"), [("12", ["6", "18"]), ("2.5", ["1.25", "3.75"]), ("3", ["1", "5"]), ("1_000", ["500", "1500"]), ("2", ["1", "3"])]
)
def test_a_threshold_moves_half_down_and_half_up(printed, moved):
    assert thresholds(Path("m.py"), f"MOST = {printed}\n")[0].moved() == moved


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_thresholds_and_tests(room):
    assert (ROOT / "tests" / room).is_dir()
    assert files_of(room)
    assert len(mutants(room)) >= 20


def test_what_only_costs_is_known_by_its_name_and_is_little():
    (memory, lines) = thresholds(Path("m.py"), "REMEMBERED_LINES: Final = 512\nMAX_LINES: Final = 40\n")
    assert memory.is_cost
    assert not lines.is_cost
    every = [one for room in ROOMS for one, _ in mutants(room)]
    costs = {one.name for one in every if one.is_cost}
    assert len([one for one in every if one.is_cost]) < len(every) / 25
    assert not [pattern for pattern in COSTS if not any(re.fullmatch(pattern, name) for name in costs)]


@pytest.mark.slow
def test_a_moved_threshold_is_tried_out_in_a_copy():
    before = (ROOT / "newsbot/facts/keywords.py").read_bytes()
    command = [
        sys.executable,
        "scripts/mutants.py",
        "facts",
        "--only",
        "facts/keywords.py",
        "--sample",
        "1",
        "--tests",
        "tests/facts/test_keywords.py",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "caught 1 of 1 (100%)", done.stdout + done.stderr
    assert (ROOT / "newsbot/facts/keywords.py").read_bytes() == before
