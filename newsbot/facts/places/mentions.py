"""Where a text names divisions: complete names, and short names that can be nothing else there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, KeysView
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice, pairwise, zip_longest
from operator import itemgetter
from typing import Final

from newsbot.data import table
from newsbot.facts.places.gazetteer import CITY, KINDS, STREET_KIND, gazetteer
from newsbot.facts.places.relations import dateline_end, is_medium, is_model, lists_on, named_aside
from newsbot.facts.places.vocabulary import word_crosses, word_ends
from newsbot.words import HAN_RANGE, common_words, either, is_han, pair_keys, places_of_pairs

MAX_PLACED_CHARS: Final = 4000
"""Characters of a text that are looked at: by then a report has said where it is."""

MAX_MENTIONS: Final = 200
"""Names taken from one text; one with more is a list of places."""


@dataclass(slots=True)
class Mention:
    """A name in a text, and which divisions bear it.

    ``weak``: the name is a word, a river or the like as well, and counts only in a chain or at the head of a title. ``aside``: the text
    names it, but is not about it; ``medium``: as the beginning of a medium's name. ``zone``, ``community`` and ``below`` are printed
    directly after it; ``below`` is a division that the gazetteer does not know there. ``headed``: a colon stands directly after it.
    ``foreign``: it stands after something that looks like a division and is none that is known, so that it is a namesake. ``chained``:
    it stands after what it belongs to.
    """

    start: int
    end: int
    text: str
    divisions: tuple[int, ...]
    complete: bool
    weak: bool = False
    opens: bool = False
    unsure: bool = False
    foreign: bool = False
    aside: bool = False
    medium: bool = False
    chained: bool = False
    headed: bool = False
    zone: str = ""
    community: str = ""
    below: str = ""


@cache
def _other_words() -> dict[str, str]:
    """By the last character of a complete name those that make another word of it: 红旗|帜, 西湖区|域, 和平乡|村."""
    return dict(table("places.toml")["segmentation"]["longer"])


@cache
def _seat() -> frozenset[str]:
    """Where the agencies sit: after a dateline, what is announced there is not about the city."""
    return frozenset(table("places.toml")["relations"]["seat"])


@cache
def _keys() -> tuple[dict[int, tuple[int, ...]], dict[int, int], KeysView[int]]:
    """Pairs of characters that end a complete name, those that begin a short one, and all, by their numbers (`newsbot.words.pair_key`).

    For those that end one the lengths of such names, the longest first, for the others the length of the longest.
    """
    known = gazetteer()
    masks: dict[str, int] = {}
    heads: dict[str, int] = {}
    ends_of = (zip(map(_LAST_TWO, spelled()), map(len, spelled()), strict=True) for spelled in (known.names.spelled, known.full.others))
    for pair, length in set(chain.from_iterable(ends_of)):  # seven thousand of fifty thousand names
        masks[pair] = masks.get(pair, 0) | 1 << length
    lengths = {mask: tuple(length for length in range(mask.bit_length(), 1, -1) if mask >> length & 1) for mask in {*masks.values()}}
    ends = {pair: lengths[mask] for pair, mask in masks.items()}
    for name in known.short:
        pair = name[:2]
        heads[pair] = max(heads.get(pair, 0), len(name))
    by_end = dict(zip(pair_keys([*ends]), ends.values(), strict=True))
    by_beginning = dict(zip(pair_keys([*heads]), heads.values(), strict=True))
    return by_end, by_beginning, dict.fromkeys([*by_end, *by_beginning]).keys()


_LAST_TWO = itemgetter(slice(-2, None))


def mentions(text: str) -> list[Mention]:
    """Return the divisions named in the first 4,000 characters, in their order, none overlapping another."""
    text = text[:MAX_PLACED_CHARS]
    dateline = dateline_end(text)
    complete: list[Mention] = []
    short: list[Mention] = []
    ends, heads, keys = _keys()
    for at, pair in places_of_pairs(text, keys):
        if pair in ends and (mention := _complete(text, at + 2, ends[pair])):
            complete.append(mention)
        if pair in heads and (mention := _short(text, at, heads[pair])):
            short.append(mention)
    complete += _offices(text)
    kept = list(islice(_apart(sorted(complete, key=_order), sorted(short, key=_order)), MAX_MENTIONS))
    for mention, following in zip_longest(kept, kept[1:]):
        joined = following is not None and following.start == mention.end
        seat = dateline > 0 and not joined and mention.text in _seat()
        # a word that is a county's name as well joins nothing: 上海|合作|组织
        sure = following is not None and joined and not following.weak
        around = named_aside(text, mention.start, mention.end, complete=mention.complete, joined=sure)
        mention.aside = mention.start < dateline or seat or around
        mention.medium = is_medium(text, mention.end)
    _aside_together(text, kept)
    many = False
    for mention, following in reversed(list(pairwise(kept))):  # 汕头、杭州等城市: the first is one of many as well
        between = text[mention.end : following.start]
        many = (many and not between) or (following.aside and between == "、" and (many or lists_on(text, following.end)))
        mention.aside |= many
    _edges(text, kept)
    return kept


def _aside_together(text: str, kept: list[Mention]) -> None:
    """Put aside names without anything between that the words around them all call a model or a partner: 与|上海市|普陀区|结对."""
    first = 0
    for n, mention in enumerate(kept):
        if n + 1 < len(kept) and kept[n + 1].start == mention.end:
            continue
        if n > first and is_model(text, kept[first].start, mention.end):
            for one in kept[first : n + 1]:
                one.aside = True
        first = n + 1


_JOINTS: Final = table("places.toml")["joints"]
_LAST = "".join(KINDS["level"])
"""The characters that end a division's name."""
_CITY: Final[str] = _JOINTS["city"]
_EPITHETS = tuple(_JOINTS["epithets"])
_OWN = re.compile(
    rf"(?:[{_JOINTS['before_city']}]{_CITY}|[{_JOINTS['before_county']}]{_JOINTS['county']}"
    rf"|(?:[{_JOINTS['before_district']}]|{either(table('places.toml')['segmentation']['own'])}){_JOINTS['zone']}"
    rf"|[{_JOINTS['before_province']}][{_JOINTS['provinces']}]|{either(_JOINTS['no_names'])})\Z"
)


