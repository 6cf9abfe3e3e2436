"""Cost of repost detection on synthetic reports (pages a second, bytes on disk, resident memory), and its quality on a labelled set.

    python benchmarks/reposts.py                                1,000 and 10,000 pages
    python benchmarks/reposts.py --sizes 100000 1000000         as many as there is time for
    python benchmarks/reposts.py --jobs 2                       settled by two processes: also by the clock, and what the second took
    python benchmarks/reposts.py --archive A.warc.gz --truth T.jsonl.gz    quality: a WARC of pages and the report of each
    python benchmarks/reposts.py --made 230                     quality on made_reports.py: so many families of ten siblings
    python benchmarks/reposts.py --notices 10000                quality on made_notices.py: bulletins, notices and yearly events

The synthetic reports have words of two characters in the frequencies of a language (Zipf), figures, set phrases that one in three shares,
and three in ten are mirrors of an earlier one: with another head and tail, paragraphs left out, words replaced. Time is processor time of
one core and counts everything after `normalise`: what a page says packed and written, its text cleaned, indexed, compared, clustered,
and its row made.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import multiprocessing
import random
import resource
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from math import comb
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from made_notices import NoticeMaker, judge
from made_reports import Maker

from newsbot.addresses import site
from newsbot.archive.replay import Replay
from newsbot.ledger import Ledger, settling
from newsbot.ledger.boilerplate import Boilerplate
from newsbot.ledger.comparing import compare
from newsbot.ledger.rows import chunks
from newsbot.ledger.texts import Texts as LedgerTexts
from newsbot.model import CHINA, Page, Rejection, Report
from newsbot.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsbot.row import Row

HTML = {"content-type": "text/html; charset=utf-8"}
START = datetime(2024, 1, 1, tzinfo=CHINA)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--jobs", type=int, default=1, help="processes, as the setting JOBS")
    parser.add_argument("--archive", type=Path, help="a WARC whose pages are all reports")
    parser.add_argument("--truth", type=Path, help="JSON lines: url, cluster, parts, types")
    parser.add_argument("--made", type=int, default=0, help="families of ten template siblings, with their mirrors")
    parser.add_argument("--notices", type=int, default=0, help="so many notices in families of ten siblings, with a mirror of each tenth")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.archive:
        with gzip.open(args.truth, "rt", encoding="utf-8") as lines:
            quality(Replay([args.archive]), {entry["url"]: entry for entry in map(json.loads, lines)})
        return
    if args.made:
        made = list(Maker(args.seed).pages(args.made, 10))
        truth = {one.url: {"cluster": one.cluster, "parts": one.parts, "types": [one.kind], "family": one.family} for one in made}
        quality((Page(one.url, one.html.encode(), HTML, START) for one in made), truth)
        return
    if args.notices:
        notices(args.notices, args.seed)
        return
    for size in args.sizes:
        cost(size, args.jobs)


# ------------------------------------------------------------------------------------------------------------------ cost


def cost(size: int, jobs: int) -> None:
    """Print what a ledger of ``size`` pages costs, taken in at once, and what one more night of 200 pages costs after that."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "ledger.sqlite"
        texts = Texts(size)
        spent = 0.0
        with Ledger.open(str(place), run="one", version="0") as ledger:
            for report in texts.reports(size):
                begin = time.process_time()
                ledger.record(report)
                spent += time.process_time() - begin
            taken_in = spent
            clock = time.monotonic()
            compared, settled, longest, held = settle(ledger, jobs)
            clock = time.monotonic() - clock
            begin = time.process_time()
            rows = 0
            for chunk in chunks((row.id, row.revision) for row in ledger.rows()):
                rows += len(chunk)
                ledger.delivered(chunk)
            written = time.process_time() - begin
        disk = place.stat().st_size
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with Ledger.open(str(place), run="two", version="0") as ledger:
            for report in texts.reports(200):
                ledger.record(report)
            _, night, longest_at_night, _ = settle(ledger, jobs)
    print(
        f"{size:>9,} pages: cleaned, indexed and verified {size / compared:,.0f}/s; taken in {size / taken_in:,.0f}/s, settled "
        f"{size / settled:,.0f}/s, all together {size / (taken_in + settled):,.0f}/s; "
        f"{rows:,} rows at {rows / written:,.0f}/s; "
        f"{disk / size:,.0f} bytes a page on disk; {memory:,.0f} MiB resident; 200 pages more settle in {night:.1f} s; "
        f"longest step {1000 * longest:,.0f} ms, and then {1000 * longest_at_night:,.0f} ms",
        flush=True,
    )
    if jobs > 1:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        second = used.ru_utime + used.ru_stime
        print(
            f"{'':>9} by the clock settled {size / clock:,.0f}/s, all together {size / (taken_in + clock):,.0f}/s; the first process took "
            f"{settled:.1f} s, the second {second:.1f} s and {held:,.0f} MiB: on idle processors all together "
            f"{size / (taken_in + max(settled, second)):,.0f}/s at most",
            flush=True,
        )


