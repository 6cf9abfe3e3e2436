"""The article that the scripts of a page hold as data: JSON, an object of JavaScript, or strings that a script writes into the page."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import unquote

from newsbot.model import CHINA
from newsbot.words import HAN_RANGE

MAX_SCRIPT_OBJECTS: Final = 20_000
"""Objects of one script that are read."""
MIN_STATED_TITLE_CHARS: Final = 4
MAX_STATED_TITLE_CHARS: Final = 120
MAX_STATED_NAME_CHARS: Final = 40
"""Characters of a headline, and of the name of a medium or a person."""
MIN_DAY_CHARS: Final = 8
"""Characters of a day with its year, at least."""
MIN_PARAGRAPH_HAN: Final = 10
"""Han characters of a string that can be a paragraph."""
RIVAL_SHARE: Final = 0.5
"""Share of the longest text that another of the same script must have for neither to be the page's own by its length."""

_TOKEN = re.compile(
    r"(?:\"((?:[^\"\\\n]|\\.)*+)\"?|'((?:[^'\\\n]|\\.)*+)'?|`((?:[^`\\]|\\.)*+)`?)(\s{0,9}:(?!:))?"
    r"|([A-Za-z_$][\w$]{0,60})\s{0,9}(?::(?!:)|=(?!=))"
    r"|([{}\[\]])"
    r"|(?<![\w.])(\d{10}(?:\d{3})?)(?![\w.])",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "\n": ""}
_HAN = re.compile(rf"[{HAN_RANGE}]")
_TAGS = re.compile(r"<[^<>]*+>")
_TITLE = re.compile(r"(?:news|article|doc|content|share)?_?(?:title|headline|subject)", re.IGNORECASE)
_NOT_CONTENT = re.compile(r"abstract|summar|desc|intro|digest|seo|comment|remark|keyword|share|copyright|title|headline", re.IGNORECASE)
_PUBLISHED = re.compile(r"\w{0,20}(?:publish|pub_?(?:date|time)|release|issue|showtime|display_?(?:date|time))\w{0,20}", re.IGNORECASE)
_DATED = re.compile(r"(?:create|add|input|news|article|doc|post)?d?_?(?:at|on|date|time)", re.IGNORECASE)
_SOURCE = re.compile(r"(?:news|article|doc|content)?_?(?:source_?(?:name|title)?|origin(?:_?name)?|media_?name|copy_?from)", re.IGNORECASE)
_AUTHOR = re.compile(r"(?:news|article|doc)?_?(?:author_?(?:name)?|writer|reporter|byline)", re.IGNORECASE)
_PERSON = re.compile(rf"{_SOURCE.pattern}|{_AUTHOR.pattern}", re.IGNORECASE)
_NAME = re.compile("name", re.IGNORECASE)
_DAY = re.compile(r"(?:19|20)\d\d\D{1,3}\d{1,2}")


class Article(NamedTuple):
    """What a script holds of one article; ``content`` is markup or lines. What it does not say is None."""

    content: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    author: str | None = None


@dataclass(slots=True)
class _Object:
    """An object of a script: its strings in their order, with their keys."""

    around: _Object | None
    key: str = ""
    is_list: bool = False
    values: list[tuple[str, str]] = field(default_factory=list)

    def first(self, wanted: re.Pattern[str], least: int, most: int, has: re.Pattern[str] | None = None) -> str | None:
        """The first value of such a key with so many characters."""
        for key, value in self.values:
            if wanted.fullmatch(key) and least <= len(value.strip()) <= most and (has is None or has.search(value)):
                return value.strip()
        return None

    @property
    def title(self) -> str | None:
        found = self.first(_TITLE, MIN_STATED_TITLE_CHARS, MAX_STATED_TITLE_CHARS, _HAN)
        return None if found is None else _TAGS.sub("", found)

    @property
    def content(self) -> str:
        """The longest text under one key, which may have several."""
        texts: dict[str, list[str]] = {}
        for key, value in self.values:
            if not _NOT_CONTENT.search(key):
                texts.setdefault(key, []).append(value)
        joined = ("\n".join(value for value in values if len(values) == 1 or _HAN.search(value)) for values in texts.values())
        return max(joined, key=_letters, default="")


