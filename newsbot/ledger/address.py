"""The address of a ledger: a path, ``sqlite:///`` and a path, or that of a PostgreSQL server; and how it may be shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError as AddressError

from newsbot.exceptions import ArgumentError
from newsbot.said import said

SERVER: Final = "postgresql"
"""The one kind of database server that is known."""

_FILE: Final = "sqlite:///"
_SECRETS: Final = frozenset({"password", "sslpassword", "passfile"})
"""Keys after the question mark of an address that nobody else is to read."""

_HIDDEN: Final = "***"
_AFTER_USER = re.compile(r"(://[^/@:]{0,200}):[^/@]{1,200}@")
_IN_QUERY = re.compile(rf"\b({'|'.join(sorted(_SECRETS))})=[^&\s]{{1,200}}")


def parsed(address: str) -> URL | None:
    """Return the parts of a database address; None for a path. Raises ArgumentError for what is neither."""
    if "://" not in address:
        return None
    try:
        return make_url(address)
    except (AddressError, ValueError) as error:
        raise ArgumentError(
            said("LEDGER={address!r} is neither a path nor a database address like sqlite:///file.", address=shown(address))
        ) from error


def file_of(address: str) -> Path | None:
    """Return the file that an address names, as a path or after ``sqlite:///``; None where it is that of another database."""
    path = address.removeprefix(_FILE)
    return None if "://" in path else Path(path)


def on_server(address: str) -> bool:
    """Return whether the address is that of a PostgreSQL server, well formed or not."""
    return address.partition("://")[0].partition("+")[0] == SERVER and "://" in address


def shown(address: str) -> str:
    """Return the address as records, logs and messages may show it: without what lets somebody in."""
    if "://" not in address:
        return address
    return _IN_QUERY.sub(rf"\1={_HIDDEN}", _AFTER_USER.sub(rf"\1:{_HIDDEN}@", address))


class ShyAddress(str):
    """An address that is one, and is printed without its password: Scrapy prints every setting that was given."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return what may be shown."""
        return repr(shown(str(self)))
