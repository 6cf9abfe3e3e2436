"""Page -> Report | Rejection: the one composition of the rooms text, page and facts. Pure: no network, no clock, no state.

The work is cut into :data:`STAGES`, which the item pipelines call one by one and :func:`normalise` calls in a row, so that a crawl,
a batch engine and a test all run the same functions. A stage is any function from a :class:`Reading` to a Rejection or None: callers
leave one out, swap one or add their own by handing :func:`normalise` another tuple.

A stage that raises ends neither the run nor, where a plainer reading can take its place, the page: see :func:`run_stage`.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from newsbot.addresses import canonical, site
from newsbot.exceptions import TakesTooLongError
from newsbot.fact_steps import facts
from newsbot.facts.figures.doubts import open_in_body
from newsbot.facts.images import images_of
from newsbot.html.page import MAX_LINKS_WITHOUT_SCRIPT, MAX_SHOWN_CHARS, HtmlPage, read_carried
from newsbot.html.plain import read_without_markup
from newsbot.lines.forms import TRUE_TITLE
from newsbot.lines.headlines import closed_up
from newsbot.lines.personal import without_personal
from newsbot.model import KEPT, MOSTLY_LINKS, Block, Outcome, Page, Reason, Rejection, Report, Role
from newsbot.page.label_html import label_html
from newsbot.page.label_plain import label_document
from newsbot.page.label_plainer import label_plainer
from newsbot.page.roles import Outline, label_scraps, label_within
from newsbot.page.site_rules import read_by_rule
from newsbot.read_page import read_page
from newsbot.reading import Reading, Stage, TopicName, stage_name
from newsbot.row import Image, Repairs
from newsbot.said import said
from newsbot.text.mojibake import DamageKind
from newsbot.text.mojibake.partial_readings import LOST_CHARACTER
from newsbot.text.punctuation import full_width, spelled_for_row
from newsbot.text.restore import Opening
from newsbot.text.restore import restore_lines as restore_text
from newsbot.uncollected import uncollected


def normalise(page: Page, *, topic: TopicName = "civic", stages: Sequence[Stage] | None = None) -> Report | Rejection:
    """Read one page.

    ``topic="civic"`` turns away reports that are not about civilised-city building or neighbourhood governance (outcome
    ``off_topic``); ``"any"`` takes every article. ``stages`` are run in place of :data:`STAGES`. Never raises on any bytes: a page on
    which a stage and its plainer reading raise has the outcome ``failed``. Raises ValueError on an unknown topic, and on stages of
    which none makes a report.
    """
    with uncollected():  # until what was read is given back too
        return explained(page, topic=topic, stages=stages)[1]


def explained(page: Page, *, topic: TopicName = "civic", stages: Sequence[Stage] | None = None) -> tuple[Reading, Report | Rejection]:
    """Read one page as :func:`normalise` does; return the reading too, which shows how the verdict came about."""
    if topic not in {"civic", "any"}:
        raise ValueError(f"topic is {topic!r}; it may be 'civic' or 'any'")
    reading = Reading(page, topic)
    with uncollected():
        for stage in STAGES if stages is None else stages:
            try:
                rejection = run_stage(stage, reading)
            except TakesTooLongError:
                raise
            except Exception as error:  # noqa: BLE001 - a fault on one page is the verdict on that page
                rejection = reading.reject(
                    Outcome.FAILED, Reason.FAULT, f"the stage {stage_name(stage)} failed on this page: {type(error).__name__}"
                )
            if rejection:
                return reading, rejection
    if reading.report is None:
        raise ValueError("no stage made a report; one of them has to set reading.report, as newsbot.normalise.fold does")
    return reading, reading.report


def run_stage(stage: Stage, reading: Reading) -> Rejection | None:
    """Run one stage; where it raises, note that in ``reading.failures`` and run its plainer reading (:data:`PLAINER`) in its place.

    Raises what a stage without a plainer reading raises, and what the plainer reading raises. An error that ends a page for the time
    it takes passes through as it is.
    """
    plainer = PLAINER.get(stage)
    try:
        with uncollected():
            return stage(reading)
    except TakesTooLongError:
        raise
    except Exception as error:
        reading.note_failure(stage_name(stage), error)
        if plainer is None:
            raise
    try:
        return plainer(reading)
    except TakesTooLongError:
        raise
    except Exception as error:
        reading.note_failure(stage_name(plainer), error)
        raise


MANY_LINKS: Final = 60
"""Links of a page that prints neither time nor medium, from which it is not read for a report that it carries."""
NEEDS_SCRIPT: Final = said("its text is written by scripts, which are not run; the site's feed, or an address for printing, may hold it")


def read(reading: Reading) -> Rejection | None:
    """Turn bytes into text by evidence, and text into blocks; a page that was read already, to see what it is, is taken as it is."""
    page = reading.page
    if not page.body.strip():
        return reading.reject(Outcome.EMPTY, Reason.NO_CONTENT, said("the page has no content"))
    opened = reading.opened = reading.opened or read_page(page)
    if opened.not_text is not None:
        return reading.reject(Outcome.UNREADABLE, Reason.NOT_TEXT, said("not a text: {what}", what=opened.not_text))
    reading.encoding, reading.decoded_because = opened.encoding, opened.because
    reading.html, reading.blocks = opened.html, opened.blocks
    if reading.html is not None and (reading.html.needs_script or not reading.blocks):
        written = next(read_carried(reading.html, opened.text), None)
        if written is not None:
            reading.html, reading.blocks = written, written.blocks
        elif reading.html.needs_script:
            return reading.reject(Outcome.NO_ARTICLE, Reason.NEEDS_SCRIPT, NEEDS_SCRIPT)
    if not reading.blocks:
        return reading.reject(Outcome.EMPTY, Reason.NO_VISIBLE_TEXT, said("the page has no visible text"))
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
    reading.openings = tuple(opening for opening in restored.openings if opening.line < len(reading.blocks))
    reading.script = restored.script
    return None


def label(reading: Reading) -> Rejection | None:
    """Give every block, or piece of one, its role and the rule that gave it.

    A page of HTML that prints no report is read once more with what it carries in other places printed.
    """
    rejection = _label(reading)
    if rejection is None or reading.html is None or reading.opened is None or reading.opened.html is None:
        return rejection
    if rejection.outcome is Outcome.LIST_PAGE and not reading.outline.metas and len(reading.html.raw_links) > MANY_LINKS:
        return rejection  # a front page or a list: whatever it carries is none of its own
    tried = reading.html.carrier
    for other in read_carried(reading.opened.html, reading.opened.text):
        if other.carrier == tried == "element":
            continue
        again = Reading(reading.page, reading.topic, opened=reading.opened, html=other, blocks=other.blocks)
        restore(again)
        if other.blocks and _label(again) is None and _is_headed(again, reading.opened.html):
            for name in ("html", "blocks", "edits", "doubts", "openings", "script", "outline"):
                setattr(reading, name, getattr(again, name))
            return None
    if tried is not None:
        return reading.reject(Outcome.NO_ARTICLE, Reason.NEEDS_SCRIPT, NEEDS_SCRIPT)
    return rejection


def _is_headed(reading: Reading, page: HtmlPage) -> bool:
    """Whether the headline of a text that the page carries is one that it prints, or names in its head; it may print nothing."""
    if reading.outline.title is None:
        return False
    title = reading.blocks[reading.outline.title].kept(Role.TITLE)
    printed = [block.text for block in page.blocks if not block.features.hidden and block.features.links < MOSTLY_LINKS]
    empty = sum(map(len, printed)) <= MAX_SHOWN_CHARS and len(page.raw_links) <= MAX_LINKS_WITHOUT_SCRIPT
    return empty or title in (page.title or "") or any(title in text for text in printed)


def _label(reading: Reading) -> Rejection | None:
    page = reading.page
    if reading.html:
        by_rule = read_by_rule(reading.opened) if reading.opened and reading.html.carrier is None else None
        reading.outline, ended = label_html(reading.html, page.fetched_at, by_rule, page.hints.headline if page.hints else None)
        if ended:
            return reading.reject(*ended)
    else:
        reading.outline = label_document(reading.blocks, page.fetched_at)
    # no later rule keeps what none has kept so far, and most of a page's lines are none of its report
    kept = [block for block in reading.blocks if not KEPT.isdisjoint([piece.role for piece in block.pieces])]
    label_within(kept, reading.blocks)
    if reading.outline.title is not None and (title := "".join(block.kept(Role.TITLE) for block in kept)):
        label_scraps(kept, title)
    return None if _has_body(kept) else _without_body(reading)


def _has_body(blocks: Sequence[Block]) -> bool:
    return any(block.role is Role.BODY for block in blocks)


def _without_body(reading: Reading) -> Rejection:
    spam = sum(len(block.text) for block in reading.blocks if block.role is Role.SPAM)
    whole = sum(len(block.text) for block in reading.blocks)
    if spam * 2 > whole:
        return reading.reject(Outcome.SPAM, Reason.MOSTLY_SPAM, said("the page holds little else than spam"))
    return reading.reject(Outcome.NO_ARTICLE, Reason.NO_PARAGRAPH, said("no block of the page reads as a paragraph of a report"))


def join(head: Reading, parts: Sequence[Reading]) -> None:
    """Put the text of further pages of an article after that of the first. ``head`` is labelled; the parts are read, and labelled here.

    Of a part its body, captions and credits count; its title is a repeat. A part without any text of a report adds nothing.
    """
    for part in parts:
        if restore(part) or label(part):
            continue
        offset = len(head.blocks)
        for block in part.blocks:
            if block.role is Role.TITLE:
                block.relabel(Role.REPEAT, "join.title")
        head.blocks = [*head.blocks, *part.blocks]
        head.relabelled()
        head.edits = (*head.edits, *(edit._replace(block=edit.block + offset) for edit in part.edits))


def fold(reading: Reading) -> Rejection | None:
    """Fold the labelled blocks into a report."""
    blocks, page = reading.blocks, reading.page
    report = Report(
        page,
        reading.encoding,
        hashlib.sha256(page.body).hexdigest(),
        site=site(page.url),
        blocks=tuple(blocks),
        edits=reading.edits,
    )
    kept = [block for block in blocks if block.role in KEPT]
    report.body = _texts(kept, Role.BODY, Role.SUBHEAD)
    report.captions = _texts(kept, Role.CAPTION)
    report.images = [Image(image.url, full_width(image.caption) if image.caption else None) for image in images_of(blocks)]
    report.script = reading.script
    report.repairs = _repairs(reading)
    report.canonical = _elsewhere(reading.html) if reading.html else None
    if reading.outline.title is not None:
        lines = [block for block in kept if block.role is Role.TITLE]
        # a page breaks a headline for its look, a document parts kicker and headline
        between = _dash_in_head(reading.html, [block.raw for block in lines]) if reading.html else " "
        report.title = closed_up(spelled_for_row(_joined([block.kept(Role.TITLE) for block in lines], between))) or None
        report.title_raw = without_personal(between.join(filter(None, (_as_printed(block.raw) for block in lines)))) or None
    elif reading.outline.head_title is not None:
        stated = reading.outline.head_title
        report.title = spelled_for_row(without_personal(restore_text([stated.line]).lines[0])) or None
        report.title_raw = without_personal(stated.stated) or None
    reading.report = report
    return None


# ---------------------------------------------------------------------------------------------------------- plainer readings


def read_plainly(reading: Reading) -> Rejection | None:
    """Read a page without understanding its markup, as UTF-8: in place of :func:`read`."""
    reading.encoding, reading.decoded_because = "utf-8", said("a plainer reading")
    reading.html = None
    reading.blocks = read_without_markup(reading.page.body.decode("utf-8", "replace"))
    return None if reading.blocks else reading.reject(Outcome.EMPTY, Reason.NO_VISIBLE_TEXT, said("the page has no visible text"))


def keep_as_decoded(reading: Reading) -> None:
    """Leave the characters as they were decoded: in place of :func:`restore`."""
    for block in reading.blocks:
        block.set_text(block.raw)
    reading.edits, reading.doubts, reading.openings = (), (), ()


def label_plainly(reading: Reading) -> Rejection | None:
    """Label headline and paragraphs alone: in place of :func:`label`."""
    reading.outline = Outline()
    reading.outline.title = label_plainer(reading.blocks)
    return None if _has_body(reading.blocks) else _without_body(reading)


STAGES: Final[tuple[Stage, ...]] = (read, restore, label, fold, facts)
"""The reading of a page, in order. The item pipelines are named after them."""
PLAINER: Final[Mapping[Stage, Stage]] = {read: read_plainly, restore: keep_as_decoded, label: label_plainly}
"""What takes the place of a stage that raises."""


_DASHES = re.compile(r"\s{0,2}(—{1,3}|-{2,3})\s{0,2}")


def _dash_in_head(page: HtmlPage, lines: Sequence[str]) -> str:
    """The dash that the page's title has where its headline goes on in another line: `让垃圾有去处——青山社区的新办法`."""
    at = (page.title or "").find(lines[0].strip()) if len(lines) > 1 else -1
    if page.title is None or at < 0:
        return ""
    behind = page.title[at + len(lines[0].strip()) :]
    dash = _DASHES.match(behind)
    return dash[1] if dash and behind.startswith(lines[1].strip(), dash.end()) else ""


