"""How sure the reading of a shifted run is, character by character, and what is left open.

A run is read by its likeliest path through all bytes that it may have been. The readings that were given up on the way are known with
their likelihoods, so for every character it is known what speaks against it. How often that was right is counted on made damage of real
reports (scripts/fit_certainty.py), apart for the situations that differ; so the probability is a measured one. What is less certain than
CERTAIN stands as □.
"""

from __future__ import annotations

from bisect import bisect_left
from enum import StrEnum
from itertools import groupby
from math import exp, log
from typing import TYPE_CHECKING, Final, NamedTuple

from newsbot.text.mojibake.edits import Gap
from newsbot.text.mojibake.partial_readings import LOST_CHARACTER

if TYPE_CHECKING:
    from newsbot.text.mojibake.partial_readings import DamagedDocument, ShiftedRun

CERTAIN: Final = 0.99
"""Probability from which a character is taken as read: what the contract of the rows demands."""
_NO_RIVAL: Final = 1e-4
"""Added to the likelihood of the rivals: what the search may have overlooked."""
_SHOWN: Final = 5
"""Candidates told of an open span."""


class Situation(StrEnum):
    """Where in a run a character stands, and what may be missing there."""

    STOP = "stop"
    """A full stop as the first character of a run at a mark: in nine of ten such runs that is what it was."""
    OPENING = "opening"
    """A full stop as the first character, and an opening quotation mark after it."""
    FIRST = "first"
    """Anything else as the first character of a run at a mark."""
    KEYED = "keyed"
    """The first character of a run that begins with a reading."""
    KEPT = "kept"
    """A later character, in a document whose private-use characters survive."""
    DROPPED = "dropped"
    """A later character, in a document whose private-use characters may have been dropped, so that any pair may be missing."""


class Signs(NamedTuple):
    """What speaks for and against one character of a run."""

    situation: Situation
    rivals: float
    """Logarithm of the likelihood of all readings that have something else here, by that of the one chosen."""
    surprise: float
    """Log probability of the two steps, to this character and to the next one."""


RIVAL_BOUNDS: Final = (-7.0, -5.0, -3.0, -2.0, -1.0, 0.0)
"""Where one column of CHANCES ends and the next begins, in the rivals' likelihood."""
USUAL: Final = -16.0
"""Surprise of two steps above which they are usual: news has 5.2 a step."""
CHANCES: Final[dict[tuple[Situation, bool], tuple[float, ...]]] = {
    (Situation.STOP, True): (0.9985, 0.9985, 0.9985, 0.9985, 0.8529, 0.8125, 0.8125),
    (Situation.STOP, False): (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5),
    (Situation.OPENING, True): (0.995, 0.995, 0.995, 0.995, 0.995, 0.995, 0.995),
    (Situation.OPENING, False): (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5),
    (Situation.FIRST, True): (0.9949, 0.9949, 0.9949, 0.9348, 0.7188, 0.625, 0.18),
    (Situation.FIRST, False): (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5),
    (Situation.KEYED, True): (0.9996, 0.9996, 0.9996, 0.8214, 0.7083, 0.7083, 0.4167),
    (Situation.KEYED, False): (0.9706, 0.9706, 0.75, 0.75, 0.75, 0.75, 0.75),
    (Situation.KEPT, True): (0.9998, 0.9998, 0.9998, 0.9167, 0.8636, 0.85, 0.2083),
    (Situation.KEPT, False): (0.9737, 0.9737, 0.9737, 0.9737, 0.9737, 0.9737, 0.9737),
    (Situation.DROPPED, True): (0.9983, 0.9754, 0.9217, 0.9085, 0.7542, 0.6951, 0.4701),
    (Situation.DROPPED, False): (0.9286, 0.35, 0.35, 0.1842, 0.1842, 0.1842, 0.1842),
}
"""(Situation, whether the steps are usual) -> how often such characters were right, for each stretch of the rivals' likelihood."""


class SettledRun(NamedTuple):
    """A run with □ for what is not certain, and these gaps, in offsets into the text."""

    text: str
    gaps: tuple[Gap, ...]


def settled(run: ShiftedRun, line: str, before: str, after: str, document: DamagedDocument) -> SettledRun:
    """Decide what of a run is taken as read. ``before`` and ``after`` are the characters around it as they were."""
    sure = [_probability(signs) for signs in signs_of(run, before, after, document)]
    sure = [0.0 if char == LOST_CHARACTER else chance for char, chance in zip(run.text, sure, strict=True)]
    gaps: list[Gap] = []
    for is_open, places in groupby(range(len(sure)), key=lambda place: sure[place] < CERTAIN):
        if is_open:
            span = list(places)
            gaps.append(_gap(run, line, span[0], span[-1] + 1, min(sure[place] for place in span)))
    text = "".join(char if chance >= CERTAIN else LOST_CHARACTER for char, chance in zip(run.text, sure, strict=True))
    return SettledRun(text, tuple(gaps))


def signs_of(run: ShiftedRun, before: str, after: str, document: DamagedDocument) -> list[Signs]:
    """Gather the signs of every character of a run."""
    against = [0.0] * len(run.text)
    for start, end, _, lead in run.alternatives:
        # where something may be missing between two characters, both are doubted
        reach = range(max(0, start - 1), min(len(against), end + 1)) if start == end else range(start, min(end, len(against)))
        for place in reach:
            against[place] += exp(-lead)
    text = before + run.text + after
    steps = [document.model.follows(text[place], text[place + 1]) for place in range(len(text) - 1)]
    later = Situation.KEPT if document.private else Situation.DROPPED
    head = Situation.KEYED if run.keyed else Situation.FIRST
    if not run.keyed and run.text.startswith("。"):
        head = Situation.OPENING if run.text.startswith("。“") else Situation.STOP
    return [
        Signs(later if place else head, log(against[place] + _NO_RIVAL), steps[place] + steps[place + 1]) for place in range(len(against))
    ]


def _probability(signs: Signs) -> float:
    return CHANCES[signs.situation, signs.surprise > USUAL][bisect_left(RIVAL_BOUNDS, signs.rivals)]


def _gap(run: ShiftedRun, line: str, start: int, end: int, chance: float) -> Gap:
    """Tell what is printed where a stretch of a run is open, and what it may have been."""
    readings = {run.text[start:end]: 1.0}
    for low, high, text, lead in run.alternatives:
        if start <= low and high <= end:
            other = run.text[start:low] + text + run.text[high:end]
            readings[other] = readings.get(other, 0.0) + exp(-lead)
    others = sum(readings.values()) - 1
    told = [(run.text[start:end], chance)]
    told += [(text, (1 - chance) * weight / others) for text, weight in readings.items() if weight and text != run.text[start:end]]
    told.sort(key=lambda candidate: -candidate[1])
    shown = tuple((text, round(probability, 2)) for text, probability in told[:_SHOWN] if LOST_CHARACTER not in text)
    first = run.places[start] if start else run.start
    last = run.places[end] if end < len(run.places) else run.end
    return Gap(start, end, line[min(first, last) : max(first, last)], shown)
