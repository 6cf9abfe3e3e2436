"""Whether a column has one of many values, asked with one parameter for all of them.

For ``column IN (?, ?, …)`` SQLAlchemy writes the statement anew for every list that it is given, which takes five times as long as SQLite
needs to find 500 values.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, Integer, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator

from newsbot.ledger.address import SERVER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Dialect
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.types import TypeEngine


class _Listed(TypeDecorator[Any]):
    """Numbers or texts as one value: an array of the server's, and JSON for SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, *, numbers: bool) -> None:
        super().__init__()
        self.numbers = numbers

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(Integer() if self.numbers else Text()) if dialect.name == SERVER else Text())

    def process_bind_param(self, value: Iterable[int] | Iterable[str] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return values if dialect.name == SERVER else json.dumps(values)


class _OneOf(FunctionElement[Any]):
    type = NullType()  # with Boolean it would be compared with 1, and no index used
    inherit_cache = True


@compiles(_OneOf)
def _in_file(element: _OneOf, compiler: SQLCompiler, **more: Any) -> str:
    column, wanted = (compiler.process(part, **more) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({wanted}))"  # noqa: S608 - of parts that SQLAlchemy wrote


@compiles(_OneOf, SERVER)
def _on_server(element: _OneOf, compiler: SQLCompiler, **more: Any) -> str:
    column, wanted = (compiler.process(part, **more) for part in element.clauses)
    return f"{column} = ANY ({wanted})"


def is_listed(column: ColumnElement[Any], values: Iterable[int] | Iterable[str] | None = None) -> ColumnElement[bool]:
    """Return the condition that a column of numbers or texts has one of these values; without any those of the parameter ``wanted``."""
    kind = _Listed(numbers=isinstance(column.type, Integer))
    wanted = bindparam("wanted", type_=kind) if values is None else bindparam(None, list(values), type_=kind, unique=True)
    return _OneOf(column, wanted)
