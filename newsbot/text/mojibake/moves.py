"""How a reading of a shifted run goes on from one printed character to the next: every way, of which those are kept that may still count.

What cannot count is left out as soon as its score is known, before it is written down: a path so far below the best that neither it nor the
doubt that it casts on another is heard of again, and a reading that came to its end that far below another.
"""

from __future__ import annotations

from bisect import insort
from math import log
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from newsbot.text.mojibake import cp936
from newsbot.text.mojibake.language import EDGE
from newsbot.text.mojibake.partial_readings import (
    BROKEN_RULE,
    DROPPED,
    FOLDED,
    HOPELESS_LEAD,
    LOST,
    LOST_CHARACTER,
    MAX_GUESSES,
    MISQUOTED,
    QUOTED,
    QUOTES,
    UNFOLDED,
    How,
    PartialReading,
    quoted,
)
from newsbot.text.mojibake.pinyin import listed_with_trail, readings
from newsbot.text.mojibake.printed import between, swallowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsbot.text.mojibake.language import Followers
    from newsbot.text.mojibake.partial_readings import Candidates, DamagedDocument
    from newsbot.text.mojibake.printed import PrintedCharacter

MOST_BELOW_BEST: Final = 15.0
"""A path is given up that is that much less likely than the best."""
MOST_BELOW_PRINTED: Final = 12.0
"""A path of a run at a mark is given up that is that much less likely than the line as it stands."""
_OPTIONS: Final = 8
"""Ways to go on that are tried of all behind one dropped character."""
_SWALLOWING: Final = 10
"""Characters that are tried before one which a `?` swallowed."""
_WORSE: Final = 5.0
"""A dropped character is not tried whose beginning is that much less likely than another's."""
_NEAR: Final = 4.0
"""Dropped characters are only tried on paths that close to the best."""
_MOST: Final = 2 * QUOTED
"""The most that one character may add to a score."""
_ASKED: Final = 5
"""Readings of which it is asked, before all others are, what follows them: the likeliest so far."""
ROUNDING: Final = 1e-6
"""More than sums of the same numbers differ by, and than the logarithm of what is certain is above 0."""
_SCORED_APART: Final = frozenset({*QUOTES, "）"})
_LEAST: Final = float("-inf")
_MOST_UNLIKELY: Final = float("inf")
_score = itemgetter(0)
_new = tuple.__new__  # a NamedTuple's own constructor takes three times as long, and a damaged page tries out thousands


class _Option(NamedTuple):
    """A way behind a dropped character: how unlikely it is, its place among all; the path to it, and the byte behind."""

    unlikely: float
    place: tuple[int, int, int]
    path: PartialReading
    pending: int


class _Ending(NamedTuple):
    """How a reading ends: with what behind its last character, read how; how many more are lost, and bytes tried out; tokens passed."""

    further: str = ""
    lost: int = 0
    guessed: int = 0
    how: str = How.KNOWN
    then: str = ""
    passed: int = 1