_PLACES: Final = table("places.toml")
_ZONE = re.compile(rf"(?:{either(_PLACES['segmentation']['own'])}|{either(_PLACES['forms']['short_zones'])}).?.\Z")
_LISTED = re.compile(rf"[{HAN_RANGE}]{{2}}[{_LAST}][{_JOINTS['list']}]\Z")
"""Before a name, one of a list of which the gazetteer knows none."""


def _edges(text: str, found: list[Mention]) -> None:
    """Say of every complete name whether a name begins there: surely not 文|明村镇, perhaps not 白|沙河市.

    What stands after a division that is not known (安丰市|西城区) is foreign.
    """
    levels = gazetteer().levels
    end, spoilt = -1, False
    before: Mention | None = None
    for mention in found:
        mention.opens = not mention.start or not is_han(text[mention.start - 1]) or text.endswith(_EPITHETS, 0, mention.start)
        if mention.start == end:
            mention.foreign = spoilt and mention.complete
        elif mention.complete and not mention.opens:
            ahead = text[max(0, mention.start - 4) : mention.start]
            if ahead[-1] in _LAST:
                mention.foreign = mention.start - 1 != end and not _OWN.search(ahead)
            elif word_crosses(ahead[-1], mention.text):
                mention.weak = True
            else:
                # all cities are known, so that none is the end of another's name; but 大运城市 is a city of 大运
                low = min(levels[one] for one in mention.divisions) > CITY
                mention.unsure = (low or mention.text[-2:] in common_words()) and not word_ends(ahead)
        if mention.complete and mention.opens and (listed := _LISTED.search(text, max(0, mention.start - 8), mention.start)):
            known = before is not None and before.end == listed.end() - 1 and not before.unsure
            mention.unsure = not known and not _ZONE.search(listed[0])  # 南城区、|西城区
        before = mention
        end, spoilt = mention.end, mention.foreign


