"""Which parts of a page a reader never sees: hidden by attribute, by style, by a rule of a style sheet, or by a one-line script."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST_STYLE = 500
"""Characters of a style attribute that are read."""

_STYLE = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}(?:hidden|collapse)"
    r"|text-indent\s{0,3}:\s{0,3}-\d{3}|(?<![\w-])(?:left|top|margin-left|margin-top|right)\s{0,3}:\s{0,3}-\d{3,6}\s{0,3}(?:px|em|rem)"
    r"|clip\s{0,3}:\s{0,3}rect\(\s{0,3}(?:0|1px)",
    re.IGNORECASE,
)
_NO_SIZE = re.compile(r"(?<![\w-])(?:max-)?(?:height|width)\s{0,3}:\s{0,3}[01](?:px|em|%)?\s{0,3}(?:;|!|$)", re.IGNORECASE)
_NO_OVERFLOW = re.compile(r"overflow(?:-[xy])?\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_NO_LETTERS = re.compile(r"font-size\s{0,3}:\s{0,3}0(?:px|pt|em|%)?\s{0,3}(?:;|!|$)", re.IGNORECASE)
LETTERS_OF = frozenset({"span", "font", "i", "b", "em", "a", "small", "sub", "sup", "strong", "p"})
# Classes whose whole purpose is to hide, in the style sheets of Discuz (jammer), Bootstrap and Tailwind, and of screen readers' aids.
HIDING = frozenset({"jammer", "d-none", "display-none", "visually-hidden", "sr-only", "screen-reader-text"})
SHOWN_LATER = frozenset({"js_content", "img-content"})
"""WeChat keeps its article invisible until its script has run."""

_TINY = frozenset({"0", "1", "2", "3", "0px", "1px", "2px", "3px"})
_BOLD = re.compile(r"font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s{0,3}:\s{0,3}center", re.IGNORECASE)
_PREFORMATTED = re.compile(r"white-space\s{0,3}:\s{0,3}pre", re.IGNORECASE)

_RULE = re.compile(r"(?:^|[{};/,])\s{0,40}([#.][\w-]{1,60})\s{0,9}\{([^{}]{0,300})\}")
_SCRIPT = re.compile(
    r"\s{0,20}document\s{0,3}\.\s{0,3}(?:"
    r"getElementById\(\s{0,3}[\"']([\w-]{1,60})[\"']\s{0,3}\)\s{0,3}\.style\.display\s{0,3}=\s{0,3}[\"']none[\"']"
    r"|write(?:ln)?\(\s{0,3}(?:'(<div[^<>']{0,200}>|</div>)'|\"(<div[^<>\"]{0,200}>|</div>)\")\s{0,3}\))"
    r"\s{0,3};?\s{0,20}",
    re.IGNORECASE,
)


_WRITING_SCRIPT = re.compile(r"<script\b[^<>]{0,200}>(\s{0,20}document[^\0]{0,400}?)</script\s{0,9}>", re.IGNORECASE)


def id_hidden_by_script(script: str) -> str | None:
    """Return the id that a script of one statement hides: ``document.getElementById('x').style.display='none'``."""
    match = _SCRIPT.fullmatch(script) if len(script) <= LONGEST_STYLE else None
    return match[1] if match else None


def written_markup(markup: str) -> str:
    """Return the markup with what its scripts of one statement write in place of them: ``document.write('<div style="display:none">')``."""
    return _WRITING_SCRIPT.sub(_written, markup)


def _written(script: re.Match[str]) -> str:
    match = _SCRIPT.fullmatch(script[1])
    return (match[2] or match[3] or script[0]) if match else script[0]


def hidden_by_sheet(sheet: str) -> set[str]:
    """The ``#id`` and ``.class`` that rules of one plain selector hide; rules of other media than the screen are left out."""
    if "none" not in sheet and "hidden" not in sheet and "-9" not in sheet:
        return set()
    sheet = sheet.partition("@media")[0]  # what follows is for small screens or print, and nested
    return {rule[1] for rule in _RULE.finditer(sheet) if _STYLE.search(rule[2])}


class Style(NamedTuple):
    """What a style attribute says of the text inside its element. ``no_letters`` (font-size 0) holds for its own text alone."""

    hidden: bool = False
    bold: bool = False
    centred: bool = False
    preformatted: bool = False
    no_letters: bool = False


def read_style(style: str) -> Style:
    """Read a style attribute (its first LONGEST_STYLE characters)."""
    style = style[:LONGEST_STYLE]
    return Style(
        hidden=bool(_STYLE.search(style) or (_NO_SIZE.search(style) and _NO_OVERFLOW.search(style))),
        bold=_BOLD.search(style) is not None,
        centred=_CENTRED.search(style) is not None,
        preformatted=_PREFORMATTED.search(style) is not None,
        no_letters=_NO_LETTERS.search(style) is not None,
    )


def is_tiny(width: str | None, height: str | None) -> bool:
    """Whether a box of this size (attributes of img or marquee) shows nothing."""
    return width in _TINY or height in _TINY
