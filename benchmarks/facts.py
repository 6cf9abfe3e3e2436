"""How well and how fast the facts of a report are found: scores on the labelled sets, and milliseconds a page beside a parse by lxml.

    python -m benchmarks.facts                          scores on the labelled sets in fixtures/
    python -m benchmarks.facts FOLDER                   and the cost of each fact on the pages of a replay folder

A fact is one line of FACTS: its name, the function that finds it in a finished report, and, where it has a labelled set, the function
that scores it, which is the one of its gate in tests/. Cost: processor time of one process, the best of several passes for each page, in
milliseconds a page and as a share of the time that lxml takes to parse the same pages.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from newsbot import normalise
from newsbot.archive.folder import read_folder
from newsbot.facts.flags import flags_of
from newsbot.facts.place import place_of
from newsbot.facts.topic import topic_of
from newsbot.model import Page, Report
from newsbot.text.charset import decode
from tests.facts import test_place as places

MAX_BYTES = 6 << 20


class Fact(NamedTuple):
    """One fact: how it is found in a report, and how it scores on its labelled set (figure by name), if it has one."""

    name: str
    find: Callable[[Report], object]
    score: Callable[[], Mapping[str, object]] | None = None


FACTS = (
    Fact("place", lambda report: place_of(report.title, report.body, report.source, url=report.page.url), places.figures),
    Fact("topic", lambda report: topic_of(report.title, report.body)),
    Fact("flags", lambda report: flags_of(report.blocks, report.body, report.repairs)),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="a replay folder, for the cost")
    parser.add_argument("--passes", type=int, default=5, metavar="N", help="passes over each page (default 5)")
    args = parser.parse_args()
    for fact in FACTS:
        if fact.score:
            print(f"{fact.name:12} {', '.join(f'{name} {figure}' for name, figure in fact.score().items())}")
    if args.folder:
        cost([page for page in read_folder(args.folder, max_bytes=MAX_BYTES) if isinstance(page, Page)], args.passes)


def cost(pages: list[Page], passes: int) -> None:
    """Print what each fact takes on the pages that give a report."""
    reports = [report for page in pages if isinstance(report := normalise(page, topic="any"), Report)]
    texts = [decode(report.page.body, None).text for report in reports]
    parse = sum(best(parsed, text, passes) for text in texts)
    characters = sum(len(paragraph) for report in reports for paragraph in report.body)
    print(f"{len(reports)} reports, {characters // max(1, len(reports)):,} characters of body each")
    print(f"{'processor time':14} ms a page   times lxml")
    print(f"{'lxml parse':14} {parse / len(reports) * 1000:9.3f}   1.000")
    whole = 0.0
    for fact in FACTS:
        seconds = sum(best(fact.find, report, passes) for report in reports)
        whole += seconds
        print(f"{fact.name:14} {seconds / len(reports) * 1000:9.3f}   {seconds / parse:.3f}")
    print(f"{'all facts':14} {whole / len(reports) * 1000:9.3f}   {whole / parse:.3f}")


def best(work: Callable[[Any], object], given: Any, passes: int) -> float:
    """Processor seconds of the fastest pass."""
    least = float("inf")
    for _ in range(passes):
        start = time.process_time()
        work(given)
        least = min(least, time.process_time() - start)
    return least


def parsed(text: str) -> object:
    """What lxml makes of a page; None where it makes nothing."""
    try:
        return etree.fromstring(text.encode(errors="replace"), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    except etree.XMLSyntaxError:
        return None


if __name__ == "__main__":
    main()
