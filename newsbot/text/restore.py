"""The characters of one document restored: the one composition of this room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from newsbot.text import script
from newsbot.text.doubt import Doubt, doubts
from newsbot.text.mojibake import DamageKind, repair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsbot.row import Script
    from newsbot.text.mojibake import Edit


class Opening(NamedTuple):
    """A span that could not be repaired: ``lines[line][start:end]`` after restoring, what was printed there, and what it may have been."""

    line: int
    start: int
    end: int
    printed: str
    candidates: tuple[tuple[str, float], ...] = ()

    def simplified(self) -> Opening:
        """Tell the candidates in simplified script."""
        return self._replace(candidates=tuple((script.unified(text), chance) for text, chance in self.candidates))


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
    openings: tuple[Opening, ...] = ()
    """What could not be repaired, in the lines after restoring: □ for what is lost, or what is broken and stands as printed."""

    @property
    def uncertain(self) -> frozenset[int]:
        """The indices of the lines that have a doubt."""
        return frozenset(doubt.line for doubt in self.doubts)


def restore_lines(lines: Sequence[str]) -> Restored:
    """Undo what was done to the characters of one document, given as the texts of its blocks in reading order. Never raises.

    Only when the damage is undone is it known which script the text is in.
    """
    repaired = repair(lines)
    lines, edits = repaired.lines, repaired.edits
    found = script.script_of("\n".join(lines))
    masked = doubts(lines, damaged=any(edit.kind in _DAMAGE for edit in edits))
    broken = [Opening(span.line, span.start, span.end, lines[span.line][span.start : span.end]) for span in repaired.broken]
    doubtful, openings = _low(edits)
    openings = sorted([*openings, *broken])
    if found == "Hant":
        lines = tuple(script.unified(line) for line in lines)
        openings = [opening.simplified() for opening in openings]
    doubtful += [Doubt(opening.line, opening.start, opening.end) for opening in broken]
    return Restored(lines, found, edits, (*doubtful, *masked), tuple(openings))


def _low(edits: Sequence[Edit]) -> tuple[list[Doubt], list[Opening]]:
    """Where the repairs of low confidence stand in the lines as restored, and what they left open."""
    out: list[Doubt] = []
    openings: list[Opening] = []
    line, shift = -1, 0
    for edit in edits:
        if edit.block != line:
            line, shift = edit.block, 0
        start = edit.start + shift
        openings += [Opening(line, start + gap.start, start + gap.end, gap.printed, gap.candidates) for gap in edit.gaps]
        if edit.gaps:
            out += [Doubt(line, start + gap.start, start + gap.end) for gap in edit.gaps]
        elif edit.confidence == "low":
            out.append(Doubt(line, start, start + len(edit.after)))
        shift += len(edit.after) - (edit.end - edit.start)
    return out, openings


_DAMAGE = frozenset({DamageKind.PINYIN_ANNOTATIONS, DamageKind.BYTE_SHIFTS})
