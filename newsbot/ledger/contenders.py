"""What copies say differently, and what somebody put into one of them, read from the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from newsbot.reposts.alignment import align
from newsbot.reposts.glued_titles import glued_end, surplus
from newsbot.reposts.passages import FEWEST_SITES, inserted_passages
from newsbot.reposts.veto import differences
from newsbot.row import Contested

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from newsbot.ledger.pages_read import PageRead, PagesRead
    from newsbot.reposts.choice import Contender

MAX_LAID_BESIDE: Final = 20
"""Copies with other facts that are laid beside the chosen one, to tell which."""


class Doubts(NamedTuple):
    """Which copies of a report may tell what is doubtful about the chosen one, none more than `MAX_LAID_BESIDE`."""

    page: int
    """The chosen copy."""
    title: str
    other_facts: Sequence[int] = ()
    """Copies that say something else."""
    lacking: Sequence[tuple[str, int]] = ()
    """Those, each behind its site, that may lack what somebody put into the chosen one: none that it outranks."""
    shorter: Sequence[tuple[str, str]] = ()
    """Site and title of those, none of which it outranks, whose headline may be that of the chosen one with nothing glued to it."""

    @property
    def pages(self) -> list[int]:
        """The pages whose texts are looked at; none where nothing is doubtful."""
        beside = [*self.other_facts, *(page for _, page in self.lacking)]
        return [self.page, *beside] if beside or self.shorter else []


NO_DOUBTS: Final = Doubts(0, "")


def doubts_about(chosen: Contender, other_facts: Sequence[int], lacking: Sequence[Contender], shorter: Sequence[Contender]) -> Doubts:
    """Return what is to be asked about the chosen copy, where sites enough can tell; the others are as in `Doubts`."""
    enough = len({other.site for other in lacking}) >= FEWEST_SITES
    glued = len({other.site for other in shorter if surplus(chosen.title, other.title)}) >= FEWEST_SITES
    return Doubts(
        chosen.page,
        chosen.title,
        other_facts,
        [(other.site, other.page) for other in lacking] if enough else (),
        [(other.site, other.title) for other in shorter] if glued else (),
    )


def contested_among(texts: PagesRead, doubts: Sequence[Doubts], damaged: set[int]) -> Generator[None, None, list[list[Contested]]]:
    """Return, in steps, for each of several reports what copies say differently, and what somebody put into the chosen one."""
    del damaged  # what can be read tells
    found = []
    for doubt in doubts:
        found.append([*other_readings(texts, doubt.page, doubt.other_facts), *_put_into(texts, doubt), *_glued_to(texts, doubt)])
        yield
    return found


def other_readings(texts: PagesRead, chosen: int, others: Sequence[int]) -> list[Contested]:
    """Return what other copies say differently, each laid beside the chosen one."""
    if not others:
        return []
    read = _looked_at(texts, [chosen, *others])
    own = read[chosen].text
    beside = [(read[other].url, read[other].text) for other in others if other in read]
    return [Contested(said.kind, said.theirs, url) for url, text in beside for said in differences(own, text, align(own, text))]


def _put_into(texts: PagesRead, doubt: Doubts) -> list[Contested]:
    """Return what somebody put into the chosen copy, paragraphs and sentences."""
    if not doubt.lacking:
        return []
    read = _looked_at(texts, [doubt.page, *(page for _, page in doubt.lacking)])
    own = read[doubt.page]
    beside = [(site, read[page].text) for site, page in doubt.lacking if page in read]
    return [Contested("body", passage, own.url) for passage in inserted_passages(own.text, beside)]


def _glued_to(texts: PagesRead, doubt: Doubts) -> list[Contested]:
    """Return what is glued to the headline of the chosen copy."""
    for own in texts.read([doubt.page], set()).values() if doubt.shorter else ():
        if glued := glued_end(doubt.title, own.body, doubt.shorter):
            return [Contested("title", glued, own.url)]
    return []


def _looked_at(texts: PagesRead, numbers: Sequence[int]) -> dict[int, PageRead]:
    """Return pages, to be laid beside each other."""
    read = texts.read(numbers, set())
    texts.keep_anchors(read)
    return read
