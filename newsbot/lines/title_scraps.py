"""Scraps of its own title that a mirror pasted after the commas of a report, piece after piece and round again: `，街清` … `，洁工具` ….

The pieces follow one another through the title, which no sentence does by chance: none of 3,800 clean texts holds such a row. Scraps in
another order are left alone, for nothing tells them from a subject that opens many clauses. Five of 142 mirror pages carried scraps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from newsbot.lines.measures import key
from newsbot.lines.watermark import Mark

MIN_CHAIN_PIECES: Final = 4
"""Pieces that must follow one another."""
MIN_SCRAPS: Final = 6
"""Scraps that there must be."""
MAX_PIECE_CHARS: Final = 8
"""Characters of a piece."""
MAX_COMMAS: Final = 2000
"""Commas that are looked at; no report has more."""

_COMMA = re.compile(r"[,，、]")
_AFTER_COMMA = re.compile(r"[,，、](?=(..))")


def title_scraps(texts: Sequence[str], title: str) -> list[Mark]:
    """Find the scraps of ``title`` in ``texts``, the paragraphs of a body, in reading order."""
    folded = key(title)
    if len({pair for text in texts for pair in _AFTER_COMMA.findall(text) if pair in folded}) < MIN_CHAIN_PIECES:
        return []
    commas = ((n, match.end()) for n, text in enumerate(texts) for match in _COMMA.finditer(text))
    places = list(islice(commas, MAX_COMMAS))
    for form in dict.fromkeys((title.strip(), folded)):
        walk = _walk(texts, places, form)
        marks = [mark for _, mark in walk]
        if len(marks) >= MIN_SCRAPS and len({at for at, _ in walk}) >= MIN_CHAIN_PIECES and _dense(marks, places):
            return marks
    return []


def _walk(texts: Sequence[str], places: Sequence[tuple[int, int]], title: str) -> list[tuple[int, Mark]]:
    """Every piece of the title that stands where the one before it lets expect it, with its place in the title.

    At the title's end, or where it was cut, it begins again. The sentence may go on by chance with the title's next character; the next
    piece then begins earlier than expected, and shows it.
    """
    walk: list[tuple[int, Mark]] = []
    at = 0
    for n, place in places:
        following = texts[n][place : place + 1]
        for start in (at, at - 1, at - 2, 0):
            if start < 0 or title[start] != following:
                continue  # most commas, after which nothing of the title stands
            length = _shared(texts[n], place, title, start)
            if length >= min(2, len(title) - start):
                break
        else:
            continue
        if 0 < start < at and walk:
            before, mark = walk[-1]
            if mark.end - mark.start <= at - start:
                continue
            walk[-1] = before, replace(mark, end=mark.end - (at - start))
        walk.append((start, Mark(n, place, place + length, "spam.scrap of the title")))
        at = (start + length) % len(title)
    return walk


def _shared(text: str, place: int, title: str, at: int) -> int:
    """How many characters from ``place`` on are those of the title from ``at`` on."""
    length = 0
    while length < MAX_PIECE_CHARS and at + length < len(title) and text[place + length : place + length + 1] == title[at + length]:
        length += 1
    return length


def _dense(marks: Sequence[Mark], places: Sequence[tuple[int, int]]) -> bool:
    """Whether half of the commas between the first scrap and the last carry one."""
    first, last = (marks[0].block, marks[0].start), (marks[-1].block, marks[-1].start)
    return len(marks) * 2 >= sum(first <= place <= last for place in places)
