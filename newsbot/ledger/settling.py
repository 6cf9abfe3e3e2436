"""Settling: from the pages that came in to the reports they tell, together with everything they are tied to.

Index and compare the new pages, gather what is related to them, cluster it anew as a whole, choose the copies, and write the reports
concerned. Everything that is tied to a page is settled with it, so that the result does not depend on what came in which run.

It is done in steps of a few hundredths of a second each, all in one transaction: whoever drives them may do other things in between
(the event loop of a crawl does), and a settling that was broken off has changed nothing.
"""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, or_, select, update

from newsbot.ledger.content import COLUMNS
from newsbot.ledger.index import GramIndex
from newsbot.ledger.reports import Group, next_birth, renew, revise
from newsbot.ledger.rows import chunks
from newsbot.ledger.schema import copies, forgotten, pages, relations, reports
from newsbot.ledger.schema import damaged as damaged_pages
from newsbot.ledger.texts import STORED, TEXTS_TOGETHER, Texts, readable, text_of
from newsbot.model import Outcome, Reason
from newsbot.reposts.alignment import align
from newsbot.reposts.choice import ONLY, Contender, choose, kind_of
from newsbot.reposts.clusters import Cluster, Member, both_ways, clusters, headlines
from newsbot.reposts.fingerprints import Text, bare, sketch
from newsbot.reposts.relations import SPUN, Relation, relate
from newsbot.reposts.trust import trust_in
from newsbot.reposts.veto import differences
from newsbot.reposts.wording import differing, fluency, reworded
from newsbot.row import Contested
from newsbot.text.mojibake import DamageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from newsbot.reposts.clusters import Neighbours

MAX_LAID_BESIDE: Final = 20
"""Copies with other facts that are laid beside the chosen one, to tell which."""

PAGES_TOGETHER = 400
"""Pages whose reports are written together; those that are tied to each other are never divided."""


def settle(connection: Connection, *, reposts: bool) -> Iterator[None]:
    """Settle, in steps, the pages that came in since the last settling. Without ``reposts`` every page is a report of its own."""
    fresh = array("q", connection.execute(select(pages.c.page).where(pages.c.settled == 0).order_by(pages.c.page)).scalars())
    yield from _note_age(connection, fresh)
    if not reposts:
        born = next_birth(connection)
        for chunk in chunks(fresh):
            renew(connection, chunk, [Group(page, [ONLY]) for page in chunk], born)
            yield
        return
    tied: set[int] = set()
    for chunk in chunks(fresh):
        tied |= forget_relations(connection, chunk)
        yield
    tied.difference_update(fresh)
    damaged: set[int] = set()
    yield from compare(connection, fresh, damaged)
    tied |= set_aside(connection, damaged)
    fresh.extend(sorted(tied))
    yield from settle_again(connection, [page for page in fresh if page not in damaged])


def _note_age(connection: Connection, fresh: Sequence[int]) -> Iterator[None]:
    """Note, in steps, when pages whose bytes are new came: after which delivered reports, so that a run that died leaves no trace."""
    now = 1 + (connection.execute(select(func.max(reports.c.born)).where(reports.c.delivered_revision > 0)).scalar() or 0)
    for chunk in chunks(fresh):
        connection.execute(update(pages).where(pages.c.page.in_(chunk), pages.c.seen.is_(None)).values(seen=now))
        yield


def settle_again(connection: Connection, numbers: Sequence[int]) -> Iterator[None]:
    """Settle, in steps, these pages, and all that are tied to them, from the relations as they are.

    A page that turns out to be damaged is set aside, and the others of its component are settled without it.
    """
    born = next_birth(connection)
    touched: list[int] = []
    groups: list[Group] = []
    left: set[int] = set()
    for tied, near in _components(connection, numbers):
        damaged: set[int] = set()
        told = _groups(connection, tied, near, damaged)
        if damaged:
            left |= (set_aside(connection, damaged) | set(tied)) - damaged
            continue
        touched += tied
        groups += told
        yield
        if len(touched) >= PAGES_TOGETHER:
            renew(connection, touched, groups, born)
            touched, groups = [], []
            yield
    renew(connection, touched, groups, born)
    if left:
        yield from settle_again(connection, sorted(left))


