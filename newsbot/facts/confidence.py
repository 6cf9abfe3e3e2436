"""How likely each field of a row is right: logistic models over signs that the reading has left after.

Each field has its signs: what was read, how it was labelled, whether what the page says elsewhere (head, address, machine-readable data)
agrees, and whether words stand around it that promise more than was read. What the signs weigh is fitted by
``scripts/fit_confidence.py`` on labelled pages, held out by site, and stands in ``data/confidence_weights.toml``. A value of .95 means:
of a hundred such rows 95 are right in this field, null and [] included.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Final, NamedTuple, get_args

from newsbot.data import table
from newsbot.facts.logistic import probability
from newsbot.facts.places.gazetteer import KINDS, STREET_KIND
from newsbot.facts.source import Way, looks_like_medium
from newsbot.lines.measures import bigrams, ends_sentence, han, key
from newsbot.lines.meta_line import MetaLine
from newsbot.model import Block, Report, Role
from newsbot.page.machine_facts import MachineFacts
from newsbot.row import Division, FieldConfidence
from newsbot.words import HAN_RANGE, either, surnames

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
LONG_NAME: Final = 12
"""Characters of a medium's name from which it may hold more than that."""
DAY_CHARS: Final = len("2023-04-10")
NAME_CHARS: Final = (2, 4)
"""Han characters of most Chinese names."""
WIDE_MARGIN: Final = 10.0
"""Points of topic from the threshold at which nothing speaks for the other verdict any more."""
MAX_READ_CHARS: Final = 3000
"""Characters of a body with which a headline is compared."""
HIGHEST: Final = 0.99
"""No field is surer than this: so many labelled pages there are not."""

_DIGITS = re.compile(r"\d{1,4}")
_DEEPEST: Final = {
    "province": "deepest_province",
    "city": "deepest_city",
    "county": "deepest_county",
    "street": "deepest_street",
    "community": "deepest_community",
    "zone": "deepest_zone",
}
"""Level of a place, from the province down -> the sign that it is the deepest named."""


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
    machine: MachineFacts = field(default_factory=MachineFacts)
    source_way: str = ""
    """How the medium was read: a way of :mod:`newsbot.facts.source`."""


class _Ground(NamedTuple):
    """What the signs of several fields need of a page, made once."""

    kept: list[int]
    """The blocks of the body."""
    near: list[str]
    """Short lines around the headline and around the ends of the text, where credits stand."""
    edges: str
    """The beginning of the body's first paragraphs and the end of its last, where credits stand too."""
    letters: int
    roles: frozenset[Role | None]
    """Of all pieces of the page."""
    credits: frozenset[str]
    """The rules that found its credits."""


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(either(words)) for name, words in table("confidence_signs.toml").items()}


def confidence_of(report: Report, around: Around) -> FieldConfidence:
    """The calibrated probability of each field."""
    models = table("confidence_weights.toml")
    signs = confidence_signs(report, around)
    said = {name: round(min(HIGHEST, probability(models[name], signs[name])), 2) for name in signs if name in models}
    return FieldConfidence(**said)


def confidence_signs(report: Report, around: Around) -> dict[str, dict[str, float]]:
    """The signs of each field that are present, by field."""
    ground = _ground(report)
    signs = {
        "title": _of_title(report, around, ground),
        "date_published": _of_date(report, around),
        "source": _of_source(report, around, ground),
        "authors": _of_authors(report, around, ground),
        "body": _of_body(report, ground),
        "place": _of_place(report),
        "topic": _of_topic(report, around, ground),
    }
    shared = {"other_script": float(report.script == "Hant"), "plain_text": float(around.head is None)}
    return {name: {sign: round(float(value), 3) for sign, value in {**own, **shared}.items() if value} for name, own in signs.items()}


def field_names() -> tuple[str, ...]:
    """The fields that have a confidence, in the order of the row."""
    return tuple(declared.name for declared in fields(FieldConfidence))


def _of_title(report: Report, around: Around, ground: _Ground) -> dict[str, float]:
    title = report.title or ""
    own, head = key(title), key(around.head or "")
    body, pairs = key("".join(report.body)[:MAX_READ_CHARS]), bigrams(title)
    shared = sum(pair in body for pair in pairs) / max(1, len(pairs))
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
        "repeated": Role.REPEAT in ground.roles,
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
        "machine_agrees": bool(stated) and (around.machine.published or "")[:DAY_CHARS] == stated[:DAY_CHARS],
        "machine_differs": bool(stated and around.machine.published) and (around.machine.published or "")[:DAY_CHARS] != stated[:DAY_CHARS],
        "printed": bool(stated) and stated[:DAY_CHARS] in days,
    }


def _dates(stated: str, url: str) -> bool:
    """Whether an address holds the day that is stated, in whatever form."""
    year, month, day = stated[:4], stated[5:7], stated[8:10]
    return f"{year}{month}{day}" in "".join(_DIGITS.findall(url)) or f"{year[2:]}{month}{day}" in url


