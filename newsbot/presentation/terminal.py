"""Tables on a terminal: with colours and lines where there is one, plain columns where the output goes into a file or pipe."""

from __future__ import annotations

import os
import sys
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

Align = Literal["left", "right"]

NARROWEST: Final = 8
"""Columns below which a cell says nothing."""
PLAIN_COLUMNS: Final = 120
"""Columns of a table that goes into a file or pipe."""


CLOSING_MARKS: Final = frozenset({"Pe", "Pf", "Po"})
"""Categories of marks that close: brackets, quotation marks, stops."""
CELL_LINES: Final = 2
"""Lines of a cell on a terminal."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its head, how many columns of a terminal it takes at most (0: as many as are left), and how its cells stand."""

    head: str
    most: int = 0
    align: Align = "left"


def width_of(text: str) -> int:
    """Return how many columns a text takes; a Han character takes two, a mark that stands over the one before it none."""
    return sum(_width(character) for character in text)


def safe(text: str) -> str:
    """Return a text on one line without anything that a terminal would act on."""
    return "".join(character if character.isprintable() else "·" for character in text)


def fitted(text: str, columns: int) -> str:
    """Return a text on one line, safe for a terminal, in exactly so many columns; a Han character takes two."""
    out = cut(text, columns)
    return out + " " * (columns - width_of(out))


def cut(text: str, columns: int) -> str:
    """Return a text on one line, safe for a terminal, in at most so many columns (0: as many as it takes)."""
    text = safe(text)
    if not columns or width_of(text) <= columns:
        return text
    taken = 0
    for n, character in enumerate(text):
        if taken + _width(character) > columns - 1:
            return f"{text[:n]}…"
        taken += _width(character)
    return text


def wrapped(text: str, columns: int) -> Iterator[str]:
    """Yield the lines of a text, safe for a terminal, in at most so many columns; Chinese may be broken between any two characters."""
    line, taken = "", 0
    for word in _breakable(safe(text)):
        if taken + width_of(word.rstrip()) > columns and line:
            yield line.rstrip()
            line, taken = "", 0
        line, taken = line + word, taken + width_of(word)
    if line.strip():
        yield line.rstrip()


def is_terminal() -> bool:
    """Return whether a person looks on who may be shown colours; NO_COLOR turns them off."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def console() -> Console:
    """Return where coloured output goes."""
    from rich.console import Console  # noqa: PLC0415 - loaded where there is a terminal only

    return Console(highlight=False)


def show_table(columns: Sequence[TableColumn], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: on a terminal with cells of up to two lines, in a file with one."""
    if is_terminal():
        _show_coloured(columns, rows)
        return
    for line in plain_table(columns, rows):
        print(line)  # noqa: T201  # its purpose


def plain_table(columns: Sequence[TableColumn], rows: Sequence[Sequence[str]], width: int = PLAIN_COLUMNS) -> Iterator[str]:
    """Yield the lines of a table without colours, in at most ``width`` columns."""
    wide = shared_out(columns, rows, width - 2 * (len(columns) - 1))
    for cells in ([column.head for column in columns], ["-" * n for n in wide], *rows):
        yield "  ".join(_set(cell, columns[n].align, wide[n]) for n, cell in enumerate(cells)).rstrip()


def shared_out(columns: Sequence[TableColumn], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return how wide each column becomes where all have ``width`` together: what it needs, the widest cut down first."""
    most = [max(width_of(safe(cell)) for cell in (column.head, *(row[n] for row in rows))) for n, column in enumerate(columns)]
    wide = [min(taken, column.most) if column.most else taken for taken, column in zip(most, columns, strict=True)]
    while sum(wide) > width and max(wide) > NARROWEST:
        wide[wide.index(max(wide))] -= 1
    return wide


def _set(cell: str, align: Align, columns: int) -> str:
    text = cut(cell, columns)
    blanks = " " * (columns - width_of(text))
    return f"{blanks}{text}" if align == "right" else f"{text}{blanks}"


def _show_coloured(columns: Sequence[TableColumn], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table  # noqa: PLC0415 - loaded where there is a terminal only
    from rich.text import Text  # noqa: PLC0415

    screen = console()
    wide = shared_out(columns, rows, screen.width - 3 * len(columns) - 1)  # a line and two blanks for each, and the last line
    table = Table(header_style="bold cyan", border_style="dim")
    for column, taken in zip(columns, wide, strict=True):
        table.add_column(Text(cut(column.head, taken)), width=taken, justify=column.align, overflow="fold")
    for row in rows:
        table.add_row(*(Text("\n".join(_lines(cell, taken))) for cell, taken in zip(row, wide, strict=True)))
    screen.print(table)


def _lines(cell: str, columns: int) -> list[str]:
    """Return a cell on at most two lines, the second cut where more would follow."""
    found = list(wrapped(cell, columns))
    if len(found) <= CELL_LINES:
        return found
    return [*found[: CELL_LINES - 1], cut(f"{found[CELL_LINES - 1]}…", columns)]


def _breakable(text: str) -> Iterator[str]:
    """Yield the pieces between which a line may end: each wide character, each word with the blanks after it."""
    word = ""
    for number, character in enumerate(text):
        closes = unicodedata.category(character) in CLOSING_MARKS
        if character != " " and unicodedata.category(text[number + 1 : number + 2] or " ") in CLOSING_MARKS:
            if word and _width(character) == 2 and not closes:  # noqa: PLR2004 - a wide one
                yield word
                word = ""
            word += character  # what closes stands at no line's beginning
        elif _width(character) == 2:  # noqa: PLR2004 - a wide one
            if word and not closes:
                yield word
                word = ""
            yield word + character
            word = ""
        elif character == " ":
            yield word + character
            word = ""
        else:
            word += character
    if word:
        yield word


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
