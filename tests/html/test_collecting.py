"""A page is read without looking for cyclic garbage, and leaves that as it found it."""

import gc

import pytest

from newsbot.html.page import read_html
from newsbot.model import Block


@pytest.mark.parametrize("collecting", [True, False])
def test_garbage_is_looked_for_after_a_page_as_it_was_before_also_where_reading_it_fails(monkeypatch, collecting):
    seen: list[bool] = []

    def fails(*_given: object) -> list[Block]:
        seen.append(gc.isenabled())
        raise ZeroDivisionError

    before = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        read_html("<p>社区", "http://www.example.cn/")
        assert gc.isenabled() is collecting
        monkeypatch.setattr("newsbot.html.page._blocks", fails)
        with pytest.raises(ZeroDivisionError):
            read_html("<p>社区", "http://www.example.cn/")
        assert (seen, gc.isenabled()) == ([False], collecting)
    finally:
        (gc.enable if before else gc.disable)()
