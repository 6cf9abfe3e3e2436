"""What damage leaves of a field: no name is read where a character beside it is lost, and no row is sure of what is damaged or cut off.

No model of signs knows this, for hardly a labelled page is damaged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsbot.model import Role
from newsbot.text.mojibake.garbage import broken_spans, may_be_broken
from newsbot.text.mojibake.partial_readings import LOST_CHARACTER

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from newsbot.html.tree import Tree
    from newsbot.model import Block, Report
    from newsbot.text.restore import Opening

DAMAGED_TITLE: Final = 0.3
"""Of a headline that has a lost or an unreadable character: it is none that was printed."""
DAMAGED_SHARE: Final = 0.01
"""Share of a text's characters that are lost or unreadable from which the text is hardly that of the report: half of what its readers call
the same text."""
DAMAGED_BODY, SCRATCHED_BODY = 0.5, 0.97
"""Of a text of which so much is damaged, and of one with less."""
INCOMPLETE_FIELD: Final = 0.5
"""Of a field that lacks a name of which a character is lost, or the end of the text."""


def is_torn(name: str, blocks: Sequence[Block], openings: Collection[Opening]) -> bool:
    """Return whether a name stands beside or over what could not be repaired, by block and offset, and nowhere else apart from it."""
    touched = False
    for number, block in enumerate(blocks) if openings else ():
        at = block.text.find(name)
        while at >= 0:
            end = at + len(name)
            if not any(one.line == number and one.start <= end and one.end >= at for one in openings):
                return False
            touched, at = True, block.text.find(name, end)
    return touched


def stops_within_text(tree: Tree, blocks: Sequence[Block]) -> bool:
    """Return whether the source of a page stops before its end, and nothing stands behind the text: what came of it is a part."""
    last = max((n for n, block in enumerate(blocks) if block.kept(Role.BODY, Role.SUBHEAD)), default=len(blocks))
    return not any(block.text.strip() for block in blocks[last + 1 :]) and tree.ends_open()


def most_certain(report: Report, incomplete: Collection[str]) -> dict[str, float]:
    """Return how sure a row may be at most of the fields that are damaged or ``incomplete``, by field."""
    bounds = dict.fromkeys(incomplete, INCOMPLETE_FIELD)
    if _is_damaged(report.title or ""):
        bounds["title"] = DAMAGED_TITLE
    damaged = sum(len(one.printed) for one in report.repairs.open)
    if damaged:
        of_text = DAMAGED_BODY if damaged > DAMAGED_SHARE * sum(map(len, report.body)) else SCRATCHED_BODY
        bounds["body"] = min(of_text, bounds.get("body", of_text))
    return bounds


def _is_damaged(line: str) -> bool:
    return LOST_CHARACTER in line or (may_be_broken(line) and bool(broken_spans([line])))
