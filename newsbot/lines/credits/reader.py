"""One reader of credits for every place of a page: who is named in a line, in which role, and which medium."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from string import ascii_letters
from typing import Final

from newsbot.data import table
from newsbot.lines.credits.grammar import RoleName, Token, TokenKind, credited, tokens
from newsbot.lines.credits.model import Marked
from newsbot.lines.credits.names import names_and_media
from newsbot.lines.credits.signs import Position
from newsbot.lines.credits.unit_credits import GIVEN
from newsbot.lines.credits.vocabulary import (
    MEDIUM,
    MEDIUM_INSIDE,
    TAKEN,
    TAKEN_ON,
    TIME,
    UNIT,
    RoleKind,
    RoleWord,
    folded_marks,
    places,
    role_words,
)
from newsbot.row import Author
from newsbot.words import any_of

MAX_READ_CHARS: Final = 110
"""Characters of a line that are read: its beginning, or at the end of a report and in captions its end. Twenty names fit in."""
REMEMBERED_READINGS: Final = 4096
"""Lines whose reading is kept: some megabytes. The pages of one site print the same lines around every report."""
ROLE_ORDER: Final[tuple[RoleName, ...]] = ("author", "reporter", "correspondent", "photographer", "editor")
MAX_SPARE_CHARS: Final = 6
"""Characters of a credit line with a role word that the grammar does not know; without one there may be none."""
MIN_READ_ALONE: Final = 4
"""Characters between the times at both ends of a line that may hold a name or a medium."""
_DATA = table("credits.toml")
_MEDIA = _DATA["media"]
FILLER: Final = any_of([*_DATA["people"]["filler"], *_MEDIA["agency"], *_DATA["roles"]["told"]])
"""Words of a credit that name nobody and are no role."""
MARKS: Final = re.compile(r"[\W_]+")
SENTENCE: Final = re.compile(r"[。！？，“]")
"""Marks that no credit has."""
_ISSUED: Final[str] = _MEDIA["issued"]
_SPACES = re.compile(r"\s+")
_TIMES_BEFORE = re.compile(rf"(?:(?:{TIME.pattern})[ |/·,-]{{1,6}}){{1,3}}")
_TIMES_BEHIND = re.compile(rf"(?:[ |/·,-]{{1,6}}(?:{TIME.pattern})){{1,3}} ?$")


@dataclass(frozen=True, slots=True)
class CreditReading:
    """What one line says of who made the report. Offsets count in the line as given."""

    authors: tuple[Author, ...]
    names: tuple[tuple[int, int], ...]
    """Where the names stand, those of nobody's too."""
    media: tuple[tuple[int, int], ...]
    cover: tuple[Token, ...]
    """The tokens of the part that was read; their offsets count from ``offset``. None where it names nobody."""
    offset: int
    certainty: float
    """Probability of the least certain name; 1 without names."""


def may_credit(line: str) -> bool:
    """Return whether a line has a role word or the ending of a medium's name; asked where names alone are no credit."""
    text = folded_marks(line)
    return any(role_words(text)) or MEDIUM_INSIDE.search(text) is not None


def read_credits(line: str, position: Position) -> CreditReading:
    """Read ``line`` as it stands at ``position``; its first (or last) :data:`MAX_READ_CHARS` characters.

    >>> [(a.name, a.role) for a in read_credits("本报讯（记者 祁晓燕 通讯员 乌日娜）", Position.LEAD).authors]
    [('祁晓燕', 'reporter'), ('乌日娜', 'correspondent')]
    """
    from_end = position in {Position.END, Position.CAPTION}
    offset = max(0, len(line) - MAX_READ_CHARS) if from_end else 0
    return read_part(line[offset : offset + MAX_READ_CHARS], position, offset)


@lru_cache(maxsize=REMEMBERED_READINGS)
def read_part(part: str, position: Position, offset: int) -> CreditReading:
    """Read the part of a line that begins at ``offset``; of a long paragraph no more than that part is remembered."""
    text = folded_marks(part)
    roles = tuple(role_words(text))
    spans = _without_times(text, position, roles, names_and_media(text, position, roles))
    covered = tokens(text, spans, roles) if any(not span.is_medium for span in spans) else []
    authors: list[Author] = []
    wrote: set[str] = set()
    for token, said, by_word in credited(text, covered):
        printed = part[token.start : token.end]
        name = printed.strip() if re.search(r"[A-Za-z]", printed) else _SPACES.sub("", printed)
        authors += [Author(name, role) for role in ROLE_ORDER if role in said]
        wrote |= {name} if by_word and "author" in said else set()
    return CreditReading(
        _once(authors, wrote),
        tuple((offset + token.start, offset + token.end) for token in covered if token.kind is TokenKind.NAME),
        tuple((offset + start, offset + end) for start, end in sorted(_media(spans, covered))),
        tuple(covered),
        offset,
        min((span.probability for span in spans if not span.is_medium), default=1.0),
    )


