"""What links to further pages are called: by their text, by what they say to screen readers, by their relation or class."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from newsbot.data import table
from newsbot.html.links import Link
from newsbot.words import either

MAX_PAGER_NAME_CHARS: Final = 16
"""Characters of a link's name; a headline has more."""
MAX_NUMBER_CHARS: Final = 8
"""Characters of a link that is called by the number of a page, brackets among them."""

_OPENS: Final = r"[\[【(（<《«‹]{0,3}\s{0,3}"
_CLOSES: Final = r"\s{0,3}[>›»❯⟩→\]】)）》]{0,3}"
_WORDS: Final = table("pager_words.toml")
_NUMBER: Final = re.compile(rf"[\[【(（{_WORDS['ordinal']}]?\s{{0,2}}(\d{{1,2}})\s{{0,2}}[{_WORDS['page']}\]】)）]?")
_NEXT_CLASS: Final = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-])", re.IGNORECASE)


def names_next(text: str) -> bool:
    """Return whether a text is the name of the page after this one: 下一页, Older posts, ».

    >>> names_next("【下一页】"), names_next("Older Posts →"), names_next("下一篇")
    (True, True, False)
    """
    return len(text) <= MAX_PAGER_NAME_CHARS and bool(_named("next").fullmatch(text.strip()))


def names_previous(text: str) -> bool:
    """Return whether a text is the name of the page before this one."""
    return len(text) <= MAX_PAGER_NAME_CHARS and bool(_named("previous").fullmatch(text.strip()))


def begins_as_next(text: str) -> bool:
    """Return whether a text begins with the name of the page after this one, whatever follows: 下一页 (2/20).

    >>> begins_as_next(">> 下一页(2/20)"), begins_as_next("» 20")
    (True, False)
    """
    return bool(_begun_as_next().match(text.lstrip()))


def names_before(text: str) -> bool:
    """Return whether a text is the name of a page before this one: the first, or the last that was read."""
    return names_previous(text) or number_in(text) == 1 or bool(_named("first").fullmatch(text.strip()[:MAX_PAGER_NAME_CHARS]))


def names_part(text: str) -> bool:
    """Return whether a text is what an article calls one of its pages: a number, 下一页, 上一页, 首页, 尾页, 阅读全文."""
    return (
        number_in(text) is not None
        or names_next(text)
        or names_before(text)
        or bool(_named("parts").fullmatch(text.strip()[:MAX_PAGER_NAME_CHARS]))
    )


def number_in(text: str) -> int | None:
    """Return the number of a page that is a link's whole name; None where it has another."""
    found = _NUMBER.fullmatch(text.strip()) if len(text) <= MAX_NUMBER_CHARS else None
    return int(found[1]) if found else None


def points_next(link: Link) -> bool:
    """Return whether a link is meant for the page after this one although its text does not say so.

    By its relation, by what it says to screen readers or shows when pointed at, or by a class where its own words are few. A section
    may be called so too: whether the address is that of a further page is for the caller to see.
    """
    said = link.attributes
    if "next" in said.get("rel", "").lower().split() or any(names_next(said.get(name, "")) for name in ("aria-label", "title")):
        return True
    return len(link.text) <= MAX_PAGER_NAME_CHARS and bool(_NEXT_CLASS.search(said.get("class", "")))


@cache
def _named(kind: str) -> re.Pattern[str]:
    signs = f"|(?:{either(_WORDS['arrows'])}){{1,3}}" if kind == "next" else ""
    return re.compile(rf"{_OPENS}(?:{either(_WORDS[kind])}{signs}){_CLOSES}", re.IGNORECASE)


@cache
def _begun_as_next() -> re.Pattern[str]:
    return re.compile(rf"{_OPENS}(?:{either(_WORDS['arrows'])}){{0,3}}\s{{0,3}}(?:{either(_WORDS['next'])})", re.IGNORECASE)
