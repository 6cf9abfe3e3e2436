"""What HTML's tags and attributes mean for a reader of text: which break a line, which show nothing, which tell of the page itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import pairwise

from newsbot.html.hidden import HIDING, SHOWN_LATER, is_tiny, read_style
from newsbot.html.tokens import attributes

MAX_METAS = 300
MAX_META = 2_000
"""Characters of one meta tag's content."""
MAX_URL = 2_048
MAX_ALT = 300
MAX_NAMES = 200
MAX_ATTRIBUTES = 20_000
"""Characters of one tag's attributes that are read."""

State = tuple[int, str, int, str]
"""What holds for text: number and tag of the nearest block-level element, looks, class and id names from here outward."""
Draft = tuple[str, State, int, float, int, bool, str | None]
"""A block before its container is known: text, state, depth, share of links, looks of all of it, indented, address of an image."""

Told = tuple[str, int, bool]
"""What a tag's attributes say: class and id, looks, whether its own text has no size."""

BOLD, CENTRED, PREFORMATTED, HIDDEN, NO_TEXT, UNALIGNED = 1, 2, 4, 8, 16, 32
UNSEEN = HIDDEN | NO_TEXT

INLINE, BLOCK, BREAK, SKIP, IMAGE, LINK, HEAD, TIME, VOID, ROOT = range(10)
END, END_BLOCK, END_SKIP, END_LINK, END_ROOT = range(10, 15)
_KINDS = {
    BLOCK: "address article aside blockquote button caption center dd details dir div dl dt fieldset figcaption figure footer form "
    "frameset h1 h2 h3 h4 h5 h6 header legend li listing main marquee menu nav ol optgroup option p plaintext pre section select summary "
    "table tbody td textarea tfoot th thead tr ul xmp",
    SKIP: "template noscript svg object applet canvas video audio math datalist map",
    VOID: "area col embed frame input param source track wbr basefont bgsound keygen",
    BREAK: "br hr",
    IMAGE: "img image",
    LINK: "a",
    TIME: "time",
    HEAD: "meta link base",
    ROOT: "html body",
    INLINE: "b big em font i label s small span strong sub sup u head",
}
_LOOKS = dict.fromkeys(("b", "strong", "th"), BOLD) | {"center": CENTRED}
_LOOKS |= dict.fromkeys(("pre", "textarea", "listing", "xmp", "plaintext"), PREFORMATTED)


def _tag(name: str, kind: int) -> tuple[int, str, int]:
    return kind, name, _LOOKS.get(name, 0)


TAGS = {name: _tag(name, kind) for kind, names in _KINDS.items() for name in names.split()}
_ENDS = {BLOCK: END_BLOCK, SKIP: END_SKIP, LINK: END_LINK, ROOT: END_ROOT}
TAGS |= {"/" + name: (_ENDS.get(tag[0], END), name, 0) for name, tag in TAGS.items()}
TAGS["/br"] = TAGS["br"]
TAGS |= {name.upper(): tag for name, tag in TAGS.items()}
"""Kind, name and looks of every known tag, as written: in lower or upper case, with the slash of an end tag."""

