"""Which copy stands for a report, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from newsbot.data import table
from newsbot.reposts.relations import SPUN
from newsbot.reposts.wording import OTHER_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from newsbot.reposts.clusters import Neighbours
    from newsbot.reposts.relations import Relation

Kind = Literal["same", "mirror", "excerpt", "digest", "rewrite"]

FRAGMENT = 0.25
"""Share of what the fullest copy has of the others below which a copy is a scrap, however original it is."""

WHOLE = 0.6
"""The same, from which on a copy is taken for the whole report."""

EXCERPT = 0.75
"""Share of the chosen copy below which another is a part of it."""

SAME = 0.98
"""Shares, both ways, from which on two texts are the same: a date line or a name more or less."""

ONLY = "the only copy"


@dataclass(frozen=True, slots=True)
class Candidate:
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


def choose(candidates: Sequence[Candidate], relations: Neighbours, worse_worded: AbstractSet[int] = frozenset()) -> tuple[int, list[str]]:
    """Return the page that stands for the report, and the reasons that set it apart, the weightiest first.

    ``worse_worded``: the pages that have a likelier wording beside them. Each reason leaves only those copies for which it holds, until
    one is left; where two are equal, the earlier stated time stands, then the credited source, then the smaller address.
    """
    if len(candidates) == 1:
        return candidates[0].page, [ONLY]
    pages = {candidate.page for candidate in candidates}
    near = {page: {other: relation for other, relation in relations.get(page, {}).items() if other in pages} for page in pages}
    contains = {page: _mean(relation.other_share for relation in others.values()) for page, others in near.items()}
    fullest = max(contains.values())
    named, naming = _named(candidates)
    credited = {where for candidate in candidates for where in sites_of(candidate.source)}
    steps: list[tuple[str, Callable[[Candidate], float | str]]] = [
        ("is more than a scrap", lambda copy: contains[copy.page] < FRAGMENT * fullest),
        ("is named as canonical by a copy on another site", lambda copy: copy.page not in named),
        ("names no other copy as canonical", lambda copy: copy.page in naming),
        ("is not reworded", lambda copy: copy.spun or copy.page in worse_worded),
        ("holds the whole report", lambda copy: contains[copy.page] < WHOLE * fullest),
        ("stands on the site of the medium credited", lambda copy: copy.site not in credited),
        ("is undamaged", lambda copy: copy.damaged),
        ("is the most complete", lambda copy: -round(contains[copy.page], 1)),
        ("states the earliest time", lambda copy: copy.date or "9"),
        ("credits a source", lambda copy: copy.source is None),
        ("has the smallest address", lambda copy: copy.address),
    ]
    left, reasons = list(candidates), []
    for reason, order in steps:
        best = min(order(copy) for copy in left)
        kept = [copy for copy in left if order(copy) == best]
        if len(kept) < len(left):
            left = kept
            reasons.append(reason)
        if len(left) == 1:
            break
    return left[0].page, reasons


def _named(candidates: Sequence[Candidate]) -> tuple[set[int], set[int]]:
    """Return the pages that are named as canonical from other sites, and those that name another one.

    A page that names itself, or pages in a circle, say nothing; and what a site says of its own pages does not raise them above others.
    """
    there = {candidate.address: candidate for candidate in candidates}
    named, naming = set(), set()
    for candidate in candidates:
        way = [candidate]
        while (following := there.get(way[-1].canonical or "")) and following not in way:
            way.append(following)
        if following is None and len(way) > 1:
            naming.add(candidate.page)
            if way[-1].site != candidate.site:
                named.add(way[-1].page)
    return named, naming


def kind_of(copy: Relation, *, digest: bool, worse_worded: bool) -> Kind:
    """Return what another page is to the chosen copy; ``copy`` is their relation seen from the chosen one."""
    if digest:
        return "digest"
    if copy.density < SPUN or (worse_worded and copy.density < OTHER_WORDS):
        return "rewrite"
    if copy.share < EXCERPT:
        return "excerpt"
    if copy.mutual >= SAME and copy.density >= SAME:
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


def _mean(values: Iterable[float]) -> float:
    shares = list(values)
    return sum(shares) / len(shares) if shares else 0.0
