"""Rows from what the ledger holds: a pure function of its content."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import fields
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import Connection, RowMapping, Select, func, select

from newsbot.addresses import site
from newsbot.boilerplate.apart import unpacked, without_furniture
from newsbot.exceptions import ContentDamaged
from newsbot.facts.left_out import leave_out
from newsbot.ledger.content import COLUMNS, unpack
from newsbot.ledger.listed import is_listed
from newsbot.ledger.schema import copies, pages, reports
from newsbot.model import Page, Report
from newsbot.reposts.glued_titles import without_glued_end
from newsbot.reposts.passages import without_passages
from newsbot.row import Content, Contested, Copy, Provenance, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_T = TypeVar("_T")

IN_ONE_QUERY = 500
"""Values in one IN (…): under the limit of every engine."""

CONTESTED: Final = "contested"
"""Flag of a row of which other copies say something else."""

DAMAGED: Final = "damaged"
"""Flag of a row whose page the ledger holds no more as it was written."""

MAX_COPIES: Final = 200
"""Copies that a row lists, by contract: a story that is everywhere does not make rows of megabytes."""


def chunks(values: Iterable[_T], size: int = IN_ONE_QUERY) -> Iterator[list[_T]]:
    """Yield lists of up to ``size`` values, in order."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


def build_rows(connection: Connection, names: Sequence[str], damaged: set[int]) -> list[Row]:
    """Return the present row of each of up to `IN_ONE_QUERY` reports, in the order of ``names``.

    The numbers of chosen pages that cannot be read go into ``damaged``; their rows are flagged, and say nothing of the report.
    """
    query = _chosen(names).add_columns(*pages.c["page", "address", "checksum"], reports.c.contested)
    found = {row["id"]: row for row in connection.execute(query).mappings()}
    others: dict[str, list[Copy]] = defaultdict(list)
    counts = _counts(connection, names)
    for row in _others(connection, counts):
        said: dict[str, Any] = dict(row)
        others[said.pop("report")].append(Copy(**said | {"first_seen": row["first_seen"] or ""}))
    return [_row(found[name], others[name], counts.get(name, 0), damaged) for name in names if name in found]


