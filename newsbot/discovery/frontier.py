"""What to fetch next, how much of it, and when to come back: pure decisions over plain data.

What lasts between runs is a :class:`SourceState` for each source and a :class:`ListState` for each list, feed or sitemap; both turn
into JSON and back (`to_json`, `from_json`), and whoever keeps them needs no more than a key and a text.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final, Self, cast
from urllib.parse import urlsplit

from newsbot.addresses import canonical
from newsbot.listings.links import CIVIC, UNKNOWN, Lead, looks_like_article

MIN_TITLE_CHARS: Final = 8
"""Characters of a link that is followed for its text alone, where any topic is wanted; the names of sections have fewer."""
KNOWN_IN_A_ROW: Final = 10
"""Leads of a list known already, one after the other, after which nothing new is expected."""
OVERLAP: Final = timedelta(days=2)
"""Lists are read back to this long before the last good run: pages are backdated, and clocks differ."""
SEEN: Final = 2_000
"""Leads of one list that are remembered: as many as one sitemap gives."""
MISSING: Final = 20
"""Lists that a site does not have which are remembered."""

HOUR: Final = 3600.0
LONGEST_INTERVAL: Final = 24 * HOUR
"""A source is looked at once a day, however rarely it brings something."""
PATIENT_VISITS: Final = 3
"""Visits without anything new before a source's interval begins to grow."""


# ------------------------------------------------------------------------------------------------------------- what is worth it


def is_worth(lead: Lead, *, topic: str = "civic", since: str | None = None, article: bool | None = None) -> bool:
    """Return whether a lead is worth a request. ``article``: what the source's pattern says of the address, None where it says nothing.

    Any topic: all that looks like an article. Civic: a civic headline; where there is no headline (sitemaps, images) an address with
    an article's shape. A lead whose day is printed and lies before ``since`` is not.
    """
    shape = looks_like_article(lead.url) if article is None else article
    if since and lead.day and lead.day < since:
        return False
    if topic == "any":
        return shape or (article is None and len(lead.title) >= MIN_TITLE_CHARS)
    if not lead.title:
        return shape and lead.score.address >= UNKNOWN
    return lead.score.headline >= CIVIC and (shape or article is None)


def priority(lead: Lead) -> int:
    """Return the place of a lead among a host's requests: higher comes first. Lists come before all (`LISTS`)."""
    return round(10 * max(-50.0, min(50.0, lead.score.total)))


LISTS: Final = 1000
PAGE_STEP: Final = 2000
"""By how much a further page of a list, and what stands on it, comes after the page before: what is newest comes first, and a list of any
length goes on where a budget ended it."""
LATER: Final = -1_000_000
"""Of addresses of which nothing is known, and of what an earlier run left."""
PARTS: Final = 2000
"""Further pages of an article that is in hand come before anything new."""


class Budget:
    """How many requests a run may still make, in all and to each host. Nought means no limit."""

    def __init__(self, *, per_host: int = 0, per_run: int = 0) -> None:
        self.per_host, self.per_run = per_host, per_run
        self.hosts: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def take(self, url: str) -> bool:
        """Take one request from the budget; False where none is left."""
        host = urlsplit(url).netloc
        spent = (self.per_run and self.hosts.total() >= self.per_run) or (self.per_host and self.hosts[host] >= self.per_host)
        (self.refused if spent else self.hosts)[host] += 1
        return not spent


# ------------------------------------------------------------------------------------------------------------------ lists


@dataclass(slots=True)
class ListState:
    """What is known of one list, feed or sitemap page: what it takes to ask for it only if it changed, and what it offered."""

    etag: str | None = None
    last_modified: str | None = None
    checked: str | None = None
    """When it was last read, ISO 8601."""
    seen: dict[str, str] = field(default_factory=dict)
    """Key of a lead's address -> key of what the list said of it, newest first, at most `SEEN`."""
    owed: str | None = None
    """The further page of it at which the last run left off."""
    missing: dict[str, str] = field(default_factory=dict)
    """Lists to which it may lead that are not there -> when that was seen; at most `MISSING`."""

    def lacks(self, url: str, since: datetime) -> bool:
        """Return whether a list was seen not to be there after a moment."""
        seen = _time(self.missing.get(url))
        return seen is not None and seen > since

    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for the page only if it changed."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}

    def news(self, leads: Sequence[Lead]) -> list[Lead]:
        """Return the leads that are new, or of which the list says something else than before."""
        return [lead for lead in leads if self.seen.get(_key(lead.url)) != _said(lead)]

    def is_changed(self, lead: Lead) -> bool:
        """Return whether a lead that was seen before is now offered with another headline or another time of change."""
        before = self.seen.get(_key(lead.url))
        return before is not None and before != _said(lead)

    def see(self, leads: Iterable[Lead], *, but: Iterable[str] = ()) -> None:
        """Remember what was offered, except the leads at the addresses ``but``, which could not be fetched and are to be tried again."""
        left_out = {_key(url) for url in but}
        fresh = {_key(lead.url): _said(lead) for lead in leads if _key(lead.url) not in left_out}
        merged = {**fresh, **{key: said for key, said in self.seen.items() if key not in fresh and key not in left_out}}
        self.seen = dict(list(merged.items())[:SEEN])

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        self.missing = dict(sorted(self.missing.items(), key=lambda pair: pair[1], reverse=True)[:MISSING])
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Self:
        """Make one from plain data; what is unknown or of a wrong type is left out."""
        return cls(**_checked(cls, data))


