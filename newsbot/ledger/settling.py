"""Settling: from the pages that came in to the reports they tell, together with everything they are tied to.

Index and compare the new pages, gather what is related to them, cluster it anew as a whole, choose the copies, and write the reports
concerned. Everything that is tied to a page is settled with it, so that the result does not depend on what came in which run.

It is done in steps of a few hundredths of a second each: whoever drives them may do other things in between (the event loop of a crawl
does). Each piece of some thousand pages is a transaction; one that was broken off has changed nothing, and is settled by the next run.
"""

from __future__ import annotations

from array import array
from collections import deque
from contextlib import closing
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, delete, func, select, update

from newsbot.ledger.beside import serve
from newsbot.ledger.boilerplate import Boilerplate, renew_sites
from newsbot.ledger.companion import Companion
from newsbot.ledger.comparing import compare, let_go, relations_of
from newsbot.ledger.contenders import MAX_LAID_BESIDE, NO_DOUBTS, Doubts, contested_among, doubts_about
from newsbot.ledger.evidence import GatheredPages, gather, together
from newsbot.ledger.index import GramIndex
from newsbot.ledger.joining import join_large
from newsbot.ledger.listed import is_listed
from newsbot.ledger.pages_read import compared_text, readable
from newsbot.ledger.reports import Group, next_birth, renew, revise
from newsbot.ledger.rows import chunks
from newsbot.ledger.schema import IS_GIVEN, copies, forgotten, pages, reports
from newsbot.ledger.schema import damaged as damaged_pages
from newsbot.ledger.studied_ahead import StudiedAhead
from newsbot.ledger.texts import STORED, Texts
from newsbot.ledger.visits import WITHOUT_CONTENT
from newsbot.reposts.choice import ONLY, Contender, choose, copy_kind
from newsbot.reposts.clusters import Cluster, both_ways, clusters
from newsbot.reposts.fingerprints import sketch
from newsbot.reposts.numbering import outvoted
from newsbot.reposts.passages import may_lack
from newsbot.reposts.relations import SPUN, Relation
from newsbot.reposts.wording import reworded
from newsbot.uncollected import seldom_collected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from newsbot.ledger.companion import TextTask
    from newsbot.reposts.members import Neighbours
    from newsbot.row import Contested

PAGES_TOGETHER = 400
"""Pages whose reports are written together; those that are tied to each other are never divided."""


PIECE = 5_000
"""Pages that are settled in one transaction: what a kill costs, and what memory holds at a time. …"""

SHARE_OF_KNOWN = 5
"""… Of a large ledger one for each five that are known, since every piece goes through the whole index once, …"""

LARGEST_PIECE = 10_000
"""… up to so many."""

UNRELATED = Relation(0.0, 0.0, 1.0, (0, 0), (0, 0))
"""What is said of a page that went with another one, and has nothing in common with its other copies."""

MOST_WAITING = 10
"""Pages of which one waits for settling, and from which on the few that do are looked for by that, not by their addresses."""


WORTH_A_COMPANION = 500
"""Pages of a piece from which on a second process is started: that takes half a second of processor time."""


def settle(begin: Callable[[], AbstractContextManager[Connection]], *, reposts: bool, jobs: int = 1) -> Iterator[None]:
    """Settle, in steps, the pages that came in since the last settling. Without ``reposts`` every page is a report of its own.

    They are settled piece by piece in the order of their addresses, each piece in a transaction that ``begin`` opens: what is settled
    stays so, whatever happens to the rest. What recurs on their sites is found before that, so that rows are made without it. With more
    than one of ``jobs`` a second process has a part in it where pages are many.
    """
    after = ""
    studied = StudiedAhead()
    with closing(Companion(serve)) as companion, seldom_collected():
        while True:
            with begin() as connection:
                fresh, last = _next_piece(connection, after)
                if not fresh and not after:
                    return
                after = last
                if fresh:
                    with_companion = companion if jobs > 1 and reposts and len(fresh) >= WORTH_A_COMPANION else None
                    texts = Texts(connection, next_birth(connection), with_companion, studied)
                    studied = StudiedAhead()
                    if with_companion and len(following := _next_piece(connection, after)[0]) >= WORTH_A_COMPANION:
                        studied.ask(connection, texts.tasks, following)
                    yield from _settle_piece(texts, fresh, reposts=reposts)
                    yield from texts.tasks.finish()


