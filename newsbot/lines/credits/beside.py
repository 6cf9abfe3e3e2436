"""Names that the model passed over, and that stand alone beside what tells whose they are: who took a picture, a medium, a role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from newsbot.data import table
from newsbot.lines.credits.model import Marked
from newsbot.lines.credits.name_forms import fits_as_name, may_be_called, may_stand
from newsbot.lines.credits.vocabulary import MAX_UNIT_PREFIX, MEDIUM, TAKEN, UNIT, RoleKind, RoleWord, ends_medium, role_words
from newsbot.words import HAN_RANGE, either

BESIDE_PROBABILITY: Final = 0.6
"""Of what stands so: as much as behind a label."""
_MEDIA = table("credits.toml")["media"]
_PRINTED_BY: Final = either([*_MEDIA["endings"], *_MEDIA["pictures"]])
_BEHIND_MEDIUM = rf"(?:^|[。！？(]) ?(?:[{HAN_RANGE}]{{0,{MAX_UNIT_PREFIX}}}(?:{_PRINTED_BY}){_MEDIA['issued']}? )?"
_TOOK = re.compile(rf"{_BEHIND_MEDIUM}([{HAN_RANGE}]{{2,4}}) ?{TAKEN} ?(?:/[{HAN_RANGE}]{{2,8}})?[)]?$")
"""Behind a bracket or the end of a sentence, and maybe behind a medium: `(王某 摄)`, `(青山网 王某 摄)`, `。青山社发 王某 摄`."""
_TOOK_TOGETHER = re.compile(rf"{_BEHIND_MEDIUM}((?:[{HAN_RANGE}]{{2,4}}[、 ]{{1,2}}){{1,4}}[{HAN_RANGE}]{{2,4}}) ?{TAKEN} ?[)]?$")
_NAME_OF_LIST = re.compile(rf"[{HAN_RANGE}]{{2,4}}")
_BEFORE_STROKE = re.compile(rf"(?<![{HAN_RANGE}/·])([{HAN_RANGE}]{{2,3}}) ?/ ?$")
_AFTER_STROKE = re.compile(rf" ?/ ?([{HAN_RANGE}]{{2,3}})(?![{HAN_RANGE}·])")
_MEDIUM_AND_NAME = re.compile(rf"[(\[]?([{HAN_RANGE}]{{3,12}}(?<!{_MEDIA['section']}))/([{HAN_RANGE}]{{2,4}})[)\]]?")
"""A line that is nothing but a medium and who wrote for it, in a bracket maybe: `青山新闻/王某某`."""
_IN_BRACKET = re.compile(r"[(\[]([^()\[\]]{5,80})[)\]]")
_BEHIND_ENDING = re.compile(
    rf"(?<![{HAN_RANGE}])[{HAN_RANGE}]{{1,{MAX_UNIT_PREFIX}}}?(?:{either(_MEDIA['endings'])})([{HAN_RANGE}]{{2,3}})(?![{HAN_RANGE}·])"
)
"""A medium and, with nothing between, who works for it."""
_GAVE_AFTER = re.compile(rf"([{HAN_RANGE}]{{2,3}})(?:{either(table('credits.toml')['units']['gave'])})")
_TAKEN_BY = re.compile(rf"(?:{either(table('credits.toml')['units']['from'])})([{HAN_RANGE}]{{2,3}}){TAKEN}(?![{HAN_RANGE}])")
_OPENED = re.compile(rf"[(\[] ?([{HAN_RANGE}]{{2,3}}) ?/ ?$")
_WRITING: Final = frozenset({RoleKind.REPORTER, RoleKind.AUTHOR})


def overlaps_any(start: int, end: int, spans: Sequence[Marked]) -> bool:
    """Return whether one of the spans shares a character with ``start:end``."""
    return any(span.start < end and start < span.end for span in spans)


def named_beside(text: str, spans: Sequence[Marked], roles: Sequence[RoleWord]) -> list[Marked]:
    """Return the names of a folded line that are none of its spans and stand alone beside such a word."""
    places = [
        *_who_took(text),
        *_beside_media(text, spans),
        *_before_roles(text, roles),
        *_glued_to_media(text, roles),
        *_who_gave(text, roles),
    ]
    return [Marked(*at, is_medium=False, probability=BESIDE_PROBABILITY) for at in dict.fromkeys(places) if not overlaps_any(*at, spans)]


def _who_took(text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands alone before the word for taking pictures at the end: `…共享单车。德吉央宗 摄`, `(青山网 王某、李某 摄)`."""
    if together := _TOOK_TOGETHER.search(text):
        names = [name.span() for name in _NAME_OF_LIST.finditer(text, *together.span(1))]
        yield from names if all(may_stand(text[start:end]) for start, end in names) else ()
    took = _TOOK.search(text)
    if took and may_stand(took[1]) and all(word.word == TAKEN for word in role_words(took[1] + TAKEN)):  # not 手机拍|摄
        yield took.span(1)


def _beside_media(text: str, spans: Sequence[Marked]) -> Iterator[tuple[int, int]]:
    """Yield what has the form of a name and stands alone beside a medium and a stroke: `石佳/青山日报`, `青山日报/石佳`."""
    for medium in [span for span in spans if span.is_medium] if "/" in text else ():
        for name in (_BEFORE_STROKE.search(text, 0, medium.start), _AFTER_STROKE.match(text, medium.end)):
            if name and fits_as_name(name[1]):
                yield name.span(1)
    line = _MEDIUM_AND_NAME.fullmatch(text)
    if line and MEDIUM.fullmatch(line[1]) and fits_as_name(line[2]):
        yield line.span(2)


def _glued_to_media(text: str, roles: Sequence[RoleWord]) -> Iterator[tuple[int, int]]:
    """Yield who stands right behind a medium in a bracket where reporters of a medium are named: `(青山网张某 江城网记者李某)`."""
    if not any(role.kind is RoleKind.REPORTER and ends_medium(text, role.start) for role in roles):
        return
    for bracket in _IN_BRACKET.finditer(text):
        for name in _BEHIND_ENDING.finditer(text, *bracket.span(1)):
            if fits_as_name(name[1]) and not UNIT.search(text, 0, name.start(1) + 1):  # 青山社|区...
                yield name.span(1)


def _who_gave(text: str, roles: Sequence[RoleWord]) -> Iterator[tuple[int, int]]:
    """Yield who stands between a role word and the word for giving, with nothing between: `图片由通讯员王某某提供`, `图片均由王某摄`."""
    for role in roles:
        gave = _GAVE_AFTER.match(text, role.end) if role.kind in {RoleKind.REPORTER, RoleKind.CORRESPONDENT} else None
        if gave and fits_as_name(gave[1]):
            yield gave.span(1)
    for took in _TAKEN_BY.finditer(text) if TAKEN in text else ():
        if fits_as_name(took[1]):
            yield took.span(1)


def _before_roles(text: str, roles: Sequence[RoleWord]) -> Iterator[tuple[int, int]]:
    """Yield who shares a bracket with a stroke and the word for what they did, with a surname or a pen name: `(立秋/编译)`."""
    for role in roles:
        if role.kind not in _WRITING or text[role.end : role.end + 1] not in {")", "]"}:
            continue
        name = _OPENED.search(text, 0, role.start)
        if name and may_be_called(name[1]):
            yield name.span(1)
