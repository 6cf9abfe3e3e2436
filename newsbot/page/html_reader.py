"""The parser's target: takes the stream of tags and text, and keeps blocks.

lxml calls :meth:`BlockReader.start`, :meth:`BlockReader.end` and :meth:`BlockReader.data` as it reads, so no tree is built. Text
gathers in a buffer until something breaks the line: a block-level tag, a <br>, a table cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from newsbot.model import Block, Features
from newsbot.page.guards import MAX_DEPTH
from newsbot.page.html_hidden import LONGEST_SHEET, hidden_by_sheet, is_hidden

MAX_HIDDEN = 20_000
"""Characters of hidden text kept; a repost farm was seen with 174,217 of them on one page."""
MAX_HIDDEN_BLOCKS = 300
MAX_TEXT = 1_000_000
"""Characters of visible text kept. The longest of 78 real pages has 60,000."""
MAX_LINKS = 5_000
MAX_IMAGES = 1_000
MAX_METAS = 300
MAX_META = 2_000
MAX_URL = 2_048
MAX_LABEL = 300
"""Characters of a link's text that are kept beside the block."""
MAX_NAMES = 240
MAX_TITLE = 1_000
MAX_DATA = 200_000
"""Characters of all JSON-LD scripts kept."""


class TooDeepError(Exception):
    """The page nests more than MAX_DEPTH tags."""


class _State(NamedTuple):
    """What holds for the text inside an element."""

    element: int
    tag: str
    names: str
    hidden: bool
    bold: bool
    centred: bool
    preformatted: bool
    href: str | None


