"""Archives that several processes read (`-s JOBS=`), as a user starts them: what comes of them is what comes of one."""

import json
import shutil

import pytest

from tests.test_run import ARTICLE, ROOT, crawl

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def several_kinds(tmp_path_factory):
    """An archive of what there is: our own pages, an article of two pages whose second part does not say so, a feed."""
    folder = tmp_path_factory.mktemp("kinds") / "archive"
    shutil.copytree(ROOT / "fixtures" / "pages", folder)
    paragraphs = "".join(f"<p>{part}</p>" for part in ARTICLE.format(number=30).split("\n\n")[1:])
    title = "<h1>光明街道推动文明城市创建</h1>"
    head = f"<html><body>{title}{paragraphs}<p><a href='/c30415926_2.html'>2</a> <a href='/c30415926_2.html'>下一页</a></p></body></html>"
    second = f"<html><body>{title}<p>街道还组织党员志愿者开展文明交通劝导，引导居民共建文明城市。</p></body></html>"
    feed = "<rss><channel><item><title>光明街道推动文明城市创建</title><link>http://kinds.test/c30415926.html</link></item></channel></rss>"
    with (folder / "index.jsonl").open("a", encoding="utf-8") as index:
        for name, body in (("c30415926.html", head), ("c30415926_2.html", second), ("feed.xml", feed)):
            (folder / name).write_text(body, encoding="utf-8")
            record = {"url": f"http://kinds.test/{name}", "file": name, "fetched_at": "2024-01-01T00:00:00+08:00"}
            index.write(json.dumps({**record, "headers": {"Content-Type": "text/html; charset=utf-8"}}) + "\n")
    ran = crawl(folder.parent, "-a", f"replay={folder}", "-a", "topic=any", "-O", "out.jsonl")
    assert ran.code == 0, ran.log
    assert ran.record["outcomes"]["part"] == 1
    return ran


def test_several_processes_give_the_same_bytes_and_the_same_counts(several_kinds, tmp_path):
    arguments = ("-a", f"replay={several_kinds.folder / 'archive'}", "-a", "topic=any", "-O", "out.jsonl", "-s", "JOBS=2")
    again = crawl(tmp_path, *arguments)
    assert again.code == 0, again.log
    assert (tmp_path / "out.jsonl").read_bytes() == (several_kinds.folder / "out.jsonl").read_bytes()
    for counts in ("outcomes", "reasons", "fields", "removals", "repairs", "sources"):
        assert again.record[counts] == several_kinds.record[counts]
