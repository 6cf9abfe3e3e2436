"""What a round remembers: the lists that it asked for and what they offered, what came of each address, and what an earlier round left.

The ground of :class:`newsbot.discovery.planner.Round`, which decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from newsbot.addresses import canonical
from newsbot.discovery.account import Account
from newsbot.discovery.frontier import CHECKED_AGAIN, LATER, LISTS, PAGE_STEP, Failure, ListState, SourceState
from newsbot.discovery.sources import Source
from newsbot.discovery.tasks import Listing, Memory, Purpose, Task
from newsbot.discovery.waiting import Waiting
from newsbot.listings.links import Lead

MAX_PENDING: Final = 10_000
"""Articles of one list that are written down as still to be asked for."""


class Notes:
    """The notes of one round. ``wants`` says which addresses it may visit at all (shards, chosen sources)."""

    def __init__(
        self,
        memory: Memory,
        *,
        topic: str = "civic",
        since: str | None = None,
        look_back: int = 0,
        wants: Callable[[str], bool] = lambda _: True,
        owner: Callable[[str], Source | None] = lambda _: None,
    ) -> None:
        """``look_back``: days before now from which addresses without a headline are taken; 0 takes all."""
        self.memory = memory
        self.topic, self.since, self.look_back = topic, since, look_back
        self.wants, self.owner = wants, owner
        self.counts: dict[str, Counter[str]] = {}
        """By source: lists read and unchanged, leads, what was new of them, addresses followed."""
        self.troubles: dict[str, str] = {}
        """By source: why nothing came of it, or that it rests."""
        self._states: dict[str, SourceState] = {}
        self._visited: dict[str, Source] = {}
        self._failures: dict[str, tuple[Failure, str, float]] = {}
        self._listings: list[Listing] = []
        self._on: dict[str, Listing] = {}
        """Key of an article -> the list given by hand on which it stands."""
        self._results: dict[str, bool | None] = {}
        """By key of an address: True when something lasting came of it, False when it should be tried again, None while it is open."""
        self._waiting = Waiting()
        self._account = Account()
        self._probes: dict[str, tuple[Listing, list[str]]] = {}
        """By host, the first page that was given by hand and what else may lead on from it."""

    def is_new(self, url: str) -> bool:
        """Whether no task of this round leads to the address yet."""
        return canonical(url) not in self._results

    def _list_task(self, url: str, source: Source | None, parent: Listing | None = None, depth: int = 0) -> Task:
        key = f"list {canonical(url)}"
        listing = Listing(key, url, ListState.from_json(plain(self.memory.recall(key))), source, parent)
        self._listings.append(listing)
        self._results.setdefault(canonical(url), None)
        self._waiting.asked(url)
        return Task(url, Purpose.LIST, listing, source, headers=listing.state.conditions(), priority=LISTS, depth=depth)

    def _note_pending(self, listing: Listing, articles: Iterable[str]) -> None:
        """Write down what is about to be asked for, before the list counts as read: a run that dies leaves it to the next one.

        An article may have left the list by then; after a kill in the middle of a run 433 of 480 were never found again.
        """
        new = {canonical(url): url for url in articles}
        if new and listing.key:
            listing.pending |= new
            self.memory.remember({pending_name(listing): self._still_pending(listing)})

    def _still_pending(self, listing: Listing) -> list[str]:
        return [url for key, url in listing.pending.items() if self._results.get(key) is None][:MAX_PENDING]

    def _left_over(self, listing: Listing | None) -> Iterator[Task]:
        """Tasks for what an earlier run did not come to: articles that it wrote down, and the page at which it left off."""
        if listing is None or not listing.key:
            return
        owed = listing.state.owed
        if owed and self.wants(owed) and self._open(owed):
            listing.further = owed
            self._waiting.asked(owed)
            yield Task(owed, Purpose.LIST, listing, listing.source, priority=LISTS - PAGE_STEP)
        note = self.memory.recall(pending_name(listing))
        for url in note if isinstance(note, list) else ():
            if isinstance(url, str) and self.wants(url) and not self.memory.done(url) and self._open(url):
                listing.pending[canonical(url)] = listing.followed[canonical(url)] = url
                self._account.take(listing, url, None)
                yield Task(url, Purpose.ARTICLE, None, listing.source, priority=LATER)
        if note and not listing.pending:
            self.memory.remember({pending_name(listing): []})

    def _open(self, url: str) -> bool:
        key = canonical(url)
        if key in self._results:
            return False
        self._results[key] = None
        return True

    def _pattern_says(self, url: str, source: Source | None) -> bool | None:
        """What the pattern of the address's source says of it; None where there is none, or it does not speak for ``source``."""
        owner = self.owner(url)
        shape = owner.may_be_article(url) if owner is not None and owner.article is not None else None
        return None if shape is False and source is not None and owner is not source else shape

    def _note(self, listing: Listing, now: datetime) -> dict[str, Any]:
        open_ones = [url for key, url in listing.followed.items() if self._results.get(key) is not True]
        state = listing.state
        state.checked = now.isoformat()
        standing = [key for lead in listing.leads if (key := canonical(lead.url)) in state.validators]
        state.validators = {key: state.validators[key] for key in standing[:CHECKED_AGAIN]} if standing else state.validators
        owed = listing.further
        state.owed = owed if owed and self._results.get(canonical(owed)) is not True else None
        state.missing = {**state.missing, **dict.fromkeys(listing.missing, now.isoformat())}
        if listing.pages:
            state.see(listing.leads, but=open_ones)
            whole = listing.etag is not None or listing.last_modified is not None
            whole = whole and not open_ones and not listing.broken and not listing.branches
            state.etag, state.last_modified = (listing.etag, listing.last_modified) if whole else (None, None)
        return state.to_json()

    def _count(self, listing: Listing, what: str, number: int = 1) -> None:
        name = listing.source.id if listing.source else "(no declared source)"
        self.counts.setdefault(name, Counter())[what] += number

    def _is_new(self, listing: Listing, lead: Lead) -> bool:
        """Whether an address is to be asked for: it is not known, or the list says of it something else than before."""
        return listing.state.is_changed(lead) or (bool(listing.state.news([lead])) and not self.memory.done(lead.url))


def pending_name(listing: Listing) -> str:
    """Return under which name the articles of a list that are to be asked for are written down."""
    return f"open {listing.key}"


def plain(note: Any) -> Mapping[str, Any] | None:
    """Return a note as it was written; None where it is damaged."""
    return note if isinstance(note, dict) else None
