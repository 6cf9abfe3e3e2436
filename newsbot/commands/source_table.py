"""The table of `scrapy checksources`: a line for each source, with what is missing to rely on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from newsbot.addresses import canonical
from newsbot.commands.source_report import SourcePage
from newsbot.discovery.sources import Source
from newsbot.listings.page_kind import Kind
from newsbot.presentation.messages import marked, told
from newsbot.presentation.terminal import TableColumn

STALE_AFTER: Final = timedelta(days=30)
"""Without a new headline for so long a list was left, or moved: the rarest of real lists of news has several a month."""
CHANNELS: Final = {Kind.FEED: marked("feed"), Kind.SITEMAP: marked("sitemap"), Kind.LIST: marked("list"), Kind.POSTS: marked("list")}


@dataclass(slots=True)
class Checked:
    """What is known of one source so far. ``lines`` say it address by address."""

    source: Source
    lines: list[str] = field(default_factory=list)
    found: list[SourcePage] = field(default_factory=list)
    failed: int = 0
    tried: str | None = None
    """The article that was read as a sample."""
    article: str = ""
    """What came of it, in one line."""
    good: bool = False
    """Whether a sample gave a report: the source is verified by it."""

    @property
    def newest(self) -> str | None:
        """The newest day that a list states."""
        return max((lead.day for page in self.found for lead in page.leads if lead.day), default=None)

    def missing(self, today: date) -> Iterator[str]:
        """Yield what is missing, the gravest first."""
        if not self.found:
            yield told("nothing answers") if self.failed else told("nothing was asked for")
            return
        if self.failed:
            yield told("{count} of its addresses do not answer", count=self.failed)
        if not any(page.good for page in self.found):
            yield told("no headlines: rebuilt, written by scripts, or behind a login")
        elif not any(page.civic for page in self.found):
            yield told("no headline worth a visit today")
        newest = self.newest
        if newest is not None and newest < (today - STALE_AFTER).isoformat():
            yield told("nothing new since {day}", day=newest)
        if self.tried is not None and not self.good:
            yield told("its article gives no report")
        asked = {canonical(page.url) for page in self.found}
        if unnamed := [url for page in self.found for url in page.channels if canonical(url) not in asked]:
            yield told("its page names {address}", address=unnamed[0])


def columns() -> tuple[TableColumn, ...]:
    """Return the columns of the table."""
    heads = (told("id"), told("answers"), told("channels"), told("headlines"), told("newest"), told("article"), told("missing"))
    return tuple(TableColumn(head, align="right" if n == HEADLINES else "left") for n, head in enumerate(heads))


HEADLINES: Final = 3
"""Which column is of numbers."""


def rows(checked: Iterable[Checked], today: date) -> list[tuple[str, ...]]:
    """Return the cells, source by source."""
    return [
        (
            each.source.id,
            f"{len(each.found)}/{len(each.found) + each.failed}",
            ", ".join(dict.fromkeys(told(CHANNELS[page.kind]) for page in each.found if page.kind in CHANNELS and page.good)) or "-",
            f"{sum(len(page.civic) for page in each.found)}/{sum(len(page.leads) for page in each.found)}",
            each.newest or "-",
            told("read") if each.good else told("not read") if each.tried else "-",
            "; ".join(each.missing(today)) or "-",
        )
        for each in checked
    ]
