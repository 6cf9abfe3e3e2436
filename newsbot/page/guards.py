"""HTML that nobody writes by hand: made harmless before the parser sees it, in time linear in its length.

libxml2 read through a target has no quadratic attribute check and no depth limit, but end tags without a start tag search the whole
stack of open elements, and every tag costs a call into Python. So two things are bounded here: how many tags a page may have
(:func:`few_tags`), and how deep they may nest (:func:`flat`, used once a parse has been given up as too deep).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_TAGS = 100_000
"""Tags of a page. The largest of 78 real news pages and front pages has 5,479."""
MAX_DEPTH = 256
"""Open elements at one time. The deepest of 78 real pages has 41."""
FLAT_DEPTH = 200
"""Elements that :func:`flat` leaves nested; smaller than MAX_DEPTH because the parser adds html, body and tbody."""

# Tags match `<`, then characters other than angle brackets: the stretches of different tags cannot overlap, so a search is linear.
_TAG_RUN = re.compile(r"(?:<[^<>]*+>[ \t\r\n]{0,99}+){20,}+")
_ANY_TAG = re.compile(r"<[^<>]*+>")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:.-]{0,30}+)[^<>]*+>")
_RAW_TEXT = frozenset({"script", "style", "textarea", "title", "iframe", "noframes", "noembed", "xmp", "plaintext"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "basefont", "frame"}
)
_CLOSES_ITSELF = frozenset({"p", "li", "td", "th", "tr", "dt", "dd", "option", "a"})
_INLINE = frozenset({"a", "abbr", "b", "big", "em", "font", "i", "label", "s", "small", "span", "strong", "sub", "sup", "u"})


@dataclass(frozen=True, slots=True)
class Tamed:
    """A page with at most MAX_TAGS tags; ``rest`` is the text of what stood behind them, without its tags."""

    text: str
    rest: str = ""


def few_tags(text: str) -> Tamed:
    """Cut a page that has more than MAX_TAGS tags. Runs of twenty and more tags without text between them count as one break."""
    if len(text) <= MAX_TAGS * 3 or text.count("<") <= MAX_TAGS:
        return Tamed(text)
    text = _TAG_RUN.sub("<br>", text)
    end = -1
    for _ in range(MAX_TAGS):
        end = text.find("<", end + 1)
        if end < 0:
            return Tamed(text)
    return Tamed(text[:end], _ANY_TAG.sub(" ", text[end:]))


def flat(text: str) -> str:
    """The page with no more than FLAT_DEPTH tags nested and no end tag without its start tag; dropped block tags leave a <br>."""
    kept: list[str] = []
    stack: list[str] = []
    is_open: dict[str, int] = {}
    dropped: dict[str, int] = {}
    at = 0
    while match := _TAG.search(text, at):
        kept.append(text[at : match.start()])
        at = match.end()
        name = match[2].lower()
        if match[1]:
            if dropped.get(name):  # the innermost ones of a name are the dropped ones
                dropped[name] -= 1
                kept.append("" if name in _INLINE else "<br>")
            elif is_open.get(name):
                while True:
                    closed = stack.pop()
                    is_open[closed] -= 1
                    kept.append(f"</{closed}>")
                    if closed == name:
                        break
        elif name in _RAW_TEXT:
            end = text.find(f"</{match[2]}", at)
            end = len(text) if end < 0 else end
            close = text.find(">", end)
            close = len(text) if close < 0 else close + 1
            kept.append(text[match.start() : close])
            at = close
        elif name in _VOID:
            kept.append(match[0])
        elif name in _CLOSES_ITSELF and stack and stack[-1] == name:
            kept.append(f"</{name}>{match[0]}")
        elif len(stack) < FLAT_DEPTH:
            stack.append(name)
            is_open[name] = is_open.get(name, 0) + 1
            kept.append(match[0])
        else:
            dropped[name] = dropped.get(name, 0) + 1
            kept.append("" if name in _INLINE else "<br>")
    kept.append(text[at:])
    return "".join(kept)


def without_tags(text: str) -> str:
    """The text between the tags, as a last resort when no parser helps."""
    return _ANY_TAG.sub("\n", text)
