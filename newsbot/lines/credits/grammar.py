"""Roles of the names of a line: what stands before, between and after them.

A role word leads the names after it (`记者 甲 通讯员 乙`) or credits those before it (`甲 摄`, `记者 甲 文/图`); 报道 after a bare name
makes a reporter of it; a time, a bracket that opens or a sentence ends what a role word leads. A media name and an affiliation may
stand between a role word and its names. Names led by a reviewer, a typesetter and the like are nobody's. Who is said to have given the
pictures (`图片由受访者提供`) changes nobody's role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final, Literal

from newsbot.data import table
from newsbot.lines.credits.model import Marked
from newsbot.lines.credits.unit_credits import GIVEN_BY
from newsbot.lines.credits.vocabulary import MEDIUM_INSIDE, TAKEN, TIME, UNIT, RoleKind, RoleWord, ends_medium
from newsbot.words import HAN_RANGE, any_of

RoleName = Literal["author", "reporter", "correspondent", "photographer", "editor"]
ROLE_NAMES: Final[dict[RoleKind, frozenset[RoleName]]] = {
    RoleKind.REPORTER: frozenset({"reporter"}),
    RoleKind.CORRESPONDENT: frozenset({"correspondent"}),
    RoleKind.AUTHOR: frozenset({"author"}),
    RoleKind.EDITOR: frozenset({"editor"}),
    RoleKind.PHOTOGRAPHER: frozenset({"photographer"}),
    RoleKind.BOTH: frozenset({"reporter", "photographer"}),
}
"""Kinds that are missing credit nobody."""
_BARE: Final[frozenset[RoleName]] = frozenset({"author"})
_NOBODY: Final[frozenset[RoleName]] = frozenset()
_REPORTED: Final[frozenset[RoleName]] = frozenset({"reporter"})
_WRITERS: Final = (RoleKind.REPORTER, RoleKind.CORRESPONDENT, RoleKind.AUTHOR)
_WRITING: Final[frozenset[RoleName]] = frozenset({"reporter", "correspondent"})


class TokenKind(Enum):
    """What a token is."""

    NAME = auto()
    MEDIUM = auto()
    ROLE = auto()
    TIME = auto()
    OPEN = auto()
    CLOSE = auto()
    SEPARATOR = auto()
    OTHER = auto()

    __hash__ = object.__hash__  # that of an Enum is a function in Python


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a folded line; ``role`` for role words alone."""

    kind: TokenKind
    start: int
    end: int
    text: str
    role: RoleWord | None = None


_SEPARATORS = frozenset(" :/|、,·-;&＆")
_BRACKETS = {"(": TokenKind.OPEN, "[": TokenKind.OPEN, ")": TokenKind.CLOSE, "]": TokenKind.CLOSE}


def tokens(text: str, spans: Sequence[Marked], roles: Sequence[RoleWord]) -> list[Token]:
    """Cover a folded line: names and media first, then role words, times, and what is left between them."""
    found = [
        Token(TokenKind.MEDIUM if span.is_medium else TokenKind.NAME, span.start, span.end, text[span.start : span.end]) for span in spans
    ]
    taken = bytearray(len(text))
    for token in found:
        taken[token.start : token.end] = b"\1" * (token.end - token.start)
    others = [Token(TokenKind.ROLE, role.start, role.end, role.word, role) for role in (*roles, *_open_roles(text, roles))]
    others += [Token(TokenKind.TIME, *match.span(), match[0]) for match in TIME.finditer(text)]
    others[:0] = [Token(TokenKind.SEPARATOR, *given.span(), given[0]) for given in GIVEN_BY.finditer(text)]
    for token in others:
        if not any(taken[token.start : token.end]):
            found.append(token)
            taken[token.start : token.end] = b"\1" * (token.end - token.start)
    start = 0
    while start < len(text):
        if taken[start]:
            start += 1
            continue
        kind = _kind(text[start])
        end = start + 1
        while end < len(text) and not taken[end] and kind in {TokenKind.SEPARATOR, TokenKind.OTHER} and _kind(text[end]) is kind:
            end += 1
        found.append(Token(kind, start, end, text[start:end]))
        start = end
    return sorted(found, key=lambda token: token.start)


