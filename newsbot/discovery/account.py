"""What became of every address that a round came to know: read, owed to the next, known before, or left out for a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

from newsbot.addresses import canonical, parts_of
from newsbot.discovery.tasks import Listing
from newsbot.listings.links import Skip
from newsbot.listings.page_kind import Kind


class Loss(StrEnum):
    """Why an address was not read."""

    HEADLINE = "headline"
    """Its headline is off topic."""
    SINCE = "since"
    """It is older than `since`."""
    WINDOW = "window"
    """It is older than LOOK_BACK_DAYS."""
    SHAPE = "shape"
    """It has not the shape that articles of its site have."""
    PART = "shard"
    """It belongs to another part of the sites, or to none of the sources asked for."""
    ROBOTS = "robots"
    STATUS = "status"
    """It was answered with an error that will last, or by no machine."""


READ: Final = "read"
OWED: Final = "owed"
KNOWN: Final = "known"
"""Read by an earlier run."""


class Account:
    """The addresses of a round, by source; those of lists given by hand by host."""

    def __init__(self) -> None:
        self._fates: dict[str, dict[str, str | None]] = {}
        """By source, key of each address -> what became of it; None: it was asked for, or waits."""
        self._named: dict[str, dict[str, set[str]]] = {}
        """By source and channel (feed, sitemap), the keys of what it names."""
        self._skipped: dict[str, Counter[Skip]] = {}
        """By source, how many entries of its sitemaps are passed over. They are no addresses of the round: there may be millions."""
        self._lost: dict[str, Loss] = {}

    def named(self, listing: Listing, url: str, kind: Kind) -> None:
        """Take in that a feed or sitemap names an address."""
        if kind in {Kind.FEED, Kind.SITEMAP}:
            self._named.setdefault(name_of(listing), {}).setdefault(kind, set()).add(canonical(url))

    def skip(self, listing: Listing, entries: Iterable[tuple[Skip, int]]) -> None:
        """Take in how many entries of a sitemap are passed over."""
        counted = self._skipped.setdefault(name_of(listing), Counter())
        for why, count in entries:
            counted[why] += count

    def take(self, listing: Listing, url: str, fate: str | None) -> None:
        """Take in what becomes of an address. What was asked for once stays so."""
        fates, key = self._fates.setdefault(name_of(listing), {}), canonical(url)
        if fate is None or fates.get(key, KNOWN) is not None:
            fates[key] = fate

    def lose(self, url: str, why: Loss) -> None:
        """Take in that an address that was asked for will not be read."""
        self._lost[canonical(url)] = why

    def by_source(self, results: Mapping[str, bool | None]) -> dict[str, dict[str, Any]]:
        """Return the account as plain data. ``results``: key of an address -> True where something lasting came of it."""
        skipped = {name for name, counted in self._skipped.items() if counted.total()}
        return {name: self._of(name, self._fates.get(name, {}), results) for name in sorted(self._fates.keys() | skipped)}

    def _of(self, name: str, fates: Mapping[str, str | None], results: Mapping[str, bool | None]) -> dict[str, Any]:
        ends = {key: fate or self._end(key, results) for key, fate in fates.items()}
        counted = Counter(ends.values())
        said: dict[str, Any] = {"known": len(ends), READ: counted[READ] + counted[KNOWN], OWED: counted[OWED]}
        said["lost"] = {str(why): counted[why] for why in Loss if counted[why]}
        for channel, keys in sorted(self._named.get(name, {}).items()):
            of = Counter(ends.get(key, OWED) for key in keys)
            said[channel] = {"names": len(keys), READ: of[READ] + of[KNOWN], OWED: of[OWED]}
        if skipped := {str(why): count for why, count in sorted(self._skipped.get(name, Counter()).items()) if count}:
            said.setdefault(Kind.SITEMAP, {"names": 0, READ: 0, OWED: 0})["skipped"] = skipped
        return said

    def _end(self, key: str, results: Mapping[str, bool | None]) -> str:
        return str(self._lost.get(key, READ if results.get(key) else OWED))


def name_of(listing: Listing) -> str:
    """Return under which name a list is accounted for: its source's, or the host of one that was given by hand."""
    return listing.source.id if listing.source else parts_of(listing.url).netloc
