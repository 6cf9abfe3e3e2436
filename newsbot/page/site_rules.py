"""Site rules: for sites and content systems whose pages are known, where the report and its fields stand. Data: ``data/site_rules.toml``.

A rule names class and id words, not paths: they are what a block already knows of the elements around it. It is chosen by the host of
the page, or by marks in it, and by the day on which the page was fetched, for layouts change and archives stay.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from newsbot.data import table
from newsbot.html.page import HtmlPage
from newsbot.lines.measures import han, is_paragraph
from newsbot.model import CHINA, Block

LEAST = 25
"""Han characters of running text that a rule's element must hold; less is an empty shell, and the general way follows."""

FIELDS = ("title", "time", "source", "author", "editor")
RULE_WORDS = ("body", "leave", *FIELDS)
"""What a source's own rule may say, each a list of class or id words."""
MAX_FIELD = 120
"""Characters of a field; an element with more holds something else."""


@dataclass(frozen=True, slots=True)
class SiteRule:
    """One rule: see the head of the data file for what its words mean."""

    name: str
    hosts: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    first_day: date | None = None
    last_day: date | None = None
    body: tuple[str, ...] = ()
    leave: frozenset[str] = frozenset()
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def fits(self, host: str, day: date | None, words: frozenset[str]) -> bool:
        """Whether the rule speaks of a page of this host, fetched on this day, that has these class and id words."""
        if day is not None and ((self.first_day and day < self.first_day) or (self.last_day and day > self.last_day)):
            return False
        if self.hosts:
            return any(host == known or host.endswith("." + known) for known in self.hosts)
        return not self.marks.isdisjoint(words)


@dataclass(frozen=True, slots=True)
class SiteReading:
    """What a rule found: the blocks of the report, those among them that it leaves out, and fields as (block, text)."""

    rule: str
    body: tuple[int, ...]
    left_out: tuple[int, ...]
    fields: dict[str, tuple[int, str]]


def is_rule(words: Collection[str]) -> bool:
    """Whether these words, with class or id words for each, make a rule: body among them, and no others than there are."""
    return "body" in words and set(words) <= set(RULE_WORDS)


def read_by_rule(page: HtmlPage, clock: datetime | None, declared: Mapping[str, tuple[str, ...]] | None = None) -> SiteReading | None:
    """The report's blocks by the first rule that fits the page and finds running text; None where there is none.

    ``declared`` are the words of the rule that the page's own source brings, if it does: tried first.
    """
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    day = clock.astimezone(CHINA).date() if clock else None
    named = {block.features.names for block in page.blocks}
    all_words = frozenset(" ".join(named).split())
    words: list[frozenset[str]] = []
    own = (_rule({"name": "declared", "hosts": [host], **declared}),) if declared else ()
    for rule in (*own, *_rules()):
        if not rule.fits(host, day, all_words):
            continue
        if not words:
            known = {names: frozenset(names.split()) for names in named}
            words = [known[block.features.names] for block in page.blocks]
        body = _body(rule, page.blocks, words)
        if sum(han(page.blocks[n].text) for n in body if is_paragraph(page.blocks[n].text)) >= LEAST:
            between = range(body[0], body[-1] + 1)
            left_out = tuple(n for n in between if not words[n].isdisjoint(rule.leave) and page.blocks[n].text)
            return SiteReading(rule.name, body, left_out, _fields(rule, page.blocks, words))
    return None


def _body(rule: SiteRule, blocks: Sequence[Block], words: Sequence[frozenset[str]]) -> tuple[int, ...]:
    for name in rule.body:
        found = [n for n, near in enumerate(words) if name in near and near.isdisjoint(rule.leave) and not blocks[n].features.hidden]
        if found:
            return tuple(found)
    return ()


def _fields(rule: SiteRule, blocks: Sequence[Block], words: Sequence[frozenset[str]]) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for field, names in rule.fields:
        for n, near in enumerate(words):
            text = blocks[n].text
            if 0 < len(text) <= MAX_FIELD and not near.isdisjoint(names) and near.isdisjoint(rule.body):
                found[field] = (n, text)
                break
    return found


@cache
def _rules() -> tuple[SiteRule, ...]:
    return tuple(_rule(entry) for entry in table("site_rules.toml")["rule"])


def _rule(entry: Mapping[str, Any]) -> SiteRule:
    return SiteRule(
        name=entry["name"],
        hosts=tuple(entry.get("hosts", ())),
        marks=frozenset(entry.get("marks", ())),
        first_day=entry.get("from"),
        last_day=entry.get("until"),
        body=tuple(entry["body"]),
        leave=frozenset(entry.get("leave", ())),
        fields=tuple((field, tuple(entry[field])) for field in FIELDS if field in entry),
    )
