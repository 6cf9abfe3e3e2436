"""A value as one cell of a table that people open in a spreadsheet."""

from __future__ import annotations

import json
from typing import Any, Final

MAX_CELL_UNITS: Final = 32_767
"""UTF-16 units that a cell of Excel holds; what is longer it drops without a word (Microsoft: Excel specifications and limits)."""

CUT: Final = " …[cut: the cell is full; the JSON lines have all]"
"""What stands at the end of a cell that was cut."""

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet would take for a formula and run (OWASP: CSV injection; full-width signs count in East Asia)."""


def cell(value: Any) -> str:
    """Return the text of a cell for a plain value: texts of a list one below the other, what has parts as JSON, nothing for None.

    A text that a spreadsheet would take for a formula gets an apostrophe in front: it comes from strangers.
    """
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, list) and all(isinstance(element, str) for element in value):
        value = "\n".join(value)
    if isinstance(value, str):
        return fitting(f"'{value}" if value.startswith(FORMULA_SIGNS) else value)
    if isinstance(value, dict | list):
        return fitting(json.dumps(value, ensure_ascii=False, allow_nan=False))
    return str(value)


def fitting(text: str) -> str:
    """Return the text cut to what a cell holds, with `CUT` at its end."""
    if len(text) * 2 <= MAX_CELL_UNITS or _units(text) <= MAX_CELL_UNITS:
        return text
    cut = text[: MAX_CELL_UNITS - len(CUT)]
    while _units(cut) > MAX_CELL_UNITS - len(CUT):
        over = _units(cut) - (MAX_CELL_UNITS - len(CUT))
        cut = cut[: -((over + 1) // 2)]
    return cut + CUT


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
