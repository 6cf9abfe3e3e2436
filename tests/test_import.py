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
