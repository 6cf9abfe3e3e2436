"""Comparing: new pages go into the index, and how they are related to each other and to those known before is written down."""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING, Final, Protocol

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, bindparam, delete, func, or_, select, update

from newsbot.ledger.index import GramIndex
from newsbot.ledger.listed import is_listed
from newsbot.ledger.many import execute_many
from newsbot.ledger.pages_read import TEXTS_TOGETHER
from newsbot.ledger.rows import chunks
from newsbot.ledger.schema import pages, relations
from newsbot.ledger.studying import pages_named, relate_pages, relation_row, study_pages
from newsbot.reposts.relations import NumberDoubt, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from newsbot.ledger.companion import TextTask
    from newsbot.ledger.studying import Compared, Studies, Study
    from newsbot.ledger.texts import Texts


PAGES_AT_HAND: Final = 2_000
"""Pages that are gone through together, of those that are kept in memory."""

STUDIED_TOGETHER: Final = 100
"""Pages that are studied in one task."""


class SiteWork(Protocol):
    """What is done with some pages at a time before they are indexed; both are told which."""

    def to_mark(self, some: Sequence[int], /) -> set[int]:
        """Return those whose marks are asked for."""

    def find(self, some: Sequence[int], marks: Mapping[int, Sequence[int]], /) -> Iterator[None]:
        """Do it, in steps."""


def compare(texts: Texts, fresh: Sequence[int], damaged: set[int], first: SiteWork | None = None) -> Iterator[None]:
    """Index, in steps, the fresh pages, and write how they are related to each other and to those known before.

    Of pages with the same text only the first goes into the index; the others are related to it, and to no other page. So no text is
    found less for being everywhere, and a further copy costs one look at its digest. The pages that cannot be read go into ``damaged``.
    """
    connection = texts.connection
    index = GramIndex(texts)
    numbered = _numbered(connection, fresh)
    texts.number(numbered)
    leaders: dict[bytes, int] = {}
    following: set[int] = set()
    for some, studies, tasks in _asked_ahead(texts, numbered, first):
        for study_task in tasks:
            studies.update((yield from texts.tasks.answer(study_task, damaged)))
            yield
        if first:
            yield from first.find([page for _, page in some], {page: study.marks for page, study in studies.items() if study.marks})
        for chunk in chunks(some, STUDIED_TOGETHER):
            following |= _take_in(texts, index, chunk, studies, leaders)
            yield from index.write()
            yield
    asked: deque[TextTask[Compared]] = deque()
    for together in _together(index.candidates()):
        if together:
            asked.append(_asked(texts, together, following))
            while len(asked) > texts.tasks.ahead:
                yield from _write_down(texts, asked.popleft(), damaged)
        else:
            texts.tasks.go_on()
        yield
    for task in asked:
        yield from _write_down(texts, task, damaged)


def _asked_ahead(
    texts: Texts, numbered: Sequence[tuple[int, int]], first: SiteWork | None
) -> Iterator[tuple[list[tuple[int, int]], Studies, list[TextTask[Studies]]]]:
    """Yield the pages that are gone through together, with the studies that are there, and the tasks that study the rest.

    These are asked for before the pages before them are taken in.
    """
    asked: deque[tuple[list[tuple[int, int]], Studies, list[TextTask[Studies]]]] = deque()
    for some in chunks(numbered, PAGES_AT_HAND):
        these = [page for _, page in some]
        marked = first.to_mark(these) if first else set[int]()
        studies = texts.studied.take(texts.connection, these)
        given = [(chunk, marked.intersection(chunk)) for chunk in chunks((page for page in these if page not in studies), STUDIED_TOGETHER)]
        asked.append((some, studies, [texts.tasks.ask(study_pages, chunk, (chunk, to_mark)) for chunk, to_mark in given]))
        while len(asked) > min(1, texts.tasks.ahead):
            yield asked.popleft()
    yield from asked


def _asked(texts: Texts, together: Sequence[tuple[int, Sequence[int]]], following: AbstractSet[int]) -> TextTask[Compared]:
    """Have pages compared that are named by their numbers in the index; not those of ``following``, which it may know as they were.

    A page that stood for its text, and has that of another one now, is related to that one already.
    """
    at = {number: page for number, page in texts.numbered(pages_named(together)).items() if page not in following}
    known = [(at[number], [at[other] for other in others if other in at]) for number, others in together if number in at]
    return texts.tasks.ask(relate_pages, pages_named(known), known)


def _write_down(texts: Texts, task: TextTask[Compared], damaged: set[int]) -> Iterator[None]:
    found = yield from texts.tasks.answer(task, damaged)
    texts.take_in(found.outlines, found.fluencies)
    execute_many(texts.connection, _RELATE, found.relations)
    yield


def _numbered(connection: Connection, fresh: Sequence[int]) -> list[tuple[int, int]]:
    """Return pages by their number in the index, each behind that: of equal texts the first stands for all.

    New pages get theirs in the order given, so that the order of arrival cannot show; they are written with what else becomes known.
    """
    after = connection.execute(select(func.max(pages.c.number))).scalar() or 0
    numbers: dict[int, int] = {}
    for chunk in chunks(fresh):
        numbers.update((row.page, row.number) for row in connection.execute(_NUMBERED, {"wanted": chunk}).all())
        for page in chunk:
            if page not in numbers:
                after += 1
                numbers[page] = after
    return sorted((number, page) for page, number in numbers.items())


