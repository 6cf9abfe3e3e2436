"""Further pages: of a list (下一页, index_1.html, createPageHTML scripts, ?page=2) and of an article (【1】【2】, 下一页, _2.html).

A further page of a list may be anywhere on the same host. A further page of an article has the article's own address with a number
added: that tells it from the next article, whatever the link says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlunsplit

from newsbot.addresses import canonical, parts_of
from newsbot.html.links import Link
from newsbot.html.page import HtmlPage
from newsbot.listings.links import joined, why_no_page
from newsbot.listings.pager_controls import PARAMETERS, by_controls, page_in
from newsbot.listings.pager_names import names_before, names_next, names_part, names_previous, number_in, points_next
from newsbot.read_page import ReadPage

MOST_PARTS = 20
"""Pages of one article that are joined; real ones have 2 to 10, picture series up to 20."""
MOST_PAGES = 500
"""Pages that a pager is believed."""
MOST_PAGE_LINKS = 200
"""Links called as further pages that are looked at; calendars have hundreds."""
MAX_PART_DIGITS: Final = 3
"""Digits of the number of an article's page in its address; the number of an article has more."""
MIN_NAME_DIGITS: Final = 4
"""Digits in the name of an article whose pages are its name with a number added: in c1_2 the 2 belongs to the name."""
_SCRIPT_WITHIN = 400_000
"""Characters in which a pager script is looked for."""

_CREATE = re.compile(
    r"createPageHTML\s{0,4}\(\s{0,4}(?:['\"]([\w#.-]{1,60})['\"]\s{0,4},\s{0,4})?['\"]?(\d{1,5})['\"]?\s{0,4},\s{0,4}['\"]?(\d{1,5})['\"]?"
    r"\s{0,4},\s{0,4}['\"]([\w.-]{1,100})['\"]\s{0,4},\s{0,4}['\"](\w{2,6})['\"]",
    re.IGNORECASE | re.ASCII,
)
_COUNT = re.compile(r"\b(?:count_?page|page_?count|total_?pages?)\s{0,4}=\s{0,4}['\"]?(\d{1,5})", re.IGNORECASE)
_CURRENT = re.compile(r"\bcurrent_?page\s{0,4}=\s{0,4}['\"]?(\d{1,5})", re.IGNORECASE)
_ENDS_IN_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?:\.[a-z]{3,5})?/?$", re.IGNORECASE)
_PAGE_OF = re.compile(r"/?(?:page[/_-]?|p/)?(\d{1,4})?(?:\.[a-z]{3,5})?/?$", re.IGNORECASE)
"""The end of a list's address: the number of its page, where it has one."""
_STEM = re.compile(r"^(.{1,400}?)(?:[_-](\d{1,3}))?(\.[A-Za-z]{3,5})?$")


# ------------------------------------------------------------------------------------------------------------------ lists


def next_page(page: ReadPage, *, hint: str | None = None, first: int = 1) -> str | None:
    """Return the address of the list page after this one; None where there is none, or none can be told.

    ``hint`` is the source's own word: ``index_{n}.html``, where the page after the first has the number ``first``. The answer is on the
    same host, and never the page itself.
    """
    html = page.html
    if html is None:
        return None
    found = [*_by_script(page), *_by_link(html), *_by_number(html), *_by_rel(html), *_by_address(html)]
    if not any(_is_further(page.url, address) for address in found):
        found += by_controls(html, page.text, page_number(page.url), page.encoding)
    if not found and not any(names_previous(link.text) for link in html.outlinks):
        found += _by_hint(page.url, hint, first)  # a pager that leads back only is at its end
    return next((address for address in found if _is_further(page.url, address)), None)


def _by_script(page: ReadPage) -> Iterable[str]:
    """`createPageHTML(20, 0, "index", "html")` and its kin: 20 pages, this is number 0, the next is index_1.html (TRS and others).

    With the name of an element before it (`createPageHTML('page_div', 14, 1, 'index', 'shtml', 278)`) pages count from 1.
    """
    url, text = page.url, page.text[:_SCRIPT_WITHIN]
    for call in _CREATE.finditer(text):
        total, current = int(call[2]), int(call[3])
        name, extension = call[4], call[5]
        last = total if call[1] else total - 1
        if current < min(last, MOST_PAGES):
            yield joined(url, f"{name}_{current + 1}.{extension}")
        return
    count, current_page = _COUNT.search(text), _CURRENT.search(text)
    if count and current_page and int(current_page[1]) < min(int(count[1]) - 1, MOST_PAGES):
        parts = parts_of(url)
        name = parts.path.rpartition("/")[2] or "index.html"
        stem, _, extension = name.rpartition(".")
        stem = re.sub(r"_\d{1,4}$", "", stem) or "index"
        yield joined(url, f"{stem}_{int(current_page[1]) + 1}.{extension or 'html'}")


