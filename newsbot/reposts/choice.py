"""Which copy stands for a report, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from math import inf
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from newsbot.data import table
from newsbot.reposts.relations import SPUN
from newsbot.reposts.trust import Trust
from newsbot.reposts.wording import OTHER_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from newsbot.reposts.members import Neighbours
    from newsbot.reposts.relations import Relation

CopyKind = Literal["same", "mirror", "excerpt", "digest", "rewrite"]

SCRAP = 0.25
"""Share of what the fullest copy has of the others below which a copy is a scrap, however original it is."""

WHOLE_REPORT = 0.6
"""The same, from which on a copy is taken for the whole report."""

EXCERPT_SHARE = 0.75
"""Share of the chosen copy below which another is a part of it."""

SAME_TEXT = 0.98
"""Shares, both ways, from which on two texts are the same: a date line or a name more or less."""

ONLY = "the only copy"


@dataclass(frozen=True, slots=True)
class Contender:
    """What the choice asks of a copy."""

    page: int
    address: str
    site: str
    source: str | None
    date: str | None
    """As stated: ISO 8601, a day or a time."""
    spun: bool
    """The page itself shows that it was reworded."""
    canonical: str | None
    """The address that the page names as its report's, where that is not its own."""
    damaged: bool
    """Something had to be repaired, or is in traditional script: copies are converted, originals of the mainland are not."""
    unverified: bool = False
    """It came over a connection whose certificate did not hold."""
    trust: Trust = Trust.UNKNOWN
    seen: int = 0
    """When it came: the smaller, the earlier."""
    title: str = ""

    @property
    def rank(self) -> tuple[int, int]:
        """The order of trust, then of age: what it says of itself has no part in it."""
        return self.trust, self.seen


def choose(
    contenders: Sequence[Contender],
    relations: Neighbours,
    worse_worded: AbstractSet[int] = frozenset(),
    leaders: Mapping[int, int] = MappingProxyType({}),
    outvoted: AbstractSet[int] = frozenset(),
) -> tuple[int, list[str]]:
    """Return the page that stands for the report, and the reasons that set it apart, the weightiest first.

    ``worse_worded``: the pages that have a likelier wording beside them; ``leaders``: of pages with the text of another, that one, whose
    relations are theirs; ``outvoted``: those with a number of which many sites say another (`numbering.outvoted`). Each reason leaves
    only those copies for which it holds, until one is left. Where a page stands and when it was first seen come before all that it says;
    a page that says something else than an older or more trusted one does not stand for the report, what newer or less trusted ones say
    against it does not count, and its canonical address counts only where that is older or more trusted by itself.
    """
    if len(contenders) == 1:
        return contenders[0].page, [ONLY]
    copies = {contender.page: contender for contender in contenders}
    homes = {page: leaders.get(page, page) if leaders.get(page, page) in copies else page for page in copies}
    having: dict[int, list[Contender]] = defaultdict(list)
    for contender in contenders:
        having[homes[contender.page]].append(contender)
    near = {page: {other: said for other, said in relations.get(page, {}).items() if other in copies} for page in having}
    against = {
        page: [
            (copy, said)
            for other, said in others.items()
            if said.conflicts and said.density >= SPUN
            for copy in having.get(other, (copies[other],))
        ]
        for page, others in near.items()
    }
    by_rank = {(homes[page], copy.rank) for page, copy in copies.items()}  # equal texts of one rank have the same against them
    fullness = {(page, rank): _fullness(rank, near[page], copies) for page, rank in by_rank}
    sites = {(page, rank): len(_sites_against(rank, against[page])) for page, rank in by_rank}
    disputing = {(page, rank): any(other.rank < rank for other, _ in against[page]) for page, rank in by_rank}
    contains = {page: fullness[homes[page], copy.rank] for page, copy in copies.items()}
    fullest = max(contains.values())
    credited = {where for contender in contenders for where in sites_of(contender.source)}
    named = _named(contenders)
    steps: list[tuple[str, Callable[[Contender], float | str]]] = [
        ("is more than a scrap", lambda copy: contains[copy.page] < SCRAP * fullest),
        ("stands on the site of the medium credited", lambda copy: copy.site not in credited),
        ("is found by a declared source", lambda copy: copy.trust > Trust.DECLARED),
        ("stands on the site of an authority or a medium", lambda copy: copy.trust > Trust.OFFICIAL),
        ("says nothing else than an older or more trusted copy", lambda copy: disputing[homes[copy.page], copy.rank]),
        ("says what most sites say", lambda copy: inf if copy.page in outvoted else sites[homes[copy.page], copy.rank]),
        ("is not reworded", lambda copy: copy.spun or copy.page in worse_worded),
        ("holds the whole report", lambda copy: contains[copy.page] < WHOLE_REPORT * fullest),
        ("is undamaged", lambda copy: copy.damaged),
        ("came with a certificate that holds", lambda copy: copy.unverified),
        ("is the most complete", lambda copy: -round(contains[copy.page], 1)),
        ("was seen in an earlier run", lambda copy: copy.seen),
        ("is named as canonical by a copy on another site", lambda copy: copy.page not in named),
        ("states the earliest time", lambda copy: copy.date or "9"),
        ("credits a source", lambda copy: copy.source is None),
        ("has the smallest address", lambda copy: copy.address),
    ]
    left, reasons = list(contenders), []
    for reason, order in steps:
        places = [order(copy) for copy in left]
        best = min(places)
        kept = [copy for copy, place in zip(left, places, strict=True) if place == best]
        if len(kept) < len(left):
            left = kept
            reasons.append(reason)
        if len(left) == 1:
            break
    return left[0].page, reasons


def _fullness(rank: tuple[int, int], near: Mapping[int, Relation], copies: Mapping[int, Contender]) -> float:
    """Return how much a copy has of the others that are no newer and no less trusted: what is added to a report later shows nothing."""
    shares = [relation.other_share for other, relation in near.items() if copies[other].rank <= rank]
    return sum(shares) / len(shares) if shares else 1.0


def _sites_against(rank: tuple[int, int], others: Sequence[tuple[Contender, Relation]]) -> set[str]:
    """Return the sites that say something else, no newer and no less trusted ones; where each has a number of its own none counts."""
    return {other.site for other, said in others if other.rank <= rank and not said.doubtful}


def _named(contenders: Sequence[Contender]) -> set[int]:
    """Return the pages that copies on other sites name as canonical, and that are older or better trusted than these."""
    there = {contender.address: contender for contender in contenders}
    targets = ((contender, there.get(contender.canonical or "")) for contender in contenders)
    return {target.page for contender, target in targets if target and target.site != contender.site and target.rank < contender.rank}


def copy_kind(copy: Relation, *, digest: bool, worse_worded: bool) -> CopyKind:
    """Return what another page is to the chosen copy; ``copy`` is their relation seen from the chosen one."""
    if digest:
        return "digest"
    if copy.density < SPUN or (worse_worded and copy.density < OTHER_WORDS):
        return "rewrite"
    if copy.share < EXCERPT_SHARE:
        return "excerpt"
    if copy.mutual >= SAME_TEXT and copy.density >= SAME_TEXT:
        return "same"
    return "mirror"


@cache
def sites_of(source: str | None) -> tuple[str, ...]:
    """Return the registered domains of a credited medium (人民网-湖南频道 -> people.com.cn, people.cn), none where it is not known."""
    if not source:
        return ()
    known: dict[str, list[str]] = table("media_sites.toml")["sites"]
    name = max((name for name in known if source.startswith(name)), key=len, default=None)
    return tuple(known[name]) if name else ()
