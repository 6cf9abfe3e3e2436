"""What in or beside the report's element is another text: advertisements, comments, a word on the author, the next report.

A paragraph stands apart where its element or depth is not that of most of the text, and a run of them after a line that may be another
headline. Whether it then belongs to the report is weighed by what it says: see :mod:`newsbot.page.cohesion`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from newsbot.html.tags import HEADINGS
from newsbot.lines.measures import ends_sentence, han, is_paragraph, letter_pairs, overlap
from newsbot.page.block_measures import HEADLINE_BARRIER, MAX_MASS_LINKS, NEVER_TEXT, Ground
from newsbot.page.cohesion import belongs_odds, pairs_of
from newsbot.page.inserted import MIN_INSERTED_HAN, inserted, sells_apart
from newsbot.page.wording import furniture_odds
from newsbot.page.words import one_of

DOUBT_ODDS: Final = 2.0
"""Log odds of a report that the wording of an element's paragraphs must have together to be even."""
MAX_WORDING: Final = 10.0
"""Log odds of a text's wording beyond which more make no difference."""
TITLE_COUNTS: Final = 4.0
MAX_TITLE: Final = 0.75
"""How the weight of an element's text grows with the share of the headline's pairs that it has, and up to which share."""
APART_ODDS: Final = -1.0
"""Log odds of belonging to the report under which paragraphs of an element of their own do not. Held out, 1.6 % of a report's own runs of
paragraphs are below, 96 % of those of other reports, 98 % of other text of the same page (scripts/fit_cohesion.py prints these)."""
BREAK_ODDS: Final = -2.0
"""The same for paragraphs of the report's element, after a line that may be another headline, and for those beside the report's, where a
report has more to lose: 1.1 % of its own, 94 % of other reports', 97 % of other text."""
LABELLED_ODDS: Final = -5.0
"""The same for a paragraph at an edge of the text that is worded as furniture, and for one after a short line that may be the label of
something else, where nothing but the wording speaks against it: .1 % of a report's own, 75 % of other reports', 99 % of notices."""
MAX_LINKS_HEADING_HAN: Final = 6
"""Han characters of a heading of the first level that may head a box of links behind a text."""
HEADLINE_WORDING: Final = 2.0
"""Log odds of furniture from which a line before another meta line is no headline."""
SAME_HEADLINE: Final = 0.5
"""Share of a heading's pairs of letters that the headline has where it is the same once more, and no other report's."""
OPENING_CHARS: Final = 12
"""Characters at the start of a paragraph in which a report says when it was, or who reports."""
EDGE_WORDING: Final = 1.0
"""Log odds of furniture from which a paragraph at an edge of the text may be none of it."""
LABEL_BLOCKS: Final = 2
"""Blocks before the first paragraph in which such a label may stand."""
LABEL_WORDING: Final = 2.5
MAX_LABEL_HAN: Final = 12
"""Log odds of furniture from which a short line may be the label of another text, and how many Han characters it has at most."""
MIN_REST: Final = 100
MIN_SHORT_REST: Final = 80
"""Pairs of letters of a text that others can be compared with, and of one that lines worded as furniture can."""
BREAK_HAN: Final = (6, 40)
"""Han characters of a line between paragraphs, at least and at most, that may be another headline."""
MAX_BREAKS: Final = 8
"""Such lines that are tried."""


_NOTE = re.compile(r"[（(][^（）()]{2,40}[）)]$")
"""A note in brackets at the end of a sentence, who wrote it or from where: no part of its wording."""
_OPENING = re.compile(one_of("report_openings"))


def report_share(ground: Ground, members: Sequence[int], title: frozenset[int]) -> float:
    """Return how much paragraphs of one element count by what they say: by their wording, and by the headline's pairs in them."""
    worded = 1 / (1 + math.exp(DOUBT_ODDS - report_odds(ground, members)))
    if not title:
        return worded
    words = _pairs(ground, members)
    return worded * math.exp(TITLE_COUNTS * min(len(title & words) / len(title), MAX_TITLE))


