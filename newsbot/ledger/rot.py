"""What is done with a ledger's file that may hold what nobody wrote, before anything is read of it.

Every page is held to its own check sum, also those that stand in no row: a replay of the archive, or the next live run, brings back what is
set aside. What follows from the pages is made anew by the next settling, where the file is not as a run left it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, update

from newsbot.ledger.closed import Suspicion
from newsbot.ledger.content import seal
from newsbot.ledger.listed import is_listed
from newsbot.ledger.rows import chunks
from newsbot.ledger.schema import gram_parts, gram_runs, notes, pages, relations
from newsbot.ledger.settling import set_aside
from newsbot.ledger.texts import STORED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection

logger = logging.getLogger(__name__)

ALL_ANEW: Final = "settle all anew"
"""Name of the note by which the next settling makes anew what follows from the pages."""

READ_TOGETHER: Final = 200
"""Pages of which the content is in memory at a time, some KiB each."""

_WITH_CONTENT: Final = select(*STORED).where(pages.c.content.is_not(None)).execution_options(yield_per=READ_TOGETHER)


def hold_to_sums(connection: Connection, suspicion: Suspicion) -> set[int]:
    """Set the pages aside whose content is not what was written, and return which these are."""
    if suspicion is Suspicion.CHANGED:
        connection.execute(delete(notes).where(notes.c.name == ALL_ANEW))
        connection.execute(notes.insert().values(name=ALL_ANEW, note="true"))
    damaged = {row["page"] for row in connection.execute(_WITH_CONTENT).mappings() if row["checksum"] != seal(row)}
    if damaged:
        settle_later(connection, set_aside(connection, damaged))
    return damaged


def say_set_aside(damaged: Collection[int], place: str) -> None:
    """Say that pages were set aside, where some were."""
    if damaged:
        logger.warning("%d pages of the ledger %s are damaged and set aside; a later run reads them again.", len(damaged), place)


def settle_later(connection: Connection, numbers: Iterable[int]) -> None:
    """Have pages settled by the next settling."""
    for chunk in chunks(numbers):
        connection.execute(update(pages).where(is_listed(pages.c.page, chunk)).values(settled=0))


def begin_anew(connection: Connection) -> None:
    """Forget what follows from the pages, and have all of them settled, where that was asked for."""
    if connection.execute(delete(notes).where(notes.c.name == ALL_ANEW)).rowcount:
        for table in (relations, gram_parts, gram_runs):
            connection.execute(delete(table))
        forgotten = dict.fromkeys(("number", "text_digest", "leader"))
        connection.execute(update(pages).where(pages.c.content.is_not(None)).values({**forgotten, "settled": 0}))
