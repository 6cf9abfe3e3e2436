"""Names of persons and media in a line: what the model marked, completed and checked by what is known of names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from newsbot.data import table
from newsbot.lines.credits.beside import named_beside, overlaps_any
from newsbot.lines.credits.glued_names import LABELLED_PROBABILITY, all_names, sounded_names, spread_names
from newsbot.lines.credits.model import LAST_LINES, Marked, marked_spans
from newsbot.lines.credits.name_forms import (
    FULL_NAME_CHARS,
    LATIN_MEDIUM,
    LONG_NAME_CHARS,
    NEVER_GIVEN,
    SHORT_NAME_CHARS,
    ends_as_office,
    fits_as_name,
    is_in_word,
    is_name,
    is_other,
    is_sounded,
    may_be_called,
)
from newsbot.lines.credits.signs import LineSigns, Position
from newsbot.lines.credits.slots import slotted
from newsbot.lines.credits.vocabulary import (
    ANYBODY,
    MEDIUM_ENDING,
    NOBODY,
    REPORT,
    REPORTED,
    ROLES,
    SINGLE,
    TAKEN,
    UNIT,
    RoleKind,
    RoleWord,
    ends_medium,
    places,
    role_words,
)
from newsbot.words import HAN_RANGE, common_words, either, is_han, surnames

MIN_PROBABILITY: Final = 0.55
"""Of a name that no role word leads. From the folds of ``scripts/fit_credits.py``: below it one name in three is none."""
MIN_LED_PROBABILITY: Final = 0.45
"""Of a name right after a role word, or in a list that one leads."""
ALONE_PROBABILITY: Final = 0.9
"""Of each of several words that are all of a line, and have the form of names and of nothing else."""
MIN_PLACE_PROBABILITY: Final = 0.9
"""Of a name that is also the name of a place, and of four characters that begin with no surname of two."""

_DATA = table("credits.toml")
_PEOPLE, _PLACES, _UNITS = (_DATA[part] for part in ("people", "places", "units"))
_NOT_BEFORE = re.compile(rf" ?(?:{either(_PEOPLE['not_before'])}|[(](?:{either(_PEOPLE['in_picture'])})[{HAN_RANGE}]?[)])")
_PLACE_AFTER = re.compile(rf" ?(?:\d{{0,2}}{_PLACES['day']}?(?:{either(_PLACES['after'])})|:)")
_NO_NAME_END = re.compile(rf"(?:{either(_PEOPLE['endings'])})$")
_LEADING = " :/|、,]&"
_LIST_MARKS = ":|、"
"""Marks after which even the name of a place is a person's, where a role word leads."""
_CREDITS_BEFORE = frozenset(_DATA["after_name"]["words"])
_SPACES = re.compile(r"\s+")
_OF_TWO = either(word for word in _UNITS["matter"] if len(word) == SHORT_NAME_CHARS)
_BEFORE_NAME = re.compile(rf"[&＆ ·](?=.)|(?<={_OF_TWO}){_UNITS['from'][0]}(?=[{HAN_RANGE}]{{2}})")  # 图片由|王某某拍摄


