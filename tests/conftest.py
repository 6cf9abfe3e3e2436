"""What holds for every test: no network but loopback, the same generated examples on every machine that says CI, and which are quick."""

import ipaddress
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

SLOW = frozenset(
    {
        "commands/test_sources.py",
        "ledger/test_attacker.py",
        "ledger/test_companion.py",
        "ledger/test_damage.py",
        "ledger/test_hardness.py",
        "ledger/test_notices.py",
        "ledger/test_pieces.py",
        "ledger/test_server.py",
        "ledger/test_settling.py",
        "run/test_worker.py",
        "small_web/test_forms.py",
        "small_web/test_live.py",
        "test_crash.py",
        "test_fuzzing.py",
        "test_hostile.py",
        "test_main.py",
        "test_operations.py",
        "test_regexes.py",
        "test_run.py",
        "test_scrapy_citizen.py",
    }
)
"""Modules that start processes, serve a web of their own or try thousands of examples; single tests carry the marker `slow` themselves.

What is not slow is quick: `pytest -m quick` takes under two minutes on two busy cores.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test as slow or quick."""
    for item in items:
        name = item.path.relative_to(Path(__file__).parent).as_posix()
        if name in SLOW:
            item.add_marker("slow")
        if item.get_closest_marker("slow") is None:
            item.add_marker("quick")


# Speed is measured in benchmarks, never by a deadline of a test. In CI (hypothesis' own profile "ci") examples are not random.
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


class NetworkForbiddenError(OSError):
    """A test asked for another machine."""


def _stay_at_home(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    try:
        here = ipaddress.ip_address(name.partition("%")[0]).is_loopback or name in {"0.0.0.0", "::"}
    except ValueError:
        here = name in {"", "localhost"}
    if not here:
        raise NetworkForbiddenError(f"tests stay on loopback, and one asked for {name}")


sys.addaudithook(_stay_at_home)
