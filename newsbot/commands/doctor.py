"""`scrapy doctor`: is everything in order for the next run? Looks, changes nothing, and says in plain words what to do."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scrapy.commands import ScrapyCommand

from newsbot.commands.base import Acting
from newsbot.discovery.account import Loss
from newsbot.exceptions import ArgumentError, LedgerDamaged, LedgerError, LedgerTooNew, OutputError, OutputNotCreated
from newsbot.extensions.heartbeat import heartbeat_path
from newsbot.extensions.progress import account_words
from newsbot.ledger.address import file_of, on_server, shown
from newsbot.ledger.health import Health, LedgerState, look_over, look_over_server
from newsbot.ledger.schema import VERSION
from newsbot.model import CHINA
from newsbot.output.files import why_not_writable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

LEAST_FREE: Final = 2 << 30
"""Bytes of disk that a run should find: 20,000 pages of archive are some 400 MB, and outputs are written beside their places."""
MAX_SHOWN: Final = 5
"""Addresses of damaged pages that are named."""
MOST_RECORDS: Final = 20
"""Run records that are looked at for the last live run."""
LATE: Final = timedelta(hours=36)
"""Behind the last good run of a nightly crawl."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``code``: 0 where it is well, otherwise what a crawl would end with; None: worth a look."""

    what: str
    words: str
    code: int | None = 0

    def __str__(self) -> str:
        mark = "look" if self.code is None else "BAD" if self.code else "ok"
        return f"{mark:4}  {self.what}: {self.words}"


class Command(Acting, ScrapyCommand):
    """Checks the ledger, the disk, the clock, the permissions, the heartbeat, and what the last live run left open."""

    about = "Check ledger, disk, clock and permissions, and say what to do"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--deep", action="store_true", help="read every page of the ledger, and hold it against its checksum")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print a line for each finding. The exit code is that of the first bad one, 0 where there is none."""
        if args:
            raise ArgumentError("scrapy doctor takes no operands; name the ledger with -s LEDGER=…")
        assert self.settings is not None
        codes = []
        for finding in examine(
            str(self.settings["LEDGER"]), Path(self.settings["RUNS"]), str(self.settings["ARCHIVE"] or ""), deep=opts.deep
        ):
            print(finding)
            codes.append(finding.code or 0)
        self.exitcode = next(filter(None, codes), 0)


def examine(ledger: str, runs: Path, archive: str, now: datetime | None = None, *, deep: bool = False) -> Iterator[Finding]:
    """Yield what there is to say about a crawl with these settings, as things stand at ``now``; ``deep``: with every page read."""
    now = now or datetime.now(CHINA)
    if on_server(ledger):
        yield from _ledger(shown(ledger), look_over_server(ledger, deep=deep), now)
    elif (path := file_of(ledger)) is None:
        yield Finding("ledger", "a ledger is a SQLite file, or stands on a PostgreSQL server: name one of these", 2)
    else:
        yield from _ledger(path, look_over(path, deep=deep), now)
        yield _writable("folder of the ledger", path)
        yield _disk(path)
    yield _writable("run records", runs / "x.json")
    if archive:
        yield _writable("archive", Path(archive) / "x.warc.gz")
    yield from _accounts(runs)
    heartbeat = heartbeat_path(ledger, runs)
    if heartbeat is not None:
        yield _alive(heartbeat, now)


