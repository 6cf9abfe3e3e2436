"""What the choice asks of a page, and what copies say differently, read from the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, RowMapping, select

from newsbot.ledger.schema import pages
from newsbot.ledger.texts import STORED, compared_text, readable
from newsbot.model import UNVERIFIED_TLS
from newsbot.reposts.alignment import align
from newsbot.reposts.choice import Contender
from newsbot.reposts.glued_titles import glued_end, surplus
from newsbot.reposts.passages import FEWEST_SITES, inserted_passages
from newsbot.reposts.trust import trust_in
from newsbot.reposts.veto import differences
from newsbot.row import Contested
from newsbot.text.mojibake import DamageKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsbot.reposts.fingerprints import Text

MAX_LAID_BESIDE: Final = 20
"""Copies with other facts that are laid beside the chosen one, to tell which."""


def contender_of(row: RowMapping, kept: dict[str, Any]) -> Contender:
    """Return what the choice asks of a page; ``row`` has the columns `STORED`, ``kept`` is what it holds."""
    repairs = kept["repairs"]
    return Contender(
        page=row["page"],
        address=row["address"],
        site=row["site"],
        source=row["source"],
        date=row["date_published"],
        canonical=kept.get("canonical"),
        spun="spun" in kept["flags"],
        damaged=kept["script"] == "Hant" or any(repairs[kind] for kind in _DAMAGE) or "uncertain_repair" in kept["flags"],
        unverified=UNVERIFIED_TLS in kept["flags"],
        trust=trust_in(row["site"], declared=kept.get("declared_original", False)),
        seen=row["seen"] or 0,
        title=row["title"] or "",
    )


_SLIGHT = frozenset({DamageKind.DOUBLED_PUNCTUATION, DamageKind.ENTITIES, DamageKind.STRAY_CHARACTERS})
"""Damage that originals have, too."""

_DAMAGE = ("uncertain", *(kind for kind in DamageKind if kind not in _SLIGHT))


def other_readings(connection: Connection, chosen: int, others: Sequence[int]) -> list[Contested]:
    """Return what other copies say differently, each laid beside the chosen one."""
    if not others:
        return []
    texts = _texts(connection, [chosen, *others])
    own = texts[chosen][1]
    beside = [texts[other] for other in others if other in texts]
    return [Contested(said.kind, said.theirs, url) for url, text in beside for said in differences(own, text, align(own, text))]


def put_into(connection: Connection, chosen: Contender, others: Sequence[Contender]) -> list[Contested]:
    """Return the paragraphs that somebody put into the chosen copy: ``others``, none of which it outranks, lack them."""
    if len({other.site for other in others}) < FEWEST_SITES:
        return []
    texts = _texts(connection, [chosen.page, *(other.page for other in others)])
    url, own = texts[chosen.page]
    beside = [(other.site, texts[other.page][1]) for other in others if other.page in texts]
    return [Contested("body", own.body[n], url) for n in inserted_passages(own, beside)]


def glued_to(connection: Connection, chosen: Contender, others: Sequence[Contender]) -> list[Contested]:
    """Return what is glued to the headline of the chosen copy: that of ``others``, none of which it outranks, is without it."""
    if len({other.site for other in others if surplus(chosen.title, other.title)}) < FEWEST_SITES:
        return []
    for url, own in _texts(connection, [chosen.page]).values():
        if glued := glued_end(chosen.title, own.body, [(other.site, other.title) for other in others]):
            return [Contested("title", glued, url)]
    return []


def _texts(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[str, Text]]:
    """Return address and text of pages."""
    query = select(*STORED).where(pages.c.page.in_(numbers))
    return {row["page"]: (row["url"], compared_text(row, kept)) for row, kept in readable(connection.execute(query).mappings(), set())}
