"""The law of conservation, to be checked on any reading: every visible character of a page is in its report or in a labelled piece, once.

The books have three pages: the repairs explain how the decoded text of a block became its restored text, the pieces of a block
join to its restored text, and what a row shows as text stands in pieces of the kept roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsbot.model import Block, Role
from newsbot.text.mojibake import Edit


def open_pieces(blocks: Iterable[Block]) -> list[str]:
    """Return visible text that no rule has spoken of; empty on a complete reading."""
    return [piece.text for block in blocks for piece in block.pieces if piece.role is None and piece.text.strip()]


def unbalanced(blocks: Iterable[Block]) -> list[Block]:
    """Return blocks whose pieces do not join to their text; none on any reading."""
    return [block for block in blocks if "".join(piece.text for piece in block.pieces) != block.text]


def repaired(blocks: Sequence[Block], edits: Iterable[Edit]) -> list[str]:
    """Return the raw text of every block with its repairs made: the text before the script was unified."""
    out = [block.raw for block in blocks]
    for edit in sorted(edits, key=lambda e: (e.block, -e.start)):
        raw = out[edit.block]
        if blocks[edit.block].raw[edit.start : edit.end] != edit.before:
            raise ValueError(f"the repair of block {edit.block} at {edit.start} does not stand where it says")
        out[edit.block] = raw[: edit.start] + edit.after + raw[edit.end :]
    return out


def removed(blocks: Iterable[Block]) -> list[tuple[str, Role, str]]:
    """Return everything left out of the row, with its role and the rule that took it out."""
    return [(p.text.strip(), p.role, p.rule) for b in blocks for p in b.pieces if p.role is not None and not p.role.kept and p.text.strip()]
