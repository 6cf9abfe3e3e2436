"""Leads: addresses that may lead to a report, with what was said where they were found, and how promising that is.

A headline is scored by the words of data/link_terms.toml, its address by its words and its shape, so that civic headlines come first
and a budget is spent where reports are. Addresses without end (calendars, facets, paths that repeat themselves) are no leads at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urljoin

from newsbot.addresses import LONGEST, canonical, parts_of, why_not_visited
from newsbot.data import table
from newsbot.lines.times import find_times
from newsbot.text.script import to_simplified

MOST_LINKS = 300
"""Links of one page that are looked at further: real lists have 20 to 250, Nutch takes 100, a hostile page had 300,000."""
MIN_LISTED_HAN: Final = 6
"""Han characters of a headline, at least: sections have 2 to 5 (社会, 图片新闻), headlines 8 to 30."""
MAX_LINK_NAME_CHARS: Final = 200
"""Characters of what a link without words is called, in its ``aria-label``."""
MOST_READ_CHARS: Final = 2_000_000
"""Characters of a page in which scripts, data and forms are looked at."""
DATE_MARGIN: Final = 2
"""Characters that may stand between a date and the end of the headline that it is printed with."""
MOST_SEGMENTS = 12
"""Path segments of an address (Heritrix stops at 20, real articles have 2 to 8)."""
MOST_PARAMETERS = 6
MOST_REPEATS: Final = 2
"""How often one segment may stand in a path: /news/2023/news/ is honest, the third time a link is relative that should not be."""
MOST_FACETS: Final = 1
"""Parameters that only sort, filter or lay out a list; of the combinations of two there is no end."""
_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31
CIVIC = 2.0
"""Score from which a headline is worth a visit: one strong word (社区, 街道, 创建), or two weak ones."""
UNKNOWN = 1.0
"""Score of an address of which nothing is said (sitemaps without titles, images): visited where a run wants everything it can get."""

_WORDS = re.compile(r"[a-z]{2,20}")
_EXTENSION = re.compile(r"\.([a-z0-9]{1,5})$")
# /2023/0410/c1.html, /202304/t20230410_123.html, /2023-04/10/content_1.htm, /a/123456.html, ?id=123
_DATED = re.compile(r"/20\d\d(?:[-/_]?(?:0[1-9]|1[0-2])(?:[-/_]?(?:0[1-9]|[12]\d|3[01]))?)?(?:/|_|t20|c_)|[/_]t?20\d{6}[_/.]")
_DATED_FOLDER = re.compile(r"/20\d\d/(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/[^/?]{1,300}/$")
"""/2026/11/27/slug/: a folder of its own for each article, as publishing engines have it."""
_NUMBERED = re.compile(
    r"(?:^|[/_\-ct=])\d{4,24}(?:[_-]\d{1,4})?(?:\.s?html?|\.jspx?|\.aspx?|\.php|\.do|)$|/[0-9a-f]{24,40}(?:/c)?(?:\.html?|)$"
)
# /article/7.html, /story/12, detail_3.html, show.asp?id=12, news_view.php?newsid=3: small sites count from one
_NAMED = re.compile(
    r"/(?:article|art|story|content|detail|show|view|read|news|info|doc|item|post|[anp])s?[/_-]?\d{1,24}(?:\.[a-z]{2,5})?$"
    r"|(?:article|content|detail|show|view|read|news|info|doc|item|display)\w{0,10}(?:\.[a-z]{2,5})?"
    r"\?(?:[^?#]{0,200}&)?(?:id|[a-z]{1,10}id)=\d{1,24}(?:&|$)",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"/(?:calendar|cal|archive[sd]?|events?)/(?:19|20)\d\d(?:/|$|-)|[?&](?:year|month|cal|day|yyyy|tribe-bar-date)=", re.IGNORECASE
)
_FACET = re.compile(
    r"(?:^|[&;])(?:sort|order|orderby|filter|facet|view|dir|layout|limit|pagesize|per_page|color|price|replytocom)\b", re.IGNORECASE
)
_DATE_IN_PATH = re.compile(r"(?<!\d)(20[0-3]\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)|/(20[0-3]\d)/(\d{1,2})/(\d{1,2})/")


class Score(NamedTuple):
    """How promising a lead is. ``headline`` alone decides whether it is civic; the sum decides what comes first."""

    headline: float
    address: float

    @property
    def total(self) -> float:
        """The order in which a budget is spent: highest first."""
        return self.headline + self.address


NO_SCORE = Score(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Lead:
    """An address that may lead to a report. ``stated`` is the day or time printed beside it, ISO 8601; None: nothing was said."""

    url: str
    title: str = ""
    stated: str | None = None
    score: Score = NO_SCORE
    changed: str | None = None
    """When the list says that the page last changed (``lastmod``, ``updated``), as it says it."""
    about: str = ""
    """What the list says of it beside the headline: an abstract, a feed's description."""
    author: str = ""
    """Who wrote it, as a feed says it."""

    @property
    def day(self) -> str | None:
        """The day stated beside the address or in it, ``YYYY-MM-DD``; None where there is none."""
        return self.stated[:10] if self.stated else day_in(self.url)