def settle(ledger: Ledger, jobs: int) -> tuple[float, float, float, float]:
    """Settle; return the seconds spent on cleaning, indexing and verifying, in all and in the longest step, and the other process's MiB.

    While pages are compared, what recurs on their sites is looked for, too, and how fluent those are that differ in their words: neither
    counts as verifying.
    """
    spent = aside = 0.0
    find, judge = Boilerplate.find, LedgerTexts.judge

    def timed(*arguments: Any) -> Iterator[None]:
        nonlocal spent
        begin = time.process_time()
        yield from compare(*arguments)
        spent += time.process_time() - begin

    def found(*arguments: Any) -> Iterator[None]:
        nonlocal aside
        begin = time.process_time()
        yield from find(*arguments)
        aside += time.process_time() - begin

    def judged(*arguments: Any) -> float:
        nonlocal aside
        begin = time.process_time()
        fluent = judge(*arguments)
        aside += time.process_time() - begin
        return fluent

    begin = before = time.process_time()
    longest = held = 0.0
    with patch.object(settling, "compare", timed), patch.object(Boilerplate, "find", found), patch.object(LedgerTexts, "judge", judged):
        for step, _ in enumerate(ledger.settling(jobs)):
            if step % 500 == 0:
                held = max(held, most_held_beside())
            now = time.process_time()
            longest = max(longest, now - before)
            before = now
    return spent - aside, time.process_time() - begin, longest, held


def most_held_beside() -> float:
    """Return the MiB that a process started by this one has held at most.

    What the system tells of one that has ended is no less than what this one held when it started it.
    """
    told = [Path(f"/proc/{one.pid}/status").read_text(encoding="ascii") for one in multiprocessing.active_children()]
    return max((int(line.split()[1]) / 1024 for text in told for line in text.splitlines() if line.startswith("VmHWM")), default=0)


