"""A round whose articles any worker may ask for: what comes of them comes back to the worker whose list named them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from newsbot.discovery.account import Loss
from newsbot.discovery.frontier import Failure
from newsbot.discovery.planner import Round
from newsbot.discovery.tasks import Purpose, Task
from newsbot.fleet.fleet import Fleet
from newsbot.model import Page

_VALIDATORS: Final = ("etag", "last-modified")
"""Headers of an answer that the worker whose list named the page needs, to ask later whether it changed."""


class SharedRound(Round):
    """The round of one worker. Of another's task it only says what came of it."""

    fleet: Fleet

    def settled(self, task: Task, page: Page | None = None) -> None:
        """Take in that the address was answered: with a page, or with a failure that will last."""
        validators = {name: page.headers[name] for name in _VALIDATORS if name in page.headers} if page is not None else None
        if not self._is_anothers(task, {"came": "settled", "page": validators}):
            super().settled(task, page)

    def unchanged(self, task: Task) -> None:
        """Take in that a list, or an article that was read before, has not changed."""
        if not self._is_anothers(task, {"came": "unchanged"}):
            super().unchanged(task)

    def left(self, task: Task) -> None:
        """Take in that an address was not asked for in this round; it is owed to the next."""
        if not self._is_anothers(task, {"came": "left"}):
            super().left(task)

    def failed(
        self,
        task: Task,
        kind: Failure,
        why: str,
        *,
        retry_after: float = 0.0,
        loss: Loss = Loss.STATUS,
        gone: bool = False,
        silent: bool = False,
    ) -> None:
        """Take in that nothing came from the address."""
        said = {"came": "failed", "kind": kind, "why": why[:300], "retry_after": retry_after, "loss": loss, "gone": gone, "silent": silent}
        if not self._is_anothers(task, said):
            super().failed(task, kind, why, retry_after=retry_after, loss=loss, gone=gone, silent=silent)

    def heard(self, task: Task, came: Mapping[str, Any]) -> None:
        """Take in what came of a task of this worker that another one did."""
        what = came.get("came")
        if what == "settled":
            validators = came.get("page")
            headers = {str(name): str(value) for name, value in validators.items()} if isinstance(validators, dict) else None
            super().settled(task, Page(task.url, b"", headers) if headers is not None else None)
        elif what == "unchanged":
            super().unchanged(task)
        elif what == "failed":
            kind = Failure(came["kind"]) if came.get("kind") in set(Failure) else Failure.TEMPORARY
            loss = Loss(came["loss"]) if came.get("loss") in set(Loss) else Loss.STATUS
            super().failed(task, kind, str(came.get("why")), loss=loss, gone=came.get("gone") is True, silent=came.get("silent") is True)
        else:
            super().left(task)

    def _is_anothers(self, task: Task, came: Mapping[str, Any]) -> bool:
        return task.purpose is Purpose.ARTICLE and self.fleet.came(task, came)
