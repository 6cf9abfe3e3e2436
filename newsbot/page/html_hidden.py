"""Which parts of a page a reader never sees: hidden by attribute, by style, by a rule of a style sheet, or by a one-line script."""

from __future__ import annotations

import re
from collections.abc import Mapping

LONGEST_STYLE = 500
"""Characters of a style attribute that are read."""
LONGEST_SHEET = 60_000
"""Characters of all style sheets of a page that are read."""

_STYLE = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}(?:hidden|collapse)"
    r"|text-indent\s{0,3}:\s{0,3}-\d{3}|(?<![\w-])(?:left|top|margin-left|margin-top|right)\s{0,3}:\s{0,3}-\d{3,6}\s{0,3}(?:px|em|rem)"
    r"|clip\s{0,3}:\s{0,3}rect\(\s{0,3}(?:0|1px)",
    re.IGNORECASE,
)
_NO_SIZE = re.compile(r"(?<![\w-])(?:max-)?(?:height|width)\s{0,3}:\s{0,3}[01](?:px|em|%)?\s{0,3}(?:;|!|$)", re.IGNORECASE)
_NO_OVERFLOW = re.compile(r"overflow(?:-[xy])?\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_NO_LETTERS = re.compile(r"font-size\s{0,3}:\s{0,3}0(?:px|pt|em|%)?\s{0,3}(?:;|!|$)", re.IGNORECASE)
_LETTERS_OF = frozenset({"span", "font", "i", "b", "em", "a", "small", "sub", "sup", "strong", "p"})
# Classes whose whole purpose is to hide, in the style sheets of Discuz (jammer), Bootstrap and Tailwind, and of screen readers' aids.
_CLASSES = frozenset({"jammer", "d-none", "display-none", "visually-hidden", "sr-only", "screen-reader-text"})
_SHOWN_LATER = frozenset({"js_content", "img-content"})
"""WeChat keeps its article invisible until its script has run."""

_RULE = re.compile(r"(?:^|[{};/,])\s{0,40}([#.][\w-]{1,60})\s{0,9}\{([^{}]{0,300})\}")
_SCRIPT = re.compile(
    r"<script[^<>]{0,100}>\s{0,20}document\s{0,3}\.\s{0,3}(?:"
    r"getElementById\(\s{0,3}[\"']([\w-]{1,60})[\"']\s{0,3}\)\s{0,3}\.style\.display\s{0,3}=\s{0,3}[\"']none[\"']"
    r"|write(?:ln)?\(\s{0,3}(?:'(<div[^<>']{0,200}>|</div>)'|\"(<div[^<>\"]{0,200}>|</div>)\")\s{0,3}\))"
    r"\s{0,3};?\s{0,20}</script>",
    re.IGNORECASE,
)


def run_hiding_scripts(text: str) -> tuple[str, set[str]]:
    """Carry out what scripts of one statement do to hide links from readers: ``document.write('<div style="display:none">')``,
    ``document.getElementById('x').style.display='none'``. Returns the page and the hidden ids.
    """
    hidden: set[str] = set()
    if "document." not in text:
        return text, hidden

    def carry_out(match: re.Match[str]) -> str:
        if match[1]:
            hidden.add(match[1])
        return match[2] or match[3] or ""

    return _SCRIPT.sub(carry_out, text), hidden


def hidden_by_sheet(sheet: str) -> set[str]:
    """The ``#id`` and ``.class`` that rules of one plain selector hide; rules of other media than the screen are left out."""
    if "none" not in sheet and "hidden" not in sheet and "-9" not in sheet:
        return set()
    sheet = sheet.partition("@media")[0]  # what follows is for small screens or print, and nested
    return {rule[1] for rule in _RULE.finditer(sheet) if _STYLE.search(rule[2])}


def is_hidden(tag: str, attributes: Mapping[str, str], selectors: set[str]) -> bool:
    """Whether an element with these attributes hides its text. ``selectors`` are those that style sheets and scripts hide."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    element, classes = attributes.get("id"), attributes.get("class")
    if element in _SHOWN_LATER:
        return False
    if classes and not _CLASSES.isdisjoint(classes.split()):
        return True
    if selectors and ((element and f"#{element}" in selectors) or (classes and any(f".{c}" in selectors for c in classes.split()))):
        return True
    if style := attributes.get("style"):
        style = style[:LONGEST_STYLE]
        if _STYLE.search(style) or (_NO_SIZE.search(style) and _NO_OVERFLOW.search(style)):
            return True
        if tag in _LETTERS_OF and _NO_LETTERS.search(style):
            return True
    return tag == "marquee" and _tiny(attributes.get("width"), attributes.get("height"))


def _tiny(*sizes: str | None) -> bool:
    return any(size in {"0", "1", "2", "3", "4", "5", "0px", "1px", "2px"} for size in sizes)
