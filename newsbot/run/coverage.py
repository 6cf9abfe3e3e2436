"""Coverage against the ledger's own history: a crawl that quietly stopped finding things ends with code 65.

A site is rebuilt, and its lists offer nothing that looks like a headline, or its articles are read as empty shells: no request fails, and
the rows just stop. Numbers of new reports do not show it, for a quiet night has none. What does is steady from run to run: how many
addresses a list offers, which share of the articles visited gives a report, in which share of the reports a field is filled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any, Final, Self

from newsbot.model import Outcome
from newsbot.said import said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsbot.run.tally import Tally

LEAST_RUNS: Final = 3
"""Earlier runs that it takes to speak of a history."""
FALL: Final = 0.5
"""Below this share of the median of the earlier runs coverage has fallen: the measure that Spidermon users and news crawlers take."""
LEAST_LISTS: Final = 3
LEAST_ARTICLES: Final = 10
LEAST_REPORTS: Final = 10
"""Of fewer lists, articles or reports a share says nothing."""
LEAST_FILLED: Final = 0.3
"""A field that is filled more rarely comes and goes by chance."""

LEAST_FAILED: Final = 3
"""Articles of a source that all have to fail before it counts as broken: one may be gone on any night."""

_NO_ARTICLES: Final = frozenset({Outcome.LIST_PAGE, Outcome.NOT_MODIFIED, Outcome.PART})
_NOTHING_READ: Final = _NO_ARTICLES | {Outcome.FAILED, Outcome.FORBIDDEN, Outcome.NO_ARTICLE, Outcome.EMPTY, Outcome.UNREADABLE}

_CAME: Final = (
    *(Outcome.REPORT, Outcome.MIRROR, Outcome.OFF_TOPIC, Outcome.NO_ARTICLE, Outcome.EMPTY, Outcome.UNREADABLE, Outcome.SPAM),
    Outcome.LIST_PAGE,
)
"""How a page may end that came. Lists are among them, and so are articles in whose place a rebuilt site shows its front page."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one run found, as far as runs can be compared."""

    lists: int = 0
    """Lists, feeds and sitemaps that were read and had changed."""
    leads: int = 0
    """Addresses that they offered, known ones among them."""
    articles: int = 0
    readable: int = 0
    """Of the articles, those with text of their own: a report, on topic or not."""
    reports: int = 0
    fields: Mapping[str, int] = field(default_factory=dict)
    """By field, in how many reports it is filled."""
    working: tuple[str, ...] = ()
    """Sources of which an article could be read."""
    failing: Mapping[str, int] = field(default_factory=dict)
    """By source, how many articles were asked for, where none of them came."""

    @classmethod
    def of(cls, tally: Tally) -> Self:
        """Take the figures of a run."""
        said = [counts for counts in tally.discovery.values() if isinstance(counts, dict)]
        readable = tally.reports + tally.outcomes[Outcome.OFF_TOPIC]
        lists = sum(int(counts.get("lists", 0)) for counts in said)
        return cls(
            lists=lists,
            leads=sum(int(counts.get("leads", 0)) for counts in said),
            articles=max(0, sum(tally.outcomes[name] for name in _CAME) - lists),
            readable=readable,
            reports=tally.reports,
            fields=dict(tally.fields),
            working=tuple(sorted(name for name, counts in tally.sources.items() if counts.keys() - _NOTHING_READ)),
            failing={
                name: number
                for name, counts in tally.sources.items()
                if (number := _articles(counts)) == counts[Outcome.FAILED] + counts[Outcome.FORBIDDEN]
            },
        )

    @classmethod
    def from_json(cls, data: Any) -> Self | None:
        """Make one from plain data; None where it is of another version, or damaged."""
        try:
            lists, leads, articles, readable, reports = (int(data[name]) for name in ("lists", "leads", "articles", "readable", "reports"))
            filled = {str(name): int(count) for name, count in data["fields"].items()}
            return cls(lists, leads, articles, readable, reports, filled, tuple(map(str, data.get("working", ()))))
        except (TypeError, KeyError, ValueError, AttributeError):
            return None

    def rates(self) -> dict[str, float]:
        """Return the shares that can be compared, by what they are called in words; only those that rest on enough."""
        found = {}
        if self.lists >= LEAST_LISTS:
            found["addresses offered by a list"] = self.leads / self.lists
        if self.articles >= LEAST_ARTICLES:
            found["share of articles that could be read"] = self.readable / self.articles
        if self.readable >= LEAST_ARTICLES:
            found["share of readable articles that are reports"] = self.reports / self.readable
        if self.reports >= LEAST_REPORTS:
            found |= {f"share of reports with {name}": count / self.reports for name, count in self.fields.items()}
        return found


def fallen(now: Coverage, before: Sequence[Coverage]) -> list[str]:
    """Return in words what has fallen below half of the median of the earlier runs, and which sources stopped working."""
    out: list[str] = []
    rates = now.rates()
    earlier = [each.rates() for each in before]
    for name, rate in rates.items():
        known = [each[name] for each in earlier if name in each]
        if len(known) < LEAST_RUNS:
            continue
        usual = median(known)
        if usual >= LEAST_FILLED and rate < usual * FALL:
            out.append(said("{name}: {rate:.2f}, in earlier runs {usual:.2f}", name=name, rate=rate, usual=usual))
    worked = {name for each in before for name in each.working}
    for name, articles in sorted(now.failing.items()):
        if articles >= LEAST_FAILED and name in worked:
            out.append(said("none of {articles} articles of the source {name} came, which used to work", articles=articles, name=name))
    return out


def _articles(counts: Mapping[str, int]) -> int:
    """Return how many articles were asked for among the outcomes of a source."""
    return sum(number for name, number in counts.items() if name not in _NO_ARTICLES)


def asked(given: Mapping[str, str]) -> str:
    """Return what runs are compared by: those that were asked the same. The day of ``since`` moves from run to run, and is left out."""
    return ", ".join(f"{name}={value[:500]}" for name, value in sorted(given.items()) if name != "since") or "all sources"
