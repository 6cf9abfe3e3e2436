"""Judge whether there is a report on a page of HTML at all: list pages, front pages, error pages have running text here and there too.

No single sign decides: each of :data:`SIGNS` adds or takes points, and what remains must reach :data:`ENOUGH_POINTS`. On 78 real pages
the 72 reports have 4 and more points, the six other pages 2 and fewer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

from newsbot.html.page import HtmlPage
from newsbot.lines.manner import manner_of
from newsbot.lines.measures import han, key
from newsbot.model import MOSTLY_LINKS, Outcome, Reason
from newsbot.page.block_measures import MIN_ABSTRACTS, Ground, stands_under_link
from newsbot.page.find_report import Found, Span
from newsbot.page.headline import stated_titles
from newsbot.page.machine_facts import machine_facts
from newsbot.page.roles import Outline
from newsbot.page.wording import FURNITURE_ODDS, furniture_odds
from newsbot.page.words import one_of
from newsbot.said import SaidText, said, said_list

ENOUGH_POINTS: Final = 3
MIN_LIST_LINKS: Final = 12
"""Links of a headline's length that make a page without a report a list page."""
MIN_LINK_CHARS: Final = 8
"""Characters of a link that can be a headline."""
FULL_HEADLINE_HAN: Final = 8
"""Han characters of a headline that counts fully; shorter ones are names of sections too."""
MAX_NEAR_CHARS: Final = 300
MIN_FAR_CHARS: Final = 800
"""Characters between headline and text up to which the text follows, and from which it stands somewhere else."""
MIN_REPEATED_HAN: Final = 4
MIN_HEADINGS: Final = 4
"""Han characters of a headline, and headings equal to it, of a template that prints it again and again."""
MAX_DATED_LINES: Final = 5
"""Lines before the text with a time or a source; a page with more of them is a list."""
LONG_MASS: Final = 400
MEDIUM_MASS: Final = 150
SHORT_MASS: Final = 60
"""Han characters of a long text, of one that is long enough, and of one that is hardly any."""
MIN_PARAGRAPHS: Final = 3
MAX_ELSEWHERE: Final = 0.3
MIN_PLACES: Final = 4
"""Share of the page's running text that the report must have where the rest stands in so many containers."""
MAX_NOTICE_MASS: Final = 100
"""Han characters of the longest text that can be a notice in its place."""
MAX_ERROR_CHARS: Final = 300
"""Characters of head and headline in which an error is looked for."""
MAX_NOTICE_CHARS: Final = 400
"""Characters of a text that are looked at."""
MAX_MANNER_CHARS: Final = 3000
"""Characters of a text whose manner is looked at."""
MIN_HEADED: Final = 4
MOST_HEADED: Final = 0.6
"""Paragraphs of the page under linked headlines, and share of the report's own, that make a list of abstracts."""
_ERROR = re.compile(one_of("errors"), re.IGNORECASE)
_NOTICE = re.compile(one_of("notices"), re.IGNORECASE)
_FRONT = re.compile(r"^/?(?:(?:index|default|home)\.\w{2,5})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The points of a page, and the slugs of the signs that gave them."""

    points: int
    because: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """What the signs ask of a page whose blocks around the report are labelled; each thing is worked out once."""

    page: HtmlPage
    ground: Ground
    found: Found
    span: Span
    outline: Outline

    @cached_property
    def title(self) -> str:
        """The headline, or nothing."""
        return "".join(self.page.blocks[n].text for n in self.found.title)

    @cached_property
    def gap(self) -> int:
        """Characters between headline and text; negative where the text stands first."""
        return self.ground.shown(self.found.title[-1] + 1, self.span.first) if self.found.title else -1

    @cached_property
    def dated_lines(self) -> int:
        """Meta lines before the text that state a time or a source."""
        return sum(n < self.span.first and bool(line.times or "source" in line.labels) for n, line in self.outline.metas)

    @cached_property
    def states_a_report(self) -> bool:
        """Whether the page states to machines when its report was published."""
        return machine_facts(self.page.machine, None).published is not None

    @cached_property
    def headings_alike(self) -> int:
        """Headings that print the headline."""
        folded = key(self.title)
        return sum(b.features.tag in {"h1", "h2", "h3"} and key(b.text) == folded for b in self.page.blocks)

    @cached_property
    def text_is_elsewhere(self) -> bool:
        """Whether most running text of the page stands in other places, in many of them."""
        ground = self.ground
        containers = {self.page.blocks[n].features.container for n, mass in enumerate(ground.mass) if mass}
        return self.span.mass < MAX_ELSEWHERE * sum(ground.mass) and len(containers) >= MIN_PLACES

    @cached_property
    def is_front(self) -> bool:
        """Whether the address is that of a front page."""
        parts = urlsplit(self.page.url)
        return bool(_FRONT.search(parts.path)) and not parts.query

    @cached_property
    def is_error(self) -> bool:
        """Whether head or headline name an error."""
        return bool(_ERROR.search(f"{self.page.title or ''} {self.title}"[:MAX_ERROR_CHARS]))

    @cached_property
    def text(self) -> str:
        """The paragraphs found."""
        return "".join(self.page.blocks[n].text for n in self.span.members)

    @cached_property
    def is_worded_as_furniture(self) -> bool:
        """Whether every paragraph found is worded as furniture."""
        return all(furniture_odds(self.page.blocks[n].text) >= FURNITURE_ODDS for n in self.span.members)

    @cached_property
    def is_vouched_for(self) -> bool:
        """Whether the head names the headline, or the page says when the text was published."""
        return _names_a_headline(self) or bool(self.dated_lines) or self.states_a_report


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign for or against a report: its slug, its points, and the test."""

    slug: str
    points: int
    holds: Callable[[Evidence], bool]


_OF_SELLERS: Final = ("we", "self_praise", "offer", "sale", "addressed")
_OF_TELLERS: Final = ("event", "told", "said", "done", "dated_inside", "talk")
"""Manners of a text that speaks for a firm to its customers, and of one that tells of something."""


def _speaks_to_customers(text: str) -> bool:
    manner = manner_of(text[:MAX_MANNER_CHARS])
    return sum(manner.get(name, 0) for name in _OF_SELLERS) > sum(manner.get(name, 0) for name in _OF_TELLERS)


def _names_a_headline(e: Evidence) -> bool:
    return (e.found.agrees or not stated_titles(e.page)) and han(e.title) >= FULL_HEADLINE_HAN


SIGNS: Final[tuple[Sign, ...]] = (
    # a head without any title speaks against no headline
    Sign("headline_in_head", 2, lambda e: bool(e.found.title) and _names_a_headline(e)),
    Sign("headline_short_or_not_in_head", 1, lambda e: bool(e.found.title) and not _names_a_headline(e)),
    Sign("headline_in_head_alone", 1, lambda e: e.outline.head_title is not None),
    Sign("no_headline", -1, lambda e: not e.found.title and e.outline.head_title is None),
    Sign("text_after_headline", 1, lambda e: 0 <= e.gap <= MAX_NEAR_CHARS),
    Sign("text_far_from_headline", -1, lambda e: e.gap > MIN_FAR_CHARS),
    Sign("headline_again_and_again", -3, lambda e: han(e.title) >= MIN_REPEATED_HAN and e.headings_alike >= MIN_HEADINGS),
    Sign("time_or_source", 2, lambda e: 0 < e.dated_lines <= MAX_DATED_LINES),
    Sign("stated_to_machines", 1, lambda e: not e.dated_lines and e.states_a_report),
    Sign("many_dates_before_text", -2, lambda e: e.dated_lines > MAX_DATED_LINES),
    Sign("long_text", 2, lambda e: e.span.mass >= LONG_MASS),
    Sign("medium_text", 1, lambda e: MEDIUM_MASS <= e.span.mass < LONG_MASS),
    Sign("little_text", -1, lambda e: e.span.mass < SHORT_MASS),
    Sign("several_paragraphs", 1, lambda e: len(e.span.members) >= MIN_PARAGRAPHS),
    Sign("text_elsewhere", -2, lambda e: not e.dated_lines and e.text_is_elsewhere),
    Sign("list_of_abstracts", -5, lambda e: _is_list_of_abstracts(e.ground, e.span)),
    Sign("address_of_front_page", -2, lambda e: e.is_front),
    Sign("error_in_headline", -4, lambda e: e.span.mass < MEDIUM_MASS and e.is_error),
    Sign("notice_for_text", -6, lambda e: e.span.mass < MAX_NOTICE_MASS and _is_notice(e.text)),
    Sign("furniture_for_text", -4, lambda e: han(e.text) < MEDIUM_MASS and e.is_worded_as_furniture),
    Sign("speaks_to_customers", -3, lambda e: not e.is_vouched_for and _speaks_to_customers(e.text)),
)
"""The signs; points tuned on 78 real pages."""


def judge(page: HtmlPage, ground: Ground, found: Found, outline: Outline) -> tuple[Outcome, Reason, str] | None:
    """Return outcome, reason and detail where the page is no report, else None. The blocks around the report are labelled already."""
    links = sum(_is_link(page, n) for n in range(len(page.blocks)))
    other = Outcome.LIST_PAGE if links >= MIN_LIST_LINKS or ground.abstracts > MIN_ABSTRACTS else Outcome.NO_ARTICLE
    if found.span is None:
        return other, Reason.NO_PARAGRAPH, said("no block reads as a paragraph of a report; {links} links to other pages", links=links)
    judgement = points(page, ground, found, found.span, outline)
    if judgement.points >= ENOUGH_POINTS:
        return None
    counts = {"points": judgement.points, "enough": ENOUGH_POINTS, "links": links}
    because = said_list(map(SaidText, judgement.because), ", ")
    detail = said("{points} points of {enough}: {because}; {links} links to other pages", because=because, **counts)
    return other, Reason.TOO_FEW_SIGNS, detail


def points(page: HtmlPage, ground: Ground, found: Found, span: Span, outline: Outline) -> Judgement:
    """Weigh the signs of a page."""
    evidence = Evidence(page, ground, found, span, outline)
    held = [sign for sign in SIGNS if sign.holds(evidence)]
    return Judgement(sum(sign.points for sign in held), tuple(sign.slug for sign in held))


def _is_link(page: HtmlPage, n: int) -> bool:
    block = page.blocks[n]
    features = block.features
    return features.links >= MOSTLY_LINKS and len(block.text) >= MIN_LINK_CHARS and features.tag != "img" and not features.hidden


def _is_notice(text: str) -> bool:
    """Whether a short text begins with saying that there is nothing to read, or says little else."""
    sentences = re.split(r"[。！!；;]", text[:MAX_NOTICE_CHARS])
    telling = [sentence for sentence in sentences if _NOTICE.search(sentence) or _ERROR.search(sentence)]
    return sentences[0] in telling or sum(map(len, telling)) * 2 > sum(map(len, sentences))


def _is_list_of_abstracts(ground: Ground, span: Span) -> bool:
    """Whether the text's paragraphs stand under headlines that are links, as do others of the page: abstracts of other pages."""
    headed = [n for n, mass in enumerate(ground.mass) if mass and stands_under_link(ground.blocks, n)]
    inside = sum(n in headed for n in span.members)
    return len(headed) >= MIN_HEADED and span.first in headed and inside >= MOST_HEADED * len(span.members)
