"""How sure the reading of a shifted run is, character by character, and what is left open.

A run is read by its likeliest path through all bytes that it may have been. The readings that were given up on the way are known with
their likelihoods, so for every character it is known what speaks against it. How often that was right is counted on made damage of real
reports (scripts/fit_certainty.py): the signs are weighed by data/certainty_weights.toml, and for every stretch of their sum it is known how
often runs of unseen texts were right whose least sure character had it. So the probability is a measured one. What is less certain than
CERTAIN stands as □.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import groupby
from math import exp, log
from typing import TYPE_CHECKING, Final, NamedTuple

from newsbot.data import table
from newsbot.text.mojibake.edits import Gap
from newsbot.text.mojibake.language import EDGE
from newsbot.text.mojibake.partial_readings import HOPELESS_LEAD, LOST_CHARACTER, How

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsbot.text.mojibake.partial_readings import DamagedDocument, ShiftedRun
    from newsbot.text.mojibake.weighing import Surroundings

CERTAIN: Final = 0.99
"""Probability from which a character is taken as read: what the contract of the rows demands."""
_NO_RIVAL: Final = 1e-4
"""Added to the likelihood of the rivals: what the search may have overlooked."""
MARKS_BETWEEN_WORDS: Final = "，。、“”：；！？（）"
_CLOSING: Final = "”’」』》"
"""Marks that end quotations: before a blank as at the end of a paragraph, for joined paragraphs have blanks between them."""
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
    ENDING = "ending"
    """The first byte alone, of the mark at the end of a line."""
    TRAIL_LOST = "trail_lost"
    """The first byte alone: the last character of a run that ends at a `?`, within a line or no mark."""
    SWALLOWED = "swallowed"
    """Nothing: a character that a `?` swallowed."""


class Signs(NamedTuple):
    """What speaks for and against one character of a run. All logarithms are natural."""

    situation: Situation
    rivals: float
    """Logarithm of the likelihood of all readings that have something else here, by that of the one chosen."""
    nearest: float
    """How much likelier the chosen reading is than the next one that has something else here (logarithm)."""
    steps: tuple[float, float, float]
    """Log probability of the steps to this character and to the two after it."""
    printed: int
    """How many of the three triples around it the document prints elsewhere, undamaged."""
    before: int
    """How often the document prints it after the character before it."""
    after: int
    """How often before the character after it."""
    alone: int
    """How often at all."""
    guesses: int
    """Characters beside it, two on each side, of which bytes are missing."""
    is_mark: bool
    length: int
    """Characters of the run."""

    def measures(self) -> dict[str, float]:
        """Name each sign as certainty_weights.toml does, with its value within bounds."""
        here, following, _ = self.steps
        rivals = max(LOWEST_RIVALS, min(HIGHEST_RIVALS, self.rivals))
        return {
            "bias": 1.0,
            self.situation: 1.0,
            f"rivals_{self.situation}": rivals,
            f"unusual_{self.situation}": min(0.0, here + following - USUAL),
            "nearest": min(self.nearest, NEAREST),
            "least_step": min(self.steps),
            "steps": here + following,
            "step_after": self.steps[2],
            "printed": self.printed,
            "before": min(self.before, OFTEN),
            "after": min(self.after, OFTEN),
            "alone": min(self.alone, OFTEN),
            "guesses": min(self.guesses, MANY_GUESSES),
            "mark": float(self.is_mark),
            "length": min(self.length, LONG),
        }


LOWEST_RIVALS: Final = log(_NO_RIVAL)
"""The rivals' likelihood where there are none."""
HIGHEST_RIVALS: Final = 3.0
"""Rivals together twenty times as likely as the reading: beyond, all is equally doubtful."""
USUAL: Final = -8.0
"""Surprise of two steps above which they are usual: news has 4.6 a step."""
NEAREST: Final = HOPELESS_LEAD
OFTEN: Final = 2
"""Times that the document prints something from which more say no more."""
MANY_GUESSES: Final = 3
LONG: Final = 10
"""Characters of a run from which more say no more."""
_BESIDE: Final = 2
"""Characters on each side of which guesses count."""
WEIGHTS: Final[dict[str, float]] = table("certainty_weights.toml")["weights"]


class SettledRun(NamedTuple):
    """A run with □ for what is not certain, and these gaps, in offsets into the text."""

    text: str
    gaps: tuple[Gap, ...]


