"""A row as one line of JSON: the same bytes for the same row, and one line for every program that splits lines."""

from __future__ import annotations

import json
import re

from newsbot.row import plain

LINE_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""Characters that `str.splitlines`, JavaScript or databases take for the end of a line and that JSON lets through unescaped. (JSON
itself escapes everything below U+0020: line feed, carriage return, vertical tab, form feed, the information separators.)"""

_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
"""Half of a surrogate pair is no character, and UTF-8 cannot hold it; NUL ends texts in C programs and PostgreSQL refuses it."""


def line(row: object) -> bytes:
    """Return the row (a dataclass, or anything JSON can hold) as one line of UTF-8 with its line feed, keys in their declared order.

    Characters that no text can hold become U+FFFD. Raises ValueError on NaN and infinity: JSON has no such numbers.
    """
    text = json.dumps(plain(row, clean), ensure_ascii=False, allow_nan=False)
    return text.translate(LINE_BREAKS).encode("utf-8") + b"\n"


def clean(text: str) -> str:
    """Return a text without what no text can hold: U+FFFD stands for it."""
    return _FORBIDDEN.sub("\ufffd", text) if _FORBIDDEN.search(text) else str(text)