def _as_printed(raw: str) -> str | None:
    """A headline's own line without the label in front of it, and without the bracket that the label opened."""
    text = TRUE_TITLE.sub("", raw).strip()
    if text != raw.strip() and text.endswith(("）", ")")) and not re.search(r"[（(]", text):
        text = text[:-1]
    return text or None


def _elsewhere(page: HtmlPage) -> str | None:
    """Return the address that a page claims for its report, where it is not the page's own: a link rel=canonical, else og:url.

    Mirrors often set the one to themselves and leave the other as they found it.
    """
    claimed = filter(None, (page.canonical, page.machine.meta("og:url")))
    elsewhere = (address for address in map(canonical, claimed) if address != canonical(page.url))
    return next((address for address in elsewhere if site(address)), None)


def _texts(blocks: list[Block], *roles: Role) -> list[str]:
    return [spelled_for_row(text) for block in blocks if (text := block.kept(*roles))]


_TELLING: Final = KEPT | {Role.CREDIT, Role.META_LINE}
"""The roles of what a row is made of."""


def _matters(block: Block, opening: Opening) -> bool:
    """Whether a row may lack something: a document has lost characters, or what nobody can read stands where the row is read from."""
    return LOST_CHARACTER in block.text[opening.start : opening.end] or any(piece.role in _TELLING for piece in block.pieces)


def _joined(lines: Sequence[str], between: str) -> str:
    """The lines of a headline as one; where a line ends with a colon the next goes on with it, and no blank parts the two."""
    joined = ""
    for line in lines:
        joined += line if not joined or (between == " " and joined.endswith((":", "："))) else between + line
    return joined


def _repairs(reading: Reading) -> Repairs:
    counts = Counter(edit.kind for edit in reading.edits)
    counts[DamageKind.WATERMARKS] += sum(piece.role is Role.WATERMARK for block in reading.blocks for piece in block.pieces)
    uncertain = sum(edit.confidence == "low" and not edit.gaps for edit in reading.edits)
    uncertain += sum(_matters(reading.blocks[opening.line], opening) for opening in reading.openings)
    made = Repairs(uncertain=uncertain, open=open_in_body(reading.blocks, reading.openings))
    for kind in DamageKind:
        setattr(made, kind, counts[kind])
    return made
