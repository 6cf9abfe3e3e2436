"""`scrapy checksources` and `scrapy newsource`, on the small web."""

import pytest

from newsbot.discovery.sources import read_source
from tests.small_web.days import first_day, write_sources
from tests.small_web.web import SmallWeb
from tests.test_run import environment, scrapy


@pytest.fixture(scope="module")
def web():
    with SmallWeb() as made:
        first_day(made)
        yield made


def run(folder, web, *arguments):
    env = {**environment(), "http_proxy": web.proxy}
    settings = ("DOWNLOAD_DELAY=0", "DOWNLOAD_TIMEOUT=10", f"ALLOW_PRIVATE={web.proxy.removeprefix('http://')}")
    return scrapy(folder, *arguments, *(part for setting in settings for part in ("-s", setting)), env=env)


def test_sources_are_tried_and_what_is_found_is_said_source_by_source(tmp_path, web):
    sources = write_sources(tmp_path / "sources")
    ran = run(tmp_path, web, "checksources", "--sources", sources, "--mark", "people-hn", "ctdsb", "broken", "login", "wenming-cs")
    assert ran.code == 0, ran.log
    assert "found      http://hn.people.com.cn/  list, 8 headlines, " in ran.log
    assert "found      http://www.ctdsb.net/sitemap.xml  sitemap, 0 addresses, 0 of them civic, 1 sitemaps" in ran.log
    assert "found      http://www.ctdsb.net/news.xml.gz  sitemap, 4 addresses, 2 of them civic, newest 2024-05-06" in ran.log
    assert "failed     http://news.broken.cn/  HTTP status 500" in ran.log
    assert "nothing    http://news.behindlogin.cn/login.html  a page without headlines" in ran.log
    assert "cannot be had" in ran.log
    assert "read       http://hn.people.com.cn/n2/2024/" in ran.log
    table = {line.split()[0]: line.split() for line in ran.log.splitlines() if line[:1].isalpha() and "/" in line.split()[1]}
    assert table["people-hn"][1] == "1/1"
    assert {"list", "read"} <= set(table["people-hn"])
    assert table["ctdsb"][2] == "sitemap"
    assert "nothing answers" in " ".join(table["broken"])
    assert "no headlines" in " ".join(table["login"])
    assert "nothing new since 2024-05-06" in " ".join(table["ctdsb"])
    assert "5 sources: 3 answered, of 2 an article was read." in ran.log.splitlines()
    assert read_source(sources / "people-hn.toml").verified != "unverified"
    assert read_source(sources / "broken.toml").verified == "unverified"


def test_sources_that_do_not_exist_are_an_error_and_none_that_answers_is_69(tmp_path, web):
    sources = write_sources(tmp_path / "sources")
    ran = run(tmp_path, web, "checksources", "--sources", sources, "brokn")
    assert ran.code == 2
    assert "Did you mean broken?" in ran.log
    assert run(tmp_path, web, "checksources", "--sources", sources, "broken").code == 69


def test_a_new_source_is_drafted_with_a_page_that_wants_reviewing(tmp_path, web):
    ran = run(tmp_path, web, "newsource", "http://hn.people.com.cn/")
    assert ran.code == 0, ran.log
    source = read_source(tmp_path / "sources" / "hn-people-com-cn.toml")
    assert source.lists == ("http://hn.people.com.cn/",)
    assert source.may_be_article("http://hn.people.com.cn/n2/2024/0506/c356881-40834001.html")
    folder = tmp_path / "fixtures" / "sources" / "hn-people-com-cn"
    assert {path.name for path in folder.iterdir()} == {"index.jsonl", "page.html.gz", "expected.json"}
    assert '"reviewed": false' in (folder / "expected.json").read_text("utf-8")
    again = run(tmp_path, web, "newsource", "http://hn.people.com.cn/")
    assert again.code == 2
    assert "there already" in again.log


def test_a_drafted_source_is_what_is_tried_by_itself(tmp_path, web):
    assert run(tmp_path, web, "newsource", "http://hn.people.com.cn/", "--id", "mine").code == 0
    ran = run(tmp_path, web, "checksources")
    assert ran.code == 0, ran.log
    assert "Sources of sources:" in ran.log.splitlines()
    assert "1 sources: 1 answered, of 1 an article was read." in ran.log.splitlines()


def test_the_page_of_another_site_is_never_kept(tmp_path, web):
    host = web.host("partners.test.cn")
    host.html(
        "/",
        "<title>要闻</title><body><ul>"
        + "".join(
            f"<li><a href='http://hn.people.com.cn/n2/2024/0506/c356881-4083400{n}.html'>党建引领社区治理，文明创建志愿服务第{n}期</a></li>"
            for n in range(6)
        )
        + "</ul>",
    )
    ran = run(tmp_path, web, "newsource", "http://partners.test.cn/")
    assert ran.code == 0, ran.log
    assert (tmp_path / "sources" / "partners-test-cn.toml").exists()
    assert not (tmp_path / "fixtures").exists()


def test_a_page_that_does_not_come_drafts_nothing(tmp_path, web):
    ran = run(tmp_path, web, "newsource", "http://news.broken.cn/")
    assert ran.code == 69
    assert "HTTP status 500" in ran.log
    assert list(tmp_path.iterdir()) == []
