"""What two titles say of issue, period and person: reports of one series differ in these, and in little else.

Differing always tells two reports apart. Agreeing says nothing, and so does what only one of the two states: mirrors shorten titles.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from newsbot.data import table
from newsbot.lines.credits import is_name
from newsbot.reposts.names import is_division, is_kind_of_place, two_people
from newsbot.words import HAN_RANGE, either

if TYPE_CHECKING:
    from newsbot.reposts.fingerprints import Text

SAME_AROUND: Final = 6
"""Characters that two titles must share around a name for them to be of one series."""

PLACE: Final = 2
"""Characters of the name of a place in front of its kind, as most have, …"""

LONGEST_SHARED: Final = 1
"""… and how many of them two such names may share."""

_REMEMBERED_TEXTS: Final = 128
"""Texts of which it is remembered whose lives they tell: each is compared with several, one after the other."""

LONGER: Final = 1.6
"""Times that a text is as long as another from which on it is no issue of the same series, but may hold the other beside more: the issues
of one template differ less in length, and a page of two whole reports has twice the length of one."""


def other_issue(one: Text, other: Text) -> bool:
    """Return whether two titles name different issues, periods or people of a series, or two texts tell the lives of different people.

    Not of a page that is much longer than the other: its title speaks of one of the reports that it may hold.
    """
    shorter, longer = sorted((len(one.key), len(other.key)))
    if longer >= LONGER * shorter:
        return False
    if _others_lives(one, other):
        return True
    if one.title == other.title:
        return False
    ours, theirs = periods(one.title), periods(other.title)
    return (
        any(not ours[kind] & theirs[kind] for kind in ours.keys() & theirs.keys())
        or _another_person(one, other)
        or _another_place(one, other)
        or _another_kind_of_place(one, other)
    )


def periods(title: str) -> dict[str, set[str]]:
    """Return what a title says of issue and period: kind -> values."""
    found: dict[str, set[str]] = {}
    for number, counter in _ordinals().findall(title):
        found.setdefault(counter, set()).add(number)
    for year in _years().findall(title):
        found.setdefault("year", set()).add(year)
    for month, day in _months().findall(title):
        found.setdefault("month", set()).add(month)
        if day:
            found.setdefault("day", set()).add(f"{month}.{day}")
    for number in _issues().findall(title):
        found.setdefault("issue", set()).add(number)
    for part in _parts().findall(title):
        found.setdefault(part[-1], set()).add(part)
    return found


def _others_lives(one: Text, other: Text) -> bool:
    """Return whether both texts tell lives, as notices on officials do, and not one person is in both."""
    ours = lives(one.key)
    theirs = lives(other.key) if ours else ours
    return bool(theirs) and not any(name in other.key for name in ours) and not any(name in one.key for name in theirs)


@lru_cache(_REMEMBERED_TEXTS)
def lives(key: str) -> frozenset[str]:
    """Return the people whose lives a key text tells: the names in front of sex and nation, sex and year of birth, or a post."""
    before = (found[1] for found in _lives().finditer(key))
    return frozenset(name for said in before if (name := next((said[-n:] for n in (3, 2) if is_name(said[-n:])), "")))


def _another_person(one: Text, other: Text) -> bool:
    """Return whether the titles are the same but for the name of a person, of whom the one text tells and the other does not."""
    a, b = one.title, other.title
    start = _common(a, b)
    stop = _common(a[start:][::-1], b[start:][::-1])
    if start + stop < SAME_AROUND:
        return False
    people = two_people(a, b, (start, len(a) - stop), (start, len(b) - stop), (one.key, other.key))
    return people is not None and one.key.count(people[0]) > 1 and other.key.count(people[1]) > 1


def _another_place(one: Text, other: Text) -> bool:
    """Return whether the titles are the same but for the name of a place, and neither text has the other's anywhere."""
    a, b = one.title, other.title
    stop = _common(a[::-1], b[::-1])
    start = _common(a[: len(a) - stop], b[: len(b) - stop])
    if start + stop < SAME_AROUND:
        return False
    for before in range(min(start, LONGEST_SHARED) + 1):
        for after in range(min(stop, LONGEST_SHARED) + 1):
            ours, theirs = a[start - before : len(a) - stop + after], b[start - before : len(b) - stop + after]
            if len(ours) == len(theirs) == PLACE and is_division(a, len(a) - stop + after):
                return ours not in other.key and theirs not in one.key
    return False


def _another_kind_of_place(one: Text, other: Text) -> bool:
    """Return whether the titles are the same but for the kind of a place (安平镇, 安平街道), and neither text has the other's anywhere."""
    a, b = one.title, other.title
    start = _common(a, b)
    stop = min(_common(a[::-1], b[::-1]), min(len(a), len(b)) - start)
    kinds = a[start : len(a) - stop], b[start : len(b) - stop]
    if start < PLACE or start + stop < SAME_AROUND or not all(map(is_kind_of_place, kinds)):
        return False
    ours, theirs = (a[start - PLACE : start] + kind for kind in kinds)
    return ours not in other.key and theirs not in one.key


def _common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@cache
def _lives() -> re.Pattern[str]:
    words = table("periods.toml")
    year, _, _ = words["dates"]
    posts = either(words["posts"])
    told = f"(?=[{HAN_RANGE}]{{1,4}}{words['nation']}|(?:19|20)[0-9]{{2}}{year}|{posts})"
    first, rest = words["comrade"][0], words["comrade"][1:]
    sex, name = f"[{words['sexes']}]", f"(?<=([{HAN_RANGE}]{{3}}).)"
    # begins with a set of characters, which `re` skips to
    return re.compile(f"[{words['sexes']}{first}]{name}(?:(?<={sex}){told}|(?<={first}){rest}(?={posts}))")


@cache
def _ordinals() -> re.Pattern[str]:
    words = table("periods.toml")
    return re.compile(f"{words['ordinal']}([0-9]{{1,5}}|[{words['numerals']}]{{1,5}})({either(words['counters'])})")


@cache
def _years() -> re.Pattern[str]:
    return re.compile(f"(?<![0-9])((?:19|20)[0-9]{{2}})(?:{either(table('periods.toml')['years'])})")


@cache
def _months() -> re.Pattern[str]:
    _, month, day = table("periods.toml")["dates"]
    return re.compile(f"(?<![0-9])0?([0-9]{{1,2}}){month}(?:0?([0-9]{{1,2}}){day})?")


@cache
def _issues() -> re.Pattern[str]:
    return re.compile(f"(?:{either(table('periods.toml')['series'])})0{{0,3}}([1-9][0-9]{{0,3}})$")


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(either(table("periods.toml")["parts"]))
