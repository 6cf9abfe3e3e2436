"""Where the headlines of what a sitemap names without one are asked for: the front page, the archive, an answer with all of them."""

import json

import pytest

from tests.discovery.test_planner import SITEMAP, Crawl, url
from tests.notebook import Notebook

HOME, ARCHIVE, POSTS = "http://a.test/", "http://a.test/archives/", "http://a.test/posts.xml"
INDEX = "http://a.test/wp-json/wp/v2/posts?per_page=100&_fields=link,title,date,modified"


@pytest.fixture
def memory():
    return Notebook()


def headline(number):
    """A headline; every third is no civic one."""
    return ("股市三大指数午后集体收涨第{}期" if number % 3 == 0 else "社区网格员入户走访第{}期").format(number)


def all_of(numbers):
    return "<ul>" + "".join(f"<li><a href='{url(n)}'>{headline(n)}</a></li>" for n in numbers) + "</ul>"


def site_with_a_sitemap(home, **more):
    index = "".join(f"<sitemap><loc>{where}</loc></sitemap>" for where in ("http://a.test/places.xml", POSTS))
    places = "".join(f"<url><loc>{url(n)}</loc></url>" for n in range(1, 31))
    return {
        SITEMAP: f"<sitemapindex>{index}</sitemapindex>".encode(),
        "http://a.test/places.xml": b"<urlset><url><loc>http://a.test/about/</loc></url></urlset>",
        POSTS: f"<urlset>{places}</urlset>".encode(),
        HOME: f"<html><head>{more.pop('head', '')}<title>某网</title></head><body>{home}</body></html>".encode(),
        **{url(n): b"article" for n in range(1, 31)},
        **{where: f"<html><body>{body}</body></html>".encode() for where, body in more.pop("pages", {}).items()},
        **more.pop("answers", {}),
    }


def from_the_sitemap(memory, pages):
    crawl = Crawl(memory, pages, ())
    crawl.waiting = list(crawl.round.given([SITEMAP]))
    lists = [where for where in crawl.go().urls if "/a/" not in where]
    return lists, {where for where in crawl.urls if "/a/" in where}


CIVIC_ONES = {url(n) for n in range(1, 31) if n % 3}


def test_headlines_are_asked_of_the_front_page_when_all_sitemaps_are_read_and_then_of_the_archive(memory):
    pages = site_with_a_sitemap(f"{all_of(range(1, 4))}<a href='{ARCHIVE}'>归档</a>", pages={ARCHIVE: all_of(range(1, 31))})
    assert from_the_sitemap(memory, pages) == ([SITEMAP, "http://a.test/places.xml", POSTS, HOME, ARCHIVE], CIVIC_ONES)


def test_an_archive_for_a_few_headlines_is_not_asked_for(memory):
    pages = site_with_a_sitemap(f"{all_of(range(1, 24))}<a href='{ARCHIVE}'>归档</a>", pages={ARCHIVE: all_of(range(1, 31))})
    lists, articles = from_the_sitemap(memory, pages)
    assert ARCHIVE not in lists
    assert articles == CIVIC_ONES | {url(n) for n in (24, 27, 30)}


@pytest.mark.parametrize("answers", [True, False])
def test_all_headlines_come_in_one_answer_and_page_by_page_where_it_does_not_come(memory, answers):
    said = [{"link": url(n), "title": {"rendered": headline(n)}} for n in range(1, 31)]
    pages = site_with_a_sitemap(
        f"{all_of(range(1, 16))}<a href='/page/2/'>下一页</a>",
        head="<link rel='https://api.w.org/' href='/wp-json/'>",
        pages={"http://a.test/page/2/": all_of(range(16, 31))},
        answers={INDEX: json.dumps(said).encode()} if answers else {},
    )
    lists, articles = from_the_sitemap(memory, pages)
    assert lists[3:] == [HOME, INDEX] + ([] if answers else ["http://a.test/page/2/"])
    assert articles == CIVIC_ONES


def test_what_is_no_post_sends_nobody_on_when_all_headlines_came_in_one_answer(memory):
    said = [{"link": url(n), "title": {"rendered": headline(n)}} for n in range(1, 31)]
    pages = site_with_a_sitemap(
        f"{all_of(range(1, 16))}<a href='/page/2/'>下一页</a>",
        head="<link rel='https://api.w.org/' href='/wp-json/'>",
        pages={"http://a.test/page/2/": all_of(range(16, 31))},
        answers={INDEX: json.dumps(said).encode()},
    )
    tags = "".join(f"<url><loc>http://a.test/tag/{n}/</loc></url>" for n in range(20))
    pages["http://a.test/places.xml"] = f"<urlset>{tags}</urlset>".encode()
    lists, articles = from_the_sitemap(memory, pages)
    assert "http://a.test/page/2/" not in lists
    assert articles >= CIVIC_ONES


def lists_that_the_sitemap_names(*shown, number=60):
    """A site without headlines on its front page, whose sitemap names its tags; ``shown``: what stands in each."""
    tags = [f"http://a.test/tags/{n}/" for n in range(len(shown))]
    places = "".join(f"<url><loc>{where}</loc></url>" for where in (*(url(n) for n in range(1, number + 1)), *tags))
    pages = site_with_a_sitemap("<p>欢迎</p>", pages={tag: all_of(numbers) for tag, numbers in zip(tags, shown, strict=True)})
    return pages | {POSTS: f"<urlset>{places}</urlset>".encode(), **{url(n): b"article" for n in range(1, number + 1)}}, tags


def test_headlines_are_looked_for_on_the_lists_that_the_sitemap_names_as_long_as_they_have_some(memory):
    pages, tags = lists_that_the_sitemap_names(range(1, 31), range(1, 41), range(1, 43), range(1, 61))
    lists, articles = from_the_sitemap(memory, pages)
    assert lists[4:] == tags[:3]  # the third had two headlines that were not known
    assert articles == {url(n) for n in range(1, 61) if n % 3 or n > 42}


def test_a_few_without_headline_are_not_worth_a_list(memory):
    pages, _ = lists_that_the_sitemap_names(range(1, 10), number=8)
    lists, articles = from_the_sitemap(memory, pages)
    assert not any("/tags/" in where for where in lists)
    assert articles == {url(n) for n in range(1, 9)}
