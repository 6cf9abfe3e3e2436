"""Texts that are broken into short lines, as accounts print them for telephones: runs of lines that together read as text.

One short line says little of what it is. A run of them is the report's own where the lines are short, worded as text on the whole, and
speak of what its paragraphs speak of; the sections of a site are worded as furniture, and headlines of other reports are longer and
speak of something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Final

from newsbot.lines.cached import credit, form_of, meta_line
from newsbot.lines.measures import han, is_paragraph, key, letter_pairs
from newsbot.model import Block, Role
from newsbot.page.captions import CAPTION_START
from newsbot.page.wording import furniture_odds

VERSE_HAN: Final = range(2, 17)
"""Han characters of one line: a telephone shows some sixteen."""
MIN_VERSE_LINES: Final = 6
"""Lines of a run that shows that a text is broken so; fewer are subheads, or the names of streets under pictures."""
MIN_SAME_LINES: Final = 2
"""Lines of every other run of such a text."""
MEAN_VERSE_HAN: Final = 11.0
"""Han characters of a run's lines, on the average; headlines have more."""
MEAN_VERSE_ODDS: Final = 1.5
"""Log odds of furniture of a run's lines, on the average: those of made and real verses lie below 1, those of sections above 3."""
MEAN_VERSE_OVERLAP: Final = 0.08
"""Share of a line's pairs of characters that the paragraphs have, on the average: headlines of other reports share fewer."""
MAX_ROW_HAN: Final = 5
"""Han characters of a line of a row of names."""
MIN_ROW_LINES: Final = 3
"""Lines of such a row: none of them is a headline rather than the others."""
LONGER_FIRST: Final = 1.5
"""How much longer than the others a first line is that is the headline above them."""


@dataclass(frozen=True, slots=True)
class Verse:
    """The lines of a text that is broken into short ones, and what parts none of them: images, marks alone, lines printed again."""

    lines: frozenset[int]
    passed: frozenset[int]
    names: frozenset[int] = frozenset()
    """Lines of rows of names: of streets under pictures, of sections."""

    def first_of_text(self, first: int) -> int:
        """Return where the text begins: ``first``, its first paragraph, or the first of the lines of a verse that stands above it."""
        begin = first
        for n in range(first - 1, -1, -1):
            if n in self.lines:
                begin = n
            elif n not in self.passed:
                break
        return begin


def find_verse(blocks: Sequence[Block]) -> Verse:
    """Find the runs of a document that is broken into short lines; none where no long run is text."""
    if sum(han(block.open) in VERSE_HAN for block in blocks if block.open) < MIN_ROW_LINES:
        return Verse(frozenset(), frozenset())
    printed = Counter(key(block.text) for block in blocks if block.text)
    marks = frozenset(n for n, block in enumerate(blocks) if _parts_nothing(block))
    passed = marks | {n for n, block in enumerate(blocks) if printed[key(block.text)] > 1}
    words = frozenset[int]().union(*(letter_pairs(block.open) for block in blocks if is_paragraph(block.open)))
    runs = [run for run in _runs(blocks, passed) if len(run) >= MIN_SAME_LINES]
    verse = [run for run in runs if _reads_as_text(blocks, run, words)]
    if any(len(run) >= MIN_VERSE_LINES for run in verse):
        return Verse(frozenset(n for run in verse for n in run), passed)
    names = (n for run in _runs(blocks, marks) for row in _rows_of_names(blocks, run) for n in row)
    return Verse(frozenset(), passed, frozenset(names))


def _rows_of_names(blocks: Sequence[Block], run: Sequence[int]) -> list[list[int]]:
    """The parts of a run of which every line is as short as a name."""
    rows: list[list[int]] = [[]]
    for n in run:
        if han(blocks[n].open) <= MAX_ROW_HAN:
            rows[-1].append(n)
        else:
            rows.append([])
    return [row for row in rows if len(row) >= MIN_ROW_LINES]


def _parts_nothing(block: Block) -> bool:
    return block.role in {Role.REPEAT, Role.PLACEHOLDER, Role.WATERMARK} or not any(map(str.isalnum, block.text))


def _runs(blocks: Sequence[Block], passed: frozenset[int]) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for n, block in enumerate(blocks):
        if n in passed:
            continue
        if _may_be_line(block):
            runs[-1].append(n)
        else:
            runs.append([])
    return [_without_headline(blocks, run) for run in runs if len(run) >= MIN_SAME_LINES]


def _may_be_line(block: Block) -> bool:
    text = block.open
    return (
        bool(text)
        and text == block.text.strip()
        and han(text) in VERSE_HAN
        and not text[-1:].isdigit()
        and not CAPTION_START.match(text)
        and form_of(text) is None
        and meta_line(text) is None
        and credit(text) is None
    )


def _without_headline(blocks: Sequence[Block], run: list[int]) -> list[int]:
    rest = [han(blocks[n].open) for n in run[1:]]
    return run[1:] if rest and han(blocks[run[0]].open) > LONGER_FIRST * median(rest) else run


def _reads_as_text(blocks: Sequence[Block], run: Sequence[int], words: frozenset[int]) -> bool:
    lines = [blocks[n].open for n in run]
    pairs = [letter_pairs(line) for line in lines]
    names = sum(han(line) <= MAX_ROW_HAN for line in lines)
    return (
        names * 2 < len(lines)
        and fmean(map(han, lines)) <= MEAN_VERSE_HAN
        and fmean(map(furniture_odds, lines)) < MEAN_VERSE_ODDS
        and fmean(len(mine & words) / len(mine) if mine else 0.0 for mine in pairs) >= MEAN_VERSE_OVERLAP
    )
