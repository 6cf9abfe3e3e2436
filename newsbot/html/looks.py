"""What an element's own attributes say of the text inside it: its names, and whether it is hidden, bold, centred or preformatted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from newsbot.html.hidden import HIDING, SHOWN_LATER, hidden_by_sheet, read_style

BOLD, CENTRED, PREFORMATTED, HIDDEN, NO_TEXT, UNALIGNED, OWN_LINE = 1, 2, 4, 8, 16, 32, 64
"""Looks of text, added up. NO_TEXT: of an element whose text is none (<map>); UNALIGNED: says that it is not centred; OWN_LINE: of an
element, whatever its tag, that begins and ends a line."""
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
_new = tuple.__new__  # a NamedTuple's own constructor takes three times as long


class AttributeReader:
    """Reads attributes of one page, with what its style sheets and scripts hide."""

    def __init__(self, sheets: str, hidden_ids: frozenset[str], *, hides: bool = True) -> None:
        """``sheets``: the page's style sheets; ``hidden_ids``: what its scripts hide; without ``hides`` nothing counts as hidden."""
        self._shown = 0 if hides else HIDDEN
        self.holds_tags = False
        """Whether an attribute holds a tag: a quotation mark was not closed, and what stands up to the next one is shown nowhere."""
        selectors = hidden_by_sheet(sheets) if sheets else set()
        self._hiding = HIDING.union(selector[1:] for selector in selectors if selector[0] == ".")
        self._hidden_ids = (hidden_ids | {selector[1:] for selector in selectors if selector[0] == "#"}) - SHOWN_LATER
        self._known: dict[str | tuple[str | None, ...] | None, Said] = {}
        """By class, where that is all that an element has, else by all that tells."""

    def read(self, attributes: Attributes) -> Said:
        """Return what the attributes of an element say of its text."""
        key: str | tuple[str | None, ...] | None
        get = attributes.get
        if len(attributes) == 1 and "class" in attributes:  # two of three
            key = get("class")
        elif _TELLING.isdisjoint(attributes):
            return _NOTHING
        else:
            key = get("class"), get("id"), get("style"), get("align"), get("hidden", _SHOWN)
        said = self._known.get(key)
        if said is None:
            said = self._known[key] = self._said(attributes)
        return said

    def _said(self, attributes: Attributes) -> Said:
        get = attributes.get
        classes, identity = get("class"), get("id")
        looks, no_letters = 0, False
        if "<" in f"{classes}{identity}{get('style')}":
            self.holds_tags = True
        if style := get("style"):
            hidden, bold, centred, preformatted, no_letters, own_line = read_style(style)
            looks = hidden * HIDDEN | bold * BOLD | centred * CENTRED | preformatted * PREFORMATTED | own_line * OWN_LINE
        if align := get("align"):
            looks |= CENTRED if align.lower() in _CENTRE else UNALIGNED
        if get("hidden", _SHOWN) != _SHOWN or (classes and not self._hiding.isdisjoint(classes[:_READ_CLASS_CHARS].split())):
            looks |= HIDDEN
        if identity:
            if identity in self._hidden_ids:
                looks |= HIDDEN
            elif identity in SHOWN_LATER:
                looks &= ~HIDDEN
        return _new(Said, (own_names(classes, identity), looks & ~self._shown, no_letters))


def own_names(classes: str | None, identity: str | None) -> str:
    """Return an element's own class and id names, in lower case."""
    return f"{(classes or '')[:_CLASS_CHARS]} {(identity or '')[:_ID_CHARS]}".strip().lower()


def names_within(own: str, around: str) -> str:
    """Return an element's own names followed by those of the elements around it."""
    return f"{own} {around}"[:MAX_NAMES_CHARS] if own else around
