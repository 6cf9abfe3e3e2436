"""Runs of text that a decoder read one byte out of step, read again in step.

Bytes inserted between the two halves of a character leave its lead byte alone before something that is no trail byte: the decoder
prints `?`, swallows that something, and takes the character's trail byte for the next lead. From there on it pairs the trail of
each character with the lead of the next, until it meets a byte that stands alone:

    。“線    A1A3 A1B0 BE80      with something inserted before ！ (A3A1):  A1 | A3A1 | B0BE | 80    ?！熬€
    面備戰   C3E6 82E4 91F0      with (zhèn) written behind 鎮 (E682), (zhàn) behind 戰 (91F0):      面?zhèn)鋺?zhàn)

So the automaton has two states: in step, or with one lead byte pending. Pairs are taken apart and put together again; bytes that
were lost are tried out, and the language model chooses. What is certain: all bytes but the first lead byte and those swallowed.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from math import log
from operator import itemgetter

from newsbot.text.mojibake import cp936
from newsbot.text.mojibake.characters import counted, foreign_to_mirrors
from newsbot.text.mojibake.garbage import shifted_stretches
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
    RIVALS,
    SHORT_QUOTE,
    SHORT_QUOTE_CHARS,
    UNFOLDED,
    Alternative,
    DamagedDocument,
    How,
    PartialReading,
    ShiftedRun,
    alternatives,
    merged,
    quoted,
)
from newsbot.text.mojibake.pinyin import listed_with_reading, listed_with_trail, readings
from newsbot.text.mojibake.printed import PrintedCharacter, printed_characters

_TOKENS_OF_A_RUN = 2000
_BEAM = 24
_OPTIONS = 8  # ways to go on that are tried of all behind one dropped character
_HOPELESS = -11.0  # a first character less likely than that is not tried
_WORSE = 5.0  # a dropped character is not tried whose beginning is that much less likely than another's
_NEAR = 4.0  # dropped characters are only tried on paths that close to the best


class LineReader:
    """One line under repair."""

    def __init__(self, line: str, document: DamagedDocument) -> None:
        self.document = document
        self.tokens = printed_characters(line)
        self._opened = 0  # what quotation marks are open where we are; bits: 1 for “, 2 for ‘, 4 for 《
        self._since = 99  # how many characters ago the last one opened
        self._bracketed = "(" in line or "（" in line
        self._first = 0  # the token with which the run begins
        self._bare = frozenset(start for start, _ in shifted_stretches(line))
        self._before = EDGE  # the two characters before the run, as they were
        self._printed = "".join(token.char for token in self.tokens)
        self._scores: dict[tuple[int, int], float] = {}

    def runs(self, believable: Callable[[ShiftedRun], bool]) -> list[ShiftedRun]:
        """Find the shifted runs of the line that can be read and are believed, in order."""
        found: list[ShiftedRun] = []
        number = 0
        while number < len(self.tokens) and self.document.work > 0:
            token = self.tokens[number]
            if (token.char in "?\ufffd" or self._bare_entry(number)) and (read := self._run(number)) and believable(read[0]):
                run, number = read
                found.append(run)
                self._pass(run.text)
            else:
                self._pass(token.char)
                number += 1
        return found

    def _bare_entry(self, number: int) -> bool:
        """Whether a run begins at a mark whose `?` a cleaner took: what follows reads far better when its bytes are paired anew."""
        return self.tokens[number].start in self._bare and cp936.mark_bytes(self.tokens[number].char) is not None

    def _pass(self, text: str) -> None:
        for char in text:
            self._since = 0 if char in "“‘" else self._since + 1
            self._opened = quoted(self._opened, char)
            self._before = self._before[-1] + char

    def _run(self, number: int) -> tuple[ShiftedRun, int] | None:
        self._first = number
        paths = list(self._torn_entries(number) if self.tokens[number].torn else self._mark_entries(number))
        done: list[PartialReading] = []
        paths = [path._replace(opened=quoted(self._opened, path.text)) for path in paths]
        for _ in range(_TOKENS_OF_A_RUN):
            following: list[PartialReading] = []
            best = max((path.score for path in paths), default=0.0)
            for path in paths:
                for new in self._steps(path, near=path.score > best - _NEAR):
                    (done if new.pending is None else following).append(new)
            self.document.work -= len(following) + len(done) + 1
            if not following or self.document.work < 0:
                break
            done = merged(done)
            paths = heapq.nlargest(_BEAM, merged(following), key=_score)
            floor = paths[0].score - 15
            if not self.tokens[number].torn:
                floor = max(floor, self._as_printed(number, paths[0].token) - 12)
            paths = [path for path in paths if path.score > floor]
        return self._best(number, done) if done else None

    def _best(self, number: int, done: list[PartialReading]) -> tuple[ShiftedRun, int]:
        """Choose the likeliest reading; all are compared over the same stretch of the line."""
        end = min(len(self.tokens), max(path.token for path in done) + 2)
        totals = sorted(((path.score + self._rest(path, end), path) for path in done), key=lambda pair: -pair[0])
        total, best = totals[0]
        others = [
            *(found for rival in best.rivals for found in alternatives(best.text[: rival.length], rival.text, rival.lead)),
            *(
                found
                for other, path in totals[1 : 1 + RIVALS]
                if total - other < HOPELESS_LEAD
                for found in self._another_end(best, path, total - other)
            ),
        ]
        gain = total - self._as_printed(number, end)
        first, stop = self.tokens[number], self.tokens[best.token - 1].end
        starts = [*(token.start for token in self.tokens[number : number + _TOKENS_OF_A_RUN + 2]), self.tokens[-1].end]
        places = tuple(starts[ord(place)] for place in best.places)
        bare, how = first.char not in "?\ufffd", tuple(map(How, best.how))
        run = ShiftedRun(first.start, stop, best.text, places, how, gain, best.lost, best.guessed, first.torn, bare, tuple(others))
        return run, best.token

    def _another_end(self, best: PartialReading, other: PartialReading, lead: float) -> list[Alternative]:
        """Tell another reading of the whole run, which may end elsewhere: compared up to where the longer one ends."""
        end = max(best.token, other.token)
        stretches = ["".join(token.char for token in self.tokens[path.token : end]) for path in (best, other)]
        last = len(best.text)
        found = alternatives(best.text + stretches[0], other.text + stretches[1], lead)
        return [one._replace(start=min(one.start, last - 1), end=min(one.end, last)) for one in found if one.start <= last]

    def _rest(self, path: PartialReading, end: int) -> float:
        """Score what follows a path that came to its end, up to the token `end`."""
        last = self._last(path)
        if path.token >= len(self.tokens):
            return self._follows(last, EDGE) + (MISQUOTED if path.opened else 0.0)
        near = self._printed[path.token : min(path.token + 2, end)]
        return self.document.model.score(near, last) + self._as_printed(path.token + len(near), end)

    def _as_printed(self, start: int, end: int) -> float:
        """Score the tokens from `start` to `end` as they stand, and the end of the line where that is `end`."""
        score = self._scores.get((start, end))
        if score is None:
            text = self._printed[start:end] + (EDGE if end == len(self._printed) else "")
            score = self._scores[start, end] = self.document.model.score(text, self._printed[max(0, start - 2) : start] or EDGE)
        return score

    # ------------------------------------------------------------------------------------------------------- how a run begins

    def _torn_entries(self, number: int) -> Iterator[PartialReading]:
        """`?reading)`: the lead byte is the one that makes a character of that reading with the trail byte before it."""
        pair = cp936.byte_pair(self._before[-1])
        if pair is None:
            return
        for lead, char in listed_with_trail(pair[1], self.tokens[number].reading):
            yield PartialReading(self.document.unlisted(char), "", number + 1, lead, torn=True)

    def _mark_entries(self, number: int) -> Iterator[PartialReading]:
        """`?` and a full-width mark: the mark's two bytes are the trail of one character and the lead of the next."""
        if self.tokens[number].char not in "?\ufffd":  # the mark alone, whose `?` is gone
            number -= 1
        pair = cp936.mark_bytes(self.tokens[number + 1].char) if number + 1 < len(self.tokens) else None
        if pair is None:
            return
        for _, char in self.document.known_among(cp936.with_trail(pair[0])):
            if self._step_score(self._before, char) > _HOPELESS:
                penalty = SHORT_QUOTE if char == "。" and self._opened and self._since < SHORT_QUOTE_CHARS else 0.0
                yield self._moved(PartialReading(penalty, "", number + 1, pair[1]), char, pair[1], how=How.LEAD_LOST)

    # -------------------------------------------------------------------------------------------------------- how it goes on

    def _steps(self, path: PartialReading, *, near: bool) -> Iterator[PartialReading]:
        """Where a path goes from the token it stands before, with a lead byte pending. At the line's end: nowhere."""
        pending = path.pending
        assert pending is not None
        if path.token >= len(self.tokens):
            yield from self._cut(path, pending)
            return
        token = self.tokens[path.token]
        near = near and not self.document.private and path.guessed < MAX_GUESSES
        if token.char in "?\ufffd":
            yield from self._torn_step(path, token, pending)
            if near:
                yield from self._dropped_before_torn(path, token, pending)
            return
        pair = cp936.byte_pair(token.char)
        code = pair[0] if pair is not None else cp936.HIGH_BIT if token.char == "€" else ord(token.char)
        if code > cp936.LEAD_BYTES[-1]:
            return
        yield from self._token_step(path, token, pair, code)
        if near and code >= cp936.TRAILS[0]:
            for other in self._dropped_before(path, code, pending, token.reading):
                yield from self._token_step(other, token, pair, code)

    def _token_step(
        self, path: PartialReading, token: PrintedCharacter, pair: tuple[int, int] | None, code: int
    ) -> Iterator[PartialReading]:
        """Put the pending byte and the token's first one together."""
        assert path.pending is not None
        if pair is not None:
            yield from self._pair_step(path, token, pair, path.pending)
        elif code <= cp936.HIGH_BIT:
            yield from self._single_step(path, token, code, path.pending)

    def _pair_step(self, path: PartialReading, token: PrintedCharacter, pair: tuple[int, int], pending: int) -> Iterator[PartialReading]:
        char = cp936.character(pending, pair[0])
        if char is None or cp936.is_private(char) or (token.reading and token.reading not in readings().get(token.char, ())):
            return
        bare = BROKEN_RULE if token.char in self.document.listed and not token.reading else 0.0
        if pair[1] > cp936.HIGH_BIT:
            yield self._moved(path, char, pair[1], bare, torn=bool(token.reading))
        elif pair[1] < cp936.DELETE:  # an ASCII character of the text, taken for the trail byte
            letter = chr(pair[1])
            moved = self._moved(path, char, None, bare + self._follows(char, letter))
            yield moved._replace(text=moved.text + letter, places=moved.places + moved.places[-1], how=moved.how + How.KNOWN)

    def _single_step(self, path: PartialReading, token: PrintedCharacter, code: int, pending: int) -> Iterator[PartialReading]:
        char = cp936.character(pending, code)
        if char is not None and (not token.reading or token.reading in readings().get(char, ())):
            yield self._moved(path, char, None, annotated=bool(token.reading))
        char = cp936.character(pending, cp936.FULL_WIDTH_LEAD)
        if char is not None and "!" <= token.char <= "~" and not token.reading:
            yield self._moved(path, char, code + cp936.HIGH_BIT, FOLDED if self.document.folded else UNFOLDED)

    def _torn_step(self, path: PartialReading, token: PrintedCharacter, pending: int) -> Iterator[PartialReading]:
        """`?`: the trail byte is lost, and with it what the decoder swallowed: a bracket, a marker, or a character of the text."""
        if token.torn:
            for trail, char in cp936.han_of_lead(pending):
                if trail > cp936.HIGH_BIT and token.reading in readings().get(char, ())[:1]:
                    yield self._moved(path, char, None, annotated=True, how=How.BY_READING)
            return
        whole = (
            self._moved(path, char, None, guessed=1, how=How.TRAIL_LOST) for _, char in self.document.known_among(cp936.with_lead(pending))
        )
        if not self._swallowed(path.token):
            yield from whole
            return
        for moved in heapq.nlargest(10, whole, key=_score):
            yield from self._with_swallowed(moved)

    def _with_swallowed(self, path: PartialReading) -> Iterator[PartialReading]:
        """Continue a path at `?` that swallowed a character of the text: a mark or space that the document uses, or else a digit.

        A digit is gone for good: nothing is put in its place.
        """
        last, behind = self._last(path), self.tokens[path.token].char
        place = path.places[-1]
        gone = LOST + self._follows(last, "0") + self._follows(last[-1] + "0", behind) - self._follows(last, behind)
        swallowed = path._replace(places=path.places + place, how=path.how + How.SWALLOWED)
        yield swallowed._replace(score=path.score + gone, text=path.text + LOST_CHARACTER, lost=path.lost + 1)
        for char, share in self.document.swallowed.items():
            score = path.score + LOST + log(share) + self._follows(last, char)
            yield swallowed._replace(score=score, text=path.text + char)

    def _cut(self, path: PartialReading, pending: int) -> Iterator[PartialReading]:
        """The line was cut inside the run: only the lead byte of its last character is left."""
        if len(path.text) > 1:
            for _, char in self.document.known_among(cp936.with_lead(pending)):
                yield self._moved(path, char, None, LOST, lost=1, guessed=1, how=How.TRAIL_LOST)._replace(token=path.token)

    def _swallowed(self, number: int) -> int:
        """How many characters of the text the `?` at this token swallowed: none where it stands before a mark or at the end."""
        if self.tokens[number].tag:
            return 0
        following = self.tokens[number + 1].char if number + 1 < len(self.tokens) else EDGE
        return 0 if following == EDGE or cp936.mark_bytes(following) is not None else 1

    # ------------------------------------------------------------------------------------------- private-use pairs, dropped

    def _dropped_before(self, path: PartialReading, code: int, pending: int, reading: str) -> Iterator[PartialReading]:
        """A private-use character was dropped before this token: two bytes to try out, the second a lead byte.

        ``code`` is the token's first byte, ``reading`` what is written behind it.
        Two in a row were dropped where the first of them took half of a comma, A3AC.
        """
        ahead = self._ahead(path.token)
        options: list[tuple[float, PartialReading, int]] = []
        firsts = self.document.common_before_private(pending)
        moves = [(self._moved(path, char, None, DROPPED, how=How.DROPPED), char, first) for first, char in firsts]
        least = max((move[0].score for move in moves), default=0.0) - _WORSE
        for moved, char, first in (move for move in moves if move[0].score >= least):
            options += ((moved.score + score, moved, middle) for score, middle in self._behind_dropped(char, first, code, (ahead, reading)))
            for second in ("，", *self.document.model.repeated(counted(char))):
                pair = cp936.byte_pair(second)
                if pair is not None and pair[0] in cp936.private_trails(first) and cp936.private_trails(pair[1]):
                    further = self._moved(moved, second, None, DROPPED / 3, how=How.DROPPED)
                    ways = self._behind_dropped(second, pair[1], code, (ahead, reading))
                    options += ((further.score + score, further, middle) for score, middle in ways)
        for _, moved, middle in heapq.nlargest(_OPTIONS, options, key=_score):
            yield moved.before_dropped(path, middle)

    def _dropped_before_torn(self, path: PartialReading, token: PrintedCharacter, pending: int) -> Iterator[PartialReading]:
        """The same before `?`: of the character behind, only its reading is known, or nothing."""
        lost = 0 if token.torn else self._swallowed(path.token)
        for first, char in self.document.known_among(cp936.before_private(pending)):
            moved = self._moved(path, char, None, DROPPED + LOST * lost, how=How.DROPPED)
            others = listed_with_reading(token.reading) if token.torn else self.document.model.followers(counted(char))
            for other in others:
                pair = cp936.byte_pair(other)
                if pair is not None and pair[0] in cp936.private_trails(first) and pair[1] > cp936.HIGH_BIT:
                    after = self._moved(moved, other, None, annotated=token.torn, lost=lost, guessed=2, how=How.DROPPED)
                    text, places = after.text + LOST_CHARACTER * lost, after.places + after.places[-1] * lost
                    yield after._replace(token=path.token + 1, text=text, places=places, how=after.how + How.SWALLOWED * lost)

    def _ahead(self, number: int) -> str | None:
        """The character that this token's second byte and the next one's first make."""
        if number + 1 >= len(self.tokens):
            return None
        pair, following = cp936.byte_pair(self.tokens[number].char), cp936.byte_pair(self.tokens[number + 1].char)
        return cp936.character(pair[1], following[0]) if pair and following else None

    def _behind_dropped(self, char: str, first: int, code: int, behind: tuple[str | None, str]) -> list[tuple[float, int]]:
        """Find the bytes that may stand between `char`, whose last byte is `first`, and `code`: (score of what follows, byte).

        ``behind``: the character after the one that `code` ends, and the reading of that one. With a reading it need not be a common one.
        """
        key = (char, code, behind)
        ahead, reading = behind
        ways = self.document.ways.get(key)
        if ways is None:
            private = cp936.private_trails(first)
            follows = self.document.model.follows
            every = (
                (self._step_score(char, other) + (follows(other, ahead) if ahead else 0.0), middle)
                for middle, other in (cp936.with_trail(code) if reading else self.document.common_with_trail(code))
                if middle in private and (not reading or reading in readings().get(other, ()))
            )
            ways = self.document.ways[key] = heapq.nlargest(_OPTIONS, every)
        return ways

    # ----------------------------------------------------------------------------------------------------------------- scores

    def _moved(
        self,
        path: PartialReading,
        char: str,
        pending: int | None,
        penalty: float = 0.0,
        *,
        annotated: bool = False,
        torn: bool = False,
        lost: int = 0,
        guessed: int = 0,
        how: How = How.KNOWN,
    ) -> PartialReading:
        """Take one character onto a path and pass one token."""
        score = path.score + self._step_score(self._last(path), char) + penalty
        score += self.document.unlisted(char) if annotated else 0.0 if path.torn else self.document.bare(char)
        opened = path.opened
        if char in QUOTES:
            bit, opens = QUOTES[char]
            if bool(opened & bit) == opens:
                score += MISQUOTED
            elif not opens:
                score += QUOTED * (2 if path.text[-1:] in "。！？" else 1)
            opened = opened | bit if opens else opened & ~bit
        elif char == "）" and not self._bracketed:
            score += MISQUOTED
        text, token = path.text + char, path.token + 1
        places = path.places + chr(path.token - self._first)
        how = How.DROPPED if path.after_dropped else how
        lost, guessed = path.lost + lost, path.guessed + guessed
        return _new(PartialReading, (score, text, token, pending, lost, guessed, torn, opened, places, path.how + how, path.rivals, False))

    def _last(self, path: PartialReading) -> str:
        """The last two characters of a path."""
        return path.text[-2:] if len(path.text) > 1 else (self._before + path.text)[-2:]

    def _follows(self, before: str, char: str) -> float:
        return self.document.model.follows(before, char)

    def _step_score(self, before: str, char: str) -> float:
        foreign = self.document.mirrored and char in foreign_to_mirrors() and char not in self.document.present
        return self._follows(before, char) + (BROKEN_RULE if foreign else 0.0)


_score = itemgetter(0)
_new = tuple.__new__  # a NamedTuple's own constructor takes three times as long, and a damaged page tries out thousands
