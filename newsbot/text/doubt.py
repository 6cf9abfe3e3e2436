"""Lines whose figures cannot be trusted: digits that mirrors masked, swallowed or deleted. Nothing is changed here."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_MASK = re.compile(r"[*＊]{1,8}[年月日人名户户個个元万萬]|[近约約共超达達][*＊]")
_GLUED_DAY = re.compile(r"[0-9](?<![0-9.][0-9])[0-9]{2,3}(?<=[0-2][12][0-9]|[0-2]3[01]|[1-9][12][0-9]|[1-9]3[01])日(?!元)")
"""`1127日` for 11月27日: an extractor lost 月."""
_NO_NUMBER = re.compile("[约約近共]計?计?(?:个|個|户|戶|名|家|人次|平方米|公里)(?!人|别|別|体|體|性|字|義|义|称|稱|单|單|庭|属|屬)")
_SWALLOWED = re.compile("[\u4e00-\u9fff][?\ufffd](?=[0-9]|[年月日号號点點时時个個名户戶家人余餘多万萬亿億元%])")
_FEW = 3


class Doubt(NamedTuple):
    """`start` to `end` of line number `line`, in the text as restored: a digit or a name there may be wrong or gone."""

    line: int
    start: int
    end: int


def doubts(lines: Sequence[str], *, damaged: bool) -> list[Doubt]:
    """Places with masked digits (`****年*月*日`, `近**人`), a number glued to its day, or a place where one is missing.

    A `?` before a counter means a swallowed digit only in a damaged document; missing numbers (`约个社区`) only where the document has
    several, or no digit at all, for a page whose digits were all deleted.
    """
    text = "\n".join(lines)
    places = [match.span() for match in _GLUED_DAY.finditer(text)] if "日" in text else []
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
