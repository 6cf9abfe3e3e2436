"""Mentions that stand together: 湖南|双清区|汽车站街道, 成都|高新区|桂溪街道, 奎文区|大虞街道|虞中社区.

What belongs together says which of its namesakes each part is. A weak name counts only here, or at the head of a title. After a chain
stand zones and communities, which are known by their form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from newsbot.data import table
from newsbot.facts.places.communities import begins_with_verb, community_after
from newsbot.facts.places.gazetteer import CITY, COUNTY, KINDS, PROVINCE, STREET, STREET_KIND, gazetteer
from newsbot.facts.places.mentions import MAX_PLACED_CHARS, Mention, mentions
from newsbot.words import HAN_RANGE, common_words, either, is_han

_JOINTS: Final = table("places.toml")["joints"]
_GAPS = frozenset(["", " ", "·", "\u3000", *_JOINTS["gaps"]])
"""What may stand between the parts of a chain."""

_FORMS = table("places.toml")["forms"]
_ZONE = re.compile(
    rf"(?:[{_JOINTS['before_zone']}])?(?:[（(][{HAN_RANGE}]{{1,6}}[）)])?(?:{either(_FORMS['grades'])})?"
    rf"(?:(?:(?![{_FORMS['before_zone']}])[{HAN_RANGE}]){{0,3}}?(?:{either(_FORMS['zones'])})|{either(_FORMS['short_zones'])})(?!{KINDS['not_after_zone']})"
)
"""A functional zone after its host: 成都|高新区, 长丰|（双凤）经开区, 平顶山|市城乡一体化示范区."""

_STREET_KIND = f"{STREET_KIND}(?!{KINDS['not_after_street']})"
_TOWN_KIND = f"{KINDS['town']}(?![{KINDS['not_after_town']}])"
_STREET = re.compile(rf"([{HAN_RANGE}]{{1,5}}?(?:{_STREET_KIND}|{_TOWN_KIND}))")
_OFFICE = re.compile(rf"{KINDS['office_in_short']}(?:{KINDS['office_rest']})?")
"""Between a street and its community: 花城路街道|办|云锦社区."""
_CLAUSE = re.compile(rf"^|[^{HAN_RANGE}]")
_NO_STREET = re.compile(rf"[{_FORMS['no_street_characters']}]|{either(_FORMS['no_street'])}")

LETTER_AND_KIND: Final = 2
"""Characters of a county's name of one character and its kind (攸县), which may be a word as well."""

_MARK = re.compile(rf"[^{HAN_RANGE}]|\Z")
_PLACED = re.compile(rf"(?:^|[^{HAN_RANGE}])[{_JOINTS['placed']}]\Z")
_TAG_ENDS = frozenset("】」》|｜ " + _JOINTS["bar"])
_COLON = frozenset(":：")
_HEADS = frozenset(":：“|｜" + _JOINTS["bar"])
_NOT_THAT = re.compile(rf"[{_FORMS['longer_names']}][^{_JOINTS['city']}]?")


@cache
def _zones() -> tuple[re.Pattern[str], dict[str, tuple[int, ...]]]:
    """Functional zones known by name, and the divisions they lie in."""
    named: dict[str, str] = table("places.toml")["zones"]
    known = gazetteer()
    return re.compile("|".join(sorted(map(re.escape, named), key=len, reverse=True))), {
        zone: tuple(known.by_code[code] for code in codes.split()) for zone, codes in named.items()
    }


def chained(text: str, *, title: bool = False, whole: str = "") -> list[Mention]:
    """Return the mentions of a text, with those that stand together made sure of each other and the weak ones that nothing bears out gone.

    ``whole``: title and lead, in which a community may be named again.
    """
    text = text[:MAX_PLACED_CHARS]
    whole = whole or text
    out: list[Mention] = []
    for mention in _with_zones(text, mentions(text)):
        last = out[-1] if out else None
        near = last is not None and not mention.foreign and text[_tail(last) : mention.start] in _GAPS
        if last is not None and near and not last.foreign:
            if not _cut_short(last, mention) and _link(last, mention):
                last.weak = False
                if mention.weak and not mention.complete and not _stands(text, mention):
                    continue
                mention.weak = False
                mention.chained = True
                mention.aside |= last.aside
                out.append(mention)
                continue
            if _lower(last, mention) and not last.weak and mention.complete and mention.text not in gazetteer().chained:
                last.below = mention.text
                continue
        if last is not None and last.weak and not _alone(text, last, title=title):
            out.pop()
        mention.aside |= mention.foreign
        out.append(mention)
    if out and out[-1].weak and not _alone(text, out[-1], title=title):
        out.pop()
    for number, mention in enumerate(out):
        follows = number + 1 < len(out) and out[number + 1].chained
        mention.headed = text[_tail(mention) : _tail(mention) + 1] in _COLON
        if not follows:
            _after(text, mention, whole)
    return out


def _tail(mention: Mention) -> int:
    return mention.end + len(mention.zone)


def _cut_short(upper: Mention, lower: Mention) -> bool:
    """Whether a name of the town itself stands after a short name: 晋城|城区 is the town, 晋城市|城区 a division."""
    return not upper.complete and lower.text in table("places.toml")["words"]["town"]


