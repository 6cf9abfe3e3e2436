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
from newsbot.text.mojibake.partial_readings import LOST_CHARACTER, How

if TYPE_CHECKING:
    from newsbot.text.mojibake.partial_readings import DamagedDocument, ShiftedRun

CERTAIN: Final = 0.99
"""Probability from which a character is taken as read: what the contract of the rows demands."""
_NO_RIVAL: Final = 1e-4
"""Added to the likelihood of the rivals: what the search may have overlooked."""
_SHOWN: Final = 5
"""Candidates told of an open span."""


class Situation(StrEnum):
    """What is left of the bytes of a character, and what may be missing around it."""

    KNOWN = "known"
    """Both bytes, in a document whose private-use characters survive, so that nothing is missing."""
    WHOLE = "whole"
    """Both bytes, where private-use characters may have been dropped, but none is thought to have been in this run."""
    NEAR_DROPPED = "near_dropped"
    """Both bytes, in a run of which a private-use character is thought to have been dropped."""
    KEYED = "keyed"
    """Both bytes, the first known from the reading with which the run begins, where something may be missing."""
    DROPPED = "dropped"
    """One byte, the other dropped with a private-use character."""
    BY_READING = "by_reading"
    """One byte, and its reading."""
    OPENING = "opening"
    """The second byte alone, and it is that of a full stop before an opening quotation mark: no other character stands there."""
    STOP = "stop"
    """The second byte alone, and it is that of a full stop: in nine of ten runs at a mark that is what the first character was."""
    LEAD_LOST = "lead_lost"
    """The second byte alone: any other first character of a run at a mark."""
    TRAIL_LOST = "trail_lost"
    """The first byte alone: the last character of a run that ends at a `?`."""
    SWALLOWED = "swallowed"
    """Nothing: a character that a `?` swallowed."""


class Signs(NamedTuple):
    """What speaks for and against one character of a run."""

    situation: Situation
    rivals: float
    """Logarithm of the likelihood of all readings that have something else here, by that of the one chosen."""
    surprise: float
    """Log probability of the two steps, to this character and to the next one."""


RIVAL_BOUNDS: Final = (-7.0, -5.0, -3.0, -2.0, -1.0, 0.0)
"""Where one column of CHANCES ends and the next begins, in the rivals' likelihood."""
USUAL: Final = -17.0
"""Surprise of two steps above which they are usual: news has 4.6 a step."""
CHANCES: Final[dict[tuple[Situation, bool], tuple[float, ...]]] = {
    (Situation.KNOWN, True): (0.9998, 0.9998, 0.9998, 0.9998, 0.9998, 0.9998, 0.9998),
    (Situation.KNOWN, False): (0.9998, 0.9998, 0.9998, 0.9998, 0.9998, 0.9998, 0.9998),
    (Situation.WHOLE, True): (0.9988, 0.9239, 0.5526, 0.3, 0.3, 0.1, 0.1),
    (Situation.WHOLE, False): (0.9675, 0.5, 0.5, 0.0263, 0.0263, 0.0263, 0.0263),
    (Situation.NEAR_DROPPED, True): (0.9982, 0.7917, 0.0714, 0.0714, 0.0714, 0.0714, 0.0714),
    (Situation.NEAR_DROPPED, False): (0.9138, 0.6429, 0.6429, 0.0556, 0.0556, 0.0556, 0.0556),
    (Situation.KEYED, True): (0.9987, 0.9987, 0.375, 0.375, 0.375, 0.375, 0.375),
    (Situation.KEYED, False): (0.9844, 0.9844, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667),
    (Situation.DROPPED, True): (0.993, 0.9688, 0.9444, 0.8736, 0.8736, 0.7396, 0.4167),
    (Situation.DROPPED, False): (0.7222, 0.7222, 0.7222, 0.7222, 0.7222, 0.7222, 0.5),
    (Situation.BY_READING, True): (0.9904, 0.9904, 0.9904, 0.9904, 0.9904, 0.9904, 0.9904),
    (Situation.BY_READING, False): (0.9905, 0.9905, 0.9905, 0.9905, 0.9905, 0.9905, 0.9905),
    (Situation.OPENING, True): (0.9981, 0.9981, 0.9981, 0.9981, 0.9981, 0.9981, 0.9981),
    (Situation.OPENING, False): (0.9981, 0.9981, 0.9981, 0.9981, 0.9981, 0.9981, 0.9981),
    (Situation.STOP, True): (0.9981, 0.9981, 0.9981, 0.9327, 0.8256, 0.7833, 0.2188),
    (Situation.STOP, False): (0.9981, 0.9981, 0.9981, 0.9327, 0.8256, 0.7833, 0.2188),
    (Situation.LEAD_LOST, True): (0.9917, 0.9917, 0.9595, 0.8393, 0.8393, 0.6481, 0.4474),
    (Situation.LEAD_LOST, False): (0.9917, 0.9917, 0.9595, 0.8393, 0.8393, 0.6481, 0.4474),
    (Situation.TRAIL_LOST, True): (0.997, 0.997, 0.9353, 0.8289, 0.6196, 0.6196, 0.2679),
    (Situation.TRAIL_LOST, False): (0.997, 0.997, 0.9353, 0.8289, 0.6196, 0.6196, 0.2679),
    (Situation.SWALLOWED, True): (0.9, 0.9, 0.8125, 0.8125, 0.625, 0.2143, 0.2143),
    (Situation.SWALLOWED, False): (0.9, 0.9, 0.8125, 0.8125, 0.625, 0.2143, 0.2143),
}
"""(Situation, whether the steps are usual) -> how often such characters were right, for each stretch of the rivals' likelihood."""


