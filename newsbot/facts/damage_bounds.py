"""How sure a row can be of what is damaged in it: no model of signs knows, for hardly a labelled page is damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsbot.text.mojibake.garbage import broken_spans, may_be_broken
from newsbot.text.mojibake.partial_readings import LOST_CHARACTER

if TYPE_CHECKING:
    from newsbot.model import Report

DAMAGED_TITLE: Final = 0.3
"""Of a headline that has a lost or an unreadable character: it is none that was printed."""
DAMAGED_SHARE: Final = 0.01
"""Share of a text's characters that are lost or unreadable from which the text is hardly that of the report: half of what its readers call
the same text."""
DAMAGED_BODY, SCRATCHED_BODY = 0.5, 0.97
"""Of a text of which so much is damaged, and of one with less."""


def most_certain(report: Report) -> dict[str, float]:
    """Return how sure a row may be at most of the fields that are damaged, by field."""
    bounds: dict[str, float] = {}
    if _is_damaged(report.title or ""):
        bounds["title"] = DAMAGED_TITLE
    damaged = sum(len(one.printed) for one in report.repairs.open)
    if damaged:
        bounds["body"] = DAMAGED_BODY if damaged > DAMAGED_SHARE * sum(map(len, report.body)) else SCRATCHED_BODY
    return bounds


def _is_damaged(line: str) -> bool:
    return LOST_CHARACTER in line or (may_be_broken(line) and bool(broken_spans([line])))
