"""The rows of a run on their way out: which were sent to the feeds, which files take their place, what may count as delivered."""

from __future__ import annotations

import os
import tempfile
from typing import IO, TYPE_CHECKING, Any, Protocol

from newsbot.exceptions import NewsbotError, OutputError
from newsbot.run.delivery import DeliveryNote, PlacedOutput
from newsbot.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsbot.ledger import Ledger


class Feed(Protocol):
    """An output file, as far as a run has to know it."""

    append: bool

    @property
    def waiting(self) -> bool:
        """Return whether the file has still to take its place."""

    def failure(self) -> NewsbotError | None:
        """Return why the file is not in its place."""

    def give_up(self, error: NewsbotError) -> None:
        """Leave nothing of the file."""

    def account(self) -> dict[str, Any]:
        """Return what the run record says of it."""


class Outbox:
    """Rows sent and feeds that take them. `open` begins it; `mark` tells the ledger; `close` is the last thing a run does."""

    def __init__(self) -> None:
        self.feeds: list[Feed] = []
        self.note: DeliveryNote | None = None
        """The note beside a lasting ledger of which rows go into which file."""
        self.ledger: Ledger | None = None
        """The ledger that is told which rows are about to go out."""
        self.incomplete = False
        """Whether a feed may lack rows without saying so: then nothing counts as delivered."""
        self._stored = 0
        self._noted = 0
        self._unmarked = False
        """Whether rows are in their files that the ledger does not know to be there."""
        self._sent: IO[bytes] | None = None
        """Ids and revisions of the rows sent; on disk, they may be a million."""

    def open(self, ledger: Ledger, note: DeliveryNote | None) -> None:
        """Be ready to take rows of a ledger."""
        self.ledger = ledger
        self._sent = tempfile.TemporaryFile()  # noqa: SIM115  # closed in `forget`
        self.note = note

    def send(self, name: str, revision: int) -> None:
        """Remember a row that went out to the feeds."""
        assert self._sent is not None
        self._sent.seek(0, os.SEEK_END)
        self._sent.write(f"{name}\t{revision}\n".encode())

    def about_to_place(self, placed: PlacedOutput) -> None:
        """Note that a file with the rows sent so far is about to take its place. Raises OSError and NewsbotError."""
        if self.note is not None and self._sent is not None:
            if self.ledger is not None:
                self.ledger.given(self._rows(self._noted))
            self.note.rows(self._rows(self._noted))
            self._noted = self._sent.tell()
            self.note.file(placed)

    def waiting(self) -> int:
        """Return how many files have still to take their place."""
        return sum(feed.waiting for feed in self.feeds)

    def failures(self) -> list[NewsbotError]:
        """Return why files are not in their places."""
        return [failure for feed in self.feeds if (failure := feed.failure()) is not None]

    def give_up(self, error: NewsbotError) -> None:
        """Let no file take its place."""
        for feed in self.feeds:
            feed.give_up(error)

    def closed(self, *, stored: int, failed: int) -> NewsbotError | None:
        """Take in how many feeds of any kind were stored, and how many not; return an error for those that do not say why themselves."""
        self._stored = stored
        return OutputError(said("a feed could not be stored; the log above says why.")) if failed > len(self.failures()) else None

    def accounts(self) -> list[dict[str, Any]]:
        """Return what the record says of each file."""
        return [feed.account() for feed in self.feeds]

    def mark(self, ledger: Ledger, *, stopped: bool) -> None:
        """Tell the ledger that the rows sent are delivered. Raises NewsbotError.

        Not when no feed was stored or one may lack rows: the next run with this ledger writes them. Nor when a signal stopped a run that
        replaces a file: the next run replaces it again, and would leave only what is new since.
        """
        if not self._stored or self.incomplete or (stopped and not all(feed.append for feed in self.feeds)):
            return
        self._unmarked = True
        ledger.delivered(self._rows())
        self._unmarked = False

    def forget(self) -> None:
        """Let the list of the rows sent go."""
        if self._sent is not None:
            self._sent.close()

    def close(self) -> None:
        """Take away the note of what was delivered: from here on the files count as seen. Raises OSError."""
        if self.note is not None and not self._unmarked:
            self.note.remove()

    def _rows(self, start: int = 0) -> Iterator[tuple[str, int]]:
        assert self._sent is not None
        self._sent.seek(start)
        for line in self._sent:
            name, _, revision = line.decode().partition("\t")
            yield name, int(revision)
