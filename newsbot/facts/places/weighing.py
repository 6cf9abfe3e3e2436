"""Which of the divisions that a report names it is about.

The title decides before the lead, the lead before the body. What stands lower may only make the place more exact, or say which of
several namesakes is meant.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from newsbot.facts.places.gazetteer import CITY, STREET, gazetteer
from newsbot.facts.places.mentions import Mention
from newsbot.facts.places.regions import Region

TITLE, LEADING, BODY = 3, 2, 1

MOST_SUPPORT: Final = 4
"""Points that one chain adds to the divisions it lies in, at most: a title's word does not decide between namesakes alone."""
REGION_SUPPORT: Final = 3
"""Points that the region of the source, the site or the declared source adds."""
NEARLY: Final = 1.5
"""A namesake stays in question where it has at least one part in so many of the best one's points."""
COMPANY: Final = 2
"""Names that one county has all of, at least, to tell namesakes by their neighbours."""
PROVINCE_POINTS: Final = 3
"""Points that a province needs where the title names none."""
LEAD_AHEAD: Final = 2
FAR_AHEAD: Final = 3
TITLE_AHEAD: Final = 4
"""How many times the points of every other division one needs: of the lead, of the body, and where the title names the division above."""
TWICE: Final = 2
OFTEN_NAMED: Final = 3
"""Times that the body names a division to be about it: alone, and where title or lead name the one above."""
MOST_COUNTED: Final = 6
"""Times in the body that add points; further ones say no more."""


@dataclass(slots=True)
class MentionChain:
    """Mentions that stand together in one part of a report; the last is what the chain is about."""

    part: int
    mentions: list[Mention]
    weight: float

    @property
    def last(self) -> Mention:
        """The lowest division of the chain."""
        return self.mentions[-1]

    @property
    def text(self) -> str:
        """As printed, zone and community included."""
        return "".join(f"{m.text}{'' if m.zone == m.text else m.zone}{m.below}{m.community}" for m in self.mentions)

    def divisions(self) -> set[int]:
        """Return every division that a part of the chain may mean."""
        return {one for mention in self.mentions for one in mention.divisions}

    @property
    def open(self) -> bool:
        """Whether the chain may mean one of several divisions."""
        return len(self.last.divisions) > 1

    @property
    def division(self) -> int:
        """The division that the chain means; of several the lowest that holds them all, -1 where they have nothing in common."""
        return _common(self.last.divisions)

    @property
    def unsure(self) -> bool:
        """Whether what stands before the chain may belong to its first name."""
        return self.mentions[0].unsure

    @property
    def lone_street(self) -> bool:
        """Whether it is a street's or township's name by itself; there may be another one of that name which the gazetteer lacks."""
        known = gazetteer()
        return len(self.mentions) == 1 and all(known.levels[one] == STREET for one in self.last.divisions)


@lru_cache(maxsize=4096)
def _common(divisions: tuple[int, ...]) -> int:
    return gazetteer().common(divisions)


def resolve(chains: Sequence[MentionChain], said: Sequence[Region]) -> None:
    """Narrow chains with several namesakes to those that what else is said bears out."""
    known = gazetteer()
    support: defaultdict[int, float] = defaultdict(float)
    for chain in chains:
        if not chain.open and not chain.lone_street and not chain.unsure:
            for one in known.line(chain.division):
                support[one] += min(chain.weight, MOST_SUPPORT)
    for region in said:
        for one in known.line(region.division):
            support[one] += REGION_SUPPORT
    scores: dict[int, float] = {}
    for chain in chains:
        if chain.open:
            scores |= {one: _borne_out(one, support) for one in chain.last.divisions if one not in scores}
            _narrow(chain, {one: scores[one] for one in chain.last.divisions})
    _by_neighbours([chain for chain in chains if chain.open])
    streets = Counter(chain.last.divisions[0] for chain in chains if not chain.open)
    for chain in chains:
        if chain.open and (named := [one for one in chain.last.divisions if streets[one]]):
            _narrow(chain, {one: float(one in named) for one in chain.last.divisions})


def _borne_out(division: int, support: Mapping[int, float]) -> float:
    """How much of what else is said lies on the way from the division up, the nearer the more."""
    known = gazetteer()
    return sum(support.get(one, 0.0) * known.levels[one] for one in known.line(division))


