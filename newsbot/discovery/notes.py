"""What a round remembers: the lists that it asked for and what they offered, what came of each address, and what an earlier round left.

The ground of :class:`newsbot.discovery.planner.Round`, which decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from newsbot.addresses import canonical
from newsbot.discovery.account import Account
from newsbot.discovery.frontier import LATER, LISTS, PAGE_STEP, Failure, ListState, SourceState
from newsbot.discovery.revisits import Revisit, from_json
from newsbot.discovery.sources import Source
from newsbot.discovery.tasks import Listing, Memory, Purpose, Task
from newsbot.discovery.waiting import Waiting
from newsbot.listings.links import Lead
from newsbot.model import CHINA, Page

MAX_VALIDATOR_CHARS: Final = 500
"""Characters of an ETag or Last-Modified that goes back to its server; real ones have under a hundred."""
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
        clock: Callable[[], datetime] = lambda: datetime.now(CHINA),
    ) -> None:
        """``look_back``: days before now from which addresses without a headline are taken; 0 takes all."""
        self.memory = memory
        self.topic, self.since, self.look_back = topic, since, look_back
        self.wants, self.owner, self.clock = wants, owner, clock
        self.counts: dict[str, Counter[str]] = {}
        """By source: lists read and unchanged, leads, what was new of them, addresses followed."""
        self.troubles: dict[str, str] = {}
        """By source: why nothing came of it, or that it rests."""
        self._states: dict[str, SourceState] = {}
        self._visited: dict[str, Source] = {}
        self._failures: dict[str, tuple[Failure, str, float]] = {}
        self._listings: list[Listing] = []
        self._on: dict[str, Listing] = {}
        """Key of an article -> the list with which the round began that led to it."""
        self._revisits: dict[str, tuple[Listing, Revisit]] = {}
        """Key of an article that was read -> the list that led to it, and what is known for the next look."""
        self._missed: list[str] = []
        """Keys of articles that were not there in this round, and that no list names any more: they get a second look at its end."""
        self._silent: dict[str, Task | None] = {}
        """By key, what was not answered in time and gets a second look at the end of the round; None once it had it."""
        self._results: dict[str, bool | None] = {}
        """By key of an address: True when something lasting came of it, False when it should be tried again, None while it is open."""
        self._waiting = Waiting()
        self._account = Account()
        self._tellers: dict[str, tuple[Listing, list[tuple[str, int]]]] = {}
        """By host, pages that may have headlines for what waits without one, and for how many of these each is worth a request."""
        self._named: dict[str, Lead] = {}
        """By key of an article that is asked for, what lists and feeds say of it."""
        self._unnamed: dict[str, int] = {}
        """By host, how much waited without a headline when a list was last asked for that the sitemap itself names."""
        self._probes: dict[str, tuple[Listing, list[str]]] = {}
        """By host, the first page that was given by hand and what else may lead on from it."""

    def is_new(self, url: str) -> bool:
        """Return whether no task of this round leads to the address yet."""
        return canonical(url) not in self._results

    def named(self, url: str) -> Lead | None:
        """Return what the lists and feeds of this round, or of an earlier one, say of an article; None where they name none."""
        return self._named.get(canonical(url))

    def _take_name(self, lead: Lead, *, by_feed: bool) -> None:
        """Keep what is said of an article: a feed's word stands before that of a list, which prints for readers what fits."""
        key = canonical(lead.url)
        before = self._named.get(key)
        if lead.title and before is not None:
            first, second = (lead, before) if by_feed else (before, lead)
            lead = replace(first, stated=first.stated or second.stated, author=first.author or second.author)
        if lead.title:
            self._named[key] = replace(lead, about="")

    def _list_task(self, url: str, source: Source | None, parent: Listing | None = None, depth: int = 0) -> Task:
        key = f"list {canonical(url)}"
        listing = Listing(key, url, ListState.from_json(as_note(self.memory.recall(key))), source, parent)
        self._listings.append(listing)
        self._results.setdefault(canonical(url), None)
        self._waiting.asked(url)
        return Task(url, Purpose.LIST, listing, source, headers=listing.state.conditions(), priority=LISTS, depth=depth)

    def _note_pending(self, listing: Listing, articles: Iterable[str]) -> None:
        """Write down what is about to be asked for, before the list counts as read: a run that dies leaves it to the next one.

        An article may have left the list by then; after a kill in the middle of a run 433 of 480 were never found again.
        """
        new, root = {canonical(url): url for url in articles}, listing.root
        if new and root.key:
            root.pending |= new
            self.memory.remember({pending_name(root): self._still_pending(root)})

    def _still_pending(self, listing: Listing) -> list[str]:
        return [url for key, url in listing.pending.items() if self._results.get(key) is None][:MAX_PENDING]

    def _left_over(self, listing: Listing | None) -> Iterator[Task]:
        """Tasks for what an earlier run did not come to: articles that it wrote down, and the page at which it left off.

        What was read is known as soon as this is called: the list itself may be answered before the last of the tasks is asked for.
        """
        if listing is None or not listing.key:
            return iter(())
        for known in from_json(self.memory.recall(again_name(listing))):
            self._revisits.setdefault(canonical(known.url), (listing, known))
            title, stated, author = known.named
            self._take_name(Lead(known.url, title, stated or None, author=author), by_feed=False)
        return self._owed_of(listing)

    def _owed_of(self, listing: Listing) -> Iterator[Task]:
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
        yield from self._look_again(listing, lambda known: known.is_due(self.clock()))

    def _look_again(self, listing: Listing, wanted: Callable[[Revisit], bool]) -> Iterator[Task]:
        """Ask for articles that were read whether they changed, those read last first."""
        of = [known for root, known in self._revisits.values() if root is listing and wanted(known) and not known.is_gone]
        for known in sorted(of, key=lambda known: known.read, reverse=True):
            if self.wants(known.url) and self._open(known.url):
                yield Task(known.url, Purpose.ARTICLE, None, listing.source, None, known.conditions(), LATER, again=True)

    def _was_read(self, task: Task, page: Page) -> None:
        """Note when an article was read, and what it takes to ask whether it changed."""
        key = canonical(task.url)
        said = short(page.headers.get("etag")) or short(page.headers.get("last-modified")) or ""
        lead = self._named.pop(key, None)
        named = (lead.title, lead.stated or "", lead.author) if lead is not None else ("", "", "")
        if key in self._revisits:
            listing, known = self._revisits[key]
            known = replace(known.answered(self.clock(), said), named=named if any(named) else known.named)
            self._revisits[key] = (listing, known)
        elif key in self._on:
            now = self.clock().isoformat()
            self._revisits[key] = (self._on[key], Revisit(task.url, now, now, said, named=named))

    def _is_not_there(self, task: Task) -> None:
        """Note that an article is not there any more; what no list names either gets a second look at the end of the round."""
        key = canonical(task.url)
        if key not in self._revisits:
            return
        listing, known = self._revisits[key]
        known = known.not_there(self.clock())
        self._revisits[key] = (listing, known)
        if known.is_gone:
            self.memory.gone(known.url, self.clock())
        elif listing.pages and not any(canonical(lead.url) == key for each in self._listings for lead in each.leads):
            self._missed.append(key)

    def _second_looks(self) -> Iterator[Task]:
        """Tasks for what was not there and is named no more, and for what was not answered in time."""
        missed, self._missed = self._missed, []
        for key in missed:
            listing, known = self._revisits[key]
            self._results[key] = None
            yield Task(known.url, Purpose.ARTICLE, None, listing.source, None, {}, LATER, again=True)
        for key, task in list(self._silent.items()):
            if task is not None:
                self._silent[key] = self._results[key] = None
                yield replace(task, priority=LATER)

    def _open(self, url: str) -> bool:
        key = canonical(url)
        if key in self._results:
            return False
        self._results[key] = None
        return True

    def _pattern_says(self, url: str, source: Source | None) -> bool | None:
        """Return what the pattern of the address's source says of it; None where there is none, or it does not speak for ``source``."""
        owner = self.owner(url)
        shape = owner.may_be_article(url) if owner is not None and owner.article is not None else None
        return None if shape is False and source is not None and owner is not source else shape

    def _note(self, listing: Listing, now: datetime) -> dict[str, Any]:
        open_ones = [url for key, url in listing.followed.items() if self._results.get(key) is not True]
        state = listing.state
        state.checked = now.isoformat()
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
        """Return whether an address is to be asked for: it is not known, or the list says of it something else than before."""
        return listing.state.is_changed(lead) or (bool(listing.state.news([lead])) and not self.memory.done(lead.url))


def pending_name(listing: Listing) -> str:
    """Return under which name the articles of a list that are to be asked for are written down."""
    return f"open {listing.key}"


def again_name(listing: Listing) -> str:
    """Return under which name the articles of a list that are to be looked at again are written down."""
    return f"again {listing.key}"


def as_note(note: Any) -> Mapping[str, Any] | None:
    """Return a note as it was written; None where it is damaged."""
    return note if isinstance(note, dict) else None


def short(value: str | None) -> str | None:
    """Return a header that goes back as it came; a very long one is no validator."""
    return value if value and len(value) <= MAX_VALIDATOR_CHARS else None
