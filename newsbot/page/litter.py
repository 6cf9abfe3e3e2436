"""Strings inside a line that are no text of anybody: markup printed as text, anti-copy strings of forums, an advertiser in front.

All three are told by their shape and by what stands around them, never by a site's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsbot.lines.measures import bigrams, han, is_paragraph
from newsbot.lines.watermark import Mark
from newsbot.page.words import one_of

MARKUP: Final = "litter.markup"
DRAWN: Final = "litter.anti-copy string"
ADVERTISER: Final = "litter.advertiser"
"""The rules, one for each kind."""
MIN_MARKS: Final = 3
"""Different marks in such a string; a formula, a list of options or page numbers have fewer."""
MIN_MIXED: Final = 2
"""Groups in it that join two of mark, letter and digit: single characters with blanks between them are a list."""
MAX_ADVERTISER_HAN: Final = 14
"""Han characters of an advertiser's name with its place and trade."""
MIN_ADVERTISER_HAN: Final = 4
MAX_LITTERED_CHARS: Final = 5000
"""Characters of a line that are looked at."""

MAX_BAR_CHARS: Final = 8
"""Characters at the end of a line in which the bar of a table stands."""
MAX_LINKED_CHARS: Final = 32
"""Characters in which an address in front of a text begins."""

_MARKUP = re.compile(
    r"</?[A-Za-z][A-Za-z0-9:-]{0,20}(?:\s{1,3}[A-Za-z:_-]{1,30}){0,3}(?:\s?=[^<>]{0,400})?\s{0,2}/?>"  # a tag
    r"|<!--[^<>]{0,200}-{0,2}>?|-->"  # a comment, or what is left of one
    r"|&(?:[a-zA-Z]{2,8}|#\d{2,5});"  # an entity that was escaped twice
    r"|!\[[^\[\]]{0,60}\]\([^()\s]{0,300}\)"  # an image as programs write it that turn pages into text
)
_MARKUP_HINT = ("<", "-->", "&", "![")
_BLANKS = (" ", "\u3000")
_BAR = re.compile(r"[ \t]{1,3}[|｜]$")
_PARTED = re.compile(r"[!-~] {1,2}[!-~]")
_FRONT = re.compile(r"[^\s\d]{4,20}[ \u3000]")
"""What strings drawn by lot, and an advertiser's name in front, have."""
_TOKENS = re.compile(r"(?<![!-~])[!-~]{1,3}(?: {1,2}[!-~]{1,3}){4,60}(?![!-~])")
_IN_FRONT = re.compile(r"^([^\s，。！？；：、“”（）()《》【】\[\]:,.!?;\d]{4,20})[ \u3000]{1,3}(?=\S)")
_LINKED = re.compile(
    r"^([^\s，。！？；、“”（）()《》【】]{0,20})[ \u3000]{0,3}https?://[\w./?=&%#:~\-]{4,300}[ \u3000]{1,3}(?=\S)", re.ASCII | re.IGNORECASE
)
"""A phrase with an address behind it, before the text: no report begins so."""
_TRADE = re.compile(rf"{one_of('trades')}$")


def find_litter(text: str) -> list[Mark]:
    """Find the pieces of a line that are litter, in reading order; ``block`` is 0 in each.

    >>> [mark.rule for mark in find_litter("<p>社区开展清洁家园活动。</p>")]
    ['litter.markup', 'litter.markup']
    """
    head = text[:MAX_LITTERED_CHARS]
    if not _may_be_littered(head):  # most lines
        return []
    found = [*_markup(head), *_drawn(head), *_bar(text)]
    if advertiser := _advertiser(head):
        found.append(advertiser)
    return sorted(found, key=lambda mark: mark.start)


def _may_be_littered(text: str) -> bool:
    """Whether a text has anything that every kind of litter has."""
    if any(hint in text for hint in _MARKUP_HINT) or text[-1:] in "|｜" or "://" in text[:MAX_LINKED_CHARS]:
        return True
    return any(blank in text for blank in _BLANKS) and (_PARTED.search(text) is not None or _FRONT.match(text) is not None)


def _markup(text: str) -> Iterator[Mark]:
    if any(hint in text for hint in _MARKUP_HINT):
        for match in _MARKUP.finditer(text):
            yield Mark(0, match.start(), match.end(), MARKUP)


def _bar(text: str) -> Iterator[Mark]:
    """The bar that a program puts behind a cell of a table when it turns a page into text."""
    if (bar := _BAR.search(text, max(0, len(text) - MAX_BAR_CHARS))) and is_paragraph(text[: bar.start()].rstrip()):
        yield Mark(0, bar.start(), len(text), MARKUP)


def _drawn(text: str) -> Iterator[Mark]:
    """Strings drawn by lot that forums hide between paragraphs, against copying: `" f+ G! m( U) [- G, a& ?4`; five groups and more."""
    for match in _TOKENS.finditer(text):
        tokens = match[0].split()
        marks = {character for character in match[0] if not character.isalnum() and character != " "}
        mixed = sum(len({_kind(c) for c in token}) > 1 for token in tokens)
        if len(marks) >= MIN_MARKS and mixed >= MIN_MIXED:
            yield Mark(0, match.start(), match.end(), DRAWN)


def _kind(character: str) -> str:
    return "letter" if character.isalpha() else "digit" if character.isdigit() else "mark"


def _advertiser(text: str) -> Mark | None:
    """An advertiser in front of the first sentence: words with an address behind them, or a name with a blank behind it.

    Such a name ends in a trade of which the text says nothing.
    """
    if (linked := _LINKED.match(text)) and is_paragraph(text[linked.end() :]):
        return Mark(0, 0, linked.end(), ADVERTISER)
    front = _IN_FRONT.match(text)
    if front is None or not MIN_ADVERTISER_HAN <= han(front[1]) <= MAX_ADVERTISER_HAN or not _TRADE.search(front[1]):
        return None
    rest = text[front.end() :]
    if not is_paragraph(rest) or bigrams(front[1][-2:]) & bigrams(rest):
        return None
    return Mark(0, 0, front.end(), ADVERTISER)
