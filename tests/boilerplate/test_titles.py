"""Ends that headlines of a site share: glued on where the texts do not speak of them, with a separator or without."""

import pytest

from newsbot.boilerplate.apart import furniture_of, left_out_of
from newsbot.boilerplate.pages import SitePage
from newsbot.boilerplate.titles import GLUED_BEGINNING, GLUED_END, without_end
from tests.boilerplate.made import STORIES, site

HEADLINES = [headline for headline, *_ in STORIES]


def headlines(pages):
    told, _ = furniture_of(pages)
    ends = [left_out_of(page, told).end for page in pages]
    return [without_end(page.title, *end) if end else page.title for page, end in zip(pages, ends, strict=True)]


@pytest.mark.parametrize("end", ["沅水客户端", "—沅水客户端", " 湖畔融媒速览", "_湖畔融媒·速览"])
def test_an_end_that_all_headlines_share_is_cut_off_with_a_separator_or_without(end):
    pages = site(end=end)
    assert set(furniture_of(pages)[0].ends.values()) == {GLUED_END}
    assert headlines(pages) == HEADLINES


def test_an_end_that_headlines_have_because_their_texts_do_stays():
    pages = [SitePage(f"{h[:6]}全民义务劳动", [p[0] + "全民义务劳动在各处同时开始。", *p[1:]]) for h, *p in STORIES]
    assert headlines(pages) == [page.title for page in pages]


def test_an_end_that_few_headlines_have_stays():
    pages = [SitePage(h + ("随笔连载" if n < 2 else ""), list(p)) for n, (h, *p) in enumerate(STORIES)]
    assert headlines(pages) == [page.title for page in pages]


def test_a_word_before_it_that_headlines_happen_to_end_with_stays():
    pages = [SitePage(f"{h[:6]}启动仪式沅水客户端", [p[0] + "启动仪式上大家合了影。", *p[1:]]) for h, *p in STORIES]
    assert headlines(pages) == [f"{h[:6]}启动仪式" for h in HEADLINES]


@pytest.mark.parametrize("beginning", ["【街坊故事】", "暖新闻｜", "[图片]", "青石桥社区"])
def test_a_column_stays_in_front_of_its_headlines_and_so_does_what_no_separator_parts(beginning):
    pages = site(beginning=beginning)
    assert headlines(pages) == [page.title for page in pages]


def test_a_beginning_of_nearly_every_headline_that_a_separator_parts_is_cut_off():
    pages = site(beginning="沅水客户端：")
    assert set(furniture_of(pages)[0].ends.values()) == {GLUED_BEGINNING}
    assert headlines(pages) == HEADLINES
    half = site(beginning="沅水客户端：", stories=STORIES[:4]) + site(stories=STORIES[4:])
    assert headlines(half) == [page.title for page in half]


def test_a_headline_keeps_what_its_own_text_speaks_of_and_is_never_left_without_words():
    told, _ = furniture_of(site(end="沅水客户端"))
    speaks = SitePage("街坊用上沅水客户端", ["沅水客户端昨天上线，街坊用它订饭。"])
    bare = SitePage("订饭沅水客户端", ["食堂昨天开张，来的人很多。"])
    assert left_out_of(speaks, told).end is None
    assert left_out_of(bare, told).end is None


def test_copies_of_one_report_share_their_end_once():
    headline, *paragraphs = STORIES[0]
    pages = [SitePage(f"{number}号楼{headline}", [*paragraphs, f"{number}号楼"]) for number in range(9)]
    assert headlines(pages) == [page.title for page in pages]
