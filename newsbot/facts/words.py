"""Lists of words as parts of patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable


def longest_first(words: Iterable[str]) -> list[str]:
    """The words in the order in which an alternation has to try them, always the same."""
    return sorted(set(words), key=lambda word: (-len(word), word))


def either(words: Iterable[str]) -> str:
    """One alternation of all words, the longest first; those of one character as a class, which costs least."""
    ordered = longest_first(words)
    short = "".join(re.escape(word) for word in ordered if len(word) == 1)
    return "|".join([*(re.escape(word) for word in ordered if len(word) > 1), *([f"[{short}]"] if short else [])])
