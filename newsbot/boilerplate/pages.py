"""Pages of one site as they were read alone, laid beside each other: which of them tell the same text, and which words each has.

A line recurs where it stands in different texts. Copies of one report, and bulletins of one form that differ in their figures, are one
text however many pages print them: nothing that recurs in these is furniture.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final

from newsbot.lines.measures import bigrams, key
from newsbot.words import HAN_RANGE

RUN_LETTERS: Final = 5
"""Letters of the runs by which texts are compared."""
ONE_LETTER_IN: Final = 7
"""Of so many letters one begins a run that is looked at: enough of them to tell texts of a few hundred letters apart."""
ONE_TEXT: Final = 0.3
"""Share of the runs of the shorter text from which two texts are one: reports of different events share less than .1, bulletins of one
form and spun copies more than .4."""
LEAST_TEXTS: Final = 3
"""Different texts in which something must stand to recur."""
MAX_LINE_LETTERS: Final = 80
"""Letters of a line that may be furniture; a longer one is a paragraph, and stays whatever else prints it."""
MIN_RUNS: Final = 4
"""Runs of a text that can be compared: a shorter one is one text with every other that is too short, and none of them tells anything."""

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_HAN = re.compile(f"[{HAN_RANGE}]+")


def fold_line(line: str) -> str:
    """Return a line as it is compared: its letters alone, every number the same.

    >>> fold_line("阅读 12 次") == fold_line("阅读345次。")
    True
    """
    return _DIGITS.sub("0", key(line))


def is_too_long(line: str) -> bool:
    """Return whether a line has so many letters besides its digits that it is too long for furniture however it is folded."""
    if len(line) <= MAX_LINE_LETTERS:
        return False
    begin = 2 * MAX_LINE_LETTERS  # of most paragraphs this tells it
    if len("".join(_HAN.findall(line, 0, begin))) > MAX_LINE_LETTERS:  # a range is found in a third of the time of all letters
        return True
    letters = len("".join(_LETTERS.findall(line, 0, begin)))
    return letters > MAX_LINE_LETTERS or letters + len("".join(_LETTERS.findall(line, begin))) > MAX_LINE_LETTERS


@dataclass(slots=True)
class SitePage:
    """What one page gave when it was read alone."""

    title: str
    body: list[str]


@dataclass
class SitePages:
    """The pages of one site, in an order that depends on what they say alone."""

    pages: Sequence[SitePage]
    _words: dict[tuple[int, tuple[int, ...]], set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the pages in order."""
        self.pages = sorted(self.pages, key=lambda page: (page.title or "", page.body))

    @cached_property
    def folded(self) -> list[list[str]]:
        """The lines of every page as they are compared."""
        return [[fold_line(line) for line in page.body] for page in self.pages]

    @cached_property
    def lines(self) -> dict[str, list[int]]:
        """The pages on which each line stands, by its folded letters."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, lines in enumerate(self.folded):
            for line in dict.fromkeys(lines):
                found[line].append(number)
        return found

    def without(self, lines: Collection[str]) -> SitePages:
        """Return the pages without these lines, given by their folded letters."""
        if not lines:
            return self
        left = [
            [line for line, folded in zip(page.body, alike, strict=True) if folded not in lines]
            for page, alike in zip(self.pages, self.folded, strict=True)
        ]
        return SitePages([SitePage(page.title, body) for page, body in zip(self.pages, left, strict=True)])

    @cached_property
    def texts(self) -> list[int | None]:
        """Which of the site's different texts every page tells; None where it is too short to tell any."""
        return _told_apart(self.folded)

    @cached_property
    def firsts(self) -> list[int]:
        """One page of each text."""
        return sorted({text: page for page, text in reversed(list(enumerate(self.texts))) if text is not None}.values())

    def count(self, pages: Iterable[int] | None = None) -> int:
        """Return how many different texts these pages tell, or all of them."""
        told = self.texts if pages is None else [self.texts[page] for page in pages]
        return len(set(told) - {None})

    def words(self, page: int, without: tuple[int, ...] = ()) -> set[str]:
        """Return the pairs of letters of a page's text, lines of these numbers left out."""
        if (page, without) not in self._words:
            lines = (line for n, line in enumerate(self.pages[page].body) if n not in without)
            self._words[page, without] = set[str]().union(*map(bigrams, lines))
        return self._words[page, without]


def _told_apart(folded: Sequence[Sequence[str]]) -> list[int | None]:
    """Number the different texts of pages.

    Lines that may be furniture tell nothing, else furniture would make all of them one text; where they are most of a page, it is compared
    as a whole, for so are copies.
    """
    counts = Counter(line for lines in folded for line in set(lines) if len(line) <= MAX_LINE_LETTERS)
    having: defaultdict[str, list[int]] = defaultdict(list)
    sizes: list[int] = []
    told: list[int | None] = []
    for lines in folded:
        mine = _runs(lines)
        rare = [line for line in lines if counts[line] < LEAST_TEXTS]
        if len(rare) < len(lines) and len(own := _runs(rare)) * 2 >= len(mine):
            mine = own
        if len(mine) < MIN_RUNS:
            told.append(None)
            continue
        shared = Counter(text for run in mine for text in having[run])
        alike = [text for text, count in shared.items() if count >= ONE_TEXT * min(len(mine), sizes[text])]
        if alike:
            told.append(min(alike))
            continue
        for run in mine:
            having[run].append(len(sizes))
        told.append(len(sizes))
        sizes.append(len(mine))
    return told


def _runs(lines: Sequence[str]) -> set[str]:
    """Return some of the runs of letters of a text, the same ones of every text that has them."""
    return set(_run().findall("".join(lines)))


@cache
def _run() -> re.Pattern[str]:
    """What finds a run; made when first asked for: with its class of thousands of letters that takes longer than many an import."""
    begins = "".join(filter(str.isalnum, map(chr, range(0, 0x10000, ONE_LETTER_IN))))
    return re.compile(rf"(?=([{begins}].{{0,{RUN_LETTERS - 1}}}))", re.DOTALL)
