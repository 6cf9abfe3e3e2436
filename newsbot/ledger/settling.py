"""Settling: from the pages of the ledger to its reports, their ids and revisions.

Ids are given once and stay: see `_name`. A revision counts only what was delivered; until then a row may still change.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, RowMapping, delete, func, select, update

from newsbot.ledger.rows import build_rows, chunks, digest
from newsbot.ledger.schema import copies, pages, reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Kind = Literal["same", "mirror", "excerpt", "digest", "rewrite"]


@dataclass(slots=True)
class Group:
    """One report: the page that stands for it, the reasons, and its other copies as (page, kind, similarity)."""

    page: int
    because: list[str] = field(default_factory=list)
    copies: list[tuple[int, Kind, float]] = field(default_factory=list)


def settle(connection: Connection, *, reposts: bool) -> None:
    """Group the pages that came in since the last settling, with all that is tied to them, and renew the reports concerned."""
    del reposts
    fresh = list(connection.execute(select(pages.c.page).where(pages.c.settled == 0)).scalars())
    _renew(connection, [Group(page, ["the only copy"]) for page in fresh])
    for chunk in chunks(fresh):
        connection.execute(update(pages).where(pages.c.page.in_(chunk)).values(settled=1))


def withdraw(connection: Connection, page: int, *, reposts: bool) -> list[str]:
    """Take a page out of the ledger, and settle again what it was tied to. Returns the ids whose row changes."""
    del reposts
    return list(connection.execute(select(reports.c.id).where(reports.c.page == page)).scalars())


def _renew(connection: Connection, groups: Sequence[Group]) -> None:
    """Write the groups as reports: names, copies, revisions."""
    born = 1 + (connection.execute(select(func.max(reports.c.born))).scalar() or 0)
    for chunk in chunks(groups, 200):
        members = {page for group in chunk for page in (group.page, *(copy[0] for copy in group.copies))}
        about = {
            row["page"]: row
            for row in connection.execute(
                select(*pages.c["page", "address", "url", "first_seen", "report"]).where(pages.c.page.in_(members))
            ).mappings()
        }
        for group in chunk:
            _renew_one(connection, group, about, born)


def _renew_one(connection: Connection, group: Group, about: dict[int, RowMapping], born: int) -> None:
    chosen = about[group.page]
    own = [group.page, *(page for page, kind, _ in group.copies if kind != "digest")]
    first_seen = min((about[page]["first_seen"] for page in own if about[page]["first_seen"]), default=None)
    held = connection.execute(select(reports).where(reports.c.page.in_(own)).where(reports.c.status == "valid")).mappings().all()
    kept = min(
        (row for row in held if row["delivered_revision"]), key=lambda row: (row["born"], row["first_seen"] or "", row["id"]), default=None
    )
    for row in held:
        if not row["delivered_revision"]:
            connection.execute(delete(reports).where(reports.c.id == row["id"]))
            connection.execute(delete(copies).where(copies.c.report == row["id"]))
    values = {"page": group.page, "because": json.dumps(group.because, ensure_ascii=False), "first_seen": first_seen, "url": chosen["url"]}
    if kept is None:
        name = _name(connection, chosen["address"])
        connection.execute(reports.insert().values(id=name, born=born, status="valid", revision=1, digest="", **values))
    else:
        name = kept["id"]
        connection.execute(update(reports).where(reports.c.id == name).values(**values))
    connection.execute(delete(copies).where(copies.c.report == name))
    if group.copies:
        connection.execute(
            copies.insert(), [{"report": name, "page": page, "kind": kind, "similarity": alike} for page, kind, alike in group.copies]
        )
    connection.execute(update(pages).where(pages.c.page.in_(own)).values(report=name))
    _revise(connection, [name])


def _revise(connection: Connection, names: Iterable[str]) -> None:
    """Give the rows of these reports their revision: that of the delivered row if they equal it, else the next."""
    for chunk in chunks(names):
        before = {row["id"]: row for row in connection.execute(select(reports).where(reports.c.id.in_(chunk))).mappings()}
        for row in build_rows(connection, chunk):
            new = digest(row)
            kept = before[row.id]
            revision = kept["delivered_revision"] + (new != kept["delivered_digest"])
            connection.execute(update(reports).where(reports.c.id == row.id).values(digest=new, revision=revision))


def _name(connection: Connection, address: str) -> str:
    """Return a new id: 16 hex digits of a hash of the chosen copy's address at birth, so that it tells nothing of the order of arrival.

    An address that once named another report (its page has moved to a second one since) is hashed with a counter behind it.
    """
    counter = 0
    while True:
        text = f"{address} {counter}" if counter else address
        name = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        if connection.execute(select(reports.c.id).where(reports.c.id == name)).one_or_none() is None:
            return name
        counter += 1
