"""Feeds: RSS 0.9x, 1.0 and 2.0, and Atom, in whatever state: titles, times and addresses of what they offer."""

from __future__ import annotations

import html
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from newsbot.discovery.leads import Lead, best, scored, why_no_page
from newsbot.discovery.xml import Entry, read_xml
from newsbot.model import CHINA
from newsbot.page.times import find_times

ROOTS = frozenset({"rss", "rdf", "feed"})
MAX_ENTRIES = 1_000
"""Entries of one feed that are read: usual are 10 to 100."""

_ENTRIES = frozenset({"item", "entry"})
_TAG = re.compile(r"<[^<>]{0,300}>")
_STATED = ("pubdate", "published", "date", "issued", "created", "updated", "modified")
_CHANGED = ("updated", "modified", "lastbuilddate")


def read_feed(body: bytes, url: str, *, charset: str | None = None) -> list[Lead]:
    """Return what the feed at ``url`` offers, scored, in its order; nothing where it is no feed. Never raises."""
    document = read_xml(body, _ENTRIES, charset=charset, max_entries=MAX_ENTRIES)
    leads = [lead for entry in document.entries if (lead := _lead(entry, url))]
    return best(scored(leads, section=plain(document.head.fields.get("title", ""))))


def moment(text: str | None) -> str | None:
    """Read a time as feeds and sitemaps write it (RFC 822, ISO 8601, and what Chinese pages print); ISO 8601, None where it is none."""
    if not text:
        return None
    text = text.strip()[:100]
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if len(text) <= 10:  # a day alone
            return found.date().isoformat()
        try:
            return (found.replace(tzinfo=CHINA) if found.tzinfo is None else found.astimezone(CHINA)).isoformat()
        except (ValueError, OverflowError):
            return None
    times = find_times(text, None)
    return times[0].iso if times else None


def plain(text: str) -> str:
    """Return a title without markup: feeds escape HTML in titles, some of them twice."""
    for _ in range(2):
        text = html.unescape(text)
    return " ".join(_TAG.sub("", text[:1000]).split())


def _lead(entry: Entry, url: str) -> Lead | None:
    fields = entry.fields
    href = next((href for rel, href in entry.links if rel == "alternate"), None) or fields.get("link") or fields.get("about")
    if not href:  # a permalink of its own
        href = next((fields[name] for name in ("guid", "id", "origlink") if fields.get(name, "").startswith(("http://", "https://"))), None)
    if not href:
        return None
    try:
        address = urljoin(url, href.strip())
    except ValueError:
        return None
    if why_no_page(address):
        return None
    stated = next((when for name in _STATED if (when := moment(fields.get(name)))), None)
    changed = next((when for name in _CHANGED if (when := moment(fields.get(name)))), None)
    return Lead(address, plain(fields.get("title", "")), stated, changed=changed)