def report_odds(ground: Ground, members: Sequence[int]) -> float:
    """Return the log odds that paragraphs are worded as text of a report and not as furniture, bounded both ways."""
    odds = -sum(furniture_odds(ground.blocks[n].text) for n in members)
    return max(-MAX_WORDING, min(odds, MAX_WORDING))


def without_foreign(ground: Ground, members: Sequence[int], title: str) -> tuple[Sequence[int], frozenset[int]]:
    """Return the paragraphs that are the report's, and the blocks of the elements of those that are not."""
    named = letter_pairs(title)
    own = members
    for leave in (_before_break, _without_elements, _without_labelled, _without_edges):
        own = leave(ground, own, named)
    between = _inserted(ground, own, named) | _labelled_boxes(ground, own, named)
    own = [n for n in own if n not in between]
    left = [n for n in members if n not in own]
    others = [n for n, mass in enumerate(ground.mass) if mass and n not in left]
    boxes = {box for n in left if (box := _box(ground, n, others)) is not None}
    foreign = {*left, *between, *(n for box in boxes for n in range(len(ground.blocks)) if ground.inside(box, n))}
    after = next((n for n in left if n > own[-1]), None)
    if after is not None and _opens(ground, after):  # another report, with the headline above it
        foreign.update(n for n in range(own[-1] + 1, after) if _may_part(ground, n))
    return own, frozenset(foreign)


def begins_another(ground: Ground, n: int, title: Sequence[int], first: int) -> bool:
    """Return whether block ``n``, which may stand beside the report, is another report's headline; ``first`` is where the report begins."""
    if ground.barrier[n] != HEADLINE_BARRIER or n in title:
        return False
    block = ground.blocks[n]
    worded = n >= first and furniture_odds(block.text) >= HEADLINE_WORDING
    if block.features.tag in HEADINGS:
        if worded and han(block.text) <= MAX_LINKS_HEADING_HAN:
            return False  # what heads a box of links: 重点推荐
    elif n < first or worded:
        return False
    return overlap(block.text, "".join(ground.blocks[k].text for k in title)) < SAME_HEADLINE


def text_above(ground: Ground, title: Sequence[int], members: Sequence[int], start: int) -> int | None:
    """Return the heading of the first text after ``start`` and before the report that does not belong to it; None where there is none."""
    headline = "".join(ground.blocks[n].text for n in title)
    belongs = Belonging(ground, members, headline)
    foreign = next((n for n in range(start, members[0]) if not belongs(n)), start)
    headings = (n for n in range(foreign - 1, start, -1) if ground.blocks[n].features.tag in HEADINGS and n not in title)
    heading = next(headings, None)
    return None if heading is None or overlap(ground.blocks[heading].text, headline) >= SAME_HEADLINE else heading


class Belonging:
    """Whether lines beside the report's paragraphs belong to them by what they say: any line that is no running text and sells nothing."""

    def __init__(self, ground: Ground, members: Sequence[int], title: str) -> None:
        self._ground, self._members, self._title = ground, members, title

    @cached_property
    def _rest(self) -> frozenset[int]:
        return _pairs(self._ground, self._members)

    @cached_property
    def _named(self) -> frozenset[int]:
        return letter_pairs(self._title)

    @cached_property
    def _places(self) -> set[tuple[int, int]]:
        return {_place(self._ground, n) for n in self._members}

    def __call__(self, n: int) -> bool:
        """Whether block ``n`` belongs to the report: the caption of an image does, and a line among its paragraphs worded as they are."""
        line = self._ground.blocks[n].text
        if n in self._members:
            return True
        if not self._ground.mass[n] or not ends_sentence(line):
            return n < self._members[0] or not sells_beside(self._ground, n, self._members, self._named)
        if len(self._rest) < _least(line):
            return True
        if _is_caption(self._ground, n) or (furniture_odds(line) < 0 and _place(self._ground, n) in self._places):
            return True
        return belongs_odds([line], self._rest, self._named) >= BREAK_ODDS


def _least(line: str) -> int:
    """How many pairs of letters a text must have for a line to be compared with it."""
    return MIN_SHORT_REST if furniture_odds(line) > EDGE_WORDING else MIN_REST


