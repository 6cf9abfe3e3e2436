"""The Redis server of a frontier: its address, one script that does every operation, and patience where it is away."""

from __future__ import annotations

import re
import time
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from typing import Any, Final

from newsbot.exceptions import ArgumentError, FrontierError
from newsbot.ledger.address import shown
from newsbot.said import said

SCHEMES: Final = ("redis://", "rediss://", "unix://")
"""How the address of a Redis server begins: plain, with TLS, and by a socket of this machine."""

SERVER_AWAY_SECONDS: Final = 20.0
"""Seconds that the server may be away: it is started anew in a few."""

_ANSWERS_WITHIN: Final = 5.0
"""Seconds for a connection, and for an answer."""
_FIRST_WAIT, _LONGEST_WAIT = 0.05, 1.0
_NAMESPACE = re.compile(r"([?&])namespace=([A-Za-z0-9_.-]{1,60})(?:&|$)")


def why_not_address(address: str) -> str | None:
    """Return why a text is no address of a frontier."""
    if not address.startswith(SCHEMES):
        return said("that is no address of a Redis server.")
    return None if find_spec("redis") is not None else said("a shared queue needs newsbot[cluster]; install it.")


class Server:
    """Calls of one frontier's script. Raises FrontierError where the server cannot be had."""

    def __init__(self, address: str, *, patience: float = SERVER_AWAY_SECONDS) -> None:
        """Connect at the first call. ``address`` may name a ``namespace=``, which keeps the keys of several users apart."""
        self.place = shown(address)
        self._patience = patience
        self._redis: Any = import_module("redis")
        found = _NAMESPACE.search(address)
        self._prefix = f"{{{found[2] if found else 'newsbot'}}}"
        plain = _NAMESPACE.sub(lambda match: match[1] if match[0].endswith("&") else "", address)
        try:
            self._client: Any = self._redis.Redis.from_url(
                plain, socket_timeout=_ANSWERS_WITHIN, socket_connect_timeout=_ANSWERS_WITHIN, decode_responses=True, max_connections=4
            )
        except (ValueError, TypeError) as error:
            raise ArgumentError(
                said("FRONTIER={place} is no address of a Redis server like redis://127.0.0.1:6379/0.", place=self.place)
            ) from error
        self._script: Any = self._client.register_script((files("newsbot.fleet") / "frontier.lua").read_text("utf-8"))

    def call(self, operation: str, *given: object) -> Any:
        """Return what the operation gives, tried again where the connection was lost: each may be done twice.

        One that was done and of which no answer came costs little: a popped request goes back when its worker is done or dead.
        """
        until = time.monotonic() + self._patience
        wait = _FIRST_WAIT
        while True:
            try:
                return self._script(keys=[self._prefix], args=[operation, *given])
            except (self._redis.exceptions.ConnectionError, self._redis.exceptions.TimeoutError) as error:
                refused = isinstance(error, self._redis.exceptions.AuthenticationError)
                if refused or time.monotonic() >= until:
                    raise FrontierError(
                        said(
                            "FRONTIER={place} cannot be reached ({why}). Run again later: what was read is in the ledger.",
                            place=self.place,
                            why=_words(error),
                        )
                    ) from None
            except self._redis.exceptions.RedisError as error:
                raise FrontierError(said("FRONTIER={place} cannot be used ({why}).", place=self.place, why=_words(error))) from None
            time.sleep(min(wait, max(0.0, until - time.monotonic())))
            wait = min(2 * wait, _LONGEST_WAIT)

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()


def _words(error: Exception) -> str:
    return shown(" ".join(str(error).split()))[:200]
