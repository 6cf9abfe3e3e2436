"""The plainest labels, by length and marks alone: for a page on which the usual way failed. No word of a page is known here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from newsbot.lines.measures import han, is_paragraph
from newsbot.model import MOSTLY_LINKS, Block, Role

MIN_UNMARKED_HEADLINE_HAN: Final = 6
"""Han characters of the shortest line that is taken for the headline: shorter ones are names of sections."""
MAX_UNMARKED_HEADLINE_CHARS: Final = 60
"""Characters of the longest line that is taken for the headline where no heading says so."""


def label_plainer(blocks: Sequence[Block]) -> int | None:
    """Label every block and return that of the headline.

    The paragraphs of the element that holds most of them are the report, the last heading before them, or else the line
    right before them, its headline.
    """
    for block in blocks:
        block.set_text(block.text)
        if block.features.hidden:
            block.label(Role.HIDDEN, "plainer.hidden")
    paragraphs = _paragraphs(blocks)
    if not paragraphs:
        for block in blocks:
            block.label(Role.TAIL, "plainer.no report")
        return None
    for n in paragraphs:
        blocks[n].label(Role.BODY, "plainer.paragraph")
    first, last = paragraphs[0], paragraphs[-1]
    title = _headline(blocks, first)
    if title is not None:
        blocks[title].label(Role.TITLE, "plainer.headline")
    for n, block in enumerate(blocks):
        if n < first:
            block.label(Role.HEADER, "plainer.before the report")
        elif n > last:
            block.label(Role.TAIL, "plainer.after the report")
        else:
            block.label(Role.ADVERT, "plainer.between paragraphs")
    return title


def _paragraphs(blocks: Sequence[Block]) -> list[int]:
    found = [n for n, block in enumerate(blocks) if block.features.links < MOSTLY_LINKS and is_paragraph(block.open)]
    mass: dict[int, int] = {}
    for n in found:
        container = blocks[n].features.container
        mass[container] = mass.get(container, 0) + han(blocks[n].text)
    best = max(mass, key=lambda container: mass[container], default=0)
    return [n for n in found if blocks[n].features.container == best]


def _headline(blocks: Sequence[Block], first: int) -> int | None:
    lines = [
        n
        for n in range(first)
        if blocks[n].features.links < MOSTLY_LINKS
        and han(blocks[n].open) >= MIN_UNMARKED_HEADLINE_HAN
        and len(blocks[n].text) <= MAX_UNMARKED_HEADLINE_CHARS
    ]
    headings = [n for n in lines if blocks[n].features.tag in {"h1", "h2", "h3"}]
    return headings[-1] if headings else lines[-1] if lines else None
