"""Roles of the blocks of a document without markup: what each line is, and the rule that says so.

The order of the rules is the order of this file: what is certain by form alone first, then the headline, then where the report begins
and ends, then what stands inside. Every later rule speaks only of what is still open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from newsbot.lines import headlines
from newsbot.lines.cached import form_of
from newsbot.lines.credits import caption_credit, credit_line
from newsbot.lines.forms import TRUE_TITLE, Form
from newsbot.lines.measures import ends_sentence, han, is_paragraph, key, overlap
from newsbot.lines.meta_line import parse_meta_line
from newsbot.lines.spam import spam_line
from newsbot.model import Block, Role
from newsbot.page.roles import Outline, label_caption, label_headline, label_repeats, label_watermarks

HEAD = 25
"""Blocks before the first paragraph in which a headline is looked for; the longest head of a document seen has 12."""


def label_document(blocks: Sequence[Block], clock: datetime | None) -> Outline:
    """Label every block of a plain document."""
    outline = Outline()
    label_watermarks(blocks)
    _label_spam(blocks)
    _label_forms(blocks)
    _label_leads(blocks)
    first = next((n for n, block in enumerate(blocks) if is_paragraph(block.open)), len(blocks))
    _label_meta_lines(blocks, first, clock, outline)
    outline.title = _find_title(blocks, first, outline)
    title = _label_title(blocks, outline)
    last = _label_tail(blocks, first, title)
    label_repeats(blocks, title)
    _label_head(blocks, first, outline, title)
    _label_inside(blocks, first, last)
    return outline


# ------------------------------------------------------------------------------------------------------ certain by form alone


def _label_spam(blocks: Sequence[Block]) -> None:
    for block in blocks:
        if block.open and (rule := spam_line(block.open)):
            block.label(Role.SPAM, rule)


def _label_forms(blocks: Sequence[Block]) -> None:
    for block in blocks:
        if (form := form_of(block.open)) and form.role is not Role.TITLE:
            block.label(form.role, form.rule)


_LEAD = re.compile(r"^(?:导读|摘要|内容摘要|核心提示|内容提要|提要|简介|导语)\s{0,3}[:：】\]]?\s{0,3}")


def _label_leads(blocks: Sequence[Block]) -> None:
    """A lead that is only the beginning of what follows, cut in mid-sentence: an abstract before the report or in a side list."""
    texts = [key(block.open) for block in blocks]
    for n, block in enumerate(blocks):
        text = block.open
        label = _LEAD.match(text)
        lead = key(_GLUED_DATE.sub("", text[label.end() :] if label else text))
        if len(lead) < 20 or (not label and ends_sentence(text)):
            continue
        following = "".join(texts[n + 1 : n + 12])
        before = "".join(texts[:n])
        at = following.find(lead[:20])
        if (0 <= at <= 60 and following.startswith(lead, at)) or (not label and len(lead) >= 30 and lead in before):
            block.label(Role.REPEAT, "repeat.lead cut off")
            texts[n] = ""


# --------------------------------------------------------------------------------------------------------- meta line and title


def _label_meta_lines(blocks: Sequence[Block], first: int, clock: datetime | None, outline: Outline) -> None:
    """Meta lines stand before the report; behind it only those with labels (`来源:X`, `责任编辑:Y`) are any."""
    for n, block in enumerate(blocks):
        if not (meta := parse_meta_line(block.open, clock)):
            continue
        if n >= first and not (meta.labels & {"source", "editor", "author", "time"} and len(block.open) <= 80):
            continue
        if n > first and not meta.labels:
            continue
        if n < first and not meta.labels and not meta.times[0].has_clock and han(block.open) > 12:
            continue
        outline.metas.append((n, meta))
        block.label(Role.META_LINE, "meta line.labels" if meta.labels else "meta line.time")


def _find_title(blocks: Sequence[Block], first: int, outline: Outline) -> int | None:
    """A `标题:` line anywhere; else the last headline before the meta line; else the first headline of all."""
    for n, block in enumerate(blocks):
        if block.open and TRUE_TITLE.match(block.open) and han(block.open) >= headlines.MIN_HEADLINE_HAN:
            outline.true_title = True
            return n
    candidates = [n for n in range(min(first, HEAD)) if _is_headline(blocks[n].open)]
    meta = next((n for n, line in outline.metas if n < first and (line.times or "source" in line.labels)), None)
    before = [n for n in candidates if meta is None or n < meta]
    if not before:
        return candidates[0] if candidates else None
    if meta is None:
        return before[0]
    return _anchor(blocks, before)


def _anchor(blocks: Sequence[Block], candidates: Sequence[int]) -> int:
    """Of several headlines before the meta line the last, unless it is a subtitle or a kicker's second half under a longer one."""
    best = candidates[-1]
    for n in reversed(candidates[:-1]):
        text = blocks[best].open
        if n != best - 1 or not (text.startswith(("—", "-", "——")) or han(text) < 8 < han(blocks[n].open)):
            break
        best = n
    return best


