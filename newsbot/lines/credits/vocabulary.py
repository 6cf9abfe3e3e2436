"""Words and shapes of credits, from ``data/credits.toml``, and the folding under which they are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from newsbot.data import lines_of, table
from newsbot.words import BARS, BLANKS_TO_SPACE, HAN_RANGE, LAST_NEAR, WIDE_TO_ASCII, any_of, either, longest_first


class RoleKind(StrEnum):
    """What a role word says of the names it belongs to; the values are the keys of ``[roles]``."""

    REPORTER = "reporter"
    CORRESPONDENT = "correspondent"
    AUTHOR = "author"
    EDITOR = "editor"
    PHOTOGRAPHER = "photographer"
    BOTH = "both"
    NOBODY = "nobody"
    SOURCE = "source"
    TOLD = "told"

    __hash__ = str.__hash__  # that of an Enum is a function in Python


@dataclass(frozen=True, slots=True)
class RoleWord:
    """A role word at ``start:end`` of a folded text; ``word`` is without blanks."""

    start: int
    end: int
    word: str
    kind: RoleKind


_DATA = table("credits.toml")
ROLES: Final = {word: RoleKind(kind) for kind, words in _DATA["roles"].items() for word in words}
SINGLE: Final = {word: RoleKind(kind) for word, kind in _DATA["single"].items()}
NOBODY: Final = frozenset((*_DATA["people"]["nobody"], *_DATA["people"]["sections"]))
ANYBODY: Final = frozenset(_DATA["people"]["anybody"])
"""People in general, and other words that stand where a name does."""
TAKEN: Final[str] = _DATA["after_name"]["taken"]
"""The only role word that credits the name before it even where a colon follows."""

_SPACED_SIZES: Final = (2, 3)
"""Characters of a role word that a page may print with blanks between them, to fill a column (责 编：X)."""
MAX_POST_CHARS: Final = 6
"""Characters of the place where somebody is posted."""
MAX_UNIT_PREFIX: Final = 14
"""Characters before the ending of a medium's name."""


def _spelled(word: str) -> str:
    """A role word as a pattern: as it is, or with blanks inside where a mark follows (责 编：X)."""
    if len(word) in _SPACED_SIZES and re.fullmatch(f"[{HAN_RANGE}]+", word):
        return rf"{word}|{' {0,3}'.join(word)}(?= {{0,3}}[:|/\]])"
    return f"{word}(?![A-Za-z])" if word.isascii() else re.escape(word).replace("/", " ?/ ?")


class _ByFirst(dict[str, re.Pattern[str]]):
    """The patterns of the role words, by the character that they begin with, the longest first; made when one may begin in a text."""

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[str, list[str]] = {}
        for word in [*longest_first(ROLES), *SINGLE]:
            self._words.setdefault(word[0], []).append(word)

    def __missing__(self, first: str) -> re.Pattern[str]:
        made = self[first] = re.compile("|".join(map(_spelled, self._words[first])))
        return made


_ROLES_BY_FIRST = _ByFirst()
_LONG_WORDS = [word for word in ROLES if len(word) > 1]
_LONG_STARTS, _SECONDS, _ALONE = (
    re.escape("".join(sorted(characters)))
    for characters in (
        {word[0] for word in _LONG_WORDS},
        {" ", *(word[1] for word in _LONG_WORDS)},
        {word for word in (*ROLES, *SINGLE) if len(word) == 1},
    )
)
_ROLE_STARTS = re.compile(f"[{_LONG_STARTS}{_ALONE}](?:(?<=[{_ALONE}])|(?=[{_SECONDS}]))")
"""Where a role word may begin: one look-up, not a hundred words, at every character."""
_WEAK = frozenset(_DATA["weak"]["words"])
_HAN = re.compile(f"[{HAN_RANGE}]")
MEDIUM: Final = re.compile(
    rf"[{HAN_RANGE}A-Za-z0-9·\-]{{0,{MAX_UNIT_PREFIX}}}?(?:{either(_DATA['media']['endings'])})"
    rf"(?=[^{HAN_RANGE}]|$|{either(_DATA['media']['followers'])})"
)
MEDIUM_INSIDE: Final = any_of(_DATA["media"]["endings"])
"""What every :data:`MEDIUM` has; looking for it first costs a tenth."""
UNIT: Final = re.compile(rf"(?:{either(_DATA['units']['endings'])})$")
MEDIUM_ENDING: Final = re.compile(rf"(?:{either(_DATA['media']['endings'])})$")
REPORT: Final[str] = _DATA["telling"]["report"]
REPORT_SPELLED: Final[str] = _DATA["telling"]["report_spelled"]
REPORTED: Final = rf"(?:{REPORT}|{REPORT_SPELLED})"
"""The word of reports in both spellings, as a pattern."""
_YEAR, _MONTH, _DAY = (table("time_words.toml")["calendar"][unit] for unit in ("year", "month", "day"))
TIME: Final = re.compile(
    rf"\d{{4}} ?[-/.{_YEAR}] ?\d{{1,2}} ?[-/.{_MONTH}] ?\d{{1,2}} ?{_DAY}?[ T]{{0,3}}(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?|"
    rf"\d{{1,2}}{_MONTH}\d{{1,2}}{_DAY}|\d{{1,2}}:\d{{2}}(?::\d{{2}})?|\d{{1,2}}{_DAY}"
)

