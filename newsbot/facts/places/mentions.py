"""Where a text names divisions: complete names, and short names that can be nothing else there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, zip_longest
from operator import add

from newsbot.data import lines_of, table
from newsbot.facts.places.gazetteer import CITY, gazetteer
from newsbot.words import HAN_RANGE, is_han, surnames

FIRST = 4000
"""Characters of a text that are looked at: by then a report has said where it is."""

MOST = 200
"""Names taken from one text; one with more is a list of places."""


@dataclass(slots=True)
class Mention:
    """A name in a text, and which divisions bear it.

    ``weak``: the name is a word, a river or the like as well, and counts only in a chain or at the head of a title. ``aside``: the text
    names it, but is not about it. ``zone``, ``community`` and ``below`` are printed directly behind it; ``below`` is a division that the
    gazetteer does not know there. ``foreign``: it stands behind something that looks like a division and is none that is known, so that
    it is a namesake. ``chained``: it stands behind what it belongs to.
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
    chained: bool = False
    zone: str = ""
    community: str = ""
    below: str = ""


_OTHER_WORD = {"市": "场值面井容", "区": "域间别块位分", "旗": "帜舰下袍杆手", "乡": "村镇亲愁音贤土情", "镇": "压静痛定", "道": "路德理具"}
"""By the last character of a complete name those that make another word of it: 红旗帜, 西湖区域, 和平乡村."""

_MEDIUM = re.compile(r"市?(?:日报|晚报|早报|晨报|商报|都市报|电视台|广播|卫视|频道|新闻网|在线|文明网|新闻客户端)")
_VENUE = re.compile(rf"[{HAN_RANGE}]{{0,4}}(?:召开|举行|举办|开幕|闭幕|落幕|揭晓|颁奖|介绍|宣布|透露|发布|成立|闭会)")
_VENUE_BEFORE = re.compile(r"[在于]$")
_EXAMPLE = re.compile(rf"[{HAN_RANGE}]{{0,8}}(?:作(?:了)?(?:经验|典型)?(?:交流|发言)|交流发言)")
_VISITOR = re.compile(r"[^。；\s]{2,60}?一行[^。；\s]{0,8}?(?:到|来|赴|莅|走进)")
_DATELINE = re.compile(
    rf"^[\s（(【]{{0,4}}(?:本报|本网|本社|[{HAN_RANGE}]{{2,8}}(?:社|网|报|台|电讯|客户端))[{HAN_RANGE}]{{0,12}}\d{{1,2}}(?:月\d{{1,2}})?日(?:电|讯|消息)"
)
"""An agency's dateline says where it was written, not what the report is about."""

_SEAT = frozenset(["北京", "北京市"])
"""Where the agencies sit: behind a dateline, what is announced there is not about the city."""


