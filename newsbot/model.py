"""The words everyone speaks: what flows from room to room, from the bytes of a page to the row of a report.

A :class:`Page` becomes :class:`Block` s, a labelled list of blocks becomes a :class:`Report` or a :class:`Rejection`, and the ledger
turns what it knows of a report into a :class:`Row`, one line of JSONL. This module imports nothing of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Mainland China keeps one zone without daylight saving since 1991; pages print its time without naming it."""

Confidence = Literal["high", "low"]
Script = Literal["Hans", "Hant"]


# ---------------------------------------------------------------------------------------------------------------- the page


@dataclass(frozen=True, slots=True)
class Page:
    """One response, from the network or from an archive: behind this point nobody knows which.

    ``headers`` are looked up without regard to case. ``fetched_at`` is the clock of the page, from which relative dates count
    (an aware datetime, or ISO 8601 text with an offset; a text without one is read as Asia/Shanghai). ``archive`` says where the
    raw page lies and ``source`` which declared source led to it; both only travel into the row's provenance. ``region`` is that source's
    own, from the province down: what 我市 means there, and which of several namesakes is likely.
    """

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched_at: datetime | None = None
    status: int = 200
    archive: str | None = None
    source: str | None = None
    region: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Accept the clock as text, as replay folders write it. Raises ValueError on text that is no ISO 8601 time."""
        moment = datetime.fromisoformat(self.fetched_at) if isinstance(self.fetched_at, str) else self.fetched_at
        if moment is not None and moment.tzinfo is None:
            moment = moment.replace(tzinfo=CHINA)
        object.__setattr__(self, "fetched_at", moment)
        object.__setattr__(self, "headers", {name.lower(): value for name, value in self.headers.items()})

    @property
    def content_type(self) -> str:
        """The media type alone, lower case, without parameters; empty where none was sent."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


# -------------------------------------------------------------------------------------------------------------- the blocks


class Role(StrEnum):
    """What a block, or a piece of one, is on its page."""

    TITLE = "title"
    BODY = "body"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    # read into fields of the row
    META_LINE = "meta line"  # published time, source, counters around them
    CREDIT = "credit"  # who wrote, photographed, edited
    KEYWORDS = "keywords"
    # left out of the row
    REPEAT = "repeat"  # the title or the lead printed once more
    PLACEHOLDER = "placeholder"  # 资料图片, an image's file name
    BREADCRUMB = "breadcrumb"
    NAVIGATION = "navigation"
    SIDEBAR = "sidebar"  # other reports' headlines and abstracts
    SHARE = "share"  # share, print and font-size widgets
    DISCLAIMER = "disclaimer"
    CONTACT = "contact"  # telephone, mail, address of the editors
    PERMALINK = "permalink"
    READING_TIME = "reading time"
    WATERMARK = "watermark"
    SPAM = "spam"  # porn, gambling and SEO lines, clickbait glued to a title
    ADVERT = "advert"
    TAIL = "tail"  # whatever stands behind the end of the report
    HEADER = "header"  # whatever stands before its title
    HIDDEN = "hidden"  # on the page, but not shown to a reader
    DAMAGE = "damage"  # characters that only damage put there

    @property
    def kept(self) -> bool:
        """Whether text of this role stands in the row as text (title, body, captions)."""
        return self in _KEPT


_KEPT = frozenset({Role.TITLE, Role.BODY, Role.SUBHEAD, Role.CAPTION})


class Piece(NamedTuple):
    """A part of a block's text with one role, and the name of the rule that gave it. Pieces of a block join to its text.

    A piece whose role is None is open: no rule has spoken of it yet.
    """

    text: str
    role: Role | None
    rule: str = ""


class Features(NamedTuple):
    """What the markup says of a block. A plain-text document knows only the defaults.

    ``links`` is the share of the characters inside links (0 to 1). ``element`` numbers the block-level element in which the text
    stands, ``container`` the nearest one around it that holds several blocks, so that the paragraphs of one article share it.
    ``names`` are the class and id names from the text outward, lower case. ``target`` is the address of the image that the block
    is. ``indented``: ideographic or fixed blanks stand before the text.
    """

    tag: str = "p"
    depth: int = 0
    links: float = 0.0
    hidden: bool = False
    container: int = 0
    names: str = ""
    target: str | None = None
    bold: bool = False
    element: int = 0
    indented: bool = False
    centred: bool = False


PLAIN = Features()
_new_piece = tuple.__new__
"""A NamedTuple's own constructor takes three times as long, and a page has hundreds of pieces."""


