"""A second process beside the one that settles: it is given what depends on the words of pages alone, and the first does so meanwhile, too.

It opens no ledger: with each task come the rows of the pages that it has not seen. What a task gives is the same wherever it is done, and
the answers are asked for in the order of the tasks, so that nothing shows how many processes there were. Whoever waits for an answer does
other tasks meanwhile; a companion that dies or falls silent leaves its tasks to them, and costs nothing but time.
"""

from __future__ import annotations

import weakref
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from newsbot.piped import PipedProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection


_Answer = TypeVar("_Answer")

SENT: Final = 2
"""Tasks that the companion has at a time: one is in its hands when the answer to another is on its way."""

SENT_AHEAD: Final = 6
"""… and of those that nobody waits for yet: enough for as long as the first process is at something that it cannot break off."""

TASKS_AHEAD: Final = 8
"""Tasks that are asked for before the answer to the first is needed, where there is a companion."""

KEPT_THERE: Final = 1_000
"""Pages that a companion keeps in memory, … With five times as many 10,000 pages took as long, and 15 MB more."""

KEPT_BYTES_THERE: Final = 6_000_000
"""… and of long ones fewer: so many bytes of them as they are stored."""

SILENCE_SECONDS: Final = 120.0
"""Seconds without an answer after which a companion is given up; a task takes a tenth of one."""


class Companion:
    """A process that answers, one after the other, what it is sent; started with the first of it. Never raises when it is lost."""

    def __init__(self, serve: Callable[[Connection], None]) -> None:
        """``serve``: what the process does with its end of the pipe, until that is closed."""
        self._process = PipedProcess("newsbot-companion", serve)
        self.owes = 0
        """Answers that are still to come."""
        self.lost = False
        """Whether it died, or was given up."""

    def send(self, what: object) -> bool:
        """Send something. Returns whether it went out."""
        try:
            self._process.pipe().send(what)
            self.owes += 1
        except OSError:  # no process can be started, or it is dead
            self.close()
        return not self.lost

    def answer(self, seconds: float) -> Any:
        """Return the next answer, waited for so long; None where there is none yet, or none comes any more."""
        try:
            if self._process.is_running and self._process.pipe().poll(seconds):
                told = self._process.pipe().recv()
                self.owes -= 1
                return told
        except (EOFError, OSError):
            self.close()
        return None

    def close(self) -> None:
        """End the process, whatever it is at."""
        self.lost = True
        self._process.end()


class PagesAtHand(Protocol):
    """The pages of a transaction, as tasks ask for them."""

    now: int

    def rows(self, numbers: Sequence[int], /) -> dict[int, dict[str, Any]]:
        """Return the rows of pages, by their number in the table `pages`."""


class TextTask(Generic[_Answer]):
    """Something that is asked of the words of pages, and what came of it.

    ``work`` does it in steps: called with the pages at hand, what was ``given``, and the set that takes the numbers of damaged pages.
    """

    __slots__ = ("answer", "damaged", "done", "given", "is_spare", "pages", "work")

    def __init__(
        self, work: Callable[..., Generator[None, None, _Answer]], pages: Sequence[int], given: Any, *, is_spare: bool = False
    ) -> None:
        self.work = work
        self.pages = pages
        self.given = given
        self.is_spare = is_spare
        self.damaged: set[int] = set()
        self.answer: _Answer
        self.done = False


