"""From related pairs to reports: which pages are copies of one report, and which hold several.

A cluster is a star, not a chain: every member is related to its hub, or to half of its members; relations are never closed transitively,
so that neither a page of several reports nor a quotation can pull two reports together. Everything is decided from the whole evidence at
once, in an order that comes from the content, so the order of arrival cannot show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsbot.reposts.fingerprints import bare, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsbot.reposts.relations import Relation

Neighbours = Mapping[int, Mapping[int, "Relation"]]
"""Page -> related page -> relation, seen from the first; every relation stands in it from both ends."""

WHOLE_PART = 0.6
"""How much of a report a page must hold for it to be one of the page's parts, …"""

NOT_ALL = 0.75
"""… and how much of the page may be that report, for it to hold others too."""

SCATTERED = 3
"""A part stands in one place of a page; what has so many times the length of what it covers is here and there, and no part."""

OVERLAP = 0.3
"""Share of the smaller stretch above which two parts lie in the same place, and are one part."""

HEADLINE = 0.7
"""Share of a title's pieces that a line must have to be that title: mirrors glue something on each."""

LONGEST_HEADLINE = 60
SHORTEST_HEADLINE = 6

UNEXPLAINED = 0.25
"""Share of a page of several reports that is none of the known ones above which the page also stands for itself: nothing is lost."""


@dataclass(frozen=True, slots=True)
class Member:
    """What is asked of a page besides its relations."""

    address: str
    title: str = ""
    """Bare (see `fingerprints.bare`)."""
    headlines: tuple[str, ...] = ()
    """The short lines of its body, bare: where another report may begin."""


@dataclass(slots=True)
class Cluster:
    """The pages that are copies of one report; ``digests`` hold it among other reports."""

    pages: list[int]
    digests: list[int] = field(default_factory=list)


def headlines(body: Sequence[str]) -> tuple[str, ...]:
    """Return the lines of a body that may be headlines."""
    short = (bare(line) for line in body if len(line) <= LONGEST_HEADLINE)
    return tuple(line for line in short if len(line) >= SHORTEST_HEADLINE)


def clusters(members: Mapping[int, Member], relations: Neighbours) -> list[Cluster]:
    """Return the reports that the pages ``members`` tell, those of the smallest address first.

    ``relations`` holds every relation between two of the pages, from both ends.
    """
    digests = _digests(members, relations)
    found = _stars(members, relations, digests)
    for page in sorted(digests, key=lambda digest: members[digest].address):
        explained = 0.0
        near = relations[page]
        for cluster in found:
            known = [member for member in cluster.pages if member in near]
            if cluster.pages[0] in near or 2 * len(known) >= len(cluster.pages):
                cluster.digests.append(page)
                explained += max(near[member].share for member in known)
        if explained < 1 - UNEXPLAINED:
            found.append(Cluster([page]))
    return sorted(found, key=lambda cluster: min(members[page].address for page in cluster.pages))


# ------------------------------------------------------------------------------------------------- pages of several reports


def _digests(members: Mapping[int, Member], relations: Neighbours) -> set[int]:
    """Return the pages that hold several reports. One that is found no longer ties together what another holds, so look again."""
    found: set[int] = set()
    while True:
        left = [page for page in members if page not in found and len(relations.get(page, ())) > 1]
        more = {page for page in left if _holds_several(page, members, relations, found)}
        if not more:
            return found
        found |= more


