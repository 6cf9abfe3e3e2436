"""Labels that plain documents and pages of HTML share: watermarks, the headline and its repeats, captions with their credits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from newsbot.lines import headlines
from newsbot.lines.credits import caption_credit
from newsbot.lines.measures import key
from newsbot.lines.meta_line import MetaLine
from newsbot.lines.spam import brand_tokens
from newsbot.lines.title_scraps import title_scraps
from newsbot.lines.watermark import find_watermarks
from newsbot.model import Block, Role


@dataclass(slots=True)
class Outline:
    """What labelling found: the headline's block, the meta lines with their blocks, whether a `标题:` line gave the title."""

    title: int | None = None
    metas: list[tuple[int, MetaLine]] = field(default_factory=list)
    true_title: bool = False
    stated: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Fields as a site rule found them: name -> (block, text)."""


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


def label_headline(block: Block, others: Iterable[str], rule: str) -> str:
    """Label a headline and what is glued to it; return the clean headline. ``others``: the page's other headlines."""
    glued = headlines.cuts(block.open, [other for other in others if len(other) <= headlines.LONGEST])
    for cut in sorted(glued, key=lambda cut: -cut.start):
        block.carve_in(None, cut.start, cut.end, Role.SPAM, cut.rule)
    title = block.open
    block.label(Role.TITLE, rule)
    return title


def label_repeats(blocks: Sequence[Block], title: str) -> None:
    """Every other copy of the title on the page, with or without what is glued to it."""
    clean = key(title)
    for block in blocks if len(clean) >= 6 else ():
        if not len(clean) <= len(block.text) <= headlines.LONGEST:
            continue
        text = key(block.open)
        if clean in text and len(text) <= len(clean) * 1.6 + 4:
            block.label(Role.REPEAT, "repeat.title")


def label_caption(block: Block, rule: str) -> None:
    """A caption, and who took the picture."""
    if credit := caption_credit(block.open):
        block.carve_in(None, credit.start, credit.end, Role.CREDIT, "credit.of a picture")
    block.label(Role.CAPTION, rule)
