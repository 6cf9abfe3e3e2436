"""A document already taken out of HTML (``text/plain``): one block a line."""

from __future__ import annotations

from newsbot.model import Block

MAX_LINES = 20_000
"""Lines read one by one; the rest of a longer document becomes one block, so that nothing is lost. The longest report seen has 300."""


def read_plain(text: str) -> list[Block]:
    """One block for each line that has visible text, in reading order."""
    lines = text.split("\n", MAX_LINES)
    return [Block(raw=stripped) for line in lines if (stripped := line.strip())]
