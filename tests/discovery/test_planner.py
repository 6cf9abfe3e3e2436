from datetime import datetime, timedelta

import pytest

from newsbot.discovery.frontier import Failure
from newsbot.discovery.planner import Round
from newsbot.discovery.sources import Owners, Source
from newsbot.discovery.tasks import Purpose, Task
from newsbot.listings.page_kind import Kind, kind_of, offer_of
from newsbot.model import CHINA, Page
from newsbot.read_page import read_page
from tests.notebook import Notebook

NOW = datetime(2024, 5, 6, 9, 0, tzinfo=CHINA)
HOUR = timedelta(hours=1)
LIST = "http://a.test/list/"
SILENT = -1
"""In the place of a page: no answer in time."""
SOURCE = Source("a", lists=(LIST,))


def url(number):
    return f"http://a.test/a/{number:07}.html"


def page_of(*numbers, more="", title="社区网格员入户走访第{}期"):
    items = "".join(f"<li><a href='{url(n)}'>{title.format(n)}</a></li>" for n in numbers)
    return f"<html><head><title>要闻_某网</title></head><body><ul>{items}</ul>{more}</body></html>".encode()


class Crawl:
    """One round with a web that is a dict of address -> body, or status, or exception."""

    def __init__(self, memory, web, sources=(SOURCE,), now=NOW, **more):
        self.round = Round(memory, owner=Owners(sources).of, clock=lambda: now, **more)
        self.memory, self.web, self.now, self.asked = memory, web, now, []
        self.waiting = list(self.round.begin(sources, now))

    def go(self, most=1000):
        while self.waiting and len(self.asked) < most:
            task = self.waiting.pop(0)
            self.asked.append(task)
            found = self.web.get(task.url, 404)
            if found is SILENT:
                self.round.failed(task, Failure.TEMPORARY, "TimeoutError", silent=True)
            elif isinstance(found, int):
                if found == 304:
                    self.round.unchanged(task)
                else:
                    failure = Failure.TEMPORARY if found >= 500 else Failure.SOFT
                    self.round.failed(task, failure, f"HTTP status {found}", gone=found == 404)
            elif task.purpose is Purpose.ARTICLE:
                self.memory.visited.add(task.url)
                self.round.settled(task, Page(task.url, found, {"ETag": f'"{hash(found)}"'}, self.now))
            else:
                page = read_page(Page(task.url, found, {"ETag": f'"{hash(found)}"'}, self.now))
                kind = kind_of(page)
                self.waiting += self.round.offered(task, page, kind, offer_of(page, kind, self.now), self.now)
            self.waiting += self.round.due()
        return self

    def end(self):
        self.round.end(self.now)
        return self

    @property
    def urls(self):
        return [task.url for task in self.asked]


@pytest.fixture
def memory():
    return Notebook()


def web(*numbers, **more):
    return {LIST: page_of(*numbers, **more), **{url(n): b"article" for n in range(100)}}


def test_a_list_leads_to_its_articles_and_the_next_round_to_nothing(memory):
    assert set(Crawl(memory, web(1, 2, 3)).go().end().urls) == {LIST, url(1), url(2), url(3)}
    second = Crawl(memory, web(1, 2, 3), now=NOW + HOUR).go().end()
    assert second.urls == [LIST]
    assert second.asked[0].headers["If-None-Match"].startswith('"')


def test_what_is_new_on_the_list_is_asked_for_and_nothing_else(memory):
    Crawl(memory, web(1, 2, 3)).go().end()
    assert Crawl(memory, web(4, 1, 2, 3), now=NOW + HOUR).go().end().urls == [LIST, url(4)]


def test_an_article_whose_headline_changed_is_asked_for_again(memory):
    Crawl(memory, web(1, 2, 3)).go().end()
    changed = web(1, 2, 3)
    changed[LIST] = changed[LIST].replace("走访第2期".encode(), "走访第2期（更新）".encode())
    second = Crawl(memory, changed, now=NOW + HOUR).go()
    assert [(task.url, task.again) for task in second.asked[1:]] == [(url(2), True)]


def test_a_run_that_dies_loses_nothing(memory):
    """What was asked for before is done; the list was never remembered, so the rest is asked for by the next run."""
    Crawl(memory, web(1, 2, 3)).go(most=3)
    assert Crawl(memory, web(1, 2, 3)).go().end().urls == [LIST, url(3)]


