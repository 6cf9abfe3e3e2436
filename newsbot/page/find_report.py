"""Where the report stands on a page of HTML.

Three kinds of evidence are put together. The headline anchors: the block that agrees best with what the page's head says of itself.
Paragraphs vote for the element around them: running text, measured in Han characters and Chinese marks, not in words; and an element
is widened to the one around it as long as that adds running text close by. Headings of lists and second headlines are barriers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from newsbot.html.page import HtmlPage
from newsbot.lines.measures import han, key, letter_pairs, overlap
from newsbot.page.block_measures import HEADLINE_BARRIER, Ground
from newsbot.page.cohesion import belongs_odds, pairs_of
from newsbot.page.foreign import MIN_REST, report_odds, report_share, without_foreign
from newsbot.page.head_title import headline_of_head
from newsbot.page.headline import joined_title, stated_titles, title_candidates
from newsbot.page.headline_choice import MIN_STATED_HAN, Choice, choose_headline
from newsbot.page.text_end import GOING_ON_ODDS, ends_report, goes_on_after, is_parted, running_on
from newsbot.page.words import listed

GAP_CHARS: Final = 300
"""Characters between headline and text that halve a container's votes; meta line, share bar and caption together have some 100."""
SURE_LETTERS: Final = 12
"""Letters of a headline that is believed although most text stands before it; names of sites are shorter."""
MIN_SHARE: Final = 0.3
"""Share of the longest text of the page, in Han characters, that must stand after a headline."""
FAR_CHARS: Final = 1500
"""Characters, a screenful of text, that part a headline from a report which is not its own."""
NEAR_CHARS: Final = 300
"""Characters of advertisements and link boxes that may part two paragraphs of one report in different elements."""
MAX_PAIRS: Final = 8
"""Headings of a page that are tried with the text that follows each."""
MASS_COUNTS: Final = 1.0
"""What the logarithm of a text's Han characters counts beside the odds of its headline."""
HEAD_COUNTS: Final = 4.0
"""What the share of a headline's words that the page's head has counts beside the same odds."""
WORDING_COUNTS: Final = 0.3
"""What the log odds that a text's paragraphs are worded as a report count beside the same odds."""
RIVAL: Final = 0.1
"""Share of the votes of the best element that another must have for both to be weighed by what they say."""
_HEADINGS = frozenset({"h1", "h2"})
MAX_PARAGRAPHS: Final = 2_000
"""Paragraphs that are weighed; the longest of 72 real reports has 60."""
MAX_WIDER: Final = 20
"""Elements around the first one that are tried."""
MAX_HURDLE: Final = 50
"""Barriers before a container together divide its votes by this much at most."""
NAMED_REPORT: Final = 1.5
NAMED_OTHER: Final = 0.3
"""How much more and less an element counts whose class or id says that it holds a report, or something else."""
CONTAINER_NAMES_CHARS: Final = 120
"""Characters of the class and id names that are those of the nearest elements."""
MIN_FIRST_MASS: Final = 40
"""Han characters of a paragraph in another element before the text that belongs to it; a shorter one is a notice."""
OUTDOING_MARGIN: Final = 2.0
"""Log odds by which a line has to be ahead of a short one that agrees with the page's head."""
SHARED_BY_NAME: Final = 0.5
"""Share of its pairs of characters that a report may have of the name of its site: 东岭发布 writes of 东岭."""
_GOOD = listed("report_names")
_BAD = listed("other_names")
"""Class and id words of containers: evidence beside the text, never the only one."""


@dataclass(frozen=True, slots=True)
class Span:
    """The report's paragraphs are ``members``, block indices, mostly in the element ``root``; ``mass``: their Han characters.

    ``foreign``: blocks of the elements of another text beside or between them.
    """

    members: tuple[int, ...]
    root: int
    mass: int
    foreign: frozenset[int] = frozenset()

    @property
    def first(self) -> int:
        """The first paragraph."""
        return self.members[0]

    @property
    def last(self) -> int:
        """The block after the last paragraph."""
        return self.members[-1] + 1


@dataclass(frozen=True, slots=True)
class Found:
    """Headline and report of a page. ``title`` are the blocks of the headline; ``agrees``: the page's head names it.

    ``close``: another line of the page could be the headline, or none, with hardly less right.
    """

    title: tuple[int, ...]
    agrees: bool
    span: Span | None
    close: bool = False


