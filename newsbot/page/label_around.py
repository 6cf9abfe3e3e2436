"""Roles of the blocks before and after the report on a page of HTML: what says something of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from newsbot.html.page import HtmlPage
from newsbot.lines.cached import credit, may_be_meta, meta_line
from newsbot.lines.credits import is_name
from newsbot.lines.measures import han
from newsbot.lines.meta_line import LONE_LABELS, MetaLine, parse_meta_line, parted
from newsbot.lines.spam import spam_line
from newsbot.model import Block, Role
from newsbot.page.block_measures import Ground
from newsbot.page.find_report import Found
from newsbot.page.foreign import begins_another, text_above
from newsbot.page.roles import Outline
from newsbot.page.wording import voted_form

HEAD_BLOCKS: Final = 12
"""Blocks before the headline in which meta lines are looked for (8 of 136 dated pages print the time above it)."""
TAIL_BLOCKS: Final = 30
"""Blocks after the report in which meta lines and credits are looked for."""
MOSTLY_LINKED: Final = 0.8
"""Share inside links from which a line around the report is read as a link."""
MAX_LABELLED_CHARS: Final = 30
"""Characters of the value of a label, in an element of its own."""
MIN_PARTED_HAN: Final = 8
"""Han characters of a headline that a meta line may follow in one line."""
META_DIGITS_CHARS: Final = 60
"""Characters of a link in which a meta line has a digit."""
_BRACKETED = re.compile(r"[（(【\[][^（()）【】\[\]]{2,60}[）)】\]]\s{0,3}(?=\S)")
_WIDGETS = frozenset({"option", "select", "button"})


def label_around(
    page: HtmlPage, ground: Ground, found: Found, bounds: tuple[int, int], *, outline: Outline, clock: datetime | None
) -> None:
    """Label lines between headline and report, some before and some after them: forms, meta lines, credits.

    ``bounds``: the first block of the report and the one after its last.
    """
    _part_from_headline(page, found, outline, clock)
    blocks, first = page.blocks, bounds[0]
    around = _beside(ground, found, *bounds)
    last = next((n for n in around if n >= first), len(blocks))
    for n in around:
        block = blocks[n]
        text = block.open
        if not text or n == outline.title or block.features.tag == "img":
            continue
        bracketed = _BRACKETED.match(text) if 0 < block.features.links <= MOSTLY_LINKED else None
        if bracketed and (button := _button_behind(page, n, bracketed)):
            block.carve(button, len(block.text), Role.NAVIGATION, "html.links")
            text = block.open
        if (joined := label_and_value(blocks, n, clock)) is not None:
            outline.metas.append((n, joined))
            for part in blocks[n : n + 2]:
                part.label(Role.META_LINE, "meta line.labels")
            continue
        before = n < first
        linked = block.features.links > MOSTLY_LINKED
        seams = page.seams.get(n, ()) if len(text) == len(block.raw) else ()
        if block.features.tag in _WIDGETS:
            block.label(Role.SHARE, "html.widget")
        elif (meta := _read_meta(text, clock, seams, before=before, linked=linked)) is not None:
            outline.metas.append((n, meta))
            block.label(Role.META_LINE, "meta line.labels" if meta.labels else "meta line.time")
        elif (form := voted_form(text)) and form.role is not Role.TITLE:
            block.label(form.role, form.rule)
        elif not linked and (spam := spam_line(text)):
            block.label(Role.SPAM, spam)
        elif not linked and (named := credit(text, bare=n == last or (before and _is_beside(blocks, n, first, outline.title)))):
            block.label(Role.CREDIT, named.rule)


def label_and_value(blocks: Sequence[Block], n: int, clock: datetime | None) -> MetaLine | None:
    """Return the meta line that a label and the next block make, each in an element of its own: `来源` / `青山日报`.

    In a document without markup the label has its colon.
    """
    label = blocks[n].open.rstrip(":： \u3000")
    if label not in LONE_LABELS or n + 1 == len(blocks) or blocks[n + 1].features.hidden:
        return None
    value = blocks[n + 1].open
    alone = blocks[n].features.element != blocks[n + 1].features.element or blocks[n].open.endswith((":", "："))
    if not value or len(value) > MAX_LABELLED_CHARS or not alone:
        return None
    meta = parse_meta_line(f"{label}：{value}", clock)
    if meta is None or len(meta.labels) != 1 or not (meta.fields or meta.times):
        return None
    return None if is_name(meta.fields.get("source", "")) else meta  # a person is no medium


def _button_behind(page: HtmlPage, n: int, bracketed: re.Match[str]) -> int | None:
    """Where in a line the link behind a credit in brackets begins: `（文图/张三）返回首页，查看更多`; None where it is no such line."""
    behind = bracketed.string[bracketed.end() :]
    if any(block == n and link and behind == link.strip() for _, link, block in page.raw_links) and credit(bracketed[0].rstrip()):
        return bracketed.end()
    return None


def _beside(ground: Ground, found: Found, first: int, last: int) -> list[int]:
    """The blocks before and after the report that may say something of it: not those after another report's headline."""
    title, members = found.title, found.span.members if found.span else ()
    anchor = title[0] if title and title[0] < first else first
    end = min(last + TAIL_BLOCKS, len(ground.blocks))
    another = text_above(ground, title, members, anchor) if members else None
    before = next((n for n in range(anchor, first) if n == another or begins_another(ground, n, title, first)), first)
    after = next((n for n in range(last, end) if begins_another(ground, n, title, first)), end)
    return [*range(max(0, anchor - HEAD_BLOCKS), before), *range(last, after)]