def test_a_run_cut_short_leaves_the_rest_to_the_next_although_the_list_is_unchanged(memory):
    Crawl(memory, web(1, 2, 3)).go(most=3).end()
    second = Crawl(memory, web(1, 2, 3), now=NOW + HOUR)
    assert second.waiting[0].headers == {}
    assert second.go().end().urls == [LIST, url(3)]


def test_an_article_that_failed_for_now_is_tried_again_and_one_that_is_gone_is_not(memory):
    first = {**web(1, 2, 3), url(2): 503, url(3): 404}
    Crawl(memory, first).go().end()
    assert Crawl(memory, web(1, 2, 3), now=NOW + HOUR).go().end().urls == [LIST, url(2)]


def test_paging_goes_on_while_pages_are_new_and_stops_where_the_last_round_was(memory):
    pages = {f"http://a.test/list/p{n}.html" if n else LIST: page_of(
        *range(n * 12, n * 12 + 12), more=f"<a href='/list/p{n + 1}.html'>下一页</a>") for n in range(4)}  # fmt: skip
    whole = {**{url(n): b"article" for n in range(100)}, **pages}
    assert sum("/list/" in each for each in Crawl(memory, whole).go().end().urls) == 5  # the last one is not there
    whole[LIST] = page_of(90, 91, *range(10), more="<a href='/list/p1.html'>下一页</a>")
    assert Crawl(memory, whole, now=NOW + HOUR).go().end().urls == [LIST, url(90), url(91)]


def test_missed_runs_are_caught_up(memory):
    Crawl(memory, web(*range(12))).go().end()
    later = {**{url(n): b"article" for n in range(100)}, LIST: page_of(*range(40, 60), more="<a href='/list/p1.html'>下一页</a>")}
    later["http://a.test/list/p1.html"] = page_of(*range(20, 40), more="<a href='/list/p2.html'>下一页</a>")
    later["http://a.test/list/p2.html"] = page_of(*range(20), more="<a href='/list/p3.html'>下一页</a>")
    asked = Crawl(memory, later, now=NOW + timedelta(days=20)).go().end().urls
    assert {url(n) for n in range(12, 60)} <= set(asked)
    assert "http://a.test/list/p3.html" not in asked


def test_an_article_on_two_lists_is_asked_for_once(memory):
    source = Source("a", lists=(LIST, "http://a.test/other/"))
    pages = {**web(1, 2, 3), "http://a.test/other/": page_of(2, 3, 4)}
    asked = Crawl(memory, pages, (source,)).go().end().urls
    assert sorted(asked) == sorted({LIST, "http://a.test/other/", url(1), url(2), url(3), url(4)})


def test_sitemaps_of_an_index_are_read_when_the_index_says_that_they_changed(memory):
    def site(day):
        entry = f"<sitemap><loc>http://a.test/1.xml</loc><lastmod>{day}</lastmod></sitemap>"
        entries = "".join(f"<url><loc>{url(n)}</loc><lastmod>2024-05-05</lastmod></url>" for n in range(3))
        return {
            "http://a.test/s.xml": f"<sitemapindex>{entry}</sitemapindex>".encode(),
            "http://a.test/1.xml": f"<urlset>{entries}</urlset>".encode(),
        }

    source = Source("a", sitemaps=("http://a.test/s.xml",))
    first = Crawl(memory, {**web(), **site("2024-05-06")}, (source,)).go().end()
    assert set(first.urls) == {"http://a.test/s.xml", "http://a.test/1.xml", url(0), url(1), url(2)}
    assert Crawl(memory, {**web(), **site("2024-05-06")}, (source,), now=NOW + HOUR).go().end().urls == ["http://a.test/s.xml"]
    third = Crawl(memory, {**web(), **site("2024-05-07")}, (source,), now=NOW + HOUR).go().end()
    assert third.urls == ["http://a.test/s.xml", "http://a.test/1.xml"]


SITEMAP = "http://a.test/s.xml"
MAPPED = Source("a", sitemaps=(SITEMAP,))


def sitemap_of(*numbers, day="2024-0{n}-05"):
    entries = "".join(f"<url><loc>{url(n)}</loc><lastmod>{day.format(n=n)}</lastmod></url>" for n in numbers)
    return {**web(), SITEMAP: f"<urlset>{entries}</urlset>".encode()}


