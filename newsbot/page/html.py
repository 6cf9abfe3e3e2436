"""A page of HTML as blocks in reading order, in one pass over one parse.

Reading never raises and never takes longer than its length explains: see :mod:`newsbot.page.guards`. Every visible character of the
page is in exactly one block, and what a reader never sees (hidden nodes) is in blocks of its own, up to a bound. Scripts, styles and
the like are not text.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

from lxml import etree

from newsbot.model import Block
from newsbot.page import guards
from newsbot.page.html_hidden import run_hiding_scripts
from newsbot.page.html_reader import BlockReader, TooDeepError, TooMuchError

MAX_LABEL = 300
"""Characters of a link's text."""
MAX_REST = 20_000
"""Characters kept of what stands behind the last tag that is read, in a page of too many tags."""

_END = re.compile(rb"</(?:html|body)\s{0,9}>", re.IGNORECASE)
_NO_PAGES = ("javascript:", "mailto:", "tel:", "about:", "data:")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


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
    ``datetime`` attributes of time elements by block index. ``cut`` counts the characters left out by a bound.
    """

    url: str
    base: str
    blocks: list[Block]
    title: str | None = None
    metas: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    data: list[str] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    language: str | None = None
    cut: int = 0
    raw_links: list[tuple[str, str | None, int]] = field(default_factory=list)
    """As read: address as written, text (None: that of the block), index of the block. See :attr:`links`."""

    @property
    def links(self) -> list[Link]:
        """Every link of the page that leads to another page. Made when asked for: reading a report needs none of them."""
        resolve = _Resolver(self.base)
        found = []
        for href, text, block in self.raw_links:
            address = href.strip()
            if not address or address.startswith("#") or address[:11].lower().startswith(_NO_PAGES):
                continue
            label = text if text is not None else self.blocks[block].raw if block < len(self.blocks) else ""
            found.append(Link(resolve(address), " ".join(label.split())[:MAX_LABEL], block))
        return found


def read_html(text: str, url: str) -> HtmlPage:
    """Read a page of HTML, already decoded. ``url`` is the address it was fetched from; relative addresses count from it."""
    tamed = guards.few_tags(text.replace("\0", ""))
    text, hidden_ids = run_hiding_scripts(tamed.text)
    try:
        reader = _parse(text, hidden_ids)
    except TooDeepError:
        try:
            reader = _parse(guards.flat(text), hidden_ids)
        except TooDeepError:  # pragma: no cover - flat() leaves room; kept so that no page can stop a run
            reader = _parse(guards.without_tags(text).replace("<", "&lt;"), hidden_ids)
    if tamed.rest:
        reader.rest(tamed.rest[:MAX_REST], len(tamed.rest) - MAX_REST)
    base = _join(url, reader.base) if reader.base else url
    resolve = _Resolver(base)
    reader.finish(resolve)
    return HtmlPage(
        url=url,
        base=base,
        blocks=reader.blocks,
        title=reader.title,
        metas=reader.metas,
        canonical=resolve(reader.canonical) if reader.canonical else None,
        raw_links=reader.links,
        data=reader.data_scripts,
        times=reader.times,
        parents=reader.parents,
        language=reader.language,
        cut=reader.cut,
    )


def _parse(text: str, hidden_ids: set[str]) -> BlockReader:
    """Run the parser over the page. Raises TooDeepError for a page of too many nested tags."""
    reader = BlockReader({f"#{name}" for name in hidden_ids})
    parser: Any = etree.HTMLParser(target=cast("Any", reader), encoding="utf-8", huge_tree=True)
    with suppress(etree.XMLSyntaxError, TooMuchError):  # an empty page, a broken one, or a bomb: what has been read stands
        etree.fromstring(_bytes(text), parser)
    reader.flush()
    return reader


def _bytes(text: str) -> bytes:
    """UTF-8 for the parser, without closing html and body tags in mid-page (1 % of 726 Chinese pages), which would end every element."""
    try:
        body = text.encode()
    except UnicodeEncodeError:
        body = _SURROGATE.sub("\ufffd", text).encode()
    folded = body.lower()
    first = max(folded.find(b"</body"), 0) or max(folded.find(b"</html"), 0)
    return body[:first] + _END.sub(b"", body[first:]) if first else body


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
