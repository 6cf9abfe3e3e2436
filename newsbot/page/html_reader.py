"""Tokens to drafts of blocks: which text stands in one line, and what the markup says of it.

Text gathers in a buffer until something breaks the line: a block-level tag, a <br>, a table cell. The loop of :func:`read_drafts` runs
some 1,200 times a page and decides how fast pages are read; it keeps to local names and plain tuples, and what is rare stands apart.

Missing end tags are understood as HTML's own rules say: a block closes an open paragraph, an item the item before it, a cell its row's
last cell; an end tag without its start tag only breaks the line, and none reaches out of its table cell.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from html import unescape

from newsbot.page.html_hidden import HIDING, LETTERS_OF, SHOWN_LATER, hidden_by_sheet, is_tiny, read_style
from newsbot.page.html_tokens import Markup, attributes, tokens

MAX_HIDDEN = 20_000
"""Characters of hidden text kept; a repost farm was seen with 174,217 of them on one page."""
MAX_HIDDEN_BLOCKS = 300
MAX_TEXT = 1_000_000
"""Characters of visible text kept. The longest of 78 real pages has 60,000."""
MAX_BLOCK = 100_000
"""Characters of one block kept."""
MAX_LINKS = 5_000
MAX_IMAGES = 1_000
MAX_METAS = 300
MAX_META = 2_000
"""Characters of one meta tag's content."""
MAX_URL = 2_048
MAX_ALT = 300
MAX_NAMES = 200
MAX_ATTRIBUTES = 20_000
"""Characters of one tag's attributes that are read."""
MAX_CLIMB = 100
"""Open elements among which an end tag looks for its start tag; the deepest of 78 real pages has 41."""

State = tuple[int, str, int, str]
"""What holds for text: number and tag of the nearest block-level element, looks, class and id names from here outward."""
Draft = tuple[str, State, int, float, int, bool, str | None]
"""A block before its container is known: text, state, depth, share of links, looks of all of it, indented, address of an image."""

BOLD, CENTRED, PREFORMATTED, HIDDEN, NO_TEXT, UNALIGNED = 1, 2, 4, 8, 16, 32
UNSEEN = HIDDEN | NO_TEXT

_INLINE, _BLOCK, _BREAK, _SKIP, _IMAGE, _LINK, _HEAD, _TIME, _VOID, _ROOT = range(10)
_END, _END_BLOCK, _END_SKIP, _END_LINK, _END_ROOT = range(10, 15)
_KINDS = {
    _BLOCK: "address article aside blockquote button caption center dd details dir div dl dt fieldset figcaption figure footer form "
    "frameset h1 h2 h3 h4 h5 h6 header legend li listing main marquee menu nav ol optgroup option p plaintext pre section select summary "
    "table tbody td textarea tfoot th thead tr ul xmp",
    _SKIP: "template noscript svg object applet canvas video audio math datalist map",
    _VOID: "area col embed frame input param source track wbr basefont bgsound keygen",
    _BREAK: "br hr",
    _IMAGE: "img image",
    _LINK: "a",
    _TIME: "time",
    _HEAD: "meta link base",
    _ROOT: "html body",
    _INLINE: "b big em font i label s small span strong sub sup u head",
}
_LOOKS = dict.fromkeys(("b", "strong", "th"), BOLD) | {"center": CENTRED}
_LOOKS |= dict.fromkeys(("pre", "textarea", "listing", "xmp", "plaintext"), PREFORMATTED)


def _tag(name: str, kind: int) -> tuple[int, str, int]:
    return kind, name, _LOOKS.get(name, 0)


_TAGS = {name: _tag(name, kind) for kind, names in _KINDS.items() for name in names.split()}
_ENDS = {_BLOCK: _END_BLOCK, _SKIP: _END_SKIP, _LINK: _END_LINK, _ROOT: _END_ROOT}
_TAGS |= {"/" + name: (_ENDS.get(tag[0], _END), name, 0) for name, tag in _TAGS.items()}
_TAGS["/br"] = _TAGS["br"]
_TAGS |= {name.upper(): tag for name, tag in _TAGS.items()}
"""Kind, name and looks of every known tag, as written: in lower or upper case, with the slash of an end tag."""

