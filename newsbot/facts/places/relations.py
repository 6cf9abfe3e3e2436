"""How a report stands to a place that it names: its subject, or a guest, a model, an origin, a venue, a dateline.

The words are in ``data/places.toml`` (``aside``, ``relations``, ``media``); this module knows where they stand.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from newsbot.data import table
from newsbot.facts.places.vocabulary import starts_a_name
from newsbot.words import HAN_RANGE, common_words, either, surnames

AHEAD: Final = 6
"""Characters before a name in which a word is looked for that puts the name aside: the longest of them has five."""
AFTER: Final = 16
"""Characters after a name in which such a word is looked for."""
DATELINE_CHARS: Final = 60
"""Characters at the beginning of a text that may be a dateline."""


class _Patterns(NamedTuple):
    """The words of the table as patterns of what stands before and after a name."""

    after_short: re.Pattern[str]
    before: re.Pattern[str]
    guest: re.Pattern[str]
    medium: re.Pattern[str]
    toward: re.Pattern[str]
    learns: re.Pattern[str]
    held: re.Pattern[str]
    speaks: re.Pattern[str]
    one_of_many: re.Pattern[str]
    visitor: re.Pattern[str]
    dateline: re.Pattern[str]
    bare_dateline: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    places = table("places.toml")
    aside, relations = places["aside"], places["relations"]
    after_short, before, guest = ("|".join(map(_but, aside[key])) for key in ("after", "before", "guests"))
    joints = places["joints"]
    city = joints["city"]
    media, no_medium = either(places["media"]["kinds"]), either(places["media"]["not"])
    short = rf"{places['media']['short']}(?=[\d、，。）)】\s]|{either(places['media']['after_short'])}|$)"
    agencies, date = either(relations["agencies"]), rf"(?:\d{{1,2}}{joints['month']})?\d{{1,2}}{joints['day']}"
    many = either(relations["many"])
    return _Patterns(
        re.compile(f"{city}?(?:{after_short})"),
        re.compile(f"(?:{before})$"),
        re.compile(f"{city}?(?:{guest})"),
        re.compile(f"{city}?(?:(?:{media})(?!{no_medium})|{short})"),
        re.compile(f"[{relations['toward']}]$"),
        re.compile(f"{city}?(?:{either(relations['learn'])})"),
        re.compile(rf"[{HAN_RANGE}]{{0,4}}(?:{either(relations['held'])})"),
        re.compile(rf"[{HAN_RANGE}]{{0,8}}(?:{either(relations['speak'])})"),
        re.compile(rf"{joints['and_others']}(?:[0-9{joints['others']}]{{1,3}}{joints['each']}?)?(?:{many})"),
        re.compile(rf"[^。；\s]{{2,60}}?{joints['party']}[^。；\s]{{0,8}}?(?:{either(relations['arrive'])})"),
        re.compile(
            rf"^[\s（(【]{{0,4}}(?:{either(joints['ourselves_as_medium'])}|[{HAN_RANGE}]{{2,8}}(?:{agencies}))[{HAN_RANGE}]{{0,12}}"
            rf"\d{{1,2}}(?:{joints['month']}\d{{1,2}})?{joints['day']}(?:{either(joints['closes'])})"
        ),
        re.compile(rf"^[\s（(【]{{0,4}}[{HAN_RANGE}]{{2,4}}{date}{joints['wired']}"),
    )


def _but(entry: str) -> str:
    """The pattern of an entry of the table: `路~桥` is 路 where no 桥 follows."""
    word, _, but = entry.partition("~")
    return f"{word}(?![{but}])" if but else word


def dateline_end(text: str) -> int:
    """Return where the dateline at the head of a text ends, 0 without one. It says where a report was written, not what it is about.

    >>> dateline_end("新华社北京4月10日电 全国文明城市"), dateline_end("兰州3月27日电 甘肃张掖市"), dateline_end("4月10日，桂溪街道")
    (12, 8, 0)
    """
    head, patterns = text[:DATELINE_CHARS], _patterns()
    found = patterns.dateline.match(head) or patterns.bare_dateline.match(head)
    return found.end() if found else 0


def is_medium(text: str, end: int) -> bool:
    """Return whether a name that ends at `end` is the beginning of a medium's: 长沙|晚报, but not 岳麓区|日报社社区."""
    return _patterns().medium.match(text, end) is not None


def lists_on(text: str, end: int) -> bool:
    """Return whether a list of places ends with 等城市, 等地 at `end`: each of them is one of many."""
    return _patterns().one_of_many.match(text, end) is not None


def is_model(text: str, start: int, end: int) -> bool:
    """Return whether somebody learns from the place ``text[start:end]``, or joins with it: 向|临沧|学经验."""
    patterns = _patterns()
    return bool(patterns.toward.search(text[max(0, start - AHEAD) : start]) and patterns.learns.match(text[end : end + AFTER]))


def named_aside(text: str, start: int, end: int, *, complete: bool, joined: bool) -> bool:
    """Return whether the words around the name ``text[start:end]`` say that the report is about something else.

    ``joined``: another name stands directly after it.
    """
    patterns = _patterns()
    if not complete and start and _is_given_name(text, start):
        return True
    rest, ahead = text[end : end + AFTER], text[max(0, start - AHEAD) : start]
    if not complete and not joined and patterns.after_short.match(rest):
        return True
    if patterns.before.search(ahead) or patterns.guest.match(rest) or patterns.one_of_many.match(rest):
        return True
    if is_medium(text, end) or patterns.speaks.match(rest) or patterns.visitor.match(text, end):
        return True
    return bool(patterns.toward.search(ahead) and (patterns.learns.match(rest) or (ahead[-1] in _held() and patterns.held.match(rest))))


@cache
def _held() -> str:
    """Prepositions before a place where something is held."""
    return str(table("places.toml")["joints"]["held"])


@cache
def _surnames() -> frozenset[str]:
    """The hundred most frequent surnames, without those that are prepositions and the like as well."""
    return frozenset(name for name in surnames().frequent if not starts_a_name(name))


def _is_given_name(text: str, start: int) -> bool:
    """Whether a short name stands after a surname (李|长沙, 王|吉林) that is not the end of a word (文明|长沙)."""
    return text[start - 1] in _surnames() and text[max(0, start - 2) : start] not in common_words()
