"""Two pages on a place: what was reported there in a month, which practices and figures, and who published it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from newsbot.exceptions import ArgumentError
from newsbot.presentation.document import Document, Grid, NamedEntry, Section
from newsbot.presentation.messages import told
from newsbot.presentation.words import place_words
from newsbot.row import DAY_CHARS, DIVISION_LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsbot.presentation.collection import Shown

MOST_PRACTICES: Final = 8
MOST_FIGURES: Final = 12
MOST_BRIEF_REPORTS: Final = 40
"""What fits two pages."""


def brief(rows: Sequence[Shown], place: str, month: str | None = None) -> Document:
    """Return the brief of a place, by its name or the beginning of it, and a month (``2023-12``) or year. Raises ArgumentError."""
    here = [row for row in rows if is_in(row["place"], place)]
    fitting = [row for row in here if (row["date_published"] or "").startswith(month or "")]
    if not fitting:
        when = month or told("any time")
        raise ArgumentError(told("no report of {place} in {when}; of any time there are {count}", place=place, when=when, count=len(here)))
    fitting.sort(key=lambda row: (row["date_published"] or "9", row["id"]))
    copies = sum(row["copies_count"] for row in fitting)
    below = Counter(place_words({level: row["place"].get(level) for level in ("city", "county")}) for row in fitting)
    media = Counter(row["source"] for row in fitting if row["source"])
    verdict = told(
        "{reports:,} reports of {places} places, credited to {media} media, copied {copies:,} times",
        reports=len(fitting),
        places=len(below),
        media=len(media),
        copies=copies,
    )
    sections = [
        Section(told("By place"), grid=Grid((told("place"), told("Reports")), [(name, str(count)) for name, count in below.most_common()]))
    ]
    if practices := _practices(fitting):
        sections.append(Section(told("Practices"), records=practices))
    if figures := _figures(fitting):
        sections.append(Section(told("Figures as reported"), records=figures))
    listed = [(_day(row), row["title"] or "-", row["source"] or "-", row["url"]) for row in fitting[:MOST_BRIEF_REPORTS]]
    sections.append(Section(told("Sources"), grid=Grid((told("day"), told("title"), told("source"), told("address")), listed)))
    if disputed := [row for row in fitting if row["contested"]]:
        sections.append(Section(told("Copies disagree on"), records=[_disputed(row) for row in disputed]))
    if len(fitting) > MOST_BRIEF_REPORTS:
        sections[-1].paragraphs.append(told("… and {count:,} more", count=len(fitting) - MOST_BRIEF_REPORTS))
    return Document(f"{place} · {month}" if month else place, verdict, sections)


def is_in(place: Shown, name: str) -> bool:
    """Return whether one of a place's divisions has this name, or one that begins with it."""
    return any(division and division["name"].startswith(name) for level in DIVISION_LEVELS if (division := place.get(level)))


def _practices(rows: Sequence[Shown]) -> list[NamedEntry]:
    """Return the named practices, those of the most reports first, each with a sentence that names it."""
    counts = Counter(practice["name"] for row in rows for practice in {p["name"]: p for p in row["practices"]}.values())
    out = []
    for name, count in counts.most_common(MOST_PRACTICES):
        row, practice = next((row, p) for row in rows for p in row["practices"] if p["name"] == name)
        out.append(NamedEntry(f"{name}{practice['kind'] or ''} ({count})", _sentence(row, practice["paragraph"], name), _credit(row)))
    return out


def _figures(rows: Sequence[Shown]) -> list[NamedEntry]:
    """Return counted facts, the first of each noun, with the sentence that states them."""
    seen: dict[str, NamedEntry] = {}
    for row in rows:
        for figure in row["figures"]:
            if figure["what"] and figure["what"] not in seen:
                seen[figure["what"]] = NamedEntry(
                    f"{figure['what']} {figure['text']}", _sentence(row, figure["paragraph"], figure["text"]), _credit(row)
                )
    return list(seen.values())[:MOST_FIGURES]


def _disputed(row: Shown) -> NamedEntry:
    return NamedEntry(row["title"] or row["url"], told("; ").join(each["value"] for each in row["contested"]), row["contested"][0]["url"])


def _sentence(row: Shown, paragraph: int, wanted: str) -> str:
    text: str = row["body"][paragraph] if paragraph < len(row["body"]) else ""
    return next((sentence for sentence in text.replace("。", "。\n").splitlines() if wanted in sentence), text)


def _credit(row: Shown) -> str:
    return told(", ").join(part for part in (row["source"], place_words(row["place"]), _day(row)) if part)


def _day(row: dict[str, Any]) -> str:
    return (row["date_published"] or "-")[:DAY_CHARS]
