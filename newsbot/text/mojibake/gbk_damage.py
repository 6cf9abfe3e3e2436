"""What hijacked mirrors do to the bytes of a text, undone: one document at a time.

The damage, proved byte by byte on real pages: the text is turned into Traditional script, encoded in GBK, and then bytes are
replaced without regard to where characters begin. `(pinyin)` is written behind listed characters, and something is inserted before
full-width marks; where that tears a character apart, the decoder prints `?`, swallows a byte, and reads on one byte out of step.

Nothing is touched without evidence from the document as a whole: annotations that agree with the mirrors' table, or at least one
shifted run that nothing else explains. A bare `?!` is punctuation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsbot.text.mojibake import cp936
from newsbot.text.mojibake.certainty import SettledRun, settled
from newsbot.text.mojibake.characters import common_forms, is_traditional
from newsbot.text.mojibake.edits import Change, DamageKind, Gap
from newsbot.text.mojibake.garbage import broken_spans, may_be_broken, shifted_stretches, torn_readings
from newsbot.text.mojibake.language import EDGE, LanguageModel
from newsbot.text.mojibake.partial_readings import LOST_CHARACTER, DamagedDocument, ShiftedRun
from newsbot.text.mojibake.pinyin import (
    ANNOTATION,
    LETTERS,
    TONES,
    Annotations,
    judge_annotations,
    listed_changes,
    readings,
    wordwise_changes,
)
from newsbot.text.mojibake.shifted_runs import LineReader
from newsbot.text.mojibake.weighing import Surroundings, weighed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

STRONG = 12.0
"""Gain (natural log) of a run that proves by itself that the document is damaged."""
KEYED = -20.0
"""A run that begins with a torn reading may look worse than the text as it stands: nothing else explains `?zhèn)`."""
NEAR_A_RUN = 24
"""Characters beside a run that are looked at, and those before it that hold the one which stands there, readings between them."""
_NONE: Mapping[int, tuple[ShiftedRun, SettledRun]] = {}
_ENTRY = re.compile("[?\ufffd][!;:,?！；：，？。、](.{2,10})")
_SPLIT = re.compile("[?\ufffd]([，：；！？])")
_TONED = re.compile(f"[{''.join(sorted(TONES))}]")
_TORN = re.compile(f"[?\ufffd]|(?<=[\u4e00-\u9fff])[{LETTERS}]{{1,7}} ?[)）]")
"""What a shifted run may begin with; also where a cleaner took the `?`."""


def suspected(text: str) -> bool:
    """Return whether a document may be damaged at all: a `?` before a mark, readings with tones, rare characters close together.

    >>> suspected("什么?!"), suspected("社区?！熬€上"), suspected("他说：“好！”")
    (False, True, False)
    """
    return (("?" in text or "\ufffd" in text) and _ENTRY.search(text) is not None) or may_be_broken(text)


class Diagnosis:
    """What is found out about a document before any of its damage is undone: by the first step that asks, for all that come after."""

    def __init__(self) -> None:
        self._annotations: Annotations | None = None

    @property
    def suspected(self) -> bool:
        """Whether a step that undoes byte damage had reason to look at the document."""
        return self._annotations is not None

    def annotations(self, lines: Sequence[str]) -> Annotations:
        """Judge the document's annotations, from the lines as they stand when this is asked first."""
        if self._annotations is None:
            some = any(not TONES.isdisjoint(line) for line in lines)
            self._annotations = judge_annotations(lines) if some else Annotations(damaged=False, listed={})
        return self._annotations


def annotation_changes(lines: Sequence[str], diagnosis: Diagnosis) -> list[list[Change]]:
    """Delete the readings that a mirror wrote after characters, or after whole words, of a document that is judged to be annotated.

    >>> [change[:3] for change in annotation_changes(["文明創(chuàng)建動(dòng)員"], Diagnosis())[0]]
    [(3, 11, ''), (13, 19, '')]
    """
    if diagnosis.annotations(lines).damaged:
        return [listed_changes(line) for line in lines]
    if all(TONES.isdisjoint(line) for line in lines):
        return [[] for _ in lines]
    return wordwise_changes(lines)