@cache
def _aside() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What behind a short name, before any name and behind any name makes it one that is only named."""
    data = table("places.toml")["aside"]
    behind, before, guests = ("|".join(map(_but, data[key])) for key in ("behind", "before", "guests"))
    return re.compile(f"市?(?:{behind})"), re.compile(f"(?:{before})$"), re.compile(f"市?(?:{guests})")


def _but(entry: str) -> str:
    """The pattern of an entry of the table: `路~桥` is 路 where no 桥 follows."""
    word, _, but = entry.partition("~")
    return f"{word}(?![{but}])" if but else word


@cache
def _keys() -> tuple[frozenset[str], dict[str, int], dict[str, int]]:
    """Pairs of characters that end a complete name, or begin a short one; for each of both the length of the longest such name."""
    known = gazetteer()
    ends: dict[str, int] = {}
    heads: dict[str, int] = {}
    for name in known.full:
        pair = name[-2:]
        ends[pair] = max(ends.get(pair, 0), len(name))
    for name in known.short:
        pair = name[:2]
        heads[pair] = max(heads.get(pair, 0), len(name))
    return frozenset(ends) | frozenset(heads), ends, heads


def mentions(text: str) -> list[Mention]:
    """The divisions named in the first 4,000 characters, in their order, none overlapping another."""
    text = text[:FIRST]
    dateline = found.end() if (found := _DATELINE.match(text[:60])) else 0
    complete: list[Mention] = []
    short: list[Mention] = []
    keys, ends, heads = _keys()
    for pair in keys.intersection(map(add, text, text[1:])):
        at = text.find(pair)
        while at >= 0:
            if pair in ends and (mention := _complete(text, at + 2, ends[pair])):
                complete.append(mention)
            if pair in heads and (mention := _short(text, at, heads[pair])):
                short.append(mention)
            at = text.find(pair, at + 1)
    complete += _offices(text)
    kept = list(islice(_apart(sorted(complete, key=_order), sorted(short, key=_order)), MOST))
    for mention, following in zip_longest(kept, kept[1:]):
        joined = following is not None and following.start == mention.end
        seat = dateline > 0 and not joined and mention.text in _SEAT
        mention.aside = mention.start < dateline or seat or _named_aside(text, mention, joined=joined)
    _edges(text, kept)
    return kept


_OWN = re.compile(
    r"(?:[我全本该各省城副]市|[我全本该各]县|(?:[我全本该各两城辖社园市郊山矿片景小]|高新|经开|开发|管理|示范|功能|试验|保税)区|新区|[我全]省|[我全]州|红旗)\Z"
)
_EDGE = frozenset(
    "在到从为是的和与及赴由让入进来驻对将把于自日月年点讯电者往向去给被令同跟带随经用以前后中内外里上下时起了着过家住获访了某"
)
"""Characters behind which a name begins: prepositions, particles, what closes a verb or a time."""


@cache
def ordinary() -> frozenset[str]:
    """Common words, to see where a name begins."""
    return frozenset(word for line in lines_of("common_words.txt") if line[0] != "=" for word in line.split())


def _edges(text: str, found: list[Mention]) -> None:
    """Say of every complete name whether a name begins there: surely not 文|明村镇, perhaps not 白|沙河市.

    What stands behind a division that is not known (安丰市|西城区) is foreign.
    """
    levels = gazetteer().levels
    end, spoilt = -1, False
    for mention in found:
        mention.opens = not mention.start or not is_han(text[mention.start - 1])
        if mention.start == end:
            mention.foreign = spoilt and mention.complete
        elif mention.complete and not mention.opens:
            ahead = text[max(0, mention.start - 4) : mention.start]
            if ahead[-1] in "省市县区州旗":
                mention.foreign = mention.start - 1 != end and not _OWN.search(ahead)
            elif _crosses(ahead[-1], mention.text):
                mention.weak = True
            else:
                # all cities are known, so that none is the end of another's name
                mention.unsure = min(levels[one] for one in mention.divisions) > CITY and not _begins(ahead)
        end, spoilt = mention.end, mention.foreign


def _crosses(before: str, name: str) -> bool:
    """Whether a common word lies over the beginning of a name: 文|明村镇."""
    words = ordinary()
    return before + name[0] in words and name[:2] not in words


def _begins(ahead: str) -> bool:
    words = ordinary()
    return ahead[-1] in _EDGE or any(ahead[-n:] in words for n in (2, 3, 4))


def _order(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


def _complete(text: str, end: int, longest: int) -> Mention | None:
    """The longest complete name that ends at ``end``."""
    known = gazetteer()
    for start in range(max(0, end - longest), end - 1):
        name = text[start:end]
        if name in known.full:
            if text[end : end + 1] and text[end] in _OTHER_WORD.get(name[-1], ""):
                return None
            return Mention(start, end, name, known.full[name], complete=True, weak=name in known.chained)
    return None


def _offices(text: str) -> Iterator[Mention]:
    """Streets by their office: 龙池办事处 is that of 龙池街道."""
    known = gazetteer()
    at = text.find("办事处")
    while at >= 0:
        for start in range(max(0, at - 6), at - 1):
            name = f"{text[start:at]}街道"
            if name in known.full and name not in known.chained:
                yield Mention(start, at + 3, text[start : at + 3], known.full[name], complete=True)
                break
        at = text.find("办事处", at + 1)


def _short(text: str, start: int, longest: int) -> Mention | None:
    """The longest short name that begins at ``start``; those of counties and of ``words.short`` are weak."""
    known = gazetteer()
    for end in range(min(len(text), start + longest), start + 1, -1):
        name = text[start:end]
        if name in known.short:
            divisions = known.short[name]
            top = min(known.levels[one] for one in divisions)
            divisions = tuple(one for one in divisions if known.levels[one] == top) if top <= CITY and name not in _words() else divisions
            return Mention(start, end, name, divisions, complete=False, weak=top > CITY or name in _words())
    return None


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
            elif mention.start == last.end - 1 and mention.end > last.end and last.text[-1] == "市":
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


@cache
def _surnames() -> frozenset[str]:
    """The hundred most frequent surnames, without those that are prepositions and the like as well."""
    return surnames().frequent - _EDGE


def _is_given_name(text: str, start: int) -> bool:
    """Whether a short name stands behind a surname (李|长沙, 王|吉林) that is not the end of a word (文明|长沙)."""
    return text[start - 1] in _surnames() and text[max(0, start - 2) : start] not in ordinary()


def _named_aside(text: str, mention: Mention, *, joined: bool) -> bool:
    """Whether the words around a name say that the report is about something else; ``joined``: another name stands directly behind it."""
    behind, before, guest = _aside()
    if not mention.complete and mention.start and _is_given_name(text, mention.start):
        return True
    rest, ahead = text[mention.end : mention.end + 16], text[max(0, mention.start - 6) : mention.start]
    if not mention.complete and not joined and behind.match(rest):
        return True
    if before.search(ahead) or _MEDIUM.match(rest) or guest.match(rest) or _EXAMPLE.match(rest) or _VISITOR.match(text, mention.end):
        return True
    return bool(_VENUE_BEFORE.search(ahead) and _VENUE.match(rest))
