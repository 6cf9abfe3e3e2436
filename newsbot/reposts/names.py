"""Names of people where two texts part."""

from __future__ import annotations

import re
from typing import Final

from newsbot.data import table
from newsbot.lines.credits import is_name
from newsbot.reposts.fingerprints import LONG_DIVISIONS

WIDER: Final = ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1))
"""Characters by which a name may begin before the place where two texts part, and end after it: names share characters."""


_DIVISIONS: Final = table("repost_words.toml")
_DIVISION: Final = re.compile(f"{LONG_DIVISIONS}|{_DIVISIONS['autonomous']}|[{_DIVISIONS['short']}]")
_LONG_KIND: Final = re.compile(f"{LONG_DIVISIONS}|{'|'.join(_DIVISIONS['named_long'])}")
_NAMED: Final = re.compile(f"{LONG_DIVISIONS}|{'|'.join(_DIVISIONS['named_long'])}|[{_DIVISIONS['short']}{_DIVISIONS['named_short']}]")


def is_named_kind(text: str, place: int) -> bool:
    """Return whether a kind of what has a name of its own (镇, 花园, 公司) stands at this place of a text."""
    return bool(_NAMED.match(text, place))


def is_long_kind(text: str, place: int) -> bool:
    """Return whether a kind that two characters name stands at this place of a text."""
    return bool(_LONG_KIND.match(text, place))


def ends_in_named_kind(text: str) -> bool:
    """Return whether a text ends in such a kind."""
    return bool(_NAMED.match(text, len(text) - 1) or _NAMED.match(text, max(0, len(text) - 2)))


def is_division(text: str, place: int) -> bool:
    """Return whether a kind of place (街道, 镇) stands at this place of a text."""
    return bool(_DIVISION.match(text, place))


def is_kind_of_place(text: str) -> bool:
    """Return whether a text is a kind of place, and nothing else."""
    return _DIVISION.fullmatch(text) is not None


def two_people(
    one: str, other: str, ours: tuple[int, int], theirs: tuple[int, int], texts: tuple[str, str] | None = None
) -> tuple[str, str] | None:
    """Return two names that stand at the spans ``ours`` of ``one`` and ``theirs`` of ``other``, where these part; None without.

    Neither name may be in the other's text: that is ``one`` and ``other`` themselves, or what ``texts`` says in their stead.
    """
    text, other_text = texts or (one, other)
    for before, after in WIDER:
        mine, yours = one[max(0, ours[0] - before) : ours[1] + after], other[max(0, theirs[0] - before) : theirs[1] + after]
        if is_name(mine) and is_name(yours) and mine not in other_text and yours not in text:
            return mine, yours
    return None