def _ledger(place: Path | str, health: Health, now: datetime) -> Iterator[Finding]:
    match health.state:
        case LedgerState.MISSING:
            yield Finding("ledger", f"there is none at {place} yet; the first run makes it", None)
        case LedgerState.HELD:
            yield Finding("ledger", "a run is at work with it; look again when it has ended", None)
        case LedgerState.AWAY:
            yield Finding("ledger", f"{place} cannot be reached ({ascii(health.why)[1:-1][:200]})", LedgerError.exit_code)
        case LedgerState.TOO_NEW:
            words = f"a newer newsbot wrote it (schema {health.version}, this one knows up to {VERSION}): install the newer one again"
            yield Finding("ledger", words, LedgerTooNew.exit_code)
        case LedgerState.DAMAGED:
            words = (
                f"{place} is no ledger, or damaged ({ascii(health.why)[1:-1][:200]}): "
                "the next run puts what can be read into a new file; or restore its back-up (docs/operations.md)"
            )
            yield Finding("ledger", words, LedgerDamaged.exit_code)
        case LedgerState.WHOLE:
            yield Finding("ledger", f"whole, {health.pages:,} pages")
            if health.damaged:
                shown = ", ".join(ascii(address)[1:-1][:200] for address in health.damaged[:MAX_SHOWN])
                words = f"{len(health.damaged):,} pages are not what was written ({shown}): replay their archive, or let a run ask again"
                yield Finding("pages", words, LedgerDamaged.exit_code)
            if health.waiting:
                yield Finding("rows", f"{health.waiting:,} wait to be handed over; the next run with -o or -O writes them", None)
            yield _clock(health.latest, now)


def _accounts(runs: Path) -> Iterator[Finding]:
    """What became of the addresses of each source in the last live run; worth a look where some are owed, or were lost on the way."""
    for path in sorted(runs.glob("*.json"), reverse=True)[:MOST_RECORDS]:
        try:
            sources = dict(json.loads(path.read_bytes())["sources"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        accounts = {str(name): said["addresses"] for name, said in sources.items() if isinstance(said, dict) and "addresses" in said}
        for name, said in accounts.items():
            look = said["owed"] or any(said["lost"].get(why) for why in (Loss.ROBOTS, Loss.STATUS))
            yield Finding(f"source {ascii(name)[1:-1]}", account_words(said), None if look else 0)
        if accounts:
            return


def _clock(latest: str | None, now: datetime) -> Finding:
    """Look for pages from the future: the clock is late then, and relative dates (2小时前) would be read wrong."""
    try:
        newest = datetime.fromisoformat(latest or "")
    except ValueError:
        return Finding("clock", f"says {now:%Y-%m-%d %H:%M}; nothing to compare it with")
    if newest.tzinfo and newest > now + timedelta(hours=1):
        words = f"says {now:%Y-%m-%d %H:%M}, but the ledger has a page of {newest:%Y-%m-%d %H:%M}: set it, and keep it set (NTP)"
        return Finding("clock", words, ArgumentError.exit_code)
    return Finding("clock", f"says {now:%Y-%m-%d %H:%M}; no page of the ledger is of a later time")


def _writable(what: str, path: Path) -> Finding:
    if error := why_not_writable(path):
        return Finding(what, f"{path.parent} cannot be written ({error.strerror}): check owner and permissions", OutputNotCreated.exit_code)
    return Finding(what, f"{path.parent} can be written")


def _disk(path: Path) -> Finding:
    folder = next(parent for parent in path.resolve().parents if parent.exists())
    free = shutil.disk_usage(folder).free
    said = f"{free / 2**30:.1f} GiB free at {folder}"
    if free >= LEAST_FREE:
        return Finding("disk", said)
    none = free < LEAST_FREE / 10
    return Finding("disk", f"{said}: too little for a run; move old archives away", OutputError.exit_code if none else None)


def _alive(heartbeat: Path, now: datetime) -> Finding:
    try:
        said = json.loads(heartbeat.read_bytes())
        good = datetime.fromisoformat(said["last_good_end"]) if said["last_good_end"] else None
        ended = said["exit_code"]
    except FileNotFoundError:
        return Finding("heartbeat", "no live run yet", None)
    except (OSError, ValueError, KeyError, TypeError):
        return Finding("heartbeat", f"{heartbeat} cannot be read; the next run writes it anew", None)
    if good is None or now - good > LATE:
        return Finding("heartbeat", f"no good run since {good or 'ever'}; the last one ended with code {ended}", None)
    return Finding("heartbeat", f"last good run ended {good:%Y-%m-%d %H:%M}")