def _ground(report: Report) -> _Ground:
    blocks, body = report.blocks, report.body
    kept: list[int] = []
    seen: set[tuple[Role | None, str]] = set()
    for n, block in enumerate(blocks):
        pieces = block.pieces
        if len(pieces) == 1:  # most blocks, and a page has hundreds
            seen.add(pieces[0][1:])
            if pieces[0].role is Role.BODY:
                kept.append(n)
        elif pieces:
            seen.update(piece[1:] for piece in pieces)
            if block.role is Role.BODY:
                kept.append(n)
    near: list[str] = []
    if kept:
        first, last = kept[0], kept[-1]
        around = [*range(max(0, first - 2 * NEAR_BLOCKS), first), *range(last, min(len(blocks), last + NEAR_BLOCKS))]
        near = [blocks[n].text for n in around if 0 < len(blocks[n].text) <= SHORT_LINE and not blocks[n].features.hidden]
    edges = "\n".join([*(paragraph[:SHORT_LINE] for paragraph in body[:2]), *(paragraph[-SHORT_LINE:] for paragraph in body[-2:])])
    credited = frozenset(rule for role, rule in seen if role is Role.CREDIT)
    return _Ground(kept, near, edges, sum(map(han, body)), frozenset(role for role, _ in seen), credited)


def _of_source(report: Report, around: Around, ground: _Ground) -> dict[str, float]:
    source, near, words = report.source or "", ground.near, _words()["credited"]
    labelled = any("source" in line.labels for line in around.metas)
    stated = around.machine.source or ""
    differs = bool(source and stated) and source not in stated and stated not in source
    crediting = [line for line in near if words.search(line)]
    return {
        "missing": not source,
        "label_without_source": labelled and not source,
        "unlabelled": bool(source) and not labelled,
        **dict.fromkeys([around.source_way], bool(source)),
        "claimed": bool(source) and source in around.claims,
        "machine_differs": differs,
        "machine_alone": bool(stated) and not source,
        "in_head": bool(source) and source in (around.head or ""),
        "promised": not source and bool(crediting),
        "other_credit": bool(source) and any(source not in line for line in crediting),
        "several_labels": len({line.fields["source"] for line in around.metas if "source" in line.fields}) > 1,
        "lead_credits": not source and bool(words.search("".join(report.body)[:SHORT_LINE])),
        "known": _is_known(source),
        "plainly_credited": (around.source_way in PLAIN_WAYS or _is_known(source)) and not differs,
        "named_as_medium": bool(source) and looks_like_medium(source),
        "medium_near": not source and any(looks_like_medium(line.strip()) for line in near),
        "says_it_again": bool(source) and any(source in paragraph for paragraph in report.body),
        "long_name": len(source) > LONG_NAME,
        "separated": bool(re.search(r"[\s:：|｜/]", source)),
        "has_digits": bool(re.search(r"[0-9A-Za-z]", source)),
        "names_author": any(author.name in source for author in report.authors),
    }


@cache
def _known_media() -> tuple[str, ...]:
    return tuple({*table("media_sites.toml")["sites"], *table("media_regions.toml")["media"]})


PLAIN_WAYS: Final = frozenset(get_args(Way)[:3]) | {"beside_name"}
"""Ways of reading a medium that say that it is one: a label, or a grammar that knows its name. On 129 of 197 labelled pages, all right."""


def _is_known(source: str) -> bool:
    """Whether a medium begins with a name of the tables of media."""
    return bool(source) and source.startswith(_known_media())


def _of_authors(report: Report, around: Around, ground: _Ground) -> dict[str, float]:
    writers = [author.name for author in report.authors if author.role != "editor"]
    credited = [author.name for author in report.authors]
    words, person = _words()["named"], _persons()
    promising = [line for line in ground.near if words.search(line) and not any(name in line for name in credited)]
    left = [found[1] for found in person.finditer("\n".join([*ground.near, ground.edges])) if not _has(credited, found[1])]
    low, high = NAME_CHARS
    usual = [name for name in writers if low <= len(name) <= high and name[0] in surnames().frequent]
    against = {
        "promised": not writers and bool(promising),
        "more_promised": bool(writers) and bool(promising),
        "name_left": bool(left),
        "pictures_only": bool(writers) and all(author.role in {"photographer", "editor"} for author in report.authors),
        "unusual_name": len(usual) < len(writers),
        "again_in_text": any(name in paragraph for name in writers for paragraph in report.body),
        "machine_differs": bool(around.machine.authors) and set(around.machine.authors) != set(writers),
    }
    doubted = any(against.values())
    said = around.machine.authors
    return {
        **against,
        "quiet": not writers and not doubted,
        "plainly_credited": bool(writers) and not doubted and (len(writers) == 1 or len(usual) == len(writers)),
        "none": not writers,
        "one": len(writers) == 1,
        "many": len(writers) > MANY_AUTHORS,
        "text_promises": not writers and bool(words.search(ground.edges)),
        "text_promises_more": bool(writers) and bool(words.search(ground.edges)),
        "usual_names": bool(writers) and len(usual) == len(writers),
        "bare": any(author.role == "author" for author in report.authors),
        "claimed": bool(writers) and all(name in around.claims for name in writers),
        "machine_agrees": bool(writers and said) and set(said) == set(writers),
        "labelled": any(line.labels & {"author", "reporter", "editor"} for line in around.metas),
        "in_meta_line": bool(writers) and any(name in line.text for name in writers for line in around.metas),
        "editors_only": not writers and bool(report.authors),
        "has_source": bool(report.source),
        **dict.fromkeys(ground.credits, 1.0),
    }


