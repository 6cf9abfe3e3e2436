"""Lines of a plain document that were broken at the width of a column, as programs print that read them off a PDF, made whole again.

No word is looked at. The lines of running text that was broken at a width are about as wide as one another, most of them stop in the middle
of a sentence, and marks stand inside them; headlines of a list stop so as well, but have no marks inside. A document that does not look so
stays as it is, and so does a run of lines that does not come to the end of a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

COLUMN_CELLS: Final = (24, 110)
"""Cells of a column, at least and at most; a Han character is two cells wide."""
MIN_FULL_LINES: Final = 4
MIN_FULL_SHARE: Final = 0.35
"""Lines that reach the end of the column, and their share of all, that a broken text has at least."""
MIN_UNFINISHED: Final = 0.6
MIN_MARKED: Final = 0.5
"""Share of these that stop in mid-sentence, and that have marks inside."""
MAX_BEYOND: Final = 0.05
"""Share of lines that may be wider than the column: an address, a line of a table."""
RAGGED_CELLS: Final = 6
"""Cells by which lines of a column differ: no mark stands at the beginning of one, and no number is broken."""
MIN_BLANKS: Final = 0.6
"""Share of lines with an empty one below from which empty lines tell nothing."""
FIRST_WIDE: Final = 0x2E80
"""The first character of East Asian scripts and marks."""
_AMBIGUOUS = frozenset("“”‘’…—·《》")
_ENDS = frozenset("。！？!?…；;：:.")
_CLOSING = "”’\"'）)】」』 "
_INSIDE = frozenset("，。、；：！？,;:!?“”")


class _Line(NamedTuple):
    """A line without white space around it, whether blanks stand before it, whether an empty line does, how wide it is with the blanks."""

    text: str
    indented: bool
    after_blank: bool
    cells: int


def unwrapped(lines: Sequence[str]) -> list[str]:
    """Return the lines that have text, without white space around them, those that a column broke joined.

    >>> unwrapped(["  一", "", "二"])
    ['一', '二']
    """
    found = _lines(lines)
    if (width := _column(found)) is None:
        return [line.text for line in found]
    blanks_tell = sum(line.after_blank for line in found) < MIN_BLANKS * len(found)
    whole: list[str] = []
    run: list[_Line] = []
    for n, line in enumerate(found):
        run.append(line)
        after = found[n + 1] if n + 1 < len(found) else None
        if after is None or (blanks_tell and after.after_blank) or after.indented or line.cells < width - RAGGED_CELLS:
            whole += _joined(run)
            run = []
    return whole


def _lines(lines: Sequence[str]) -> list[_Line]:
    found: list[_Line] = []
    blank = False
    for line in lines:
        if text := line.strip():
            found.append(_Line(text, line[:1].isspace(), blank, _cells(line.rstrip())))
        blank = not text
    if sum(line.indented for line in found) > MIN_UNFINISHED * len(found):  # the whole text stands in from the edge
        found = [line._replace(indented=False) for line in found]
    return found


def _cells(text: str) -> int:
    return sum(1 + (character in _AMBIGUOUS or ord(character) >= FIRST_WIDE) for character in text)


def _column(lines: Sequence[_Line]) -> int | None:
    """How wide the column is that broke the lines; None where no column did."""
    widest = sorted((line.cells for line in lines), reverse=True)
    width = widest[min(int(MAX_BEYOND * len(widest)), len(widest) - 1)] if widest else 0
    full = [line.text for line in lines if width - RAGGED_CELLS <= line.cells <= width]
    if not COLUMN_CELLS[0] <= width <= COLUMN_CELLS[1] or len(full) < max(MIN_FULL_LINES, MIN_FULL_SHARE * len(lines)):
        return None
    unfinished = sum(not _ends_sentence(text) for text in full)
    marked = sum(not _INSIDE.isdisjoint(text[1:-1]) for text in full)
    return width if unfinished >= MIN_UNFINISHED * len(full) and marked >= MIN_MARKED * len(full) else None


def _joined(run: Sequence[_Line]) -> list[str]:
    """The lines of a run as one, if it ends a sentence; else as they are."""
    if len(run) == 1 or not _ends_sentence(run[-1].text):
        return [line.text for line in run]
    text = run[0].text
    for line in run[1:]:
        parted = text[-1].isascii() and text[-1].isalnum() and line.text[0].isascii() and line.text[0].isalpha()
        text += f" {line.text}" if parted else line.text
    return [text]


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _ENDS