def _narrow(chain: MentionChain, scores: dict[int, float]) -> None:
    top = max(scores.values())
    if top > 0:
        chain.last.divisions = tuple(one for one, score in scores.items() if score * NEARLY > top)


MOST_PAIRS = 60
"""Of two names with so many pairs of bearers, two that lie in one county are no chance: there are 2,900 counties."""


def _by_neighbours(chains: Sequence[MentionChain]) -> None:
    """Names of which only one county (or city) has all: 古楼街道 and 新区街道 are both in 东昌府区."""
    known = gazetteer()
    bearers = {chain.last.text: chain.last.divisions for chain in chains}
    holders: defaultdict[int, set[str]] = defaultdict(set)
    for name, divisions in bearers.items():
        for one in divisions:
            holders[known.parents[one]].add(name)
    holders.pop(-1, None)
    most = max((len(names) for names in holders.values()), default=0)
    best = [holder for holder, names in holders.items() if len(names) == most]
    if most < COMPANY or len(best) > 1:
        return
    names = holders[best[0]]
    pairs = 1
    for name in names:
        pairs *= len(bearers[name])
    if most > COMPANY or pairs <= MOST_PAIRS:
        for chain in chains:
            if chain.last.text in names:
                chain.last.divisions = tuple(one for one in chain.last.divisions if known.parents[one] == best[0])


def choose_division(chains: Sequence[MentionChain], said: Sequence[Region] = ()) -> tuple[int, tuple[int, ...]]:
    """Return the division that the report is about, -1 where that is not known, and its rivals where its lowest level is ambiguous."""
    credible = _credible(chains, said)
    if _only_mentioned([chain for chain in credible if chain.part == TITLE], credible):
        credible = [chain for chain in credible if chain.part != TITLE]
    for part in (TITLE, LEADING, BODY):
        there = [chain for chain in credible if chain.part == part]
        if not there:
            continue
        province, rivals = _province(there, credible, part, said)
        if province >= 0:
            return _descend(province, credible, part)
        return -1, rivals
    return -1, ()


def _credible(chains: Sequence[MentionChain], said: Sequence[Region]) -> list[MentionChain]:
    """The chains that are to be believed.

    One that may begin earlier than it seems (白|沙河市) has to lie in what else is named. A street by itself has to be where everything
    else is: there may be another one of its name that the gazetteer lacks.
    """
    known = gazetteer()
    firm = {chain.division for chain in chains if not chain.unsure and chain.division >= 0} | {region.division for region in said}
    over = {upper for one in firm for upper in known.line(one)}
    elsewhere = {_top(region.division) for region in said}
    near = {_top(chain.division) for chain in chains if not chain.lone_street and chain.division >= 0 and chain.part > BODY} or elsewhere
    out = []
    for chain in chains:
        own = chain.last.divisions
        if chain.unsure and not any(one in over or not firm.isdisjoint(known.line(one)) for one in own):
            continue
        if not chain.lone_street or not near or any(_top(one) in near for one in own):
            out.append(chain)
    return out


def _top(division: int) -> int:
    *_, province = gazetteer().line(division)
    return province


def _only_mentioned(title: Sequence[MentionChain], chains: Sequence[MentionChain]) -> bool:
    """Whether a title names places by short names alone, and the lead begins with a chain of others down to a county or lower.

    Then the title speaks of a dish, a guest, a thing called so (重庆小面飘香), or of a way (从甘肃到福建), and the lead says where.
    """
    lead = next((chain for chain in chains if chain.part == LEADING), None)
    if lead is None or len(lead.mentions) < EXACT_PARTS or lead.mentions[0].start > EARLY or lead.division < 0:
        return False
    if gazetteer().levels[lead.division] <= CITY or any(
        chain.last.complete or chain.last.headed or len(chain.mentions) > 1 for chain in title
    ):
        return False
    over = set(gazetteer().line(lead.division))
    named = [chain.division for chain in title if chain.division >= 0]
    return len({_top(one) for one in named}) > 1 or over.isdisjoint(named)


EXACT_PARTS = 2
"""Parts of a chain that make it exact: a city and its county, a county and its street."""

EARLY = 120
"""Characters within which a text without a place in its title names the place it is about, where it names it but once."""


