"""The texts of pages as they are compared, read from the ledger and kept for a while."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from newsbot.exceptions import ContentDamaged
from newsbot.ledger.content import SEALED, opened
from newsbot.ledger.schema import pages
from newsbot.reposts.fingerprints import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, RowMapping

TEXTS_TOGETHER = 128
"""Texts that are compared before the next are read. Each grows to 200 KiB of anchors meanwhile."""

KEPT_TEXTS = 6_000
"""Texts kept in memory, of some 5 KiB each: those of a piece, which are compared with each other, and …"""

KEPT_ANCHORS = 64
"""… those of them that keep their anchors."""


class Texts:
    """Texts by their number in the index, the least recently used forgotten first."""

    def __init__(self, connection: Connection, damaged: set[int]) -> None:
        self._connection = connection
        self._damaged = damaged
        self._kept: dict[int, tuple[int, Text]] = {}
        self._with_anchors: dict[int, Text] = {}

    def keep(self, number: int, page: int, text: Text) -> None:
        """Take in a text that was read already."""
        text.lighten()
        self._kept[number] = page, text
        self._shrink()

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
        if missing:
            query = select(*STORED).where(pages.c.number.in_(missing), pages.c.content.is_not(None))
            for row, kept_ in readable(self._connection.execute(query).mappings(), self._damaged):
                found[row["number"]] = row["page"], compared_text(row, kept_)
        self._kept.update(found)
        self._shrink()
        for number, (_, text) in found.items():
            self._with_anchors.pop(number, None)
            self._with_anchors[number] = text
        for number in list(islice(self._with_anchors, max(0, len(self._with_anchors) - len(found) - KEPT_ANCHORS))):
            self._with_anchors.pop(number).lighten()
        return found

    def _shrink(self) -> None:
        for number in list(islice(self._kept, max(0, len(self._kept) - KEPT_TEXTS))):
            del self._kept[number]
            self._with_anchors.pop(number, None)


STORED: Final = pages.c[("page", "number", "seen", "content", "checksum", *SEALED)]
"""Columns of a page that are needed to read what it says."""


def readable(rows: Iterable[RowMapping], damaged: set[int]) -> Iterator[tuple[RowMapping, dict[str, Any]]]:
    """Yield each row (with the columns `STORED`) with what it holds; the numbers of pages that are damaged go into ``damaged``."""
    for row in rows:
        try:
            kept = opened(row)
        except ContentDamaged as error:
            damaged.add(error.page)
        else:
            yield row, kept


def compared_text(row: RowMapping, kept: dict[str, Any]) -> Text:
    """Return the text of a page as it is compared."""
    return Text(row["title"], kept["body"])
