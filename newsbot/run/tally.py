"""What a run counts on the way: pages by source, fields, rules and repairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from newsbot.model import Rejection, Report
from newsbot.row import filled, named
from newsbot.text.mojibake import DamageKind

UNDECLARED: Final = "(no declared source)"


@dataclass(slots=True)
class Tally:
    """Counts of one run. A page counts once, when its verdict is known."""

    pages: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    """Before repost detection: a mirror counts as report here, the ledger tells them apart."""
    sources: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    copies: Counter[str] = field(default_factory=Counter)
    """By source: pages that stand as copies in the rows of this run; known only at its end."""
    fields: Counter[str] = field(default_factory=Counter)
    """Of all reports, how many have the field."""
    removals: Counter[str] = field(default_factory=Counter)
    """Pieces of text left out of reports, by role and rule."""
    repairs: Counter[str] = field(default_factory=Counter)
    discovery: dict[str, Any] = field(default_factory=dict)
    """By source: what its lists offered, and what is wrong with it; of live runs only."""
    forbidden: int = 0
    """Addresses that robots.txt forbids; they are no pages visited."""
    refused: int = 0
    """Addresses that the guards refuse: not public, not of the web. They are no pages either."""

    def count(self, verdict: Report | Rejection) -> None:
        """Count one page."""
        self.pages += 1
        outcome = verdict.outcome.value if isinstance(verdict, Rejection) else "report"
        self.outcomes[outcome] += 1
        self.sources[verdict.page.source or UNDECLARED][outcome] += 1
        if isinstance(verdict, Report):
            self._count_report(verdict)

    def _count_report(self, report: Report) -> None:
        self.fields.update(dict.fromkeys(named("counted"), 0))
        self.fields.update(filled(report))
        for kind in DamageKind:
            if number := getattr(report.repairs, kind):
                self.repairs[kind] += number
        if report.repairs.uncertain:
            self.repairs["uncertain"] += report.repairs.uncertain
        for block in report.blocks:
            for piece in block.pieces:
                if piece.role is not None and not piece.role.kept:
                    self.removals[f"{piece.role}: {piece.rule}"] += 1
