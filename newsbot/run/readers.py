"""Processes that read pages beside the one that crawls: as many pages at a time as there are processors.

Reading a page is nearly all the work of a replay, needs nothing but the page, and holds the interpreter; so it goes to processes of its
own, while one process takes pages out of the archive and settles the ledger. A process that dies or hangs over a page costs that page
alone: a new one takes its place with the next page.
"""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from newsbot.exceptions import ReaderDiedError, TakesTooLongError
from newsbot.piped import PipedProcess, let_signals_pass
from newsbot.uncollected import seldom_collected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from multiprocessing.connection import Connection

_Answer = TypeVar("_Answer")

MAX_SILENCE_SECONDS: Final = 120.0
"""Seconds by the wall clock after which a reader that has not answered is given up. The worst of 100 hostile pages takes half a second of
CPU, so that only a reader that hangs is met, on a machine however busy; what a page gives does not depend on the clock."""


class _Reader(Generic[_Answer]):
    """One process, and the pipe to it. Started with the first page that it is given."""

    def __init__(self, work: Callable[..., _Answer]) -> None:
        self._process = PipedProcess("newsbot-reader", _serve, work)

    def read(self, given: tuple[object, ...], silence: float) -> _Answer:
        """Have one page read. Raises ReaderDiedError, TakesTooLongError, and RuntimeError with the words of what ``work`` raised."""
        try:
            pipe = self._process.pipe()
            pipe.send(given)
            if not pipe.poll(silence):
                self.end()
                raise TakesTooLongError
            fault, answer = pipe.recv()
        except (EOFError, ConnectionError) as error:
            self.end()
            raise ReaderDiedError("the process that read it died") from error
        if fault is not None:
            raise RuntimeError(fault)
        found: _Answer = answer
        return found

    def end(self) -> None:
        """Kill the process, whatever it is at; the next page starts another. Safe from any thread."""
        self._process.end()


class Readers(Generic[_Answer]):
    """A number of readers, each with one page in hand. Costs nothing until the first page comes.

    ``work`` is called in the readers with what :meth:`read` is given; both it and what it returns have to pickle.
    """

    def __init__(self, number: int, work: Callable[..., _Answer], *, silence: float = MAX_SILENCE_SECONDS) -> None:
        """Start nothing yet. ``silence``: seconds without an answer after which a reader is given up."""
        self._silence = silence
        self._all = [_Reader(work) for _ in range(number)]
        self._idle: SimpleQueue[_Reader[_Answer]] = SimpleQueue()
        for reader in self._all:
            self._idle.put(reader)
        self._threads = ThreadPoolExecutor(number, "newsbot-readers")  # each waits for one process

    async def read(self, *given: object) -> _Answer:
        """Have one page read in a process that is idle, or as soon as one is.

        Raises ReaderDiedError where the process died over it, TakesTooLongError where it hung, and RuntimeError with the words of what
        ``work`` raised.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, given)

    def _read(self, given: tuple[object, ...]) -> _Answer:
        reader = self._idle.get()
        try:
            return reader.read(given, self._silence)
        finally:
            self._idle.put(reader)

    def close(self) -> None:
        """Let the processes go; what they are at is given up."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for reader in self._all:
            reader.end()


class InOrder:
    """Lets several wait for something of their own, and go on in the order in which they came."""

    def __init__(self) -> None:
        self._last: asyncio.Future[None] | None = None

    @contextlib.asynccontextmanager
    async def turn(self, waiting: Awaitable[_Answer]) -> AsyncIterator[_Answer]:
        """Wait, and then until all who came before have left this context. What ``waiting`` raises comes in this turn too."""
        before, self._last = self._last, asyncio.get_running_loop().create_future()
        mine = self._last
        try:
            try:
                answer = await waiting
            finally:
                if before is not None:
                    await before
            yield answer
        finally:
            mine.set_result(None)


def _serve(pipe: Connection, work: Callable[..., object]) -> None:
    """Read what comes through the pipe until it is closed."""
    let_signals_pass()
    with contextlib.suppress(EOFError, ConnectionError), seldom_collected():
        while True:
            given = pipe.recv()
            try:
                pipe.send((None, work(*given)))
            except ConnectionError:
                raise
            except Exception as error:  # noqa: BLE001  # it is for whoever asked, as words: not every error pickles, nor every answer
                pipe.send((f"{type(error).__name__}: {error}", None))
