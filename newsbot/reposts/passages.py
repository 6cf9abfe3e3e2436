"""Passages that somebody put into the copy that stands for a report: copies on other sites lack them, and close over the place.

That copies lack a passage says little alone: who copies also shortens. That a passage has no words in common with the rest says little
alone: a report may turn to something else. A passage is taken for inserted where both hold, and where the copies that lack it stand on
sites that the chosen copy does not outrank.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from newsbot.lines.measures import han, letter_pairs
from newsbot.page.inserted import MIN_INSERTED_HAN, MOST_INSERTED, belongs
from newsbot.reposts.alignment import Match, align

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsbot.reposts.fingerprints import Text
    from newsbot.reposts.relations import Relation

FEWEST_SITES: Final = 2
"""Sites whose copies must lack a passage: one may have shortened the report."""
SEAM_CHARS: Final = 6
"""Characters by which the ends of a passage may be off, and that a copy may have in its place: a repaired or a lost character, a mark."""
LEAST_LACKING: Final = 0.02
"""Share of the chosen copy that another must lack for it to be worth a look, where the stretches in common leave no gap between them."""
LEAST_ODDS: Final = -1.0
"""Log odds that a passage belongs to the report under which it was inserted. Held out, 1.8 % of the paragraphs of real reports and 82 to
99 % of what others write lie below, before it is asked whether copies lack it: see ``scripts/fit_inserted.py``."""


def may_lack(relation: Relation) -> bool:
    """Return whether a copy may lack a passage of the page that the relation is seen from, as far as the relation tells."""
    gaps = (start - stop for (_, stop), (start, _) in pairwise(relation.stretches))
    return relation.share <= 1 - LEAST_LACKING or any(gap >= MIN_INSERTED_HAN - SEAM_CHARS for gap in gaps)


def inserted_passages(own: Text, copies: Iterable[tuple[str, Text]]) -> list[int]:
    """Return which paragraphs of ``own`` somebody put in, by their numbers; ``copies``: site and text of those that may tell.

    Nothing where more than a quarter of the text would go: then it is the copies that are cut.
    """
    sites: dict[int, set[str]] = defaultdict(set)
    for site, copy in copies:
        for paragraph in lacking(own, copy):
            sites[paragraph].add(site)
    doubted = sorted(paragraph for paragraph, those in sites.items() if len(those) >= FEWEST_SITES)
    found = [paragraph for run in _runs(doubted) if _stands_apart(own, run, doubted) for paragraph in run]
    return found if sum(han(own.body[n]) for n in found) <= MOST_INSERTED * sum(map(han, own.body)) else []


def lacking(own: Text, copy: Text) -> list[int]:
    """Return the paragraphs of ``own`` that stand in a copy neither there nor with anything in their place, by their numbers.

    Nothing of a copy that lacks more than a quarter: it was cut, and tells nothing.
    """
    gaps = list(_gaps(own, copy))
    if sum(stop - start for start, stop in gaps) > MOST_INSERTED * len(own.key):
        return []
    ends = list(accumulate(map(len, own.paragraphs), initial=len(own.title)))
    spans = [(n, start, stop) for n, (start, stop) in enumerate(pairwise(ends)) if start < stop <= len(own.key)]
    return [n for n, start, stop in spans if any(gap[0] - SEAM_CHARS <= start and stop <= gap[1] + SEAM_CHARS for gap in gaps)]


def _gaps(own: Text, copy: Text) -> Iterator[tuple[int, int]]:
    """Yield from where to where in the key of ``own`` something stands that the copy closes over."""
    matches = [match for stretch in align(own, copy) for match in stretch.matches]
    edges = [Match(len(own.title), len(copy.title), 0), Match(len(own.key), len(copy.key), 0)]
    last = Match(0, 0, 0)
    for match in sorted([*matches, *edges]):
        if match.start + match.length < last.start + last.length:
            continue
        stop, other_stop = last.start + last.length, last.other_start + last.length
        if match.start - stop >= MIN_INSERTED_HAN - SEAM_CHARS and abs(match.other_start - other_stop) <= SEAM_CHARS:
            yield stop, match.start
        last = match


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers that follow each other together."""
    run: list[int] = []
    for number in numbers:
        if run and number > run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _stands_apart(own: Text, run: Sequence[int], doubted: Sequence[int]) -> bool:
    """Return whether paragraphs in a row have nothing to do with those that nobody lacks."""
    rest = [paragraph for n, paragraph in enumerate(own.body) if n not in doubted]
    passage = "".join(own.body[n] for n in run)
    return han(passage) >= MIN_INSERTED_HAN and belongs(passage, rest, letter_pairs(own.title)) < LEAST_ODDS
