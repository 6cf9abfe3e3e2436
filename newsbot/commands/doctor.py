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
from newsbot.presentation.messages import marked, retold, told
from newsbot.presentation.terminal import fitted
from newsbot.said import said

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


FINDING_MARKS: Final = {"look": marked("look"), "BAD": marked("BAD"), "ok": marked("ok")}
MARK_COLUMNS: Final = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``code``: 0 where it is well, otherwise what a crawl would end with; None: worth a look."""

    what: str
    words: str
    code: int | None = 0

    def __str__(self) -> str:
        return f"{self.mark:4}  {self.what}: {self.words}"

    @property
    def mark(self) -> str:
        """How it is."""
        return "look" if self.code is None else "BAD" if self.code else "ok"

    def told(self) -> str:
        """Return the finding in the reader's language."""
        mark = fitted(told(FINDING_MARKS[self.mark]), MARK_COLUMNS)
        return f"{mark}  {told('{name}: ', name=retold(self.what))}{retold(self.words)}"


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
            raise ArgumentError(said("scrapy doctor takes no operands; name the ledger with -s LEDGER=…"))
        assert self.settings is not None
        codes = []
        for finding in examine(
            str(self.settings["LEDGER"]), Path(self.settings["RUNS"]), str(self.settings["ARCHIVE"] or ""), deep=opts.deep
        ):
            print(finding.told())
            codes.append(finding.code or 0)
        self.exitcode = next(filter(None, codes), 0)


def examine(ledger: str, runs: Path, archive: str, now: datetime | None = None, *, deep: bool = False) -> Iterator[Finding]:
    """Yield what there is to say about a crawl with these settings, as things stand at ``now``; ``deep``: with every page read."""
    now = now or datetime.now(CHINA)
    if on_server(ledger):
        yield from _ledger(shown(ledger), look_over_server(ledger, deep=deep), now)
    elif (path := file_of(ledger)) is None:
        yield Finding(said("ledger"), said("a ledger is a SQLite file, or stands on a PostgreSQL server: name one of these"), 2)
    else:
        yield from _ledger(path, look_over(path, deep=deep), now)
        yield _writable(said("folder of the ledger"), path)
        yield _disk(path)
    yield _writable(said("run records"), runs / "x.json")
    if archive:
        yield _writable(said("archive"), Path(archive) / "x.warc.gz")
    yield from _accounts(runs)
    heartbeat = heartbeat_path(ledger, runs)
    if heartbeat is not None:
        yield _alive(heartbeat, now)


def _ledger(place: Path | str, health: Health, now: datetime) -> Iterator[Finding]:
    match health.state:
        case LedgerState.MISSING:
            yield Finding(said("ledger"), said("there is none at {place} yet; the first run makes it", place=place), None)
        case LedgerState.HELD:
            yield Finding(said("ledger"), said("a run is at work with it; look again when it has ended"), None)
        case LedgerState.AWAY:
            yield Finding(
                said("ledger"),
                said(
                    "{place} cannot be reached ({why})",
                    place=place,
                    why=ascii(health.why)[1:-1][:200],
                ),
                LedgerError.exit_code,
            )
        case LedgerState.TOO_NEW:
            words = said(
                "a newer newsbot wrote it (schema {version}, this one knows up to {known}): install the newer one again",
                version=health.version,
                known=VERSION,
            )
            yield Finding(said("ledger"), words, LedgerTooNew.exit_code)
        case LedgerState.CUT_SHORT:
            words = said(
                "the log beside {place} is damaged: what a run wrote last before it was killed is lost; the next run goes on without it: "
                "replay the archive, or let runs ask again",
                place=place,
            )
            yield Finding(said("ledger"), words, LedgerDamaged.exit_code)
        case LedgerState.DAMAGED:
            words = said(
                "{place} is no ledger, or damaged ({why}): "
                "the next run puts what can be read into a new file; or restore its back-up (docs/operations.md)",
                place=place,
                why=ascii(health.why)[1:-1][:200],
            )
            yield Finding(said("ledger"), words, LedgerDamaged.exit_code)
        case LedgerState.WHOLE:
            yield Finding(said("ledger"), said("whole, {pages:,} pages", pages=health.pages))
            if health.damaged:
                shown = ", ".join(ascii(address)[1:-1][:200] for address in health.damaged[:MAX_SHOWN])
                words = said(
                    "{count:,} pages are not what was written ({shown}): replay their archive, or let a run ask again",
                    count=len(health.damaged),
                    shown=shown,
                )
                yield Finding(said("pages"), words, LedgerDamaged.exit_code)
            if health.unlike:
                words = said(
                    "{count:,} rows are not what was settled ({shown}): scrapy export flags them, the next run settles them anew",
                    count=len(health.unlike),
                    shown=", ".join(health.unlike[:MAX_SHOWN]),
                )
                yield Finding(said("rows"), words, LedgerDamaged.exit_code)
            if health.changed:
                words = said(
                    "{count:,} pages of its file are not as the last run left them ({shown}): "
                    "the next run makes anew what follows from the reports; what it noted beside them may be wrong",
                    count=len(health.changed),
                    shown=", ".join(map(str, health.changed[:MAX_SHOWN])),
                )
                yield Finding(said("ledger"), words, LedgerDamaged.exit_code)
            if health.waiting:
                yield Finding(
                    said("rows"),
                    said(
                        "{waiting:,} wait to be handed over; the next run with -o or -O writes them",
                        waiting=health.waiting,
                    ),
                    None,
                )
            yield _clock(health.latest, now)


