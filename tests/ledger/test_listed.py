"""One parameter for many values: the same as a list of them, on both stores, and found by the index."""

import pytest
from sqlalchemy import insert, select, text

from newsbot.ledger import Ledger
from newsbot.ledger.listed import is_listed
from newsbot.ledger.schema import notes, pages
from tests.ledger.made import report

NAMES = ["a", "沅水", 'with "quotes" and \\', "[1]", "null", "'"]


@pytest.fixture
def ledger(place):
    with Ledger.open(place, run="one", version="1") as opened:
        for number in range(6):
            opened.record(report(number))
        opened.commit()
        yield opened


def asked(ledger, query, **parameters):
    return ledger._do(lambda connection: connection.execute(query, parameters).scalars().all(), writes=False)


@pytest.mark.parametrize("wanted", [[], [1], [1, 3, 99], range(1, 500)])
def test_numbers_are_found_as_by_a_list(ledger, wanted):
    listed = asked(ledger, select(pages.c.page).where(pages.c.page.in_(wanted)).order_by(pages.c.page))
    assert asked(ledger, select(pages.c.page).where(is_listed(pages.c.page, wanted)).order_by(pages.c.page)) == listed
    assert asked(ledger, select(pages.c.page).where(is_listed(pages.c.page)).order_by(pages.c.page), wanted=wanted) == listed


def test_texts_are_found_to_the_letter(ledger):
    ledger._do(lambda connection: connection.execute(insert(notes), [{"name": name, "note": "{}"} for name in NAMES]))
    for name in NAMES:
        assert asked(ledger, select(notes.c.name).where(is_listed(notes.c.name)), wanted=[name]) == [name]
    assert set(asked(ledger, select(notes.c.name).where(is_listed(notes.c.name, {*NAMES, "none"})))) == set(NAMES)


def test_it_goes_with_other_conditions(ledger):
    both = is_listed(pages.c.page, [1, 2, 3]) & is_listed(pages.c.page, [3, 4])
    either = is_listed(pages.c.page, [1]) | is_listed(pages.c.page, [3])
    assert asked(ledger, select(pages.c.page).where(both)) == [3]
    assert asked(ledger, select(pages.c.page).where(either).order_by(pages.c.page)) == [1, 3]


@pytest.mark.parametrize("column", [pages.c.page, pages.c.address, pages.c.number, pages.c.report])
def test_a_file_is_searched_by_its_index(tmp_path, column):
    with Ledger.open(str(tmp_path / "ledger.sqlite"), run="one", version="1") as ledger:
        query = select(pages.c.title).where(is_listed(column, [1, 2]))

        def explained(connection):
            said = query.compile(connection, compile_kwargs={"literal_binds": False})
            return [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {said}".replace("?", "'[]'")))]

        plan = ledger._do(explained, writes=False)
    assert any(step.startswith("SEARCH pages") for step in plan)
    assert not any(step.startswith("SCAN pages") for step in plan)
