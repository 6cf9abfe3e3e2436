"""Where two texts cease to be copies: each threshold of this room at its own value and beside it, as literal numbers."""

from types import SimpleNamespace
from typing import Any
from zlib import crc32

import pytest

from newsbot.reposts import relations
from newsbot.reposts.alignment import align
from newsbot.reposts.candidates import PairCounter
from newsbot.reposts.fingerprints import SHORT_NOTICE, Text, sketch
from newsbot.reposts.identity import other_issue
from newsbot.reposts.relations import one_title, relate, unlike
from newsbot.reposts.veto import ComparedFacts, _absent, compared_facts
from tests.reposts.made_texts import CHARACTERS, han

A, B = han(20, 0), han(20, 1)


def aligned(one: str, other: str) -> int:
    return len(align(Text(None, [one]), Text(None, [other])))


# ---------------------------------------------------------------------------------------------------------------------- alignment


@pytest.mark.parametrize(("gap", "stretches"), [(36, 1), (37, 2)])
def test_a_stretch_goes_on_over_a_gap(gap, stretches):
    assert aligned(A + han(gap, 2) + B, A + han(gap, 3) + B) == stretches


@pytest.mark.parametrize(("drift", "stretches"), [(24, 1), (25, 2)])
def test_a_stretch_goes_on_where_one_side_is_longer(drift, stretches):
    assert aligned(A + han(10, 2) + B, A + han(10 + drift, 3) + B) == stretches


@pytest.mark.parametrize(("first", "second", "counts"), [(5, 5, 1), (4, 5, 0)])
def test_a_stretch_has_four_anchors(first, second, counts):
    assert aligned(A[:first] + han(10, 2) + B[:second], A[:first] + han(10, 3) + B[:second]) == counts


@pytest.mark.parametrize(("length", "counts"), [(16, 1), (15, 0)])
def test_a_stretch_has_sixteen_characters(length, counts):
    assert aligned(A[:length], A[:length]) == counts


# ------------------------------------------------------------------------------------------------------------------- fingerprints


