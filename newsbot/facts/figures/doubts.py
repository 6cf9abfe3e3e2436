"""Where in a report's body the text is in doubt: repairs that may have lost a digit, masked and missing digits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsbot.model import Block, Role
from newsbot.row import OpenDamage, Proposal
from newsbot.text.doubt import Doubt
from newsbot.text.restore import Opening

_BODY = (Role.BODY, Role.SUBHEAD)


def doubts_in_body(blocks: Sequence[Block], doubts: Iterable[Doubt]) -> dict[int, list[tuple[int, int]]]:
    """Return for each paragraph of the body its doubtful spans, in offsets into it. `doubts` name blocks and offsets into their text.

    A paragraph is what a block keeps for the body, white space around it aside; pieces cut out of a block shift what stands after.
    """
    by_block: dict[int, list[Doubt]] = {}
    for doubt in doubts:
        by_block.setdefault(doubt.line, []).append(doubt)
    out: dict[int, list[tuple[int, int]]] = {}
    if not by_block:
        return out
    paragraph = 0
    for number, block in enumerate(blocks):
        if not block.kept(*_BODY):
            continue
        if number in by_block and (spans := _spans(block, by_block[number])):
            out[paragraph] = spans
        paragraph += 1
    return out


def open_in_body(blocks: Sequence[Block], openings: Iterable[Opening]) -> list[OpenDamage]:
    """Return what could not be repaired, as far as it stands in the body, in offsets into its paragraphs."""
    return [
        OpenDamage(paragraph, start, opening.printed, [Proposal(text, chance) for text, chance in opening.candidates])
        for opening in openings
        for paragraph, spans in doubts_in_body(blocks, [Doubt(opening.line, opening.start, opening.end)]).items()
        for start, end in spans
        if start < end
    ]


def _spans(block: Block, doubts: Iterable[Doubt]) -> list[tuple[int, int]]:
    """The doubts of a block in offsets into what it keeps for the body; those outside it are left out."""
    spans: list[tuple[int, int]] = []
    offset = kept = 0
    body = "".join(piece.text for piece in block.pieces if piece.role in _BODY)
    blank = len(body) - len(body.lstrip())
    for piece in block.pieces:
        if piece.role in _BODY:
            for doubt in doubts:
                low, high = max(doubt.start - offset, 0), min(doubt.end - offset, len(piece.text))
                if low <= high:
                    spans.append((max(kept + low - blank, 0), max(kept + high - blank, 0)))
            kept += len(piece.text)
        offset += len(piece.text)
    return spans
