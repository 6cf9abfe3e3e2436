"""Find what a site or a farm glued to a headline, by all signs together: its words, its separator, and whether the text speaks of it.

Candidates are the parts before and after a separator near the ends, and an end without a separator that the text knows no words of. Each
has signs with weights (``data/glue_weights.tsv``, fitted by ``scripts/fit_glue.py``, folds by form and site). The column of a report
(`暖新闻｜…`) is a part like others: what its own words and the text say decides.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from newsbot.data import lines_of
from newsbot.lines.headlines import MAX_CUTS, MAX_HEADLINE_CHARS, MIN_HEADLINE_HAN, Cut
from newsbot.lines.measures import han, key, letter_pairs
from newsbot.words import BARS

MAX_PREFIX_CHARS: Final = 32
MAX_SUFFIX_CHARS: Final = 44
"""Characters at both ends in which glued parts are looked for."""
MIN_OPEN_CHARS: Final = 3
MAX_OPEN_CHARS: Final = 18
"""Characters of a glued end that no separator parts from the headline."""
ENOUGH_ODDS: Final = 1.0
"""Log odds from which a part is cut off."""
OPEN_PENALTY: Final = 2.0
"""Log odds more that an end without a separator needs: a headline may say at its end what the text says in other words."""
PART_HAN: Final = (2, 4, 6, 9, 13)
REST_LENGTHS: Final = (5, 8, 12, 20)
PART_OVERLAPS: Final = (0.01, 0.3, 0.6)
"""Bounds of the classes of: Han characters of the part, and of the rest; share of pairs that the text has."""
GRAMS: Final = (1, 2, 3)
_PREFIX_END = re.compile(rf"[:：!！{BARS}﹕_》\]】)）]{{1,2}}[\s\u3000]{{0,3}}|[ \u3000]{{1,3}}|[-—]{{1,3}}[\s\u3000]{{0,3}}|(?=[【\[])")
_SUFFIX_START = re.compile(rf"[\s\u3000]{{0,3}}[-—_{BARS}·:：!！→↓↑\[【(（]{{1,3}}[\s\u3000]{{0,3}}|[ \u3000]{{1,3}}")
_SEPARATORS: Final[Mapping[str, str]] = {
    **dict.fromkeys(":：﹕", "colon"),
    **dict.fromkeys("!！", "bang"),
    **dict.fromkeys(BARS, "bar"),
    **dict.fromkeys("_", "underscore"),
    **dict.fromkeys("-—", "dash"),
    **dict.fromkeys(" \u3000", "blank"),
    **dict.fromkeys("[]【】()（）《》", "bracket"),
    **dict.fromkeys("→↓↑", "arrow"),
}
_BARS = re.compile(rf"[_{BARS}]| [-—] ")
"""What parts a headline from the name of its site, and seldom stands inside one."""
_RUNS = re.compile(r"[0-9]+")
_LATIN = re.compile(r"[A-Za-z]+")


def glued_parts(headline: str, words: Collection[int]) -> list[Cut]:
    """Return the glued parts of a headline, outermost first. ``words`` are the character pairs of the report's text."""
    found: list[Cut] = []
    start, end = 0, len(headline)
    for _ in range(MAX_CUTS if end <= MAX_HEADLINE_CHARS else 0):
        rest = headline[start:end]
        scored = [(_score(signs), cut) for cut, signs in candidate_cuts(rest, words)]
        odds, cut = max(scored, key=lambda one: (one[0], one[1].start), default=(0.0, None))
        if cut is None or odds < ENOUGH_ODDS:
            break
        found.append(Cut(start + cut.start, start + cut.end, cut.rule))
        start, end = (start + cut.end, end) if not cut.start else (start, start + cut.start)
    return found


def without_glue(line: str, words: Collection[int]) -> str:
    """Return a line that may be a headline without what a bar glues to it: its signs are those of the rest."""
    if not _BARS.search(line):
        return line
    for cut in sorted(glued_parts(line, words), key=lambda cut: -cut.start):
        line = line[: cut.start] + line[cut.end :]
    return line.strip()