def test_of_a_sitemap_that_says_only_days_all_are_asked_for_the_newest_first(memory):
    assert Crawl(memory, sitemap_of(2, 1, 3), (MAPPED,)).go().urls == [SITEMAP, url(3), url(2), url(1)]


def test_what_lies_before_the_days_that_are_looked_back_is_left_out_and_accounted_for(memory):
    crawl = Crawl(memory, sitemap_of(1, 2, 3, 4, 5), (MAPPED,), look_back=40).go().end()
    assert crawl.urls == [SITEMAP, url(5), url(4)]
    assert crawl.round.addresses()["a"]["lost"] == {"window": 3}


def test_addresses_without_a_headline_wait_for_the_lists_of_their_host_which_may_turn_them_down(memory):
    pages = sitemap_of(1, 2, 3)
    pages[LIST] = page_of(1, more=f"<ul><li><a href='{url(2)}'>股市三大指数集体收涨突破万亿</a></li></ul>")
    crawl = Crawl(memory, pages, (Source("a", lists=(LIST,), sitemaps=(SITEMAP,)),)).go().end()
    assert crawl.urls == [LIST, SITEMAP, url(1), url(3)]
    said = crawl.round.addresses()["a"]
    assert said["sitemap"] == {"names": 3, "read": 2, "owed": 0}
    assert said["lost"] == {"headline": 1}


def test_a_further_page_of_a_list_that_a_sitemap_names_too_is_read_as_one(memory):
    further = "http://a.test/list/index_2.html"
    pages = sitemap_of(1, 2)
    pages[SITEMAP] = pages[SITEMAP].replace(b"</urlset>", f"<url><loc>{further}</loc></url></urlset>".encode())
    pages[LIST] = page_of(1, more=f"<a href='{further}'>下一页</a>")
    pages[further] = page_of(3)
    crawl = Crawl(memory, pages, (Source("a", lists=(LIST,), sitemaps=(SITEMAP,)),))
    crawl.waiting.reverse()  # the sitemap is answered before the list
    asked = crawl.go().end().asked
    assert [task.purpose for task in asked if task.url == further] == [Purpose.LIST]
    assert {task.url for task in asked} == {LIST, SITEMAP, further, url(1), url(2), url(3)}
    assert crawl.round.addresses()["a"]["owed"] == 0


def test_a_budget_that_ends_a_long_list_leaves_its_further_pages_to_the_next_round(memory):
    def pager(n):
        return f"<a href='{LIST}?page={n}'>下一页</a>"

    pages = {LIST: page_of(1, 2, more=pager(2)), **{f"{LIST}?page={n}": page_of(2 * n - 1, 2 * n, more=pager(n + 1)) for n in range(2, 31)}}
    pages |= {url(n): b"an article" for n in range(1, 61)}
    first = Crawl(memory, pages).go(most=30).end()
    assert 10 < len(memory.visited) < 30
    assert first.round.addresses()["a"]["owed"] < 5
    later = [Crawl(memory, pages, now=NOW + HOUR * n).go(most=40).end() for n in (1, 2, 3)]
    assert memory.visited == {url(n) for n in range(1, 61)}
    assert sum(len(crawl.asked) for crawl in (first, *later)) < 100


# --------------------------------------------------------------------------------------------------------- sources in trouble


def trouble(crawl):
    return crawl.round.account()["a"]["trouble"]


def test_a_source_whose_lists_fail_is_named_and_after_some_time_left_alone(memory):
    now = NOW
    for _ in range(3):
        crawl = Crawl(memory, {LIST: 500}, now=now).go().end()
        assert trouble(crawl).startswith("temporary: HTTP status 500")
        now += HOUR / 60
    resting = Crawl(memory, {LIST: 500}, now=now)
    assert resting.waiting == []
    assert trouble(resting).startswith("rests until")


def test_a_list_without_headlines_is_a_failure(memory):
    crawl = Crawl(memory, {LIST: "<html><body><form>请先登录</form></body></html>".encode()}).go().end()
    assert trouble(crawl).startswith("soft: its lists hold no headlines")


def test_one_list_of_two_that_fails_is_named_and_the_source_goes_on(memory):
    crawl = Crawl(memory, web(1, 2), (Source("a", lists=(LIST, "http://a.test/gone/")),)).go().end()
    assert trouble(crawl) == "in part: HTTP status 404"
    assert Crawl(memory, web(1, 2), now=NOW + HOUR).waiting


