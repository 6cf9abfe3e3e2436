"""The stage that fills a report's fields: each of its steps calls one module of :mod:`newsbot.facts` and keeps its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from newsbot.exceptions import TakesTooLongError
from newsbot.facts.accounts import writer_and_account
from newsbot.facts.around import Around
from newsbot.facts.author_markup import account_by_markup, author_by_markup
from newsbot.facts.confidence import confidence_of
from newsbot.facts.credits import CREDITED, authors_of, reporters_told_to_machines
from newsbot.facts.damaged import INCOMPLETE_FIELD, without_torn_names
from newsbot.facts.figures.doubts import doubts_in_body
from newsbot.facts.figures.figures import figures_of
from newsbot.facts.flags import flags_of
from newsbot.facts.genre import genre_of, is_report
from newsbot.facts.keywords import keywords_of
from newsbot.facts.media_names import looks_like_medium, tidy_source
from newsbot.facts.places.place import place_of
from newsbot.facts.practices import practices_by_rule
from newsbot.facts.published import changed_on_page, is_rounded, stated_time, with_its_year
from newsbot.facts.source import source_of
from newsbot.facts.topic import is_civic, threshold, topic_of
from newsbot.lines.credits import is_name
from newsbot.lines.measures import ends_sentence, letter_pairs
from newsbot.lines.times import WITHOUT_YEAR
from newsbot.model import UNVERIFIED_TLS, Outcome, Reason, Rejection, Report, Role
from newsbot.page.litter import ADVERTISER
from newsbot.page.wording import furniture_odds
from newsbot.reading import PLAIN_READING, FactStep, Reading, stage_name
from newsbot.row import DAY_CHARS, Author
from newsbot.said import SaidText, said, said_list
from newsbot.text.mojibake.partial_readings import LOST_CHARACTER
from newsbot.text.script import to_simplified

SHOWN_BY_SCRIPT: Final = "shown_by_script"
"""The flag of a report that a reader without scripts does not see."""
CARRIED_FIELD: Final = 0.9
"""How sure a row can be at most of a field of a page that carries its text and does not print it: no reader has seen it so."""
UNPRINTED_TITLE: Final = 0.9
"""The same of a headline that a page states once, in its head, and prints nowhere."""
MAX_OPENING_CHARS: Final = 60
"""Characters of a first paragraph in which a credit may stand."""
SWALLOWED_FIELD: Final = 0.9
"""The same of the text of a page that loses some of it to an unclosed quotation mark, or behind a box that was closed once too often."""
BLOCKS_BEHIND: Final = 10
MIN_LEFT_CHARS: Final = 60
"""Blocks behind a text in which more of it is looked for, and characters of such a paragraph."""
MIN_STATED_PAIRS: Final = 60
SHARED_WITH_DATA: Final = 0.7
PRINTED_OF_DATA: Final = 0.8
"""Pairs of characters that a text in the page's data has, at least; the share of a printed text that the same text in the data has, and the
share of those data that is printed where nothing is left out."""
_READ_BY_CARRIER: Final = ("title", "date_published", "source", "authors", "body")
_CARRIERS: Final = {
    "element": said("its text stands in a field, a frame, a template or what is for readers without scripts"),
    "data": said("its text was read from the data of a script"),
    "hidden": said("the page hides its text; a reader sees it once a script has run, if at all"),
}
MAX_CLAIMS_CHARS: Final = 20_000
"""Characters of what a page says to machines that are compared with the row."""


def state_date(reading: Reading, report: Report) -> None:
    """Fill in when the report was published, as the page states it, and note where its title stands."""
    outline, machine = reading.outline, reading.machine
    clock, url = reading.page.fetched_at, reading.page.url
    stated = stated_time(reading.blocks, outline, reading.extent, clock=clock, url=url, to_machines=machine.published)
    if stated:
        if stated.form == WITHOUT_YEAR:
            stated = with_its_year(stated, [*filter(None, [machine.published]), *machine.times], url)
        report.date_published, report.evidence["date_published"] = stated.iso, stated.evidence
        moments = [moment for moment in machine.times if moment.startswith(f"{stated.iso}T")]
        if len(moments) == 1:  # an element of time says the minute of the day that is printed
            report.date_published, report.evidence["date_published"] = moments[0], said("stated to machines")
    if machine.published and (stated is None or machine.published.startswith(f"{stated.iso}T") or is_rounded(stated, machine.published)):
        report.date_published, report.evidence["date_published"] = machine.published, said("stated to machines")
    hints = reading.page.hints
    if report.date_published is None and hints and hints.published and not _lies_ahead(hints.published, clock):
        report.date_published, report.evidence["date_published"] = hints.published, said("stated by the list or feed that named the page")
    several = sum(len(line.times) for _, line in outline.metas) > (stated is not None)  # times beside the one that was taken
    if machine.modified and report.date_published and machine.modified > report.date_published and len(machine.modified) > DAY_CHARS:
        report.date_modified, report.evidence["date_modified"] = machine.modified, said("stated to machines")
    elif several and (changed := changed_on_page(outline.metas, report.date_published)):
        report.date_modified, report.evidence["date_modified"] = changed.iso, changed.evidence
    named = hints.modified if hints else None
    if named and report.date_modified is None and report.date_published and named[:DAY_CHARS] > report.date_published[:DAY_CHARS]:
        report.date_modified, report.evidence["date_modified"] = named, said("stated by the feed that named the page")
    if outline.title is not None:
        report.evidence["title"] = said("block {block}", block=outline.title)


def _lies_ahead(day: str, clock: datetime | None) -> bool:
    """Whether a day lies more than one day after the page's own clock."""
    return clock is not None and day[:DAY_CHARS] > (clock + timedelta(days=1)).date().isoformat()