def candidate_cuts(headline: str, words: Collection[int]) -> Iterator[tuple[Cut, dict[str, float]]]:
    """Yield the parts of a headline that may be glued on, each with its signs."""
    for mark in _PREFIX_END.finditer(headline, 1, MAX_PREFIX_CHARS):
        part, rest = headline[: mark.end()], headline[mark.end() :]
        if han(rest) >= MIN_HEADLINE_HAN and part.strip() and not _in_figure(headline, mark):
            yield Cut(0, mark.end(), "glue.prefix"), _signs("prefix", part, rest, mark[0].strip() or mark[0], words)
    for mark in _SUFFIX_START.finditer(headline, max(1, len(headline) - MAX_SUFFIX_CHARS)):
        rest, part = headline[: mark.start()], headline[mark.start() :]
        if han(rest) >= MIN_HEADLINE_HAN and not _in_figure(headline, mark) and part.strip("!！ \u3000"):
            yield Cut(mark.start(), len(headline), "glue.suffix"), _signs("suffix", part, rest, mark[0].strip() or mark[0], words)
    at = _unknown_end(headline, words)
    if MIN_OPEN_CHARS <= len(headline) - at <= MAX_OPEN_CHARS and han(headline[:at]) >= MIN_HEADLINE_HAN:
        signs = _signs("end", headline[at:], headline[:at], "", words) | {"penalty": -OPEN_PENALTY}
        yield Cut(at, len(headline), "glue.end without a separator"), signs


def _in_figure(headline: str, mark: re.Match[str]) -> bool:
    """Whether a mark stands between two digits: 1-10月, 9:30."""
    return headline[mark.start() - 1].isdigit() and headline[mark.end() : mark.end() + 1].isdigit()


def _unknown_end(headline: str, words: Collection[int]) -> int:
    """Where the part begins of which the text has no pair of characters; the end where it has the last one."""
    for at in range(len(headline) - 1, 0, -1):
        if any(pair in words for pair in letter_pairs(headline[at - 1 : at + 1])):
            return at + 1
    return len(headline)


def _signs(side: str, part: str, rest: str, separator: str, words: Collection[int]) -> dict[str, float]:
    folded, other = key(part), key(rest)
    kind = _SEPARATORS.get(separator[:1], "none")
    signs = {
        f"{side}": 1.0,
        f"{side} {kind}": 1.0,
        f"{side} length {_class(han(part), PART_HAN)}": 1.0,
        f"rest {_class(han(rest), REST_LENGTHS)}": 1.0,
    }
    if words:
        signs[f"{side} in the text {_class(_share(folded, words), PART_OVERLAPS)}"] = 1.0
        signs[f"rest in the text {_class(_share(other, words), PART_OVERLAPS)}"] = 1.0
    if not folded:
        signs["marks alone"] = 1.0
    elif folded == other:
        signs["the same as the rest"] = 1.0
    elif folded in other:
        signs["inside the rest"] = 1.0
    if part.rstrip()[-1:] in set("?？!！"):
        signs[f"{side} cries"] = 1.0
    text = _LATIN.sub("a", _RUNS.sub("0", part.strip().lower()))
    bounded = f"^{text}" if side == "prefix" else f"{text}$"
    runs = {bounded[n : n + size] for size in GRAMS for n in range(len(bounded) - size + 1)}
    share = 1 / math.sqrt(max(len(runs), 1))
    return {**signs, **{f"={side[0]}{run}": share for run in sorted(runs)}}


def _share(folded: str, words: Collection[int]) -> float:
    pairs: Collection[int] = letter_pairs(folded)
    if len(pairs) < len(folded) - 1:  # one that stands there twice counts twice
        pairs = [pair for n in range(len(folded) - 1) for pair in letter_pairs(folded[n : n + 2])]
    return sum(pair in words for pair in pairs) / len(pairs) if pairs else 0.0


def _class(value: float, bounds: Sequence[float]) -> int:
    return sum(value >= bound for bound in bounds)


def _score(signs: Mapping[str, float]) -> float:
    weights = _weights()
    return signs.get("penalty", 0.0) + sum(value * weights.get(name, 0.0) for name, value in signs.items())


@cache
def _weights() -> Mapping[str, float]:
    rows = (line.split("\t") for line in lines_of("glue_weights.tsv"))
    return {name: float(weight) for name, weight in rows}
