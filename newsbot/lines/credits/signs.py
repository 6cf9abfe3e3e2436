"""Signs of each character of a line: what it is, what stands beside it, how far the next role word is.

The model of :mod:`newsbot.lines.credits.model` weighs them; the trainer (``scripts/fit_credits.py``) reads them from here too, so that
both always see the same. A sign is a short string, its name and its value; the name is the part before the colon.

Signs that look at the same things of a character are one :data:`Part`: what they look at has few values, so that the model can remember
what all of them weigh together, and looks at a line in columns, not character by character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from itertools import compress, count, repeat
from operator import add, itemgetter
from typing import Final

from newsbot.data import lines_of, table
from newsbot.lines.credits.vocabulary import MEDIUM, MEDIUM_INSIDE, PLACE_CHARS, REPORT, ROLES, TIME, RoleKind, RoleWord, places
from newsbot.words import HAN_RANGE, common_words, is_han, surnames


class Position(StrEnum):
    """Where a line stands: a bare name is one at the end of a report, and hardly ever inside a paragraph."""

    META = "meta"
    LEAD = "lead"
    END = "end"
    CAPTION = "caption"
    TAIL = "tail"
    BODY = "body"

    __hash__ = str.__hash__  # that of an Enum is a function in Python


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
SHORT_CREDIT_CHARS: Final = 12
SIZE_STEP: Final = 6
COMMON_WORD_CHARS: Final = range(2, 5)
"""Characters of the common words that are looked for."""
REMEMBERED_SIZES: Final = 256
"""Lengths of lines and runs whose places are remembered; longer lines than these are not read."""


@cache
def known_characters() -> frozenset[str]:
    """Return characters that the model knows one by one: those of role words, of media, and the words listed as signs."""
    data = table("credits.toml")
    listed = {c for word in (*ROLES, *data["media"]["endings"], data["signs"]["characters"]) for c in word}
    return frozenset(c for c in listed if is_han(c)) | _MARKS | frozenset("，①②▲△■□●◎")


@cache
def given_class() -> dict[str, str]:
    """Return how often a character stands in given names, against in words: 0 (hardly) to 5."""
    return {character: str(n) for n, line in enumerate(lines_of("given_names.txt")) for character in line}


# ------------------------------------------------------------------------------------------------- what looks at the same is a part

Part = Callable[..., tuple[str, ...]]
"""The signs of a character that look at the same things, made from what these are."""


def _itself(kind: str, before: str, value: str, after: str) -> tuple[str, ...]:
    signs = "b", f"w:{value}", f"w-:{before}", f"w+:{after}"
    return (*signs, f"t:{before}{value}", f"t+:{value}{after}") if kind in _WORD_KINDS else signs


def _farther(before: str, after: str) -> tuple[str, ...]:
    return f"w--:{before}", f"w++:{after}"


def _kinds(before_2: str, before: str, kind: str, after: str, after_2: str) -> tuple[str, ...]:
    return (f"c4:{before_2}{before}{after}{after_2}",) if kind in _WORD_KINDS else (f"k:{before}{kind}{after}",)


def _surname(surname: str, kind_before: str, given_next: str, given_after: str) -> tuple[str, ...]:
    return f"s:{surname}{given_next}{given_after}", f"sp:{surname}{kind_before}"


def _given(given_2: str, given_1: str, given: str, kind_after: str) -> tuple[str, ...]:
    return f"g:{given_2}{given_1}{given}", f"gn:{given}{kind_after}"


def _run(run: tuple[int, int, int], surname: str, bracket: str, any_role: str) -> tuple[str, ...]:
    length, before, after = run
    return (
        f"r:{length},{before},{after}",
        f"rs:{length},{before},{surname}",
        f"inr:{bracket},{length},{before}",
        f"hr:{any_role}{length}{surname}",
    )


def _roles(left: tuple[str, str, int], right: tuple[str, int], kind_before: str, case: str, kind_after: str) -> tuple[str, ...]:
    role, mark, gap = left
    following, distance = right
    return f"l:{role}{mark}{gap}", f"l2:{role}{mark}", f"rr:{following}{distance}", f"lc:{case}{kind_before}{kind_after}{role or '-'}"


def _known(  # noqa: PLR0917 - one value of a column each
    word: str, next_word: str, place: str, next_place: str, surname: str, kind_before: str
) -> tuple[str, ...]:
    return f"c:{word}{next_word}", f"cs:{word}{surname}", f"pl:{place}{next_place}", f"ps:{place}{surname}{kind_before}"


def _medium(last: str, medium: str, following: str, edges: tuple[int, int]) -> tuple[str, ...]:
    return f"m:{medium}{following}{last}", f"p:{edges[0]},{edges[1]}"


def _stand(where: str, bracket: str, run: tuple[int, int, int], short: str) -> tuple[str, ...]:
    length, before, _ = run
    return f"in:{bracket}{where}", f"wr:{where}{length}{before}{short}"


def of_line(where: str, role_kinds: str, stop: str, size: int) -> tuple[str, ...]:
    """Return the signs that every Han character, letter and dot of a line has."""
    return f"h:{role_kinds}{where}", f"hs:{'0' if role_kinds == NO_ROLES else '1'}{stop}{size}"


OF_EVERY_CHARACTER: Final[tuple[Part, ...]] = (_itself, _farther, _kinds)
OF_WORDS: Final[tuple[Part, ...]] = (_surname, _given, _run, _roles, _known, _medium)
"""Parts of Han characters, letters and the dot of names alone."""
OF_THE_POSITION: Final[tuple[Part, ...]] = (_stand, of_line)
"""Parts of the same characters that look at where the line stands."""
NO_ROLES: Final = "-"
Column = Iterable[tuple[object, ...]]
"""What one part looks at, of one character after the other."""


# ------------------------------------------------------------------------------------------------------------------------ a line


class LineSigns:
    """The signs of one folded line, but for where the line stands."""

    def __init__(self, text: str, roles: Sequence[RoleWord]) -> None:
        """Look at the whole line once; ``roles`` are its role words."""
        self.text = text
        self._kinds, self._values, self._given, self._surnames, self._cases = _seen(text, roles)
        self.is_word = [kind in _WORD_KINDS for kind in self._kinds]
        """Which of its characters are Han, letters or the dot of names."""
        self._runs = _runs("".join(self._kinds))
        self._brackets = _brackets(text)
        self._left = _left(text, roles)
        self._right = _right(text, roles)
        self._role_kinds = "".join(sorted({KIND_SIGNS[role.kind] for role in roles})) or NO_ROLES

    def of_every_character(self) -> tuple[Column, ...]:
        """Return what the parts :data:`OF_EVERY_CHARACTER` look at."""
        values, kinds = _padded(self._values), _padded(self._kinds)
        return (
            zip(self._kinds, values[1:], self._values, values[PAD + 1 :], strict=False),
            zip(values, values[PAD + PAD :], strict=False),
            zip(kinds, kinds[1:], self._kinds, kinds[PAD + 1 :], kinds[PAD + PAD :], strict=False),
        )

    def of_words(self) -> tuple[Column, ...]:
        """Return what the parts :data:`OF_WORDS` look at, of the characters that :attr:`is_word` names."""
        given, surnames_ = _padded(self._given), self._surnames
        before, after = ["^", *self._kinds[:-1]], [*self._kinds[1:], "$"]
        words, found, media = _in_words(self.text), _in_places(self.text), _media(self.text)
        columns: tuple[Column, ...] = (
            zip(surnames_, before, given[PAD + 1 :], given[PAD + PAD :], strict=False),
            zip(given, given[1:], self._given, after, strict=False),
            zip(self._runs, surnames_, self._brackets, repeat("0" if self._role_kinds == NO_ROLES else "1"), strict=False),
            zip(self._left, self._right, before, self._cases, after, strict=True),
            zip(words, [*words[1:], "$"], found, [*found[1:], "$"], surnames_, before, strict=True),
            zip(["^", *media[:-1]], media, [*media[1:], "$"], _edges(len(self.text)), strict=True),
        )
        return columns if all(self.is_word) else tuple(compress(column, self.is_word) for column in columns)

    def of_position(self, position: Position) -> tuple[Column, tuple[object, ...]]:
        """Return what the parts :data:`OF_THE_POSITION` look at: the first of each of the same characters, the second of the line once."""
        where, size = str(position)[0], len(self.text)
        short = "1" if size <= SHORT_CREDIT_CHARS else "0"
        stand: Column = compress(zip(repeat(where), self._brackets, self._runs, repeat(short), strict=False), self.is_word)
        line = (where, self._role_kinds, "1" if "。" in self.text[:-1] else "0", min(MAX_RUN, size // SIZE_STEP))
        return stand, line

    def all(self, position: Position) -> list[list[str]]:
        """Return the signs of each character, as the trainer learns from them."""
        signs = [_joined(OF_EVERY_CHARACTER, keys) for keys in zip(*self.of_every_character(), strict=True)]
        stand, line = self.of_position(position)
        parts = zip(*self.of_words(), stand, [line] * sum(self.is_word), strict=True)
        for own in compress(signs, self.is_word):
            own.extend(_joined((*OF_WORDS, *OF_THE_POSITION), next(parts)))
        return signs


def _joined(parts: Sequence[Part], keys: Sequence[tuple[object, ...]]) -> list[str]:
    return [sign for part, key in zip(parts, keys, strict=True) for sign in part(*key)]


PAD: Final = 2
"""Characters before and after a line that signs of its own characters look at."""
_WORD_KINDS = frozenset("HL·")


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


Seen = tuple[str, str, str, str, str]
"""Of one character: its kind, the character where it is known by itself, else its kind, how often it stands in given names, whether it is a
surname, and its case."""


class _Characters(dict[str, Seen]):
    """What is seen of a character whatever stands around it, remembered: there are few thousand of them."""

    def __missing__(self, character: str) -> Seen:
        kind, names = _kind(character), surnames()
        self[character] = seen = (
            kind,
            character if character in known_characters() else kind,
            given_class().get(character, "-") if kind == "H" else kind,
            "C" if character in names.frequent else "R" if character in names.single else "-",
            "h" if kind != "L" else "U" if character.isupper() else "l",
        )
        return seen


_CHARACTERS = _Characters()


def _seen(text: str, roles: Sequence[RoleWord]) -> list[list[str]]:
    """Of each character what :data:`Seen` has, in columns; those of times and role words are of a kind of their own."""
    columns = [list(column) for column in zip(*map(_CHARACTERS.__getitem__, text), strict=True)] or [[] for _ in range(5)]
    kinds, values, given, surnames_, cases = columns
    spans = [(*match.span(), "T") for match in TIME.finditer(text)] if "D" in kinds else []
    known = known_characters()
    for start, end, kind in (*spans, *((role.start, role.end, "R") for role in roles)):
        size = end - start
        kinds[start:end] = given[start:end] = [kind] * size
        values[start:end] = [c if c in known else kind for c in text[start:end]]
        cases[start:end] = ["h"] * size
    for match in _compound_starts().finditer(text):
        if text[match.start() : match.end() + 1] in surnames().compound:
            surnames_[match.start()] = "K"
    return columns


def _role_sign(role: RoleWord) -> str:
    return KIND_SIGNS[role.kind] + ("1" if len(role.word) == 1 else "")


@cache
def _compound_starts() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted({name[0] for name in surnames().compound}))}]")


_RUN = re.compile("[H·]+")


def _runs(kinds: str) -> list[tuple[int, int, int]]:
    """Of each character: length of the run of Han it stands in, characters before and after it there."""
    out = [(0, 0, 0)] * len(kinds)
    for match in _RUN.finditer(kinds):
        start, end = match.span()
        out[start:end] = _run_of(end - start)
    return out


@lru_cache(maxsize=REMEMBERED_SIZES)
def _run_of(size: int) -> list[tuple[int, int, int]]:
    return [(min(size, MAX_RUN), min(i, MAX_RUN_PART), min(size - 1 - i, MAX_RUN_PART)) for i in range(size)]


@lru_cache(maxsize=REMEMBERED_SIZES)
def _edges(size: int) -> list[tuple[int, int]]:
    """Of each character of a line: how far it stands from both ends."""
    return [(min(i, MAX_RUN_PART), min(size - 1 - i, MAX_EDGE)) for i in range(size)]


def _brackets(text: str) -> list[str]:
    """Of each character inside a bracket: its length and where it stands."""
    out = [""] * len(text)
    for match in _BRACKETED.finditer(text) if "(" in text or "[" in text else ():
        length = len(match[1])
        tag = "s" if length <= SHORT_BRACKET else "m" if length <= LONG_BRACKET else "l"
        tag += "e" if match.end() >= len(text) - 1 else "b" if match.start() <= 1 else "i"
        out[match.start() + 1 : match.end() - 1] = [tag] * length
    return out


def _left(text: str, roles: Sequence[RoleWord]) -> list[tuple[str, str, int]]:
    """Of each character: the role word before it, the mark after that word, and how far back it ends."""
    nothing = ("", "", MAX_RUN)
    out = [nothing] * len(text)
    for role, end in zip(roles, [*(role.end for role in roles[1:]), len(text)], strict=False):
        sign, mark = _role_sign(role), text[role.end : role.end + 1]
        mark = "H" if is_han(mark) else mark
        for i in range(role.end, end):
            out[i] = (sign, mark, min(MAX_ROLE_GAP, (i - role.end) // 2))
            if text[i] in _PARTS_ROLES:
                break
    return out


def _right(text: str, roles: Sequence[RoleWord]) -> list[tuple[str, int]]:
    """Of each character: the role word after it, and how far ahead it begins."""
    out = [("", MAX_RUN)] * len(text)
    for start, role in zip([0, *(role.start for role in roles)], roles, strict=False):
        sign = _role_sign(role) + ("+" if role.kind is RoleKind.BOTH and role.word.endswith(REPORT) else "")
        for i in range(role.start - 1, start - 1, -1):
            if text[i] in _PARTS_ROLES:
                break
            out[i] = (sign, min(MAX_NEXT_ROLE_GAP, role.start - i - 1))
    return out


def _media(text: str) -> list[str]:
    """Of each character: where it stands in what has the form of a medium's name."""
    out = ["-"] * len(text)
    for match in MEDIUM.finditer(text) if MEDIUM_INSIDE.search(text) else ():
        start, end = match.span()
        out[start:end] = ["I"] * (end - start)
        ending = max(start, end - 2)
        out[ending:end] = ["E"] * (end - ending)
        out[start] = "B"
    return out


def _in_words(text: str) -> list[str]:
    return _segments(text, _word_beginnings(), common_words(), COMMON_WORD_CHARS)


def _in_places(text: str) -> list[str]:
    return _segments(text, _place_beginnings(), places(), PLACE_CHARS)


@cache
def _word_beginnings() -> Container[str]:
    return dict.fromkeys(map(_FIRST_TWO, common_words()))


@cache
def _place_beginnings() -> Container[str]:
    return dict.fromkeys(map(_FIRST_TWO, places()))


_FIRST_TWO = itemgetter(slice(2))


def _segments(text: str, beginnings: Container[str], words: Container[str], sizes: range) -> list[str]:
    """Of each character: where it stands in a known word, the longest first from the left; ``sizes``: the characters of words looked for.

    ``beginnings``: the first two characters of each word. Words kept by these, the longest first, would take long to sort.
    """
    out = ["-"] * len(text)
    end = 0
    for i in compress(count(), map(beginnings.__contains__, map(add, text, text[1:]))):
        if i < end:
            continue
        for size in reversed(sizes):
            if text[i : i + size] in words and i + size <= len(text):
                end = i + size
                out[i:end] = ["B", *["I"] * (size - 2), "E"]
                break
    return out
