"""Archives in bulk, in two commands: `read` on any number of machines that see one folder, then `settle` once.

    python -m newsbot.batch read 'cc-news/*.warc.gz' --to shards/ --jobs 8 -a topic=any
    python -m newsbot.batch settle 'cc-news/*.warc.gz' --to shards/ --rows reports.jsonl -a topic=any

Both may be broken off at any time and given again: what is done stays done. `--part K/N` reads the K-th of N parts of the archives, for N
machines. `cc-news 2024-05-01 2024-05-07 --paths FILE` lists the archives of days from a copy of Common Crawl's file of paths.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from newsbot.batch.cc_news import paths_between
from newsbot.batch.settle import settle_shards
from newsbot.batch.shards import read_archives
from newsbot.exceptions import ArgumentError, NewsbotError
from newsbot.run.arguments import Arguments
from newsbot.said import said

if TYPE_CHECKING:
    from collections.abc import Sequence


def run_batch(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; return the exit code of the contract."""
    given = _parser().parse_args(argv)
    try:
        given.do(given)
    except NewsbotError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _read(given: argparse.Namespace) -> None:
    arguments = _arguments(given)
    assert arguments.replay is not None
    numbers = range(len(arguments.replay.archives))[_part(given.part)]
    places, options = [Path(place) for place in given.archives], dict(_pair(each) for each in given.argument)
    if given.jobs <= 1:
        counts = [read_archives(number, places, given.to, options) for number in numbers]
    else:
        with ProcessPoolExecutor(max_workers=given.jobs, mp_context=get_context("spawn"), max_tasks_per_child=50) as pool:
            counts = [done.result() for done in as_completed([pool.submit(read_archives, n, places, given.to, options) for n in numbers])]
    print(f"{sum(max(count, 0) for count in counts):,} records of {len(counts)} archives read into {given.to}")


def _settle(given: argparse.Namespace) -> None:
    count = settle_shards(_arguments(given), given.to, given.rows, ledger=given.ledger, jobs=given.jobs)
    print(f"{count:,} rows written to {given.rows}")


def _list(given: argparse.Namespace) -> None:
    for path in paths_between(given.paths, given.first, given.last):
        print(path)


def _arguments(given: argparse.Namespace) -> Arguments:
    return Arguments.parse({**dict(_pair(each) for each in given.argument), "replay": ",".join(given.archives)})


def _part(text: str) -> slice:
    part, _, parts = text.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise ArgumentError(said("--part {text}: write it as K/N with 1 <= K <= N.", text=text))
    return slice(int(part) - 1, None, int(parts))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise ArgumentError(said("-a {text}: write it as -a name=value.", text=text))
    return name, value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("newsbot.batch", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    for name, do, what in (("read", _read, "read archives into shards"), ("settle", _settle, "make rows of all shards")):
        command = commands.add_parser(name, help=what)
        command.set_defaults(do=do)
        command.add_argument("archives", nargs="+", help="as for -a replay=")
        command.add_argument("--to", type=Path, required=True, help="folder of the shards")
        command.add_argument("-a", dest="argument", action="append", default=[], help="an argument of a crawl: topic, since, sources, only")
        command.add_argument("--jobs", type=int, default=1, help="processes; settling takes up to two")
        if name == "read":
            command.add_argument("--part", default="1/1", help="K/N: of N machines this is the K-th")
        else:
            command.add_argument("--rows", type=Path, required=True, help="where the rows go, as JSON lines")
            command.add_argument("--ledger", help="default: a file beside the shards")
    listing = commands.add_parser("cc-news", help="list the archives of CC-NEWS between two days")
    listing.set_defaults(do=_list)
    listing.add_argument("first", help="YYYY-MM-DD")
    listing.add_argument("last", help="YYYY-MM-DD, itself among them")
    listing.add_argument("--paths", type=Path, required=True, action="append", help="a copy of warc.paths or warc.paths.gz of a month")
    return parser


if __name__ == "__main__":
    sys.exit(run_batch())
