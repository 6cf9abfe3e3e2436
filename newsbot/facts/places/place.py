"""The division a report is about.

Title before lead before body: what stands higher decides, what stands lower may only make it more exact, or say which of several
namesakes is meant. Regions of the source and the site tell namesakes apart as well. What stays ambiguous is null.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from newsbot.data import table
from newsbot.facts.places.chains import chained, street_at_clause
from newsbot.facts.places.communities import communities, counts_several, names_several
from newsbot.facts.places.gazetteer import CITY, COUNTY, KINDS, LEVELS, STREET, STREET_KIND, gazetteer
from newsbot.facts.places.regions import Region, regions
from newsbot.facts.places.relations import named_aside
from newsbot.facts.places.weighing import BODY, LEADING, TITLE, MentionChain, choose_division, resolve
from newsbot.row import Division, Place
from newsbot.said import said, said_list
from newsbot.words import any_of, either

LEAD = 300
"""Characters of the body's beginning that say what follows is about: its first paragraph, and the next where that is short."""

MAX_ADDRESSED_CHARS: Final = 200
"""Characters of the line of a notice that says to whom it goes."""

_JOINTS: Final = table("places.toml")["joints"]
_LEVEL_OF: Final[dict[str, int]] = KINDS["level"]
"""By the last character of a name its level."""
_EDITORS_WORD = re.compile(rf"^[【\[（(]?(?:{either(table('places.toml')['forms']['editors'])})")
_ADDRESSED = re.compile(rf"[{table('places.toml')['forms']['addressed']}][^。！？]{{1,{MAX_ADDRESSED_CHARS}}}[：:]$")
"""To whom a notice goes: 各省、自治区、直辖市，新疆生产建设兵团：."""
_OURSELVES = re.compile(rf"[{_JOINTS['ourselves']}][{''.join(_LEVEL_OF)}](?![{_JOINTS['not_after_ourselves']}])")

LOCAL_WORDS: Final = 2
"""Different words of a town that say, together, that a medium tells of its own: portals are named after cities too."""
_LOCAL = any_of(table("places.toml")["local"]["words"])
_TOWNS = tuple(KINDS["towns"])
_LIST = frozenset(_JOINTS["list"])
_WORDS = {TITLE: said("title"), LEADING: said("lead"), BODY: said("body")}
_FIRST = {TITLE: 8.0, LEADING: 4.0, BODY: 1.0}
_LATER = {TITLE: 5.0, LEADING: 2.0, BODY: 1.0}


def place_of(
    title: str | None,
    body: Sequence[str],
    source: str | None = None,
    *,
    url: str = "",
    declared: Sequence[str] = (),
    head: str | None = None,
) -> tuple[Place, str]:
    """Return the place of a report and what it was read from; an empty place and an empty text where nothing says it.

    ``declared`` is the region of the declared source, from the province down; ``head`` is the page's <title>.
    """
    chains = _chains(title or "", body)
    said = regions(source, url, declared, head)
    resolve(chains, said)
    division, rivals = choose_division(chains, said)
    community = _community(title or "", body, chains, division) if not rivals or _one_street(rivals) else None
    whole = f"{title or ''}\n{''.join(body[: max(2, _lead_end(body))])[:LEAD]}"
    if not rivals and (ours := _ourselves(whole, said, division)):
        return _made(ours.division, [], (), community), ours.said
    elsewhere = any(chain.part > BODY for chain in chains)
    if not rivals and division < 0 and (own := _own(whole, said, community, elsewhere=elsewhere)):
        return _made(own.region.division, [], (), community, own.street), own.region.said
    return _made(division, chains, rivals, community), _evidence(division, rivals, chains, said)


