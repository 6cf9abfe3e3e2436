"""Tests of a frontier run on a Redis server: in CI always, elsewhere where there is one."""

import os
from collections.abc import Iterator

import pytest

from tests.fleet.servers import namespace, why_no_redis


@pytest.fixture
def frontier() -> Iterator[str]:
    """Where the frontier of a test stands."""
    if missing := why_no_redis():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    with namespace() as address:
        yield address