class Texts:
    """Synthetic reports, the same for the same size."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        characters = [chr(code) for code in self.random.sample(range(0x4E00, 0x9FA5), 3000)]
        words = ["".join(self.random.choices(characters, k=2)) for _ in range(20_000)]
        self.words = words
        self.frequencies = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))
        self.phrases = ["".join(self.random.choices(words[:3000], k=8)) for _ in range(300)]
        self.kept: list[list[str]] = []
        self.count = 0

    def reports(self, count: int) -> Iterator[Report]:
        """Yield ``count`` more reports."""
        for _ in range(count):
            self.count += 1
            if self.kept and self.random.random() < 0.3:
                body = self._mirror(self.random.choice(self.kept))
            else:
                body = self._original()
                self.kept.append(body)
                if len(self.kept) > 2000:
                    self.kept.pop(self.random.randrange(1000))
            url = f"http://site{self.count % 997}.example/{self.count}.html"
            page = Page(url, b"", fetched_at=START + timedelta(seconds=self.count))
            yield Report(page=page, site=site(url), encoding="utf-8", content_sha256=f"{self.count:064}", title=body[0][:20], body=body)

    def _original(self) -> list[str]:
        drawn = iter(self.random.choices(self.words, cum_weights=self.frequencies, k=400))
        paragraphs = []
        for _ in range(6):
            sentences = []
            for _ in range(4):
                words = [next(drawn) for _ in range(self.random.randint(8, 16))]
                words.insert(self.random.randrange(8), str(self.random.randint(2, 9999)))
                sentences.append("".join(words) + "。")
            if self.random.random() < 0.3:
                sentences.append(self.random.choice(self.phrases) + "。")
            paragraphs.append("".join(sentences))
        return paragraphs

    def _mirror(self, body: list[str]) -> list[str]:
        share = self.random.choice([0, 0, 0, 0.1, 0.3])
        kept = [paragraph for paragraph in body if self.random.random() > 0.15] or body
        if share:
            kept = ["".join(c if self.random.random() > share / 4 else self.random.choice(self.words)[0] for c in text) for text in kept]
        return ["".join(self.random.choices(self.words, k=10)), *kept, "".join(self.random.choices(self.words, k=12))]


# --------------------------------------------------------------------------------------------------------------- quality


def quality(pages: Iterable[Page | Rejection], told: Mapping[str, Any]) -> None:
    """Print how the rows of pages agree with the truth: pairs, clusters (adjusted Rand index), copies by kind of damage, siblings."""
    single = {url: entry["cluster"] for url, entry in told.items() if entry["cluster"] is not None}
    began = time.process_time()
    with Ledger.open(None, run="quality", version="0", topic="any") as ledger:
        for page in pages:
            ledger.record(page if isinstance(page, Rejection) else normalise(page, topic="any"))
        read = time.process_time() - began
        ledger.settle()
        rows = [[row.url, *(copy.url for copy in row.copies)] for row in ledger.rows()]
    print(f"{len(told):,} pages read in {read:.0f} s, settled in {time.process_time() - began - read:.0f} s; {len(rows):,} rows")
    found: dict[str, object] = {}
    parts, wrong = 0, 0
    for number, row in enumerate(rows):
        reports = {single[url] for url in row if url in single}
        for url in row:
            if url in single:
                found.setdefault(url, number)
            elif url in told and reports:
                parts += len(reports & set(told[url]["parts"]))
                wrong += not reports & set(told[url]["parts"])
    found.update((url, url) for url in single if url not in found)
    right, predicted, true = agreement(single, found)
    expected = predicted * true / comb(len(single), 2)
    print(
        f"pairs: precision {right / max(1, predicted):.4f}, recall {right / max(1, true):.4f}; "
        f"ARI {(right - expected) / ((predicted + true) / 2 - expected):.4f}; "
        f"parts of pages that hold several {parts} of {sum(len(entry['parts'] or ()) for entry in told.values())}, wrong {wrong}"
    )
    originals = {entry["cluster"]: url for url, entry in told.items() if entry["types"][0] in {"orig", "distractor"}}
    all_of, met = Counter[str](), Counter[str]()
    for url, cluster in single.items():
        original = originals.get(cluster)
        if original and url != original:
            all_of.update(told[url]["types"])
            met.update(told[url]["types"] if found[url] == found[original] else ())
    joined = Counter((found[url], told[url].get("family"), cluster) for url, cluster in single.items())
    rows_of_family = Counter((row, family) for row, family, _ in joined if family is not None)
    print(f"template siblings: pairs of reports in one row {sum(comb(count, 2) for count in rows_of_family.values())}")
    print("found with their original: " + ", ".join(f"{kind} {met[kind] / count:.3f}" for kind, count in sorted(all_of.items())))


def notices(count: int, seed: int) -> None:
    """Print which of so many made notices, read and settled in three nights, are in one row with another, and how many mirrors are not."""
    maker = NoticeMaker(seed)
    began = time.process_time()
    made = [(one, normalise(Page(one.url, one.html.encode(), HTML, START), topic="any")) for one in maker.notices(count)]
    rows: dict[str, Row] = {}
    with tempfile.TemporaryDirectory() as folder:
        for night in range(maker.nights):
            with Ledger.open(f"{folder}/ledger.sqlite", run=f"night {night}", version="0", topic="any") as ledger:
                for one, page in made:
                    if one.night == night:
                        ledger.record(page)
                ledger.settle()
                fresh = list(ledger.rows())
                ledger.delivered([(row.id, row.revision) for row in fresh])
                rows.update((row.id, row) for row in fresh)
    read = [one for one, page in made if isinstance(page, Report)]
    verdict = judge(read, [[row.url, *(copy.url for copy in row.copies)] for row in rows.values() if row.status == "valid"])
    spent = time.process_time() - began
    print(f"{len(made):,} pages, {len(made) - len(read)} of them no reports, read and settled in {spent:.0f} s")
    print(f"notices in a row with another: {verdict.joined.total()}")
    print(
        f"found with their notice: {verdict.recall:.4f}: "
        + ", ".join(f"{kind} {verdict.met[kind]}/{n}" for kind, n in verdict.mirrors.items())
    )
    for family, number in verdict.joined.most_common():
        print(f"  {number} of {family}")


def agreement(one: dict[str, object], other: dict[str, object]) -> tuple[int, int, int]:
    """Return the pairs of keys that are together in both, in ``other``, in ``one``."""
    groups = (Counter((one[key], other[key]) for key in one), Counter(other[key] for key in one), Counter(one.values()))
    both, second, first = (sum(comb(count, 2) for count in group.values()) for group in groups)
    return both, second, first


if __name__ == "__main__":
    main()
