"""How two pages are related: a directed edge with the share of each that stands in the other. Never closed transitively.

The thresholds were set on 4,763 labelled documents (news items and neighbourhood reports, their simulated mirrors, template siblings):
the more facts two texts share at aligned places, the less of their text has to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import chain
from typing import TYPE_CHECKING

from newsbot.reposts.alignment import align, align_roughly, covered, gaps_between
from newsbot.reposts.fingerprints import pieces, united
from newsbot.reposts.identity import other_issue
from newsbot.reposts.lone_numbers import lone_number
from newsbot.reposts.slots import Apart, apart, differs
from newsbot.reposts.veto import compared_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsbot.reposts.alignment import Stretch
    from newsbot.reposts.fingerprints import Text
    from newsbot.reposts.veto import ComparedFacts

SPUN = 0.55
"""Anchors a covered character below which a copy was reworded: mirrors have .75 and more, spun ones .1 to .6."""

SMALLEST_OVERLAP = 50
"""Characters in common below which nothing is decided: a set phrase, a headline in a sidebar."""

ENOUGH_SHARED = ((5, 0.25), (3, 0.45), (1, 0.50), (0, 0.60))
"""(distinct numbers that agree, the share of the smaller text that must then stand in the other). With five agreeing numbers no wrong
pair was seen above .2, without any there were wrong ones up to .6."""

ENOUGH_IN_OTHER_WORDS = ((6, 0.35), (5, 0.45), (3, 0.60), (1, 0.65), (0, 0.70))
"""The same where most words differ, of a spun copy or of two reports of the same kind of event."""

ENOUGH_UNDER_ONE_TITLE = ((3, 0.15), (1, 0.25), (0, 0.45))
"""The same for two texts under one title: cut copies among other reports' headlines."""

SAME_WORDS = 0.7
"""Anchors a covered character below which a title says less where no number agrees: that of an event of every year is the same each time,
and so are its set phrases. A reworded copy has less than `SPUN`."""

TO_THE_LETTER = 0.8
"""Share of the smaller text that must stand in the larger to the letter to spare the look at every anchor: all but
a headline and a tail."""

SHORTEST_TITLE = 9
"""Characters of a title that says something (国内联播快讯 and 图片新闻 do not)."""

TITLE_PIECE = 3
"""Characters of the pieces by which titles are compared, and …"""

LIKE_TITLE = 0.8
"""… the share of the shorter title's pieces that the longer must have."""

FEWEST_TELLING = 3
"""Numbers that both texts must have for the numbers alone to tell them apart, and …"""

LEAST_IN_COMMON = 0.2
"""… the share of the fewer that copies have in common: one in five is the least seen."""


HARDLY_CHANGED = 0.8
"""Share of the larger text, and anchors a covered character, from which on figures that tell two reports apart are a doubt only, …"""

MOST_CHANGED = 3
"""… as long as no more than so many of them differ, …"""

MOST_REWORDED = 6
"""… and no more than so many other words: two hands that changed three characters each."""


class NumberDoubt(IntEnum):
    """What may tell two texts apart that are the same otherwise: see `newsbot.reposts.numbering`."""

    NONE = 0
    NUMBERS = 1
    """Numbers, none of them a date or an issue; nothing else differs."""
    EDITS = 2
    """A few numbers, dates and issues among them, and perhaps a few characters."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a page has in common with another. Shares are from 0 to 1."""

    share: float
    """Of this page's text, how much stands in the other."""
    other_share: float
    """Of the other's text, how much stands in this one."""
    density: float
    """Anchors a covered character: below `SPUN` one of the two is reworded."""
    span: tuple[int, int]
    """From where to where in this page's key text the common stretches lie."""
    other_span: tuple[int, int]
    spans: tuple[tuple[int, int], ...] = ()
    """The common stretches one by one, without overlaps and in order, where there are several …"""
    other_spans: tuple[tuple[int, int], ...] = ()
    """… and those of the other text."""
    conflicts: int = 0
    """Figures, ordinals and names that differ at aligned places."""
    doubtful: NumberDoubt = NumberDoubt.NONE
    """Whether numbers differ that may be those of another issue."""

    @property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """The common stretches in this page's key text."""
        return self.spans or (self.span,)

    @property
    def mutual(self) -> float:
        """How much of the larger text is common: 1 for equal texts, little for a part and its whole."""
        return min(self.share, self.other_share)

    def reversed(self) -> Relation:
        """Return the same relation seen from the other page."""
        return replace(
            self,
            share=self.other_share,
            other_share=self.share,
            span=self.other_span,
            other_span=self.span,
            spans=self.other_spans,
            other_spans=self.spans,
        )


def relate(one: Text, other: Text) -> Relation | None:
    """Return the relation of two reports, or None where they are different ones."""
    if one.key == other.key:
        whole = (0, len(one.key))
        return Relation(1.0, 1.0, 1.0, whole, whole) if len(one.key) >= SMALLEST_OVERLAP else None
    if (len(one.key), one.key) > (len(other.key), other.key):  # stretches depend a little on the side they are read from
        found = _related(other, one)
        return found.reversed() if found else None
    return _related(one, other)


def _related(one: Text, other: Text) -> Relation | None:
    if unlike(one, other):
        same_but_numbers = len(one.numbers) == len(other.numbers) and not other_issue(one, other)
        return _but_for_numbers(one, other) if same_but_numbers else None
    if other_issue(one, other):
        return None
    return _to_the_letter(one, other) or _by_anchors(one, other) or _but_for_numbers(one, other)


