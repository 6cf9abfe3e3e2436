"""What the pages of components say of themselves, as far as it is asked where they are sorted into reports: read for many at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from newsbot.ledger.listed import is_listed
from newsbot.ledger.rows import chunks
from newsbot.ledger.schema import IS_GIVEN, pages, reports
from newsbot.reposts.fingerprints import bare
from newsbot.reposts.members import Member
from newsbot.reposts.versions import as_leaders_see
from newsbot.reposts.wording import differing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newsbot.ledger.texts import Texts
    from newsbot.reposts.choice import Contender
    from newsbot.reposts.members import Neighbours
    from newsbot.reposts.relations import Relation

    Component = tuple[Sequence[int], Neighbours]
    """Pages that are tied to each other, and their relations."""

PAGES_READ_TOGETHER = 100
"""Pages that are read with one query, between two pauses."""


@dataclass(slots=True)
class GatheredPages:
    """What is known of the pages of some components, by page."""

    members: dict[int, Member] = field(default_factory=dict)
    candidates: dict[int, Contender] = field(default_factory=dict)
    fluencies: dict[int, float] = field(default_factory=dict)
    """Of the pages whose wording differs from that of others."""
    leaders: dict[int, int] = field(default_factory=dict)
    """The page that stands for the text of another one in the index."""
    seen: dict[int, Mapping[int, Relation]] = field(default_factory=dict)
    """The relations of each page by its text; see `as_leaders_see`."""


def gather(texts: Texts, components: Sequence[Component], found: GatheredPages, damaged: set[int]) -> Iterator[None]:
    """Read, in steps, what is asked of the pages of components into ``found``; pages that cannot be read go into ``damaged``."""
    tied = [page for pages_, _ in components for page in pages_]
    for chunk in chunks(tied):
        found.leaders.update((row.page, row.leader) for row in texts.connection.execute(_EQUAL, {"wanted": chunk}).all())
    other_words: set[int] = set()
    for pages_, near in components:
        found.seen.update(as_leaders_see(pages_, near, found.leaders))
        other_words |= differing(pages_, found.seen)
    for chunk in chunks(tied, PAGES_READ_TOGETHER):
        _read(texts, chunk, other_words, found, damaged)
        yield


def together(components: Iterable[Component], size: int) -> Iterator[list[Component]]:
    """Yield components in lists of up to ``size`` pages, or of one component."""
    gathered: list[Component] = []
    count = 0
    for component in components:
        if gathered and count + len(component[0]) > size:
            yield gathered
            gathered, count = [], 0
        gathered.append(component)
        count += len(component[0])
    if gathered:
        yield gathered


_EQUAL: Final = select(*pages.c["page", "leader"]).where(is_listed(pages.c.page), pages.c.leader.is_not(None))
_STANDING: Final = select(*reports.c["page", "born"]).where(is_listed(reports.c.page), reports.c.status == "valid", IS_GIVEN)


def _read(texts: Texts, chunk: list[int], other_words: set[int], found: GatheredPages, damaged: set[int]) -> None:
    born = {row.page: row.born for row in texts.connection.execute(_STANDING, {"wanted": chunk}).all()}
    for page, (one, lines) in texts.outlines(chunk, damaged).items():
        found.candidates[page] = one
        found.members[page] = Member(one.address, bare(one.title), lines, one.site, one.trust, one.seen, born.get(page, 0))
    judged = [page for page in chunk if page in other_words and page in found.candidates]
    found.fluencies.update(texts.fluencies(judged, damaged))