def _chains(title: str, body: Sequence[str]) -> list[MentionChain]:
    """The chains of title, lead and the rest of the body.

    Left out are those that are only named, whom the title names as a guest or a model, and namesakes of what stands after an unknown
    division anywhere.
    """
    start = next((n for n, paragraph in enumerate(body) if not (_EDITORS_WORD.match(paragraph) or _ADDRESSED.match(paragraph))), 0)
    end = _lead_end(body, start)
    # a first paragraph as long as a page is no lead as a whole
    lead = "\n".join(body[start:end])
    parts = ((TITLE, title), (LEADING, lead[:LEAD]), (BODY, "\n".join([*body[:start], lead[LEAD:], *body[end:]])))
    found: list[MentionChain] = []
    named: set[int] = set()
    guests: set[int] = set()
    foreign: set[str] = set()
    for part, text in parts:
        chains: list[MentionChain] = []
        for mention in chained(text, title=part == TITLE, whole=f"{title}\n{lead}"):
            if mention.chained:
                chains[-1].mentions.append(mention)
                continue
            # in a list (广东、广西) the first is no more than the others
            listed = bool(chains) and text[chains[-1].last.end : mention.start] in _LIST
            mention.aside |= listed and chains[-1].last.aside
            first = all(chain.last.aside for chain in chains)
            chains.append(MentionChain(part, [mention], chains[-1].weight if listed else (_FIRST if first else _LATER)[part]))
        foreign |= {chain.last.text for chain in chains if chain.last.foreign}
        if part == TITLE:
            aside = [chain for chain in chains if chain.last.aside and not chain.last.medium]
            visiting = [chain for chain in aside if named_aside(text, chain.last.start, chain.last.end, complete=True, joined=False)]
            named, guests = ({one for chain in some for one in chain.divisions()} for some in (aside, visiting))
        found += (
            chain
            for chain in chains
            # of a road or a school of a town (长沙|站) the text may tell in the town itself, by its whole name
            if not chain.last.aside and (part == TITLE or (guests if chain.last.complete else named).isdisjoint(chain.last.divisions))
        )
    return [chain for chain in found if chain.mentions[0].text not in foreign]


