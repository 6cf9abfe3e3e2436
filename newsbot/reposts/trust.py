"""How far a page can be trusted by where it stands. Nothing that the page says of itself has a part in it."""

from __future__ import annotations

from enum import IntEnum
from functools import cache

from newsbot.data import table


class Trust(IntEnum):
    """Whose site a page stands on, the most trusted first."""

    DECLARED = 1  # a declared source, as an original
    OFFICIAL = 2  # an authority's, or a medium's
    UNKNOWN = 3


@cache
def trust_in(site: str, *, declared: bool = False) -> Trust:
    """Return the trust in a registered domain. ``declared``: the page came from a declared source whose role is original."""
    if declared:
        return Trust.DECLARED
    known = table("trusted_sites.toml")
    authority = any(site == ending or site.endswith(f".{ending}") for ending in known["authorities"])
    return Trust.OFFICIAL if authority or (site in _media() and site not in known["portals"]) else Trust.UNKNOWN


@cache
def _media() -> frozenset[str]:
    sites: dict[str, list[str]] = table("media_sites.toml")["sites"]
    return frozenset(site for domains in sites.values() for site in domains)
