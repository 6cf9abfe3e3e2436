"""What hijacked mirrors do to the bytes of a text, undone: one document at a time.

The damage, proved byte by byte on real pages: the text is turned into Traditional script, encoded in GBK, and then bytes are
replaced without regard to where characters begin. `(pinyin)` is written behind listed characters, and something is inserted before
full-width marks; where that tears a character apart, the decoder prints `?`, swallows a byte, and reads on one byte out of step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsbot.text import cp936
from newsbot.text.byte_shift import Document, Line, Run
from newsbot.text.edits import Change
from newsbot.text.language import Model
from newsbot.text.pinyin import ANNOTATION, TONES, annotation_changes, judge, wordwise_changes
from newsbot.text.script import script_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def repairs(lines: Sequence[str]) -> list[list[Change]]:
    """For every line of one document the changes that undo the damage, in order and without overlaps; mostly empty lists."""
    text = "".join(lines)
    torn = "?" in text or "\ufffd" in text
    toned = not TONES.isdisjoint(text)
    annotations = judge(lines) if toned else None
    damaged = annotations is not None and annotations.damaged
    if not torn or not (damaged):
        if damaged:
            return [annotation_changes(line) for line in lines]
        return wordwise_changes(lines) if toned else [[] for _ in lines]
    document = Document(
        Model(ANNOTATION.sub("", line) for line in lines),
        listed=annotations.listed if annotations else {},
        private=any(map(cp936.is_private, frozenset(text))),
        folded=not any(mark in text for mark in "，：；！？（）"),
        mirrored=script_of(lines) == "Hant",
        present=frozenset(text),
        swallowed=_swallowable(text),
    )
    changes = []
    for line in lines:
        found = annotation_changes(line) if damaged else []
        if "?" in line or "\ufffd" in line:
            runs = Line(line, document).runs(lambda run: believable(run, damaged))
            found = _merged(found, runs)
        changes.append(found)
    return changes


def _swallowable(text: str) -> dict[str, float]:
    """ASCII marks and the space, as far as the document uses them -> their share among the marks of both widths."""
    shares = {}
    for mark in " ,:;()+-./%<>\"'=*&#":
        count = text.count(mark) - (len(ANNOTATION.findall(text)) if mark in "()" else 0)
        wide = text.count("\u3000" if mark == " " else chr(ord(mark) + 0xFEE0))
        if count > 1:
            shares[mark] = count / (count + wide)
    return shares


def believable(run: Run, damaged: bool) -> bool:
    return run.gain > 1


def _merged(annotations: list[Change], runs: list[Run]) -> list[Change]:
    """Annotations outside the runs, and the runs, in order."""
    spans = [(run.start, run.end) for run in runs]
    outside = [change for change in annotations if all(change.end <= start or end <= change.start for start, end in spans)]
    shifts = [Change(run.start, run.end, run.text, "byte_shifts", "high" if run.lead > 3 and not run.lost else "low") for run in runs]
    return sorted(outside + shifts)
