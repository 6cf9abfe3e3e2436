"""A further copy of a report that is everywhere joins it without settling its copies anew, and costs the same whatever their number.

It joins where there is nothing to decide: it stands in the copy that stands for the report, or is sorted with it where the few pages are
settled that it is related to; nothing ties it to another report, and it would not stand for the report itself. Every other page is
settled with all that it is tied to. The reasons for the choice stay those of the last settling.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, bindparam, func, or_, select, update

from newsbot.addresses import canonical
from newsbot.ledger.comparing import relations_among, relations_of
from newsbot.ledger.contenders import MAX_LAID_BESIDE, other_readings
from newsbot.ledger.evidence import PAGES_READ_TOGETHER, GatheredPages, gather
from newsbot.ledger.listed import is_listed
from newsbot.ledger.many import execute_many
from newsbot.ledger.reports import place_of_copy, revise
from newsbot.ledger.rows import chunks
from newsbot.ledger.schema import copies, pages, relations, reports
from newsbot.ledger.studying import relation_row
from newsbot.reposts.choice import choose, copy_kind
from newsbot.reposts.clusters import NOT_ALL, both_ways, clusters
from newsbot.reposts.numbering import certain
from newsbot.reposts.relations import SPUN, Relation, relate
from newsbot.reposts.wording import OTHER_WORDS, reworded
from newsbot.row import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsbot.ledger.texts import Texts
    from newsbot.reposts.choice import Contender

LARGE: Final = 50
"""Copies from which on a report takes in further ones as they come."""

MOSTLY_OF_IT: Final = 0.5
"""Share of a page in the copy that stands for a report from which on it joins where no word was replaced: what cut copies have between
them, with a head and a tail of their own. Nothing ties it to another report, so that what else it holds is nobody's."""

MOST_BESIDE: Final = 40
"""Pages that one whose words were replaced is related to, up to which it is sorted into a report with them alone: of what it is compared
with the index names few. With more it is settled with all."""

MAX_ASKED: Final = 8
"""Copies beside the chosen one and the new one that take part in the choice between these two: what they credit counts."""


@dataclass(slots=True)
class _Large:
    """A report with many copies."""

    name: str
    page: int
    contested: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Joined:
    """What a page is to the report that it joins; the relation is seen from the copy that stands for it."""

    report: _Large
    relation: Relation
    worse_worded: bool


def join_large(texts: Texts, fresh: Sequence[int]) -> set[int]:
    """Let pages join the large reports whose further copies they are; return those that did. Up to `IN_ONE_QUERY` pages."""
    connection = texts.connection
    near = both_ways(relations_of(connection, fresh))
    sure = certain(near)
    homes = _homes(connection, {page for one in fresh for page in (one, *near.get(one, ()))})
    large = _large(connection, set(homes.values()))
    candidates: dict[int, _Large] = {}
    for page in fresh:
        if page not in homes and page in near:
            told = {homes[other] for other in sure.get(page) or near[page] if other in homes}
            report = large.get(next(iter(told))) if len(told) == 1 else None
            if report:
                candidates[page] = report
    beside = {page: _asked(near[page], report, homes) for page, report in candidates.items()}
    known = _contenders(texts, {one for page, report in candidates.items() for one in (page, report.page, *beside[page])})
    joined: dict[int, _Joined] = {}
    for page, report in candidates.items():
        asked = [known[one] for one in (report.page, page, *beside[page]) if one in known]
        if len(asked) == len(beside[page]) + 2 and (copy := _as_copy(texts, page, report, asked, near)):
            joined[page] = copy
    if joined:
        _take_in(texts, joined)
        _bring_nearer(connection, joined, near)
        revise(connection, {copy.report.name for copy in joined.values()})
    return set(joined)


def _as_copy(texts: Texts, page: int, report: _Large, asked: list[Contender], near: dict[int, dict[int, Relation]]) -> _Joined | None:
    """Return what a page is to a report, where it only joins it; None where all is settled with it. ``asked``: see `_stays`."""
    relation = near[page].get(report.page) or _laid_beside(texts, page, report.page, near)
    if relation is None or (relation.doubtful and not _is_numbered(texts.connection, report)):
        return None
    is_copy, worse_worded = _sorted_with_it(texts, page, report.page, near) if _is_in_question(relation) else (True, False)
    if not (is_copy or _is_mostly_of_it(relation)) or not _stays(asked, page, {**near[page], report.page: relation}):
        return None
    return _Joined(report, relation.reversed(), worse_worded)


