"""A page of HTML as blocks in reading order, in one pass.

Reading never raises and takes time in proportion to the page's length, whatever is in it. Every visible character of the page is in
exactly one block, and what a reader never sees (hidden nodes) is in blocks of its own, up to a bound. Scripts, styles and the like are
not text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

from newsbot.html.elements import BOLD, CENTRED, HIDDEN, MAX_URL, Drafts
from newsbot.html.reader import read_drafts
from newsbot.html.tokens import href_of, take_out
from newsbot.model import Block, Features

MAX_LABEL = 300
"""Characters of a link's text."""
MAX_TITLE = 1_000
_NO_PAGES = ("javascript:", "mailto:", "tel:", "about:", "data:")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the page: absolute address, text as printed, and the index of the block in which it stands."""

    url: str
    text: str
    block: int


@dataclass(slots=True)
class HtmlPage:
    """What the markup of one page says.

    ``parents[n]`` is the block-level element in which the block-level element n stands (0 is the root and its own parent);
    :attr:`Features.container` and :attr:`Features.element` are such numbers. ``metas`` are the contents of meta tags by name,
    property or itemprop, lower case, the first of each. ``data`` are the texts of JSON-LD scripts. ``times`` are the
    ``datetime`` attributes of time elements by block index. ``seams`` are the places, by block index, where tags alone part the
    words of a short line. ``cut`` counts the characters left out by a bound.
    """

    url: str
    base: str
    blocks: list[Block]
    title: str | None = None
    metas: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    data: list[str] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list)
    seams: dict[int, tuple[int, ...]] = field(default_factory=dict)
    parents: list[int] = field(default_factory=list)
    language: str | None = None
    cut: int = 0
    raw_links: list[tuple[str, str | None, int]] = field(default_factory=list)
    """As read: attributes as written, text (None: that of the block), index of the block. See :attr:`links`."""

    @property
    def links(self) -> list[Link]:
        """Every link of the page that leads to another page. Made when asked for: reading a report needs none of them."""
        resolve = _Resolver(self.base)
        found = []
        for attrs, text, block in self.raw_links:
            address = address_in(attrs)
            if not address or address.startswith("#") or address[:11].lower().startswith(_NO_PAGES):
                continue
            label = text if text is not None else self.blocks[block].raw if block < len(self.blocks) else ""
            found.append(Link(resolve(address), " ".join(unescape(label).split())[:MAX_LABEL], block))
        return found


def address_in(attrs: str) -> str:
    """The address, as a browser reads it, in the attributes of a link; empty where there is none, or where it is endless."""
    href = href_of(attrs) or ""
    return unescape(href).strip() if len(href) <= MAX_URL else ""


def read_html(text: str, url: str) -> HtmlPage:
    """Read a page of HTML, already decoded. ``url`` is the address it was fetched from; relative addresses count from it."""
    markup = take_out(text.replace("\0", ""))
    found = read_drafts(markup)
    base = _join(url, found.base) if found.base else url
    resolve = _Resolver(base)
    return HtmlPage(
        url=url,
        base=base,
        blocks=_blocks(found, resolve),
        title=" ".join(unescape(markup.title).split())[:MAX_TITLE] if markup.title is not None else None,
        metas=found.metas,
        canonical=resolve(found.canonical) if found.canonical else None,
        data=markup.data,
        times=found.times,
        seams=found.seams,
        parents=found.parents,
        language=found.language,
        cut=found.cut,
        raw_links=found.links,
    )


_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "figcaption"})
"""Elements that hold one paragraph and are no container, even where <br> breaks their text."""
_new = tuple.__new__  # a NamedTuple's own constructor takes three times as long


def _blocks(found: Drafts, resolve: _Resolver) -> list[Block]:
    """Make the drafts into blocks, now that every element's content is known."""
    parents = found.parents
    texts = [0] * len(parents)
    for _, (element, tag, _, _), _, _, looks, _, _ in found.drafts:
        if not looks & HIDDEN and tag != "img":
            texts[element] += 1
    for number in range(len(parents) - 1, 0, -1):
        if texts[number]:
            texts[parents[number]] += texts[number]
    holder = [0] * len(parents)  # the nearest element from here outward that holds several texts
    for number in range(1, len(parents)):
        holder[number] = number if texts[number] > 1 else holder[parents[number]]
    blocks = []
    for raw, (element, tag, _, names), depth, links, looks, indented, target in found.drafts:
        features = (
            tag,
            depth,
            links,
            looks & HIDDEN != 0,
            holder[parents[element] if tag in _PARAGRAPHS else element],
            names,
            resolve(target) if target else None,
            looks & BOLD != 0,
            element,
            indented,
            looks & CENTRED != 0,
        )
        blocks.append(Block(raw, "", _new(Features, features)))
    return blocks


class _Resolver:
    """Relative addresses to absolute ones; the common forms without a call of urljoin, which is slow."""

    def __init__(self, base: str) -> None:
        self.base = base
        parts = urlsplit(base) if _is_url(base) else None
        self.scheme = f"{parts.scheme}:" if parts else ""
        self.origin = f"{parts.scheme}://{parts.netloc}" if parts else ""

    def __call__(self, href: str) -> str:
        """The absolute address of ``href``, or ``href`` itself where it is no address (``javascript:``, bad brackets)."""
        if href.startswith(("http://", "https://")):
            return href
        if href.startswith("//"):
            return self.scheme + href
        if href.startswith("/") and "/." not in href:
            return self.origin + href
        return _join(self.base, href)


def _is_url(url: str) -> bool:
    try:
        return bool(urlsplit(url).netloc)
    except ValueError:
        return False


def _join(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return href
