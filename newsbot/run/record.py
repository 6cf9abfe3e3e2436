"""The run record `data/runs/<run>.json`: what a run was asked, what it did, how it ended."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final, Protocol

from newsbot import __version__
from newsbot.ledger.address import shown
from newsbot.model import Outcome

if TYPE_CHECKING:
    from collections import Counter
    from datetime import datetime

    from newsbot.archive.aside import Aside
    from newsbot.run.arguments import Arguments, Options
    from newsbot.run.ending import Ending
    from newsbot.run.outbox import Outbox
    from newsbot.run.tally import Tally

PACKAGES: Final = (
    "scrapy",
    "selectolax",
    "lxml",
    "parsel",
    "opencc-python-reimplemented",
    "sqlalchemy",
    "warcio",
    "w3lib",
    "publicsuffixlist",
)
"""Packages that a row may depend on."""


class Recordable(Protocol):
    """A run, as far as its record says something of it."""

    name: str
    arguments: Arguments
    options: Options
    started_at: datetime
    tally: Tally
    ending: Ending
    aside: Aside | None
    outbox: Outbox

    @property
    def exit_code(self) -> int:
        """Return the exit code as things stand."""


def run_record(run: Recordable, ended_at: datetime) -> dict[str, Any]:
    """Return the record of a run, ready for JSON. Counts are sorted by name, so that two records can be compared line by line."""
    tally, ending = run.tally, run.ending
    kept = run.aside if run.aside is not None and run.aside.pages else None
    return {
        "run": run.name,
        "exit_code": run.exit_code,
        "finish_reason": ending.reason,
        "signal": ending.signal,
        "errors": [f"{type(error).__name__}: {error}" for error in ending.errors],
        "faults": ending.fault_count,
        "first_faults": ending.faults,
        "started_at": run.started_at.isoformat(timespec="seconds"),
        "ended_at": ended_at.isoformat(timespec="seconds"),
        "seconds": round((ended_at - run.started_at).total_seconds(), 3),
        "arguments": dict(run.arguments.given),
        "ledger": shown(run.options.ledger) if run.options.ledger else "private",
        "frontier": shown(run.options.frontier) if run.options.frontier else None,
        "reposts": run.options.reposts,
        "versions": versions(),
        "pages": tally.pages,
        "outcomes": _sorted(tally.outcomes),
        "reasons": _sorted(tally.reasons),
        "forbidden_by_robots": tally.outcomes[Outcome.FORBIDDEN],
        "refused_by_guards": tally.refused,
        "coverage_fell": ending.coverage,
        "sources": _sources(tally),
        "discovery": tally.discovery,
        "fields": {"reports": tally.reports, **_sorted(tally.fields)},
        "removals": _sorted(tally.removals),
        "repairs": _sorted(tally.repairs),
        "kept_aside": {"pages": kept.pages if kept else 0, "folder": str(kept.folder) if kept else None},
        "rows": tally.rows,
        "outputs": run.outbox.accounts(),
    }


def _sources(tally: Tally) -> dict[str, dict[str, Any]]:
    """Return by source how its pages ended and, under ``addresses``, what became of every address that became known."""
    said: dict[str, dict[str, Any]] = {source: dict(_sorted(counts)) for source, counts in tally.sources.items()}
    for source, addresses in tally.addresses.items():
        said.setdefault(source, {})["addresses"] = addresses
    return dict(sorted(said.items()))


def record_text(record: dict[str, Any]) -> bytes:
    """Return the record as it stands in its file."""
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def versions() -> dict[str, str]:
    """Return the versions of this program and of what it stands on."""
    found = {"newsbot": __version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
