"""A bound on markup that is checked before it is parsed, so that no page takes more time or memory than an honest one.

The parser is as exact as a browser and, like a browser, takes quadratic time in three things: open elements, attributes of one tag, and
formatting tags that are never closed (which it makes anew in every paragraph). Nearly all pages are too small in all three to hurt, which
one look at their brackets and separators tells. The others are cut into tags and lose those that are too many. Of text only that is lost
which no block could hold: the parser would take three times its bytes for it.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import Final, NamedTuple

from newsbot.html.drafts import MAX_BLOCK_CHARS, MAX_TEXT_CHARS
from newsbot.html.tags import FORMATTING, NEVER_NESTED, SCOPES

MAX_TAGS: Final = 20_000
"""Tags of a page. The largest of 497 real news pages and front pages has 15,754."""
MAX_DEPTH: Final = 400
"""Open elements; browsers stop at 512, the deepest of 497 real pages has 39."""
MAX_REOPENED: Final = 100_000
"""Elements that the parser makes anew for formatting tags left open: some 300 bytes and half a microsecond each."""
FEWEST_FORMATS: Final = 8
"""Formatting elements that may be open at once on any page."""
MAX_ATTRIBUTES: Final = 200
"""Attributes of one tag. The richest tag of 497 real pages has 26."""
MAX_PAGE_ATTRIBUTES: Final = 60_000
"""Attributes of one page that are kept where it is cut into tags: three for each of MAX_TAGS; the richest of 497 real pages has 10,709."""
MAX_REST: Final = 20_000
"""Characters kept of the text that stands after the last tag that is read."""

HARMLESS_TAGS: Final = 1_000
"""Tags of a page that cannot hurt, whatever they are: 500 open <font> in 500 paragraphs take .14 s and 67 MB."""
HARMLESS_NESTING: Final = 8_000
"""Tags of a page whose depth need not be known: so many <div> in each other take .15 s. What the parser does grows with the elements that
may be open times the tags that look through them, so that a page of more tags is as harmless where enough of them are end tags."""
HARMLESS_FORMATS: Final = 300_000
"""Formatting tags times tags of a page on which no more than a quarter of a million copies can be made."""
HARMLESS_SEPARATORS: Final = 10_000
"""White space, slashes and pairs of quotes of a page whose attributes cannot hurt: each needs one, and 10,000 in one tag take .2 s."""
MAX_SEPARATORS: Final = 250_000
"""The same, of a page whose attributes may be too many for the memory, though no tag has many."""

_SEPARATORS: Final = b" \t\r\n\f/"
_QUOTES: Final = b"\"'"
_NO_STRUCTURE: Final = bytes(set(range(256)) - set(b"<" + _SEPARATORS + _QUOTES))
# Markup cut into tags exactly as the standard's tokenizer does, so that nothing can be hidden from the bound.
_ATTRIBUTE = r"[^ \t\r\n\f/>][^ \t\r\n\f/>=]*+(?:[ \t\r\n\f]*+=[ \t\r\n\f]*+(?:\"[^\"]*+\"?|'[^']*+'?|[^ \t\r\n\f>\"'][^ \t\r\n\f>]*+|))?+"
_ATTRIBUTES = rf"(?:[ \t\r\n\f/]++|{_ATTRIBUTE})*+"
_BREAKS_OUT = (
    "b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|embed|h[1-6]|head|hr|i|img|li|listing|menu|meta|nobr|ol|p|pre|ruby|s|small|span|"
    "strong|strike|sub|sup|table|tt|u|ul|var|font"
)
"""Tags that end an <svg> or <math> in which they stand."""
_TAG = re.compile(
    r"<(?:!--(?:-?>|(?:[^-]++|-(?!-!?>))*+)"  # a comment
    rf"|(script|style|title|textarea|xmp|iframe|noframes|noembed|noscript)(?=[ \t\r\n\f/>]){_ATTRIBUTES}>?(?:[^<]++|<(?!/\1))*+"  # text
    rf"|((?:svg|math)(?=[ \t\r\n\f/>]){_ATTRIBUTES}(?:(?<=/)>|>?(?:[^<]++|<(?!/(?:svg|math)|(?:{_BREAKS_OUT})[ \t\r\n\f/>]))*+)"
    rf"|template(?=[ \t\r\n\f/>]){_ATTRIBUTES}>?(?:[^<]++|<(?!/template))*+"  # in these three other rules hold
    rf"|select(?=[ \t\r\n\f/>]){_ATTRIBUTES}>?)"
    rf"|(/?[a-z][^ \t\r\n\f/>]*+)({_ATTRIBUTES})>?"
    r"|[!?/][^>]*+>?)",  # a declaration
    re.IGNORECASE | re.ASCII,  # as the standard has it; beyond ASCII a comparison without case takes a third longer
)
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
_RICH_TAG = re.compile(
    rf"<[a-zA-Z][^ \t\r\n\f/>]{{0,200}}+(?=[ \t\r\n\f/])(?:[ \t\r\n\f/]++(?:{_ATTRIBUTE})?+|{_ATTRIBUTE}){{{MAX_ATTRIBUTES}}}".encode(
        "ascii"
    ),
)
"""A tag of more than MAX_ATTRIBUTES attributes."""
_FORMATTED = re.compile(
    rb"<(b|big|code|em|font|i|s|small|strike|strong|tt|u)(?=[ \t\r\n\f/])"
    + rf"{_ATTRIBUTES}>?(?:[^<]*+(</\1(?=[ \t\r\n\f/>])))?+".encode("ascii"),
    re.IGNORECASE,
)
"""A formatting tag with attributes, and its end tag where nothing but text stands between: of other formatting tags at most three of a
name stay open, and an <a> closes the one before it."""
_MAY_FORMAT = re.compile(
    rb"<[bcefistuBCEFISTU](?:[ \t\r\n\f/]|[iomtIOMT](?<=[^iI].)[a-zA-Z]{0,4}+[ \t\r\n\f/])",
)
"""More than all that _FORMATTED finds, in a fourth of its time: by the first two letters of their names, among which is no <img>."""
_LONG_RUN = re.compile(rf"<(?!script|style)[^<]{{{MAX_BLOCK_CHARS}}}[^<]*+", re.IGNORECASE)
"""A tag and what stands behind it up to the next one, where that is longer than a block; what is hidden may hang on a style sheet's end."""
_LONG_HEAD = re.compile(rf"[^<]{{{MAX_BLOCK_CHARS}}}[^<]*+")
_LOOK: Final = MAX_BLOCK_CHARS // 2
"""Characters of which such a text fills one stretch at least, wherever it begins: a page with a tag in each has none."""
_ENDS_OF_TAGS: Final = (">", '"', "'")
_ENDS_OF_LINES: Final = ("\n", "\r")
_CHARS_OF_REFERENCE: Final = 10
"""Characters with which markup may print one: ``&#x4E2D;`` has eight."""
_TAG_RUN = re.compile(r"(?:<[^<>]*+>[ \t\r\n]{0,99}+){20,}+")
_ANY_TAG = re.compile(r"<[^<>]*+>")


