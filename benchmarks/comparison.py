"""Write the measured parts of docs/comparison.md and its Chinese sister: what newsbot and other readers make of the same pages.

    pip install 'newsbot[bench]'
    python benchmarks/comparison.py                     of fixtures/pages, printed
    python benchmarks/comparison.py --write             the same, into the first table of both pages
    python benchmarks/comparison.py FOLDER              of a replay folder with a gold.jsonl (benchmarks/reading.py says its form)
    python benchmarks/comparison.py FOLDER --write      the same, into the second table of both pages

Every reader gets the same text, decoded by newsbot, so that no reader pays for a charset that its page does not say. A reader that has no
place for a field is not scored on it; one that fails on a page has found nothing there. Times are processor time of one process, the best
of three passes over each page.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import platform
import re
import statistics
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reading import MAX_BYTES, best_time, body_scores, fold

from newsbot import __version__, normalise
from newsbot.archive.folder import read_folder
from newsbot.model import Page, Report
from newsbot.text.charset import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = ROOT / "fixtures" / "pages"
DOCUMENTS: Final = {"en": ROOT / "docs" / "comparison.md", "zh": ROOT / "docs" / "comparison.zh.md"}
CHINESE: Final = Path(__file__).with_name("comparison_zh.toml")
BEGIN: Final = "<!-- measured: python benchmarks/comparison.py --write -->"
BEGIN_OTHERS: Final = "<!-- measured: python benchmarks/comparison.py FOLDER --write -->"
END: Final = "<!-- end of what is measured -->"
HEAD: Final = "| reader | body, F1 | title right | day right | text where no article is | ahead of newsbot | ms a page |"
PASSES: Final = 3
LEAST_BODY: Final = 100
"""Characters from which on a reader is said to have found an article where there is none."""
AHEAD: Final = 0.02
"""How much higher the F1 of a body must be for its reader to be called ahead on that page: less is a line or a credit."""

_TAG = re.compile(r"<[^<>]{0,2000}>")


class Found(NamedTuple):
    """What a reader says of a page; ``date`` None: it has no place for one."""

    title: str
    body: str
    date: str | None = None


class Score(NamedTuple):
    """The figures of one reader, each 0 to 1, then milliseconds a page, and the F1 of each article's body."""

    body: float
    title: float
    date: float | None
    invented: float | None
    milliseconds: float
    bodies: list[float]


def readers() -> dict[str, Callable[[Page, str], Found]]:
    """Return the readers that are installed, by name and version."""
    others: dict[str, tuple[str, Callable[[Page, str], Found]]] = {
        "trafilatura": ("trafilatura", _trafilatura),
        "newspaper4k": ("newspaper", _newspaper),
        "gne": ("gne", _gne),
        "readability-lxml": ("readability", _readability),
    }
    found = {f"{name} {_version(name)}": reader for name, (module, reader) in others.items() if importlib.util.find_spec(module)}
    return {f"newsbot {__version__}": _newsbot, **found}


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


def _newspaper(page: Page, text: str) -> Found:
    import newspaper  # noqa: PLC0415 - an optional opponent

    article = newspaper.Article(page.url, language="zh", fetch_images=False)
    article.download(input_html=text)
    article.parse()
    return Found(article.title or "", article.text or "", article.publish_date.date().isoformat() if article.publish_date else "")


def _gne(_page: Page, text: str) -> Found:
    import gne  # noqa: PLC0415 - an optional opponent

    found = gne.GeneralNewsExtractor().extract(text)
    day = re.match(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", found["publish_time"])
    return Found(found["title"], found["content"], "-".join(part.zfill(2) for part in day.groups()) if day else "")


def _readability(_page: Page, text: str) -> Found:
    import readability  # noqa: PLC0415 - an optional opponent

    document = readability.Document(text)
    return Found(document.short_title() or "", _TAG.sub("", document.summary(html_partial=True)))


def forgiving(reader: Callable[[Page, str], Found]) -> Callable[[Page, str], Found]:
    """Return a reader that has found nothing on a page where it fails."""

    def read(page: Page, text: str) -> Found:
        try:
            return reader(page, text)
        except Exception:  # noqa: BLE001 - whatever a reader of others raises
            return Found("", "", "")

    return read


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
        bodies,
    )


def table(folder: Path, passes: int = PASSES) -> dict[str, list[str]]:
    """Return the lines of the table for a folder, in each language."""
    golds = golds_of(folder)
    pages = [page for page in read_folder(folder, max_bytes=MAX_BYTES) if isinstance(page, Page) and page.url in golds]
    articles = sum(bool(gold["article"]) for gold in golds.values())
    scores = {name: scored(forgiving(reader), pages, golds, passes) for name, reader in readers().items()}
    ours = next(iter(scores.values()))
    rows = [_row(name, score, ours) for name, score in scores.items()]
    return {
        language: [
            said(language, "{pages} pages, {articles} of them articles; Python {python}.").format(
                pages=len(pages), articles=articles, python=platform.python_version()
            ),
            "",
            said(language, HEAD),
            "|---|---|---|---|---|---|---|",
            *rows,
        ]
        for language in DOCUMENTS
    }


def _row(name: str, score: Score, ours: Score) -> str:
    shares = ("-" if share is None else f"{share:.3f}" for share in score[:4])
    ahead = sum(theirs > own + AHEAD for theirs, own in zip(score.bodies, ours.bodies, strict=True))
    return f"| {name} | {' | '.join(shares)} | {'-' if score is ours else ahead} | {score.milliseconds:.1f} |"


def said(language: str, text: str) -> str:
    """Return a text of a page in its language."""
    return text if language == "en" else str(tomllib.loads(CHINESE.read_text(encoding="utf-8"))[text])


def written(document: str, lines: list[str], begin: str = BEGIN) -> str:
    """Return the document with these lines after a mark, up to the next one that ends what is measured."""
    before, _, rest = document.partition(begin)
    return "\n".join([f"{before}{begin}", "", *lines, "", f"{END}{rest.partition(END)[2]}"])


def main() -> None:
    """Measure, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=PAGES, help="a replay folder with gold.jsonl (default: fixtures/pages)")
    parser.add_argument("--write", action="store_true", help="write the table into docs/comparison.md and docs/comparison.zh.md")
    args = parser.parse_args()
    lines = table(args.folder)
    if args.write:
        for language, path in DOCUMENTS.items():
            begin = BEGIN if args.folder == PAGES else BEGIN_OTHERS
            path.write_text(written(path.read_text(encoding="utf-8"), lines[language], begin), encoding="utf-8")
    print("\n".join(lines["en"]))


if __name__ == "__main__":
    main()
