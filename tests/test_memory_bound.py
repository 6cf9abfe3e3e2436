import os
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.utils.test import get_crawler

from newsbot.scrapy_internals import MemoryBound
from newsbot.settings import EXTENSIONS

SAY = """
from scrapy.utils.test import get_crawler
from newsbot.scrapy_internals import MemoryBound
print(MemoryBound(get_crawler()).get_virtual_size())
"""


READ = """
import os
import re
from pathlib import Path
from newsbot import Page, normalise
from newsbot.text.mojibake import language
def held():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) << 10
before = held()
for path in sorted(Path("fixtures/documents").glob("*.txt")):
    normalise(Page(f"http://documents.test/{path.name}", path.read_bytes(), headers={"Content-Type": "text/plain"}), topic="any")
assert language._statistics.cache_info().currsize, "no document asked for the tables of the language"
print(held() - before)
"""
TABLES_TAKE = 34 << 20
"""Bytes that the tables and caches of five documents, one of them damaged, may take: 30 MiB, where dicts of characters took 36 and dicts of
all rows 71."""

PAGES = {
    "one line": ("<p>" + "政务公开" * 420_000, 1.6),
    "attributes": ("<p " + " ".join(f"a{number}=1" for number in range(400_000)) + ">文", 3.2),
    "many lines": ("".join("<p>" + "政务公开" * 10_000 for _ in range(40)), 4.5),
}
"""Pages, and how many times its bytes the reading of each may take beside the page itself. The text alone is .7 of the bytes where they are
Chinese and 1 where they are not; copies in UTF-8 and in lower case, and what a parser made of a line that no block holds, came to 4.1 of
the first; a list of all attributes to 7.5 of the second."""

TAKES = """
import gc, re, sys
from pathlib import Path
from newsbot import Page, normalise
from newsbot.run.allocator import give_memory_back
give_memory_back()
def page(markup):
    return Page("http://host.test/1.html", markup.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
def held(name):
    return int(re.search(name + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) << 10
text = "".join(f"<p>街道组织志愿者开展第{number}次文明城市创建活动，清理小广告，惠及群众4200余人。" for number in range(20))
normalise(page("<h1>东城街道志愿服务暖人心</h1>" + text), topic="any")
large = page(sys.stdin.read())
gc.collect()
before = held("VmRSS")
Path("/proc/self/clear_refs").write_text("5")
normalise(large, topic="any")
print((held("VmHWM") - before) / len(large.body))
"""

CRAWL = """
import sys
from scrapy.cmdline import execute
folder = sys.argv[1]
try:
    execute(["scrapy", "crawl", "civic_news", "-a", "replay=fixtures/documents", "-s", f"RUNS={folder}", "-O", f"{folder}/rows.jsonl"])
except SystemExit as ended:
    assert not ended.code, ended.code
print(" ".join(sys.modules))
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not say how much memory a process held")
def test_the_tables_are_compact(tmp_path):
    # from source: what compiling took is held before the tables are read, and where a cache saves it they would seem a megabyte larger
    from_source = os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    said = int(subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True, env=from_source).stdout)
    assert 1 << 20 < said < TABLES_TAKE


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the system does not forget how much memory a process held")
@pytest.mark.parametrize("name", PAGES)
def test_a_large_page_is_not_held_several_times(name):
    markup, most = PAGES[name]
    said = float(subprocess.run([sys.executable, "-c", TAKES], input=markup, capture_output=True, text=True, check=True).stdout)
    assert 0.5 < said < most


def test_a_crawl_imports_nothing_that_only_cookies_or_servers_need(tmp_path):
    ran = subprocess.run([sys.executable, "-c", CRAWL, tmp_path], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    modules = ran.stdout.splitlines()[-1].split()
    assert "sqlalchemy.dialects.sqlite" in modules
    assert not {"requests", "urllib3", "tldextract", "aiohttp", "sqlalchemy.dialects.postgresql", "psycopg"} & set(modules)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not say how much memory a process holds now")
def test_what_the_parent_held_does_not_count():
    ballast = bytearray(b"x" * (300 << 20))
    said = int(subprocess.run([sys.executable, "-c", SAY], capture_output=True, text=True, check=True).stdout)
    assert 10 << 20 < said < len(ballast)


def test_where_the_system_does_not_say_scrapys_measure_counts(monkeypatch):
    def refuse(*_):
        raise OSError

    monkeypatch.setattr(Path, "read_text", refuse)
    assert MemoryBound(get_crawler()).get_virtual_size() > 10 << 20


def test_it_stands_in_the_place_of_scrapys_own():
    assert EXTENSIONS["scrapy.extensions.memusage.MemoryUsage"] is None
    assert EXTENSIONS["newsbot.scrapy_internals.MemoryBound"] is not None
