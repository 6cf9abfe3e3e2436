"""Where the headlines of addresses that wait are looked for: a sitemap names a page and does not say what stands there.

Pages that may tell (the front page, an archive, WordPress's index) are asked for one by one, as long as enough waits that none has named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from newsbot.addresses import canonical
from newsbot.discovery.channels import ALL_POSTS, named_in_head, origin
from newsbot.discovery.notes import Notes, pending_name
from newsbot.discovery.tasks import Listing, Task
from newsbot.html.page import HtmlPage

MANY_UNNAMED: Final = 10
"""Addresses of one site without a headline from which a page with all its headlines is worth the requests that it takes: one for ten to a
hundred of them. Of five posts on a site of mixed news two are not worth a request."""
LEAST_NAMED: Final = 5
"""Of these, as many as a list that the sitemap names must have named for a second one to be worth a request."""


class Tellers(Notes):
    """The part of a round that asks for headlines. It yields tasks for lists that are read for them alone."""

    def _headlines(self, task: Task, listing: Listing) -> None:
        """Note the site's front page, where a sitemap was given by hand that has no headlines: it may tell what stands at its addresses."""
        root = listing.root
        if root.pending and root.key:
            self.memory.remember({pending_name(root): self._still_pending(root)})
        if root.by_hand and root.pending:
            self._tellers.setdefault(origin(task.url), (listing, []))[1].insert(0, (origin(task.url) + "/", 1))

    def _told_by(self, host: str, *, at_last: bool) -> Iterator[Task]:
        """A page that may have headlines for what waits, once the lists of its site are read that were asked for, sitemaps among them."""
        listing, ways = self._tellers[host]
        while ways and (at_last or self._waiting.is_quiet(host)) and self._waiting.unnamed(host) >= ways[0][1]:
            if asked := list(self._for_headlines(ways.pop(0)[0], listing)):
                yield from asked
                return
        if not ways and self._waiting.is_quiet(host):
            yield from self._lists_of_sitemap(host, listing)

    def _lists_of_sitemap(self, host: str, listing: Listing) -> Iterator[Task]:
        """One of the lists that the sitemap itself names (archives, categories, tags), as long as the last one had enough headlines."""
        lists = self._waiting.lists_among(host)
        unnamed = self._waiting.unnamed(host) - len(lists)
        if not lists or unnamed < MANY_UNNAMED or unnamed > self._unnamed.get(host, unnamed + LEAST_NAMED) - LEAST_NAMED:
            return
        self._unnamed[host] = unnamed
        yield from self._for_headlines(lists[0], listing)

    def _for_headlines(self, url: str, listing: Listing) -> Iterator[Task]:
        """A list that is read for the headlines of what waits, and leads nowhere else."""
        if self._waiting.let_go(url):  # a sitemap names lists too
            self._results.pop(canonical(url), None)
        if self.is_new(url) and self.wants(url):
            asked = self._list_task(url, listing.source, listing)
            if asked.listing is not None:
                asked.listing.key, asked.listing.named_only = "", True
                yield replace(asked, headers={})

    def _in_one_answer(self, page: HtmlPage, further: str, listing: Listing) -> bool:
        """Whether all headlines may come in one answer: then that is asked for, and a list's further pages only where it does not come."""
        indexes = [url for url in named_in_head(page) if url.endswith(ALL_POSTS) and self.is_new(url)]
        if indexes:
            self._results.pop(canonical(further), None)
            self._tellers.setdefault(origin(further), (listing, []))[1][:0] = [(url, MANY_UNNAMED) for url in (*indexes, further)]
        return bool(indexes)
