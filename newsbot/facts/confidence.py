"""How likely each field of a row is right: logistic models over signs that the reading has left after.

Each field has its signs: what was read, how it was labelled, whether what the page says elsewhere (head, address, machine-readable data)
agrees, and whether words stand around it that promise more than was read. What the signs weigh is fitted by
``scripts/fit_confidence.py`` on labelled pages, held out by site, and stands in ``data/confidence_weights.toml``. A value of .95 means:
of a hundred such rows 95 are right in this field, null and [] included.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Final

from newsbot.data import table
from newsbot.facts.logistic import probability
from newsbot.facts.places.gazetteer import KINDS, STREET_KIND
from newsbot.lines.measures import bigrams, ends_sentence, han, key
from newsbot.lines.meta_line import MetaLine
from newsbot.model import Block, Report, Role
from newsbot.row import Division, FieldConfidence
from newsbot.words import either, surnames

NEAR_BLOCKS: Final = 4
"""Blocks before the headline and after the text in which a credit may stand that was not read."""
SHORT_LINE: Final = 60
"""Characters of a line that may be a credit or furniture."""
TITLE_HAN: Final = (8, 40)
"""Han characters of most headlines, at least and at most."""
LEAD_CHARS: Final = 300
"""Characters of the body's beginning in which a report names its place."""
FEW_PARAGRAPHS: Final = 2
"""Paragraphs of a body that may be a part of one."""
SHORT_BODY: Final = 200
"""Han characters of a body that may be a part of one."""
MANY_AUTHORS: Final = 3
NAME_CHARS: Final = (2, 4)
"""Han characters of most Chinese names."""
WIDE_MARGIN: Final = 10.0
"""Points of topic from the threshold at which nothing speaks for the other verdict any more."""
MAX_READ_CHARS: Final = 3000
"""Characters of a body with which a headline is compared."""
HIGHEST: Final = 0.99
"""No field is surer than this: so many labelled pages there are not."""