def digests(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Return what tells two revisions of a row apart, for up to `IN_ONE_QUERY` reports: a hash of all that a row is made of."""
    hashes = {name: hashlib.blake2b(digest_size=16) for name in names}
    for row in connection.execute(_chosen(names)).all():
        name, revision, content, gone, left_out, *rest = row
        del revision
        hashes[name].update(f"{name!r}{rest!r}".encode("utf-8", "surrogatepass"))
        hashes[name].update(content or b"")
        hashes[name].update(f"{gone or ''}{left_out or ''}".encode("utf-8", "surrogatepass"))
    for name, contested in connection.execute(select(*reports.c["id", "contested"]).where(is_listed(reports.c.id, names))).all():
        if contested != "[]":
            hashes[name].update(contested.encode("utf-8", "surrogatepass"))
    counts = _counts(connection, names)
    for copy in _others(connection, counts):
        of: str = copy["report"]
        hashes[of].update(repr([*list(copy.values())[1:], counts[of]]).encode("utf-8", "surrogatepass"))
    return {name: made.hexdigest() for name, made in hashes.items()}


def row_columns() -> str:
    """Return what the digests of rows are made of, by name: a ledger whose digests were made of something else cannot be held to them."""
    named = (column.name for query in (_chosen([]), _near()) for column in query.selected_columns)
    added = {pages.c.gone_since.name, pages.c.left_out.name}
    return " ".join(name for name in named if name not in added)  # where there is none a digest is as it was without


def unlike_settled(connection: Connection, names: Sequence[str]) -> set[str]:
    """Return those of up to `IN_ONE_QUERY` reports whose row is not what was settled: something that it is made of is damaged.

    Reports with a page that waits to be settled are left out: these may differ.
    """
    waiting = select(pages.c.report).where(is_listed(pages.c.report, names), pages.c.settled == 0)
    chosen = select(reports.c.id).join(pages, pages.c.page == reports.c.page).where(is_listed(reports.c.id, names), pages.c.settled == 0)
    left_out = set(connection.execute(waiting.union(chosen)).scalars())
    made = digests(connection, names)
    settled = connection.execute(select(*reports.c["id", "digest"]).where(is_listed(reports.c.id, names)))
    return {name for name, digest in settled if name not in left_out and made[name] != digest}


def _chosen(names: Sequence[str]) -> Select[Any]:
    """Select what rows take from the reports and the pages that stand for them."""
    return (
        select(
            *reports.c["id", "revision"],
            pages.c.content,
            pages.c.gone_since,
            pages.c.left_out,
            *reports.c["status", "merged_into", "because", "first_seen"],
            func.coalesce(pages.c.url, reports.c.url).label("url"),
            *pages.c[("fetched_at", "run", *COLUMNS)],
        )
        .outerjoin(pages, pages.c.page == reports.c.page)
        .where(is_listed(reports.c.id, names))
    )


def _counts(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """Return how many other copies the reports have; those without are left out."""
    query = select(copies.c.report, func.count()).where(is_listed(copies.c.report, names)).group_by(copies.c.report)
    return {row[0]: row[1] for row in connection.execute(query).all()}


def _others(connection: Connection, counts: Mapping[str, int]) -> Iterator[RowMapping]:
    """Yield the other copies of reports, by report, the nearest first and up to `MAX_COPIES` of each; ``counts``: how many there are."""
    near = _near()
    order = (copies.c.report, copies.c.similarity.desc(), copies.c.place)
    few = [name for name, count in counts.items() if count <= MAX_COPIES]
    if few:
        yield from connection.execute(near.where(is_listed(copies.c.report, few)).order_by(*order)).mappings().all()
    for name in counts.keys() - few:
        yield from connection.execute(near.where(copies.c.report == name).order_by(*order).limit(MAX_COPIES)).mappings()


def _near() -> Select[Any]:
    columns = (*copies.c["report", "kind", "similarity"], *pages.c["url", "site", "title_raw", "date_published", "source", "first_seen"])
    return select(*columns).join(pages, pages.c.page == copies.c.page)


def _row(kept: RowMapping, others: list[Copy], count: int, damaged: set[int]) -> Row:
    # of a page that was withdrawn or is damaged, its id and address are all that is left
    report, version = Report(Page(kept["url"], b""), "", "", site=site(kept["url"])), ""
    if kept["content"] is not None:
        try:
            report, version = unpack(kept)
            without_furniture(report, unpacked(kept["left_out"]))
        except ContentDamaged as error:
            damaged.add(error.page)
    if not version and kept["status"] == "valid":
        report.flags.append(DAMAGED)
    contested = [Contested(**said) for said in _listed(kept["contested"])]
    own = [said for said in contested if said.url == kept["url"]]  # what somebody put into the page that stands for the report
    if report.title:
        for glued in (said.value for said in own if said.field == "title"):
            report.title = without_glued_end(report.title, glued)
    if inserted := [said.value for said in own if said.field in ("title", "body")]:
        leave_out(report, *without_passages(report.body, inserted))
    if contested:
        report.flags.append(CONTESTED)
    return Row(
        **{declared.name: getattr(report, declared.name) for declared in fields(Content)},
        **{name: kept[name] for name in ("id", "revision", "status", "merged_into", "url", "fetched_at", "first_seen")},
        contested=contested,
        copies_count=count,
        copies=others,
        chosen_because=_listed(kept["because"]),
        gone_since=kept["gone_since"],
        provenance=Provenance(
            run=kept["run"] or "",
            source=report.page.source,
            archive=report.page.archive,
            content_sha256=report.content_sha256,
            encoding=report.encoding,
            version=version,
        ),
    )


def _listed(stored: str) -> list[Any]:
    """Return a stored list; an empty one where it is damaged."""
    try:
        found = json.loads(stored)
    except ValueError:
        return []
    return found if isinstance(found, list) else []