_LONGEST_ENDING: Final = max(map(len, _DATA["media"]["endings"]))

_MARKS = {
    "【": "[", "】": "]", "〔": "[", "〕": "]", "［": "[", "］": "]", "〈": "[", "〉": "]",
    "│": "|", "┃": "|", "︱": "|", "∣": "|", "‖": "|", "∥": "|", "▏": "|", "┊": "|", "╱": "/", "∕": "/",
    "•": "·", "‧": "·", "・": "·", "﹕": ":", "︰": ":", "—": "-", "–": "-", "─": "-", "\t": " ",
    "\\": "/", "＼": "/", "=": ":", "＝": ":", "●": "◎", "■": "◎", "◆": "◎", "▲": "◎", "◉": "◎", "⊙": "◎",
}  # fmt: skip
_ORNAMENT: Final = "\u270e"
_ORNAMENTS = {code: _ORNAMENT for first, last in ((0x2701, 0x27C0), (0xFE0F, 0xFE10), (0x1F300, 0x1FB00)) for code in range(first, last)}
"""Pens, arrows and faces with which accounts part a role from its name: `文 ✎ 王某`; elsewhere they say no more than a blank."""
_LABELLING_ORNAMENT = re.compile(rf"(?<![{HAN_RANGE}])([{HAN_RANGE}]{{1,6}}) ?{_ORNAMENT}{{1,2}}(?=[ {HAN_RANGE}])")
_FOLD = (
    _ORNAMENTS | WIDE_TO_ASCII | BLANKS_TO_SPACE | {ord(bar): "|" for bar in BARS} | {ord(mark): plain for mark, plain in _MARKS.items()}
)
_NEAR_FOLDED = "".join(re.escape(chr(code)) for code in _FOLD if chr(code) <= LAST_NEAR)
_MAY_FOLD = re.compile(f"[{_NEAR_FOLDED}\U00010000-\U0010ffff]")
"""What is folded, and all beyond U+FFFF, where a class of single characters is gone through one by one. Four lines of five have none."""


_LABELLING_DASHES = re.compile(rf"^--(?=[{HAN_RANGE}])|(?<![{HAN_RANGE}-])([{HAN_RANGE}]{{1,6}})--(?=[{HAN_RANGE}])")
"""A long dash after a role word, which says what a colon says, or at the head of a line: `文字——王某`, `——王某`."""

_GIVEN: Final[str] = _DATA["after_name"]["given"]
_LABELLING_GIVEN = re.compile(rf"(?<![{HAN_RANGE}])([{HAN_RANGE}]{{2,4}}){_GIVEN} ?:(?= ?[{HAN_RANGE}])")
_BULLET: Final = "◎"
_LABELLING_BULLET = re.compile(rf"(?<![{HAN_RANGE}])([{HAN_RANGE}]{{1,6}}) ?{_BULLET}(?= ?[{HAN_RANGE}])")
"""A mark that accounts print between a role word and its names, as others do a colon: `文◎王某 图◎李某`."""