def names_and_media(text: str, position: Position, roles: tuple[RoleWord, ...]) -> list[Marked]:
    """Return what is a name or a medium in a folded line, in reading order, none overlapping another.

    A name that a role word leads needs less to be believed than one that stands alone.
    """
    found = all_names(text, [_read_so(text, span) for span in marked_spans(_signs_of(text, roles), position)])
    found = spread_names(text, found, roles)
    found = sounded_names(text, found, roles)
    found = [span for span in found if span.is_medium or span.probability >= MIN_LED_PROBABILITY]  # a weak mark hides no name from the rest
    found += _labelled(text, found, roles)
    found += _listed_on(text, found, roles)
    found += named_beside(text, found, roles)
    found = _alone(text, _in_brackets(text, found), roles)
    found, slots = slotted(text, found, roles)
    found.sort(key=lambda span: span.start)
    found = [span for span in found if span.is_medium or (not is_other(text, span.start, span.end) and _is_person(text, span))]
    if not roles:
        ends = {span.end for span in found}
        found = [span for span in found if span.is_medium or span.start in ends or not is_han(text[max(0, span.start - 1) : span.start])]
    led = _led(text, found, roles)
    staff = {role.start for role in roles if role.kind in _REPORTING and role.word not in _CREDITS_BEFORE}
    found = [span for span in found if span.is_medium or not _is_whose(text, span, staff, led=span.start in led)]
    found = [span for span, following in zip_longest(found, found[1:]) if span.start in led or not _is_affiliation(text, span, following)]
    begun = {role.start for role in roles} | {span.start for span in found}
    first = min((span.start for span in found if not span.is_medium), default=0) if position is Position.META else len(text)
    torn = {s.start for s in found if not s.is_medium and is_in_word(text, s.start, s.end, led=s.start in led, first=s.start <= first)}
    found = [span for span in found if span.start not in torn or span.end in begun]
    return [span for span in found if span.is_medium or span.start in slots or _believed(text, span, led=span.start in led)]


@lru_cache(maxsize=LAST_LINES)
def _signs_of(text: str, roles: tuple[RoleWord, ...]) -> LineSigns:
    return LineSigns(text, roles)


def _read_so(text: str, span: Marked) -> Marked:
    """A span without the mark before it, as a medium where Latin words say so."""
    if _BEFORE_NAME.match(text, span.start, span.end):
        span = replace(span, start=span.start + 1)
    return replace(span, is_medium=True) if LATIN_MEDIUM.fullmatch(text, span.start, span.end) else span


def _is_person(text: str, span: Marked) -> bool:
    """Whether a span has the form of a name, and nothing beside it says otherwise."""
    name = _SPACES.sub("", text[span.start : span.end])
    if (
        len(name) < SHORT_NAME_CHARS
        or name in NOBODY
        or name in ANYBODY
        or name in ROLES
        or name[1:] in NEVER_GIVEN
        or re.search(r"\d", name)
        or (name.isascii() and name.islower())
    ):
        return False
    if len(name) == SHORT_NAME_CHARS and text[span.start - 1 : span.start] == "/" and _TOLD_FROM.match(text, span.end):
        return False  # where it was written, though no table has the place: 记者王某某/东岭报道
    if len(name) == SHORT_NAME_CHARS and text.startswith(REPORT, span.end) and not (fits_as_name(name) or may_be_called(name)):
        return False  # how somebody reported: 记者连线报道
    if len(name) > SHORT_NAME_CHARS and (_NO_NAME_END.search(name) or MEDIUM_ENDING.search(name)):
        return False
    if _UNIT_AFTER.match(text, span.end) or _is_staff(text, span):
        return False
    if UNIT.search(name) and (len(name) >= FULL_NAME_CHARS or (len(name) == LONG_NAME_CHARS and ends_as_office(name))):
        return False
    return not _NOT_BEFORE.match(text, span.end) and text[max(0, span.start - 1) : span.start] != "-"


_TOLD_FROM = re.compile(rf" ?{REPORTED}")
_UNIT_AFTER = re.compile(
    rf"(?:{either(ending for ending in (*_UNITS['endings'], *_DATA['media']['endings']) if len(ending) > 1)})(?:[ :/)\]]|$)"
)
"""The rest of what a community or a medium is called, where its beginning looks like a name: 晁家沟|社区 王某, 江宁|发布 王某."""
_STAFF_AFTER = re.compile(rf"(?:{either(_DATA['media']['followers'])})[ :][{HAN_RANGE}]{{2,4}}(?![{HAN_RANGE}])")


def _is_staff(text: str, span: Marked) -> bool:
    """Whether what looks like a name is whose people follow, after the stroke of a role: 文/羊城派|记者 王某."""
    return text[span.start - 1 : span.start] == "/" and _STAFF_AFTER.match(text, span.end) is not None


