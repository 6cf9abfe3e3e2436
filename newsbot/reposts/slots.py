"""What two texts of one template differ in: the day, the place, the person that each is about, and next to nothing else.

A copy that somebody forged differs in the same, but only in a little of what it tells: of a long report with many figures one that
differs is a doubt about that figure, of a notice it is another notice. So the differences are weighed against all that agrees. Damage and
rewording look otherwise: the one loses characters or has one in place of another, the other replaces words everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from newsbot.data import table
from newsbot.lines.credits import is_name
from newsbot.reposts.alignment import covered
from newsbot.reposts.fingerprints import ORDINAL
from newsbot.reposts.lone_numbers import is_day_in_digits
from newsbot.reposts.names import ends_in_named_kind, is_long_kind, is_named_kind, two_people
from newsbot.reposts.spans_apart import NUMERALS, OF_NUMBERS, PERIODS, SpansApart, is_lossy, spans_apart
from newsbot.words import common_words, is_han, surnames

if TYPE_CHECKING:
    from collections.abc import Sequence

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

WORDS_APART: Final = 3
"""Characters of two words together: of two single characters one may be damaged."""

MOST_DAMAGE: Final = 3
"""Single characters that differ and tell nothing, for each name, up to which a name that differs is one: else all was damaged."""

SHORT_TEXT: Final = 200
"""Characters of a text in which a word or two that differ, where nothing else does, are what it is about, and …"""

MOST_REPLACED: Final = 2
"""… how many these may be."""

MOST_NAMES: Final = 5
"""Different pairs of names and words, up to which they are told one by one: where more differ the text was reworded."""

MOST_PLACES_REWORDED: Final = 10
"""Places with other words on both sides from which on a text was reworded, whatever they are."""

LEADS: Final = 60
"""Characters at the beginning of a text in which it says what day it is about, and …"""

LEADS_COUNTS: Final = 3
"""… how much that counts. …"""

AGREES: Final = 9
"""… Characters in common, and figures that agree must be so many times what differs for it to be a doubt of one report …"""

AS_ONE: Final = 100
"""… where so many characters count as one figure."""

ENOUGH_HELD: Final = LEADS_COUNTS * AGREES
"""… so that from so much on a day at the beginning alone tells nothing, and it is not asked what differs."""

_WORDS: Final = table("periods.toml")
_DAYS: Final = frozenset(_WORDS["dates"])
_DATELINE: Final = re.compile(f"[{''.join(_DAYS)}](?:[0-9]{{1,2}}[{''.join(_DAYS)}])?[{_WORDS['dateline']}]")
_NUMERALS_OF_NUMBERS: Final = f"{OF_NUMBERS}{ORDINAL}"
_NO_DIGITS: Final = re.compile("[^0-9]")
_OF_PERIOD: Final = re.compile(PERIODS)


class Apart(IntEnum):
    """What the differences say of two texts that have nearly all in common."""

    NO = 0
    DOUBTFUL = 1
    YES = 2


def apart(one: Text, other: Text, stretches: Sequence[Stretch], figures: int) -> Apart:
    """Return whether what differs tells two texts apart; ``figures``: how many different figures agree."""
    if _held(stretches, figures) >= ENOUGH_HELD or _is_reworded(one.key, other.key, stretches):
        return Apart.NO
    found = _Differences()
    for slots in spans_apart(one, other, stretches):
        left = [slot for slot in slots if not is_lossy(one, other, *slot)]
        damage = found.damage
        if not (left[1:] and _sort_as_one(one, other, left, found)):
            for slot in left:
                _sort(one, other, slot, found)
        if _replaces(one, other, left):
            found.replaced += 1
            found.damage = damage
    if all(found.lone_days):  # the days of two weeks that follow each other: the last of the one is the first of the other
        found.days.add(("", ""))
    if 0 < found.replaced <= MOST_REPLACED and not found.damage and min(len(one.key), len(other.key)) < SHORT_TEXT:
        return Apart.YES if found.names and len(found.names) >= len(found.words) else Apart.DOUBTFUL
    if found.reworded:
        return Apart.NO
    held = _held(stretches, figures)
    if found.names and found.damage <= MOST_DAMAGE * len(found.names) and held < AGREES * (len(found.names) + len(found.days)):
        return Apart.YES
    letters = {*found.letters} if found.damage <= len({*found.letters}) else set()
    differ = len(found.days) + len(letters) + (LEADS_COUNTS - 1 if found.leads else 0)
    return Apart.DOUBTFUL if differ and held < AGREES * differ else Apart.NO


def _held(stretches: Sequence[Stretch], figures: int) -> float:
    return figures + covered(stretch.span for stretch in stretches) / AS_ONE


def _is_reworded(one: str, other: str, stretches: Sequence[Stretch]) -> bool:
    """Return whether words differ at so many places that it need not be asked what they are."""
    words = 0
    for stretch in stretches:
        for start, stop, other_start, other_stop in stretch.breaks():
            words += is_han(one[start:stop]) and is_han(other[other_start:other_stop])
            if words > MOST_PLACES_REWORDED:
                return True
    return False


def differs(one: Text, other: Text, stretches: Sequence[Stretch], figures: int) -> bool:
    """Return whether two texts differ in anything that may tell them apart, behind their titles: all anchors have to be looked at."""
    if _held(stretches, figures) >= ENOUGH_HELD:
        return False
    for slots in spans_apart(one, other, stretches):
        for slot in slots:
            (start, stop), (other_start, other_stop) = slot
            in_title = stop <= len(one.title) if stop > start else other_stop <= len(other.title)
            small = min(stop - start, other_stop - other_start) > 0 or max(stop - start, other_stop - other_start) <= LONGEST_SLOT
            if small and not in_title and not is_lossy(one, other, *slot):
                return True
    return False


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
    replaced: int = 0
    """Places between two matches where other words stand on both sides, whatever they are."""

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
        if (said or there)[0] in _NUMERALS_OF_NUMBERS or (len(said or there) > 1 and set(said or there) <= {*NUMERALS}):
            found.lone_days[not said] |= _tells_period(mine if said else yours, *(ours if said else theirs))
        elif len(said or there) == 1:
            if _is_shortened(mine, yours, ours, theirs):
                found.letters.append((said, there))
            else:
                found.damage += is_han(said or there)
    elif _has_number(mine, *ours) and _has_number(yours, *theirs):
        if _tell_periods(mine, yours, ours, theirs) and not _is_run_together(said, there):
            if _DATELINE.match(mine, ours[1]) or _DATELINE.match(yours, theirs[1]):
                return  # a medium sets its own
            found.leads |= ours[0] < len(one.title) + LEADS and theirs[0] < len(other.title) + LEADS
            found.days.add((said, there))
    elif max(len(said), len(there)) <= LONGEST_SLOT and not (_is_title(one, ours) and _is_title(other, theirs)):
        named, common = _is_named(mine, yours, ours, theirs), (_is_common(mine, *ours), _is_common(yours, *theirs))
        if len(said) == len(there) == 1:
            named = (
                named
                or {said, there} <= surnames().frequent
                or (len(mine) < LONG_TEXT and not any(common) and _is_kind_ahead(mine, ours[1]) and _is_kind_ahead(yours, theirs[1]))
            )
            if named and is_long_kind(mine, ours[0]) == is_long_kind(yours, theirs[0]):
                found.letters.append((said, there))
            elif not all(common):  # else one word stands for another
                found.damage += is_han(said + there)
        elif named and common[0] != common[1]:
            found.letters.append((said, there))
        elif named or (len(mine) < LONG_TEXT and not (any(common) or _is_edge(mine, ours) or _is_edge(yours, theirs))):
            found.names.append((said, there))
        else:
            found.words.add((said, there))


def _replaces(one: Text, other: Text, slots: Sequence[SpansApart]) -> bool:
    """Return whether other words stand between two matches of both texts, none of them at an edge or of the title."""
    if not slots:
        return False
    ours, theirs = (slots[0].ours[0], slots[-1].ours[1]), (slots[0].theirs[0], slots[-1].theirs[1])
    said, there = one.key[slice(*ours)], other.key[slice(*theirs)]
    if not (said and there) or len(said + there) < WORDS_APART or not is_han(min(said, there, key=len)):
        return False  # of the longer one something that is glued to a paragraph may be a part
    return not (_is_edge(one.key, ours) or _is_edge(other.key, theirs) or (_is_title(one, ours) and _is_title(other, theirs)))


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


def _has_number(key: str, start: int, stop: int) -> bool:
    """Return whether a span has digits, or is an ordinal or a number in words of something that is told by it."""
    said = key[start:stop]
    return any(map(str.isdigit, said)) or said[0] == ORDINAL or (set(said) <= {*NUMERALS} and _tells_period(key, start, stop))


def _is_run_together(one: str, other: str) -> bool:
    """Return whether two dates have the same digits, and the one has lost what stands between them."""
    digits = _NO_DIGITS.sub("", one)
    return bool(digits) and ORDINAL not in one + other and abs(len(one) - len(other)) == 1 and digits == _NO_DIGITS.sub("", other)


def _tell_periods(one: str, other: str, ours: tuple[int, int], theirs: tuple[int, int]) -> bool:
    """Return whether both numbers are those of periods, or one is and the other has but lost the word behind it."""
    first, second = _tells_period(one, *ours), _tells_period(other, *theirs)
    if first == second:
        return first
    (key, (_, stop)), (damaged, (_, its_stop)) = ((one, ours), (other, theirs))[:: 1 if first else -1]
    word = _OF_PERIOD.match(key, stop)
    return word is not None and word.end() < len(key) and damaged.startswith(key[word.end()], its_stop)


def _tells_period(key: str, start: int, stop: int) -> bool:
    """Return whether a number is that of a day, an hour, an issue or a session."""
    before = key[max(0, start - 1) : start]
    if ORDINAL in (key[start], before) or _OF_PERIOD.match(key, stop) or (before.isascii() and before.isalpha()):
        return True
    return is_day_in_digits(key, start, stop)
