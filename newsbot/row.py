"""The row: what one line of JSONL says of one report, and what its fields hold. Imports nothing of ours.

The JSON Schema in ``schema/`` and the table in docs/fields.md are generated from :class:`Row`: the words below its fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from math import isfinite
from typing import Any, Final, Literal

Script = Literal["Hans", "Hant"]

DAY_CHARS: Final = len("2023-04-10")
"""Characters of a day, with which every time of a row begins."""
DIVISION_LEVELS: Final = ("province", "city", "county", "street", "community")
"""The levels of a place from above, each within the one before it; a zone may lie across them."""


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


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a damaged span may have been, with the probability (0 to 1) that it was."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class OpenDamage:
    """A span that could not be repaired: the paragraph's index in the body, where it begins there, and what is printed."""

    paragraph: int
    start: int
    printed: str
    candidates: list[Proposal] = field(default_factory=list)


@dataclass(slots=True)
class Repairs:
    """How many repairs of each kind of damage were made (:class:`newsbot.text.mojibake.DamageKind`).

    ``uncertain`` counts those that may have lost a digit or a name.
    """

    pinyin_annotations: int = 0
    byte_shifts: int = 0
    watermarks: int = 0
    doubled_punctuation: int = 0
    entities: int = 0
    stray_characters: int = 0
    uncertain: int = 0
    open: list[OpenDamage] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FieldConfidence:
    """For each field the calibrated probability (0 to 1) that what the row says is right, null and [] included; None: not estimated."""

    title: float | None = None
    date_published: float | None = None
    source: float | None = None
    authors: float | None = None
    body: float | None = None
    place: float | None = None
    topic: float | None = None


@dataclass(frozen=True, slots=True)
class Contested:
    """What another copy says differently of one field of the row; of the ``body`` and the ``title``, what was put into the chosen copy."""

    field: Literal["figures", "dates", "names", "places", "body", "title"]
    value: str
    url: str


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


# ----------------------------------------------------------------------------------------------------------------- the row


COLUMN: Final = {"column": True}
"""Marks a field of :class:`Content` that is a column of the ledger's table of pages, not packed with the rest."""

UNCOUNTED: Final = {"counted": False}
"""Marks one that nearly every report has, or few should: runs do not count how many have it, and a fall is no alarm."""

UNSTABLE: Final = {"golden": False}
"""Marks one that changes with each fit of weights, or only repeats the address: the goldens of pages do not show it."""

_UNMARKED: Final = {"column": False, "counted": True, "golden": True}


@dataclass(slots=True, kw_only=True)
class Content:
    """What one page says of its report. A field is declared here and nowhere else.

    The report that `normalise` gives, what the ledger keeps of a page, the row, its JSON Schema, docs/fields.md, the counts of a run,
    `scrapy explain` and the goldens all follow. The words below a field are its description in the schema and in the docs.
    """

    site: str = field(metadata=COLUMN | UNCOUNTED | UNSTABLE)
    """its registered domain"""
    title: str | None = field(default=None, metadata=COLUMN)
    """without site names, and without what mirrors glue on"""
    title_raw: str | None = field(default=None, metadata=COLUMN | UNCOUNTED)
    """as printed on that copy"""
    date_published: str | None = field(default=None, metadata=COLUMN)
    """as stated, Asia/Shanghai: `2023-04-10T14:53:03+08:00` (seconds 00 where only the minute is stated), or `2023-04-10` where
    only the day is"""
    date_modified: str | None = None
    """where the page, or the feed that named it, states a later change"""
    source: str | None = field(default=None, metadata=COLUMN)
    """the medium credited (来源)"""
    authors: list[Author] = field(default_factory=list)
    """`{name, role}`; role is `author`, `reporter`, `correspondent`, `photographer` or `editor`"""
    keywords: list[str] = field(default_factory=list)
    """from the page's own keyword and tag lines"""
    captions: list[str] = field(default_factory=list)
    """of the images in the report"""
    images: list[Image] = field(default_factory=list)
    """`{url, caption}`, of the body only"""
    body: list[str] = field(default_factory=list)
    """paragraphs, subheads among them: simplified script, damage repaired, full-width punctuation in Chinese context; no sidebars, spam,
    watermarks, captions"""
    place: Place = field(default_factory=Place)
    """`{province, city, county, street, community, zone}`, each `{name, code}` or null: the division the report is about, and `candidates`
    where that is ambiguous"""
    figures: list[Figure] = field(default_factory=list)
    """`{value, unit, what, text, approximate, paragraph}`: counted facts; `what` is the noun counted or null, `text` the words as printed,
    `approximate` the word printed (余, 多, 近 …), `paragraph` the index in `body`"""
    practices: list[Practice] = field(default_factory=list)
    """`{name, kind, paragraph}`: named ways of working (“四包”机制), each once; `kind` is the word after the name or null, `paragraph` the
    index of the first mention"""
    topic: Topic = field(default_factory=lambda: Topic(0.0), metadata=UNCOUNTED | UNSTABLE)
    """`{score, terms}`: why it counts as a civic report"""
    script: Script = field(default="Hans", metadata=UNCOUNTED)
    """`Hans` or `Hant`, of the page as found"""
    repairs: Repairs = field(default_factory=Repairs, metadata=UNCOUNTED)
    """how many repairs of each kind were made; `uncertain` counts those that may have lost a digit or a name; `open` lists what could not
    be repaired: `{paragraph, start, printed, candidates}`, candidates of `{text, probability}`"""
    flags: list[str] = field(default_factory=list, metadata=UNCOUNTED)
    """`spun` (rewritten by a machine), `truncated`, `uncertain_repair`, `contested`, `unverified_tls` (its certificate does not hold),
    `shown_by_script` (its page prints no text until a script has run), `foreign_passage` (a paragraph breaks with the rest) …"""
    confidence: FieldConfidence = field(default_factory=FieldConfidence, metadata=UNCOUNTED | UNSTABLE)
    """`{title, date_published, source, authors, body, place, topic}`: for each the calibrated probability (0 to 1) that what the row says
    is right, null and [] included; null where it is not estimated"""


