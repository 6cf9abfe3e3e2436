"""`scrapy newsource URL`: drafts a source from a page of it, and saves an article with a golden that wants reviewing."""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand

from newsbot.addresses import site
from newsbot.commands.base import Acting
from newsbot.commands.fetching import QUIET_SETTINGS, Fetcher, Wanted
from newsbot.commands.source_report import DRAFTS, draft, find
from newsbot.discovery.sources import read_source
from newsbot.exceptions import ArgumentError, UnreachableError
from newsbot.model import Page, Rejection
from newsbot.normalise import normalise
from newsbot.output.files import write_whole
from newsbot.read_page import read_page
from newsbot.row import named
from newsbot.run.run import now
from newsbot.said import said

REVIEWED = "reviewed"

_NO_ID = re.compile(r"[^a-z0-9]{1,100}")


class Command(Acting, ScrapyCommand):
    """Fetches the page, an article that it leads to, and writes what a person should look at."""

    requires_crawler_process = True
    default_settings: ClassVar[dict[str, Any]] = QUIET_SETTINGS
    operands = "<address of a list, feed or sitemap>"
    about = "Draft a source from a page of it, with a saved article and a golden that fails until it is reviewed"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--id", help="id of the source; default: made of the host's name")
        parser.add_argument("--sources", metavar="FOLDER", default=DRAFTS, help=f"where the TOML goes (default: {DRAFTS})")
        parser.add_argument("--fixtures", metavar="FOLDER", default="fixtures/sources", help="where page and golden go")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Draft the source. Raises ArgumentError; exit code 69 when the page does not come."""
        if len(args) != 1 or urlsplit(args[0]).scheme not in {"http", "https"}:
            raise ArgumentError(said("name one http or https address: a list, a feed or a sitemap"))
        name = opts.id or identifier(args[0])
        toml = Path(opts.sources) / f"{name}.toml"
        if toml.exists():
            raise ArgumentError(said("{toml} is there already; give another --id", toml=toml))
        drafting = SourceDraft(name, toml, Path(opts.fixtures))
        wanted: list[Wanted] = [(args[0], "start")]
        assert self.crawler_process is not None
        self.crawler_process.crawl(Fetcher, wanted=wanted, took=drafting.took, missed=drafting.missed)
        self.crawler_process.start()
        for line in drafting.said:
            print(line)
        if not toml.exists():
            self.exitcode = UnreachableError.exit_code


class SourceDraft:
    """Takes in the page and the article, and writes the files."""

    def __init__(self, name: str, toml: Path, fixtures: Path) -> None:
        self.name, self.toml, self.fixtures = name, toml, fixtures
        self.said: list[str] = []

    def took(self, key: object, page: Page) -> Iterator[Wanted]:
        """Write the draft from the first page, the fixture from the second."""
        if key == "start":
            finding = find(page, None, now())
            self.said.append(f"{page.url}: {finding.words()}")
            html = read_page(page).html
            title = html.title if html else None
            write_whole(self.toml, draft(finding, self.name, title).encode())
            self.said.append(f"{self.toml} is drafted; look at it, and try it: scrapy checksources --sources {self.toml}")
            own = [lead for lead in finding.leads if site(lead.url) == site(page.url)]  # another site's page is not ours to keep
            leads = [lead for lead in own if lead in finding.civic] or own
            if leads:
                yield max(leads, key=lambda lead: lead.score.total).url, "article"
            return
        page = replace(page, source=self.name, hints=read_source(self.toml).hints)
        for path in save(page, self.fixtures / self.name):
            self.said.append(f"{path} is written")
        self.said.append(f'the test fails until expected.json is what a reader would expect and says "{REVIEWED}": true')

    def missed(self, key: object, url: str, why: str) -> None:
        """Say what did not come."""
        del key
        self.said.append(f"{url} did not come: {why}")


def identifier(url: str) -> str:
    """Return an id made of the host: ``http://hn.people.com.cn/`` -> ``hn-people-com-cn``."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return _NO_ID.sub("-", host.lower()).strip("-")[:60] or "source"


def save(page: Page, folder: Path) -> list[Path]:
    """Write a page as a replay folder, with what is read of it today as a golden that nobody has reviewed. Raises OSError."""
    moment = page.fetched_at.isoformat() if page.fetched_at else None
    headers = {"Content-Type": page.headers.get("content-type", "text/html")}
    record = {"url": page.url, "file": "page.html.gz", "status": page.status, "headers": headers, "fetched_at": moment}
    contents = {
        "page.html.gz": gzip.compress(page.body, mtime=0),
        "index.jsonl": (json.dumps(record, ensure_ascii=False) + "\n").encode(),
        "expected.json": (json.dumps({REVIEWED: False, **golden_of(page)}, ensure_ascii=False, indent=1) + "\n").encode(),
    }
    for name, content in contents.items():
        write_whole(folder / name, content)
    return [folder / name for name in contents]


def golden_of(page: Page) -> dict[str, Any]:
    """Return what the golden of a page shows: the fields of its report, or how it ended without one."""
    verdict = normalise(page, topic="any")
    if isinstance(verdict, Rejection):
        return {"outcome": str(verdict.outcome)}
    said = verdict.to_dict()
    return {name: said[name] for name in named("golden")}
