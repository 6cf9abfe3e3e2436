"""Lines of a site's reports that are furniture: they stand in different texts, at their edges, and speak of none of them.

No sign decides alone. How a line is worded says how likely it is furniture anywhere; how many of the site's texts it stands in, where it
stands in them, and whether they speak of what it says are added to that. A line that states a fact, or that the texts around it speak of,
stays: what recurs in reports of one town is the town's business too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import Final

from newsbot.boilerplate.pages import LEAST_TEXTS, MAX_LINE_LETTERS, SitePages, fold_line
from newsbot.boilerplate.recurrence import RECURS_ENOUGH, STAYS, overlap_with, recurrence_odds
from newsbot.facts.figures.figures import figures_of
from newsbot.facts.places.chains import chained
from newsbot.lines.measures import bigrams, ends_sentence, han
from newsbot.lines.times import find_times
from newsbot.page.wording import FURNITURE_ODDS, furniture_odds

BEHIND: Final = "recurs.behind the text"
BEFORE: Final = "recurs.before the text"
BETWEEN: Final = "recurs.between paragraphs"

PLACE_ODDS: Final = {BEHIND: 1.0, BEFORE: -1.0, BETWEEN: -3.0}
"""What the place of a line adds: before paragraphs stand subheads, and those of a series recur."""
MIN_NO_SUBHEAD_HAN: Final = 7
MIN_NO_SUBHEAD_ODDS: Final = 1.0
"""Han characters, and log odds of furniture by its wording, of a line before a paragraph that is no subhead of a series: these are
labels of two to six letters, or worded as text. Of 1,267 short lines between paragraphs of real reports 9 have both."""
AT_THE_EDGE: Final = 0.8
"""Share of its pages on which a line stands at the same edge."""
MAX_TOLD: Final = 100
"""Lines of one site that are remembered as furniture, those in most texts first."""
MOST_LEFT_OUT: Final = 0.5
"""Share of a report's letters that may go: where more of it recurs, the site prints it as a report."""


def recurring_lines(site: SitePages) -> dict[str, tuple[str, int]]:
    """Return the lines of a site that are furniture, by their folded letters: the rule that says so, and the texts they stand in."""
    often = {line: pages for line, pages in site.lines.items() if 0 < len(line) <= MAX_LINE_LETTERS and len(pages) >= LEAST_TEXTS}
    recurring = {line: texts for line, pages in often.items() if (texts := site.count(pages)) >= LEAST_TEXTS}
    found = {}
    for line, texts in sorted(recurring.items(), key=lambda one: (-one[1], one[0])):
        where = _place(site, line, recurring)
        if _odds(site, line, where, texts, recurring) >= RECURS_ENOUGH:
            found[line] = where, texts
    return dict(list(found.items())[:MAX_TOLD])


def states_fact(line: str) -> bool:
    """Return whether a line states what a report is read for: a counted fact, a time, and, where it is a sentence, a place."""
    return bool(figures_of([line]) or find_times(line, None) or (ends_sentence(line) and chained(line)))


def furniture_in(body: Sequence[str], told: dict[str, str]) -> list[tuple[int, str]]:
    """Return which lines of a report are furniture that its site was found to print, by their numbers, each with the rule.

    A line stays where it stands elsewhere than the site prints it, where this text speaks of it, and where too much of the report would go.
    """
    folded = [fold_line(line) for line in body]
    known = {n: told[line] for n, line in enumerate(folded) if line in told}
    if not known:
        return []
    first, last = _edges(folded, known)
    placed = [(n, rule) for n, rule in known.items() if rule == BETWEEN or (n >= last if rule == BEHIND else n < first)]
    words = set[str]().union(*(bigrams(line) for n, line in enumerate(body) if n not in known))
    found = [(n, rule) for n, rule in placed if overlap_with(words, body[n]) < STAYS]
    taken = sum(len(folded[n]) for n, _ in found)
    return found if taken <= MOST_LEFT_OUT * sum(map(len, folded)) else []


def _edges(folded: Sequence[str], known: Collection[int]) -> tuple[int, int]:
    """Return where the text begins and ends that no recurring lines are."""
    first = sum(1 for _ in takewhile(known.__contains__, range(len(folded))))
    after = sum(1 for _ in takewhile(known.__contains__, reversed(range(len(folded)))))
    return first, len(folded) - after


def _place(site: SitePages, line: str, recurring: Collection[str]) -> str:
    """Return where a line stands on most of its pages; between paragraphs where it has no place of its own."""
    behind = before = 0
    pages = site.lines[line]
    for page in pages:
        lines = site.folded[page]
        first, last = _edges(lines, {n for n, other in enumerate(lines) if other in recurring})
        at = lines.index(line)
        behind += at >= last
        before += at < first
    return BEHIND if behind >= AT_THE_EDGE * len(pages) else BEFORE if before >= AT_THE_EDGE * len(pages) else BETWEEN


def _odds(site: SitePages, line: str, where: str, texts: int, recurring: Collection[str]) -> float:
    pages = site.lines[line]
    printed = site.pages[pages[0]].body[site.folded[pages[0]].index(line)]
    worded = furniture_odds(printed)
    if where != BEHIND and (han(printed) < MIN_NO_SUBHEAD_HAN or worded < MIN_NO_SUBHEAD_ODDS):
        return 0.0
    if worded < FURNITURE_ODDS and states_fact(printed):
        return 0.0
    spoken = 0.0
    for page in pages:
        others = tuple(n for n, other in enumerate(site.folded[page]) if other in recurring)
        spoken += overlap_with(site.words(page, others), printed)
    return worded + recurrence_odds(texts, site.count(), spoken / len(pages)) + PLACE_ODDS[where]
