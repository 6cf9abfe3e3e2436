"""What copies say differently, and what somebody put into one of them, read from the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsbot.reposts.alignment import align
from newsbot.reposts.glued_titles import glued_end, surplus
from newsbot.reposts.passages import FEWEST_SITES, inserted_passages
from newsbot.reposts.veto import differences
from newsbot.row import Contested

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsbot.ledger.texts import PageRead, Texts
    from newsbot.reposts.choice import Contender

MAX_LAID_BESIDE: Final = 20
"""Copies with other facts that are laid beside the chosen one, to tell which."""


def other_readings(texts: Texts, chosen: int, others: Sequence[int]) -> list[Contested]:
    """Return what other copies say differently, each laid beside the chosen one."""
    if not others:
        return []
    read = _looked_at(texts, [chosen, *others])
    own = read[chosen].text
    beside = [(read[other].url, read[other].text) for other in others if other in read]
    return [Contested(said.kind, said.theirs, url) for url, text in beside for said in differences(own, text, align(own, text))]


def put_into(texts: Texts, chosen: Contender, others: Sequence[Contender]) -> list[Contested]:
    """Return what somebody put into the chosen copy, paragraphs and sentences: ``others``, none of which it outranks, lack it."""
    if len({other.site for other in others}) < FEWEST_SITES:
        return []
    read = _looked_at(texts, [chosen.page, *(other.page for other in others)])
    own = read[chosen.page]
    beside = [(other.site, read[other.page].text) for other in others if other.page in read]
    return [Contested("body", passage, own.url) for passage in inserted_passages(own.text, beside)]


def glued_to(texts: Texts, chosen: Contender, others: Sequence[Contender]) -> list[Contested]:
    """Return what is glued to the headline of the chosen copy: that of ``others``, none of which it outranks, is without it."""
    if len({other.site for other in others if surplus(chosen.title, other.title)}) < FEWEST_SITES:
        return []
    for own in texts.read([chosen.page], set()).values():
        if glued := glued_end(chosen.title, own.body, [(other.site, other.title) for other in others]):
            return [Contested("title", glued, own.url)]
    return []


def _looked_at(texts: Texts, numbers: Sequence[int]) -> dict[int, PageRead]:
    """Return pages, to be laid beside each other."""
    read = texts.read(numbers, set())
    texts.keep_anchors(read)
    return read
