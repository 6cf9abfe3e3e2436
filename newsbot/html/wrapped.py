"""Lines that were broken at the width of a column, as programs print that read them off a PDF, made whole again.

No word is looked at. The lines of running text that was broken at a width are about as wide as one another, most of them stop in the middle
of a sentence, and marks stand inside them; headlines of a list stop so as well, but have no marks inside. A document that does not look so
stays as it is, and so does a run of lines that does not come to the end of a sentence. On a page of HTML a <br> breaks such lines.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from newsbot.html.drafts import Draft

COLUMN_CELLS: Final = (24, 110)
"""Cells of a column, at least and at most; a Han character is two cells wide."""
MIN_BROKEN_LINES: Final = 3
"""Lines below a single <br> that a page has at least where a column broke its text."""
MIN_FULL_LINES: Final = 4
MIN_FULL_SHARE: Final = 0.35
"""Lines that reach the end of the column, and their share of all, that a broken text has at least."""
MIN_UNFINISHED: Final = 0.6
MIN_MARKED: Final = 0.5
"""Share of these that stop in mid-sentence, and that have marks inside."""
MAX_BEYOND: Final = 0.1
"""Share of lines that may be wider than the column: the head of a page, an address, a line of a table."""
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
    """A line without white space around it, whether blanks stand before it, whether an empty line does, how wide it is with the blanks.

    ``goes_on``: the next line is known to go on with it.
    """

    text: str
    indented: bool
    after_blank: bool
    cells: int
    goes_on: bool = False


def unwrapped(lines: Sequence[str]) -> list[str]:
    """Return the lines that have text, without white space around them, those that a column broke joined.

    >>> unwrapped(["  一", "", "二"])
    ['一', '二']
    """
    found = _lines(lines)
    return [_joined([line.text for line in found[start:end]]) for start, end in _runs(found)]


def rejoin(drafts: list[Draft], after_break: Collection[int], pieces: Mapping[int, Sequence[str]]) -> None:
    """Join the lines of a page of HTML that a column broke, in place, into the first of each; the others keep their places, empty.

    ``after_break`` are the drafts that a single <br> parts from the one before, ``pieces`` the lines of those that were joined already.
    """
    parted = set(after_break)
    start = 0
    while start < len(drafts):
        end = start + 1
        while end < len(drafts) and _is_below(drafts[end - 1], drafts[end]):
            end += 1
        if not parted.isdisjoint(range(start, end)):
            _rejoin(drafts, start, end, parted, pieces)
        start = end


def _is_below(above: Draft, below: Draft) -> bool:
    """Whether two lines that follow each other are text of one element that no element parts."""
    return above.state[0] == below.state[0] and above.state[1] != "img" != below.state[1] and above.looks == below.looks


def _rejoin(drafts: list[Draft], start: int, end: int, parted: Collection[int], pieces: Mapping[int, Sequence[str]]) -> None:
    lines: list[_Line] = []
    owners: list[int] = []
    for n in range(start, end):
        texts = pieces.get(n) or [drafts[n].text]
        for at, text in enumerate(texts):
            begins = at == 0
            lines.append(_Line(text, begins and drafts[n].indented, begins and n not in parted, _cells(text), at < len(texts) - 1))
            owners.append(n)
    for low, high in _runs(lines):
        first, *others = dict.fromkeys(owners[low:high])
        if others:
            lengths = {n: len(drafts[n].text) for n in (first, *others)}
            share = sum(drafts[n].links * length for n, length in lengths.items()) / sum(lengths.values())
            drafts[first] = drafts[first]._replace(text=_joined([line.text for line in lines[low:high]]), links=share)
            for n in others:
                drafts[n] = drafts[n]._replace(text="")


def _runs(lines: Sequence[_Line]) -> list[tuple[int, int]]:
    """Where the lines begin and end that are one each: those of a run that a column broke, and every other line by itself."""
    width = _column(lines)
    if width is None:
        return [(n, n + 1) for n in range(len(lines))]
    blanks_tell = sum(line.after_blank for line in lines) < MIN_BLANKS * len(lines)
    found: list[tuple[int, int]] = []
    start = 0
    for n, line in enumerate(lines):
        after = lines[n + 1] if n + 1 < len(lines) else None
        ends = after is None or (blanks_tell and after.after_blank) or after.indented or line.cells < width - RAGGED_CELLS
        if not ends or line.goes_on:
            continue
        if _ends_sentence(line.text):
            found.append((start, n + 1))
        else:  # it comes to no end
            found += [(k, k + 1) for k in range(start, n + 1)]
        start = n + 1
    return found


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
    # the widths that few lines are beyond: the one that most lines are as wide as
    likely = [width for width in widest[: int(MAX_BEYOND * len(widest)) + 1] if COLUMN_CELLS[0] <= width <= COLUMN_CELLS[1]]
    width = max(likely, key=lambda width: (sum(width - RAGGED_CELLS <= cells <= width for cells in widest), width), default=0)
    full = [line.text for line in lines if width - RAGGED_CELLS <= line.cells <= width]
    if len(full) < max(MIN_FULL_LINES, MIN_FULL_SHARE * len(lines)):
        return None
    unfinished = sum(not _ends_sentence(text) for text in full)
    marked = sum(not _INSIDE.isdisjoint(text[1:-1]) for text in full)
    return width if unfinished >= MIN_UNFINISHED * len(full) and marked >= MIN_MARKED * len(full) else None


def _joined(lines: Sequence[str]) -> str:
    """Lines as one: a blank parts two words of Latin letters."""
    text = lines[0]
    for line in lines[1:]:
        parted = text[-1].isascii() and text[-1].isalnum() and line[0].isascii() and line[0].isalpha()
        text += f" {line}" if parted else line
    return text


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _ENDS
