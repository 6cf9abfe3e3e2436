"""Every test of a ledger that takes `place` runs on a file and on a server."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.ledger.stores import schema, why_no_server

KINDS = ("sqlite", "postgresql")


@pytest.fixture(params=KINDS)
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Give, each time it is called, where another ledger may stand."""
    if request.param == "postgresql" and (missing := why_no_server()):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    with ExitStack() as stack:
        places = iter(range(1_000))
        if request.param == "postgresql":
            yield lambda: stack.enter_context(schema())
        else:
            yield lambda: str(tmp_path / f"ledger{next(places)}.sqlite")


@pytest.fixture
def place(new_place: Callable[[], str]) -> str:
    """Where the ledger of a test may stand."""
    return new_place()
