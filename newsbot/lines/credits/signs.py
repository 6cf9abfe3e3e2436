"""Signs of each character of a line: what it is, what stands beside it, how far the next role word is.

The model of :mod:`newsbot.lines.credits.names` weighs them; the trainer (``scripts/fit_credits.py``) reads them from here too, so that
both always see the same. A sign is a short string, its name and its value; the name is the part before the colon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Final

from newsbot.data import lines_of, table
from newsbot.lines.credits.vocabulary import MEDIUM, PLACE_CHARS, ROLES, TIME, RoleKind, RoleWord, places
from newsbot.words import HAN_RANGE, is_han, surnames


class Position(StrEnum):
    """Where a line stands: a bare name is one at the end of a report, and hardly ever inside a paragraph."""

    META = "meta"
    LEAD = "lead"
    END = "end"
    CAPTION = "caption"
    TAIL = "tail"
    BODY = "body"


KIND_SIGNS: Final = {
    RoleKind.REPORTER: "R", RoleKind.CORRESPONDENT: "C", RoleKind.AUTHOR: "A", RoleKind.EDITOR: "E", RoleKind.PHOTOGRAPHER: "P",
    RoleKind.BOTH: "B", RoleKind.NOBODY: "N", RoleKind.SOURCE: "S", RoleKind.TOLD: "T",
}  # fmt: skip
_MARKS = frozenset(" :/|()[]、,。-·;《》“”!?")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_PARTS_ROLES = frozenset("。，,")
"""Marks after which a role word says nothing of what follows."""

MAX_RUN: Final = 9
"""Lengths and distances are told apart up to these bounds, in characters: of a run of Han, its parts, to a role word, to the edges."""
MAX_RUN_PART: Final = 4
MAX_ROLE_GAP: Final = 6
MAX_NEXT_ROLE_GAP: Final = 5
MAX_EDGE: Final = 5
SHORT_BRACKET: Final = 5
LONG_BRACKET: Final = 16
SHORT_LINE: Final = 12
SIZE_STEP: Final = 6
WORD_CHARS: Final = range(2, 5)
"""Characters of the common words that are looked for."""


@cache
def known_characters() -> frozenset[str]:
    """Characters that the model knows one by one: those of role words, of media, and the words listed as signs."""
    data = table("credits.toml")
    listed = {c for word in (*ROLES, *data["media"]["endings"], data["signs"]["characters"]) for c in word}
    return frozenset(c for c in listed if is_han(c)) | _MARKS | frozenset("，①②▲△■□●◎")


@cache
def given_class() -> dict[str, str]:
    """How often a character stands in given names, against in words: 0 (hardly) to 5."""
    return {character: str(n) for n, line in enumerate(lines_of("given_names.txt")) for character in line}


@cache
def _words() -> frozenset[str]:
    return frozenset(word for line in lines_of("common_words.txt") if line[0] != "=" for word in line.split() if len(word) in WORD_CHARS)


class LineSigns:
    """The signs of one folded line."""

    def __init__(self, text: str, position: Position, roles: Sequence[RoleWord]) -> None:
        """Look at the whole line once; ``roles`` are its role words."""
        self.text = text
        self.where = str(position)[0]
        self._roles = roles
        size = len(text)
        times = [False] * size
        for match in TIME.finditer(text):
            times[match.start() : match.end()] = [True] * (match.end() - match.start())
        in_role = {i for role in roles for i in range(role.start, role.end)}
        self.kinds = ["R" if i in in_role else "T" if times[i] else _kind(c) for i, c in enumerate(text)]
        known = known_characters()
        self._values = _padded([c if c in known else kind for c, kind in zip(text, self.kinds, strict=True)])
        self._kinds = _padded(self.kinds)
        self._media = _padded(_media(text))
        self._words = _padded(_segments(text, _words(), WORD_CHARS))
        self._places = _padded(_segments(text, places(), PLACE_CHARS))
        self.runs = self._runs()
        self.brackets = self._brackets()
        self.left = self._left()
        self.right = self._right()
        self.role_kinds = "".join(sorted({KIND_SIGNS[role.kind] for role in roles})) or "-"
        self.has_stop = "1" if "。" in text[:-1] else "0"
        given = given_class()
        self._given = _padded([given.get(c, "-") if kind == "H" else kind for c, kind in zip(text, self.kinds, strict=True)])

    def _runs(self) -> list[tuple[int, int, int]]:
        """Of each character: length of the run of Han it stands in, characters before and after it there."""
        out = [(0, 0, 0)] * len(self.text)
        start = 0
        for end in range(len(self.text) + 1):
            if end < len(self.text) and self.kinds[end] in {"H", "·"}:
                continue
            for i in range(start, end):
                out[i] = (min(end - start, MAX_RUN), min(i - start, MAX_RUN_PART), min(end - 1 - i, MAX_RUN_PART))
            start = end + 1
        return out

    def _brackets(self) -> list[str]:
        """Of each character inside a bracket: its length and where it stands."""
        out = [""] * len(self.text)
        for match in _BRACKETED.finditer(self.text):
            length = len(match[1])
            tag = "s" if length <= SHORT_BRACKET else "m" if length <= LONG_BRACKET else "l"
            tag += "e" if match.end() >= len(self.text) - 1 else "b" if match.start() <= 1 else "i"
            out[match.start() + 1 : match.end() - 1] = [tag] * length
        return out

    def _left(self) -> list[tuple[str, str, int]]:
        """Of each character: the role word before it, the mark after that word, and how far back it ends."""
        out: list[tuple[str, str, int]] = []
        ends = {role.end: _role_sign(role) for role in self._roles}
        last, end = "", 0
        for i, character in enumerate(self.text):
            if i in ends:
                last, end = ends[i], i
            inside = i < end or not last
            mark = "H" if is_han(self.text[end : end + 1]) else self.text[end : end + 1]
            out.append(("", "", MAX_RUN) if inside else (last, mark, min(MAX_ROLE_GAP, (i - end) // 2)))
            if character in _PARTS_ROLES:
                last = ""
        return out

    def _right(self) -> list[tuple[str, int]]:
        """Of each character: the role word after it, and how far ahead it begins."""
        out = [("", MAX_RUN)] * len(self.text)
        starts = {
            role.start: _role_sign(role) + ("+" if role.kind is RoleKind.BOTH and role.word.endswith("报道") else "")
            for role in self._roles
        }
        following, start = "", 0
        for i in range(len(self.text) - 1, -1, -1):
            if self.text[i] in _PARTS_ROLES:
                following = ""
            elif following:
                out[i] = (following, min(MAX_NEXT_ROLE_GAP, start - i - 1))
            if i in starts:
                following, start = starts[i], i
        return out

    def of(self, i: int) -> list[str]:
        """The signs of the character at ``i``."""
        at = i + PAD
        v2, v1, value, v_1, v_2 = self._values[at - 2 : at + 3]
        k2, k1, kind, k_1, k_2 = self._kinds[at - 2 : at + 3]
        signs = ["b", f"w:{value}", f"w-:{v1}", f"w+:{v_1}", f"w--:{v2}", f"w++:{v_2}"]
        if kind not in _OF_WORDS:
            signs.append(f"k:{k1}{kind}{k_1}")
            return signs
        g2, g1, given, g_1, g_2 = self._given[at - 2 : at + 3]
        surname = _surname_class(self.text, i)
        length, before, after = self.runs[i]
        role, mark, gap = self.left[i]
        following, distance = self.right[i]
        word, next_word = self._words[at : at + 2]
        place, next_place = self._places[at : at + 2]
        last_medium, medium, next_medium = self._media[at - 1 : at + 2]
        bracket, where, size = self.brackets[i], self.where, len(self.text)
        any_role = "0" if self.role_kinds == "-" else "1"
        signs += (
            f"s:{surname}{g_1}{g_2}",
            f"sp:{surname}{k1}",
            f"g:{g2}{g1}{given}",
            f"gn:{given}{k_1}",
            f"r:{length},{before},{after}",
            f"rs:{length},{before},{surname}",
            f"l:{role}{mark}{gap}",
            f"l2:{role}{mark}",
            f"rr:{following}{distance}",
            f"in:{bracket}{where}",
            f"inr:{bracket},{length},{before}",
            f"m:{medium}{next_medium}{last_medium}",
            f"pl:{place}{next_place}",
            f"ps:{place}{surname}{k1}",
            f"lc:{_case(self.text[i], kind)}{k1}{k_1}{role or '-'}",
            f"c:{word}{next_word}",
            f"cs:{word}{surname}",
            f"c4:{k2}{k1}{k_1}{k_2}",
            f"h:{self.role_kinds}{where}",
            f"hs:{any_role}{self.has_stop}{min(MAX_RUN, size // SIZE_STEP)}",
            f"hr:{any_role}{length}{surname}",
            f"p:{min(i, MAX_RUN_PART)},{min(size - 1 - i, MAX_EDGE)}",
            f"wr:{where}{length}{before}{'1' if size <= SHORT_LINE else '0'}",
            f"t:{v1}{value}",
            f"t+:{value}{v_1}",
        )
        return signs


PAD: Final = 2
"""Characters before and after a line that signs of its own characters look at."""
_OF_WORDS = frozenset("HL·")


def _padded(signs: Sequence[str]) -> list[str]:
    return ["^"] * PAD + list(signs) + ["$"] * PAD


_HAN = re.compile(f"[{HAN_RANGE}]")


def _kind(character: str) -> str:
    if _HAN.match(character):
        return "H"
    if character.isdigit():
        return "D"
    if character.isalpha():
        return "L"
    return character if character in _MARKS else "P"


def _case(character: str, kind: str) -> str:
    return "h" if kind != "L" else "U" if character.isupper() else "l"


def _role_sign(role: RoleWord) -> str:
    return KIND_SIGNS[role.kind] + ("1" if len(role.word) == 1 else "")


def _surname_class(text: str, i: int) -> str:
    names = surnames()
    if text[i : i + 2] in names.compound:
        return "K"
    return "C" if text[i] in names.frequent else "R" if text[i] in names.single else "-"


def _media(text: str) -> list[str]:
    """Of each character: where it stands in what has the form of a medium's name."""
    out = ["-"] * len(text)
    for match in MEDIUM.finditer(text):
        start, end = match.span()
        out[start:end] = ["I"] * (end - start)
        ending = max(start, end - 2)
        out[ending:end] = ["E"] * (end - ending)
        out[start] = "B"
    return out


def _segments(text: str, words: frozenset[str], sizes: range) -> list[str]:
    """Of each character: where it stands in a known word, the longest first from the left."""
    out = ["-"] * len(text)
    i = 0
    while i < len(text):
        size = next((n for n in reversed(sizes) if i + n <= len(text) and text[i : i + n] in words), 0)
        if size:
            out[i : i + size] = ["B", *["I"] * (size - 2), "E"]
        i += size or 1
    return out
