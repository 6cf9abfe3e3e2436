"""Page -> Report | Rejection: the one composition of the rooms text, page and facts. Pure: no network, no clock, no state.

The work is cut into :data:`STAGES`, which the item pipelines call one by one and :func:`normalise` calls in a row, so that a crawl,
a batch engine and a test all run the same functions.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from newsbot.addresses import canonical, site
from newsbot.facts.credits import authors_of
from newsbot.facts.figures.doubts import doubts_in_body
from newsbot.facts.figures.figures import figures_of
from newsbot.facts.flags import flags_of
from newsbot.facts.images import images_of
from newsbot.facts.keywords import keywords_of
from newsbot.facts.places.place import place_of
from newsbot.facts.practices import practices_by_rule
from newsbot.facts.published import dated_behind, published, published_by_rule
from newsbot.facts.source import source_by_rule, source_of
from newsbot.facts.topic import is_civic, topic_of
from newsbot.html.page import HtmlPage, read_html
from newsbot.html.plain import read_plain
from newsbot.lines.forms import TRUE_TITLE
from newsbot.lines.personal import without_personal
from newsbot.model import Block, Edit, Outcome, Page, Rejection, Report, Role
from newsbot.page.label_html import label_html
from newsbot.page.label_plain import label_document
from newsbot.page.roles import Outline, label_credits, label_personal, label_scraps
from newsbot.row import Image, Repairs, Script
from newsbot.text.charset import decode, looks_binary
from newsbot.text.doubt import Doubt
from newsbot.text.punctuation import full_width, plain_spaces
from newsbot.text.restore import restore as restore_text

TopicName = Literal["civic", "any"]


@dataclass(slots=True)
class Reading:
    """What is known of a page so far; every stage adds to it."""

    page: Page
    topic: TopicName = "civic"
    encoding: str = ""
    decoded_because: str = ""
    blocks: list[Block] = field(default_factory=list)
    html: HtmlPage | None = None
    edits: tuple[Edit, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    script: Script = "Hans"
    outline: Outline = field(default_factory=Outline)
    report: Report | None = None

    def reject(self, outcome: Outcome, reason: str) -> Rejection:
        """End the reading here."""
        return Rejection(self.page, outcome, reason, self.encoding or None, tuple(self.blocks), self.edits)


Stage = Callable[[Reading], Rejection | None]


def normalise(page: Page, *, topic: TopicName = "civic") -> Report | Rejection:
    """Read one page.

    ``topic="civic"`` turns away reports that are not about civilised-city building or neighbourhood governance (outcome
    ``off_topic``); ``"any"`` takes every article. Never raises on any bytes; raises ValueError on an unknown topic.
    """
    return explained(page, topic=topic)[1]


def explained(page: Page, *, topic: TopicName = "civic") -> tuple[Reading, Report | Rejection]:
    """:func:`normalise`, and how it came to its verdict."""
    if topic not in {"civic", "any"}:
        raise ValueError(f"topic is {topic!r}; it may be 'civic' or 'any'")
    reading = Reading(page, topic)
    for stage in STAGES:
        if rejection := stage(reading):
            return reading, rejection
    assert reading.report is not None
    return reading, reading.report


def read(reading: Reading) -> Rejection | None:
    """Bytes to text by evidence, text to blocks."""
    page = reading.page
    if not page.body.strip():
        return reading.reject(Outcome.EMPTY, "the page has no content")
    if why := looks_binary(page.body):
        return reading.reject(Outcome.UNREADABLE, f"not a text: {why}")
    decoded = decode(page.body, _declared(page), hint=page.hints.charset if page.hints else None)
    reading.encoding, reading.decoded_because = decoded.encoding, decoded.because
    if _is_markup(page, decoded.text):
        reading.html = read_html(decoded.text, page.url)
        reading.blocks = reading.html.blocks
    else:
        reading.blocks = read_plain(decoded.text)
    if not reading.blocks:
        return reading.reject(Outcome.EMPTY, "the page has no visible text")
    return None


def restore(reading: Reading) -> Rejection | None:
    """Undo what mirrors did to the characters."""
    # the head's title is damaged as the text is, and read with it
    head = [reading.html.title or ""] if reading.html else []
    restored = restore_text([*(block.raw for block in reading.blocks), *head])
    for block, text in zip(reading.blocks, restored.lines, strict=False):
        block.set_text(text)
    if reading.html and head:
        reading.html.title = restored.lines[-1] or None
    reading.edits = tuple(edit for edit in restored.edits if edit.block < len(reading.blocks))
    reading.doubts = tuple(doubt for doubt in restored.doubts if doubt.line < len(reading.blocks))
    reading.script = restored.script
    return None


def label(reading: Reading) -> Rejection | None:
    """Give every block, or piece of one, its role and the rule that gave it."""
    page = reading.page
    if reading.html:
        reading.outline, ended = label_html(reading.html, page.fetched_at, page.hints.rules if page.hints else None)
        if ended:
            return reading.reject(*ended)
    else:
        reading.outline = label_document(reading.blocks, page.fetched_at)
    label_credits(reading.blocks)
    label_personal(reading.blocks)
    if reading.outline.title is not None and (title := "".join(block.kept(Role.TITLE) for block in reading.blocks)):
        label_scraps(reading.blocks, title)
    if not any(block.role is Role.BODY for block in reading.blocks):
        spam = sum(len(block.text) for block in reading.blocks if block.role is Role.SPAM)
        whole = sum(len(block.text) for block in reading.blocks)
        if spam * 2 > whole:
            return reading.reject(Outcome.SPAM, "the page holds little else than spam")
        return reading.reject(Outcome.NO_ARTICLE, "no block of the page reads as a paragraph of a report")
    return None


def fold(reading: Reading) -> Rejection | None:
    """Fold the labelled blocks into a report."""
    blocks, page = reading.blocks, reading.page
    report = Report(
        page, site(page.url), reading.encoding, hashlib.sha256(page.body).hexdigest(), blocks=tuple(blocks), edits=reading.edits
    )
    kept = [block for block in blocks if block.role in _KEPT]
    report.body = _texts(kept, Role.BODY, Role.SUBHEAD)
    report.captions = _texts(kept, Role.CAPTION)
    report.images = [Image(image.url, full_width(image.caption) if image.caption else None) for image in images_of(blocks)]
    report.script = reading.script
    report.repairs = _repairs(reading)
    report.canonical = _elsewhere(reading.html) if reading.html else None
    if reading.outline.title is not None:
        block = blocks[reading.outline.title]
        report.title = plain_spaces(full_width("".join(block.kept(Role.TITLE) for block in kept))) or None  # it may stand on several lines
        report.title_raw = without_personal(_as_printed(block.raw) or "") or None
        report.evidence["title"] = f"block {reading.outline.title}"
    reading.report = report
    return None


def facts(reading: Reading) -> Rejection | None:
    """Fill the report's fields from evidence, and judge its topic."""
    report, blocks, metas = reading.report, reading.blocks, reading.outline.metas
    assert report is not None
    paragraphs = [n for n, block in enumerate(blocks) if block.role is Role.BODY]
    first, end = (paragraphs[0], paragraphs[-1] + 1) if paragraphs else (len(blocks), 1)
    stated_by_rule = reading.outline.stated
    stated = published_by_rule(stated_by_rule, reading.page.fetched_at) or published(metas, reading.outline.title, first)
    if stated := stated or dated_behind(blocks, end, reading.page.fetched_at):
        report.date_published, report.evidence["date_published"] = stated.iso, stated.evidence
    if credited := source_by_rule(stated_by_rule) or source_of(blocks, metas, reading.outline.title, first):
        report.source, report.evidence["source"] = credited
    report.authors = authors_of(blocks, metas, stated_by_rule)
    report.keywords = keywords_of(blocks)
    report.topic = topic_of(report.title, report.body)
    if flagged := flags_of(blocks, report.body, report.repairs):
        report.flags = list(flagged)
        report.evidence["flags"] = "; ".join(f"{flag}: {why}" for flag, why in flagged.items())
    if reading.topic == "civic" and not is_civic(report.topic):
        return reading.reject(
            Outcome.OFF_TOPIC, f"score {report.topic.score:g}: not about civilised-city building or neighbourhood governance"
        )
    head = reading.html.title if reading.html else None
    report.place, said = place_of(report.title, report.body, report.source, url=reading.page.url, declared=reading.page.region, head=head)
    if said:
        report.evidence["place"] = said
    doubts = doubts_in_body(blocks, reading.doubts)
    report.figures = figures_of(report.body, doubts)
    by_rule = practices_by_rule(report.body)
    report.practices = [practice for practice, _ in by_rule]
    report.evidence["figures"] = f"{len(report.figures)} in {len(report.body)} paragraphs, {sum(map(len, doubts.values()))} doubtful places"
    report.evidence["practices"] = ", ".join(sorted({rule for _, rule in by_rule})) or "none has the form of one"
    return None


