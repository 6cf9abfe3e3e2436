"""A static site built anew gives rows for what is new, changed or gone, and for nothing else, although every page has other bytes."""

from dataclasses import replace

import pytest

from tests.small_web.articles import civic, updated
from tests.small_web.engines import ENGINES, Post, posts_of, site
from tests.small_web.web import SmallWeb
from tests.test_run import crawl, environment

pytestmark = pytest.mark.slow

FIRST_NEW = 24
CHANGED, DELETED = (0, 5), 2


def rebuilt(posts, engine):
    """Five new reports before the others, two that their authors went on with, and one that is not there any more."""
    new = []
    for number in range(5):
        words = {"month": "12", "dd": f"{9 - number:02}", "slug": f"q{9 - number}", "id": 900 - number}
        article = civic(FIRST_NEW + 7 * number + 3, f"2026-12-{9 - number:02}", "某某街道")
        new.append(Post(1000 + number, engine["post"].format(**words), article, posts[0].category))
    kept = [replace(post, article=updated(post.article)) if place in CHANGED else post for place, post in enumerate(posts)]
    return [*new, *kept[:DELETED], *kept[DELETED + 1 :]]


def run(folder, web, start, name):
    settings = ("-s", "DOWNLOAD_DELAY=0", "-s", f"ALLOW_PRIVATE={web.proxy.removeprefix('http://')}", "-s", "REPOSTS_ENABLED=0")
    web.requests.clear()
    ran = crawl(folder, "-a", f"url={start}", *settings, "-O", name, env={**environment(), "http_proxy": web.proxy})
    assert ran.code == 0, ran.log
    return {row["url"]: row for row in ran.rows(name)}


@pytest.mark.parametrize(("kind", "beginning"), [("next", "home"), ("pelican", "feed")])
def test_a_rebuild_gives_what_is_new_changed_or_gone_and_nothing_else(tmp_path, kind, beginning):
    engine = ENGINES[kind]
    posts = posts_of(engine)
    with SmallWeb() as web:
        before = site(web, "site.test.cn", kind, posts=posts, note="第一次构建")
        start = getattr(before, beginning)
        first = run(tmp_path, web, start, "first.jsonl")
        assert set(first) == before.reports(posts if beginning == "home" else before.named_by_feed)
        assert run(tmp_path, web, start, "same.jsonl") == {}
        assert len([each for each in web.requests if each.path != "/robots.txt"]) <= 2
        after = site(web, "site.test.cn", kind, posts=rebuilt(posts, engine), note="第二次构建")
        rows = run(tmp_path, web, start, "second.jsonl")
        changed = {after.host.url(posts[place].path) for place in CHANGED}
        deleted = after.host.url(posts[DELETED].path)
        new = {after.host.url(post.path) for post in after.posts[:5]}
        assert {url for url, row in rows.items() if row["revision"] == 1} == new
        assert {url for url, row in rows.items() if row["revision"] == 2} == {*changed, deleted}
        assert {url for url, row in rows.items() if row["gone_since"]} == {deleted}
        assert all(len(rows[url]["body"]) > len(first[url]["body"]) for url in changed)
        assert run(tmp_path, web, start, "third.jsonl") == {}