def _in_one_script(reading: Reading, text: str) -> str:
    """What a page says to machines in the script of its row: simplified, as its text is by then."""
    return to_simplified(text) if reading.script == "Hant" else text


def credit_source(reading: Reading, report: Report) -> None:
    """Fill in the medium that the report is credited to."""
    outline = reading.outline
    if credited := source_of(reading.blocks, reading.own_metas, outline.title, reading.extent[0], outline.stated):
        report.source, report.evidence["source"], reading.source_way = credited
    elif reading.machine.source and (medium := tidy_source(_in_one_script(reading, reading.machine.source))):
        report.source, report.evidence["source"], reading.source_way = medium, said("stated to machines"), "machine"


def credit_authors(reading: Reading, report: Report) -> None:
    """Fill in the persons credited, and the keywords stated."""
    report.authors = authors_of(reading.blocks, reading.own_metas, reading.outline.stated, reading.with_role(*CREDITED), report.source)
    stated = [name for name in (_in_one_script(reading, name) for name in reading.machine.authors) if is_name(name)]
    if stated and report.body:
        report.authors = [*reporters_told_to_machines(stated, report.authors, report.body[0][:MAX_OPENING_CHARS]), *report.authors]
    if not report.authors:
        marked = author_by_markup(reading.blocks, reading.html.raw_links) if reading.html is not None else None
        # of two that differ the one that readers see
        report.authors = [Author(name, "author") for name in (stated if marked in {None, *stated} else [marked]) if name]
    if not report.authors and (penned := writer_and_account(reading.own_metas)) and penned[1] == report.source:
        report.authors = [Author(penned[0], "author")]
    if not report.authors and (
        account := account_by_markup(reading.blocks, dict(reading.own_metas), reading.outline.title, reading.extent[0])
    ):
        report.authors = [Author(account, "author")]
    hints = reading.page.hints
    if not report.authors and hints is not None and hints.author is not None and is_name(hints.author):
        report.authors = [Author(hints.author, "author")]
        report.evidence["authors"] = said("stated by the feed that named the page")
    if reading.source_way == "label" and report.source and _is_persons(report.source, report.authors):
        report.source = None  # 来源：王某某 …（王某某）: who wrote in the place of a medium
        report.evidence.pop("source", None)
    report.keywords = keywords_of([reading.blocks[n] for n in reading.with_role(Role.KEYWORDS)])


def _is_persons(source: str, authors: Sequence[Author]) -> bool:
    """Whether what stands behind a label of a medium is one of those who wrote, by its form no medium, and not said again elsewhere."""
    return any(author.name == source and author.role != "editor" for author in authors) and not looks_like_medium(source)


def doubt_damage(reading: Reading, report: Report) -> None:
    """Take out names of which something is lost, and note how sure the row can be of what is damaged."""
    if reading.openings or LOST_CHARACTER in (report.title or ""):
        reading.bounds = without_torn_names(report, reading.blocks, reading.openings, reading.outline.title)


