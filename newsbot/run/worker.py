"""One thread beside the event loop, for pages that take long to read: the other hosts are answered meanwhile.

A large page takes up to a second of work, in which a loop that does it itself answers nobody: no timeout fires, no signal is heard. In a
thread of its own the interpreter takes turns every 5 ms. One thread, so that pages are read one after the other: more would be no faster,
since only one of them can hold the interpreter, and would hold more pages in memory.

Work is bounded by what it is (every stage takes time in proportion to its input, and inputs have bounds); the allowance of a page is the
net below. What it ends is Python code: a single call into C, such as a regular expression that explodes, cannot be interrupted from
outside, so that tests/test_regexes.py has to keep them from exploding.
"""

from __future__ import annotations

import asyncio
import ctypes
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from newsbot.exceptions import TakesTooLongError
from newsbot.gzips import GZIP_MAGIC
from newsbot.model import Outcome, Page, Reason, Rejection

if TYPE_CHECKING:
    from collections.abc import Callable

    _P = ParamSpec("_P")
_T = TypeVar("_T")

LARGE_PAGE_BYTES: Final = 64 * 1024
"""Bytes of a page from which it is read in the thread: below, the worst of 100 hostile pages holds the loop for 70 ms; a hop to the
thread and back costs 0.1 ms."""
_LOOK: Final = 0.1
"""Seconds between two looks at a job that is running."""


MAX_READING_SECONDS: Final = 2.0
"""Of CPU that the reading of one page may take. The worst of 100 hostile pages of 6 MiB takes 0.9, the largest real one 0.1."""


@dataclass(slots=True)
class Allowance:
    """Seconds of CPU that one page may still take, over all that is done with it."""

    left: float = MAX_READING_SECONDS


@dataclass(frozen=True, slots=True)
class _Job:
    thread: int
    clock: int
    ends: float
    """On the clock of the thread's CPU time."""


def given_up(page: Page) -> Rejection:
    """Return the verdict on a page whose reading took too long."""
    return Rejection(page, Outcome.UNREADABLE, Reason.TIME_OVER, f"given up: reading it took more than {MAX_READING_SECONDS:g} s")


def takes_long(body: bytes) -> bool:
    """Return whether a page of these bytes may take long enough for a thread to pay."""
    return len(body) >= LARGE_PAGE_BYTES or body.startswith(GZIP_MAGIC)


class Worker:
    """The thread. Made with the run; costs nothing until the first large page comes."""

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        """Held by who has a large page in hand: the next one waits, with its bytes only."""
        self._pool = ThreadPoolExecutor(1, "newsbot-reader")
        self._guard = threading.Lock()
        self._job: _Job | None = None

    async def do(self, allowance: Allowance, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Have work done in the thread. Raises TakesTooLongError when the allowance is spent, and what ``work`` raises."""
        loop = asyncio.get_running_loop()
        doing = loop.run_in_executor(self._pool, lambda: self._do(allowance, lambda: work(*args, **kwargs)))
        while not (await asyncio.wait([doing], timeout=_LOOK))[0]:
            self._stop(lambda job: time.clock_gettime(job.clock) > job.ends)
        return await doing

    def close(self) -> None:
        """Let the thread go; what it is at is given up."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._stop(lambda _: True)

    def _do(self, allowance: Allowance, work: Callable[[], _T]) -> _T:
        thread = threading.get_ident()
        began = time.thread_time()
        try:
            with self._guard:
                self._job = _Job(thread, time.pthread_getcpuclockid(thread), began + allowance.left)
            return work()
        finally:
            with self._guard:
                self._job = None
                _interrupt(thread, None)  # what came too late must not hit what the thread does next
            allowance.left -= time.thread_time() - began

    def _stop(self, due: Callable[[_Job], bool]) -> None:
        """Give up the job that is running, if it is due; once, since its next error could hit another."""
        with self._guard:
            if self._job is not None and due(self._job):
                _interrupt(self._job.thread, TakesTooLongError)
                self._job = None


def _interrupt(thread: int, error: type[BaseException] | None) -> None:
    """Have an error raised in another thread at its next step in Python; None takes back one that was not raised yet."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error) if error else None)
