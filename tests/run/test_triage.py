"""The first look at a page: what it is, what it leads to, and that it is decoded and parsed once for all that is asked of it."""

from collections import Counter
from datetime import datetime

import pytest

from newsbot import read_page as decoding
from newsbot.archive import Replay
from newsbot.archive.recorder import Recorder
from newsbot.discovery.planner import Round
from newsbot.discovery.tasks import Purpose, Task
from newsbot.html import page as html_page
from newsbot.html import tree
from newsbot.html.links import Link
from newsbot.listings.page_kind import Kind
from newsbot.model import CHINA, Hints, Page, Rejection
from newsbot.normalise import STAGES, run_stage
from newsbot.run.triage import look_at
from newsbot.text import charset
from tests.notebook import Notebook

NOW = datetime(2024, 5, 1, 9, tzinfo=CHINA)
URL = "http://www.a.test/local/index.html"
HTML = {"Content-Type": "text/html; charset=utf-8"}
TEXT = "光明街道组织志愿者深入社区，开展环境整治，受到居民欢迎，街道党工委坚持党建引领，把文明创建和基层治理结合起来。"


def items(numbers):
    return "".join(f'<li><a href="/2024/0430/c{n}.html">长沙芙蓉区：社区网格员入户走访第{n}期</a> 04-30</li>' for n in numbers)


LIST = f"<html><head><title>地方要闻</title></head><body><ul>{items(range(60))}</ul></body></html>"
PAGER = f"""<html><head><title>地方要闻</title></head><body><ul>{items(range(20))}</ul>共3页
<form action="/local/index.html" method="get"><input name="page" value="1"></form></body></html>"""
ARTICLE = f"""<html><head><title>光明街道推动文明城市创建</title></head><body><h1>光明街道推动文明城市创建</h1>
<p>2024-04-30 10:00 来源：人民网</p><div>{"".join(f"<p>{TEXT}第{n}件。</p>" for n in range(6))}</div>
<ul>{items(range(8))}</ul></body></html>"""


@pytest.fixture
def work(monkeypatch):
    """Counts how often a page is decoded and parsed, and how many links are made."""
    counts: Counter[str] = Counter()

    def counted(name, module, made):
        def call(*args, **kwargs):
            counts[name] += 1
            return made(*args, **kwargs)

        monkeypatch.setattr(module, made.__name__, call)

    counted("decoded", decoding, charset.decode)
    counted("parsed", html_page, tree.parse)
    made = Link.__init__

    def link(self, *args, **kwargs):
        counts["links"] += 1
        made(self, *args, **kwargs)

    monkeypatch.setattr(Link, "__init__", link)
    return counts


@pytest.mark.parametrize(
    ("markup", "kind", "links", "following"),
    [(LIST, Kind.LIST, 60, None), (PAGER, Kind.LIST, 20, f"{URL}?page=2"), (ARTICLE, Kind.PAGE, 8, None)],
    ids=["list", "pager", "article"],
)
def test_a_page_of_a_crawl_is_decoded_once_parsed_once_and_its_links_are_made_once(work, markup, kind, links, following):
    round_ = Round(Notebook())
    (start,) = round_.given([URL])
    look = look_at(Page(URL, markup.encode(), HTML, NOW), "civic", start, NOW)
    assert look.kind is kind
    if look.offer is not None:
        asked = [task.url for task in round_.offered(start, look.page, look.kind, look.offer, NOW)]
        assert len([url for url in asked if "/2024/" in url]) == links
        assert following in {None, *asked}
    else:
        assert look.reading is not None
        verdicts = [run_stage(stage, look.reading) for stage in STAGES[1:]]
        assert not [each for each in verdicts if isinstance(each, Rejection)]
        assert look.reading.report is not None
        assert look.reading.report.title == "光明街道推动文明城市创建"
    assert work == {"decoded": 1, "parsed": 1, "links": links}


def test_a_feed_has_no_tree(work):
    feed = "<rss><channel><item><title>社区志愿者在行动</title><link>/2024/0430/c1.html</link></item></channel></rss>"
    look = look_at(Page(URL, feed.encode(), {}, NOW), "civic", Task(URL, Purpose.ARTICLE), NOW)
    assert (look.kind, look.reading, look.offer) == (Kind.FEED, None, None)
    assert work == {"decoded": 1}


def test_a_page_asked_for_as_a_list_is_one_whatever_it_holds():
    round_ = Round(Notebook())
    (start,) = round_.given([URL])
    page = Page(URL, ARTICLE.encode(), HTML, NOW)
    asked = [Task(URL, purpose, start.listing) for purpose in (Purpose.LIST, Purpose.START)]
    first, second = (look_at(page, "civic", task, NOW) for task in asked)
    assert (first.reading, first.parts) == (None, None)
    assert first.offer is not None
    assert len(first.offer.leads) == 8
    assert second.parts is not None


def test_the_archive_remembers_that_a_page_was_asked_for_as_a_list(tmp_path):
    page = Page(URL, ARTICLE.encode(), HTML, NOW, hints=Hints(listed=True, modified="2024-05-01"))
    recorder = Recorder(tmp_path, "run")
    recorder.write(page)
    recorder.close()
    (again,) = Replay([tmp_path])
    assert isinstance(again, Page)
    assert again.hints == page.hints
    assert look_at(again, "civic", None, NOW).reading is None


def test_a_page_that_the_html_reader_fails_on_is_read_more_plainly(monkeypatch):
    def fails(text, url):
        raise RecursionError(url)

    monkeypatch.setattr(decoding, "read_html", fails)
    look = look_at(Page(URL, ARTICLE.encode(), HTML, NOW), "civic", None, NOW)
    assert (look.kind, look.rejection) == (Kind.PAGE, None)
    assert look.reading is not None
    assert any(TEXT[:20] in block.raw for block in look.reading.blocks)
