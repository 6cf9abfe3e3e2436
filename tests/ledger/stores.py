"""Where the ledgers of tests stand: files, and schemas of their own on a PostgreSQL server."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

SERVER = os.environ.get("NEWSBOT_TEST_POSTGRESQL", "postgresql://127.0.0.1:5432/test")


def _engine(place: str):
    if "://" not in place:
        return create_engine(f"sqlite:///{place}", poolclass=NullPool)
    return create_engine(make_url(place).set(drivername="postgresql+psycopg"), poolclass=NullPool)


@cache
def why_no_server() -> str | None:
    """Why tests cannot use the server; None where they can."""
    if find_spec("psycopg") is None:
        return "psycopg is not installed: pip install newsbot[cluster]"
    try:
        with _engine(SERVER).connect():
            return None
    except SQLAlchemyError as error:
        return f"no PostgreSQL server at {SERVER} (NEWSBOT_TEST_POSTGRESQL names another): {' '.join(str(error.__cause__).split())[:200]}"


@contextmanager
def schema() -> Iterator[str]:
    """The address of an empty schema, which is gone afterwards."""
    name = f"newsbot_test_{secrets.token_hex(6)}"
    sql(SERVER, f"CREATE SCHEMA {name}")
    try:
        yield f"{SERVER}?options=-csearch_path%3D{name}"
    finally:
        sql(SERVER, f"DROP SCHEMA {name} CASCADE")


def sql(place: str | Path, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """What a statement gives on the ledger at a place; its changes stay."""
    engine = _engine(str(place))
    with engine.begin() as connection:
        done = connection.execute(text(query), values)
        found = [tuple(row) for row in done] if done.returns_rows else []
    engine.dispose()
    return found
