"""A page as it was found beside the report as it was handed over: every repair and every removal, with what made it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from newsbot.model import KEPT, Page, Piece, Report
from newsbot.normalise import explained
from newsbot.text.punctuation import spelled_for_row

if TYPE_CHECKING:
    from newsbot.reading import Reading
    from newsbot.text.mojibake import Edit

MOST_BLOCKS: Final = 400
"""Of one page; a longer one ends with a word."""


def damage_of(page: Page) -> dict[str, Any] | None:
    """Read a page, and return its blocks in two columns; None where it gives no report.

    ``blocks`` are lists of ``[found, handed]``: ``found`` is a list of texts and repairs ``[before, after, kind, certain]``, ``handed`` a
    list of pieces ``[text, role, rule, kept]``.
    """
    reading, verdict = explained(page, topic="any")
    if not isinstance(verdict, Report):
        return None
    shown = _blocks(reading)
    removed = sum(not piece[3] for _, handed in shown for piece in handed)
    return {
        "url": page.url,
        "encoding": reading.encoding,
        "script": reading.script,
        "repairs": len(reading.edits),
        "removed": removed,
        "blocks": shown[:MOST_BLOCKS],
        "more": max(0, len(shown) - MOST_BLOCKS),
    }


def _blocks(reading: Reading) -> list[tuple[list[Any], list[Any]]]:
    edits: dict[int, list[Edit]] = defaultdict(list)
    for edit in reading.edits:
        edits[edit.block].append(edit)
    out = []
    for number, block in enumerate(reading.blocks):
        handed = [
            [_handed(piece), str(piece.role or ""), piece.rule, bool(piece.role and piece.role.kept)]
            for piece in block.pieces
            if piece.text.strip()
        ]
        if block.raw.strip():
            out.append((_found(block.raw, edits[number]), handed))
    return out


def _handed(piece: Piece) -> str:
    """Return a piece as the row has it: marks of kept text are full-width there."""
    return spelled_for_row(piece.text) if piece.role in KEPT else piece.text


def _found(raw: str, edits: list[Edit]) -> list[Any]:
    out: list[Any] = []
    here = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start > here:
            out.append(raw[here : edit.start])
        out.append([edit.before, edit.after, str(edit.kind), edit.confidence == "high"])
        here = max(here, edit.end)
    if here < len(raw):
        out.append(raw[here:])
    return out
