"""What a run counts on the way: pages by outcome and source, fields, rules, repairs, rows.

Every count has a slug (``outcome/report``, ``source/<id>/failed``, ``field/title``, ``removed/<role>/<rule>``). The run record, the exit
code and whoever listens (Scrapy's stats, and by them Spidermon and others) follow from the same increments.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from newsbot.model import Outcome, Rejection, Report
from newsbot.row import filled, named
from newsbot.text.mojibake import DamageKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

UNDECLARED: Final = "(no declared source)"

STATS_PREFIX: Final = "newsbot/"
"""Before every slug where others count too: in Scrapy's stats."""


@dataclass(slots=True)
class Tally:
    """Counts of one run. A page counts once, when its verdict is known."""

    counts: Counter[str] = field(default_factory=Counter)
    discovery: dict[str, Any] = field(default_factory=dict)
    """By source: what its lists offered, and what is wrong with it; of live runs only."""
    addresses: dict[str, Any] = field(default_factory=dict)
    """By source, or by host of what was given by hand: what became of the addresses that became known; of live runs only."""
    listener: Callable[[str, int], None] | None = None
    """Hears of every increment: its slug with `STATS_PREFIX`, and by how much."""

    def add(self, slug: str, number: int = 1) -> None:
        """Count something."""
        self.counts[slug] += number
        if self.listener is not None:
            self.listener(STATS_PREFIX + slug, number)

    def count(self, verdict: Report | Rejection, removed: Mapping[str, int] | None = None) -> None:
        """Count one page. ``removed``: what `removals_of` found in a report whose blocks did not come along."""
        outcome = verdict.outcome if isinstance(verdict, Rejection) else Outcome.REPORT
        self.add("pages")
        self.add(f"outcome/{outcome}")
        self.add(f"source/{verdict.page.source or UNDECLARED}/{outcome}")
        if isinstance(verdict, Report):
            self._count_report(verdict, removals_of(verdict) if removed is None else removed)
        else:
            self.add(f"reason/{verdict.outcome}/{verdict.reason}")

    def settle(self, outcomes: Mapping[Outcome, int]) -> None:
        """Take over how the pages ended once repost detection has told mirrors from reports."""
        before = self.outcomes
        for outcome in Outcome:
            if change := outcomes.get(outcome, 0) - before[outcome]:
                self.add(f"outcome/{outcome}", change)

    # ------------------------------------------------------------------------------------------------------------ what was counted

    @property
    def pages(self) -> int:
        """Return the pages visited."""
        return self.counts["pages"]

    @property
    def rows(self) -> int:
        """Return the rows that reached the feeds."""
        return self.counts["rows"]

    @property
    def refused(self) -> int:
        """Return the addresses that the guards refuse: not public, not of the web. They are no pages visited."""
        return self.counts["refused"]

    @property
    def lost_listings(self) -> int:
        """Listings that did not come; they are pages visited, and among the outcomes as failed or forbidden."""
        return self.counts["lost_listings"]

    @property
    def outcomes(self) -> Counter[str]:
        """Return how many pages ended in each outcome. Before `settle` a mirror counts as a report."""
        return self._under("outcome")

    @property
    def reasons(self) -> Counter[str]:
        """Return why pages gave no report, as ``outcome: reason``."""
        return Counter({slug.replace("/", ": ", 1): number for slug, number in self._under("reason").items()})

    @property
    def reports(self) -> int:
        """Return the pages that hold a report, mirrors among them."""
        return self.counts[f"outcome/{Outcome.REPORT}"] + self.counts[f"outcome/{Outcome.MIRROR}"]

    @property
    def sources(self) -> dict[str, Counter[str]]:
        """Return by source how many of its pages ended in each outcome; a mirror counts as a report."""
        found: dict[str, Counter[str]] = {}
        for slug, number in self._under("source").items():
            source, _, outcome = slug.rpartition("/")
            found.setdefault(source, Counter())[outcome] += number
        return found

    @property
    def copies(self) -> Counter[str]:
        """Return by source the pages that stand as copies in the rows of this run; known only at its end."""
        return self._under("copies")

    @property
    def fields(self) -> Counter[str]:
        """Return for all reports how many have the field: each field that is counted, once there is a report."""
        return Counter({name: self.counts[f"field/{name}"] for name in named("counted")} if self.reports else {})

    @property
    def removals(self) -> Counter[str]:
        """Return the pieces of text left out of reports, as ``role: rule``."""
        return Counter({slug.replace("/", ": ", 1): number for slug, number in self._under("removed").items()})

    @property
    def repairs(self) -> Counter[str]:
        """Return the repairs by kind."""
        return self._under("repair")

    def _under(self, prefix: str) -> Counter[str]:
        start = len(prefix) + 1
        return Counter({slug[start:]: number for slug, number in self.counts.items() if slug.startswith(f"{prefix}/") and number})

    def _count_report(self, report: Report, removed: Mapping[str, int]) -> None:
        for name in filled(report):
            self.add(f"field/{name}")
        for kind in (*DamageKind, "uncertain"):
            if number := getattr(report.repairs, kind):
                self.add(f"repair/{kind}", number)
        for slug, number in removed.items():
            self.add(slug, number)


def removals_of(report: Report) -> Counter[str]:
    """Count the pieces of text that a report leaves out, as ``removed/<role>/<rule>``."""
    return Counter(
        f"removed/{piece.role}/{piece.rule}"
        for block in report.blocks
        for piece in block.pieces
        if piece.role is not None and not piece.role.kept
    )
