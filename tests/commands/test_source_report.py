import re
import tomllib
from datetime import datetime

import pytest

from newsbot.commands.source_report import article_pattern, article_words, draft, find
from newsbot.discovery.sources import Source, read_source
from newsbot.listings.page_kind import Kind
from newsbot.model import CHINA, Page

NOW = datetime(2024, 5, 6, 9, 0, tzinfo=CHINA)
LEADS = "".join(f"<li><a href='/n2/2024/0506/c1-{40834000 + n}.html'>社区网格员入户走访第{n}期</a><i>2024-05-06</i></li>" for n in range(8))
LIST = Page("http://hn.a.test/", f"<title>要闻_某网</title><ul>{LEADS}</ul><a href='index2.html'>下一页</a>".encode("gb18030"))


def test_a_list_is_described_in_one_line():
    assert find(LIST, None, NOW).words() == "list, 8 headlines, 8 of them civic, newest 2024-05-06, next page http://hn.a.test/index2.html"


def test_headlines_that_do_not_fit_the_sources_pattern_do_not_count():
    found = find(LIST, Source("a", lists=(LIST.url,), article=re.compile(r"/t20\d{6}\.html$")), NOW)
    assert found.leads == ()
    assert found.words().startswith("list, 0 headlines")


@pytest.mark.parametrize("body", ["<html><body><form>请先登录</form></body></html>".encode(), b"", b"\x89PNG\r\n\x1a\n"])
def test_a_page_that_is_no_list_is_said_to_be_none(body):
    found = find(Page("http://a.test/", body), None, NOW)
    assert (found.kind, found.good) == (Kind.PAGE, False)
    assert "no list" in found.words()


def test_an_article_is_described_by_what_is_read_of_it():
    good, said = article_words(Page("http://a.test/", b"<html><body><p>x</p></body></html>", {"Content-Type": "text/html"}))
    assert not good
    assert said.startswith(("no_article", "empty"))


def test_a_draft_is_a_source_that_can_be_read(tmp_path):
    path = tmp_path / "hn-a-test.toml"
    path.write_text(draft(find(LIST, None, NOW), "hn-a-test", '某"网'), encoding="utf-8")
    source = read_source(path)
    assert (source.name, source.lists, source.charset) == ('某"网', ("http://hn.a.test/",), "gb18030")
    assert source.may_be_article("http://hn.a.test/n2/2025/0101/c1-41111111.html")
    assert not source.may_be_article("http://hn.a.test/index2.html")
    assert "licence" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("/dfcz/hn/202405/t20240506_{n}.shtml", "/dfcz/hn/index_1.shtml"),
        ("/content/646848/63/{n}.html", "/channel/7103.html"),
        ("/20240506/{n:032x}/c.html", "/rss/hunan.xml"),
    ],
)
def test_a_pattern_is_drawn_from_the_addresses(form, other):
    pattern = article_pattern([f"http://a.test{form.format(n=6500000 + n)}" for n in range(5)], "http://a.test/")
    assert pattern is not None
    assert re.search(pattern, f"http://a.test{form.format(n=6599999)}")
    assert not re.search(pattern, f"http://a.test{other}")
    assert tomllib.loads(f"article = '{pattern}'")["article"] == pattern


def test_no_pattern_is_drawn_from_few_or_mixed_addresses():
    assert article_pattern(["http://a.test/a/1234567.html"], "http://a.test/") is None
    assert article_pattern([], "http://a.test/") is None
