"""Names by the slot that they stand in: right behind a role word, where nothing follows but what ends a credit's list.

A slot needs no surname and no rare word: `通讯员 安康)` and `责编：如意 审核：` name persons, though both are words as well. What stands
there is a name because everything around it is explained: a role word before it, a separator, and after it another role word, a
bracket that closes, a time, the word of reports, or the end of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final, NamedTuple

from newsbot.data import table
from newsbot.lines.credits.model import Marked
from newsbot.lines.credits.name_forms import (
    FULL_NAME_CHARS,
    HARDLY_GIVEN,
    LONG_NAME_CHARS,
    OFTEN_GIVEN,
    SHORT_NAME_CHARS,
    fits_as_name,
    is_name,
    is_sounded,
    may_stand,
)
from newsbot.lines.credits.signs import given_class
from newsbot.lines.credits.vocabulary import MEDIUM_ENDING, REPORTED, TIME, UNIT, RoleKind, RoleWord, places
from newsbot.words import HAN_RANGE, common_words, either, surnames

MAX_LISTED: Final = 15
"""Names of a list behind its first."""
MOST_NAMED: Final = 0.75
"""Share of a list of names from which a word in it is one that has but the form of a name."""
SIGNED_CHARS: Final = 24
"""Characters before a role word in which the names that it credits stand."""
SLOT_PROBABILITY: Final = 0.6
"""Of what stands in a slot: as much as behind a label."""

_DATA = table("credits.toml")
_PEOPLE = _DATA["people"]
_NEWSROOM: Final = frozenset({RoleKind.REPORTER, RoleKind.CORRESPONDENT, RoleKind.EDITOR, RoleKind.PHOTOGRAPHER, RoleKind.BOTH})
"""Roles whose people sign with their names; who writes (作者) may have any pen name, or none."""
_NO_SLOTS: Final = frozenset({RoleKind.TOLD, RoleKind.SOURCE})
_JOINS: Final = "、"
"""The mark that joins names alone: who stands in a list with one that is known is named too, whatever words they are."""
_CLOSING = re.compile(rf"[()\[\];/]|{REPORTED}|{TIME.pattern}|(?<![{HAN_RANGE}])(?:{either([*_PEOPLE['when'], _PEOPLE['sent']])})")
"""What ends a list of names, beside the next role word and the end of the line."""
_MARK = re.compile(r" {0,3}[:/|]? {0,3}")
_LIST = re.compile(
    rf"(?P<mark>{_MARK.pattern})(?P<words>[{HAN_RANGE}·]{{2,16}}(?:[ 、&]{{1,3}}[{HAN_RANGE}·]{{2,16}}){{0,{MAX_LISTED}}})[ 、·|◎-]{{0,4}}"
)
_TOLD = re.compile(rf"(?:{either([*_DATA['roles']['told'], _DATA['telling']['interviewed']])})")
_WORD = re.compile(rf"[{HAN_RANGE}·]{{2,16}}")
_SIGNED = re.compile(rf"(?:^|[(\[。！？”]) ?((?:[{HAN_RANGE}]{{2,4}}[ 、]{{1,2}}){{0,3}}[{HAN_RANGE}]{{2,4}})( ?/ ?| ?)$")
"""A list of words from a bracket, the end of a sentence or the beginning of a line, up to a role word, and what parts them from it."""
_SIGNED_OFF = re.compile(r" ?(?:[)\]]|$)")
_SIGNS: Final = frozenset({RoleKind.PHOTOGRAPHER, RoleKind.BOTH, RoleKind.AUTHOR})
"""Roles that stand behind the names of their people: `(王某/摄)`, `(王某 文/图)`, `(王某/文)`."""


class Slot(NamedTuple):
    """The words of one list behind a role word, as (start, end), whether anything parts them from it, and whether that is a mark."""

    role: RoleWord
    words: list[tuple[int, int]]
    parted: bool
    marked: bool
    whose: list[tuple[int, int]]
    """What stands before the names and says for whom they work."""


def slotted(text: str, spans: Sequence[Marked], roles: Sequence[RoleWord]) -> tuple[list[Marked], set[int]]:
    """Return the spans, in place of those inside them the words that stand in slots of a folded line, and where such words begin."""
    credits_somebody = any(role.kind not in {*_NO_SLOTS, RoleKind.NOBODY} for role in roles)  # 联系人：王某 alone does not
    slots = list(_slots(text, roles)) if credits_somebody else []
    known = {(span.start, span.end) for span in spans if not span.is_medium}
    sure = [any(at in known or (slot.parted and _is_named(text[slice(*at)])) for at in slot.words) for slot in slots]
    kept, begin = list(spans), set[int]()
    for slot, own in zip(slots, sure, strict=True):
        called = [text[slice(*at)] for at in slot.words]
        for at in slot.whose:
            kept = [span for span in kept if span.is_medium or span.end <= at[0] or span.start >= at[1]]
        common = sum(word in common_words() for word in called)
        vouched = any(sure) or (slot.role.kind in _NEWSROOM and (slot.marked or not common))
        joined = own and len(called) > 1 and text[slot.words[0][0] : slot.words[-1][1]] == _JOINS.join(called)
        for at in slot.words if (joined or common <= max(1, len(called) - common)) and (own or (slot.parted and vouched)) else ():
            if not may_stand(text[slice(*at)]):
                continue
            begin.add(at[0])
            if at in known:
                continue
            kept = [span for span in kept if span.end <= at[0] or span.start >= at[1]]
            kept.append(Marked(*at, is_medium=False, probability=SLOT_PROBABILITY))
    for at in _signed(text, roles):
        begin.add(at[0])
        if at not in known:
            kept = [span for span in kept if span.end <= at[0] or span.start >= at[1]]
            kept.append(Marked(*at, is_medium=False, probability=SLOT_PROBABILITY))
    return sorted(kept, key=lambda span: span.start), begin


def _signed(text: str, roles: Sequence[RoleWord]) -> Iterator[tuple[int, int]]:
    """Yield the words before a role word that ends a bracket or the line, with nothing else between them and what the credit begins after.

    Each must have the form of a name and be no other word. Right before a role word without a mark between stands a name of three
    characters, or the role word has two: `(高清图)` names nobody.
    """
    for role in roles:
        if role.kind not in _SIGNS or not _SIGNED_OFF.match(text, role.end):
            continue
        signed = _SIGNED.search(text, max(0, role.start - SIGNED_CHARS), role.start)
        words = [word.span() for word in _WORD.finditer(text, *signed.span(1))] if signed else []
        if signed is None or not all(_is_named(text[slice(*at)]) for at in words):
            continue
        last, glued = words[-1], not signed[2]
        if glued and (last[1] - last[0] == SHORT_NAME_CHARS or role.kind is RoleKind.AUTHOR):
            continue
        yield from words


def _slots(text: str, roles: Sequence[RoleWord]) -> Iterator[Slot]:
    """Yield the lists of words behind role words that are closed on both sides, without the offices before the names."""
    for role, following in zip_longest(roles, roles[1:]):
        if role.kind in _NO_SLOTS:
            continue
        end = following.start if following else len(text)
        mark = _MARK.match(text, role.end, end)
        closing = _CLOSING.search(text, max(role.end + 1, mark.end() if mark else 0), end)
        listed = _LIST.fullmatch(text, role.end, closing.start() if closing else end)
        if listed is None:
            continue
        words = [word.span() for word in _WORD.finditer(text, *listed.span("words"))]
        while words and _is_office(text[slice(*words[0])]):
            words.pop(0)
        whose = []
        pen_names = role.kind is RoleKind.CORRESPONDENT  # who writes in may be called anything
        while (
            not pen_names
            and len(words) > 1
            and text[words[1][0] - 1] == " "
            and _says_whose(text[slice(*words[0])], text[slice(*words[1])])
        ):
            whose.append(words.pop(0))
        glued = words and following and following.kind is not RoleKind.TOLD and words[-1][1] == following.start
        if glued and not _is_named(text[slice(*words[-1])]):
            words.pop()  # whose people the next role word names: 文|王某 本刊|摄影
        labels = len(words) > 1 and closing is not None and closing[0] == "/" == listed["mark"].strip()
        if labels and closing is not None and words[-1][1] == closing.start() and not _is_named(text[slice(*words[-1])]):
            words.pop()  # what another one did, by a word that no list has: 责编/王某 版式|/李某
        told = _TOLD.match(text, closing.start() if closing else end) is not None
        if words and told and _is_named(text[words[-1][0] : words[-1][1] - SHORT_NAME_CHARS]):
            words[-1] = (words[-1][0], words[-1][1] - SHORT_NAME_CHARS)  # how they reported: 王某、李某某|连线报道
        last = text[slice(*words[-1])] if len(words) > 1 else ""
        apart = len(words) > 1 and text[words[-1][0] - 1] == " "  # 、 joins names alone
        if last and not _is_named(last) and ((apart and (told or last in common_words())) or last in places()):
            words.pop()  # where the report comes from, or what they did: 记者 王某 安康报道, 记者 王某 整合
        if words and _have_form([text[slice(*at)] for at in words]) and not (told and text[slice(*words[0])] in places()):
            yield Slot(role, words, bool(listed["mark"]), bool(listed["mark"].strip()), whose)


def _is_office(word: str) -> bool:
    """Whether a word before the names says where somebody belongs: 滨江区委宣传部, 青山日报, 青山区."""
    long = len(word) > SHORT_NAME_CHARS
    return long and not fits_as_name(word) and bool(UNIT.search(word) or MEDIUM_ENDING.search(word) or word in places())


def _says_whose(word: str, following: str) -> bool:
    """Whether a word before a name of three characters is what its medium is called for short, and hardly a name: `文｜青观 王某某`."""
    if len(following) != LONG_NAME_CHARS or not _is_named(following) or is_name(word) or is_sounded(word):
        return False
    return len(word) == SHORT_NAME_CHARS or (len(word) <= FULL_NAME_CHARS and not _has_form(word))


def _have_form(words: Sequence[str]) -> bool:
    """Whether words are as long as names are; in a list of names one that begins with a surname may have any other characters."""
    odd = [word for word in words if not _has_form(word)]
    return not odd or (sum(map(_is_named, words)) >= MOST_NAMED * len(words) and all(map(is_name, odd)))


def _has_form(word: str) -> bool:
    """Whether a word is as long as a name is; of three characters the last two are those of given names."""
    if "·" in word:
        return is_name(word)
    if len(word) == LONG_NAME_CHARS and all(given_class().get(c, HARDLY_GIVEN) >= OFTEN_GIVEN for c in word[1:]):
        return True
    return len(word) == SHORT_NAME_CHARS or fits_as_name(word) or word[:2] in surnames().compound or is_sounded(word)


def _is_named(word: str) -> bool:
    """Whether a word has the form of a name, and none of another word."""
    return fits_as_name(word) and word not in common_words() and word not in places()
