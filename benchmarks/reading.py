"""How well and how fast pages of HTML are read: scores against a gold standard, and pages a second beside other readers.

    python benchmarks/reading.py FOLDER                 scores and speed
    python benchmarks/reading.py FOLDER --worst 10      and the ten pages read worst
    python benchmarks/reading.py FOLDER --speed         speed alone

FOLDER is a replay folder (index.jsonl) with a `gold.jsonl` beside it: one line a page with `url`, `article`, `title`, `title_alt`,
`date_published`, `source`, `source_alt`, `author`, `body`, `body_with_optional` and `without` (strings that must not be in a body).

Body: macro mean over the articles of the F1 of character 4-grams, texts folded (simplified, half-width, quotation marks alike, no white
space). Neutral are the lines that stand only in `body_with_optional`, and credits inside the text, which belong to the authors. Leak:
share of the `without` strings that are in the body. Speed: processor time of one process, the best of several passes for each page.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from newsbot import normalise
from newsbot.archive.folder import read_folder
from newsbot.html.page import read_html
from newsbot.model import Page, Report
from newsbot.text.charset import decode
from newsbot.text.script import to_simplified

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES = 6 << 20
_SPACE = re.compile(r"[\s\u00a0\u3000\u200b-\u200f\u2060\ufeff]+")
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "“”‘’「」『』'"), '"') | {ord("著"): "着"}
_BRACKET = r"[（(〔【\[][^（）()〔〕【】\[\]]{0,60}"
_CREDIT = re.compile(
    _BRACKET + r"(?:记者|記者|通讯员|通訊員|实习生|見習|见习|特约|撰稿|摄影|文/图|图/文)[^（）()〔〕【】\[\]]{0,60}[）)〕】\]]"
    r"|^(?:本报讯|本报消息|本网讯|本刊讯|本報訊|本網訊)\s*|[（(][\u4e00-\u9fff·、\s]{2,20}[）)]\s*\Z",
    re.MULTILINE,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a replay folder with gold.jsonl")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also list the N pages with the worst body")
    parser.add_argument("--speed", action="store_true", help="measure speed alone")
    parser.add_argument("--passes", type=int, default=5, metavar="N", help="passes over each page for the speed (default 5)")
    args = parser.parse_args()
    pages = [page for page in read_folder(args.folder, max_bytes=MAX_BYTES) if isinstance(page, Page)]
    if not args.speed:
        lines = (args.folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
        golds = {gold["url"]: gold for gold in map(json.loads, filter(None, lines))}
        quality([page for page in pages if page.url in golds], golds, args.worst)
        print()
    speed(pages, args.passes)


# ------------------------------------------------------------------------------------------------------------------- quality


def fold(text: str | None) -> str:
    """Text as it is compared: simplified, half-width, quotation marks all alike, without white space."""
    return _SPACE.sub("", to_simplified(text)).translate(_FOLD) if text else ""


def grams(text: str) -> Counter[str]:
    return Counter(text[i : i + 4] for i in range(len(text) - 3)) if len(text) > 3 else Counter([text] if text else [])


def body_scores(body: str, gold: dict[str, Any]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a folded body."""
    have, want = grams(body), grams(fold(_CREDIT.sub("", gold["body"])))
    neutral = grams(fold(gold["body_with_optional"])) - want
    hit, miss = sum((have & want).values()), sum((want - have).values())
    extra = sum(((have - want) - neutral).values())
    precision = hit / (hit + extra) if hit + extra else 0.0
    recall = hit / (hit + miss) if hit + miss else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def quality(pages: list[Page], golds: dict[str, dict[str, Any]], worst: int) -> None:
    tally: Counter[str] = Counter()
    bodies: list[tuple[float, float, float, str, str]] = []
    for page in pages:
        gold = golds[page.url]
        outcome = normalise(page, topic="any")
        report = outcome if isinstance(outcome, Report) else None
        if not gold["article"]:
            tally["non-articles"] += 1
            tally["false rows"] += report is not None
            continue
        body = fold("".join(report.body)) if report else ""
        precision, recall, f1 = body_scores(body, gold)
        leaks = [text for text in gold["without"] if fold(text) and fold(text) in body]
        note = f"leaks {leaks}" if leaks else "" if report else getattr(outcome, "reason", "")
        bodies.append((f1, precision, recall, gold["id"], note))
        tally["strings"] += len(gold["without"])
        tally["leaked"] += len(leaks)
        _fields(tally, report, gold)
    count = len(bodies)
    print(f"pages {len(pages)}, articles {count}")
    if not count:
        return
    print(f"{'body F1':14} {statistics.mean(row[0] for row in bodies):.4f}")
    print(f"{'precision':14} {statistics.mean(row[1] for row in bodies):.4f}")
    print(f"{'recall':14} {statistics.mean(row[2] for row in bodies):.4f}")
    print(f"{'F1 >= .98':14} {sum(row[0] >= 0.98 for row in bodies) / count:.3f}")
    print(f"{'F1 < .5':14} {sum(row[0] < 0.5 for row in bodies) / count:.3f}")
    for name, part, whole in _SHARES:
        print(f"{name:14} {tally[part] / tally[whole]:.3f}" if tally[whole] else f"{name:14} -", f" ({tally[part]} of {tally[whole]})")
    print(f"{'false rows':14} {tally['false rows']} of {tally['non-articles']}")
    for f1, precision, recall, name, note in sorted(bodies)[:worst]:
        print(f"  {f1:.3f}  P {precision:.3f}  R {recall:.3f}  {name}  {note}")


