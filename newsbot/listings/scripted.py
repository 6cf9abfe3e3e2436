"""Links that are no links: headlines as data in scripts, addresses in ``onclick`` and ``data-`` attributes, ``title`` attributes.

Nothing is run. Data are JSON, or literals of JavaScript that look like it: objects with a headline under one key and an address under
another, whatever else they hold and however deep they lie.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape
from itertools import chain, islice
from typing import Any, Final

from newsbot.html.page import HtmlPage
from newsbot.html.tree import Element, parse
from newsbot.lines.measures import han
from newsbot.lines.times import find_times
from newsbot.listings.links import MIN_LISTED_HAN, MOST_READ_CHARS, Lead, joined, why_no_page, without_date
from newsbot.model import CHINA

MOST: Final = 1_000
"""Leads of one page."""
MOST_NODES: Final = 50_000
"""Objects and lists of one page's data that are looked at."""
MOST_SCRIPTS: Final = 300
MOST_TAGS: Final = 5_000
"""Scripts, and elements that may be clicked on, of one page that are looked at."""
MIN_SCRIPT_CHARS: Final = 40
"""Characters of a script that may hold a headline and its address."""
MAX_CLICKED_CHARS: Final = 1_500
"""Characters of an element that are read as what is clicked on."""
MOST_TRIES: Final = 40
"""Places of one script where data may begin."""

_BEGINS = re.compile(r"[=(]\s{0,20}(?=[\[{])")
_OBJECT = re.compile(r"\{[^{}]{10,3000}\}")
_PAIR = re.compile(r"[\"']?\b(\w{1,40})[\"']?\s{0,5}:\s{0,5}(?:\"([^\"\n]{1,1000})\"|'([^'\n]{1,1000})')")
_TITLE_KEY = re.compile(r"(?:title|headline|subject)$|^name$", re.IGNORECASE)
_ADDRESS_KEY = re.compile(r"(?:url|link|href|uri|path)$", re.IGNORECASE)
_ABOUT_KEY = re.compile(r"(?:summary|abstract|description|desc|digest|intro|brief|content_text)$", re.IGNORECASE)
_TIME_KEY = re.compile(r"(?:time|date|day|date_published)$", re.IGNORECASE)
_NOT_OURS = re.compile(
    r"img|image|pic|photo|thumb|cover|logo|icon|avatar|video|audio|share|site|channel|column|sub|author|user", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"(?:https?:)?//[^\s\"'<>]{4,500}|\.{0,2}/[^\s\"'<>]{1,500}|[\w%-][\w./%-]{0,200}\.(?:s?html?|jspx?|aspx?|php|do)\b[^\s\"'<>]{0,200}"
)
_WRITTEN = re.compile(r"<a\s[^<>]{4,1000}>[^<>]{4,200}</a>", re.IGNORECASE)
_CLICKABLE = "[onclick], [data-url], [data-href], [data-link]"
_QUOTED = re.compile(r"[\"']([^\"']{2,500})[\"']")
_MARKUP = re.compile(r"<[^<>]{0,500}>")
_DATA = ("data-url", "data-href", "data-link")


def titles_of_links(page: HtmlPage) -> dict[str, str]:
    """Return what ``title`` attributes say of links, by absolute address: many lists cut headlines short and have the whole there."""
    found: dict[str, str] = {}
    for link in page.links:
        if han(title := link.attributes.get("title", "").strip()) >= MIN_LISTED_HAN:
            found.setdefault(link.url, title)
    return found


def leads_in_attributes(page: HtmlPage) -> Iterator[Lead]:
    """Yield what is opened by a click on something that is no link, with the text that is clicked on."""
    for element in page.tree.select(_CLICKABLE, MOST_TAGS):
        named = element.attributes
        if not named.get("href", "#").lower().startswith(("#", "javascript:")):
            continue  # a link after all
        written = [named[name] for name in _DATA if name in named] + [each[1] for each in _QUOTED.finditer(named.get("onclick", ""))]
        address = next((where for value in written if _ADDRESS.fullmatch(value) and (where := _page_at(page.base, value))), None)
        if address is None:
            continue
        shown = " ".join(element.text(MAX_CLICKED_CHARS).split())
        lead = _lead(named.get("title") or shown, address, when=shown)
        if lead is not None:
            yield lead


def leads_in_scripts(page: HtmlPage) -> Iterator[Lead]:
    """Yield the headlines that stand as data, or as markup to be written, in the scripts of a page."""
    room = MOST_READ_CHARS
    for script in page.tree.select("script", MOST_SCRIPTS):
        inside = script.text(room)
        room -= len(inside)
        if len(inside) > MIN_SCRIPT_CHARS:
            yield from leads_in_data(inside, page.base)
            yield from _written(inside, page.base)


