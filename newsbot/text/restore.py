"""The characters of one document restored: the one composition of this room."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsbot.text import punctuation, script
from newsbot.text.doubt import Doubt, doubts
from newsbot.text.mojibake import gbk_damage, stray
from newsbot.text.mojibake.edits import Change, Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsbot.model import Edit
    from newsbot.row import Script


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

    The order matters: invisible characters would break the patterns of damage, so they go first; private-use characters are bytes of
    shifted runs, so they stay until the runs are read; only then is it known which script the text is in.
    """
    text = "\n".join(lines)
    if _untouched(text):
        return _in_one_script(list(lines), text, ())
    drafts = [Draft(line) for line in lines]
    if _MARKUP.search(text):
        _each(drafts, stray.entity_changes)
        text = "\n".join(draft.text for draft in drafts)
    strange = stray.strange(text)
    if strange:
        _each(drafts, stray.stray_changes)
    if gbk_damage.suspected(text):
        _all(drafts, gbk_damage.repairs)
    if punctuation.DOUBLED.search(text):
        _all(drafts, punctuation.doubled_changes)
    if "&&" in text:
        _all(drafts, punctuation.said_changes)
    if strange:
        _each(drafts, stray.unreadable_changes)
    # a repair may bring a character that is folded, so all are looked at again
    texts = [stray.folded(draft.text) for draft in drafts]
    edits = tuple(edit for number, draft in enumerate(drafts) for edit in draft.edits(number))
    return _in_one_script(texts, "\n".join(texts) if edits else text, edits)


def _untouched(text: str) -> bool:
    """Whether no step would change a character, as in most documents."""
    return not (
        _MARKUP.search(text) or stray.strange(text) or gbk_damage.suspected(text) or punctuation.DOUBLED.search(text)
    )  # "&&" is markup


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


_MARKUP = re.compile("[&#]")
_DAMAGE = frozenset({DamageKind.PINYIN_ANNOTATIONS, DamageKind.BYTE_SHIFTS})


def _each(drafts: list[Draft], step: Callable[[str], list[Change]]) -> None:
    for draft in drafts:
        draft.make(step(draft.text))


def _all(drafts: list[Draft], step: Callable[[Sequence[str]], list[list[Change]]]) -> None:
    for draft, changes in zip(drafts, step([draft.text for draft in drafts]), strict=True):
        draft.make(changes)
