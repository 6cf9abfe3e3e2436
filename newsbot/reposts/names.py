"""Names of people and places where two texts part."""

from __future__ import annotations

import re
from typing import Final

from newsbot.data import table
from newsbot.lines.credits import is_name
from newsbot.lines.credits.name_forms import LONG_NAME_CHARS, SHORT_NAME_CHARS, fits_as_name
from newsbot.lines.credits.vocabulary import places
from newsbot.reposts.fingerprints import LONG_DIVISIONS
from newsbot.words import common_words, either, surnames

_Span = tuple[int, int]

WIDER: Final = ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1))
"""Characters by which a name may begin before the place where two texts part, and end after it: names share characters."""


_DIVISIONS: Final = table("repost_words.toml")
_DIVISION: Final = re.compile(f"{LONG_DIVISIONS}|{_DIVISIONS['autonomous']}|[{_DIVISIONS['short']}]")
_LONG_KIND: Final = re.compile(f"{LONG_DIVISIONS}|{'|'.join(_DIVISIONS['named_long'])}")
_NAMED: Final = re.compile(f"{LONG_DIVISIONS}|{'|'.join(_DIVISIONS['named_long'])}|[{_DIVISIONS['short']}{_DIVISIONS['named_short']}]")
_BEGIN_DIVISION: Final = frozenset("".join(word[0] for word in (*_DIVISIONS["long"], _DIVISIONS["autonomous"])) + _DIVISIONS["short"])
_ENDS_IN_DIVISION: Final = re.compile(f"(?:{LONG_DIVISIONS}|[{_DIVISIONS['short']}])$")
_BEHIND_PERSON: Final = re.compile(either(_DIVISIONS["behind_person"]))
_BEFORE_PERSON: Final = frozenset(_DIVISIONS["before_person"])

SHORTEST_PLACE: Final = 2
"""Characters of the name of a place in front of its kind, at the least, …"""

LONGEST_UNKNOWN_PLACE: Final = 3
"""… and at the most where nobody knows it, …"""

LONGEST_PLACE: Final = 4
"""… and else."""


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


def people_told(one: str, other: str, ours: _Span, theirs: _Span) -> tuple[str, str] | None:
    """Return two names that stand where two texts part, and that the words around them, or the texts again and again, tell to be names.

    One of them may be in both texts: it was changed at some of its places only.
    """
    known = surnames().single
    for mine, yours in _widened(ours, theirs, LONG_NAME_CHARS):
        if one[mine[0]] not in known or other[yours[0]] not in known:
            continue
        name, other_name = one[slice(*mine)], other[slice(*yours)]
        if not (fits_as_name(name) and fits_as_name(other_name)) or (name in other and other_name in one):
            continue
        told = one[mine[0] - 1 : mine[0]] in _BEFORE_PERSON or bool(_BEHIND_PERSON.match(one, mine[1]))
        often = one.count(name) > 1 and other.count(other_name) > 1
        if (told or often) and not any(map(_is_of_words, (one, other), (mine, yours))):
            return name, other_name
    return None


def _widened(ours: _Span, theirs: _Span, longest: int) -> list[tuple[_Span, _Span]]:
    """Return two spans, and the same wider by a character or two, of those of at least two characters and at most ``longest``."""
    (start, stop), (other_start, other_stop) = ours, theirs
    size, other_size = stop - start, other_stop - other_start
    if max(size, other_size) > longest:
        return []
    least = SHORT_NAME_CHARS - min(size, other_size)
    most = longest - max(size, other_size)
    before_both = min(start, other_start)
    return [
        ((start - before, stop + after), (other_start - before, other_stop + after))
        for before, after in WIDER
        if least <= before + after <= most and before <= before_both
    ]


def _is_of_words(text: str, span: tuple[int, int]) -> bool:
    """Return whether what may be a name is a word, or a place's, or ends in the middle of a word."""
    said = text[slice(*span)]
    return said in common_words() or said in places() or text[span[1] - 1 : span[1] + 1] in common_words()


def places_told(one: str, other: str, ours: _Span, theirs: _Span) -> tuple[str, str] | None:
    """Return the names of two places of one kind that stand where two texts part, without their kind where both texts go on with it."""
    for mine, yours in _widened(ours, theirs, LONGEST_PLACE):
        if one[mine[1] : mine[1] + 1] not in _BEGIN_DIVISION or other[yours[1] : yours[1] + 1] not in _BEGIN_DIVISION:
            continue
        behind, other_behind = _DIVISION.match(one, mine[1]), _DIVISION.match(other, yours[1])
        if behind and other_behind and behind[0] == other_behind[0]:
            names = one[slice(*mine)], other[slice(*yours)]
            if all(_may_be_place(name, behind[0], known=mine != ours) for name in names):
                return names
    if one[ours[1] - 1] != other[theirs[1] - 1]:
        return None
    names = one[slice(*ours)], other[slice(*theirs)]
    end, other_end = map(_ENDS_IN_DIVISION.search, names)
    if not end or not other_end or end[0] != other_end[0]:
        return None
    is_place = _may_be_place(names[0][: end.start()], end[0]) and _may_be_place(names[1][: other_end.start()], end[0])
    return names if is_place else None


def _may_be_place(name: str, kind: str, *, known: bool = False) -> bool:
    """Return whether a name in front of a kind of place is known, or, unless it must be, is short and made of no common words."""
    if not SHORTEST_PLACE <= len(name) <= LONGEST_PLACE:
        return False
    if name in places() or name + kind in places():
        return True
    pairs = (name[at : at + 2] for at in range(len(name) - 1))
    return (
        not known
        and len(name) <= LONGEST_UNKNOWN_PLACE
        and name not in common_words()
        and not any(pair in common_words() for pair in pairs)
    )
