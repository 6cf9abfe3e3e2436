"""A line of a damaged document as its decoder left it: characters, readings behind them, and what is left of torn ones."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsbot.text.mojibake.pinyin import LETTERS, TONES, as_listed

_TOKEN = re.compile(
    rf"([?\ufffd])([{LETTERS}]{{1,7}}) ?[)）]"  # torn
    rf"|(?<=[\u4e00-\u9fff])(?=[a-z]{{0,6}}[{''.join(sorted(TONES))}])([{LETTERS}]{{1,7}}) ?[)）]"  # torn, and a cleaner took the `?`
    rf"|([?\ufffd])/(?:p|div|span|a|td|li|strong|font|section|h[1-6])>"  # the `?` swallowed the < of a closing tag
    rf"|(.)(?:[(（] ?([{LETTERS}]{{1,7}}) ?[)）])?",  # a character, annotated or not
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
    return [
        PrintedCharacter(
            m[5] or "?", as_listed(m[2] or m[3] or m[6] or ""), m[2] is not None or m[3] is not None, m[4] is not None, m.start(), m.end()
        )
        for m in _TOKEN.finditer(line)
    ]
