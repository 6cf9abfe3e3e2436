"""CSS and XPath selectors that people write, checked when they are read and asked of a page's markup through parsel.

A selector finds elements; what follows wants blocks. Both hold the same text in the same order, so an element is found among the blocks
by counting the characters that are no white space. The page is parsed a second time for this, which is why selectors are asked only of
pages for which somebody wrote one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from cssselect import SelectorError
from cssselect.parser import Attrib, Class, Hash, Token
from cssselect.xpath import XPathExpr
from lxml import etree
from parsel import Selector
from parsel.csstranslator import HTMLTranslator

from newsbot.model import Block
from newsbot.said import said, said_of

MAX_SELECTORS: Final = 20
"""Selectors of one field of a rule."""
MAX_SELECTOR_CHARS: Final = 200
MAX_STEPS: Final = 8
"""Steps of one selector from elements to others."""
MAX_ELEMENTS: Final = 50
"""Elements that one step of a selector may find; what finds more is no rule for where something stands. XPath takes time in proportion
to the elements of a step times those of the page."""
MAX_MARKUP_CHARS: Final = 1_000_000
MAX_SELECTED_TAGS: Final = 10_000
"""Size of a page of which selectors are asked; the largest of 497 real pages has 8,100 tags."""
ANCHOR_CHARS: Final = 40
"""Characters by which the two ends of an element are found, where its text stands among the blocks in another form."""

Ways = tuple[tuple[str, ...], ...]
"""A selector in XPath: its alternatives, each as the steps that are taken one after the other."""

_XPATH = re.compile(r"\.?/")
_LITERAL = re.compile(r"'[^']{0,200}'|\"[^\"]{0,200}\"")
_NEVER = re.compile(r"(?:following|preceding)::|[\w-]:[\w-]{1,50}\(")
"""Steps to all that stands before or after an element, and functions from outside XPath 1.0, regular expressions among them."""
_FAR = re.compile(r"//|(?:descendant|ancestor)(?:-or-self)?::|sibling::|\[")
"""What is refused inside brackets: it would be asked of each element of the page, and look at all others."""
_NO_ELEMENT = re.compile(r"^/{0,2}(?:@|attribute::|text\(|comment\(|node\(|processing-instruction\()")
_BEGIN, _END, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
"""Code points that are no characters, and so in no page's text once they are taken out of it."""
_MARKS = re.compile(f"[{_BEGIN}{_END}{_CLOSE}]")
_MARK = re.compile(f"([{_BEGIN}{_END}])(\\d{{1,4}}){_CLOSE}")
_ENDS = re.compile(r"</(?:html|body)\s{0,9}>", re.IGNORECASE)
"""End tags after which libxml2 drops what a browser goes on to show: pages put together of several files have them in the middle."""
_NO_TEXT = ("script", "style", "noscript", "template", "textarea", "title")


class _QuirksTranslator(HTMLTranslator):
    """CSS to XPath with class and id names in lower case, as browsers compare them on pages without a document type."""

    def xpath_class(self, class_selector: Class) -> XPathExpr:
        return self.xpath_attrib_includes(self.xpath(class_selector.selector), "@class", class_selector.class_name.lower())

    def xpath_hash(self, id_selector: Hash) -> XPathExpr:
        return self.xpath_attrib_equals(self.xpath(id_selector.selector), "@id", id_selector.id.lower())

    def xpath_attrib(self, selector: Attrib) -> XPathExpr:
        value = selector.value
        if value is not None and selector.attrib.lower() in {"class", "id"}:
            lowered = Token("STRING", str(value.value).lower(), value.pos)
            selector = Attrib(selector.selector, selector.namespace, selector.attrib, selector.operator, lowered)
        return super().xpath_attrib(selector)