def _is_headline(text: str) -> bool:
    return (
        han(text) >= headlines.MIN_HEADLINE_HAN
        and len(text) <= 90
        and not text.endswith(("。", ";", "；", ",", "，", "、", ":", "："))
        and credit_line(text) is None
    )


def _label_title(blocks: Sequence[Block], outline: Outline) -> str:
    """Label the title's block and what is glued to it; return the clean title, empty where the page has none."""
    if outline.title is None:
        return ""
    block = blocks[outline.title]
    if outline.true_title and (label := TRUE_TITLE.match(block.open)):
        block.carve_in(None, 0, label.end(), Role.META_LINE, "title.label")
    others = [_PREVIOUS.sub("", b.text) for b in blocks if b is not block]
    return label_headline(block, others, "title.true title line" if outline.true_title else "title.headline")


_PREVIOUS = re.compile(r"^[上下]一[篇条则页]\s{0,2}[:：]?\s{0,2}")


# -------------------------------------------------------------------------------------------------------- where the report ends

_GLUED_DATE = re.compile(r"(?:19|20)\d\d[-/.年](?:1[0-2]|0?[1-9])[-/.月](?:3[01]|[12]\d|0?[1-9])日?\s{0,2}(?:\d{2}:\d{2}(?::\d{2})?)?$")
_ENDS_REPORT = {
    Role.KEYWORDS,
    Role.DISCLAIMER,
    Role.SHARE,
    Role.SIDEBAR,
    Role.PERMALINK,
    Role.NAVIGATION,
    Role.CONTACT,
    Role.TAIL,
    Role.META_LINE,
}


def _label_tail(blocks: Sequence[Block], first: int, title: str) -> int:
    """Label what stands behind the report and return the index behind its last block.

    The tail begins at the first line whose form ends reports, or at an item of a side list, if no paragraph behind it goes on with
    the report: abstracts of side lists are cut in mid-sentence or carry a date.
    """
    title = key(title)
    for n in range(first + 1, len(blocks)):
        sign = _tail_sign(blocks, n, title)
        if sign and not _goes_on(blocks, n):
            inside = False
            for block in blocks[n:]:
                inside = inside or block.role is Role.SIDEBAR or sign.role is Role.SIDEBAR
                if credit_line(block.open):
                    continue
                block.label(Role.SIDEBAR if inside or sign.role is Role.KEYWORDS else Role.TAIL, sign.rule)
            return n
    return len(blocks)


def _tail_sign(blocks: Sequence[Block], n: int, title: str) -> Form | None:
    block = blocks[n]
    if block.role in _ENDS_REPORT:
        return Form(block.role, "tail.behind " + str(block.role))
    text = block.open
    if _GLUED_DATE.search(text) and han(text) >= 4:
        return Form(Role.SIDEBAR, "tail.item with date")
    following = blocks[n + 1].text if n + 1 < len(blocks) else ""
    if _is_headline(text) and _GLUED_DATE.search(following) and not ends_sentence(following):
        return Form(Role.SIDEBAR, "tail.item with date")
    if (
        title
        and len(title) >= 6
        and key(text) == title
        and not any(is_paragraph(b.open) and ends_sentence(b.open) for b in blocks[n + 1 : n + 3])
    ):
        return Form(Role.SIDEBAR, "tail.title again")
    if re.match(r"^[-·•◆■●○*]\s{0,2}\d{0,2}", text) and (text.endswith(("…", "...", "..")) or _listed(blocks, n)):
        return Form(Role.SIDEBAR, "tail.list")
    return None


