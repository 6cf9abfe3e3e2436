"""Comparing: new pages go into the index, and how they are related to each other and to those known before is written down."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, or_, select, update

from newsbot.ledger.index import GramIndex
from newsbot.ledger.rows import chunks
from newsbot.ledger.schema import pages, relations
from newsbot.ledger.texts import STORED, TEXTS_TOGETHER, Texts, compared_text, readable
from newsbot.reposts.fingerprints import sketch
from newsbot.reposts.relations import SMALLEST_OVERLAP, Relation, relate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsbot.reposts.fingerprints import Text


def compare(connection: Connection, fresh: Sequence[int], damaged: set[int]) -> Iterator[None]:
    """Index, in steps, the fresh pages, and write how they are related to each other and to those known before.

    The pages that cannot be read go into ``damaged``.
    """
    yield from _number(connection, fresh)
    digested = update(pages).where(pages.c.page == bindparam("which")).values(text_digest=bindparam("digest"))
    index = GramIndex(connection)
    for chunk in chunks(fresh, 100):
        query = select(*STORED).where(pages.c.page.in_(chunk), pages.c.content.is_not(None))
        told = []
        for row, kept in readable(connection.execute(query).mappings(), damaged):
            text = compared_text(row, kept)
            index.add(row["number"], sketch(text))
            told.append({"which": row["page"], "digest": _digest(text)})
        if told:
            connection.execute(digested, told)
        yield from index.write()
        yield
    texts = Texts(connection, damaged)
    for together in _together(_with_equals(index.candidates(), _equals(connection, fresh))):
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
                            found.append(relation_row(page, second, relation))
                        yield
        if found:
            connection.execute(relations.insert(), found)
        yield


def _number(connection: Connection, fresh: Sequence[int]) -> Iterator[None]:
    """Give, in steps, new pages their numbers in the index, in the order given: so that the order of arrival cannot show."""
    after = connection.execute(select(func.max(pages.c.number))).scalar() or 0
    change = update(pages).where(pages.c.page == bindparam("which")).values(number=bindparam("next"))
    for chunk in chunks(fresh):
        known = set(connection.execute(select(pages.c.page).where(pages.c.page.in_(chunk), pages.c.number.is_not(None))).scalars())
        new = [page for page in chunk if page not in known]
        if new:
            connection.execute(change, [{"which": page, "next": after + place} for place, page in enumerate(new, 1)])
            after += len(new)
        yield


def _digest(text: Text) -> bytes | None:
    """Return what equal texts have in common; None for one that is too short to tell anything."""
    if len(text.key) < SMALLEST_OVERLAP:
        return None
    return hashlib.blake2b(text.key.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _equals(connection: Connection, fresh: Sequence[int]) -> dict[int, int]:
    """Return, for each fresh page whose text has been there before, by number: the first page that has it."""
    found = {}
    for chunk in chunks(fresh):
        mine = select(pages.c.text_digest).where(pages.c.page.in_(chunk), pages.c.text_digest.is_not(None)).distinct()
        digests = list(connection.execute(mine).scalars())
        first = select(pages.c.text_digest, func.min(pages.c.number)).where(pages.c.text_digest.in_(digests)).group_by(pages.c.text_digest)
        firsts = {row[0]: row[1] for row in connection.execute(first)}
        numbers = select(pages.c.number, pages.c.text_digest).where(pages.c.page.in_(chunk), pages.c.text_digest.is_not(None))
        found.update({number: firsts[digest] for number, digest in connection.execute(numbers) if firsts[digest] != number})
    return found


def _with_equals(candidates: Iterator[tuple[int, list[int]] | None], equals: dict[int, int]) -> Iterator[tuple[int, list[int]] | None]:
    """Yield the candidates, those of equal text among them, whatever the index says: no frequency hides these."""
    for found in candidates:
        first = equals.pop(found[0], None) if found else None
        yield (found[0], sorted({*found[1], first})) if found and first is not None else found
    yield from ((number, [first]) for number, first in sorted(equals.items()))


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


def relation_row(page: int, other: int, relation: Relation) -> dict[str, Any]:
    """Return what the table `relations` keeps of a relation, seen from the smaller number."""
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
        "doubtful": int(relation.doubtful),
    }


def relations_of(connection: Connection, numbers: Sequence[int]) -> list[tuple[int, int, Relation]]:
    """Return every relation of these pages, up to `IN_ONE_QUERY` of them."""
    query = select(relations).where(or_(relations.c.page.in_(numbers), relations.c.other.in_(numbers)))
    return [(row["page"], row["other"], _relation(row)) for row in connection.execute(query).mappings()]


def _relation(row: RowMapping) -> Relation:
    spans, other_spans = (tuple((start, stop) for start, stop in side) for side in json.loads(row["spans"] or "[[], []]"))
    hull, other_hull = (row["start"], row["stop"]), (row["other_start"], row["other_stop"])
    return Relation(
        row["share"], row["other_share"], row["density"], hull, other_hull, spans, other_spans, row["conflicts"], bool(row["doubtful"])
    )


def forget_relations(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Drop the relations of up to `IN_ONE_QUERY` pages whose text changed or is gone; return what was tied, these pages among it."""
    tied: set[int] = set()
    for page, other, _ in relations_of(connection, numbers):
        tied.update((page, other))
    connection.execute(delete(relations).where(or_(relations.c.page.in_(numbers), relations.c.other.in_(numbers))))
    return tied
