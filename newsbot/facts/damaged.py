"""What damage leaves of a row: no name is read where a character beside it is lost, and no row is sure of what is damaged.

No model of signs knows this, for hardly a labelled page is damaged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsbot.text.mojibake.partial_readings import LOST_CHARACTER

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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


def without_torn_names(report: Report, blocks: Sequence[Block], openings: Collection[Opening], title: int | None) -> dict[str, float]:
    """Take what is torn out of the medium and the persons of a report; return how sure its row can be of damaged fields at most, by field.

    ``openings``: what could not be repaired, by block and offset; ``title``: the block of the headline.
    """
    bounds: dict[str, float] = {}
    if report.source and _is_torn(report.source, blocks, openings):
        report.source, bounds["source"] = None, INCOMPLETE_FIELD
        report.evidence.pop("source", None)
    whole = [author for author in report.authors if not _is_torn(author.name, blocks, openings)]
    if len(whole) < len(report.authors):
        report.authors, bounds["authors"] = whole, INCOMPLETE_FIELD
    if LOST_CHARACTER in (report.title or "") or any(one.line == title for one in openings):
        bounds["title"] = DAMAGED_TITLE
    if damaged := sum(len(one.printed) for one in report.repairs.open):
        bounds["body"] = DAMAGED_BODY if damaged > DAMAGED_SHARE * sum(map(len, report.body)) else SCRATCHED_BODY
    return bounds


def _is_torn(name: str, blocks: Sequence[Block], openings: Collection[Opening]) -> bool:
    """Whether a name stands beside or over what could not be repaired, and nowhere else apart from it."""
    touched = False
    for number, block in enumerate(blocks):
        at = block.text.find(name)
        while at >= 0:
            end = at + len(name)
            if not any(one.line == number and one.start <= end and one.end >= at for one in openings):
                return False
            touched, at = True, block.text.find(name, end)
    return touched
