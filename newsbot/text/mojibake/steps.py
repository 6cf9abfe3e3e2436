r"""All repairs on one page, in the order in which they are made.

    >>> repair(["文明創(chuàng)建動(dòng)員會(huì)議,&nbsp;召開"]).lines
    ('文明創建動員會議,\xa0召開',)

Every step has a name, a gate that costs next to nothing on a text it has no business with, and a function from the lines of one
document to changes of them. A step that is not wanted is switched off:

    >>> repair(["文明創(chuàng)建動(dòng)員會(huì)議"], RepairConfig(pinyin_annotations=False)).lines
    ('文明創(chuàng)建動(dòng)員會(huì)議',)

The order matters. What was read in another encoding has controls for bytes, so it is read anew before these go. Invisible characters would
break the patterns of damage, so they go next. Shifted runs are read while the annotations beside them still tell where their bytes were
torn. Private-use characters are bytes of shifted runs, so they stay until these are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newsbot.text.mojibake import gbk_damage, marks, recoded, stray
from newsbot.text.mojibake.edits import Change, DamageKind, Edit, EditedLine
from newsbot.text.mojibake.garbage import BrokenSpan, broken_spans, may_be_broken
from newsbot.text.mojibake.gbk_damage import Diagnosis

Changes = list[list[Change]]
"""For every line of a document its changes, in order and without overlaps; mostly empty lists."""


class Step(NamedTuple):
    """One repair. ``applies``: whether a text may need it at all (cheap); ``changes``: what it does to the lines of one document."""

    name: str
    kind: DamageKind
    applies: Callable[[str], bool]
    changes: Callable[[Sequence[str], Diagnosis], Changes]


def _line_by_line(changes_of_line: Callable[[str], list[Change]]) -> Callable[[Sequence[str], Diagnosis], Changes]:
    """Make a step of a function that looks at one line alone."""
    return lambda lines, _: [changes_of_line(line) for line in lines]


def _document(changes_of_lines: Callable[[Sequence[str]], Changes]) -> Callable[[Sequence[str], Diagnosis], Changes]:
    """Make a step of a function that needs all lines and nothing that other steps found out."""
    return lambda lines, _: changes_of_lines(lines)


def _unreadable_changes(lines: Sequence[str], diagnosis: Diagnosis) -> Changes:
    return [stray.unreadable_changes(line, sound=not diagnosis.suspected) for line in lines]


STEPS: tuple[Step, ...] = (
    Step("entities", DamageKind.ENTITIES, stray.may_hold_entities, _line_by_line(stray.entity_changes)),
    Step("wrong_encodings", DamageKind.BYTE_SHIFTS, recoded.may_be_recoded, _line_by_line(recoded.recoded_changes)),
    Step("stray_characters", DamageKind.STRAY_CHARACTERS, stray.may_be_stray, _line_by_line(stray.stray_changes)),
    Step("lost_indents", DamageKind.STRAY_CHARACTERS, stray.may_be_indented, _document(stray.indent_changes)),
    Step("byte_shifts", DamageKind.BYTE_SHIFTS, gbk_damage.suspected, gbk_damage.shift_changes),
    Step("pinyin_annotations", DamageKind.PINYIN_ANNOTATIONS, gbk_damage.suspected, gbk_damage.annotation_changes),
    Step("doubled_marks", DamageKind.DOUBLED_PUNCTUATION, marks.may_be_doubled, _document(marks.doubled_changes)),
    Step("ampersands", DamageKind.ENTITIES, marks.may_say, _line_by_line(marks.said_changes)),
    Step("unreadable_characters", DamageKind.STRAY_CHARACTERS, stray.may_be_unreadable, _unreadable_changes),
)


@dataclass(frozen=True, slots=True)
class RepairConfig:
    """Which steps to make: one switch for each of :data:`STEPS`, by its name."""

    entities: bool = True
    wrong_encodings: bool = True
    stray_characters: bool = True
    lost_indents: bool = True
    byte_shifts: bool = True
    pinyin_annotations: bool = True
    doubled_marks: bool = True
    ampersands: bool = True
    unreadable_characters: bool = True

    def wants(self, step: Step) -> bool:
        """Return whether a step is switched on."""
        return bool(getattr(self, step.name))


@dataclass(frozen=True, slots=True)
class RepairedLines:
    """The lines of one document after all steps, as many as were given, and every edit in offsets into the lines as given.

    ``lines`` have look-alikes folded besides (:func:`newsbot.text.mojibake.stray.folded`), which keeps every length and is no edit.
    """

    lines: tuple[str, ...]
    edits: tuple[Edit, ...]
    broken: tuple[BrokenSpan, ...] = ()
    """What is no Chinese and could not be repaired, in offsets into ``lines``."""


_BYTE_DAMAGE = frozenset({DamageKind.BYTE_SHIFTS, DamageKind.PINYIN_ANNOTATIONS})
ALL_STEPS = RepairConfig()
_OF_STRAY = (stray.may_be_stray, stray.may_be_unreadable)
_GATES = sorted(
    dict.fromkeys((stray.strange, *(step.applies for step in STEPS if step.applies not in _OF_STRAY))), key=lambda gate: gate.__module__
)
"""What is asked of every document, module by module: one look for all that is strange, which is more than what the steps drop."""


def repair(lines: Sequence[str], config: RepairConfig = ALL_STEPS) -> RepairedLines:
    """Undo what was done to the characters of one document, given line by line in reading order. Never raises."""
    text = "\n".join(lines)
    if is_untouched(text):
        return RepairedLines(tuple(lines), ())
    texts, edited = list(lines), dict[int, EditedLine]()  # the lines as they stand, and those of them that a step changed
    diagnosis = Diagnosis()
    for step in STEPS:
        if not config.wants(step) or not step.applies(text):
            continue
        made = step.changes(texts, diagnosis)
        for number in [number for number, changes in enumerate(made) if changes]:
            line = edited.setdefault(number, EditedLine(lines[number]))
            line.make(made[number])
            texts[number] = line.text
        if any(made):
            text = "\n".join(texts)
    # a repair may bring a character that is folded, so all are looked at
    edits = tuple(edit for number in sorted(edited) for edit in edited[number].edits(number))
    repaired = tuple(map(stray.folded, texts) if stray.may_be_folded(text) else texts)
    damaged = any(edit.kind in _BYTE_DAMAGE for edit in edits)
    broken = broken_spans(repaired, damaged=damaged) if damaged or may_be_broken(text) else []
    return RepairedLines(repaired, edits, tuple(broken))


def explain(lines: Sequence[str], config: RepairConfig = ALL_STEPS) -> list[str]:
    r"""Tell every edit that :func:`repair` makes, one sentence each, in reading order.

    >>> explain(["好的&nbsp;社区"])
    ["line 0, 2-8: '&nbsp;' -> '\\xa0' (entities, high)"]
    """
    return [
        f"line {edit.block}, {edit.start}-{edit.end}: {edit.before!r} -> {edit.after!r} ({edit.kind}, {edit.confidence})"
        for edit in repair(lines, config).edits
    ]


def is_untouched(text: str) -> bool:
    """Return whether no step would change a character, as in most documents."""
    return not any(applies(text) for applies in _GATES)