def _order(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


def _complete(text: str, end: int, lengths: Iterable[int]) -> Mention | None:
    """The longest complete name that ends at ``end``; ``lengths`` are those that may be, the longest first."""
    known = gazetteer()
    for length in lengths:
        start = end - length
        if start < 0:
            continue
        name = text[start:end]
        if name in known.full:
            if text[end : end + 1] and text[end] in _other_words().get(name[-1], ""):
                return None
            return Mention(start, end, name, known.full[name], complete=True, weak=name in known.chained)
    return None


_STREET_IN_SHORT = re.compile(rf"{KINDS['street_in_short']}(?![{KINDS['not_after_short']}])(?=[{HAN_RANGE}]{{2,5}}{KINDS['community']})")


_OFFICE = re.compile(
    rf"{KINDS['office']}|{STREET_KIND}{KINDS['office_in_short']}(?:{KINDS['office_rest']})?"
    rf"|{KINDS['office_in_short']}(?=[{HAN_RANGE}]{{2,6}}{KINDS['community']})"
)
"""The office of a street, whole or in short: 龙池办事处, 龙池街道办事处, 龙池街道办, and before a community 龙池办|望州社区."""


def _offices(text: str) -> Iterator[Mention]:
    """Streets called otherwise: 龙池办事处 and 龙池街道办 are the office of 龙池街道, and in 民生街望州东社区 stands 民生街道."""
    known = gazetteer()
    for found in _STREET_IN_SHORT.finditer(text):
        for start in range(max(0, found.start() - 4), found.start() - 1):
            name = f"{text[start : found.end()]}{KINDS['street_end']}"
            if name in known.full and name not in known.chained:
                yield Mention(start, found.end(), text[start : found.end()], known.full[name], complete=True)
                break
    for office in _OFFICE.finditer(text):
        at, end = office.span()
        for start in range(max(0, at - 6), at - 1):
            name = f"{text[start:at]}{STREET_KIND}"
            if name in known.full and name not in known.chained:
                yield Mention(start, end, text[start:end], known.full[name], complete=True)
                break


def _short(text: str, start: int, longest: int) -> Mention | None:
    """The longest short name that begins at ``start``; those of counties and of ``words.short`` are weak."""
    known = gazetteer()
    for end in range(min(len(text), start + longest), start + 1, -1):
        name = text[start:end]
        if name in known.short:
            divisions = known.short[name]
            top = min(known.levels[one] for one in divisions)
            if _cut_out(text, start, end):
                return None
            divisions = tuple(one for one in divisions if known.levels[one] == top) if top <= CITY and name not in _words() else divisions
            return Mention(start, end, name, divisions, complete=False, weak=top > CITY or name in _words())
    return None


def _cut_out(text: str, start: int, end: int) -> bool:
    """Return whether common words lie over both ends of ``text[start:end]``, which is then no name whatever it says: 舞|台中|央.

    One end alone says little: 在广西|南宁 has 西南.
    """
    words = common_words()
    return start > 0 and end < len(text) and text[start - 1 : start + 1] in words and text[end - 1 : end + 1] in words


@cache
def _words() -> frozenset[str]:
    return frozenset(table("places.toml")["words"]["short"])


def _apart(complete: list[Mention], short: list[Mention]) -> Iterator[Mention]:
    """Mentions that do not overlap: complete names before short ones, then the earlier, then the longer.

    Where two complete names share the 市 between them, it belongs to the first if what is left is below it (汾阳市|西河街道); if not, the
    first gives way to its short name (济南|市中区).
    """
    known = gazetteer()
    taken: list[Mention] = []
    for mention in complete:
        if taken and mention.start < taken[-1].end:
            last = taken[-1]
            rest = known.full.get(mention.text[1:], ())
            if mention.start == last.end - 1 and any(known.within(a, b) for a in rest for b in last.divisions):
                mention = Mention(last.end, mention.end, mention.text[1:], rest, complete=True)  # noqa: PLW2901
            elif mention.start == last.end - 1 and mention.end > last.end and last.text[-1] == _CITY:
                taken[-1] = Mention(last.start, last.end - 1, last.text[:-1], last.divisions, complete=False, weak=last.weak)
            elif mention.end - mention.start <= last.end - last.start:
                continue
            else:
                taken[-1] = mention
                continue
        taken.append(mention)
    place = end = 0
    for mention in short:
        while place < len(taken) and taken[place].end <= mention.start:
            end = taken[place].end
            place += 1
            yield taken[place - 1]
        if mention.start >= end and (place == len(taken) or mention.end <= taken[place].start):
            end = mention.end
            yield mention
    yield from taken[place:]
