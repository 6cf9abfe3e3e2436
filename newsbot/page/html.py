"""A page of HTML as blocks in reading order, in one pass over one parse.

Reading never raises and never takes longer than its length explains: see :mod:`newsbot.page.guards`. Every visible character of the
page is in exactly one block, and what a reader never sees (hidden nodes) is in blocks of its own, up to a bound. Scripts, styles and
the like are not text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lxml import etree

from newsbot.model import Block
from newsbot.page import guards
from newsbot.page.html_hidden import run_hiding_scripts
from newsbot.page.html_reader import BlockReader, TooDeepError

MAX_REST = 20_000
"""Characters kept of what stands behind the last tag that is read, in a page of too many tags."""

# A closing html or body tag in mid-page (1 % of 726 Chinese pages) makes parsers drop everything behind it.
_INTERIOR_END = re.compile(r"</(?:[hH][tT][mM][lL]|[bB][oO][dD][yY])\s{0,9}>")
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
    links: list[Link] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    language: str | None = None
    cut: int = 0


def read_html(text: str, url: str) -> HtmlPage:
    """Read a page of HTML, already decoded. ``url`` is the address it was fetched from; relative addresses count from it."""
    tamed = guards.few_tags(text.replace("\0", ""))
    text, hidden_ids = run_hiding_scripts(_INTERIOR_END.sub("", tamed.text))
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
        links=[Link(resolve(href), label, block) for href, label, block in reader.links],
        data=reader.data_scripts,
        times=reader.times,
        parents=reader.parents,
        language=reader.language,
        cut=reader.cut,
    )


def _parse(text: str, hidden_ids: set[str]) -> BlockReader:
    """Run the parser over the page. Raises TooDeepError for a page of too many nested tags."""
    reader = BlockReader({f"#{name}" for name in hidden_ids})
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True)
    try:
        body = text.encode()
    except UnicodeEncodeError:
        body = _SURROGATE.sub("\ufffd", text).encode()
    try:
        etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        pass  # an empty page, or a broken one: what has been read stands
    reader.flush()
    return reader


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
