"""Changes to a line's characters, kept so that every one can be told in the offsets of the line as it was given."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Confidence = Literal["high", "low"]


class DamageKind(StrEnum):
    """What was done to the characters of a text: one kind, one count of the same name in a row's repairs."""

    PINYIN_ANNOTATIONS = "pinyin_annotations"
    """Readings written after characters: 創(chuàng)."""
    BYTE_SHIFTS = "byte_shifts"
    """Stretches that a decoder read one byte out of step, or in another encoding."""
    WATERMARKS = "watermarks"
    """Brand tokens, slogans and foreign addresses written into the text. Who knows the lines takes them out: no step of this room."""
    DOUBLED_PUNCTUATION = "doubled_punctuation"
    """A comma written before another mark."""
    ENTITIES = "entities"
    """HTML entities still in the text, and `&&` of a gateway to Big5."""
    STRAY_CHARACTERS = "stray_characters"
    """Invisible, private-use and control characters."""

    __hash__ = str.__hash__  # that of an Enum is a function in Python


class Gap(NamedTuple):
    """``after[start:end]`` of a change is □: what is ``printed`` there, and what it may have been, each with its probability."""

    start: int
    end: int
    printed: str
    candidates: tuple[tuple[str, float], ...] = ()


class Edit(NamedTuple):
    """One repair: ``raw[start:end]`` of block (line) number ``block`` was ``before`` and became ``after``.

    A repair of low confidence may have lost a digit or a name.
    """

    block: int
    start: int
    end: int
    before: str
    after: str
    kind: DamageKind
    confidence: Confidence = "high"
    gaps: tuple[Gap, ...] = ()


class Change(NamedTuple):
    """``text[start:end]`` of the text at hand becomes ``after``."""

    start: int
    end: int
    after: str
    kind: DamageKind
    confidence: Confidence = "high"
    gaps: tuple[Gap, ...] = ()


_new = tuple.__new__  # an annotated page has thousands of edits, and a NamedTuple's own constructor takes three times as long


@dataclass(slots=True)
class EditedLine:
    """A line under repair: ``raw`` as given, ``text`` after the changes made so far, which ``changes`` tells in offsets into ``raw``.

    >>> line = EditedLine("文明創(chuàng)建,,好")
    >>> line.make([Change(3, 11, "", DamageKind.PINYIN_ANNOTATIONS)])
    >>> line.make([Change(4, 5, "", DamageKind.DOUBLED_PUNCTUATION)])
    >>> line.text
    '文明創建,好'
    >>> [(edit.start, edit.before) for edit in line.edits(0)]
    [(3, '(chuàng)'), (12, ',')]
    """

    raw: str
    text: str = ""
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.raw

    def make(self, changes: Sequence[Change]) -> None:
        """Make changes given in offsets into ``text``, in order and without overlaps.

        A change that touches what an earlier one wrote is joined with it into one, of the later kind and the lower confidence.
        """
        if not changes:
            return
        self.changes = list(_composed(self.changes, changes))
        self.text = applied(self.raw, self.changes)

    def edits(self, block: int) -> list[Edit]:
        """Tell the changes as edits of block number ``block``, those left out that change nothing."""
        return [
            _new(Edit, (block, start, end, self.raw[start:end], after, kind, confidence, gaps))
            for start, end, after, kind, confidence, gaps in self.changes
            if self.raw[start:end] != after
        ]


def applied(text: str, changes: Iterable[Change | Edit]) -> str:
    """Make all `changes` to `text`: in order, without overlaps, in offsets into `text`."""
    out: list[str] = []
    here = 0
    for change in changes:
        out += text[here : change.start], change.after
        here = change.end
    return "".join((*out, text[here:]))


def _composed(earlier: list[Change], later: Sequence[Change]) -> list[Change]:
    """Both steps as one list of changes to the raw line. Linear in the number of changes."""
    out: list[Change] = []
    shift, number = 0, 0  # raw offset minus present offset behind the earlier changes passed; how many have been passed
    reach = 0  # present offset up to which the last change put out goes
    for change in later:
        if change.start < reach:  # inside what an earlier change wrote, of which the last one put out took a part
            last = out.pop()
            before = last.after[: len(last.after) - (reach - change.start)]
            gaps = [gap for gap in last.gaps if gap.end <= len(before)]
            behind = last.after[len(last.after) - max(0, reach - change.end) :] if change.end < reach else ""
            start, confidence = last.start, _lower(last.confidence, change.confidence)
        else:
            while number < len(earlier) and earlier[number].start - shift + len(earlier[number].after) <= change.start:
                out.append(earlier[number])
                shift += _shrinkage(earlier[number])
                number += 1
            start, before, behind, confidence, gaps = change.start + shift, "", "", change.confidence, []
            if number < len(earlier) and earlier[number].start - shift < change.start:
                start = earlier[number].start
                before = earlier[number].after[: change.start + shift - start]
                gaps = [gap for gap in earlier[number].gaps if gap.end <= len(before)]
        gaps += [gap._replace(start=gap.start + len(before), end=gap.end + len(before)) for gap in change.gaps]
        while number < len(earlier) and earlier[number].start - shift < change.end:
            old = earlier[number]
            taken = max(0, change.end - (old.start - shift))
            behind = old.after[taken:]
            moved = len(before) + len(change.after) - taken
            gaps += [gap._replace(start=gap.start + moved, end=gap.end + moved) for gap in old.gaps if gap.start >= taken]
            confidence = _lower(confidence, old.confidence)
            shift += _shrinkage(old)
            number += 1
        reach = change.end + len(behind)
        out.append(Change(start, reach + shift, before + change.after + behind, change.kind, confidence, tuple(gaps)))
    return out + earlier[number:]


def _shrinkage(change: Change) -> int:
    return change.end - change.start - len(change.after)


def _lower(left: Confidence, right: Confidence) -> Confidence:
    return "low" if "low" in (left, right) else "high"
