"""How likely each field of a row is right: logistic models over signs that the reading has left after.

Each field has its signs: what was read, how it was labelled, whether what the page says elsewhere (head, address, machine-readable data)
agrees, and whether words stand around it that promise more than was read. What the signs weigh is fitted by
``scripts/fit_confidence.py`` on labelled pages, held out by site, and stands in ``data/confidence_weights.toml``. A value of .95 means:
of a hundred such rows 95 are right in this field, null and [] included.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise
from typing import Final

from newsbot.data import table
from newsbot.facts.around import NEAR_BLOCKS, SHORT_LINE, Around, SignGround, doubt_words, ground_of
from newsbot.facts.credit_signs import DOUBTFUL_NAMES, NAME_CHARS, signs_of_credits
from newsbot.facts.logistic import probability
from newsbot.facts.places.gazetteer import KINDS, STREET_KIND
from newsbot.facts.published import in_address
from newsbot.lines.measures import ends_sentence, han, is_paragraph, key, letter_pairs, overlap
from newsbot.lines.times import WITHOUT_YEAR
from newsbot.model import MOSTLY_LINKS, Block, Piece, Report, Role
from newsbot.page.captions import AFTER_AN_IMAGE, MAX_CREDITED_SENTENCE_CHARS
from newsbot.page.inserted import speaks_otherwise
from newsbot.page.roles import REPEATED_PARAGRAPH
from newsbot.page.wording import furniture_odds
from newsbot.page.words import one_of
from newsbot.row import DAY_CHARS, Division, FieldConfidence
from newsbot.words import HAN_RANGE

TITLE_HAN: Final = (8, 40)
"""Han characters of most headlines, at least and at most."""
LEAD_CHARS: Final = 300
"""Characters of the body's beginning in which a report names its place."""
FEW_PARAGRAPHS: Final = 2
"""Paragraphs of a body that may be a part of one."""
SHORT_BODY: Final = 200
"""Han characters of a body that may be a part of one."""
INCOMPLETE: Final = frozenset({"named day", WITHOUT_YEAR, "ago"})
"""Forms of times of which a part is reckoned from when the page was fetched."""
WIDE_MARGIN: Final = 10.0
"""Points of topic from the threshold at which nothing speaks for the other verdict any more."""
MAX_COMPARED_BODY_CHARS: Final = 3000
"""Characters of a body with which a headline is compared."""
SPEAKS: Final = 0.7
"""Share of a line's pairs of letters that the paragraph below it has where the line is a heading of it."""
SEVERAL: Final = 2
"""Marks of letters lost inside a headline that no question explains."""
BRACKETED_CREDIT_CHARS: Final = 40
"""Characters of a credit in brackets."""
TEXT_ODDS: Final = -1.0
"""Log odds of furniture under which a paragraph is worded as reports are; no labelled page has left one out beside its text."""
DOUBTED: Final = 0.9
"""How sure a row is of its persons at most where what looks like names stays unread."""
HIGHEST: Final = 0.99
"""No field is surer than this: so many labelled pages there are not."""

_OF_THE_TEXT: Final = frozenset({Role.BODY, Role.SUBHEAD, Role.CAPTION})
_FOREIGN: Final = frozenset({Role.ADVERT, Role.SIDEBAR, Role.NAVIGATION, Role.SPAM})
_FOREIGN_TEXT: Final = _FOREIGN | {Role.TAIL}
_WHOLE: Final = frozenset({Role.BODY, Role.CREDIT})
_YEAR, _MONTH = (table("time_words.toml")["calendar"][unit] for unit in ("year", "month"))
_STRAY_LETTER = re.compile(rf"[{HAN_RANGE}][a-z][{HAN_RANGE}]")
"""What damage that nobody undid leaves behind; words of Latin letters are longer, and abbreviations large."""
_NAMES = re.compile(rf"[{HAN_RANGE}]{{2,3}}(?:[ 、，][{HAN_RANGE}]{{2,3}}){{1,3}}")
_BRACKETED = re.compile(rf"[（(]([^（）()]{{2,{BRACKETED_CREDIT_CHARS}}})[）)]")
_TAKEN_BY = re.compile(rf"{one_of('taken')}\s{{0,2}}[)）】]?\s{{0,2}}$")
_SEPARATED = re.compile(r"[_|｜]| [-—] ")
_DAY_CLAIMED = re.compile(r"20\d\d-\d\d-\d\d")
_LOST = re.compile(r"[?？](?=[^\s?？”’」』）)])")
_PAIRS: Final = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"))
_YEAR_INSIDE = re.compile(rf"(?:19|20)\d\d{_YEAR}\d{{1,2}}{_MONTH}|(?<!\d)1[01]\d{_YEAR}\d{{1,2}}{_MONTH}")
_DATE_LIKE = re.compile(rf"(?:19|20)\d\d|\d[-/.{HAN_RANGE}]\d")
_DEEPEST: Final = {
    "province": "deepest_province",
    "city": "deepest_city",
    "county": "deepest_county",
    "street": "deepest_street",
    "community": "deepest_community",
    "zone": "deepest_zone",
}
"""Level of a place, from the province down -> the sign that it is the deepest named."""