def _before_break(ground: Ground, members: Sequence[int], title: frozenset[int]) -> Sequence[int]:
    """The paragraphs before the headline of something else that stands in the report's own element.

    The text after it opens as a report does. A report of several parts has subheads of one look: they part it only where all parts before
    are of one report.
    """
    breaks = [(at, n) for at in range(1, len(members)) for n in range(members[at - 1] + 1, members[at]) if _may_part(ground, n)]
    ends = [at for at, _ in breaks[1:]] + [len(members)]
    for k, (at, n) in enumerate(breaks[:MAX_BREAKS]):
        if not _opens(ground, members[at]) or _odds(ground, members, at, None, title) >= BREAK_ODDS:
            continue
        alike = [j for j in range(k) if _look(ground, breaks[j][1]) == _look(ground, n)]
        if all(_odds(ground, members, breaks[j][0], ends[j], title) >= 0 for j in alike):
            return members[:at]
    return members


def _opens(ground: Ground, n: int) -> bool:
    """Whether a paragraph opens as a report does."""
    return _OPENING.search(ground.blocks[n].text, 0, OPENING_CHARS) is not None


def _odds(ground: Ground, members: Sequence[int], start: int, end: int | None, title: frozenset[int]) -> float:
    """The log odds that the paragraphs from ``start`` to before ``end`` belong to those before them; 0 where those are too few to say."""
    rest = _pairs(ground, members[:start])
    lines = [ground.blocks[n].text for n in members[start:end]]
    return belongs_odds(lines, rest, title) if lines and len(rest) >= MIN_REST else 0.0


def _pairs(ground: Ground, members: Iterable[int]) -> frozenset[int]:
    return pairs_of(ground.blocks[n].text for n in members)


def _may_part(ground: Ground, n: int) -> bool:
    """Whether a line between paragraphs may be the headline of something else."""
    features, text = ground.blocks[n].features, ground.blocks[n].text
    if features.hidden or features.tag in NEVER_TEXT or not text or is_paragraph(text) or ends_sentence(text):
        return False
    return BREAK_HAN[0] <= han(text) <= BREAK_HAN[1]


def _look(ground: Ground, n: int) -> tuple[str, str, bool]:
    features = ground.blocks[n].features
    return features.tag, features.names, features.bold


def _without_elements(ground: Ground, members: Sequence[int], title: frozenset[int]) -> Sequence[int]:
    """The paragraphs without those of other elements that do not belong to them."""
    places: dict[tuple[int, int], list[int]] = {}
    for n in members:
        places.setdefault(_place(ground, n), []).append(n)
    if len(places) == 1:
        return members
    main = max(places.values(), key=lambda lines: sum(ground.mass[n] for n in lines) * report_share(ground, lines, title))
    left = set[int]()
    for lines in places.values():
        if lines is main:
            continue
        if len(lines) == 1 and _is_caption(ground, lines[0]):
            continue
        rest = _pairs(ground, (n for n in members if n not in lines and n not in left))
        if len(rest) >= MIN_REST and belongs_odds([ground.blocks[n].text for n in lines], rest, title) < APART_ODDS:
            left.update(lines)
    return [n for n in members if n not in left]


def _without_labelled(ground: Ground, members: Sequence[int], title: frozenset[int]) -> Sequence[int]:
    """The paragraphs without those after a short line worded as a label of something else (an advertisement, a word on the author)."""
    left = set[int]()
    labelled = False
    for before, n in pairwise([max(members[0] - 1 - LABEL_BLOCKS, -1), *members]):
        labelled = labelled or any(_is_label(ground, k) for k in range(before + 1, n))
        if _is_caption(ground, n):
            labelled = False  # an image between is what the label speaks of
        elif labelled:
            rest = _pairs(ground, (k for k in members if k != n and k not in left))
            labelled = len(rest) >= _least(ground.blocks[n].text) and belongs_odds([ground.blocks[n].text], rest, title) < LABELLED_ODDS
            if labelled:
                left.add(n)
    return [n for n in members if n not in left]


