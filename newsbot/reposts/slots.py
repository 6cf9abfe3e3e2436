"""What two texts of one template differ in: the day, the place, the person that each is about, and next to nothing else.

A copy that somebody forged differs in the same, but only in a little of what it tells: of a long report with many figures one that
differs is a doubt about that figure, of a notice it is another notice. So the differences are weighed against all that agrees. Damage and
rewording look otherwise: the one loses characters or has one in place of another, the other replaces words everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from newsbot.data import table
from newsbot.lines.credits import is_name
from newsbot.reposts.alignment import covered
from newsbot.reposts.fingerprints import NUMBER, ORDINAL
from newsbot.reposts.names import ends_in_named_kind, is_long_kind, is_named_kind, two_people
from newsbot.words import common_words, is_han, surnames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsbot.reposts.alignment import Stretch
    from newsbot.reposts.fingerprints import Text

LONGEST_SLOT: Final = 16
"""Characters of a difference that may be what a template leaves open; what is longer is other text."""

KIND_AHEAD: Final = 8
"""Characters between one of a name and the kind of what has it."""

LONGEST_NAMED: Final = 10
"""Characters of a name that differs in several of them."""

LONG_TEXT: Final = 300
"""Characters of a text from which on a word that differs is no name where nothing but its rarity says so."""

LONGEST_GAP: Final = 80
"""Characters between two matches that are looked at one by one."""

MOST_NAMES: Final = 5
"""Different pairs of names and words, up to which they are told one by one: where more differ the text was reworded."""

LEADS: Final = 60
"""Characters at the beginning of a text in which it says what day it is about, and …"""

LEADS_COUNTS: Final = 3
"""… how much that counts. …"""

AGREES: Final = 9
"""… Characters in common, and figures that agree must be so many times what differs for it to be a doubt of one report …"""

AS_ONE: Final = 100
"""… where so many characters count as one figure."""

_WORDS: Final = table("periods.toml")
_DAYS: Final = frozenset(_WORDS["dates"])
_PERIODS: Final = frozenset((*_DAYS, *_WORDS["hours"], *_WORDS["counted"]))
_DATELINE: Final = re.compile(f"[{''.join(_DAYS)}](?:[0-9]{{1,2}}[{''.join(_DAYS)}])?[{_WORDS['dateline']}]")
LONGEST_TWICE: Final = 8
"""Characters that two matches may share where one text has what stands between them only once."""

LONGEST_NUMBER: Final = 12
"""Characters of a number that are looked at in front of what differs."""

_OF_NUMBERS: Final = "0123456789."
_NUMERALS: Final = f"{_OF_NUMBERS}{_WORDS['numerals']}{_WORDS['zero']}"
_NUMERALS_OF_NUMBERS: Final = f"{_OF_NUMBERS}{ORDINAL}"
_NO_DIGITS: Final = re.compile("[^0-9]")
_NUMBER_AT_END: Final = re.compile(rf"(?:{ORDINAL}[{_NUMERALS}]{{0,6}}|[0-9][0-9.]{{0,11}})$")
_BEHIND: Final = re.compile(r"[0-9.]{0,12}[^0-9.]?")
_TOKEN: Final = re.compile(rf"({NUMBER})[{''.join(_PERIODS)}]?|.", re.DOTALL)


class Apart(IntEnum):
    """What the differences say of two texts that have nearly all in common."""

    NO = 0
    DOUBTFUL = 1
    YES = 2


class SpansApart(NamedTuple):
    """What stands at one place in both texts, and from where to where."""

    ours: tuple[int, int]
    theirs: tuple[int, int]


def apart(one: Text, other: Text, stretches: Sequence[Stretch], figures: int) -> Apart:
    """Return whether what differs tells two texts apart; ``figures``: how many different figures agree."""
    found = _Differences()
    for slots in _slots(one, other, stretches):
        left = [slot for slot in slots if not _is_lossy(one, other, *slot)]
        if not (left[1:] and _sort_as_one(one, other, left, found)):
            for slot in left:
                _sort(one, other, slot, found)
    if all(found.lone_days):  # the days of two weeks that follow each other: the last of the one is the first of the other
        found.days.add(("", ""))
    if found.reworded:
        return Apart.NO
    held = figures + covered(stretch.span for stretch in stretches) / AS_ONE
    if found.names and held < AGREES * (len(found.names) + len(found.days)):
        return Apart.YES
    letters = {*found.letters} if found.damage <= len({*found.letters}) else set()
    differ = len(found.days) + len(letters) + (LEADS_COUNTS - 1 if found.leads else 0)
    return Apart.DOUBTFUL if differ and held < AGREES * differ else Apart.NO


@dataclass(slots=True)
class _Differences:
    """What differs, by what it says."""

    days: set[tuple[str, str]] = field(default_factory=set)
    """Days, hours, issues, sessions, and what is told by letters and digits."""
    leads: bool = False
    """Whether one of these stands at the beginning."""
    lone_days: list[bool] = field(default_factory=lambda: [False, False])
    """Whether each of the texts has one more than the other somewhere."""
    names: list[tuple[str, str]] = field(default_factory=list)
    """Words that may be names, as often as they differ, …"""
    letters: list[tuple[str, str]] = field(default_factory=list)
    """… those that differ in one character, or of which one is no name but a word, …"""
    words: set[tuple[str, str]] = field(default_factory=set)
    """… and all others."""
    damage: int = 0
    """Single characters that differ, or that one text has more than the other, and that tell nothing."""

    @property
    def reworded(self) -> bool:
        """Whether words were replaced here and there, more of them than a template leaves open."""
        names = {*self.names}
        return len(self.words) > max(1, len(names)) or (len(self.words) > 1 and len(names) + len(self.words) > MOST_NAMES)


def _sort(one: Text, other: Text, slot: SpansApart, found: _Differences) -> None:
    """Sort one difference."""
    mine, yours, (ours, theirs) = one.key, other.key, slot
    said, there = mine[slice(*ours)], yours[slice(*theirs)]
    if not (said and there):
        if (said or there)[0] in _NUMERALS_OF_NUMBERS:
            found.lone_days[not said] |= _tells_period(mine if said else yours, *(ours if said else theirs))
        elif len(said or there) == 1:
            if _is_shortened(mine, yours, ours, theirs):
                found.letters.append((said, there))
            else:
                found.damage += is_han(said or there)
    elif any(map(str.isdigit, said + there)) or ORDINAL in (said[0], there[0]):
        if _tells_period(mine, *ours) and _tells_period(yours, *theirs) and not _is_run_together(said, there):
            if _DATELINE.match(mine, ours[1]) or _DATELINE.match(yours, theirs[1]):
                return  # a medium sets its own
            found.leads |= ours[0] < len(one.title) + LEADS and theirs[0] < len(other.title) + LEADS
            found.days.add((said, there))
    elif max(len(said), len(there)) <= LONGEST_SLOT and not (_is_title(one, ours) or _is_title(other, theirs)):
        named, common = _is_named(mine, yours, ours, theirs), (_is_common(mine, *ours), _is_common(yours, *theirs))
        if len(said) == len(there) == 1:
            named = named or (not any(common) and _is_kind_ahead(mine, ours[1]) and _is_kind_ahead(yours, theirs[1]))
            if named and not (is_long_kind(mine, ours[0]) or is_long_kind(yours, theirs[0])):
                found.letters.append((said, there))
            elif not all(common):  # else one word stands for another
                found.damage += is_han(said + there)
        elif named and common[0] != common[1]:
            found.letters.append((said, there))
        elif named or (len(mine) < LONG_TEXT and not (any(common) or _is_edge(mine, ours) or _is_edge(yours, theirs))):
            found.names.append((said, there))
        else:
            found.words.add((said, there))


def _sort_as_one(one: Text, other: Text, slots: Sequence[SpansApart], found: _Differences) -> bool:
    """Sort several differences with what is the same between them as one, where that is two names; return whether it was."""
    ours, theirs = (slots[0].ours[0], slots[-1].ours[1]), (slots[0].theirs[0], slots[-1].theirs[1])
    said, there = one.key[slice(*ours)], other.key[slice(*theirs)]
    if not (is_han(said) and is_han(there) and max(len(said), len(there)) <= LONGEST_NAMED and min(len(said), len(there)) > 1):
        return False
    if not _is_named(one.key, other.key, ours, theirs) or _has_words(said) != _has_words(there):
        return False
    found.letters.append((said, there))
    return True


def _has_words(name: str) -> bool:
    """Return whether a name has a word of the news in it, but for the last two characters, where its kind may stand."""
    words = common_words()
    return any(name[start : start + 2] in words for start in range(max(1, len(name) - 2)))


def _is_named(one: str, other: str, ours: tuple[int, int], theirs: tuple[int, int]) -> bool:
    """Return whether two spans are of names: a kind of what has one follows both, or ends both, or they are those of people."""
    if all(is_named_kind(key, stop) or is_long_kind(key, stop - 1) for key, (_, stop) in ((one, ours), (other, theirs))):
        return True
    if ends_in_named_kind(one[slice(*ours)]) and ends_in_named_kind(other[slice(*theirs)]):
        return True
    people = two_people(one, other, ours, theirs)
    return people is not None and all(name[0] in surnames().frequent for name in people)


def _is_common(key: str, start: int, stop: int) -> bool:
    """Return whether a word is one that news is full of; of a single character whether it makes one with what stands beside it."""
    words = common_words()
    return key[start:stop] in words or (stop == start + 1 and (key[max(0, start - 1) : stop] in words or key[start : stop + 1] in words))


def _is_kind_ahead(key: str, place: int) -> bool:
    return any(is_named_kind(key, place + more) for more in range(KIND_AHEAD))


def _is_edge(key: str, span: tuple[int, int]) -> bool:
    """Return whether a text begins or ends with a span: there stands what each copy sets of its own."""
    return span[0] == 0 or span[1] == len(key)


def _is_title(text: Text, span: tuple[int, int]) -> bool:
    """Return whether a span has most of the title in it: who copies writes another."""
    return 2 * (min(span[1], len(text.title)) - span[0]) > len(text.title)


def _is_shortened(one: str, other: str, ours: tuple[int, int], theirs: tuple[int, int]) -> bool:
    """Return whether one text has a name of three characters where the other has two of them, the surname among these."""
    longer, (start, stop), shorter, (place, _) = (one, ours, other, theirs) if ours[1] > ours[0] else (other, theirs, one, ours)
    return any(
        longer[max(0, start - before) : start - before + 1] in surnames().frequent
        and is_name(longer[max(0, start - before) : stop + after])
        and shorter[max(0, place - before) : place + after] == longer[max(0, start - before) : start] + longer[stop : stop + after]
        for before, after in ((2, 0), (1, 1))
    )


def _stands_in(lossy: str, whole: str) -> bool:
    """Return whether a text has the characters of the other in their order, but for some that were lost."""
    rest = iter(whole)
    return all(sign in rest for sign in lossy)


def _is_run_together(one: str, other: str) -> bool:
    """Return whether two dates have the same digits, and the one has lost what stands between them."""
    return ORDINAL not in one + other and abs(len(one) - len(other)) == 1 and _NO_DIGITS.sub("", one) == _NO_DIGITS.sub("", other)


def _slots(one: Text, other: Text, stretches: Sequence[Stretch]) -> Iterator[list[SpansApart]]:
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
    if max(ours[1] - ours[0], theirs[1] - theirs[0]) > LONGEST_GAP or _is_lossy(one, other, ours, theirs):
        return
    here, there = [*_TOKEN.finditer(one.key, *ours)], [*_TOKEN.finditer(other.key, *theirs)]
    said, other_said = [found[0] for found in here], [found[0] for found in there]
    changes = _changes(said, other_said)
    back = [(other_start, other_stop, start, stop) for start, stop, other_start, other_stop in _changes(other_said, said)]
    for start, stop, other_start, other_stop in max(changes, back, key=_beside):  # where parts are the same in several ways the finer one
        if start < stop and other_start < other_stop:
            mine, yours = (here[start].start(), here[stop - 1].end()), (there[other_start].start(), there[other_stop - 1].end())
            yield from () if _is_lossy(one, other, mine, yours) else _pairs(here[start:stop], there[other_start:other_stop])
        elif start < stop:
            place = there[other_start].start() if other_start < len(there) else theirs[1]
            yield from (SpansApart((begin, end), (place, place)) for _, begin, end in _runs(here[start:stop]))
        else:
            place = here[start].start() if start < len(here) else ours[1]
            yield from (SpansApart((place, place), (begin, end)) for _, begin, end in _runs(there[other_start:other_stop]))


def _is_lossy(one: Text, other: Text, ours: tuple[int, int], theirs: tuple[int, int]) -> bool:
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


def _pairs(here: Sequence[re.Match[str]], there: Sequence[re.Match[str]]) -> Iterator[SpansApart]:
    """Yield what stands beside each other in two runs: numbers by what they count, words between the same ones."""
    ours, theirs = list(_runs(here)), list(_runs(there))
    kinds, other_kinds = [kind for kind, *_ in ours], [kind for kind, *_ in theirs]
    for tag, start, stop, other_start, other_stop in SequenceMatcher(None, kinds, other_kinds, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (
                SpansApart(mine[1:], yours[1:]) for mine, yours in zip(ours[start:stop], theirs[other_start:other_stop], strict=True)
            )
        elif tag == "replace":
            yield SpansApart((ours[start][1], ours[stop - 1][2]), (theirs[other_start][1], theirs[other_stop - 1][2]))


def _runs(tokens: Sequence[re.Match[str]]) -> Iterator[tuple[str, int, int]]:
    """Yield numbers one by one, each behind what follows it or "#", and what stands between them behind ""; from where to where."""
    begin = None
    for found in tokens:
        if found[1] or not is_han(found[0]):
            if begin is not None:
                yield "", begin, found.start()
            begin = None
            yield found[0][len(found[1] or found[0]) :] or "#", *found.span(1 if found[1] else 0)
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
    behind = _BEHIND.match(one, stop) if one[stop - 1 : stop].isdigit() or other[other_stop - 1 : other_stop].isdigit() else None
    if behind and other.startswith(behind[0], other_stop):
        stop, other_stop = stop + len(behind[0]), other_stop + len(behind[0])
    return (start, stop), (other_start, other_stop)


def _goes_on(number: str, one: str, other: str, start: int, other_start: int) -> bool:
    """Return whether the number that ends before two places goes on behind one of them."""
    more = _NUMERALS if number[0] == ORDINAL else _OF_NUMBERS
    return any(said and said in more for said in (one[start : start + 1], other[other_start : other_start + 1]))


def _tells_period(key: str, start: int, stop: int) -> bool:
    """Return whether a number is that of a day, an hour, an issue or a session."""
    before = key[max(0, start - 1) : start]
    return ORDINAL in (key[start], before) or key[stop : stop + 1] in _PERIODS or (before.isascii() and before.isalpha())
