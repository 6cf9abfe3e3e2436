"""Stretches that were read in another encoding than they were written in: 浠婂ぉ, ä»Šå¤© and ½ñÌì, each of 今天, and 踏毞, of the same.

A page may be sound and a headline, a paragraph or a quotation in it not, because it went through a second program. What was printed is
encoded as it was wrongly read, and its bytes are read anew. Bytes of one encoding are hardly ever well-formed in UTF-8 by chance, so that
few characters are enough; of pairs of bytes nearly all are characters, and more are needed. The language model must find the new text far
likelier than the printed one in either case. Where bytes are lost, □ stands for the character.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import exp
from typing import Final, NamedTuple

from newsbot.text.mojibake import cp936
from newsbot.text.mojibake.characters import count_han
from newsbot.text.mojibake.edits import Change, DamageKind, Gap
from newsbot.text.mojibake.garbage import rare_places
from newsbot.text.mojibake.language import EDGE, in_news
from newsbot.text.mojibake.partial_readings import LOST_CHARACTER

LEAST_GAIN: Final = 1.5
"""How much likelier a character must become by being read anew (natural logarithm, the mean of a stretch)."""
LEAST_LIKELY: Final = -10.0
"""Log probability of a step that a text has on the average at least; news has -4.6, names and numbers less."""
RARE, CLOSE = 3, 7
"""Ideographs that news hardly has within so many characters: sound text seldom has as many."""
SOUND: Final = 12.0
"""How much less likely what follows must become until a stretch ends before it (natural logarithm)."""
MOST_LOST: Final = 3
"""Of so many characters one may be lost, beside the last."""

TOLD_BY_NEIGHBOURS: Final = 0.999
"""Probability from which a character of which a byte is lost is read: its neighbours alone tell, less than they seem to."""

_HIGH: Final = 0x80
"""Bytes below are ASCII in all encodings."""
_CONTINUE: Final = range(0x80, 0xC0)
_BEGIN_TWO: Final = range(0xC2, 0xE0)
_BEGIN_THREE: Final = range(0xE0, 0xF0)
_UNKNOWN: Final = -1
"""Stands for a byte, or two, that a decoder could not read."""
_UNREAD: Final = "\ufffd"
_WINDOWS: Final = {bytes([byte]).decode("cp1252", "replace"): byte for byte in range(0x80, 0xA0)}
"""What windows-1252 prints for bytes that are controls in Latin-1."""


class _Token(NamedTuple):
    """One byte of the printed text, and which character printed it."""

    byte: int
    place: int


class _Read(NamedTuple):
    """What so many bytes are: a character, or □ and what it may have been, by the bytes of it that are known."""

    text: str
    size: int
    candidates: tuple[str, ...] = ()


class _Lost(NamedTuple):
    """What a □ may have been, and ``line[start:end]``, which is printed there."""

    candidates: tuple[str, ...]
    start: int
    end: int


class _Stretch(NamedTuple):
    """``line[start:end]`` read anew; how many of its characters are well-formed and none of ASCII; what is known of each □."""

    start: int
    end: int
    text: str
    well_formed: int
    lost: tuple[_Lost, ...] = ()


class _Way(NamedTuple):
    """One way in which a text was read wrongly.

    ``looks``: whether a line has what was read so; ``printed``: the bytes of a character, None where the encoding lacks it; ``read``: the
    character that bytes begin with, None where they are none; ``least``: well-formed characters from which a stretch can be taken.
    """

    looks: Callable[[str], bool]
    printed: Callable[[str], tuple[int, ...] | None]
    read: Callable[[Sequence[_Token], int], _Read | None]
    least: int


def recoded_changes(text: str) -> list[Change]:
    r"""Read anew what of one line was read in another encoding than it was written in.

    >>> [change[:3] for change in recoded_changes("居民说：浠婂ぉ绀惧尯寰堝共鍑€，大家笑了")]
    [(4, 15, '今天社区很干净')]
    >>> [change[2] for change in recoded_changes("ä»\x8aå¤©ï¼\x8cç¤¾å\x8cº")], [change[2] for change in recoded_changes("½ñÌìÉçÇø·þÎñ")]
    (['今天，社区'], ['今天社区服务'])
    """
    found: list[_Stretch] = []
    for way in _WAYS:
        if way.looks(text):
            found += [one for one in _stretches(text, way) if all(one.end <= other.start or other.end <= one.start for other in found)]
    return [_change(text, one) for one in sorted(found)]


def may_be_recoded(text: str) -> bool:
    """Return whether anything looks as if it was read in another encoding: letters of Western Europe in a row, rare characters crowded.

    >>> may_be_recoded("浠婂ぉ绀惧尯"), may_be_recoded("社区服务"), may_be_recoded("Café Müller")
    (True, False, False)
    """
    return any(looks(text) for looks in (_is_western, _is_crowded, _has_bopomofo))


def _change(text: str, one: _Stretch) -> Change:
    gaps = tuple(Gap(*match.span(), text[lost.start : lost.end]) for match, lost in zip(_LOST.finditer(one.text), one.lost, strict=True))
    return Change(one.start, one.end, one.text, DamageKind.BYTE_SHIFTS, "low" if gaps else "high", gaps)


def _stretches(text: str, way: _Way) -> list[_Stretch]:
    """Read a line anew from every character with which something well-formed begins; each byte a few times at the most."""
    found: list[_Stretch] = []
    for part in _printable(text, way):
        at = 0
        while at < len(part):
            one = _read_from(part, at, way) if part[at].byte >= _HIGH and _begins(part, at) else None
            if one is None:
                at += 1
                continue
            found += [_completed(text, some) for some in _likelier(text, one) if _is_taken(text, some, way.least)]
            while at < len(part) and part[at].place < one.end:
                at += 1
    return found


def _printable(text: str, way: _Way) -> list[list[_Token]]:
    """Cut a line into the parts that could be printed of bytes read in this way, ASCII among them: their bytes."""
    parts: list[list[_Token]] = [[]]
    for place, char in enumerate(text):
        printed = (ord(char),) if ord(char) < _HIGH else (_UNKNOWN,) if char == _UNREAD else way.printed(char)
        if printed is None:
            parts.append([])
        else:
            parts[-1] += [_Token(byte, place) for byte in printed]
    return parts


def _begins(part: Sequence[_Token], at: int) -> bool:
    """Whether a printed character begins with a byte, or the part ends before it."""
    return at in {0, len(part)} or part[at - 1].place != part[at].place


def _read_from(part: Sequence[_Token], first: int, way: _Way) -> _Stretch | None:
    """Read as far as bytes are well-formed, to the last place where a printed character ends with one that is read."""
    at, text, well_formed = first, "", 0
    lost: list[_Lost] = []
    best: _Stretch | None = None
    while at < len(part) and (read := way.read(part, at)) is not None:
        here, at = part[at].place, at + read.size
        text += read.text
        if read.text == LOST_CHARACTER:
            lost.append(_Lost(read.candidates, here, part[at - 1].place + 1))
        elif ord(read.text) >= _HIGH:
            well_formed += 1
        if len(lost) > 1 + well_formed // MOST_LOST:
            break
        if ord(read.text) >= _HIGH and _begins(part, at):
            best = _Stretch(part[first].place, part[at - 1].place + 1, text, well_formed, tuple(lost))
    return best


def _completed(text: str, one: _Stretch) -> _Stretch:
    """Put a character in the place of each □ where one of those that it may have been is certain between its neighbours."""
    read, open_still = EDGE + one.text + text[one.end : one.end + 1] + EDGE, []
    for match, lost in zip(_LOST.finditer(read, 1, 1 + len(one.text)), one.lost, strict=True):
        before, after = read[match.start() - 1], read[match.end()]
        weights = [exp(in_news(before, char) + (in_news(char, after) if after != LOST_CHARACTER else 0.0)) for char in lost.candidates]
        likeliest = max(weights, default=0.0)
        if before != LOST_CHARACTER and likeliest and likeliest >= TOLD_BY_NEIGHBOURS * sum(weights):
            read = read[: match.start()] + lost.candidates[weights.index(likeliest)] + read[match.end() :]
        else:
            open_still.append(lost)
    return one._replace(text=read[1 : 1 + len(one.text)], lost=tuple(open_still))


def _likelier(text: str, one: _Stretch) -> Iterator[_Stretch]:
    """Find where a text becomes likelier, if it has a character for each that is printed: what stands around that may be sound."""
    if len(one.text) != one.end - one.start or one.lost:
        yield one
        return
    total, best, start, end = 0.0, 0.0, 0, 0
    steps = zip(pairwise(EDGE + one.text), pairwise(EDGE + text[one.start : one.end]), strict=True)
    for place, (new, old) in enumerate(steps, 1):
        total += in_news(*new) - in_news(*old)
        if total > best:
            best, end = total, place
        elif total < max(0.0, best - SOUND):
            if best:
                yield _part(one, start, end)
            total, best, start = 0.0, 0.0, place
    if best:
        yield _part(one, start, end)


def _part(one: _Stretch, start: int, end: int) -> _Stretch:
    text = one.text[start:end]
    return _Stretch(one.start + start, one.start + end, text, sum(ord(char) >= _HIGH for char in text))


def _is_taken(text: str, one: _Stretch, least: int) -> bool:
    """Whether a stretch is long enough, reads as Chinese does, and far better than as it is printed."""
    if one.well_formed < least or 2 * count_han(one.text) < least:
        return False
    likely = _likely(one.text)
    return likely >= LEAST_LIKELY and likely - _likely(text[one.start : one.end]) >= LEAST_GAIN


@lru_cache(32)
def _likely(text: str) -> float:
    """Mean log probability of the steps of a text; what is lost says nothing."""
    steps = [in_news(before, after) for before, after in pairwise(EDGE + text) if LOST_CHARACTER not in {before, after}]
    return sum(steps) / max(1, len(steps))


def _of_utf_8(part: Sequence[_Token], at: int) -> _Read | None:
    """Read a character of UTF-8; □ where one byte of it is unknown."""
    first = part[at].byte
    if 0 <= first < _HIGH:
        return _Read(chr(first), 1)
    size = 3 if first in _BEGIN_THREE else 2 if first in _BEGIN_TWO else 0
    if not size:
        return None
    end = at + 1
    unknown = 0
    while end < min(at + size, len(part)) and (part[end].byte in _CONTINUE or (not unknown and part[end].byte in _SWALLOWED)):
        unknown = unknown or (end - at if part[end].byte in _SWALLOWED else 0)
        end += 1
    known = [token.byte for token in part[at:end]]
    if unknown:
        may_be = (_decoded([*known[:unknown], byte, *known[unknown + 1 :]]) for byte in _CONTINUE) if len(known) == size else ()
        return _Read(LOST_CHARACTER, len(known), tuple(char for char in may_be if char and not char.isspace()))
    char = _decoded(known)
    return _Read(char, len(known)) if char else None


def _decoded(known: Sequence[int]) -> str:
    return bytes(known).decode(errors="ignore")


def _of_gbk(part: Sequence[_Token], at: int) -> _Read | None:
    """Read a character of GBK."""
    first = part[at].byte
    if 0 <= first < _HIGH:
        return _Read(chr(first), 1)
    if first not in cp936.LEAD_BYTES or at + 1 == len(part):
        return None
    if part[at + 1].byte in _SWALLOWED:
        return _Read(LOST_CHARACTER, 2)
    char = cp936.character(first, part[at + 1].byte) if part[at + 1].byte >= cp936.TRAILS[0] else None
    return None if char is None or cp936.is_private(char) else _Read(char, 2)


def _as_gbk(char: str) -> tuple[int, ...] | None:
    return (_HIGH,) if char == "€" else cp936.byte_pair(char)


def _as_windows_1252(char: str) -> tuple[int, ...] | None:
    byte = _WINDOWS.get(char, ord(char))
    return (byte,) if byte <= _LAST_BYTE else None


def _as_big5(char: str) -> tuple[int, ...] | None:
    try:
        return tuple(char.encode("cp950"))
    except UnicodeEncodeError:
        return None


_LAST_BYTE: Final = 0xFF
_SWALLOWED: Final = frozenset({_UNKNOWN, ord("?"), ord(" ")})
"""What is printed for a byte that a decoder could not read, or that is a blank to a browser (85, A0)."""
_LOST = re.compile(LOST_CHARACTER)


def _is_crowded(text: str) -> bool:
    """Whether ideographs crowd that news hardly has, and their bytes in GBK are characters of UTF-8."""
    places = rare_places(text)
    return any(
        last < first + CLOSE and _WELL_FORMED.search(_in_gbk(text[max(0, first - CLOSE) : last + CLOSE])) is not None
        for first, last in zip(places, places[RARE - 1 :], strict=False)
    )


def _in_gbk(text: str) -> bytes:
    return text.encode("gb18030", "replace").replace(_EURO, bytes([_HIGH]))


def _is_western(text: str) -> bool:
    return _WESTERN.search(text) is not None


def _has_bopomofo(text: str) -> bool:
    """Whether such ideographs stand near Bopomofo or small forms: what Big5 prints for the marks of GBK."""
    marks = [match.start() for match in _BOPOMOFO.finditer(text)]
    return bool(marks) and any(abs(place - mark) <= CLOSE for place in rare_places(text) for mark in _near(marks, place))


def _near(marks: Sequence[int], place: int) -> Sequence[int]:
    """The marks on either side of a place."""
    behind = bisect(marks, place)
    return marks[max(0, behind - 1) : behind + 1]


_WAYS: Final = (
    _Way(_is_crowded, _as_gbk, _of_utf_8, least=2),
    _Way(_is_western, _as_windows_1252, _of_utf_8, least=1),
    _Way(_is_western, _as_windows_1252, _of_gbk, least=2),
    _Way(_has_bopomofo, _as_big5, _of_gbk, least=6),
)
_WELL_FORMED = re.compile(rb"(?:[\xe2-\xe9\xef][\x80-\xbf]{2}){2}")
_EURO: Final = "€".encode("gb18030")
"""The byte 80 of older decoders."""
_BOPOMOFO = re.compile("[\u3105-\u3129\ufe50-\ufe6b]")
_LETTER: Final = "[\u00a1-\u00fe]"
_CONTINUED: Final = "[\u0080-\u00a0\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
"""What continues a character of UTF-8, read as Latin-1 or windows-1252, beside letters."""
_WESTERN: Final = re.compile(f"{_LETTER}(?:(?<=[\u00c2-\u00ef])(?:{_CONTINUED}|[\u00a1-\u00bf])|{_LETTER}{{3}}(?<![·×]{{4}}))")
"""A letter that begins a character of UTF-8 and what continues it, or four letters in a row: both are none of a text's own.

A class comes first, so that `re` skips to it."""
