"""Roles of the blocks of a page of HTML, once it is known where the report stands.

Outside the report the place decides, inside it the printed form. Every later rule speaks only of what is still open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from newsbot.html.page import HtmlPage
from newsbot.html.tags import HEADINGS
from newsbot.lines.cached import credit, meta_line
from newsbot.lines.measures import ends_sentence, is_paragraph
from newsbot.lines.meta_line import MetaLine
from newsbot.lines.times import Time
from newsbot.model import MOSTLY_LINKS, Block, Outcome, Reason, Role
from newsbot.page.block_measures import Ground, is_next_item, rows_after
from newsbot.page.captions import BLOCKS_ABOVE_CAPTION, CaptionStyle, is_beside_meta_line, label_captions_above
from newsbot.page.cohesion import pairs_of, speaks_of
from newsbot.page.find_report import Found, Span, find_article
from newsbot.page.foreign import Belonging
from newsbot.page.head_title import headline_of_head, part_from_crumbs
from newsbot.page.headline import is_headline, is_list_heading
from newsbot.page.headline_choice import SUBTITLE
from newsbot.page.is_report import judge
from newsbot.page.label_around import HEAD_BLOCKS, TAIL_BLOCKS, label_around
from newsbot.page.roles import (
    Outline,
    label_caption,
    label_headline,
    label_lead,
    label_put_in,
    label_repeats,
    label_text,
)
from newsbot.page.site_rules import SiteReading
from newsbot.page.text_end import before_another
from newsbot.page.true_title import carve_label, label_at_end, true_title, wins
from newsbot.page.wording import FURNITURE_ODDS, INSIDE_ODDS, furniture_odds, voted_form
from newsbot.page.words import one_of

MAX_PROMOTION_CHARS: Final = 120
"""Characters of a line that promotes the medium."""
EDGE_ODDS: Final = 2.0
"""Log odds of furniture from which a line after the paragraphs is none of the report's own."""
BOX_ODDS: Final = 4.5
"""The same for one before or between the paragraphs, in a box with some of them."""
CONTROLS: Final = frozenset({"option", "button", "select", "textarea"})
WIDGET_BLOCKS: Final = 8
"""Elements that are pressed or filled in, and blocks behind a line in which one of its box is looked for."""
MAX_LEAD_GAP: Final = 20
"""Characters between an abstract and the text that it belongs to."""
MIN_OTHER_HEADLINE_CHARS: Final = 8
"""Characters of the page's other headlines, which show what a farm glues to each."""
MIN_LIST_ITEM_CHARS: Final = 8
"""Characters of a link after the report that is another report's headline; shorter ones are names of sections."""


def label_html(
    page: HtmlPage, clock: datetime | None, by_rule: SiteReading | None = None, named: str | None = None
) -> tuple[Outline, tuple[Outcome, Reason, str] | None]:
    """Label every block of a page of HTML. Returns what was found, and outcome and reason where the page is no report.

    ``by_rule`` is what a site rule found, see :mod:`newsbot.page.site_rules`; ``named`` the headline that a list has of the page.
    """
    blocks = page.blocks
    outline = Outline()
    ground = Ground.of(page)
    found = find_article(page, ground, named)
    for block in blocks:
        if block.features.hidden:
            block.label(Role.HIDDEN, "html.hidden")
    if by_rule is not None:
        found = _by_rule(ground, found, by_rule)
        outline.stated = by_rule.fields
        for n in by_rule.left_out:
            blocks[n].label(Role.TAIL, by_rule.rule)
    if (stated := _true_title(blocks, found)) is not None:
        found = Found((stated,), agrees=True, span=found.span)
        outline.true_title = True
    outline.close = found.close
    if found.title:
        outline.title = found.title[0]
    elif found.span is not None:
        outline.head_title = headline_of_head(page, [blocks[n].text for n in found.span.members])
    if (span := found.span) is None:
        _label_rest(blocks, outline, 0, 0)
        return outline, judge(page, ground, found, outline)
    label_put_in([blocks[n] for n in found.title], blocks[span.first : span.last], blocks, page.raw_links)
    label_at_end(blocks[span.first : span.last])
    for above in span.members:
        ground.rows.update(rows_after(blocks, above, len(blocks)))
    first, last = _bounds(ground, span, found)
    label_around(page, ground, found, (first, last), outline=outline, clock=clock)
    if found.title and not found.agrees:
        part_from_crumbs(page, found.title, span.members)
    _label_title(blocks, found, [time for _, line in outline.metas for time in line.times])
    label_lead(blocks, first, last)
    look = CaptionStyle(blocks, max(first - BLOCKS_ABOVE_CAPTION, 0), last)
    label_captions_above(blocks, look, found.title[-1] + 1 if found.title else 0, first)
    for block in blocks[first : span.first]:
        if block.open.startswith(SUBTITLE) and not ends_sentence(block.open):
            block.label(Role.HEADER, "header.subtitle")
    outline.metas += _label_inside(ground, span, look, first, last)
    _label_picture_story(blocks, span.members)
    _label_rest(blocks, outline, first, last)
    # where a site rule found the report, there is one
    return outline, None if by_rule else judge(page, ground, found, outline)


