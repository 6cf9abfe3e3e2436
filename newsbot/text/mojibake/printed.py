"""A line of a damaged document as its decoder left it: characters, readings behind them, and what is left of torn ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsbot.text.mojibake import cp936
from newsbot.text.mojibake.pinyin import LETTERS, TONES, as_listed

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKED = re.compile(
    rf"([?\ufffd])([{LETTERS}]{{1,7}}) ?[)）]"  # torn
    rf"|(?<=[\u4e00-\u9fff])(?=[a-z]{{0,6}}[{''.join(sorted(TONES))}])([{LETTERS}]{{1,7}}) ?[)）]"  # torn, and a cleaner took the `?`
    rf"|([?\ufffd])/(?:p|div|span|a|td|li|strong|font|section|h[1-6])>"  # the `?` swallowed the < of a closing tag
    rf"|(.)[(（] ?([{LETTERS}]{{1,7}}) ?[)）]",  # a character that is annotated
    re.DOTALL,
)


class PrintedCharacter(NamedTuple):
    """One character as decoded. ``reading``: what is written behind it in brackets; ``torn``: of these only `?reading)` is left.

    ``tag``: a `?` with what is left of a closing tag behind it.
    """

    char: str
    reading: str
    torn: bool
    tag: bool
    start: int
    end: int


def printed_characters(line: str) -> list[PrintedCharacter]:
    """Split a line into its characters, each with the annotation behind it."""
    tokens: list[PrintedCharacter] = []
    here = 0
    for match in _MARKED.finditer(line):
        start, end = match.span()
        tokens += _bare(line, here, start)
        _, torn, torn_bare, tag, char, reading = match.groups()
        of_torn = torn is not None or torn_bare is not None
        tokens.append(PrintedCharacter(char or "?", as_listed(torn or torn_bare or reading or ""), of_torn, tag is not None, start, end))
        here = end
    return tokens + _bare(line, here, len(line))


def swallowed(tokens: Sequence[PrintedCharacter], number: int) -> int:
    """Return how many characters of the text the `?` at a token swallowed: none where it stands before a mark or at the end, else 1."""
    if tokens[number].tag or number + 1 == len(tokens):
        return 0
    return 0 if tokens[number + 1].char == "\n" or cp936.mark_bytes(tokens[number + 1].char) is not None else 1


def between(tokens: Sequence[PrintedCharacter], number: int) -> str | None:
    """Return the character that a token's second byte and the next one's first make."""
    if number + 1 >= len(tokens):
        return None
    pair, following = cp936.byte_pair(tokens[number].char), cp936.byte_pair(tokens[number + 1].char)
    return cp936.character(pair[1], following[0]) if pair and following else None


def _bare(line: str, start: int, end: int) -> list[PrintedCharacter]:
    """The characters of a stretch that has no readings."""
    return [_new(PrintedCharacter, (line[place], "", False, False, place, place + 1)) for place in range(start, end)]


_new = tuple.__new__  # takes a third of the time of a NamedTuple's own constructor
