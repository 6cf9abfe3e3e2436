"""Understand what a page says to machines of its report: when it was published and changed, its medium, its authors.

A statement is evidence beside what is printed, and never more: metas and JSON-LD are written by templates, and name the site where a
reader is shown the medium, or the day in UTC where a reader is shown the local one. What is printed wins; see
:func:`newsbot.normalise.state_date` for how the two are weighed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from newsbot.html.machine import MachineData
from newsbot.lines.times import find_times
from newsbot.model import CHINA

PUBLISHED_NAMES: Final = (
    "article:published_time", "og:published_time", "publishdate", "pubdate", "publish_time", "firstpublishedtime", "datepublished",
    "weibo: article:create_at", "bytedance:published_time", "og:release_date", "dc.date.issued", "dc.date", "sailthru.date", "date",
)  # fmt: skip
MODIFIED_NAMES: Final = ("article:modified_time", "og:updated_time", "bytedance:updated_time", "datemodified", "bytedance:lrdate_time")
SOURCE_NAMES: Final = ("contentsource", "source")
AUTHOR_NAMES: Final = ("article:author", "byl", "author")
EDITORIAL_NAMES: Final = frozenset(
    ("manuscriptid", "contentid", "catalog", "catalogs", "lanmu", "filetype", "publishedtype", "columnname", "contentsource", "sitename")
)
"""Names of metas and properties, lower case, the surest first. Where one of EDITORIAL_NAMES stands too, an editorial system wrote them, and
its ``author`` is who entered the page: on 22 of 23 real pages the editor, as printed."""
ARTICLE_TYPES: Final = frozenset({"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "WebPage"})
"""Types of JSON-LD objects that speak of the page's report."""
MAX_OBJECTS: Final = 200
"""JSON-LD objects of a page that are looked at."""
MAX_NESTING: Final = 6
"""Lists and objects inside each other that are followed."""
MAX_NAME_CHARS: Final = 40
"""Characters of the name of a medium or a person."""
_FRACTION = re.compile(r"\.\d{1,9}")


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """What the page states to machines, each None or empty where it does not."""

    published: str | None = None
    modified: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    text: str = ""
    """The text of the report, as its data in JSON-LD have it."""
    times: tuple[str, ...] = ()
    """The moments of all its elements of time, each once: of the report, of its change, of comments and of other reports."""


def machine_facts(data: MachineData, clock: datetime | None) -> MachineFacts:
    """Read the statements of a page; ``clock`` is when it was fetched, and nothing is published later."""
    articles = [one for script in data.json_ld for one in _objects(_loaded(script.text), MAX_NESTING) if _is_article(one)][:MAX_OBJECTS]
    said = {statement.name: statement.value for statement in reversed((*data.metas, *data.items))}
    published = [*(one.get("datePublished") for one in articles), *map(said.get, PUBLISHED_NAMES)]
    if len(data.times) == 1:
        published.append(data.times[0].text)
    times = dict.fromkeys(filter(None, (machine_time(each.text, clock) for each in data.times)))
    modified = [*(one.get("dateModified") for one in articles), *map(said.get, MODIFIED_NAMES)]
    return MachineFacts(
        published=next(filter(None, (machine_time(value, clock) for value in published)), None),
        modified=next(filter(None, (machine_time(value, clock) for value in modified)), None),
        source=next(filter(None, (_name(said.get(name)) for name in SOURCE_NAMES)), None),
        authors=tuple(dict.fromkeys(_authors(articles, said))),
        text=next((text for one in articles if isinstance(text := one.get("articleBody"), str)), ""),
        times=tuple(times),
    )


def machine_time(value: object, clock: datetime | None) -> str | None:
    """Return a stated time in Asia/Shanghai, to the minute, or the day where it is midnight; None where it is none.

    >>> machine_time("2023-04-10T06:53:03Z", None)
    '2023-04-10T14:53:03+08:00'
    >>> machine_time("2023-04-10", None)
    '2023-04-10'
    >>> machine_time("2023-04-10T00:00:00+00:00", None)  # a day, to a generator that knows no clock
    '2023-04-10'
    """
    if not isinstance(value, str):
        return None
    text = _FRACTION.sub("", value.strip())
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        times = find_times(text, clock)
        return times[0].iso if len(times) == 1 else None
    if ":" not in text:
        times = find_times(text, clock)
        return times[0].iso if times else None
    local = moment.replace(tzinfo=CHINA) if moment.tzinfo is None else moment.astimezone(CHINA)
    day = next((one for one in (moment, local) if one.time() == time.min), None)
    times = find_times(f"{local:%Y-%m-%d %H:%M:%S}" if day is None else f"{day:%Y-%m-%d}", clock)
    return times[0].iso if times else None


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the objects inside a value, outermost first."""
    if isinstance(value, list) and depth:
        for one in value[:MAX_OBJECTS]:
            yield from _objects(one, depth - 1)
    elif isinstance(value, dict) and depth:
        yield value
        yield from _objects(value.get("@graph"), depth - 1)


def _is_article(one: dict[str, Any]) -> bool:
    types = one.get("@type")
    return any(isinstance(kind, str) and kind in ARTICLE_TYPES for kind in (types if isinstance(types, list) else [types]))


def _authors(articles: list[dict[str, Any]], said: dict[str, str]) -> Iterator[str]:
    for article in articles:
        for author in _objects(article.get("author"), 2):
            if author.get("@type") == "Person" and (name := _name(author.get("name"))):
                yield name
    by_editors = not EDITORIAL_NAMES.isdisjoint(said)
    for name in AUTHOR_NAMES:
        if (stated := _name(said.get(name))) and not (by_editors and name == "author"):
            yield stated


def _name(value: object) -> str | None:
    name = value.strip() if isinstance(value, str) else ""
    return name if 1 < len(name) <= MAX_NAME_CHARS and "://" not in name else None