@dataclass(slots=True)
class Block:
    """One block of a page in reading order: a paragraph, a heading, a line of a list.

    ``raw`` is the text as decoded, ``text`` the same after restoring (both without leading and trailing white space). Labelling
    never changes the text: it only says of each piece of it what it is, so that the pieces always join to the text.
    """

    raw: str
    text: str = ""
    features: Features = PLAIN
    pieces: tuple[Piece, ...] = ()

    def set_text(self, text: str) -> None:
        """Set the restored text, as one open piece."""
        self.text = text
        self.pieces = (_new_piece(Piece, (text, None, "")),) if text else ()

    def label(self, role: Role, rule: str) -> None:
        """Give every open piece this role."""
        if len(self.pieces) == 1:  # most blocks
            if self.pieces[0].role is None:
                self.pieces = (_new_piece(Piece, (self.pieces[0].text, role, rule)),)
            return
        self.pieces = tuple(Piece(p.text, role, rule) if p.role is None else p for p in self.pieces)

    def relabel(self, role: Role, rule: str) -> None:
        """Give the whole block this role, whatever was said before."""
        self.pieces = (Piece(self.text, role, rule),) if self.text else ()

    def carve(self, start: int, end: int, role: Role, rule: str) -> None:
        """Give ``text[start:end]`` this role, whatever was said before; the rest keeps its own."""
        out: list[Piece] = []
        offset = 0
        for piece in self.pieces:
            low, high = max(start - offset, 0), min(end - offset, len(piece.text))
            offset += len(piece.text)
            if low >= high:
                out.append(piece)
                continue
            parts = (Piece(piece.text[:low], piece.role, piece.rule), Piece(piece.text[low:high], role, rule))
            out += [part for part in (*parts, Piece(piece.text[high:], piece.role, piece.rule)) if part.text]
        self.pieces = tuple(out)

    def carve_in(self, within: Role | None, start: int, end: int, role: Role, rule: str) -> None:
        """Like :meth:`carve`, but ``start`` and ``end`` count in the text of the pieces that have the role ``within`` (None: open).

        That is in :attr:`open`, or in :meth:`kept` of that role alone; pieces between them that have other roles are stepped over.
        """
        inside = "".join(p.text for p in self.pieces if p.role is within)
        blank = len(inside) - len(inside.lstrip())
        spans: list[tuple[int, int]] = []
        offset = passed = 0
        for piece in self.pieces:
            if piece.role is within:
                low, high = max(start + blank - passed, 0), min(end + blank - passed, len(piece.text))
                if low < high:
                    spans.append((offset + low, offset + high))
                passed += len(piece.text)
            offset += len(piece.text)
        for low, high in spans:
            self.carve(low, high, role, rule)

    @property
    def open(self) -> str:
        """The text of the open pieces, joined, without white space around it."""
        if len(self.pieces) <= 1:  # most blocks, asked for often
            return self.text.strip() if self.pieces and self.pieces[0].role is None else ""
        return "".join(p.text for p in self.pieces if p.role is None).strip()

    @property
    def role(self) -> Role | None:
        """The role of the block's text: that of its kept pieces where it has any, else of the first piece; None while open."""
        if len(self.pieces) <= 1:
            return self.pieces[0].role if self.pieces else None
        roles = [p.role for p in self.pieces if p.text.strip()]
        if None in roles:
            return None
        return next((role for role in roles if role and role.kept), roles[0] if roles else None)

    def kept(self, *roles: Role) -> str:
        """The text of the pieces that have one of ``roles``, joined, without white space around it."""
        if len(self.pieces) <= 1:
            return self.text.strip() if self.pieces and self.pieces[0].role in roles else ""
        return "".join(p.text for p in self.pieces if p.role in roles).strip()


@dataclass(frozen=True, slots=True)
class Edit:
    """One repair of a block's characters: ``raw[start:end]`` of block ``block`` was ``before`` and became ``after``.

    ``kind`` is a key of :class:`Repairs`. A repair of low confidence may have lost a digit or a name.
    """

    block: int
    start: int
    end: int
    before: str
    after: str
    kind: str
    confidence: Confidence = "high"


# ----------------------------------------------------------------------------------------------- what a row's fields hold


@dataclass(frozen=True, slots=True)
class Author:
    """A person credited, and as what."""

    name: str
    role: Literal["author", "reporter", "correspondent", "photographer", "editor"]


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the report: its absolute address, and what is printed under it."""

    url: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division. ``code``: GB/T 2260, six digits; streets twelve (statistical code); None where there is none."""

    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The division a report is about. A level that is not known or ambiguous is None; then ``candidates`` names what it may be."""

    province: Division | None = None
    city: Division | None = None
    county: Division | None = None
    street: Division | None = None
    community: Division | None = None
    zone: Division | None = None
    candidates: list[Division] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Figure:
    """One counted fact. ``approximate`` is the word printed (余, 约, 至少), ``paragraph`` the index in the body."""

    value: float
    unit: str
    what: str | None
    text: str
    approximate: str | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class Practice:
    """A named way of working: its name without quotes, and the kind word behind it (机制, 模式 …)."""

    name: str
    kind: str | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class Topic:
    """Why a page counts as a civic report: a weighted score of terms, and the terms that were found."""

    score: float
    terms: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Repairs:
    """How many repairs of each kind were made. ``uncertain`` counts those that may have lost a digit or a name."""

    pinyin_annotations: int = 0
    byte_shifts: int = 0
    watermarks: int = 0
    doubled_punctuation: int = 0
    entities: int = 0
    stray_characters: int = 0
    uncertain: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """Another page with the same report."""

    url: str
    site: str
    title_raw: str | None
    date_published: str | None
    source: str | None
    kind: Literal["same", "mirror", "excerpt", "digest", "rewrite"]
    similarity: float
    first_seen: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which run and declared source, where the raw page lies, hash of its bytes, how it was decoded, version of the normaliser."""

    run: str
    source: str | None
    archive: str | None
    content_sha256: str
    encoding: str
    version: str