def _next_piece(connection: Connection, after: str) -> tuple[Sequence[int], str]:
    """Return the pages of a piece, the first that wait behind an address, and the last of their addresses; "" where there are none.

    Where most pages wait they are found in the order of addresses, which spares sorting all of them for each piece.
    """
    known = connection.execute(select(func.max(pages.c.page))).scalar() or 0
    waiting = connection.execute(select(func.count()).select_from(pages).where(pages.c.settled == 0)).scalar_one()
    waits = pages.c.settled + 0 == 0 if waiting * MOST_WAITING > known else pages.c.settled == 0  # no index knows the sum
    query = select(*pages.c["page", "address"]).where(waits, pages.c.address > after).order_by(pages.c.address)
    rows = connection.execute(query.limit(min(LARGEST_PIECE, max(PIECE, known // SHARE_OF_KNOWN)))).all()
    return array("q", (row.page for row in rows)), rows[-1].address if rows else ""


def _settle_piece(texts: Texts, fresh: Sequence[int], *, reposts: bool) -> Iterator[None]:
    connection = texts.connection
    boilerplate = Boilerplate(texts, fresh)
    if not reposts:
        yield from boilerplate.find(fresh, {})
        for chunk in chunks(fresh):
            connection.execute(update(pages).where(is_listed(pages.c.page, chunk), pages.c.seen.is_(None)).values(seen=texts.now))
            renew(connection, chunk, [Group(page, [ONLY]) for page in chunk], texts.now)
            yield
        return
    tied: set[int] = set()
    orphans: set[int] = set()
    for chunk in chunks(fresh):
        left, near = let_go(connection, chunk)
        orphans |= left
        tied |= near
        yield
    fresh = [*fresh, *sorted(orphans.difference(fresh))]
    tied.difference_update(fresh)
    damaged: set[int] = set()
    yield from compare(texts, fresh, damaged, boilerplate)
    tied |= set_aside(connection, damaged)
    whole = [page for page in (*fresh, *sorted(tied)) if page not in damaged]
    joined: set[int] = set()
    for chunk in chunks(whole):
        joined |= join_large(texts, chunk)
        yield
    yield from settle_again(texts, [page for page in whole if page not in joined])


def settle_again(texts: Texts, numbers: Sequence[int]) -> Iterator[None]:
    """Settle, in steps, these pages, and all that are tied to them, from the relations as they are.

    A page that turns out to be damaged is set aside, and the others of its component are settled without it.
    """
    connection = texts.connection
    born = next_birth(connection)
    left: set[int] = set()
    asked: deque[_Sorted] = deque()
    for some in together(_components(connection, numbers), PAGES_TOGETHER):
        damaged: set[int] = set()
        evidence, touched, told = GatheredPages(), list[int](), list[tuple[Group, Doubts]]()
        yield from gather(texts, [component for component in some if component[0][1:]], evidence, damaged)
        for tied, near in some:
            if hurt := damaged.intersection(tied):
                while asked:
                    yield from _renew(texts, asked.popleft(), born)
                left |= (set_aside(connection, hurt) | set(tied)) - hurt
                continue
            told += _groups(tied, near, evidence)
            touched += tied
            yield
        doubts = [doubt for _, doubt in told if doubt.pages]
        pages_asked = dict.fromkeys(page for doubt in doubts for page in doubt.pages)
        asked.append(_Sorted(touched, told, texts.tasks.ask(contested_among, pages_asked, doubts)))
        while len(asked) > min(1, texts.tasks.ahead):
            yield from _renew(texts, asked.popleft(), born)
    for sorted_pages in asked:
        yield from _renew(texts, sorted_pages, born)
    if left:
        yield from settle_again(texts, sorted(left))


class _Sorted(NamedTuple):
    """Pages that were sorted into reports, with what is asked of the texts of each report."""

    touched: list[int]
    told: list[tuple[Group, Doubts]]
    asked: TextTask[list[list[Contested]]]


def _renew(texts: Texts, done: _Sorted, born: int) -> Iterator[None]:
    """Write down, in steps, what pages were sorted into."""
    found = iter((yield from texts.tasks.answer(done.asked, set())))
    for group, doubts in done.told:
        group.contested = next(found) if doubts.pages else []
    renew(texts.connection, done.touched, [group for group, _ in done.told], born)
    yield


def withdraw(connection: Connection, number: int) -> list[str]:
    """Take a page out of the ledger and its index, and settle again what it was tied to. Returns the ids whose row changes."""
    row = connection.execute(select(*STORED).where(pages.c.page == number)).mappings().one()
    address = row["address"]
    texts = Texts(connection)
    if row["number"] is not None and row["content"] is not None:
        for _, kept in readable([row], set()):  # of a damaged page the index keeps grams that lead nowhere
            GramIndex(texts).remove(row["number"], sketch(compared_text(row, kept)))
    orphans, tied = let_go(connection, [number])
    concerned, heirs = _leave(connection, number)
    tied |= heirs
    for name, is_given in connection.execute(select(reports.c.id, IS_GIVEN).where(reports.c.page == number)).all():
        connection.execute(delete(copies).where(copies.c.report == name))
        if is_given:
            connection.execute(update(reports).where(reports.c.id == name).values(status="withdrawn", page=None, because="[]"))
        else:
            connection.execute(delete(reports).where(reports.c.id == name))
    connection.execute(delete(pages).where(pages.c.page == number))
    if connection.execute(select(forgotten.c.address).where(forgotten.c.address == address)).one_or_none() is None:
        connection.execute(forgotten.insert().values(address=address))
    damaged: set[int] = set()
    for _ in compare(texts, sorted(orphans), damaged):
        pass
    tied |= orphans | set_aside(connection, damaged)
    for _ in chain(renew_sites(texts, {row["site"]: []}), settle_again(texts, sorted(tied - damaged - {number}))):
        pass
    revise(connection, concerned)
    known = connection.execute(
        select(reports.c.id).where(is_listed(reports.c.id, concerned), reports.c.revision > reports.c.delivered_revision)
    )
    return sorted(known.scalars())


def set_aside(connection: Connection, numbers: set[int]) -> set[int]:
    """Take pages whose content is damaged out of their reports, and keep what was found of them apart. Returns what they were tied to.

    Those that turn out to be damaged on the way are added to ``numbers``.
    Their addresses count as failed, so that a later run asks for them again; a report that has no other copy keeps its id and waits.
    """
    orphans, tied = let_go(connection, numbers)
    for number in sorted(numbers):
        row = connection.execute(select(*pages.c["address", "content"]).where(pages.c.page == number)).one()
        connection.execute(damaged_pages.insert().values(address=row.address, content=row.content))
        tied |= _leave(connection, number)[1]
        connection.execute(update(pages).where(pages.c.page == number).values({**WITHOUT_CONTENT, "settled": 1}))
    more: set[int] = set()
    for _ in compare(Texts(connection), sorted(orphans), more):
        pass
    if more:
        tied |= set_aside(connection, more)
        numbers |= more
    return (tied | orphans) - numbers


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
                for page, other, relation in relations_of(connection, part):
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
            yield component, {page: near[page] for page in component if page in near}  # each looks through all that it is given


def _groups(tied: Sequence[int], near: Neighbours, known: GatheredPages) -> list[tuple[Group, Doubts]]:
    """Return the reports that pages tied to each other tell, and what is to be asked of their texts."""
    if len(tied) == 1:
        return [(Group(tied[0], [ONLY]), NO_DOUBTS)]
    told = []
    for cluster in clusters({page: known.members[page] for page in tied}, near):
        mine = {page: known.fluencies[page] for page in cluster.pages if page in known.fluencies}
        worse_worded = reworded(mine, known.seen, {page: known.candidates[page].rank for page in mine})
        contenders = [known.candidates[page] for page in cluster.pages]
        doubted = outvoted({page: known.members[page] for page in cluster.pages}, near)
        group = Group(*choose(contenders, known.seen, worse_worded, known.leaders, doubted))
        inside = (*cluster.pages, *cluster.digests)
        beside = {page: said for page in inside if (said := _beside(group.page, page, near, known)) and page != group.page}
        told.append(_complete(group, cluster, known, beside, near=near, worse_worded=worse_worded))
    return told


def _beside(chosen: int, page: int, near: Neighbours, known: GatheredPages) -> Relation | None:
    """Return how a page is related to the chosen one by its text, whichever page stands for that."""
    home = known.leaders.get(page, page)
    if home == known.leaders.get(chosen, chosen):
        return near.get(home, {}).get(page if page != home else chosen)
    return known.seen[chosen].get(page) or known.seen[chosen].get(home)


def _complete(
    group: Group,
    cluster: Cluster,
    known: GatheredPages,
    beside: Mapping[int, Relation],
    *,
    near: Neighbours,
    worse_worded: set[int],
) -> tuple[Group, Doubts]:
    """Return a group with its copies, and which of them may say something else; ``beside``: how they are related to the chosen one."""
    chosen, candidates = group.page, known.candidates
    for page in (*cluster.pages, *cluster.digests):
        if page != chosen:
            relation = beside.get(page) or _nearest(page, cluster, near, known)
            kind = copy_kind(relation, digest=page in cluster.digests, worse_worded=page in worse_worded)
            group.copies.append((page, kind, round(relation.share, 3)))
    other_facts = []
    for page in sorted(set(cluster.pages) - {chosen}, key=lambda page: candidates[page].address):
        relation = beside.get(page) or _nearest(page, cluster, near, known)
        if relation.density >= SPUN and (relation.conflicts or page not in beside):
            other_facts.append(page)
    alike = [page for page in cluster.pages if page in beside and beside[page].density >= SPUN]
    lacking = [candidates[page] for page in alike if may_lack(beside[page])]
    shorter = [candidates[page] for page in alike if len(candidates[page].title) < len(candidates[chosen].title)]
    told = [_telling(candidates[chosen], those) for those in (lacking, shorter)]
    return group, doubts_about(candidates[chosen], other_facts[:MAX_LAID_BESIDE], *told)


def _telling(chosen: Contender, copies: Iterable[Contender]) -> list[Contender]:
    """Return the copies on other sites that may tell what was put into the chosen one: none that it outranks, few of many."""
    telling = [copy for copy in copies if copy.site != chosen.site and copy.rank <= chosen.rank]
    return sorted(telling, key=lambda copy: copy.address)[:MAX_LAID_BESIDE]


def _nearest(page: int, cluster: Cluster, near: Neighbours, known: GatheredPages) -> Relation:
    """Return the closest relation to a page from within its cluster, for one that is tied to the others, but not to the chosen copy."""
    others = (_beside(other, page, near, known) for other in cluster.pages if other != page)
    return max((said for said in others if said), key=lambda said: (said.share, said.mutual), default=UNRELATED)