class SettledRun(NamedTuple):
    """A run with □ for what is not certain, and these gaps, in offsets into the text."""

    text: str
    gaps: tuple[Gap, ...]


def settled(run: ShiftedRun, line: str, before: str, after: str, document: DamagedDocument) -> SettledRun:
    """Decide what of a run is taken as read. ``before`` and ``after`` are the two characters and the one around it as they were."""
    sure = [_probability(signs) for signs in reading_signs(run, before, after, document)]
    sure = [0.0 if char == LOST_CHARACTER else chance for char, chance in zip(run.text, sure, strict=True)]
    gaps: list[Gap] = []
    for is_open, places in groupby(range(len(sure)), key=lambda place: sure[place] < CERTAIN):
        if is_open:
            span = list(places)
            gaps.append(_gap(run, line, span[0], span[-1] + 1, min(sure[place] for place in span)))
    text = "".join(char if chance >= CERTAIN else LOST_CHARACTER for char, chance in zip(run.text, sure, strict=True))
    return SettledRun(text, tuple(gaps))


def reading_signs(run: ShiftedRun, before: str, after: str, document: DamagedDocument) -> list[Signs]:
    """Gather the signs of every character of a run."""
    against = [0.0] * len(run.text)
    for start, end, _, lead in run.alternatives:
        # where something may be missing between two characters, both are doubted
        reach = range(max(0, start - 1), min(len(against), end + 1)) if start == end else range(start, min(end, len(against)))
        for place in reach:
            against[place] += exp(-lead)
    text = before + run.text + after
    first = len(before)
    steps = [document.model.follows(text[max(0, place - 2) : place], text[place]) for place in range(first, len(text))]
    situations = _situations(run, document)
    return [
        Signs(situation, log(against[place] + _NO_RIVAL), steps[place] + steps[place + 1]) for place, situation in enumerate(situations)
    ]


def _situations(run: ShiftedRun, document: DamagedDocument) -> list[Situation]:
    known = Situation.KNOWN if document.private else Situation.NEAR_DROPPED if How.DROPPED in run.how else Situation.WHOLE
    situations = [known if how is How.KNOWN else Situation[how.name] for how in run.how]
    if run.keyed and situations[0] is known is not Situation.KNOWN:
        situations[0] = Situation.KEYED
    if situations[0] is Situation.LEAD_LOST and run.text.startswith("。"):
        situations[0] = Situation.OPENING if run.text.startswith("。“") else Situation.STOP
    return situations


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
