"""Phrases that travel: sentences and clauses that reports of several places share, where each stands first, and its way from there.

Only the chosen copies are compared, so that a phrase in five reports was written, or taken over, five times. Figures are masked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from newsbot.output.tables import PHRASES
from newsbot.words import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsbot.output.tables import Line
    from newsbot.row import Row

LEAST_CHARACTERS: Final = 8
"""Of a phrase: shorter clauses are idioms of the language."""
LEAST_PLACES: Final = 3
"""In which a phrase stands before it counts as travelling: two may be chance, or one neighbour's report."""
MOST_PHRASES: Final = 300
"""That are handed over, those of the most places first."""
MOST_STEPS: Final = 60
"""Of one phrase's way, from its beginning."""
MOST_COMPARED: Final = 20_000
"""Reports whose phrases are compared for the table: some 60 phrases each, of 200 bytes, so that a quarter of a gigabyte holds them."""
DIGITS: Final = "◯"
"""Stands for each figure."""

_SENTENCES = re.compile("[^。！？!?\n]{1,500}")
_CLAUSES = re.compile("[^，。；：！？,;:!?、\n“”（）()]{1,200}")
_AROUND: Final = " \u3000“”‘’\"'—…"
_FIGURES = re.compile("[0-9０-９][0-9０-９.,，]{0,15}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase with its way: (day, place, index of the report), the earliest first."""

    text: str
    places: int
    reports: int
    steps: tuple[tuple[str, str, int], ...]


class PhraseTable:
    """The table of phrases: every use of each is a line, the first use first."""

    name = PHRASES

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []

    def add(self, row: Row) -> None:
        """Keep what is compared of a row, of so many that they fit the memory."""
        if len(self._rows) < MOST_COMPARED:
            place = {level: {"name": found.name} for level in ("county", "city") if (found := getattr(row.place, level))}
            self._rows.append({"id": row.id, "body": row.body, "place": place, "date_published": row.date_published})

    def lines(self) -> Iterator[Line]:
        """Yield report, number of the phrase, its text, step, place and day."""
        for number, phrase in enumerate(travelling(self._rows, most_steps=MOST_COMPARED)):
            for step, (day, place, n) in enumerate(phrase.steps):
                yield self._rows[n]["id"], number, phrase.text, step, place, day or None


def travelling(rows: Sequence[dict[str, Any]], most_steps: int = MOST_STEPS) -> list[Phrase]:
    """Return the phrases that reports of at least `LEAST_PLACES` places share, those of the most places first."""
    held: dict[str, set[int]] = defaultdict(set)
    where = [_place(row["place"]) for row in rows]
    for number, row in enumerate(rows):
        if where[number]:
            for paragraph in row["body"]:
                for text in _phrases(paragraph):
                    held[text].add(number)
    shared = {text: numbers for text, numbers in held.items() if len({where[n] for n in numbers}) >= LEAST_PLACES}
    longest: dict[frozenset[int], list[str]] = defaultdict(list)
    for text in sorted(shared, key=lambda text: (-len(text), text)):
        same = longest[frozenset(shared[text])]
        if not any(text in longer for longer in same):  # a clause of a sentence that travels as a whole
            same.append(text)
    found = [_phrase(text, numbers, where, rows, most_steps) for numbers, texts in longest.items() for text in texts]
    return sorted(found, key=lambda phrase: (-phrase.places, -phrase.reports, phrase.text))[:MOST_PHRASES]


def _phrases(paragraph: str) -> Iterator[str]:
    masked = _FIGURES.sub(DIGITS, paragraph)
    for form in (_SENTENCES, _CLAUSES):
        for found in form.finditer(masked):
            text = found[0].strip(_AROUND)
            if sum(is_han(character) for character in text) >= LEAST_CHARACTERS:
                yield text


def _phrase(text: str, numbers: frozenset[int], where: Sequence[str], rows: Sequence[dict[str, Any]], most: int) -> Phrase:
    steps = sorted(((rows[n]["date_published"] or "")[:10], where[n], n) for n in numbers)
    dated = [step for step in steps if step[0]] + [step for step in steps if not step[0]]
    return Phrase(text, len({where[n] for n in numbers}), len(numbers), tuple(dated[:most]))


def _place(place: dict[str, Any]) -> str:
    """Return the county, or the city where no county is known; a province is no place from which a phrase travels."""
    division = place.get("county") or place.get("city")
    return division["name"] if division else ""
