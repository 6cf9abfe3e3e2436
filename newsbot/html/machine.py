"""What a page says to machines rather than to readers: metas, JSON-LD, microdata, times, relations to other pages. Kept with its place.

Nothing of it is believed here. Each statement knows the index of the block in which it stands, or of the first one after it, so that
whoever weighs it can tell the head of a page, its report and a list of other reports apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from newsbot.html.looks import Attributes

MAX_URL_CHARS: Final = 2_048
"""Characters of an address; browsers and servers take hardly more."""
MAX_STATEMENTS: Final = 300
"""Statements of one kind that are kept of a page; the richest of 497 real pages has 37 metas."""
MAX_PROPERTY_CHARS: Final = 100
"""Characters of the name of a meta or property."""
MAX_VALUE_CHARS: Final = 2_000
"""Characters of the value of a meta or property."""
MAX_JSON_CHARS: Final = 200_000
"""Characters of all JSON-LD of a page."""
STATES_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", re.ASCII)
"""How the title of an <abbr> begins that states a moment."""
MAX_TIME_CHARS: Final = 100
"""Characters of the attribute ``datetime``."""
MAX_READING_CHARS: Final = 100
"""Characters of one ruby reading."""
MAX_READINGS: Final = 1_000
"""Ruby readings of a page; one on every character of a report would be as many."""

_META_NAMES = ("name", "property", "itemprop", "http-equiv")
_RELATIONS = frozenset({"next", "prev", "previous", "alternate", "amphtml", "canonical", "license", "author", "shortlink"})
_ITEM_VALUES = ("content", "datetime", "href", "src")
"""Attributes in which the value of an ``itemprop`` stands, where it is not the text of the element."""


class PlacedText(NamedTuple):
    """A text and the index of the block in which it stands."""

    block: int
    text: str


class Statement(NamedTuple):
    """A name, its value, and the index of the block in which that is said."""

    block: int
    name: str
    value: str


class LinkRelation(NamedTuple):
    """A <link> to another page. ``rels`` are the words of its ``rel`` in lower case; ``href`` is as written."""

    block: int
    rels: tuple[str, ...]
    href: str
    media_type: str
    title: str


@dataclass(slots=True)
class MachineData:
    """What one page says to machines, in its own order and up to the bounds of this module.

    ``metas``: contents of <meta> by name, property, itemprop or http-equiv, in lower case. ``items``: values of ``itemprop``. ``times``:
    ``datetime`` of <time>. ``readings``: ruby readings, which are annotations of the text and no part of it.
    """

    language: str | None = None
    canonical: str | None = None
    """The address that the page claims for itself, as written."""
    base: str | None = None
    metas: list[Statement] = field(default_factory=list)
    items: list[Statement] = field(default_factory=list)
    times: list[PlacedText] = field(default_factory=list)
    json_ld: list[PlacedText] = field(default_factory=list)
    relations: list[LinkRelation] = field(default_factory=list)
    readings: list[PlacedText] = field(default_factory=list)

    def meta(self, name: str) -> str | None:
        """Return the content of the first meta of that name; None where there is none."""
        return next((said.value for said in self.metas if said.name == name), None)

    def add_meta(self, block: int, attributes: Attributes) -> None:
        """Take a <meta>."""
        name = next(filter(None, map(attributes.get, _META_NAMES)), None)
        content = attributes.get("content")
        if name and content and len(self.metas) < MAX_STATEMENTS:
            self.metas.append(Statement(block, name[:MAX_PROPERTY_CHARS].strip().lower(), content[:MAX_VALUE_CHARS].strip()))

    def add_link(self, block: int, attributes: Attributes) -> None:
        """Take a <link>."""
        href = (attributes.get("href") or "").strip()
        if not href or len(href) > MAX_URL_CHARS:
            return
        rels = tuple((attributes.get("rel") or "").lower().split())
        if "canonical" in rels:
            self.canonical = self.canonical or href
        if not _RELATIONS.isdisjoint(rels) and "stylesheet" not in rels and len(self.relations) < MAX_STATEMENTS:
            media_type, title = attributes.get("type") or "", attributes.get("title") or ""
            self.relations.append(LinkRelation(block, rels, href, media_type.lower()[:MAX_PROPERTY_CHARS], title[:MAX_PROPERTY_CHARS]))

    def add_base(self, attributes: Attributes) -> None:
        """Take a <base>: the first that has an address counts."""
        href = (attributes.get("href") or "").strip()
        if href and len(href) <= MAX_URL_CHARS:
            self.base = self.base or href

    def add_time(self, block: int, stated: str | None) -> None:
        """Take the ``datetime`` of a <time>."""
        if stated and len(self.times) < MAX_STATEMENTS:
            self.times.append(PlacedText(block, stated[:MAX_TIME_CHARS]))

    def add_json_ld(self, block: int, text: str) -> None:
        """Take a script of JSON-LD; one that is too long is left out, for half of it says nothing."""
        if len(text) <= MAX_JSON_CHARS - sum(len(each.text) for each in self.json_ld):
            self.json_ld.append(PlacedText(block, text.strip()))

    def add_item(self, block: int, attributes: Attributes, text: str) -> None:
        """Take an element with an ``itemprop``; ``text`` is what stands in it."""
        value = next(filter(None, map(attributes.get, _ITEM_VALUES)), text).strip()
        for name in (attributes.get("itemprop") or "").lower().split():
            if value and len(self.items) < MAX_STATEMENTS:
                self.items.append(Statement(block, name[:MAX_PROPERTY_CHARS], value[:MAX_VALUE_CHARS]))

    def add_reading(self, block: int, text: str) -> None:
        """Take a ruby reading."""
        if (text := text.strip()) and len(self.readings) < MAX_READINGS:
            self.readings.append(PlacedText(block, text[:MAX_READING_CHARS]))
