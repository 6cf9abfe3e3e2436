"""Weigh by its wording alone whether a line is furniture of a page (share bars, rights, promotion, lists) or text of a report.

A logistic regression over pairs and triples of characters and a few shapes, fitted by ``scripts/fit_wording.py``. It is one sign among
others: it speaks where place and markup leave a line undecided, and no sentence leaves a report by its wording alone.
"""

from __future__ import annotations

import math
import re
from bisect import bisect
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import repeat
from operator import add, mul
from typing import Final

from newsbot.data import HUNDREDTHS, lines_of
from newsbot.lines.cached import credit, form_of
from newsbot.lines.forms import Form
from newsbot.lines.measures import MAX_REMEMBERED_CHARS, STOP, commas, ends_sentence, han, squeeze
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
REMEMBERED_ODDS: Final = 8192
"""Lines whose odds are remembered, those of :data:`MAX_REMEMBERED_CHARS` at most: the pages of a site print the same ones."""
RUN: Final = "="
"""What the name of a run of characters begins with."""
LINE_HAN: Final = (2, 5, 9, 15, 25, 40, 70, 120)
"""Bounds of the classes of length, in Han characters."""
MANY_STOPS: Final = 3
MANY_COMMAS: Final = 4
"""Stops and commas from which more make no difference."""
MANY_DIGITS: Final = 0.3
"""Share of digits that makes a line one of figures."""
FOLDED_CHARS: Final = 150
"""Characters at both ends of a long line that are folded to find those that are looked at."""
SENTENCE_END_CHARS: Final = 2
"""Characters with which a sentence ends: a stop, and a quote or bracket that closes."""

_DIGITS = re.compile(r"\d+")
_LATIN = re.compile(r"[A-Za-z]+")
_NUMBERS = re.compile(r"[\d²³¹⁰-⁹₀-₉①-⑨⑴-⑼⒈-⒐][\d²³¹⁰-⁹₀-₉①-⑨⑴-⑼⒈-⒐]*+")
_BRACKETS = frozenset("[【(（《<")
_COLONS = frozenset(":：")
_END_MARKS = frozenset("^$")
_SENTENCE_END = re.compile(r"[。！？!?…；;”」][”’\"'）)】」』]?$")


def furniture_odds(line: str) -> float:
    """Return the log odds that a line is furniture: above 0 rather furniture, below 0 rather text. 0 for an empty line."""
    if not line:
        return 0.0
    return _odds(line) if len(line) <= MAX_REMEMBERED_CHARS else _odds.__wrapped__(line)


def text_chance(line: str) -> float:
    """Return the probability, by its wording alone, that a line is text of a report."""
    return 1 / (1 + math.exp(min(furniture_odds(line), MAX_ODDS)))


@lru_cache(maxsize=REMEMBERED_ODDS)
def _odds(line: str) -> float:
    weight_of_shape, weight_of_run = _weights()
    text = squeeze(line)
    shapes, runs = _shapes(line, text), _runs(text)
    shaped = sum(map(weight_of_shape.get, shapes, repeat(0)))
    spelled = sum(map(weight_of_run.get, runs, repeat(0)))
    return (shaped + spelled / math.sqrt(max(len(runs), 1))) / HUNDREDTHS


