"""Reports in the ledger: their ids, which stay, and their revisions, which count what was delivered.

An id is given when a report is delivered for the first time, or goes into a file of which that cannot be known; until then it is a proposal
and may change with the chosen copy, so that a run that was killed and repeated ends with the ids of an undisturbed one.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, delete, func, literal_column, select, update

from newsbot.ledger.listed import is_listed
from newsbot.ledger.many import execute_many
from newsbot.ledger.rows import chunks, digests
from newsbot.ledger.schema import IS_GIVEN, copies, pages, reports
from newsbot.row import Contested, plain

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from sqlalchemy import Connection, RowMapping

    from newsbot.reposts.choice import CopyKind


@dataclass(slots=True)
class Group:
    """The pages of one report as the evidence now stands."""

    page: int
    """The copy that stands for it, …"""
    because: list[str]
    """… and why."""
    copies: list[tuple[int, CopyKind, float]] = field(default_factory=list)
    """The other copies: page, kind, and the share of the chosen one's text that stands there."""
    contested: list[Contested] = field(default_factory=list)
    """What other copies say differently."""

    @property
    def own(self) -> list[int]:
        """The pages that are nothing but this report: all but those that hold several."""
        return [self.page, *(page for page, kind, _ in self.copies if kind != "digest")]


def next_birth(connection: Connection) -> int:
    """Return the number that all ids share until one of them is given: of two ids the one with the smaller number is the older."""
    return 1 + (connection.execute(select(func.max(reports.c.born)).where(IS_GIVEN)).scalar() or 0)


def renew(connection: Connection, touched: Iterable[int], groups: Sequence[Group], born: int) -> None:
    """Write groups as reports: ids, copies, revisions.

    ``touched`` are the pages that were settled together, ``groups`` all groups of these pages, ``born`` what `next_birth` said when
    this settling began.
    """
    numbers = sorted({*touched, *(page for group in groups for page in group.own)})
    about = _about(connection, numbers)
    held = _held(connection, numbers)
    _drop(connection, [row["id"] for row in held if not _is_given(row)])
    heirs = {page: place for place, group in enumerate(groups) for page in group.own}
    older: dict[int, list[RowMapping]] = defaultdict(list)
    homeless: list[RowMapping] = []
    for row in held:
        if _is_given(row):
            (older[heirs[row["page"]]] if row["page"] in heirs else homeless).append(row)
    for row in _asleep(connection, numbers):  # an id that was merged wakes up where its page stands for itself again
        if row["page"] in heirs and heirs[row["page"]] not in older:
            older[heirs[row["page"]]].append(row)
    names = _names(connection, groups, older, about)
    _write(connection, groups, names, older, about, born=born)
    merged: list[tuple[str, str | None]] = [
        (row["id"], names[place]) for place, rows in older.items() for row in rows if row["id"] != names[place]
    ]
    merged += [(row["id"], _refuge(row["page"], groups, names)) for row in homeless]
    for name, into in merged:
        connection.execute(delete(copies).where(copies.c.report == name))
        connection.execute(update(reports).where(reports.c.id == name).values(status="merged", merged_into=into, because="[]"))
    revise(connection, [*names, *(name for name, _ in merged)], fresh={name for place, name in enumerate(names) if place not in older})


def place_of_copy(page: RowMapping) -> str:
    """Return what orders copies of the same similarity; the page must have first_seen and url."""
    return f"{page['first_seen'] or ''} {page['url']}"


def revise(connection: Connection, names: Iterable[str], fresh: Container[str] = frozenset()) -> None:
    """Give the rows of these reports their revision: that of the row that went out last if they equal it, else the next.

    ``fresh``: those of which none went out yet, where that is known.
    """
    for chunk in chunks(sorted(set(names))):
        columns = reports.c["id", "delivered_revision", "delivered_digest", "given_revision", "given_digest"]
        out: dict[str, tuple[int, str]] = {name: (0, "") for name in chunk if name in fresh}
        if known := [name for name in chunk if name not in fresh]:
            out.update(
                (row.id, max((row.delivered_revision, row.delivered_digest), (row.given_revision, row.given_digest)))
                for row in connection.execute(select(*columns).where(is_listed(reports.c.id, known))).all()
            )
        made = digests(connection, list(out))
        values = [{"name": name, "new": made[name], "next": revision + (made[name] != kept)} for name, (revision, kept) in out.items()]
        execute_many(connection, _REVISE, values)


# ---------------------------------------------------------------------------------------------------------------- private


def _about(connection: Connection, numbers: Sequence[int]) -> dict[int, RowMapping]:
    columns = pages.c["page", "address", "url", "first_seen"]
    return {
        row["page"]: row
        for chunk in chunks(numbers)
        for row in connection.execute(select(*columns).where(is_listed(pages.c.page, chunk))).mappings().all()
    }


def _held(connection: Connection, numbers: Sequence[int]) -> list[RowMapping]:
    """Return the valid reports that these pages stand for, the one whose page was seen first before the others."""
    query = select(reports, pages.c.seen).join(pages, pages.c.page == reports.c.page).where(reports.c.status == "valid")
    rows = [row for chunk in chunks(numbers) for row in connection.execute(query.where(is_listed(reports.c.page, chunk))).mappings().all()]
    return sorted(rows, key=lambda row: (row["seen"] or 0, *_age(row)))


