"""This worker's part in a frontier that several share: what it may ask for next, and what it says of what it did.

A place to begin at (a declared source, an address given by hand) belongs to one worker at a time, and so do its lists and the pages of an
article in several parts. Articles belong to whoever comes first. Of every host one worker at a time may ask, and not before its time.
A worker that was not heard of for thirty seconds counts as dead, and all that it had goes to the others.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from newsbot.addresses import canonical, site
from newsbot.discovery.sources import Source
from newsbot.discovery.tasks import Task
from newsbot.exceptions import FrontierError
from newsbot.fleet.server import Server
from newsbot.fleet.wire import came_of, came_text, host_of, task_id, task_of, task_text
from newsbot.said import said

logger = logging.getLogger(__name__)

MAX_TASKS: Final = 100_000
"""Requests that wait in one round; what is found beyond is owed to the next. Each takes some 700 bytes of the server's memory."""
BEAT_SECONDS = 5.0
"""Between two heartbeats."""
LOST_SECONDS = 30.0
"""After which a worker without a heartbeat is dead: its hosts and requests go to the others."""
HANGS_AFTER_SECONDS: Final = 120.0
"""After which the heartbeat of a worker stops whose main thread does nothing: it hangs."""


@dataclass(frozen=True, slots=True)
class Begins:
    """Where a round begins, as one worker claims it: declared sources of one site, or addresses of it that were given by hand."""

    sources: tuple[Source, ...] = ()
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes next: a shared task, or (`task` None) something of this worker's own at the host, which is leased to it either way."""

    host: str
    name: str = ""
    task: Task | None = None