def test_a_source_that_brings_nothing_for_long_is_asked_more_rarely(memory):
    asked, now = 0, NOW
    for _ in range(48):
        asked += len(Crawl(memory, web(1, 2), now=now).go().end().urls)
        now += HOUR
    assert 10 < asked < 35
    assert memory.notes["source a"]["idle"] > 3


def test_sources_asked_for_by_name_are_asked_although_they_rest(memory):
    memory.notes["source a"] = {"rests_until": (NOW + HOUR).isoformat(), "failures": 3}
    assert list(Round(memory).begin([SOURCE], NOW)) == []
    assert [task.url for task in Round(memory).begin([SOURCE], NOW, ask_all=True)] == [LIST]


def test_addresses_given_by_hand_are_asked_for_whatever_is_known(memory):
    memory.visited.add(url(1))
    assert [task.url for task in Round(memory).given([url(1), url(1)])] == [url(1)]


def test_only_what_the_run_wants_is_asked_for(memory):
    crawl = Crawl(memory, web(1, 2, 3), wants=lambda each: each != url(2)).go()
    assert set(crawl.urls) == {LIST, url(1), url(3)}


def test_the_account_says_what_lists_offered(memory):
    pages = web(1, 2, 3)
    pages[LIST] = pages[LIST].replace(b"<ul>", "<ul><li><a href='/a/9999999.html'>股市三大指数集体收涨</a></li>".encode())
    crawl = Crawl(memory, pages).go().end()
    assert crawl.round.account() == {"a": {"followed": 3, "leads": 4, "lists": 1, "new": 3}}
    assert crawl.round.addresses() == {"a": {"known": 4, "read": 3, "owed": 0, "lost": {"headline": 1}}}


def test_what_a_stopped_round_never_asked_for_is_asked_for_by_the_next_though_it_stands_on_a_further_page():
    more = "<a href='index_1.html'>下一页</a>"
    web = {LIST: page_of(*range(1, 41), more=more), f"{LIST}index_1.html": page_of(*range(41, 61))}
    web |= {url(n): b"<p>text</p>" for n in range(1, 61)}
    memory = Notebook()
    Crawl(memory, web, topic="any").go(most=45).end()  # stopped with pages in hand
    again = Crawl(memory, web, topic="any", now=NOW + HOUR * 200).go().end()
    assert {url(n) for n in range(1, 61)} <= memory.visited
    assert again.asked[0].headers == {}


def test_what_a_run_died_over_is_asked_for_by_the_next_even_when_the_list_shows_it_no_more():
    memory = Notebook()
    web = {LIST: page_of(1, 2, 3), **{url(n): b"an article" for n in (1, 2, 3)}}
    dead = Crawl(memory, web)
    dead.go(most=2)  # the list and one article; then the power fails: end() is never called
    before = set(memory.visited)
    assert len(before) == 1
    after = Crawl(memory, {**web, LIST: page_of(9), url(9): b"an article"}, now=NOW + HOUR)
    after.go()
    asked = {task.url for task in after.asked if task.purpose is Purpose.ARTICLE}
    assert asked == {url(n) for n in (1, 2, 3, 9)} - before


def by_hand(memory, headers):
    """A round over a list given by hand whose articles come with these headers; returns what was asked for, with what."""
    round_ = Round(memory)
    (start,) = round_.given([LIST])
    page = read_page(Page(LIST, page_of(*range(40))))
    tasks = list(round_.offered(start, page, Kind.LIST, offer_of(page, Kind.LIST, NOW), NOW))
    for task in tasks:
        if not task.headers:
            memory.visited.add(task.url)
            round_.settled(task, Page(task.url, b"article", headers))
        else:
            round_.unchanged(task)
    round_.end(NOW)
    return {task.url: dict(task.headers) for task in tasks}


@pytest.mark.parametrize(
    ("headers", "asked_with"),
    [
        ({"ETag": '"1"', "Last-Modified": "Mon, 06 May 2024 01:00:00 GMT"}, {"If-None-Match": '"1"'}),
        ({"Last-Modified": "Mon, 06 May 2024 01:00:00 GMT"}, {"If-Modified-Since": "Mon, 06 May 2024 01:00:00 GMT"}),
    ],
)
def test_known_articles_of_a_list_given_by_hand_are_asked_whether_they_changed(memory, headers, asked_with):
    assert set(by_hand(memory, headers)) == {url(n) for n in range(40)}
    for _ in range(2):
        assert by_hand(memory, headers) == {url(n): asked_with for n in range(40)}


