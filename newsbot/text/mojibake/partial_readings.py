"""What is known of a damaged document, and the ways its shifted runs may be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from math import log
from operator import itemgetter
from typing import NamedTuple

from newsbot.text.mojibake import cp936
from newsbot.text.mojibake.characters import counted, foreign_to_mirrors
from newsbot.text.mojibake.language import Character, LanguageModel, known_as
from newsbot.text.mojibake.pinyin import listed_with_reading, readings

HOPELESS_LEAD = 9.0
"""A reading that is less likely than another by this (natural log) is forgotten: it adds less than .0002 to the doubt."""
RIVALS = 10
"""How many rivals a reading remembers."""
LOST_CHARACTER = "□"
"""Stands for a character that is gone for good."""
CURLED, CORNERED = "“”‘’", "「」『』"
"""Two kinds of the same quotation marks. A document uses one of them, and CURLED where it shows neither."""
QUOTES = {mark: (1 + place // 2, place % 2 == 0) for kind in (CURLED, CORNERED) for place, mark in enumerate(kind)}
QUOTES |= {"《": (4, True), "》": (4, False)}
"""Quotation mark -> its bit in a path's state, and whether it opens."""
RARE_MARKS = frozenset("…—·～‖〈〉〔〕【】〖〗々ˉˇ¨〃′″℃±×÷")
"""Marks that most documents do without: of some of them one byte is that of a full stop."""


# Penalties and rewards in natural log. Tuned on simulated damage of real news, where they matter little within a factor of two.
BROKEN_RULE = -4.0
"""A listed character stands without its reading; a simplified one in a text that a table made Traditional."""
UNUSED, OTHER_KIND = -2.0, -12.0
"""A rare mark, and a quotation mark of a kind, that the document does not use."""
DROPPED = -3.5
"""A private-use character was dropped (6 % of the shifted pairs are such)."""
LOST = -2.0
"""A swallowed character that was a part of the text."""
MISQUOTED, QUOTED = -3.0, 1.0
"""A quotation mark that does not fit what is open, or fits."""
SHORT_QUOTE, SHORT_QUOTE_CHARS = -2.5, 8
"""A full stop among the first so many characters of a quotation: words in quotes end without one."""
MAX_GUESSES = 4
"""Bytes tried out on one path from which no dropped character is tried any more: what comes of more is as good as anything."""
FOLDED, UNFOLDED = -1.0, -6.0
"""A half-width mark, letter or digit in a run was a full-width one, in a document whose marks were all folded, or not."""


Pairs = tuple[tuple[int, str], ...]
"""Characters, each with one of its bytes."""


class Candidates(NamedTuple):
    """Characters that are tried one as the other: (byte, character), what is known of each, what each costs."""

    pairs: Pairs
    characters: tuple[Character, ...]
    costs: tuple[tuple[float, float], ...]


