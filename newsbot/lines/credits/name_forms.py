"""What has the form of a person's name: a surname and given characters, a name with a dot, one written in sounds alone."""

from __future__ import annotations

import re
from typing import Final

from newsbot.data import table
from newsbot.lines.credits.signs import given_class
from newsbot.lines.credits.vocabulary import ANYBODY, MEDIUM, MEDIUM_ENDING, NOBODY, ROLES, SINGLE, UNIT, RoleKind, places
from newsbot.words import HAN_RANGE, common_words, either, is_han, surnames

FULL_NAME_CHARS: Final = 4
"""Characters of a Han name with a compound surname; without one so many are two names, or none."""
SHORT_NAME_CHARS: Final = 2
LONG_NAME_CHARS: Final = 3
MIN_NAME_FIT: Final = 0.5
"""How well each of several names run together must fit, in the mean (see :func:`parted_names`)."""
FREQUENT_FIT: Final = 2.0
MIDDLE_GIVEN_CLASS: Final = 2
HARDLY_GIVEN: Final = "0"
"""A frequent surname, and how far given characters stand above the middle class, make up that fit; the lowest class is of those that
hardly stand in given names."""
OFTEN_GIVEN: Final = "2"
"""Class of characters (see `given_class`) from which they stand in given names about as often as in words."""
SURELY_GIVEN: Final = "4"
"""The same from which they stand in given names far more often."""
SOUNDED_CHARS: Final = range(4, 9)
"""Characters of a name written in sounds, without a dot; what is shorter has the form of any word."""

_DATA = table("credits.toml")
NEVER_GIVEN: Final = ANYBODY | frozenset(_DATA["people"]["spoken_of"])
"""What stands behind a surname where a person is spoken of, and signs nothing: 王大妈, 李警官."""
_UNITS = _DATA["units"]
_SOUNDS = frozenset(_DATA["people"]["sounds"])


def parted_names(run: str) -> list[str] | None:
    """Return a run of Han as names of two and three characters, each with a surname; of several ways that whose names fit best.

    A name fits by the frequency of its surname and by how often its other characters stand in given names.
    """
    known, given = surnames(), given_class()
    best: list[tuple[float, list[str]] | None] = [(0.0, []), *([None] * len(run))]
    for end in range(SHORT_NAME_CHARS, len(run) + 1):
        for size in (SHORT_NAME_CHARS, LONG_NAME_CHARS):
            before = best[end - size] if end >= size else None
            name = run[end - size : end]
            if before is None or name in places() or name[0] not in known.single:
                continue
            fit = sum(int(given.get(c, "1")) - MIDDLE_GIVEN_CLASS for c in name[1:]) / (size - 1)
            score = before[0] + fit + FREQUENT_FIT * (name[0] in known.frequent)
            held = best[end]
            if held is None or score > held[0]:
                best[end] = (score, [*before[1], name])
    found = best[-1]
    return found[1] if found and found[1] and found[0] > MIN_NAME_FIT * len(found[1]) else None


def is_name(text: str) -> bool:
    """Return whether ``text`` can be a person's name: a known surname and two to four characters, or a name with the dot ·.

    >>> is_name("刘奕男"), is_name("文明办"), is_name("阿依古丽·买买提")
    (True, False, True)
    """
    if "·" in text:
        return bool(re.fullmatch(rf"[{HAN_RANGE}]{{1,8}}(?:·[{HAN_RANGE}]{{1,8}}){{1,3}}", text))
    known = surnames()  # asked first: most texts end here
    if not (text[:1] in known.single and SHORT_NAME_CHARS <= len(text) <= LONG_NAME_CHARS) and not (
        text[:2] in known.compound and LONG_NAME_CHARS <= len(text) <= FULL_NAME_CHARS
    ):
        return False
    return is_han(text) and text not in NOBODY and text not in ROLES and not MEDIUM_ENDING.search(text) and not _ANY_UNIT.search(text)


_ANY_UNIT = re.compile(rf"(?:{either([unit for unit in _UNITS['endings'] if len(unit) > 1])}|[{_UNITS['ending_characters']}])$")


LATIN_MEDIUM: Final = re.compile(rf"(?:[A-Za-z]{{1,16}} ){{0,5}}(?:{either(_DATA['people']['latin_media'])})", re.IGNORECASE)
"""Latin words that end as a medium is called: China Daily, THE GREEN POST."""


def fits_as_name(text: str) -> bool:
    """Return whether a text has the form of one name, and its characters are those of names."""
    return is_name(text) and parted_names(text) == [text]


def is_sounded(text: str) -> bool:
    """Return whether a text is written in characters of sounds alone, as names of other languages are: 努尔买买提江, 桑吉卓玛."""
    return len(text) in SOUNDED_CHARS and _SOUNDS.issuperset(text) and text not in places()


