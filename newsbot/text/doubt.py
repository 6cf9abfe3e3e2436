"""Lines whose figures cannot be trusted: digits that mirrors masked, swallowed or deleted. Nothing is changed here."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from newsbot.data import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WORDS: Final[Mapping[str, Any]] = table("script_words.toml")["numbers"]
_MASK = re.compile(rf"[*＊]{{1,8}}[{_WORDS['masked_before']}]|[{_WORDS['masked_after']}][*＊]")
_DAY: Final[str] = _WORDS["day"]
_GLUED_DAY = re.compile(
    rf"[0-9](?<![0-9.][0-9])[0-9]{{2,3}}(?<=[0-2][12][0-9]|[0-2]3[01]|[1-9][12][0-9]|[1-9]3[01]){_DAY}(?!{_WORDS['no_day']})"
)
"""`1127日` for 11月27日: an extractor lost 月."""
_MAY_BE_GLUED = re.compile(f"{_DAY}(?<=[0-9]{{3}}{_DAY})")
"""What such a number ends with: days are fewer than digits."""
_NO_NUMBER = re.compile(f"[{_WORDS['approximate']}]{_WORDS['counted']}(?:{'|'.join(_WORDS['counters'])})(?![{_WORDS['no_counter']}])")
_SWALLOWED = re.compile(f"[\u4e00-\u9fff][?\ufffd](?=[0-9]|[{_WORDS['swallowed_before']}])")
_FEW = 3


class Doubt(NamedTuple):
    """`start` to `end` of line number `line`, in the text as restored: a digit or a name there may be wrong or gone."""

    line: int
    start: int
    end: int


def doubts(lines: Sequence[str], *, damaged: bool) -> list[Doubt]:
    """Return places with masked digits (`****年*月*日`, `近**人`), a number glued to its day, or a place where one is missing.

    A `?` before a counter means a swallowed digit only in a damaged document; missing numbers (`约个社区`) only where the document has
    several, or no digit at all, for a page whose digits were all deleted.
    """
    text = "\n".join(lines)
    places = [match.span() for match in _GLUED_DAY.finditer(text)] if _MAY_BE_GLUED.search(text) else []
    if "*" in text or "＊" in text:
        places += [match.span() for match in _MASK.finditer(text)]
    missing = [match.span() for match in _NO_NUMBER.finditer(text)]
    if len(missing) >= _FEW or (missing and not _DIGIT.search(text)):
        places += missing
    if damaged and ("?" in text or "\ufffd" in text):
        places += [match.span() for match in _SWALLOWED.finditer(text)]
    if not places:
        return []
    ends = [0, *accumulate(len(line) + 1 for line in lines)]
    numbers = [bisect_right(ends, start) - 1 for start, _ in places]
    return [Doubt(line, start - ends[line], end - ends[line]) for line, (start, end) in zip(numbers, places, strict=True)]


_DIGIT = re.compile("[0-9]")
