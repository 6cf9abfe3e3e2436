"""A number that lost a digit to some other character is damaged; a number that says something else is another report's."""

import re

import pytest

from newsbot.reposts.alignment import align
from newsbot.reposts.fingerprints import Text
from newsbot.reposts.relations import NumberDoubt, Relation, relate
from newsbot.reposts.veto import compared_facts
from tests.ledger.made import body

PARAGRAPHS = body(7)


def changed(sign: str, *, lost: int = 1) -> list[str]:
    """The report with every other number changed: its second character, or so many from there on, is ``sign``."""
    count = 0

    def change(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return found[0] if count % 2 else f"{found[0][0]}{sign * lost}{found[0][1 + lost :]}"

    return [re.sub("[0-9]{3,}", change, paragraph) for paragraph in PARAGRAPHS]


def related(paragraphs: list[str]) -> Relation | None:
    return relate(Text(None, PARAGRAPHS), Text(None, paragraphs))


def test_a_copy_that_lost_digits_to_other_characters_is_one_and_says_that_its_numbers_differ() -> None:
    copy = changed("的")
    assert copy != PARAGRAPHS
    relation = related(copy)
    assert relation is not None
    assert relation.doubtful is NumberDoubt.NONE
    assert relation.conflicts >= 4
    back = relate(Text(None, copy), Text(None, PARAGRAPHS))
    assert back is not None
    assert back.conflicts == relation.conflicts


@pytest.mark.parametrize("sign", "五两百万几余%")
def test_a_number_that_says_something_else_tells_two_reports_apart(sign: str) -> None:
    assert related(changed(sign)) is None


def test_a_number_with_another_digit_stays_doubtful() -> None:
    relation = related(changed("5"))
    assert relation is not None
    assert relation.doubtful is NumberDoubt.NUMBERS


def test_where_more_than_one_character_differs_the_number_may_be_another() -> None:
    assert related(changed("的", lost=2)) is None


def test_damaged_numbers_neither_agree_nor_conflict() -> None:
    one, other = Text(None, PARAGRAPHS), Text(None, changed("的"))
    common = compared_facts(one, other, align(one, other))
    assert common.broken >= 4
    assert common.conflicting == 0
    assert not common.contradict


def torn(sign: str, every: int = 2) -> list[str]:
    """The report with a character put into every other number, behind its first digit."""
    count = 0

    def change(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"{found[0][0]}{sign}{found[0][1:]}" if count % every == 0 else found[0]

    return [re.sub("[0-9]{2,}", change, paragraph) for paragraph in PARAGRAPHS]


@pytest.mark.parametrize("sign", "的了x鑫")
@pytest.mark.parametrize("every", [2, 3])
def test_a_copy_with_a_character_put_into_its_numbers_is_one(sign: str, every: int) -> None:
    relation = related(torn(sign, every))
    assert relation is not None
    assert relation.doubtful is NumberDoubt.NONE
    assert relation.conflicts >= 4


def test_copies_with_characters_put_into_numbers_of_their_own_are_one() -> None:
    one, other = Text(None, torn("的", 2)), Text(None, torn("了", 3))
    assert relate(one, other) is not None
    assert relate(other, one) is not None


@pytest.mark.parametrize("sign", ["五", "万", "余", "月", "日", "5", "的了"])
def test_what_says_another_number_tells_two_reports_apart_wherever_it_is_put(sign: str) -> None:
    common = compared_facts(one := Text(None, PARAGRAPHS), other := Text(None, torn(sign)), align(one, other))
    assert common.broken == 0
    assert common.conflicting >= 4


def test_a_number_of_the_same_digits_among_other_words_is_another() -> None:
    one = Text(None, ["清理楼道杂物一批，走访居民1467户，收到锦旗若干面，整改隐患若干处，居民纷纷点赞，表示生活更方便了"])
    other = Text(None, ["清理楼道杂物一批，走访住家14的67人，收到锦旗若干面，整改隐患若干处，居民纷纷点赞，表示生活更方便了"])
    common = compared_facts(one, other, align(one, other))
    assert (common.broken, common.conflicting) == (0, 1)
