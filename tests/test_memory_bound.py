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