class Tasks:
    """The tasks of one transaction: done where their answer is asked for, or by a companion before that."""

    def __init__(self, texts: PagesAtHand, companion: Companion | None = None) -> None:
        self._texts: Any = weakref.proxy(texts)  # which has these tasks: in a cycle all that it keeps would stay long after it
        self._companion = companion
        if companion is not None and companion.owes:  # to a transaction that was broken off
            companion.close()
        self._waiting: deque[TextTask[Any]] = deque()
        self._spare: deque[TextTask[Any]] = deque()
        self._sent: deque[TextTask[Any]] = deque()
        self._passing: list[int] = []
        """Pages that the companion has for what it was sent last alone."""
        self._there: dict[int, int] = {}
        """Pages that the companion has, the least recently used first, and their bytes."""
        self._bytes_there = 0
        self._anew = True

    @property
    def ahead(self) -> int:
        """How many tasks to ask for before the answer to the first: none where nobody else does them."""
        return TASKS_AHEAD if self._companion is not None and not self._companion.lost else 0

    def ask(self, work: Callable[..., Generator[None, None, _Answer]], pages: Iterable[int], given: Any) -> TextTask[_Answer]:
        """Have something done with pages, by their number in the table `pages`; ``work`` and ``given`` must pickle."""
        task = TextTask(work, list(pages), given)
        self._waiting.append(task)
        self.go_on()
        return task

    def ask_ahead(self, work: Callable[..., Generator[None, None, _Answer]], pages: Sequence[int], given: Any) -> TextTask[_Answer]:
        """Have the companion do something when it has nothing else to do. Nobody does it in its place: it may never be done."""
        task = TextTask(work, pages, given, is_spare=True)
        self._spare.append(task)
        return task

    def go_on(self) -> None:
        """Take in what the companion answered, and give it the next task."""
        companion = self._companion
        if companion is None:
            return
        while self._sent and (told := companion.answer(0)) is not None:
            self._take_in(told)
        while not companion.lost and (queue := self._waiting or self._spare):
            if len(self._sent) >= (SENT_AHEAD if queue is self._spare else SENT):
                break
            if companion.send(self._message(queue[0])):
                self._sent.append(queue.popleft())
        if companion.lost:
            self._waiting.extendleft(task for task in reversed(self._sent) if not task.is_spare)
            self._sent.clear()

    def finish(self) -> Iterator[None]:
        """Wait, in steps, for what the companion has in hand, once no answer is asked for any more; the rest is left undone."""
        self._spare.clear()
        while self._sent and self._companion is not None:
            if (told := self._companion.answer(SILENCE_SECONDS)) is None:
                self._companion.close()
                return
            self._take_in(told)
            yield

    def answer(self, task: TextTask[_Answer], damaged: set[int]) -> Generator[None, None, _Answer]:
        """Return, in steps, what came of a task; the numbers of the pages that cannot be read go into ``damaged``."""
        self.go_on()
        while not task.done:
            if self._waiting:
                mine = task if task in self._waiting else self._waiting[-1]  # the one to which the companion would come last
                self._waiting.remove(mine)
                mine.answer = yield from mine.work(self._texts, mine.given, mine.damaged)
                mine.done = True
            elif self._companion is not None:
                if (told := self._companion.answer(SILENCE_SECONDS)) is not None:
                    self._take_in(told)
                else:
                    self._companion.close()
            self.go_on()
        damaged |= task.damaged
        return task.answer

    def _take_in(self, told: tuple[Any, set[int]]) -> None:
        task = self._sent.popleft()
        task.answer, task.damaged = told
        task.done = True

    def _message(self, task: TextTask[Any]) -> tuple[Any, ...]:
        """Return a task as it is sent: with the rows of the pages that the companion has not, and which it is to forget."""
        there = self._there
        rows = self._texts.rows([page for page in task.pages if page not in there])
        anew, self._anew = self._anew, False
        forgotten, self._passing = self._passing, []
        if task.is_spare:
            self._passing = list(rows)
            return task.work, task.given, rows, forgotten, self._texts.now, anew
        sizes = {page: len(row["content"]) for page, row in rows.items()}
        for page in task.pages:
            there[page] = there.pop(page, 0) or sizes.get(page, 0)
        self._bytes_there += sum(sizes.values())
        while len(there) > len(task.pages) and (len(there) > KEPT_THERE or self._bytes_there > KEPT_BYTES_THERE):
            page = next(iter(there))
            forgotten.append(page)
            self._bytes_there -= there.pop(page)
        return task.work, task.given, rows, forgotten, self._texts.now, anew