def test_what_is_compared_of_a_text():
    text = Text(None, [han(500), "街" * 30_000])
    assert len(text.key) == 20_000
    assert {-(-anchor.bit_length() // 16) for anchor in text.positions} == {4}
    assert {len(gram) for gram in text.landmarks if gram in han(500)} == {5}
    assert 0.08 < len(Text(None, ["".join(CHARACTERS)]).sampled_at) / len(CHARACTERS) < 0.12


def test_an_anchor_is_where_its_characters_stand_once():
    key = Text(None, ["甲乙丙丁戊己" + "甲乙丙丁" + "庚辛壬癸7.5%a"]).key
    once = [n for n in range(len(key) - 3) if key.count(key[n : n + 4]) == 1]
    assert list(Text(None, [key]).positions.values()) == once
    assert not Text(None, ["甲乙丙"]).positions


@pytest.mark.parametrize(("length", "indexed"), [(20, True), (19, False)])
def test_a_paragraph_goes_into_the_index_as_a_whole(length, indexed):
    text = Text(None, [A[:length], han(SHORT_NOTICE, 5)])
    assert (crc32(A[:length].encode("utf-16-le")) in sketch(text)) is indexed


@pytest.mark.parametrize(("length", "indexed"), [(6, True), (5, False)])
def test_the_clauses_of_a_short_text_go_into_the_index_each_alone_and_with_the_next(length, indexed):
    clauses = [A[:length], A[10:18]]
    for more, found in (("", indexed), (han(SHORT_NOTICE, 5), False)):
        numbers = sketch(Text(None, ["，".join(clauses) + "。", more]))
        assert all((crc32(said.encode("utf-16-le")) in numbers) is found for said in (clauses[0], "".join(clauses)))


# --------------------------------------------------------------------------------------------------------------------- candidates


def partners(pages: dict[int, range], size: int = 1_000) -> list[int]:
    """The candidates of the last page; each page with its grams."""
    fresh = sorted(gram << 32 | page for page, grams in pages.items() for gram in grams)
    pairs = PairCounter([0] + [1] * len(pages), [size] * (len(pages) + 1))
    pairs.meet(fresh, [])
    found = dict(filter(None, pairs.candidates()))
    pairs.close()
    return found.get(len(pages), [])


def everywhere(pages: int, grams: int) -> dict[int, range]:
    return dict.fromkeys(range(1, pages + 1), range(1, grams + 1))


def test_candidates_share_two_grams():
    assert partners(everywhere(2, 1)) == []
    assert partners(everywhere(2, 2)) == [1]


def test_the_rarer_what_is_shared_the_more_it_weighs():
    assert len(partners(everywhere(24, 4))) == 23
    assert partners(everywhere(24, 3)) == []
    assert partners(everywhere(25, 5)) == [1, 2, 3, 4, 23, 24]  # the first ones, and those next in size


@pytest.mark.parametrize(("size", "found"), [(66, 6), (67, 0)])
def test_pages_that_are_much_alike_are_candidates_however_many_there_are(size, found):
    assert len(partners(everywhere(600, 20), size)) == found


def test_so_many_candidates_are_compared():
    pages = {number: range(2 * number, 2 * number + 2) for number in range(1, 71)}
    assert len(partners({**pages, 71: range(2, 142)})) == 64


# ---------------------------------------------------------------------------------------------------------------------- relations

SHARED = [(5, 0.25), (3, 0.45), (1, 0.50), (0, 0.60)]
IN_OTHER_WORDS = [(6, 0.35), (5, 0.45), (3, 0.60), (1, 0.65), (0, 0.70)]
UNDER_ONE_TITLE = [(3, 0.15), (1, 0.25), (0, 0.45)]
LENGTH = 400


def common(characters: int, same: int, other: int) -> tuple[str, str]:
    """Two texts of which ``same`` characters are equal by turns with ``other`` ones that differ."""
    one, two, place = "", "", 0
    while len(one) < characters:
        one, two = one + han(500)[place : place + same], two + han(500)[place : place + same]
        if len(one) < characters:
            one, two = one + han(500, 2)[place : place + other], two + han(500, 3)[place : place + other]
        place += same
    return one, two


def is_related(share: float, agreeing: int, monkeypatch: Any, *, same: int, other: int, title: str | None = None) -> bool:
    """Whether texts are one report that have about this share in common, and so many numbers."""
    monkeypatch.setattr(relations, "compared_facts", lambda *_: ComparedFacts(distinct=agreeing))
    one, two = common(round(share * LENGTH) - len(title or ""), same, other)
    rest = LENGTH - len(one) - len(title or "")
    return relate(Text(title, [one + han(rest, 4)]), Text(title, [two + han(490, 5) + han(400, 6)])) is not None


@pytest.mark.parametrize(
    ("steps", "texts"),
    [
        (SHARED, {"same": 400, "other": 0}),
        (IN_OTHER_WORDS, {"same": 4, "other": 4}),
        (UNDER_ONE_TITLE, {"same": 400, "other": 0, "title": han(12, 7)}),
    ],
    ids=["shared", "in other words", "under one title"],
)
def test_the_more_numbers_agree_the_less_has_to_be_shared(steps, texts, monkeypatch):
    def related(share: float, agreeing: int) -> bool:
        if texts["same"] == 400:
            one_part = {**texts, "same": round(share * LENGTH) - len(texts.get("title") or "")}
            return is_related(share, agreeing, monkeypatch, **one_part)
        return is_related(share, agreeing, monkeypatch, **texts)

    for agreeing, needed in steps:
        assert related(needed + 0.03, agreeing), (agreeing, needed)
        assert not related(needed - 0.03, agreeing), (agreeing, needed)
        if agreeing:
            assert not related(needed + 0.03, agreeing - 1), (agreeing, needed)


@pytest.mark.parametrize(("same", "related"), [(12, True), (10, False)])
def test_texts_with_few_anchors_in_what_they_share_are_in_other_words(same, related, monkeypatch):
    assert is_related(0.33, 5, monkeypatch, same=same, other=4) is related


@pytest.mark.parametrize(("length", "related"), [(50, True), (49, False)])
def test_nothing_is_decided_by_a_phrase(length, related):
    assert (relate(Text(None, [han(length)]), Text(None, [han(length)])) is not None) is related


@pytest.mark.parametrize(("equal", "share"), [(80, 0.8), (79, 0.7835)])
def test_what_stands_there_to_the_letter_needs_no_anchors(equal, share):
    relation = relate(Text(None, [han(equal) + han(100 - equal, 2)]), Text(None, [han(equal) + han(300, 3)]))
    assert relation is not None
    assert relation.share == share


def numbered(*numbers: int) -> Text:
    return Text(None, ["，".join(f"{number}件" for number in numbers)])


def test_numbers_alone_tell_two_texts_apart():
    assert unlike(numbered(11, 12, 13), numbered(21, 22, 23))
    assert not unlike(numbered(11, 12), numbered(21, 22))
    ten = range(11, 21)
    assert unlike(numbered(*ten), numbered(11, *range(31, 40)))
    assert not unlike(numbered(*ten), numbered(11, 12, *range(31, 39)))


def test_titles_are_one_that_share_most_of_what_they_say():
    def one(title: str, other: str) -> bool:
        return one_title(Text(title, []), Text(other, []))

    assert one(han(9), han(9))
    assert not one(han(8), han(8))
    assert one(han(12), han(10) + B)
    assert not one(han(12), han(9) + B)
    assert not one(han(12), han(12)[::-1])


# --------------------------------------------------------------------------------------------------------------------------- veto


def renamed(names: int, times: int = 1) -> dict[str, object]:
    return {"renamed": names * times, "names": {(han(2, n), han(2, 50 + n)) for n in range(names)}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"distinct": 2, "elsewhere": True}, {"distinct": 3, "elsewhere": True}),
        ({"other_subject": True, "reworded": 9}, {"other_subject": True, "reworded": 10}),
        ({"distinct": 2, "agreeing": 2, "conflicting": 1}, {"distinct": 2, "agreeing": 3, "conflicting": 1}),
        ({"distinct": 3, "agreeing": 3, "conflicting": 2}, {"distinct": 3, "agreeing": 2, "conflicting": 1}),
        ({"distinct": 1, "agreeing": 5, **renamed(2)}, {"distinct": 1, "agreeing": 5, **renamed(1)}),
        (renamed(1), {**renamed(1), "reworded": 2}),
        ({"distinct": 9, "agreeing": 9, **renamed(2)}, {"distinct": 10, "agreeing": 10, **renamed(2)}),
        ({"distinct": 4, "agreeing": 4, **renamed(1, times=3)}, {"distinct": 5, "agreeing": 5, **renamed(1, times=3)}),
    ],
    ids=[
        "few numbers",
        "many reworded",
        "conflicts of few",
        "conflicts of many",
        "renamed beside numbers",
        "renamed",
        "two renamed beside many numbers",
        "one renamed again and again",
    ],
)
def test_facts_that_contradict(one, other):
    assert ComparedFacts(**one).contradict
    assert not ComparedFacts(**other).contradict