def _is_whose(text: str, span: Marked, staff: AbstractSet[int], *, led: bool) -> bool:
    """Whether what looks like a name says whose people follow: `青山|融媒记者 王某`, `文/青报|记者 王某`, `青山云|/青山日报记者 王某`.

    ``staff``: where the role words of those who report begin.
    """
    if span.end in staff:
        return not led or ends_medium(text, span.end)
    beside = _MEDIUM_BESIDE.match(text, span.end)
    return beside is not None and not led and beside.end() in staff and ends_medium(text, beside.end())


_MEDIUM_BESIDE = re.compile(rf"/[{HAN_RANGE}]{{1,12}}?(?:{either(_DATA['media']['endings'])})(?=[{HAN_RANGE}])")


def _is_affiliation(text: str, span: Marked, following: Marked | None) -> bool:
    """Whether what looks like a name ends as an office or a town does, and the name of a person stands after it: `(临河镇 彭亮)`."""
    if span.is_medium or following is None or following.is_medium or not UNIT.search(text[span.start : span.end]):
        return False
    return _AFTER_AFFILIATION.fullmatch(text, span.end, following.start) is not None


_LISTED = re.compile(rf" {{0,3}}[:|] {{0,3}}((?:[{HAN_RANGE}]{{2,3}}[ 、,]{{1,2}}){{0,15}}[{HAN_RANGE}]{{2,3}})(?![{HAN_RANGE}·])")
_NAME = re.compile(rf"[{HAN_RANGE}]{{2,3}}")
_GLUED = re.compile(rf"([{HAN_RANGE}]{{3}})(?=[/)\]]|$)")
"""A name of three characters right behind a role word, and nothing behind it: `记者林和谦/台北报道`."""
_BEFORE_REPORTED = re.compile(rf"([{HAN_RANGE}]{{2,4}})(?={REPORTED})")
"""What stands between a role word and the word of reports, and nothing else: `记者王晓晨报道`."""
_AFTER_BLANK = re.compile(rf" ([{HAN_RANGE}]{{2,3}})(?=[ /)\]]|$)")
"""What stands between blanks right behind a role word: `通讯员 宿文 济南报道`."""
_AFTER_AFFILIATION = re.compile(r"[ :/|]{1,3}")
_PLACED = re.compile(
    rf"((?:[{HAN_RANGE}]{{2,3}}[、 ]){{0,4}})([{HAN_RANGE}]{{4,6}})(?:{REPORTED}|\d{{1,2}}{_PLACES['day']}(?:{either(_PLACES['after'])}))"
)
"""Names and a place right behind a role word: `记者陈志强嘉义报道`, `记者林美惠、陈志强屏东县12日电`."""
_OF_A_NATION = re.compile(
    rf" ?[:|/]? ?[(\[][{HAN_RANGE}]{{1,3}}[)\]] ?([{HAN_RANGE}]{{2,7}}(?:·[{HAN_RANGE}]{{1,8}}){{0,2}})(?![{HAN_RANGE}·])"
)
_TOOK_BEFORE = re.compile(rf"(?<![{HAN_RANGE}]){TAKEN} ?[:/] ?$")
_NATION = re.compile(rf"[(\[][{HAN_RANGE}]{{1,3}}[)\]] ?$")
_LISTED_ON = re.compile(rf" ?[:/|]? ?((?:[{HAN_RANGE}]{{2,3}}[ 、]{{1,2}}){{1,15}}[{HAN_RANGE}]{{2,3}})(?=[ )\]]|$)")
_LAST_OF_LIST = re.compile(rf"、([{HAN_RANGE}]{{2,3}})(?:(?:[{HAN_RANGE}]{{2}})?{REPORTED}|[{HAN_RANGE}]{{2}}[)\]])")
"""The last name of a list, how they reported behind it: `、王某某连线报道`, `、王某某专访）`. The mark joins names."""
_BRACKETED_LIST = re.compile(rf"[(\[] ?((?:[{HAN_RANGE}]{{2,3}}[ 、,]{{1,2}}){{1,15}}[{HAN_RANGE}]{{2,3}}) ?[)\]]")
_NAMES_OF_UNIT = re.compile(
    rf"(?:[(\[] ?|^)[{HAN_RANGE}]{{1,12}}(?:{either(_UNITS['endings'])})[ :/|]{{1,3}}"
    rf"((?:[{HAN_RANGE}]{{2,3}}[ 、,]{{1,2}}){{0,5}}[{HAN_RANGE}]{{2,3}}) ?[)\]]?$"
)
"""A bracket at the end, or a line, with an office or a town and then nothing but what has the form of names: `(三河镇 黎明 陶静)`."""
_REPORTING: Final = frozenset({RoleKind.REPORTER, RoleKind.CORRESPONDENT})