# What a start tag closes that is still open, and where looking for it ends.
_ITEM, _CELL, _TERM = ({"ul", "ol", "menu", "dir", "table", "td"}, {"table", "tr"}, {"dl", "table", "td"})
_GROUP = {"tbody", "thead", "tfoot"}
_CLOSES: dict[str, tuple[set[str], set[str]]] = {
    "li": ({"li"}, _ITEM),
    "dt": ({"dt", "dd"}, _TERM),
    "dd": ({"dt", "dd"}, _TERM),
    "td": ({"td", "th"}, _CELL),
    "th": ({"td", "th"}, _CELL),
    "tr": ({"tr"}, {"table"}),
    "tbody": (_GROUP, {"table"}),
    "thead": (_GROUP, {"table"}),
    "tfoot": (_GROUP, {"table"}),
    "option": ({"option"}, {"select", "table", "td"}),
    "optgroup": ({"option", "optgroup"}, {"select", "table", "td"}),
}
_KEEPS_P = frozenset({"button", "select", "option", "optgroup", "textarea"})
_OF_TABLES = frozenset({"table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption"})
_CELLS = frozenset({"td", "th", "caption"})
_BLOCKS = frozenset(_KINDS[_BLOCK].split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TELLING = frozenset({"class", "id", "style", "align", "hidden"})
_CENTRE = frozenset({"center", "middle"})
# Where lazy loading keeps the real address of an image, in the order in which they are believed (of 78 pages, data-src is on 9,
# data-original on 6, original on 2, Discuz' file on 1).
_CLASS_OR_ID = re.compile(r"\s{1,9}(class|id)=\"([^\"]{1,100}+)\"\s{0,9}")
_LAZY_SOURCES = ("data-original", "data-src", "data-lazy-src", "data-echo", "original", "zoomfile", "file", "_src")

_SPACE = re.compile(r"[ \t\r\n\f\v]{2,}+|[\t\r\n\f\v]")
_WIDE = re.compile("[\u2014\u2018-\u201d\u2026\u3001-\u9fff\uff01-\uffef]{15}\\Z")
# Two ideographic blanks or four fixed ones behind the end of a sentence begin a paragraph.
_INDENT_INSIDE = re.compile(r"(?<=[。！？!?”’…）])[ \xa0]{0,4}(?:\u3000{2,9}|\xa0{4,12})(?=[^\s\u3000\xa0])")
_INDENTS = ("\u3000\u3000", "\xa0\xa0")
_MAY_HIDE = re.compile(r"style|hidden|id=", re.IGNORECASE)
_HREF = re.compile(r"(?:^|[\s\"'/])href\s{0,9}=\s{0,9}(?:\"([^\"]*+)|'([^']*+)|([^\s\"'<>]++))", re.IGNORECASE)


@dataclass(slots=True)
class Drafts:
    """What reading the tokens gives."""

    drafts: list[Draft] = field(default_factory=list)
    parents: list[int] = field(default_factory=lambda: [0])
    """For each block-level element the one around it; 0 is the root."""
    links: list[tuple[str, str | None, int]] = field(default_factory=list)
    """Address as written, text (None: that of the block) and index of the block."""
    metas: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    base: str | None = None
    language: str | None = None
    times: list[tuple[int, str]] = field(default_factory=list)
    cut: int = 0


def read_drafts(markup: Markup, hidden_ids: set[str]) -> Drafts:
    """Read a page's tokens. ``hidden_ids`` are those that scripts hide."""
    found = Drafts(cut=markup.cut)
    drafts, parents = found.drafts, found.parents
    attribute_reader = _Attributes({f"#{name}" for name in hidden_ids} | hidden_by_sheet(markup.sheets))
    told_by, tell = attribute_reader.known, attribute_reader.tell
    tags, find_href, may_hide = _TAGS, _HREF.search, _MAY_HIDE.search
    state: State = (0, "body", 0, "")
    opened: list[str] = [""]
    """Names of the open elements; beside each, in ``states``, what held before it."""
    states: list[State] = [state]
    # the buffer: what has been read since the last break, with the state and depth of its first text
    buffer: list[str] = []
    chars = linked = bold = 0
    first, first_depth = state, 0
    breaks = 99  # how many <br> stand between the last draft and the buffer; 99 behind any other break
    href: str | None = None
    label_from = 0
    waiting: list[Draft] = []
    hidden_text: list[str] = []
    hidden_state = state
    text_room, hidden_room, hidden_blocks, images = MAX_TEXT, MAX_HIDDEN, 0, 0

    def flush() -> None:
        """Make what the buffer holds into drafts, followed by what stood inside its line."""
        nonlocal chars, linked, bold, breaks, text_room, label_from
        text = buffer[0] if len(buffer) == 1 else "".join(buffer)
        buffer.clear()
        label_from = 0
        if "&" in text:
            text = unescape(text)
        raw = text.strip()
        if raw:
            if len(raw) > MAX_BLOCK or len(raw) > text_room:
                room = max(min(MAX_BLOCK, text_room), 0)
                found.cut += len(raw) - room
                raw = raw[:room].rstrip()
            text_room -= len(raw)
            if not raw.isprintable() or "  " in raw:
                raw = _SPACE.sub(" ", raw)
            share = linked / chars if 0 < linked < chars else 1.0 if linked else 0.0
            looks = first[2]
            if looks & BOLD or bold:
                looks = looks | BOLD if bold * 10 >= chars * 9 else looks & ~BOLD
            indented = text[0].isspace() and text.lstrip(" \r\n\t").startswith(_INDENTS)
            if "\u3000\u3000" in raw or "\xa0\xa0\xa0\xa0" in raw:
                for line in _INDENT_INSIDE.split(raw):
                    drafts.append((line, first, first_depth, share, looks, indented, None))
                    indented = True
            elif breaks == 1 and drafts and not indented and _runs_on(drafts[-1], first):
                drafts[-1] = _joined(drafts[-1], raw, looks)
            elif raw:
                drafts.append((raw, first, first_depth, share, looks, indented, None))
            breaks = 0
        chars = linked = bold = 0
        if waiting:
            drafts.extend(waiting)
            waiting.clear()
            breaks = 99

    def hide() -> None:
        """Keep what a hidden element held as one draft, up to the bound."""
        nonlocal hidden_room, hidden_blocks
        raw = _SPACE.sub(" ", unescape("".join(hidden_text)).strip())
        hidden_text.clear()
        room = hidden_room if hidden_blocks < MAX_HIDDEN_BLOCKS else 0
        found.cut += max(len(raw) - room, 0)
        if raw := raw[:room].strip():
            hidden_room -= len(raw)
            hidden_blocks += 1
            later((raw, hidden_state, len(opened), 0.0, HIDDEN, False, None))

    def later(draft: Draft) -> None:
        """Keep what stands inside a line for behind the line."""
        nonlocal breaks
        if chars:
            waiting.append(draft)
        else:
            drafts.append(draft)
            breaks = 99

    def close_link() -> None:
        nonlocal href
        if href and len(found.links) < MAX_LINKS and len(href) <= MAX_URL:
            # a link that held whole blocks, or an image, has their text
            text = "".join(buffer[label_from:]) if buffer else None
            found.links.append((href, text, len(drafts) if buffer else max(len(drafts) - 1, 0)))
        href = None

    def pop(k: int) -> None:
        """Close the open element at ``k`` and all inside it."""
        nonlocal state
        state = states[k]
        del opened[k:], states[k:]

    def close_before(closed: AbstractSet[str], bounds: AbstractSet[str]) -> None:
        """Close what a start tag closes: the paragraph before a block, the item before an item, the cell before a cell."""
        for k in range(len(opened) - 1, max(len(opened) - MAX_CLIMB, 0), -1):
            if opened[k] in closed:
                pop(k)
                return
            if opened[k] in bounds:
                return

    def end(name: str, *, block: bool) -> None:
        """An end tag that does not close the element opened last: a block ends only inside its cell, other tags inside their block."""
        for k in range(len(opened) - 1, max(len(opened) - MAX_CLIMB, 0), -1):
            other = opened[k]
            if other == name:
                pop(k)
                return
            if (
                (other in _CELLS and name not in _OF_TABLES)
                or (other == "table" and name in _OF_TABLES)
                or (not block and other in _BLOCKS)
            ):
                return

    def add(text: str) -> None:
        """Put text that is not only white space into the buffer."""
        nonlocal first, first_depth, chars, linked, bold, hidden_state, breaks
        looks = state[2]
        if looks & UNSEEN:
            if not looks & NO_TEXT:
                if not hidden_text:
                    hidden_state = state
                hidden_text.append(text)
                hidden_text.append("\n" if name in _BLOCKS else "")
            return
        if hidden_text:
            hide()
        if not chars:
            first, first_depth = state, len(opened)
        if "\n" in text and "\n" in text.strip():
            if looks & PREFORMATTED:
                *lines, text = text.split("\n")
                for line in lines:
                    first, first_depth = state, len(opened)
                    buffer.append(line)
                    chars += len(line)
                    flush()
                    breaks += 1
                first, first_depth = state, len(opened)
            else:
                text = _unbroken(text)
        buffer.append(text)
        size = len(text)
        chars += size
        if href is not None:
            linked += size
        if looks & BOLD:
            bold += size

    name = ""
    for written, attrs, other, behind, closed, tail in tokens(markup.text):
        text = behind
        if written:
            try:
                kind, name, looks = tags[written]
            except KeyError:
                kind, name, looks = tags.get(written.lower()) or _unknown(written.lower(), attrs)
            if kind == _END_BLOCK:
                if buffer:
                    flush()
                breaks = 99
                if opened[-1] == name:
                    opened.pop()
                    state = states.pop()
                else:
                    end(name, block=True)
            elif kind == _BLOCK:
                if buffer:
                    flush()
                breaks = 99
                if state[1] == "p" and name not in _KEEPS_P:
                    close_before({"p"}, _BLOCKS)
                if name in _CLOSES:
                    close_before(*_CLOSES[name])
                around, _, outer, names = before = state
                looks |= outer
                if attrs:
                    told = told_by[attrs] if attrs in told_by else tell(attrs)
                    if told is not None:
                        own, more, no_letters = told
                        looks = looks & ~CENTRED | more if more & UNALIGNED else looks | more
                        if own:
                            names = f"{own} {names}"[:MAX_NAMES]
                        if no_letters and name in LETTERS_OF:
                            looks |= HIDDEN
                    if name == "marquee" and is_tiny(*map(attributes(attrs[:MAX_ATTRIBUTES]).get, ("width", "height"))):
                        looks |= HIDDEN
                state = (len(parents), name, looks, names)
                parents.append(around)
                if closed:
                    if text and not text.isspace():
                        add(text)
                    if buffer:
                        flush()
                    breaks = 99
                    state = before
                    text = tail
                else:
                    opened.append(name)
                    states.append(before)
            elif kind == _LINK:
                if href is not None:
                    close_link()
                    end("a", block=False)
                before = state
                if not state[2] & NO_TEXT and (match := find_href(attrs, 0, MAX_ATTRIBUTES)):
                    href = match[1] or match[2] or match[3] or ""
                    label_from = len(buffer)
                if may_hide(attrs) and (told := tell(attrs)) is not None:
                    names = f"{told[0]} {state[3]}"[:MAX_NAMES] if told[0] else state[3]
                    state = (state[0], state[1], state[2] | told[1] | (told[2] * HIDDEN), names)
                if closed:
                    if text and not text.isspace():
                        add(text)
                    if href is not None:
                        close_link()
                    state = before
                    text = tail
                else:
                    opened.append("a")
                    states.append(before)
            elif kind == _INLINE:
                before = state
                if attrs or looks:
                    told = told_by[attrs] if attrs in told_by else tell(attrs)
                    if told is not None:
                        own, more, no_letters = told
                        if no_letters and name in LETTERS_OF:
                            more |= HIDDEN
                        state = (state[0], state[1], state[2] | more | looks, f"{own} {state[3]}"[:MAX_NAMES] if own else state[3])
                    elif looks:
                        state = (state[0], state[1], state[2] | looks, state[3])
                if closed:
                    if text:
                        if not text.isspace():
                            add(text)
                        elif chars:
                            buffer.append(text)
                    state = before
                    text = tail
                else:
                    opened.append(name)
                    states.append(before)
            elif kind == _END:
                if opened[-1] == name:
                    opened.pop()
                    state = states.pop()
                else:
                    end(name, block=False)
            elif kind == _END_LINK:
                if href is not None:
                    close_link()
                if opened[-1] == "a":
                    opened.pop()
                    state = states.pop()
                else:
                    end("a", block=False)
            elif kind == _BREAK:
                if buffer:
                    flush()
                breaks = 99 if name == "hr" else breaks + 1
                if closed:
                    text += tail
            elif kind == _IMAGE:
                if images < MAX_IMAGES and not state[2] & NO_TEXT and (draft := _image(attrs, state, len(opened), linked=href is not None)):
                    images += 1
                    later(draft)
                if closed:
                    text += tail
            elif kind == _SKIP:
                if closed:
                    text = tail
                else:
                    opened.append(name)
                    states.append(state)
                    state = (state[0], state[1], state[2] | NO_TEXT, state[3])
            elif kind == _END_SKIP:
                end(name, block=True)
            elif kind == _TIME:
                if len(found.times) < MAX_METAS and (stated := attributes(attrs[:MAX_ATTRIBUTES]).get("datetime")):
                    found.times.append((len(drafts), stated[:100]))
                if closed:
                    text += tail
                else:
                    opened.append(name)
                    states.append(state)
            elif kind == _HEAD:
                _about(found, name, attributes(attrs[:MAX_ATTRIBUTES]))
                if closed:
                    text += tail
            elif kind in {_ROOT, _END_ROOT}:  # text may follow </body> and </html>, so they close nothing
                if buffer:
                    flush()
                breaks = 99
                if name == "html" and kind == _ROOT:
                    found.language = found.language or attributes(attrs[:MAX_ATTRIBUTES]).get("lang")
                if closed:
                    text += tail
            elif closed:  # <area></area> and the like
                text += tail
        elif not other:
            text = "<" + text
        if text:
            if not text.isspace():
                add(text)
            elif chars or not text.isascii():
                buffer.append(text)
    if buffer:
        flush()
    if hidden_text:
        hide()
    if rest := _SPACE.sub(" ", markup.rest).strip():
        drafts.append((rest, (0, "rest", 0, ""), 0, 0.0, 0, False, None))
    return found


def _unknown(written: str, attrs: str) -> tuple[int, str, int]:
    """A tag that is not HTML's: it opens and closes inside a line; one that closes itself is nothing."""
    if written[0] == "/":
        return _END, written[1:], 0
    return (_VOID if attrs.endswith("/") else _INLINE), written, 0


class _Attributes:
    """What the attributes of a tag say of its text; pages repeat few of them, so the answers are remembered in ``known``."""

    def __init__(self, selectors: set[str]) -> None:
        """``selectors``: the ``#id`` and ``.class`` that style sheets and scripts hide."""
        self.selectors = selectors
        self.known: dict[str, tuple[str, int, bool] | None] = {"": None}

    def tell(self, attrs: str) -> tuple[str, int, bool] | None:
        """Class and id, looks, and whether its own text has no size (font-size 0); None where they say nothing."""
        if attrs in self.known:
            return self.known[attrs]
        if simple := _CLASS_OR_ID.fullmatch(attrs):
            own, looks, no_letters = simple[2], 0, False
            selectors = {f"#{own}"} if simple[1] == "id" else {f".{word}" for word in own.split()}
            if not HIDING.isdisjoint(selectors) or not self.selectors.isdisjoint(selectors):
                looks = HIDDEN
            self.known[attrs] = told = (own.lower(), looks, no_letters)
            return told
        self.known[attrs] = self._read(attributes(attrs[:MAX_ATTRIBUTES]))
        return self.known[attrs]

    def _read(self, values: dict[str, str]) -> tuple[str, int, bool] | None:
        if _TELLING.isdisjoint(values):
            return None
        classes, identity = values.get("class", ""), values.get("id", "")
        looks = HIDDEN if values.get("hidden", "until-found") != "until-found" else 0
        selectors = {f".{word}" for word in classes[:200].split()} | {f"#{identity}"}
        if not HIDING.isdisjoint(selectors) or not self.selectors.isdisjoint(selectors):
            looks |= HIDDEN
        no_letters = False
        if "style" in values:
            style = read_style(values["style"])
            looks |= style.hidden * HIDDEN | style.bold * BOLD | style.centred * CENTRED | style.preformatted * PREFORMATTED
            no_letters = style.no_letters
        if align := values.get("align"):
            looks |= CENTRED if align.lower() in _CENTRE else UNALIGNED
        if identity in SHOWN_LATER:
            looks &= ~HIDDEN
        own = f"{classes[:100]} {identity[:60]}".strip().lower()
        return own, looks, no_letters


def _about(found: Drafts, tag: str, values: dict[str, str]) -> None:
    """meta, link and base: what the page says of itself."""
    if tag == "meta":
        name = values.get("name") or values.get("property") or values.get("itemprop") or values.get("http-equiv")
        content = values.get("content")
        if name and content and len(found.metas) < MAX_METAS:
            found.metas.setdefault(name[:100].strip().lower(), unescape(content[:MAX_META]).strip())
    elif (href := values.get("href")) and len(href) <= MAX_URL:
        if tag == "base":
            found.base = found.base or unescape(href).strip()
        elif "canonical" in values.get("rel", "").lower().split():
            found.canonical = found.canonical or unescape(href).strip()


def _image(attrs: str, around: State, depth: int, *, linked: bool) -> Draft | None:
    """An image as a draft of its own; None for one that only counts visits."""
    values = attributes(attrs[:MAX_ATTRIBUTES])
    if is_tiny(values.get("width"), values.get("height")):
        return None
    source = values.get("src", "")
    for name in _LAZY_SOURCES:
        if name in values and _is_address(values[name]):
            source = values[name]
            break
    own = f"{values.get('class', '')[:100]} {values.get('id', '')[:60]}".strip().lower()
    state = (around[0], "img", around[2], f"{own} {around[3]}"[:MAX_NAMES] if own else around[3])
    alt = _SPACE.sub(" ", unescape((values.get("alt") or values.get("title") or "")[:MAX_ALT]).strip())
    hidden = around[2] & HIDDEN or ("style" in values and read_style(values["style"]).hidden)
    looks = around[2] | HIDDEN if hidden else around[2]
    return alt, state, depth, 1.0 if linked else 0.0, looks, False, unescape(source).strip() if _is_address(source) else None


def _is_address(value: str) -> bool:
    return 0 < len(value) <= MAX_URL and not value.lstrip().startswith("data:")


def _unbroken(text: str) -> str:
    """Text without the line breaks of its source: in running Chinese text a browser shows nothing there.

    Behind a short line the blank stays, for it may part two facts.
    """
    *lines, last = text.split("\n")
    kept = []
    for line in lines:
        bare = line.rstrip(" \t\r")
        kept.append(bare if _WIDE.search(bare[-20:]) else line + "\n")
    return "".join(part.lstrip(" \t\r") if number else part for number, part in enumerate((*kept, last)))


def _runs_on(above: Draft, below: State) -> bool:
    """Whether a single <br> between two lines is only a broken line: inside a heading, or behind a comma.

    Of 204 single <br> on 78 pages none else stood inside a sentence.
    """
    text, state, _, _, looks, _, _ = above
    if state[0] != below[0] or looks & HIDDEN or state[1] == "img":
        return False
    return state[1] in _HEADINGS or (len(text) >= 15 and text.endswith(("，", "、")))


def _joined(above: Draft, text: str, looks: int) -> Draft:
    raw, state, depth, links, upper, indented, target = above
    blank = " " if state[1] in _HEADINGS else ""
    return f"{raw}{blank}{text}", state, depth, links, upper & looks, indented, target
