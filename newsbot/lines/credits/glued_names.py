"""Names that are run together: marked stretches taken apart, and what stands beside them in one run of Han completed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from newsbot.data import table
from newsbot.lines.credits.model import Marked
from newsbot.lines.credits.name_forms import FULL_NAME_CHARS, LONG_NAME_CHARS, SHORT_NAME_CHARS, fits_as_name, is_sounded, parted_names
from newsbot.lines.credits.vocabulary import REPORTED, ROLES, places
from newsbot.words import HAN_RANGE, either, is_han, surnames

MIN_COMPLETED_PROBABILITY: Final = 0.5
"""Of a name whose neighbours in one run of Han are taken for names as well."""
MAX_GLUED_CHARS: Final = 15
"""Characters of names run together that are taken apart."""

_DATA = table("credits.toml")
_PEOPLE, _PLACES = _DATA["people"], _DATA["places"]
_ROLE_AT_END = re.compile(rf"(?:{either([*ROLES, *_PEOPLE['filler'], *_PEOPLE['after_names']])})$")


def all_names(text: str, spans: Sequence[Marked]) -> list[Marked]:
    """Take names apart that are run together, and add the rest of a run of Han of which a part is marked, where surnames part it."""
    out = [span for span in spans if span.is_medium]
    names = [span for span in spans if not span.is_medium]
    for n, marked in enumerate(names):
        span = _with_second_given(text, marked)
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
