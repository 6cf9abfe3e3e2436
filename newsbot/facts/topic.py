"""Why a page counts as a civic report: a weighted score of terms in title and body.

Only a report's own title and body are scored, never what stands beside them. Terms belong to families (newsbot/data/topic_terms.toml):
five of the genre, the others of what else papers print. docs/fields.md says what counts as civic; fixtures/topics.jsonl holds it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import Final, NamedTuple

from newsbot.data import table
from newsbot.facts.bounds import text_of
from newsbot.row import Topic
from newsbot.words import Terms

USUAL_BODY_CHARS: Final = 600
"""Characters of a body whose terms count once; those of longer and shorter ones by the root of how many times longer they are."""
LEAST_BODY_SHARE: Final = 0.25
"""Share of :data:`USUAL_BODY_CHARS` below which a body counts as no shorter."""
TITLE_WORTH: Final = 2.0
"""What a term weighs in the title, against 1 in a usual body."""
MOST_TIMES: Final = 3
"""Times that one term of a body counts."""
ACTORS = "neighbours"
"""The family of those who act (street, community, residents)."""
ACTORS_ALONE: Final = 4.5
"""What the actors may count more than all that is done; less than the threshold: a community named ten times is no civic report."""


class _Weights(NamedTuple):
    weights: dict[str, float]
    """Negative for what speaks against the genre."""
    families: dict[str, str]
    """Of the terms that speak for it."""
    terms: Terms
    threshold: float


@cache
def _weights() -> _Weights:
    data = table("topic_terms.toml")
    weights: dict[str, float] = {}
    families: dict[str, str] = {}
    for family, lines in data["civic"].items():
        for weight, terms in lines.items():
            weights |= dict.fromkeys(terms.split(), float(weight))
            families |= dict.fromkeys(terms.split(), family)
    acts = data["acts"]
    for act in map("".join, product(acts["actors"].split(), acts["verbs"].split())):
        weights.setdefault(act, acts["weight"])
        families.setdefault(act, acts["family"])
    for lines in data["other"].values():
        for weight, terms in lines.items():
            weights |= dict.fromkeys(terms.split(), -float(weight))
    return _Weights(weights, families, Terms(weights), data["threshold"])


def topic_of(title: str | None, body: Sequence[str]) -> Topic:
    """Return the score of a report and the terms found, heaviest first."""
    weights, families = _weights()[:2]
    in_title, in_body = _count(title or ""), _count(text_of(body))
    share = max(LEAST_BODY_SHARE, sum(map(len, body)) / USUAL_BODY_CHARS) ** 0.5
    gained: defaultdict[str, float] = defaultdict(float)
    lost = 0.0
    for found, worth, most in ((in_title, TITLE_WORTH, 1), (in_body, 1 / share, MOST_TIMES)):
        for term, times in found.items():
            points = weights[term] * worth * min(times, most)
            if term in families:
                gained[families[term]] += points
            else:
                lost -= points
    done = sum(points for family, points in gained.items() if family != ACTORS)
    score = done + min(gained[ACTORS], done + ACTORS_ALONE) - lost
    terms = {term for term in (*in_title, *in_body) if term in families}
    return Topic(round(score, 2), sorted(terms, key=lambda term: (-weights[term], term)))


def threshold() -> float:
    """Return the score from which a report is one of the genre."""
    return _weights().threshold


def is_civic(topic: Topic) -> bool:
    """Return whether a report of this score is one of the genre."""
    return topic.score >= threshold()


def _count(text: str) -> Counter[str]:
    return Counter(term for _, term in _weights().terms.find(text))