def test_what_a_text_is_about_is_absent_from_another():
    def absent(missing: int, of: int) -> bool:
        subject = frozenset(han(2, part) for part in range(of))
        return _absent(SimpleNamespace(subject=subject), SimpleNamespace(key="，".join(sorted(subject)[missing:])))  # type: ignore[arg-type]

    assert absent(1, 2)
    assert not absent(1, 1)
    assert absent(2, 10)
    assert not absent(1, 10)


def facts_of(one: str, other: str) -> ComparedFacts:
    ours, theirs = Text(None, [one]), Text(None, [other])
    return compared_facts(ours, theirs, align(ours, theirs))


@pytest.mark.parametrize(("off", "conflicting"), [(10, 1), (11, 0)])
def test_numbers_beside_each_other_are_compared(off, conflicting):
    assert facts_of(f"{A}12{B}", f"{A}{han(off, 2)}34{B}").conflicting == conflicting


@pytest.mark.parametrize(("off", "agreeing"), [(3, 1), (4, 0)])
def test_numbers_right_after_a_stretch_belong_to_it(off, agreeing):
    assert facts_of(f"{A}{han(off, 2)}12", f"{A}{han(off, 3)}12").agreeing == agreeing


@pytest.mark.parametrize(("length", "renamed"), [(1, 0), (2, 1), (6, 1), (7, 0)])
def test_names_of_places_have_a_length(length, renamed):
    found = facts_of(f"{A}{han(length, 2)}社区{B}", f"{A}{han(length, 3)}社区{B}")
    assert (found.renamed, found.reworded) == (renamed, 1 - renamed)


# ----------------------------------------------------------------------------------------------------------------------- identity


@pytest.mark.parametrize(("length", "other"), [(159, True), (160, False)])
def test_a_much_longer_text_is_no_other_issue(length, other):
    title = "街道周报第{}期"
    assert other_issue(Text(title.format(1), [han(93)]), Text(title.format(2), [han(length - 7, 2)])) is other


@pytest.mark.parametrize(("around", "other"), [(6, True), (5, False)])
def test_titles_share_much_around_a_name(around, other):
    def text(name: str, part: int) -> Text:
        return Text(han(around, 5) + name, [f"{han(30, part)}{name}{han(30, part + 1)}{name}"])

    assert other_issue(text("王建国", 1), text("李明杰", 3)) is other