class Skip(StrEnum):
    """Why an entry of a sitemap is passed over."""

    OTHER_SITE = "other_site"
    """Its address is one of another site, or none."""
    NO_PAGE = "no_page"
    """It is no page that could be read: a picture, a file."""
    TOO_MANY = "too_many"
    """The sitemap has more than are taken: an older or less promising one."""
    OF_LISTS = "of_lists"
    """A sitemap of categories, tags or authors, beside others."""
    TOO_DEEP = "too_deep"
    """A sitemap in an index in an index, beyond the depth that is followed."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a page offers: articles to be, in its order, and more sitemaps, the newest first."""

    leads: tuple[Lead, ...] = ()
    sitemaps: tuple[Lead, ...] = ()
    skipped: tuple[tuple[Skip, int], ...] = ()
    """Entries of a sitemap that are neither, counted by the reason."""


def scored(leads: Iterable[Lead], *, section: str = "") -> list[Lead]:
    """Return the leads with their scores. ``section`` is the headline of the list: one on civic matters lifts all that stand in it."""
    lift = 2.0 if score_of(section, "").headline >= 2 * CIVIC else 0.0
    out = []
    for lead in leads:
        score = score_of(lead.title, lead.url)
        if lead.about and score.headline >= 0:  # a vague headline over an abstract that is not; an abstract has more words by chance
            score = Score(max(score.headline, _headline(lead.about[:300]) / 2), score.address)
        out.append(replace(lead, score=Score(score.headline + lift if score.headline >= 0 else score.headline, score.address)))
    return out


def best(leads: Iterable[Lead], most: int = MOST_LINKS) -> list[Lead]:
    """Return the ``most`` promising leads, in the order they had; of several to one address the one with the best headline."""
    merged: dict[str, tuple[int, Lead]] = {}
    for number, lead in enumerate(leads):
        key = canonical(lead.url)
        before = merged.get(key)
        if before is None:
            merged[key] = (number, lead)
        else:
            best_of, other = sorted((before[1], lead), key=lambda each: (not each.title, -each.score.headline, -len(each.title)))
            said = {name: getattr(best_of, name) or getattr(other, name) for name in ("stated", "changed", "author")}
            merged[key] = (before[0], replace(best_of, **said))
    ranked = sorted(merged.values(), key=lambda pair: (-pair[1].score.total, pair[0]))[:most]
    return [lead for _, lead in sorted(ranked, key=lambda pair: pair[0])]


def score_of(title: str, url: str) -> Score:
    """Score a headline and an address. Either may be empty; a headline of nothing scores nothing."""
    return Score(_headline(title[:300]), _address(url[:LONGEST]))