def may_be_called(text: str) -> bool:
    """Return whether two or three characters may be somebody's name with a surname that no list has: given characters, and no other word.

    Asked where a label says that a name stands.
    """
    if not is_han(text) or not SHORT_NAME_CHARS <= len(text) <= LONG_NAME_CHARS or text in NOBODY or text in ROLES or text in places():
        return False
    if text in common_words() or MEDIUM_ENDING.search(text) or _ANY_UNIT.search(text):
        return False
    return all(given_class().get(character, HARDLY_GIVEN) >= OFTEN_GIVEN for character in text[1:])


def may_be_word(name: str) -> bool:
    """Return whether two characters that stand alone are as well a word as a name: the surname or the given character is seldom one.

    >>> may_be_word("高清"), may_be_word("江城"), may_be_word("王伟")
    (True, True, False)
    """
    given = given_class().get(name[-1:], HARDLY_GIVEN)
    return len(name) == SHORT_NAME_CHARS and (name[0] not in surnames().frequent or given < SURELY_GIVEN or name in places())


def names_in_row(text: str) -> list[str]:
    """Return the names of a row of names and nothing else, each with the form and the characters of one; none where a word is among them.

    >>> names_in_row("张志强 鲁伟"), names_in_row("高兴"), names_in_row("石家庄")
    (['张志强', '鲁伟'], [], [])
    """
    words = _ROW.split(text.strip())
    return words if all(fits_as_name(word) and may_be_called(word) and word[1:] not in NEVER_GIVEN for word in words) else []


def may_stand(word: str) -> bool:
    """Return whether a word may be somebody's name where all around it says that a name stands: nobody's title, no office, no medium."""
    if word in NOBODY or word in ROLES or word in ANYBODY or MEDIUM.fullmatch(word) or is_office(word):
        return False
    return word not in _UNITS["endings"] if len(word) == SHORT_NAME_CHARS else not UNIT.search(word)


def is_office(word: str) -> bool:
    """Return whether a word of two to four characters is what an office, a place or a street is called, though it may begin as a name does.

    >>> is_office("督查室"), is_office("城建科"), is_office("王永科"), is_office("江南镇")
    (True, True, False, True)
    """
    if not SHORT_NAME_CHARS <= len(word) <= FULL_NAME_CHARS or "·" in word:
        return False
    if word[-1] in _OFFICES:
        return True
    if len(word) != LONG_NAME_CHARS or word[-1] not in _MAYBE_OFFICES:
        return False
    said, given = word[:SHORT_NAME_CHARS], given_class().get(word[1], HARDLY_GIVEN)
    return said in common_words() or said in places() or said[0] not in surnames().frequent or given <= OFTEN_GIVEN


_OFFICES: Final = frozenset(_UNITS["office_characters"])
_MAYBE_OFFICES: Final = frozenset(_UNITS["office_or_name_characters"] + _UNITS["ending_characters"])


def ends_as_office(name: str) -> bool:
    """Return whether the last character of three is hardly ever one of a given name, as in 党政办, 城管局."""
    return given_class().get(name[-1], HARDLY_GIVEN) == HARDLY_GIVEN


def is_in_word(text: str, start: int, end: int, *, led: bool, first: bool) -> bool:
    """Return whether a word, and no place, goes on over the end of what looks like a name: 柳湾生|活圈.

    So does a label: 修改|时间. Behind another name (not ``first``) in a line about a report the word may begin there: 王某某 柳湾|生活圈.
    Where no role word leads it (``led``), three characters that end as what is said of pictures are none: 高清图.
    """
    if _LABEL_AFTER.match(text, end):
        return True
    if text[end : end + SHORT_NAME_CHARS] not in places():
        if text[end - 1 : end + 1] in common_words():
            return True
        if not first and text[start - 1] == " " and text[end : end + SHORT_NAME_CHARS] in common_words():
            return True
    name = text[start:end]
    return not led and len(name) == LONG_NAME_CHARS and SINGLE.get(name[-1]) is RoleKind.PHOTOGRAPHER


_LABEL_AFTER = re.compile(rf"(?:{either(word for word in table('time_words.toml')['changed']['after'] if is_han(word))}) ?:")
_CLOCK = table("time_words.toml")["clock"]
_WEEKDAY = re.compile(rf"(?:{either(_CLOCK['weekday'])})[{_CLOCK['weekdays']}]")
_AFTER_DAY = re.compile(rf"[\d{_DATA['places']['day']}] ?$")


def is_other(text: str, start: int, end: int) -> bool:
    """Return whether ``text[start:end]`` is no name though it looks like one: an office, or a day of the week behind a date."""
    if is_office(_BLANKS.sub("", text[start:end])):
        return True
    return _WEEKDAY.fullmatch(text, start, end) is not None and _AFTER_DAY.search(text, 0, start) is not None


_BLANKS = re.compile(r"\s+")
_ROW = re.compile(r"[ \u3000]{1,3}|[、/]")