def _without_times(text: str, position: Position, roles: Sequence[RoleWord], spans: list[Marked]) -> list[Marked]:
    """Look at a meta line without the times at its ends, where it names no medium: the new look counts where it finds all and more.

    The model weighs what stands near, and a time and a bar say little of who is named behind them.
    """
    if position is not Position.META or any(span.is_medium for span in spans):
        return spans
    start, end = _TIMES_BEFORE.match(text), _TIMES_BEHIND.search(text)
    first, last = start.end() if start else 0, end.start() if end else len(text)
    if (first, last) == (0, len(text)) or last - first < MIN_READ_ALONE:
        return spans
    inside = tuple(
        replace(role, start=role.start - first, end=role.end - first) for role in roles if first <= role.start and role.end <= last
    )
    alone = [replace(span, start=span.start + first, end=span.end + first) for span in names_and_media(text[first:last], position, inside)]
    found = {(span.start, span.end) for span in alone}
    halved = any(span.is_medium and text[span.start - 1 : span.start] == "-" for span in alone)  # 青山网-青山日报 is one name
    better = len(alone) > len(spans) and all((span.start, span.end) in found for span in spans) and not halved
    return alone if better else spans


def as_photographers(authors: tuple[Author, ...]) -> tuple[Author, ...]:
    """Return those who are named under a picture as who took it, unless a role says that he did that and something else."""
    taken = {author.name for author in authors if author.role == "photographer"}
    return tuple(
        replace(author, role="photographer") if author.role in {"author", "reporter"} and author.name not in taken else author
        for author in authors
    )


def _media(spans: Iterable[Marked], covered: Sequence[Token]) -> set[tuple[int, int]]:
    """The media of a line: those that the model marked, and what ends as one right after a label of media."""
    found = {(span.start, span.end) for span in spans if span.is_medium}
    core = [token for token in covered if token.kind is not TokenKind.SEPARATOR]
    for label, token in pairwise(core):
        if label.role is not None and label.role.kind is RoleKind.SOURCE and token.kind is TokenKind.OTHER and MEDIUM.fullmatch(token.text):
            found.add((token.start, token.end))
    return found


def _once(authors: list[Author], by_word: AbstractSet[str]) -> tuple[Author, ...]:
    """Each person once in each role; one printed both bare and with a role has the role; who edits may write as well.

    Who wrote by a role word of its own took pictures besides: `文：王某 摄影：王某`.
    """
    roles = {(author.name, author.role) for author in authors}
    return tuple(dict.fromkeys(author for author in authors if author.role != "author" or not _is_told_better(author, roles, by_word)))


def _is_told_better(author: Author, roles: AbstractSet[tuple[str, str]], by_word: AbstractSet[str]) -> bool:
    pictured = author.name not in by_word and (author.name, "photographer") in roles
    return pictured or (author.name, "reporter") in roles or (author.name, "correspondent") in roles


def is_all_credit(reading: CreditReading, spare_chars: int = MAX_SPARE_CHARS) -> bool:
    """Return whether a line has names and, but for role words, media, places and marks, hardly anything else."""
    if not reading.names:
        return False
    roles = any(token.kind is TokenKind.ROLE for token in reading.cover)
    spare = 0
    for n, token in enumerate(reading.cover):
        if token.kind is not TokenKind.OTHER:
            continue
        roles = roles or FILLER.search(token.text) is not None
        word = MARKS.sub("", FILLER.sub("", token.text))
        if not word or word.isdigit() or word in places() or GIVEN.fullmatch(token.text):
            continue
        if SENTENCE.search(token.text):
            return False
        if MEDIUM.fullmatch(word.removesuffix(_ISSUED)) or MEDIUM.fullmatch(word.rstrip(ascii_letters)):  # 青山新闻News
            continue
        if n + 1 < len(reading.cover) and reading.cover[n + 1].text in _MEDIA["pictures"]:  # 王某摄/青山图片
            continue
        if word == TAKEN_ON and reading.cover[n - 1].text == TAKEN:  # 王某摄于3月5日
            continue
        affiliation = _is_affiliation(reading.cover, n)
        if not UNIT.search(word) or not (affiliation or spare_chars):
            spare += len(word) if affiliation else MAX_READ_CHARS
    return spare <= (spare_chars if roles else 0)


def _is_affiliation(cover: Sequence[Token], n: int) -> bool:
    """Whether words unknown to the grammar stand as a medium or an office does: before a role word, a stroke or a dot, or after one."""
    behind = (token for token in cover[n + 1 :] if token.text.strip() and token.kind is not TokenKind.CLOSE)  # [青山新闻云]记者 王某
    following = next(behind, None)
    joined = following is not None and (following.kind is TokenKind.ROLE or not {*"/·"}.isdisjoint(following.text))
    return joined or any(token.kind is TokenKind.ROLE for token in cover[:n])