_STANDING: Final = (
    select(pages.c.text_digest, pages.c.page)
    .where(pages.c.text_digest.in_(bindparam("wanted", expanding=True)), pages.c.leader.is_(None))
    .order_by(pages.c.number.desc())
)
_NUMBERED: Final = select(*pages.c["page", "number"]).where(is_listed(pages.c.page), pages.c.number.is_not(None))
_KNOW: Final = (
    update(pages)
    .where(pages.c.page == bindparam("which"))
    .values(
        number=bindparam("in_index"),
        seen=func.coalesce(pages.c.seen, bindparam("now")),
        text_digest=bindparam("digest"),
        leader=bindparam("first"),
    )
)
"""All at once: a page is a row of some KiB, which is written anew each time, and lies anywhere in the file."""
_RELATE: Final = relations.insert()


def _take_in(
    texts: Texts, index: GramIndex, chunk: Sequence[tuple[int, int]], studies: Mapping[int, Study], leaders: dict[bytes, int]
) -> set[int]:
    """Add texts that are new to the index, and relate the others to the page that stands for theirs: these are returned.

    Up to `IN_ONE_QUERY` pages. ``studies``: of the pages that can be read. ``leaders``: digests of texts, and the pages that stand for
    them, as far as they were met; those of the chunk are added. To look one up means to go through all pages with that text.
    """
    connection = texts.connection
    digests = [studies[page].digest for _, page in chunk if page in studies]
    unmet = {digest for digest in digests if digest and digest not in leaders}
    if unmet:
        leaders.update((row.text_digest, row.page) for row in connection.execute(_STANDING, {"wanted": sorted(unmet)}).all())
    known, equal = [], []
    following: set[int] = set()
    for number, page in chunk:
        study = studies.get(page)
        digest = study.digest if study else None
        leader = leaders.get(digest) if digest else None
        known.append({"which": page, "in_index": number, "now": texts.now, "digest": digest, "first": leader})
        if study is None:
            continue
        if leader is None:
            if digest:
                leaders[digest] = page
            index.add(number, study.grams)
        else:
            following.add(page)
            whole = 0, study.characters
            equal.append(relation_row(leader, page, Relation(1.0, 1.0, 1.0, whole, whole)))
    execute_many(connection, _KNOW, known)
    execute_many(connection, _RELATE, equal)
    return following


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


def relations_of(connection: Connection, numbers: Sequence[int]) -> list[tuple[int, int, Relation]]:
    """Return every relation of these pages, up to `IN_ONE_QUERY` of them."""
    return _related(connection, or_(is_listed(relations.c.page, numbers), is_listed(relations.c.other, numbers)))


def relations_among(connection: Connection, numbers: Sequence[int]) -> list[tuple[int, int, Relation]]:
    """Return the relations of these pages with each other, up to `IN_ONE_QUERY` of them."""
    return _related(connection, and_(is_listed(relations.c.page, numbers), is_listed(relations.c.other, numbers)))


def _related(connection: Connection, which: ColumnElement[bool]) -> list[tuple[int, int, Relation]]:
    return [(row["page"], row["other"], _relation(row)) for row in connection.execute(select(relations).where(which)).mappings().all()]


def _relation(row: RowMapping) -> Relation:
    spans, other_spans = (tuple((start, stop) for start, stop in side) for side in json.loads(row["spans"] or "[[], []]"))
    hull, other_hull = (row["start"], row["stop"]), (row["other_start"], row["other_stop"])
    doubtful = NumberDoubt.EDITS if row["doubtful"] == NumberDoubt.EDITS else NumberDoubt(bool(row["doubtful"]))
    return Relation(row["share"], row["other_share"], row["density"], hull, other_hull, spans, other_spans, row["conflicts"], doubtful)


def let_go(connection: Connection, numbers: Iterable[int]) -> tuple[set[int], set[int]]:
    """Forget how pages are related whose text changed or is gone.

    Returns the other pages for whose text one of them stood in the index, which are to be compared anew, and all pages that were tied to
    any of these.
    """
    gone = set(numbers)
    twin = pages.alias()
    query = select(twin.c.page).join(pages, pages.c.text_digest == twin.c.text_digest).where(twin.c.leader == pages.c.page)
    left = {page for chunk in chunks(gone) for page in connection.execute(query.where(is_listed(pages.c.page, chunk))).scalars()} - gone
    tied: set[int] = set()
    for chunk in chunks((*gone, *left)):
        concerned = or_(is_listed(relations.c.page, chunk), is_listed(relations.c.other, chunk))
        for row in connection.execute(select(relations.c.page, relations.c.other).where(concerned)).all():
            tied.update(row)
        connection.execute(delete(relations).where(concerned))
        known = is_listed(pages.c.page, chunk), pages.c.text_digest.is_not(None)
        connection.execute(update(pages).where(*known).values(text_digest=None, leader=None))
    return left, tied
