"""The row: what one line of JSONL says of one report, and what its fields hold. Imports nothing of ours.

The JSON Schema in ``schema/`` is generated from :class:`Row`; its descriptions are the words below its fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Script = Literal["Hans", "Hant"]


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
