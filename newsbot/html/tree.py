"""A page as the tree that a browser with scripting builds: the only module that knows the parser.

Whoever wants elements of a page asks for them by a CSS selector; reading a report needs none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode, create_tag

from newsbot.html.bound import bounded
from newsbot.html.hidden import written_markup

MAX_SELECTED: Final = 5_000
"""Elements of one page that one selector finds."""


MAX_TEXT_NODES: Final = 500
"""Nodes inside one element that are looked at for its text."""


def inner_text(node: LexborNode, most: int) -> str:
    """Return the first ``most`` characters inside a node; of one that holds very many nodes, those of the first."""
    parts: list[str] = []
    for inner in islice(node.traverse(include_text=True), MAX_TEXT_NODES):
        if (text := inner.text_content) is not None:
            parts.append(text)
            most -= len(text)
            if most <= 0:
                parts[-1] = text[: len(text) + most]
                break
    return "".join(parts)


class Element:
    """An element of a page."""

    __slots__ = ("_node",)

    def __init__(self, node: LexborNode) -> None:
        self._node = node

    @property
    def tag(self) -> str:
        """The name of its tag, in lower case."""
        return self._node.tag or ""

    @property
    def attributes(self) -> dict[str, str]:
        """Its attributes, character references undone; those without a value are empty."""
        return {name: value or "" for name, value in self._node.attributes.items()}

    def text(self, most: int) -> str:
        """Return its first ``most`` characters, as they stand in the tree: white space is kept, and scripts are text."""
        return inner_text(self._node, most)

    def select(self, selector: str, most: int = MAX_SELECTED) -> list[Element]:
        """Return the first ``most`` elements inside it that the CSS selector finds, in the order of the page."""
        return [Element(node) for node in self._node.css(selector)[:most]]


_CLOSED = re.compile(rb"</(?:body|html)\b", re.IGNORECASE)
_OPENS, _CLOSES = (re.compile(rb"<" + slash + rb"(?:div|section|article|main|table)\b", re.IGNORECASE) for slash in (b"", b"/"))


class Tree:
    """A page parsed.

    ``rest`` is text that was cut off, without its tags, in a page of too many tags; ``cut`` counts the characters of it that were left out.
    ``source`` is what was parsed, in UTF-8.
    """

    __slots__ = ("_parser", "cut", "rest", "source")

    def __init__(self, parser: LexborHTMLParser, source: bytes, rest: str = "", cut: int = 0) -> None:
        self._parser, self.source, self.rest, self.cut = parser, source, rest, cut

    @property
    def root(self) -> LexborNode | None:
        """The element <html>, for those who walk."""
        return self._parser.root

    def ends_open(self) -> bool:
        """Tell whether the source stops before its end: neither <body> nor <html> is closed, and more boxes are opened than closed."""
        source = self._parser.raw_html
        return _CLOSED.search(source) is None and len(_OPENS.findall(source)) > len(_CLOSES.findall(source))

    def closes_too_often(self) -> bool:
        """Tell whether the source closes more boxes than it opens: what follows such a tag stands outside of the box of its text."""
        source = self._parser.raw_html
        return len(_CLOSES.findall(source)) > len(_OPENS.findall(source))

    def mentions(self, wanted: re.Pattern[bytes]) -> bool:
        """Tell whether such bytes stand anywhere in the page's source."""
        return wanted.search(self._parser.raw_html) is not None

    def select(self, selector: str, most: int = MAX_SELECTED) -> list[Element]:
        """Return the first ``most`` elements that the CSS selector finds, in the order of the page."""
        return [Element(node) for node in self._parser.css(selector)[:most]]


def parse(text: str, in_utf8: bytes | None = None) -> Tree:
    """Parse a page, already decoded. Never raises, and takes no more time or memory than the bounds allow.

    ``in_utf8`` is the same text as bytes, where somebody has them.
    """
    page = text.encode("utf-8", "replace") if in_utf8 is None else in_utf8
    if b"\0" in page:
        text = text.replace("\0", "")
        page = page.replace(b"\0", b"")
    markup, rest, cut = bounded(text, page)
    if b"document.write" in page:
        markup = written_markup(markup)
    if markup is not text:
        page = markup.encode("utf-8", "replace")
    parser = LexborHTMLParser(page, scripting=True, options=LexborDocumentOptions.WO_EVENTS)
    return Tree(parser, page, rest, cut)


@lru_cache
def tag_number(name: str) -> int:
    """Return the parser's number of a tag, which costs a third of its name. ``-text``, ``-comment`` and ``-doctype`` have numbers too."""
    if not name.startswith("-"):
        return create_tag(name).tag_id
    sample = LexborHTMLParser("<!doctype html><!--x-->x").body
    assert sample is not None
    node = sample.first_child if name == "-text" else sample.parent
    while node is not None and node.tag != name:
        node = node.prev
    assert node is not None
    return node.tag_id
