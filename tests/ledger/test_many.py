"""One statement for many rows stores what SQLAlchemy's own execution stores, on both stores."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, func, select, update

from newsbot.ledger import Ledger
from newsbot.ledger.many import execute_many
from newsbot.ledger.schema import notes, pages, relations
from newsbot.ledger.visits import visit_of
from tests.ledger.made import report

RELATED: list[dict[str, Any]] = [
    {
        "page": 1,
        "other": other,
        "share": 0.5,
        "other_share": 1.0,
        "density": 0.25,
        **dict.fromkeys(("start", "stop", "other_start", "other_stop"), other),
        "spans": None,
    }
    for other in (2, 3)
]


@pytest.mark.parametrize("table", [notes, pages, relations])
def test_rows_are_inserted_as_they_are(place, table):
    visits = [visit_of(report(number, title="𠀀沅水'\"\\"), "one", "1") for number in range(3)]
    rows = {notes: [{"name": "a:b", "note": "%s ?"}, {"name": "", "note": "{}"}], pages: visits, relations: RELATED}[table]

    def inserted(connection: Connection, *, many: bool) -> list[Any]:
        connection.execute(table.delete())
        if many:
            execute_many(connection, table.insert(), rows)
        else:
            connection.execute(table.insert(), rows)
        shown = [column for column in table.c if column is not pages.c.page]
        return [tuple(row) for row in connection.execute(select(*shown).order_by(*shown[:2]))]

    with Ledger.open(place, run="one", version="1") as ledger:
        plain = ledger._do(lambda connection: inserted(connection, many=False))
        assert ledger._do(lambda connection: inserted(connection, many=True)) == plain
        assert len(plain) == len(rows)


def test_rows_are_changed_one_by_one_and_none_are_where_none_are_given(place):
    change = update(pages).where(pages.c.page == bindparam("which")).values(seen=func.coalesce(pages.c.seen, bindparam("now")))
    with Ledger.open(place, run="one", version="1") as ledger:
        for number in range(3):
            ledger.record(report(number))
        ledger.commit()
        numbers = ledger._do(lambda connection: list(connection.execute(select(pages.c.page).order_by(pages.c.page)).scalars()))
        for now in (5, 9):
            values = [{"which": page, "now": now} for page in numbers[:2]]
            ledger._do(partial(execute_many, statement=change, rows=values))
        ledger._do(partial(execute_many, statement=change, rows=[]))
        seen = ledger._do(lambda connection: list(connection.execute(select(pages.c.seen).order_by(pages.c.page)).scalars()))
    assert seen == [5, 5, None]