_KEPT = frozenset(role for role in Role if role.kept)
STAGES: tuple[Stage, ...] = (read, restore, label, fold, facts)


_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|table|p|br|meta|title|article)[\s>/]", re.IGNORECASE)


def _is_markup(page: Page, text: str) -> bool:
    """Whether the page is HTML: as it says, or, where it says nothing of use, as its first 4,000 characters look."""
    if page.content_type in {"text/html", "application/xhtml+xml"}:
        return True
    return page.content_type != "text/plain" and bool(_MARKUP.search(text[:4000]))


def _declared(page: Page) -> str | None:
    """The charset of the Content-Type header, if one was sent."""
    for parameter in page.headers.get("content-type", "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def _as_printed(raw: str) -> str | None:
    """A headline's own line without the label in front of it, and without the bracket that the label opened."""
    text = TRUE_TITLE.sub("", raw).strip()
    if text != raw.strip() and text.endswith(("）", ")")) and not re.search(r"[（(]", text):
        text = text[:-1]
    return text or None


def _elsewhere(page: HtmlPage) -> str | None:
    """The address that a page claims for its report, where it is not the page's own: a link rel=canonical, else og:url.

    Mirrors often set the one to themselves and leave the other as they found it.
    """
    claimed = filter(None, (page.canonical, page.metas.get("og:url")))
    elsewhere = (address for address in map(canonical, claimed) if address != canonical(page.url))
    return next((address for address in elsewhere if site(address)), None)


def _texts(blocks: list[Block], *roles: Role) -> list[str]:
    return [plain_spaces(full_width(text)) for block in blocks if (text := block.kept(*roles))]


def _repairs(reading: Reading) -> Repairs:
    counts = Counter(edit.kind for edit in reading.edits)
    watermarks = sum(piece.role is Role.WATERMARK for block in reading.blocks for piece in block.pieces)
    return Repairs(
        pinyin_annotations=counts["pinyin_annotations"],
        byte_shifts=counts["byte_shifts"],
        watermarks=watermarks,
        doubled_punctuation=counts["doubled_punctuation"],
        entities=counts["entities"],
        stray_characters=counts["stray_characters"],
        uncertain=sum(edit.confidence == "low" for edit in reading.edits),
    )