@dataclass(slots=True)
class DamagedDocument:
    """What is known of the document: its language, the characters its mirror annotates, and how its decoder went on."""

    model: LanguageModel
    listed: Mapping[str, str] = field(default_factory=dict)
    private: bool = False
    """Private-use characters survive in it, so none was dropped."""
    folded: bool = False
    """Its full-width marks were made half-width."""
    mirrored: bool = False
    """In Traditional script by a character table, so that no unambiguous simplified character stands in it."""
    present: frozenset[str] = frozenset()
    """All characters of the document."""
    work: int = 80_000
    """How many paths may still be looked at in this document: a bound for pages made to be slow."""
    known: dict[tuple[Callable[[int], Pairs], int], Candidates] = field(default_factory=dict)
    """Of the characters with one lead or trail byte, by their table and it, those that are known, as found before."""
    commoner: dict[tuple[Callable[[int], Pairs], int], Candidates] = field(default_factory=dict)
    """The same of those that are common."""
    behind: dict[tuple[str, int, int, str], list[tuple[float, int, str]]] = field(default_factory=dict)
    """What may stand behind a dropped character, as found before."""
    between: dict[tuple[int, int, str], tuple[list[tuple[int, str]], list[Character]]] = field(default_factory=dict)
    """The characters that may, whatever they stand behind."""
    torn_behind: dict[tuple[str, str], Candidates] = field(default_factory=dict)
    """The same before a `?`."""
    twice: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    """The characters that may have been dropped behind a dropped one, as found before."""
    splits: frozenset[str] = frozenset()
    """Marks before which its mirror inserts something, as the `?` before them show: none stands within a run, which ends there."""
    annotated: float = 0.0
    """Share of the characters that mirrors annotate which this one annotates, of those that the document holds; 0: it annotates none."""
    costs: dict[str, tuple[float, float]] = field(default_factory=dict)
    """What it costs to read a character, as found before."""
    swallowed: Mapping[str, float] = field(default_factory=dict)
    """ASCII marks that a `?` may have swallowed -> the share of the document's marks of that kind that are ASCII."""

    def known_with_lead(self, lead: int) -> Candidates:
        """Return those of :func:`newsbot.text.mojibake.cp936.with_lead` that the language model knows."""
        return self._among(self.known, self.model.known, cp936.with_lead, lead)

    def known_with_trail(self, trail: int) -> Candidates:
        """Return those of :func:`newsbot.text.mojibake.cp936.with_trail` that it knows."""
        return self._among(self.known, self.model.known, cp936.with_trail, trail)

    def known_before_private(self, lead: int) -> Candidates:
        """Return those of :func:`newsbot.text.mojibake.cp936.before_private` that it knows."""
        return self._among(self.known, self.model.known, cp936.before_private, lead)

    def common_before_private(self, lead: int) -> Candidates:
        """Return those of them that are common in the document or in news."""
        return self._among(self.commoner, self.model.common, cp936.before_private, lead)

    def common_with_trail(self, trail: int) -> Candidates:
        """Return those of :func:`newsbot.text.mojibake.cp936.with_trail` that are."""
        return self._among(self.commoner, self.model.common, cp936.with_trail, trail)

    def _among(
        self,
        found: dict[tuple[Callable[[int], Pairs], int], Candidates],
        taken: Callable[[Character], bool],
        table: Callable[[int], Pairs],
        byte: int,
    ) -> Candidates:
        those = found.get((table, byte))
        if those is None:
            those = found[table, byte] = self.candidates(pair for pair in table(byte) if taken(known_as(pair[1])))
        return those

    def candidates(self, pairs: Iterable[tuple[int, str]]) -> Candidates:
        """Tell of (byte, character) what these are taken for, and what they cost."""
        those, costs = tuple(pairs), self.costs
        chars = [char for _, char in those]
        return Candidates(those, tuple(map(known_as, chars)), tuple([costs[char] if char in costs else self.cost(char) for char in chars]))

    def behind_dropped(self, char: str, first: int, code: int, reading: str) -> list[tuple[float, int, str]]:
        """Find the bytes that may stand between `char`, whose last byte is `first`, and `code`: (score, byte, character), the best first.

        ``code`` ends a character: the score is that of its standing there. With a ``reading`` it need not be a common one.
        """
        key = (char, first, code, reading)
        found = self.behind.get(key)
        if found is None:
            pairs, known = self._between(first, code, reading)
            steps = self.model.after(char).weigh(known) if known else ()
            found = [(step + self.cost(other)[0], middle, other) for step, (middle, other) in zip(steps, pairs, strict=True)]
            found.sort(key=itemgetter(0), reverse=True)
            self.behind[key] = found
        return found

    def may_be_behind_dropped(self, first: int, code: int, reading: str) -> bool:
        """Return whether :meth:`behind_dropped` finds any, behind whatever character ends with `first`."""
        return bool(self._between(first, code, reading)[0])

    def _between(self, first: int, code: int, reading: str) -> tuple[list[tuple[int, str]], list[Character]]:
        """Find the characters that may stand between a dropped one that ends with `first` and a character that `code` begins."""
        found = self.between.get((first, code, reading))
        if found is None:
            private = cp936.private_trails(first)
            others = cp936.with_trail(code) if reading else self.common_with_trail(code).pairs
            pairs = [pair for pair in others if pair[0] in private and (not reading or reading in readings().get(pair[1], ()))]
            found = self.between[first, code, reading] = pairs, [known_as(other) for _, other in pairs]
        return found

    def torn_behind_dropped(self, char: str, first: int, reading: str) -> Candidates:
        """Find the characters before a `?` that may stand behind `char`, whose last byte is `first`: with a ``reading`` those read so."""
        found = self.torn_behind.get((char, reading))
        if found is None:
            others = listed_with_reading(reading) if reading else self.model.followers(counted(char))
            within = cp936.with_leads(others, cp936.private_trails(first))
            found = self.torn_behind[char, reading] = self.candidates((last, other) for other, last in within if last > cp936.HIGH_BIT)
        return found

    def dropped_twice(self, char: str, first: int) -> tuple[tuple[str, int], ...]:
        """Find the characters, each with its last byte, that may have been dropped behind `char`, whose last byte is `first`."""
        found = self.twice.get(char)
        if found is None:
            others = ("，", *self.model.repeated(counted(char)))
            within = cp936.with_leads(others, cp936.private_trails(first))
            found = tuple((other, last) for other, last in within if cp936.private_trails(last))
            self.twice[char] = found
        return found

    def cost(self, char: str) -> tuple[float, float]:
        """Return what it costs (natural log) that a character stands in this document, and that it has no reading or is a mark in a run."""
        found = self.costs.get(char)
        if found is None:
            found = self.costs[char] = (0.0 if char in self.present else self._strange(char), self.bare(char))
        return found

    def _strange(self, char: str) -> float:
        """Return what it costs (natural log) that a character stands in this document which does not show it elsewhere."""
        if char in CURLED or char in CORNERED:
            cornered = not self.present.isdisjoint(CORNERED)
            of_other_kind = cornered and self.present.isdisjoint(CURLED) if char in CURLED else not cornered
            return OTHER_KIND if of_other_kind else 0.0
        if char in RARE_MARKS:
            return UNUSED
        return BROKEN_RULE if self.mirrored and char in foreign_to_mirrors() else 0.0

    def bare(self, char: str) -> float:
        """Return what it costs (natural log) that a character of a run stands without a reading, or a mark within the run."""
        if char in self.listed or char in self.splits:
            return BROKEN_RULE
        if char in self.present or char not in readings():
            return 0.0
        return max(BROKEN_RULE, log(1 - self.annotated))

    def unlisted(self, char: str) -> float:
        """Return what it costs (natural log) that a character was annotated which the document never shows with its reading."""
        if char in self.listed or not self.listed:
            return 0.0
        return BROKEN_RULE if char in self.present else max(BROKEN_RULE, log(self.annotated))

    def learn(self, lines: Iterable[str]) -> None:
        """Learn more of the document's language, and forget what was found without it."""
        self.model.learn(lines)
        for found in (self.commoner, self.behind, self.between, self.torn_behind, self.twice):
            found.clear()


