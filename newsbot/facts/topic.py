"""Why a page counts as a civic report: a weighted score of terms in title and body, and of their wording.

Only a report's own title and body are scored, never what stands beside them. Terms belong to families (newsbot/data/topic_terms.toml):
five of the genre, the others of what else papers print. Terms are those that somebody thought of; the wording of the whole tells the genre
where none of them stands: single characters and pairs of them (门口, 引导, 轮流), the rarer the more, weighed by a logistic regression that
``scripts/fit_topic.py`` fits on the labelled reports of our own writing. docs/fields.md says what counts as civic; fixtures/topics.jsonl
holds it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import product
from operator import add
from typing import Final, NamedTuple

from newsbot.data import HUNDREDTHS, lines_of, table
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
WORDING_WORTH: Final = 2.0
MOST_BY_WORDING: Final = 6.0
"""Points that the log odds of the wording are worth, and add or take at most. Odds on reports of unseen forms are two to three; on 714 read
pages of other kinds none becomes civic by them, with twice the worth neither."""

MAX_WEIGHED_CHARS: Final = 1000
"""Characters of a report that are weighed: those of the labelled ones are far fewer, and a longer text says the same words again."""
EVEN: Final = "="
"""The name of the row that holds the log odds of a report without any known characters."""
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")
_BLANKS = re.compile(r"\s+")


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
    worded = max(-MOST_BY_WORDING, min(MOST_BY_WORDING, WORDING_WORTH * civic_odds(title, body)))
    acting = min(gained[ACTORS], done + ACTORS_ALONE)
    score = (done + acting + worded if done or worded < 0 else max(acting, worded)) - lost
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


# ---------------------------------------------------------------------------------------------------------- the wording of the whole


def topic_grams(title: str | None, body: Sequence[str]) -> Counter[str]:
    """Return the characters and pairs of characters of a report, and how often each stands there; every number is a 0."""
    text = _NUMBERS.sub("0", _BLANKS.sub("", f"{title or ''}。{text_of(body)[:MAX_WEIGHED_CHARS]}"))
    counts = Counter(text)
    counts.update(map(add, text, text[1:]))
    return counts


def civic_odds(title: str | None, body: Sequence[str]) -> float:
    """Return the log odds that a report is a civic one by its wording: above 0 rather civic; 0 for an empty text."""
    if not title and not any(body):
        return 0.0
    even, known = _wording()
    # how much each run stands out, by how often it stands there and how rare it is, of length one together; most stand there once
    grams = topic_grams(title, body)
    often = {gram: 1 + math.log(times) for gram, times in grams.items() if times > 1 and gram in known}
    once = [known[gram] for gram, times in grams.items() if times == 1 and gram in known]
    squares = [square for _, square, _ in once] + [(stands * known[gram][0]) ** 2 for gram, stands in often.items()]
    weighed = [weight for _, _, weight in once] + [stands * known[gram][2] for gram, stands in often.items()]
    return (even + math.fsum(weighed) / (math.sqrt(math.fsum(squares)) or 1.0)) / HUNDREDTHS


@cache
def _wording() -> tuple[int, dict[str, tuple[float, float, float]]]:
    """What a text without any known characters weighs, and of each run of them its rarity, the square of it, and it times its weight."""
    rows = {
        gram: (int(rare) / HUNDREDTHS, int(weight)) for gram, rare, weight in (line.split("\t") for line in lines_of("topic_wording.tsv"))
    }
    return rows.pop(EVEN)[1], {gram: (rare, rare**2, rare * weight) for gram, (rare, weight) in rows.items()}