def _is_mostly_of_it(relation: Relation) -> bool:
    """Return whether a page has so much of a report that nothing else is asked; the relation is seen from the page."""
    return relation.share >= NOT_ALL or (relation.share >= MOSTLY_OF_IT and relation.density >= OTHER_WORDS)


def _is_in_question(relation: Relation) -> bool:
    """Return whether it is asked what a page is beside those that it is related to, and which of them was worded first."""
    return relation.density < OTHER_WORDS or not _is_mostly_of_it(relation)


def _sorted_with_it(texts: Texts, page: int, chosen: int, near: Mapping[int, Mapping[int, Relation]]) -> tuple[bool, bool]:
    """Return whether a page is a copy beside the one that stands for a report, and whether it is the one that was reworded.

    That is what settling all copies asks; here only these two are asked, and what the page is related to: a page is held by these.
    """
    beside = sorted({page, chosen, *near[page]})
    if len(beside) > MOST_BESIDE:
        return False, False
    tied = both_ways(relations_among(texts.connection, beside))
    found, damaged = GatheredPages(), set[int]()
    for _ in gather(texts, [(beside, tied)], found, damaged):
        pass
    if damaged:
        return False, False
    inside = next(set(cluster.pages) for cluster in clusters(found.members, tied) if page in (*cluster.pages, *cluster.digests))
    mine = {one: fluent for one, fluent in found.fluencies.items() if one in inside}
    return {page, chosen} <= inside, page in reworded(mine, found.seen, {one: found.candidates[one].rank for one in mine})


def _homes(connection: Connection, numbers: set[int]) -> dict[int, str]:
    """Return the reports of those pages that have one."""
    found: dict[int, str] = {}
    for chunk in chunks(sorted(numbers)):
        query = select(pages.c.page, pages.c.report).where(is_listed(pages.c.page, chunk), pages.c.report.is_not(None))
        found.update((row.page, row.report) for row in connection.execute(query))
    return found


def _large(connection: Connection, names: set[str]) -> dict[str, _Large]:
    """Return those of the reports that have many copies."""
    found = {}
    for chunk in chunks(sorted(names)):
        counted = select(copies.c.report).where(is_listed(copies.c.report, chunk)).group_by(copies.c.report).having(func.count() >= LARGE)
        known = select(*reports.c["id", "page", "contested"]).where(reports.c.id.in_(counted), reports.c.status == "valid")
        found.update({name: _Large(name, page, json.loads(contested)) for name, page, contested in connection.execute(known)})
    return found


def _asked(near: Mapping[int, Relation], report: _Large, homes: dict[int, str]) -> list[int]:
    """Return the copies that take part in the choice between the one that stands for a report and a new one."""
    return sorted(other for other in near if homes.get(other) == report.name and other != report.page)[:MAX_ASKED]


def _contenders(texts: Texts, numbers: set[int]) -> dict[int, Contender]:
    """Return what the choice asks of pages; those that cannot be read are left out."""
    found = {}
    for chunk in chunks(sorted(numbers), PAGES_READ_TOGETHER):
        found.update({page: outline.contender for page, outline in texts.outlines(chunk, set()).items()})
    return found


def _stays(asked: list[Contender], page: int, near: Mapping[int, Relation]) -> bool:
    """Return whether the copy that stands for a report still does beside a new one, which is related to those asked as ``near`` says."""
    beside = both_ways((page, other.page, near[other.page]) for other in asked if other.page in near)
    return choose(asked, beside)[0] != page


def _laid_beside(texts: Texts, page: int, chosen: int, near: dict[int, dict[int, Relation]]) -> Relation | None:
    """Return how a page is related to the copy that stands for a report, where that was none of the first ones; and write it down."""
    read = texts.read([page, chosen], set())
    texts.keep_anchors(read)
    relation = relate(read[page].text, read[chosen].text) if page in read and chosen in read else None
    if relation:
        texts.connection.execute(relations.insert().values(relation_row(page, chosen, relation)))
        near[page][chosen] = relation
        near[chosen][page] = relation.reversed()
    return relation


