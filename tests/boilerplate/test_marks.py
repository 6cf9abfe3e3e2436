"""Where the marks of pages say that nothing can recur, nothing does."""

import random

import pytest

from newsbot.boilerplate.apart import furniture_of
from newsbot.boilerplate.marks import marks_of, may_recur
from newsbot.boilerplate.pages import SitePage
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