# What a start tag closes that is still open, and where looking for it ends.
_ITEM, _CELL, _TERM = ({"ul", "ol", "menu", "dir", "table", "td"}, {"table", "tr"}, {"dl", "table", "td"})
_GROUP = {"tbody", "thead", "tfoot"}
CLOSES: dict[str, tuple[set[str], set[str]]] = {
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
KEEPS_P = frozenset({"button", "select", "option", "optgroup", "textarea"})
OF_TABLES = frozenset({"table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption"})
CELLS = frozenset({"td", "th", "caption"})
BLOCKS = frozenset(_KINDS[BLOCK].split())
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TELLING = frozenset({"class", "id", "style", "align", "hidden"})
_CENTRE = frozenset({"center", "middle"})
# Where lazy loading keeps the real address of an image, in the order in which they are believed (of 78 pages, data-src is on 9,
# data-original on 6, original on 2, Discuz' file on 1).
_CLASS_OR_ID = re.compile(r"\s{1,9}(class|id)=\"([^\"]{1,100}+)\"\s{0,9}")
_LAZY_SOURCES = ("data-original", "data-src", "data-lazy-src", "data-echo", "original", "zoomfile", "file", "_src")

_WIDE = re.compile("[\u2014\u2018-\u201d\u2026\u3001-\u9fff\uff01-\uffef]{15}\\Z")
_SPACE = re.compile(r"[ \t\r\n\f\v]{2,}+|[\t\r\n\f\v]")


@dataclass(slots=True)
class Drafts:
    """What reading the tokens gives."""

    drafts: list[Draft] = field(default_factory=list)
    parents: list[int] = field(default_factory=lambda: [0])
    """For each block-level element the one around it; 0 is the root."""
    links: list[tuple[str, str | None, int]] = field(default_factory=list)
    """Attributes as written, text (None: that of the block) and index of the block."""
    seams: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """By index of the block: see :func:`seams_of`."""
    metas: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    base: str | None = None
    language: str | None = None
    times: list[tuple[int, str]] = field(default_factory=list)
    cut: int = 0


def unknown_tag(written: str, attrs: str) -> tuple[int, str, int]:
    """A tag that is not HTML's: it opens and closes inside a line; one that closes itself is nothing."""
    if written[0] == "/":
        return END, written[1:], 0
    return (VOID if attrs.endswith("/") else INLINE), written, 0


class AttributeReader:
    """What the attributes of a tag say of its text; a page repeats few of them, so its answers are kept in ``known``."""

    def __init__(self, selectors: set[str]) -> None:
        """``selectors``: the ``#id`` and ``.class`` that style sheets and scripts hide."""
        self.hidden_classes = {selector[1:] for selector in selectors if selector[0] == "."}
        self.hidden_ids = {selector[1:] for selector in selectors if selector[0] == "#"} - SHOWN_LATER
        self.known: dict[str, Told | None] = {"": None}

    def tell(self, attrs: str) -> Told | None:
        """Class and id, looks, and whether its own text has no size (font-size 0); None where they say nothing."""
        if attrs in self.known:
            return self.known[attrs]
        read = _attributes_say(attrs) if len(attrs) <= _REMEMBERED_LENGTH else _attributes_say.__wrapped__(attrs[:MAX_ATTRIBUTES])
        told = None
        if read is not None:
            told, classes, identity = read
            hidden = identity in self.hidden_ids or (identity not in SHOWN_LATER and not self.hidden_classes.isdisjoint(classes))
            if hidden:
                told = told[0], told[1] | HIDDEN, told[2]
        self.known[attrs] = told
        return told


_REMEMBERED_LENGTH = 300


@lru_cache(maxsize=8192)  # some 4 MB; the pages of one site are made from the same templates
def _attributes_say(attrs: str) -> tuple[Told, tuple[str, ...], str] | None:
    """What attributes say on any page, with the words of their class and their id; None where they say nothing of the text."""
    if simple := _CLASS_OR_ID.fullmatch(attrs):  # two thirds of those that say anything
        values = {simple[1]: simple[2]}
    elif _TELLING.isdisjoint(values := attributes(attrs)):
        return None
    identity = values.get("id", "")
    classes = tuple(values.get("class", "")[:200].split())
    looks = 0
    no_letters = False
    if values.get("hidden", "until-found") != "until-found" or not HIDING.isdisjoint(classes):
        looks = HIDDEN
    if "style" in values:
        style = read_style(values["style"])
        looks |= style.hidden * HIDDEN | style.bold * BOLD | style.centred * CENTRED | style.preformatted * PREFORMATTED
        no_letters = style.no_letters
    if align := values.get("align"):
        looks |= CENTRED if align.lower() in _CENTRE else UNALIGNED
    if identity in SHOWN_LATER:
        looks &= ~HIDDEN
    own = f"{values.get('class', '')[:100]} {identity[:60]}".strip().lower()
    return (own, looks, no_letters), classes, identity


def about_page(found: Drafts, tag: str, values: dict[str, str]) -> None:
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


def image_draft(attrs: str, around: State, depth: int, *, linked: bool) -> Draft | None:
    """An image as a draft of its own; None for one that only counts visits."""
    values = attributes(attrs[:MAX_ATTRIBUTES])
    if is_tiny(values.get("width"), values.get("height")):
        return None
    source = values.get("src", "")
    for name in _LAZY_SOURCES:
        if name in values and is_address(values[name]):
            source = values[name]
            break
    own = f"{values.get('class', '')[:100]} {values.get('id', '')[:60]}".strip().lower()
    state = (around[0], "img", around[2], f"{own} {around[3]}"[:MAX_NAMES] if own else around[3])
    alt = _SPACE.sub(" ", unescape((values.get("alt") or values.get("title") or "")[:MAX_ALT]).strip())
    hidden = around[2] & HIDDEN or ("style" in values and read_style(values["style"]).hidden)
    looks = around[2] | HIDDEN if hidden else around[2]
    return alt, state, depth, 1.0 if linked else 0.0, looks, False, unescape(source).strip() if is_address(source) else None


def is_address(value: str) -> bool:
    """Whether an attribute's value can be the address of an image: not empty, not endless, not the image itself (``data:``)."""
    return 0 < len(value) <= MAX_URL and not value.lstrip().startswith("data:")


def unbroken(text: str) -> str:
    """Text without the line breaks of its source: in running Chinese text a browser shows nothing there.

    Behind a short line the blank stays, for it may part two facts.
    """
    *lines, last = text.split("\n")
    kept = []
    for line in lines:
        bare = line.rstrip(" \t\r")
        kept.append(bare if _WIDE.search(bare[-20:]) else line + "\n")
    return "".join(part.lstrip(" \t\r") if number else part for number, part in enumerate((*kept, last)))


def seams_of(pieces: list[str]) -> tuple[int, ...]:
    """Where in a line, white space around it left out, a tag parts two characters with no white space between them.

    A style sheet may show a gap there: `来源：<b>人民网</b><b>王帆</b>`.
    """
    seams = []
    at = len(pieces[0].lstrip()) if not pieces[0].isspace() else 0
    for before, piece in pairwise(pieces):
        if at and not before[-1:].isspace() and not piece[:1].isspace():
            seams.append(at)
        at += len(piece) if at else len(piece.lstrip())
    return tuple(seams)


def runs_on(above: Draft, below: State) -> bool:
    """Whether a single <br> between two lines is only a broken line: inside a heading, or behind a comma.

    Of 204 single <br> on 78 pages none else stood inside a sentence.
    """
    text, state, _, _, looks, _, _ = above
    if state[0] != below[0] or looks & HIDDEN or state[1] == "img":
        return False
    return state[1] in HEADINGS or (len(text) >= 15 and text.endswith(("，", "、")))


def joined(above: Draft, text: str, looks: int) -> Draft:
    """A line and the one that runs on from it, as one draft."""
    raw, state, depth, links, upper, indented, target = above
    blank = " " if state[1] in HEADINGS else ""
    return f"{raw}{blank}{text}", state, depth, links, upper & looks, indented, target
