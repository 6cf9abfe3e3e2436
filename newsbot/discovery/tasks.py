"""What a round is made of: tasks, the lists they belong to, and the memory between rounds. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from newsbot.discovery.frontier import ListState
from newsbot.discovery.sources import Source
from newsbot.listings.links import Lead


class Memory(Protocol):
    """What lasts between rounds; a :class:`newsbot.ledger.Ledger` is one."""

    def recall(self, name: str) -> Any:
        """Return what was remembered under this name."""

    def remember(self, given: Mapping[str, Any]) -> None:
        """Keep plain data by name."""

    def done(self, url: str) -> bool:
        """Return whether the page has an outcome that lasts."""

    def reported(self, url: str) -> bool:
        """Return whether the page gave a report."""

    def gone(self, url: str, moment: datetime) -> None:
        """Take in that the page was deleted."""


class Purpose(StrEnum):
    """What an address is asked for."""

    START = "start"
    """Given on the command line: whatever it is."""
    LIST = "list"
    """A list, feed or sitemap, or a further page of one."""
    ARTICLE = "article"
    PART = "part"


@dataclass(slots=True, eq=False)
class Listing:
    """A list and its further pages in this round. ``offered`` counts the leads by whether they were new."""

    key: str
    url: str
    state: ListState
    source: Source | None
    parent: Listing | None = None
    pages: int = 0
    leads: list[Lead] = field(default_factory=list)
    followed: dict[str, str] = field(default_factory=dict)
    """Key of each address that was asked for because of this list -> the address."""
    etag: str | None = None
    last_modified: str | None = None
    pending: dict[str, str] = field(default_factory=dict)
    """Of those, the articles, which are written down before the first is asked for."""
    broken: bool = False
    """Whether a page of it did not come: then nothing says that it was read as far as it should."""
    answered: bool = False
    by_hand: bool = False
    """Whether its address was given by hand: then articles on it that are known are asked whether they changed."""
    branches: bool = False
    """Whether it led to other lists: then it is asked for in full each time, for they change when it does not."""
    further: str | None = None
    """The page of it that is to be asked for next."""
    missing: dict[str, str] = field(default_factory=dict)
    """Lists to which it may lead that are not there -> why."""
    named_only: bool = False
    """Whether it is only read for the headlines of addresses that wait."""

    @property
    def root(self) -> Listing:
        """The list with which a round begins that led to this one."""
        return self if self.parent is None else self.parent.root


@dataclass(frozen=True, slots=True)
class Task:
    """One address to ask for, why, and with which headers. ``priority``: higher comes first."""

    url: str
    purpose: Purpose
    listing: Listing | None = None
    source: Source | None = None
    lead: Lead | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    priority: int = 0
    depth: int = 0
    """Of sitemaps in sitemap indexes."""
    again: bool = False
    """Whether the page is known and the list says that it changed."""
