"""XML from strangers: feeds and sitemaps as a flat list of entries, whatever state they are in.

Entities are not resolved, nothing is loaded, and size, depth, entries and texts are bounded. What is broken is read as far as it goes:
a missing end tag, a bare ``&``, HTML's entities, a wrong charset in the declaration.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from html.entities import html5
from typing import Any, Final, cast

from lxml import etree

MAX_ENTRIES = 50_000
"""The sitemap protocol's bound."""
MAX_XML_DEPTH = 32
"""Open elements; feeds have five or six."""
CHANNEL_FIELD_DEPTH: Final = 3
"""Open elements of a field of the whole feed: <rss><channel><title>."""
MAX_TEXT = 2_000
"""Characters kept of one text: headlines and dates, not the articles that some feeds carry."""

_SLICE: Final = 64 * 1024
"""Characters given to the parser at once: copies of more than that are never made."""
_DECLARATION = re.compile(r"<\?xml[^<>]{0,300}>")
_AMPERSAND = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,30});|(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};))?")
_NO_TEXT = frozenset({"script", "style"})
_CDATA: Final = "<![CDATA["
_CDATA_END: Final = "]]>"
_LONGEST_ENTITY: Final = 33
_XML_ENTITIES = frozenset({"lt", "gt", "amp", "quot", "apos"})
_CONTROLS = {code: None for code in (*range(0x20), 0xFFFE, 0xFFFF) if code not in {9, 10, 13}} | dict.fromkeys(range(0xD800, 0xE000))


@dataclass(slots=True)
class Entry:
    """One item, entry, url or sitemap element: the texts of its children by name (without prefix), the first of each, and its links."""

    fields: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    """The ``rel`` (``alternate`` where there is none) and ``href`` of its link elements."""


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """``root``: name of the outermost element, lower case, without prefix; empty where this is no XML."""

    root: str
    entries: tuple[Entry, ...]
    head: Entry
    """What stands in the document outside its entries: its title, its links."""
    cut: bool = False
    """Whether a bound ended the reading."""