class Moves:
    """The readings of one run, taken on token by token."""

    def __init__(self, tokens: Sequence[PrintedCharacter], document: DamagedDocument, *, bracketed: bool) -> None:
        self.printed = "".join(token.char for token in tokens)
        self.following: list[PartialReading] = []
        """Where paths go on from the token that was taken last."""
        self.went_on = False
        """Whether any did, were it so unlikely that it was not kept."""
        self.done: list[PartialReading] = []
        """Readings that came to their end."""
        self.tried = 0
        """How many ways were looked at in this run, kept or not."""
        self._tokens, self._document, self._bracketed = tokens, document, bracketed
        self._first, self._token, self._before = 0, 0, EDGE
        self._gain = self._until_here = self._least_done = self._least_following = _LEAST
        self._prefixes: list[float] = []

    def begin(self, first: int, before: str) -> None:
        """Begin a run at the token `first`, behind the one or two characters `before`, as they were."""
        self._first, self._before = first, before
        self.done, self.tried, self._gain, self._prefixes = [], 0, _LEAST, [0.0]
        self._least_done = self._least_following = _LEAST

    def as_printed(self, end: int) -> float:
        """Score the tokens of the run up to the token `end` as they stand, and the end of the line where that is `end`."""
        score = self._without_edge(end)
        return score + self._printed_after(end)[EDGE] if end == len(self._tokens) else score

    def _without_edge(self, end: int) -> float:
        prefixes = self._prefixes
        for place in range(self._first + len(prefixes) - 1, end):
            prefixes.append(prefixes[-1] + self._printed_after(place)[self.printed[place]])
        return prefixes[end - self._first]

    def _printed_after(self, place: int) -> Followers:
        first, printed = self._first, self.printed
        before = (printed[max(0, first - 2) : first] or EDGE) + printed[max(first, place - 2) : place]
        return self._document.model.after(before[-2:])

    def _until(self, token: int) -> float:
        """Score the line as it stands as far as a reading that ends before `token` changes it: the two tokens behind follow upon it."""
        return self._without_edge(min(token + 2, len(self._tokens))) if token < len(self._tokens) else self.as_printed(token)

    def hopeful(self) -> list[PartialReading]:
        """Return the readings that came to their end, but for those so far below another that nothing which follows makes them count."""
        at_most = [path.score - self._until(path.token) for path in self.done]
        for place in sorted(range(len(at_most)), key=at_most.__getitem__, reverse=True)[:_ASKED]:
            path = self.done[place]
            self._token, self._until_here = path.token, self._until(path.token)
            self._hope_for(path.score, self.last(path))
        return [path for path, most in zip(self.done, at_most, strict=True) if most >= self._gain - HOPELESS_LEAD - ROUNDING]

    def take(self, paths: Sequence[PartialReading]) -> None:
        """Take paths on by the token that all of them stand before: to `following`, or `done`."""
        self.following, self.went_on = [], False
        if not paths:
            return
        number = paths[0].token
        if number == len(self._tokens):  # the line was cut inside the run: only the lead byte of its last character is left
            self._expect(number)
            for path in paths:
                if len(path.text) > 1:
                    self._end_with_lead(path, LOST, lost=1)
            return
        self._expect(number + 1)
        token, near = self._tokens[number], max(map(_score, paths)) - _NEAR
        pair = cp936.byte_pair(token.char)
        code = pair[0] if pair is not None else cp936.HIGH_BIT if token.char == "€" else ord(token.char)
        ahead = between(self._tokens, number)
        for path in paths:
            dropped = path.score > near and path.guessed < MAX_GUESSES and not self._document.private
            if token.char in "?\ufffd":
                self._torn_step(path, token)
                if dropped:
                    self._dropped_before_torn(path, token)
            elif code <= cp936.LEAD_BYTES[-1]:
                self._token_step(path, token, pair, code)
                if dropped and code >= cp936.TRAILS[0]:
                    for option in self._dropped_before(path, code, ahead, token.reading):
                        self._token_step(option.path.before_dropped(path, option.pending), token, pair, code)

    def _expect(self, token: int) -> None:
        """Tell from which score on a path that stands before `token` may count, and a reading that ends there."""
        self._token, self._until_here = token, self._until(token)
        self._least_done = self._gain + self._until_here - HOPELESS_LEAD - ROUNDING
        self._least_following = _LEAST
        if not self._tokens[self._first].torn:
            self._least_following = self.as_printed(token) - MOST_BELOW_PRINTED - HOPELESS_LEAD - ROUNDING

    def _token_step(self, path: PartialReading, token: PrintedCharacter, pair: tuple[int, int] | None, code: int) -> None:
        """Put the pending byte and the token's first one together."""
        if pair is not None:
            self._pair_step(path, token, pair)
        elif code <= cp936.HIGH_BIT:
            self._single_step(path, token, code)

    def _pair_step(self, path: PartialReading, token: PrintedCharacter, pair: tuple[int, int]) -> None:
        char = cp936.character(_pending(path), pair[0])
        if char is None or cp936.is_private(char) or (token.reading and token.reading not in readings().get(token.char, ())):
            return
        bare = BROKEN_RULE if token.char in self._document.listed and not token.reading else 0.0
        if pair[1] > cp936.HIGH_BIT:
            self._go_on(path, self._taken(path, self._after(path), char, bare), char, pair[1], torn=bool(token.reading))
        elif pair[1] < cp936.DELETE:  # an ASCII character of the text, taken for the trail byte
            letter = chr(pair[1])
            score = self._taken(path, self._after(path), char, bare + self._document.model.after(char)[letter])
            self._end_with(path, [(score, char)], _Ending(letter, then=How.KNOWN))

    def _single_step(self, path: PartialReading, token: PrintedCharacter, code: int) -> None:
        char, after = cp936.character(_pending(path), code), self._after(path)
        if char is not None and (not token.reading or token.reading in readings().get(char, ())):
            self._end_with(path, [(self._taken(path, after, char, annotated=bool(token.reading)), char)], _Ending())
        char = cp936.character(_pending(path), cp936.FULL_WIDTH_LEAD)
        if char is not None and "!" <= token.char <= "~" and not token.reading:
            score = self._taken(path, after, char, FOLDED if self._document.folded else UNFOLDED)
            self._go_on(path, score, char, code + cp936.HIGH_BIT)

    def _torn_step(self, path: PartialReading, token: PrintedCharacter) -> None:
        """`?`: the trail byte is lost, and with it what the decoder swallowed: a bracket, a marker, or a character of the text."""
        if not token.torn:
            self._end_with_lead(path)
            return
        listed = listed_with_trail(_pending(path), token.reading)
        self._end_with(path, self._all_taken(path, self._document.candidates(listed), annotated=True), _Ending(how=How.BY_READING))

    def _end_with_lead(self, path: PartialReading, penalty: float = 0.0, *, lost: int = 0) -> None:
        """End a path with a character of which only the first byte is left; `lost`: and the line ends with it."""
        known = self._document.known_with_lead(_pending(path))
        self.tried += len(known.pairs)
        scored = self._all_taken(path, known, penalty)
        if not lost and swallowed(self._tokens, path.token):
            scored.sort(key=_score, reverse=True)
            for score, char in scored[:_SWALLOWING]:
                self._end_with_swallowed(path, score, char)
            return
        self._end_with(path, scored, _Ending(lost=lost, guessed=1, how=How.TRAIL_LOST, passed=1 - lost))

    def _end_with_swallowed(self, path: PartialReading, score: float, char: str) -> None:
        """End a path with a character and one that a `?` swallowed: a mark or space that the document uses, or else a digit.

        A digit is gone for good: nothing is put in its place.
        """
        follows, last, behind = self._document.model.follows, self.last(path)[-1] + char, self._tokens[path.token + 1].char
        gone = LOST + follows(last, "0") + follows(char + "0", behind) - follows(last, behind)
        self._end_with(path, [(score + gone, char)], _Ending(LOST_CHARACTER, 1, 1, How.TRAIL_LOST, How.SWALLOWED))
        for mark, share in self._document.swallowed.items():
            with_mark = score + LOST + log(share) + follows(last, mark)
            self._end_with(path, [(with_mark, char)], _Ending(mark, 0, 1, How.TRAIL_LOST, How.SWALLOWED))

    def _dropped_before(self, path: PartialReading, code: int, ahead: str | None, reading: str) -> list[_Option]:
        """A private-use character was dropped before this token: two bytes to try out, the second a lead byte.

        ``code`` is the token's first byte, ``reading`` what is written behind it. Two in a row were dropped where the first of them took
        half of a comma, A3AC. Of all ways the likeliest few are given, in order.
        """
        document = self._document
        firsts = document.common_before_private(_pending(path))
        self.tried += len(firsts.pairs)
        scored = self._all_taken(path, firsts, DROPPED)
        least = max(map(_score, scored), default=0.0) - _WORSE
        options: list[_Option] = []
        # the sooner good ones are found, the fewer are tried
        for number in sorted(range(len(scored)), key=scored.__getitem__, reverse=True):
            (score, char), (first, _) = scored[number], firsts.pairs[number]
            if score < least or _beaten(score + _MOST, options):
                break
            moved = self._moved(path, score, char, None, how=How.DROPPED)
            if document.may_be_behind_dropped(first, code, reading):
                self._behind_dropped(options, (number, 0), moved, (char, first, code, reading), ahead)
            for place, (second, trail) in enumerate(document.dropped_twice(char, first), 1):
                if document.may_be_behind_dropped(trail, code, reading):
                    further = self._taken(moved, self._after(moved), second, DROPPED / 3)
                    if not _beaten(further, options):
                        twice = self._moved(moved, further, second, None, how=How.DROPPED)
                        self._behind_dropped(options, (number, place), twice, (second, trail, code, reading), ahead)
        return options

    def _behind_dropped(
        self, options: list[_Option], place: tuple[int, int], path: PartialReading, key: tuple[str, int, int, str], ahead: str | None
    ) -> None:
        """Put the ways behind a dropped character among the options; ``ahead``: the character after the one that the token's byte ends."""
        ways = self._document.behind_dropped(*key)
        self.tried += len(ways)
        so_far, after = path.score, self._document.model.after
        worst = options[-1].unlikely if len(options) == _OPTIONS else _MOST_UNLIKELY
        for number, (step, pending, other) in enumerate(ways):
            if -(so_far + step) - ROUNDING > worst:
                break
            unlikely = -(so_far + (step + (after(other)[ahead] if ahead else 0.0)))
            if unlikely < worst or (unlikely == worst and (*place, number) < options[-1].place):
                insort(options, _new(_Option, (unlikely, (*place, number), path, pending)))
                del options[_OPTIONS:]
                worst = options[-1].unlikely if len(options) == _OPTIONS else _MOST_UNLIKELY

    def _dropped_before_torn(self, path: PartialReading, token: PrintedCharacter) -> None:
        """The same before `?`: of the character behind, only its reading is known, or nothing."""
        lost, reading = (0, token.reading) if token.torn else (swallowed(self._tokens, path.token), "")
        known = self._document.known_before_private(_pending(path))
        self.tried += len(known.pairs)
        scored = self._all_taken(path, known, DROPPED + LOST * lost)
        for (first, char), (score, _) in zip(known.pairs, scored, strict=True):
            if score + _MOST < self._least_done:
                continue
            others = self._document.torn_behind_dropped(char, first, reading)
            if others.pairs:
                self.tried += len(others.pairs)
                moved = self._moved(path, score, char, None, how=How.DROPPED)
                ending = _Ending(LOST_CHARACTER * lost, lost, 2, How.DROPPED, How.SWALLOWED * lost, passed=0)
                self._end_with(moved, self._all_taken(moved, others, annotated=token.torn), ending)

    def last(self, path: PartialReading) -> str:
        """Return the last two characters of a path."""
        return path.text[-2:] if len(path.text) > 1 else (self._before + path.text)[-2:]

    def _after(self, path: PartialReading) -> Followers:
        return self._document.model.after(self.last(path))

    def enter(self, path: PartialReading, char: str, pending: int, how: How) -> PartialReading:
        """Take the first character of a run, whatever its score."""
        return self._moved(path, self._taken(path, self._after(path), char), char, pending, how=how)

    def _all_taken(
        self, path: PartialReading, candidates: Candidates, penalty: float = 0.0, *, annotated: bool = False
    ) -> list[tuple[float, str]]:
        """Score a path with each of some characters more."""
        so_far, torn, unlisted = path.score, path.torn, self._document.unlisted
        scored = []
        for (_, char), weight, (foreign, bare) in zip(
            candidates.pairs, self._after(path).weigh(candidates.characters), candidates.costs, strict=True
        ):
            score = so_far + (weight + foreign) + penalty
            if annotated:
                score += unlisted(char)
            elif not torn:
                score += bare
            scored.append((score + self._quoting(path, char) if char in _SCORED_APART else score, char))
        return scored

    def _taken(self, path: PartialReading, after: Followers, char: str, penalty: float = 0.0, *, annotated: bool = False) -> float:
        """Score a path with one character more."""
        foreign, bare = self._document.cost(char)
        score = path.score + (after[char] + foreign) + penalty
        if annotated:
            score += self._document.unlisted(char)
        elif not path.torn:
            score += bare
        return score + self._quoting(path, char) if char in _SCORED_APART else score

    def _quoting(self, path: PartialReading, char: str) -> float:
        """What a quotation mark or closing bracket adds, by what is open before it."""
        if char not in QUOTES:
            return 0.0 if self._bracketed else MISQUOTED
        bit, opens = QUOTES[char]
        if bool(path.opened & bit) == opens:
            return MISQUOTED
        return 0.0 if opens else QUOTED * (2 if path.text[-1:] in "。！？" else 1)

    def _moved(
        self, path: PartialReading, score: float, char: str, pending: int | None, *, torn: bool = False, how: str = How.KNOWN
    ) -> PartialReading:
        """Take one character onto a path and pass one token."""
        _, text, token, _, lost, guessed, _, opened, places, hows, rivals, after_dropped = path
        if char in QUOTES:
            opened = quoted(opened, char)
        places += chr(token - self._first)
        hows += How.DROPPED if after_dropped else how
        return _new(PartialReading, (score, text + char, token + 1, pending, lost, guessed, torn, opened, places, hows, rivals, False))

    def _go_on(self, path: PartialReading, score: float, char: str, pending: int, *, torn: bool = False) -> None:
        """Keep a path with one character more, unless it cannot count."""
        self.tried += 1
        self.went_on = True
        if score >= self._least_following:
            self.following.append(self._moved(path, score, char, pending, torn=torn))
            self._least_following = max(self._least_following, score - MOST_BELOW_BEST - HOPELESS_LEAD - ROUNDING)

    def _end_with(self, path: PartialReading, scored: Sequence[tuple[float, str]], ending: _Ending) -> None:
        """Keep the readings that end a path with one of some characters, unless they cannot count."""
        if not scored:
            return
        self.tried += len(scored)
        score, char = max(scored, key=_score)
        self._hope_for(score, (self.last(path) + char + ending.further)[-2:])
        further, lost, guessed, how, then, passed = ending
        _, text, token, _, lost_before, guessed_before, _, opened, places, hows, rivals, after_dropped = path
        places += chr(token - self._first) * (1 + len(further))
        hows += (How.DROPPED if after_dropped else how) + then
        counts = None, lost_before + lost, guessed_before + guessed, False
        for score, char in scored:
            if score >= self._least_done:
                state = quoted(opened, char) if char in QUOTES else opened
                read = score, text + char + further, token + passed, *counts, state, places, hows, rivals, False
                self.done.append(_new(PartialReading, read))

    def _hope_for(self, score: float, last: str) -> None:
        """Tell how much is gained at least by a reading that ends with the two characters `last`, and from which score on others count."""
        if score - self._until_here > self._gain:
            model, printed = self._document.model, self.printed[self._token : self._token + 2]
            rest = model.score(printed, last) if printed else model.follows(last, EDGE) + MISQUOTED
            self._gain = max(self._gain, score + rest - self._until_here)
            self._least_done = self._gain + self._until_here - HOPELESS_LEAD - ROUNDING


def _pending(path: PartialReading) -> int:
    assert path.pending is not None
    return path.pending


def _beaten(score: float, options: list[_Option]) -> bool:
    """Whether as many options as are tried are likelier than any with this score may be."""
    return len(options) == _OPTIONS and -score - ROUNDING > options[-1].unlikely
