"""What lists and feeds say of an article travels with it: headline, time, author."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.discovery.test_planner import LIST, NOW, SOURCE, Crawl, page_of, url, web
from tests.notebook import Notebook


@pytest.fixture
def memory():
    return Notebook()


def test_what_lists_and_feeds_say_of_an_article_is_kept_together_and_for_the_next_look_at_it(memory):
    feed = "http://a.test/feed"
    entry = f"<item><title>{{}}</title><link>{url(1)}</link><pubDate>2023-04-10 09:30</pubDate><author>王秀兰</author></item>"
    both = {**web(1), feed: f"<rss><channel>{entry.format('社区网格员入户走访第一期')}</channel></rss>".encode()}
    sources = (replace(SOURCE, lists=(LIST, feed)),)
    crawl = Crawl(memory, both, sources).go(2)
    said = crawl.round.named(url(1))
    assert said is not None
    assert (said.title, said.stated, said.author) == ("社区网格员入户走访第一期", "2023-04-10T09:30:00+08:00", "王秀兰")
    crawl.go().end()
    assert crawl.round.named(url(1)) is None  # read, and let go
    later = Crawl(memory, {LIST: page_of(2)}, sources, now=NOW + timedelta(days=2))
    again = later.round.named(url(1))
    assert again is not None
    assert (again.title, again.stated, again.author) == (said.title, said.stated, said.author)
