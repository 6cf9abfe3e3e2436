"""A process of its own, and the pipe to it: what reads pages beside a crawl, and what settles beside the process that does."""

from __future__ import annotations

import atexit
import multiprocessing
import signal
import sys
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_SPAWN: Final = multiprocessing.get_context("spawn")
"""A fork would copy the threads and locks of a crawl as they stand."""


class PipedProcess:
    """A process that runs ``serve`` with its end of a pipe and what is ``given``, which have to pickle; started when it is needed."""

    def __init__(self, name: str, serve: Callable[..., None], *given: object) -> None:
        """Start nothing yet. ``name`` is what tools of the system show."""
        self._name = name
        self._serve = serve
        self._given = given
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process; None where it does not run."""
        return self._process.pid if self._process is not None else None

    @property
    def is_running(self) -> bool:
        """Whether it was started, and not ended since; it may have died."""
        return self._pipe is not None

    def pipe(self) -> Connection:
        """Return our end of the pipe; start the process where it does not run. Raises OSError where none can be started."""
        if self._pipe is None:
            ours, theirs = _SPAWN.Pipe()
            self._process = _SPAWN.Process(target=self._serve, args=(theirs, *self._given), name=self._name, daemon=True)
            with _main_left_alone():
                self._process.start()
            atexit.register(self.end)  # comes before the module multiprocessing waits for its processes, which would be for ever
            theirs.close()  # so that the end of the process is the end of the pipe
            self._pipe = ours
        return self._pipe

    def end(self) -> None:
        """End the process, whatever it is at; the next use starts another. Safe from any thread."""
        atexit.unregister(self.end)
        pipe, process = self._pipe, self._process
        self._pipe = self._process = None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()


_LEFT_ALONE: Final = ModuleSpec("__main__", None)
"""What a program calls itself whose main module no process imports anew: that of a package that was run has such a name, too."""

_starting: Final = Lock()


@contextmanager
def _main_left_alone() -> Iterator[None]:
    """Start processes inside the block without the script that runs here: the command `scrapy` is one that imports all of Scrapy.

    Nothing that a process of ours does is in that script, and what it imports is a third of the memory of the process beside a settling.
    """
    main = sys.modules["__main__"]
    with _starting:
        before, main.__spec__ = main.__spec__, _LEFT_ALONE
        try:
            yield
        finally:
            main.__spec__ = before


def let_signals_pass() -> None:
    """Let signals to the whole group of processes go by: they are for the one that ends this one."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
