"""How a passage speaks: whether it tells of something, addresses its reader, sells, pleads, argues, lays down, or says what a thing is.

Words of each manner are in ``data/genre_signs.toml``; shapes (speech, counts, days, the writer's self) are here. What persons are quoted
with says nothing of the passage around it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from newsbot.data import table
from newsbot.words import HAN_RANGE, TermGroups, any_of, either, longest_first

_QUOTED = re.compile(r"“[^”]{0,300}”")
_SHAPES: Final = table("genre_signs.toml")["shapes"]
_NUMERALS: Final = table("numerals.toml")
_ITEM_NUMBER = f"[{_NUMERALS['digits'][1:]}{''.join(_NUMERALS['steps'])[0]}]{{1,2}}"
_SAID = re.compile(
    rf"”[^。！？；]{{0,20}}(?:{either(_SHAPES['said_after'])})|"
    + "".join(rf"{word}[，：:]?“|" for word in longest_first(_SHAPES["said_before"]))
    + rf"{_SHAPES['said']}，(?<=[{HAN_RANGE}]{_SHAPES['said']}，)"
)
"""Here and below patterns begin with characters, or with a class by itself: `re` skips to where one may begin."""
_SELF = re.compile(rf"{_SHAPES['self']}(?![{_SHAPES['not_self']}])")
_COUNTED = re.compile(rf"\d\d{{0,7}}(?:{either(_NUMERALS['more'])})?(?:{either(_SHAPES['counted'])})")
_ITEM = re.compile(rf"(?:^|[。；：\n])\s?(?:{_ITEM_NUMBER}、|（{_ITEM_NUMBER}）|\d{{1,2}}[.、．](?!\d))")
_DAY_OF_MONTH = re.compile(rf"\d\d?{_SHAPES['month']}\d{{1,2}}{_SHAPES['day']}")
_WE = any_of(_SHAPES["we"])
_PARTICLE = re.compile(rf"[{''.join(_SHAPES['particles'])}](?=[，。！？；、\s]|$)")
_AGED = re.compile(rf"(?:{either(_SHAPES['aged_before'])})[^，。]{{0,4}}{_SHAPES['aged']}|[，（\d]\d{{2}}{_SHAPES['aged']}")
_TALK = re.compile(r"“[^”]{5,300}[。！？，…]”|：“")
_QUESTION = re.compile(r"[？?]")
_EXCLAIMED = re.compile(r"[！!]")
_DECORATION = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff#](?:(?<!#)|(?<=#)[^#\\s]{2,20})")
_COLON = re.compile(rf"：(?<=[{HAN_RANGE}]{{2}}：)")

_IN_ALL = {"said": _SAID, "talk": _TALK, "decorated": _DECORATION, "items": _ITEM}
"""Shapes that quotes are a part of, or that stand anywhere."""
_OUTSIDE_QUOTES = {
    "self": _SELF,
    "we": _WE,
    "counted": _COUNTED,
    "particles": _PARTICLE,
    "labelled": _COLON,
    "questions_asked": _QUESTION,
    "exclaimed": _EXCLAIMED,
    "dated_inside": _DAY_OF_MONTH,
}


@cache
def word_groups() -> TermGroups:
    """Return the words of each manner, by its name."""
    return TermGroups(table("genre_signs.toml")["text"])


@cache
def _some_groups(names: tuple[str, ...]) -> tuple[re.Pattern[str], TermGroups]:
    groups = {name: table("genre_signs.toml")["text"][name] for name in names}
    return any_of(word for words in groups.values() for word in words), TermGroups(groups)


def words_of_manner(text: str, *names: str) -> dict[str, int]:
    """Return how many different words of these manners a text has, as :func:`manner_of` counts them; most lines have none, and cost little.

    >>> words_of_manner("点击领取优惠。", "sale", "offer"), words_of_manner("近日，社区开展清洁行动。", "sale", "offer")
    ({'sale': 2, 'offer': 1}, {})
    """
    any_word, groups = _some_groups(names)
    return {name: len(words) for name, words in groups.found(_QUOTED.sub("“”", text)).items()} if any_word.search(text) else {}


def manner_of(text: str) -> dict[str, int]:
    """Return how many different words of each manner a text has outside quotes, and how often each shape; what it lacks is left out.

    >>> manner_of("近日，社区开展清洁行动。“我来！”居民说，")
    {'event': 1, 'told': 1, 'done': 1, 'said': 1}
    """
    plain = _QUOTED.sub("“”", text)
    found = {name: len(terms) for name, terms in word_groups().found(plain).items()}
    found |= {name: len(shape.findall(text)) for name, shape in _IN_ALL.items()}
    found |= {name: len(shape.findall(plain)) for name, shape in _OUTSIDE_QUOTES.items()}
    found["aged"] = int(_SHAPES["aged"] in text and _AGED.search(text) is not None)
    return {name: count for name, count in found.items() if count}
