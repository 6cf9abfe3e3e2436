"""An Atom feed (RFC 4287) of the newest reports, of all places or of one, and which of them a feed of before did not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from newsbot.presentation.brief import is_in
from newsbot.presentation.messages import told
from newsbot.presentation.words import place_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsbot.presentation.collection import Shown

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
MOST_ENTRIES: Final = 50
"""That a reader of feeds asks for again and again."""
_ID: Final = "urn:newsbot:"
_NEVER: Final = "1970-01-01T00:00:00+08:00"
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd]")
_KNOWN: Final = re.compile(rf"<id>{_ID}([0-9a-f]{{1,32}})</id>")


def newest(rows: Sequence[Shown], place: str | None = None) -> list[Shown]:
    """Return the newest reports of a place, by its name or the beginning of it, or of all; the newest first."""
    here = [row for row in rows if place is None or is_in(row["place"], place)]
    return sorted(here, key=lambda row: (_moment(row), row["id"]), reverse=True)[:MOST_ENTRIES]


def atom(rows: Sequence[Shown], place: str | None = None) -> str:
    """Return the feed of these rows."""
    ET.register_namespace("", NAMESPACE)
    feed = ET.Element(f"{{{NAMESPACE}}}feed")
    _add(feed, "title", told("Civilised-city reports") + (f" · {place}" if place else ""))
    _add(feed, "id", f"{_ID}feed:{place or 'all'}")
    _add(feed, "updated", max((_moment(row) for row in rows), default=_NEVER))
    for row in rows:
        entry = _add(feed, "entry")
        _add(entry, "id", f"{_ID}{row['id']}")
        _add(entry, "title", row["title"] or row["url"])
        _add(entry, "link", href=row["url"])
        _add(entry, "updated", _moment(row))
        _add(_add(entry, "author"), "name", row["source"] or row["site"])
        _add(entry, "category", term=place_words(row["place"]))
        _add(entry, "summary", row["body"][0] if row["body"] else "")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def ids_in(feed: str) -> set[str]:
    """Return the ids of the reports that a feed of ours holds."""
    return set(_KNOWN.findall(feed))


def _moment(row: Shown) -> str:
    said: str = row["date_published"] or row["first_seen"] or _NEVER
    return said if "T" in said else f"{said}T00:00:00+08:00"


def _add(into: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    made = ET.SubElement(into, f"{{{NAMESPACE}}}{name}", {key: _NOT_IN_XML.sub("\ufffd", value) for key, value in attributes.items()})
    made.text = _NOT_IN_XML.sub("\ufffd", text) or None
    return made
