"""The index: what pages share is found again, in whatever pieces it came, and counted in bounded memory."""

from array import array
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from newsbot.reposts import candidates
from newsbot.reposts.candidates import FIRST_PAGES, NEXT_LARGER, PairCounter, PairNotes
from newsbot.reposts.postings import bits_for, blocks_of, is_whole, pack_postings, unpack_planes, unpack_postings

sketches = st.lists(st.sets(st.integers(1, 40).map(lambda gram: gram * 0x0540_0001), min_size=1, max_size=8), min_size=1, max_size=12)


def posted(pages: dict[int, set[int]]) -> list[int]:
    return sorted(gram << 32 | page for page, grams in pages.items() for gram in grams)


@given(st.lists(st.integers(0, 2**64 - 1)))
def test_postings_come_back_as_they_were_stored(given_: list[int]) -> None:
    assert list(unpack_postings(pack_postings(sorted(given_)))) == sorted(given_)


def test_postings_that_are_not_as_they_were_written_are_told() -> None:
    stored = pack_postings(gram << 32 | 7 for gram in range(20))
    assert is_whole(stored)
    assert not any(is_whole(stored[:size]) for size in range(len(stored)))
    assert not is_whole(stored[:-1] + bytes([stored[-1] ^ 1]))


def test_postings_of_ledgers_before_version_9_are_read() -> None:
    postings = [0x0102030405060708, 0xFFFEFDFCFBFAF9F8]
    plain = b"".join(posting.to_bytes(8, "little") for posting in postings)
    assert list(unpack_planes(b"".join(plain[plane::8] for plane in range(8)))) == postings


@given(st.lists(st.integers(0, 2**64 - 1), unique=True), st.integers(8, 24))
def test_each_block_has_the_postings_whose_grams_begin_with_its_number(given_: list[int], bits: int) -> None:
    blocks = list(blocks_of(sorted(given_), bits))
    assert [posting for _, postings in blocks for posting in postings] == sorted(given_)
    assert all(posting >> 64 - bits == block for block, postings in blocks for posting in postings)
    assert len({block for block, _ in blocks}) == len(blocks)


def test_blocks_stay_as_large_as_they_are_however_many_postings_there_are() -> None:
    assert [bits_for(count) for count in (0, 1_000, 131_071)] == [8, 8, 8]
    for count in (10**6, 10**8, 4 * 10**9):
        assert 256 <= count >> bits_for(count) <= 512


@given(sketches, st.integers(0, 12))
def test_pages_that_share_enough_are_found_whether_they_came_before_or_with_each_other(drawn: list[set[int]], known: int) -> None:
    pages = dict(enumerate(drawn, 1))
    before = {page: grams for page, grams in pages.items() if page <= known}
    fresh = {page: grams for page, grams in pages.items() if page > known}
    order = [0] * (known + 1) + [min(grams) | 1 for grams in fresh.values()]
    pairs = PairCounter(order, [1_000] * len(order))  # so many grams that none is a candidate for having a share of them
    pairs.meet(posted(fresh), [posted(before)])
    found = {tuple(sorted((page, other))) for page, others in filter(None, pairs.candidates()) for other in others}
    pairs.close()
    expected = set()
    for one, other in combinations(sorted(pages), 2):
        shared = pages[one] & pages[other]
        weight = sum(1 / sum(gram in grams for grams in pages.values()) for gram in shared)
        if other > known and len(shared) >= candidates.LEAST_SHARED and weight >= candidates.LEAST_WEIGHT:
            expected.add((one, other))
    assert found == expected


@given(sketches, st.integers(0, 12), st.integers(1, 39))
def test_what_was_noted_elsewhere_of_some_grams_counts_as_if_it_were_here(drawn: list[set[int]], known: int, gram: int) -> None:
    pages = dict(enumerate(drawn, 1))
    fresh, before = ({page: grams for page, grams in pages.items() if (page > known) is new} for new in (True, False))
    order = array("I", [0] * (known + 1) + [min(grams) | 1 for grams in fresh.values()])
    sizes = array("I", [len(grams) for grams in (set[int](), *drawn)])
    sizes.extend([0] * (len(order) - len(sizes)))
    alone, some = PairCounter(order, sizes), PairCounter(order, sizes)
    elsewhere = PairNotes(*some.of_fresh)
    alone.meet(posted(fresh), [posted(before)])
    for pairs, those in ((some, range(gram)), (elsewhere, range(gram, 40))):
        mine, theirs = ([one for one in posted(here) if (one >> 32) // 0x0540_0001 - 1 in those] for here in (fresh, before))
        pairs.meet(mine, [theirs])
    some.take_in(elsewhere.taken())
    assert list(some.candidates()) == list(alone.candidates())
    alone.close()
    some.close()


def test_a_gram_that_many_have_pairs_each_page_with_the_first_ones_and_the_next_in_size() -> None:
    many = candidates.MOST_PAIRED + 10
    fresh = sorted(gram << 32 | page for gram in range(1, 30) for page in range(1, many + 1))
    pairs = PairCounter([0] + [1] * many, [29] * (many + 1))
    pairs.meet(fresh, [])
    found = dict(filter(None, pairs.candidates()))
    pairs.close()
    assert found[many] == [*range(1, FIRST_PAGES + 1), *range(many - NEXT_LARGER, many)]


def test_copies_cannot_switch_their_detection_off_by_being_many() -> None:
    many, grams = 600, 20  # each gram weighs so little that all together are far under LEAST_WEIGHT
    assert grams / many < candidates.LEAST_WEIGHT
    for own, expected in (
        (grams, [*range(1, FIRST_PAGES + 1), *range(many - NEXT_LARGER, many)]),
        (int(grams / candidates.ALIKE_SHARE) + 1, []),
    ):
        pairs = PairCounter([0] + [1] * many, [own] * (many + 1))
        pairs.meet(sorted(gram << 32 | page for gram in range(1, grams + 1) for page in range(1, many + 1)), [])
        found = dict(filter(None, pairs.candidates()))
        pairs.close()
        assert found.get(many, []) == expected


def test_whole_copies_meet_whatever_number_of_cut_ones_comes_first() -> None:
    """Pages with two of six parts of a report, any number of them in front, and two whole ones with other words between."""
    cuts, part = 90, 10
    pages = {number: set(range((number % 5) * part, (number % 5 + 2) * part)) for number in range(1, cuts + 1)}
    pages |= {cuts + 1: set(range(6 * part)), cuts + 2: set(range(0, 6 * part, 2)) | set(range(900, 925))}
    pairs = PairCounter([0] + [1] * len(pages), [0, *map(len, pages.values())])
    pairs.meet(posted(pages), [])
    found = dict(filter(None, pairs.candidates()))
    pairs.close()
    assert cuts + 1 in found[cuts + 2]


def test_pieces_meet_what_they_were_cut_from_however_many_come_first() -> None:
    """Pages with two of six parts of a report, and one with all, behind them."""
    cuts, part = 400, 10
    assert cuts > candidates.MAX_CANDIDATES
    pages = {number: set(range((number % 5) * part, (number % 5 + 2) * part)) for number in range(1, cuts + 1)}
    pages |= {cuts + 1: set(range(6 * part))}
    pairs = PairCounter([0] + [1] * len(pages), [0, *map(len, pages.values())])
    pairs.meet(posted(pages), [])
    found = dict(filter(None, pairs.candidates()))
    pairs.close()
    assert found[cuts + 1] == list(range(1, cuts + 1))