_INLINE, _BLOCK, _BREAK, _SKIP, _IMAGE, _LINK, _BOLD, _TITLE, _HEAD = range(9)
_BLOCKS = (
    "address article aside blockquote body button caption center dd details dir div dl dt fieldset figcaption figure footer form "
    "frameset h1 h2 h3 h4 h5 h6 header html legend li main marquee menu nav ol optgroup option p pre section select summary table tbody "
    "td textarea tfoot th thead tr ul listing xmp plaintext"
)
_SKIPPED = "script style template noscript iframe svg object applet canvas video audio math noframes noembed datalist map"
_KIND = (
    dict.fromkeys(_BLOCKS.split(), _BLOCK)
    | dict.fromkeys(_SKIPPED.split(), _SKIP)
    | {"br": _BREAK, "hr": _BREAK, "img": _IMAGE, "a": _LINK, "b": _BOLD, "strong": _BOLD, "title": _TITLE}
    | dict.fromkeys(("meta", "link", "base"), _HEAD)
)
_PREFORMATTED = frozenset({"pre", "textarea", "listing", "xmp", "plaintext"})
_HEAVY = frozenset({"b", "strong", "th"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "img", "figcaption"})
_PIXELS = frozenset({"0", "1", "0px", "1px"})
_WHOLE = 0.8
"""Share of linked characters from which a block counts as one link."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Where lazy loading keeps the real address of an image, in the order in which they are believed (counted on 78 pages: data-src 9 pages,
# data-original 6, original 2, file (Discuz) 1).
_IMAGE_SOURCES = ("data-original", "data-src", "data-lazy-src", "data-echo", "original", "zoomfile", "file", "_src", "src")

_SPACE = re.compile(r"[ \t\r\n\f\v]{2,}+|[\t\r\n\f\v]")
_WIDE = "\u2014\u2018-\u201d\u2026\u3001-\u9fff\uff01-\uffef"
# A line break of the source inside running Chinese text: a browser shows nothing there. Behind a short line it may part two facts.
_SOURCE_BREAK = re.compile(rf"(?<=[{_WIDE}]{{15}})[ \t\r]{{0,40}}\n[ \t\r\n]{{0,200}}(?=[{_WIDE}])")
# Two ideographic blanks or four fixed ones behind the end of a sentence begin a paragraph.
_INDENT_INSIDE = re.compile(r"(?<=[。！？!?”’…）])[ \xa0]{0,4}(?:\u3000{2,9}|\xa0{4,12})(?=[^\s\u3000\xa0])")
_STYLE_BOLD = re.compile(r"font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)", re.IGNORECASE)
_STYLE_PRE = re.compile(r"white-space\s{0,3}:\s{0,3}pre", re.IGNORECASE)
_STYLE_CENTRED = re.compile(r"text-align\s{0,3}:\s{0,3}center", re.IGNORECASE)


class _Draft(NamedTuple):
    """A block before its container is known."""

    raw: str
    state: _State
    depth: int
    links: float
    hidden: bool
    bold: bool
    indented: bool
    target: str | None


class BlockReader:
    """Collects drafts of blocks; :meth:`finish` turns them into :attr:`blocks`. One instance reads one page."""

    def __init__(self, selectors: set[str]) -> None:
        """``selectors`` are the ``#id`` and ``.class`` known to be hidden before the first tag."""
        self.blocks: list[Block] = []
        self.title: str | None = None
        self.metas: dict[str, str] = {}
        self.canonical: str | None = None
        self.base: str | None = None
        self.language: str | None = None
        self.links: list[tuple[str, str, int]] = []
        self.data_scripts: list[str] = []
        self.times: list[tuple[int, str]] = []
        self.parents: list[int] = [0]
        self.cut = 0
        self._drafts: list[_Draft] = []
        self._selectors = selectors
        self._state = _State(0, "body", "", False, False, False, False, None)
        self._stack: list[_State] = []
        self._skipping = 0
        self._sink: list[str] | None = None
        self._sink_of = ""
        self._sheet_room, self._data_room, self._text_room, self._hidden_room = LONGEST_SHEET, MAX_DATA, MAX_TEXT, MAX_HIDDEN
        self._hidden_blocks = self._images = 0
        # the buffer: what has been read since the last break
        self._buffer: list[str] = []
        self._first = self._state
        self._first_depth = 0
        self._chars = self._linked = self._bold = 0
        self._hidden: list[str] = []
        self._hidden_state = self._state
        self._waiting: list[_Draft] = []
        self._open_links: list[tuple[str, str]] = []
        self._label: list[str] | None = None
        self._breaks = 99
        """How many <br> stand between the last draft and the buffer; 99 behind any other break."""

    # ------------------------------------------------------------------------------------------------ called by the parser

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""
        if self._skipping:
            self._skipping += 1
            return
        kind = _KIND.get(tag, _INLINE)
        if kind in {_SKIP, _TITLE}:
            self._skip(tag, attributes)
            return
        state = self._state
        stack = self._stack
        stack.append(state)
        if len(stack) > MAX_DEPTH:
            raise TooDeepError
        if kind == _BLOCK:
            if self._buffer or self._hidden:
                self.flush()
            self._breaks = 99
            parents = self.parents
            parents.append(state.element)
            self._state = self._inside(tag, tag, len(parents) - 1, state, attributes)
        elif attributes:
            if kind == _IMAGE:
                self._image(attributes)
            elif kind == _HEAD:
                self._about(tag, attributes)
            elif kind == _BREAK:
                self._break(tag)
            else:
                self._state = self._inside(tag, state.tag, state.element, state, attributes)
                if kind == _LINK and self._state.href is not None:
                    self._label = []
        elif kind == _BREAK:
            self._break(tag)
        elif kind == _BOLD and not state.bold:
            self._state = state._replace(bold=True)

    def end(self, tag: str) -> None:
        """A tag closes; every start has its end."""
        if self._skipping:
            self._skipping -= 1
            if not self._skipping and self._sink is not None:
                self._drain()
            return
        kind = _KIND.get(tag, _INLINE)
        if kind == _BLOCK:
            if self._buffer or self._hidden:
                self.flush()
            self._breaks = 99
        elif kind == _LINK and self._label is not None:
            self._close_link()
        self._state = self._stack.pop()

    def data(self, text: str) -> None:
        """Text between tags."""
        if self._skipping:
            if self._sink is not None:
                self._sink.append(text)
            return
        state = self._state
        if state.hidden:
            self._hide(text, state)
            return
        if text.isspace():
            if self._chars or "\u3000" in text or "\xa0" in text:
                self._buffer.append(text)
            return
        if not self._chars:
            self._first, self._first_depth = state, len(self._stack)
        if "\n" in text:
            if state.preformatted:
                first, *others = text.split("\n")
                self._add(first, state)
                for line in others:
                    self._break("br")
                    self._add(line, state)
                return
            text = _SOURCE_BREAK.sub("", text)
        self._add(text, state)

    def close(self) -> None:
        """The page ends."""
        self.flush()

    # ------------------------------------------------------------------------------------------------------------ elements

    def _inside(self, tag: str, block: str, element: int, state: _State, attributes: Mapping[str, str]) -> _State:
        """What holds inside an element that opens inside ``state``."""
        _, _, names, hidden, bold, centred, preformatted, href = state
        if attributes:
            classes, identity = attributes.get("class"), attributes.get("id")
            if classes or identity:
                names = f"{(classes or '')[:100]} {(identity or '')[:60]} {names}".lower()[:MAX_NAMES]
            hidden = hidden or is_hidden(tag, attributes, self._selectors)
            if style := attributes.get("style"):
                style = style[:500]
                bold = bold or _STYLE_BOLD.search(style) is not None
                centred = centred or _STYLE_CENTRED.search(style) is not None
                preformatted = preformatted or _STYLE_PRE.search(style) is not None
            if "align" in attributes:
                centred = attributes["align"].lower() in {"center", "middle"}
            if tag == "a":
                href = attributes.get("href", href)
            elif tag == "html":
                self.language = attributes.get("lang", self.language)
            elif tag == "time" and "datetime" in attributes and len(self.times) < MAX_METAS:
                self.times.append((len(self._drafts), attributes["datetime"][:100]))
        return _State(
            element,
            block,
            names,
            hidden,
            bold or tag in _HEAVY,
            centred or tag == "center",
            preformatted or tag in _PREFORMATTED,
            href,
        )

    def _skip(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._skipping = 1
        if (
            (tag == "title" and self.title is None)
            or (tag == "style" and self._sheet_room > 0 and not attributes.get("media", "").startswith(("print", "(")))
            or (tag == "script" and self._data_room > 0 and attributes.get("type", "").strip().lower() == "application/ld+json")
        ):
            self._sink, self._sink_of = [], tag

    def _drain(self) -> None:
        text = "".join(self._sink or ())
        self._sink = None
        if self._sink_of == "title":
            self.title = _SPACE.sub(" ", text[: 2 * MAX_TITLE]).strip()[:MAX_TITLE]
        elif self._sink_of == "style":
            text = text[: self._sheet_room]
            self._sheet_room -= len(text)
            self._selectors |= hidden_by_sheet(text)
        elif len(text) <= self._data_room:
            self._data_room -= len(text)
            self.data_scripts.append(text.strip())

    def _about(self, tag: str, attributes: Mapping[str, str]) -> None:
        """meta, link and base: what the page says of itself."""
        if tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or attributes.get("http-equiv")
            content = attributes.get("content")
            if name and content and len(self.metas) < MAX_METAS:
                self.metas.setdefault(name[:100].strip().lower(), content[:MAX_META].strip())
        elif (href := attributes.get("href")) and len(href) <= MAX_URL:
            if tag == "base":
                self.base = self.base or href.strip()
            elif "canonical" in attributes.get("rel", "").lower().split():
                self.canonical = self.canonical or href.strip()

    def _image(self, attributes: Mapping[str, str]) -> None:
        """An image becomes a block of its own: at once, or behind the text in whose line it stands."""
        source = None
        for name in _IMAGE_SOURCES:
            value = attributes.get(name)
            if value and len(value) <= MAX_URL and not value.lstrip().startswith("data:"):
                source = value.strip()
                break
        if self._images >= MAX_IMAGES or _pixel(attributes):
            return
        self._images += 1
        state = self._state
        alt = _SPACE.sub(" ", (attributes.get("alt") or attributes.get("title") or "")[:MAX_LABEL]).strip()
        linked = 1.0 if state.href is not None else 0.0
        hidden = state.hidden or is_hidden("img", attributes, self._selectors)
        if self._label is not None:
            self._label.append(alt)
        names = f"{attributes.get('class', '')[:100]} {attributes.get('id', '')[:60]} {state.names}".lower()[:MAX_NAMES]
        draft = _Draft(alt, state._replace(tag="img", names=names), len(self._stack), linked, hidden, False, False, source)
        if self._chars:
            self._waiting.append(draft)
        else:
            self._drafts.append(draft)
            self._breaks = 99

    def _break(self, tag: str) -> None:
        if self._buffer or self._hidden:
            self.flush()
        self._breaks = 99 if tag == "hr" else self._breaks + 1

    def _close_link(self) -> None:
        href, label = self._state.href, self._label
        self._label = None
        if not href or len(self.links) >= MAX_LINKS or len(href) > MAX_URL:
            return
        href = href.strip()
        if href.startswith("#") or href[:11].lower().startswith(("javascript:", "mailto:", "tel:", "about:", "data:")):
            return
        text = _SPACE.sub(" ", "".join(label or ())[:MAX_LABEL]).strip()
        if self._chars:
            self._open_links.append((href, text))
        else:
            self.links.append((href, text, max(len(self._drafts) - 1, 0)))

    # ---------------------------------------------------------------------------------------------------------- the buffer

    def _add(self, text: str, state: _State) -> None:
        size = len(text)
        if size > self._text_room:
            self.cut += size - self._text_room
            text = text[: self._text_room]
            size = len(text)
        self._text_room -= size
        self._buffer.append(text)
        self._chars += size
        if state.href is not None:
            self._linked += size
            if self._label is not None:
                self._label.append(text)
        if state.bold:
            self._bold += size

    def _hide(self, text: str, state: _State) -> None:
        if text.isspace():
            return
        if self._hidden_room <= 0 or self._hidden_blocks >= MAX_HIDDEN_BLOCKS:
            self.cut += len(text)
            return
        if len(text) > self._hidden_room:
            self.cut += len(text) - self._hidden_room
            text = text[: self._hidden_room]
        self._hidden_room -= len(text)
        self._hidden.append(text)
        self._hidden_state = state

    def flush(self) -> None:
        """Make what the buffer holds into a block; what was hidden in its midst becomes one in front of it."""
        if self._hidden:
            raw = _SPACE.sub(" ", "".join(self._hidden)).strip()
            self._hidden.clear()
            if raw:
                self._hidden_blocks += 1
                self._drafts.append(_Draft(raw, self._hidden_state, len(self._stack), 0.0, True, False, False, None))
                self._breaks = 99
        if not self._buffer:
            return
        text = "".join(self._buffer)
        self._buffer.clear()
        text = _SPACE.sub(" ", text)
        raw = text.strip()
        if raw:
            self._emit(text, raw)
        self._chars = self._linked = self._bold = 0
        if self._waiting:
            self._drafts += self._waiting
            self._waiting.clear()
            self._breaks = 99
        if self._open_links:
            at = max(len(self._drafts) - 1, 0)
            self.links += [(href, label, at) for href, label in self._open_links]
            self._open_links.clear()

    def _emit(self, text: str, raw: str) -> None:
        state = self._first
        indented = text.lstrip(" ").startswith(("\u3000\u3000", "\xa0\xa0"))
        links = min(self._linked / self._chars, 1.0) if self._linked else 0.0
        bold = self._bold * 10 >= self._chars * 9
        target = state.href if links > _WHOLE else None
        lines = _INDENT_INSIDE.split(raw) if "\u3000\u3000" in raw or "\xa0\xa0\xa0\xa0" in raw else [raw]
        for number, line in enumerate(lines):
            draft = _Draft(line, state, self._first_depth, links, False, bold, indented or number > 0, target)
            if self._breaks == 1 and self._drafts and _runs_on(self._drafts[-1], draft):
                self._drafts[-1] = _joined(self._drafts[-1], draft)
            else:
                self._drafts.append(draft)
            self._breaks = 0

    # ------------------------------------------------------------------------------------------------------------- the end

    def rest(self, text: str, cut: int) -> None:
        """Keep the text of what is not read tag by tag as one block. ``cut``: how many characters of it are not even kept."""
        self.cut += max(cut, 0)
        if raw := _SPACE.sub(" ", text).strip():
            self._drafts.append(_Draft(raw, self._state._replace(element=0, tag="rest", names=""), 0, 0.0, False, False, False, None))

    def finish(self, resolve: Callable[[str], str]) -> None:
        """Make the drafts into blocks, now that every element's content is known."""
        parents = self.parents
        texts = [0] * len(parents)
        for draft in self._drafts:
            if not draft.hidden and draft.state.tag != "img":
                texts[draft.state.element] += 1
        for number in range(len(parents) - 1, 0, -1):
            texts[parents[number]] += texts[number]
        for raw, state, depth, links, hidden, bold, indented, target in self._drafts:
            element = state.element
            container = parents[element] if state.tag in _PARAGRAPHS else element
            while container and texts[container] < 2:
                container = parents[container]
            features = Features(
                tag=state.tag,
                depth=depth,
                links=links,
                hidden=hidden,
                container=container,
                names=state.names,
                target=resolve(target) if target else None,
                bold=bold,
                element=element,
                indented=indented,
                centred=state.centred,
            )
            block = Block(raw, features=features)
            block.set_text(raw)
            self.blocks.append(block)


def _runs_on(above: _Draft, below: _Draft) -> bool:
    """Whether a single <br> between two lines is only a broken line: inside a heading, or in the middle of a sentence."""
    if above.state.element != below.state.element or above.hidden or below.indented or above.state.tag == "img":
        return False
    return above.state.tag in _HEADINGS


def _joined(above: _Draft, below: _Draft) -> _Draft:
    blank = " " if above.state.tag in _HEADINGS else ""
    return above._replace(raw=f"{above.raw}{blank}{below.raw}", bold=above.bold and below.bold, links=max(above.links, below.links))


def _pixel(attributes: Mapping[str, str]) -> bool:
    """Whether an image is one of those that only count visits."""
    return attributes.get("width", "").strip() in _PIXELS or attributes.get("height", "").strip() in _PIXELS