_OPEN_LABEL = re.compile(rf"(?:^|(?<=[ |/)\]]))([{HAN_RANGE}]{{2,5}}) ?([:/])(?= ?[{HAN_RANGE}])")


def _open_roles(text: str, roles: Sequence[RoleWord]) -> list[RoleWord]:
    """Labels of a line of credits that no list has: who stands behind one is nobody (`总监：X 记者：Y`).

    A line is one where a known role word stands before the same mark, too.
    """
    marks = {text[role.end : role.end + 1] for role in roles}
    if marks.isdisjoint(":/"):
        return []
    known = {n for role in roles for n in range(role.start, role.end)}
    return [
        RoleWord(*label.span(1), label[1], RoleKind.NOBODY)
        for label in _OPEN_LABEL.finditer(text)
        if label[2] in marks
        and known.isdisjoint(range(*label.span(1)))
        and not UNIT.search(label[1])
        and not MEDIUM_INSIDE.search(label[1])
    ]


def _kind(character: str) -> TokenKind:
    return _BRACKETS.get(character) or (TokenKind.SEPARATOR if character in _SEPARATORS else TokenKind.OTHER)


_DATA = table("credits.toml")
_AFTER_ALWAYS = frozenset(_DATA["after_name"]["always"])
_AFTER = frozenset(_DATA["after_name"]["words"])
_LEADING = frozenset(_DATA["after_name"]["leading"])
_JOINED = frozenset(_DATA["after_name"]["joined"])
_PICTURES = frozenset(_DATA["after_name"]["pictures"])
_TOLD = any_of([*_DATA["roles"]["told"], _DATA["telling"]["interviewed"]])
_GAVE = any_of(_DATA["units"]["gave"])
_SENTENCE_END = re.compile(r"[。！？]")
_CLAUSE_END = re.compile(r"[。，！？]")
_JOIN = re.compile(r"[ /、|·&+]{1,3}")
_BOTH_SAID = re.compile(r" ?[/、·&+] ?")
_WIRED: Final[str] = _DATA["after_name"]["wired"]
_ASSUMED: Final[str] = _DATA["after_name"]["assumed"]


def credited(text: str, covered: Sequence[Token]) -> list[tuple[Token, frozenset[RoleName], bool]]:
    """Return the names of a covered line, their roles, and whether a role word said them; no roles where a name is nobody's."""
    walk = _Walk(text, [token for token in covered if token.kind is not TokenKind.SEPARATOR])
    return walk.all()