def _link(upper: Mention, lower: Mention) -> bool:
    """Narrow two neighbours to the namesakes that belong together; False where none do."""
    known = gazetteer()
    over = set(upper.divisions)
    pairs = [(a, b) for b in lower.divisions for a in known.line(b) if a != b and a in over]
    if not pairs:
        return False
    upper.divisions = tuple(dict.fromkeys(a for a, _ in pairs))
    lower.divisions = tuple(dict.fromkeys(b for _, b in pairs))
    return True


def _lower(upper: Mention, lower: Mention) -> bool:
    levels = gazetteer().levels
    return min(levels[one] for one in lower.divisions) > min(levels[one] for one in upper.divisions)


def _stands(text: str, mention: Mention) -> bool:
    """Whether a short name in a chain ends where it seems to: not 四川|安居|社区, and a word only before a mark."""
    if mention.text in table("places.toml")["words"]["short"]:
        return bool(_MARK.match(text, mention.end))
    return not _NOT_THAT.match(text, mention.end)


def _alone(text: str, mention: Mention, *, title: bool) -> bool:
    """Whether a weak name outside a chain is a place: the head of a title, or a county of two characters that opens a clause."""
    if mention.complete and len(mention.text) == LETTER_AND_KIND and mention.text[-1] in _JOINTS["short_kinds"]:
        placed = bool(_PLACED.search(text, max(0, mention.start - 2), mention.start))
        return placed or (mention.opens and (title or not is_han(text[mention.end : mention.end + 1])))
    if mention.complete:
        return False
    heads = title and (mention.start == 0 or text[mention.start - 1] in _TAG_ENDS)
    if mention.text in table("places.toml")["words"]["short"]:
        return heads and gazetteer().levels[mention.divisions[0]] <= CITY and text[mention.end : mention.end + 1] in _COLON
    urban = text.startswith(_JOINTS["town_itself"], mention.end) and len(mention.divisions) == 1
    # 沅陵|开展…: the only one of its name, no word itself, and one after it
    acts = len(mention.divisions) == 1 and mention.text not in common_words() and text[mention.end : mention.end + 2] in common_words()
    return (mention.opens and (urban or bool(mention.zone))) or (heads and (acts or text[mention.end : mention.end + 1] in _HEADS))


def _with_zones(text: str, found: list[Mention]) -> Iterator[Mention]:
    """The mentions with the functional zones after them, and with zones that are known without their host."""
    pattern, lie_in = _zones()
    named = (
        [Mention(m.start(), m.end(), m[0], lie_in[m[0]], complete=True, zone=m[0]) for m in pattern.finditer(text)]
        if _JOINTS["zone"] in text
        else []
    )
    taken = [m for m in found if not any(z.start < m.end and m.start < z.end and m.end - m.start <= z.end - z.start for z in named)]
    kept = [z for z in named if not any(z.start < m.end and m.start < z.end for m in taken)]
    merged = sorted([*taken, *kept], key=lambda m: m.start)
    last: Mention | None = None
    for number, mention in enumerate(merged):
        if mention.zone:
            mention.zone = ""
            if last is not None and text[last.end : mention.start] in _GAPS and _related(last, mention):
                last.zone = text[last.end : mention.end]
                continue
            mention.zone, mention.end = mention.text, mention.start
        elif gazetteer().levels[mention.divisions[0]] < STREET and (zone := _ZONE.match(text, mention.end)):
            following = merged[number + 1] if number + 1 < len(merged) else None
            if following is None or following.start >= zone.end():
                mention.zone = zone[0]
        last = mention
        yield mention


def street_at_clause(text: str) -> str | None:
    """Return the first street or town that a clause of a text begins with: 10月11日，野竹坪镇组织干部…."""
    for clause in _CLAUSE.finditer(text):
        street = _STREET.match(text, clause.end())
        if street and _is_street_name(street[1]):
            return street[1]
    return None


def _is_street_name(printed: str) -> bool:
    name = printed.removesuffix(STREET_KIND).removesuffix(KINDS["town"])
    return len(name) > 1 and not _NO_STREET.search(printed) and not begins_with_verb(name)


def _related(host: Mention, zone: Mention) -> bool:
    """Whether a zone is printed after its host; one that says more than its host (四川|天府新区) stands for itself."""
    known = gazetteer()
    if all(known.levels[one] == PROVINCE for one in host.divisions) and not any(one in zone.divisions for one in host.divisions):
        return False
    return any(known.within(a, b) or known.within(b, a) for a in host.divisions for b in zone.divisions)


def _after(text: str, mention: Mention, whole: str) -> None:
    """Read what is printed after the last part of a chain: a street that the gazetteer does not know, a community."""
    known = gazetteer()
    at = _tail(mention)
    level = known.levels[mention.divisions[0]]
    if level in {CITY, COUNTY} and not mention.below and (street := _STREET.match(text, at)) and _is_street_name(street[1]):
        mention.below = street[1]
    if mention.below and text.startswith(mention.below, at):
        at += len(mention.below)
        at = office.end() if (office := _OFFICE.match(text, at)) else at
    if level == PROVINCE:
        return
    key = "street" if level == STREET or mention.below else "zone" if mention.zone else "county" if level == COUNTY else "city"
    for start in (at, at + 1) if text.startswith(_JOINTS["of"], at) else (at,):
        if community := community_after(text, start, level=key, whole=whole):
            mention.community = community.name
            return