class Bounded(NamedTuple):
    """A page that cannot hurt the parser.

    ``rest`` is text after the last tag that is read, in a page of too many tags; ``cut`` counts the characters of text that were left out.
    """

    markup: str
    rest: str = ""
    cut: int = 0


def bounded(text: str, page: bytes) -> Bounded:
    """Return the page as markup that cannot hurt the parser. ``page`` is ``text`` in UTF-8."""
    markup, rest, cut = _of_few_tags(text, page)
    markup, endless = without_endless_text(markup)
    return Bounded(markup, rest, cut + endless)


def _of_few_tags(text: str, page: bytes) -> Bounded:
    """Return the page without the tags and attributes that are too many."""
    structure = page.translate(None, _NO_STRUCTURE)
    tags = structure.count(b"<")
    separators = len(structure) - tags
    if separators > HARMLESS_SEPARATORS:  # of quotation marks two make one
        separators -= sum(map(structure.count, (b'"', b"'"))) // 2
    many = separators > MAX_SEPARATORS
    if tags > MAX_TAGS:
        return _pruned(_TAG_RUN.sub("<br>", text), count_all=many)
    if many or _may_nest(page, tags) or (separators > HARMLESS_SEPARATORS and _RICH_TAG.search(page)):
        return _pruned(text, count_all=many)
    return Bounded(text)


def without_endless_text(markup: str) -> tuple[str, int]:
    """Leave out of a text between two tags what stands behind all that a block, or a page of many lines, could hold; count the characters.

    A bracket or quotation mark is never left out, so that all the parser takes for a tag, an attribute or text stays what it is. Where
    the most of a page would stay, all of it does: what stays is a copy.
    """
    if all(markup.find("<", at, at + _LOOK) >= 0 for at in range(0, len(markup) - _LOOK + 1, _LOOK)):
        return markup, 0
    kept: list[str] = []
    past = 0
    head = _LONG_HEAD.match(markup)
    for start, end in (match.span() for match in chain([head] if head else [], _LONG_RUN.finditer(markup))):
        text = 1 + max(markup.rfind(mark, start, end) for mark in _ENDS_OF_TAGS)
        text = max(text, start)
        begins = end - len(markup[text:end].lstrip())
        room = MAX_BLOCK_CHARS if max(markup.find(mark, begins, end) for mark in _ENDS_OF_LINES) < 0 else MAX_TEXT_CHARS
        if markup.find("&", begins, end) >= 0:
            room *= _CHARS_OF_REFERENCE
        if end - begins > room:
            kept.append(markup[past : begins + room])
            past = end
    kept.append(markup[past:])
    cut = len(markup) - sum(map(len, kept))
    return ("".join(kept), cut) if cut * 2 > len(markup) else (markup, 0)