def confidence_of(report: Report, around: Around) -> FieldConfidence:
    """Return the calibrated probability of each field."""
    models = table("confidence_weights.toml")
    signs = confidence_signs(report, around)
    most = DOUBTED if DOUBTFUL_NAMES in signs.get("authors", {}) else HIGHEST
    bounds = {**around.bounds, "authors": min(around.bounds.get("authors", HIGHEST), most)}
    said = {name: round(min(bounds.get(name, HIGHEST), probability(models[name], signs[name])), 2) for name in signs if name in models}
    return FieldConfidence(**said)


def confidence_signs(report: Report, around: Around) -> dict[str, dict[str, float]]:
    """Return the signs of each field that are present, by field."""
    ground = ground_of(report)
    signs = {
        "title": _of_title(report, around, ground),
        "date_published": _of_date(report, around, ground),
        **signs_of_credits(report, around, ground),
        "body": _of_body(report, ground),
        "place": _of_place(report),
        "topic": _of_topic(report, around, ground),
    }
    shared = {"other_script": float(report.script == "Hant"), "plain_text": float(around.head is None)}
    return {name: {sign: round(float(value), 3) for sign, value in {**own, **shared}.items() if value} for name, own in signs.items()}


def field_names() -> tuple[str, ...]:
    """Return the fields that have a confidence, in the order of the row."""
    return tuple(declared.name for declared in fields(FieldConfidence))


def _of_title(report: Report, around: Around, ground: SignGround) -> dict[str, float]:
    title = report.title or ""
    own, head = key(title), key(around.head or "")
    body, pairs = key("".join(report.body)[:MAX_COMPARED_BODY_CHARS]), {own[n : n + 2] for n in range(len(own) - 1)}
    shared = sum(pair in body for pair in pairs) / max(1, len(pairs))
    low, high = TITLE_HAN
    block = report.blocks[around.title_block] if around.title_block is not None else None
    return {
        "missing": not title,
        "head_begins_with_it": bool(own) and head.startswith(own),
        "head_has_it": bool(own) and own in head,
        "head_missing": not head,
        "claimed": bool(title) and (title in around.claims or own in key(around.claims)),
        "shared_with_text": shared,
        "usual_length": low <= han(title) <= high,
        "heading": block is not None and block.features.tag in {"h1", "h2", "h3"},
        "repeated": Role.REPEAT in ground.roles,
        "cut": block is not None and any(piece.role is not Role.TITLE for piece in block.pieces),
        "separated": _SEPARATED.search(title) is not None,
        "labelled": around.true_title,
        "close_choice": around.close_headline,
        "bracketed": title.startswith(("【", "[", "（")),
        "quotation_open": any(title.count(opens) != title.count(closes) for opens, closes in _PAIRS),
        "letters_lost": len(_LOST.findall(title)) >= SEVERAL,
        "headline_inside": not title and _has_headline(report, ground),
    }