def _true_title(blocks: Sequence[Block], found: Found) -> int | None:
    """The line near the report whose title wins over the page's heading: see :func:`newsbot.page.true_title.wins`."""
    heading = "".join(blocks[n].text for n in found.title)
    near = range(max(0, found.span.first - HEAD_BLOCKS), min(found.span.last + TAIL_BLOCKS, len(blocks))) if found.span else ()
    for n in near:
        if not blocks[n].features.hidden and n not in found.title and (stated := true_title(blocks[n].text)) and wins(*stated, heading):
            return n
    return None


def _by_rule(ground: Ground, found: Found, by_rule: SiteReading) -> Found:
    """What a site rule found in place of what the general way found; a headline of the general way stays where the rule names none."""
    members = before_another(ground, [n for n in by_rule.body if ground.mass[n]])
    if not members:
        return found
    last = max(ground.blocks[n].features.element for n in by_rule.body)
    root = min(ground.blocks[n].features.element for n in by_rule.body)
    while ground.ends[root] < last:
        root = ground.parents[root]
    title = (by_rule.fields["title"][0],) if "title" in by_rule.fields else found.title
    return Found(title, found.agrees, Span(tuple(members), root, sum(ground.mass[n] for n in members)))


# ------------------------------------------------------------------------------------------------------------------- bounds


def _bounds(ground: Ground, span: Span, found: Found) -> tuple[int, int]:
    """The blocks from the first to the last of the report: short lines of its element before and after its paragraphs are its own."""
    blocks = ground.blocks
    first, last = span.first, span.last
    floor = found.title[-1] + 1 if found.title and found.title[-1] < first else max(first - HEAD_BLOCKS, 0)
    if any(_ANNOUNCES_OTHERS.search(blocks[n].text) for n in range(max(floor, first - HEAD_BLOCKS), first)):
        floor = first
    belongs = Belonging(ground, span.members, "".join(blocks[n].text for n in found.title))
    for n in range(first - 1, floor - 1, -1):
        if n in span.foreign or n in ground.teasers:
            continue
        if not belongs(n):
            break
        if not ground.inside(span.root, n) and not _is_lead(ground, n, first):
            break
        if _is_own_line(blocks[n], _odds_allowed(ground, span, n)):
            first = n
        elif not _is_passed_over(blocks[n]):
            break
    signed = False
    for n in range(last, len(blocks)):
        if n in ground.rows or (n == last and is_next_item(blocks[n - 1], blocks[n])):
            last = n + 1
            continue
        if not ground.inside(span.root, n) or ground.barrier[n] or n in span.foreign or not belongs(n) or _is_in_widget(ground, span, n):
            break
        signed = signed or (blocks[n].features.tag != "img" and not blocks[n].features.hidden and credit(blocks[n].text) is not None)
        if _is_own_line(blocks[n], EDGE_ODDS) and not _signs_off(blocks[n].text):
            if signed and not ends_sentence(blocks[n].text):
                break  # behind who wrote no heading of the text follows
            last = n + 1
        elif not _is_passed_over(blocks[n]):
            break
    while (
        last > span.last and last - 1 not in ground.rows and (_announces(blocks[last - 1]) or not _is_own_line(blocks[last - 1], EDGE_ODDS))
    ):
        last -= 1  # what it announces is another part of the page
    return first, span.last if last > span.last and _are_reactions(blocks[span.last : last]) else last


def _signs_off(text: str) -> bool:
    """Whether a line names an office and who wrote for it: `文明办 王某某`. A name alone may be any word."""
    return " " in text.replace("\u3000", " ").strip() and credit(text, bare=True) is not None


def _are_reactions(lines: Sequence[Block]) -> bool:
    """Whether lines behind the last paragraph are a row of words to click on: 路过, 握手, 鲜花."""
    texts = [block.text for block in lines if block.text and not block.features.hidden]
    return len(texts) >= MIN_REACTIONS and all(len(text) <= MAX_REACTION_CHARS and not ends_sentence(text) for text in texts)


