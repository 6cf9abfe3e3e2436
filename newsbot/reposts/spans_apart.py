"""Where two texts say something else at the same place, span by span: what stands between the matches of an alignment, and around them.

Numbers are laid beside each other by what they count, words between the same numbers letter by letter, for hardly a match lies within a
notice's day, hour and place.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from newsbot.data import table
from newsbot.reposts.fingerprints import NUMBER, ORDINAL
from newsbot.words import either, is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsbot.reposts.alignment import Stretch
    from newsbot.reposts.fingerprints import Text

LONGEST_GAP: Final = 80
"""Characters between two matches that are looked at one by one."""

LONGEST_TWICE: Final = 8
"""Characters that two matches may share where one text has what stands between them only once."""

LONGEST_NUMBER: Final = 12
"""Characters of a number that are looked at in front of what differs."""

_WORDS: Final = table("periods.toml")
PERIODS: Final = either((*_WORDS["dates"], *_WORDS["hours"], *_WORDS["counted"], *_WORDS["numbered"]))
_IN_WORDS: Final = "(?<![{all}])(?:[{ones}]?{ten}[{ones}]?|[{ones}])(?![{all}])".format(
    all=_WORDS["numerals"], ones=_WORDS["numerals"][:9], ten=_WORDS["numerals"][9]
)
OF_NUMBERS: Final = "0123456789."
"""What numbers are written with, …"""

NUMERALS: Final = f"{OF_NUMBERS}{_WORDS['numerals']}{_WORDS['zero']}"
"""… and in words, too."""

_NUMBER_AT_END: Final = re.compile(rf"(?:{ORDINAL}?[{_WORDS['numerals']}]{{1,3}}|{ORDINAL}[0-9]{{0,6}}|[0-9][0-9.]{{0,11}})$")
_BEHIND: Final = re.compile(rf"[{NUMERALS}]{{0,12}}(?:{PERIODS})?")
_TOKEN: Final = re.compile(rf"({NUMBER})(?:{PERIODS})?|({_IN_WORDS})(?:{PERIODS})|.", re.DOTALL)


class SpansApart(NamedTuple):
    """What stands at one place in both texts, and from where to where."""

    ours: tuple[int, int]
    theirs: tuple[int, int]


def spans_apart(one: Text, other: Text, stretches: Sequence[Stretch]) -> Iterator[list[SpansApart]]:
    """Yield what differs between and around the matches, what is near each other together; one side may be empty."""
    matches = sorted(match for stretch in stretches for match in stretch.matches)
    at, other_at = 0, 0
    for start, other_start, length in (*matches, (len(one.key), len(other.key), 0)):
        shared = max(0, at - start, other_at - other_start)  # of two matches around a number that is shorter in one text
        if shared <= LONGEST_TWICE:
            yield list(_inside(one, other, (at, start + shared), (other_at, other_start + shared)))
        at, other_at = max(at, start + length), max(other_at, other_start + length)


def _inside(one: Text, other: Text, ours: tuple[int, int], theirs: tuple[int, int]) -> Iterator[SpansApart]:
    """Yield what differs between two places of each text: numbers as wholes, else character by character."""
    if ours[0] == ours[1] and theirs[0] == theirs[1]:
        return
    ours, theirs = _with_digits(one.key, other.key, ours, theirs)
    if max(ours[1] - ours[0], theirs[1] - theirs[0]) > LONGEST_GAP or is_lossy(one, other, ours, theirs):
        return
    here, there = [*_TOKEN.finditer(one.key, *ours)], [*_TOKEN.finditer(other.key, *theirs)]
    if any(found.lastindex for found in here) and any(found.lastindex for found in there):
        for words, mine, yours in _pairs(here, there):
            if one.key[slice(*mine)] == other.key[slice(*yours)] or is_lossy(one, other, mine, yours):
                continue
            if words and min(mine[1] - mine[0], yours[1] - yours[0]) > 0:
                yield from _letter_by_letter(one, other, mine, yours)
            else:
                yield SpansApart(mine, yours)
    else:
        yield from _letter_by_letter(one, other, ours, theirs)


def _letter_by_letter(one: Text, other: Text, ours: tuple[int, int], theirs: tuple[int, int]) -> Iterator[SpansApart]:
    """Yield what differs in two spans without numbers on both sides."""
    said, there = one.key[slice(*ours)], other.key[slice(*theirs)]
    changes = _changes(said, there)
    back = [(other_start, other_stop, start, stop) for start, stop, other_start, other_stop in _changes(there, said)]
    for start, stop, other_start, other_stop in max(changes, back, key=_beside):  # where parts are the same in several ways the finer one
        yield SpansApart((ours[0] + start, ours[0] + stop), (theirs[0] + other_start, theirs[0] + other_stop))


def is_lossy(one: Text, other: Text, ours: tuple[int, int], theirs: tuple[int, int]) -> bool:
    """Return whether one of two spans is the other with characters lost."""
    if not (one.torn_at or other.torn_at):
        return False
    said, there = one.key[slice(*ours)], other.key[slice(*theirs)]
    return (one.is_torn(*ours) and _stands_in(said, there)) or (other.is_torn(*theirs) and _stands_in(there, said))


def _beside(changes: Sequence[tuple[int, int, int, int]]) -> int:
    return sum(start < stop and other_start < other_stop for start, stop, other_start, other_stop in changes)


def _changes(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Return the runs that differ, where they begin and end on both sides."""
    codes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return [(start, stop, other_start, other_stop) for tag, start, stop, other_start, other_stop in codes if tag != "equal"]


