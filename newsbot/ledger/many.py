"""One statement for many rows, given to the database without what SQLAlchemy does for each row.

That is to look up each value by its name in a map of its own and to pass it through a function for its type: half of the time that
SQLite needs to insert a page. The tables of the ledger have numbers, texts and bytes, which both databases take as they are.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Insert, Update
    from sqlalchemy.engine import Dialect


def execute_many(connection: Connection, statement: Insert | Update, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows with a statement that is executed for each: their values by name, the same names in all. Nothing for no rows.

    A column that the rows do not name gets the default that the database has for it, not one of the table's in Python; what the statement
    itself says of a column must be written into it, not be a parameter with a value.
    """
    if rows:
        written, in_order = _written(statement, connection.dialect, tuple(rows[0]))
        connection.exec_driver_sql(written, list(map(in_order, rows)))


@lru_cache(64)
def _written(statement: Insert | Update, dialect: Dialect, names: tuple[str, ...]) -> tuple[str, Callable[[dict[str, Any]], Any]]:
    """Return a statement as a database takes it, and what puts a row in the order of its places, where these have no names."""
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    places = compiled.positiontup
    return str(compiled), itemgetter(*places) if places else dict
