"""What a damaged ledger comes to: one bit flipped, or one page lost, again and again; nothing may be silent, stop or raise.

    python benchmarks/flips.py                     200 flips of one bit, anywhere
    python benchmarks/flips.py --damage struct --times 2000 --seed 7

``head`` damages the header of the file, ``struct`` what a page says of what it holds, ``page`` all of a page.

Each time the ledger is exported, crawled on with new pages, and given its own pages again. Printed are the damages that stopped it (code 74
and the like), rows that differ without a flag or a word in the log, and reports whose page did not come back.
"""

from __future__ import annotations

import argparse
import logging
import random
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from newsbot.exceptions import NewsbotError
from newsbot.ledger import Ledger
from newsbot.ledger.rows import DAMAGED
from tests.ledger.made import deliver, report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsbot.row import Row

REPORTS: Final = range(1, 40)
PAGE: Final = 8192


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--damage", choices=["bit", "head", "struct", "page"], default="bit")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    said = Said()
    logging.getLogger("newsbot.ledger").addHandler(said)
    logging.lastResort = None
    tally: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "whole.sqlite"
        with opened(place, "one") as ledger:
            for number in REPORTS:
                ledger.record(report(number))
            for number in REPORTS[:5]:
                ledger.record(report(number, host="zone.example", later=60))
            deliver(ledger)
        good = rows(place)
        whole = place.read_bytes()
        for seed in range(args.seed, args.seed + args.times):
            said.heard = 0
            broken = Path(folder) / str(seed) / "ledger.sqlite"
            broken.parent.mkdir()
            broken.write_bytes(damaged(whole, args.damage, random.Random(seed)))
            try:
                for what in sorted(set(consequences(broken, good, said))):
                    tally[what] += 1
                    print(seed, what)
            except NewsbotError as error:
                tally["stopped"] += 1
                print(seed, "stopped:", error)
            except Exception:  # noqa: BLE001 - what this looks for
                tally["raised"] += 1
                print(seed, traceback.format_exc())
            shutil.rmtree(broken.parent)
    print(f"{args.times} times {args.damage}: {dict(tally) or 'all held'}")


class Said(logging.Handler):
    """Counts what the ledger says in the log."""

    heard = 0

    def emit(self, _record: logging.LogRecord) -> None:
        self.heard += 1


@contextmanager
def opened(place: Path, run: str) -> Iterator[Ledger]:
    with Ledger.open(str(place), run=run, version="1", topic="any") as ledger:
        yield ledger


def rows(place: Path) -> dict[str, Row]:
    with opened(place, "export") as ledger:
        return {row.id: row for row in ledger.export()}


def damaged(whole: bytes, how: str, draw: random.Random) -> bytes:
    """Return the bytes of a file with one damage."""
    bits = bytearray(whole)
    page = draw.randrange(len(whole) // PAGE) * PAGE
    if how == "page":
        bits[page : page + PAGE] = draw.choice([bytes(PAGE), draw.randbytes(PAGE)])
    else:
        place = {"bit": draw.randrange(len(whole)), "head": draw.randrange(100), "struct": page + draw.randrange(40)}[how]
        bits[place] ^= 1 << draw.randrange(8)
    return bytes(bits)


def consequences(place: Path, good: dict[str, Row], said: Said) -> Iterator[str]:
    """Yield what is wrong after a damage: while it lasts, and after the pages came again."""
    found = rows(place)
    flagged = any(DAMAGED in row.flags for row in found.values())
    for name, row in good.items():
        now = found.get(name)
        if (now is None or (now.title, now.body, now.url) != (row.title, row.body, row.url)) and not (flagged or said.heard):
            yield "silent"
    with opened(place, "two") as ledger:
        for number in REPORTS[:3]:
            ledger.record(report(number, host="farm.example", later=90))
        ledger.record(report(99))
        deliver(ledger)
    with opened(place, "three") as ledger:
        for number in REPORTS:
            if not ledger.done(report(number).page.url):
                ledger.record(report(number))
        deliver(ledger)
    bodies = {tuple(row.body) for row in rows(place).values()}
    if any(tuple(row.body) not in bodies for row in good.values()):
        yield "a report did not come back"


if __name__ == "__main__":
    main()
