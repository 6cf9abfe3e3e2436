"""What is found in the words of pages: of each alone, and of each beside others. Done by the process that settles, or beside it."""

from __future__ import annotations

import hashlib
import json
import pickle
from array import array
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from newsbot.boilerplate.marks import marks_of
from newsbot.boilerplate.pages import SitePage
from newsbot.reposts.candidates import PairNotes
from newsbot.reposts.fingerprints import sketch
from newsbot.reposts.postings import packed_blocks, unpack_postings
from newsbot.reposts.relations import SMALLEST_OVERLAP, Relation, relate
from newsbot.reposts.wording import OTHER_WORDS

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from newsbot.ledger.pages_read import PageOutline, PageRead, PagesRead
    from newsbot.reposts.fingerprints import Text


COMPARED_A_STEP: Final = 25_000
"""Characters that are compared between two pauses: some ten milliseconds, or one pair of the longest texts."""


class Study(NamedTuple):
    """What is found in the text of one page alone."""

    digest: bytes | None
    """What equal texts have in common; None for one that is too short to tell anything."""
    characters: int
    grams: array[int]
    """What of it goes into the index."""
    marks: list[int]
    """What of it may recur on its site, where that was asked for."""


Studies = dict[int, Study]
"""By their numbers in the table `pages`."""


def study_pages(texts: PagesRead, given: tuple[Sequence[int], set[int]], damaged: set[int]) -> Generator[None, None, Studies]:
    """Find what is in the texts of pages; of some of them their marks, too. Both by their numbers in the table `pages`."""
    numbers, to_mark = given
    found = {}
    for page, one in texts.read(numbers, damaged).items():
        text = one.text
        marks = marks_of(SitePage(one.title or "", one.body)) if page in to_mark else []
        found[page] = Study(_digest(text), len(text.key), array("I", sketch(text)), marks)
        text.lighten()
    yield
    return found


def mark_pages(texts: PagesRead, given: Sequence[int], damaged: set[int]) -> Generator[None, None, dict[int, list[int]]]:
    """Find the marks of pages: what of them may recur on their sites."""
    read = texts.read(given, damaged)
    yield
    return {page: marks_of(SitePage(one.title or "", one.body)) for page, one in read.items()}


def packed_studies(texts: PagesRead, given: tuple[Sequence[int], set[int]], damaged: set[int]) -> Generator[None, None, bytes]:
    """Do the same, and return the studies pickled, as who waits for them keeps them."""
    return pickle.dumps((yield from study_pages(texts, given, damaged)), pickle.HIGHEST_PROTOCOL)


class Compared(NamedTuple):
    """What came of comparing some pages: rows of the table `relations`, and what was found of the pages on the way."""

    relations: list[dict[str, Any]]
    outlines: dict[int, PageOutline]
    fluencies: dict[int, float]


def relate_pages(texts: PagesRead, together: Sequence[tuple[int, Sequence[int]]], damaged: set[int]) -> Generator[None, None, Compared]:
    """Compare, in steps, each page with others, all by their numbers in the table `pages`."""
    ready = texts.laid_out(pages_named(together), damaged)
    found = Compared([], texts.outlines(ready, damaged), {})
    in_other_words: dict[int, PageRead] = {}
    compared = 0
    for page, others in together:
        one = ready.get(page)
        for other in others if one else ():
            second = ready.get(other)
            if one and second:
                relation = relate(one.text, second.text)
                if relation:
                    found.relations.append(relation_row(page, other, relation))
                    if relation.density < OTHER_WORDS:
                        in_other_words[page], in_other_words[other] = one, second
                compared += len(one.text.key) + len(second.text.key)
                if compared >= COMPARED_A_STEP:
                    compared = 0
                    yield
    for page, one in in_other_words.items():  # as long as they are at hand
        if (known := texts.known_fluency(page)) is None:
            known = texts.judge(one)
            yield
        found.fluencies[page] = known
    return found


def note_pairs(
    texts: PagesRead, given: tuple[tuple[array[int], array[int], int], Sequence[tuple[bytes, Sequence[bytes]]]], damaged: set[int]
) -> Generator[None, None, list[bytes]]:
    """Note, in steps, which pages share grams, from added postings, as bytes, and the blocks beside them. Asks for no text."""
    del texts, damaged
    of_fresh, together = given
    notes = PairNotes(*of_fresh)
    for fresh, blocks in together:
        notes.meet(array("Q", fresh), map(unpack_postings, blocks))
        yield
    return notes.taken()


def order_postings(
    texts: PagesRead, given: tuple[Sequence[bytes], Sequence[bytes], int], damaged: set[int]
) -> Generator[None, None, list[tuple[int, bytes]]]:
    """Put postings in order, given as bytes and in blocks, and return them in blocks by so many bits. Asks for no text."""
    del texts, damaged
    gathered, blocks, bits = given
    in_order = array("Q", sorted(chain(*(array("Q", some) for some in gathered), *map(unpack_postings, blocks))))
    yield
    return packed_blocks(in_order, bits)


def pages_named(together: Sequence[tuple[int, Sequence[int]]]) -> list[int]:
    """Return all pages that are named in what is compared, each once."""
    return list(dict.fromkeys(number for page, others in together for number in (page, *others)))


def _digest(text: Text) -> bytes | None:
    """Return what equal texts have in common; None for one that is too short to tell anything."""
    if len(text.key) < SMALLEST_OVERLAP:
        return None
    return hashlib.blake2b(text.key.encode("utf-8", "surrogatepass"), digest_size=8).digest()


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
