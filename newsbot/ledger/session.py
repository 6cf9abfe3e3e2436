"""One connection to the ledger's database, made anew where a server closed it; and the turn to settle and hand over rows."""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import Connection, delete, extract, func, select

from newsbot.exceptions import LedgerBusy, LedgerError
from newsbot.ledger.schema import turns
from newsbot.ledger.server import ServerGone
from newsbot.said import said, said_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsbot.ledger.engine import Store

_T = TypeVar("_T")

RECONNECT_SECONDS: Final = 60.0
"""Seconds that a server may be away: it is started anew in a few."""

TURN: Final = 120.0
"""Seconds after its last step when whoever had the turn counts as dead."""

_FIRST_WAIT, _LONGEST_WAIT = 0.05, 2.0
_NAME: Final = "settle and hand over"


class Session:
    """Transactions of one ledger, one after the other.

    Work that is given to `do` may be done twice where a server closed the connection at the wrong moment: it must be such that the second
    time changes nothing.
    """

    def __init__(self, store: Store, run: str) -> None:
        """Connect. Raises LedgerError where that fails."""
        self.store = store
        self._holder = f"{run} {secrets.token_hex(8)}"
        self._has_turn = False
        self._connection: Connection | None = None
        self._away_since: float | None = None
        try:
            with self.begin(writes=False):
                pass
        except ServerGone as error:
            raise LedgerError(said("{place} cannot be reached ({why}).", place=store.place, why=said_of(error))) from error
        except BaseException:
            self._let_go()
            raise

    @contextmanager
    def begin(self, *, writes: bool = True) -> Iterator[Connection]:
        """Hold one transaction. Raises NewsbotError, or ServerGone: see `wait`."""
        with self.store.connecting():
            connection = self._connection = self._connection or self.store.engine.connect()
        with self.store.transaction(connection, writes=writes):
            yield connection
        self._away_since = None

    def do(self, work: Callable[[Connection], _T], *, writes: bool = True) -> _T:
        """Return what ``work`` gives in a transaction of its own, tried again where the server was away. Raises NewsbotError."""
        while True:
            try:
                with self.begin(writes=writes) as connection:
                    return work(connection)
            except ServerGone as error:
                self.wait(error)

    def wait(self, error: ServerGone) -> None:
        """Wait a little for a server that is away. Raises LedgerError after `RECONNECT_SECONDS`."""
        now = time.monotonic()
        self._away_since = self._away_since or now
        away = now - self._away_since
        if away > RECONNECT_SECONDS:
            raise LedgerError(said("{place} cannot be reached any more ({why}).", place=self.store.place, why=said_of(error))) from error
        self._let_go()
        time.sleep(min(max(_FIRST_WAIT, away), _LONGEST_WAIT))

    def take_turn(self) -> bool:
        """Ask for the turn to settle and to hand over rows: whoever has it keeps it to its end. A file has one process only."""
        if self.store.on_server:
            self._has_turn = self.do(lambda connection: _take(connection, self._holder))
            return self._has_turn
        return True

    def keep_turn(self, connection: Connection) -> None:
        """Say that the turn is still used. Raises LedgerBusy where somebody else had to take this process for dead, be he done or not."""
        if self._has_turn and not _take(connection, self._holder, anew=False):
            raise LedgerBusy(
                said(
                    "Another run took over the ledger {place}, as this one was silent for {turn:.0f} seconds.",
                    place=self.store.place,
                    turn=TURN,
                )
            )

    def close(self) -> None:
        """Give the turn and the connection back."""
        try:
            if self._has_turn:
                self._has_turn = False
                self.do(lambda connection: connection.execute(delete(turns).where(turns.c.holder == self._holder)))
        finally:
            self._let_go()
            self.store.close()

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _take(connection: Connection, holder: str, *, anew: bool = True) -> bool:
    """Take the turn, or prolong it, by the server's clock. Returns whether it is the holder's now; without ``anew`` it must have been."""
    now = float(connection.execute(select(extract("epoch", func.clock_timestamp()))).scalar_one())
    found = connection.execute(select(turns.c.holder, turns.c.until).where(turns.c.name == _NAME)).one_or_none()
    if (found is None or found.holder != holder) and (not anew or (found is not None and found.until > now)):
        return False
    connection.execute(delete(turns).where(turns.c.name == _NAME))
    connection.execute(turns.insert().values(name=_NAME, holder=holder, until=now + TURN))
    return True