def _by_link(page: HtmlPage) -> Iterable[str]:
    for link in page.outlinks:
        if names_next(link.text) or (points_next(link) and _is_numbered(page.url, link.url)):
            yield link.url


def _by_number(page: HtmlPage) -> Iterable[str]:
    """The link called 2 on page 1, 3 on page 2, where it leads to an address of this form with a number in it."""
    here = page_number(page.url)
    for link in page.outlinks:
        if number_in(link.text) == here + 1 and (_same_list(page.url, link.url) or _goes_on(page.url, link.url, here + 1)):
            yield link.url


def _by_address(page: HtmlPage) -> Iterable[str]:
    """A link without words, which shows an arrow: to this list's own address with the number of the page after this one in it."""
    after = page_number(page.url) + 1
    return (link.url for link in page.outlinks if not link.text.strip() and _goes_on(page.url, link.url, after))


def _by_rel(page: HtmlPage) -> Iterable[str]:
    """What the head calls next: in lists the next page, in books and on documentation sites the next section."""
    said = (page.resolve(relation.href) for relation in page.machine.relations if "next" in relation.rels)
    return (url for url in said if _is_numbered(page.url, url))


def _is_numbered(url: str, other: str) -> bool:
    """Whether an address is that of a further page by its form: the same path with another query, or a number at its end."""
    here, there = parts_of(url), parts_of(other)
    return (there.path == here.path and bool(there.query)) or bool(_ENDS_IN_NUMBER.search(unquote(there.path)))  # 理 is written %E7%90%86


def _by_hint(url: str, hint: str | None, first: int) -> Iterable[str]:
    if hint:
        name = parts_of(url).path.rpartition("/")[2] + (f"?{parts_of(url).query}" if "?" in hint else "")
        before, _, after = hint.partition("{n}")
        number = name[len(before) : len(name) - len(after) or None] if name.startswith(before) and name.endswith(after) else ""
        yield joined(url, hint.replace("{n}", str(first if (here := page_in(number)) is None else here + 1)))


def page_number(url: str) -> int:
    """Return the number of a list page that stands in its address: 1 where none does.

    index_1.html is page 2 in most systems, and counts as such here.
    """
    parts = parts_of(url)
    for name, value in parse_qsl(parts.query)[:50]:
        if name.lower() in PARAMETERS and (number := page_in(value)) is not None:
            return number
    found = re.search(r"(?:index|list|page|node|more)[_/-]?(\d{1,3})(?:\.[a-z]{3,5})?/?$", parts.path[-60:], re.IGNORECASE)
    return int(found[1]) + (1 if "_" in found[0] else 0) if found else 1


def _same_list(url: str, other: str) -> bool:
    """Whether two addresses differ in nothing but a number."""
    return _shape(url).startswith(_shape(other)[:8]) and (_folder(url) == _folder(other) or _shape(url) == _shape(other))


def _goes_on(url: str, other: str, number: int) -> bool:
    """Whether an address is that of page ``number`` of the list at ``url``: the list's own, with a number added (/blog/page/2/)."""
    here, there = (unquote(parts_of(canonical(each)).path) for each in (url, other))
    found = _PAGE_OF.search(there)
    return found is not None and int(found[1] or 0) == number and there[: found.start()] == _PAGE_OF.sub("", here)


def _shape(url: str) -> str:
    return re.sub(r"\d{1,9}", "#", parts_of(url).netloc + parts_of(url).path)


def _folder(url: str) -> str:
    return parts_of(url).path.rpartition("/")[0]


def _is_further(url: str, other: str) -> bool:
    return parts_of(other).netloc == parts_of(url).netloc and canonical(other) != canonical(url) and not why_no_page(other)


# --------------------------------------------------------------------------------------------------------------- articles


