"""Processes that read pages beside the one that crawls: as many pages at a time as there are processors.

Reading a page is nearly all the work of a replay, needs nothing but the page, and holds the interpreter; so it goes to processes of its
own, while one process takes pages out of the archive and settles the ledger. A process that dies or hangs over a page costs that page
alone: a new one takes its place with the next page.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import multiprocessing
import signal
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from newsbot.exceptions import ReaderDiedError, TakesTooLongError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_Answer = TypeVar("_Answer")

MAX_SILENCE_SECONDS: Final = 120.0
"""Seconds by the wall clock after which a reader that has not answered is given up. The worst of 100 hostile pages takes half a second of
CPU, so that only a reader that hangs is met, on a machine however busy; what a page gives does not depend on the clock."""
_SPAWN: Final = multiprocessing.get_context("spawn")
"""A fork would copy the event loop's threads and locks as they stand."""


class _Reader(Generic[_Answer]):
    """One process, and the pipe to it. Started with the first page that it is given."""

    def __init__(self, work: Callable[..., _Answer]) -> None:
        self._work = work
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def read(self, given: tuple[object, ...], silence: float) -> _Answer:
        """Have one page read. Raises ReaderDiedError, TakesTooLongError, and RuntimeError with the words of what ``work`` raised."""
        try:
            if self._pipe is None:
                self._start()
            assert self._pipe is not None
            self._pipe.send(given)
            if not self._pipe.poll(silence):
                self.end()
                raise TakesTooLongError
            fault, answer = self._pipe.recv()
        except (EOFError, ConnectionError) as error:
            self.end()
            raise ReaderDiedError("the process that read it died") from error
        if fault is not None:
            raise RuntimeError(fault)
        found: _Answer = answer
        return found

    def _start(self) -> None:
        ours, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs, self._work), name="newsbot-reader", daemon=True)
        self._process.start()
        atexit.register(self.end)  # comes before the module multiprocessing waits for its processes, which would be for ever
        theirs.close()  # so that the end of the process is the end of the pipe
        self._pipe = ours

    def end(self) -> None:
        """Kill the process, whatever it is at; the next page starts another. Safe from any thread."""
        atexit.unregister(self.end)
        pipe, process = self._pipe, self._process
        self._pipe = self._process = None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()


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
    """Read what comes through the pipe until it is closed. A signal to the whole group is for the process that crawls."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            given = pipe.recv()
            try:
                pipe.send((None, work(*given)))
            except ConnectionError:
                raise
            except Exception as error:  # noqa: BLE001  # it is for whoever asked, as words: not every error pickles, nor every answer
                pipe.send((f"{type(error).__name__}: {error}", None))
