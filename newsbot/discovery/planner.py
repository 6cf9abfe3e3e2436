"""One round over the sources: which addresses to ask for, what lists lead to, and what to remember for the next round.

A :class:`Round` decides and remembers, and fetches nothing: whoever fetches hands it pages, failures and "not modified", and gets
:class:`Task` s back. It needs a memory with three methods (:class:`newsbot.discovery.tasks.Memory`), which the ledger is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from newsbot.addresses import canonical
from newsbot.discovery.frontier import CHECKED_AGAIN, LISTS, Failure, ListState, SourceState, goes_on, is_worth, priority
from newsbot.discovery.sources import Source
from newsbot.discovery.tasks import Listing, Memory, Purpose, Task
from newsbot.listings.front_pages import civic_sections, ways_on
from newsbot.listings.links import Lead, Offer
from newsbot.listings.page_kind import Kind
from newsbot.listings.pager_controls import next_answer
from newsbot.listings.pagers import next_page
from newsbot.listings.sitemaps import MAX_DEPTH
from newsbot.model import Page
from newsbot.read_page import ReadPage

RECENT: Final = timedelta(days=7)
"""Of addresses of which nothing but the day is said (sitemaps without titles), a first round takes those of the last week."""

MAX_VALIDATOR_CHARS: Final = 500
"""Characters of an ETag or Last-Modified that goes back to its server; real ones have under a hundred."""
MAX_PENDING: Final = 10_000
"""Articles of one list that are written down as still to be asked for."""


class Round:
    """What one run knows of where it is. ``wants`` says which addresses the run may visit at all (shards, chosen sources)."""

    def __init__(
        self,
        memory: Memory,
        *,
        topic: str = "civic",
        since: str | None = None,
        wants: Callable[[str], bool] = lambda _: True,
        owner: Callable[[str], Source | None] = lambda _: None,
    ) -> None:
        self.memory = memory
        self.topic, self.since = topic, since
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

    # -------------------------------------------------------------------------------------------------------------- begin

    def begin(self, sources: Iterable[Source], now: datetime, *, ask_all: bool = False) -> Iterator[Task]:
        """Yield an task for every address of the sources that are due; ``ask_all``: of all of them, also of those that rest."""
        for source in sources:
            state = self._states[source.id] = SourceState.from_json(_plain(self.memory.recall(f"source {source.id}")))
            if not (ask_all or state.is_due(now)):
                resting = state.rests_until is not None and state.failures > 0
                why = f"rests until {state.rests_until} after {state.last_failure}" if resting else "not due yet"
                self.troubles[source.id] = why
                continue
            addresses = [url for url in source.start if self.wants(url)]
            if addresses:
                self._visited[source.id] = source
            for url in addresses:
                task = self._list_task(url, source)
                yield task
                yield from self._pending_tasks(task.listing)

    def given(self, urls: Iterable[str]) -> Iterator[Task]:
        """Yield an task for every address that was given by hand, whatever it turns out to be.

        Of lists what is new is followed, and the first known articles that came with an ETag or time are asked whether they changed.
        """
        for url in urls:
            if self.wants(url) and self._open(url):
                key = f"list {canonical(url)}"
                listing = Listing(key, url, ListState.from_json(_plain(self.memory.recall(key))), self.owner(url), by_hand=True)
                self._listings.append(listing)
                yield Task(url, Purpose.START, listing, listing.source, headers=listing.state.conditions(), priority=LISTS)
                yield from self._pending_tasks(listing)

    def is_new(self, url: str) -> bool:
        """Whether no task of this round leads to the address yet."""
        return canonical(url) not in self._results

    def started(self, task: Task) -> None:
        """Take in an task that somebody else thought of."""
        self._open(task.url)

    # ------------------------------------------------------------------------------------------------------ what comes back

    def offered(self, task: Task, page: ReadPage, kind: Kind, offer: Offer, now: datetime) -> Iterator[Task]:
        """Take in a list, feed or sitemap, with what it offers, and yield what it leads to."""
        listing = task.listing
        if listing is None:
            return
        self.settled(task)
        listing.pages += 1
        listing.answered = True
        self._count(listing, "lists")
        if listing.pages == 1:
            listing.etag, listing.last_modified = _short(page.page.headers.get("etag")), _short(page.page.headers.get("last-modified"))
        leads = list(offer.leads)
        if kind is Kind.SITEMAP:
            leads = [lead for lead in leads if lead.title or self._is_recent(lead, listing, now)]
            yield from self._sitemaps(task, listing, offer.sitemaps)
        # both are worked out before the first is asked for: what is asked for may be done before the last is looked at
        articles = list(self._follow(listing, leads))
        further = list(self._further(task, listing, page, leads)) if kind is not Kind.SITEMAP else []
        branches = list(self._branches(task, listing, page, leads))
        self._note_pending(listing, articles)
        yield from (*branches, *further, *articles)

    def unchanged(self, task: Task) -> None:
        """Take in that a list has not changed."""
        self.settled(task)
        if task.listing is not None:
            task.listing.answered = True
            self._count(task.listing, "unchanged")

    def settled(self, task: Task, page: Page | None = None) -> None:
        """Take in that the address was answered: with a page, or with a failure that will last."""
        key = canonical(task.url)
        self._results[key] = True
        if page is not None and key in self._on:
            said = _short(page.headers.get("etag")) or _short(page.headers.get("last-modified"))
            self._on[key].state.validators |= {key: said} if said else {}

    def failed(self, task: Task, kind: Failure, why: str, *, retry_after: float = 0.0) -> None:
        """Take in that nothing came from the address. What may pass is tried again in the next round."""
        self._results[canonical(task.url)] = kind is not Failure.TEMPORARY
        if task.purpose in {Purpose.LIST, Purpose.START} and task.listing is not None:
            task.listing.broken |= task.listing.pages == 0 or kind is Failure.TEMPORARY  # a further page that is not there is the end
            if task.listing.pages == 0 and task.source is not None and task.listing.parent is None:
                self._failures.setdefault(task.source.id, (kind, why, retry_after))

    # ---------------------------------------------------------------------------------------------------------------- end

    def end(self, now: datetime) -> None:
        """Remember what was seen, and when each source is to be visited again."""
        notes: dict[str, Any] = {}
        for listing in self._listings:
            if listing.key and listing.answered:
                notes[listing.key] = self._note(listing, now)
            if listing.pending:
                notes[_pending_name(listing)] = self._still_pending(listing)
        for name, source in self._visited.items():
            state = self._states[name]
            listings = [listing for listing in self._listings if listing.source is source]
            if any(listing.answered for listing in listings):
                counted = self.counts.get(name, Counter())
                if not counted["leads"] and not counted["unchanged"]:
                    self._fail(name, state, now, (Failure.SOFT, "its lists hold no headlines: rebuilt, or behind a login", 0.0))
                else:
                    state.succeeded(now, new=counted["new"], known=counted["known"])
                    if name in self._failures:
                        self.troubles[name] = f"in part: {self._failures[name][1]}"
            elif name in self._failures:
                self._fail(name, state, now, self._failures[name])
            else:
                continue  # the run ended before it was asked
            notes[f"source {name}"] = state.to_json()
        if notes:
            self.memory.remember(notes)

    def account(self) -> dict[str, Any]:
        """Return what the run record says of this round, by source."""
        names = sorted({*self.counts, *self.troubles})
        return {name: {**dict(sorted(self.counts.get(name, {}).items())), **_trouble(self.troubles.get(name))} for name in names}

    # ------------------------------------------------------------------------------------------------------------ private

    def _list_task(self, url: str, source: Source | None, parent: Listing | None = None, depth: int = 0) -> Task:
        key = f"list {canonical(url)}"
        listing = Listing(key, url, ListState.from_json(_plain(self.memory.recall(key))), source, parent)
        self._listings.append(listing)
        self._results.setdefault(canonical(url), None)
        return Task(url, Purpose.LIST, listing, source, headers=listing.state.conditions(), priority=LISTS, depth=depth)

    def _sitemaps(self, task: Task, listing: Listing, sitemaps: Iterable[Lead]) -> Iterator[Task]:
        """Sitemaps of an index that it says are new or changed; those of which it says nothing, each time."""
        offered = list(sitemaps) if task.depth < MAX_DEPTH else []
        for lead in offered:
            changed = not lead.changed or bool(listing.state.news([lead]))
            if changed and self.wants(lead.url) and self.is_new(lead.url):
                listing.followed[canonical(lead.url)] = lead.url
                yield self._list_task(lead.url, task.source, listing, task.depth + 1)
        listing.leads += offered
        self._count(listing, "leads", len(offered))

    def _note_pending(self, listing: Listing, articles: Iterable[Task]) -> None:
        """Write down what is about to be asked for, before the list counts as read: a run that dies leaves it to the next one.

        An article may have left the list by then; after a kill in the middle of a run 433 of 480 were never found again.
        """
        new = {canonical(task.url): task.url for task in articles}
        if new and listing.key:
            listing.pending |= new
            self.memory.remember({_pending_name(listing): self._still_pending(listing)})

    def _still_pending(self, listing: Listing) -> list[str]:
        return [url for key, url in listing.pending.items() if self._results.get(key) is None][:MAX_PENDING]

    def _pending_tasks(self, listing: Listing | None) -> Iterator[Task]:
        """Tasks for what an earlier run wrote down and did not live to ask for."""
        if listing is None or not listing.key:
            return
        note = self.memory.recall(_pending_name(listing))
        for url in note if isinstance(note, list) else ():
            if isinstance(url, str) and self.wants(url) and not self.memory.done(url) and self._open(url):
                listing.pending[canonical(url)] = listing.followed[canonical(url)] = url
                yield Task(url, Purpose.ARTICLE, None, listing.source)
        if note and not listing.pending:
            self.memory.remember({_pending_name(listing): []})

    def _follow(self, listing: Listing, leads: list[Lead]) -> Iterator[Task]:
        """Tasks for the leads worth it that are not known, or said to have changed."""
        listing.leads += leads
        self._count(listing, "leads", len(leads))
        for lead in leads:
            if not self._is_worth(lead, listing.source):
                continue
            changed = listing.state.is_changed(lead)
            known = not changed and (not listing.state.news([lead]) or self.memory.done(lead.url))
            self._count(listing, "known" if known else "new")
            if not self.wants(lead.url):
                continue
            if listing.by_hand:
                self._on[canonical(lead.url)] = listing
            if known:
                yield from self._again(listing, lead)
                continue
            listing.followed[canonical(lead.url)] = lead.url
            if self._open(lead.url):
                self._count(listing, "followed")
                yield Task(lead.url, Purpose.ARTICLE, None, listing.source, lead, priority=priority(lead), again=changed)

    def _again(self, listing: Listing, lead: Lead) -> Iterator[Task]:
        """Ask a known article of a list given by hand whether it changed."""
        headers = listing.state.conditions_of(canonical(lead.url))
        if headers and self._open(lead.url):
            yield Task(lead.url, Purpose.ARTICLE, None, listing.source, lead, headers, again=True)

    def _further(self, task: Task, listing: Listing, page: ReadPage, leads: list[Lead]) -> Iterator[Task]:
        state = self._states.get(listing.source.id) if listing.source else None
        back_to = state.back_to(self.since) if state else self.since
        # what the list itself was seen with decides, not which articles are done: after a run that died they are done page by page, while
        # the list was never read to its end
        if not goes_on(listing.pages, leads, listing.state.news(leads), back_to=back_to):
            return
        source = listing.source
        hint, first = (source.paging, source.first_page) if source and task.purpose is Purpose.LIST else (None, 1)
        url = source.search_after(task.url) if source else None
        url = url or next_page(page, hint=hint, first=first) or next_answer(page)
        if url and self.wants(url) and self._open(url):
            listing.followed[canonical(url)] = url
            yield Task(url, Purpose.LIST, listing, source, priority=LISTS - listing.pages)

    def _branches(self, task: Task, listing: Listing, page: ReadPage, leads: list[Lead]) -> Iterator[Task]:
        """Where a page leads that was given by hand and is no list: to the site's civic sections, or, without any, to what else it has."""
        if page.html is None or task.purpose is not Purpose.START or any(self._is_worth(lead, listing.source) for lead in leads):
            return
        urls = civic_sections(page.html) or ways_on(page)
        for url in urls:
            if self.wants(url) and self.is_new(url):
                listing.branches = True
                listing.followed[canonical(url)] = url
                yield self._list_task(url, listing.source, listing)

    def _open(self, url: str) -> bool:
        key = canonical(url)
        if key in self._results:
            return False
        self._results[key] = None
        return True

    def _is_worth(self, lead: Lead, source: Source | None) -> bool:
        owner = self.owner(lead.url)
        shape = owner.may_be_article(lead.url) if owner is not None and owner.article is not None else None
        if shape is False and source is not None and owner is not source:
            shape = None  # a neighbour's pattern does not speak for what another links to
        return is_worth(lead, topic=self.topic, since=self.since, article=shape)

    def _is_recent(self, lead: Lead, listing: Listing, now: datetime) -> bool:
        state = self._states.get(listing.source.id) if listing.source else None
        day = (lead.changed or lead.day or "")[:10]
        back_to = (state.back_to(self.since) if state else self.since) or (now - RECENT).date().isoformat()
        return not day or day >= back_to

    def _note(self, listing: Listing, now: datetime) -> dict[str, Any]:
        open_ones = [url for key, url in listing.followed.items() if self._results.get(key) is not True]
        state = listing.state
        state.checked = now.isoformat()
        standing = [key for lead in listing.leads if (key := canonical(lead.url)) in state.validators]
        state.validators = {key: state.validators[key] for key in standing[:CHECKED_AGAIN]} if standing else state.validators
        # what was never asked for (the run was stopped, a budget was spent) may stand on a further page: then the list counts as not read,
        # and the next round pages through it again
        unasked = any(self._results.get(key) is None for key in listing.followed)
        if listing.pages and not unasked:
            state.see(listing.leads, but=open_ones)
            whole = not open_ones and not listing.broken and not listing.branches
            state.etag, state.last_modified = (listing.etag, listing.last_modified) if whole else (None, None)
        elif listing.pages:
            state.etag = state.last_modified = None  # "not modified" would hide what is still to be asked for
        return state.to_json()

    def _fail(self, name: str, state: SourceState, now: datetime, failure: tuple[Failure, str, float]) -> None:
        kind, why, retry_after = failure
        state.failed(now, kind, why, retry_after=retry_after)
        self.troubles[name] = f"{kind}: {why}" + (f"; rests until {state.rests_until}" if state.rests_until else "")

    def _count(self, listing: Listing, what: str, number: int = 1) -> None:
        name = listing.source.id if listing.source else "(no declared source)"
        self.counts.setdefault(name, Counter())[what] += number


def _pending_name(listing: Listing) -> str:
    return f"open {listing.key}"


def _plain(note: Any) -> Mapping[str, Any] | None:
    return note if isinstance(note, dict) else None


def _trouble(why: str | None) -> dict[str, str]:
    return {"trouble": why} if why else {}


def _short(value: str | None) -> str | None:
    """A header that goes back as it came; a very long one is no validator."""
    return value if value and len(value) <= MAX_VALIDATOR_CHARS else None