def goes_on(leads: Sequence[Lead], news: Sequence[Lead], *, back_to: str | None) -> bool:
    """Return whether a list is worth a further page, when the last that was read offered ``leads``, ``news`` of them new.

    Not after `KNOWN_IN_A_ROW` known ones, a page without anything new, or one whose days all lie before ``back_to``.
    """
    if not leads or not news:
        return False
    row, new = 0, {lead.url for lead in news}
    for lead in leads:
        row = 0 if lead.url in new else row + 1
        if row >= KNOWN_IN_A_ROW:
            return False
    days = [lead.day for lead in leads if lead.day]
    return not (back_to and days and len(days) * 2 >= len(leads) and max(days) < back_to)


# ---------------------------------------------------------------------------------------------------------------- sources


class Failure(StrEnum):
    """Kinds of failure, by how soon it makes sense to come back."""

    TEMPORARY = "temporary"
    """Timeouts, resets, 5xx, 429: most are over within the hour."""
    SOFT = "soft"
    """403, 404, a login, a list without headlines: active sources do this and come back, and some were rebuilt."""
    HARD = "hard"
    """No such host, 410: rarely undone."""


_TRY_AGAIN: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
_FIRST_REST: Final[Mapping[Failure, timedelta]] = {
    Failure.TEMPORARY: timedelta(0),
    Failure.SOFT: timedelta(hours=6),
    Failure.HARD: timedelta(days=1),
}
_LONGEST_REST: Final[Mapping[Failure, timedelta]] = {
    Failure.TEMPORARY: timedelta(days=1),
    Failure.SOFT: timedelta(days=7),
    Failure.HARD: timedelta(days=30),
}


def failure_of(status: int | None, *, no_such_host: bool = False) -> Failure:
    """Return the kind of a failure, from the HTTP status, or from there being no answer at all (None)."""
    if no_such_host or status == HTTPStatus.GONE:
        return Failure.HARD
    if status is None or status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _TRY_AGAIN:
        return Failure.TEMPORARY
    return Failure.SOFT


@dataclass(slots=True)
class SourceState:
    """What is known of one source. Times are ISO 8601 with offset."""

    last_visit: str | None = None
    last_success: str | None = None
    interval: float = 0.0
    """Seconds between visits, learned; 0: at every run."""
    idle: int = 0
    """Visits in a row that brought nothing new."""
    failures: int = 0
    """Visits in a row that failed."""
    last_failure: str | None = None
    """Kind of the last failure, and in words why."""
    rests_until: str | None = None

    def is_due(self, now: datetime) -> bool:
        """Return whether the source is to be visited: it does not rest, and its interval is over."""
        rest, last = _time(self.rests_until), _time(self.last_visit)
        if rest is not None and now < rest:
            return False
        if last is None or self.failures:
            return True
        return now >= last + timedelta(seconds=min(self.interval, LONGEST_INTERVAL))

    def succeeded(self, now: datetime, *, new: int, known: int) -> None:
        """Take in a visit that was answered, with ``new`` and ``known`` leads: the interval follows the share of the known.

        Three visits in a row without anything new, and it grows to an hour, then by a half each time up to a day; with half of the
        leads new it halves.
        """
        self.last_visit = self.last_success = now.isoformat()
        self.failures, self.last_failure, self.rests_until = 0, None, None
        if not new:
            self.idle += 1
            if self.idle >= PATIENT_VISITS:
                self.interval = min(LONGEST_INTERVAL, max(HOUR, self.interval * 1.5))
        else:
            self.idle = 0
            self.interval = self.interval / 2 if new >= known else self.interval * 0.9
            if self.interval < HOUR:
                self.interval = 0.0

    def failed(self, now: datetime, kind: Failure, why: str, *, retry_after: float = 0.0) -> None:
        """Take in a visit of which nothing came. Each failure in a row doubles the rest; ``retry_after`` (seconds) is its least."""
        self.last_visit = now.isoformat()
        self.failures += 1
        self.last_failure = f"{kind}: {why}"[:300]
        rest = _FIRST_REST[kind] * 2 ** min(self.failures - 1, 20)
        if kind is Failure.TEMPORARY and self.failures >= PATIENT_VISITS:
            rest = timedelta(hours=1) * 2 ** min(self.failures - PATIENT_VISITS, 20)
        rest = max(min(rest, _LONGEST_REST[kind]), timedelta(seconds=min(max(retry_after, 0.0), LONGEST_INTERVAL)))
        self.rests_until = (now + rest).isoformat() if rest else None

    def back_to(self, since: str | None) -> str | None:
        """Return the day to which lists are read back: two days before the last good visit, but not before ``since``."""
        last = _time(self.last_success)
        day = (last - OVERLAP).date().isoformat() if last else None
        return max(filter(None, (day, since)), default=None)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Self:
        """Make one from plain data; what is unknown or of a wrong type is left out."""
        return cls(**_checked(cls, data))


# ----------------------------------------------------------------------------------------------------------------- shared


def _checked(kind: type[Any], data: Mapping[str, Any] | None) -> dict[str, Any]:
    """Only what the class has, of the types it has: the data may be of another version, or damaged by hand."""
    plain = {"str | None": (str, type(None)), "float": (int, float), "int": int, "dict[str, str]": dict}
    types = {each.name: plain[cast("str", each.type)] for each in fields(kind)}
    return {name: value for name, value in (data or {}).items() if name in types and isinstance(value, cast("Any", types[name]))}


def _key(url: str) -> str:
    return _digest(canonical(url))


def _said(lead: Lead) -> str:
    return _digest(f"{lead.title}\n{lead.changed or ''}")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _time(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else None
