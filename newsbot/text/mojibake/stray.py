"""Characters that no reader sees or that stand for others: which are dropped, which are folded, which are kept.

There is no blanket normal form here. NFKC turns … into ..., ① into 1, ㎡ into m2 and （） into (); NFC rewrites 460 compatibility
ideographs. Every character touched is named below. What is dropped is reported as an edit; what is folded keeps its length,
character for character, so that offsets stay true. Spaces of every kind (U+00A0, U+3000) stay as they are: they are white space to
Python, and :func:`newsbot.text.punctuation.plain_spaces` folds them in output.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from newsbot.data import table
from newsbot.text.mojibake.characters import LAST_OF_THE_BASIC_PLANE, UNIT_BYTES, class_of
from newsbot.text.mojibake.edits import Change, DamageKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_CONTROLS = "\x00-\x08\x0e-\x1b\x7f"  # C0 without tab and the line breaks
_C1 = "\x80-\x84\x86-\x9f"  # U+0080 may be the byte 80 of a damaged page: dropped only after repair
_FORMAT = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufe00-\ufe0f\ufff0-\ufffc\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U000e0000-\U000e0fff"
)
"""Zero width, bidi controls, fillers, variation selectors, tags, the object mark, noncharacters."""
_SURROGATES = "\ud800-\udfff"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_BREAKS = "\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
"""Line breaks to `str.splitlines`, but not to a reader of a paragraph: each becomes a space."""

_STRAY = re.compile(f"(?P<space>[{_BREAKS}]+)|[{_CONTROLS}{_FORMAT}{_SURROGATES}]+")


def _near(characters: str) -> str:
    """A class of what of these characters and ranges is up to U+FFFF: what lies beyond would be tried range by range at each character."""
    return "[" + re.sub("[\U00010000-\U0010ffff]-?", "", characters) + "]"


_NEAR_STRAY = re.compile(_near(f"{_BREAKS}{_CONTROLS}{_FORMAT}{_SURROGATES}"))
_LONG_INDENT = 4
_INDENT = re.compile("[ \u3000]{0,4}[?\ufffd](?: ?[?\ufffd]){1,7} ?(?=[0-9\u4e00-\u9fff“《（])")
_LONE_INDENT = re.compile("[ \u3000]{0,4}[?\ufffd][ \u3000](?=[0-9\u4e00-\u9fff“《（][^\n]{30})")
"""One `?`, a blank and a text: no sentence begins with its question mark."""
_UNREADABLE = re.compile(f"[{_C1}{_PRIVATE}]+")
_NEAR_UNREADABLE = re.compile(_near(f"{_C1}{_PRIVATE}"))
_OF_A_SENTENCE = re.compile("[\u4e00-\u9fff][\ue000-\uf8ff][\u4e00-\u9fff]")
_WITHIN_A_SENTENCE = re.compile("[，。]")
_NOTE_CHARS = 20
"""Characters of a note in brackets on either side of a character in it."""
_OPEN_NOTE = re.compile("[（(][^（）()，。]{0,20}\\Z")
_CLOSED_NOTE = re.compile("[^（）()，。]{0,20}[）)]")
_ENTITY = re.compile(
    r"&(?:amp;){0,3}(?:(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|(?:nbsp|[nm]dash|[lr][ds]quo|hellip|middot|e[nm]sp)(?![A-Za-z0-9=]))"
)
"""An entity, however often escaped; those of blanks and marks without their semicolon, too."""
_ESCAPE = re.compile(r"(?:\\u[4-9][0-9a-fA-F]{3}){1,60}")
"""Ideographs as programs write them in their texts: `\\u516d\\u4e2a`."""
_BARE_ENTITY = re.compile(r"(?<![&/A-Za-z0-9_])#(?:x[0-9a-fA-F]{4,5}|[0-9]{4,6});")
"""`#xff1a;`, an entity whose & was lost; four digits and more, so that it is never an ASCII character or a colour."""


def stray_changes(text: str) -> list[Change]:
    """Drop the invisible characters of one line. Private-use ones come later: :func:`unreadable_changes`."""
    return [
        Change(match.start(), match.end(), " " if match["space"] else "", DamageKind.STRAY_CHARACTERS) for match in _STRAY.finditer(text)
    ]


def unreadable_changes(text: str, *, sound: bool) -> list[Change]:
    """Return private-use characters and C1 controls, which are dropped once the repair of byte damage, which reads them, is over.

    In a ``sound`` document a private-use character within a sentence stands: it is a character of a maker's own set, and nothing is lost
    by keeping it. Elsewhere it is an icon or what is left of damage, and so it is in a note in brackets: who took a picture, where.

    >>> [change.start for change in unreadable_changes("\ue60b分享，有\ue2e5较深的了解", sound=True)]
    [0]
    """
    sentence = sound and _WITHIN_A_SENTENCE.search(text) is not None
    return [
        Change(match.start(), match.end(), "", DamageKind.STRAY_CHARACTERS)
        for match in _UNREADABLE.finditer(text)
        if not (
            sentence
            and _OF_A_SENTENCE.fullmatch(text, max(0, match.start() - 1), match.end() + 1)
            and not _in_note(text, match.start(), match.end())
        )
    ]


def _in_note(text: str, start: int, end: int) -> bool:
    """Whether a stretch stands in brackets that hold a few words and no clause."""
    before, after = text[max(0, start - _NOTE_CHARS) : start], text[end : end + _NOTE_CHARS]
    return _OPEN_NOTE.search(before) is not None and _CLOSED_NOTE.match(after) is not None


def indent_changes(lines: Sequence[str]) -> list[list[Change]]:
    """Delete the `????` with which lines begin whose indent a decoder could not read.

    Two of them and more in a document, one that is long, or one `?` with a blank before a text.

    >>> [len(changes) for changes in indent_changes(["????連日來，社區", "??居民說", "真的??"])]
    [1, 1, 0]
    >>> indent_changes(["??是谁说的"])
    [[]]
    """
    found = [_INDENT.match(line) for line in lines]
    count = sum(match is not None for match in found)
    sure = [match if match and (count > 1 or match[0].count("?") >= _LONG_INDENT) else None for match in found]
    sure = [match or _LONE_INDENT.match(line) for match, line in zip(sure, lines, strict=True)]
    return [[Change(0, match.end(), "", DamageKind.STRAY_CHARACTERS)] if match else [] for match in sure]


def may_be_indented(text: str) -> bool:
    """Return whether a line may begin with two `?`, or with one and a blank."""
    return "??" in text or "? " in text


def may_hold_entities(text: str) -> bool:
    """Return whether a character of which an entity needs one is in the text."""
    return "&" in text or "#" in text or "\\u" in text


def entity_changes(text: str) -> list[Change]:
    r"""Return what is still written out in the text: `&amp;nbsp;`, `&#8203;`, `#xff1a;` whose & was lost, and ideographs as `\u516d`."""
    if not may_hold_entities(text):
        return []
    found = [(match.start(), match.end(), _unescaped(match.group())) for match in _ENTITY.finditer(text)]
    if "#" in text:
        found += [(match.start(), match.end(), _unescaped("&" + match.group())) for match in _BARE_ENTITY.finditer(text)]
    if "\\u" in text:
        found += [(match.start(), match.end(), match[0].encode().decode("unicode_escape")) for match in _ESCAPE.finditer(text)]
    found.sort()
    return [Change(start, end, new, DamageKind.ENTITIES) for start, end, new in found if new != text[start:end]]


def may_be_folded(text: str) -> bool:
    """Return whether :func:`folded` changes anything."""
    return _foldable_pattern().search(text) is not None


def folded(text: str) -> str:
    """Return full-width digits and letters as ASCII, radicals and compatibility ideographs as the characters they are. Keeps the length."""
    return text.translate(_folds()) if may_be_folded(text) else text


def may_be_stray(text: str) -> bool:
    """Return whether :func:`stray_changes` changes anything."""
    return _NEAR_STRAY.search(text) is not None or (_reaches_beyond(text) and _STRAY.search(text) is not None)


def may_be_unreadable(text: str) -> bool:
    """Return whether :func:`unreadable_changes` changes anything."""
    return _NEAR_UNREADABLE.search(text) is not None or (_reaches_beyond(text) and _UNREADABLE.search(text) is not None)


def _reaches_beyond(text: str) -> bool:
    """Whether a text has characters beyond U+FFFF: two units of UTF-16 each, which are counted faster than looked for."""
    return len(text.encode("utf-16-le", "surrogatepass")) != UNIT_BYTES * len(text)


def strange(text: str) -> bool:
    """Return whether any function here but :func:`entity_changes` would change this text."""
    return _strange().search(text) is not None or (_reaches_beyond(text) and _STRANGE_BEYOND.search(text) is not None)


def _unescaped(entity: str) -> str:
    entity = entity if entity.endswith(";") else f"{entity};"
    for _ in range(4):
        if (plain := html.unescape(entity)) == entity:
            break
        entity = plain
    return _STRAY.sub(lambda match: " " if match["space"] else "", entity)


_RADICALS = str.maketrans(*table("mojibake.toml")["radicals"].values())
_REAL = frozenset("\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29")
"""Twelve of the compatibility block are ideographs of their own."""


@cache
def _folds() -> dict[int, int | str]:
    ascii_forms = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), *map(ord, "％＋＝／＠＆＃＊")]
    table: dict[int, int | str] = {code: code - 0xFEE0 for code in ascii_forms}
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    table |= dict(_RADICALS)
    compatible = [*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]
    plain = ((code, unicodedata.normalize("NFC", chr(code))) for code in compatible if chr(code) not in _REAL)
    return table | {code: new for code, new in plain if len(new) == 1 and new != chr(code)}


@cache
def _foldable() -> frozenset[str]:
    return frozenset(map(chr, _folds()))


@cache
def _foldable_pattern() -> re.Pattern[str]:
    return re.compile(class_of(_foldable()))


@cache
def _strange() -> re.Pattern[str]:
    named = _near(f"{_BREAKS}{_CONTROLS}{_C1}{_FORMAT}{_SURROGATES}{_PRIVATE}")
    return re.compile(f"{named[:-1]}{class_of(char for char in _foldable() if char <= LAST_OF_THE_BASIC_PLANE)[1:]}")


_STRANGE_BEYOND = re.compile(f"[{_FORMAT}{_PRIVATE}\U0002f800-\U0002fa1f]")