def read_xml(
    text: str,
    names: frozenset[str],
    *,
    max_entries: int = MAX_ENTRIES,
    take: Callable[[Entry], None] | None = None,
) -> XmlDocument:
    """Read the elements called ``names`` (lower case) of a text. Never raises on any text.

    ``take`` is handed each entry as it comes; without it they are all kept, in :attr:`Document.entries`.
    """
    entries: list[Entry] = []
    target = _Target(names, max_entries, take or entries.append)
    parser: Any = etree.XMLParser(
        target=cast("Any", target), encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    with suppress(etree.XMLSyntaxError, _EnoughError):
        for piece in _slices(text):
            parser.feed(piece)
        parser.close()
    target.leave()
    return XmlDocument(target.root, tuple(entries), target.head, target.cut)


def _slices(text: str) -> Iterator[bytes]:
    """Yield the text in UTF-8 as the parser takes it: without declaration, document type and control characters, entities resolved."""
    text = _without_doctype(_DECLARATION.sub("", text[:1000]) + text[1000:]).lstrip("\ufeff \t\r\n\0")
    waiting: list[str] = []
    size = 0
    for piece in _mended(text):
        waiting.append(piece)
        size += len(piece)
        if size >= _SLICE:
            yield "".join(waiting).encode("utf-8", "replace")
            waiting, size = [], 0
    yield "".join(waiting).encode("utf-8", "replace")


def _mended(text: str) -> Iterator[str]:
    """Yield the text in pieces of bounded length; in CDATA sections, where every character stands for itself, entities stay as they are."""
    start, marked = 0, 0
    while start < len(text):
        marked = text.find(_CDATA, start) if 0 <= marked < start or not start else marked
        if marked == start:
            end = text.find(_CDATA_END, start)
            end = len(text) if end < 0 else end + len(_CDATA_END)
            for at in range(start, end, _SLICE):
                yield text[at : min(at + _SLICE, end)].translate(_CONTROLS)
        else:
            end = min(start + _SLICE, marked if marked > start else len(text))
            if end < len(text) and end != marked and (entity := text.rfind("&", end - _LONGEST_ENTITY, end)) > start:
                end = entity  # may go on after the cut
            yield _AMPERSAND.sub(_resolved, text[start:end].translate(_CONTROLS))
        start = end


def _resolved(found: re.Match[str]) -> str:
    """One of HTML's entities as its character; XML's own stay, of those that nobody knows the name does, and a bare & is one."""
    name = found[1]
    if name is None:
        return found[0].lower() if found[2] else "&amp;"
    return found[0] if name in _XML_ENTITIES else html5.get(f"{name};", name)


class _EnoughError(Exception):
    """A bound is reached; what was read stands."""


class _Target:
    """lxml's parser target: keeps the entries, and nothing else of the tree."""

    def __init__(self, names: frozenset[str], max_entries: int, take: Callable[[Entry], None]) -> None:
        self.names = names
        self.max_entries = max_entries
        self.take = take
        self.taken = 0
        self.root = ""
        self.head = Entry()
        self.cut = False
        self._open: list[str] = []
        self._entry: Entry | None = None
        self._base = 0
        """Depth of the element whose children are read."""
        self._namespace = ""
        """That of the entry: children of others (media:title) count where it has none of the name itself."""
        self._others: dict[str, str] = {}
        self._text: list[str] | None = None
        """What stands in the child that is read, markup left out."""
        self._child = 0
        """Its depth."""
        self._own = True
        self._packed = False
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        self._open.append(name)
        depth = len(self._open)
        if depth == 1:
            self.root, self._base = name, 1
            self._namespace = _namespace(tag)
            self.head.fields |= _said(attributes)
        if depth > MAX_XML_DEPTH or (name in self.names and self.taken >= self.max_entries):
            self.cut = True
            raise _EnoughError
        if name in self.names:  # one inside another: the first was never closed
            self.leave()
            self._entry, self._base, self._namespace = Entry(), depth, _namespace(tag)
            self._entry.fields |= _said(attributes)
            return
        if name == "link" and attributes.get("href"):
            (self._entry or self.head).links.append((attributes.get("rel", "alternate").lower(), attributes["href"].strip()[:MAX_TEXT]))
        parent = self._open[-2] if depth > 1 else ""
        direct = depth == self._base + 1 or (self._entry is not None and parent == "news" and depth == self._base + 2)
        if direct or (self._entry is None and parent == "channel" and depth == CHANNEL_FIELD_DEPTH):
            self._text, self._length, self._child = [], 0, depth
            self._own, self._packed = _namespace(tag) in {"", self._namespace}, _is_packed(attributes)

    def data(self, text: str) -> None:
        if self._text is not None and self._length < MAX_TEXT and self._open[-1] not in _NO_TEXT:
            self._text.append(text[:MAX_TEXT])
            self._length += len(text)

    def end(self, tag: str) -> None:
        if self._text is not None and len(self._open) <= self._child:
            self._keep(_local(tag), "".join(self._text))
            self._text = None
        if self._entry is not None and len(self._open) == self._base:
            self.leave()
        if self._open:
            self._open.pop()

    def _keep(self, name: str, text: str) -> None:
        text = " ".join((_unpacked(text) if self._packed else text).split())[:MAX_TEXT]
        fields = (self._entry or self.head).fields if self._own else self._others
        if text:
            fields.setdefault(name, text)

    def leave(self) -> None:
        """The entry is complete."""
        if self._entry is not None:
            self._entry.fields = self._others | self._entry.fields
            self.take(self._entry)
            self.taken += 1
            self._entry, self._base = None, 1
        self._others = {}
        self._text = None

    def comment(self, text: str) -> None:
        del text

    def pi(self, target: str, data: str | None = None) -> None:
        del target, data

    def close(self) -> None:
        pass


def _without_doctype(text: str) -> str:
    """Without the document type and the entities that it declares: nobody needs them here."""
    start = text[:4000].lower().find("<!doctype")
    if start < 0:
        return text
    plain, inner = text.find(">", start), text.find("[", start)
    end = text.find("]>", inner) + 1 if 0 <= inner < plain else plain
    return text[:start] + text[end + 1 :] if end > start else text


def _said(attributes: dict[str, str]) -> dict[str, str]:
    """Return what an element says of itself: the address it is about (RDF), the address from which those in it count (xml:base)."""
    return {name: value[:MAX_TEXT] for key, value in attributes.items() if (name := _local(key)) in {"about", "base"} and value}


def _namespace(tag: str) -> str:
    """Return the namespace of an element, or its prefix where that is declared nowhere."""
    return tag[1:].partition("}")[0] if tag.startswith("{") else tag.rpartition(":")[0]


def _is_packed(attributes: Mapping[str, str]) -> bool:
    """Return whether the text of an element is base64: as Atom 0.3 says it, or Atom 1.0 by a media type that is neither text nor XML."""
    media_type = attributes.get("type", "").lower()
    binary = "/" in media_type and not media_type.startswith("text/") and not media_type.endswith("xml")
    return binary or attributes.get("mode") == "base64"


def _unpacked(text: str) -> str:
    """A text in base64 (Atom 0.3); as it is where it is none."""
    try:
        return b64decode("".join(text.split())).decode("utf-8", "replace")
    except ValueError:
        return text


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()
