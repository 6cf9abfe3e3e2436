"""What safety costs: the processor time of a crawl with and without what makes it durable, as a ratio within one run.

    python benchmarks/safety.py                        2,000 pages, three rounds, the best of each
    python benchmarks/safety.py --pages 10000 --rounds 5
    python benchmarks/safety.py --standstill           how long the event loop stands still while a hostile web on loopback is crawled

The pages are replayed from a folder, each way in processes of its own, in turns, so that a busy machine is as busy for all of them:

* ``durable``: a ledger that lasts (every commit forced to the disk, the log of what was handed over), and an output file that takes its
  place whole: what cron starts.
* ``private``: the same work in a ledger that nobody keeps: nothing is forced to the disk, rows go to a pipe.

Standstill is the processor time of the main thread between two ticks of a clock that wants to tick every 10 ms: what other hosts wait for.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
WORDS = ("社区", "街道", "志愿者", "文明城市", "创建", "网格员", "居民", "党支部", "楼道", "环境", "整治", "走访", "议事", "治理")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--standstill", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if args.standstill:
            standstill(Path(folder))
        else:
            price(Path(folder), args.pages, args.rounds)


# ----------------------------------------------------------------------------------------------------------------- price


def price(folder: Path, pages: int, rounds: int) -> None:
    """Print the processor seconds of both ways, and their ratio."""
    archive(folder / "pages", pages)
    best = {"private": float("inf"), "durable": float("inf")}
    for number in range(rounds):
        for way in ("private", "durable"):
            here = folder / f"{way}-{number}"
            here.mkdir()
            kept = ("-s", f"LEDGER={here}/ledger.sqlite", "-O", f"{here}/rows.jsonl") if way == "durable" else ("-O", "/dev/null:jsonl")
            best[way] = min(best[way], processor_seconds(here, "-a", f"replay={folder}/pages", "-a", "topic=any", *kept))
    print(
        f"{pages:,} pages: private {best['private']:.2f} s, durable {best['durable']:.2f} s, ratio {best['durable'] / best['private']:.3f}"
    )


def archive(folder: Path, pages: int) -> None:
    """A replay folder of articles of some 1.5 KB, no two alike."""
    folder.mkdir()
    chance = random.Random(7)
    with (folder / "index.jsonl").open("w", encoding="utf-8") as index:
        for number in range(pages):
            body = "".join(f"<p>{''.join(chance.choices(WORDS, k=30))}，共{chance.randrange(99_999)}户。</p>" for _ in range(5))
            title = f"第{number}次{''.join(chance.choices(WORDS, k=6))}"
            html = f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1><div>{body}</div></body></html>"
            (folder / f"{number}.html").write_text(html, encoding="utf-8")
            record = {"url": f"http://a.test/{number}.html", "file": f"{number}.html", "fetched_at": "2024-01-01T00:00:00+08:00"}
            index.write(json.dumps({**record, "headers": {"Content-Type": "text/html"}}) + "\n")


def processor_seconds(folder: Path, *arguments: str) -> float:
    """Run the crawl, and return what it took of the processor, in user and kernel mode."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newsbot.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "scrapy", "crawl", "civic_news", *arguments, "-s", "LOG_LEVEL=ERROR"]
    subprocess.run(command, cwd=folder, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


# ------------------------------------------------------------------------------------------------------------ standstill


class Clock:
    """An extension that wants to tick every 10 ms, and notes how much work the main thread did between two ticks."""

    worst: tuple[float, ...] = ()

    def __init__(self, crawler: Any) -> None:
        from scrapy import signals  # noqa: PLC0415  # a reactor is installed by importing some of Scrapy

        crawler.signals.connect(self.begin, signals.engine_started)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Clock:
        return cls(crawler)

    def begin(self) -> None:
        self.ticking = asyncio.get_running_loop().create_task(self.tick())

    async def tick(self) -> None:
        while True:
            before = time.thread_time()
            await asyncio.sleep(0.01)
            Clock.worst = tuple(sorted((*Clock.worst, time.thread_time() - before), reverse=True)[:5])


def standstill(folder: Path) -> None:
    """Crawl the hostile web of the tests in this process, and print the longest standstills in milliseconds."""
    sys.path.insert(0, str(ROOT))
    os.environ["SCRAPY_SETTINGS_MODULE"] = "newsbot.settings"
    os.chdir(folder)
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415
    from scrapy.utils.project import get_project_settings  # noqa: PLC0415

    from tests.hostile_web import all_feeds, start  # noqa: PLC0415

    sites = start()
    settings = get_project_settings()
    settings.setdict(
        {
            "ALLOW_PRIVATE": ",".join(site.where for site in sites.values()),
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "RETRY_ENABLED": False,
            "DOWNLOAD_TIMEOUT": 3,
            "LOG_LEVEL": "ERROR",
            "EXTENSIONS": {**settings.getdict("EXTENSIONS"), Clock: 400},
        }
    )
    process = AsyncCrawlerProcess(settings)
    process.crawl("civic_news", url=all_feeds(sites["home"]), topic="any")
    process.start()
    print("longest standstills:", ", ".join(f"{seconds * 1000:.0f} ms" for seconds in Clock.worst))
    for site in sites.values():
        site.close()


if __name__ == "__main__":
    main()
