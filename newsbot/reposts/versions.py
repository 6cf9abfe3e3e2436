"""Versions: pages that say nearly the same count as one where pages are sorted into reports.

So it makes no difference how often a text was copied: a hundred cut copies of one kind weigh as much as one. A version is a star around
the page that stands for it, never a chain, and a page of a delivered report only stands for others or with another such page.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsbot.reposts.members import Member, Neighbours
    from newsbot.reposts.relations import Relation

NEARLY_ALL: Final = 0.9
"""Share of the larger of two texts, and anchors a covered character, from which on they are one version: a tail or a watermark more."""

HELD: Final = 0.75
"""Share of a version that stands in another from which on one pair of their pages is enough: the one is a part of the other."""

SURELY_RELATED: Final = 2
"""Related pairs of pages that make two versions related, however many pages they have: of many no more may have been compared."""


def by_version(members: Mapping[int, Member], relations: Neighbours) -> dict[int, list[int]]:
    """Return the pages by version: the page that stands for it -> all its pages, that one first.

    Pages with the text of another to the letter go where that goes, for they were compared with no other.
    """
    followers = followers_of(members, relations)
    alone = [page for page in members if page not in followers]
    equal: dict[int, list[int]] = {page: [page] for page in alone}
    for page, leader in followers.items():
        equal[leader].append(page)
    born = {page: min((members[one].born for one in equal[page] if members[one].born), default=0) for page in alone}
    twins = {page: [other for other, said in relations.get(page, {}).items() if _is_twin(said)] for page in alone}
    order = sorted(
        alone, key=lambda page: (not born[page], born[page], -len(twins[page]), members[page].address)
    )  # what was delivered comes first: nothing that others publish stands for it
    found: dict[int, list[int]] = {}
    placed: set[int] = set()
    for page in order:
        if page not in placed:
            mine = [page, *(other for other in twins[page] if other not in placed and other in equal)]
            placed.update(mine)
            found[page] = [page, *sorted(other for one in mine for other in equal[one] if other != page)]
    return found


def followers_of(members: Mapping[int, Member], relations: Neighbours) -> dict[int, int]:
    """Return the pages that were compared with none but one of the same text -> that page."""
    found: dict[int, int] = {}
    for page in sorted(members, key=lambda page: members[page].address, reverse=True):
        near = relations.get(page, {})
        leader = next(iter(near), page)
        if _is_equal(near) and leader in members and leader not in found:
            found[page] = leader
    return found


def members_of(found: Mapping[int, list[int]], members: Mapping[int, Member]) -> dict[int, Member]:
    """Return one member for each version: as old, as well trusted and as widely spread as its pages together."""
    one_each = {}
    for page, pages in found.items():
        one = members[page]
        if pages[1:]:
            best = min(pages, key=lambda other: members[other].rank)
            born = min((members[other].born for other in pages if members[other].born), default=0)
            titled = min(pages, key=lambda other: (not members[other].title, members[other].rank, members[other].address))
            sites = frozenset(members[other].site for other in pages)
            one = replace(one, title=members[titled].title, trust=members[best].trust, seen=members[best].seen, born=born, sites=sites)
        one_each[page] = one
    return one_each


def relations_between(found: Mapping[int, list[int]], members: Mapping[int, Member], relations: Neighbours) -> Neighbours:
    """Return the relations of versions: of those between their pages the one of the pages that stand for them, else the closest.

    One must hold most of the other, or half of the pairs of their pages must be related, or `SURELY_RELATED` where they are many: one
    page that quotes another says nothing of those that do not. Equal texts count once: only the first of them was compared.
    """
    home = {other: page for page, pages in found.items() for other in pages}
    texts = {page: sum(not _is_equal(relations.get(other, {})) for other in pages) or 1 for page, pages in found.items()}
    best: dict[int, dict[int, tuple[tuple[object, ...], Relation]]] = {}
    related: Counter[tuple[int, int]] = Counter()
    for page, near in relations.items():
        for other, said in near.items():
            mine, theirs = home.get(page), home.get(other)
            if mine is None or theirs is None or mine == theirs:
                continue
            related[mine, theirs] += 1
            names = tuple(sorted((members[page].address, members[other].address)))
            key = ((page == mine) + (other == theirs), said.mutual, said.share + said.other_share, said.density, names)
            known = best.setdefault(mine, {}).get(theirs)
            if known is None or key > known[0]:
                best[mine][theirs] = key, said
    return {
        page: {
            other: said
            for other, (_, said) in near.items()
            if max(said.share, said.other_share) >= HELD or 2 * related[page, other] >= min(texts[page] * texts[other], 2 * SURELY_RELATED)
        }
        for page, near in best.items()
    }


def as_leaders_see(pages: Iterable[int], relations: Neighbours, leaders: Mapping[int, int]) -> Neighbours:
    """Return the relations of pages without those of equal texts; what has the text of its leader has the relations of that, too."""
    seen: dict[int, Mapping[int, Relation]] = {}
    for page in pages:
        home = leaders.get(page, page)
        if home not in seen:
            seen[home] = {other: said for other, said in relations.get(home, {}).items() if leaders.get(other, other) != home}
        seen[page] = seen[home]
    return seen


def _is_equal(near: Mapping[int, Relation]) -> bool:
    """Return whether a page has the text of another one to the letter, and was compared with no other."""
    return len(near) == 1 and all(min(said.mutual, said.density) == 1 and not (said.conflicts or said.doubtful) for said in near.values())


def _is_twin(said: Relation) -> bool:
    return min(said.mutual, said.density) >= NEARLY_ALL and not said.conflicts and not said.doubtful
