"""Scraps of the title pasted behind commas: taken out where they follow one another, and nowhere else."""

from datetime import datetime

import pytest

from newsbot import Page, Report, normalise
from newsbot.lines.title_scraps import title_scraps
from tests.test_normalise import assert_conserved

TITLE = "青石街道开展清洁家园行动"
BODY = [
    "连日来，各社区组织志愿者走上街头，对背街小巷、房前屋后、楼道里的杂物集中清理，居民纷纷点赞。",
    "在柳树巷，几名老人拿着扫帚，把落叶扫成一堆，“环境好了，心情也好了。”家住三单元的居民笑着说，大家都愿意出一份力。",
    "下一步，网格员将每天巡查，发现问题及时上报，健全长效机制，巩固整治成果。",
]


def pasted(body: list[str], pieces: list[str]) -> list[str]:
    """``body`` with one piece behind each comma, round and round."""
    out, count = [], 0
    for text in body:
        parts = text.split("，")
        for n in range(1, len(parts)):
            parts[n] = pieces[count % len(pieces)] + parts[n]
            count += 1
        out.append("，".join(parts))
    return out


def without(texts: list[str], title: str) -> list[str]:
    kept = list(texts)
    for mark in reversed(title_scraps(texts, title)):
        kept[mark.block] = kept[mark.block][: mark.start] + kept[mark.block][mark.end :]
    return kept


@pytest.mark.parametrize(
    "pieces",
    [
        ["青石", "街道", "开展", "清洁", "家园", "行动"],
        ["青石街", "道开展", "清洁家", "园行动"],
        ["青石街道", "开展清", "洁家", "园行动"],
        ["青石", "街道", "开展", "清洁"],  # of a title that was cut
    ],
    ids=["twos", "threes", "of different lengths", "of a cut title"],
)
def test_pieces_that_follow_one_another_are_taken_out(pieces):
    assert without(pasted(BODY, pieces), TITLE) == BODY


def test_a_clean_body_is_left_alone_though_its_subject_opens_many_clauses():
    body = ["青石街道开展行动，青石街道组织党员，青石街道发动居民，青石街道清洁家园，青石街道巩固成果，青石街道再出发。"] * 3
    assert title_scraps(body, TITLE) == []
    assert title_scraps(BODY, TITLE) == []


def test_words_of_the_title_behind_commas_in_another_order_are_left_alone():
    body = ["今天，行动开始，家园更美，清洁到户，开展评比，街道联动，青石见证，行动不停，家园常新，清洁不断，开展宣传。"]
    assert title_scraps(body, TITLE) == []


def test_few_scraps_prove_nothing():
    assert title_scraps(["今天，青石各社区，街道干部，开展清扫，清洁到户。"], TITLE) == []


def test_nothing_to_look_at():
    assert title_scraps([], TITLE) == []
    assert title_scraps(BODY, "") == []
    assert title_scraps(BODY, "创") == []


def test_scraps_of_a_page_are_labelled_and_no_character_is_lost():
    lines = [TITLE, "2023-04-10 14:53:03    来源:江原日报", *pasted(BODY, ["青石", "街道", "开展", "清洁", "家园", "行动"])]
    report = normalise(
        Page(
            "http://documents.test/a.txt",
            "\n".join(lines).encode(),
            headers={"Content-Type": "text/plain; charset=utf-8"},
            fetched_at=datetime.fromisoformat("2024-01-01T00:00:00+08:00"),
        )
    )
    assert isinstance(report, Report)
    assert report.title == TITLE
    assert report.body == BODY
    assert_conserved(report)
