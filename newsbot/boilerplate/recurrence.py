"""How much it says for furniture that something recurs: in what share of the site's texts, and whether these speak of it."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection
from typing import Final

from newsbot.lines.measures import bigrams

RECURS_ENOUGH: Final = 3.0
"""Log odds from which a line, or an end of headlines, is the site's and not the reports'."""
TEXT_SHARES: Final = (0.2, 0.5)
TEXT_SHARE_ODDS: Final = (0.0, 1.5, 3.0)
"""Bounds of the share of the site's texts that have it, and what each class adds: real lines that recur, such as who took part in a
meeting, stand in one text of twenty."""
SPOKEN_OF: Final = (0.1, 0.3, 0.5)
SPOKEN_OF_ODDS: Final = (1.5, 0.0, -1.5, -4.0)
"""Bounds of the share of its pairs of letters that the texts have, and what each class adds. Of 391 lines of furniture laid beside other
texts 5 % have more than .29; of 110 lines behind the texts of real reports three quarters have more than .2, and half more than .33."""
STAYS: Final = SPOKEN_OF[-1]
"""From this share on a text has it as its own, whatever other texts have."""


def recurrence_odds(texts: int, of: int, spoken_of: float) -> float:
    """Return the log odds that something in ``texts`` of a site's different texts is furniture; ``spoken_of``: see `overlap_with`.

    The share is one from below: three of three tell less than thirty of thirty.
    """
    share = (texts - 1) / (of + 2)
    return TEXT_SHARE_ODDS[bisect(TEXT_SHARES, share)] + SPOKEN_OF_ODDS[bisect(SPOKEN_OF, spoken_of)]


def overlap_with(words: Collection[str], printed: str) -> float:
    """Return the share of the pairs of letters of something printed that are among ``words``, the pairs of a text."""
    mine = bigrams(printed)
    return sum(pair in words for pair in mine) / len(mine) if mine else 0.0
