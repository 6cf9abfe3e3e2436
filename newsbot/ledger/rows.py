"""Rows from what the ledger holds: a pure function of its content."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, RowMapping, Select, select

from newsbot.addresses import site
from newsbot.ledger.content import COLUMNS, unpack
from newsbot.ledger.schema import copies, pages, reports
from newsbot.model import Page, Report
from newsbot.row import Copy, Provenance, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_T = TypeVar("_T")

IN_ONE_QUERY = 500
"""Values in one IN (…): under the limit of every engine."""


def chunks(values: Iterable[_T], size: int = IN_ONE_QUERY) -> Iterator[list[_T]]:
    """Yield lists of up to ``size`` values, in order."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


def build_rows(connection: Connection, names: Sequence[str]) -> list[Row]:
    """Return the present row of each of up to `IN_ONE_QUERY` reports, in the order of ``names``."""
    found = {row["id"]: row for row in connection.execute(_chosen(names)).mappings()}
    others: dict[str, list[Copy]] = defaultdict(list)
    for row in connection.execute(_others(names)).mappings():
        fields: dict[str, Any] = dict(row)
        others[fields.pop("report")].append(Copy(**fields | {"first_seen": row["first_seen"] or ""}))
    return [_row(found[name], others[name]) for name in names if name in found]


def digests(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Return what tells two revisions of a row apart, for up to `IN_ONE_QUERY` reports: a hash of all that a row is made of."""
    hashes = {name: hashlib.blake2b(digest_size=16) for name in names}
    for row in connection.execute(_chosen(names)):
        name, revision, content, *rest = row
        del revision
        hashes[name].update(f"{name!r}{rest!r}".encode("utf-8", "surrogatepass"))
        hashes[name].update(content or b"")
    for name, *rest in connection.execute(_others(names)):
        hashes[name].update(repr(rest).encode("utf-8", "surrogatepass"))
    return {name: made.hexdigest() for name, made in hashes.items()}


def _chosen(names: Sequence[str]) -> Select[Any]:
    """Select what rows take from the reports and the pages that stand for them."""
    return (
        select(
            *reports.c["id", "revision"],
            pages.c.content,
            *reports.c["status", "merged_into", "because", "first_seen", "url"],
            *pages.c[("fetched_at", "run", *COLUMNS)],
        )
        .outerjoin(pages, pages.c.page == reports.c.page)
        .where(reports.c.id.in_(names))
    )


def _others(names: Sequence[str]) -> Select[Any]:
    """Select the other copies, those first seen first."""
    return (
        select(
            *copies.c["report", "kind", "similarity"],
            *pages.c["url", "site", "title_raw", "date_published", "source", "first_seen"],
        )
        .join(pages, pages.c.page == copies.c.page)
        .where(copies.c.report.in_(names))
        .order_by(copies.c.report, pages.c.first_seen, pages.c.url)
    )


def _row(kept: RowMapping, others: list[Copy]) -> Row:
    if kept["content"] is None:  # withdrawn: its id and address are all that is left
        report, version = Report(Page(kept["url"], b""), site(kept["url"]), "", ""), ""
    else:
        report, version = unpack(dict(kept))
    return Row(
        id=kept["id"],
        revision=kept["revision"],
        status=kept["status"],
        merged_into=kept["merged_into"],
        url=kept["url"],
        site=report.site,
        title=report.title,
        title_raw=report.title_raw,
        date_published=report.date_published,
        source=report.source,
        authors=report.authors,
        keywords=report.keywords,
        captions=report.captions,
        images=report.images,
        body=report.body,
        place=report.place,
        figures=report.figures,
        practices=report.practices,
        topic=report.topic,
        script=report.script,
        repairs=report.repairs,
        flags=report.flags,
        copies=others,
        chosen_because=json.loads(kept["because"]),
        fetched_at=kept["fetched_at"],
        first_seen=kept["first_seen"],
        provenance=Provenance(
            run=kept["run"] or "",
            source=report.page.source,
            archive=report.page.archive,
            content_sha256=report.content_sha256,
            encoding=report.encoding,
            version=version,
        ),
    )
