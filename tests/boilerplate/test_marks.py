"""Where the marks of pages say that nothing can recur, nothing does."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.boilerplate.apart import furniture_of
from newsbot.boilerplate.marks import marks_as_text, marks_of, marks_told, may_recur
from newsbot.boilerplate.pages import MAX_LINE_LETTERS, SitePage, fold_line, is_too_long
from tests.boilerplate.made import STORIES

CLOSING = "掌上沅水客户端同步上线"


def site(*, behind: list[str], end: str = "") -> list[SitePage]:
    return [SitePage(title + end, [*body, *behind]) for title, *body in STORIES]


@pytest.mark.parametrize(("behind", "end"), [([CLOSING], ""), ([], "湖畔融媒速览"), (["阅读 12 次"], ""), ([CLOSING], "湖畔融媒速览")])
def test_what_recurs_is_marked(behind: list[str], end: str) -> None:
    assert may_recur(map(marks_of, site(behind=behind, end=end)))


def test_stories_of_their_own_have_no_marks_in_common() -> None:
    assert not may_recur(map(marks_of, site(behind=[])))


def test_nothing_recurs_where_nothing_may() -> None:
    chance = random.Random(3)
    for _ in range(60):
        pages = [SitePage(title[chance.randrange(4) :], chance.sample(body, chance.randint(1, len(body)))) for title, *body in STORIES]
        for page in chance.sample(pages, 3):
            page.body = [*page.body, chance.choice([CLOSING, f"阅读{chance.randint(1, 99)}次", "短", ""])]
        if not may_recur(map(marks_of, pages)):
            assert furniture_of(pages) == (furniture_of([])[0], {})


@pytest.mark.parametrize(("letters", "marked"), [(80, True), (81, False)])
def test_a_long_line_is_a_paragraph(letters: int, *, marked: bool) -> None:
    assert may_recur([marks_of(SitePage(f"题目{n}", ["街" * letters])) for n in "甲乙丙"]) is marked


def test_two_pages_are_too_few() -> None:
    marks = [marks_of(SitePage(f"{n}题目", [CLOSING])) for n in "甲乙"]
    assert not may_recur(marks)
    assert may_recur([*marks, marks[0]])


@given(st.dictionaries(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 2**32 - 1), max_size=5), max_size=5))
def test_marks_come_back_from_their_text(marks: dict[int, list[int]]) -> None:
    text = marks_as_text(marks)
    assert text.isascii()
    assert {page: list(those) for page, those in marks_told(text).items()} == marks


@pytest.mark.parametrize("text", ["=", "街", "AAAA", "AAAAAAEAAAA=", marks_as_text({1: [2, 3]})[:-8], marks_as_text({1: [2], 3: [4]})[4:]])
def test_a_text_that_holds_no_marks_gives_none(text: str) -> None:
    assert marks_told(text) == {}


@given(st.text(st.sampled_from("街道Ａa12３ _。İ"), max_size=3).flatmap(lambda some: st.integers(1, 200).map(lambda times: some * times)))
def test_no_line_that_may_be_furniture_is_passed_over_as_a_paragraph(line: str) -> None:
    assert len(fold_line(line)) > MAX_LINE_LETTERS or not is_too_long(line)