def _is_in_widget(ground: Ground, span: Span, n: int) -> bool:
    """Whether a line behind the text shares a box with a button or a field and with none of its paragraphs: a vote, a form."""
    blocks, box = ground.blocks, ground.parents[ground.blocks[n].features.element]
    near = range(n, min(n + WIDGET_BLOCKS, len(blocks)))
    pressed = any(blocks[k].features.tag in CONTROLS and ground.inside(box, k) for k in near)
    return pressed and not any(ground.inside(box, member) for member in span.members)


_ANNOUNCES_OTHERS = re.compile(one_of("announces_others"))
"""Lines below such a one, down to the text, are headlines of other reports."""


def _announces(block: Block) -> bool:
    """Whether a line after the last paragraph is the heading of what follows: by its tag, a bold face, or a colon at its end (附件：)."""
    features, text = block.features, block.text
    return features.tag in HEADINGS or text.endswith(("：", ":")) or (features.bold and not ends_sentence(text))


def _odds_allowed(ground: Ground, span: Span, n: int) -> float:
    """The log odds of furniture up to which a line before or between the paragraphs is text: more in a box with them than beside it."""
    box = ground.blocks[n].features.container
    return BOX_ODDS if any(ground.blocks[member].features.container == box for member in span.members) else INSIDE_ODDS


def _is_own_line(block: Block, odds: float) -> bool:
    features, text = block.features, block.text
    if features.hidden or not text or features.tag in {*CONTROLS, "img", "rest"} or features.links >= MOSTLY_LINKS:
        return False
    if features.tag == "figcaption" and voted_form(text) is None:
        return True  # its credit is worded as furniture
    return (
        not is_list_heading(block)
        and not (features.tag == "h1" and is_headline(block))
        and voted_form(text) is None
        and meta_line(text) is None
        and not credit(text)
        and not _promotes(text)
        and furniture_odds(text) < odds
    )


def _is_passed_over(block: Block) -> bool:
    """Lines that neither belong to the text nor end it: images, what is hidden, placeholders, marks alone, credits of pictures."""
    if block.features.hidden or block.features.tag == "img" or not any(map(str.isalnum, block.text)):
        return True
    form = voted_form(block.text)
    return (form is not None and form.role in {Role.PLACEHOLDER, Role.TITLE}) or (form is None and credit(block.text) is not None)


MIN_REACTIONS: Final = 2
MAX_REACTION_CHARS: Final = 4
"""Words in such a row, and characters of each: the lines of a verse and the items of a list are longer."""

_LEAD_NAMES = re.compile(one_of("lead_names"))
LEAD_NAMES_CHARS: Final = 40
"""Characters of the class and id names that are those of the text's own element and the one around it."""


def _is_lead(ground: Ground, n: int, first: int) -> bool:
    """A sentence right before the text, in an element that is called an abstract."""
    block = ground.blocks[n]
    return (
        bool(_LEAD_NAMES.search(block.features.names[:LEAD_NAMES_CHARS]))
        and ends_sentence(block.text)
        and ground.shown(n + 1, first) <= MAX_LEAD_GAP
    )


_CALL = re.compile(one_of("promotion_calls"))
_DEED = re.compile(one_of("promotion_deeds"))
_THING = re.compile(one_of("promotion_things"))


def _promotes(text: str) -> bool:
    """Whether a line speaks to the reader about the medium itself: its app, its members, its QR code."""
    return len(text) <= MAX_PROMOTION_CHARS and bool(_CALL.search(text) and _DEED.search(text) and _THING.search(text))


def _is_furniture(text: str) -> bool:
    """Whether running text at an edge of the report is none of it: it promotes the medium, or is worded like a notice."""
    return _promotes(text) or furniture_odds(text) >= FURNITURE_ODDS


# ------------------------------------------------------------------------------------------------------------------- title


_CLOCK_BEHIND = re.compile(r"\s{0,2}[(（](\d{1,2})[:：](\d\d)[)）]$")


def _label_title(blocks: Sequence[Block], found: Found, times: Sequence[Time]) -> None:
    if not found.title:
        return
    last = blocks[found.title[-1]]
    if (clock := _CLOCK_BEHIND.search(last.text)) and any(f"T{int(clock[1]):02}:{clock[2]}" in time.iso for time in times):
        last.carve(clock.start(), clock.end(), Role.META_LINE, "title.clock")  # when the page was published, behind its headline
    rule = "title.agrees with the head" if found.agrees else "title.look"
    lines = [blocks[n] for n in found.title]
    if carve_label(lines[0]):
        rule = "title.true title line"
    if len(lines) == 1:
        others = (b.text for b in blocks if b is not lines[0] and len(b.text) >= MIN_OTHER_HEADLINE_CHARS)
        title = label_headline(lines[0], others, rule, (blocks[n].text for n in found.span.members) if found.span else ())
    else:
        title = "".join(line.open for line in lines)
        for line in lines:
            line.label(Role.TITLE, rule)
    label_repeats(blocks, title)


