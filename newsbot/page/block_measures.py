"""What finding the report needs to know of every block of a page, measured once: running text, barriers, places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from newsbot.html.page import HtmlPage
from newsbot.html.tags import HEADINGS
from newsbot.lines.cached import credit, form_of, meta_line
from newsbot.lines.measures import han, is_paragraph
from newsbot.model import Block, Role
from newsbot.page.headline import LINKED, LIST_STARTS, MAX_HEADING_CHARS, is_headline, is_list_heading
from newsbot.page.wording import text_chance, voted_form
from newsbot.page.words import one_of

MAX_PARAGRAPH_MASS: Final = 400
"""Han characters for which one paragraph counts at most, so that one endless paragraph does not outvote an article."""
MIN_ABSTRACTS: Final = 3
"""Texts under linked headlines that make a list."""
MOST_ABSTRACTS: Final = 0.6
"""Share of the texts of one look that stand under linked headlines where all of them are abstracts."""
LIST_BARRIER: Final = 2
HEADLINE_BARRIER: Final = 6
"""Barriers: the heading of a list, the headline of another report. So many times less counts the text after."""
MIN_TEXT_CHANCE: Final = 0.1
"""Share of its mass that a paragraph keeps whatever its wording: a report worded like a notice is found where nothing else is."""
MIN_MASS_CHARS: Final = 18
"""Characters of the shortest running text that has mass."""
MAX_MASS_LINKS: Final = 0.5
"""Share inside links up to which a text has mass."""
MIN_BARRIER_CHARS: Final = 8
"""Characters of the headline of another report."""
MIN_LINE_HAN: Final = 4
"""Han characters of the line above a text that says whether the text stands under a linked headline; shorter ones are days and counters."""
MIN_LINKED_HAN: Final = 6
"""Han characters of a linked headline."""
NEXT_BLOCKS: Final = 3
"""Blocks in which the next line of text is looked for."""
BLOCKS_ABOVE: Final = 5
"""Blocks in which the line above a text is looked for."""
MIN_ROWS: Final = 3
MOST_ROWS: Final = 0.7
"""Rows that make a list, and their share of its lines."""
MAX_LIST_ROWS: Final = 60
MAX_ROW_CHARS: Final = 100
"""Rows of a list, and characters of one."""
MANY_H1: Final = 8
"""First-level headings of a page from which one is no more than any other heading: such pages have it for boxes and subheads, too."""
REST_LINK_CHARS: Final = 12
"""Characters at the end of a text in which a link to the rest is looked for."""
NEVER_TEXT = frozenset({"img", "option", "button", "select", "textarea", "rest", "label", "legend", "footer"})
_ENDS = ("。", "，", "；", "：", ",", ";", ":")


@dataclass(slots=True)
class Ground:
    """What finding needs to know of every block, measured once."""

    blocks: Sequence[Block]
    parents: Sequence[int]
    mass: list[int] = field(default_factory=list)
    """Han characters of running text; 0 for links, short lines, images and what is hidden."""
    barrier: list[int] = field(default_factory=list)
    """Where another part of the page begins: how many times less the text after counts. LIST_BARRIER for that of a list,
    HEADLINE_BARRIER for a headline of the first level or one with its own meta line after a text; 0 elsewhere."""
    walked: list[int] = field(default_factory=list)
    """Characters shown before each block."""
    ends: list[int] = field(default_factory=list)
    """For each element the last element inside it: elements are numbered in the order of the page."""
    abstracts: int = 0
    """Texts that are abstracts of other reports; they have no mass."""
    teasers: set[int] = field(default_factory=set)
    """Blocks that are such an abstract by themselves: under a linked headline, and with a link to the rest."""
    rows: set[int] = field(default_factory=set)
    """Rows of lists that the report prints between or right after its paragraphs; see :func:`rows_after`."""

    @classmethod
    def of(cls, page: HtmlPage) -> Ground:
        """Measure the blocks of a page, whose texts are restored."""
        parents = page.parents
        ends = list(range(len(parents)))
        ground = cls(page.blocks, parents, ends=ends)
        for element in range(len(ends) - 1, 0, -1):
            parent = parents[element]
            if ends[parent] == parent:  # the last child comes first, and reaches farthest
                ends[parent] = ends[element]
        mass, barrier, walked = ground.mass, ground.barrier, ground.walked
        shown = 0
        read = False  # whether running text stands before
        headed = sum(block.features.tag == "h1" and not block.features.hidden for block in page.blocks) >= MANY_H1
        for n, block in enumerate(page.blocks):
            features, text = block.features, block.text
            walked.append(shown)
            if not text or features.hidden or features.tag in NEVER_TEXT:
                mass.append(0)
                barrier.append(0)
                continue
            length = len(text)
            shown += length
            weight = _weight(text, features.links) if length >= MIN_MASS_CHARS and features.links < MAX_MASS_LINKS else 0
            mass.append(weight)
            barrier.append(_barrier(page.blocks, n, read=read, headed=headed))
            read = read or weight > 0
        walked.append(shown)
        ground._weigh_abstracts()
        return ground

    def _weigh_abstracts(self) -> None:
        """Take the weight from abstracts of other reports.

        They are texts that look alike, three and more, each under a linked headline or before a link to the rest; or one that has both.
        """
        alike: dict[str, list[int]] = {}
        for n, mass in enumerate(self.mass):
            if mass:
                alike.setdefault(self.blocks[n].features.names, []).append(n)
        for texts in alike.values():
            headed = [n for n in texts if stands_under_link(self.blocks, n) or (_leads_on(self.blocks, n) and not self._follows_text(n))]
            if len(headed) >= MIN_ABSTRACTS and len(headed) >= MOST_ABSTRACTS * len(texts):
                self.abstracts += len(headed)
                for n in headed:
                    self.mass[n] = 0
        teasers = [n for n in range(len(self.blocks)) if _ends_in_link(self.blocks[n]) and stands_under_link(self.blocks, n)]
        weight = sum(self.mass[n] for n in teasers)
        if sum(self.mass) > 2 * weight:  # a report may have such a link itself
            self.teasers.update(teasers)
            for n in teasers:
                self.mass[n] = 0

    def _follows_text(self, n: int) -> bool:
        """Whether a text comes right after another in its element, without a headline of its own: both are of one report."""
        return n > 0 and self.mass[n - 1] > 0 and self.blocks[n - 1].features.container == self.blocks[n].features.container

    def inside(self, element: int, block: int) -> bool:
        """Return whether the block stands in the element."""
        return element <= self.blocks[block].features.element <= self.ends[element]

    def shown(self, start: int, end: int) -> int:
        """Return characters of the blocks from ``start`` to before ``end`` that a reader sees."""
        return self.walked[end] - self.walked[start]


def _barrier(blocks: Sequence[Block], n: int, *, read: bool, headed: bool) -> int:
    """How much of a barrier a line is; ``read``: running text stands before it; ``headed``: boxes have first-level headings, too."""
    features, text = blocks[n].features, blocks[n].text
    if features.tag == "h1" and not headed:
        return HEADLINE_BARRIER if is_headline(blocks[n]) and meta_line(text) is None else 0
    if text[0] in LIST_STARTS and is_list_heading(blocks[n]):
        return LIST_BARRIER
    if not read or features.links >= MAX_MASS_LINKS or not MIN_BARRIER_CHARS <= len(text) <= MAX_HEADING_CHARS or text.endswith(_ENDS):
        return 0
    following = next((b for b in blocks[n + 1 : n + 1 + NEXT_BLOCKS] if b.text and not b.features.hidden and b.features.tag != "img"), None)
    meta = meta_line(following.text) if following else None
    if meta is None or meta_line(text) is not None or form_of(text) is not None or credit(text) is not None:
        return 0
    # a subhead of a chronicle has a day after it, a headline that is no heading must have more
    dated = bool(meta.times) if features.tag in HEADINGS else any(time.has_clock for time in meta.times) or "source" in meta.labels
    return HEADLINE_BARRIER if dated else 0


_TO_THE_REST = re.compile(rf"[\[【(（<]{{0,2}}{one_of('to_the_rest')}[\]】)）>»…]{{0,3}}", re.IGNORECASE)
_ENDS_IN_LINK = re.compile(rf"{one_of('ends_in_link')}[>»]{{0,2}}$")


def _leads_on(blocks: Sequence[Block], n: int) -> bool:
    """Whether the line after a text is a link to the whole of it (阅读全文), or the text ends with one."""
    following = next((b for b in blocks[n + 1 : n + 1 + NEXT_BLOCKS] if b.text and not b.features.hidden and b.features.tag != "img"), None)
    if following is not None and following.features.links > LINKED and _TO_THE_REST.fullmatch(following.text):
        return True
    return _ends_in_link(blocks[n])


def _ends_in_link(block: Block) -> bool:
    """Whether a text ends with a link to the whole of it (……[详细])."""
    return 0 < block.features.links < MAX_MASS_LINKS and _ENDS_IN_LINK.search(block.text[-REST_LINK_CHARS:]) is not None


def stands_under_link(blocks: Sequence[Block], n: int) -> bool:
    """Return whether the line before a text is the linked headline of another report."""
    for k in range(n - 1, max(n - 1 - BLOCKS_ABOVE, -1), -1):
        block = blocks[k]
        if block.text and not block.features.hidden and block.features.tag != "img" and han(block.text) >= MIN_LINE_HAN:
            return block.features.links > LINKED and han(block.text) >= MIN_LINKED_HAN
    return False


def _weight(text: str, links: float) -> int:
    """The Han characters of a paragraph of running text, those inside links left out, less the more it is worded as furniture; else 0."""
    if not is_paragraph(text) or ((form := voted_form(text)) and form.role is not Role.TITLE):
        return 0
    share = max(text_chance(text), MIN_TEXT_CHANCE)
    return max(round(min(han(text), MAX_PARAGRAPH_MASS) * (1 - links) * share), 1)


def is_next_item(above: Block, block: Block) -> bool:
    """Return whether a line goes on with the list that the line above it is of: in one element, behind the same mark (★, ■)."""
    mark, features = block.text[:1], block.features
    listed = mark and mark == above.text[:1] and not mark.isalnum() and mark not in _OPENING_MARKS
    return bool(listed) and features.element == above.features.element and not features.links and not features.hidden


def rows_after(blocks: Sequence[Block], above: int, end: int) -> range:
    """Return the rows of a list that begins right after the paragraph ``above``: lines that look as it does, and alike one to the other.

    Nothing links them, and none is a form, a meta line or a credit: a ranking, a table that was printed line by line, items with numbers.
    Most have the same marks at one of their ends, so that the wording, which knows lists as furniture, need not say what they are.
    """
    look = _look_of(blocks[above])
    rows: list[int] = []
    for n in range(above + 1, min(above + 1 + MAX_LIST_ROWS, end)):
        if blocks[n].features.hidden or not blocks[n].text:
            continue
        if _look_of(blocks[n]) != look or not _may_be_row(blocks[n]):
            break
        rows.append(n)
    edges = [_edges(blocks[n].text) for n in rows]
    for side in (0, 1):
        shape, count = Counter(edge[side] for edge in edges).most_common(1)[0] if edges else ("", 0)
        last = max((at for at, edge in enumerate(edges) if edge[side] == shape), default=-1)
        if shape and count >= MIN_ROWS and count >= MOST_ROWS * (last + 1):
            return range(rows[0], rows[last] + 1)
    return range(0)


def _look_of(block: Block) -> tuple[object, ...]:
    features = block.features
    return features.tag, features.names, features.container


def _may_be_row(block: Block) -> bool:
    text = block.text
    if block.features.links or len(text) > MAX_ROW_CHARS or is_paragraph(text):
        return False
    return voted_form(text) is None and meta_line(text) is None and credit(text) is None


def _edges(text: str) -> tuple[str, str]:
    """The marks and figures at both ends of a line, figures as 0; empty where it begins or ends with a word."""
    start, end = _ROW_START.match(text), _ROW_END.search(text[-MAX_ROW_CHARS:])
    return tuple("" if found is None else re.sub(r"\d+", "0", found[0]) for found in (start, end))  # type: ignore[return-value]


_ROW_START = re.compile(r"(?:[（(]?\d{1,3}[)）]?[、.．:：]|[①-⑳㈠-㈩★●■◆▲◎·•])")
_ROW_END = re.compile(r"(?:\d[)）%]|[)）])$")

_OPENING_MARKS: Final = frozenset("“\"‘'《〈（(【[「『")
