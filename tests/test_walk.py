"""How often a page steps from module to module on its way through the code: a way that winds is one that nobody can follow."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMES = ("day_only", "list_of_reports", "several_pages")
MOST = {"looked at": 125, "normalised": 325}
"""Our pages have 106 to 112 stays where they are looked at and 92 to 323 where they are read; the bounds may only fall."""


@pytest.fixture(scope="module")
def said():
    """What `python -m scripts.walk` says of our pages: in a process of its own, which nothing else watches."""
    pages = [str(ROOT / "fixtures" / "pages" / f"{name}.html") for name in NAMES]
    ran = subprocess.run([sys.executable, "-m", "scripts.walk", *pages], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    return {
        (found[1], found[2]): tuple(map(int, found.group(3, 4, 5)))
        for found in re.finditer(r"^(\w+)\.html, ([a-z ]+): (\d+) stays, (\d+) rooms, (\d+) returns$", ran.stdout, re.MULTILINE)
    }


@pytest.mark.parametrize("what", MOST)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_steps_through_few_modules(said, what, name):
    stays, rooms, returns = said[name, what]
    assert 20 < rooms <= stays <= MOST[what]
    assert returns == stays - rooms


def test_a_stay_is_a_stretch_of_calls_in_one_module_and_each_function_counts_once():
    code = (
        "from newsbot import words\nfrom scripts.walk import walked\n"
        "walk = walked(lambda: [words.either(['a', 'ab']) for _ in range(3)])\nprint(walk.stays, walk.rooms, walk.returns)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "['newsbot.words'] 1 0"