def named(mark: str, of: type = Content) -> tuple[str, ...]:
    """Return the names of the fields with a mark (`column`, `counted`, `golden`), in their order."""
    return tuple(declared.name for declared in fields(of) if _marked(declared, mark))


def filled(content: Content) -> Iterator[str]:
    """Yield the names of the counted fields that say something: more than what stands there when nothing is known."""
    for declared in fields(Content):  # what a report adds of its own is no field of the row
        if _marked(declared, "counted"):
            nothing = declared.default if declared.default_factory is MISSING else declared.default_factory()
            if getattr(content, declared.name) != nothing:
                yield declared.name


def _marked(declared: Field[Any], mark: str) -> bool:
    return bool(declared.metadata.get(mark, _UNMARKED[mark]))


@dataclass(kw_only=True)
class Identity:
    """Which report a row is of, and where its chosen copy stands."""

    id: str
    """the report's stable name: the same across runs, copies and revisions"""
    revision: int
    """1, then one more whenever a later row of the same id differs"""
    status: Literal["valid", "merged", "withdrawn"]
    """`valid`; `merged` when two ids turned out to be one report (the younger id's last row); `withdrawn` when it was taken back"""
    merged_into: str | None
    """for a merged row, the older id that stands for the report"""
    url: str
    """address of the copy that stands for the report"""


@dataclass(kw_only=True)
class Row(Content, Identity):
    """One line of JSONL: one report, with every copy of it found so far. What it says of the report is :class:`Content`."""

    contested: list[Contested]
    """`{field, value, url}`: what another copy says differently; field is `figures`, `names`, `dates` or `places`, the row keeps its own.
    Of the `body`: a paragraph of the copy at `url`, or sentences of one, that others lack and that break with the rest; of the `title`:
    an end that is glued to it there, that others lack and of which the text never speaks; the row leaves both out"""
    copies_count: int
    """how many other copies are known"""
    copies: list[Copy]
    """the other copies, the nearest first, 200 at most: `{url, site, title_raw, date_published, source, kind, similarity, first_seen}`;
    kind is `same`, `mirror`, `excerpt` (a part), `digest` (a page of several reports) or `rewrite`"""
    chosen_because: list[str]
    """why this copy stands for the report, the weightiest reason first: it stands on the site of the medium credited, is found by a
    declared source, stands on the site of an authority or a medium, says nothing else than an older or more trusted copy, is not
    reworded, holds the whole report, is undamaged, was seen in an earlier run, states the earliest time …"""
    fetched_at: str | None
    """when this copy was fetched"""
    first_seen: str | None
    """when the report was first seen"""
    gone_since: str | None
    """when the chosen address was found deleted (404 or 410, twice)"""
    provenance: Provenance
    """`{run, source, archive, content_sha256, encoding, version}`: which run and declared source, where the raw page lies, the hash of its
    bytes, how it was decoded, the version that read it"""


def plain(value: Any, text: Callable[[str], str] = str) -> Any:
    """Return a value of a row as the json module writes it: objects as dicts, enums of texts as texts. ``text`` is done to every text.

    Raises ValueError on NaN and infinity: JSON has no such numbers.
    """
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if isinstance(value, str):
        return text(value)
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f"{value} is not JSON compliant")
    if isinstance(value, list | tuple):
        return [plain(element, text) for element in value]
    if isinstance(value, dict):
        return {plain(key, text): plain(element, text) for key, element in value.items()}
    names = _names[kind]
    return value if names is None else {name: plain(getattr(value, name), text) for name in names}


_AS_THEY_ARE: Final = frozenset({int, bool, type(None)})


class _Names(dict[object, "tuple[str, ...] | None"]):
    """Class -> the names of its fields, None of one that is no dataclass; found when first asked for."""

    def __missing__(self, kind: Any) -> tuple[str, ...] | None:
        names = self[kind] = tuple(declared.name for declared in fields(kind)) if is_dataclass(kind) else None
        return names


_names = _Names()