def settled(run: ShiftedRun, line: str, around: Surroundings, document: DamagedDocument) -> SettledRun:
    """Decide what of a run is taken as read."""
    sure = [
        chance(odds(one.measures(), WEIGHTS)) if char != LOST_CHARACTER else 0.0
        for char, one in zip(run.text, reading_signs(run, around, document), strict=True)
    ]
    gaps: list[Gap] = []
    for is_open, places in groupby(range(len(sure)), key=lambda place: sure[place] < CERTAIN):
        if is_open:
            span = list(places)
            gaps.append(_gap(run, line, span[0], span[-1] + 1, min(sure[place] for place in span)))
    return SettledRun(
        "".join(char if probability >= CERTAIN else LOST_CHARACTER for char, probability in zip(run.text, sure, strict=True)), tuple(gaps)
    )


def reading_signs(run: ShiftedRun, around: Surroundings, document: DamagedDocument) -> list[Signs]:
    """Gather the signs of every character of a run."""
    before, after = around.before[-_BESIDE:], around.after[:_BESIDE]
    against = [0.0] * len(run.text)
    nearest = [NEAREST] * len(run.text)
    for start, end, _, lead in run.alternatives:
        # where something may be missing between two characters, both are doubted
        reach = range(max(0, start - 1), min(len(against), end + 1)) if start == end else range(start, min(end, len(against)))
        for place in reach:
            against[place] += exp(-lead)
            nearest[place] = min(nearest[place], lead)
    model = document.model
    text = before + run.text + after + EDGE * 2
    first = len(before)
    steps = [model.follows(text[max(0, place - 2) : place], text[place]) for place in range(first, first + len(run.text) + 2)]
    guessed = [how is not How.KNOWN for how in run.how]
    return [
        Signs(
            situation,
            log(against[n] + _NO_RIVAL),
            nearest[n],
            (steps[n], steps[n + 1], steps[n + 2]),
            sum(model.times(text[start : start + 3]) > 0 for start in range(max(0, first + n - 2), first + n + 1)),
            model.times(text[first + n - 1 : first + n + 1]),
            model.times(text[first + n : first + n + 2]),
            model.times(text[first + n]),
            sum(guessed[max(0, n - _BESIDE) : n + _BESIDE + 1]) - guessed[n],
            text[first + n] in MARKS_BETWEEN_WORDS,
            len(run.text),
        )
        for n, situation in enumerate(_situations(run, around, document))
    ]


def _situations(run: ShiftedRun, around: Surroundings, document: DamagedDocument) -> list[Situation]:
    known = Situation.KNOWN if document.private else Situation.NEAR_DROPPED if How.DROPPED in run.how else Situation.WHOLE
    situations = [known if how is How.KNOWN else Situation[how.name] for how in run.how]
    if run.keyed and situations[0] is known is not Situation.KNOWN:
        situations[0] = Situation.KEYED
    if situations[0] is Situation.LEAD_LOST and run.text.startswith("。"):
        situations[0] = Situation.OPENING if run.text.startswith("。“") else Situation.STOP
    read = run.text.rstrip()
    blank = read != run.text or around.after[:1].isspace()
    ends = MARKS_BETWEEN_WORDS if around.after.startswith(EDGE) and read == run.text else _CLOSING if blank else ""
    if read and read[-1] in ends and situations[len(read) - 1] is Situation.TRAIL_LOST:
        situations[len(read) - 1] = Situation.ENDING
    return situations


def odds(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Weigh the signs of one character: the logarithm of the odds that it is right."""
    return sum(weights.get(name, 0.0) * value for name, value in signs.items())


def chance(odds: float) -> float:
    """Return the probability of what has these odds (natural logarithm).

    >>> chance(0.0), round(chance(4.6), 3), round(chance(-800.0), 3)
    (0.5, 0.99, 0.0)
    """
    return 1 / (1 + exp(-max(-_SURE, min(_SURE, odds))))


_SURE: Final = 40.0
"""Odds beyond which probability is 0 or 1 in the numbers of the machine."""


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
    rounded = ((text, round(probability, 2)) for text, probability in told[:_SHOWN] if LOST_CHARACTER not in text)
    shown = tuple((text, probability) for text, probability in rounded if probability)
    first = run.places[start] if start else run.start
    last = run.places[end] if end < len(run.places) else run.end
    return Gap(start, end, line[min(first, last) : max(first, last)], shown)