def shift_changes(lines: Sequence[str], diagnosis: Diagnosis) -> list[list[Change]]:
    """Read the stretches again that a decoder read one byte out of step. What is not certain of them stands as □.

    Of low confidence are those of which something is open. What is left of a reading that no stretch explains is a lost character, too.

    >>> shift_changes(["文明創(chuàng)建動(dòng)員", "大家都說好?！熬€上"], Diagnosis())[1][0][:3]
    (5, 9, '。“線')
    """
    changes: list[list[Change]] = [[] for _ in lines]
    for number, settled_runs in runs_of(lines, diagnosis).items():
        read = [
            Change(run.start, run.end, one.text, DamageKind.BYTE_SHIFTS, "low" if one.gaps else "high", one.gaps)
            for run, one in settled_runs
        ]
        changes[number] = sorted([*read, *_lost(lines[number], read, annotated=diagnosis.annotations(lines).damaged)])
    return changes


def _lost(line: str, read: Sequence[Change], *, annotated: bool) -> Iterator[Change]:
    """Put □ in the place of what is left of readings beside the stretches that are ``read`` and the readings that are whole."""
    taken = [(change.start, change.end) for change in [*read, *(listed_changes(line) if annotated else ())]]
    for start, end in torn_readings(line):
        if all(end <= low or high <= start for low, high in taken):
            gap = Gap(0, len(LOST_CHARACTER), line[start:end])
            yield Change(start, end, LOST_CHARACTER, DamageKind.BYTE_SHIFTS, "low", (gap,))


def runs_of(lines: Sequence[str], diagnosis: Diagnosis) -> dict[int, list[tuple[ShiftedRun, SettledRun]]]:
    """Find the shifted runs of a document: number of a line -> its runs, and what of each is certain."""
    document, torn = damaged_lines(lines, diagnosis)
    found = {number: _settled(lines[number], document) for number in torn}
    again = [number for number, settled_runs in found.items() if any(one.gaps for _, one in settled_runs)]
    if again:  # what is certain now tells more of the document's language
        document.learn(part for number in found for part in _read(lines[number], found[number]))
        for number in again:
            certain = {run.start: (run, one) for run, one in found[number] if not one.gaps}
            found[number] = _settled(lines[number], document, certain)
    return found


def damaged_lines(lines: Sequence[str], diagnosis: Diagnosis) -> tuple[DamagedDocument, list[int]]:
    """Find the lines of a document that may have shifted runs, none where it is not damaged, and tell what is known of the document."""
    text = "".join(lines)
    annotations = diagnosis.annotations(lines)
    document = DamagedDocument(LanguageModel())
    torn = [number for number, line in enumerate(lines) if _TORN.search(line) or _shifted(line, damaged=annotations.damaged)]
    if not torn or not (annotations.damaged or any(_garbled(lines[number]) for number in torn)):
        return document, []
    document = DamagedDocument(
        LanguageModel(ANNOTATION.sub("", line) if annotations.damaged else line for line in lines),
        listed=annotations.listed,
        private=any(map(cp936.is_private, frozenset(text))),
        folded=not any(mark in text for mark in "，：；！？（）"),
        mirrored=is_traditional(text),
        present=frozenset(text),
        splits=frozenset(_SPLIT.findall(text)),
        annotated=_annotated_share(text, annotations.listed),
        swallowed=_swallowable(text),
    )
    if not annotations.damaged and not any(LineReader(lines[number], document).runs(is_strong) for number in torn):
        return document, []
    return document, torn


def _annotated_share(text: str, listed: Mapping[str, str]) -> float:
    """Share of the characters that mirrors annotate which are annotated in a text, of those that it holds. Never 0 or 1."""
    bare = sum(char in readings() and char not in listed for char in frozenset(text))
    return (len(listed) + 0.5) / (len(listed) + bare + 1)


