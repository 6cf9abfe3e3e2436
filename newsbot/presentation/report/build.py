"""The data of the report, as compact as a browser needs it, and the file around it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from newsbot import __version__
from newsbot.data import table
from newsbot.presentation.collection import Collection, raw_pages, texts_of
from newsbot.presentation.damage import damage_of
from newsbot.presentation.html_page import html_page, report_file
from newsbot.presentation.messages import Language, told_in
from newsbot.presentation.phrases import travelling
from newsbot.presentation.report.words import catalogues
from newsbot.presentation.words import FIELDS
from newsbot.row import DIVISION_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from newsbot.presentation.collection import Shown

MOST_REPORTS: Final = 5_000
"""In one file: beyond, a browser takes more than two seconds to open it."""
MOST_DAMAGED: Final = 80
"""Pages that are shown as found: each is read once more when the report is made, and has some 20 KB."""
MOST_READ: Final = 400
"""Pages that are read to find those with the most damage."""
MOST_COPIES: Final = 600
"""Copies whose text is in the file."""
MOST_LISTED: Final = 40
"""Sites and media."""
COVERED: Final = ("title", "date_published", "source", "authors", "place", "figures", "practices", "images")
"""Fields of which the overview says how many reports have them."""


def report_html(collection: Collection, language: Language, archives: Sequence[Path] = (), explain: str = "") -> str:
    """Return the report of a collection as one HTML file. Raises NewsbotError where an archive or the ledger cannot be read.

    ``explain``: what `newsbot explain ID` needs after the id to find the report again: where it is looked up, and the archive.
    """
    title = told_in(language, "Civilised-city reports")
    body = (
        '<a class="skip" href="#main"></a><header><h1></h1><nav></nav><div id="tools"></div></header>'
        '<main id="main" tabindex="-1"></main><dialog id="one"></dialog><p id="said" class="said" role="status"></p>'
    )
    data = {**report_data(collection, language, archives), "explain": explain}
    return html_page(title, body, language=language, style=report_file("report.css"), script=report_file("report.js"), data=data)


def report_data(collection: Collection, language: Language, archives: Sequence[Path] = ()) -> dict[str, Any]:
    """Return what the script shows, ready for JSON."""
    rows = sampled(collection.rows)
    return {
        "version": __version__,
        "language": language,
        "words": catalogues(),
        "tiles": table("province_tiles.toml")["tiles"],
        "all": len(collection.rows),
        "reports": [_compact(row) for row in rows],
        "texts": _texts(collection, rows),
        "damage": _damage(rows, archives),
        "phrases": [[phrase.text, phrase.places, phrase.reports, phrase.steps] for phrase in travelling(rows)],
        "filled": _filled(collection.rows),
        "outcomes": sorted(collection.outcomes.items(), key=lambda pair: -pair[1]),
        "sites": Counter(row["site"] for row in collection.rows).most_common(MOST_LISTED),
        "media": Counter(row["source"] for row in collection.rows if row["source"]).most_common(MOST_LISTED),
    }


def _filled(rows: Sequence[Shown]) -> list[tuple[str, int]]:
    """Return how many reports have each field: what is not known is null or empty in a row."""
    counts = {
        name: sum(any(row["place"][level] for level in DIVISION_LEVELS) if name == "place" else bool(row[name]) for row in rows)
        for name in COVERED
    }
    return [(name, count) for name, count in counts.items() if count]


def sampled(rows: Sequence[Shown], most: int = MOST_REPORTS) -> list[Shown]:
    """Return the rows by day, the earliest first; of more than ``most`` so many, evenly over time."""
    ordered = sorted(rows, key=lambda row: ((row["date_published"] or "")[:10], row["id"]))
    if len(ordered) <= most:
        return ordered
    return [ordered[n * len(ordered) // most] for n in range(most)]


def _compact(row: Shown) -> dict[str, Any]:
    """Return what is shown of one row; what is empty is left out."""
    said = {
        "id": row["id"],
        "t": row["title"],
        "r": row["title_raw"] if row["title_raw"] != row["title"] else None,
        "d": (row["date_published"] or "")[:10],
        "s": row["source"],
        "u": row["url"],
        "w": row["site"],
        "a": [author["name"] for author in row["authors"]],
        "p": [[division["name"], division["code"]] if (division := row["place"][level]) else None for level in DIVISION_LEVELS],
        "b": row["body"],
        "f": [[figure["paragraph"], figure["text"], figure["what"]] for figure in row["figures"]],
        "k": [[practice["name"], practice["kind"], practice["paragraph"]] for practice in row["practices"]],
        "e": {name: value for name, value in row["repairs"].items() if isinstance(value, int) and value},
        "g": row["flags"],
        "c": [[c["url"], c["site"], c["kind"], c["similarity"], (c["date_published"] or "")[:10], c["title_raw"]] for c in row["copies"]],
        "x": [[other["field"], other["value"], other["url"]] for other in row["contested"]],
        "q": {name: value for name, value in row["confidence"].items() if value is not None and name in FIELDS},
        "y": row["chosen_because"],
    }
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}


def _texts(collection: Collection, rows: Iterable[Shown]) -> dict[str, list[str]]:
    """Return the bodies of copies by their address, those of reworded and contested ones first; none without a ledger."""
    if collection.ledger is None:
        return {}
    order = {"rewrite": 0, "excerpt": 1, "mirror": 2, "digest": 3, "same": 4}
    near = sorted((order[copy["kind"]], copy["url"]) for row in rows for copy in row["copies"])
    found = texts_of(collection.ledger, [url for _, url in near[:MOST_COPIES]])
    return {url: found[url]["body"] for url in sorted(found)}


def _damage(rows: Sequence[Shown], archives: Sequence[Path]) -> list[dict[str, Any]]:
    """Return the pages with the most damage as they were found, each with the number of its report."""
    if not archives:
        return []
    whose: dict[str, int] = {}
    for number, row in enumerate(rows):
        if any(isinstance(value, int) and value for value in row["repairs"].values()):
            whose[row["url"]] = number
    for number, row in enumerate(rows):
        for copy in row["copies"]:
            if copy["kind"] in {"mirror", "rewrite", "same"} and len(whose) < MOST_READ:
                whose.setdefault(copy["url"], number)
    found = [{**shown, "n": whose[page.url]} for page in raw_pages(archives, whose) if (shown := damage_of(page))]
    found.sort(key=lambda shown: (-min(1, shown["repairs"]), -shown["removed"] - shown["repairs"], shown["url"]))
    return found[:MOST_DAMAGED]
