"""What is furniture on the pages of a site, and a report of it without that: pure functions of what the pages say."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from newsbot.boilerplate.lines import furniture_in, recurring_lines
from newsbot.boilerplate.pages import SitePage, SitePages
from newsbot.boilerplate.titles import glue_on, recurring_ends, without_end
from newsbot.facts.left_out import leave_out
from newsbot.model import Report


@dataclass(frozen=True, slots=True)
class SiteFurniture:
    """What one site prints whatever its pages report: lines, by their folded letters, and ends of headlines, each with its rule."""

    lines: dict[str, str] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.lines or self.ends)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a report leaves out of what its page was read to say: lines of the body, and an end of the headline, each with its rule."""

    lines: tuple[tuple[int, str], ...] = ()
    end: tuple[str, str] | None = None

    def packed(self) -> str | None:
        """Return it as text, None where there is nothing."""
        if not self.lines and not self.end:
            return None
        return json.dumps({"lines": self.lines, "end": self.end}, ensure_ascii=False)


def unpacked(text: str | None) -> LeftOut:
    """Return what `LeftOut.packed` gave; nothing of a text that it cannot have given."""
    try:
        said: dict[str, Any] = json.loads(text or "{}")
        end = said.get("end")
        return LeftOut(tuple((int(line), str(rule)) for line, rule in said.get("lines", ())), (str(end[0]), str(end[1])) if end else None)
    except (ValueError, TypeError, AttributeError, IndexError, KeyError):
        return LeftOut()


def furniture_of(pages: Iterable[SitePage]) -> tuple[SiteFurniture, dict[str, int]]:
    """Return what recurs on these pages of a site, in whatever order they come, and in how many different texts each of it does."""
    site = SitePages(list(pages))
    lines = recurring_lines(site)
    ends = recurring_ends(site.without(lines.keys()))  # furniture names the site, as what is glued to headlines does
    told = SiteFurniture({line: rule for line, (rule, _) in lines.items()}, {end: rule for end, (rule, _) in ends.items()})
    return told, {what: texts for found in (lines, ends) for what, (_, texts) in found.items()}


def left_out_of(page: SitePage, furniture: SiteFurniture) -> LeftOut:
    """Return what a report of this page leaves out of it."""
    lines = furniture_in(page.body, furniture.lines)
    gone = {line for line, _ in lines}
    end = glue_on(page.title, [line for n, line in enumerate(page.body) if n not in gone], furniture.ends)
    return LeftOut(tuple(lines), (end, furniture.ends[end]) if end else None)


def without_furniture(report: Report, left: LeftOut) -> None:
    """Take out of a report what it is to leave out, with what was read from it."""
    if left.end and report.title:
        report.title = without_end(report.title, *left.end)
    numbers = {line for line, _ in left.lines if 0 <= line < len(report.body)}
    if numbers or left.end:
        leave_out(report, numbers)