def is_strong(run: ShiftedRun) -> bool:
    """Return whether a run proves damage in a document without annotations: none lost, and read far better than it stands.

    It has several characters, or begins with what is left of a reading, which no text has of itself.
    """
    return run.gain > max(STRONG, 2.5 * len(run.text)) and len(run.text) > (1 if run.keyed else 2 if run.bare else 3) and not run.lost


def is_believable(run: ShiftedRun) -> bool:
    """Return whether to believe a run of a document that is known to be damaged."""
    return run.gain > (STRONG if run.bare else KEYED if run.keyed else 1.0)


def _garbled(line: str) -> bool:
    """Whether after `?` and a mark stand characters that news hardly knows, or private ones; or something broken stands without `?`."""
    common = common_forms()
    return any(
        sum(char not in common and not char.isascii() and not char.isspace() for char in match[1]) > 1 for match in _ENTRY.finditer(line)
    ) or (may_be_broken(line) and bool(broken_spans([line])))


def _shifted(line: str, *, damaged: bool) -> bool:
    """Whether a run may begin at a mark whose `?` is gone."""
    return (damaged or may_be_broken(line)) and bool(shifted_stretches(line))


def _swallowable(text: str) -> dict[str, float]:
    """ASCII marks and the space, as far as the document uses them -> their share among the marks of both widths."""
    shares, readings_in_brackets = {}, len(ANNOTATION.findall(text))
    for mark in " ,:;()+-./%<>\"'=*&#":
        count = text.count(mark) - (readings_in_brackets if mark in "()" else 0)
        wide = text.count("\u3000" if mark == " " else chr(ord(mark) + 0xFEE0))
        if count > 1:
            shares[mark] = count / (count + wide)
    return shares


def _settled(
    line: str, document: DamagedDocument, certain: Mapping[int, tuple[ShiftedRun, SettledRun]] = _NONE
) -> list[tuple[ShiftedRun, SettledRun]]:
    """Find the runs of a line, and decide what of each is certain; some, by their start, were ``certain`` before, and stand so."""

    def weigh(run: ShiftedRun, around: Surroundings) -> ShiftedRun:
        return run if run.start in certain else weighed(run, around, document)

    runs = LineReader(line, document).runs(is_believable, {start: run for start, (run, _) in certain.items()})
    return [certain.get(run.start) or (run, settled(run, line, around, document)) for run, around in weighed_runs(line, runs, weigh)]


def weighed_runs(
    line: str, runs: Sequence[ShiftedRun], weigh: Callable[[ShiftedRun, Surroundings], ShiftedRun]
) -> Iterator[tuple[ShiftedRun, Surroundings]]:
    """Read the runs that the search found in a line by their likeliest readings; give each with the line around it, as it was.

    What stands before a run is read by the time that it is weighed; what stands behind it is only read by the search.
    """
    parts, here = [EDGE], 0
    for run in runs:
        parts += [ANNOTATION.sub("", line[here : run.start]), run.text]
        here = run.end
    parts.append(ANNOTATION.sub("", line[here:]) + EDGE)
    before = EDGE
    for number, run in enumerate(runs, 1):
        before += parts[2 * number - 1]
        around = Surroundings(before, "".join(parts[2 * number + 1 : 2 * number + 1 + NEAR_A_RUN])[:NEAR_A_RUN])
        chosen = weigh(run, around)
        yield chosen, around
        before += chosen.text


def _read(line: str, runs: list[tuple[ShiftedRun, SettledRun]]) -> Iterator[str]:
    """What is certain of the runs of a line, each with the character before it."""
    for run, one in runs:
        before = ANNOTATION.sub("", line[max(0, run.start - NEAR_A_RUN) : run.start])[-1:]
        yield from (before + one.text).split(LOST_CHARACTER)