def withdraw(connection: Connection, number: int) -> list[str]:
    """Take a page out of the ledger and its index, and settle again what it was tied to. Returns the ids whose row changes."""
    row = connection.execute(select(*STORED).where(pages.c.page == number)).mappings().one()
    address = row["address"]
    if row["number"] is not None and row["content"] is not None:
        for _, kept in readable([row], set()):  # of a damaged page the index keeps grams that lead nowhere
            GramIndex(connection).remove(row["number"], sketch(text_of(row, kept)))
    tied = forget_relations(connection, [number]) - {number}
    concerned, heirs = _leave(connection, number)
    tied |= heirs
    for name, delivered in connection.execute(select(reports.c.id, reports.c.delivered_revision).where(reports.c.page == number)).all():
        connection.execute(delete(copies).where(copies.c.report == name))
        if delivered:
            connection.execute(update(reports).where(reports.c.id == name).values(status="withdrawn", page=None, because="[]"))
        else:
            connection.execute(delete(reports).where(reports.c.id == name))
    connection.execute(delete(pages).where(pages.c.page == number))
    if connection.execute(select(forgotten.c.address).where(forgotten.c.address == address)).one_or_none() is None:
        connection.execute(forgotten.insert().values(address=address))
    for _ in settle_again(connection, sorted(tied)):
        pass
    revise(connection, concerned)
    known = connection.execute(select(reports.c.id).where(reports.c.id.in_(concerned), reports.c.revision > reports.c.delivered_revision))
    return sorted(known.scalars())


