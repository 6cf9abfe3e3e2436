"""A bound on markup that is checked before it is parsed, so that no page takes more time or memory than an honest one.

The parser is as exact as a browser and, like a browser, takes quadratic time in three things: open elements, attributes of one tag, and
formatting tags that are never closed (which it makes anew in every paragraph). Nearly all pages are too small in all three to hurt, which
one look at their brackets and separators tells. The others are cut into tags and lose those that are too many; text is never lost.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from newsbot.html.tags import FORMATTING, NEVER_NESTED, SCOPES

MAX_TAGS: Final = 20_000
"""Tags of a page. The largest of 497 real news pages and front pages has 9,100."""
MAX_DEPTH: Final = 400
"""Open elements; browsers stop at 512, the deepest of 497 real pages has 60."""
MAX_COPIES: Final = 100_000
"""Elements that the parser makes anew for formatting tags left open: some 300 bytes and half a microsecond each."""
FEWEST_FORMATS: Final = 8
"""Formatting elements that may be open at once on any page."""
MAX_ATTRIBUTES: Final = 200
"""Attributes of one tag that are kept where a page is cut into tags."""
MAX_PAGE_ATTRIBUTES: Final = 60_000
"""Attributes of one page that are kept where it is cut into tags: three for each of MAX_TAGS."""
MAX_REST: Final = 20_000
"""Characters kept of the text that stands after the last tag that is read."""

HARMLESS_TAGS: Final = 1_000
"""Tags of a page that cannot hurt, whatever they are: 500 open <font> in 500 paragraphs take .14 s and 67 MB."""
HARMLESS_NESTING: Final = 8_000
"""Tags of a page whose depth need not be known: so many <div> in each other take .15 s."""
HARMLESS_SEPARATORS: Final = 10_000
"""White space, slashes and pairs of quotes of a page whose attributes cannot hurt: each needs one, and 10,000 in one tag take .2 s."""
MAX_SEPARATORS: Final = 400_000
"""The same, of a page whose attributes may be too many for the memory, though no tag has many."""
LONG_TAG: Final = 2_000
"""Characters without a bracket that may be a tag of very many attributes."""
FEW_QUOTED_BRACKETS: Final = 10
"""Values with a bracket in them that cannot hide the end of such a tag often enough."""

_SEPARATORS: Final = b" \t\r\n\f/"
_QUOTES: Final = b"\"'"
_NO_STRUCTURE: Final = bytes(set(range(256)) - set(b"<" + _SEPARATORS + _QUOTES))
_LONG_RUN = re.compile(rb"<[a-zA-Z][^<>]{%d}" % LONG_TAG)
_QUOTED_BRACKET = re.compile(rb"=[ \t\r\n]*+(?:\"[^\"<>]*+[<>]|'[^'<>]*+[<>])")

_FORMATTED_START = re.compile(rb"<(?=[bcefistuBCEFISTU])(?i:b|big|code|em|font|i|s|small|strike|strong|tt|u)[\s/]")
"""A formatting tag with attributes: of others at most three of a name stay open, and an <a> closes the one before it."""
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
    re.IGNORECASE,
)
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
_TAG_RUN = re.compile(r"(?:<[^<>]*+>[ \t\r\n]{0,99}+){20,}+")
_ANY_TAG = re.compile(r"<[^<>]*+>")


class Bounded(NamedTuple):
    """A page that cannot hurt the parser.

    ``rest`` is text after the last tag that is read, in a page of too many tags; ``cut`` counts the characters of it that were left out.
    """

    markup: str
    rest: str = ""
    cut: int = 0


def bounded(text: str, page: bytes) -> Bounded:
    """Return the page as markup that cannot hurt the parser. ``page`` is ``text`` in UTF-8."""
    structure = page.translate(None, _NO_STRUCTURE)
    tags = structure.count(b"<")
    if tags > MAX_TAGS:
        return _pruned(_TAG_RUN.sub("<br>", text))
    if _may_nest(page, tags) or _may_be_long(page, len(structure) - tags, structure):
        return _pruned(text)
    return Bounded(text)


def _may_nest(page: bytes, tags: int) -> bool:
    """Tell whether the page may nest too deep, or leave so much formatting open that the copies of it fill the memory."""
    if tags <= HARMLESS_TAGS:
        return False
    return tags > HARMLESS_NESTING or len(_FORMATTED_START.findall(page)) * tags > 2 * MAX_COPIES


def _may_be_long(page: bytes, marks: int, structure: bytes) -> bool:
    """Tell whether one tag, or the whole page, may have too many attributes. ``marks``: separators and quotation marks of the page."""
    if marks <= HARMLESS_SEPARATORS:
        return False
    separators = marks - sum(map(structure.count, (b'"', b"'"))) // 2
    if separators <= HARMLESS_SEPARATORS:
        return False
    if separators > MAX_SEPARATORS or _LONG_RUN.search(page):
        return True
    return len(_QUOTED_BRACKET.findall(page)) > FEW_QUOTED_BRACKETS


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


def _pruned(text: str) -> Bounded:
    """Leave out tags and attributes beyond the bounds; and <svg>, <math> and <template>, which show no text, and the frame of a <select>.

    In those four the parser reads tags by other rules, and what is open could not be told.
    """
    kept: list[str] = []
    past = attributes = 0
    opened = _Open(max(FEWEST_FORMATS, MAX_COPIES // (1 + min(text.count("<"), MAX_TAGS))))
    for tags, tag in enumerate(_TAG.finditer(text), 1):
        if tags > MAX_TAGS:
            kept.append(text[past : tag.start()])
            return Bounded("".join(kept), *_rest_of(text, tag.start()))
        name, written = tag[3], tag[4]
        if tag[2] or (name and not opened.take(name.lower())):
            kept.append(text[past : tag.start()])
            past = tag.end()
        elif written and len(written) > 1:
            few = _ONE_ATTRIBUTE.findall(written)
            room = min(MAX_ATTRIBUTES, MAX_PAGE_ATTRIBUTES - attributes)
            attributes += len(few)
            if len(few) > room:
                kept += text[past : tag.start(4)], " ", " ".join(few[: max(room, 0)]), ">"
                past = tag.end()
    kept.append(text[past:])
    return Bounded("".join(kept))


def _rest_of(text: str, start: int) -> tuple[str, int]:
    """Return the text after the last tag that is read, and how many characters of it were left out."""
    window = text[start : start + 10 * MAX_REST]
    rest = _ANY_TAG.sub(" ", window)
    return rest[:MAX_REST], max(len(rest) - MAX_REST, 0) + len(text) - start - len(window)
