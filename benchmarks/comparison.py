"""Write the measured part of docs/comparison.md: what newsbot and other readers of articles make of the same pages.

    pip install 'newsbot[bench]'
    python benchmarks/comparison.py                     of fixtures/pages, printed
    python benchmarks/comparison.py --write             the same, into docs/comparison.md
    python benchmarks/comparison.py FOLDER              of a replay folder with a gold.jsonl (benchmarks/reading.py says its form)

Every reader gets the same text, decoded by newsbot, so that no reader pays for a charset that its page does not say. A reader that has no
place for a field is not scored on it. Times are processor time of one process, the best of three passes over each page.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import platform
import re
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reading import MAX_BYTES, best_time, body_scores, fold

from newsbot import __version__, normalise
from newsbot.archive.folder import read_folder
from newsbot.model import Page, Report
from newsbot.text.charset import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = ROOT / "fixtures" / "pages"
DOCUMENT: Final = ROOT / "docs" / "comparison.md"
BEGIN: Final = "<!-- measured: python benchmarks/comparison.py --write -->"
END: Final = "<!-- end of what is measured -->"
PASSES: Final = 3
LEAST_BODY: Final = 100
"""Characters from which on a reader is said to have found an article where there is none."""

_TAG = re.compile(r"<[^<>]{0,2000}>")


class Found(NamedTuple):
    """What a reader says of a page; ``date`` None: it has no place for one."""

    title: str
    body: str
    date: str | None = None


class Score(NamedTuple):
    """The figures of one reader, each 0 to 1, but for the last: milliseconds a page."""

    body: float
    title: float
    date: float | None
    invented: float | None
    milliseconds: float


def readers() -> dict[str, Callable[[Page, str], Found]]:
    """Return the readers that are installed, by name and version."""
    found: dict[str, Callable[[Page, str], Found]] = {f"newsbot {__version__}": _newsbot}
    if importlib.util.find_spec("trafilatura"):
        found[f"trafilatura {_version('trafilatura')}"] = _trafilatura
    if importlib.util.find_spec("readability"):
        found[f"readability-lxml {_version('readability-lxml')}"] = _readability
    return found


def _version(name: str) -> str:
    return importlib.metadata.version(name)


def _newsbot(page: Page, _text: str) -> Found:
    report = normalise(page, topic="any")
    if not isinstance(report, Report):
        return Found("", "", "")
    return Found(report.title or "", "\n".join(report.body), (report.date_published or "")[:10])


def _trafilatura(_page: Page, text: str) -> Found:
    import trafilatura  # noqa: PLC0415 - an optional opponent

    document = trafilatura.bare_extraction(text, with_metadata=True)
    if document is None:
        return Found("", "", "")
    return Found(document.title or "", document.text or "", document.date or "")


def _readability(_page: Page, text: str) -> Found:
    import readability  # noqa: PLC0415 - an optional opponent

    try:
        document = readability.Document(text)
        return Found(document.short_title() or "", _TAG.sub("", document.summary(html_partial=True)))
    except Exception:  # noqa: BLE001 - an opponent that fails on a page has found nothing there
        return Found("", "")


def golds_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what is right for each page of a folder, by address: from its gold.jsonl, or from the goldens beside its pages."""
    if (folder / "gold.jsonl").is_file():
        lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
        return {gold["url"]: gold for gold in map(json.loads, filter(None, lines))}
    golds = {}
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        golden = (folder / record["file"]).with_suffix(".expected.json")
        if golden.is_file():
            golds[record["url"]] = _gold(json.loads(golden.read_text(encoding="utf-8")))
    return golds


def _gold(golden: Mapping[str, Any]) -> dict[str, Any]:
    """Return a golden in the form of a line of gold.jsonl."""
    body = "\n".join(golden.get("body", []))
    optional = "\n".join([body, *golden.get("captions", [])])
    titles = {"title": golden.get("title"), "title_alt": [golden["title_raw"]] if golden.get("title_raw") else []}
    return {"article": bool(body), **titles, "date_published": golden.get("date_published"), "body": body, "body_with_optional": optional}


def scored(reader: Callable[[Page, str], Found], pages: list[Page], golds: Mapping[str, Mapping[str, Any]], passes: int = PASSES) -> Score:
    """Return the figures of one reader."""
    bodies, titles, dates, invented, seconds = [], [], [], [], 0.0
    for page in pages:
        gold, text = golds[page.url], decode(page.body, None).text
        found = reader(page, text)
        seconds += best_time(lambda page, text=text: reader(page, text), page, passes)  # type: ignore[misc]
        if not gold["article"]:
            invented.append(len(fold(found.body)) >= LEAST_BODY)
            continue
        bodies.append(body_scores(fold(found.body), dict(gold))[2])
        titles.append(fold(found.title) in {fold(title) for title in (gold["title"], *gold["title_alt"])})
        if gold["date_published"] and found.date is not None:
            dates.append(found.date == gold["date_published"][:10])
    return Score(
        statistics.mean(bodies),
        statistics.mean(titles),
        statistics.mean(dates) if dates else None,
        statistics.mean(invented) if invented else None,
        1000 * seconds / len(pages),
    )


def table(folder: Path, passes: int = PASSES) -> Iterator[str]:
    """Yield the lines of the table for a folder."""
    golds = golds_of(folder)
    pages = [page for page in read_folder(folder, max_bytes=MAX_BYTES) if isinstance(page, Page) and page.url in golds]
    articles = sum(bool(gold["article"]) for gold in golds.values())
    yield f"{len(pages)} pages, {articles} of them articles; Python {platform.python_version()}."
    yield ""
    yield "| reader | body, F1 | title right | day right | text where no article is | ms a page |"
    yield "|---|---|---|---|---|---|"
    for name, reader in readers().items():
        score = scored(reader, pages, golds, passes)
        shares = ("-" if share is None else f"{share:.3f}" for share in score[:4])
        yield f"| {name} | {' | '.join(shares)} | {score.milliseconds:.1f} |"


def written(document: str, lines: list[str]) -> str:
    """Return the document with these lines between its marks."""
    before, _, rest = document.partition(BEGIN)
    return "\n".join([f"{before}{BEGIN}", "", *lines, "", f"{END}{rest.partition(END)[2]}"])


def main() -> None:
    """Measure, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=PAGES, help="a replay folder with gold.jsonl (default: fixtures/pages)")
    parser.add_argument("--write", action="store_true", help="write the table into docs/comparison.md")
    args = parser.parse_args()
    lines = list(table(args.folder))
    if args.write:
        DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8"), lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
