"""Workers of one frontier and one ledger on the small web, of which some are killed and started again."""

import json
import random
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from newsbot.addresses import canonical
from tests.fleet.servers import namespace
from tests.ledger.stores import SERVER, schema, sql
from tests.small_web.days import first_day, write_sources
from tests.small_web.web import Asked, SmallWeb
from tests.test_run import command, environment

PATIENCE = 240.0
"""Seconds until a round is given up."""


class Workers:
    """Workers of one frontier, each in a process and a folder of its own."""

    def __init__(
        self, folder: Path, web: SmallWeb, *, number: int, what: str, ledger: str, frontier: str, delay: float, impatient: bool = True
    ) -> None:
        self.folder, self.web, self.number = folder, web, number
        settings = {
            "DOWNLOAD_DELAY": delay,
            "DOWNLOAD_TIMEOUT": 15,  # longer than a busy machine stands still: a page that does not come is owed to the next run
            "RETRY_TIMES": 1,
            "CONTACT": "editor@newsbot.test",
            "ALLOW_PRIVATE": web.proxy.removeprefix("http://"),
            "LEDGER": ledger,
            "FRONTIER": frontier,
        }
        said = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        self._command = command("crawl", "civic_news", "-a", what, *said, "-o", "out.jsonl", warnings="default")
        self._environment = {**environment("tests.small_web.impatient" if impatient else "newsbot.settings"), "http_proxy": web.proxy}
        self.kills: list[float] = []
        """Moments at which a worker was killed, on the clock of the web's requests."""
        self.cut = 0
        self.codes: list[int] = []
        self.seconds = 0.0

    def run(self, *, kill_after: Sequence[int] = (), kill_every: float = 0.0, kills: int = 0, cuts: int = 0, chance: random.Random) -> None:
        """Let all work to their end. ``kill_after``: numbers of requests after which one of them is killed and started again."""
        began = killed_at = time.monotonic()
        running = {n: self._start(n) for n in range(self.number)}
        waiting = list(kill_after)
        while running and time.monotonic() < began + PATIENCE:
            time.sleep(0.05)
            for n in [n for n, process in running.items() if process.poll() is not None]:
                self.codes.append(running.pop(n).returncode)
            due = (waiting and len(self.web.requests) >= waiting[0]) or (self.killed < kills and time.monotonic() >= killed_at + kill_every)
            working = [n for n in running if self._works(n)]
            if due and len(working) > 1 and not self.codes:  # a machine on which they begin slower than they are killed shows nothing
                waiting, killed_at = waiting[1:], time.monotonic()
                self._kill(running, chance.choice(working))
            if self.cut < cuts and len(self.web.requests) > self.cut:
                self._cut()
        self.seconds = time.monotonic() - began
        for process in running.values():
            process.kill()
            self.codes.append(process.wait())

    @property
    def killed(self) -> int:
        """How many workers were killed."""
        return len(self.kills)

    def rows(self) -> list[dict[str, Any]]:
        """Return all rows that were delivered, by whichever worker."""
        files = sorted(self.folder.glob("worker*/out.jsonl"))
        return [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()]

    def records(self) -> list[dict[str, Any]]:
        """Return the records of the workers that came to their end."""
        return [json.loads(path.read_text("utf-8")) for path in sorted(self.folder.glob("worker*/data/runs/*.json"))]

    def logs(self) -> str:
        """Return the ends of what the workers said."""
        return "\n".join(f"{path}:\n{path.read_text('utf-8')[-2000:]}" for path in sorted(self.folder.glob("worker*/log")))

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        home = self.folder / f"worker{number}"
        home.mkdir(exist_ok=True)
        with (home / "log").open("ab") as log:
            return subprocess.Popen(self._command, cwd=home, env=self._environment, stdout=log, stderr=log)

    def _works(self, number: int) -> bool:
        """Whether a worker has come to ask for pages in its present life."""
        return "Spider opened" in (self.folder / f"worker{number}" / "log").read_text("utf-8").rpartition("started (bot")[2]

    def _kill(self, running: dict[int, subprocess.Popen[bytes]], victim: int) -> None:
        running[victim].kill()
        running[victim].wait()
        self.kills.append(time.monotonic())
        running[victim] = self._start(victim)

    def _cut(self) -> None:
        """Cut the connections of the ledger, as a server that is started anew does."""
        whose = "application_name = 'newsbot' AND datname = current_database()"
        query = f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {whose}"
        self.cut += int(sql(SERVER, query)[0][0] > 0)


def moments(asked: Iterable[Asked]) -> dict[str, list[float]]:
    """Return when each host was asked, in order, as it saw it."""
    found: dict[str, list[float]] = defaultdict(list)
    for each in sorted(asked, key=lambda each: each.at):
        found[each.host].append(each.at)
    return found


def gaps(asked: Iterable[Asked]) -> dict[str, float]:
    """Return the shortest time in seconds between two requests to each host, as it saw them; infinite where it saw one."""
    return {host: min((after - before for before, after in pairwise(at)), default=float("inf")) for host, at in moments(asked).items()}


def ids_by_address(rows: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Return the ids of the rows in which each address stands."""
    ids: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for url in (row["url"], *(copy["url"] for copy in row["copies"])):
            ids[canonical(url)].add(row["id"])
    return ids


def one_round(number: int, *, workers: int, delay: float, kill_every: float, kills: int, cuts: int, impatient: bool) -> tuple[bool, str]:
    """Run one round on the small web. Returns whether all is as it should be, and an account of it."""
    with tempfile.TemporaryDirectory() as folder, SmallWeb() as web, schema() as ledger, namespace() as frontier:
        what = f"sources={write_sources(Path(folder) / 'sources')}"
        first_day(web)
        fleet = Workers(Path(folder), web, number=workers, what=what, ledger=ledger, frontier=frontier, delay=delay, impatient=impatient)
        fleet.run(kill_every=kill_every, kills=kills, cuts=cuts, chance=random.Random(number))
        rows = fleet.rows()
        twice = len(rows) - len({row["id"] for row in rows})
        ids = ids_by_address(rows)
        doubled = {url: sorted(names) for url, names in ids.items() if len(names) > 1}
        found = set(ids)
        lost = {canonical(url) for url in web.civic} - found
        short = {host: gap for host, gap in gaps(web.requests).items() if gap < delay}
        good = not twice and not doubled and not lost and not short and set(fleet.codes) <= {0, 69}
        said = (
            f"{'good' if good else 'BAD'}; {fleet.seconds:.0f} s, {len(rows)} rows, {twice} twice, {len(doubled)} under two ids, "
            f"{len(lost)} lost, {len(short)} pauses cut short, {fleet.killed} killed, {fleet.cut} cuts, codes {fleet.codes}, "
            f"{len(web.requests)} requests"
        )
        return good, said if good else f"{said}\n{sorted(lost)} {short} {doubled}\n{fleet.logs()}"