def _pairs(here: Sequence[re.Match[str]], there: Sequence[re.Match[str]]) -> Iterator[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """Yield what stands beside each other in two spans: whether it is words, and where; numbers by what they count, words between these."""
    ours, theirs = list(_runs(here)), list(_runs(there))
    kinds, other_kinds = [kind for kind, *_ in ours], [kind for kind, *_ in theirs]
    ends = here[-1].end(), there[-1].end()
    for tag, start, stop, other_start, other_stop in SequenceMatcher(None, kinds, other_kinds, autojunk=False).get_opcodes():
        if tag == "equal":
            for (kind, *mine), (_, *yours) in zip(ours[start:stop], theirs[other_start:other_stop], strict=True):
                yield not kind, (mine[0], mine[1]), (yours[0], yours[1])
        elif tag == "replace":
            yield False, (ours[start][1], ours[stop - 1][2]), (theirs[other_start][1], theirs[other_stop - 1][2])
        else:
            place = ours[start][1] if start < len(ours) else ends[0]
            other_place = theirs[other_start][1] if other_start < len(theirs) else ends[1]
            for _, begin, end in ours[start:stop]:
                yield False, (begin, end), (other_place, other_place)
            for _, begin, end in theirs[other_start:other_stop]:
                yield False, (place, place), (begin, end)


def _runs(tokens: Sequence[re.Match[str]]) -> Iterator[tuple[str, int, int]]:
    """Yield numbers one by one, each behind what follows it or "#", and what stands between them behind ""; from where to where."""
    begin = None
    for found in tokens:
        if found.lastindex or not is_han(found[0]):
            if begin is not None:
                yield "", begin, found.start()
            begin = None
            number = found[found.lastindex or 0]
            yield found[0][len(number) :] or "#", *found.span(found.lastindex or 0)
        elif begin is None:
            begin = found.start()
    if begin is not None:
        yield "", begin, tokens[-1].end()


def _with_digits(one: str, other: str, ours: tuple[int, int], theirs: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return two spans with what is the same around them, and belongs to numbers or ordinals that differ."""
    (start, stop), (other_start, other_stop) = ours, theirs
    before = _NUMBER_AT_END.search(one, max(0, start - LONGEST_NUMBER), start)
    if before and other.endswith(before[0], 0, other_start) and _goes_on(before[0], one, other, start, other_start):
        start, other_start = start - len(before[0]), other_start - len(before[0])
    ends = one[stop - 1 : stop], other[other_stop - 1 : other_stop]
    behind = _BEHIND.match(one, stop) if any(sign and sign in NUMERALS for sign in ends) else None
    if behind and other.startswith(behind[0], other_stop):
        stop, other_stop = stop + len(behind[0]), other_stop + len(behind[0])
    return (start, stop), (other_start, other_stop)


def _goes_on(number: str, one: str, other: str, start: int, other_start: int) -> bool:
    """Return whether the number that ends before two places goes on behind one of them."""
    more = OF_NUMBERS if number[-1] in OF_NUMBERS else NUMERALS
    return any(said and said in more for said in (one[start : start + 1], other[other_start : other_start + 1]))


def _stands_in(lossy: str, whole: str) -> bool:
    """Return whether a text has the characters of the other in their order, but for some that were lost."""
    rest = iter(whole)
    return all(sign in rest for sign in lossy)
