"""Page -> Report | Rejection: the one composition of the rooms text, page and facts. Pure: no network, no clock, no state.

The work is cut into :data:`STAGES`, which the item pipelines call one by one and :func:`normalise` calls in a row, so that a crawl,
a batch engine and a test all run the same functions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from newsbot.model import Block, Edit, Outcome, Page, Rejection, Report, Script
from newsbot.page.plain import read_plain
from newsbot.text.charset import decode, looks_binary

TopicName = Literal["civic", "any"]


@dataclass(slots=True)
class Reading:
    """What is known of a page so far; every stage adds to it."""

    page: Page
    topic: TopicName = "civic"
    encoding: str = ""
    decoded_because: str = ""
    blocks: list[Block] = field(default_factory=list)
    edits: tuple[Edit, ...] = ()
    script: Script = "Hans"
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
    if topic not in {"civic", "any"}:
        raise ValueError(f"topic is {topic!r}; it may be 'civic' or 'any'")
    reading = Reading(page, topic)
    for stage in STAGES:
        if rejection := stage(reading):
            return rejection
    assert reading.report is not None
    return reading.report


def read(reading: Reading) -> Rejection | None:
    """Bytes to text by evidence, text to blocks."""
    page = reading.page
    if not page.body.strip():
        return reading.reject(Outcome.EMPTY, "the page has no content")
    if why := looks_binary(page.body):
        return reading.reject(Outcome.UNREADABLE, f"not a text: {why}")
    decoded = decode(page.body, _declared(page))
    reading.encoding, reading.decoded_because = decoded.encoding, decoded.because
    reading.blocks = read_plain(decoded.text)
    if not reading.blocks:
        return reading.reject(Outcome.EMPTY, "the page has no visible text")
    return None


def restore(reading: Reading) -> Rejection | None:
    """Undo what mirrors did to the characters."""
    return None


def label(reading: Reading) -> Rejection | None:
    """Give every block, or piece of one, its role and the rule that gave it."""
    return None


def fold(reading: Reading) -> Rejection | None:
    """Fold the labelled blocks into a report."""
    reading.report = Report(reading.page, "", reading.encoding, hashlib.sha256(reading.page.body).hexdigest())
    return None


def facts(reading: Reading) -> Rejection | None:
    """Fill the report's fields from evidence, and judge its topic."""
    return None


STAGES: tuple[Stage, ...] = (read, restore, label, fold, facts)


def _declared(page: Page) -> str | None:
    """The charset of the Content-Type header, if one was sent."""
    for parameter in page.headers.get("content-type", "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None
