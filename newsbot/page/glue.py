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
from operator import add
from typing import Final, NamedTuple

from newsbot.data import lines_of
from newsbot.lines.headlines import MAX_CUTS, MAX_HEADLINE_CHARS, MIN_HEADLINE_HAN, Cut
from newsbot.lines.measures import han, key, letter_pairs
from newsbot.words import BARS, pair_list

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
_CLOSING: Final = frozenset("”’」』》）)】")
_CRIES = frozenset("?？!！")
_RUNS = re.compile(r"[0-9]+")
_LATIN = re.compile(r"[A-Za-z]+")


def glued_parts(headline: str, words: Collection[int]) -> list[Cut]:
    """Return the glued parts of a headline, outermost first. ``words`` are the character pairs of the report's text."""
    found: list[Cut] = []
    start, end = 0, len(headline)
    for _ in range(MAX_CUTS if end <= MAX_HEADLINE_CHARS else 0):
        rest = headline[start:end]
        scored = [(_score(part), cut) for cut, part in _candidates(rest, words)]
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


class _Part(NamedTuple):
    """A part that may be glued on: its side, its signs but for the runs of characters in it, and these runs, which share one weight."""

    side: str
    signs: dict[str, float]
    runs: set[str]

    @property
    def share(self) -> float:
        return 1 / math.sqrt(max(len(self.runs), 1))


def candidate_cuts(headline: str, words: Collection[int]) -> Iterator[tuple[Cut, dict[str, float]]]:
    """Yield the parts of a headline that may be glued on, each with its signs."""
    for cut, part in _candidates(headline, words):
        yield cut, part.signs | {f"={part.side[0]}{run}": part.share for run in sorted(part.runs)}


def _candidates(headline: str, words: Collection[int]) -> Iterator[tuple[Cut, _Part]]:
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
        part_of_end = _signs("end", headline[at:], headline[:at], "", words)
        part_of_end.signs["penalty"] = -OPEN_PENALTY
        yield Cut(at, len(headline), "glue.end without a separator"), part_of_end


def _in_figure(headline: str, mark: re.Match[str]) -> bool:
    """Whether a mark stands between two digits (1-10月, 9:30), or a hyphen inside the name of a model (G80Q23YSL-Q4)."""
    before, after = headline[mark.start() - 1], headline[mark.end() : mark.end() + 1]
    return (before.isdigit() and after.isdigit()) or (mark[0] == "-" and _is_latin(before) and _is_latin(after))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _unknown_end(headline: str, words: Collection[int]) -> int:
    """Where the part begins of which the text has no pair of characters; the end where there is none, or too long a one."""
    for at in range(len(headline) - 1, max(len(headline) - MAX_OPEN_CHARS - 2, 0), -1):
        if any(pair in words for pair in letter_pairs(headline[at - 1 : at + 1])):
            end = at + 1
            while headline[end : end + 1] and headline[end] in _CLOSING:  # what closes a quotation belongs to what it quotes
                end += 1
            return end
    return len(headline)


def _signs(side: str, part: str, rest: str, separator: str, words: Collection[int]) -> _Part:
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
    if part.rstrip()[-1:] in _CRIES:
        signs[f"{side} cries"] = 1.0
    text = _LATIN.sub("a", _RUNS.sub("0", part.strip().lower()))
    bounded = f"^{text}" if side == "prefix" else f"{text}$"
    pairs = list(map(add, bounded, bounded[1:]))
    return _Part(side, signs, {*bounded, *pairs, *map(add, pairs, bounded[2:])})


def _share(folded: str, words: Collection[int]) -> float:
    """The share of the pairs of letters that the text has; one that stands there twice counts twice."""
    pairs = pair_list(folded)
    return sum(map(words.__contains__, pairs)) / len(pairs) if pairs else 0.0


def _class(value: float, bounds: Sequence[float]) -> int:
    return sum(value >= bound for bound in bounds)


def _score(part: _Part) -> float:
    signs, runs = _weights()
    weight_of, share = runs[part.side[0]], part.share
    named = [value * signs.get(name, 0.0) for name, value in part.signs.items()]
    spelled = [share * weight_of[run] for run in sorted(weight_of.keys() & part.runs)]  # sorted, for sums of fractions depend on the order
    return part.signs.get("penalty", 0.0) + sum((*named, *spelled))


@cache
def _weights() -> tuple[Mapping[str, float], Mapping[str, Mapping[str, float]]]:
    """Of every sign, and of every run of characters by the first letter of its side."""
    signs: dict[str, float] = {}
    runs: dict[str, dict[str, float]] = {side: {} for side in "pse"}
    for line in lines_of("glue_weights.tsv"):
        name, weight = line.split("\t")
        if name[0] == "=":
            runs[name[1]][name[2:]] = float(weight)
        else:
            signs[name] = float(weight)
    return signs, runs