def doubt_data(reading: Reading, report: Report) -> None:
    """Note how sure the row can be where the page's own data, or its source, have another text than it prints."""
    page = reading.html
    if page is None or page.carrier is not None:
        return
    bounds: dict[str, float] = {}
    if reading.outline.title is None and reading.outline.head_title is not None and not reading.outline.head_title.agreed:
        bounds["title"] = UNPRINTED_TITLE
    if page.holds_tags or _goes_on_outside(reading):
        bounds["body"] = SWALLOWED_FIELD
    data = reading.machine.text[:MAX_CLAIMS_CHARS]
    if len(data) >= MIN_STATED_PAIRS and len(stated := letter_pairs(_in_one_script(reading, data))) >= MIN_STATED_PAIRS:
        printed = letter_pairs("".join(report.body)[:MAX_CLAIMS_CHARS])
        shared = len(stated & printed)
        if shared < SHARED_WITH_DATA * len(printed):  # the data of another report: what else they say is no more of this one
            bounds |= {"title": CARRIED_FIELD, "date_published": CARRIED_FIELD, "body": CARRIED_FIELD}
        elif shared < PRINTED_OF_DATA * len(stated):
            bounds["body"] = CARRIED_FIELD
    reading.bounds = {**bounds, **reading.bounds}


def _goes_on_outside(reading: Reading) -> bool:
    """Whether a paragraph worded as reports are was left out behind the text of a page that closes more boxes than it opens."""
    if reading.html is None or not reading.paragraphs:
        return False
    last = reading.paragraphs[-1]
    behind = (
        block for block in reading.blocks[last + 1 : last + 1 + BLOCKS_BEHIND] if block.role is Role.TAIL and not block.features.links
    )
    left = any(len(block.text) >= MIN_LEFT_CHARS and furniture_odds(block.text) < 0 for block in behind)
    return left and reading.html.tree.closes_too_often()


def raise_flags(reading: Reading, report: Report) -> None:
    """Fill in the flags, and what showed each."""
    robots = reading.html.machine.meta("robots") if reading.html else None
    said_to_robots = (reading.page.headers.get("x-robots-tag"), robots)
    flagged = flags_of(reading.blocks, report.body, report.repairs, title=report.title or "", robots=said_to_robots)
    if _stops_within_text(reading):
        flagged.setdefault("truncated", said("the page stops within the text"))
        reading.bounds = {**reading.bounds, "body": INCOMPLETE_FIELD}
    if reading.page.hints is not None and reading.page.hints.unverified_tls:
        flagged[UNVERIFIED_TLS] = said("the certificate that it came under does not hold")
    if reading.html is not None and reading.html.carrier is not None:
        flagged[SHOWN_BY_SCRIPT] = report.evidence["body"] = _CARRIERS[reading.html.carrier]
        reading.bounds = {**dict.fromkeys(_READ_BY_CARRIER, CARRIED_FIELD), **reading.bounds}
    elif reading.html is not None and reading.html.shown_by_script:
        flagged[SHOWN_BY_SCRIPT] = said("its style sheets hide nearly all of the text; a reader sees it once a script has run, if at all")
    if flagged:
        report.flags = list(flagged)
        report.evidence["flags"] = said_list(said("{flag}: {why}", flag=SaidText(flag), why=why) for flag, why in flagged.items())


def _stops_within_text(reading: Reading) -> bool:
    """Whether the source of a page stops before its end, and nothing stands behind the text but the beginning of a sentence."""
    if reading.html is None or not reading.paragraphs:
        return False
    behind = [block for block in reading.blocks[reading.paragraphs[-1] + 1 :] if block.text.strip()]
    begun = len(behind) == 1 and not behind[0].features.links and not ends_sentence(behind[0].text)
    return (not behind or begun) and reading.html.tree.ends_open()


def judge_topic(reading: Reading, report: Report) -> Rejection | None:
    """Fill in what the report is about, and turn away what is off topic."""
    report.topic = topic_of(report.title, report.body)
    if reading.topic == "civic" and not is_civic(report.topic):
        return reading.reject(
            Outcome.OFF_TOPIC,
            Reason.LOW_SCORE,
            said("score {score:g}: not about civilised-city building or neighbourhood governance", score=report.topic.score),
        )
    return None