@dataclass(frozen=True, slots=True)
class Parts:
    """The pages of one article as far as this page names them: ``head`` is the first, ``parts`` its further pages by number.

    ``number``: which of them this page is (1: the head). Numbers are the order in which their texts are joined.
    """

    head: str
    number: int
    parts: tuple[tuple[int, str], ...]

    @property
    def several(self) -> bool:
        """Whether the article has other pages than this one, as far as this one tells."""
        return bool(self.parts) or self.number > 1

    def after(self, number: int) -> str | None:
        """Return the address of the page after page ``number``."""
        return next((url for n, url in self.parts if n > number), None)


def article_parts(page: ReadPage) -> Parts:
    """Return the pages of the article of which this is one.

    A link counts where its text is a number, 下一页 or the like and its address is this article's with a number added (c1_2.html,
    c1-2.html, c1.html?page=2). A page whose address has such a number and which links to the address without it is itself a part.
    """
    links = _named(page.html) if page.html is not None else []
    scripts = page.text[:_SCRIPT_WITHIN] if "createPageHTML" in page.text else ""  # a search for nothing costs 0.5 ms
    if not links and not scripts:
        return Parts(page.url, 1, ())
    head, number = page.url, 1
    whole, stem, mine = _stem(page.url)
    named = [(link, *_stem(link.url)[1:]) for link in links]
    first = next((link.url for link, other, suffix in named if (other, suffix) == (stem, None)), None)
    if mine is not None and first is not None:
        head, number = first, _order(mine, named, stem)
    elif mine is not None:
        stem = whole
    found: dict[int, str] = {}
    for link, other, suffix in named:
        if suffix is not None and other == stem and _is_further(head, link.url):
            found.setdefault(_order(suffix, named, stem), link.url)
    for call in _CREATE.finditer(scripts):
        name, extension = call[4], call[5]
        script = joined(head, f"{name}.{extension}")
        if not found and canonical(script) == canonical(head) and not name.lower().startswith(("index", "list", "default")):
            total = min(int(call[2]), MOST_PARTS)
            second = 2 if call[1] else 1
            found = {n + 2: joined(head, f"{name}_{n + second}.{extension}") for n in range(total - 1)}
        break
    ordered = sorted((n, url) for n, url in found.items() if n > 1)[: MOST_PARTS - 1]
    return Parts(head, number, tuple(ordered))


def _named(page: HtmlPage) -> list[Link]:
    """The links that are called as a page of an article is. Only these are resolved: a page has hundreds of links, and few have any."""
    return list(islice((link for link in page.links if link.text and names_part(link.text)), MOST_PAGE_LINKS))


def _stem(url: str) -> tuple[str, str, int | None]:
    """The address, the same without the number of a part, and that number: (…/c1.html, 2) for c1_2.html, c1-2.html and c1.html?page=2."""
    parts = parts_of(canonical(url))
    whole = urlunsplit(("http", parts.netloc, parts.path, parts.query, ""))
    fields = parse_qsl(parts.query, keep_blank_values=True)[:50]
    numbers = [value for name, value in fields if name.lower() in PARAMETERS and value.isdecimal() and len(value) <= MAX_PART_DIGITS]
    if numbers:
        kept = urlencode([(name, value) for name, value in fields if name.lower() not in PARAMETERS])
        return whole, urlunsplit(("http", parts.netloc, parts.path, kept, "")), int(numbers[0])
    folder, _, name = parts.path.rpartition("/")
    found = _STEM.match(name[:500])
    # a number of one to three digits after a long enough name: t20230410_1 is no part of t20230410, which is a date
    if not found or not found[2] or len(re.sub(r"\D", "", found[1])) < MIN_NAME_DIGITS or re.fullmatch(r"[a-z]{0,2}20\d{6}", found[1]):
        return whole, whole, None
    return whole, urlunsplit(("http", parts.netloc, f"{folder}/{found[1]}{found[3] or ''}", parts.query, "")), int(found[2])


def _order(suffix: int, named: Sequence[tuple[Link, str, int | None]], stem: str) -> int:
    """Which page of the article the number stands for: the second has 2 in most systems, and 1 in those that count from nought."""
    ones = [link for link, other, number in named if (other, number) == (stem, 1)]
    from_nought = bool(ones) and not any(names_before(link.text) for link in ones)
    return suffix + 1 if from_nought else suffix