def why_no_page(url: str) -> str | None:
    """Return why an address is not worth a request (a trap, a file that is no page), None where it may be."""
    if why := why_not_visited(url[: LONGEST + 1]):
        return why
    if len(url) > LONGEST:
        return "too long"
    parts = parts_of(url)
    found = _EXTENSION.search(parts.path[-6:].lower())
    if found and found[1] in _no_page():
        return "a file that is no page"
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(segments) > MOST_SEGMENTS:
        return "a path without end"
    counts = Counter(segments)
    if counts and max(counts.values()) > MOST_REPEATS:
        return "a path that repeats itself"
    fields = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)[:100] if parts.query else []
    if len(fields) > MOST_PARAMETERS:
        return "a query of many parameters"
    if _CALENDAR.search(url) and not _NUMBERED.search(parts.path):
        return "a calendar"
    if len(_FACET.findall(parts.query)) > MOST_FACETS:
        return "one more view of the same list"
    return None


def joined(base: str, href: str) -> str:
    """Return the absolute address of ``href``; empty where there is none."""
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


def without_date(headline: str) -> str:
    """Return a headline without the days and times that stand before or after it.

    >>> without_date("2023-04-10 社区网格员入户走访"), without_date("社区网格员入户走访")
    ('社区网格员入户走访', '社区网格员入户走访')
    """
    times = find_times(headline, None)
    for time in reversed(times):
        if time.start <= DATE_MARGIN or time.end >= len(headline) - DATE_MARGIN:
            headline = headline[: time.start] + headline[time.end :]
    return headline.strip(" \u3000·•()（）[]【】") if times else headline


def looks_like_article(url: str) -> bool:
    """Return whether the address has an article's shape: a date, a long number or the name of one in it, and no folder at its end."""
    path = _path(url)
    dated = not path.endswith("/") and _DATED.search(path)
    return bool(dated or _DATED_FOLDER.search(path) or _NUMBERED.search(path) or _NAMED.search(path))


def day_in(url: str) -> str | None:
    """Return the day that stands in the address, ``YYYY-MM-DD``, as most Chinese systems put it there; None where there is none."""
    found = _DATE_IN_PATH.search(_path(url))
    if not found:
        return None
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
    return f"{year}-{int(month):02}-{int(day):02}" if 1 <= int(month) <= _LAST_MONTH and 1 <= int(day) <= _LAST_DAY else None


# ---------------------------------------------------------------------------------------------------------------- scores


def _headline(title: str) -> float:
    if not title:
        return 0.0
    weights, pattern = _terms("headline")
    text = to_simplified(title)
    score = sum(weights[word] for word in set(pattern.findall(text)))
    return max(-12.0, min(12.0, score))


@lru_cache(maxsize=65536)
def _address(url: str) -> float:
    weights, _ = _terms("address")
    path = _path(url).lower()
    words = {word for word in _WORDS.findall(path) if word in weights}
    host = (parts_of(url).hostname or "").split(".")
    score = sum(weights[word] for word in words | {label for label in host if label in weights})
    score += 1.5 if looks_like_article(url) else -1.5 if path in {"", "/"} or path.endswith("/") else 0.0
    return max(-8.0, min(8.0, score))


def _path(url: str) -> str:
    """Path and query, at most 500 characters."""
    parts = parts_of(url[:LONGEST])
    return f"{parts.path}{'?' if parts.query else ''}{parts.query}"[:500]


@cache
def _terms(kind: str) -> tuple[dict[str, float], re.Pattern[str]]:
    data = table("link_terms.toml")
    weights: dict[str, float] = data[kind] | {word: -weight for word, weight in data[f"{kind}_against"].items()}
    longest_first = sorted(weights, key=lambda word: (-len(word), word))
    return weights, re.compile("|".join(map(re.escape, longest_first)))


@cache
def _no_page() -> frozenset[str]:
    return frozenset(table("link_terms.toml")["no_page"])