def _province(
    there: Sequence[MentionChain], chains: Sequence[MentionChain], part: int, said: Sequence[Region]
) -> tuple[int, tuple[int, ...]]:
    """The province that one part of a report points to, or the rivals that it leaves."""
    weights: defaultdict[int, float] = defaultdict(float)
    for chain in there if part == TITLE else chains:
        if chain.division >= 0:
            weights[_top(chain.division)] += chain.weight
    first = next((_top(chain.division) for chain in there if chain.division >= 0), -1)
    if first < 0:
        lowest = [chain for chain in there if chain.open]
        return -1, lowest[0].last.divisions if lowest and part > BODY else ()
    if part == TITLE:
        return (first, ()) if len(weights) == 1 or _heads(there) else (-1, ())
    best = max(weights, key=lambda one: weights[one])
    others = [weight for one, weight in weights.items() if one != best]
    ahead = LEAD_AHEAD if part == LEADING else FAR_AHEAD
    far = weights[best] >= PROVINCE_POINTS and weights[best] >= ahead * max(others, default=0.0) and weights[best] >= sum(others)
    return (best, ()) if far and (part == BODY or _early(best, chains, said)) else (-1, ())


def _heads(there: Sequence[MentionChain]) -> bool:
    """Whether a title begins with a county or lower, and what it names elsewhere is a short name only (东营东营区：黄河入|海口)."""
    levels = gazetteer().levels
    head, *others = there
    exact = head.division >= 0 and head.mentions[0].start == 0 and (levels[head.division] > CITY or head.last.headed)
    return exact and all(not other.last.complete for other in others if other.division < 0 or _top(other.division) != _top(head.division))


def _early(province: int, chains: Sequence[MentionChain], said: Sequence[Region]) -> bool:
    """Whether a lead names a province's place in that region's own news, more than once, exactly, or once but early and as its subject."""
    inside = [chain for chain in chains if chain.division >= 0 and _top(chain.division) == province]
    if len(inside) > 1 or any(_top(one.division) == province for one in said):
        return True
    first = inside[0].mentions[0]
    exact = gazetteer().levels[inside[0].division] > CITY
    return exact or (first.start <= EARLY and (first.complete or first.opens or len(inside[0].mentions) > 1))


@dataclass(slots=True)
class _Child:
    """What is said within one division below the present one: how much, how often, and in which part at best."""

    weight: float = 0.0
    times: int = 0
    part: int = 0


def _descend(province: int, chains: Sequence[MentionChain], part: int) -> tuple[int, tuple[int, ...]]:
    """From the province down, as far as what is said agrees."""
    known = gazetteer()
    here = province
    while True:
        inside = [chain for chain in chains if chain.division >= 0 and known.within(chain.division, here)]
        focus = max((chain.part for chain in inside if chain.division == here), default=0)
        children: defaultdict[int, _Child] = defaultdict(_Child)
        for chain in inside:
            if chain.division != here:
                line = list(known.line(chain.division))
                child = children[line[line.index(here) - 1]]
                child.times += 1
                child.weight += chain.weight if chain.part > BODY or child.times <= MOST_COUNTED else 0.0
                child.part = max(child.part, chain.part)
        ranked = sorted(children.items(), key=lambda item: (-item[1].part, -item[1].weight))
        if not ranked or not _leads_on(ranked[0][1], [child for _, child in ranked[1:]], max(focus, part if here == province else 0)):
            break
        here = ranked[0][0]
    rivals = next((chain.last.divisions for chain in chains if chain.open and chain.part > BODY and chain.division == here), ())
    return here, rivals


def _leads_on(best: _Child, others: Sequence[_Child], focus: int) -> bool:
    """Whether a report that is about a division is about the best of its children: alone on its part, or far before the others."""
    second = max((other.weight for other in others if other.part >= best.part), default=0.0)
    rest = max((other.weight for other in others), default=0.0)
    if best.part >= focus:
        alone = FAR_AHEAD * (second if best.part > BODY else rest)
        return best.weight >= alone and (best.part > BODY or best.times >= TWICE)
    if best.part == LEADING:
        return second == 0.0
    return best.times >= OFTEN_NAMED and best.weight >= (TITLE_AHEAD if focus == TITLE else FAR_AHEAD) * rest
