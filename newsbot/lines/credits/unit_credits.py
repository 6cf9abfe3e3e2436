"""Credits that name nobody: of a unit, or of someone without a name."""

from __future__ import annotations

import re
from typing import Final

from newsbot.data import table
from newsbot.lines.credits.vocabulary import UNIT
from newsbot.words import HAN_RANGE, either

MAX_WHO_CHARS: Final = 6
"""Characters of who is credited after `图：`, where it does not end as a unit does: more of them say what the picture shows."""
MAX_GIVER_CHARS: Final = 12
"""Characters of who gave a picture, inside a longer credit."""

_DATA = table("credits.toml")
_UNITS = _DATA["units"]
_UNIT_LINE = re.compile(
    rf"(?:{either(_UNITS['whose'])})?(?:{either(_UNITS['matter'])})?\s{{0,2}}(?:{either(_UNITS['from'])}|[:：/|｜])?\s{{0,2}}"
    rf"[^。，,]{{0,24}}(?:{either(_UNITS['gave'])})"
    rf"|(?:{either(_UNITS['matter'])})\s{{0,2}}[:：/|｜]\s{{0,2}}(?P<who>[{HAN_RANGE}A-Za-z]{{2,24}})"
)
_OWN_WORK = re.compile(
    rf"(?:{either(_DATA['media']['own'])})(?:{either(_DATA['people']['together'])})(?:{either(_DATA['roles']['told'])})?"
)
"""What a medium says of a text that its staff put together from others: 本报综合报道, 本网综合."""
ISSUED: Final = re.compile(rf"[{HAN_RANGE}]{{1,{MAX_GIVER_CHARS}}}{_DATA['media']['issuing']}{_DATA['media']['issued']}")
"""An agency that issued a picture: 青山社发."""
GIVEN: Final = re.compile(rf"[/:]? ?[{HAN_RANGE}]{{2,{MAX_GIVER_CHARS}}}(?:{either(_UNITS['gave'])})[)\]]?")
"""Words of a folded credit that say who gave something, without a name: 受访单位提供."""
GIVEN_BY: Final = re.compile(
    rf"(?:{either(_UNITS['matter'])})(?:{either(_UNITS['from'])})[{HAN_RANGE}]{{0,{MAX_GIVER_CHARS}}}?(?:{either(_UNITS['gave'])})"
)
"""The same as a clause of its own, of which matter: 图片由受访者提供."""

CREDIT_BLANKS: Final = " \u3000\u00a0:：,，"
"""Blanks and marks that part a credit from the text beside it."""
MIN_UNIT_CHARS: Final = 4
"""Characters of a unit's credit: 社区提供."""
_CAPTION_ENDS = frozenset("。！？ \u3000”」』》")
"""After what a unit may be credited: a blank, the end of a sentence, or what closes a name."""
_UNIT_AT_END = re.compile(rf"(?:[\s\u3000]|(?<=。))([{HAN_RANGE}]{{0,12}}(?:{either(_UNITS['gave'])}))\s{{0,2}}$")


MAX_OFFICE_CHARS: Final = 16
"""Characters of what an office is called."""
_OFFICE = rf"[{HAN_RANGE}]{{1,{MAX_OFFICE_CHARS - 1}}}(?:{either([*_UNITS['endings'], *_UNITS['office_characters']])}|{_UNITS['section']})"
_WROTE = [word for kind in ("reporter", "correspondent", "author") for word in _DATA["roles"][kind]]
OFFICE: Final = re.compile(
    rf"\s{{0,3}}(?P<wrote>(?:{either(_WROTE)})[ \u3000:：/|]{{0,3}})?{_OFFICE}(?:[、 ]{{1,2}}{_OFFICE}){{0,3}}\s{{0,3}}"
)
"""An office that signs a report, maybe in the place of who wrote, and nobody else: 宣教科, 通讯员 区文明办."""


def is_own_work(text: str) -> bool:
    """Return whether a text says that the medium put a report together, and nothing else: `本报综合报道`."""
    return _OWN_WORK.fullmatch(text) is not None


def is_unit_credit(text: str) -> bool:
    """Return whether a text credits a unit, or nobody by name: `图片由通讯员提供`, `单位供图`, `本报综合报道`."""
    if is_own_work(text) or ISSUED.fullmatch(text) or ((office := OFFICE.fullmatch(text)) and office["wrote"]):
        return True
    line = _UNIT_LINE.fullmatch(text)
    return line is not None and (not line["who"] or len(line["who"]) <= MAX_WHO_CHARS or UNIT.search(line["who"]) is not None)


def unit_at_end(caption: str, most: int) -> int | None:
    """Return where a unit is credited at the end of a caption, in its last ``most`` characters; None where none is.

    It stands after a blank or a mark: `。单位供图`, `”供图/CFP`, ` 图片来源：视觉中国`.
    """
    if unit := _UNIT_AT_END.search(caption):
        return unit.start()
    start = len(caption.rstrip(CREDIT_BLANKS))
    for at in range(start - 1, max(0, start - most), -1):
        if caption[at - 1] in _CAPTION_ENDS and start - at >= MIN_UNIT_CHARS and is_unit_credit(caption[at:start]):
            return len(caption[:at].rstrip(CREDIT_BLANKS))
    return None