def _accounts(runs: Path) -> Iterator[Finding]:
    """What became of the addresses of each source in the last live run; worth a look where some are owed, or were lost on the way."""
    for path in sorted(runs.glob("*.json"), reverse=True)[:MOST_RECORDS]:
        try:
            sources = dict(json.loads(path.read_bytes())["sources"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        accounts = {
            str(name): account["addresses"] for name, account in sources.items() if isinstance(account, dict) and "addresses" in account
        }
        for name, account in accounts.items():
            look = account["owed"] or any(account["lost"].get(why) for why in (Loss.ROBOTS, Loss.STATUS))
            yield Finding(said("source {name}", name=ascii(name)[1:-1]), account_words(account), None if look else 0)
        if accounts:
            return


def _clock(latest: str | None, now: datetime) -> Finding:
    """Look for pages from the future: the clock is late then, and relative dates (2小时前) would be read wrong."""
    try:
        newest = datetime.fromisoformat(latest or "")
    except ValueError:
        return Finding(said("clock"), said("says {now:%Y-%m-%d %H:%M}; nothing to compare it with", now=now))
    if newest.tzinfo and newest > now + timedelta(hours=1):
        words = said(
            "says {now:%Y-%m-%d %H:%M}, but the ledger has a page of {newest:%Y-%m-%d %H:%M}: set it, and keep it set (NTP)",
            now=now,
            newest=newest,
        )
        return Finding(said("clock"), words, ArgumentError.exit_code)
    return Finding(said("clock"), said("says {now:%Y-%m-%d %H:%M}; no page of the ledger is of a later time", now=now))


def _writable(what: str, path: Path) -> Finding:
    if error := why_not_writable(path):
        return Finding(
            what,
            said(
                "{parent} cannot be written ({why}): check owner and permissions",
                parent=path.parent,
                why=error.strerror,
            ),
            OutputNotCreated.exit_code,
        )
    return Finding(what, said("{parent} can be written", parent=path.parent))


def _disk(path: Path) -> Finding:
    folder = next(parent for parent in path.resolve().parents if parent.exists())
    free = shutil.disk_usage(folder).free
    room = said("{free:.1f} GiB free at {folder}", free=free / 2**30, folder=folder)
    if free >= LEAST_FREE:
        return Finding(said("disk"), room)
    none = free < LEAST_FREE / 10
    return Finding(
        said("disk"), said("{room}: too little for a run; move old archives away", room=room), OutputError.exit_code if none else None
    )


def _alive(heartbeat: Path, now: datetime) -> Finding:
    try:
        held = json.loads(heartbeat.read_bytes())
        good = datetime.fromisoformat(held["last_good_end"]) if held["last_good_end"] else None
        ended = held["exit_code"]
    except FileNotFoundError:
        return Finding(said("heartbeat"), said("no live run yet"), None)
    except (OSError, ValueError, KeyError, TypeError):
        return Finding(said("heartbeat"), said("{heartbeat} cannot be read; the next run writes it anew", heartbeat=heartbeat), None)
    if good is None:
        return Finding(said("heartbeat"), said("no good run since ever; the last one ended with code {ended}", ended=ended), None)
    if now - good > LATE:
        words = said("no good run since {good:%Y-%m-%d %H:%M}; the last one ended with code {ended}", good=good, ended=ended)
        return Finding(said("heartbeat"), words, None)
    return Finding(said("heartbeat"), said("last good run ended {good:%Y-%m-%d %H:%M}", good=good))