class Rival(NamedTuple):
    """A reading that was given up for another, since both go on alike: the first `length` characters were `text` instead.

    ``lead``: how much likelier the other is (natural log).
    """

    lead: float
    text: str
    length: int


class How(StrEnum):
    """What is left of the bytes of a character."""

    KNOWN = "k"
    """Both, or a character of one byte."""
    BY_READING = "r"
    """One, and the reading that was written after it."""
    LEAD_LOST = "f"
    """The second one: the first is what the `?` at the beginning of a run at a mark stands for."""
    TRAIL_LOST = "t"
    """The first one: the second was lost at the `?` at which a run ends."""
    DROPPED = "d"
    """One, the other having been a part of a private-use character that was dropped."""
    SWALLOWED = "s"
    """None: it is what a `?` swallowed."""


class PartialReading(NamedTuple):
    """One way to read a run so far: its score (natural log), its text, the token it stands before, the lead byte that is pending."""

    score: float
    text: str
    token: int
    pending: int | None
    lost: int = 0
    guessed: int = 0
    torn: bool = False
    """The bytes of the next character were torn apart, so that it could not be annotated."""
    opened: int = 0
    """What quotation marks are open after it; bits: 1 for “, 2 for ‘, 4 for 《."""
    places: str = ""
    """For every character of the text the number of the token it was read from, as a character of that code."""
    how: str = ""
    """For every character of the text a `How`."""
    rivals: tuple[Rival, ...] = ()
    """The likeliest of the readings that were given up for this one, the likeliest first."""
    after_dropped: bool = False
    """The pending byte was that of a dropped character, and so is a guess."""

    def before_dropped(self, path: PartialReading, pending: int) -> PartialReading:
        """Return this reading, which went on from ``path``, before the dropped character whose last byte is ``pending``."""
        return tuple.__new__(PartialReading, (*self[:2], path.token, pending, self.lost, path.guessed + 1, *self[6:11], True))