# ------------------------------------------------------------------------------------------------------------ the verdicts


class Outcome(StrEnum):
    """How a page ended: exactly one for each page visited."""

    REPORT = "report"
    MIRROR = "mirror"
    OFF_TOPIC = "off_topic"
    TOO_OLD = "too_old"
    LIST_PAGE = "list_page"
    PART = "part"  # a further page of an article, joined to its first
    NO_ARTICLE = "no_article"
    SPAM = "spam"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    MISSING_FILE = "missing_file"
    BAD_RECORD = "bad_record"
    NOT_MODIFIED = "not_modified"
    WITHDRAWN = "withdrawn"  # by `scrapy forget`: it stays out
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A page that gives no report: its outcome, and in one sentence why. ``blocks`` are labelled as far as the reading came."""

    page: Page
    outcome: Outcome
    reason: str
    encoding: str | None = None
    blocks: tuple[Block, ...] = ()
    edits: tuple[Edit, ...] = ()


@dataclass(slots=True)
class Report:
    """What one page says, clean: everything in a row that concerns this page alone.

    ``blocks`` and ``edits`` account for every character of the page: see :mod:`newsbot.page.accounts`.
    """

    page: Page
    site: str
    encoding: str
    content_sha256: str
    title: str | None = None
    title_raw: str | None = None
    date_published: str | None = None
    source: str | None = None
    authors: list[Author] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    place: Place = field(default_factory=Place)
    figures: list[Figure] = field(default_factory=list)
    practices: list[Practice] = field(default_factory=list)
    topic: Topic = field(default_factory=lambda: Topic(0.0))
    script: Script = "Hans"
    repairs: Repairs = field(default_factory=Repairs)
    flags: list[str] = field(default_factory=list)
    blocks: tuple[Block, ...] = ()
    edits: tuple[Edit, ...] = ()
    evidence: dict[str, str] = field(default_factory=dict)
    """Field name -> where its value was read and by which rule; shown by ``scrapy explain``."""


@dataclass(slots=True)
class Row:
    """One line of JSONL: one report, with every copy of it found so far."""

    id: str
    """The report's stable name: the same across runs, copies and revisions."""
    revision: int
    """1, then one more whenever a later row of the same id differs."""
    status: Literal["valid", "merged", "withdrawn"]
    """valid; merged when two ids turned out to be one report; withdrawn after `scrapy forget`."""
    merged_into: str | None
    """For a merged row, the older id that stands for the report."""
    url: str
    """Address of the chosen copy."""
    site: str
    """Registered domain of the chosen copy."""
    title: str | None
    """The title without site names and without what mirrors glued on."""
    title_raw: str | None
    """The title as printed on the chosen copy."""
    date_published: str | None
    """As stated, Asia/Shanghai: a time with offset, or a date where only the day is stated."""
    source: str | None
    """The medium credited (来源)."""
    authors: list[Author]
    """Who is credited, with their roles."""
    keywords: list[str]
    """From 关键词 and 标签 lines."""
    captions: list[str]
    """Captions of images in the report."""
    images: list[Image]
    """Images of the body."""
    body: list[str]
    """Paragraphs, subheads among them: simplified Chinese, damage repaired."""
    place: Place
    """The administrative division the report is about."""
    figures: list[Figure]
    """Counted facts."""
    practices: list[Practice]
    """Named ways of working that the report describes."""
    topic: Topic
    """Why it counts as a civic report."""
    script: Script
    """Script of the page as found."""
    repairs: Repairs
    """Counts of what was repaired."""
    flags: list[str]
    """spun, truncated, uncertain_repair …"""
    copies: list[Copy]
    """The other copies."""
    chosen_because: list[str]
    """Why this copy stands for the report."""
    fetched_at: str | None
    """When the chosen copy was fetched, ISO 8601 with offset."""
    first_seen: str | None
    """When the report was first seen, ISO 8601 with offset."""
    provenance: Provenance
    """Which run and source, where the raw page lies, how it was decoded."""