def _is_beside(blocks: Sequence[Block], n: int, first: int, title: int | None) -> bool:
    """Whether a line stands where a name alone credits somebody: by the headline, by the text or by the line that has the time."""
    near = (n - 1, n + 1)
    return first in near or title in near or any(0 <= m < len(blocks) and (line := meta_line(blocks[m].text)) and line.times for m in near)


def _read_meta(text: str, clock: datetime | None, seams: Sequence[int], *, before: bool, linked: bool) -> MetaLine | None:
    """The meta line that ``text`` is. Behind the report it needs labels; one that is a link needs a digit."""
    if not may_be_meta(text) or (linked and not (before and any(character.isdigit() for character in text[:META_DIGITS_CHARS]))):
        return None
    meta = parse_meta_line(text, clock)
    meta = meta if meta is None or before or meta.may_follow else None
    return parted(meta, text, clock, seams) if seams and (before or meta is not None) else meta


def _part_from_headline(page: HtmlPage, found: Found, outline: Outline, clock: datetime | None) -> None:
    """Label what stands in one line with the headline: a linked category before it, a meta line behind it.

    A tag parts the meta line, or the end of what the head has for a title.
    """
    n = found.title[-1] if found.title else 0
    block, head = page.blocks[n], page.title or ""
    if not found.title or len(block.open) != len(block.raw):
        return
    text = block.text
    category = _CATEGORY.match(text) if block.features.links else None
    if category and category[0] not in head and any(at == n and (link or "").strip() == category[1] for _, link, at in page.raw_links):
        block.carve(0, category.end(), Role.NAVIGATION, "html.links")
    seams = page.seams.get(n, ())
    for at in sorted((*seams, *(at for at, mark in enumerate(text) if mark == " " and text[:at] in head))):
        start = at + (text[at : at + 1] == " ")
        if not text[start : start + 1].isdigit() or han(text[:at]) < MIN_PARTED_HAN:
            continue
        rest = text[start:]
        meta = parted(parse_meta_line(rest, clock), rest, clock, [seam - start for seam in seams if seam > start])
        if meta is not None and meta.times and meta.times[0].start == 0:
            block.carve(at, len(text), Role.META_LINE, "meta line.behind the headline")
            outline.metas.append((n, meta))
            return


_CATEGORY = re.compile(r"([\[【][^\[\]【】]{1,10}[\]】])\s{0,2}(?=\S)")
"""What a forum prints before a headline, as a link to the threads of its kind: [社区]."""