def find_article(page: HtmlPage, ground: Ground, named: str | None = None) -> Found:
    """Find headline and report of a page, as far as it has them. ``named``: the headline that a list has of the page.

    A headline counts only where the report follows it: what agrees with the page's head in a footer or a side list is none.
    """
    found = _headline_and_span(page, ground, named)
    if found.span is None:
        return found
    title = "".join(ground.blocks[n].text for n in found.title)
    members, foreign = without_foreign(ground, found.span.members, title)
    return Found(found.title, found.agrees, _span_of(ground, found.span.root, members, foreign), found.close)


def _headline_and_span(page: HtmlPage, ground: Ground, named: str | None) -> Found:
    anywhere = find_span(ground, None)
    candidates = title_candidates(page, named)
    if anywhere is None:
        return Found((candidates[0],) if candidates else (), agrees=bool(candidates), span=None)
    for title in candidates:
        if title >= anywhere.last and len(key(page.blocks[title].text)) < SURE_LETTERS:
            continue  # the site's name in its footer
        span = find_span(ground, title)
        if span and (_is_outdone(ground, title, span) or _is_section(page, ground, title, span)):
            continue
        if span and span.first > title and sum(ground.mass[title:]) >= MIN_SHARE * anywhere.mass and not _is_far(ground, title, span):
            lines = joined_title(page, title, named)
            after = span if lines[-1] == title else find_span(ground, lines[-1]) or span
            return Found(tuple(lines), agrees=True, span=after)
    choice, span = _best_pair(page, ground, anywhere)
    return Found(() if choice.block is None else (choice.block,), agrees=False, span=span, close=choice.is_close)


def _is_outdone(ground: Ground, title: int, span: Span) -> bool:
    """Whether the little that agrees with the head is the name of the site, as scripts print it on every page.

    It shares few words with the report, and another line is its headline by all other signs.
    """
    line = ground.blocks[title].text
    mine = letter_pairs(line)
    if han(line) >= MIN_STATED_HAN or len(mine & pairs_of(ground.blocks[n].text for n in span.members)) > len(mine) * SHARED_BY_NAME:
        return False
    choice = choose_headline(ground.blocks, span.first)
    return choice.block is not None and choice.score - choice.scores.get(title, choice.scores[None]) >= OUTDOING_MARGIN


def _is_section(page: HtmlPage, ground: Ground, title: int, span: Span) -> bool:
    """Whether what agrees with the head is the section that it names behind the headline, on a page that prints none alone in a line.

    It shares few words with the report; what the head states before it shares more.
    """
    line, text = ground.blocks[title].text, [ground.blocks[n].text for n in span.members]
    mine = letter_pairs(line)
    if han(line) >= MIN_STATED_HAN or len(mine & pairs_of(text)) > len(mine) * SHARED_BY_NAME:
        return False
    stated = headline_of_head(page, text)
    return stated is not None and key(line) not in key(stated.line)


def _best_pair(page: HtmlPage, ground: Ground, anywhere: Span) -> tuple[Choice, Span]:
    """Headline and report of a page of which no line is what its head says: of several pairs the one for which most speaks.

    The longest text of the page and the line above it are one pair; every heading with the text that follows it is another.
    """
    headings = [n for n, block in enumerate(ground.blocks) if block.features.tag in _HEADINGS and not block.features.hidden and block.text]
    spans = {anywhere.members: anywhere}
    for n in headings[:MAX_PAIRS]:
        if (span := find_span(ground, n)) is not None and not _is_far(ground, n, span):
            spans.setdefault(span.members, span)
    choices = [(choose_headline(ground.blocks, span.first), span) for span in spans.values()]
    stated = stated_titles(page)

    def worth(pair: tuple[Choice, Span]) -> tuple[float, int]:
        choice, span = pair
        title = "" if choice.block is None else ground.blocks[choice.block].text
        shared = max((overlap(title, head) for head in stated), default=0.0)
        worded = report_odds(ground, span.members)
        return choice.score + MASS_COUNTS * math.log(span.mass) + HEAD_COUNTS * shared + WORDING_COUNTS * worded, -span.first

    choice, span = max(choices, key=worth)
    below = None if choice.block is None else find_span(ground, choice.block)
    # a text that begins in its headline's box ends with it: what was found without a headline may have gone on into another report
    return choice, below if below is not None and below.first == span.first and set(below.members) < set(span.members) else span


def _is_far(ground: Ground, title: int, span: Span) -> bool:
    """Whether a heading of another part of the page, or a screenful of text, parts headline and report."""
    return ground.shown(title + 1, span.first) > FAR_CHARS


