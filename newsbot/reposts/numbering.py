"""Copies that differ in one number only: a mark that each mirror sets, one figure changed by each of many, or the issues of a series.

A number without a unit at the edge of a paragraph or in brackets is a mark, and says nothing against a copy. Any other number tells the
issues of a series apart, where nothing else does: `Relation.doubtful`. Only many pages on many sites, each with a number that nobody else
has, are copies all the same. A series looks otherwise: its own site has every issue, and a mirror of one has its number, too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from newsbot.data import table
from newsbot.reposts.fingerprints import ORDINAL, bare
from newsbot.reposts.trust import Trust
from newsbot.words import WIDE_TO_ASCII, either

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsbot.reposts.clusters import Member, Neighbours
    from newsbot.reposts.fingerprints import Text

MANY_SITES: Final = 8
"""Sites on which nobody but one page has its number, from which on a number that differs is no issue of a series."""

MOSTLY_LONE: Final = 0.75
"""Share of the numbers that stand on one site only: of a series that is mirrored many stand on several."""

OF_ONE_SITE: Final = 0.25
"""Share of the numbers that one site may have: the site of a series has nearly all."""

SAME_NUMBER: Final = 0.95
"""Mutual share from which on two pages have the same number."""

_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
_MARK_OPENS: Final = r"(?:^|[\[（(【〔<「{#。！？!?；;…”])\s*"
_MARK_CLOSES: Final = r"\s*(?=$|[\]）)】〕>」}#])"


class Lone(NamedTuple):
    """The one number that two texts differ in."""

    kind: Literal["mark", "figure"]
    length: int
    """Characters that it takes in the one text, at all its places, …"""
    other_length: int
    """… and in the other."""


def lone_number(one: Text, other: Text) -> Lone | None:
    """Return what the two texts differ in, where that is one number, at one place or several; None where they differ in more.

    None, too, where it is a date, a year or an ordinal: these tell two reports apart.
    """
    if one.masked != other.masked or len(one.numbers) != len(other.numbers):
        return None
    differ = [(ours, theirs) for ours, theirs in zip(one.numbers, other.numbers, strict=True) if ours[1] != theirs[1]]
    values = {(ours[1], theirs[1]) for ours, theirs in differ}
    if len(values) != 1:
        return None
    ((number, number_there),) = values
    lengths = len(differ) * len(number), len(differ) * len(number_there)
    if all(ours[0] in marks(one) or theirs[0] in marks(other) for ours, theirs in differ):
        return Lone("mark", *lengths)
    if any(_tells_period(one, *ours) or _tells_period(other, *theirs) for ours, theirs in differ):
        return None
    return Lone("figure", *lengths)


def marks(text: Text) -> frozenset[int]:
    """Return where in the key text numbers stand that are marks: alone in brackets, in a paragraph or after a sentence.

    A label may stand before them. Years are none, and no number of the title is: it may be that of an issue.
    """
    found = set()
    for place, number in _bare_places(text):
        if text.key.startswith(number, place) and not _YEAR.match(number):
            found.add(place)
    return frozenset(found)


def _bare_places(text: Text) -> Iterator[tuple[int, str]]:
    """Yield the numbers of the body that stand as marks do, each with its place in the key text."""
    before = len(text.title)
    for printed, kept in zip(text.body, text.paragraphs, strict=True):
        for found in _mark().finditer(printed.translate(WIDE_TO_ASCII)):
            yield before + len(bare(printed[: found.start(1)])), found[1]
        before += len(kept)


@cache
def _mark() -> re.Pattern[str]:
    labels = either(table("periods.toml")["labels"])
    return re.compile(rf"{_MARK_OPENS}(?:[A-Za-z]{{1,10}}|{labels})?[:：.\s]{{0,3}}([0-9]{{1,15}}){_MARK_CLOSES}")


def _tells_period(text: Text, place: int, number: str) -> bool:
    """Whether a number of a key text is that of a year, a day, an issue or a session. In a title a year needs no word for it."""
    words = table("periods.toml")
    follows = text.key[place + len(number) : place + len(number) + 1]
    if number[0] == ORDINAL or text.key[:place].endswith(ORDINAL) or (place < len(text.title) and _YEAR.match(number)):
        return True
    return follows in (*words["dates"], *words["counted"]) or (follows in words["years"] and bool(_YEAR.match(number)))


def believed(members: Mapping[int, Member], relations: Neighbours) -> Neighbours:
    """Return the relations without the doubtful ones that nothing speaks for.

    These are between pages of one site or of trusted sites, and those of a family that is not spread as the copies of one report are.
    """
    doubtful = [(page, other) for page in members for other, said in relations.get(page, {}).items() if said.doubtful and page < other]
    if not doubtful:
        return relations
    homes = _same_number(members, relations)
    dropped = {pair for family in _families(doubtful) if not _is_spread(family, homes, members) for pair in family}
    dropped |= {(page, other) for page, other in doubtful if max(members[page].trust, members[other].trust) < Trust.UNKNOWN}
    return {
        page: {other: said for other, said in near.items() if (min(page, other), max(page, other)) not in dropped}
        for page, near in relations.items()
    }


def certain(relations: Neighbours) -> Neighbours:
    """Return the relations that are not doubtful."""
    if not any(said.doubtful for near in relations.values() for said in near.values()):
        return relations
    return {page: {other: said for other, said in near.items() if not said.doubtful} for page, near in relations.items()}


def _is_spread(family: list[tuple[int, int]], homes: Mapping[int, int], members: Mapping[int, Member]) -> bool:
    """Whether pages that differ in a number are spread over the web as the copies of one report are."""
    sites: dict[int, set[str]] = defaultdict(set)
    for page in {page for pair in family for page in pair}:
        sites[homes[page]].add(members[page].site)
    lone = [next(iter(where)) for where in sites.values() if len(where) == 1]
    of_site = Counter(site for where in sites.values() for site in where)
    return (
        len(set(lone)) >= MANY_SITES and len(lone) >= MOSTLY_LONE * len(sites) and max(of_site.values()) <= max(1, OF_ONE_SITE * len(sites))
    )


def _same_number(members: Mapping[int, Member], relations: Neighbours) -> dict[int, int]:
    """Return for each page the first of those that have its number."""
    pairs = [
        (page, other)
        for page in members
        for other, said in relations.get(page, {}).items()
        if not said.doubtful and said.mutual >= SAME_NUMBER
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
