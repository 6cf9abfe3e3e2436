"""One round over the sources: which addresses to ask for, what lists lead to, and what to remember for the next round.

A :class:`Round` decides and remembers, and fetches nothing: whoever fetches hands it pages, failures and "not modified", and gets
:class:`Task` s back. It needs a memory with three methods (:class:`newsbot.discovery.tasks.Memory`), which the ledger is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from newsbot.addresses import canonical
from newsbot.discovery.account import KNOWN, Loss
from newsbot.discovery.channels import ALL_POSTS, is_front_page, named_in_head, named_in_robots, origin, well_known
from newsbot.discovery.frontier import (
    LATER,
    LISTS,
    PAGE_STEP,
    Failure,
    ListState,
    SourceState,
    goes_on,
    is_worth,
    priority,
)
from newsbot.discovery.notes import again_name, as_note, pending_name, short
from newsbot.discovery.revisits import to_json
from newsbot.discovery.sources import Source
from newsbot.discovery.tasks import Listing, Purpose, Task
from newsbot.discovery.tellers import MANY_UNNAMED, Tellers
from newsbot.html.page import HtmlPage
from newsbot.listings.front_pages import archives_of, civic_sections, ways_on
from newsbot.listings.links import Lead, Offer, Skip
from newsbot.listings.page_kind import Kind
from newsbot.listings.pager_controls import next_answer
from newsbot.listings.pagers import next_page
from newsbot.listings.sitemaps import MAX_INDEX_DEPTH
from newsbot.model import Page
from newsbot.read_page import ReadPage

PROBED_AGAIN: Final = timedelta(days=30)
"""After which it is looked again whether a site has a sitemap or feed where it had none."""


class Round(Tellers):
    """What one run knows of where it is, and what it asks for next."""

    # -------------------------------------------------------------------------------------------------------------- begin

    def begin(self, sources: Iterable[Source], now: datetime, *, ask_all: bool = False) -> Iterator[Task]:
        """Yield a task for every address of the sources that are due; ``ask_all``: of all of them, also of those that rest."""
        for source in sources:
            state = self._states[source.id] = SourceState.from_json(as_note(self.memory.recall(f"source {source.id}")))
            if not (ask_all or state.is_due(now)):
                resting = state.rests_until is not None and state.failures > 0
                self.troubles[source.id] = f"rests until {state.rests_until} after {state.last_failure}" if resting else "not due yet"
                continue
            addresses = [url for url in source.start if self.wants(url)]
            if addresses:
                self._visited[source.id] = source
            for url in addresses:
                task = self._list_task(url, source)
                left = self._left_over(task.listing)
                yield task
                yield from left

    def given(self, urls: Iterable[str]) -> Iterator[Task]:
        """Yield a task for every address that was given by hand, whatever it turns out to be.

        Of lists what is new is followed, and the first known articles that came with an ETag or time are asked whether they changed.
        """
        for url in urls:
            if self.wants(url) and self._open(url):
                key = f"list {canonical(url)}"
                listing = Listing(key, url, ListState.from_json(as_note(self.memory.recall(key))), self.owner(url), by_hand=True)
                self._listings.append(listing)
                self._waiting.asked(url)
                left = self._left_over(listing)
                yield Task(url, Purpose.START, listing, listing.source, headers=listing.state.conditions(), priority=LISTS)
                yield from left

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
        if task.url == listing.url:
            listing.etag, listing.last_modified = short(page.page.headers.get("etag")), short(page.page.headers.get("last-modified"))
        leads = list(offer.leads)
        if page.html is not None and is_front_page(task.url):
            self._tellers.setdefault(origin(task.url), (listing, []))[1].extend((url, MANY_UNNAMED) for url in archives_of(page.html))
        for lead in leads:
            self._account.named(listing, lead.url, kind)
        others: list[Task] = []
        if kind is Kind.SITEMAP:
            leads = [lead for lead in leads if lead.title or self._held(listing, lead, now)]
            self._account.skip(listing, offer.skipped)
            others += self._sitemaps(task, listing, offer.sitemaps)
            self._headlines(task, listing)
        elif task.purpose is Purpose.START and page.html is not None:
            others += self._channels(listing, page.html, now)
        elif listing.named_only and page.html is not None and not any(self._waiting.holds(lead.url) for lead in leads):
            for url in named_in_head(page.html)[:1]:
                others += self._for_headlines(url, listing)
        # both are worked out before the first is asked for: what is asked for may be done before the last is looked at
        articles = list(self._follow(listing, leads, kind))
        further = list(self._further(task, listing, page, leads)) if kind is not Kind.SITEMAP else []
        branches = list(self._branches(task, listing, page, leads))
        self._note_pending(listing, [task.url for task in articles])
        again = self._look_again(listing, lambda known: bool(known.validator)) if task.purpose is Purpose.START else ()
        yield from (*branches, *further, *articles, *others, *again)

    def due(self, *, at_last: bool = False) -> Iterator[Task]:
        """Yield what waited and need not any longer: addresses without a headline once the lists of their site are read, and guesses.

        ``at_last``: nothing else is on the way.
        """
        asked = [task for host in list(self._tellers) for task in self._told_by(host, at_last=at_last)]
        yield from asked
        for lead, listing, why_not in list(self._waiting.ready(at_last=at_last and not asked)):
            if why_not is not None:
                self._account.lose(lead.url, Loss(why_not))
                self._results[canonical(lead.url)] = True
            else:
                self._count(listing, "followed")
                yield Task(lead.url, Purpose.ARTICLE, None, listing.source, lead, priority=LATER, again=listing.state.is_changed(lead))
        if at_last:
            yield from self._second_looks()
        for listing, guesses in list(self._probes.values()):
            while guesses and self._waiting.is_quiet(listing.url) and not self._waiting.named(listing.url):
                if self.wants(guesses[0]) and self.is_new(guesses[0]):
                    yield self._list_task(guesses.pop(0), listing.source, listing)
                else:
                    del guesses[0]

    def left(self, task: Task) -> None:
        """Take in that an address was not asked for in this round; it is owed to the next."""
        self._waiting.answered(task.url)

    def unchanged(self, task: Task) -> None:
        """Take in that a list, or an article that was read before, has not changed."""
        self.settled(task)
        if task.purpose is Purpose.ARTICLE and (key := canonical(task.url)) in self._revisits:
            listing, known = self._revisits[key]
            self._revisits[key] = (listing, known.answered(self.clock()))
        if task.listing is not None:
            task.listing.answered = True
            self._count(task.listing, "unchanged")

    def settled(self, task: Task, page: Page | None = None) -> None:
        """Take in that the address was answered: with a page, or with a failure that will last."""
        key = canonical(task.url)
        self._results[key] = True
        self._waiting.answered(task.url)
        if page is not None:
            self._was_read(task, page)

    def failed(
        self,
        task: Task,
        kind: Failure,
        why: str,
        *,
        retry_after: float = 0.0,
        loss: Loss = Loss.STATUS,
        gone: bool = False,
        silent: bool = False,
    ) -> None:
        """Take in that nothing came from the address. What may pass is tried again in the next round. ``gone``: it is not there.

        ``silent``: there was no answer in time. Once that is tried again at the end of the round, when the host or this machine may have
        come to itself; a part of an article is not, as its article went on without it.
        """
        if silent and task.purpose is not Purpose.PART:
            self._silent.setdefault(canonical(task.url), task)
        if gone and task.purpose is Purpose.ARTICLE:
            self._is_not_there(task)
        if kind is not Failure.TEMPORARY:
            self._account.lose(task.url, loss)
        self._results[canonical(task.url)] = kind is not Failure.TEMPORARY
        self._waiting.answered(task.url)
        if task.listing is not None and task.listing.parent is not None and kind is not Failure.TEMPORARY:
            task.listing.parent.missing[task.url] = why
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
                notes[pending_name(listing)] = self._still_pending(listing)
            of = {key: known for key, (root, known) in self._revisits.items() if root is listing and self.memory.reported(known.url)}
            if of and listing.key:
                notes[again_name(listing)] = to_json(of)
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

    def addresses(self) -> dict[str, dict[str, Any]]:
        """Return what became of every address that became known, by source, or by host of what was given by hand."""
        return self._account.by_source(self._results)

    # ------------------------------------------------------------------------------------------------------------ private

    def _sitemaps(self, task: Task, listing: Listing, sitemaps: Iterable[Lead]) -> Iterator[Task]:
        """Sitemaps of an index that it says are new or changed; those of which it says nothing, each time."""
        offered = list(sitemaps)
        if task.depth >= MAX_INDEX_DEPTH:
            self._account.skip(listing, [(Skip.TOO_DEEP, len(offered))])
            offered = []
        for lead in offered:
            changed = not lead.changed or bool(listing.state.news([lead]))
            if changed and self.wants(lead.url) and self.is_new(lead.url):
                listing.followed[canonical(lead.url)] = lead.url
                yield self._list_task(lead.url, task.source, listing, task.depth + 1)
        listing.leads += offered
        self._count(listing, "leads", len(offered))

    def _channels(self, listing: Listing, page: HtmlPage, now: datetime) -> Iterator[Task]:
        """Yield the feeds and sitemaps of a site of which the front page was given by hand, except those that were lately not there."""
        if not is_front_page(listing.url):
            self._probes.setdefault(origin(listing.url), (listing, [*named_in_head(page), *self._named_in_robots(listing.url)]))
            return
        self._probes.setdefault(origin(listing.url), (listing, well_known(listing.url)))
        for url in (*named_in_head(page), *self._named_in_robots(listing.url)):
            if self.wants(url) and self.is_new(url) and not listing.state.lacks(url, now - PROBED_AGAIN):
                yield self._list_task(url, listing.source, listing)

    def _named_in_robots(self, url: str) -> list[str]:
        said = as_note(self.memory.recall(f"robots {origin(url)}")) or {}
        return named_in_robots(url, str(said.get("text", "")))

    def _held(self, listing: Listing, lead: Lead, now: datetime) -> bool:
        """Whether an address without a headline is to be looked at as one of a list; if it is new it waits for the lists of its site."""
        oldest = (now - timedelta(days=self.look_back)).date().isoformat() if self.look_back else ""
        oldest, day = max(oldest, self.since or ""), (lead.changed or lead.day or "")[:10]
        if day and day < oldest:
            self._account.take(listing, lead.url, Loss.WINDOW)
        elif is_front_page(lead.url) or not self._fits(lead.url, listing.source):
            self._account.take(listing, lead.url, Loss.SHAPE)
        elif self.wants(lead.url) and self._is_new(listing, lead) and self._open(lead.url):
            listing.leads.append(lead)
            self._count(listing, "leads")
            self._count(listing, "new")
            listing.followed[canonical(lead.url)] = lead.url
            listing.root.pending[canonical(lead.url)] = lead.url
            self._on[canonical(lead.url)] = listing.root
            self._account.take(listing, lead.url, None)
            self._waiting.hold(lead, listing)
        else:
            return True
        return False

    def _follow(self, listing: Listing, leads: list[Lead], kind: Kind) -> Iterator[Task]:
        """Tasks for the leads worth it that are not known, or said to have changed."""
        by_feed = kind is not Kind.LIST and kind is not Kind.POSTS
        if listing.named_only:
            for lead in leads:
                if lead.title:
                    self._waiting.learn(lead, worth=self._is_worth(lead, listing.source))
                    self._take_name(lead, by_feed=by_feed)
            if leads and listing.url.endswith(ALL_POSTS):
                self._tellers.pop(origin(listing.url), None)  # what has no headline now (sections, tags) has none elsewhere
            return
        listing.leads += leads
        self._count(listing, "leads", len(leads))
        for lead in leads:
            worth = self._is_worth(lead, listing.source)
            if lead.title:
                self._waiting.learn(lead, worth=worth)
            if not worth:
                self._account.take(listing, lead.url, Loss.SINCE if self.since and (lead.day or "9") < self.since else Loss.HEADLINE)
                continue
            changed = listing.state.is_changed(lead)
            known = not self._is_new(listing, lead)
            self._count(listing, "known" if known else "new")
            if not self.wants(lead.url):
                self._account.take(listing, lead.url, Loss.PART)
                continue
            self._account.take(listing, lead.url, KNOWN if known else None)
            self._on[canonical(lead.url)] = listing.root
            if known:
                continue
            self._take_name(lead, by_feed=by_feed)
            listing.followed[canonical(lead.url)] = lead.url
            if self._open(lead.url):
                self._count(listing, "followed")
                place = priority(lead) - PAGE_STEP * (listing.pages - 1)
                yield Task(lead.url, Purpose.ARTICLE, None, listing.source, lead, priority=place, again=changed)

    def _further(self, task: Task, listing: Listing, page: ReadPage, leads: list[Lead]) -> Iterator[Task]:
        state = self._states.get(listing.source.id) if listing.source else None
        back_to = state.back_to(self.since) if state else self.since
        # what the list itself was seen with decides, not which articles are done: after a run that died they are done page by page, while
        # the list was never read to its end
        listing.further = None
        news = [lead for lead in leads if self._waiting.holds(lead.url)] if listing.named_only else listing.state.news(leads)
        if not goes_on(leads, news, back_to=back_to):
            return
        source = listing.source
        hint, first = (source.paging, source.first_page) if source and task.purpose is Purpose.LIST else (None, 1)
        url = source.search_after(task.url) if source else None
        url = url or next_page(page, hint=hint, first=first) or next_answer(page)
        if url and self.wants(url) and (self._open(url) or self._waiting.let_go(url)):  # a sitemap names pages of lists too
            if listing.named_only and page.html is not None and self._in_one_answer(page.html, url, listing):
                return
            listing.further = url
            self._waiting.asked(url)
            yield Task(url, Purpose.LIST, listing, source, priority=LISTS - PAGE_STEP * listing.pages)

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

    def _is_worth(self, lead: Lead, source: Source | None) -> bool:
        return is_worth(lead, topic=self.topic, since=self.since, article=self._pattern_says(lead.url, source))

    def _fits(self, url: str, source: Source | None) -> bool:
        return self._pattern_says(url, source) is not False

    def _fail(self, name: str, state: SourceState, now: datetime, failure: tuple[Failure, str, float]) -> None:
        kind, why, retry_after = failure
        state.failed(now, kind, why, retry_after=retry_after)
        self.troubles[name] = f"{kind}: {why}" + (f"; rests until {state.rests_until}" if state.rests_until else "")


def _trouble(why: str | None) -> dict[str, str]:
    return {"trouble": why} if why else {}