_POSTED = re.compile(rf"{_DATA['places']['posted']}[{HAN_RANGE}]{{2,{MAX_POST_CHARS}}}")


def ends_medium(text: str, end: int) -> bool:
    """Return whether a folded text up to ``end`` ends as the name of a medium does."""
    return MEDIUM_ENDING.search(text, max(0, end - _LONGEST_ENDING), end) is not None


def is_staff_of(text: str, start: int, role: RoleWord) -> bool:
    """Return whether a folded text says up to a role word whose people follow, or where they are: `青山|融媒记者`, `驻柳河|记者`.

    The ending of the medium's name may be part of the role word.
    """
    medium = MEDIUM.match(text, start)
    named = medium is not None and role.start <= medium.end() < role.end
    return named or _POSTED.fullmatch(text, start, role.start) is not None


def folded_marks(text: str) -> str:
    """Return ``text`` with one form of each bracket, bar, stroke, colon, dot and blank; every character stays in its place.

    >>> folded("【聯合報╱記者 王某／台北報導】".translate({ord("聯"): "联", ord("報"): "报", ord("記"): "记", ord("導"): "导"}))
    '[联合报/记者 王某/台北报道]'
    """
    folded = (text.translate(_FOLD) if _MAY_FOLD.search(text) else text).replace(REPORT_SPELLED, REPORT)
    if _ORNAMENT in folded:
        folded = _LABELLING_ORNAMENT.sub(_as_colon, folded).replace(_ORNAMENT, " ")
    if _GIVEN in folded:
        folded = _LABELLING_GIVEN.sub(_as_colon, folded)
    folded = _without_brackets(folded)
    if "--" in folded:
        folded = _FINISHED.sub(lambda aside: " " * len(aside[0]), folded)
    if _BULLET in folded:
        folded = _LABELLING_BULLET.sub(_as_colon, folded)
    return _LABELLING_DASHES.sub(_as_label, folded) if "--" in folded else folded


_ROLE_BEHIND_NAME = re.compile(
    rf"(?<![{HAN_RANGE}])([{HAN_RANGE}]{{2,4}}|[{HAN_RANGE}·]{{5,12}}) ?\(({either(_DATA['after_name']['bracketed'])})\)"
)
"""A name, and in brackets behind it what it is credited with: 王某(文)、李某(图)."""
_FINISHED = re.compile(rf"^[ -]{{0,8}}(?:{either(_DATA['people']['finished'])}) ?-{{2}}[ -]{{0,6}}")
"""The same words between dashes, as accounts print them: `——END—— 作者：王某`."""
_ASIDE = re.compile(rf"[(\[] ?(?:{either([*_DATA['people']['finished'], *_DATA['media']['accounts']])}) ?[)\]]")
"""What an agency prints where its report ends, before its people, and the link to an account: (完)记者:王某, 青山商报(微博)记者 王某."""

_ALIAS: Final[str] = _DATA["after_name"]["alias"]
_ALIASED_CHARS: Final = 2
"""Characters at least before the bracket; a role word of as many there (`作者（笔名：甲）`) says that the bracket has the name."""
_ALSO_CALLED = re.compile(
    rf"(?<=[{HAN_RANGE}]{{2}})(?<!{either(role for role in ROLES if len(role) == _ALIASED_CHARS)})\({_ALIAS} ?:? ?[{HAN_RANGE}]{{1,6}} ?\)"
)
"""Another name of the one who stands before it, no second person: `作者：甲某某（笔名：乙某）`."""


def _without_brackets(folded: str) -> str:
    """A folded text with blanks for what stands aside in brackets, and a stroke for the brackets around roles behind names.

    Pictures alone, 新貌(图), may be a headline's.
    """
    if ")" not in folded and "]" not in folded:
        return folded
    if _ALIAS in folded:
        folded = _ALSO_CALLED.sub(lambda alias: " " * len(alias[0]), folded)
    found = list(_ROLE_BEHIND_NAME.finditer(folded))
    if not all(SINGLE.get(name[2]) is RoleKind.PHOTOGRAPHER and name[2] != TAKEN for name in found):
        folded = _ROLE_BEHIND_NAME.sub(lambda name: f"{name[1]}/{name[2]} ".ljust(len(name[0])), folded)
    return _ASIDE.sub(lambda aside: " " * len(aside[0]), folded)