def _labelled(text: str, spans: Sequence[Marked], roles: Sequence[RoleWord]) -> list[Marked]:
    """What the model passed over and what stands around it takes for a name, where it has the form of one.

    In a list that a role word and a colon lead (`记者：纪文博 滕悦`), or alone between a role word and a stroke.
    """
    if not roles:
        return []
    taken = {i for span in spans for i in range(span.start, span.end)} | {i for role in roles for i in range(role.start, role.end)}
    found: list[Marked] = []
    for role in roles:
        if role.kind in {RoleKind.TOLD, RoleKind.SOURCE}:
            continue
        listed = _LISTED.match(text, role.end)
        alone = next(filter(None, (form.match(text, role.end) for form in (_GLUED, _BEFORE_REPORTED, _AFTER_BLANK))), None)
        if listed is None and role.kind in _REPORTING and alone:
            called = fits_as_name(alone[1]) or (may_be_called(alone[1]) and text[alone.end() : alone.end() + 1] != " ")
            given = len(alone[1]) > SHORT_NAME_CHARS or may_be_called(alone[1])  # else how they reported: 连线
            listed = alone if called and given and alone[1] not in common_words() else None
        if (of_nation := _OF_A_NATION.match(text, role.end)) and taken.isdisjoint(range(*of_nation.span(1))):
            found.append(Marked(*of_nation.span(1), is_medium=False, probability=LABELLED_PROBABILITY))
        if listed is None and role.kind in _REPORTING and (placed := _PLACED.match(text, role.end)):
            found += _before_place(placed, taken)
        found += [
            Marked(*name.span(), is_medium=False, probability=LABELLED_PROBABILITY)
            for name in (_NAME.finditer(text, *listed.span(1)) if listed else ())
            if taken.isdisjoint(range(*name.span())) and (is_name(name[0]) or may_be_called(name[0]))
        ]
    return found


_LISTED_NAME = re.compile(rf"[{HAN_RANGE}]{{2,4}}")
_NAMES_ALONE = re.compile(rf"[(\[]? ?((?:[{HAN_RANGE}]{{2,4}}[ 、]{{1,2}}){{1,5}}[{HAN_RANGE}]{{2,4}}) ?[)\]]?")


def _alone(text: str, spans: Sequence[Marked], roles: Sequence[RoleWord]) -> list[Marked]:
    """The names of a line that is nothing but a list of them, one of three characters at least, where the model passed over any."""
    line = None if roles else _NAMES_ALONE.fullmatch(text)
    names = [name.span() for name in _LISTED_NAME.finditer(text, *line.span(1))] if line else []
    words = [text[start:end] for start, end in names]
    if (
        max(map(len, words), default=0) < LONG_NAME_CHARS
        or any(map(common_words().__contains__, words))
        or any(map(places().__contains__, words))
    ):
        return list(spans)
    if not all(map(fits_as_name, words)):
        return list(spans)
    known = {(span.start, span.end): span.probability for span in spans}
    return [Marked(*at, is_medium=False, probability=max(known.get(at, 0.0), ALONE_PROBABILITY)) for at in names]


