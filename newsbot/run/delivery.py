"""Rows and files in step, whatever dies between them: the note a run leaves while it puts its files in their places.

A file takes its place in one moment and the ledger marks its rows as delivered in another. A run that dies in between, or after both
but before anyone could take the file for complete, would have its rows written twice (`-o`) or overwritten by a file without them
(`-O`). So the run writes down, beside its ledger, which rows go into which file before it puts the file in its place, and takes the
note away with its very last step. A run that finds a note settles what the one before left open.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsbot.ledger.address import on_server, parsed, shown
from newsbot.output.files import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsbot.ledger import Ledger

logger = logging.getLogger(__name__)

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class PlacedOutput:
    """A file that is about to take its place: its size in bytes and digest as it will stand, and whether rows were appended to it.

    ``waiting`` counts the other files of the run that still have to take theirs, with the same rows.
    """

    path: str
    append: bool
    size: int
    sha256: str
    waiting: int = 0

    def stands(self) -> bool:
        """Return whether the file is in its place; more may have been appended to it since."""
        digest, left = hashlib.sha256(), self.size
        try:
            with Path(self.path).open("rb") as file:
                while left and (chunk := file.read(min(_CHUNK, left))):
                    digest.update(chunk)
                    left -= len(chunk)
        except OSError:
            return False
        return not left and digest.hexdigest() == self.sha256


class DeliveryNote:
    """The note of one ledger: a line for each row, and one for each file with the rows above it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._held: int | None = None

    def rows(self, rows: Iterable[tuple[str, int]]) -> None:
        """Write down rows that the next file holds. Raises OSError."""
        self._append("".join(f"{name}\t{revision}\n" for name, revision in rows))

    def file(self, placed: PlacedOutput) -> None:
        """Write down, before it happens, that a file with the rows noted so far takes its place. Raises OSError."""
        self._append(json.dumps(asdict(placed)) + "\n")

    def remove(self) -> None:
        """Take the note away: the run has ended as it should. Raises OSError."""
        self.place.unlink(missing_ok=True)
        self._let_go()

    def settle(self, ledger: Ledger) -> bool:
        """Bring the ledger in step with the files of a run that died, and take its note away. Returns whether there was one.

        Rows that were appended, and all their files stand, are delivered. Rows in a file that was replaced are owed again: nobody can know
        whether anyone saw it before the next run replaces it. Raises OSError and NewsbotError.
        """
        if not self._hold():
            return False
        try:
            return self._settle(ledger)
        finally:
            self._let_go()

    def _settle(self, ledger: Ledger) -> bool:
        try:
            lines = self.place.read_bytes().decode("utf-8", "replace").splitlines(keepends=True)
        except FileNotFoundError:
            return False
        noted: list[tuple[str, int]] = []
        landed: list[tuple[str, int]] = []
        owed = missing = damaged = False
        for line in lines:
            if not line.endswith("\n"):
                break  # died while it was written: what it speaks of has not happened
            try:
                if line.startswith("{"):
                    placed = PlacedOutput(**json.loads(line))
                    owed |= not placed.append
                    missing |= not placed.stands()
                    if not placed.waiting and not missing:
                        landed = list(noted)
                else:
                    name, _, revision = line.partition("\t")
                    noted.append((name, int(revision)))
            except (ValueError, TypeError):
                damaged = True
                break
        if owed:
            ledger.owed(noted)
        else:
            ledger.delivered(landed)
        if damaged:
            kept = self.place.with_name(f"{self.place.name}.damaged")
            self.place.replace(kept)
            logger.warning("The delivery note beside the ledger was damaged; it is kept as %s, and rows may come twice.", kept)
        else:
            self.remove()
        return True

    def _hold(self) -> bool:
        """Hold the note as long as this process lives; False where there is none, or another process holds it."""
        if self._held is None:
            try:
                note = os.open(self.place, os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                return False
            try:
                fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(note)
                return False
            self._held = note
        return True

    def _let_go(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _append(self, text: str) -> None:
        fresh = not self.place.exists()
        descriptor = os.open(self.place, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        try:
            view = memoryview(text.encode())
            while view:
                view = view[os.write(descriptor, view) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self._hold()
        if fresh:
            sync_folder(self.place.parent)


def beside(ledger: str, records: Path | None, what: str) -> Path | None:
    """Return where ``what`` of a ledger stands: beside its file, or for a server among the run records. None for one in memory."""
    url = parsed(ledger)
    if url is None:
        return Path(f"{ledger}.{what}")
    if on_server(ledger):
        token = hashlib.blake2b(shown(ledger).encode(), digest_size=6).hexdigest()
        return records / f".{what}-{token}" if records is not None else None
    return Path(f"{url.database}.{what}") if url.database not in {None, "", ":memory:"} else None


def note_beside(ledger: str, records: Path | None, run: str) -> DeliveryNote | None:
    """Return the note of a run with this ledger; None for one in memory. On a server every run has its own, as several may be at work."""
    place = beside(ledger, records, "delivery")
    if place is None:
        return None
    return DeliveryNote(place.with_name(f"{place.name}-{run}") if on_server(ledger) else place)


def settle_notes(ledger: Ledger, note: DeliveryNote, *, server: bool) -> bool:
    """Settle the notes of all runs with this ledger that died; return whether there was one. Raises OSError and NewsbotError."""
    if not server:
        return note.settle(ledger)
    *_, token, _ = note.place.name.split("-", 2)
    notes = sorted(note.place.parent.glob(f".delivery-{token}-*"))
    return sum(DeliveryNote(place).settle(ledger) for place in notes if not place.name.endswith(".damaged")) > 0
