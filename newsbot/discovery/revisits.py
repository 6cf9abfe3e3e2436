"""When an article that was read is looked at again: corrections come in the first days, withdrawals later.

Each look asks only for what changed (RFC 9110: ETag, else Last-Modified). News is corrected within hours and days; after that it is asked
ever more rarely, and after some weeks no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Self

SCHEDULE: Final = (
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=21),
    timedelta(days=60),
)
"""How long after it was first read an article is looked at again: two thirds of the corrections of online news are made within a day."""
MOST_KEPT: Final = 1_000
"""Articles of one list that are looked at again: those read last."""
GONE_AFTER: Final = 2
"""Answers in a row that an address is not there, after which it counts as deleted."""


@dataclass(frozen=True, slots=True)
class Revisit:
    """What is known of an article that was read. Times are ISO 8601."""

    url: str
    read: str
    """When it was first read."""
    checked: str
    """When it was last asked for and answered."""
    validator: str = ""
    """The ETag or time that it came with; empty where it came without."""
    missed: int = 0
    """Answers in a row that it is not there."""
    named: tuple[str, str, str] = ("", "", "")
    """What lists and feeds said of it: headline, time, author."""

    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for it only if it changed."""
        if not self.validator:
            return {}
        return {"If-None-Match" if self.validator.endswith('"') else "If-Modified-Since": self.validator}

    def is_due(self, now: datetime) -> bool:
        """Return whether a look of the schedule was not taken yet. What was once not there is due at once, and what is gone never."""
        if self.missed:
            return self.missed < GONE_AFTER
        read, checked = _time(self.read), _time(self.checked)
        if read is None or checked is None:
            return False
        return any(checked < read + after <= now for after in SCHEDULE)

    def answered(self, now: datetime, validator: str | None = None) -> Self:
        """Return it after an answer; ``validator`` None: not modified."""
        return replace(self, checked=now.isoformat(), validator=self.validator if validator is None else validator, missed=0)

    def not_there(self, now: datetime) -> Self:
        """Return it after an answer that it is not there."""
        return replace(self, checked=now.isoformat(), missed=self.missed + 1)

    @property
    def is_gone(self) -> bool:
        """Whether it counts as deleted."""
        return self.missed >= GONE_AFTER


def to_json(known: Mapping[str, Revisit]) -> list[list[Any]]:
    """Return revisits as plain data, those read last."""
    kept = sorted(known.values(), key=lambda each: (each.read, each.url), reverse=True)[:MOST_KEPT]
    return [[each.url, each.read, each.checked, each.validator, each.missed, list(each.named)] for each in kept]


def from_json(data: Any) -> list[Revisit]:
    """Return what `to_json` wrote; what is of another form is left out."""
    found = []
    for each in data if isinstance(data, list) else ():
        match each:
            case [str(url), str(read), str(checked), str(validator), int(missed), [str(title), str(stated), str(author)]]:
                found.append(Revisit(url, read, checked, validator, missed, (title, stated, author)))
            case [str(url), str(read), str(checked), str(validator), int(missed)]:
                found.append(Revisit(url, read, checked, validator, missed))
            case _:
                continue
    return found


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
