"""Studies of the pages whose turn comes next, made by a second process that has nothing else to do while others are settled."""

from __future__ import annotations

import pickle
from array import array
from collections import Counter
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from newsbot.ledger.listed import is_listed
from newsbot.ledger.rows import chunks
from newsbot.ledger.schema import pages
from newsbot.ledger.studying import packed_studies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from newsbot.ledger.companion import Tasks, TextTask
    from newsbot.ledger.studying import Studies, Study

MARKED_OF_A_SITE: Final = 100
"""Pages of a site that come in together up to which their marks are found as well: of more, all are read in any case."""

PAGES_A_TASK: Final = 100
"""Pages that are studied in one task."""


class StudiedAhead:
    """What the second process found in pages before their turn; kept packed, in some 400 bytes a page.

    Each is known by the checksum that its row had before it was sent: where that is another one now, the page says something else.
    """

    def __init__(self) -> None:
        self._asked: list[tuple[TextTask[bytes], dict[int, bytes]]] = []
        self._loose: dict[int, tuple[bytes, Study]] = {}

    def ask(self, connection: Connection, tasks: Tasks, fresh: Sequence[int]) -> None:
        """Have these pages studied in the time that is left while others are settled."""
        known = _known(connection, fresh)
        of_site = Counter(site for site, _ in known.values())
        for chunk in chunks(known, PAGES_A_TASK):
            to_mark = {page for page in chunk if of_site[known[page][0]] < MARKED_OF_A_SITE}
            task = tasks.ask_ahead(packed_studies, array("q", chunk), (chunk, to_mark))
            self._asked.append((task, {page: known[page][1] for page in chunk}))

    def take(self, connection: Connection, wanted: Sequence[int]) -> Studies:
        """Return, once, the studies of those pages that were studied, and say what they said then."""
        left = []
        found = set(wanted)
        for task, checksums in self._asked:
            if not task.done or found.isdisjoint(checksums):
                left.append((task, checksums))
                continue
            studies: Studies = pickle.loads(task.answer)  # noqa: S301 - of a process of ours
            self._loose.update((page, (checksums[page], study)) for page, study in studies.items())
        self._asked = left
        mine = {page: self._loose.pop(page) for page in wanted if page in self._loose}
        now = _known(connection, list(mine)) if mine else {}
        return {page: study for page, (checksum, study) in mine.items() if page in now and now[page][1] == checksum}


def _known(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[str, bytes]]:
    """Return the site and the checksum of the pages that say something."""
    return {row[0]: (row[1], row[2]) for chunk in chunks(numbers) for row in connection.execute(_KNOWN, {"wanted": chunk}).all()}


_KNOWN: Final = select(*pages.c["page", "site", "checksum"]).where(is_listed(pages.c.page), pages.c.content.is_not(None))