@lru_cache(maxsize=1024)
def ways_of(selector: str) -> Ways:
    """Return the XPath of a CSS or XPath selector. Raises ValueError saying what is wrong with it.

    What begins with ``/`` or ``./`` is XPath. Class and id names are asked in lower case. A selector that finds no elements (``::text``,
    ``@href``) is refused, and so is one that could take long on a page made for it, since archives bring selectors too.

    >>> ways_of("div#zoom > p")
    (("descendant-or-self::div[@id = 'zoom']", '/p'),)
    >>> ways_of("div[")
    Traceback (most recent call last):
    ValueError: 'div[' is no CSS selector (Expected ident or '*', got <EOF at 4>)
    """
    if len(selector) > MAX_SELECTOR_CHARS:
        raise ValueError(
            said(
                "{which!r}… has more than {max_selector_chars} characters",
                which=selector[:40],
                max_selector_chars=MAX_SELECTOR_CHARS,
            )
        )
    kind = "XPath" if _XPATH.match(selector) else "CSS"
    try:
        xpath = selector if kind == "XPath" else _QuirksTranslator().css_to_xpath(selector)
        Selector(root=etree.Element("html"), type="html").xpath(xpath)
    except (SelectorError, ValueError) as error:
        raise ValueError(said("{selector!r} is no {kind} selector ({why})", selector=selector, kind=kind, why=said_of(error))) from None
    ways, inside = _parted(xpath)
    if any(_NO_ELEMENT.match(way[-1]) for way in ways):
        raise ValueError(said("{selector!r} finds texts or attributes; it should find elements", selector=selector))
    if sum(map(len, ways)) > MAX_STEPS:
        raise ValueError(said("{selector!r} takes more than {max_steps} steps", selector=selector, max_steps=MAX_STEPS))
    if _FAR.search(inside) or _NEVER.search(_LITERAL.sub("''", xpath)):
        raise ValueError(
            said(
                "{selector!r} asks for too much: inside brackets only the element itself and its children can be asked for",
                selector=selector,
            )
        )
    return ways


def check_selectors(by_field: Mapping[str, Sequence[str]]) -> None:
    """Raise ValueError naming the field and the selector, where one of a rule's is none, or where there are too many."""
    for field, selectors in by_field.items():
        if len(selectors) > MAX_SELECTORS:
            raise ValueError(said("{field} has more than {max_selectors} selectors", field=field, max_selectors=MAX_SELECTORS))
        for selector in selectors:
            try:
                ways_of(selector)
            except ValueError as error:
                raise ValueError(said("{field}: {why}", field=field, why=said_of(error))) from error


def _parted(xpath: str) -> tuple[Ways, str]:
    """Return the alternatives of an XPath by their steps, and what stands inside its brackets, texts left out."""
    blank = _LITERAL.sub(lambda text: "'" + "_" * (len(text[0]) - 2) + "'", xpath)
    depth, start = 0, 0
    ways: list[tuple[str, ...]] = []
    steps: list[str] = []
    inside = []
    for at, character in enumerate(blank):
        depth += character in "[("
        inside.append(character if depth and not (depth == 1 and character == "[") else " ")
        depth -= character in "])"
        if not depth and at > start and ((character == "/" and blank[at - 1] != "/") or character == "|"):
            steps.append(xpath[start:at].strip())
            start = at
            if character == "|":
                ways.append(tuple(steps))
                steps, start = [], at + 1
    ways.append((*steps, xpath[start:].strip()))
    return tuple(ways), "".join(inside)


@dataclass(frozen=True, slots=True)
class Selected:
    """One element that a selector found.

    ``text``: what stands in it, on one line. ``blocks``: those of which at least half stands in it, images among them. ``touches``:
    those of which any part does.
    """

    text: str
    blocks: tuple[int, ...]
    touches: tuple[int, ...]


def select(markup: str, blocks: Sequence[Block], selectors: Sequence[str]) -> list[list[Selected]]:
    """Return for each selector the elements that it finds, in the order of the page. ``blocks`` are what the page was read into.

    Nothing is found on a page that is larger than selectors are asked of. Raises ValueError on what is no selector.
    """
    asked = [ways_of(selector) for selector in selectors]
    if len(markup) > MAX_MARKUP_CHARS or markup.count("<") > MAX_SELECTED_TAGS or (root := _parsed(markup)) is None:
        return [[] for _ in asked]
    order = {element: n for n, element in enumerate(root.iter())}
    elements: dict[Any, int] = {}
    found: list[list[int]] = []
    for ways in asked:
        hits = sorted({hit for way in ways for hit in _taken(root, way)}, key=order.__getitem__)
        found.append([elements.setdefault(element, len(elements)) for element in hits])
    spans, text = _spans(root, list(elements))
    places = _Places(blocks, text)
    images = [_image_names(element) for element in elements]
    known = [Selected(_line(element), *places.blocks_in(*spans[n], images[n])) for element, n in elements.items()]
    return [[known[n] for n in numbers] for numbers in found]


def _taken(root: Any, way: tuple[str, ...]) -> list[Any]:
    """Return the elements to which the steps lead; none where a step finds too many."""
    here = [root]
    for number, step in enumerate(way):
        path = f".{step}" if number and step.startswith("/") else step
        reached: dict[Any, None] = {}
        for element in here:
            reached |= dict.fromkeys(hit.root for hit in Selector(root=element, type="html").xpath(path))
            if len(reached) > MAX_ELEMENTS:
                return []
        here = list(reached)
    return here