_SHARES = (
    ("leak", "leaked", "strings"),
    ("title", "title", "articles"),
    ("day", "day", "dated"),
    ("wrong day", "wrong day", "dated"),
    ("minute", "minute", "timed"),
    ("source", "source", "sourced"),
    ("author", "author", "authored"),
    ("false author", "false author", "unauthored"),
)


def _fields(tally: Counter[str], report: Report | None, gold: dict[str, Any]) -> None:
    tally["articles"] += 1
    tally["title"] += fold(report.title if report else None) in {fold(title) for title in [gold["title"], *gold["title_alt"]]}
    said = (report.date_published if report else None) or ""
    if stated := gold["date_published"]:
        tally["dated"] += 1
        tally["day"] += said[:10] == stated[:10]
        tally["wrong day"] += bool(said) and said[:10] != stated[:10]
        if "T" in stated:
            tally["timed"] += 1
            tally["minute"] += said[:16] == stated
    if gold["source"]:
        tally["sourced"] += 1
        tally["source"] += fold(report.source if report else None) in {fold(source) for source in [gold["source"], *gold["source_alt"]]}
    names = {fold(author.name) for author in (report.authors if report else []) if author.role != "editor"}
    if gold["author"]:
        tally["authored"] += 1
        tally["author"] += names == {fold(name) for name in re.split(r"[\s,，、;；]+", gold["author"]) if name}
    else:
        tally["unauthored"] += 1
        tally["false author"] += bool(names)


# --------------------------------------------------------------------------------------------------------------------- speed


def speed(pages: list[Page], passes: int) -> None:
    """Pages a second of every reader, all in this run, the lxml parse as the measure of the machine."""
    texts = {page.url: decode(page.body, None).text for page in pages}
    readers: dict[str, Callable[[Page], object]] = {
        "lxml parse alone": lambda page: _parse(texts[page.url]),
        "read_html": lambda page: read_html(texts[page.url], page.url),
        "normalise": lambda page: normalise(page, topic="any"),
    }
    print(f"{'processor time, one process':28} pages/s   times lxml")
    unit = 0.0
    for name, reader in (readers | _rivals(texts)).items():
        seconds = sum(best_time(reader, page, passes) for page in pages)
        unit = unit or seconds
        print(f"{name:28} {len(pages) / seconds:7.1f}   {seconds / unit:.2f}")


def best_time(reader: Callable[[Page], object], page: Page, passes: int) -> float:
    """Return the processor time in seconds of the best of several passes."""
    best = float("inf")
    for _ in range(passes):
        start = time.process_time()
        reader(page)
        best = min(best, time.process_time() - start)
    return best


def _parse(text: str) -> object:
    try:
        return etree.fromstring(text.encode(errors="replace"), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    except etree.XMLSyntaxError:
        return None


def _rivals(texts: dict[str, str]) -> dict[str, Callable[[Page], object]]:
    """Other readers of articles, those that are installed (`pip install newsbot[bench]`)."""
    found: dict[str, Callable[[Page], object]] = {}
    if importlib.util.find_spec("trafilatura"):
        import trafilatura  # noqa: PLC0415 - an optional opponent

        found["trafilatura"] = lambda page: trafilatura.extract(texts[page.url])
    else:
        print("trafilatura is not installed: left out")
    if importlib.util.find_spec("readability"):
        import readability  # noqa: PLC0415 - an optional opponent

        found["readability-lxml"] = lambda page: _quietly(readability.Document, texts[page.url])
    else:
        print("readability-lxml is not installed: left out")
    return found


def _quietly(document: Any, text: str) -> object:
    try:
        return document(text).summary()
    except Exception:  # noqa: BLE001 - an opponent that fails on a page still took its time
        return None


if __name__ == "__main__":
    main()
