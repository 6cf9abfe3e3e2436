"""The broken expressions of a text that a machine rewrote (伪原创), each with what is usually printed in its place.

Such machines put a word of a dictionary in place of another, or translate to and fro, and break what stands fixed in Chinese:
志愿服务 becomes 意愿效劳, 先锋模范作用 becomes 前锋榜样感化, 移风易俗 becomes 移风移俗. Three tables in newsbot/data/spun_terms.toml:
words that no paper prints; expressions of two halves, with what programs put in place of either; frames in which one thing alone
can stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Final, NamedTuple

from newsbot.data import table
from newsbot.words import Terms, is_han

MAX_FRAMED_CHARS: Final = 4
"""Characters of the word that may stand in a frame instead of the usual one."""

WORD_CHARS: Final = 2
"""Characters of most words, which a frame is read with where it has one side only."""

_FRAME = re.compile(r"([^\[\]]{0,12})\[([^\[\]]{1,200})\]([^\[\]]{0,12})")


class _Frame(NamedTuple):
    left: str
    """Two characters and more, or nothing."""
    allowed: tuple[str, ...]
    right: str
    """Where ``left`` is nothing: two characters and more."""

    @property
    def usual(self) -> str:
        return self.left + self.allowed[0] + self.right

    def broken(self, text: str, at: int) -> str | None:
        """What stands at ``at``, where the frame begins (where it has no left side: where its right side begins), if it is broken."""
        if not self.left:
            before = text[max(0, at - WORD_CHARS) : at]
            return None if len(before) < WORD_CHARS or not is_han(before) or text.endswith(self.allowed, 0, at) else before + self.right
        start = at + len(self.left)
        if not self.right:
            word = text[start : start + WORD_CHARS]
            return None if len(word) < WORD_CHARS or not is_han(word) or text.startswith(self.allowed, start) else self.left + word
        if text.startswith(tuple(allowed + self.right for allowed in self.allowed), start):
            return None
        end = text.find(self.right, start + 1, start + MAX_FRAMED_CHARS + len(self.right))
        word = text[start:end] if end > 0 else ""
        return None if not is_han(word) or any(allowed in word for allowed in self.allowed) else self.left + word + self.right


class _Tables(NamedTuple):
    broken: dict[str, tuple[str, str]]
    """A broken expression -> the word that broke it, and the usual expression; nothing for a word that no paper prints."""
    frames: dict[str, list[_Frame]]
    """The side by which a frame is found -> the frames."""
    terms: Terms
    """All of both, and what may stand all the same, so that nothing is found inside it."""


@cache
def _tables() -> _Tables:
    data = table("spun_terms.toml")
    synonyms, also = data["synonyms"], set(data["expressions"]["also"].split())
    broken = {word: (word, "") for word in data["certain"].split()}
    usual = dict.fromkeys(data["expressions"]["usual"].split())
    for expression in usual:
        first, second = expression[:2], expression[2:]
        for one, other in product((first, *synonyms.get(first, ())), (second, *synonyms.get(second, ()))):
            if (form := one + other) not in also and form not in usual:
                broken.setdefault(form, (one if one != first else other, expression))
    frames: dict[str, list[_Frame]] = {}
    for line in data["expressions"]["frames"].split():
        if match := _FRAME.fullmatch(line):
            frame = _Frame(match[1], tuple(match[2].split("|")), match[3])
            frames.setdefault(frame.left or frame.right, []).append(frame)
    return _Tables(broken, frames, Terms([*broken, *frames, *also]))


def broken_expressions(text: str) -> dict[str, str]:
    """Return what is broken in ``text`` -> what is usually printed there (nothing for a word that no paper prints).

    A word that breaks several expressions counts once, and so does an expression broken in several ways: a text that says 住民 throughout
    may be from Taiwan.
    """
    found: dict[str, str] = {}
    seen: set[str] = set()
    for by, wrong, usual in _broken(text):
        if by not in seen and usual not in seen:
            seen |= {by, usual} - {""}
            found[wrong] = usual
    return found


def _broken(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield what broke an expression, the broken expression and the usual one."""
    tables = _tables()
    for at, term in tables.terms.find(text):
        if term in tables.broken:
            by, usual = tables.broken[term]
            yield by, term, usual
        for frame in tables.frames.get(term, ()):
            if wrong := frame.broken(text, at):
                yield frame.usual, wrong, frame.usual