def _as_label(found: re.Match[str]) -> str:
    return "  " if found[1] is None else f"{found[1]}: " if found[1] in ROLES or found[1] in SINGLE else found[0]


def _as_colon(found: re.Match[str]) -> str:
    return f"{found[1]}:".ljust(len(found[0])) if found[1] in ROLES or found[1] in SINGLE else found[0]


def may_have_role(text: str) -> bool:
    """Return whether a role word may begin anywhere in a folded text, or in any part of it."""
    return _ROLE_STARTS.search(text) is not None


def role_words(text: str) -> Iterator[RoleWord]:
    """Yield the role words of a folded text; those that are ordinary words too only where they stand as they do in a credit."""
    end = 0
    for start in _ROLE_STARTS.finditer(text):
        if start.start() < end or not (match := _ROLES_BY_FIRST[start[0]].match(text, start.start())):
            continue
        word = match[0].replace(" ", "")
        if len(word) < len(match[0]) and _HAN.match(text[start.start() - 1 : start.start()]):
            continue  # the blank parts a name from what follows: 编辑：王雅文 图：X
        end = match.end()
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if word in SINGLE:
            if _single_counts(word, before, after) and not (_HAN.match(before) and _ends_name(word, after, text, match.end())):
                yield RoleWord(*match.span(), word, SINGLE[word])
        elif not (word in _WEAK and before and _HAN.match(before) and after not in {":", "|", "/"}):
            yield RoleWord(*match.span(), word, ROLES[word])


def _ends_name(word: str, after: str, text: str, end: int) -> bool:
    """Whether a role word of one character with a Han character before it rather ends a name: 记者王雅文/台北报道.

    Not where pictures are credited behind it (记者王雅文/李明图), or a picture right before it (王雅摄); but where the
    role is said again behind it (王雅文/文).
    """
    return word != TAKEN and after in _STROKES and (text[end + 1 : end + 2] == word or not _OF_PICTURES.search(text, end))


TAKEN_ON: Final[str] = _DATA["after_name"]["taken_on"]
_STROKES = frozenset("/|:")
_OF_PICTURES = re.compile(f"[{''.join(word for word, kind in SINGLE.items() if kind is RoleKind.PHOTOGRAPHER)}]")


def _single_counts(word: str, before: str, after: str) -> bool:
    """Whether 文, 图, 摄 or 编 stands beside a separator, a bracket or an end, as no part of a word does."""
    if word == TAKEN:
        return bool(before) and (after == TAKEN_ON or not _HAN.match(after))
    if (after and after in "/|:") or (after and after in "、·&" and (not before or before in " ([")):
        return True
    if before and before in "/|" and not _HAN.match(after):
        return True
    if before and before in " /|" and (not after or after in " )].。，,;/、"):
        return True
    return after == " " and (not before or before in " ([/")


MAX_CODE_DIGITS: Final = 6
"""Digits of a division's code down to counties, GB/T 2260; provinces have two and cities four."""
PLACE_CHARS: Final = range(2, 6)
"""Characters of a place name that a credit prints; longer ones are printed short."""
SHORT_PLACE_CHARS: Final = 3
"""A district of so few characters (城关区) is not known without the word for its level: the rest is an ordinary word."""
_LEVELS_OF_SHORT: Final[str] = _DATA["places"]["levels_of_short"]
_LEVEL = re.compile(f"(?:{either(_DATA['places']['levels'])})$")


@cache
def places() -> frozenset[str]:
    """Return names of divisions down to counties, with and without the word for their level, and whence correspondents abroad report."""
    found = set(_DATA["places"]["words"])
    for line in lines_of("divisions.tsv"):
        code, name = line.split("\t")[:2]
        if len(code) > MAX_CODE_DIGITS or not code.isdigit() or len(name) not in PLACE_CHARS:
            continue
        found.add(name)
        bare = _LEVEL.sub("", name)
        if len(bare) > 1 and (len(code) < MAX_CODE_DIGITS or len(name) > SHORT_PLACE_CHARS or name[-1] in _LEVELS_OF_SHORT):
            found.add(bare)
    return frozenset(found)
