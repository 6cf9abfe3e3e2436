"""Weigh by its wording alone whether a line is furniture of a page (share bars, rights, promotion, lists) or text of a report.

A logistic regression over pairs and triples of characters and a few shapes, fitted by ``scripts/fit_wording.py``. It is one sign among
others: it speaks where place and markup leave a line undecided, and no sentence leaves a report by its wording alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from newsbot.data import lines_of
from newsbot.lines.cached import form_of
from newsbot.lines.forms import Form
from newsbot.lines.measures import STOP, commas, ends_sentence, han, squeeze
from newsbot.model import Role

HEAD_CHARS: Final = 60
TAIL_CHARS: Final = 30
"""Characters at both ends of a line that are looked at."""
FURNITURE_ODDS: Final = 2.2
"""Log odds from which running text is worded as furniture (rights, promotion, cookies): nine of ten such lines are."""
INSIDE_ODDS: Final = 3.0
"""Log odds from which a line between paragraphs, no sentence, is furniture; a subhead seldom has 1."""
MAX_ODDS: Final = 40.0
"""Log odds beyond which a probability is none or one."""
REMEMBERED: Final = 8192
"""Lines whose odds are remembered: the pages of a site print the same ones."""
MAX_REMEMBERED_CHARS: Final = 600
"""Characters of such a line: furniture is shorter, and long paragraphs would take hundreds of megabytes."""
GRAMS: Final = (1, 2, 3)
"""Characters of the runs that are signs."""
LENGTHS: Final = (2, 5, 9, 15, 25, 40, 70, 120)
"""Bounds of the classes of length, in Han characters."""
MANY_STOPS: Final = 3
MANY_COMMAS: Final = 4
"""Stops and commas from which more make no difference."""
MANY_DIGITS: Final = 0.3
"""Share of digits that makes a line one of figures."""

_DIGITS = re.compile(r"\d+")
_LATIN = re.compile(r"[A-Za-z]+")
_SENTENCE_END = re.compile(r"[。！？!?…；;”」][”’\"'）)】」』]?$")


def furniture_odds(line: str) -> float:
    """Return the log odds that a line is furniture: above 0 rather furniture, below 0 rather text. 0 for an empty line."""
    if not line:
        return 0.0
    return _odds(line) if len(line) <= MAX_REMEMBERED_CHARS else _odds.__wrapped__(line)


def text_chance(line: str) -> float:
    """Return the probability, by its wording alone, that a line is text of a report."""
    return 1 / (1 + math.exp(min(furniture_odds(line), MAX_ODDS)))


@lru_cache(maxsize=REMEMBERED)
def _odds(line: str) -> float:
    weights = _weights()
    return sum(value * weights.get(name, 0.0) for name, value in wording_signs(line).items())


@cache
def _weights() -> Mapping[str, float]:
    rows = (line.split("\t") for line in lines_of("wording_weights.tsv"))
    return {name: float(weight) for name, weight in rows}


def wording_signs(line: str) -> dict[str, float]:
    """Return the signs of a line: the runs of characters in it, which share one weight, and its shapes."""
    text = squeeze(line)
    length = han(text)
    shapes = {
        "bias": 1.0,
        f"length {sum(length >= bound for bound in LENGTHS)}": 1.0,
        f"stops {min(sum(map(text.count, STOP)), MANY_STOPS)}": 1.0,
        f"commas {min(commas(text), MANY_COMMAS)}": 1.0,
    }
    if _SENTENCE_END.search(text):
        shapes["ends a sentence"] = 1.0
    if sum(map(str.isdigit, text)) > MANY_DIGITS * len(text):
        shapes["figures"] = 1.0
    if not length:
        shapes["no Han"] = 1.0
    if text[:1] in set("[【(（《<"):
        shapes["bracket"] = 1.0
    if text[-1:] in set(":："):
        shapes["colon"] = 1.0
    if " " in line or "\u3000" in line:
        shapes["blanks"] = 1.0
    folded = _LATIN.sub("a", _DIGITS.sub("0", text.lower()))
    ends = f"^{folded}$" if len(folded) <= HEAD_CHARS + TAIL_CHARS else f"^{folded[:HEAD_CHARS]}\n{folded[-TAIL_CHARS:]}$"
    runs = {ends[n : n + size] for size in GRAMS for n in range(len(ends) - size + 1)}
    runs = {run for run in runs if "\n" not in run and run not in {"^", "$"}}
    share = 1 / max(len(runs), 1) ** 0.5
    return {**shapes, **{f"={run}": share for run in sorted(runs)}}


DOUBTFUL: Final = frozenset({Role.CONTACT, Role.DISCLAIMER, Role.KEYWORDS, Role.NAVIGATION, Role.SHARE, Role.PERMALINK, Role.READING_TIME})
"""Roles whose forms sentences of a report have too: a hotline, a copyright, 关键词 as a word of the text."""
DOUBTFUL_FORM_ODDS: Final = 0.0
"""Log odds of furniture that a sentence needs besides such a form."""
MIN_SENTENCE_HAN: Final = 15
"""Han characters of a line that is a sentence and not a label with a value."""


def voted_form(line: str) -> Form | None:
    """Return what a line is by its form, where its wording does not speak against it: a sentence with a telephone number is text.

    >>> voted_form("上一篇：社区里的春天").role
    <Role.NAVIGATION: 'navigation'>
    """
    form = form_of(line)
    if form is None or form.role not in DOUBTFUL or not _is_sentence(line):
        return form
    return form if furniture_odds(line) > DOUBTFUL_FORM_ODDS else None


def _is_sentence(line: str) -> bool:
    return ends_sentence(line) and line[-1:] not in ":：;；" and han(line) >= MIN_SENTENCE_HAN
