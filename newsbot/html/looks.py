"""What an element's own attributes say of the text inside it: its names, and whether it is hidden, bold, centred or preformatted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from newsbot.html.hidden import HIDING, MAX_STYLE_CHARS, SHOWN_LATER, hidden_by_sheet, read_style

BOLD, CENTRED, PREFORMATTED, HIDDEN, NO_TEXT, UNALIGNED = 1, 2, 4, 8, 16, 32
"""Looks of text, added up. NO_TEXT: of an element whose text is none (<map>); UNALIGNED: says that it is not centred."""
UNSEEN: Final = HIDDEN | NO_TEXT

MAX_NAMES_CHARS: Final = 200
"""Characters of the class and id names that a block knows, from its own outward."""
_CLASS_CHARS: Final = 100
_ID_CHARS: Final = 60
"""Characters of one element's class and id that go into them."""
_READ_CLASS_CHARS: Final = 200
"""Characters of a class in which names that hide are looked for."""

_CENTRE = frozenset({"center", "middle"})
_SHOWN = "until-found"
"""The value of the attribute ``hidden`` that does not hide."""

Attributes = Mapping[str, str | None]
"""Attributes as the parser has them: None for one without a value."""


class Said(NamedTuple):
    """What attributes say. ``names``: class and id; ``no_letters``: the element's own text has no size."""

    names: str
    looks: int
    no_letters: bool


_TELLING = frozenset({"class", "id", "style", "align", "hidden"})
_NOTHING = Said("", 0, no_letters=False)


class AttributeReader:
    """Reads attributes of one page, with what its style sheets and scripts hide."""

    def __init__(self, sheets: str, hidden_ids: frozenset[str]) -> None:
        """``sheets``: the page's style sheets; ``hidden_ids``: what its scripts hide."""
        selectors = hidden_by_sheet(sheets) if sheets else set()
        self._hidden_classes = {selector[1:] for selector in selectors if selector[0] == "."}
        self._hidden_ids = (hidden_ids | {selector[1:] for selector in selectors if selector[0] == "#"}) - SHOWN_LATER
        self._known: dict[tuple[str | None, ...], Said] = {}

    def read(self, attributes: Attributes) -> Said:
        """Return what the attributes of an element say of its text."""
        key: tuple[str | None, ...]
        if len(attributes) == 1:  # two of three
            (key,) = attributes.items()
        elif _TELLING.isdisjoint(attributes):
            return _NOTHING
        else:
            get = attributes.get
            key = get("class"), get("id"), get("style"), get("align"), get("hidden", _SHOWN)
        said = self._known.get(key)
        if said is None:
            said = self._known[key] = self._said(attributes)
        return said

    def _said(self, attributes: Attributes) -> Said:
        get = attributes.get
        classes, identity, align = get("class") or "", get("id") or "", get("align")
        aligned = (CENTRED if align.lower() in _CENTRE else UNALIGNED) if align else 0
        hidden = HIDDEN if get("hidden", _SHOWN) != _SHOWN else 0
        said = _said_anywhere(classes[:_READ_CLASS_CHARS], identity[:_ID_CHARS], (get("style") or "")[:MAX_STYLE_CHARS], aligned | hidden)
        if (self._hidden_ids and identity in self._hidden_ids) or (
            self._hidden_classes
            and identity not in SHOWN_LATER
            and not self._hidden_classes.isdisjoint(classes[:_READ_CLASS_CHARS].split())
        ):
            return said._replace(looks=said.looks | HIDDEN)
        return said


@lru_cache(maxsize=4096)
def _said_anywhere(classes: str, identity: str, style: str, looks: int) -> Said:
    """Return what attributes say on any page, whatever its own rules hide; pages of one site have most of them in common."""
    no_letters = False
    if not HIDING.isdisjoint(classes.split()):
        looks |= HIDDEN
    if style:
        read = read_style(style)
        looks |= read.hidden * HIDDEN | read.bold * BOLD | read.centred * CENTRED | read.preformatted * PREFORMATTED
        no_letters = read.no_letters
    if identity in SHOWN_LATER:
        looks &= ~HIDDEN
    return Said(own_names(classes, identity), looks, no_letters)


def own_names(classes: str | None, identity: str | None) -> str:
    """Return an element's own class and id names, in lower case."""
    return f"{(classes or '')[:_CLASS_CHARS]} {(identity or '')[:_ID_CHARS]}".strip().lower()


def names_within(own: str, around: str) -> str:
    """Return an element's own names followed by those of the elements around it."""
    return f"{own} {around}"[:MAX_NAMES_CHARS] if own else around
