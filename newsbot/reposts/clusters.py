"""From related pairs to reports: which pages are copies of one report, and which hold several.

A cluster is a star, not a chain: every member is related to its hub, or to half of its members, or is a piece of one of them under the
same title. Otherwise relations are not closed transitively, so that neither a page of several reports nor a quotation can pull two
reports together. Everything is decided from the whole evidence at once, in an order that comes from the content, so the order of arrival
cannot show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from newsbot.reposts.alignment import covered
from newsbot.reposts.fingerprints import bare, pieces
from newsbot.reposts.members import Member, Neighbours
from newsbot.reposts.numbering import believed, certain
from newsbot.reposts.relations import SHORTEST_TITLE, SPUN
from newsbot.reposts.versions import by_version, followers_of, members_of, relations_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsbot.reposts.relations import Relation

WHOLE_PART: Final = 0.3
"""Share of a report that a page must hold for it to be one of the page's parts: half of each is enough to tell it."""

NOT_ALL: Final = 0.75
"""Share of a page that a report may be for it to hold others too."""

MOSTLY_ALL: Final = 0.9
"""… and the larger of two of its parts may be."""

SOLID: Final = 20
"""Characters of a stretch of a part: what is here and there a phrase is none."""

MOSTLY_SOLID: Final = 0.7
"""Share of what a part covers that must lie in such stretches."""

HELD_WHOLE: Final = 0.6
"""Share of the larger text that two pages must have in common for one to have the other as a whole."""

MOSTLY_COMMON: Final = 0.6
"""Share of one of two pages under different titles that the other must have for them to be copies of one report: else each is much
else, and only holds a piece of what the other reports. A page with a piece of each of two reports has half of itself from one of them."""

MAX_PARTS: Final = 100
"""Parts of a page that are laid beside each other."""

MOST_OVERLAP: Final = 0.3
"""Share of the smaller part above which two lie in the same place, and are one part."""

HEADLINE: Final = 0.7
"""Share of a title's pieces that a line must have to be that title: mirrors glue something on each."""

ONE_TITLE: Final = 0.85
"""Share of a title's pieces that another must have to be the same: titles from one template have up to .8."""

PIECE_SIZE: Final = 3
"""Characters of a title's pieces."""

FEWEST_PIECES: Final = 3
"""… and how many pieces a title must have to say something."""

LONGEST_HEADLINE: Final = 60
"""Characters of a line that may be a headline, …"""

SHORTEST_HEADLINE: Final = 6
"""… and of one that says something."""

UNEXPLAINED: Final = 0.25
"""Share of a page of several reports that is none of the known ones above which the page also stands for itself: nothing is lost."""


class Holds(IntEnum):
    """How many reports a page holds, as far as two of its parts show it."""

    ONE = 0
    PERHAPS = 1
    """Of parts and page nobody can tell which were made of which: all of them stay."""
    SEVERAL = 2


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
    sure = certain(relations)
    relations = believed(members, relations)
    found = by_version(members, relations)
    if len(found) == len(members):
        return _clusters(members, relations, sure)
    between = relations_between(found, members, relations)
    one_each = members_of(found, members)
    together = _clusters(one_each, between, relations_between(found, members, sure))
    whole = []
    leaders = followers_of(members, relations)
    for cluster in together:
        pages = [page for version in cluster.pages for page in found[version]]
        own = {leaders.get(page, page) for page in pages}
        digests = [page for version in cluster.digests for page in found[version]]  # nearly the same, so one may lack what others hold
        whole.append(Cluster(pages, [page for page in digests if not own.isdisjoint(relations[leaders.get(page, page)])]))
    return sorted(whole, key=lambda cluster: min(members[page].address for page in cluster.pages))


def _clusters(members: Mapping[int, Member], relations: Neighbours, sure: Neighbours) -> list[Cluster]:
    """Return the same where no two pages say nearly the same; ``sure`` holds the relations without doubtful ones."""
    holds = _digests(members, relations)
    digests = set(holds)
    copied = _without_quotations(members, relations)
    divided = (part for star in _stars(members, copied, digests) for part in _divided(star, members, sure))
    found = [tied for part in divided for tied in _without_strangers(part, copied)]
    apart: list[Cluster] = []
    for page in sorted(digests, key=lambda digest: (not members[digest].born, members[digest].born, members[digest].address)):
        explained = 0.0
        near = relations[page]
        keeps_row = bool(members[page].born) or holds[page] is Holds.PERHAPS
        for cluster in found:
            known = [member for member in cluster.pages if member in near]
            if cluster.pages[0] in near or 2 * len(known) >= len(cluster.pages):
                cluster.digests.append(page)
                explained += max(near[member].share for member in known)
                keeps_row |= members[page].rank < min(members[member].rank for member in cluster.pages)
        if explained < 1 - UNEXPLAINED or keeps_row:  # what was delivered, and what the parts may have been cut from
            alike = [cluster for cluster in apart if _mutual(near, cluster.pages[0]) >= HELD_WHOLE and not members[page].born]
            if alike:
                alike[0].pages.append(page)
                alike[0].digests = [digest for digest in alike[0].digests if digest != page]
            else:
                apart.append(Cluster([page]))
                found.append(apart[-1])
    return sorted(found, key=lambda cluster: min(members[page].address for page in cluster.pages))


