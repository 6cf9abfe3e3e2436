"""What is asked of the pages that are sorted into reports, and how they are related."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsbot.reposts.trust import Trust

if TYPE_CHECKING:
    from newsbot.reposts.relations import Relation

Neighbours = Mapping[int, Mapping[int, "Relation"]]
"""Page -> related page -> relation, seen from the first; every relation stands in it from both ends."""


@dataclass(frozen=True, slots=True)
class Member:
    """What is asked of a page besides its relations."""

    address: str
    title: str = ""
    """Bare (see `fingerprints.bare`)."""
    headlines: tuple[str, ...] = ()
    """The short lines of its body, bare: where another report may begin."""
    site: str = ""
    trust: Trust = Trust.UNKNOWN
    seen: int = 0
    """When it came: the smaller, the earlier."""
    born: int = 0
    """Not 0: it stands for a report that was delivered; the smaller, the older."""
    sites: frozenset[str] = frozenset()
    """All sites on which nearly the same text stands, where these are several."""

    @property
    def rank(self) -> tuple[int, int]:
        """The order of trust, then of age: what it says of itself has no part in it."""
        return self.trust, self.seen
