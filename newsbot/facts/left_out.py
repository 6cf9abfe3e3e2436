"""A report without paragraphs or sentences that were found not to be its own: what was read from them goes with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from newsbot.facts.figures.figures import figures_of
from newsbot.facts.places.place import place_of
from newsbot.facts.practices import practices_by_rule
from newsbot.facts.topic import topic_of
from newsbot.model import Report
from newsbot.row import DIVISION_LEVELS, Division, Figure, OpenDamage, Place

_InParagraph = TypeVar("_InParagraph", Figure, OpenDamage)


def leave_out(report: Report, paragraphs: Collection[int], cut: Mapping[int, str] | None = None) -> None:
    """Take the paragraphs of these numbers out of a report, with the figures, practices and open damage in them.

    ``cut``: what stays of paragraphs that lose some of their sentences. The place is read anew where only what goes names it. What the
    whole page tells (time, source, persons, flags, confidence) stays.
    """
    before, after = list(report.body), dict(cut or {})
    left = [n for n in range(len(before)) if n not in paragraphs]
    numbers = {old: new for new, old in enumerate(left)}
    report.body = [after.get(n, before[n]) for n in left]
    report.figures = _renumbered(_still_there(report.figures, after), numbers)
    report.practices = [practice for practice, _ in practices_by_rule(report.body)]
    report.repairs.open = _renumbered(_moved(report.repairs.open, before, after), numbers)
    report.topic = topic_of(report.title, report.body)
    if _named_only_there(report, "".join(before[n] for n in {*paragraphs, *after})):
        report.place, _ = place_of(report.title, [*report.body, *report.captions], report.source, url=report.page.url)


def _renumbered(said: Iterable[_InParagraph], numbers: dict[int, int]) -> list[_InParagraph]:
    return [replace(one, paragraph=numbers[one.paragraph]) for one in said if one.paragraph in numbers]


def _still_there(figures: Iterable[Figure], after: Mapping[int, str]) -> Iterator[Figure]:
    """Yield the figures that are read from what stays of their paragraph, too."""
    left = {n: Counter(figure.text for figure in figures_of([paragraph])) for n, paragraph in after.items()}
    for figure in figures:
        if figure.paragraph not in left:
            yield figure
        elif left[figure.paragraph][figure.text]:
            left[figure.paragraph][figure.text] -= 1
            yield figure


def _moved(damages: Iterable[OpenDamage], before: Sequence[str], after: Mapping[int, str]) -> Iterator[OpenDamage]:
    """Yield the damage that lies in what stays of its paragraph, and where it lies there."""
    for damage in damages:
        old, new = before[damage.paragraph], after.get(damage.paragraph, before[damage.paragraph])
        begin = next((n for n, (mine, other) in enumerate(zip(old, new, strict=False)) if mine != other), len(new))
        end = begin + len(old) - len(new)
        if damage.start + len(damage.printed) <= begin or new == old:
            yield damage
        elif damage.start >= end:
            yield replace(damage, start=damage.start - (end - begin))


def _named_only_there(report: Report, taken: str) -> bool:
    """Return whether a division of the report's place is named in the text that was taken out, and nowhere else."""
    rest = "".join([report.title or "", *report.body, *report.captions])
    return any(name in taken and name not in rest for name in _names(report.place))


def _names(place: Place) -> list[str]:
    levels = (getattr(place, level) for level in DIVISION_LEVELS)
    return [division.name for division in levels if isinstance(division, Division)]