# ------------------------------------------------------------------------------------------------- pages of several reports


def _digests(members: Mapping[int, Member], relations: Neighbours) -> dict[int, Holds]:
    """Return the pages that hold several reports, or may. One that is found no longer ties together what another holds, so look again."""
    found: dict[int, Holds] = {}
    while True:
        left = [page for page in members if page not in found and len(relations.get(page, ())) > 1]
        looked_at = {page: _holds(page, members, relations, found) for page in left}
        more = {page: holds for page, holds in looked_at.items() if holds}
        if not more:
            return found
        found |= more


def _holds(page: int, members: Mapping[int, Member], relations: Neighbours, digests: Container[int]) -> Holds:
    """Return whether a page holds several reports: two that are unrelated to each other stand in it at different places.

    They are looked for pair by pair, so that other such pages, which are related to all of them, glue nothing. Two halves of one cut
    report are unrelated and at different places too: `_evidence` tells them from reports, where that can be told.
    """
    near = relations[page]
    parts = [other for other, relation in near.items() if other not in digests and _is_part(relation)]
    # the smallest first: reports come before other pages of several; of equal ones the better trusted
    parts.sort(key=lambda other: (covered(near[other].stretches), members[other].rank, members[other].address))
    most = Holds.ONE
    for place, part in enumerate(parts[:MAX_PARTS]):
        for other in parts[:place]:
            if part not in relations[other] and covered_together(near[part].stretches, near[other].stretches) <= MOST_OVERLAP:
                most = max(most, _evidence(page, part, other, members, relations))
                if most is Holds.SEVERAL:
                    return most
    return most


def _is_part(relation: Relation) -> bool:
    if relation.share >= MOSTLY_ALL:
        return False
    solid = sum(stop - start for start, stop in relation.stretches if stop - start >= SOLID)
    return solid >= MOSTLY_SOLID * covered(relation.stretches)


def _evidence(page: int, one: int, other: int, members: Mapping[int, Member], relations: Neighbours) -> Holds:
    """Return whether two parts that are unrelated and at different places of a page are reports of their own, or pieces cut from it.

    Of pages of one rank that cannot always be told: a page with half of each of two reports, and a report of which two pages have half
    each, look the same. Then nobody's row is taken.
    """
    whole, parts, held = members[page], (members[one], members[other]), min(relations[page][part].other_share for part in (one, other))
    if _one_title(parts[0].title, parts[1].title):
        return Holds.ONE
    listed = _lists_both(whole.title, parts[0].title, parts[1].title)
    under_page = [not listed and _one_title(part.title, whole.title) for part in parts]
    if all(under_page):
        return Holds.ONE
    enough = held >= WHOLE_PART
    if enough and all(part.rank < whole.rank for part in parts):
        return Holds.SEVERAL  # older or better trusted: whoever strung them together did it afterwards
    lines = [pieces(line, PIECE_SIZE) for line in whole.headlines]
    inside = [listed or max((_likeness(pieces(part.title, PIECE_SIZE), line) for line in lines), default=0.0) >= HEADLINE for part in parts]
    if enough and all(inside[n] or under_page[n] for n in range(2)) and any(inside):
        return Holds.SEVERAL
    if any(part.trust > whole.trust for part in parts):
        return Holds.ONE  # may have been cut from it
    titled = [len(part.title) >= SHORTEST_HEADLINE for part in parts]
    if any(part.rank > whole.rank for part in parts):  # may have been cut from it afterwards, or it from what we saw later
        more = [relations[page][part].other_share < NOT_ALL for part in (one, other)]  # than the page has: it was not merely cut from it
        apart = [titled[n] and not under_page[n] for n in range(2)]
        return Holds.PERHAPS if all(more) or all(apart) or any(more[n] and apart[n] for n in range(2)) else Holds.ONE
    told = [titled[n] or _is_held(part, page, members, relations) for n, part in enumerate((one, other))]
    if not all(told):
        return Holds.ONE
    return Holds.SEVERAL if held >= NOT_ALL and not any(under_page) else Holds.PERHAPS


def _mutual(near: Mapping[int, Relation], other: int) -> float:
    return near[other].mutual if other in near else 0.0


def _is_held(part: int, page: int, members: Mapping[int, Member], relations: Neighbours) -> bool:
    """Return whether another site has a part of a page as a whole, too."""
    near = relations[part].items()
    return len(members[part].sites) > 1 or any(
        other != page and relation.mutual >= HELD_WHOLE and members[other].site != members[part].site for other, relation in near
    )