def test_articles_without_anything_to_compare_are_not_asked_for_again(memory):
    by_hand(memory, {})
    assert by_hand(memory, {}) == {}


FRONT = "<html><body><a href='/'>首页</a><a href='/zw/'>政务公开</a>{civic}<a href='/login/'>登录</a>{more}<p>欢迎</p></body></html>"
HOME, CIVIC_SECTION, OTHER_SECTION = "http://a.test/", "http://a.test/wm/", "http://a.test/zw/"


@pytest.mark.parametrize(
    ("civic", "more", "asked"),
    [
        ("<a href='/wm/'>文明创建</a>", "", [CIVIC_SECTION]),
        ("", "", [OTHER_SECTION]),
        ("", f"<li><a href='{url(1)}'>社区网格员入户走访</a></li>", [url(1)]),
    ],
)
def test_a_front_page_given_by_hand_leads_to_the_sections_that_may_have_reports(memory, civic, more, asked):
    sections = {CIVIC_SECTION: page_of(2), OTHER_SECTION: page_of(3)}
    crawl = Crawl(memory, {**web(), **sections, HOME: FRONT.format(civic=civic, more=more).encode()}, sources=())
    crawl.waiting = list(crawl.round.given([HOME]))
    assert crawl.go().end().urls[1 : 1 + len(asked)] == asked
    again = Crawl(memory, {**web(), **sections, HOME: FRONT.format(civic=civic, more=more).encode()}, sources=())
    again.waiting = list(again.round.given([HOME]))
    assert ("If-None-Match" in again.waiting[0].headers) == (asked == [url(1)])  # sections change when the front page does not
    lists = [task.url for task in again.go().asked if task.purpose is not Purpose.ARTICLE]
    assert len(lists) == (1 if asked == [url(1)] else 2)


def test_a_declared_list_leads_to_no_sections(memory):
    assert Crawl(memory, {LIST: FRONT.format(civic="<a href='/wm/'>文明创建</a>", more="").encode()}).go().urls == [LIST]


def test_a_declared_search_is_read_result_page_by_result_page(memory):
    source = Source("a", search="http://a.test/s?q={terms}&p={page}", terms=("wm",))
    pages = {"http://a.test/s?q=wm&p=1": page_of(*range(6)), "http://a.test/s?q=wm&p=2": page_of(*range(6, 9))}
    crawl = Crawl(memory, {**web(), **pages}, sources=(source,)).go().end()
    results = [f"http://a.test/s?q=wm&p={n}" for n in (1, 2, 3)]
    assert [each for each in crawl.urls if "/s?" in each] == results  # the third is not there, which ends it
    assert {each for each in crawl.urls if "/a/" in each} == {url(n) for n in range(9)}
    assert Crawl(memory, {**web(), **pages}, sources=(source,), now=NOW + HOUR).go().urls == results[:1]


def test_what_was_not_answered_in_time_is_asked_once_more_at_the_end_of_the_round(memory):
    crawl = Crawl(memory, {**web(1, 2), url(2): SILENT}).go()
    crawl.waiting = list(crawl.round.due(at_last=True))
    assert [task.url for task in crawl.waiting] == [url(2)]
    crawl.go()
    assert list(crawl.round.due(at_last=True)) == []  # it is silent still
    crawl.end()
    after = Crawl(memory, web(1, 2), now=NOW + HOUR).go()
    assert url(2) in after.urls


def test_a_list_that_was_silent_at_first_leads_to_its_articles_at_the_second_look(memory):
    crawl = Crawl(memory, {**web(1, 2), LIST: SILENT}).go()
    crawl.web[LIST] = page_of(1, 2)
    crawl.waiting = list(crawl.round.due(at_last=True))
    assert crawl.go().end().urls == [LIST, LIST, url(1), url(2)]
    assert Crawl(memory, web(1, 2), now=NOW + HOUR).go().urls == [LIST]


def test_a_further_page_of_an_article_is_not_asked_for_again_as_the_article_went_on_without_it(memory):
    crawl = Crawl(memory, web(1)).go()
    crawl.round.failed(Task(url(9), Purpose.PART), Failure.TEMPORARY, "TimeoutError", silent=True)
    assert list(crawl.round.due(at_last=True)) == []