def set_aside(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Take pages whose content is damaged out of their reports, and keep what was found of them apart. Returns what they were tied to.

    Their addresses count as failed, so that a later run asks for them again; a report that has no other copy keeps its id and waits.
    """
    tied: set[int] = set()
    for number in sorted(numbers):
        row = connection.execute(select(*pages.c["address", "content"]).where(pages.c.page == number)).one()
        connection.execute(damaged_pages.insert().values(address=row.address, content=row.content))
        tied |= forget_relations(connection, [number]) | _leave(connection, number)[1]
        lost = {"outcome": Outcome.FAILED.value, "reason": Reason.LEDGER_DAMAGED.value, "detail": "what the ledger held of it was damaged"}
        nothing = dict.fromkeys(("content", "checksum", *COLUMNS))
        connection.execute(update(pages).where(pages.c.page == number).values({**nothing, **lost, "site": pages.c.site, "settled": 1}))
    return tied.difference(numbers)


def _leave(connection: Connection, number: int) -> tuple[set[str], set[int]]:
    """Take a page out of the copies of reports, and hand the reports that it stands for to their next page.

    Returns the reports concerned, and the pages that now stand for one. A report without another page keeps this one.
    """
    concerned = set(connection.execute(select(copies.c.report).where(copies.c.page == number)).scalars())
    connection.execute(delete(copies).where(copies.c.page == number))
    heirs = set()
    for name in connection.execute(select(reports.c.id).where(reports.c.page == number)).scalars().all():
        concerned.add(name)
        others = select(pages.c.page).where(pages.c.report == name, pages.c.page != number, pages.c.content.is_not(None))
        heir = connection.execute(others.order_by(pages.c.address)).scalar()
        if heir is not None:
            connection.execute(update(reports).where(reports.c.id == name).values(page=heir))
            heirs.add(heir)
    return concerned, heirs


# -------------------------------------------------------------------------------------------------------------- comparing


def compare(connection: Connection, fresh: Sequence[int], damaged: set[int]) -> Iterator[None]:
    """Index, in steps, the fresh pages, and write how they are related to each other and to those known before.

    The pages that cannot be read go into ``damaged``.
    """
    yield from _number(connection)
    index = GramIndex(connection)
    for chunk in chunks(fresh, 100):
        query = select(*STORED).where(pages.c.page.in_(chunk), pages.c.content.is_not(None))
        for row, kept in readable(connection.execute(query).mappings(), damaged):
            index.add(row["number"], sketch(text_of(row, kept)))
        yield from index.write()
        yield
    texts = Texts(connection, damaged)
    for together in _together(index.candidates()):
        if not together:
            yield
            continue
        ready = texts.load({number for page, others in together for number in (page, *others)})
        found = []
        for number, others in together:
            if number in ready:
                page, text = ready[number]
                for other in others:
                    if other in ready:
                        second, other_text = ready[other]
                        relation = relate(text, other_text)
                        if relation:
                            found.append(_row(page, second, relation))
                        yield
        if found:
            connection.execute(relations.insert(), found)
        yield


def _number(connection: Connection) -> Iterator[None]:
    """Give, in steps, new pages their numbers in the index, in the order of their addresses: so that the order of arrival cannot show."""
    query = select(pages.c.page).where(pages.c.number.is_(None), pages.c.settled == 0).order_by(pages.c.address)
    fresh = array("q", connection.execute(query).scalars())
    after = connection.execute(select(func.max(pages.c.number))).scalar() or 0
    change = update(pages).where(pages.c.page == bindparam("which")).values(number=bindparam("next"))
    for chunk in chunks(enumerate(fresh, after + 1)):
        connection.execute(change, [{"which": page, "next": number} for number, page in chunk])
        yield


def _together(candidates: Iterator[tuple[int, list[int]] | None]) -> Iterator[list[tuple[int, list[int]]]]:
    """Yield the candidates in lists whose texts are read with one query, and an empty list wherever they make a pause."""
    gathered: list[tuple[int, list[int]]] = []
    wanted: set[int] = set()
    for found in candidates:
        if found is None:
            yield []
            continue
        page, others = found
        if gathered and len(wanted) + 1 + len(others) > TEXTS_TOGETHER:
            yield gathered
            gathered, wanted = [], set()
        gathered.append(found)
        wanted.update((page, *others))
    if gathered:
        yield gathered


def _row(page: int, other: int, relation: Relation) -> dict[str, Any]:
    if page > other:
        page, other, relation = other, page, relation.reversed()
    (start, stop), (other_start, other_stop) = relation.span, relation.other_span
    return {
        "page": page,
        "other": other,
        "share": relation.share,
        "other_share": relation.other_share,
        "density": relation.density,
        "start": start,
        "stop": stop,
        "other_start": other_start,
        "other_stop": other_stop,
        "spans": json.dumps([relation.spans, relation.other_spans]) if relation.spans else None,
        "conflicts": relation.conflicts,
    }


def _relations(connection: Connection, numbers: Sequence[int]) -> list[tuple[int, int, Relation]]:
    """Return every relation of these pages, up to `IN_ONE_QUERY` of them."""
    query = select(relations).where(or_(relations.c.page.in_(numbers), relations.c.other.in_(numbers)))
    return [(row["page"], row["other"], _relation(row)) for row in connection.execute(query).mappings()]


def _relation(row: RowMapping) -> Relation:
    spans, other_spans = (tuple((start, stop) for start, stop in side) for side in json.loads(row["spans"] or "[[], []]"))
    hull, other_hull = (row["start"], row["stop"]), (row["other_start"], row["other_stop"])
    return Relation(row["share"], row["other_share"], row["density"], hull, other_hull, spans, other_spans, row["conflicts"])


def forget_relations(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Drop the relations of up to `IN_ONE_QUERY` pages whose text changed or is gone; return what was tied, these pages among it."""
    tied: set[int] = set()
    for page, other, _ in _relations(connection, numbers):
        tied.update((page, other))
    connection.execute(delete(relations).where(or_(relations.c.page.in_(numbers), relations.c.other.in_(numbers))))
    return tied


# ------------------------------------------------------------------------------------------------------------- clustering


def _components(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[list[int], Neighbours]]:
    """Yield the pages that are tied to each other, directly or not, with their relations: every component that has one of ``numbers``."""
    done = bytearray(1 + (connection.execute(select(func.max(pages.c.page))).scalar() or 0))
    for chunk in chunks(numbers):
        found: dict[tuple[int, int], Relation] = {}
        reached = {number for number in chunk if not done[number]}
        border = sorted(reached)
        while border:
            new: set[int] = set()
            for part in chunks(border):
                for page, other, relation in _relations(connection, part):
                    found[page, other] = relation
                    new.update((page, other))
            border = sorted(new - reached)
            reached |= new
        near = both_ways((page, other, relation) for (page, other), relation in found.items())
        for number in sorted(reached):
            if done[number]:
                continue
            done[number] = True
            component = [number]
            for page in component:
                for other in near.get(page, ()):
                    if not done[other]:
                        done[other] = True
                        component.append(other)
            yield component, near


def _groups(connection: Connection, tied: Sequence[int], near: Neighbours, damaged: set[int]) -> list[Group]:
    """Return the reports that pages tied to each other tell; the pages that cannot be read go into ``damaged``."""
    if len(tied) == 1:
        return [Group(tied[0], [ONLY])]
    members: dict[int, Member] = {}
    candidates: dict[int, Contender] = {}
    fluencies: dict[int, float] = {}
    other_words = differing(tied, near)
    for chunk in chunks(tied):
        standing = select(*reports.c["page", "born"]).where(reports.c.page.in_(chunk), reports.c.status == "valid")
        born = {row.page: row.born for row in connection.execute(standing.where(reports.c.delivered_revision > 0))}
        for row, kept in readable(connection.execute(select(*STORED).where(pages.c.page.in_(chunk))).mappings(), damaged):
            page = row["page"]
            candidates[page] = one = _candidate(row, kept)
            title = bare(row["title"] or "")
            members[page] = Member(row["address"], title, headlines(kept["body"]), row["site"], one.trust, one.seen, born.get(page, 0))
            if page in other_words:
                fluencies[page] = fluency(Text(None, kept["body"]).key)
    if damaged:
        return []
    told = []
    for cluster in clusters(members, near):
        worse_worded = reworded({page: fluencies[page] for page in cluster.pages if page in fluencies}, near)
        told.append(_group(connection, cluster, candidates, near, worse_worded))
    return told


def _candidate(row: RowMapping, kept: dict[str, Any]) -> Contender:
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
        unverified="unverified_tls" in kept["flags"],
        trust=trust_in(row["site"], declared=kept.get("declared_original", False)),
        seen=row["seen"] or 0,
    )