def find_span(ground: Ground, title: int | None) -> Span | None:
    """Find the report's paragraphs after the headline, or None where no running text is there."""
    start = 0 if title is None else title + 1
    paragraphs = [n for n in range(start, len(ground.mass)) if ground.mass[n]][:MAX_PARAGRAPHS]
    if not paragraphs:
        return None
    headline = None if title is None else ground.blocks[title].text
    root = _best_container(ground, paragraphs, start, headline)
    members = [n for n in paragraphs if ground.blocks[n].features.container == root]
    root, members = _widen(ground, root, members, paragraphs, title)
    root, members = running_on(ground, root, members, paragraphs, letter_pairs(headline or ""))
    return _span_of(ground, root, members)


def _span_of(ground: Ground, root: int, members: Sequence[int], foreign: frozenset[int] = frozenset()) -> Span:
    return Span(tuple(members), _tightened(ground, root, members), sum(ground.mass[n] for n in members), foreign)


def _tightened(ground: Ground, root: int, members: Sequence[int]) -> int:
    """The smallest element around all paragraphs that is not a paragraph itself: what stands beside it is not the report's."""
    elements = [ground.blocks[n].features.element for n in members]
    low, high = min(elements), max(elements)
    path = [low]
    while path[-1] > root:
        path.append(ground.parents[path[-1]])
    return next((element for element in path[1:] if high <= ground.ends[element]), root)


def _best_container(ground: Ground, paragraphs: Sequence[int], start: int, title: str | None) -> int:
    votes: dict[int, float] = {}
    held: dict[int, list[int]] = {}
    for n in paragraphs:
        container = ground.blocks[n].features.container
        votes[container] = votes.get(container, 0) + ground.mass[n]
        held.setdefault(container, []).append(n)
    hurdle = 1.0
    passed = start
    for container, (n, *_) in held.items():  # in the order of the page
        for k in range(passed, n):
            if ground.barrier[k]:
                hurdle *= ground.barrier[k]
        passed = max(passed, n)
        votes[container] *= _by_names(ground.blocks[n].features.names) / (1 + ground.shown(start, n) / GAP_CHARS) / min(hurdle, MAX_HURDLE)
    most = max(votes.values())
    rivals = [container for container, points in votes.items() if points >= RIVAL * most]
    if len(rivals) > 1:
        words = letter_pairs(title) if title else frozenset[int]()
        for container in rivals:
            votes[container] *= report_share(ground, held[container], words)
    return max(rivals, key=lambda container: votes[container])


def _by_names(names: str) -> float:
    near = names[:CONTAINER_NAMES_CHARS]
    return (NAMED_REPORT if any(word in near for word in _GOOD) else 1.0) * (NAMED_OTHER if any(word in near for word in _BAD) else 1.0)


def _widen(ground: Ground, root: int, members: list[int], paragraphs: Sequence[int], title: int | None) -> tuple[int, list[int]]:
    """Go from element to the one around it while that adds running text beside the text found."""
    element = root
    for _ in range(MAX_WIDER):
        found = set(members)
        added = [n for n in paragraphs if n not in found and ground.inside(element, n)]
        near = [n for n in added if _is_near(ground, members, n)]
        if near:
            members = sorted([*members, *near])
            root = element
        if (added and not near) or not element or (title is not None and ground.inside(element, title)):
            break
        element = ground.parents[element]
    return root, members


def _is_near(ground: Ground, members: Sequence[int], n: int) -> bool:
    """Whether a paragraph outside the container belongs to its text: in its midst, or close by and not parted from it."""
    low, high = members[0], members[-1]
    if low < n < high:
        return True
    if n < low and ground.mass[n] < MIN_FIRST_MASS:
        return False  # a notice above the text
    start, end = (high + 1, n) if n > high else (n + 1, low)
    if n > high and HEADLINE_BARRIER not in ground.barrier[start:end] and goes_on_after(ground, high, n):
        rest = pairs_of(ground.blocks[k].text for k in members)
        if len(rest) >= MIN_REST and belongs_odds([ground.blocks[n].text], rest, frozenset()) >= GOING_ON_ODDS:
            return True
    if any(ground.barrier[start:end]) or ground.shown(start, end) > NEAR_CHARS or _by_names(ground.blocks[n].features.names) < 1:
        return False
    if n > high and not goes_on_after(ground, high, n) and is_parted(ground, members, n):
        return False
    return not any(ends_report(ground.blocks[k]) for k in range(start, end))
