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
TABLES_TAKE = 50 << 20
"""Bytes that the tables and caches of five documents, one of them damaged, may take: 28 MiB, where dicts of rows took 71."""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not say how much memory a process held")
def test_the_tables_are_compact():
    said = int(subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True).stdout)
    assert 1 << 20 < said < TABLES_TAKE


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