def merged(paths: list[PartialReading]) -> list[PartialReading]:
    """Keep the best of paths that go on alike (the model looks two characters back); it remembers the others as its rivals."""
    best: dict[tuple[int, int | None, str, int, bool], PartialReading] = {}
    for path in paths:
        key = (path.token, path.pending, path.text[-2:], path.opened, path.torn)
        other = best.get(key)
        if other is None:
            best[key] = path
        elif path.score > other.score:
            best[key] = _won(path, other)
        else:
            best[key] = _won(other, path)
    return list(best.values())


def _won(winner: PartialReading, loser: PartialReading) -> PartialReading:
    lead = winner.score - loser.score
    if lead > HOPELESS_LEAD or winner.text == loser.text:
        return winner
    length = len(winner.text)
    inherited = [
        Rival(lead + old.lead, old.text + loser.text[old.length :], length) for old in loser.rivals if lead + old.lead <= HOPELESS_LEAD
    ]
    rivals = sorted([*winner.rivals, Rival(lead, loser.text, length), *inherited])
    return winner._replace(rivals=tuple(rivals[:RIVALS]))


_ONE_DIFFERENCE = 2
"""Characters up to which two texts that differ are taken to differ as one: finer parts would say nothing."""


class Alternative(NamedTuple):
    """Another reading of ``text[start:end]`` of a run; ``lead``: how much less likely it is (natural log)."""

    start: int
    end: int
    text: str
    lead: float


class ShiftedRun(NamedTuple):
    """A shifted run, ``line[start:end]``, and what it was.

    ``places``: for every character of the text where in the line it was read; ``how``: from what; ``gain``: how much likelier than as it
    stands (natural log); ``lost``: characters that are gone; ``guessed``: bytes tried out, apart from the first; ``keyed``: it begins with
    a reading; ``bare``: the `?` at its beginning is gone; ``alternatives``: how else parts of the text may be read.
    """

    start: int
    end: int
    text: str
    places: tuple[int, ...]
    how: tuple[How, ...]
    gain: float
    lost: int
    guessed: int
    keyed: bool
    bare: bool
    alternatives: tuple[Alternative, ...]


def alternatives(best: str, other: str, lead: float) -> list[Alternative]:
    """Find where two texts differ: stretches of the first, and what the second has there.

    >>> alternatives("殷切期望", "殷切旗忘", 1.5)
    [Alternative(start=2, end=4, text='旗忘', lead=1.5)]
    """
    longest = min(len(best), len(other))
    start = next((n for n in range(longest) if best[n] != other[n]), longest)
    tail = next((n for n in range(longest - start) if best[-1 - n] != other[-1 - n]), longest - start)
    first, second = best[start : len(best) - tail], other[start : len(other) - tail]
    if min(len(first), len(second)) <= _ONE_DIFFERENCE:
        return [Alternative(start, start + len(first), second, lead)] if first or second else []
    matched = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    return [Alternative(start + i, start + j, second[x:y], lead) for kind, i, j, x, y in matched if kind != "equal"]


def quoted(opened: int, text: str) -> int:
    """Return which quotation marks are open behind a text, `opened` before it."""
    for char in text:
        if char in QUOTES:
            bit, opens = QUOTES[char]
            opened = opened | bit if opens else opened & ~bit
    return opened
