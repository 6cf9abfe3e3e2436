"""What a medium's name looks like, and what is printed in the place of one and is none."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from newsbot.data import table
from newsbot.lines.credits.vocabulary import ROLES, folded_marks, places, role_words
from newsbot.lines.measures import han
from newsbot.lines.meta_line import MetaLine
from newsbot.words import HAN_RANGE, either

_WORDS = table("media_words.toml")
_PLACE = table("meta_labels.toml")["place"]
_SHAPES: Final = _WORDS["shapes"]
MEDIUM_CHARS: Final = (2, 20)
"""Characters of a medium that is known by its ending, at least and at most."""
SOURCE_CHARS: Final = (2, 40)
"""Characters of a source after its label."""
LONE_HAN: Final = (2, 10)
"""Han characters of a word alone beside the time that may be who published it."""

VOID = frozenset(_WORDS["void"])
"""Printed where a source should stand; no medium."""
_MEDIUM = re.compile(
    rf"[{HAN_RANGE}A-Za-z0-9·\-《》]{{1,16}}"
    rf"(?:{either(_WORDS['endings'])}|{_SHAPES['station']}-[{HAN_RANGE}]{{2,4}})(?:{_SHAPES['edition']})?"
)
_NO_MEDIUM = re.compile(
    rf"{either(_WORDS['never'])}|^(?:{either(_WORDS['own_sections'])})$|(?:{either(_WORDS['sections'])}){_SHAPES['news']}$"
)
NO_NAME = re.compile(rf"[:：\d]|{_SHAPES['from']}")
"""What no name of a medium holds."""
WRITTEN_IN = re.compile(rf"(?:{either(_PLACE['before'])})\s{{0,2}}[:：]?\s{{0,2}}([{HAN_RANGE}]{{0,8}})")
"""From where an account says that it wrote."""
_AROUND_ACCOUNT = re.compile(
    rf"^(?:{either(_SHAPES['account_before'])})[“\"]?|^[“\"](?=[^”\"]{{2,20}}[”\"])|[”\"]?(?:{either(_SHAPES['account_after'])})$|[”\"]$"
)
_PUT_TOGETHER_AFTER = re.compile(rf"{_SHAPES['put_together']}(?:{either(_SHAPES['put_together_after'])})?$")
_TAKEN_FROM = re.compile(rf"^(?:{either(_WORDS['taken_from'])})\s{{0,2}}[:：]?")
_OWN: Final = either(table("credits.toml")["media"]["own"])
_STAFF = re.compile(rf"(?:{_OWN})?(?:{either(ROLES)})|{_OWN}")
"""Whose work a text is, in place of where it is from: 来源：本报记者."""
_ADDRESS = re.compile(r"\s{0,2}[(（](?:http|www)[^()（）]{0,80}[)）]$")
_IS_ADDRESS = re.compile(r"https?:", re.IGNORECASE)


def looks_like_medium(words: str) -> bool:
    """Return whether words are a medium's name by their ending: 证券时报网, 人民日报海外版, 香港电台-财经."""
    shortest, longest = MEDIUM_CHARS
    return shortest <= len(words) <= longest and bool(_MEDIUM.fullmatch(words)) and not _NO_MEDIUM.search(words)


@cache
def _known_media() -> tuple[str, ...]:
    return tuple({*table("media_sites.toml")["sites"], *table("media_regions.toml")["media"]})


def is_known_medium(source: str) -> bool:
    """Return whether a medium begins with a name of the tables of media."""
    return bool(source) and source.startswith(_known_media())


def lone_words(line: MetaLine) -> list[str]:
    """Return the words of a line without a label that may be who published: no place, no button, no label, no role."""
    return [
        words
        for words in line.rest
        if words not in places()
        and LONE_HAN[0] <= han(words) <= LONE_HAN[1]
        and not _NO_MEDIUM.search(words)
        and not NO_NAME.search(words)
        and not is_place_of_account(words)
        and not any(role_words(folded_marks(words)))
    ]


def _put_together(value: str) -> str:
    """A source that is none but for the word that it was put together, without that word: 网络|综合整理."""
    before = _PUT_TOGETHER_AFTER.sub("", value)
    return before if before in VOID else value


def is_place_of_account(words: str) -> bool:
    """Return whether words say where an account wrote from: 发表于四川, IP属地：江苏."""
    found = WRITTEN_IN.fullmatch(words)
    return found is not None and (not found[1] or found[1] in places())


def tidy_source(value: str) -> str | None:
    """Return a source as printed, without decorations; None where it is no medium.

    >>> tidy_source("互联网") is None, tidy_source("人民网-湖南频道")
    (True, '人民网-湖南频道')
    """
    if value.count("《") > value.count("》"):
        value += "》"
    if is_place_of_account(value):
        return None
    if value.count("》") > value.count("《"):
        value = value.rstrip("》")
    value = _TAKEN_FROM.sub("", value.strip(" \t\u3000:：,，、;；.。"))
    value = _put_together(_AROUND_ACCOUNT.sub("", value))
    value = _ADDRESS.sub("", value)
    if _STAFF.fullmatch(value):
        return None
    shortest, longest = SOURCE_CHARS
    if not shortest <= len(value) <= longest or value.lower() in VOID or value.isdigit() or _IS_ADDRESS.match(value):
        return None
    return value
