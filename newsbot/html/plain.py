"""A document already taken out of HTML (``text/plain``): one block a line."""

from __future__ import annotations

import re
from html import unescape

from newsbot.html.wrapped import unwrapped
from newsbot.model import Block

MAX_LINES = 20_000
"""Lines read one by one; the rest of a longer document becomes one block, so that nothing is lost. The longest report seen has 300."""


def read_plain(text: str) -> list[Block]:
    """Read one block for each line that has visible text, in reading order; lines that a column broke are one."""
    return [Block(raw=line) for line in unwrapped(text.split("\n", MAX_LINES))]


_TAG = re.compile(r"<(/?)([!a-zA-Z][a-zA-Z0-9]{0,20})[^<>]{0,2000}>")
_UNSEEN = frozenset({"script", "style"})


def read_without_markup(text: str) -> list[Block]:
    """Take scripts and tags out by their form alone, and read what is left line by line: where a page cannot be read as HTML."""
    seen: list[str] = []
    unseen = ""
    done = 0
    for tag in _TAG.finditer(text):
        if not unseen:
            seen.append(text[done : tag.start()])
        done = tag.end()
        closes, name = bool(tag[1]), tag[2].lower()
        if closes and name == unseen:
            unseen = ""
        elif not closes and not unseen and name in _UNSEEN:
            unseen = name
    if not unseen:
        seen.append(text[done:])
    return read_plain(unescape("\n".join(seen)))