def article_in(script: str, page: str) -> Article | None:
    """Return the one article that a script holds, or None where it holds none, or several of which none is named in the page's head."""
    found = [(one, content) for one in _objects(script) if _letters(content := one.content) >= MIN_PARAGRAPH_HAN]
    found.sort(key=lambda pair: -_letters(pair[1]))
    if not found:
        return None
    head = page[: max(page.lower().find("</title"), 0)]
    rivals = [pair for pair in found if _letters(pair[1]) >= RIVAL_SHARE * _letters(found[0][1]) and pair[1] not in found[0][1]]
    if rivals:
        named = [pair for pair in (found[0], *rivals) if (title := pair[0].title) and title in head]
        if len(named) != 1:
            return None
        found = named
    one, content = found[0]
    holders = [holder for holder in (one, one.around, one.around and one.around.around) if holder is not None]

    def first(wanted: re.Pattern[str], least: int, has: re.Pattern[str]) -> str | None:
        return next(filter(None, (holder.first(wanted, least, MAX_STATED_NAME_CHARS, has) for holder in holders)), None)

    return Article(
        content,
        next(filter(None, (holder.title for holder in holders)), None),
        first(_PUBLISHED, MIN_DAY_CHARS, _DAY) or first(_DATED, MIN_DAY_CHARS, _DAY),
        first(_SOURCE, 2, _HAN),
        first(_AUTHOR, 2, _HAN),
    )


def _letters(text: str) -> int:
    return len(_HAN.findall(_TAGS.sub("", text)))


_HOLDS_DATA: Final = ('{"', "[{")


def _objects(script: str, depth: int = 1) -> Iterator[_Object]:
    """Yield the objects of a script, and what stands outside of any, each when it ends."""
    root = current = _Object(None)
    key, count = "", 0
    for double, single, back, colon, name, bracket, stamp in _TOKEN.findall(script):
        if bracket in {"{", "["} and bracket:
            count += 1
            if count > MAX_SCRIPT_OBJECTS:
                break
            current, key = _Object(current, key, bracket == "["), ""
        elif bracket:
            if current.around is not None:
                yield from _closed(current)
                current = current.around
            key = ""
        elif name:
            key = name
        elif colon:
            key = double or single or back
        elif stamp:
            current.values.append((key, datetime.fromtimestamp(int(stamp[:10]), CHINA).isoformat()))
        else:
            text = unescaped(double or single or back)
            if depth and text.startswith(_HOLDS_DATA):
                yield from _objects(text, depth - 1)  # data within a string: JSON.parse("{…}")
                continue
            current.values.append((current.key if current.is_list else key, text))
    while current is not root and current.around is not None:
        yield from _closed(current)
        current = current.around
    yield root


def _closed(one: _Object) -> Iterator[_Object]:
    """Give what a list, or an untitled object of one, holds to the object around it, as one text of several."""
    around = one.around
    if around is None:
        return
    if _PERSON.fullmatch(one.key) and (name := one.first(_NAME, 2, MAX_STATED_NAME_CHARS, _HAN)):
        around.values.append((one.key, name))
    if one.is_list or (around.is_list and one.title is None):
        key = one.key if one.is_list else around.key
        text = one.values if one.is_list else [(key, one.content)]
        around.values += [(key, value) for _, value in text if value]
    if not one.is_list:
        yield one


def unescaped(text: str) -> str:
    r"""Return a string of a script without its escapes.

    >>> unescaped(r"\u003cp\u003e\x3c\/p>")
    '<p></p>'
    """
    if "\\" in text:
        text = _ESCAPE.sub(_letter, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "%E" in text and not _HAN.search(text):
        text = unquote(text, errors="replace")
    return html.unescape(text) if "&#" in text else text


def _letter(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        number = int(code, 16)
        return chr(number) if number <= sys.maxunicode else ""
    return _ESCAPED.get(found[4], found[4])
