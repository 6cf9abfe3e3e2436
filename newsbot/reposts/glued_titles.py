"""What is glued to the headline of the copy that stands for a report: copies on other sites have the headline without it.

That copies have a shorter headline says little alone: who copies also shortens. That the text never speaks of an end says little alone. An
end is taken for glued where both hold; what a headline says of the report, the text says again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from newsbot.boilerplate.recurrence import STAYS, overlap_with
from newsbot.boilerplate.titles import GLUED_BEGINNING, GLUED_END, may_be_column, without_end
from newsbot.lines.headlines import MIN_HEADLINE_HAN
from newsbot.lines.measures import bigrams, han, key
from newsbot.reposts.passages import FEWEST_SITES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def glued_end(title: str, body: Sequence[str], copies: Iterable[tuple[str, str]]) -> str | None:
    """Return what is glued to a headline, at its end or its beginning, as printed; ``copies``: site and headline of those that may tell.

    Of several the longest that enough sites lack; None where there is none.
    """
    sites: dict[str, set[str]] = defaultdict(set)
    for site, other in copies:
        if edge := surplus(title, other):
            sites[edge].add(site)
    told = sorted((edge for edge, those in sites.items() if len(those) >= FEWEST_SITES), key=lambda edge: (-len(edge), edge))
    words = set[str]().union(*map(bigrams, body)) if told else set()
    return next((edge for edge in told if overlap_with(words, edge) < STAYS), None)


def surplus(title: str, other: str) -> str | None:
    """Return what a headline has at one of its edges more than another, as printed; None where that is no letters, or not all.

    A beginning that may be the column of a report is none.

    >>> surplus("社区里的新风 - 某某热线", "社区里的新风")
    ' - 某某热线'
    """
    mine, theirs = key(title), key(other)
    if han(other) < MIN_HEADLINE_HAN or len(mine) <= len(theirs):
        return None
    more = len(mine) - len(theirs)
    if mine.startswith(theirs):
        return title[_cut(title, len(theirs)) :]
    if mine.endswith(theirs):
        rest = without_end(title, title[: _cut(title, more)], GLUED_BEGINNING)
        beginning = title[: len(title) - len(rest)]
        return beginning if not may_be_column(beginning) else None
    return None


def without_glued_end(title: str, glued: str) -> str:
    """Return a headline without what is glued to one of its edges, and without what parted them; itself where it is not there."""
    rule = GLUED_END if title.endswith(glued) else GLUED_BEGINNING
    return without_end(title, glued, rule)


def _cut(title: str, letters: int) -> int:
    """Return the place in a headline behind so many of the letters that are compared."""
    return next(place for place in range(len(title) + 1) if len(key(title[:place])) >= letters)
