"""A report without some of its paragraphs, found not to be its own after it was read alone: what was read from them goes with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from newsbot.facts.places.place import place_of
from newsbot.facts.practices import practices_by_rule
from newsbot.facts.topic import topic_of
from newsbot.model import Report
from newsbot.row import DIVISION_LEVELS, Division, Figure, OpenDamage, Place

_InParagraph = TypeVar("_InParagraph", Figure, OpenDamage)


def leave_out(report: Report, paragraphs: Collection[int]) -> None:
    """Take the paragraphs of these numbers out of a report, with the figures, practices and open damage in them.

    The place is read anew where only they name it. What the whole page tells (time, source, persons, flags, confidence) stays.
    """
    left = [n for n in range(len(report.body)) if n not in paragraphs]
    taken = "".join(report.body[n] for n in paragraphs)
    numbers = {before: after for after, before in enumerate(left)}
    report.body = [report.body[n] for n in left]
    report.figures = _renumbered(report.figures, numbers)
    report.practices = [practice for practice, _ in practices_by_rule(report.body)]
    report.repairs.open = _renumbered(report.repairs.open, numbers)
    report.topic = topic_of(report.title, report.body)
    if _named_only_there(report, taken):
        report.place, _ = place_of(report.title, [*report.body, *report.captions], report.source, url=report.page.url)


def _renumbered(said: list[_InParagraph], numbers: dict[int, int]) -> list[_InParagraph]:
    return [replace(one, paragraph=numbers[one.paragraph]) for one in said if one.paragraph in numbers]


def _named_only_there(report: Report, taken: str) -> bool:
    """Return whether a division of the report's place is named in the text that was taken out, and nowhere else."""
    rest = "".join([report.title or "", *report.body, *report.captions])
    return any(name in taken and name not in rest for name in _names(report.place))


def _names(place: Place) -> list[str]:
    levels = (getattr(place, level) for level in DIVISION_LEVELS)
    return [division.name for division in levels if isinstance(division, Division)]
