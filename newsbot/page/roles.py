"""Labels that plain documents and pages of HTML share: watermarks, the headline and its repeats, captions with their credits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from newsbot.html.walk import RawLink
from newsbot.lines import headlines
from newsbot.lines.cached import credit, form_of, meta_line
from newsbot.lines.credits import (
    CLOSING_NAMES,
    NAMES_AFTER_DATELINE,
    OPENING,
    OPENING_PARAGRAPHS,
    caption_credit,
    closing_credit,
    credit_line,
    may_credit,
    opening_credits,
)
from newsbot.lines.credits.vocabulary import folded_marks, role_words
from newsbot.lines.measures import HAN, ends_sentence, han, is_paragraph, key, letter_pairs
from newsbot.lines.meta_line import MetaLine
from newsbot.lines.personal import may_be_personal, personal_data
from newsbot.lines.spam import brand_tokens
from newsbot.lines.title_scraps import title_scraps
from newsbot.lines.watermark import find_watermarks
from newsbot.model import KEPT, Block, Role
from newsbot.page.cohesion import pairs_of
from newsbot.page.glue import glued_parts
from newsbot.page.headline import HeadTitle
from newsbot.page.litter import ADVERTISER, DRAWN, MARKUP, find_litter
from newsbot.page.wording import furniture_odds
from newsbot.page.words import one_of

MAX_SUBHEAD_HAN: Final = 40
"""Han characters of a subhead."""
MAX_COMPARED: Final = 20
"""Paragraphs whose words are compared with those of the headline."""
MIN_DOUBLE_LETTERS: Final = 20
"""Letters of a paragraph that is not printed twice by intention; shorter ones are calls and refrains."""
DOUBLE_FACTOR: Final = 1.4
"""How many times longer than the first the second printing may be, with a dateline and credits in front."""
MIN_REPEATED_LETTERS: Final = 6
"""Letters of a title whose copies on the page are told from other lines."""
REPEAT_FACTOR: Final = 1.6
REPEAT_LETTERS: Final = 4
"""How many times longer than the title, and how many letters more, a copy may be with what is glued to it."""
MAX_PLACE_MARK_CHARS: Final = 2
"""Characters of a mark that links a heading to itself."""
PLACE_MARK: Final = "html.mark of a place"
REPEATED_PARAGRAPH: Final = "repeat.paragraph"
MAX_LEAD_CHARS: Final = 60
"""Letters of an abstract that are compared with the text."""
MIN_LEAD_CHARS: Final = 40
MIN_LOOSE_LEAD_CHARS: Final = 15
"""Letters of an abstract that is a repeat of the text: of a whole sentence, and of one that is cut off or has a label."""
CUT_LETTERS: Final = 2
"""Letters at the end of an abstract that is cut off which the text may have otherwise."""
LEAD_OFFSET: Final = 30
"""Letters before the place in the text where an abstract with a label, or cut off, begins."""
MOST_LEAD_LINES: Final = 3
PARAGRAPHS_COMPARED: Final = 6
"""Lines at the head of the report that may be an abstract, and paragraphs that each is compared with."""
LEAD_LABEL: Final = re.compile(rf"^[\s【\[]{{0,3}}{one_of('lead_labels')}[\s:：】\]]{{1,4}}")
"""The label of an abstract in front of the text."""


@dataclass(slots=True)
class Outline:
    """What labelling found: the headline's block, the meta lines with their blocks, whether a `标题:` line gave the title."""

    title: int | None = None
    metas: list[tuple[int, MetaLine]] = field(default_factory=list)
    true_title: bool = False
    close: bool = False
    """Whether another line could be the headline, or none, with hardly less right."""
    head_title: HeadTitle | None = None
    stated: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Fields as a site rule found them: name -> (block, text)."""


LITTER: Final = {MARKUP: Role.HIDDEN, DRAWN: Role.WATERMARK, ADVERTISER: Role.ADVERT}
"""The role of each kind of litter."""


def label_litter(lines: Iterable[Block], blocks: Sequence[Block] = (), links: Iterable[RawLink] = ()) -> None:
    """Carve out of every line what is no text of anybody: see :mod:`newsbot.page.litter`.

    Of all ``blocks`` of a page with ``links`` the marks that link a heading to itself (¶, #) are none, either, as generators of documents
    put them at its end or before it.
    """
    _label_place_marks(blocks, links)
    for block in lines:
        for mark in find_litter(block.text):
            block.carve(mark.start, mark.end, LITTER[mark.rule], mark.rule)


def _label_place_marks(blocks: Sequence[Block], links: Iterable[RawLink]) -> None:
    for attributes, text, n in links:
        mark = (text or "").strip()
        if (
            not 0 < len(mark) <= MAX_PLACE_MARK_CHARS
            or mark.isalnum()
            or not (attributes.get("href") or "").startswith("#")
            or n >= len(blocks)
        ):
            continue
        line = blocks[n].text
        if line.endswith(mark) and len(line) > len(mark):
            blocks[n].carve(len(line) - len(mark), len(line), Role.PERMALINK, PLACE_MARK)
        elif line.startswith(mark) and len(line) > len(mark):
            blocks[n].carve(0, len(mark), Role.PERMALINK, PLACE_MARK)


def label_put_in(title: Sequence[Block], text: Sequence[Block], blocks: Sequence[Block], links: Sequence[RawLink]) -> None:
    """Carve out what was put into the headline and the text of a report, of all ``blocks`` of its page."""
    label_litter((*title, *text), blocks, links)
    label_watermarks(text)


def label_watermarks(blocks: Sequence[Block]) -> None:
    """Carve out what the site put into its paragraphs: its own marks, and brand names it sells."""
    texts = [block.text for block in blocks]
    for mark in find_watermarks(texts):
        blocks[mark.block].carve(mark.start, mark.end, Role.WATERMARK, mark.rule)
    for mark in brand_tokens(texts):
        blocks[mark.block].carve(mark.start, mark.end, Role.SPAM, mark.rule)


def label_scraps(blocks: Sequence[Block], title: str) -> None:
    """Carve scraps of the title out of the paragraphs of the body."""
    body = [block for block in blocks if block.role is Role.BODY]
    for mark in reversed(title_scraps([block.kept(Role.BODY) for block in body], title)):
        body[mark.block].carve_in(Role.BODY, mark.start, mark.end, Role.SPAM, mark.rule)


def label_headline(block: Block, others: Iterable[str], rule: str, text: Iterable[str]) -> str:
    """Label a headline and what is glued to it; return the clean headline.

    ``others`` are the page's other headlines, ``text`` the paragraphs of its report: a headline speaks of what they speak of.
    """
    words = pairs_of(text, MAX_COMPARED)
    known = [other for other in others if len(other) <= headlines.MAX_HEADLINE_CHARS]
    _carve_cuts(block, glued_parts(block.open, words))
    _carve_cuts(block, headlines.cuts(block.open, known))
    if (number := _PAGE_NUMBER.search(block.open)) and any(_is_pager(other) for other in known):
        block.carve_in(None, number.start(), number.end(), Role.NAVIGATION, "title.page number")
    title = block.open
    block.label(Role.TITLE, rule)
    return title


_PAGE_NUMBER = re.compile(r"\s{0,2}[(（]\s?\d{1,2}\s?[)）]$")
"""At the end of the headline of a report on several pages, where the page has links to the others."""


def _is_pager(line: str) -> bool:
    return (form := form_of(line)) is not None and form.rule == "form.page numbers"


def _carve_cuts(block: Block, cuts: Iterable[headlines.Cut]) -> None:
    for cut in sorted(cuts, key=lambda cut: -cut.start):
        block.carve_in(None, cut.start, cut.end, Role.SPAM, cut.rule)


def label_repeats(blocks: Sequence[Block], title: str) -> None:
    """Label every other copy of the title on the page, with or without what is glued to it."""
    clean = key(title)
    first = clean[:1] if HAN.match(clean) else ""  # which a copy has as it stands: most lines need not be folded
    for block in blocks if len(clean) >= MIN_REPEATED_LETTERS else ():
        if first not in block.text:
            continue
        if not len(clean) <= len(block.text) <= headlines.MAX_HEADLINE_CHARS or block.text.endswith(("。", "。”")):
            continue  # a sentence that says what the headline says is the lead
        text = key(block.open)
        if clean in text and len(text) <= len(clean) * REPEAT_FACTOR + REPEAT_LETTERS:
            block.label(Role.REPEAT, "repeat.title")


def label_lead(blocks: Sequence[Block], first: int, last: int) -> None:
    """Label an abstract before the text that is only its beginning, whole or cut off."""
    for n in range(first, min(first + MOST_LEAD_LINES, last)):
        text = blocks[n].open
        lead = key(LEAD_LABEL.sub("", text[:300]))[:MAX_LEAD_CHARS]
        loose = LEAD_LABEL.match(text) is not None or not ends_sentence(text)
        # two paragraphs may begin alike: without a label the lead must be cut off, or long
        if blocks[n].features.tag == "img" or len(lead) < (MIN_LOOSE_LEAD_CHARS if loose else MIN_LEAD_CHARS):
            continue
        lead = lead if len(lead) == MAX_LEAD_CHARS else lead[: max(len(lead) - CUT_LETTERS, MIN_LOOSE_LEAD_CHARS)]
        look = _look(blocks[n])
        for other in blocks[n + 1 : min(n + 1 + PARAGRAPHS_COMPARED, last)]:
            # a whole paragraph that looks like the next one is no lead
            if (
                other.features.tag != "img"
                and (loose or look != _look(other))
                and 0 <= key(other.text[:200]).find(lead) <= LEAD_OFFSET * loose
            ):
                blocks[n].label(Role.REPEAT, "repeat.lead")


def _look(block: Block) -> tuple[int, str, bool]:
    return block.features.container, block.features.names, block.features.bold


def label_caption(block: Block, rule: str) -> None:
    """Label a caption, and who took the picture."""
    if taken := caption_credit(block.open):
        block.carve_in(None, taken.start, taken.end, Role.CREDIT, taken.rule)
    block.label(Role.CAPTION, rule)


def label_doubles(blocks: Sequence[Block]) -> None:
    """Label paragraphs that the page prints once more: a version for telephones, a report that stands on it twice.

    What stands at the head of a text and once more within it, with other paragraphs between, is its abstract: there the first goes.
    """
    first: dict[str, int] = {}
    lengths: defaultdict[str, set[int]] = defaultdict(set)  # of those seen, by their last letters: a page may have any number
    paragraphs = [block for block in blocks if block.role is Role.BODY]
    again: dict[int, int] = {}
    for n, block in enumerate(paragraphs):
        folded = key(block.kept(Role.BODY))
        if len(folded) < MIN_DOUBLE_LETTERS:
            continue
        alike = lengths[folded[-MIN_DOUBLE_LETTERS:]]
        said = [folded[-length:] for length in alike if length <= len(folded) <= length * DOUBLE_FACTOR and folded[-length:] in first]
        if said:
            again[n] = min(first[text] for text in said)
        first.setdefault(folded, n)
        alike.add(len(folded))
    twice = {*again, *again.values()}
    boxes = [block.features.container for block in paragraphs]
    for n, before in again.items():
        headed = before < MOST_ABSTRACT and {*range(before)} <= twice and not {*range(before, n)} <= twice
        within = not {*range(n, len(paragraphs))} <= twice or boxes[before] != boxes[n] == boxes[n - 1]
        paragraphs[before if headed and within else n].relabel(Role.REPEAT, REPEATED_PARAGRAPH)


MOST_ABSTRACT: Final = 3
"""Paragraphs at the head of a text that may be its abstract."""
MAX_BOX_HEADING_HAN: Final = 8
"""Han characters of what stands above an advert inside a text: 直播中, 限时抢购."""
BOX_HEADING: Final = "heading of an advert"
"""A short line right above an advert inside a text, and of no word of the text: the box that holds both has a heading."""


def label_within(kept: Sequence[Block], blocks: Sequence[Block]) -> None:
    """Label what stands in the parts of a page that are ``kept`` and is no text: strays, credits, personal data."""
    _label_strays(kept, blocks)
    label_credits(kept)
    _label_personal(kept)


def _label_strays(kept: Sequence[Block], blocks: Sequence[Block]) -> None:
    """Label what stands in a text and says nothing there: paragraphs printed once more, and what heads an advert among them.

    ``kept``: those of the ``blocks`` of a page that have something of a row.
    """
    label_doubles(kept)
    heads = [
        block
        for n, block in enumerate(blocks)
        if block.role is Role.SUBHEAD and han(block.text) <= MAX_BOX_HEADING_HAN and _role_below(blocks, n) is Role.ADVERT
    ]
    if heads:
        words = pairs_of((block.kept(Role.BODY) for block in blocks if block.role is Role.BODY), MAX_COMPARED)
        for block in heads:
            if words.isdisjoint(letter_pairs(block.text)):
                block.relabel(Role.ADVERT, BOX_HEADING)


def _role_below(blocks: Sequence[Block], n: int) -> Role | None:
    return next((block.role for block in blocks[n + 1 :] if block.text and not block.features.hidden), None)


def label_text(block: Block, *, member: bool = False) -> None:
    """Label what is open of a line of the report by its form: paragraph (``member``: known to be one), credit, subhead or sentence."""
    text = block.open
    if member or is_paragraph(text):
        block.label(Role.BODY, "body.paragraph")
    elif found := credit(text):
        block.label(Role.CREDIT, found.rule)
    elif han(text) <= MAX_SUBHEAD_HAN and not ends_sentence(text):
        block.label(Role.SUBHEAD, "body.subhead")
    else:
        block.label(Role.BODY, "body.sentence")


MAX_BUTTON_CHARS: Final = 20
"""Characters of a button or a link that is glued behind the last sentence of a text."""
MAX_LINK_CHARS: Final = 30
"""Characters of a headline that a paragraph links to."""
GLUED_ODDS: Final = 3.0
"""Log odds of furniture from which that is one."""
_BEHIND_LAST_SENTENCE = re.compile(rf"(?<=[。！？”])[^。！？”]{{2,{MAX_BUTTON_CHARS}}}$")
_TEXT = frozenset({Role.BODY, Role.SUBHEAD})
_END_MARK = re.compile(rf"(?<=[。！？”])\s{{0,2}}(?:[（(【\[]\s?{one_of('end_marks')}\s?[)）】\]]|{one_of('end_marks')})$")
"""What an agency prints behind the last sentence of a report, and what stays with it: `…落到实处。（完）`, `…落到实处。完`."""
_LINK_BEHIND = re.compile(
    rf"(?<=[。！？”])\s{{0,2}}(?:[>＞》≫]{{2,4}}\s{{0,2}}[^。！？>＞》≫]{{2,{MAX_LINK_CHARS}}}|{one_of('ends_in_link')})$"
)
"""A link to another report, behind a paragraph: `…一一化解。>>>社区里的议事亭`, `…一一化解。【详细】`."""
SOURCE_AT_END: Final = "credit.medium at the end"
"""A bracket behind the last sentence that holds a labelled medium and nothing else: `…落到实处。（来源：青山日报）`."""
_LAST_BRACKET = re.compile(r"(?<=[。！？”…])\s{0,2}[（(【\[]\s{0,2}([^（）()【】\[\]]{4,40})[)）】\]]\s{0,2}$")
_OPENING_BRACKETS = frozenset("（([【")
EDGE_BLOCKS = 3
"""Blocks at either end of a report in which a line that is nothing but a credit is taken out of it."""


def label_credits(blocks: Sequence[Block]) -> None:
    """Carve the credits inside the body out of it: lines of their own at its ends, after 本报讯, at the end of a paragraph."""
    kept = [block for block in blocks if block.role in _TEXT]
    for n, block in enumerate(kept):
        at_edge = n < EDGE_BLOCKS or n >= len(kept) - EDGE_BLOCKS
        if at_edge and len(kept) > 1 and (line := credit_line(block.text, bare=n in {0, len(kept) - 1})) and line.authors:
            block.relabel(Role.CREDIT, line.rule)
    kept = [block for block in kept if block.role in _TEXT]  # one that was a credit alone is no text any more
    body = iter([block for block in kept if block.role is Role.BODY])
    for block in islice(body, OPENING_PARAGRAPHS):
        _carve_opening(block)
        if any(piece.role is Role.CREDIT for piece in block.pieces):
            break
    for block in body:  # a second report under one headline has a dateline of its own
        _carve_opening(block, later=True)
    for n, block in enumerate(kept):
        role = block.role
        ends = n >= len(kept) - EDGE_BLOCKS or (role is Role.BODY and kept[n + 1].role is Role.SUBHEAD)  # each part may have its author
        if role and (closing := closing_credit(block.kept(role))) and (ends or closing.rule != CLOSING_NAMES):
            block.carve_in(role, closing.start, closing.end, Role.CREDIT, closing.rule)
    for block in kept:
        if (link := _LINK_BEHIND.search(block.kept(Role.BODY))) and link.start():
            block.carve_in(Role.BODY, *link.span(), Role.NAVIGATION, "form.link behind a sentence")
    if kept:
        # where other paragraphs name a medium so, each says of itself from where it is
        _carve_glued(kept[-1], alone=not any(_medium_at_end(block.text) for block in kept[:-1]))


def _medium_at_end(text: str) -> re.Match[str] | None:
    """The bracket behind the last sentence of a text that holds a labelled medium and nothing else."""
    bracket = _LAST_BRACKET.search(text)
    meta = meta_line(bracket[1]) if bracket and bracket.start() else None
    return bracket if meta is not None and meta.labels == {"source"} and "source" in meta.fields else None


def _carve_glued(block: Block, *, alone: bool) -> None:
    """Carve what the page glued behind the last sentence of its text, and words as furniture: `…一天比一天浓。返回首页，查看更多`.

    A labelled medium in a bracket is carved where it stands ``alone`` in the text.
    """
    text = block.kept(Role.BODY)
    if alone and (bracket := _medium_at_end(text)):
        block.carve_in(Role.BODY, bracket.start(), len(text), Role.CREDIT, SOURCE_AT_END)
        text = block.kept(Role.BODY)
    if _END_MARK.search(text, max(0, len(text) - MAX_BUTTON_CHARS - 1)):
        return
    glued = _BEHIND_LAST_SENTENCE.search(text, max(0, len(text) - MAX_BUTTON_CHARS - 1))
    if not glued or not glued.start() or furniture_odds(glued[0]) < GLUED_ODDS:
        return
    if not may_credit(glued[0]) or not (glued[0][0] in "（(" or any(role_words(folded_marks(glued[0])))):
        block.carve_in(Role.BODY, glued.start(), len(text), Role.NAVIGATION, "wording.furniture behind the text")


def _carve_opening(block: Block, *, later: bool = False) -> None:
    """Carve the credits at the head of a paragraph; of a ``later`` one only where they stand in a bracket behind a dateline."""
    text = block.kept(Role.BODY)
    found = opening_credits(text)
    if later and not any(credit.rule == OPENING and credit.start and text[credit.start] in _OPENING_BRACKETS for credit in found):
        return
    for opening in sorted(found, key=lambda credit: -credit.start):
        if opening.rule != NAMES_AFTER_DATELINE:
            block.carve_in(Role.BODY, opening.start, opening.end, Role.CREDIT, opening.rule)


def _label_personal(blocks: Sequence[Block]) -> None:
    """Carve personal data out of every text that would stand in a row."""
    for block in blocks:
        if not any([piece.role in KEPT for piece in block.pieces]) or not may_be_personal(block.text):  # noqa: C419 - half the time
            continue
        for role in (Role.TITLE, Role.BODY, Role.SUBHEAD, Role.CAPTION):
            for start, end, rule in sorted(personal_data(block.kept(role)), reverse=True):
                block.carve_in(role, start, end, Role.CONTACT, rule)