_DIGITS = re.compile(r"\d{1,4}")
_LEVELS: Final = ("province", "city", "county", "street", "community", "zone")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a report on its page: the head's title, what the page says to machines, its meta lines, the headline's block."""

    head: str | None
    claims: str
    metas: Sequence[MetaLine]
    title_block: int | None
    true_title: bool
    threshold: float
    """Points from which a report is civic."""
    genre: float
    """How likely the text is a report at all."""


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(either(words)) for name, words in table("confidence_signs.toml").items()}


def confidence_of(report: Report, around: Around) -> FieldConfidence:
    """The calibrated probability of each field."""
    models = table("confidence_weights.toml")
    signs = signs_of(report, around)
    said = {name: round(min(HIGHEST, probability(models[name], signs[name])), 2) for name in signs if name in models}
    return FieldConfidence(**said)


def signs_of(report: Report, around: Around) -> dict[str, dict[str, float]]:
    """The signs of each field that are present, by field."""
    signs = {
        "title": _of_title(report, around),
        "date_published": _of_date(report, around),
        "source": _of_source(report, around),
        "authors": _of_authors(report, around),
        "body": _of_body(report),
        "place": _of_place(report),
        "topic": _of_topic(report, around),
    }
    shared = {"other_script": float(report.script == "Hant"), "plain_text": float(around.head is None)}
    return {name: {sign: round(float(value), 3) for sign, value in {**own, **shared}.items() if value} for name, own in signs.items()}


def field_names() -> tuple[str, ...]:
    """The fields that have a confidence, in the order of the row."""
    return tuple(declared.name for declared in fields(FieldConfidence))


def _of_title(report: Report, around: Around) -> dict[str, float]:
    title = report.title or ""
    own, head = key(title), key(around.head or "")
    body = bigrams("".join(report.body)[:MAX_READ_CHARS])
    shared = len(bigrams(title) & body) / max(1, len(bigrams(title)))
    low, high = TITLE_HAN
    block = report.blocks[around.title_block] if around.title_block is not None else None
    return {
        "missing": not title,
        "head_begins_with_it": bool(own) and head.startswith(own),
        "head_has_it": bool(own) and own in head,
        "head_missing": not head,
        "claimed": bool(title) and own in key(around.claims),
        "shared_with_text": shared,
        "usual_length": low <= han(title) <= high,
        "heading": block is not None and block.features.tag in {"h1", "h2", "h3"},
        "repeated": any(piece.role is Role.REPEAT for other in report.blocks for piece in other.pieces),
        "cut": block is not None and any(piece.role is not Role.TITLE for piece in block.pieces),
        "separated": bool(re.search(r"[_|｜]| [-—] ", title)),
        "labelled": around.true_title,
        "bracketed": title.startswith(("【", "[", "（")),
    }


def _of_date(report: Report, around: Around) -> dict[str, float]:
    stated = report.date_published or ""
    days = {time.iso[:10] for line in around.metas for time in line.times}
    return {
        "missing": not stated,
        "clock": "T" in stated,
        "labelled": any("time" in line.labels for line in around.metas),
        "one_day": len(days) == 1,
        "several_days": len(days) > 1,
        "in_address": bool(stated) and _dates(stated, report.page.url),
        "claimed": bool(stated) and stated[:10] in around.claims,
        "claims_other": bool(around.claims) and bool(re.search(r"20\d\d-\d\d-\d\d", around.claims)) and stated[:10] not in around.claims,
        "seconds": stated[16:19] not in {"", ":00"},
    }


def _dates(stated: str, url: str) -> bool:
    """Whether an address holds the day that is stated, in whatever form."""
    year, month, day = stated[:4], stated[5:7], stated[8:10]
    return f"{year}{month}{day}" in "".join(_DIGITS.findall(url)) or f"{year[2:]}{month}{day}" in url


def _near(report: Report) -> list[str]:
    """Short lines around the headline and around the ends of the text, where credits stand."""
    text = [n for n, block in enumerate(report.blocks) if block.role is Role.BODY]
    if not text:
        return []
    first, last = text[0], text[-1]
    around = [*range(max(0, first - 2 * NEAR_BLOCKS), first), *range(last, min(len(report.blocks), last + NEAR_BLOCKS))]
    return [block.text for n in around for block in [report.blocks[n]] if 0 < len(block.text) <= SHORT_LINE and not block.features.hidden]


def _of_source(report: Report, around: Around) -> dict[str, float]:
    source, near, words = report.source or "", _near(report), _words()["credited"]
    labelled = any("source" in line.labels for line in around.metas)
    return {
        "missing": not source,
        "labelled": bool(source) and labelled,
        "label_without_source": labelled and not source,
        "unlabelled": bool(source) and not labelled,
        "claimed": bool(source) and source in around.claims,
        "in_head": bool(source) and source in (around.head or ""),
        "promised": not source and any(words.search(line) for line in near),
        "beside_it": bool(source) and sum(bool(words.search(line)) for line in near) > 1,
        "lead_credits": not source and bool(words.search("".join(report.body)[:SHORT_LINE])),
        "long_name": len(source) > sum(NAME_CHARS) * 2,
        "separated": bool(re.search(r"[\s:：|｜/]", source)),
        "has_digits": bool(re.search(r"[0-9A-Za-z]", source)),
        "names_author": any(author.name in source for author in report.authors),
    }


def _of_authors(report: Report, around: Around) -> dict[str, float]:
    writers = [author.name for author in report.authors if author.role != "editor"]
    near, words = _near(report), _words()["named"]
    ends = [
        paragraph for paragraph in (report.body[:1] + report.body[-1:]) if words.search(paragraph[:SHORT_LINE] + paragraph[-SHORT_LINE:])
    ]
    low, high = NAME_CHARS
    usual = [name for name in writers if low <= len(name) <= high and name[0] in surnames().frequent]
    return {
        "none": not writers,
        "one": len(writers) == 1,
        "many": len(writers) > MANY_AUTHORS,
        "promised": not writers and any(words.search(line) for line in near),
        "text_promises": not writers and bool(ends),
        "more_promised": bool(writers) and sum(bool(words.search(line)) for line in near) > len(writers),
        "text_promises_more": bool(writers) and bool(ends),
        "usual_names": bool(writers) and len(usual) == len(writers),
        "unusual_name": len(usual) < len(writers),
        "bare": any(author.role == "author" for author in report.authors),
        "claimed": bool(writers) and all(name in around.claims for name in writers),
        "labelled": any(line.labels & {"author", "reporter", "editor"} for line in around.metas),
        "credit_in_text": any(piece.role is Role.CREDIT for block in report.blocks for piece in block.pieces),
        "editors_only": not writers and bool(report.authors),
        "has_source": bool(report.source),
    }


def _of_body(report: Report) -> dict[str, float]:
    body, words = report.body, _words()["furniture"]
    last, first = (body[-1], body[0]) if body else ("", "")
    letters = sum(map(han, body))
    kept = [n for n, block in enumerate(report.blocks) if block.role is Role.BODY]
    inside = report.blocks[kept[0] : kept[-1] + 1] if kept else ()
    return {
        "few_paragraphs": len(body) <= FEW_PARAGRAPHS,
        "short": letters < SHORT_BODY,
        "ends": ends_sentence(last),
        "first_is_short": han(first) < TITLE_HAN[1],
        "last_is_short": len(last) < SHORT_LINE,
        "furniture_at_end": bool(words.search(last)) and len(last) < 2 * SHORT_LINE,
        "furniture_at_start": bool(words.search(first)) and len(first) < 2 * SHORT_LINE,
        "truncated": "truncated" in report.flags,
        "flagged": bool(set(report.flags) - {"truncated"}),
        "linked": any(block.role is Role.BODY and block.features.links > 0 for block in inside),
        "gaps": _gaps(inside),
        "containers": len({block.features.container for block in inside if block.role is Role.BODY}) > 1,
        "text_after": any(len(block.text) > SHORT_LINE * 2 and not block.features.hidden for block in _after(report.blocks, kept)),
        "repaired": report.repairs.uncertain > 0,
    }


def _gaps(inside: Sequence[Block]) -> float:
    """The share of blocks within the text that were taken for something else."""
    shown = [block for block in inside if block.text and not block.features.hidden]
    return sum(block.role not in {Role.BODY, Role.SUBHEAD, Role.CAPTION} for block in shown) / len(shown) if shown else 0.0


def _after(blocks: Sequence[Block], kept: Sequence[int]) -> Sequence[Block]:
    return blocks[kept[-1] + 1 :] if kept else ()


def _of_place(report: Report) -> dict[str, float]:
    place, title, lead = report.place, report.title or "", "".join(report.body[:2])[:LEAD_CHARS]
    levels = [name for name in _LEVELS if getattr(place, name)]
    names = [getattr(place, name).name for name in levels]
    return {
        "none": not levels,
        "ambiguous": bool(place.candidates),
        **{f"deepest_{name}": levels[-1:] == [name] for name in _LEVELS},
        "title_names_deepest": bool(names) and names[-1] in title,
        "lead_names_deepest": bool(names) and names[-1] in lead,
        "title_names_any": any(_short(name) in title for name in names),
        "lead_names_any": any(_short(name) in lead for name in names),
        "without_county": "province" in levels and "county" not in levels,
        "community_alone": bool(place.community) and place.province is None,
        "more_communities": _more(place.community, f"{title}{lead}", KINDS["community"]),
        "more_streets": _more(place.street, f"{title}{lead}", STREET_KIND),
        "no_title": not title,
    }


def _short(name: str) -> str:
    return name[:-1] if len(name) > NAME_CHARS[0] else name


def _more(own: Division | None, text: str, kind: str) -> bool:
    """Whether a text names a community or street more often than the row has one of that name."""
    return text.count(kind) > (text.count(own.name) if own else 0)


def _of_topic(report: Report, around: Around) -> dict[str, float]:
    margin = (report.topic.score - around.threshold) / WIDE_MARGIN
    return {
        "civic": margin >= 0,
        "over": min(1.0, max(0.0, margin)),
        "under": min(1.0, max(0.0, -margin)),
        "genre": around.genre,
        "civic_genre": around.genre if margin >= 0 else 0.0,
        "terms": min(1.0, len(report.topic.terms) / WIDE_MARGIN),
        "no_title": not report.title,
        "short": sum(map(han, report.body)) < SHORT_BODY,
    }
