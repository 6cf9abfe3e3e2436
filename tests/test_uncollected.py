"""A page is read without looking for cyclic garbage, and leaves that as it found it."""

import gc

import pytest

from newsbot import Page, normalise
from newsbot.normalise import STAGES, run_stage
from newsbot.reading import Reading
from newsbot.uncollected import SELDOM, seldom_collected, uncollected

PAGE = Page("http://www.example.cn/1.html", "<p>社区".encode(), {"content-type": "text/html"}, "2026-01-01T00:00:00+08:00")


@pytest.fixture(params=[True, False])
def collecting(request):
    """Whether garbage is looked for before the page."""
    before = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if before else gc.disable)()


def test_things_are_as_they_were_before_also_where_the_block_raises(collecting):
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled() is collecting

    with pytest.raises(ZeroDivisionError), uncollected():
        raise ZeroDivisionError
    assert gc.isenabled() is collecting


def test_no_garbage_is_looked_for_in_any_stage_nor_between_them(collecting):
    seen: list[bool] = []

    def looks(_reading: Reading) -> None:
        seen.append(gc.isenabled())

    normalise(PAGE, stages=(looks, STAGES[0], looks, *STAGES[1:]))
    assert (seen, gc.isenabled()) == ([False, False], collecting)


def test_nor_in_a_stage_that_is_run_alone(collecting):
    seen: list[bool] = []

    def fails(_reading: Reading) -> None:
        seen.append(gc.isenabled())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_stage(fails, Reading(PAGE, "any"))
    assert (seen, gc.isenabled()) == ([False], collecting)


def test_garbage_is_looked_for_seldom_inside_and_as_before_behind_it() -> None:
    before = gc.get_threshold()
    with seldom_collected():
        assert gc.get_threshold()[0] == max(SELDOM, before[0])
    assert gc.get_threshold() == before
    with pytest.raises(ZeroDivisionError), seldom_collected():
        raise ZeroDivisionError
    assert gc.get_threshold() == before


def test_who_wants_no_collector_gets_none() -> None:
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with seldom_collected():
            assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)
