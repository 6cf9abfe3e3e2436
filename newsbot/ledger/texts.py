"""What pages say, read from the ledger once for all that is asked of it while a piece is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from newsbot.ledger.companion import Tasks
from newsbot.ledger.content import SEALED
from newsbot.ledger.listed import is_listed
from newsbot.ledger.pages_read import KEPT_BESIDE, KEPT_TEXTS, PagesRead
from newsbot.ledger.rows import chunks
from newsbot.ledger.schema import pages
from newsbot.ledger.studied_ahead import StudiedAhead

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from newsbot.ledger.companion import Companion


class Texts(PagesRead):
    """The pages of one transaction, in which what pages say is settled."""

    def __init__(
        self, connection: Connection, now: int = 0, companion: Companion | None = None, studied: StudiedAhead | None = None
    ) -> None:
        """``now``: after how many births of delivered reports pages came that are seen for the first time; ``studied``: before now."""
        super().__init__(now, KEPT_TEXTS if companion is None else KEPT_BESIDE)
        self.connection = connection
        self.tasks = Tasks(self, companion)
        """What is asked of many pages, here or in a second process."""
        self.studied = studied or StudiedAhead()
        self._by_number: dict[int, int] = {}

    def rows(self, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Return the columns `STORED` of pages that say something, by their number in the table `pages`."""
        rows = (row for chunk in chunks(numbers) for row in self.connection.execute(_BY_PAGE, {"wanted": chunk}).all())
        return {row[0]: dict(zip(_NAMES, row, strict=True)) for row in rows}

    def number(self, numbers: Iterable[tuple[int, int]]) -> None:
        """Take in the numbers in the index of pages that were given one, as (number, page)."""
        self._by_number.update(numbers)

    def numbered(self, numbers: Iterable[int]) -> dict[int, int]:
        """Return the pages that have these numbers in the index, by them."""
        wanted = list(numbers)
        unknown = [number for number in wanted if number not in self._by_number]
        for chunk in chunks(unknown):
            rows = self.connection.execute(_NUMBERED, {"wanted": chunk}).all()
            self._by_number.update((row.number, row.page) for row in rows)
        return {number: self._by_number[number] for number in wanted if number in self._by_number}


STORED: Final = pages.c[("page", "number", "seen", "content", "checksum", *SEALED)]
"""Columns of a page that are needed to read what it says."""

_NAMES: Final = tuple(str(column.name) for column in STORED)  # else texts of SQLAlchemy, which it is imported for wherever they are sent
_BY_PAGE: Final = select(*STORED).where(is_listed(pages.c.page), pages.c.content.is_not(None))
_NUMBERED: Final = select(*pages.c["number", "page"]).where(is_listed(pages.c.number))