class _Walk:
    """One pass over the tokens of a line, from left to right."""

    def __init__(self, text: str, core: Sequence[Token]) -> None:
        self.text, self.core = text, core
        self.roles: dict[int, frozenset[RoleName]] = {}
        self.leading: RoleWord | None = None
        """The role word whose names follow."""
        self.carried: frozenset[RoleName] = _NOBODY
        """What 文/图 before another role word adds to its names."""
        self.group: list[Token] = []
        """Names since the leading role word."""
        self.run: list[Token] = []
        """Names right before here, with nothing but separators between them."""
        self.told: list[Token] = []
        """Names since the last time, bracket or sentence: those whom one 文/图 at the end credits (`记者 甲 通讯员 乙 文/图`)."""
        self.bare: set[int] = set()
        """Where names begin that no role word leads or follows."""

    def all(self) -> list[tuple[Token, frozenset[RoleName], bool]]:
        for n, token in enumerate(self.core):
            before = self.core[n - 1] if n else None
            after = self.core[n + 1] if n + 1 < len(self.core) else None
            if not self._is_of_one(n):
                self._take(token, before, after)
        return [(token, self.roles[token.start], token.start not in self.bare) for token in self.core if token.kind is TokenKind.NAME]

    def _is_of_one(self, n: int) -> bool:
        """Whether a role word alone in a bracket says of a name that is led already what else that person is: `责编：甲（实习生）、乙`."""
        around = self.core[max(0, n - 2) : n + 2]
        kinds = (TokenKind.NAME, TokenKind.OPEN, TokenKind.ROLE, TokenKind.CLOSE)
        role = self.core[n].role
        one = tuple(token.kind for token in around) == kinds and role is not None and role.kind in _WRITERS
        return one and self.leading is not None

    def _take(self, token: Token, before: Token | None, after: Token | None) -> None:
        match token.kind:
            case TokenKind.NAME:
                self._name(token)
            case TokenKind.ROLE:
                self._role(token, before, after)
            case TokenKind.MEDIUM:
                self.run = []
                if self._leads(RoleKind.SOURCE):  # 来源：新华网 王某
                    self._end()
            case TokenKind.TIME:
                self._break()
            case TokenKind.OPEN:
                # 【记者】张三: a bracket around the role word alone ends nothing
                if (token.text == "(" and before and before.kind is TokenKind.OTHER) or (
                    token.text == "[" and before and before.kind in {TokenKind.NAME, TokenKind.OTHER}
                ):
                    self._break()
            case TokenKind.OTHER:
                self._other(token)
            case _:
                pass

    def _end(self) -> None:
        self.leading, self.group, self.run, self.carried = None, [], [], _NOBODY

    def _break(self) -> None:
        self._end()
        self.told = []

    def _name(self, token: Token) -> None:
        self.run.append(token)
        self.group.append(token)
        self.told.append(token)
        if self.leading is None:
            self.roles[token.start] = self.carried or _BARE
            self.bare.add(token.start)
        else:
            named = ROLE_NAMES.get(self.leading.kind)
            self.roles[token.start] = named | self.carried if named else _NOBODY

    def _other(self, token: Token) -> None:
        """Words that are no part of the grammar: an affiliation, 报道, a sentence."""
        if _SENTENCE_END.search(token.text):
            self.told = []
        if _WIRED in token.text:
            self._give(self.run or self.group, _NOBODY)
        if _ASSUMED in token.text and self.leading is None:
            self._give(self.told, _NOBODY)
        if _TOLD.search(token.text):
            self._told()
        if self.leading and not self.group:
            if _SENTENCE_END.search(token.text):
                self.leading = None
            return
        if self.leading and self.run and _is_role_unknown(token.text):
            self.leading = replace(self.leading, kind=RoleKind.NOBODY)  # 实习记者 甲 指导老师 乙
        elif self.run and _CLAUSE_END.search(token.text):
            self.leading, self.carried, self.group = None, _NOBODY, []
        elif self.group and self.leading is None and _GAVE.search(token.text):
            self._give(self.group, frozenset({"photographer"}))
        self.run = []

    def _told(self) -> None:
        for name in self.group or self.run:
            if self.roles[name.start] == _BARE and self.leading is None:
                self.roles[name.start] = frozenset({"reporter"})

    def _give(self, names: Sequence[Token], roles: frozenset[RoleName]) -> None:
        for name in names:
            self.roles[name.start] = roles
            self.bare.discard(name.start)

    def _role(self, token: Token, before: Token | None, after: Token | None) -> None:
        role = token.role
        assert role is not None
        if role.kind is RoleKind.TOLD:
            self._told()
            self.run = []
        elif role.kind is RoleKind.SOURCE:
            self._end()
            self.leading = role
        elif before and before.kind is TokenKind.NAME and self._credits_before(role, before, after):
            self._credit_before(role)
        else:
            if self.leading is None:
                self._of_media(role)
            self._lead(role)

    def _of_media(self, role: RoleWord) -> None:
        """Let those report who stand behind a medium, where its people, or others, are named after them.

        `(青山网张某 江城网记者李某)`, `(青山日报 张某 通讯员 李某)`.
        """
        if role.kind is RoleKind.REPORTER and ends_medium(self.text, role.start):
            self._give([name for name in self.group if ends_medium(self.text, name.start)], _REPORTED)
        elif role.kind is RoleKind.CORRESPONDENT and len(self.group) == 1:
            before = len(self.text[: self.group[0].start].rstrip(" "))
            self._give(self.group if ends_medium(self.text, before) else [], _REPORTED)

    def _credits_before(self, role: RoleWord, before: Token, after: Token | None) -> bool:
        """Whether a role word right after a name credits that name, and not the ones after it."""
        gap = self.text[before.end : role.start]
        rest = self.text[role.end : after.start if after else len(self.text)].strip(" ")
        mark = self.text[self.leading.end : self.leading.end + 1] if self.leading else ""
        if mark and mark in ":/" and rest[:1] == mark and after and after.kind is TokenKind.NAME:
            return False  # 文：甲 摄：乙, 文/甲 摄/乙
        if gap.strip(" /") or (rest[:1] in {":", "/", "|", "·"} and role.word != TAKEN):
            return False
        if role.word in _AFTER_ALWAYS:
            return True
        if role.kind not in {RoleKind.PHOTOGRAPHER, RoleKind.BOTH} and role.word not in _AFTER:
            return False
        if "/" in gap:
            return True
        if role.word in _PICTURES and after and after.kind is TokenKind.OTHER and self._leads(*_WRITERS) and UNIT.search(after.text):
            return False  # 记者 王某 供图 青山社区
        if role.word in _LEADING and after and after.kind is TokenKind.NAME:
            return False
        followed = after is not None and after.kind in {TokenKind.NAME, TokenKind.ROLE, TokenKind.MEDIUM} and not _is_told(after)
        return not followed or role.kind is RoleKind.BOTH or (len(role.word) == 1 and not rest)

    def _credit_before(self, role: RoleWord) -> None:
        pictured = role.kind is RoleKind.PHOTOGRAPHER
        names = self.run if pictured and role.word != TAKEN and self.run else (self.run or self.group)
        if role.kind is RoleKind.BOTH:
            writers: frozenset[RoleName] = frozenset({"correspondent" if self._leads(RoleKind.CORRESPONDENT) else "reporter"})
            self._give(names, writers | {"photographer"})
            if self.leading is not None:
                self._add_pictures()
        elif role.kind in {RoleKind.PHOTOGRAPHER, RoleKind.EDITOR}:
            self._give(names, ROLE_NAMES[role.kind])
        else:
            self._give([name for name in names if self.leading is None], _BARE)
        self.run, self.group = [], []
        if role.kind is RoleKind.BOTH:
            self.leading = None

    def _add_pictures(self) -> None:
        """Let those took the pictures too who are named before with roles of their own."""
        for name in self.told:
            if self.roles[name.start] & _WRITING:
                self.roles[name.start] |= {"photographer"}

    def _leads(self, *kinds: RoleKind) -> bool:
        return self.leading is not None and self.leading.kind in kinds

    def _lead(self, role: RoleWord) -> None:
        """Let ``role`` lead the names that follow; of two role words in a row one rules, or both do."""
        leading = self.leading
        if leading is None or self.group:
            self._end()
            self.leading = role
        elif role.kind in {RoleKind.REPORTER, RoleKind.CORRESPONDENT}:
            if leading.kind is RoleKind.BOTH:  # 文/图 记者X
                self._end()
                self.leading, self.carried = role, frozenset({"photographer"})
            elif leading.kind is not RoleKind.EDITOR and (leading.kind is not RoleKind.PHOTOGRAPHER or leading.word in _PICTURES):
                self.leading = role
        elif _are_joined(leading, role):
            joined = _JOIN.fullmatch(self.text[leading.end : role.start])
            self.leading = replace(role, kind=RoleKind.BOTH) if joined else role
        elif _BOTH_SAID.fullmatch(self.text[leading.end : role.start]) and leading.kind in ROLE_NAMES and role.kind in ROLE_NAMES:
            self.leading, self.carried = role, self.carried | ROLE_NAMES[leading.kind]  # 撰稿·编辑/王某
        elif not (leading.kind is RoleKind.BOTH and role.kind is RoleKind.NOBODY):
            self._end()
            self.leading = role


def _is_role_unknown(word: str) -> bool:
    """Whether a word between two names is neither an office nor a medium nor a word of credits: rather a role that no list has."""
    return _WORD.fullmatch(word) is not None and not (UNIT.search(word) or MEDIUM_INSIDE.search(word) or _FILLED.search(word))


_WORD = re.compile(rf"[{HAN_RANGE}]{{3,6}}")
_FILLED = any_of([*_DATA["people"]["filler"], *_DATA["roles"]["told"]])


def _are_joined(leading: RoleWord, role: RoleWord) -> bool:
    """Whether two role words in a row are those of text and pictures: 文字/图片, 采写/摄影."""
    if {leading.kind, role.kind} == {RoleKind.AUTHOR, RoleKind.PHOTOGRAPHER}:
        return {leading.word, role.word} <= _JOINED
    return leading.kind is RoleKind.REPORTER and role.kind is RoleKind.PHOTOGRAPHER and role.word in _JOINED


def _is_told(token: Token) -> bool:
    return token.role is not None and token.role.kind is RoleKind.TOLD