def _holds_several(page: int, members: Mapping[int, Member], relations: Neighbours, digests: set[int]) -> bool:
    """Whether a page holds several reports: unrelated ones at different places, under headlines of their own.

    Two halves of one cut report are unrelated and at different places too; but they have no headline inside the whole, or the same.
    """
    near = relations[page]
    length = max(relation.span[1] for relation in near.values())
    parts = [
        other
        for other, relation in near.items()
        if other not in digests
        and relation.other_share >= WHOLE_PART
        and relation.share < NOT_ALL
        and relation.span[1] - relation.span[0] <= SCATTERED * relation.share * length
    ]
    groups = _apart(page, parts, relations)
    if len(groups) < 2:
        return False
    lines = [pieces(line, 3) for line in members[page].headlines]
    own = pieces(members[page].title, 3)
    under_own, under_page, large = 0, 0, 0
    for group in groups:
        titles = [pieces(members[other].title, 3) for other in group if len(members[other].title) >= SHORTEST_HEADLINE]
        above = max((_likeness(title, own) for title in titles), default=0.0)
        inside = max((_likeness(title, line) for title in titles for line in lines), default=0.0)
        if inside >= HEADLINE and inside > above:  # titles from one template are like each other, too
            under_own += 1
        elif above >= HEADLINE:
            under_page += 1
        elif len(group) > 1:
            large += 1
    return under_own >= 2 or (under_own >= 1 and under_page + large >= 1) or (large >= 1 and under_page + large >= 2)


def _apart(page: int, parts: Sequence[int], relations: Neighbours) -> list[list[int]]:
    """Return the parts in groups: related to each other, or at the same place of the page."""
    near = relations[page]
    leader = {part: part for part in parts}

    def find(part: int) -> int:
        while leader[part] != part:
            part = leader[part]
        return part

    for number, part in enumerate(parts):
        for other in parts[:number]:
            if other in relations[part] or _overlap(near[part].span, near[other].span):
                leader[find(part)] = find(other)
    groups: dict[int, list[int]] = defaultdict(list)
    for part in parts:
        groups[find(part)].append(part)
    return list(groups.values())


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common > OVERLAP * min(one[1] - one[0], other[1] - other[0])


def _likeness(title: set[str], line: set[str]) -> float:
    """Return the share of a title's pieces that a line has; 0 for a title that says nothing."""
    return len(title & line) / len(title) if len(title) >= 3 else 0.0


# ------------------------------------------------------------------------------------------------------------------ stars


def _stars(members: Mapping[int, Member], relations: Neighbours, digests: set[int]) -> list[Cluster]:
    """Return clusters around hubs: first the page that has most in common with the others, then what is left without it."""
    near = {page: [other for other in relations.get(page, ()) if other not in digests] for page in members if page not in digests}
    common = {page: round(sum(relations[page][other].mutual for other in others), 6) for page, others in near.items()}
    order = sorted(near, key=lambda page: (-common[page], members[page].address))
    left = set(near)
    found: dict[int, list[int]] = {}
    for hub in order:
        if hub in left:
            star = [hub, *(page for page in near[hub] if page in left)]
            star += _close(star, left, near)
            left.difference_update(star)
            found[hub] = star
    _move_to_nearest(found, relations, members)
    return [Cluster([hub, *sorted(star[1:])]) for hub, star in found.items()]


def _close(star: Sequence[int], left: set[int], near: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the pages that are not related to the hub, but to half of the star: a heavily spun copy misses one or the other."""
    tally: dict[int, int] = defaultdict(int)
    for page in star:
        for other in near[page]:
            tally[other] += 1
    inside = set(star)
    return sorted(page for page, count in tally.items() if page in left and page not in inside and 2 * count >= len(star))


def _move_to_nearest(found: dict[int, list[int]], relations: Neighbours, members: Mapping[int, Member]) -> None:
    """Give every page to the hub that has most of it: one that was taken by a larger star may belong to a smaller one."""
    moves: list[tuple[int, int, int]] = []
    for hub, star in found.items():
        for page in star[1:]:
            hubs = [other for other in relations[page] if other in found]
            if len(hubs) > 1:
                best = max(hubs, key=lambda other: (relations[page][other].share, relations[page][other].mutual, members[other].address))
                if best != hub and (hub not in hubs or relations[page][best].share > relations[page][hub].share):
                    moves.append((page, hub, best))
    for page, hub, best in moves:
        found[hub].remove(page)
        found[best].append(page)


def both_ways(relations: Iterable[tuple[int, int, Relation]]) -> dict[int, dict[int, Relation]]:
    """Return (page, other, relation) triples as `Neighbours`."""
    near: dict[int, dict[int, Relation]] = defaultdict(dict)
    for page, other, relation in relations:
        near[page][other] = relation
        near[other][page] = relation.reversed()
    return near
