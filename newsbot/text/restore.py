"""The characters of one document restored: the one composition of this room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsbot.text import script
from newsbot.text.doubt import Doubt, doubts
from newsbot.text.mojibake import DamageKind, repair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsbot.row import Script
    from newsbot.text.mojibake import Edit


@dataclass(frozen=True, slots=True)
class Restored:
    """One document's lines after restoring, as many as were given, and how they came about.

    ``edits`` tells every repair in offsets into the line as given, in order and without overlaps; ``block`` is the line's index.
    Making the edits to the raw lines gives the text before the script is unified, and that step goes character by character, so it
    keeps every length. ``script`` is that of the text as found. ``doubts`` are the places, in the lines after restoring, of repairs of
    low confidence and of masked, swallowed or missing digits: a figure or a name there may be wrong or gone.
    """

    lines: tuple[str, ...]
    script: Script
    edits: tuple[Edit, ...]
    doubts: tuple[Doubt, ...]

    @property
    def uncertain(self) -> frozenset[int]:
        """The indices of the lines that have a doubt."""
        return frozenset(doubt.line for doubt in self.doubts)


def restore(lines: Sequence[str]) -> Restored:
    """Undo what was done to the characters of one document, given as the texts of its blocks in reading order. Never raises.

    Only when the damage is undone is it known which script the text is in.
    """
    repaired = repair(lines)
    return _in_one_script(list(repaired.lines), "\n".join(repaired.lines), repaired.edits)


def _in_one_script(texts: list[str], text: str, edits: tuple[Edit, ...]) -> Restored:
    """The repaired lines, of which ``text`` is the whole, in simplified script; and which of them are to be doubted."""
    found = script.script_of(text)
    places = doubts(texts, damaged=any(edit.kind in _DAMAGE for edit in edits))
    if found == "Hant":
        texts = [script.unified(line) for line in texts]
    return Restored(tuple(texts), found, edits, (*_low(edits), *places))


def _low(edits: Sequence[Edit]) -> list[Doubt]:
    """Where the repairs of low confidence stand in the lines as restored."""
    out: list[Doubt] = []
    line, shift = -1, 0
    for edit in edits:
        if edit.block != line:
            line, shift = edit.block, 0
        start = edit.start + shift
        if edit.confidence == "low":
            out.append(Doubt(line, start, start + len(edit.after)))
        shift += len(edit.after) - (edit.end - edit.start)
    return out


_DAMAGE = frozenset({DamageKind.PINYIN_ANNOTATIONS, DamageKind.BYTE_SHIFTS})
