"""Counted facts of a report: the number with its counter, what it counts, and the word that makes it approximate.

One pattern finds what has the form of a figure (:mod:`newsbot.facts.figures.forms`), rules turn away what counts nothing
(:mod:`newsbot.facts.figures.rules`). A sentence in which a repair may have lost a digit gives no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Final

from newsbot.data import table
from newsbot.facts.bounds import MAX_BODY_CHARS
from newsbot.facts.figures.approximations import approximation_after, approximation_before
from newsbot.facts.figures.forms import forms, in_a_name, starts
from newsbot.facts.figures.nouns import noun_after, noun_before
from newsbot.facts.figures.numerals import MAGNITUDES, value_of, whole
from newsbot.facts.figures.rules import CountedNumber, why_not
from newsbot.row import Figure
from newsbot.words import either

FigureSpan = tuple[int, int]

WHOLE: Final = 100
"""Per cent: 百分之百 is a manner of speaking."""
TEN: Final = 10
"""From ten up a number counts people without a counter (12居民)."""
YEARS: Final = (1900, 2100)
"""Numbers that are years where they stand before a noun without a counter (2023党员大会): from the first to before the last."""
LARGEST: Final = 10**15
"""The largest value: a thousand 万亿. More is a slip, and whole numbers past 2^53 are not the same in every reader of JSON."""

_SENTENCE_END = re.compile("[。！？!?；;\n]")
_SHAPES: Final = table("figures.toml")["shapes"]
_MORE: Final[str] = _SHAPES["more"]
_MORE_MONTHS = re.compile(f"{_MORE}({either(_SHAPES['spans_after_thing'])})")
_UNKNOWN: Final[str] = table("numerals.toml")["open"]
_STEPS = frozenset(step for step, value in MAGNITUDES.items() if len(step) == 1 and value > TEN)
_NOT_BEFORE_FEW = frozenset(_SHAPES["not_before_few"])
_PERSONS = tuple(table("figures.toml")["nouns"]["persons"])
_FROM = frozenset(_SHAPES["from"])


def figures_of(body: Sequence[str], doubts: Mapping[int, Sequence[FigureSpan]] | None = None) -> list[Figure]:
    """Return the figures of a body in reading order. `doubts` names for a paragraph the spans in which digits may be wrong or gone."""
    out: list[Figure] = []
    read = 0
    for index, whole_paragraph in enumerate(body):
        paragraph = whole_paragraph[: MAX_BODY_CHARS - read]
        read += len(paragraph)
        if starts().search(paragraph):
            out += _Reader(paragraph, index).figures(_doubtful_sentences(paragraph, doubts.get(index, ()) if doubts else ()))
    return out


def _doubtful_sentences(paragraph: str, spans: Sequence[FigureSpan]) -> list[FigureSpan]:
    """The sentences that the spans touch."""
    if not spans:
        return []
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(paragraph)), len(paragraph)]
    return [(low, high) for low, high in pairwise(ends) if any(a < high and b >= low for a, b in spans)]


@cache
def _tables() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    data = table("counters.toml")
    durations = frozenset(data["durations"])
    return data["alias"], durations.union(data["measures"], data["money"], data["shares"]), durations


class _Reader:
    """The figures of one paragraph."""

    def __init__(self, text: str, paragraph: int) -> None:
        self.text, self.paragraph = text, paragraph
        self.out: list[Figure] = []
        self.end = -1  # where the last figure ended, and its noun: in 服务队12支102人 both share one
        self.noun: str | None = None

    def figures(self, closed: Sequence[FigureSpan]) -> list[Figure]:
        """All figures outside the sentences `closed`."""
        for match in self._forms():
            if closed and any(low <= match.start() < high for low, high in closed):
                continue
            if match["pc"]:
                self._share(match)
            elif match["few"]:
                self._few(match)
            else:
                self._counted(match)
        return self.out

    def _forms(self) -> Iterator[re.Match[str]]:
        """Yield what has the form of a figure, tried only where one may begin."""
        text, begin, form, end = self.text, starts(), forms(), 0
        while start := begin.search(text, end):
            match = form.match(text, start.start())
            end = match.end() if match else start.end()
            if match:
                yield match

    def _share(self, match: re.Match[str]) -> None:
        """百分之九十, 百分之九十八点五."""
        value = value_of(match["pc"])
        if value is not None and value != WHOLE and not in_a_name(self.text, *match.span()):
            self._add(value, "%", match.span())

    def _few(self, match: re.Match[str]) -> None:
        """两年多, 三个多小时: below ten, but not exact."""
        start, end = match.span()
        if self.text[max(0, start - 1) : start] not in _NOT_BEFORE_FEW and not in_a_name(self.text, start, end):
            unit = match["fewu"].replace(_MORE, "", 1)
            self._add(value_of(match["few"]) or Decimal(0), unit, (start, end), _MORE)

    def _counted(self, match: re.Match[str]) -> None:
        written = match["n"] or match["c"]
        value, more = _value(match), match["a"] or match["ca"] or match["b"]
        first = match.start("low") if match["low"] else match.start("n") if match["n"] else match.start("c")
        if value is None or in_a_name(self.text, first, match.end()):
            return
        unit, end, noun = match["u"], match.end(), match["noun"] or match["people"]
        if noun:
            if not (more or match["m"] or match["c"] or (value >= TEN and not YEARS[0] <= value < YEARS[1])):
                return  # 2023党员大会
            unit = _SHAPES["person"] if noun.endswith(_PERSONS) else noun
        if unit == _SHAPES["thing"] and (months := _MORE_MONTHS.match(self.text, end)):
            unit, more, end = f"{unit}{months[1]}", _MORE, months.end()
        bare = set(written) <= _STEPS and not more
        more = more or next((word for word in _UNKNOWN if word in written), None)
        if written[0] in _UNKNOWN:
            return  # 几十名, 数百户: how many is not said
        plain = "" if more or match["m"] else written
        if why_not(CountedNumber(self.text, first, end, unit, plain, bool(match["c"]))):
            return
        if match["low"]:
            self._range(match, value, unit, more)
        elif not bare or approximation_before(self.text, first, bare=True):  # 百名, 百万市民 are manners of speaking
            self._add(value, unit, (first, end), more, bare=bare, what=noun)

    def _range(self, match: re.Match[str], high: Decimal, unit: str, more: str | None) -> None:
        """3至5名, 50万—100万元, 3-5万元: two figures. The lower without a magnitude or counter of its own has that of the upper."""
        low = value_of(match["low"])
        if low is None:
            return
        whole_span = first, end = match.start("low"), match.end()
        if magnitude := match["lowm"]:
            low *= MAGNITUDES[magnitude]
        elif match["m"] and not match["lowu"] and low < (value_of(match["n"]) or 0):
            low *= MAGNITUDES[match["m"]]
        units = _tables()[0]
        low_unit = match["lowu"] or unit
        if units.get(low_unit, low_unit) != units.get(unit, unit):  # 3天到12个小区
            self._add(low, low_unit, (first, match.end("lowu")))
            self._add(high, unit, (max(match.start("n"), match.start("c")), end), more)
        elif low < high or match["lowu"]:
            word = None if self.text[max(0, first - 1) : first] in _FROM else _SHAPES["range"]
            self._add(low, unit, whole_span, word)
            self._add(high, unit, whole_span, word)

    def _add(
        self, value: Decimal, unit: str, span: FigureSpan, word: str | None = None, *, bare: bool = False, what: str | None = None
    ) -> None:
        if value > LARGEST:
            return
        text, (start, end) = self.text, span
        units, spans, durations = _tables()
        before = approximation_before(text, start, bare=bare, duration=unit in durations)
        if before and text.endswith(before, 0, start):
            start -= len(before)
        if not word and not before and (word := approximation_after(text, end, measure=unit in spans)):
            end += len(word)
        shared = self.noun if start <= self.end else None
        self.noun = what or noun_after(text, end) or shared or noun_before(text, start)
        self.end = end
        self.out.append(Figure(whole(value), units.get(unit, unit), self.noun, text[start:end], word or before, self.paragraph))


def _value(match: re.Match[str]) -> Decimal | None:
    """The value of a counted number with its magnitudes."""
    value = value_of(match["n"] or match["c"])
    if value is None:
        return None
    value *= MAGNITUDES.get(match["m"] or match["cm"] or "", 1)
    return value + (value_of(match["n2"]) or 0) * MAGNITUDES.get(match["m2"] or "", 1) if match["n2"] else value