def _has(names: Sequence[str], start: str) -> bool:
    """Whether one of the names begins as a name does that was seen, of which the last character may belong to the next word."""
    return any(name.startswith(start[: NAME_CHARS[0]]) for name in names)


@cache
def _persons() -> re.Pattern[str]:
    """What names a person, and a name after it: 记者 李静."""
    first = "".join(sorted(surnames().frequent))
    return re.compile(
        rf"(?:{either(table('confidence_signs.toml')['person_follows'])})[\s:：/／|｜·]{{0,3}}([{first}][{HAN_RANGE}]{{1,2}})"
    )


def _of_body(report: Report, ground: _Ground) -> dict[str, float]:
    body, words, kept, blocks = report.body, _words()["furniture"], ground.kept, report.blocks
    last, first = (body[-1], body[0]) if body else ("", "")
    inside = blocks[kept[0] : kept[-1] + 1] if kept else ()
    texts = [blocks[n] for n in kept]
    containers = {block.features.container for block in texts}
    after = [block for block in blocks[kept[-1] + 1 :] if not block.features.hidden] if kept else []
    before = [block for block in blocks[max(0, kept[0] - NEAR_BLOCKS) : kept[0]] if not block.features.hidden] if kept else []
    return {
        "few_paragraphs": len(body) <= FEW_PARAGRAPHS,
        "short": ground.letters < SHORT_BODY,
        "ends": ends_sentence(last),
        "first_is_short": han(first) < TITLE_HAN[1],
        "last_is_short": len(last) < SHORT_LINE,
        "furniture_at_end": bool(words.search(last)) and len(last) < 2 * SHORT_LINE,
        "furniture_at_start": bool(words.search(first)) and len(first) < 2 * SHORT_LINE,
        "truncated": "truncated" in report.flags,
        "flagged": bool(set(report.flags) - {"truncated"}),
        "linked": any(block.features.links > 0 for block in texts),
        "gaps": _gaps(inside),
        "containers": len(containers) > 1,
        "text_after": any(len(block.text) > SHORT_LINE * 2 for block in after),
        "sentence_before": any(_is_sentence(block.text) for block in before),
        "left_in_container": any(block.features.container in containers and _is_sentence(block.text) for block in after[: 2 * NEAR_BLOCKS]),
        "unfinished_inside": sum(not ends_sentence(paragraph) for paragraph in body) / max(1, len(body)),
        "cut_pieces": any(piece.role not in {Role.BODY, Role.CREDIT} and len(piece.text) > 1 for block in texts for piece in block.pieces),
        "repaired": report.repairs.uncertain > 0,
        "open_damage": bool(report.repairs.open),
        "other_tags": len({block.features.tag for block in texts}) > 1,
    }


def _is_sentence(text: str) -> bool:
    """Whether a line reads as one of a report: long enough, and ended as sentences are."""
    return len(text) > TITLE_HAN[1] and ends_sentence(text)


def _gaps(inside: Sequence[Block]) -> float:
    """The share of blocks within the text that were taken for something else."""
    shown = [block for block in inside if block.text and not block.features.hidden]
    return sum(block.role not in {Role.BODY, Role.SUBHEAD, Role.CAPTION} for block in shown) / len(shown) if shown else 0.0


def _of_place(report: Report) -> dict[str, float]:
    place, title, lead = report.place, report.title or "", "".join(report.body[:2])[:LEAD_CHARS]
    levels = [name for name in _DEEPEST if getattr(place, name)]
    names = [getattr(place, name).name for name in levels]
    return {
        "none": not levels,
        "ambiguous": bool(place.candidates),
        **{sign: levels[-1:] == [name] for name, sign in _DEEPEST.items()},
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


def _of_topic(report: Report, around: Around, ground: _Ground) -> dict[str, float]:
    margin = (report.topic.score - around.threshold) / WIDE_MARGIN
    return {
        "civic": margin >= 0,
        "over": min(1.0, max(0.0, margin)),
        "under": min(1.0, max(0.0, -margin)),
        "genre": around.genre,
        "civic_genre": around.genre if margin >= 0 else 0.0,
        "terms": min(1.0, len(report.topic.terms) / WIDE_MARGIN),
        "no_title": not report.title,
        "short": ground.letters < SHORT_BODY,
    }
