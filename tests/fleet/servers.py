"""The Redis server of tests, and a namespace of their own on it."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

SERVER = os.environ.get("NEWSBOT_TEST_REDIS", "redis://127.0.0.1:6379/0")


@cache
def why_no_redis() -> str | None:
    """Why tests cannot use the server; None where they can."""
    if find_spec("redis") is None:
        return "redis is not installed: pip install newsbot[cluster]"
    redis: Any = import_module("redis")
    try:
        client().ping()
    except redis.exceptions.RedisError as error:
        return f"no Redis server at {SERVER} (NEWSBOT_TEST_REDIS names another): {error}"
    return None


def client() -> Any:
    """A connection of the test's own."""
    redis: Any = import_module("redis")
    return redis.Redis.from_url(SERVER, decode_responses=True)


@contextmanager
def namespace() -> Iterator[str]:
    """The address of a frontier that nobody else has; its keys are gone afterwards."""
    name = f"test-{secrets.token_hex(6)}"
    server = client()
    try:
        yield f"{SERVER}?namespace={name}"
    finally:
        for key in server.scan_iter(f"{{{name}}}*"):
            server.delete(key)
        server.close()