def _of_date(report: Report, around: Around, ground: SignGround) -> dict[str, float]:
    stated = report.date_published or ""
    times = [time for line in around.metas for time in line.times]
    days = {time.iso[:DAY_CHARS] for time in times}
    forms = {time.form for time in times if time.iso[:DAY_CHARS] == stated[:DAY_CHARS]}
    return {
        "undated": not stated,
        "nothing_dated": not stated and not around.claims and not any(_DATE_LIKE.search(line) for line in ground.near),
        "clock": "T" in stated,
        "labelled": any("time" in line.labels for line in around.metas),
        "one_day": len(days) == 1,
        "several_days": len(days) > 1,
        "in_address": bool(stated) and in_address(stated, report.page.url),
        "claimed": bool(stated) and stated[:10] in around.claims,
        "claims_other": bool(around.claims) and _DAY_CLAIMED.search(around.claims) is not None and stated[:10] not in around.claims,
        "seconds": stated[16:19] not in {"", ":00"},
        "machine_agrees": bool(stated) and (around.machine.published or "")[:DAY_CHARS] == stated[:DAY_CHARS],
        "machine_differs": bool(stated and around.machine.published) and (around.machine.published or "")[:DAY_CHARS] != stated[:DAY_CHARS],
        "printed": bool(stated) and stated[:DAY_CHARS] in days,
        "unprinted": bool(stated) and stated[:DAY_CHARS] not in days,
        "incomplete": bool(stated and forms) and forms <= INCOMPLETE,
        "dated_inside": not stated and bool(_YEAR_INSIDE.search("".join(report.body[:2])[:LEAD_CHARS])),
    }


def _of_body(report: Report, ground: SignGround) -> dict[str, float]:
    body, words, kept, blocks = report.body, doubt_words()["furniture"], ground.kept, report.blocks
    last, first = (body[-1], body[0]) if body else ("", "")
    inside = blocks[kept[0] : kept[-1] + 1] if kept else ()
    shown = [block for block in inside if block.text and not block.features.hidden]
    cut = [piece for block in shown for piece in block.pieces if piece.role is not Role.BODY]
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
        "gaps": _gaps(shown),
        "containers": len(containers) > 1,
        "text_after": any(len(block.text) > SHORT_LINE * 2 for block in after),
        "sentence_before": any(_is_sentence(block.text) for block in before),
        "left_in_container": any(block.features.container in containers and _is_sentence(block.text) for block in after[: 2 * NEAR_BLOCKS]),
        "text_left": any(block.features.container in containers and _is_text(block) for block in blocks),
        "unfinished_inside": sum(not ends_sentence(paragraph) for paragraph in body) / max(1, len(body)),
        "cut_pieces": any(piece.role not in _WHOLE and len(piece.text) > 1 for block in texts for piece in block.pieces),
        "paragraph_repeated": any(piece.rule == REPEATED_PARAGRAPH and len(piece.text) > SHORT_LINE for piece in cut),
        "doubtful_cut": any(map(_is_doubtful, cut)),
        "repaired": report.repairs.uncertain > 0,
        "open_damage": bool(report.repairs.open),
        "credit_in_text": any(map(_has_credit, body[:FEW_PARAGRAPHS])),
        "stray_letter": any(_STRAY_LETTER.search(paragraph) for paragraph in body),
        "other_tags": len({block.features.tag for block in texts}) > 1,
        "headline_inside": not report.title and _has_headline(report, ground),
        "picture_kept": any(map(_is_picture, texts)),
        "speaks_otherwise": speaks_otherwise(report.body, report.title or ""),
        "line_at_edge": any(len(end) < SHORT_LINE // 2 and not ends_sentence(end) for end in (first, last)),
        "beside_a_cut": _is_beside_a_cut(shown),
        "headings_apart": _has_headings_apart(shown, body),
        "sentence_cut": any(block.role in _FOREIGN and not block.features.links and _is_sentence(block.text) for block in shown),
        "caption_speaks": _has_speaking_caption(shown),
        "line_behind": bool(kept) and _has_line_behind(blocks[kept[-1]], after),
        "line_cut_above": any(block.role is Role.ADVERT and block.features.container in containers for block in before),
    }


def _is_text(block: Block) -> bool:
    """Whether a paragraph of a page that is worded as reports are was left out as something else."""
    features = block.features
    shown = block.role in _FOREIGN_TEXT and bool(features.element) and features.links < MOSTLY_LINKS
    return shown and is_paragraph(block.text) and furniture_odds(block.text) < TEXT_ODDS