@cache
def _weights() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Of every shape and of every run of characters, in hundredths. Whole numbers add up to the same in any order."""
    cells = "\t".join(lines_of("wording_weights.tsv")).split("\t")
    hundredths = map(round, map(mul, map(float, cells[1::2]), repeat(HUNDREDTHS)))
    shapes: dict[str, int] = {}
    runs: dict[str, int] = {}
    for name, weight in zip(cells[::2], hundredths, strict=True):
        if name[0] == RUN:
            runs[name[1:]] = weight
        else:
            shapes[name] = weight
    return shapes, runs


def wording_signs(line: str) -> dict[str, float]:
    """Return the signs of a line: the runs of characters in it, which share one weight, and its shapes."""
    text = squeeze(line)
    runs = sorted(_runs(text))
    return dict.fromkeys(_shapes(line, text), 1.0) | dict.fromkeys((RUN + run for run in runs), 1 / math.sqrt(max(len(runs), 1)))


def _shapes(line: str, text: str) -> list[str]:
    """The shapes of a line; ``text`` is it without blanks."""
    length = han(text)
    shapes = [
        "bias",
        f"length {bisect(LINE_HAN, length)}",
        f"stops {min(sum(map(text.count, STOP)), MANY_STOPS)}",
        f"commas {min(commas(text), MANY_COMMAS)}",
    ]
    held = {
        "ends a sentence": _SENTENCE_END.search(text, max(len(text) - SENTENCE_END_CHARS, 0)) is not None,
        "figures": sum(map(len, _NUMBERS.findall(text))) > MANY_DIGITS * len(text),
        "no Han": not length,
        "bracket": text[:1] in _BRACKETS,
        "colon": text[-1:] in _COLONS,
        "blanks": " " in line or "\u3000" in line,
    }
    return shapes + [name for name, holds in held.items() if holds]


def _runs(text: str) -> set[str]:
    """The runs of one to three characters at both ends of a line without blanks; the ends have a mark of their own."""
    head, tail = (_folded(text[:FOLDED_CHARS]), _folded(text[-FOLDED_CHARS:])) if len(text) > FOLDED_CHARS else ("", "")
    if len(head) <= HEAD_CHARS or len(tail) <= TAIL_CHARS:  # a short line, or one that is hardly more than a number
        head = _folded(text)
        tail = head if len(head) > HEAD_CHARS + TAIL_CHARS else ""
    ends = [f"^{head[:HEAD_CHARS]}", f"{tail[-TAIL_CHARS:]}$"] if tail else [f"^{head}$"]
    found: set[str] = set()
    for end in ends:
        characters = list(end)  # made once, for each is a text of its own in three to four runs
        pairs = list(map(add, characters, characters[1:]))
        found.update(characters, pairs, map(add, pairs, characters[2:]))
    found -= _END_MARKS
    return found


def _folded(text: str) -> str:
    return _LATIN.sub("a", _DIGITS.sub("0", text.lower()))


DOUBTFUL: Final = frozenset({Role.CONTACT, Role.DISCLAIMER, Role.KEYWORDS, Role.NAVIGATION, Role.SHARE, Role.PERMALINK, Role.READING_TIME})
"""Roles whose forms sentences of a report have too: a hotline, a copyright, 关键词 as a word of the text."""
DOUBTFUL_FORM_ODDS: Final = 0.0
"""Log odds of furniture that a sentence needs besides such a form."""
MIN_STATEMENT_HAN: Final = 15
"""Han characters of a line that is a sentence and not a label with a value."""


def voted_form(line: str) -> Form | None:
    """Return what a line is by its form, where its wording does not speak against it: a sentence with a telephone number is text.

    >>> voted_form("上一篇：社区里的春天").role
    <Role.NAVIGATION: 'navigation'>
    """
    form = form_of(line)
    if form is None or form.role not in DOUBTFUL:
        return form
    if form.role is Role.KEYWORDS and (said := credit(line)) and said.authors:
        return None  # 标签：编辑：王某: an empty label before another
    told = _LAST_BRACKET.sub("", line) if line.endswith(("）", ")")) else line  # who wrote it, and how to reach them
    if not _is_sentence(told):
        return form
    if told != line and form_of(told) is None:
        return None
    return form if furniture_odds(told) > DOUBTFUL_FORM_ODDS else None


_LAST_BRACKET = re.compile(r"[（(][^（）()]{0,60}[）)]$")


def _is_sentence(line: str) -> bool:
    return ends_sentence(line) and line[-1:] not in ":：;；" and han(line) >= MIN_STATEMENT_HAN