def _lead_end(body: Sequence[str], start: int = 0) -> int:
    """The number of the paragraph after the lead: the first, and those after it where it is short."""
    end, length = start, 0
    while end < len(body) and (length < LEAD // 2 or end == start):
        length += len(body[end])
        end += 1
    return end


def _one_street(rivals: Sequence[int]) -> bool:
    """Whether the rivals are streets or towns of one name: then its name is known, and whose it is, is not."""
    known = gazetteer()
    return len({known.names[one] for one in rivals}) == 1 and all(known.levels[one] == STREET for one in rivals)


def _community(title: str, body: Sequence[str], chains: Sequence[MentionChain], division: int) -> str | None:
    """The one community that title and lead name, after a division or at the beginning of a clause; None where there are several."""
    lead = "".join(body[:2])[:LEAD]
    whole = f"{title}\n{lead}"
    if names_several(whole):
        return None
    known = gazetteer()
    leading = [chain for chain in chains if chain.part > BODY]
    # of one of several districts that the report names, so that it is about what holds them all
    if division >= 0 and any(c.last.community and c.division not in {division, -1} and known.within(c.division, division) for c in leading):
        return None
    if here := _only(c.last.community for c in leading if c.last.divisions == (division,)):
        return here
    texts = () if counts_several(whole) else (title, lead)
    alone = [community.name for text in texts for community in communities(text, whole)]
    after = [mention.community for chain in leading for mention in chain.mentions]
    names = {name for name in (*after, *alone) if name}
    return names.pop() if len(names) == 1 else None


class _Own(NamedTuple):
    """Whose place a report is about that names none of its own, and the street or town that it names there."""

    region: Region
    street: str | None = None


def _ourselves(whole: str, said: Sequence[Region], division: int) -> Region | None:
    """What 我市 and the like mean: a region of that level, where nothing that is said of the place speaks against it."""
    known = gazetteer()
    for word in _OURSELVES.finditer(whole):
        for region in said:
            meant = next((one for one in known.line(region.division) if known.levels[one] == _LEVEL_OF[word[0][1]]), -1)
            if meant >= 0 and meant != division and (division < 0 or known.within(meant, division)):
                return Region(meant, said_list([word[0], region.said], ", "))
    return None


def _own(whole: str, said: Sequence[Region], community: str | None, *, elsewhere: bool) -> _Own | None:
    """Whose place a report is about that names none.

    What a government's office is credited with is about its own division; so is what a city's medium tells of a community, and, where
    title and lead name nothing ``elsewhere``, what it tells of the town (城区, 市民), or a county's of a town that the gazetteer lacks.
    """
    if official := next((region for region in said if region.official), None):
        return _Own(official)
    near = next((region for region in said if _is_town(region.division)), None)
    if near is None or community or elsewhere:
        return _Own(near) if near and community else None
    street = street_at_clause(whole) if gazetteer().levels[near.division] == COUNTY else None
    return _Own(near, street) if street or len(set(_LOCAL.findall(whole))) >= LOCAL_WORDS else None


def _is_town(division: int) -> bool:
    """Whether a medium of this division reports on its own town: a city or lower, and of the provinces those that are cities."""
    known = gazetteer()
    return known.levels[division] >= CITY or known.names[division].endswith(_TOWNS)


# --------------------------------------------------------------------------------------------------------------- what comes out


def _made(division: int, chains: Sequence[MentionChain], rivals: Sequence[int], community: str | None, street: str | None = None) -> Place:
    """The place of a division, with what is printed after it: a street that the gazetteer does not know, a community, a zone."""
    known = gazetteer()
    found: dict[str, Division] = {}
    for one in known.line(division):
        level = "zone" if one in known.zones else LEVELS[known.levels[one]]
        found[level] = Division(known.names[one], known.codes[one])
    near = [m for chain in chains if chain.part > BODY and chain.last.divisions == (division,) for m in [chain.last]]
    if "street" in found and (printed := next((m.text for m in near if m.text.endswith(STREET_KIND)), None)):
        found["street"] = Division(printed, found["street"].code)  # 新华街道, where the table says 新华街街道
    street = street or (known.names[rivals[0]] if community and _one_street(rivals) else None) or _only(m.below for m in near)
    if "street" not in found and street:
        found["street"] = Division(street)
    if community:
        found["community"] = Division(community)
    line = set(known.line(division))
    zones = [
        m.text if m.zone == m.text else m.text + m.zone
        for chain in chains
        if chain.part > BODY and chain.last.divisions[0] in line
        for m in chain.mentions
        if m.zone and m.divisions[0] in line
    ]
    if zones:
        found["zone"] = Division(zones[0])
    return Place(**found, candidates=[Division(known.names[one], known.codes[one]) for one in rivals])


def _only(names: Iterable[str]) -> str | None:
    """The one name there is, blanks aside; None where there are several."""
    distinct = {name for name in names if name}
    return distinct.pop() if len(distinct) == 1 else None


def _evidence(division: int, rivals: Sequence[int], chains: Sequence[MentionChain], heard: Sequence[Region]) -> str:
    """What was read: the first chain of each part that is about the place, and the regions that agree with it."""
    known = gazetteer()
    out: dict[str, None] = {}
    for part, words in _WORDS.items():
        texts = [c.text for c in chains if c.part == part and _agrees(c, division, rivals)]
        if texts:
            out[said("{part} {name}", part=words, name=texts[0])] = None
    if out:
        out |= {region.said: None for region in heard if division >= 0 and known.within(division, region.division)}
    return said_list(out) if out else ""


def _agrees(chain: MentionChain, division: int, rivals: Sequence[int]) -> bool:
    known = gazetteer()
    if rivals:
        return set(rivals) <= set(chain.last.divisions)
    return division >= 0 and all(known.within(one, division) or known.within(division, one) for one in chain.last.divisions)
