"""What stands around a report on its page: what the signs of its confidence look at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from newsbot.data import table
from newsbot.lines.measures import han
from newsbot.lines.meta_line import MetaLine
from newsbot.model import Report, Role
from newsbot.page.machine_facts import MachineFacts
from newsbot.words import any_of

NEAR_BLOCKS: Final = 4
"""Blocks before the headline and after the text in which a credit may stand that was not read."""
SHORT_LINE: Final = 60
"""Characters of a line that may be a credit or furniture."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a report on its page: the head's title, what the page says to machines, its meta lines, the headline's block."""

    head: str | None
    claims: str
    metas: Sequence[MetaLine]
    title_block: int | None
    true_title: bool
    threshold: float
    """Points from which a report is civic."""
    genre: float
    """How likely the text is a report at all."""
    machine: MachineFacts = field(default_factory=MachineFacts)
    close_headline: bool = False
    """Whether another line of the page could be its headline with hardly less right."""
    source_way: str = ""
    """How the medium was read: a way of :mod:`newsbot.facts.source`."""
    bounds: Mapping[str, float] = field(default_factory=dict)
    """How sure the row can be of fields that are damaged or cut off at most, by field."""


class SignGround(NamedTuple):
    """What the signs of several fields need of a page, made once."""

    kept: list[int]
    """The blocks of the body."""
    near: list[str]
    """Short lines around the headline and around the ends of the text, where credits stand."""
    edges: str
    """The beginning of the body's first paragraphs and the end of its last, where credits stand too."""
    letters: int
    roles: frozenset[Role | None]
    """Of all pieces of the page."""
    credits: frozenset[str]
    """The rules that found its credits."""


@cache
def doubt_words() -> Mapping[str, re.Pattern[str]]:
    """Return words by which a reader would doubt a field, by what they speak of."""
    return {name: any_of(words) for name, words in table("confidence_signs.toml").items()}


def ground_of(report: Report) -> SignGround:
    """Gather what the signs of several fields look at."""
    blocks, body = report.blocks, report.body
    kept: list[int] = []
    seen: set[tuple[Role | None, str]] = set()
    for n, block in enumerate(blocks):
        pieces = block.pieces
        if len(pieces) == 1:  # most blocks, and a page has hundreds
            seen.add(pieces[0][1:])
            if pieces[0].role is Role.BODY:
                kept.append(n)
        elif pieces:
            seen.update(piece[1:] for piece in pieces)
            if block.role is Role.BODY:
                kept.append(n)
    near: list[str] = []
    if kept:
        first, last = kept[0], kept[-1]
        around = [*range(max(0, first - 2 * NEAR_BLOCKS), first), *range(last, min(len(blocks), last + NEAR_BLOCKS))]
        near = [blocks[n].text for n in around if 0 < len(blocks[n].text) <= SHORT_LINE and not blocks[n].features.hidden]
    edges = "\n".join([*(paragraph[:SHORT_LINE] for paragraph in body[:2]), *(paragraph[-SHORT_LINE:] for paragraph in body[-2:])])
    credited = frozenset(rule for role, rule in seen if role is Role.CREDIT)
    return SignGround(kept, near, edges, sum(map(han, body)), frozenset(role for role, _ in seen), credited)