def _written(script: str, base: str) -> Iterator[Lead]:
    """Yield the links that a script writes into the page, where they stand in it as markup."""
    written = script.replace('\\"', '"').replace("\\'", "'").replace("\\/", "/")
    for link in _links_in("".join(_WRITTEN.findall(written))):
        named = link.attributes
        address = _page_at(base, named.get("href", "#"))
        if address is not None and (lead := _lead(named.get("title") or link.text(MAX_CLICKED_CHARS), address)):
            yield lead


def _links_in(markup: str) -> list[Element]:
    return parse(markup).select("a") if markup else []


def leads_in_data(text: str, base: str) -> list[Lead]:
    """Return the headlines of a text that is JSON, JSONP or a script with data in it."""
    found = list(_of_values(_values(text), base))
    if not found:
        found = [lead for each in islice(_OBJECT.finditer(text), MOST_TAGS) if (lead := _of_object(_pairs(each[0]), base))]
    return found[:MOST]


def is_data(text: str) -> bool:
    """Return whether a whole answer may be JSON or JSONP, by how it begins."""
    head = text[:200].lstrip("\ufeff \t\r\n")
    return head.startswith(("{", "[")) or re.match(r"[\w.$]{1,60}\s{0,3}\(\s{0,3}[\[{]", head) is not None


# ------------------------------------------------------------------------------------------------------------------ data


def _values(text: str) -> Iterator[Any]:
    """Every JSON value that begins the text, or stands after a `=` or `(`."""
    decoder, past = json.JSONDecoder(), 0
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    places = chain((start,), (each.end() for each in _BEGINS.finditer(text)))
    for place in islice((place for place in places if place >= past), MOST_TRIES):
        try:
            value, past = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            continue
        yield value


def _of_values(values: Iterable[Any], base: str) -> Iterator[Lead]:
    """Yield the leads in values, in their order."""
    waiting, nodes = list(values)[::-1], 0
    while waiting and nodes < MOST_NODES:
        value = waiting.pop()
        nodes += 1
        if isinstance(value, dict):
            if lead := _of_object(value, base):
                yield lead
            waiting += [each for each in value.values() if isinstance(each, (dict, list))][::-1]
        elif isinstance(value, list):
            waiting += [each for each in value if isinstance(each, (dict, list))][::-1]


def _of_object(data: dict[str, Any], base: str) -> Lead | None:
    """Return the lead that an object is; None where it names no headline or no address."""
    title = address = about = when = None
    for key, given in data.items():
        value = given.get("rendered") if isinstance(given, dict) else given  # as WordPress has texts
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            continue
        if _TIME_KEY.search(key):
            when = when or value
        elif isinstance(value, int) or _NOT_OURS.search(key):
            continue
        elif _TITLE_KEY.search(key):
            title = title or value
        elif _ADDRESS_KEY.search(key):
            address = address or (_page_at(base, value.strip()) if _ADDRESS.fullmatch(value.strip()) else None)
        elif _ABOUT_KEY.search(key):
            about = about or value
    return _lead(title, address, about=about or "", when=when) if isinstance(title, str) and address else None


def _pairs(text: str) -> dict[str, Any]:
    """Keys and texts of a literal."""
    found: dict[str, Any] = {}
    for pair in _PAIR.finditer(text):
        value = pair[2] or pair[3]
        try:
            value = json.loads(f'"{value}"')
        except ValueError:
            value = value.replace("\\/", "/")
        found.setdefault(pair[1], value)
    return found


# ---------------------------------------------------------------------------------------------------------------- shared


def _lead(title: str, address: str, *, about: str = "", when: str | int | None = None) -> Lead | None:
    plain = without_date(" ".join(unescape(_MARKUP.sub("", title[:1000])).split())[:300])
    if han(plain) < MIN_LISTED_HAN:
        return None
    return Lead(address, plain, _moment(when), about=" ".join(unescape(_MARKUP.sub("", about[:1000])).split())[:300])


def _moment(when: str | int | None) -> str | None:
    """ISO 8601 of a time as data have it: printed, or seconds or milliseconds since 1970."""
    if when is None:
        return None
    if isinstance(when, int) or when.isdigit():
        seconds = int(str(when)[:10]) if len(str(when)) in {10, 13} else 0
        return datetime.fromtimestamp(seconds, CHINA).isoformat() if seconds > 0 else None
    times = find_times(when[:100], None)
    return times[0].iso if times else None


def _page_at(base: str, address: str) -> str | None:
    found = joined(base, address)
    return None if why_no_page(found) else found