def _before_place(placed: re.Match[str], taken: set[int]) -> Iterator[Marked]:
    """Yield the names of a list, the last of which a place follows without a mark between."""
    for size in (LONG_NAME_CHARS, SHORT_NAME_CHARS):
        place = placed[2][size:]
        called = placed[2][:size]
        if (place in places() or place[:-1] in places()) and (fits_as_name(called) or (size == LONG_NAME_CHARS and is_name(called))):
            names = [name.span() for name in _NAME.finditer(placed.string, *placed.span(1))]
            for start, end in [*names, (placed.start(2), placed.start(2) + size)]:
                if taken.isdisjoint(range(start, end)) and (fits_as_name(placed.string[start:end]) or end - start == LONG_NAME_CHARS):
                    yield Marked(start, end, is_medium=False, probability=LABELLED_PROBABILITY)
            return


def _listed_on(text: str, spans: Sequence[Marked], roles: Sequence[RoleWord]) -> list[Marked]:
    """What goes on a list of names behind a role word, where the model took the first for one: `记者 罗雅琴 蔡永春 近日`."""
    known = {(span.start, span.end) for span in spans if not span.is_medium}
    found: list[Marked] = []
    for role in roles if known else ():
        listed = _LISTED_ON.match(text, role.end) if role.kind not in {RoleKind.TOLD, RoleKind.SOURCE} else None
        names = [name.span() for name in _NAME.finditer(text, *listed.span(1))] if listed else []
        if names and names[0] in known:
            for start, end in names[1:]:
                if (start, end) not in known and (
                    not fits_as_name(text[start:end]) or text[start:end] in common_words() or overlaps_any(start, end, spans)
                ):
                    break
                if (start, end) not in known:
                    found.append(Marked(start, end, is_medium=False, probability=LABELLED_PROBABILITY))
    for last in _LAST_OF_LIST.finditer(text) if known else ():
        start, end = last.span(1)
        joined = any(span.end == last.start() for span in spans if not span.is_medium)
        if joined and (fits_as_name(last[1]) or may_be_called(last[1])) and not overlaps_any(start, end, spans):
            found.append(Marked(start, end, is_medium=False, probability=LABELLED_PROBABILITY))
    return found


def _in_brackets(text: str, spans: Sequence[Marked]) -> list[Marked]:
    """The spans, and the rest of a bracket that holds nothing but names: each is as likely as the likeliest.

    Most are marked, or half of them where the others are long.
    """
    kept = list(spans)
    if of_unit := _NAMES_OF_UNIT.search(text):
        names = [name.span() for name in _NAME.finditer(text, *of_unit.span(1))]
        known = {(span.start, span.end): span.probability for span in kept}
        if len(names) > 1 and text[slice(*names[-1])] in ROLES:
            names.pop()  # what they did: (三河镇 黎明 供稿)
        long = text[of_unit.start()] in "([" and len(names) == 1 and _is_called_long(text[slice(*names[0])])
        if (len(names) > 1 or long or known.keys() >= {*names}) and all(fits_as_name(text[start:end]) for start, end in names):
            kept = [span for span in kept if span.end <= of_unit.start() or span.is_medium]
            kept += [Marked(*name, is_medium=False, probability=max(known.get(name, 0.0), LABELLED_PROBABILITY)) for name in names]
    for bracket in _BRACKETED_LIST.finditer(text) if spans else ():
        names = [name.span() for name in _NAME.finditer(text, *bracket.span(1))]
        marked = {(span.start, span.end): span for span in kept if not span.is_medium and bracket.start() < span.start < bracket.end()}
        rest = [text[start:end] for start, end in names if (start, end) not in marked]
        told = len(rest) < len(marked) or (len(rest) == len(marked) and all(len(name) == LONG_NAME_CHARS for name in rest))
        if rest and told and marked.keys() <= set(names) and all(map(fits_as_name, rest)):
            sure = max(span.probability for span in marked.values())
            kept = [span for span in kept if span not in marked.values()]
            kept += [Marked(start, end, is_medium=False, probability=sure) for start, end in names]
    return kept