def judge_genre(reading: Reading, report: Report) -> Rejection | None:
    """Turn away what is no report (an advert, an essay, a notice, a forum post, a gazetteer entry), unless every article is wanted.

    A page of HTML without a headline is a piece of a site rather than a report: its front page, a list, a widget.
    """
    if reading.topic == "civic" and report.title is None and reading.html is not None:
        return reading.reject(Outcome.NO_ARTICLE, Reason.NO_HEADLINE, said("no block of the page reads as the headline of a report"))
    credited = "".join(p.text for n in reading.paragraphs for p in reading.blocks[n].pieces if p.role is Role.CREDIT)
    genre = genre_of(report.title, report.body, place=report.place, credited=credited)
    reading.genre = genre.report
    report.evidence["genre"] = said("{share:.2f} a report: {signs}", share=genre.report, signs=genre.because)
    if reading.topic == "civic" and not is_report(genre):
        return reading.reject(Outcome.NOT_REPORT, Reason.OTHER_GENRE, report.evidence["genre"])
    return None


def find_place(reading: Reading, report: Report) -> None:
    """Fill in the division that the report is about."""
    head = reading.html.title if reading.html else None
    # what stands under pictures, and where an advertiser trades that a copying site puts in front, tell less than the text, not nothing
    in_front = (piece.text for block in reading.blocks if len(block.pieces) > 1 for piece in block.pieces if piece.rule == ADVERTISER)
    text = [*report.body, *report.captions, *in_front]
    report.place, said = place_of(report.title, text, report.source, url=reading.page.url, declared=reading.page.region, head=head)
    if said:
        report.evidence["place"] = said


def count_figures(reading: Reading, report: Report) -> None:
    """Fill in the counted facts, none of them from a doubtful place."""
    doubts = doubts_in_body(reading.blocks, reading.doubts)
    report.figures = figures_of(report.body, doubts)
    counts = {"count": len(report.figures), "paragraphs": len(report.body), "doubtful": sum(map(len, doubts.values()))}
    report.evidence["figures"] = said("{count} in {paragraphs} paragraphs, {doubtful} doubtful places", **counts)


def name_practices(_reading: Reading, report: Report) -> None:
    """Fill in the named ways of working."""
    by_rule = practices_by_rule(report.body)
    report.practices = [practice for practice, _ in by_rule]
    rules = sorted({rule for _, rule in by_rule})
    report.evidence["practices"] = said_list(map(SaidText, rules), ", ") if rules else said("none has the form of one")


def surroundings(reading: Reading) -> Around:
    """Gather what stands around the report, for :func:`newsbot.facts.confidence.confidence_of`."""
    html, outline = reading.html, reading.outline
    said = html.machine if html else None
    claims = [*(s.value for s in (*said.metas, *said.items)), *(s.text for s in (*said.times, *said.json_ld))] if said else []
    return Around(
        head=html.title if html else None,
        claims=_in_one_script(reading, "\n".join(claims)[:MAX_CLAIMS_CHARS]),
        metas=[line for _, line in reading.own_metas],
        title_block=outline.title,
        true_title=outline.true_title,
        close_headline=outline.close,
        threshold=threshold(),
        genre=reading.genre,
        machine=replace(
            reading.machine,
            source=reading.machine.source and _in_one_script(reading, reading.machine.source),
            authors=tuple(_in_one_script(reading, name) for name in reading.machine.authors),
        ),
        source_way=reading.source_way,
        bounds=reading.bounds,
    )


def estimate(reading: Reading, report: Report) -> None:
    """Fill in how likely each field is right."""
    report.confidence = confidence_of(report, surroundings(reading))


FACTS: Final[tuple[FactStep, ...]] = (
    state_date,
    credit_source,
    credit_authors,
    doubt_damage,
    doubt_data,
    raise_flags,
    judge_topic,
    find_place,
    judge_genre,
    count_figures,
    name_practices,
    estimate,
)
"""The steps of :func:`facts`, in order; one that raises leaves its fields as they were."""


def facts(reading: Reading) -> Rejection | None:
    """Fill the report's fields from evidence, and judge its topic: every step of :data:`FACTS`, each for itself."""
    report = reading.report
    if report is None:
        raise ValueError("facts are read from a report; the stage fold makes it")
    for step in FACTS:
        try:
            if rejection := step(reading, report):
                return rejection
        except TakesTooLongError:
            raise
        except Exception as error:  # noqa: BLE001 - a fault on one page is noted and ends no run
            reading.note_failure(stage_name(step), error)
            if step is judge_topic and reading.topic == "civic":
                return reading.reject(Outcome.UNREADABLE, Reason.FAULT, said("its topic could not be judged"))
    if reading.failures:
        report.flags.append(PLAIN_READING)
    return None