_SLIGHT = frozenset({DamageKind.DOUBLED_PUNCTUATION, DamageKind.ENTITIES, DamageKind.STRAY_CHARACTERS})
"""Damage that originals have, too."""

_DAMAGE = ("uncertain", *(kind for kind in DamageKind if kind not in _SLIGHT))


def _group(connection: Connection, cluster: Cluster, candidates: dict[int, Contender], near: Neighbours, worse_worded: set[int]) -> Group:
    chosen, because = choose([candidates[page] for page in cluster.pages], near, worse_worded)
    group = Group(chosen, because)
    for page in (*cluster.pages, *cluster.digests):
        if page != chosen:
            relation = near[chosen].get(page) or _nearest(page, cluster, near)
            kind = kind_of(relation, digest=page in cluster.digests, worse_worded=page in worse_worded)
            group.copies.append((page, kind, round(relation.share, 3)))
    beside = near.get(chosen, {})
    other_facts = []
    for page in sorted(set(cluster.pages) - {chosen}, key=lambda page: candidates[page].address):
        relation = beside.get(page) or _nearest(page, cluster, near)
        if relation.density >= SPUN and (relation.conflicts or page not in beside):
            other_facts.append(page)
    group.contested = _contested(connection, chosen, other_facts[:MAX_LAID_BESIDE])
    return group


def _contested(connection: Connection, chosen: int, others: Sequence[int]) -> list[Contested]:
    """Return what other copies say differently, each laid beside the chosen one."""
    if not others:
        return []
    query = select(*STORED).where(pages.c.page.in_([chosen, *others]))
    texts = {row["page"]: (row["url"], text_of(row, kept)) for row, kept in readable(connection.execute(query).mappings(), set())}
    own = texts[chosen][1]
    beside = [texts[other] for other in others if other in texts]
    return [Contested(said.kind, said.theirs, url) for url, text in beside for said in differences(own, text, align(own, text))]


def _nearest(page: int, cluster: Cluster, near: Neighbours) -> Relation:
    """Return the closest relation to a page from within its cluster, for one that is tied to the others, but not to the chosen copy."""
    return max(
        (near[other][page] for other in cluster.pages if page in near[other]), key=lambda relation: (relation.share, relation.mutual)
    )
