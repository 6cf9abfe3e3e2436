"""Pages that say nearly the same count once, whatever their number."""

from newsbot.reposts.clusters import both_ways, clusters
from newsbot.reposts.members import Member
from newsbot.reposts.relations import NumberDoubt, Relation
from newsbot.reposts.trust import Trust
from newsbot.reposts.versions import by_version, members_of, relations_between

WHOLE, REWORDED, CUTS = 1, 2, (3, 4, 5)


def relation(
    share: float, other_share: float, density: float = 1.0, conflicts: int = 0, *, doubtful: NumberDoubt = NumberDoubt.NONE
) -> Relation:
    return Relation(share, other_share, density, (0, 900), (0, 900), conflicts=conflicts, doubtful=doubtful)


def member(number: int, born: int = 0, trust: Trust = Trust.UNKNOWN) -> Member:
    return Member(f"http://{number:04}.example/", f"小区换新颜{number}", site=f"s{number}.example", born=born, trust=trust)


def flooded(copies: int) -> list[list[int]]:
    """Clusters of a report, a reworded copy of it, and three neighbouring pieces of it, each copied so often."""
    pages = [WHOLE, REWORDED, *(100 * cut + copy for cut in CUTS for copy in range(copies))]
    edges = [(WHOLE, REWORDED, relation(0.7, 0.7, 0.5))]
    for page in pages[2:]:
        cut, copy = divmod(page, 100)
        edges.append((WHOLE, page, relation(0.3, 0.9)))
        edges += [(page, 100 * cut + other, relation(0.95, 0.95)) for other in range(copy)]
        edges += [(page, 100 * (cut - 1) + other, relation(0.5, 0.5)) for other in range(copies) if cut > CUTS[0]]
    return [sorted(cluster.pages) for cluster in clusters({page: member(page) for page in pages}, both_ways(edges))]


def test_the_copies_of_a_piece_weigh_no_more_than_one() -> None:
    for copies in (1, 2, 20):
        assert [len(pages) for pages in flooded(copies)] == [2 + len(CUTS) * copies]


def test_a_version_is_nearly_the_same_text_with_the_same_facts() -> None:
    members = {1: member(1), 2: member(2)}

    def is_one(said: Relation) -> bool:
        return len(by_version(members, both_ways([(1, 2, said)]))) == 1

    assert is_one(relation(0.9, 0.9, 0.9))
    assert not is_one(relation(0.89, 1.0))
    assert not is_one(relation(1.0, 1.0, 0.89))
    assert not is_one(relation(1.0, 1.0, conflicts=1))
    assert not is_one(relation(1.0, 1.0, doubtful=NumberDoubt.NUMBERS))


def test_a_version_is_a_star_around_its_page_with_the_most_copies_and_no_chain() -> None:
    members = {number: member(number) for number in range(1, 6)}
    chain = both_ways([(number, number + 1, relation(0.95, 0.95)) for number in range(1, 5)])
    assert by_version(members, chain) == {2: [2, 1, 3], 4: [4, 5]}


def test_nothing_stands_for_a_page_that_was_delivered_but_another_such_page() -> None:
    members = {1: member(1), 2: member(2, born=1), 3: member(3, born=2), 4: member(4)}
    near = both_ways([(1, other, relation(0.95, 0.95)) for other in (2, 3, 4)])
    assert by_version(members, near) == {2: [2, 1], 3: [3], 4: [4]}


def test_equal_texts_go_where_the_one_goes_that_was_compared() -> None:
    """Each of them is related to that one only, so none of them can be where the others are."""
    members = {number: member(number) for number in range(1, 8)}
    edges = [
        (4, 5, relation(1, 1)),
        (4, 6, relation(1, 1)),
        (1, 4, relation(0.95, 0.95)),
        (1, 2, relation(0.95, 0.95)),
        (1, 7, relation(1, 1)),
    ]
    edges += [(2, 3, relation(1, 1))]
    assert by_version(members, both_ways(edges)) == {1: [1, 2, 3, 4, 5, 6, 7]}
    few = {number: member(number) for number in range(1, 4)}
    assert by_version(few, both_ways([(1, 2, relation(0.8, 0.9)), (2, 3, relation(1, 1))])) == {1: [1], 2: [2, 3]}


def test_an_equal_text_that_was_delivered_stands_first_with_all_that_is_near_its_text() -> None:
    members = {1: member(1), 2: member(2, born=3), 3: member(3), 4: member(4)}
    near = both_ways([(1, 2, relation(1, 1)), (1, 3, relation(0.95, 0.95)), (3, 4, relation(0.95, 0.95))])
    found = by_version(members, near)
    assert found == {1: [1, 2, 3], 4: [4]}
    assert members_of(found, members)[1].born == 3


def test_a_version_is_as_old_as_trusted_and_as_spread_as_its_pages_together() -> None:
    members = {1: member(1, born=7), 2: member(2, born=3), 3: member(3, trust=Trust.OFFICIAL)}
    found = {1: [1, 2, 3]}
    (one,) = members_of(found, members).values()
    assert (one.address, one.born, one.trust, one.sites) == (
        members[1].address,
        3,
        Trust.OFFICIAL,
        frozenset(f"s{n}.example" for n in (1, 2, 3)),
    )
    untitled = {**members, 1: Member("http://0001.example/")}
    assert members_of(found, untitled)[1].title == members[3].title


def test_one_page_that_quotes_ties_no_versions_and_two_do() -> None:
    members = {number: member(number) for number in range(1, 5)}
    found = {1: [1, 2], 3: [3, 4]}
    quoted = relation(0.74, 0.4)
    assert relations_between(found, members, both_ways([(2, 3, quoted)])).get(1) == {}
    assert relations_between(found, members, both_ways([(2, 3, quoted), (1, 4, quoted)]))[1].keys() == {3}
    assert relations_between(found, members, both_ways([(2, 3, relation(0.75, 0.4))]))[1].keys() == {3}
