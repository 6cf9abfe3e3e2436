"""The words everyone speaks: what flows from room to room, from the bytes of a page to the row of a report.

A :class:`Page` becomes :class:`Block` s, a labelled list of blocks becomes a :class:`Report` or a :class:`Rejection`, and the ledger
turns what it knows of a report into a :class:`newsbot.row.Row`, one line of JSONL.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from newsbot.outcomes import Outcome as Outcome  # noqa: PLC0414 - who handles verdicts finds all of them here
from newsbot.outcomes import Reason as Reason  # noqa: PLC0414
from newsbot.row import Content, plain
from newsbot.text.mojibake.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Mainland China keeps one zone without daylight saving since 1991; pages print its time without naming it."""


# ---------------------------------------------------------------------------------------------------------------- the page


RULE_FIELDS: Final = ("body", "leave", "title", "time", "source", "author", "editor")
"""What a site rule may name, each with a list of selectors."""


def is_rule(given: Collection[str]) -> bool:
    """Return whether these fields make a site rule: body among them, and no others than there are."""
    return "body" in given and set(given) <= set(RULE_FIELDS)


UNVERIFIED_TLS: Final = "unverified_tls"
RENDERED: Final = "rendered"
"""The flag of a response, and of a report, that came under a certificate which does not hold."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a page's declared source says of its pages, for what they do not say themselves.

    ``region``: names of the division that it reports on, from the province down. ``charset``: what it writes in, one vote among
    others. ``rules``: CSS or XPath selectors by field, as in ``data/site_rules.toml``; see :func:`is_rule`. ``original``: whether reports
    first stand there. ``listed``: whether the page was asked for as a list, which it then is, whatever it looks like. ``modified``: when
    the list or feed that named it says that it last changed, ISO 8601; ``published``, ``headline`` and ``author``: what that says of
    these. ``unverified_tls``: whether it came under a certificate that does not hold. ``rendered``: whether it is what a browser made of
    the page by running its scripts.
    """

    region: tuple[str, ...] = ()
    charset: str | None = None
    rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    original: bool = False
    listed: bool = False
    modified: str | None = None
    unverified_tls: bool = False
    rendered: bool = False
    published: str | None = None
    headline: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True, init=False)
class Page:
    """One response, from the network or from an archive: after this point nobody knows which.

    ``body`` may be given as text, where somebody has decoded it already: then it is kept in ``text``, too, and believed. ``headers`` are
    looked up without regard to case. ``fetched_at`` is the clock of the page, from which relative dates count (an aware datetime, or
    ISO 8601 text with an offset; a text without one is read as Asia/Shanghai). ``archive`` says where the raw page lies and ``source``
    which declared source it belongs to; both only travel into the row's provenance. ``hints`` is what that source says of its pages;
    None where nobody has asked whose page it is.
    """

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched_at: datetime | None = None
    status: int = 200
    archive: str | None = None
    source: str | None = None
    hints: Hints | None = None
    text: str | None = None

    def __init__(  # noqa: PLR0917 - the order of the fields, as the class would have it
        self,
        url: str,
        body: bytes | str,
        headers: Mapping[str, str] | None = None,
        fetched_at: datetime | str | None = None,
        status: int = 200,
        archive: str | None = None,
        source: str | None = None,
        hints: Hints | None = None,
        text: str | None = None,
    ) -> None:
        """Accept the body and the clock as text. Raises ValueError on a clock that is no ISO 8601 time."""
        if isinstance(body, str):
            text = body
        raw = body.encode("utf-8", "replace") if isinstance(body, str) else body
        moment = datetime.fromisoformat(fetched_at) if isinstance(fetched_at, str) else fetched_at
        if moment is not None and moment.tzinfo is None:
            moment = moment.replace(tzinfo=CHINA)
        lowered = {name.lower(): value for name, value in (headers or {}).items()}
        given = (url, raw, lowered, moment, status, archive, source, hints, text)
        for declared, value in zip(fields(self), given, strict=True):
            object.__setattr__(self, declared.name, value)

    def without_body(self) -> Page:
        """Return the page without its body and headers: what a verdict needs of it."""
        return replace(self, body=b"", headers={}, text=None)

    @property
    def region(self) -> tuple[str, ...]:
        """Names of the division that the page's source reports on, from the province down: a prior for places, never evidence."""
        return self.hints.region if self.hints else ()

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

    __hash__ = str.__hash__  # that of an Enum is a function in Python: every look-up in a set of roles took three times as long

    @property
    def kept(self) -> bool:
        """Whether text of this role stands in the row as text (title, body, captions)."""
        return self in KEPT


