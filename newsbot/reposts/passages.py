"""Passages that somebody put into the copy that stands for a report: copies on other sites lack them, and close over the place.

That copies lack a passage says little alone: who copies also shortens. That a passage has no words in common with the rest says little
alone: a report may turn to something else. A passage is taken for inserted where both hold, and where the copies that lack it stand on
sites that the chosen copy does not outrank.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from newsbot.lines.measures import han, letter_pairs
from newsbot.page.inserted import MIN_INSERTED_HAN, MOST_INSERTED, belongs
from newsbot.reposts.alignment import Match, align, covered
from newsbot.reposts.fingerprints import bare

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
LEAST_ODDS_OF_SENTENCES: Final = -3.0
"""… and the same of sentences inside a paragraph: of 1,891 of real reports .95 % lie below, and 98 % of what others write."""


ALL_OF_IT: Final = -1
"""In the place of a sentence: all of a paragraph."""

Passage = tuple[int, int]
"""A paragraph, by its number, and which of its sentences, or `ALL_OF_IT`."""

_SENTENCE_END = re.compile(r"[。！？!?…]{1,9}[”’」』）)\]】》\s]{0,9}")
_PAIRS: Final = ("“”", "‘’", "「」", "『』", "（）", "()", "《》", "【】")


def may_lack(relation: Relation) -> bool:
    """Return whether a copy may lack a passage of the page that the relation is seen from, as far as the relation tells."""
    gaps = (start - stop for (_, stop), (start, _) in pairwise(relation.stretches))
    return relation.share <= 1 - LEAST_LACKING or any(gap >= MIN_INSERTED_HAN - SEAM_CHARS for gap in gaps)


def inserted_passages(own: Text, copies: Iterable[tuple[str, Text]]) -> list[str]:
    """Return what of ``own`` somebody put in, as printed: whole paragraphs, and sentences in a row of one that otherwise stays.

    ``copies``: site and text of those that may tell. Nothing where more than a quarter of the text would go: then it is the copies that
    are cut.
    """
    sites: dict[Passage, set[str]] = defaultdict(set)
    for site, copy in copies:
        for place in lacking(own, copy):
            sites[place].add(site)
    doubted = sorted(place for place, those in sites.items() if len(those) >= FEWEST_SITES)
    whole = [paragraph for paragraph, sentence in doubted if sentence == ALL_OF_IT]
    found: list[str] = []
    for run in _runs([(0, paragraph) for paragraph in whole]):
        passage = [own.body[n] for _, n in run]
        found += passage if _stands_apart(own, passage, whole, LEAST_ODDS) else []
    for run in _runs([(n, sentence) for n, sentence in doubted if n not in whole and sentence != ALL_OF_IT]):
        said = sentences(own.body[run[0][0]])
        passage = [said[sentence] for _, sentence in run]
        if _can_go("".join(passage), own.body) and _stands_apart(own, passage, whole, LEAST_ODDS_OF_SENTENCES):
            found.append("".join(passage))
    return found if sum(map(han, found)) <= MOST_INSERTED * sum(map(han, own.body)) else []


def lacking(own: Text, copy: Text) -> list[Passage]:
    """Return the passages of ``own`` that stand in a copy neither there nor with anything in their place.

    Nothing of a copy that lacks more than a quarter: it was cut, and tells nothing. Sentences are told of where the copy has all the rest
    of their paragraph.
    """
    matches = _matches(own, copy)
    gaps = list(_gaps(matches))
    if not gaps or sum(stop - start for start, stop in gaps) > MOST_INSERTED * len(own.key):
        return []
    ends = list(accumulate(map(len, own.paragraphs), initial=len(own.title)))
    found: list[Passage] = []
    for n, (start, stop) in enumerate(pairwise(ends)):
        near = [gap for gap in gaps if gap[0] < stop and start < gap[1]] if start < stop <= len(own.key) else []
        if any(gap[0] - SEAM_CHARS <= start and stop <= gap[1] + SEAM_CHARS for gap in near):
            found.append((n, ALL_OF_IT))
        elif len(near) == 1 and _is_covered(start, stop, near[0], matches):
            found += [(n, sentence) for sentence in _between(sentences(own.body[n]), start, near[0])]
    return found


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph, which together are all of it.

    >>> sentences("甲说：“好。”乙不说话。丙")
    ['甲说：“好。”', '乙不说话。', '丙']
    """
    ends = [0, *(found.end() for found in _SENTENCE_END.finditer(paragraph)), len(paragraph)]
    return [paragraph[start:stop] for start, stop in pairwise(ends) if start < stop]


