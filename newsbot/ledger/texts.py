"""The texts of pages as they are compared, read from the ledger and kept for a while."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from newsbot.ledger.schema import pages
from newsbot.reposts.fingerprints import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

KEPT = 4_000
"""Texts kept in memory, of some 6 KiB each, and …"""

ALIGNED = 300
"""… those of them that keep their anchors, of 100 to 200 KiB each."""


class Texts:
    """Texts by their number in the index, the least recently used forgotten first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kept: dict[int, tuple[int, Text]] = {}

    def load(self, numbers: Iterable[int]) -> dict[int, tuple[int, Text]]:
        """Return (page, text) by number, for up to `IN_ONE_QUERY` of them; a page that is gone is left out."""
        found = {}
        missing = []
        for number in numbers:
            kept = self._kept.pop(number, None)
            if kept is None:
                missing.append(number)
            else:
                found[number] = kept
        query = select(*pages.c["number", "page", "content"]).where(pages.c.number.in_(missing), pages.c.content.is_not(None))
        for number, page, stored in self._connection.execute(query):
            found[number] = page, text_of(decoded(stored))
        self._kept.update(found)
        self._shrink()
        return found

    def _shrink(self) -> None:
        for number in list(self._kept)[: max(0, len(self._kept) - KEPT)]:
            del self._kept[number]
        for number in list(self._kept)[: max(0, len(self._kept) - ALIGNED)]:
            self._kept[number][1].lighten()


def contents(connection: Connection, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what the ledger keeps of some pages, undecoded into classes: for up to `IN_ONE_QUERY` pages."""
    query = select(pages.c.page, pages.c.content).where(pages.c.page.in_(numbers), pages.c.content.is_not(None))
    return {number: decoded(stored) for number, stored in connection.execute(query)}


def decoded(stored: bytes) -> dict[str, Any]:
    """Return what `pack` stored, undecoded into classes."""
    kept: dict[str, Any] = json.loads(zlib.decompress(stored).decode("utf-8", "surrogatepass"))
    return kept


def text_of(kept: dict[str, Any]) -> Text:
    """Return the text of a page as it is compared."""
    return Text(kept["title"], kept["body"])
