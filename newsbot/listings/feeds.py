"""Feeds: RSS 0.9x, 1.0 and 2.0, and Atom, in whatever state: titles, times and addresses of what they offer."""

from __future__ import annotations

import html
import re
from datetime import datetime, time
from email.utils import parsedate_to_datetime

from newsbot.lines.times import find_times
from newsbot.listings.links import MAX_LINK_NAME_CHARS, MOST_READ_CHARS, Lead, best, joined, scored, why_no_page
from newsbot.listings.scripted import is_data, leads_in_data
from newsbot.listings.xml import Entry, read_xml
from newsbot.model import CHINA
from newsbot.read_page import ReadPage
from newsbot.row import DAY_CHARS

FEED_ROOTS = frozenset({"rss", "rdf", "feed"})
MAX_FEED_ENTRIES = 1_000
"""Entries of one feed that are read: usual are 10 to 100."""

_ENTRIES = frozenset({"item", "entry"})
_TAG = re.compile(r"<(script|style)\b[^<>]{0,300}>[^<]{0,1000}</\1>|<[^<>]{0,300}>", re.IGNORECASE)
_STATED = ("pubdate", "published", "date", "issued", "created", "updated", "modified")
_ABOUT = ("description", "summary", "encoded", "content")
_CONTACT = re.compile(r"https?://\S{0,300}|[\w.+-]{1,64}@[\w.-]{1,100}", re.ASCII)
"""What Atom has beside a name, and RSS before it."""
_AUTHORS = ("creator", "author")
_CHANGED = ("updated", "modified", "lastbuilddate")


def read_feed(page: ReadPage) -> list[Lead]:
    """Return what a feed offers, scored, in its order; nothing where it is none. Never raises."""
    document = read_xml(page.text, _ENTRIES, max_entries=MAX_FEED_ENTRIES)
    if not document.root:
        return best(scored(leads_in_answer(page)))
    base = joined(page.url, document.head.fields.get("base", "")) or page.url
    leads = [lead for entry in document.entries if (lead := _lead(entry, base))]
    return best(scored(leads, section=plain_title(document.head.fields.get("title", ""))))


def leads_in_answer(page: ReadPage) -> list[Lead]:
    """Return the headlines of an answer that is JSON or JSONP, a JSON Feed among them; nothing where it is none. Never raises."""
    if len(page.text) > MOST_READ_CHARS or not is_data(page.text):
        return []
    return leads_in_data(page.text, page.url)


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
        if len(text) <= DAY_CHARS:
            return found.date().isoformat()
        try:
            local = found.replace(tzinfo=CHINA) if found.tzinfo is None else found.astimezone(CHINA)
        except (ValueError, OverflowError):
            return None
        day = next((one for one in (found, local) if one.time() == time.min), None)  # to a generator that knows no clock
        return local.isoformat(timespec="seconds") if day is None else day.date().isoformat()
    times = find_times(text, None)
    return times[0].iso if times else None


def plain_title(text: str) -> str:
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
    address = joined(joined(url, fields.get("base", "")) or url, href.strip())
    if not address or why_no_page(address):
        return None
    stated = next((when for name in _STATED if (when := moment(fields.get(name)))), None)
    changed = next((when for name in _CHANGED if (when := moment(fields.get(name)))), None)
    about = next((fields[name] for name in _ABOUT if name in fields), "")
    title, author = plain_title(fields.get("title", "")), plain_title(next((fields[name] for name in _AUTHORS if name in fields), ""))
    author = _CONTACT.sub(" ", author).strip(" ()")
    return Lead(address, title, stated, changed=changed, about=plain_title(about)[:300], author=author[:MAX_LINK_NAME_CHARS])
