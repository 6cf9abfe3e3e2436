"""The words of ``data/page_words.toml`` as parts of patterns."""

from __future__ import annotations

from newsbot.data import table


def one_of(*names: str) -> str:
    """Return one alternation, as a group, of everything in the lists ``names`` of the table."""
    words = table("page_words.toml")
    return f"(?:{'|'.join(word for name in names for word in words[name])})"


def listed(name: str) -> tuple[str, ...]:
    """Return the words of one list of the table, in its order."""
    return tuple(table("page_words.toml")[name])
