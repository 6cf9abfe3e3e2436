"""Addresses of which nothing but the address is known (sitemaps without titles): they wait until the lists of their site are read.

A list tells what stands at an address without a request for it, and what the site's articles look like. So what a list turned down for its
headline is not asked for, and what has not the shape of an article is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from newsbot.addresses import canonical, parts_of
from newsbot.discovery.channels import lists_articles, shape_of, shaped_as_article
from newsbot.discovery.tasks import Listing
from newsbot.listings.links import Lead

LEAST_ALIKE: Final = 3
"""Addresses with a headline that a host's lists have of one shape, from which it is the shape of its articles."""


@dataclass(slots=True)
class _Site:
    """What is known of one host. ``held``: by key, addresses that wait, with the list that named them."""

    lists: set[str] = field(default_factory=set)
    """Keys of its lists that were asked for and not answered."""
    held: dict[str, tuple[Lead, Listing]] = field(default_factory=dict)
    shapes: Counter[tuple[str, ...]] = field(default_factory=Counter)
    titled: set[str] = field(default_factory=set)
    """Keys of addresses that its lists named with a headline."""
    named: int = 0
    """Addresses that its lists named with a headline, or without."""

    def known_shapes(self) -> list[tuple[str, ...]]:
        """The shapes of its articles."""
        return [shape for shape, number in self.shapes.items() if number >= LEAST_ALIKE]


class Waiting:
    """What waits, by site."""

    def __init__(self) -> None:
        self._sites: dict[str, _Site] = {}
        self._declined: set[str] = set()

    def asked(self, url: str) -> None:
        """Take in that a list was asked for."""
        self._of(url).lists.add(canonical(url))

    def answered(self, url: str) -> None:
        """Take in that a list was answered, or will not be."""
        self._of(url).lists.discard(canonical(url))

    def is_quiet(self, url: str) -> bool:
        """Return whether no list of the site is on the way."""
        return not self._of(url).lists

    def named(self, url: str) -> int:
        """Return how many addresses the site's lists have named so far."""
        return self._of(url).named

    def learn(self, lead: Lead, *, worth: bool) -> None:
        """Take in an address with its headline, and whether it is worth a request."""
        here = self._of(lead.url)
        here.named += 1
        here.titled.add(canonical(lead.url))
        here.shapes[shape_of(lead.url)] += 1
        if not worth:
            self._declined.add(canonical(lead.url))

    def hold(self, lead: Lead, listing: Listing) -> None:
        """Let an address wait."""
        here = self._of(lead.url)
        here.named += 1
        here.held.setdefault(canonical(lead.url), (lead, listing))

    def holds(self, url: str) -> bool:
        """Return whether an address waits."""
        return canonical(url) in self._of(url).held

    def unnamed(self, url: str) -> int:
        """Return how many addresses of the site wait for which no list had a headline so far."""
        here = self._of(url)
        return len(here.held.keys() - here.titled)

    def lists_among(self, url: str) -> list[str]:
        """Return the addresses of the site that wait and lie where engines list articles, the shortest first: they have most of them."""
        here = self._of(url)
        shapes = here.known_shapes()
        found = [lead.url for lead, _ in here.held.values() if lists_articles(lead.url) and not shaped_as_article(lead.url, shapes)]
        return sorted(found, key=lambda url: (len(parts_of(url).path.split("/")), url))

    def let_go(self, url: str) -> bool:
        """Let an address wait no longer; whether it did."""
        return self._of(url).held.pop(canonical(url), None) is not None

    def ready(self, *, at_last: bool = False) -> Iterator[tuple[Lead, Listing, str | None]]:
        """Yield what need not wait any longer, the newest first, with the list that named it and why it is not to be asked for, if so.

        ``at_last``: whether nothing is on the way any more, whatever was thought.
        """
        for here in self._sites.values():
            if (here.lists and not at_last) or not here.held:
                continue
            held, here.held = here.held, {}
            shapes = here.known_shapes()
            for key, (lead, listing) in sorted(held.items(), key=lambda pair: pair[1][0].changed or pair[1][0].day or "", reverse=True):
                fits = shaped_as_article(lead.url, shapes)
                yield lead, listing, "headline" if key in self._declined else None if fits else "shape"

    def _of(self, url: str) -> _Site:
        return self._sites.setdefault(parts_of(url).netloc, _Site())