def _is_called_long(word: str) -> bool:
    """Whether three characters have the form of a name, both given ones are often given, and no word begins it: not 高清图."""
    if len(word) != LONG_NAME_CHARS or word[:SHORT_NAME_CHARS] in common_words() or SINGLE.get(word[-1]) is RoleKind.PHOTOGRAPHER:
        return False
    return fits_as_name(word) and may_be_called(word)


def _led(text: str, spans: Sequence[Marked], roles: Sequence[RoleWord]) -> set[int]:
    """Where the names begin that a role word leads, alone or in a list."""
    ends = {role.end for role in roles if role.kind not in {RoleKind.TOLD, RoleKind.SOURCE}}
    led: set[int] = set()
    for span in spans:
        if span.is_medium:
            continue
        nation = _NATION.search(text, 0, span.start)
        before = nation.start() if nation else span.start
        while before and text[before - 1] in _LEADING:
            before -= 1
        if before in ends:
            ends.add(span.end)
            led.add(span.start)
    return led


def _believed(text: str, span: Marked, *, led: bool) -> bool:
    name = text[span.start : span.end]
    took = text[span.end :].lstrip(" ").startswith(TAKEN) or _TOOK_BEFORE.search(text, 0, span.start) is not None
    if took and span.probability >= MIN_LED_PROBABILITY:
        return True  # no place takes pictures
    joined = span.start > 0 and is_han(text[span.start - 1])
    if name in places() and not led and (joined or span.probability < MIN_PLACE_PROBABILITY or _PLACE_AFTER.match(text, span.end)):
        return False
    if name in places() and led and text[span.start - 1] not in _LIST_MARKS and not _stands_last(text, span, name):
        return False
    if (
        joined
        and not led
        and len(name) == SHORT_NAME_CHARS
        and (run := _RUN_BEFORE.search(text, 0, span.start))
        and run[1] in common_words()
    ):
        return False  # what an account is called: 看见|江畔
    if is_han(text[span.start - 1 : span.start]) and _WIRED_FROM.match(text, span.end):
        return False
    if len(name) > FULL_NAME_CHARS and is_han(name) and not is_sounded(name):
        return False  # names of so many characters have a dot
    if len(name) == FULL_NAME_CHARS and is_han(name) and name[:2] not in surnames().compound and not is_sounded(name):
        return led and span.probability >= MIN_PLACE_PROBABILITY  # hardly anybody is called so
    return span.probability >= (MIN_LED_PROBABILITY if led else MIN_PROBABILITY)


_RUN_BEFORE = re.compile(rf"(?<![{HAN_RANGE}])([{HAN_RANGE}]{{2,4}})$")
_END = re.compile(rf" ?(?:$|[)\]】])| [{HAN_RANGE}]{{2,4}}{REPORTED}")
_CLOSES = re.compile(r" ?(?:$|[)\]】])")
_TOLD_APART = re.compile(rf" {{1,3}}{REPORTED}")
"""The word of reports behind a blank, where none stands before the name: `通讯员周至 报道`."""
_WIRED_FROM = re.compile(rf" ?\d{{1,2}}{_PLACES['day']}(?:{either(_PLACES['after'])})")
"""A day and the word for a wire, behind the place that a report comes from: `记者管瑞平苗栗县12日电`."""


def _stands_last(text: str, span: Marked, name: str) -> bool:
    """Whether nothing follows a name that is a place's too, or another place or role: `记者 周宁`; `记者 周宁报道` says from where."""
    if not is_name(name):
        return False
    if name[0] not in surnames().frequent:  # the last of a list, which no word of reports follows
        return text[span.start - 1 : span.start] == " " and is_han(text[span.start - 2]) and _CLOSES.match(text, span.end) is not None
    if is_han(text[span.start - 1 : span.start]) and _TOLD_APART.match(text, span.end):
        return True  # nobody sets a place so
    return _END.match(text, span.end) is not None or any(
        word.start == 1 and word.kind is not RoleKind.TOLD for word in role_words(text[span.end :])
    )