def _asleep(connection: Connection, numbers: Sequence[int]) -> list[RowMapping]:
    """Return the merged reports that these pages stood for, the oldest first."""
    query = select(reports).where(reports.c.status == "merged")
    rows = [row for chunk in chunks(numbers) for row in connection.execute(query.where(is_listed(reports.c.page, chunk))).mappings().all()]
    return sorted(rows, key=_age)


def _is_given(row: RowMapping) -> bool:
    return bool(row["delivered_revision"] or row["given_revision"])


def _age(row: RowMapping) -> tuple[int, str, str, str]:
    return row["born"], row["first_seen"] or "", row["url"], row["id"]


def _drop(connection: Connection, names: Sequence[str]) -> None:
    for chunk in chunks(names):
        connection.execute(delete(copies).where(is_listed(copies.c.report, chunk)))
        connection.execute(update(pages).where(is_listed(pages.c.report, chunk)).values(report=None))
        connection.execute(delete(reports).where(is_listed(reports.c.id, chunk)))


def _names(connection: Connection, groups: Sequence[Group], older: dict[int, list[RowMapping]], about: dict[int, RowMapping]) -> list[str]:
    """Return the id of each group: the oldest it has, else a new one.

    A new id is 16 hexadecimal digits of a hash of the chosen copy's address, so that it tells nothing of the order of arrival. Where that
    address has already named another report (its page has moved to a second one since), a counter is hashed with it.
    """
    names: dict[int, str] = {place: rows[0]["id"] for place, rows in older.items()}
    taken: set[str] = set()
    waiting = {place: about[group.page]["address"] for place, group in enumerate(groups) if place not in names}
    counter = 0
    while waiting:
        proposed = {place: _hash(f"{address} {counter}" if counter else address) for place, address in waiting.items()}
        for chunk in chunks(sorted(set(proposed.values()))):
            taken.update(connection.execute(select(reports.c.id).where(is_listed(reports.c.id, chunk))).scalars())
        for place, name in proposed.items():
            if name not in taken:
                names[place] = name
                taken.add(name)
                del waiting[place]
        counter += 1
    return [names[place] for place in range(len(groups))]


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _write(
    connection: Connection,
    groups: Sequence[Group],
    names: Sequence[str],
    older: dict[int, list[RowMapping]],
    about: dict[int, RowMapping],
    *,
    born: int,
) -> None:
    """Insert or renew the reports, and their copies."""
    fresh: list[dict[str, Any]] = []
    again: list[dict[str, Any]] = []
    for place, (group, name) in enumerate(zip(groups, names, strict=True)):
        values = {
            "page": group.page,
            "because": _listed(tuple(group.because)),
            "first_seen": min((about[page]["first_seen"] for page in group.own if about[page]["first_seen"]), default=None),
            "url": about[group.page]["url"],
            "contested": json.dumps(plain(group.contested), ensure_ascii=False) if group.contested else "[]",
            "status": "valid",
            "merged_into": None,
        }
        if place in older:
            again.append({"name": name, **values})
        else:
            fresh.append({"id": name, "born": born, "revision": 1, "digest": "", "delivered_revision": 0, "delivered_digest": "", **values})
    execute_many(connection, _BEGIN, fresh)
    if again:
        connection.execute(update(reports).where(reports.c.id == bindparam("name")), again)  # sets the columns that the values name
        for chunk in chunks([row["name"] for row in again]):
            connection.execute(delete(copies).where(is_listed(copies.c.report, chunk)))
    entries = [
        {"report": name, "page": page, "kind": kind, "similarity": similarity, "place": place_of_copy(about[page])}
        for group, name in zip(groups, names, strict=True)
        for page, kind, similarity in group.copies
    ]
    execute_many(connection, _COPY, entries)
    homes: dict[int, str | None] = dict.fromkeys(about)
    homes.update((page, name) for group, name in zip(groups, names, strict=True) for page in group.own)
    execute_many(connection, _GO_HOME, [{"which": page, "home": home} for page, home in homes.items()])


@lru_cache(256)
def _listed(because: tuple[str, ...]) -> str:
    """Return reasons as a list in JSON: most reports have the same."""
    return json.dumps(because, ensure_ascii=False)


_BEGIN: Final = reports.insert()
_COPY: Final = copies.insert()
_GO_HOME: Final = update(pages).where(pages.c.page == bindparam("which")).values(report=bindparam("home"), settled=literal_column("1"))
_REVISE: Final = update(reports).where(reports.c.id == bindparam("name")).values(digest=bindparam("new"), revision=bindparam("next"))


def _refuge(page: int, groups: Sequence[Group], names: Sequence[str]) -> str | None:
    """Return the report that takes over from a page that turned out to hold several: the one that has most of it."""
    shares = [(share, name) for group, name in zip(groups, names, strict=True) for copy, _, share in group.copies if copy == page]
    return max(shares)[1] if shares else None
