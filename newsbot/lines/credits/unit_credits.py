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

_UNITS = table("credits.toml")["units"]
_UNIT_LINE = re.compile(
    rf"(?:{either(_UNITS['whose'])})?(?:{either(_UNITS['matter'])})?\s{{0,2}}(?:{either(_UNITS['from'])}|[:：/])?\s{{0,2}}"
    rf"[^。，,]{{0,24}}(?:{either(_UNITS['gave'])})"
    rf"|(?:{either(_UNITS['matter'])})\s{{0,2}}[:：/]\s{{0,2}}(?P<who>[{HAN_RANGE}A-Za-z]{{2,24}})"
)
GIVEN: Final = re.compile(rf"[/:]? ?[{HAN_RANGE}]{{2,{MAX_GIVER_CHARS}}}(?:{either(_UNITS['gave'])})[)\]]?")
"""Words of a folded credit that say who gave something, without a name: 受访单位提供."""


def is_unit_credit(text: str) -> bool:
    """Return whether a text credits a unit, or nobody by name: `图片由通讯员提供`, `单位供图`, `图文由市文明办提供`."""
    line = _UNIT_LINE.fullmatch(text)
    return line is not None and (not line["who"] or len(line["who"]) <= MAX_WHO_CHARS or UNIT.search(line["who"]) is not None)
