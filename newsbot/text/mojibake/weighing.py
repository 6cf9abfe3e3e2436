"""Readings of a shifted run weighed against each other by more than the search can look at: words, sentences, quotations.

The search (shifted_runs.py) looks two characters back. What it gave up is known with how much less likely it was; here each such reading is
set against the chosen one once more, by signs whose weights were fitted on made damage (data/reading_weights.toml, by
scripts/fit_certainty.py). Where one wins, it is taken instead, and the chosen one is remembered as its rival.
"""

from __future__ import annotations

import re
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

from newsbot.data import table
from newsbot.text.mojibake.characters import foreign_to_mirrors
from newsbot.text.mojibake.language import EDGE
from newsbot.text.mojibake.partial_readings import QUOTES, Alternative, How, ShiftedRun, alternatives
from newsbot.text.mojibake.words import as_words, words_score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsbot.text.mojibake.partial_readings import DamagedDocument

_WEIGHTS: Final[dict[str, float]] = table("reading_weights.toml")["weights"]
MAX_TURNS: Final = 4
"""How often another reading may take the place of the chosen one in one run."""
_STRETCH: Final = 5
"""Characters on each side of a difference whose words are looked at."""
_MOST_WORDS: Final = 12.0
"""Gain by words (natural log) from which more says no more."""
_USUAL_SENTENCE: Final = 20
"""Characters of a usual clause: a full stop after fewer is rarer."""
_USUAL_QUOTATION: Final = 8
"""Characters of a quotation above which it is rather a sentence than a name."""
_LONGEST_SENTENCE: Final = 150
_FULL_STOP: Final = "。"
_ENDS: Final = "。！？；"
_OPENS: Final = "“「"
_ENDS_QUOTATION: Final = "”」"
_PAIRED: Final = QUOTES | {mark: (8, place < len("（(")) for place, mark in enumerate("（(）)")}
"""Marks that come in pairs -> their bit among those that are open, and whether they open."""
_PAIRED_MARK = re.compile(f"[{''.join(_PAIRED)}]")
_CLOSES: Final = "".join(mark for mark, (_, opens) in QUOTES.items() if not opens)


class Surroundings(NamedTuple):
    """The line around a run, as it was: all that stands before it, and some characters behind it, EDGE where the line ends."""

    before: str
    after: str


def weighed(run: ShiftedRun, around: Surroundings, document: DamagedDocument, weights: Mapping[str, float] = _WEIGHTS) -> ShiftedRun:
    """Weigh the readings that were given up for a run; return it by the likeliest of all, whose alternatives have the weighed leads."""
    leads = _leads(run, around, document, weights)
    for _ in range(MAX_TURNS):
        if min(leads, default=0.0) >= 0:
            break
        run = _turned(run, run.alternatives[leads.index(min(leads))])
        leads = _leads(run, around, document, weights)
    return run._replace(alternatives=tuple(one._replace(lead=lead) for one, lead in zip(run.alternatives, leads, strict=True)))


def _leads(run: ShiftedRun, around: Surroundings, document: DamagedDocument, weights: Mapping[str, float]) -> list[float]:
    """How much likelier the chosen reading is than each of its alternatives; never less than that for one that would leave nothing."""
    return [
        sum(weights.get(name, 0.0) * value for name, value in signs_between(run, one, around, document).items())
        if one.text or one.end - one.start < len(run.text)
        else max(0.0, one.lead)
        for one in run.alternatives
    ]


def signs_between(run: ShiftedRun, other: Alternative, around: Surroundings, document: DamagedDocument) -> dict[str, float]:
    """Gather what speaks for the chosen reading of a stretch of a run (above 0) and for another one (below 0)."""
    start, end, text, lead = other
    chosen = run.text[start:end]
    at_mark = start == 0 and run.how[0] is How.LEAD_LOST
    longer = len(chosen) - len(text)
    kind = "longer" if longer > 0 else "shorter" if longer else "first" if at_mark else "same"
    left, right = around.before + run.text[:start], run.text[end:] + around.after
    words = _words(left, chosen, right) - _words(left, text, right)
    signs = {f"characters_{kind}": lead, f"words_{kind}": max(-_MOST_WORDS, min(_MOST_WORDS, words))}
    if longer:
        signs["more_characters" if longer > 0 else "fewer_characters"] = longer
    if document.mirrored and (foreign := _foreign(text, document) - _foreign(chosen, document)):
        signs["foreign"] = foreign
    if _PAIRED_MARK.search(chosen) or _PAIRED_MARK.search(text):
        opened, _ = _of_pairs(left)
        (left_open, misplaced), (others_open, others) = _of_pairs(chosen + right, opened), _of_pairs(text + right, opened)
        if right.endswith(EDGE):
            signs["left_open"] = others_open.bit_count() - left_open.bit_count()
        signs["misplaced"] = others - misplaced
    stop = chosen.startswith(_FULL_STOP)
    if stop != text.startswith(_FULL_STOP):
        signs |= {name: value if stop else -value for name, value in _of_stop(left, (chosen if stop else text)[1:] + right).items()}
    return signs


def _words(left: str, text: str, right: str) -> float:
    return words_score(as_words(left[-_STRETCH:] + text + right[:_STRETCH]))


def _foreign(text: str, document: DamagedDocument) -> int:
    """Count the characters of a text that no table leaves which made a document Traditional, and that the document does not show."""
    foreign, present = foreign_to_mirrors(), document.present
    return sum(char in foreign and char not in present for char in text)


def _of_pairs(text: str, opened: int = 0) -> tuple[int, int]:
    """Tell which marks are open after a text, ``opened`` before it, and how many open what is open or close what is not."""
    misplaced = 0
    for mark in _PAIRED_MARK.findall(text):
        bit, opens = _PAIRED[mark]
        misplaced += bool(opened & bit) == opens
        opened = opened | bit if opens else opened & ~bit
    return opened, misplaced


def _of_stop(left: str, right: str) -> dict[str, float]:
    """What speaks for a full stop between two stretches: how long the sentence is that it ends, and the quotation."""
    sentence = len(left) - max(map(left.rfind, _ENDS + EDGE))
    signs = {"sentence": log(min(sentence, _LONGEST_SENTENCE) / _USUAL_SENTENCE)}
    quoted = max(map(left.rfind, _OPENS))
    if quoted > max(map(left.rfind, _ENDS_QUOTATION)) and right[:1] in _CLOSES:
        signs["quotation"] = log((len(left) - quoted) / _USUAL_QUOTATION)
    return signs


def _turned(run: ShiftedRun, chosen: Alternative) -> ShiftedRun:
    """Take another reading of a stretch; all others, and the one that was chosen, become alternatives to it."""
    start, end, text, lead = chosen
    new = run.text[:start] + text + run.text[end:]
    same = len(text) == end - start
    places = run.places[start:end] if same else (_place(run, start),) * len(text)
    how = run.how[start:end] if same else (How.DROPPED,) * len(text)
    others = list(alternatives(new, run.text, -lead))
    for one in run.alternatives:
        if one is chosen:
            continue
        if one.end < start or one.start > end:
            shift = len(text) - (end - start) if one.start > end else 0
            others.append(one._replace(start=one.start + shift, end=one.end + shift))
        else:
            others += alternatives(new, run.text[: one.start] + one.text + run.text[one.end :], one.lead - lead)
    return run._replace(
        text=new,
        places=run.places[:start] + places + run.places[end:],
        how=run.how[:start] + how + run.how[end:],
        alternatives=tuple(others),
    )


def _place(run: ShiftedRun, number: int) -> int:
    return run.places[min(number, len(run.places) - 1)]