def _to_the_letter(one: Text, other: Text) -> Relation | None:
    """Return the relation where the smaller text stands in the larger without a word replaced, as in most copies; None elsewhere."""
    stretches = align_roughly(one, other)
    equal = sum(match.length for stretch in stretches for match in stretch.matches)
    if equal < max(SMALLEST_OVERLAP, TO_THE_LETTER * min(len(one.key), len(other.key))):
        return None
    if any(
        gap.stop > gap.start and gap.other_stop > gap.other_start
        for gap in chain(gaps_between(stretches), *(s.breaks() for s in stretches))
    ):
        return None
    common = compared_facts(one, other, stretches)
    if common.conflicting or common.broken or common.contradict or differs(one, other, stretches, common.telling):
        return None
    characters = covered(stretch.span for stretch in stretches)
    other_characters = covered(stretch.other_span for stretch in stretches)
    return _relation(stretches, characters / len(one.key), other_characters / len(other.key), characters)


def _by_anchors(one: Text, other: Text) -> Relation | None:
    """Return the relation as all anchors and the facts between them tell it."""
    stretches = align(one, other)
    spans, other_spans = [stretch.span for stretch in stretches], [stretch.other_span for stretch in stretches]
    characters = covered(spans)
    if min(characters, covered(other_spans)) < SMALLEST_OVERLAP:
        return None
    share, other_share = one.weight(spans), other.weight(other_spans)
    common = compared_facts(one, other, stretches)
    density = sum(stretch.anchors for stretch in stretches) / characters
    titled = one_title(one, other) and (common.distinct or density >= SAME_WORDS or density < SPUN)
    steps = ENOUGH_UNDER_ONE_TITLE if titled else ENOUGH_SHARED if density >= SPUN else ENOUGH_IN_OTHER_WORDS
    if common.contradict:
        lone = _but_for_numbers(one, other)
        if lone or not _hardly_changed(one, other, common, min(share, other_share, density)):
            return lone
        if apart(one, other, stretches, common.telling) is Apart.YES:
            return None
        edited = _relation(stretches, share, other_share, characters, common.differing)
        return replace(edited, doubtful=NumberDoubt.EDITS)
    if max(share, other_share) < next(needed for agreeing, needed in steps if common.distinct >= agreeing):
        return None
    told = apart(one, other, stretches, common.telling)
    if told is Apart.YES:
        return None
    found = _relation(stretches, share, other_share, characters, common.differing)
    return replace(found, doubtful=NumberDoubt.EDITS) if told is Apart.DOUBTFUL else found


def _hardly_changed(one: Text, other: Text, common: ComparedFacts, alike: float) -> bool:
    """Return whether two texts that contradict each other do so in a few numbers of their bodies only."""
    return (
        alike >= HARDLY_CHANGED
        and 0 < common.conflicting <= MOST_CHANGED
        and common.reworded <= MOST_REWORDED
        and not (common.renamed or common.elsewhere or common.other_subject)
        and _numbers_of_title(one) == _numbers_of_title(other)
    )


def _numbers_of_title(text: Text) -> list[str]:
    return [number for place, number in text.numbers if place < len(text.title)]


def _but_for_numbers(one: Text, other: Text) -> Relation | None:
    """Return the relation of two texts that differ in numbers only, in more of them than copies may."""
    lone = lone_number(one, other) if len(one.masked) >= SMALLEST_OVERLAP else None
    if lone is None:
        return None
    share, other_share = round(1 - lone.length / len(one.key), 4), round(1 - lone.other_length / len(other.key), 4)
    doubtful = NumberDoubt.NUMBERS if lone.kind == "figure" else NumberDoubt.NONE
    return Relation(share, other_share, 1.0, (0, len(one.key)), (0, len(other.key)), conflicts=lone.values, doubtful=doubtful)


def _relation(stretches: Sequence[Stretch], share: float, other_share: float, characters: int, conflicts: int = 0) -> Relation:
    spans, other_spans = (tuple(united(sides)) for sides in zip(*((one.span, one.other_span) for one in stretches), strict=True))
    several = len(spans) > 1 or len(other_spans) > 1
    return Relation(
        share=round(min(1.0, share), 4),
        other_share=round(min(1.0, other_share), 4),
        density=round(min(1.0, sum(stretch.anchors for stretch in stretches) / characters), 4),
        span=(min(stretch.span[0] for stretch in stretches), max(stretch.span[1] for stretch in stretches)),
        other_span=(min(stretch.other_span[0] for stretch in stretches), max(stretch.other_span[1] for stretch in stretches)),
        spans=spans if several else (),
        other_spans=other_spans if several else (),
        conflicts=conflicts,
    )


def unlike(one: Text, other: Text) -> bool:
    """Return whether the numbers alone tell two texts apart, which spares the alignment: two of three candidate pairs end here.

    A copy of a text with `FEWEST_TELLING` numbers or more, whole or cut, has most of its numbers from the other.
    """
    fewer = min(len(one.telling_numbers), len(other.telling_numbers))
    return fewer >= FEWEST_TELLING and len(one.telling_numbers & other.telling_numbers) < LEAST_IN_COMMON * fewer


def one_title(one: Text, other: Text) -> bool:
    """Return whether the shorter title stands in the longer, give or take a word: mirrors glue things on, seldom into it."""
    shorter, longer = sorted((one.title, other.title), key=len)
    if len(shorter) < SHORTEST_TITLE:
        return False
    wanted = pieces(shorter, TITLE_PIECE)
    return len(wanted & pieces(longer, TITLE_PIECE)) >= LIKE_TITLE * len(wanted)
