"""Why a page counts as a civic report: a weighted score of terms in title and body.

Measured when the weights were set: the five given documents 27 to 83, the best of 51 unrelated news texts 5.0, the best of 1,892
unrelated paragraphs 4.5; the threshold lies at 7.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from newsbot.data import table
from newsbot.model import Topic

LONGEST = 40_000
"""Characters of a body that are looked at; a longer one has said by then what it is about."""


@cache
def _terms() -> tuple[dict[str, float], re.Pattern[str], float, frozenset[str]]:
    data = table("topic_terms.toml")
    weights = data["positive"] | {term: -weight for term, weight in data["negative"].items()}
    words = sorted({*weights, *data["core"]}, key=len, reverse=True)
    # a look-ahead finds terms that overlap: 创建全国文明城市 holds 创建全国文明 and 文明城市
    return weights, re.compile(f"(?=({'|'.join(map(re.escape, words))}))"), data["threshold"], frozenset(data["core"])


def topic_of(title: str | None, body: Sequence[str]) -> Topic:
    """The score of a report and the terms found, heaviest first."""
    weights, _, _, _ = _terms()
    in_title, in_body = _count(title or ""), _count("\n".join(body)[:LONGEST])
    length = sum(map(len, body))
    share = max(1.0, length / 600) ** 0.5
    score = sum(2 * weights.get(term, 0.0) for term in in_title) + sum(weights.get(t, 0.0) * min(n, 3) for t, n in in_body.items()) / share
    found = {t for t in (*in_title, *in_body) if weights.get(t, 0.0) > 0}
    return Topic(round(score, 2), sorted(found, key=lambda t: (-weights[t], t)))


def is_civic(topic: Topic) -> bool:
    """Whether a report of this score is one of the genre: enough weight, and a core term among what was found."""
    _, _, threshold, core = _terms()
    return topic.score >= threshold and any(term in core for term in topic.terms)


def _count(text: str) -> Counter[str]:
    """Every term of ``text``; at one position the longest alone, but terms may overlap."""
    _, pattern, _, _ = _terms()
    return Counter(m[1] for m in pattern.finditer(text))
