"""Names that are run together, spread over a column, or written in sounds: marked stretches taken apart, completed and replaced."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from newsbot.data import table
from newsbot.lines.credits.model import Marked
from newsbot.lines.credits.name_forms import (
    FULL_NAME_CHARS,
    LONG_NAME_CHARS,
    SHORT_NAME_CHARS,
    SOUNDED_CHARS,
    fits_as_name,
    is_name,
    is_sounded,
    may_be_called,
    parted_names,
)
from newsbot.lines.credits.vocabulary import REPORTED, ROLES, RoleKind, RoleWord, places, role_words
from newsbot.words import HAN_RANGE, either, is_han, surnames

MIN_COMPLETED_PROBABILITY: Final = 0.5
"""Of a name whose neighbours in one run of Han are taken for names as well."""
MAX_GLUED_CHARS: Final = 15
"""Characters of names run together that are taken apart."""
LABELLED_PROBABILITY: Final = 0.6
"""Of a known surname with one or two characters more in a list after a role word and a colon, that the model passed over."""
MAX_BLANKS_INSIDE: Final = 4
"""Blanks between two characters of a name that is spread over a column."""
MAX_LETTERS_APART: Final = 12
"""Characters after the first of names that are spread so, in one run."""

_DATA = table("credits.toml")
_PEOPLE, _PLACES = _DATA["people"], _DATA["places"]
_ROLE_AT_END = re.compile(rf"(?:{either([*ROLES, *_PEOPLE['filler'], *_PEOPLE['after_names']])})$")


def all_names(text: str, spans: Sequence[Marked]) -> list[Marked]:
    """Take names apart that are run together, and add the rest of a run of Han of which a part is marked, where surnames part it."""
    out = [span for span in spans if span.is_medium]
    names = [span for span in spans if not span.is_medium]
    for n, marked in enumerate(names):
        span = _with_rest(text, _with_second_given(text, marked))
        out += _apart(text, span)
        end = span.end
        limit = names[n + 1].start if n + 1 < len(names) else len(text)
        while end < limit and is_han(text[end]):
            end += 1
        rest = _ROLE_AT_END.sub("", text[span.end : end])
        glued = span.start > 0 and is_han(text[span.start - 1])
        if glued and span.probability >= MIN_COMPLETED_PROBABILITY and SHORT_NAME_CHARS <= len(rest) <= MAX_GLUED_CHARS:
            out += _placed(parted_names(rest) or [], span.end, span.probability)
    return sorted(out, key=lambda span: span.start)


def _with_second_given(text: str, span: Marked) -> Marked:
    """A name of which the last character was taken for the beginning of a place: 司马玉|珊青山县3日电."""
    if span.end - span.start != LONG_NAME_CHARS or text[span.start : span.start + 2] not in surnames().compound:
        return span
    placed = _PLACE_BEHIND.match(text, span.end + 1)
    known = placed is not None and (placed[1] in places() or placed[1][:-1] in places())
    return replace(span, end=span.end + 1) if known and is_han(text[span.end]) else span


def _with_rest(text: str, span: Marked) -> Marked:
    """A name with a dot to the end of its word: 约翰·史密|斯, and one up to a medium that speaks of itself: 王晓|民本报记者.

    A word of credits behind it is no part of it: 约翰·史密斯|摄.
    """
    if span.end - span.start == SHORT_NAME_CHARS and _BEFORE_OWN.match(text, span.end) and fits_as_name(text[span.start : span.end + 1]):
        return replace(span, end=span.end + 1)
    if "·" not in text[span.start : span.end]:
        return span
    rest = _REST.match(text, span.end)
    more = _ROLE_AT_END.sub("", rest[0]) if rest else ""
    return span if any(role_words(more)) else replace(span, end=span.end + len(more))


_BEFORE_OWN = re.compile(rf"[{HAN_RANGE}](?:{either(_DATA['media']['own'])})")
_REST = re.compile(rf"[{HAN_RANGE}]{{1,3}}(?![{HAN_RANGE}])")
_TOLD_AFTER = re.compile(REPORTED)
_PLACE_BEHIND = re.compile(rf"([{HAN_RANGE}]{{2,5}})(?:{REPORTED}|\d{{1,2}}{_PLACES['day']}(?:{either(_PLACES['after'])}))")


def _apart(text: str, span: Marked) -> list[Marked]:
    """One marked stretch as one name or as several."""
    name = text[span.start : span.end]
    if not is_han(name) or len(name) < FULL_NAME_CHARS or name[:2] in surnames().compound:
        return [span]
    if len(name) == FULL_NAME_CHARS:
        if _TOLD_AFTER.match(text, span.end) and fits_as_name(name[:2]) and not is_sounded(name):
            return [replace(span, end=span.start + SHORT_NAME_CHARS)]  # 赵北连线|报道: how they reported
        pair = [name[:2], name[2:]]
        return _placed(pair, span.start, span.probability) if all(half[0] in surnames().frequent for half in pair) else [span]
    for size in (LONG_NAME_CHARS, SHORT_NAME_CHARS):  # 王某台北: the name ends where a place begins
        if any(name.startswith(place, size) for place in (name[size : size + n] for n in (2, 3)) if place in places()):
            return [replace(span, end=span.start + size)]
    if parts := parted_names(name):
        return _placed(parts, span.start, span.probability)
    if len(name) == LONG_NAME_CHARS + SHORT_NAME_CHARS and fits_as_name(name[:LONG_NAME_CHARS]) and not is_sounded(name):
        sure = max(span.probability, MIN_COMPLETED_PROBABILITY)
        return [replace(span, end=span.start + LONG_NAME_CHARS, probability=sure)]  # 李文彦专访: a word of what they did
    return [span]


def _placed(names: Sequence[str], start: int, probability: float) -> list[Marked]:
    out = []
    for name in names:
        out.append(Marked(start, start + len(name), is_medium=False, probability=probability))
        start += len(name)
    return out


_LETTERS_APART = re.compile(
    rf"(?<![{HAN_RANGE}])[{HAN_RANGE}](?: {{1,{MAX_BLANKS_INSIDE}}}[{HAN_RANGE}](?![{HAN_RANGE}])){{1,{MAX_LETTERS_APART}}}"
)
_BEFORE_LETTERS = re.compile(r"[ :/|]{1,6}$")


def spread_names(text: str, spans: Sequence[Marked], roles: Sequence[RoleWord]) -> list[Marked]:
    """Return the spans, and in place of those inside it a run of single characters with blanks between, which a role word leads.

    Names are spread so to be as wide as a longer one: `作者：蔡 明 月`, `编辑：廖    欣`. Where a role word begins, the run ends.
    """
    if not roles or " " not in text:
        return list(spans)
    ends = {role.end for role in roles if role.kind not in {RoleKind.TOLD, RoleKind.SOURCE}}
    starts = [role.start for role in roles]
    kept = list(spans)
    for run in _LETTERS_APART.finditer(text) if ends else ():
        start, end = run.span()
        end = min((at for at in starts if start <= at < end), default=end)
        lead = _BEFORE_LETTERS.search(text, 0, start)
        letters = text[start:end].replace(" ", "")
        if (lead.start() if lead else start) not in ends or len(letters) < SHORT_NAME_CHARS:
            continue
        whole = is_name(letters) or (lead is not None and ":" in lead[0] and may_be_called(letters))
        names = [letters] if len(letters) <= LONG_NAME_CHARS and whole else parted_names(letters)
        inside = [text[span.start : span.end].replace(" ", "") for span in kept if start <= span.start and span.end <= end]
        if not names or names == inside:
            continue
        at = [n for n in range(start, end) if text[n] != " "]
        kept = [span for span in kept if span.end <= start or span.start >= end]
        for name in names:
            kept.append(Marked(at[0], at[len(name) - 1] + 1, is_medium=False, probability=LABELLED_PROBABILITY))
            at = at[len(name) :]
    return sorted(kept, key=lambda span: span.start)


_SOUNDED = re.compile(rf"[{HAN_RANGE}]{{{SOUNDED_CHARS.start},{SOUNDED_CHARS.stop - 1}}}(?![{HAN_RANGE}·])")
_CLOSED = re.compile(rf"(?<![{HAN_RANGE}·]){_SOUNDED.pattern}")


def sounded_names(text: str, spans: Sequence[Marked], roles: Sequence[RoleWord]) -> list[Marked]:
    """Return the spans, and in place of those inside them the words of a credit that are names written in sounds: `努尔买买提江 文/图`."""
    kept = list(spans)
    ends = [role.end for role in roles if role.kind not in {RoleKind.TOLD, RoleKind.SOURCE}]
    behind_roles = (word for end in ends if (word := _SOUNDED.match(text, end)))  # 记者|阿卜杜热合曼
    for word in (*behind_roles, *_CLOSED.finditer(text)) if ends else ():
        if is_sounded(word[0]):
            kept = [span for span in kept if span.end <= word.start() or span.start >= word.end()]
            kept.append(Marked(*word.span(), is_medium=False, probability=LABELLED_PROBABILITY))
    return sorted(kept, key=lambda span: span.start)