def _listed(blocks: Sequence[Block], n: int) -> bool:
    """Whether this line and the next two are items of one list of headlines."""
    items = [b.open for b in blocks[n : n + 3]]
    return len(items) == 3 and all(re.match(r"^[-·•◆■●○*]", item) and not is_paragraph(item) for item in items)


def _goes_on(blocks: Sequence[Block], n: int) -> bool:
    """Whether complete paragraphs behind block ``n`` go on with the report: more of them than of abstracts cut off."""
    whole = cut = 0
    for block in blocks[n:]:
        text = block.open
        if not text or form_of(text):
            continue
        if _GLUED_DATE.search(text) or text.endswith(("…", "...")):
            cut += 1
        elif is_paragraph(text):
            whole, cut = (whole + 1, cut) if ends_sentence(text) else (whole, cut + 1)
    return whole > cut


# ------------------------------------------------------------------------------------------------- before and inside the report


_BRACKETED = re.compile(r"[(（][^()（）]{8,80}[)）]")


def _label_head(blocks: Sequence[Block], first: int, outline: Outline, title: str) -> None:
    """Lines before the first paragraph: the site's header before the title; captions, credits and repeats behind it."""
    anchor = outline.title if outline.title is not None and outline.title < first else None
    for n, block in enumerate(blocks[:first]):
        text = block.open
        if not text:
            continue
        if credit_line(text):
            block.label(Role.CREDIT, "credit.line")
        elif anchor is not None and n < anchor:
            block.label(Role.HEADER, "header.before the title")
        elif _BRACKETED.fullmatch(text):
            block.label(Role.SUBHEAD, "body.line in brackets")  # (2007年6月29日…通过)
        elif overlap(text, title) >= 0.4:
            block.label(Role.REPEAT, "repeat.title in other words")
        elif text.startswith(("——", "—", "--")):
            block.label(Role.HEADER, "header.subtitle")
        else:
            label_caption(block, "caption.before the first paragraph")


_CAPTION = re.compile(r"^(?:图为|图[一二三四五六七八九十\d]{0,2}[:：、为]|图[①-⑳]|[△▲▼]|资料图[:：])")


def _label_inside(blocks: Sequence[Block], first: int, last: int) -> None:
    """Between the first and the last paragraph: body, captions behind images, credits, subheads."""
    after_image = False
    for block in blocks[first:last]:
        text = block.open
        if not text:
            # an image's alternative text (the title once more), or a line that held nothing but a watermark, stands for an image
            after_image = block.role in {Role.REPEAT, Role.PLACEHOLDER} or (after_image and block.role is Role.WATERMARK)
            continue
        if is_paragraph(text):
            block.label(Role.BODY, "body.paragraph")
        elif credit_line(text):
            block.label(Role.CREDIT, "credit.line")
        elif han(text) == 0 and not any(c.isalnum() for c in text):
            block.label(Role.NAVIGATION, "form.lone mark")
        elif _CAPTION.match(text) or (len(text) <= 60 and caption_credit(text)):
            label_caption(block, "caption.form")
        elif after_image and len(text) <= 60:
            label_caption(block, "caption.behind an image")
        elif han(text) <= 40 and not ends_sentence(text):
            block.label(Role.SUBHEAD, "body.subhead")
        else:
            block.label(Role.BODY, "body.sentence")
        after_image = False
    for block in blocks[first:]:
        if block.open:
            block.label(*((Role.CREDIT, "credit.line") if credit_line(block.open) else (Role.TAIL, "tail.rest")))
