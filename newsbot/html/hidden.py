"""Which parts of a page a reader never sees: hidden by attribute, by style, by a rule of a style sheet, or by a one-line script."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from newsbot.words import places_of

MAX_STYLE_CHARS: Final = 500
"""Characters of a style attribute, or of a script of one statement, that are read."""

LETTERS_OF = frozenset({"span", "font", "i", "b", "em", "a", "small", "sub", "sup", "strong", "p"})
# Classes whose whole purpose is to hide, in the style sheets of Discuz (jammer), Bootstrap and Tailwind, and of screen readers' aids.
HIDING = frozenset({"jammer", "d-none", "display-none", "visually-hidden", "sr-only", "screen-reader-text"})
SHOWN_LATER = frozenset({"js_content", "img-content"})
"""WeChat keeps its article invisible until its script has run."""

_TINY = frozenset({"0", "1", "2", "3", "0px", "1px", "2px", "3px"})
_FAR_AWAY = re.compile(r"-\d{3,6}(?:px|em|rem)").match
_NO_SIZE = re.compile(r"[01](?:px|em|%)?(?:[\s!]|$)").match
_NO_LETTERS = re.compile(r"0(?:px|pt|em|%)?(?:[\s!]|$)").match
_GONE, _SMALL, _CLIPPED, _LETTERLESS, _BOLD, _CENTRED, _PREFORMATTED = 1, 2, 4, 8, 16, 32, 64
_DISPLAYED = re.compile(r"(?:^|[;\s])display\s{0,3}:\s{0,3}(?:block|flex|grid|list-item)\b", re.IGNORECASE)
"""What has an element begin a line of its own, and end it."""
_HIDING_VALUES = ("none", "hidden", "collapse", "rect")
_NEGATIVE = re.compile(r":\s{0,9}-\d")
_PROPERTIES: dict[str, tuple[int, Callable[[str], object]]] = {
    "display": (_GONE, re.compile("none").match),
    "visibility": (_GONE, re.compile("hidden|collapse").match),
    "text-indent": (_GONE, re.compile(r"-\d{3}").match),
    "clip": (_GONE, re.compile(r"rect\(\s{0,3}(?:0|1px)").match),
    **dict.fromkeys(("left", "top", "right", "margin-left", "margin-top"), (_GONE, _FAR_AWAY)),
    **dict.fromkeys(("height", "width", "max-height", "max-width"), (_SMALL, _NO_SIZE)),
    **dict.fromkeys(("overflow", "overflow-x", "overflow-y"), (_CLIPPED, re.compile("hidden").match)),
    "font-size": (_LETTERLESS, _NO_LETTERS),
    "font-weight": (_BOLD, re.compile("bold|[6-9]00").match),
    "text-align": (_CENTRED, re.compile("center").match),
    "white-space": (_PREFORMATTED, re.compile("pre").match),
}
"""What a property of CSS can say, and which values say it."""

_PLAIN_SELECTOR = re.compile(r"[#.][\w-]{1,60}")
_SCRIPT = re.compile(
    r"\s{0,20}document\s{0,3}\.\s{0,3}(?:"
    r"getElementById\(\s{0,3}[\"']([\w-]{1,60})[\"']\s{0,3}\)\s{0,3}\.style\.display\s{0,3}=\s{0,3}[\"']none[\"']"
    r"|write(?:ln)?\(\s{0,3}(?:'(<div[^<>']{0,200}>|</div>)'|\"(<div[^<>\"]{0,200}>|</div>)\")\s{0,3}\))"
    r"\s{0,3};?\s{0,20}",
    re.IGNORECASE,
)


_SCRIPT_TAG = "".join(f"[{letter.upper()}{letter}]" for letter in "script")  # re.IGNORECASE takes four times as long to find none
_SCRIPT_BEGINS: Final = "document"
MAX_SPACE_BEFORE: Final = 20 + len(">")
"""Characters between the tag of such a script and its first word, its `>` among them."""
_WRITING_SCRIPT = re.compile(rf"<{_SCRIPT_TAG}\b[^<>]{{0,200}}>(\s{{0,20}}document[^\0]{{0,400}}?)</{_SCRIPT_TAG}\s{{0,9}}>")


def id_hidden_by_script(script: str) -> str | None:
    """Return the id that a script of one statement hides: ``document.getElementById('x').style.display='none'``."""
    match = _SCRIPT.fullmatch(script) if len(script) <= MAX_STYLE_CHARS else None
    return match[1] if match else None


def written_markup(markup: str) -> str:
    """Return the markup with what its scripts of one statement write in place of them: ``document.write('<div style="display:none">')``."""
    kept: list[str] = []
    past = 0
    # such a script begins with a word that a page has a few times; it has a hundred times as many tags
    for place in places_of(_SCRIPT_BEGINS, markup):
        before = markup[max(0, place - MAX_SPACE_BEFORE) : place].rstrip()
        if not before.endswith(">"):
            continue
        script = _WRITING_SCRIPT.match(markup, max(past, markup.rfind("<", 0, place)))
        if script is not None:
            kept += markup[past : script.start()], _written(script)
            past = script.end()
    return "".join((*kept, markup[past:])) if kept else markup


def _written(script: re.Match[str]) -> str:
    match = _SCRIPT.fullmatch(script[1])
    return (match[2] or match[3] or script[0]) if match else script[0]


def hidden_by_sheet(sheet: str) -> set[str]:
    """Return the ``#id`` and ``.class`` that rules of a plain selector hide; rules of other media than the screen are left out."""
    found: set[str] = set()
    for rule in sheet.partition("@media")[0].split("}"):  # what follows is for small screens or print, and nested
        before, brace, declarations = rule.rpartition("{")
        if brace and _may_hide(declarations) and _said_by(declarations[:MAX_STYLE_CHARS]) & _GONE:
            selectors = before.rpartition("*/")[2].rpartition(";")[2].split(",")
            found.update(selector for each in selectors if _PLAIN_SELECTOR.fullmatch(selector := each.strip()))
    return found


