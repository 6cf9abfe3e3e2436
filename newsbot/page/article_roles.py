"""Roles of the blocks of a page of HTML, once it is known where the report stands.

Outside the report the place decides, inside it the printed form. Every later rule speaks only of what is still open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from newsbot.model import Block, Outcome, Role
from newsbot.page import headlines
from newsbot.page.anchor import find_title, is_barrier_heading
from newsbot.page.article import Ground, Span, find_span
from newsbot.page.credits import caption_credit, credit_line
from newsbot.page.forms import TRUE_TITLE, form_of
from newsbot.page.html import HtmlPage
from newsbot.page.measures import ends_sentence, han, is_paragraph, key, overlap
from newsbot.page.meta_line import parse_meta_line
from newsbot.page.roles import Outline
from newsbot.page.spam import spam_line
from newsbot.page.watermark import find_watermarks

HEAD = 12
"""Blocks before the headline in which meta lines are looked for (8 of 136 dated pages print the time above it)."""
TAIL = 30
"""Blocks behind the report in which meta lines and credits are looked for."""
MAX_CAPTION = 80


def label_html(page: HtmlPage, clock: datetime | None) -> tuple[Outline, tuple[Outcome, str] | None]:
    """Label every block of a page of HTML. Returns what was found, and outcome and reason where the page is no report."""
    blocks = page.blocks
    outline = Outline()
    ground = Ground.of(page)
    outline.title = find_title(page)
    span = find_span(ground, outline.title)
    for block in blocks:
        if block.features.hidden:
            block.label(Role.HIDDEN, "html.hidden")
    if span is None:
        _label_rest(blocks, outline, 0, 0)
        return outline, (Outcome.NO_ARTICLE, "no block of the page reads as a paragraph of a report")
    _label_watermarks(blocks[span.first : span.last])
    first, last = _bounds(ground, span, outline.title)
    _label_around(blocks, first, last, outline, clock)
    _label_title(blocks, outline)
    _label_inside(ground, span, first, last)
    _label_rest(blocks, outline, first, last)
    return outline, None


def _label_watermarks(blocks: Sequence[Block]) -> None:
    for mark in find_watermarks([block.text for block in blocks]):
        blocks[mark.block].carve(mark.start, mark.end, Role.WATERMARK, mark.rule)


# ------------------------------------------------------------------------------------------------------------------- bounds


def _bounds(ground: Ground, span: Span, title: int | None) -> tuple[int, int]:
    """The blocks from the first to the last of the report: short lines of its element before and behind its paragraphs are its own."""
    blocks = ground.blocks
    first, last = span.first, span.last
    floor = title + 1 if title is not None and title < first else max(first - HEAD, 0)
    n = first - 1
    while n >= floor and ground.inside(span.root, n):
        if _is_own_line(blocks[n]):
            first = n
        elif blocks[n].features.tag != "img" and blocks[n].text:
            break
        n -= 1
    n = last
    while n < len(blocks) and ground.inside(span.root, n):
        if not _is_end(blocks, n) and _is_own_line(blocks[n]):
            last = n + 1
        elif blocks[n].text and blocks[n].features.tag != "img" and not blocks[n].features.hidden:
            break
        n += 1
    return first, last


def _is_own_line(block: Block) -> bool:
    features, text = block.features, block.text
    if features.hidden or not text or features.tag == "img" or features.links >= 0.5:
        return False
    return form_of(text) is None and parse_meta_line(text, None) is None and not is_barrier_heading(block)


def _is_end(blocks: Sequence[Block], n: int) -> bool:
    block = blocks[n]
    if is_barrier_heading(block):
        return True
    form = form_of(block.text) if len(block.text) <= 200 else None
    return form is not None and form.role not in {Role.PLACEHOLDER, Role.TITLE}


# ------------------------------------------------------------------------------------------------------------------- around


def _label_around(blocks: Sequence[Block], first: int, last: int, outline: Outline, clock: datetime | None) -> None:
    """Lines between headline and report, some before and some behind them: forms, meta lines, credits."""
    top = max(0, (outline.title if outline.title is not None and outline.title < first else first) - HEAD)
    for n in (*range(top, first), *range(last, min(last + TAIL, len(blocks)))):
        block = blocks[n]
        text = block.open
        if not text or n == outline.title or block.features.tag == "img":
            continue
        before = n < first
        if block.features.tag in {"option", "select", "button"}:
            block.label(Role.SHARE, "html.widget")
        elif (meta := parse_meta_line(text, clock)) and (
            before or (meta.labels & {"source", "editor", "author", "time"} and len(text) <= 80)
        ):
            outline.metas.append((n, meta))
            block.label(Role.META_LINE, "meta line.labels" if meta.labels else "meta line.time")
        elif (form := form_of(text)) and form.role is not Role.TITLE:
            block.label(form.role, form.rule)
        elif spam := spam_line(text):
            block.label(Role.SPAM, spam)
        elif block.features.links < 0.5 and credit_line(text):
            block.label(Role.CREDIT, "credit.line")


def _label_title(blocks: Sequence[Block], outline: Outline) -> None:
    if outline.title is None:
        return
    block = blocks[outline.title]
    start = block.text.find(block.open)
    headline = block.open
    others = [b.text for b in blocks if b is not block and 8 <= len(b.text) <= headlines.LONGEST]
    for cut in headlines.cuts(headline, others):
        block.carve(start + cut.start, start + cut.end, Role.SPAM, cut.rule)
    title = key(block.open)
    block.label(Role.TITLE, "title.agrees with the head")
    for other in blocks:
        text = key(other.open) if len(other.text) <= headlines.LONGEST else ""
        if len(title) >= 6 and title in text and len(text) <= len(title) * 1.6 + 4:
            other.label(Role.REPEAT, "repeat.title")


# ------------------------------------------------------------------------------------------------------------------- inside

_CAPTION = re.compile(r"^(?:图为|图[一二三四五六七八九十\d]{0,2}[:：、为]|图[①-⑳]|[△▲▼]|资料图[:：])")


def _label_inside(ground: Ground, span: Span, first: int, last: int) -> None:
    blocks = ground.blocks
    after_image = False
    for n in range(first, last):
        block = blocks[n]
        text = block.open
        if block.features.tag == "img":
            after_image = True
            block.label(Role.PLACEHOLDER, "html.alternative text")
            continue
        if not text:
            continue
        if block.features.links >= 0.5 and not ground.mass[n]:
            block.label(Role.SIDEBAR, "html.links inside the report")
        elif not ground.inside(span.root, n):
            block.label(Role.ADVERT, "html.another element inside the report")
        elif (form := form_of(text)) and form.role is not Role.TITLE:
            block.label(form.role, form.rule)
        elif ground.mass[n] or is_paragraph(text):
            block.label(Role.BODY, "body.paragraph")
        elif credit_line(text):
            block.label(Role.CREDIT, "credit.line")
        elif _CAPTION.match(text) or (len(text) <= MAX_CAPTION and caption_credit(text)):
            _label_caption(block, "caption.form")
        elif after_image and len(text) <= 60 and not ends_sentence(text) and not block.features.bold:
            _label_caption(block, "caption.behind an image")
        elif han(text) <= 40 and not ends_sentence(text):
            block.label(Role.SUBHEAD, "body.subhead")
        else:
            block.label(Role.BODY, "body.sentence")
        after_image = False


def _label_caption(block: Block, rule: str) -> None:
    text = block.open
    start = block.text.find(text)
    if credit := caption_credit(text):
        block.carve(start + credit.start, start + credit.end, Role.CREDIT, "credit.of a picture")
    block.label(Role.CAPTION, rule)


# --------------------------------------------------------------------------------------------------------------------- rest


def _label_rest(blocks: Sequence[Block], outline: Outline, first: int, last: int) -> None:
    """By place alone: before the headline, between it and the report, behind the report."""
    anchor = outline.title if outline.title is not None and outline.title < first else first
    for n, block in enumerate(blocks):
        if not block.text or block.role is not None:
            continue
        if block.features.tag == "img":
            block.label(Role.PLACEHOLDER, "html.alternative text")
        elif block.features.links >= 0.5:
            block.label(Role.NAVIGATION if n < last or len(block.text) < 8 else Role.SIDEBAR, "html.links")
        elif n < anchor:
            block.label(Role.HEADER, "html.before the title")
        elif n < first:
            block.label(Role.HEADER, "html.between title and report")
        else:
            block.label(Role.TAIL, "html.behind the report")
