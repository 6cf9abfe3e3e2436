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
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter, itemgetter

from newsbot.text.mojibake import cp936
from newsbot.text.mojibake.garbage import shifted_stretches
from newsbot.text.mojibake.language import EDGE
from newsbot.text.mojibake.moves import MOST_BELOW_BEST, MOST_BELOW_PRINTED, ROUNDING, Moves
from newsbot.text.mojibake.partial_readings import (
    HOPELESS_LEAD,
    MISQUOTED,
    RIVALS,
    SHORT_QUOTE,
    SHORT_QUOTE_CHARS,
    Alternative,
    DamagedDocument,
    How,
    PartialReading,
    ShiftedRun,
    alternatives,
    merged,
    quoted,
)
from newsbot.text.mojibake.pinyin import listed_with_trail
from newsbot.text.mojibake.printed import printed_characters

_TOKENS_OF_A_RUN = 2000
_SCORED_BEHIND = 2
"""Characters behind a reading whose likelihood depends on it: the model looks two back."""
_START = attrgetter("start")
_NONE: Mapping[int, ShiftedRun] = {}
_BEAM = 24
_HOPELESS = -11.0  # a first character less likely than that is not tried


class LineReader:
    """One line under repair."""

    def __init__(self, line: str, document: DamagedDocument) -> None:
        self.document = document
        self.tokens = printed_characters(line)
        self._opened = 0  # what quotation marks are open where we are; bits: 1 for “, 2 for ‘, 4 for 《
        self._since = 99  # how many characters ago the last one opened
        self._bare = frozenset(start for start, _ in shifted_stretches(line))
        self._before = EDGE  # the two characters before the run, as they were
        self._moves = Moves(self.tokens, document, bracketed="(" in line or "（" in line)
        self._scores: dict[tuple[int, int], float] = {}

    def runs(self, believable: Callable[[ShiftedRun], bool], certain: Mapping[int, ShiftedRun] = _NONE) -> list[ShiftedRun]:
        """Find the shifted runs of the line that can be read and are believed, in order; ``certain`` ones, by their start, stand."""
        found: list[ShiftedRun] = []
        number = 0
        while number < len(self.tokens) and self.document.work > 0:
            token = self.tokens[number]
            if token.start in certain:
                found.append(certain[token.start])
                self._pass(found[-1].text)
                number = bisect_left(self.tokens, found[-1].end, key=_START)
            elif (token.char in "?\ufffd" or self._bare_entry(number)) and (read := self._run(number)) and believable(read[0]):
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
            self._since = 0 if char in "“‘「『" else self._since + 1
            self._opened = quoted(self._opened, char)
            self._before = self._before[-1] + char

    def _run(self, number: int) -> tuple[ShiftedRun, int] | None:
        moves, paths, done = self._moves, self._entries(number), list[PartialReading]()
        for _ in range(_TOKENS_OF_A_RUN):
            tried = moves.tried
            moves.take(paths)
            self.document.work -= moves.tried - tried + 1
            if not moves.went_on or self.document.work < 0:
                break
            moves.done = merged(moves.done)
            paths = heapq.nlargest(_BEAM, merged(moves.following), key=itemgetter(0))
            if paths:
                floor = paths[0].score - MOST_BELOW_BEST
                if not self.tokens[number].torn:
                    floor = max(floor, moves.as_printed(paths[0].token) - MOST_BELOW_PRINTED)
                paths = [path for path in paths if path.score > floor]
        done = moves.hopeful()
        return self._best(number, done) if done else None

    def _best(self, number: int, done: list[PartialReading]) -> tuple[ShiftedRun, int]:
        """Choose the likeliest reading; all are compared over the same stretch of the line."""
        end = min(len(self.tokens), max(path.token for path in done) + 2)
        totals = self._likeliest(done, end)
        total, best = totals[0]
        others = [
            *(found for rival in best.rivals for found in alternatives(best.text[: rival.length], rival.text, rival.lead)),
            *(
                found
                for other, path in totals[1:]
                if total - other < HOPELESS_LEAD
                for found in self._another_end(best, path, total - other)
            ),
        ]
        gain = total - self._moves.as_printed(end)
        first, stop = self.tokens[number], self.tokens[best.token - 1].end
        starts = [*(token.start for token in self.tokens[number : number + _TOKENS_OF_A_RUN + 2]), self.tokens[-1].end]
        places = tuple(starts[ord(place)] for place in best.places)
        bare, how = first.char not in "?\ufffd", tuple(map(How, best.how))
        run = ShiftedRun(first.start, stop, best.text, places, how, gain, best.lost, best.guessed, first.torn, bare, tuple(others))
        return run, best.token

    def _likeliest(self, done: list[PartialReading], end: int) -> list[tuple[float, PartialReading]]:
        """Score readings up to the token `end` of the line; give the likeliest of them, as many as count, in order.

        What follows a reading makes it no likelier, so the rest of those that cannot count need not be scored.
        """
        known = [0.0 if path.token == len(self.tokens) else self._as_printed(min(path.token + _SCORED_BEHIND, end), end) for path in done]
        at_most = [path.score + rest for path, rest in zip(done, known, strict=True)]
        totals: list[tuple[float, int]] = []
        for place in sorted(range(len(done)), key=at_most.__getitem__, reverse=True):
            unlikely = -at_most[place] - ROUNDING
            if (totals and unlikely > totals[0][0] + HOPELESS_LEAD) or (len(totals) > RIVALS and unlikely > totals[RIVALS][0]):
                break
            insort(totals, (-done[place].score - self._rest(done[place], end), place))
        return [(-unlikely, done[place]) for unlikely, place in totals[: 1 + RIVALS]]

    def _another_end(self, best: PartialReading, other: PartialReading, lead: float) -> list[Alternative]:
        """Tell another reading of the whole run, which may end elsewhere: compared up to where the longer one ends."""
        end = max(best.token, other.token)
        stretches = ["".join(token.char for token in self.tokens[path.token : end]) for path in (best, other)]
        last = len(best.text)
        found = alternatives(best.text + stretches[0], other.text + stretches[1], lead)
        return [one._replace(start=min(one.start, last - 1), end=min(one.end, last)) for one in found if one.start <= last]

    def _rest(self, path: PartialReading, end: int) -> float:
        """Score what follows a path that came to its end, up to the token `end`."""
        last, model = self._moves.last(path), self.document.model
        if path.token >= len(self.tokens):
            return model.follows(last, EDGE) + (MISQUOTED if path.opened else 0.0)
        near = self._moves.printed[path.token : min(path.token + _SCORED_BEHIND, end)]
        return model.score(near, last) + self._as_printed(path.token + len(near), end)

    def _as_printed(self, start: int, end: int) -> float:
        """Score the tokens from `start` to `end` as they stand, and the end of the line where that is `end`."""
        score = self._scores.get((start, end))
        if score is None:
            printed = self._moves.printed
            text = printed[start:end] + (EDGE if end == len(printed) else "")
            score = self._scores[start, end] = self.document.model.score(text, printed[max(0, start - 2) : start] or EDGE)
        return score

    # ------------------------------------------------------------------------------------------------------- how a run begins

    def _entries(self, number: int) -> list[PartialReading]:
        self._moves.begin(number, self._before)
        paths = self._torn_entries(number) if self.tokens[number].torn else self._mark_entries(number)
        return [path._replace(opened=quoted(self._opened, path.text)) for path in paths]

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
        known = self.document.known_with_trail(pair[0])
        steps = self.document.model.after(self._before).weigh(known.characters)
        for (_, char), step, (foreign, _) in zip(known.pairs, steps, known.costs, strict=True):
            if step + foreign > _HOPELESS:
                penalty = SHORT_QUOTE if char == "。" and self._opened and self._since < SHORT_QUOTE_CHARS else 0.0
                yield self._moves.enter(PartialReading(penalty, "", number + 1, pair[1]), char, pair[1], How.LEAD_LOST)
