"""What runs in the second process of a settling: tasks on pages whose rows come with them."""

from __future__ import annotations

from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, cast

import newsbot.ledger.contenders
import newsbot.ledger.studying  # noqa: F401 - what tasks are made of: imported with the rest, and not with the first of them
from newsbot.ledger.pages_read import PageRead, PagesRead, page_read, readable
from newsbot.piped import let_signals_pass
from newsbot.uncollected import seldom_collected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from multiprocessing.connection import Connection


class ShippedTexts(PagesRead):
    """The pages that came with tasks, and are kept until whoever sent them says otherwise."""

    def rows(self, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Return no rows: all that there are came."""
        del numbers
        return {}

    def bring(self, rows: Iterable[dict[str, Any]], damaged: set[int]) -> None:
        """Take in the rows of pages; the numbers of those that are damaged go into ``damaged``."""
        self._kept.update((row["page"], page_read(row, said, self.now)) for row, said in readable(rows, damaged))

    def let_go(self, numbers: Iterable[int]) -> None:
        """Forget pages, and what was found about them."""
        for number in numbers:
            for kept in (self._kept, self._with_anchors, self._outlines, self._fluencies):
                cast("dict[int, object]", kept).pop(number, None)

    def _forget(self, found: Mapping[int, PageRead]) -> None:
        del found


def serve(pipe: Connection) -> None:
    """Do the tasks that come through the pipe, one after the other, until it is closed."""
    let_signals_pass()
    came: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()
    Thread(target=_receive, args=(pipe, came), daemon=True).start()  # so that whoever sends never waits for what is being done
    texts = ShippedTexts()
    with suppress(ConnectionError), seldom_collected():
        while (told := came.get()) is not None:
            work, given, rows, forgotten, now, anew = told
            if anew:
                texts = ShippedTexts()
            texts.now = now
            damaged: set[int] = set()
            texts.let_go(forgotten)
            texts.bring(rows.values(), damaged)
            pipe.send((_done(work(texts, given, damaged)), damaged))


def _receive(pipe: Connection, came: SimpleQueue[tuple[Any, ...] | None]) -> None:
    with suppress(EOFError, OSError):
        while True:
            came.put(pipe.recv())
    came.put(None)


def _done(steps: Any) -> Any:
    """Return what a generator returns in the end."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
