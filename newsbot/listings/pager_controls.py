"""Pagers that are no links: a form with the number of a page, a menu of pages, a script that puts an address together. Nothing is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlunsplit

from newsbot.addresses import parts_of
from newsbot.data import table
from newsbot.html.page import HtmlPage
from newsbot.listings.links import MOST_READ_CHARS, joined
from newsbot.listings.pager_names import begins_as_next
from newsbot.read_page import ReadPage

PARAMETERS = ("page", "p", "pageno", "pageindex", "pagenum", "pn", "curpage", "currentpage", "paged")
"""Names under which systems take the number of a page."""
MAX_OPTION_CHARS = 40
"""Characters of an option's label that are read."""
MOST_FORMS = 20
"""Forms, menus and composed addresses of one page that are looked at."""

TOTAL_HEADER: Final = "x-wp-totalpages"
"""The header in which WordPress says how many answers there are."""
MAX_NUMBER_DIGITS: Final = 4
"""Digits of the number of a page; longer ones are the numbers of articles."""

_WORDS = table("pager_words.toml")
_ALL, _PAGES = _WORDS["all"], f"[{_WORDS['page']}]"
_TOTAL = re.compile(
    rf"{_ALL}\s{{0,3}}(?:<[^<>]{{0,100}}>)?\s{{0,3}}(\d{{1,4}})\s{{0,3}}(?:<[^<>]{{0,100}}>)?\s{{0,3}}{_PAGES}"
    rf"|\d{{1,4}}\s{{0,3}}/\s{{0,3}}(\d{{1,4}})\s{{0,3}}{_PAGES}"
    r"|\b(?:total_?pages?|page_?count|count_?page|pages?_?total)[\"']?\s{0,4}[=:]\s{0,4}[\"']?(\d{1,4})",
    re.IGNORECASE,
)
_TOTAL_KEY = re.compile(r"\"(?:pages|total_?pages?|page_?(?:count|total)|last_?page)\"\s{0,4}:\s{0,4}\"?(\d{1,4})", re.IGNORECASE)
_COMPOSED = re.compile(
    r"(?:location(?:\.href)?|\burl|\bhref)\s{0,4}=\s{0,4}[\"']([^\"'\s<>]{0,200})[\"']\s{0,4}\+\s{0,4}\w{1,20}\s{0,4}(?:\+\s{0,4}[\"']([^\"'\s<>]{0,100})[\"'])?"
)
_CALL = re.compile(r"^javascript:\s{0,3}\w{1,40}\(\s{0,3}[\"']?(\d{1,4})[\"']?\s{0,3}\)", re.IGNORECASE)
_NUMBERED = re.compile(r"^\D{0,4}\d{1,4}\D{0,6}$")


def by_controls(page: HtmlPage, text: str, here: int, encoding: str) -> Iterator[str]:
    """Yield addresses of the page after page ``here`` (1-based) of a list. ``text`` is the page as decoded from ``encoding``."""
    text = text[:MOST_READ_CHARS]
    yield from _by_menu(page)
    number = _by_call(page, here) or (here + 1 if here < _total(text) else None)
    if number is not None:
        yield from _by_form(page, number, encoding)
        for found in islice(_COMPOSED.finditer(text), MOST_FORMS):
            address = joined(page.base, f"{found[1]}{number}{found[2] or ''}")
            if _folder(address) == _folder(page.url):  # scripts put together other addresses too
                yield address


def next_answer(page: ReadPage) -> str | None:
    """Return the address of the answer after this one, JSON that says how many pages there are; None where it is the last, or no such.

    Its text may say so, or its header (WordPress), whose first answer has no number in its address.
    """
    parts = parts_of(page.url)
    fields = parse_qsl(parts.query, keep_blank_values=True)[:50]
    here = next((number for name, value in fields if name.lower() in PARAMETERS and (number := page_in(value)) is not None), None)
    total = page_in(page.page.headers.get(TOTAL_HEADER, ""))
    if total is not None and here is None:
        here, fields = 1, [*fields, (PARAMETERS[0], "1")]
    elif total is None and (said := _TOTAL_KEY.search(page.text[:MOST_READ_CHARS])):
        total = int(said[1])
    if total is None or here is None or here >= total:
        return None
    filled = [(name, str(here + 1) if name.lower() in PARAMETERS else value) for name, value in fields]
    return urlunsplit(parts._replace(query=urlencode(filled)))


def page_in(value: str) -> int | None:
    """Return the number of a page as an address writes it; None for anything else."""
    return int(value) if value.isdecimal() and len(value) <= MAX_NUMBER_DIGITS else None


def _total(text: str) -> int:
    """Return how many pages the list says it has; 0 where it does not say."""
    found = _TOTAL.search(text)
    return int(found[1] or found[2] or found[3]) if found else 0


def _by_call(page: HtmlPage, here: int) -> int | None:
    """Return the number with which a link calls a script: that of the link called 下一页, else the one after this page's."""
    called = []
    for link in page.links:
        if call := _CALL.match(link.href):
            if begins_as_next(link.text):
                return int(call[1])
            called.append(int(call[1]))
    return here + 1 if here + 1 in called else None


def _by_menu(page: HtmlPage) -> Iterator[str]:
    """Yield the option after the selected one, of a menu in which every option is an address called by a number."""
    for menu in page.tree.select("select", MOST_FORMS):
        options = [(option.attributes, option.text(MAX_OPTION_CHARS)) for option in menu.select("option")]
        values = [named.get("value", "") for named, _ in options]
        if not all(_NUMBERED.match(label.strip()) for _, label in options) or not any("/" in value or "." in value for value in values):
            continue
        selected = next((n for n, (named, _) in enumerate(options) if "selected" in named), 0)
        if selected + 1 < len(options):
            yield joined(page.base, values[selected + 1].strip())


def _by_form(page: HtmlPage, number: int, encoding: str) -> Iterator[str]:
    """Yield the address that a form asks for when the page's ``number`` is put into it."""
    for form in page.tree.select("form", MOST_FORMS):
        named = form.attributes
        if named.get("method", "get").lower() != "get":
            continue
        fields = [field.attributes for field in form.select("input")]
        pairs = [(field["name"], field.get("value", "")) for field in fields if field.get("name") and field.get("type", "text") != "submit"]
        if sum(name.lower() in PARAMETERS for name, _ in pairs) == 1:
            filled = [(name, str(number) if name.lower() in PARAMETERS else value) for name, value in pairs]
            address = joined(page.url, named.get("action", "")).partition("?")[0]
            yield f"{address}?{urlencode(filled, encoding=encoding, errors='replace')}"


def _folder(url: str) -> str:
    return parts_of(url).path.rpartition("/")[0]
