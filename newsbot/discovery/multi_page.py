"""Articles of several pages: their pages are put together before anything is judged, whatever order they come in.

:class:`PendingArticles` holds what has come and knows what is awaited; it neither fetches nor reads, so that a live run and the replay
of its archive do the same. What it hands back, :func:`newsbot.normalise.join` makes one reading of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from newsbot.addresses import canonical
from newsbot.listings.pagers import MOST_PARTS, Parts

T = TypeVar("T")

MOST_HELD = 200
"""Articles that wait for further pages; in an archive that lacks those the oldest goes on without them."""


@dataclass(frozen=True, slots=True)
class Whole(Generic[T]):
    """An article's first page and its further ones in their order. ``complete`` False: a page is missing, and all after it left out."""

    head: T
    parts: tuple[T, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Taken(Generic[T]):
    """What became of a page: articles that are whole now, addresses that should be fetched, and whether the page is but a part."""

    whole: tuple[Whole[T], ...] = ()
    wanted: tuple[str, ...] = ()
    part: bool = False


@dataclass(slots=True)
class _Held(Generic[T]):
    head: T
    wanted: dict[int, str] = field(default_factory=dict)
    got: dict[int, T] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)

    @property
    def waits(self) -> bool:
        return any(number not in self.got and number not in self.lost for number in self.wanted)


class PendingArticles(Generic[T]):
    """The articles that wait for further pages."""

    def __init__(self, most: int = MOST_HELD) -> None:
        self.most = most
        self._held: dict[str, _Held[T]] = {}
        """By the key of the head's address, oldest first."""
        self._awaited: dict[str, tuple[str, int]] = {}
        """Key of a part's address -> key of its head, and its number."""
        self._orphans: dict[str, dict[int, tuple[str, T, Parts]]] = {}
        """Parts that came before their head, by its key."""

    def is_alone(self, url: str, parts: Parts) -> bool:
        """Return whether a page from ``url`` is an article by itself: it names no other page, and none that came names it."""
        key = canonical(url)
        return not parts.several and key not in self._awaited and key not in self._orphans

    def holds(self, url: str) -> bool:
        """Return whether a page that came from ``url`` waits for further ones, or for its head."""
        key = canonical(url)
        return (
            key in self._held
            or any(canonical(address) == key for waiting in self._orphans.values() for address, _, _ in waiting.values())
            or any(canonical(address) == key for held in self._held.values() for address in held.wanted.values())
        )

    def take(self, url: str, item: T, parts: Parts) -> Taken[T]:
        """Take in a page that came from ``url`` and names these ``parts`` of its article."""
        key = canonical(url)
        if key in self._awaited:
            head, number = self._awaited.pop(key)
            self._held[head].got[number] = item
            wanted = self._await(head, parts)
            return Taken(tuple(self._released(head)), wanted, part=True)
        if parts.number > 1 and canonical(parts.head) != key:
            waiting = self._orphans.setdefault(canonical(parts.head), {})
            first = not waiting
            waiting[parts.number] = (url, item, parts)
            return Taken(tuple(self._full()), (parts.head,) if first else (), part=True)
        orphans = self._orphans.pop(key, {})
        if not parts.parts and not orphans:
            return Taken((Whole(item),))
        self._held[key] = _Held(item)
        wanted = self._await(key, parts)
        for number, (address, orphan, further) in sorted(orphans.items()):
            self._held[key].wanted.setdefault(number, address)
            self._held[key].got[number] = orphan
            self._awaited.pop(canonical(address), None)
            wanted += self._await(key, further)
        came = {canonical(address) for address, _, _ in orphans.values()}
        return Taken((*self._released(key), *self._full()), tuple(each for each in wanted if canonical(each) not in came))

    def lost(self, url: str) -> tuple[Whole[T], ...]:
        """Take in that the page at ``url`` cannot be had. Returns the articles that wait no longer."""
        key = canonical(url)
        if key in self._awaited:
            head, number = self._awaited.pop(key)
            self._held[head].lost.add(number)
            return tuple(self._released(head))
        return tuple(self._alone(key))

    def rest(self) -> Iterator[Whole[T]]:
        """Give up waiting: yield all that is left, each with as much as has come."""
        for key in list(self._held):
            yield self._release(key)
        for key in list(self._orphans):
            yield from self._alone(key)

    # ---------------------------------------------------------------------------------------------------------- private

    def _await(self, head: str, parts: Parts) -> tuple[str, ...]:
        held, fresh = self._held[head], []
        for number, url in parts.parts:
            key = canonical(url)
            if number <= MOST_PARTS and number not in held.wanted and key != head and key not in self._awaited:
                held.wanted[number] = url
                self._awaited[key] = (head, number)
                fresh.append(url)
        return tuple(fresh)

    def _released(self, key: str) -> Iterator[Whole[T]]:
        if not self._held[key].waits:
            yield self._release(key)

    def _release(self, key: str) -> Whole[T]:
        held = self._held.pop(key)
        for address in held.wanted.values():
            if self._awaited.get(canonical(address), ("", 0))[0] == key:
                del self._awaited[canonical(address)]
        parts: list[T] = []
        for number in sorted(held.wanted):
            if number not in held.got:
                return Whole(held.head, tuple(parts), complete=False)
            parts.append(held.got[number])
        return Whole(held.head, tuple(parts))

    def _full(self) -> Iterator[Whole[T]]:
        while len(self._held) > self.most:
            yield self._release(next(iter(self._held)))
        while len(self._orphans) > self.most:
            yield from self._alone(next(iter(self._orphans)))

    def _alone(self, key: str) -> Iterator[Whole[T]]:
        """Yield the parts of an article whose head does not come: the first of them stands for it."""
        orphans = [item for _, (_, item, _) in sorted(self._orphans.pop(key, {}).items())]
        if orphans:
            yield Whole(orphans[0], tuple(orphans[1:]), complete=False)
