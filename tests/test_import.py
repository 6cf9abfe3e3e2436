"""What `import newsbot` costs those who only want to read pages."""

import json
import subprocess
import sys

HEAVY = {"http", "itemadapter", "lxml", "requests", "scrapy", "sqlalchemy", "ssl", "twisted", "urllib3", "warcio"}
"""Distributions of the crawl, of the ledger and of the network, which a pure function on one page has no use for."""

MAX_MODULES = 320
"""Modules in memory after the import, the interpreter's own among them; with tldextract, which loads requests, they were 424."""


def test_the_package_brings_neither_an_engine_nor_a_database_nor_the_network() -> None:
    code = "import json, sys, newsbot; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)
    assert not HEAVY & {name.partition(".")[0] for name in loaded}
    assert len(loaded) < MAX_MODULES


def test_a_command_that_opens_no_connection_brings_no_handler_of_connections() -> None:
    code = "import sys, newsbot.commands.crawl, newsbot.commands.doctor, newsbot.spiders.civic_news; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()
    assert "newsbot.scrapy_internals" in loaded
    assert not {"newsbot.scrapy_internals.connections", "scrapy.core.downloader.handlers.http11"}.intersection(loaded)


MAX_PATTERN_CHARS = 5_000
"""Characters of the longest pattern that is made as modules are imported, …"""

CLASS_CHARS = 7_000
"""… and of the one of which a command that settles nothing has no use: its class has thousands of letters, and takes .03 s to make."""


def test_the_runs_of_letters_that_settling_looks_for_are_made_when_it_first_does() -> None:
    code = """
import re
lengths, made = [0], re.compile
def compiled(pattern, flags=0):
    lengths.append(len(pattern))
    return made(pattern, flags)
re.compile = compiled
import newsbot.commands.crawl, newsbot.commands.doctor, newsbot.spiders.civic_news
from newsbot.boilerplate.pages import SitePage, SitePages
print(max(lengths))
SitePages([SitePage("", ["甲"]), SitePage("", ["乙"])]).texts
print(max(lengths))
"""
    before, after = map(int, subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split())
    assert before < MAX_PATTERN_CHARS
    assert after > CLASS_CHARS
