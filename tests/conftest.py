"""What holds for every test: no network but loopback, and the same generated examples on every machine that says CI."""

import ipaddress
import os
import sys

from hypothesis import settings

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