def _may_hide(declarations: str) -> bool:
    """Tell whether declarations can hide anything: words are found many times faster than properties are read."""
    lowered = declarations.lower()
    return any(value in lowered for value in _HIDING_VALUES) or _NEGATIVE.search(lowered) is not None


class Style(NamedTuple):
    """What a style attribute says of the text inside its element. ``no_letters`` (font-size 0) holds for its own text alone."""

    hidden: bool = False
    bold: bool = False
    centred: bool = False
    preformatted: bool = False
    no_letters: bool = False
    own_line: bool = False


def read_style(style: str) -> Style:
    """Read a style attribute (its first MAX_STYLE_CHARS characters)."""
    return _style(style[:MAX_STYLE_CHARS])


@lru_cache(maxsize=4096)
def _style(style: str) -> Style:
    said = _said_by(style)
    hidden = said & _GONE or (said & _SMALL and said & _CLIPPED)
    own_line = _DISPLAYED.search(style) is not None
    return Style(bool(hidden), bool(said & _BOLD), bool(said & _CENTRED), bool(said & _PREFORMATTED), bool(said & _LETTERLESS), own_line)


def _said_by(declarations: str) -> int:
    """Return what the declarations say, added up; of two of one property the last counts."""
    values = {}
    for declaration in declarations.lower().split(";"):
        name, _, value = declaration.partition(":")
        if (name := name.strip()) in _PROPERTIES:
            values[name] = value.strip()
    said = 0
    for name, value in values.items():
        flag, matches = _PROPERTIES[name]
        if matches(value):
            said |= flag
    return said


def is_tiny(width: str | None, height: str | None) -> bool:
    """Return whether a box of this size (attributes of img or marquee) shows nothing."""
    return width in _TINY or height in _TINY