def _lists_both(title: str, one: str, other: str) -> bool:
    """Return whether a title names two others one behind the other, as that of a page of several reports may."""
    return min(len(one), len(other)) >= SHORTEST_HEADLINE and one in title and other in title.replace(one, "\n", 1)


def _one_title(one: str, other: str) -> bool:
    """Return whether one title is the other with something glued on; with another word in it, it is a sibling's."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < SHORTEST_HEADLINE:
        return False
    return shorter in longer or _likeness(pieces(shorter, PIECE_SIZE), pieces(longer, PIECE_SIZE)) >= ONE_TITLE


def covered_together(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> float:
    """Return what two lists of rising spans cover together, as a share of the smaller."""
    common, n, m = 0, 0, 0
    while n < len(one) and m < len(other):
        common += max(0, min(one[n][1], other[m][1]) - max(one[n][0], other[m][0]))
        if one[n][1] < other[m][1]:
            n += 1
        else:
            m += 1
    return common / max(1, min(covered(one), covered(other)))


def _likeness(title: set[str], line: set[str]) -> float:
    """Return the share of a title's pieces that a line has; 0 for a title that says nothing."""
    return len(title & line) / len(title) if len(title) >= FEWEST_PIECES else 0.0


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
    _move_to_wholes(found, relations, members)
    return [Cluster([hub, *sorted(star[1:])]) for hub, star in found.items()]


def _divided(cluster: Cluster, members: Mapping[int, Member], relations: Neighbours) -> list[Cluster]:
    """Return the cluster in parts, one for each of its delivered reports whose page is not itself related to an older one's.

    So nothing that others publish can merge two delivered reports: their own pages have to agree.
    """
    delivered = sorted((page for page in cluster.pages if members[page].born), key=lambda page: (members[page].born, members[page].address))
    apart: list[int] = []
    for page in delivered:
        if not any(page in relations.get(other, ()) for other in apart):
            apart.append(page)
    if len(apart) <= 1:
        return [cluster]
    homes: dict[int, list[int]] = {page: [page] for page in apart}
    for page in cluster.pages:
        if page not in homes:
            tied = relations.get(page, {})  # none where all are doubtful
            near = {home: tied[home].mutual for home in apart if home in tied}
            homes[max(near, key=lambda home: (near[home], -apart.index(home))) if near else apart[0]].append(page)
    return [Cluster(pages) for pages in homes.values()]


def _without_strangers(cluster: Cluster, relations: Neighbours) -> list[Cluster]:
    """Return the cluster without the pages that are related to no other in it, each of which is one of its own.

    There are some where what tied a page to the others moved to a nearer hub, or went with another report.
    """
    if len(cluster.pages) == 1:
        return [cluster]
    inside = set(cluster.pages)
    tied = [page for page in cluster.pages if any(other in inside for other in relations.get(page, ()))]
    strangers = [Cluster([page]) for page in cluster.pages if page not in set(tied)]
    return [*([Cluster(tied)] if tied else []), *strangers]


def _without_quotations(members: Mapping[int, Member], relations: Neighbours) -> Neighbours:
    """Return the relations without those of pages of which each is mostly something else than the other, word by word."""
    return {
        page: {
            other: said
            for other, said in relations.get(page, {}).items()
            if other in members and not _only_quotes(page, other, said, members)
        }
        for page in members
    }


def _only_quotes(page: int, other: int, said: Relation, members: Mapping[int, Member]) -> bool:
    if said.density < SPUN or max(said.share, said.other_share) >= MOSTLY_COMMON:
        return False
    titles = members[page].title, members[other].title
    return min(map(len, titles)) >= SHORTEST_TITLE and not _one_title(*titles)


def _close(star: Sequence[int], left: set[int], near: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the pages that are not related to the hub, but to half of the star: a heavily spun copy misses one or the other."""
    tally: dict[int, int] = defaultdict(int)
    for page in star:
        for other in near[page]:
            tally[other] += 1
    inside = set(star)
    return sorted(page for page, count in tally.items() if page in left and page not in inside and 2 * count >= len(star))


def _move_to_wholes(found: dict[int, list[int]], relations: Neighbours, members: Mapping[int, Member]) -> None:
    """Join every star whose hub stands in a page of another star under one title with that: pieces of one report have little in common."""
    homes = {page: hub for hub, star in found.items() for page in star}
    for hub in sorted(found, key=lambda hub: (len(found[hub]), members[hub].address)):
        wholes = [
            page
            for page, said in relations.get(hub, {}).items()
            if said.share >= NOT_ALL > said.other_share
            and homes.get(page, hub) != hub
            and _one_title(members[hub].title, members[page].title)
        ]
        if wholes:
            whole = max(wholes, key=lambda page: (relations[hub][page].share, len(found[homes[page]]), members[page].address))
            home = homes[whole]
            found[home] += found.pop(hub)
            homes.update(dict.fromkeys(found[home], home))


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