# ------------------------------------------------------------------------------------------------------------------- inside


def _label_inside(ground: Ground, span: Span, look: CaptionStyle, first: int, last: int) -> list[tuple[int, MetaLine]]:
    """Label the blocks of the report; return those of them that name its medium behind a label, and nothing else."""
    blocks, metas = ground.blocks, list[tuple[int, MetaLine]]()
    members = set(span.members)
    own = [n for n in span.members if not _is_furniture(blocks[n].open)]
    start, stop = (own[0], own[-1]) if own else (first, last)  # what promotes the medium stands before or after the text
    image: Block | None = None
    if first and blocks[first - 1].features.tag == "img" and not is_beside_meta_line(blocks, first - 1):
        image = blocks[first - 1]
    for n in range(first, last):
        block = blocks[n]
        text = block.open
        if block.features.tag == "img":
            image = block
            block.label(Role.PLACEHOLDER, "html.alternative text")
            continue
        if not text:
            continue
        form = voted_form(text)
        if block.features.links >= MOSTLY_LINKS and n not in members:
            block.label(Role.SIDEBAR, "html.links inside the report")
        elif n in ground.teasers:
            block.label(Role.SIDEBAR, "html.abstract of another report")
        elif n in span.foreign and not (blocks[n - 1] is image and credit(text)):
            block.label(Role.ADVERT, "html.foreign text inside the report")
        elif not ground.inside(span.root, n) and not _is_lead(ground, n, span.first):
            block.label(Role.ADVERT, "html.another element inside the report")
        elif form and form.role is not Role.TITLE:
            block.label(form.role, form.rule)
        elif rule := look.is_caption(block, image):
            label_caption(block, rule)
        elif n not in members and not ends_sentence(text) and (meta := meta_line(text)) and meta.labels == {"source"} == meta.fields.keys():
            block.label(Role.META_LINE, "meta line.labels")
            metas.append((n, meta))
        elif n <= max(first, span.first - 1) and (found := credit(text, bare=True)):
            block.label(Role.CREDIT, found.rule)
        elif (
            not start <= n <= stop
            and n not in ground.rows
            and _is_furniture(text)
            and not credit(text)
            and (n < start or _promotes(text) or not _is_of_the_text(ground, span, text))
        ):
            block.label(Role.ADVERT, "html.promotion")
        elif (
            n not in members
            and n not in ground.rows
            and not is_paragraph(text)
            and not credit(text)
            and furniture_odds(text) >= _odds_allowed(ground, span, n)
            and not _is_of_the_text(ground, span, text)
        ):
            block.label(Role.ADVERT, "wording.furniture inside the report")
        else:
            label_text(block, member=n in members)
        image = None
    return metas


def _is_of_the_text(ground: Ground, span: Span, text: str) -> bool:
    """Whether a line worded as furniture has the words of the text above and below it; asked of few."""
    return speaks_of(text, pairs_of(ground.blocks[n].text for n in span.members))


def _label_picture_story(blocks: Sequence[Block], members: Sequence[int]) -> None:
    """The captions of a report of pictures are its text: of no paragraph anything else was left, or each stands below its own picture."""
    paragraphs = [blocks[n] for n in members]
    below = len(members) > 1 and all(n and blocks[n - 1].features.tag == "img" for n in members)
    if any(block.role is Role.BODY for block in paragraphs) and not below:
        return
    for block in paragraphs:
        block.carve_in(Role.CAPTION, 0, len(block.kept(Role.CAPTION)), Role.BODY, "body.picture story")


# --------------------------------------------------------------------------------------------------------------------- rest


def _label_rest(blocks: Sequence[Block], outline: Outline, first: int, last: int) -> None:
    """What is left, by its place alone: before the headline, between it and the report, after the report."""
    anchor = outline.title if outline.title is not None and outline.title < first else first
    for n, block in enumerate(blocks):
        if None not in [piece[1] for piece in block.pieces]:
            continue
        features = block.features
        if features.tag == "img":
            block.label(Role.PLACEHOLDER, "html.alternative text")
        elif features.links >= MOSTLY_LINKS:
            block.label(Role.NAVIGATION if n < last or len(block.text) < MIN_LIST_ITEM_CHARS else Role.SIDEBAR, "html.links")
        elif n < anchor:
            block.label(Role.HEADER, "html.before the title")
        elif n < first:
            block.label(Role.HEADER, "html.between title and report")
        else:
            block.label(Role.TAIL, "html.after the report")
