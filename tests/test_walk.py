"""How often a page steps from module to module on its way through the code: a way that winds is one that nobody can follow."""

from pathlib import Path

import pytest

from newsbot import words
from scripts.walk import looked_at, read, walked

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"


@pytest.mark.parametrize(("work", "most"), [(looked_at, 125), (read, 325)], ids=["looked at", "read"])
@pytest.mark.parametrize("name", ["day_only", "list_of_reports", "several_pages"])
def test_a_page_steps_through_few_modules(work, most, name):
    """Our pages have 100 to 110 stays where they are looked at and 290 to 310 where they are read; the bounds may only fall."""
    body = (PAGES / f"{name}.html").read_bytes()
    work(body)()  # what is made once a process is made
    walk = walked(work(body))
    assert 20 < walk.rooms <= len(walk.stays) <= most
    assert walk.returns == len(walk.stays) - walk.rooms


def test_a_stay_is_a_stretch_of_calls_in_one_module_and_each_function_counts_once():
    walk = walked(lambda: [words.either(["报", "日报"]) for _ in range(3)])
    assert walk.stays == ["newsbot.words"]
    assert (walk.rooms, walk.returns) == (1, 0)
