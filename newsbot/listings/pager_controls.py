"""Pagers that are no links: a form with the number of a page, a menu of pages, a script that puts an address together. Nothing is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from newsbot.html.page import HtmlPage, address_in
from newsbot.listings.links import joined, plain_attributes

PARAMETERS = ("page", "p", "pageno", "pageindex", "pagenum", "pn", "curpage", "currentpage", "paged")
"""Names under which systems take the number of a page."""
WITHIN = 2_000_000
"""Characters of a page that are looked at."""
MOST_FORMS = 20
"""Forms, menus and composed addresses of one page that are looked at."""

_TOTAL = re.compile(
    r"共\s{0,3}(?:<[^<>]{0,100}>)?\s{0,3}(\d{1,4})\s{0,3}(?:<[^<>]{0,100}>)?\s{0,3}页|\d{1,4}\s{0,3}/\s{0,3}(\d{1,4})\s{0,3}页"
    r"|\b(?:total_?pages?|page_?count|count_?page|pages?_?total)[\"']?\s{0,4}[=:]\s{0,4}[\"']?(\d{1,4})",
    re.IGNORECASE,
)
_TOTAL_KEY = re.compile(rb"\"(?:pages|total_?pages?|page_?(?:count|total)|last_?page)\"\s{0,4}:\s{0,4}\"?(\d{1,4})", re.IGNORECASE)
_FORM = re.compile(r"<form\b([^<>]{0,1000})>", re.IGNORECASE)
_INPUT = re.compile(r"<input\b([^<>]{0,500})>", re.IGNORECASE)
_SELECT = re.compile(r"<select\b([^<>]{0,500})>", re.IGNORECASE)
_OPTION = re.compile(r"<option\b([^<>]{0,500})>([^<>]{0,40})", re.IGNORECASE)
_COMPOSED = re.compile(
    r"(?:location(?:\.href)?|\burl|\bhref)\s{0,4}=\s{0,4}[\"']([^\"'\s<>]{0,200})[\"']\s{0,4}\+\s{0,4}\w{1,20}\s{0,4}(?:\+\s{0,4}[\"']([^\"'\s<>]{0,100})[\"'])?"
)
_CALL = re.compile(r"^javascript:\s{0,3}\w{1,40}\(\s{0,3}[\"']?(\d{1,4})[\"']?\s{0,3}\)", re.IGNORECASE)
_NAMED_NEXT = re.compile(r"[\[【(（<《>›»]{0,3}\s{0,3}(?:下一?[页頁]|后一?页|next)", re.IGNORECASE)
_NUMBERED = re.compile(r"^\D{0,4}\d{1,4}\D{0,6}$")


def by_controls(page: HtmlPage, text: str, here: int, encoding: str) -> Iterator[str]:
    """Yield addresses of the page behind page ``here`` (1-based) of a list. ``text`` is the page as decoded from ``encoding``."""
    text = text[:WITHIN]
    yield from _by_menu(page, text)
    behind = _by_call(page, here) or (here + 1 if here < _total(text) else None)
    if behind is not None:
        yield from _by_form(page, text, behind, encoding)
        for found in islice(_COMPOSED.finditer(text), MOST_FORMS):
            address = joined(page.base, f"{found[1]}{behind}{found[2] or ''}")
            if _folder(address) == _folder(page.url):  # scripts put together other addresses too
                yield address


def next_answer(url: str, body: bytes) -> str | None:
    """Return the address of the answer behind this one, JSON that says how many pages there are; None where it is the last, or no such."""
    total = _TOTAL_KEY.search(body[:WITHIN])
    parts = urlsplit(url)
    fields = parse_qsl(parts.query, keep_blank_values=True)[:50]
    here = next((int(value) for name, value in fields if name.lower() in PARAMETERS and value.isdigit() and len(value) <= 4), None)
    if total is None or here is None or here >= int(total[1]):
        return None
    filled = [(name, str(here + 1) if name.lower() in PARAMETERS else value) for name, value in fields]
    return urlunsplit(parts._replace(query=urlencode(filled)))


def _total(text: str) -> int:
    """How many pages the list says it has; 0 where it does not say."""
    found = _TOTAL.search(text)
    return int(found[1] or found[2] or found[3]) if found else 0


def _by_call(page: HtmlPage, here: int) -> int | None:
    """The number with which a link calls a script: that of the link called 下一页, else the one behind this page's."""
    called = []
    for attributes, text, block in page.raw_links:
        if call := _CALL.match(address_in(attributes).strip()):
            name = text if text is not None else page.blocks[block].raw if block < len(page.blocks) else ""
            if _NAMED_NEXT.match(name.strip()[:20]):
                return int(call[1])
            called.append(int(call[1]))
    return here + 1 if here + 1 in called else None


def _by_menu(page: HtmlPage, text: str) -> Iterator[str]:
    """The option behind the selected one, of a menu in which every option is an address called by a number."""
    for opened in islice(_SELECT.finditer(text), MOST_FORMS):
        inside = text[opened.end() : opened.end() + 20_000]
        options = _OPTION.findall(inside[: _end(inside, "</select")])
        values = [plain_attributes(written).get("value", "") for written, _ in options]
        if (
            len(options) < 2
            or not all(_NUMBERED.match(label.strip()) for _, label in options)
            or not any("/" in v or "." in v for v in values)
        ):
            continue
        selected = next((n for n, (written, _) in enumerate(options) if re.search(r"\bselected\b", written, re.IGNORECASE)), 0)
        if selected + 1 < len(options):
            yield joined(page.base, values[selected + 1])


def _by_form(page: HtmlPage, text: str, behind: int, encoding: str) -> Iterator[str]:
    for opened in islice(_FORM.finditer(text), MOST_FORMS):
        named = plain_attributes(opened[1])
        if named.get("method", "get").lower() != "get":
            continue
        inside = text[opened.end() : opened.end() + 5_000]
        fields = [plain_attributes(each) for each in _INPUT.findall(inside[: _end(inside, "</form")])]
        pairs = [(field["name"], field.get("value", "")) for field in fields if field.get("name") and field.get("type", "text") != "submit"]
        if sum(name.lower() in PARAMETERS for name, _ in pairs) == 1:
            filled = [(name, str(behind) if name.lower() in PARAMETERS else value) for name, value in pairs]
            address = joined(page.url, named.get("action", "")).partition("?")[0]
            yield f"{address}?{urlencode(filled, encoding=encoding, errors='replace')}"


def _folder(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[0]


def _end(inside: str, mark: str) -> int | None:
    """Where the end tag stands; None where there is none."""
    found = inside.lower().find(mark)
    return found if found >= 0 else None
