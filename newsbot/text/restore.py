"""The characters of one document restored: the one composition of this room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsbot.text import gbk_damage, script, unicode
from newsbot.text.edits import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsbot.model import Edit, Script


@dataclass(frozen=True, slots=True)
class Restored:
    """One document's lines after restoring, as many as were given, and how they came about.

    ``edits`` tells every repair in offsets into the line as given, in order and without overlaps; ``block`` is the line's index.
    Making the edits to the raw lines gives the text before the script is unified, and that step goes character by character, so it
    keeps every length. ``script`` is that of the text as found. ``uncertain`` holds the indices of lines with a repair of low
    confidence, of which a digit or a name may be wrong or gone.
    """

    lines: tuple[str, ...]
    script: Script
    edits: tuple[Edit, ...]
    uncertain: frozenset[int]


def restore(lines: Sequence[str]) -> Restored:
    """Undo what was done to the characters of one document, given as the texts of its blocks in reading order. Never raises."""
    drafts = [Draft(line) for line in lines]
    here = frozenset("".join(lines))
    if "&" in here or "#" in here:
        for draft in drafts:
            draft.make(unicode.entity_changes(draft.text))
    strange = not unicode.suspicious().isdisjoint(here)
    if strange:
        for draft in drafts:
            draft.make(unicode.stray_changes(draft.text))
    for draft, changes in zip(drafts, gbk_damage.repairs([draft.text for draft in drafts]), strict=True):
        draft.make(changes)
    for draft in drafts:
        draft.make(unicode.unreadable_changes(draft.text))
    texts = [unicode.folded(draft.text) for draft in drafts]
    found = script.script_of(texts)
    if found == "Hant":
        texts = [script.unified(text) for text in texts]
    edits = tuple(edit for number, draft in enumerate(drafts) for edit in draft.edits(number))
    return Restored(tuple(texts), found, edits, frozenset(edit.block for edit in edits if edit.confidence == "low"))