def _is_beside_a_cut(shown: Sequence[Block]) -> bool:
    """Whether a short line that stays in a text stands right beside one that was taken out of it as none of the report."""
    pairs = (pair for above, below in pairwise(shown) for pair in ((above, below), (below, above)))
    return any(one.role is Role.SUBHEAD and other.role in _FOREIGN for one, other in pairs)


def _has_speaking_caption(shown: Sequence[Block]) -> bool:
    """Whether a short line that only its place after an image makes a caption says what the paragraph below it says: a heading of it."""
    pairs = ((above, below) for above, below in pairwise(shown) if above.role is Role.CAPTION and below.role is Role.BODY)
    return any(
        all(piece.rule == AFTER_AN_IMAGE for piece in above.pieces)
        and not ends_sentence(above.text)
        and overlap(above.text, below.text) >= SPEAKS
        for above, below in pairs
    )


def _has_line_behind(last: Block, after: Sequence[Block]) -> bool:
    """Whether a line right behind the text looks as its last paragraph does, links to nothing, and was left out by its place alone."""
    mine, following = last.features, next((block for block in after if block.text), None)
    if following is None or following.role is not Role.TAIL or following.features.links:
        return False
    theirs = following.features
    return bool(theirs.element) and (mine.tag, mine.names, mine.container) == (theirs.tag, theirs.names, theirs.container)


def _has_headings_apart(shown: Sequence[Block], body: Sequence[str]) -> bool:
    """Whether short lines stand in a text one after the other that have no word of it: a box that no rule knows (直播中)."""
    rows = [(above, below) for above, below in pairwise(shown) if above.role is Role.SUBHEAD is below.role]
    if not rows:
        return False
    words = frozenset[int]().union(*(letter_pairs(paragraph[:LEAD_CHARS]) for paragraph in body if len(paragraph) > SHORT_LINE))
    return any(words.isdisjoint(letter_pairs(above.text + below.text)) for above, below in rows)


def _is_picture(block: Block) -> bool:
    """Whether a short paragraph of a text says at its end who took the picture that it speaks of."""
    credited = any(piece.role is Role.CREDIT for piece in block.pieces)
    return (
        block.role is Role.BODY and credited and len(block.text) <= MAX_CREDITED_SENTENCE_CHARS and _TAKEN_BY.search(block.text) is not None
    )


def _has_headline(report: Report, ground: SignGround) -> bool:
    """Whether a line between the paragraphs of a text has the form of a headline: long enough, and no sentence."""
    inside = report.blocks[ground.kept[0] : ground.kept[-1]] if ground.kept else ()
    return any(TITLE_HAN[0] <= han(block.text) <= TITLE_HAN[1] for block in inside if block.role is Role.SUBHEAD)


def _has_credit(paragraph: str) -> bool:
    """Whether a bracket in a paragraph names who wrote or photographed it."""
    named = doubt_words()["named"]
    return any(named.search(found[1]) or _NAMES.fullmatch(found[1]) for found in _BRACKETED.finditer(paragraph[: 2 * SHORT_LINE]))


def _is_sentence(text: str) -> bool:
    """Whether a line reads as one of a report: long enough, and ended as sentences are."""
    return len(text) > TITLE_HAN[1] and ends_sentence(text)


def _is_doubtful(piece: Piece) -> bool:
    """Whether a reader might leave a piece in the text that was taken out of it.

    It is an address, a name taken for spam, or a sentence of which only its place says that it is a picture's caption.
    """
    if piece.role in {Role.CONTACT, Role.SPAM}:
        return len(piece.text.strip()) > 1
    return piece.role is Role.CAPTION and piece.rule == AFTER_AN_IMAGE and ends_sentence(piece.text.strip())


def _gaps(shown: Sequence[Block]) -> float:
    """The share of blocks within the text that were taken for something else."""
    return sum(block.role not in _OF_THE_TEXT for block in shown) / len(shown) if shown else 0.0


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


def _of_topic(report: Report, around: Around, ground: SignGround) -> dict[str, float]:
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
