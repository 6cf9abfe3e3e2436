"""`scrapy checksources [ID …]`: tries each declared source politely, and says source by source what it found."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from newsbot.commands.base import Acting
from newsbot.commands.fetching import QUIET_SETTINGS, Fetcher, Wanted
from newsbot.commands.source_report import DRAFTS, SourcePage, article_words, find
from newsbot.commands.source_table import Checked, columns, rows
from newsbot.discovery.sources import chosen, read_sources
from newsbot.exceptions import UnreachableError
from newsbot.listings.page_kind import Kind
from newsbot.model import Page
from newsbot.output.files import write_whole
from newsbot.presentation.terminal import show_table
from newsbot.run.run import now

PLACE_HELP = (
    f"a TOML file or a folder of them; default: the folder {DRAFTS} where `scrapy newsource` puts its drafts, else the bundled sources"
)
_VERIFIED = re.compile(r"^verified = .{1,40}$", re.MULTILINE)


class Command(Acting, ScrapyCommand):
    """Asks for every start address of the sources, and for one article of each."""

    requires_crawler_process = True
    default_settings: ClassVar[dict[str, Any]] = QUIET_SETTINGS
    operands = "[id ...]"
    about = "Try the declared sources, and say source by source what they hold"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--sources", metavar="PATH", help=PLACE_HELP)
        parser.add_argument("--mark", action="store_true", help="write today into `verified` of the sources where a report was read")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Try the sources and print what they hold. Raises ArgumentError; exit code 69 when none answers."""
        place = Path(opts.sources).expanduser() if opts.sources else default_place()
        sources = read_sources(place)
        sources = chosen(sources, args) if args else sources
        checked = {source.id: Checked(source) for source in sources}
        wanted: list[Wanted] = [(url, (source.id, "start")) for source in sources for url in source.start]
        assert self.crawler_process is not None
        self.crawler_process.crawl(Fetcher, wanted=wanted, took=Taking(checked).took, missed=Taking(checked).missed)
        self.crawler_process.start()
        print(f"Sources of {place}:")
        show_table(columns(), rows(checked.values(), now().date()))
        print()
        for line in report(checked):
            print(line)
        if opts.mark:
            for each in checked.values():
                if each.good:
                    mark(place / f"{each.source.id}.toml" if place.is_dir() else place, now().date())
        if checked and not any(each.found for each in checked.values()):
            self.exitcode = UnreachableError.exit_code


def default_place() -> Path:
    """Return the folder of drafts, where there is one with sources in it, else that of the bundled sources."""
    drafts = Path(DRAFTS)
    return drafts if any(drafts.glob("*.toml")) else Path(str(files("newsbot") / "sources"))


@dataclass(slots=True)
class Taking:
    """Takes in what comes, and asks for one article of each source."""

    checked: dict[str, Checked]

    def took(self, key: object, page: Page) -> Iterator[Wanted]:
        """Look at a page; yield the article to try next."""
        name, what = key if isinstance(key, tuple) else ("", "")
        about = self.checked[name]
        if what == "article":
            about.good, about.article = article_words(page)
            said = about.article
            about.lines.append(f"  {'read' if about.good else 'not read':<10} {page.url}  {said}")
            return
        finding = find(page, about.source, now())
        about.found.append(finding)
        about.lines.append(f"  {'found' if finding.good else 'nothing':<10} {page.url}  {finding.words()}")
        sample = _sample(finding)
        if sample is None and finding.kind is Kind.SITEMAP and finding.more and what == "start":
            yield finding.more[0], (name, "sitemap")  # an index: the newest of its sitemaps
        if sample is not None and about.tried is None:
            about.tried = sample
            yield sample, (name, "article")

    def missed(self, key: object, url: str, why: str) -> None:
        """Note what did not come."""
        name = key[0] if isinstance(key, tuple) else ""
        about, what = self.checked[name], key[1] if isinstance(key, tuple) else ""
        about.failed += what != "article"
        about.lines.append(f"  {'failed':<10} {url}  {why}")


def report(checked: dict[str, Checked]) -> Iterator[str]:
    """Yield what is to be printed, source by source, and a last line with the sums."""
    for name, about in checked.items():
        yield f"{name}  {about.source.name}  ({about.source.verified})".replace("    ", "  ")
        yield from about.lines or ["  nothing was asked for"]
    answered = sum(bool(each.found) for each in checked.values())
    good = sum(each.good for each in checked.values())
    yield f"{len(checked)} sources: {answered} answered, of {good} an article was read."


def mark(path: Path, day: date) -> None:
    """Write into a source's file that it was seen on this day; the rest of the file stays as it is."""
    text = path.read_text("utf-8")
    line = f"verified = {day.isoformat()}"
    marked = _VERIFIED.sub(line, text, count=1) if _VERIFIED.search(text) else f"{text.rstrip()}\n{line}\n"
    write_whole(path, marked.encode())


def _sample(finding: SourcePage) -> str | None:
    """Return the most promising article."""
    leads = finding.civic or finding.leads
    return max(leads, key=lambda lead: lead.score.total).url if leads else None