def _parsed(markup: str) -> Any | None:
    """Parse the page, and put class and id names into lower case; None where there is nothing to parse."""
    text = _ENDS.sub("", _unmarked(markup)).strip() or "<html/>"
    root: Any = Selector(body=text.encode("utf-8", "replace"), encoding="utf-8", type="html", huge_tree=False).root
    if not etree.iselement(root):
        return None
    etree.strip_elements(root, etree.Comment, *_NO_TEXT, with_tail=False)
    for element in root.iter(etree.Element):
        for name in ("class", "id"):
            if (value := element.get(name)) is not None:
                element.set(name, value.lower())
    return root


def _spans(root: Any, elements: list[Any]) -> tuple[list[tuple[int, int]], str]:
    """Return where each element begins and ends in the page's text without white space, and that text."""
    for n, element in enumerate(elements):
        element.text = f"{_BEGIN}{n}{_CLOSE}{element.text or ''}"
        last = element[-1] if len(element) else None
        if last is None:
            element.text += f"{_END}{n}{_CLOSE}"
        else:
            last.tail = f"{last.tail or ''}{_END}{n}{_CLOSE}"
    marked = "".join(etree.tostring(root, method="text", encoding="unicode").split())
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    pieces: list[str] = []
    size = past = 0
    for mark in _MARK.finditer(marked):
        pieces.append(marked[past : mark.start()])
        size += mark.start() - past
        past = mark.end()
        (begins if mark[1] == _BEGIN else ends)[int(mark[2])] = size
    pieces.append(marked[past:])
    return [(begins[n], ends[n]) for n in range(len(elements))], "".join(pieces)


class _Places:
    """Where the blocks stand in their own text without white space, and how the text of the markup leads there."""

    def __init__(self, blocks: Sequence[Block], text: str) -> None:
        self.blocks = blocks
        self.text = text
        self.starts: list[int] = []
        pieces: list[str] = []
        size = 0
        for block in blocks:
            piece = "".join(_unmarked(block.raw).split()) if block.features.tag != "img" else ""
            self.starts.append(size)
            size += len(piece)
            pieces.append(piece)
        self.starts.append(size)
        self.own = "".join(pieces)

    def blocks_in(self, start: int, end: int, images: frozenset[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the blocks of which at least half stands between two places of the markup's text, with the images of these names there.

        And all of which any part does.
        """
        first, last = self._own_span(start, end)
        inside, touched = [], []
        for n, block in enumerate(self.blocks):
            low, high = self.starts[n], self.starts[n + 1]
            shared = min(high, last) - max(low, first)
            if block.features.tag == "img":
                if first < low < last or (first <= low <= last and _name(block.features.target) in images):
                    inside.append(n)
            elif shared > 0:
                touched.append(n)
                if 2 * shared >= high - low:
                    inside.append(n)
        return tuple(inside), tuple(touched)

    def _own_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where that text stands among the blocks; nowhere (0, 0) where it cannot be found."""
        if self.own == self.text:
            return start, end
        wanted = self.text[start:end]
        if not wanted:
            return 0, 0
        if (first := self._nearest(wanted, start)) >= 0:
            return first, first + len(wanted)
        head, tail = wanted[:ANCHOR_CHARS], wanted[-ANCHOR_CHARS:]
        if (first := self._nearest(head, start)) < 0:
            return 0, 0
        last = self._nearest(tail, first + len(wanted) - len(tail))
        return (first, last + len(tail)) if last >= first else (0, 0)

    def _nearest(self, wanted: str, place: int) -> int:
        """Return where ``wanted`` stands nearest to a place; -1 where it stands nowhere."""
        after, before = self.own.find(wanted, place), self.own.rfind(wanted, 0, min(place + len(wanted), len(self.own)))
        both = [at for at in (before, after) if at >= 0]
        return min(both, key=lambda at: abs(at - place), default=-1)


def _unmarked(text: str) -> str:
    """Return a text without our marks; that none has any is seen faster than they are replaced."""
    return _MARKS.sub("", text) if any(mark in text for mark in (_BEGIN, _END, _CLOSE)) else text


def _line(element: Any) -> str:
    return " ".join(_MARK.sub("", etree.tostring(element, method="text", encoding="unicode", with_tail=False)).split())


def _image_names(element: Any) -> frozenset[str]:
    """Return the file names that the images in an element may have: their addresses stand under many names."""
    return frozenset(_name(value) for image in element.iter("img") for value in image.attrib.values() if "/" in value or "." in value) - {
        ""
    }


def _name(address: str | None) -> str:
    return (address or "").strip().rpartition("/")[2]