def _is_numbered(connection: Connection, report: _Large) -> bool:
    """Return whether the report has copies that differ from the one that stands for it in a number of their own."""
    query = (
        select(relations.c.page)
        .join(pages, pages.c.page.in_([relations.c.page, relations.c.other]))
        .where(relations.c.doubtful > 0, or_(relations.c.page == report.page, relations.c.other == report.page))
        .where(pages.c.page != report.page, pages.c.report == report.name)
    )
    return connection.execute(query.limit(1)).first() is not None


def _take_in(texts: Texts, joined: dict[int, _Joined]) -> None:
    """Write down that pages joined reports."""
    connection = texts.connection
    about = {
        row["page"]: row
        for row in connection.execute(select(*pages.c["page", "first_seen", "url"]).where(is_listed(pages.c.page, joined))).mappings()
    }
    rows = [
        {
            "report": copy.report.name,
            "page": page,
            "kind": copy_kind(copy.relation, digest=False, worse_worded=copy.worse_worded),
            "similarity": round(copy.relation.share, 3),
            "place": place_of_copy(about[page]),
        }
        for page, copy in joined.items()
    ]
    connection.execute(copies.insert(), rows)
    change = update(pages).where(pages.c.page == bindparam("which")).values(report=bindparam("home"), settled=1)
    connection.execute(change, [{"which": page, "home": copy.report.name} for page, copy in joined.items()])
    for page, copy in joined.items():
        report, relation = copy.report, copy.relation
        if relation.conflicts and relation.density >= SPUN and len({said["url"] for said in report.contested}) < MAX_LAID_BESIDE:
            report.contested = _in_order([*report.contested, *plain(other_readings(texts, report.page, [page]))])
            connection.execute(
                update(reports).where(reports.c.id == report.name).values(contested=json.dumps(report.contested, ensure_ascii=False))
            )


def _in_order(contested: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what copies say differently in the order in which settling lists it: facts by the addresses, then what was put in."""
    put_in = [said for said in contested if said["field"] in ("body", "title")]
    facts = [said for said in contested if said["field"] not in ("body", "title")]
    return [*sorted(facts, key=lambda said: canonical(said["url"])), *put_in]


def _bring_nearer(connection: Connection, joined: Mapping[int, _Joined], near: Mapping[int, Mapping[int, Relation]]) -> None:
    """Note how like new copies those others are that nothing ties to the one that stands for the report: the nearest copy counts there.

    ``near``: what each new copy is related to, seen from it. What is tied is asked once for all copies of a report: of equal texts all
    are related to the same page.
    """
    others = {page: {other: said for other, said in near[page].items() if other not in joined} for page in joined}
    beside: dict[int, set[int]] = defaultdict(set)
    for page, copy in joined.items():
        beside[copy.report.page].update(others[page].keys() - {copy.report.page})
    tied = {chosen: {chosen, *_tied_to(connection, chosen, numbers)} for chosen, numbers in beside.items()}
    values = [
        {"of": copy.report.name, "which": other, "like": round(said.share, 3)}
        for page, copy in joined.items()
        for other, said in others[page].items()
        if other not in tied[copy.report.page]
    ]
    execute_many(connection, _NEARER, values)


def _tied_to(connection: Connection, chosen: int, numbers: set[int]) -> Iterator[int]:
    """Yield those of some pages that are related to one."""
    for chunk in chunks(sorted(numbers)):
        yield from connection.execute(_TIED_BEHIND, {"one": chosen, "wanted": chunk}).scalars()
        yield from connection.execute(_TIED_BEFORE, {"one": chosen, "wanted": chunk}).scalars()


_TIED_BEHIND: Final = select(relations.c.other).where(relations.c.page == bindparam("one"), is_listed(relations.c.other))
_TIED_BEFORE: Final = select(relations.c.page).where(relations.c.other == bindparam("one"), is_listed(relations.c.page))
_NEARER: Final = (
    update(copies)
    .where(copies.c.report == bindparam("of"), copies.c.page == bindparam("which"), copies.c.similarity < bindparam("like"))
    .values(similarity=bindparam("like"))
)