def _labelled_boxes(ground: Ground, members: Sequence[int], title: frozenset[int]) -> set[int]:
    """The blocks of boxes between the paragraphs that hold no image and none of them, and begin with a label of something else.

    What follows the label must share hardly any words with the paragraphs: a subhead may be worded as a label, too.
    """
    known, found = set(members), set[int]()
    for n in range(members[0] + 1, members[-1]):
        if n in known or n in found or not _is_label(ground, n) or (box := _box(ground, n, members)) is None:
            continue
        first, *others = inside = [k for k in range(members[0], members[-1]) if ground.inside(box, k)]
        lines = [ground.blocks[k].text for k in others if ground.blocks[k].text]
        if first != n or not lines or any(ground.blocks[k].features.tag == "img" for k in inside):
            continue
        rest = _pairs(ground, members)
        if len(rest) >= MIN_SHORT_REST and belongs_odds(lines, rest, title) < LABELLED_ODDS:
            found.update(inside)
    return found


def _is_label(ground: Ground, n: int) -> bool:
    features, text = ground.blocks[n].features, ground.blocks[n].text
    if features.hidden or features.tag in NEVER_TEXT or not 0 < han(text) <= MAX_LABEL_HAN:
        return False
    return furniture_odds(text) > LABEL_WORDING


def _without_edges(ground: Ground, members: Sequence[int], title: frozenset[int]) -> Sequence[int]:
    """The paragraphs without the first and the last of them that are worded as furniture and have nothing to do with the rest."""
    own = list(members)
    for edge in (0, -1):
        while len(own) > 1 and furniture_odds(line := _NOTE.sub("", ground.blocks[own[edge]].text)) > EDGE_WORDING:
            rest = _pairs(ground, (n for n in own if n != own[edge]))
            if len(rest) < MIN_SHORT_REST or _is_caption(ground, own[edge]) or belongs_odds([line], rest, title) >= LABELLED_ODDS:
                break
            del own[edge]
    return own


def _inserted(ground: Ground, members: Sequence[int], title: frozenset[int]) -> set[int]:
    """Return the blocks that somebody put between the paragraphs, exclamations too, which are none; see :mod:`newsbot.page.inserted`."""
    known = set(members)
    shown = [n for n in range(members[0], members[-1] + 1) if n in known or _is_shown(ground, n)]
    lines = [n for n in shown if n in known or (han(text := ground.blocks[n].text) >= MIN_INSERTED_HAN and ends_sentence(text))]
    found = {lines[n] for n in inserted([_NOTE.sub("", ground.blocks[n].text) for n in lines], title)}
    short = (n for n in shown if han(ground.blocks[n].text) < MIN_INSERTED_HAN)
    found.update(n for n in short if sells_beside(ground, n, members, title))
    return {n for n in found if n != members[0] and not _is_caption(ground, n)}


def sells_beside(ground: Ground, n: int, members: Sequence[int], title: frozenset[int]) -> bool:
    """Return whether a line sells something of which the report's paragraphs say nothing."""
    return sells_apart(ground.blocks[n].text, (ground.blocks[k].text for k in members if k != n), title)


def _is_shown(ground: Ground, n: int) -> bool:
    features, text = ground.blocks[n].features, ground.blocks[n].text
    return bool(text) and not features.hidden and features.tag not in NEVER_TEXT and features.links < MAX_MASS_LINKS


def _is_caption(ground: Ground, n: int) -> bool:
    """Whether a line stands right after an image."""
    return n > 0 and ground.blocks[n - 1].features.tag == "img"


def _place(ground: Ground, n: int) -> tuple[int, int]:
    """The container of a line, and how many block-level elements part it from that: letters within them may be left bold or slanted."""
    features = ground.blocks[n].features
    element, between = features.element, 0
    while element > features.container:
        element, between = ground.parents[element], between + 1
    return features.container, between


def _box(ground: Ground, n: int, others: Sequence[int]) -> int | None:
    """The largest element around a paragraph that holds none of the other ones; None where they share their element."""
    box = ground.blocks[n].features.element
    if any(ground.inside(box, k) for k in others):
        return None
    while (parent := ground.parents[box]) != box and not any(ground.inside(parent, k) for k in others):
        box = parent
    return box