KEPT: Final = frozenset({Role.TITLE, Role.BODY, Role.SUBHEAD, Role.CAPTION})
"""The roles whose text stands in the row as text."""


class Piece(NamedTuple):
    """A part of a block's text with one role, and the name of the rule that gave it. Pieces of a block join to its text.

    A piece whose role is None is open: no rule has spoken of it yet.
    """

    text: str
    role: Role | None
    rule: str = ""


MOSTLY_LINKS: Final = 0.5
"""Share of a block's characters inside links from which it leads to other pages, as a headline in a list does, and is no text."""


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
        pieces = self.pieces
        if len(pieces) == 1:  # most blocks
            if pieces[0][1] is None:
                self.pieces = (_new_piece(Piece, (pieces[0][0], role, rule)),)
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
        """Carve as :meth:`carve` does, with ``start`` and ``end`` in the text of the pieces that have the role ``within`` (None: open).

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
        pieces = self.pieces
        if len(pieces) <= 1:  # most blocks, asked for often
            return self.text.strip() if pieces and pieces[0][1] is None else ""
        return "".join(p.text for p in pieces if p.role is None).strip()

    @property
    def role(self) -> Role | None:
        """The role of the block's text: that of its kept pieces where it has any, else of the first piece; None while open."""
        pieces = self.pieces
        if len(pieces) <= 1:  # asked for more often than anything else
            return pieces[0][1] if pieces else None
        roles = [p.role for p in pieces if p.text.strip()]
        if None in roles:
            return None
        return next((role for role in roles if role and role.kept), roles[0] if roles else None)

    def kept(self, *roles: Role) -> str:
        """Return the text of the pieces that have one of ``roles``, joined, without white space around it."""
        if len(self.pieces) <= 1:
            return self.text.strip() if self.pieces and self.pieces[0].role in roles else ""
        return "".join(p.text for p in self.pieces if p.role in roles).strip()


# ------------------------------------------------------------------------------------------------------------ the verdicts


@dataclass(frozen=True, slots=True)
class Rejection:
    """A page that gives no report: its outcome and reason, and in ``detail`` one sentence for people.

    ``blocks`` are labelled as far as the reading came.
    """

    page: Page
    outcome: Outcome
    reason: Reason
    detail: str = ""
    encoding: str | None = None
    blocks: tuple[Block, ...] = ()
    edits: tuple[Edit, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return how the page ended, ready for `json.dumps`."""
        said = {"outcome": self.outcome, "reason": self.reason, "detail": self.detail}
        return {"url": self.page.url, **plain(said), **_provenance(self.page, encoding=self.encoding)}

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), _lightly(self))


@dataclass(slots=True)
class Report(Content):
    """What one page says, clean: everything in a row that concerns this page alone.

    ``blocks`` and ``edits`` account for every character of the page: see :mod:`newsbot.page.conservation`. A pickle of a report is small:
    it leaves them out, and the body of its page. Whoever needs them elsewhere pickles them beside it.
    """

    page: Page
    encoding: str
    content_sha256: str
    canonical: str | None = None
    """The address that the page says its report has, where that is another page (``rel=canonical``, ``og:url``). Anyone can claim."""
    blocks: tuple[Block, ...] = ()
    edits: tuple[Edit, ...] = ()
    evidence: dict[str, str] = field(default_factory=dict)
    """Field name -> where its value was read and by which rule; shown by ``scrapy explain``."""

    def to_dict(self) -> dict[str, Any]:
        """Return what the row says of this page alone, under the keys of the row and ready for `json.dumps`."""
        said = {declared.name: plain(getattr(self, declared.name)) for declared in fields(Content)}
        provenance = _provenance(self.page, content_sha256=self.content_sha256, encoding=self.encoding)
        return {"url": self.page.url, **said, **provenance}

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), _lightly(self))


def _provenance(page: Page, **known: str | None) -> dict[str, Any]:
    moment = page.fetched_at.astimezone(CHINA).isoformat() if page.fetched_at else None
    return {"fetched_at": moment, "provenance": {"source": page.source, "archive": page.archive, **known}}


def _lightly(verdict: Report | Rejection) -> dict[str, Any]:
    """Return what a pickle keeps of a verdict."""
    kept = {declared.name: getattr(verdict, declared.name) for declared in fields(verdict) if declared.name not in {"blocks", "edits"}}
    return kept | {"page": verdict.page.without_body()}


def _rebuilt(of: type[Report | Rejection], kept: dict[str, Any]) -> Report | Rejection:
    return of(**kept)
