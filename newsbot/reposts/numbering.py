"""Copies that differ in one number only: a mark that each mirror sets, one figure changed by each of many, or the issues of a series.

A number without a unit at the edge of a paragraph or in brackets is a mark, and says nothing against a copy. Any other number tells the
issues of a series apart, where nothing else does: `Relation.doubtful`. Only many pages on many sites, each with a number that nobody else
has, are copies all the same. A series looks otherwise: its own site has every issue, and a mirror of one has its number, too.

Where one text is on many sites, another that is nearly the same is a copy of it that somebody changed, as long as it is on few: even a
date or an issue may have been changed, and a few characters with it. A series has no issue that is so much more common than the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Final

from newsbot.reposts.relations import NumberDoubt
from newsbot.reposts.trust import Trust

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsbot.reposts.members import Member, Neighbours

MANY_SITES: Final = 8
"""Sites on which nobody but one page has its number, from which on a number that differs is no issue of a series."""

MOSTLY_LONE: Final = 0.75
"""Share of the numbers that stand on one site only: of a series that is mirrored many stand on several."""

OF_ONE_SITE: Final = 0.25
"""Share of the numbers that one site may have: the site of a series has nearly all."""

TIMES_AS_COMMON: Final = 8
"""Sites on which a text must be for each one on which another is, so that the other is taken for a changed copy of it."""

ENOUGH_TO_OUTVOTE: Final = 3
"""Sites with one number from which on copies with another, on fewer sites, are the worse ones. Without a vote the stated time decides,
which one page can set as it likes; of the numbers that each of many mirrors sets two may be equal by chance."""

SAME_NUMBER: Final = 0.95
"""Mutual share from which on two pages have the same number."""


def believed(members: Mapping[int, Member], relations: Neighbours) -> Neighbours:
    """Return the relations without the doubtful ones that nothing speaks for.

    These are between pages of one site or of trusted sites, and those of a family that is not spread as the copies of one report are.
    """
    doubtful = {
        (page, other): said.doubtful
        for page in members
        for other, said in relations.get(page, {}).items()
        if said.doubtful and page < other and other in members
    }
    if not doubtful:
        return relations
    homes = _same_number(members, relations)
    numbered = [pair for pair, doubt in doubtful.items() if doubt is NumberDoubt.NUMBERS]
    kept = {pair for family in _families(numbered) if _is_spread(family, homes, members) for pair in family}
    for family in _families(list(doubtful)):
        common = _common_and_changed(family, homes, members)
        kept |= {(page, other) for page, other in family if homes[page] in common and homes[other] in common}
    dropped = {pair for pair in doubtful if pair not in kept or max(members[page].trust for page in pair) < Trust.UNKNOWN}
    return {
        page: {other: said for other, said in near.items() if (min(page, other), max(page, other)) not in dropped}
        for page, near in relations.items()
    }


def outvoted(members: Mapping[int, Member], relations: Neighbours) -> set[int]:
    """Return those pages of one report whose numbers differ from what more sites say, all no newer and no less trusted than they.

    Each page is judged by what stood there when it came, so that nothing published afterwards lifts a doubt. It is the sites with one
    number that count, not their share of all: others, each with a number of its own, could make any share small.
    """
    if not any(said.doubtful for page in members for said in relations.get(page, {}).values()):
        return set()
    homes = _same_number(members, relations)
    sites: dict[int, set[str]] = defaultdict(set)
    most, found = 0, set()
    for _, some in groupby(sorted(members, key=lambda page: members[page].rank), key=lambda page: members[page].rank):
        here = list(some)
        for page in here:
            sites[homes[page]].add(members[page].site)
            most = max(most, len(sites[homes[page]]))
        found |= {page for page in here if most >= ENOUGH_TO_OUTVOTE and len(sites[homes[page]]) < most}
    return found


def certain(relations: Neighbours) -> Neighbours:
    """Return the relations that are not doubtful."""
    if not any(said.doubtful for near in relations.values() for said in near.values()):
        return relations
    return {page: {other: said for other, said in near.items() if not said.doubtful} for page, near in relations.items()}


def _is_spread(family: list[tuple[int, int]], homes: Mapping[int, int], members: Mapping[int, Member]) -> bool:
    """Return whether pages that differ in a number are spread over the web as the copies of one report are."""
    sites: dict[int, set[str]] = defaultdict(set)
    for page in {page for pair in family for page in pair}:
        sites[homes[page]].add(members[page].site)
    lone = [next(iter(where)) for where in sites.values() if len(where) == 1]
    of_site = Counter(site for where in sites.values() for site in where)
    return (
        len(set(lone)) >= MANY_SITES and len(lone) >= MOSTLY_LONE * len(sites) and max(of_site.values()) <= max(1, OF_ONE_SITE * len(sites))
    )


def _common_and_changed(family: list[tuple[int, int]], homes: Mapping[int, int], members: Mapping[int, Member]) -> set[int]:
    """Return the number that is on many sites, with those that are on so few that they were changed; none where none is on many.

    None, either, where one site has many of these, or where the few there are stand on a site that has the common one, too: then it is
    the site of a series, of which one issue became known.
    """
    concerned = {homes[page] for pair in family for page in pair}
    sites: dict[int, set[str]] = defaultdict(set)
    for page, home in homes.items():
        if home in concerned:
            sites[home].add(members[page].site)
    most = max(sites, key=lambda home: (len(sites[home]), -home))
    changed = {home for home, where in sites.items() if home != most and TIMES_AS_COMMON * len(where) <= len(sites[most])}
    of_site = Counter(site for home in changed for site in sites[home])
    for site, count in of_site.items():
        if count > OF_ONE_SITE * len(changed) and (count > 1 or site in sites[most]):
            return set()
    return {most, *changed} if len(sites[most]) >= MANY_SITES else set()


def _same_number(members: Mapping[int, Member], relations: Neighbours) -> dict[int, int]:
    """Return for each page the first of those that have its number."""
    pairs = [
        (page, other)
        for page in members
        for other, said in relations.get(page, {}).items()
        if not said.doubtful and said.mutual >= SAME_NUMBER and other in members
    ]
    return _joined(members, pairs)


def _families(pairs: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the pairs in families: those that hang together."""
    homes = _joined({page: None for pair in pairs for page in pair}, pairs)
    families: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in pairs:
        families[homes[pair[0]]].append(pair)
    return list(families.values())


def _joined(pages: Mapping[int, object], pairs: list[tuple[int, int]]) -> dict[int, int]:
    """Return for each page the smallest of those that pairs join it with."""
    home = {page: page for page in pages}

    def root(page: int) -> int:
        while home[page] != page:
            home[page] = home[home[page]]
            page = home[page]
        return page

    for page, other in pairs:
        one, two = sorted((root(page), root(other)))
        home[two] = one
    return {page: root(page) for page in home}
