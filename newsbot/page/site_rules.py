"""Site rules: for sites and content systems whose pages are known, where the report and its fields stand. Data: ``data/site_rules.toml``.

A rule names elements by CSS or XPath selectors. It is chosen by the host of the page, or by marks in it, and by the day on which the page
was fetched, for layouts change and archives stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from newsbot.data import table
from newsbot.lines.measures import han, is_paragraph
from newsbot.model import CHINA, RULE_FIELDS, Block
from newsbot.read_page import ReadPage

if TYPE_CHECKING:
    from newsbot.html.selectors import Selected

MIN_RULE_HAN: Final = 25
"""Han characters of running text that a rule's element must hold; less is an empty shell, and the general way follows."""
MAX_FIELD_CHARS: Final = 120
"""Characters of a field; an element with more holds something else."""
MAX_RULED_CHARS: Final = 1_000_000
"""Characters of a page that rules are tried on: selectors are asked of none that is longer (:mod:`newsbot.html.selectors`), and to look for
marks takes a copy of it."""
_NAMED_FIELDS: Final = tuple(name for name in RULE_FIELDS if name not in {"body", "leave"})


@dataclass(frozen=True, slots=True)
class SiteRule:
    """One rule: see the head of the data file for what its words mean."""

    name: str
    hosts: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    body: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stem: bytes = b""
    """What all marks begin or end with: a page that does not hold it, as most do not, is searched once and not for each of them."""

    def fits(self, host: str, day: date | None, markup: bytes) -> bool:
        """Return whether the rule speaks of a page of this host, fetched on this day, with this markup (UTF-8, ASCII in lower case)."""
        if day is not None and ((self.first_day and day < self.first_day) or (self.last_day and day > self.last_day)):
            return False
        if self.hosts:
            return any(host == known or host.endswith("." + known) for known in self.hosts)
        return self.stem in markup and any(mark.encode() in markup for mark in self.marks)


@dataclass(frozen=True, slots=True)
class SiteReading:
    """What a rule found: the blocks of the report, those among them that it leaves out, and fields as (block, text)."""

    rule: str
    body: tuple[int, ...]
    left_out: tuple[int, ...]
    fields: dict[str, tuple[int, str]]


def read_by_rule(page: ReadPage) -> SiteReading | None:
    """Read the report's blocks by the first rule that fits the page and finds running text; None where there is none, or too long a page.

    The rule that the page's own source brings, if it does, is tried first.
    """
    if len(page.text) > MAX_RULED_CHARS:
        return None
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    clock, hints = page.page.fetched_at, page.page.hints
    day = clock.astimezone(CHINA).date() if clock else None
    own = (_rule({"name": "site.declared", "hosts": [host], **hints.rules}),) if hints and hints.rules else ()
    lowered = page.in_utf8.lower()  # letters of other scripts stay: a mark has none, and they take ten times longer
    for rule in (*own, *_rules()):
        if rule.fits(host, day, lowered) and (reading := _read(rule, page.blocks, page.text)):
            return reading
    return None


def _read(rule: SiteRule, blocks: Sequence[Block], markup: str) -> SiteReading | None:
    fields = [(name, selector) for name, selectors in rule.fields for selector in selectors]
    from newsbot.html.selectors import select  # noqa: PLC0415 - brings lxml, for pages that have a rule alone

    found = select(markup, blocks, [*rule.body, *rule.leave, *(selector for _, selector in fields)])
    bodies, left = found[: len(rule.body)], _blocks_of(found[len(rule.body) : len(rule.body) + len(rule.leave)])
    body: tuple[int, ...] = ()
    for elements in bodies:
        if body := tuple(n for n in _blocks_of([elements]) if n not in left and not blocks[n].features.hidden):
            break
    if sum(han(blocks[n].text) for n in body if is_paragraph(blocks[n].text)) < MIN_RULE_HAN:
        return None
    left_out = tuple(n for n in range(body[0], body[-1] + 1) if n in left and blocks[n].text)
    named = zip((name for name, _ in fields), found[len(rule.body) + len(rule.leave) :], strict=True)
    return SiteReading(rule.name, body, left_out, _fields(named, blocks, set(_blocks_of(bodies))))


def _blocks_of(found: Iterable[Sequence[Selected]]) -> list[int]:
    """Return the blocks of all these elements, in the order of the page."""
    return sorted({n for elements in found for element in elements for n in element.blocks})


def _fields(named: Iterable[tuple[str, list[Selected]]], blocks: Sequence[Block], body: set[int]) -> dict[str, tuple[int, str]]:
    """Return the text of each field and the block in which it stands: the first element outside the report that is short enough."""
    fields: dict[str, tuple[int, str]] = {}
    for name, elements in named:
        for element in elements:
            where = next((n for n in element.touches if n not in body and blocks[n].text), None)
            if where is None or name in fields:
                continue
            text = element.text if element.text in blocks[where].text else blocks[where].text  # restored, where damage stood in it
            if 0 < len(text) <= MAX_FIELD_CHARS:
                fields[name] = (where, text)
    return fields


@cache
def _rules() -> tuple[SiteRule, ...]:
    """Read the bundled rules. Their selectors, which a test has read, are read when a page first needs them."""
    return tuple(_made(entry) for entry in table("site_rules.toml")["rule"])


def _rule(entry: Mapping[str, Any]) -> SiteRule:
    """Make a rule of an entry that comes from outside. Raises ValueError naming the rule, the field and the selector that is none."""
    try:
        from newsbot.html.selectors import check_selectors  # noqa: PLC0415 - brings lxml

        check_selectors({field: entry[field] for field in RULE_FIELDS if field in entry})
    except ValueError as error:
        raise ValueError(f"site rule {entry['name']}: {error}") from error
    return _made(entry)


def _shared(marks: Sequence[str]) -> bytes:
    """Return the longest beginning or end that all of the marks have, empty where they have none.

    >>> _shared(["trs_editor", "trs_web"]), _shared(["v_news_content", "vsb_content"])
    (b'trs_', b'_content')
    """
    shortest = min(marks, key=len, default="")
    beginnings = (shortest[:size] for size in range(len(shortest), 0, -1))
    ends = (shortest[-size:] for size in range(len(shortest), 0, -1))
    beginning = next((start for start in beginnings if all(mark.startswith(start) for mark in marks)), "")
    end = next((stop for stop in ends if all(mark.endswith(stop) for mark in marks)), "")
    return max(beginning, end, key=len).encode()


def _made(entry: Mapping[str, Any]) -> SiteRule:
    return SiteRule(
        name=entry["name"],
        hosts=tuple(entry.get("hosts", ())),
        marks=tuple(entry.get("marks", ())),
        stem=_shared(entry.get("marks", ())),
        first_day=entry.get("from"),
        last_day=entry.get("until"),
        body=tuple(entry["body"]),
        leave=tuple(entry.get("leave", ())),
        fields=tuple((field, tuple(entry[field])) for field in _NAMED_FIELDS if field in entry),
    )
