"""Where a report comes from: the copy that stands for it, the others by day, and what each of them cut, added or says differently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from newsbot.addresses import canonical
from newsbot.exceptions import ArgumentError
from newsbot.presentation.document import Document, Grid, NamedEntry, Section
from newsbot.presentation.messages import told
from newsbot.presentation.words import COPY_KINDS, DISPUTED, place_words, slug_in_words
from newsbot.row import DAY_CHARS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsbot.presentation.collection import Collection, Shown

MOST_SENTENCES_SHOWN: Final = 3
"""Sentences of a copy that are shown of what it cut, and of what it added."""

_SENTENCE = re.compile("[^。！？；\n]{1,2000}[。！？；]?")
_MARKS = re.compile(r"[\s，。！？；：、“”‘’\"'（）()…—-]")


def row_of(collection: Collection, wanted: str) -> Shown:
    """Return the row that has this id (or the beginning of one), or that stands at this address or has a copy there.

    Raises ArgumentError where there is none, or several.
    """
    if "://" in wanted:
        address = canonical(wanted)
        found = [row for row in collection.rows if address in {canonical(url) for url in (row["url"], *(c["url"] for c in row["copies"]))}]
    else:
        found = [row for row in collection.rows if row["id"].startswith(wanted)]
    if not found:
        raise ArgumentError(told("there is no report with the id or address {wanted}", wanted=ascii(wanted)[1:-1]))
    if len(found) > 1 and "://" not in wanted:
        raise ArgumentError(told("{count} reports have an id that begins with {wanted}", count=len(found), wanted=ascii(wanted)[1:-1]))
    return found[0]


def trace(row: Shown, texts: Mapping[str, Shown]) -> Document:
    """Return what there is to say of a report and its copies; ``texts``: what the ledger keeps of the copies, by address."""
    dated = sorted([row, *row["copies"]], key=lambda each: (each["date_published"] or "9", each["url"]))
    first = dated[0]
    verdict = told("Stands for the report: {url}", url=row["url"])
    if first is not row and first["date_published"] and row["date_published"] and first["date_published"] < row["date_published"]:
        verdict = told("{verdict}; an earlier time is stated at {url}", verdict=verdict, url=first["url"])
    sections = [
        Section(told("Why this copy"), [told("; ").join(map(told, row["chosen_because"]))]),
        Section(
            told("Copies by day: {count}", count=row["copies_count"]),
            grid=Grid((told("day"), told("site"), told("what"), told("alike"), told("address")), [_line(each, row) for each in dated]),
        ),
    ]
    if row["contested"]:
        said = [NamedEntry(slug_in_words(DISPUTED, each["field"]), each["value"], each["url"]) for each in row["contested"]]
        sections.append(Section(told("What other copies say differently"), records=said))
    if differences := [record for copy in row["copies"] if copy["url"] in texts for record in _differences(row, copy, texts[copy["url"]])]:
        sections.append(Section(told("What was cut and added"), records=differences))
    title = row["title"] or row["url"]
    return Document(
        f"{title} · {place_words(row['place'])} · {(row['date_published'] or '-')[:DAY_CHARS]} · {row['source'] or '-'}", verdict, sections
    )


def _line(each: Shown, row: Shown) -> Sequence[str]:
    is_row = each is row
    kind = told("the report") if is_row else slug_in_words(COPY_KINDS, each["kind"])
    return ((each["date_published"] or "-")[:DAY_CHARS], each["site"], kind, "" if is_row else f"{each['similarity']:.0%}", each["url"])


def _differences(row: Shown, copy: Shown, said: Mapping[str, Any]) -> list[NamedEntry]:
    mine, its = ({_MARKS.sub("", text): text for text in _sentences(each["body"])} for each in (row, said))
    out = []
    for head, these, others in ((told("cut at {site}"), mine, its), (told("added at {site}"), its, mine)):
        only = [text for key, text in these.items() if key and key not in others]
        if only and len(only) < len(these):
            note = told("{count} of {all} sentences", count=len(only), all=len(these))
            out.append(
                NamedEntry(
                    head.format(site=copy["site"]),
                    " ".join(only[:MOST_SENTENCES_SHOWN]) + (" …" if len(only) > MOST_SENTENCES_SHOWN else ""),
                    note,
                )
            )
    return out


def _sentences(body: Sequence[str]) -> list[str]:
    return [found[0] for paragraph in body for found in _SENTENCE.finditer(paragraph)]
