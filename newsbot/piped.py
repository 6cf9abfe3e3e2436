"""A process of its own, and the pipe to it: what reads pages beside a crawl, and what settles beside the process that does."""

from __future__ import annotations

import atexit
import multiprocessing
import signal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
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


def let_signals_pass() -> None:
    """Let signals to the whole group of processes go by: they are for the one that ends this one."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
