import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.discovery.multi_page import PendingArticles, Whole
from newsbot.fact_steps import facts
from newsbot.listings.pagers import Parts
from newsbot.model import Page, Role
from newsbot.normalise import fold, join, label, read, restore
from newsbot.reading import Reading

HEAD = "http://a.test/c1234567.html"
PAGES = {n: HEAD.replace(".html", f"_{n}.html") for n in range(2, 5)}
ALL = Parts(HEAD, 1, tuple(PAGES.items()))


def test_an_article_of_one_page_is_whole_at_once():
    taken = PendingArticles[str]().take(HEAD, "1", Parts(HEAD, 1, ()))
    assert (taken.whole, taken.wanted, taken.part) == ((Whole("1"),), (), False)


@pytest.mark.parametrize("order", list(itertools.permutations([1, 2, 3, 4])))
def test_pages_are_put_together_in_their_order_whatever_order_they_come_in(order):
    pending_articles = PendingArticles[str]()
    whole: list[Whole[Any]] = []
    for number in order:
        parts = ALL if number == 1 else Parts(HEAD, number, tuple(pair for pair in PAGES.items() if pair[0] != number))
        taken = pending_articles.take(HEAD if number == 1 else PAGES[number], str(number), parts)
        whole += taken.whole
        assert taken.part is (number != 1)
    assert whole == [Whole("1", ("2", "3", "4"))]
    assert list(pending_articles.rest()) == []


def test_a_page_may_name_only_the_next():
    pending_articles = PendingArticles[str]()
    assert pending_articles.take(HEAD, "1", Parts(HEAD, 1, ((2, PAGES[2]),))).wanted == (PAGES[2],)
    taken = pending_articles.take(PAGES[2], "2", Parts(HEAD, 2, ((3, PAGES[3]),)))
    assert (taken.wanted, taken.whole) == ((PAGES[3],), ())
    assert pending_articles.take(PAGES[3], "3", Parts(HEAD, 3, ())).whole == (Whole("1", ("2", "3")),)


def test_a_part_that_is_found_first_asks_for_its_head():
    pending_articles = PendingArticles[str]()
    taken = pending_articles.take(PAGES[3], "3", Parts(HEAD, 3, ()))
    assert (taken.wanted, taken.part) == ((HEAD,), True)
    taken = pending_articles.take(HEAD, "1", ALL)
    assert set(taken.wanted) == {PAGES[2], PAGES[4]}


def test_what_stands_behind_a_missing_page_is_left_out_and_that_is_said():
    pending_articles = PendingArticles[str]()
    pending_articles.take(HEAD, "1", ALL)
    pending_articles.take(PAGES[2], "2", Parts(HEAD, 2, ()))
    pending_articles.take(PAGES[4], "4", Parts(HEAD, 4, ()))
    assert pending_articles.lost(PAGES[3]) == (Whole("1", ("2",), complete=False),)


def test_a_part_whose_head_cannot_be_had_stands_for_itself():
    pending_articles = PendingArticles[str]()
    pending_articles.take(PAGES[2], "2", Parts(HEAD, 2, ()))
    assert pending_articles.lost(HEAD) == (Whole("2", (), complete=False),)


def test_no_more_than_so_many_articles_are_held():
    pending_articles = PendingArticles[str](most=3)
    released: list[Whole[str]] = []
    for n in range(10):
        url = f"http://a.test/c{n}234567.html"
        released += pending_articles.take(url, str(n), Parts(url, 1, ((2, url.replace(".html", "_2.html")),))).whole
    assert [whole.head for whole in released] == [str(n) for n in range(7)]
    assert [whole.head for whole in pending_articles.rest()] == ["7", "8", "9"]


@given(st.permutations(range(1, 5)), st.sets(st.integers(1, 4)))
def test_no_page_is_lost_or_doubled(order, missing):
    pending_articles = PendingArticles[int]()
    whole: list[Whole[Any]] = []
    for number in order:
        url = HEAD if number == 1 else PAGES[number]
        if number in missing:
            whole += pending_articles.lost(url)
        else:
            whole += pending_articles.take(url, number, ALL if number == 1 else Parts(HEAD, number, ())).whole
    whole += pending_articles.rest()
    given_out = [page for each in whole for page in (each.head, *each.parts)]
    assert len(given_out) == len(set(given_out))
    if 1 not in missing:
        assert given_out[0] == 1
        gap = min(missing | {5})
        assert given_out == list(range(1, gap))


# ---------------------------------------------------------------------------------------------------------------- joining

SENTENCE = (
    "光明街道组织志愿者深入社区，开展环境整治，清理楼道杂物{n}处，受到居民欢迎，街道党工委坚持党建引领，把文明创建和基层治理结合起来。"
)


def reading(number):
    paragraphs = "".join(f"<p>{SENTENCE.format(n=number * 10 + k)}</p>" for k in range(3))
    body = f"""<html><head><title>光明街道推动文明城市创建_某网</title></head><body><h1>光明街道推动文明城市创建</h1>
    <div>2023-04-10 14:53 来源：某某日报</div><div class="content">{paragraphs}</div></body></html>"""
    made = Reading(Page(HEAD, body.encode(), {"Content-Type": "text/html; charset=utf-8"}), "any")
    assert read(made) is None
    return made


def test_the_text_of_all_pages_becomes_one_report():
    head = reading(1)
    assert restore(head) is None
    assert label(head) is None
    join(head, [reading(2), reading(3)])
    assert fold(head) is None
    assert facts(head) is None
    report = head.report
    assert report is not None
    assert [next(n for n in range(10, 40) if f"{n}处" in text) for text in report.body] == [10, 11, 12, 20, 21, 22, 30, 31, 32]
    assert (report.title, report.source, report.date_published) == ("光明街道推动文明城市创建", "某某日报", "2023-04-10T14:53:00+08:00")
    assert sum(block.role is Role.TITLE for block in head.blocks) == 1
    assert all("".join(piece.text for piece in block.pieces) == block.text for block in head.blocks)