class Fleet:
    """One worker of several. `join` begins; `leave` gives everything back. Every method may raise FrontierError."""

    def __init__(self, address: str, *, sources: Sequence[Source], urls: Sequence[str], asked: Mapping[str, Any]) -> None:
        """Connect to nothing yet. ``asked``: what else two workers must have been asked alike to work in one round."""
        self._server = Server(address)
        self._by_id = {source.id: source for source in sources}
        self._begins = begins(sources, urls)
        self._group = _group(sources, urls, asked)
        self.worker = secrets.token_hex(8)
        self.round = ""
        self.joined = 1
        """How many workers ever had a part in the round; known when it is over."""
        self.over = False
        self.mine: dict[str, Task] = {}
        """By name, tasks of this worker's own places of which nothing has come yet."""
        self.held: dict[str, Task] = {}
        """By name, shared tasks that this worker has in hand."""
        self._own: set[str] = set()
        """Names of those in hand that are this worker's own."""
        self._names: dict[str, str] = {}
        """By address, in one spelling, the name of the task in hand."""
        self._came: dict[str, Mapping[str, Any]] = {}
        self._asked: dict[str, int] = {}
        """By name, how often this worker published a task of that address."""
        self.leases: set[str] = set()
        """Hosts that this worker may ask."""
        self.on_wire: set[str] = set()
        """Those that it is asking."""
        self._alive = time.monotonic()
        self._error: FrontierError | None = None
        self._ended = threading.Event()
        self._beating = threading.Thread(target=self._beat, name="newsbot-fleet", daemon=True)

    # ------------------------------------------------------------------------------------------------- beginning and end

    def join(self) -> None:
        """Work in the round that others began, or begin one."""
        self.round = str(self._call("join", secrets.token_hex(6), *self._begins))
        self._beating.start()
        logger.info("Worker %s of round %s on %s.", self.worker, self.round, self._server.place)

    def claim(self) -> Begins | None:
        """Return a place to begin at that no worker has; None where there is none."""
        name = str(self._call("claim"))
        return self._begins.get(name)

    def idle(self) -> bool:
        """Say that this worker has nothing to do. Returns whether nobody has: the round is over."""
        joined = int(self._call("idle"))
        self.joined, self.over = max(self.joined, joined), joined > 0
        return self.over

    def leave(self) -> None:
        """Give back what this worker has."""
        if not self._ended.is_set() and self.round:
            self._ended.set()
            self._beating.join(timeout=2 * BEAT_SECONDS)
            try:
                if self._error is None:
                    self._call("leave", *self.leases)
            finally:
                self._server.close()

    # ---------------------------------------------------------------------------------------------------------- requests

    def publish(self, task: Task) -> Mapping[str, Any] | None:
        """Put an article where any worker takes it. Returns what came of it already, if somebody asked before; else None."""
        first = task_id(task.url)
        name = task_id(task.url, self._asked.get(first, 0))
        self._asked[first] = self._asked.get(first, 0) + 1
        answer = str(self._call("push", name, host_of(task.url), task.priority, MAX_TASKS, task_text(task)))
        if answer == "full":
            return {"came": "left"}
        if answer not in {"", "new"}:
            return came_of(answer)
        self.mine[name] = task
        return None

    def next(self, own: Iterable[tuple[str, int]]) -> Turn | float:
        """Return what may be asked for now, or the seconds after which it is worth asking again.

        ``own``: hosts of which this worker keeps requests to itself, each with the highest priority of these.
        """
        answer = self._call("next", *(each for pair in own for each in pair))
        if answer[0] == "wait":
            return float(answer[1]) / 1000
        host = str(answer[1])
        self.leases.add(host)
        if answer[0] == "own":
            return Turn(host)
        name = str(answer[2])
        task = task_of(str(answer[3]), self._by_id.get)
        if task is None:  # expired, or written by who knows whom
            self._call("finish", name, came_text({}))
            self.drop(host)
            return 0.0
        self.held[name] = task
        self._names[canonical(task.url)] = name
        return Turn(host, name, task)

    def came(self, task: Task, what: Mapping[str, Any]) -> bool:
        """Take in what came of a task. Returns whether it is one that another worker thought of, and will hear of it."""
        name = self._names.get(canonical(task.url))
        if name is None:
            return False
        self._came.setdefault(name, what)
        if self.mine.pop(name, None) is not None:
            self._own.add(name)
        return name not in self._own

    def lasts(self, name: str) -> bool:
        """Return whether something came of a task in hand that need not be done again by another worker."""
        return str(self._came.get(name, {}).get("came", "left")) != "left"

    def exchange(self, ended: Sequence[str]) -> Iterator[tuple[Task, Mapping[str, Any]]]:
        """Say which tasks in hand are done, and yield what others did for this worker: the task, and what came of it.

        Only when the ledger has what came of them.
        """
        self._alive = time.monotonic()
        said = [text for name in ended for text in (name, came_text(self._came.pop(name, {})))]
        answer = self._call("finish", *said)
        for name in ended:
            if (task := self.held.pop(name, None)) is not None:
                self._names.pop(canonical(task.url), None)
            self._own.discard(name)
        for name, came in zip(answer[::2], answer[1::2], strict=False):
            mine = self.mine.pop(str(name), None)
            if mine is not None:
                yield mine, came_of(str(came))

    # ------------------------------------------------------------------------------------------------------------- hosts

    def turn(self, host: str, delay: float) -> float:
        """Return after how many seconds to try again, 0 where the host may be asked now. ``delay``: seconds between two requests."""
        wait = float(self._call("turn", host, _ms(delay))) / 1000
        self.leases.add(host)
        return wait

    def answered(self, host: str, delay: float, *, keep: bool = False) -> None:
        """Say that the host answered, or will not: its pause begins. ``keep``: this worker asks it next, too."""
        self._call("release", host, _ms(delay), "keep" if keep else "sent")
        if not keep:
            self.leases.discard(host)

    def drop(self, host: str) -> None:
        """Say that the host is not asked after all."""
        self._call("release", host, 0, "")
        self.leases.discard(host)

    def slow_down(self, host: str, seconds: float) -> None:
        """Let all workers wait at least so long between two requests to the host."""
        self._call("slow", host, _ms(seconds))

    def pause(self, host: str, seconds: float) -> None:
        """Let no worker ask the host for so many seconds."""
        self._call("pause", host, _ms(seconds))

    def may_ask(self, netloc: str, *, per_host: int, per_run: int, counts: bool) -> tuple[bool, str]:
        """Return whether the budget of the round allows a request, and why the host rests, if it does. ``counts``: it costs one."""
        answer = str(self._call("may", netloc, per_host, per_run, int(counts)))
        return answer == "", answer[1:] if answer.startswith("!") else ""

    def failed(self, netloc: str, weight: int, patience: int, why: str) -> bool:
        """Count a failure of a host for all workers. Returns whether it is the one by which the host rests."""
        return bool(self._call("fail", netloc, weight, patience, why))

    def works(self, netloc: str) -> None:
        """Forget the failures of a host."""
        self._call("well", netloc)

    def rest(self, netloc: str, why: str) -> None:
        """Let no worker ask the host in this round."""
        self._call("rest", netloc, why)

    def note(self, what: str, said: str) -> None:
        """Tell the others something, for this round."""
        self._call("note", what, said)

    def noted(self, what: str) -> str:
        """Return what was told under that name; empty where nothing was."""
        return str(self._call("noted", what))

    # ----------------------------------------------------------------------------------------------------------- private

    def _call(self, operation: str, *given: object) -> Any:
        if self._error is not None:
            raise self._error
        try:
            return self._server.call(operation, self._group, self.round, self.worker, _ms(LOST_SECONDS), *given)
        except FrontierError as error:
            self._error = error
            raise

    def _beat(self) -> None:
        """Give signs of life, from a thread of its own: a ledger that is away, or a long settling, is no death."""
        while not self._ended.wait(BEAT_SECONDS):
            if time.monotonic() - self._alive > HANGS_AFTER_SECONDS and not self.over:
                continue
            try:
                workers = int(self._server.call("beat", self._group, self.round, self.worker, _ms(LOST_SECONDS), *list(self.leases)))
            except FrontierError as error:
                self._error = self._error or error
                return
            if not workers and not self.over:
                self._error = FrontierError(
                    said(
                        "FRONTIER={place} does not know this worker any more: it was emptied, or the worker did not answer. Run "
                        "again: the ledger has what was read, and the rest is owed.",
                        place=self._server.place,
                    )
                )
                return


def begins(sources: Sequence[Source], urls: Sequence[str]) -> dict[str, Begins]:
    """Return the places to begin at by their names: what is of one site goes together, for its lists tell what stands at its addresses."""
    found: dict[str, Begins] = {}
    for url in urls:
        name = f"url {site(url)}"
        before = found.get(name, Begins())
        found[name] = Begins((), (*before.urls, url))
    if not urls:
        for source in sources:
            name = f"source {site(source.start[0]) if source.start else source.id}"
            before = found.get(name, Begins())
            found[name] = Begins((*before.sources, source), ())
    return found


def _group(sources: Sequence[Source], urls: Sequence[str], asked: Mapping[str, Any]) -> str:
    """Return the name of those who are asked for the same: they work in one round."""
    places: Any = sorted(urls) if urls else sorted([source.id, *source.start] for source in sources)
    text = json.dumps([places, dict(asked)], sort_keys=True, default=str)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _ms(seconds: float) -> int:
    return round(1000 * max(0.0, seconds))