def without_passages(body: Sequence[str], passages: Iterable[str]) -> tuple[list[int], dict[int, str]]:
    """Return which paragraphs of a body go, by their numbers, and what stays of those that lose sentences."""
    going: list[int] = []
    cut: dict[int, str] = {}
    for passage in passages:
        if whole := [n for n, paragraph in enumerate(body) if paragraph == passage]:
            going += whole
            continue
        for n, paragraph in enumerate(body):
            if passage and passage in (left := cut.get(n, paragraph)):
                cut[n] = left.replace(passage, "", 1)
                break
    return going, cut


def _matches(own: Text, copy: Text) -> list[Match]:
    edges = [Match(0, 0, 0), Match(len(own.title), len(copy.title), 0), Match(len(own.key), len(copy.key), 0)]
    return sorted([*(match for stretch in align(own, copy) for match in stretch.matches), *edges])


def _gaps(matches: Sequence[Match]) -> Iterator[tuple[int, int]]:
    """Yield from where to where in the key of the one text something stands that the other closes over."""
    last = matches[0]
    for match in matches:
        if match.start + match.length < last.start + last.length:
            continue
        stop, other_stop = last.start + last.length, last.other_start + last.length
        if match.start - stop >= MIN_INSERTED_HAN - SEAM_CHARS and abs(match.other_start - other_stop) <= SEAM_CHARS:
            yield stop, match.start
        last = match


def _is_covered(start: int, stop: int, gap: tuple[int, int], matches: Sequence[Match]) -> bool:
    """Return whether a copy has all of a paragraph but what lies in a gap, and some of it."""
    if gap[0] < start - SEAM_CHARS or gap[1] > stop + SEAM_CHARS:
        return False
    spans = [(max(start, match.start), min(stop, match.start + match.length)) for match in matches]
    has = covered(span for span in spans if span[0] < span[1])
    rest = (stop - start) - (min(stop, gap[1]) - max(start, gap[0]))
    return rest > SEAM_CHARS and rest - has <= SEAM_CHARS


def _between(said: Sequence[str], start: int, gap: tuple[int, int]) -> list[int]:
    """Return the sentences of a paragraph that lie in a gap, by their numbers; none where they are not all that lies there."""
    spans = list(pairwise(accumulate(map(len, map(bare, said)), initial=start)))
    inside = [n for n, (begin, end) in enumerate(spans) if gap[0] - SEAM_CHARS <= begin < end <= gap[1] + SEAM_CHARS]
    if not inside or len(inside) == len(said):
        return []
    begin, end = spans[inside[0]][0], spans[inside[-1]][1]
    return inside if abs(begin - gap[0]) <= SEAM_CHARS and abs(end - gap[1]) <= SEAM_CHARS else []


def _can_go(passage: str, body: Sequence[str]) -> bool:
    """Return whether sentences stand in a text once, and take no half of a pair of marks with them."""
    once = sum(paragraph.count(passage) for paragraph in body) == 1
    return once and all(passage.count(opening) == passage.count(closing) for opening, closing in _PAIRS)


def _runs(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Yield those that follow each other together."""
    run: list[Passage] = []
    for passage in passages:
        if run and passage != (run[-1][0], run[-1][1] + 1):
            yield run
            run = []
        run.append(passage)
    if run:
        yield run


def _stands_apart(own: Text, run: Sequence[str], doubted: Sequence[int], least: float) -> bool:
    """Return whether paragraphs, or sentences, in a row have nothing to do with those that nobody lacks."""
    passage = "".join(run)
    rest = [paragraph.replace(passage, "") for n, paragraph in enumerate(own.body) if n not in doubted]
    return han(passage) >= MIN_INSERTED_HAN and belongs(passage, rest, letter_pairs(own.title)) < least