def _may_nest(page: bytes, tags: int) -> bool:
    """Tell whether the page may nest too deep, or leave so much formatting open that the copies of it fill the memory."""
    if tags <= HARMLESS_TAGS:
        return False
    if tags > HARMLESS_NESTING and (tags - page.count(b"</")) * tags > HARMLESS_NESTING**2:
        return True
    if len(_MAY_FORMAT.findall(page)) * tags <= HARMLESS_FORMATS:
        return False
    return sum(not end for _, end in _FORMATTED.findall(page)) * tags > HARMLESS_FORMATS


class _Open:
    """The open elements of a page as far as their number goes; never fewer than the parser has."""

    def __init__(self, room: int) -> None:
        """``room``: formatting elements that may be open at once."""
        self.room = room
        self.depth = self.formats = 0
        self.scopes: list[tuple[str, dict[str, int]]] = [("", {})]
        """The elements out of which no end tag reaches, each with how many of a name are open in it."""

    def take(self, tag: str) -> bool:
        """Take a tag, an end tag with its slash; False where it must be left out."""
        if tag[0] == "/":
            self._end(tag[1:])
            return True
        return self._start(tag)

    def _start(self, name: str) -> bool:
        if name in NEVER_NESTED:
            return True
        formatting = name in FORMATTING
        if self.depth >= MAX_DEPTH or (formatting and self.formats >= self.room):
            return False
        self.depth += 1
        self.formats += formatting
        if name in SCOPES:
            self.scopes.append((name, {}))
        else:
            opened = self.scopes[-1][1]
            opened[name] = opened.get(name, 0) + 1
        return True

    def _end(self, name: str) -> None:
        """Close an element, where one of the name is open in the innermost scope."""
        if name in SCOPES:
            for at in range(len(self.scopes) - 1, 0, -1):
                if self.scopes[at][0] == name:
                    self.depth -= sum(1 + sum(opened.values()) for _, opened in self.scopes[at:])
                    del self.scopes[at:]
                    return
        opened = self.scopes[-1][1]
        if opened.get(name):
            opened[name] -= 1
            self.depth -= 1
            self.formats -= name in FORMATTING


def _pruned(text: str, *, count_all: bool) -> Bounded:
    """Leave out tags and attributes beyond the bounds; and <svg>, <math> and <template>, which show no text, and the frame of a <select>.

    In those four the parser reads tags by other rules, and what is open could not be told. ``count_all``: whether all attributes of the
    page may be too many, and not only those of one tag.
    """
    kept: list[str] = []
    past = attributes = 0
    opened = _Open(max(FEWEST_FORMATS, MAX_REOPENED // (1 + min(text.count("<"), MAX_TAGS))))
    for tags, tag in enumerate(_TAG.finditer(text), 1):
        if tags > MAX_TAGS:
            kept.append(text[past : tag.start()])
            return Bounded("".join(kept), *_rest_of(text, tag.start()))
        _, unseen, name, written = tag.groups()
        if unseen or (name and not opened.take(name.lower())):
            kept.append(text[past : tag.start()])
            past = tag.end()
        elif written and (count_all or len(written) > 2 * MAX_ATTRIBUTES):
            room = min(MAX_ATTRIBUTES, MAX_PAGE_ATTRIBUTES - attributes)
            few = [one[0] for one in islice(_ONE_ATTRIBUTE.finditer(written), room + 1)] if room > 0 else []  # not all: they may be 10 MB
            attributes += min(len(few), room)
            if len(few) > room or room <= 0:
                kept += text[past : tag.start(4)], " ", " ".join(few[:room]), ">"
                past = tag.end()
    kept.append(text[past:])
    return Bounded("".join(kept))


def _rest_of(text: str, start: int) -> tuple[str, int]:
    """Return the text after the last tag that is read, and how many characters of it were left out."""
    window = text[start : start + 10 * MAX_REST]
    rest = _ANY_TAG.sub(" ", window)
    return rest[:MAX_REST], max(len(rest) - MAX_REST, 0) + len(text) - start - len(window)
