"""Stretches that are no Chinese as they stand, found whatever damage made them and however it begins.

Two kinds of evidence. What is left of a reading (`?xì)`, `F(xiàn)`) is none of a text's own. And a stretch that a decoder read one
byte out of step becomes likely Chinese when its bytes are paired anew, while sound text becomes rubbish by that: the gain is counted
along the line in natural logarithms, and a stretch whose gain adds up is broken.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from newsbot.data import lines_of, table
from newsbot.text.mojibake import cp936
from newsbot.text.mojibake.characters import count_han, counted
from newsbot.text.mojibake.language import EDGE, in_news
from newsbot.text.mojibake.pinyin import LETTERS, MIN_ANNOTATIONS, TEACHES, TONES, as_listed, readings

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH_GAIN: Final = 6.0
"""Gain (natural log) from which a stretch is broken: in 1.6 million characters of real news no stretch has more than 5."""
_GAIN_OF_A_NAME: Final = 18.0
"""The same for what may be a person's name: of 20,000 made ones with characters that are rare but in names five had more."""
_LONGEST_NAME: Final = 3
"""Characters of a name with a surname of one."""
MIN_BROKEN_HAN: Final = 2
"""Ideographs of a broken stretch."""
IDEOGRAPHS: Final = "rare_ideographs.txt"
"""The table of two classes: ideographs that news hardly has, in both scripts, and all others; then of pairs in names of places."""

CROWD, WINDOW = 6, 12
"""Different rare ideographs within so many characters that are no Chinese: of 11 million of real news only damaged ones had as many."""
NO_WORD: Final = -8.0
"""Log probability (natural) of a character behind another under which the two make no word."""
_WORDS: Final = table("mojibake.toml")

MAX_REMEMBERED_STEPS: Final = 20_000
"""Steps whose gain is kept: what stands after marks repeats itself."""
MAX_REMEMBERED: Final = 512
"""Lines whose answers are kept: several steps of one document ask the same of a line."""
MAX_REMEMBERED_TEXTS: Final = 2
"""Longer ones, whole documents, whose answers are kept: each step asks of the text that the last one left, mostly the same."""
MAX_KEPT_LINE_CHARS: Final = 1_000
"""Characters of a line that is kept, so that what is remembered stays within a few megabytes."""

_TONED = "".join(sorted(TONES))
_TONE = re.compile(f"[{_TONED}]")
_SYLLABLE = rf"(?=[a-zêɑɡü]{{0,6}}[{_TONED}])[{LETTERS}]{{1,7}}"
_SCRAP = re.compile(rf"[?\ufffd]?(?<=[\u4e00-\u9fff?\ufffd]){_SYLLABLE} ?[)）]|(?<![A-Za-z])[A-Za-z][(（] ?{_SYLLABLE} ?[)）]")
_READING = re.compile(rf"([\u4e00-\u9fff])[(（] ?({_SYLLABLE}) ?[)）]")
_MARK_AND_LOST = re.compile("[!;:,！；：，。、][?\ufffd](?=[\u4e00-\u9fff])")
_TORN_BEFORE_A_LETTER = re.compile("[?\ufffd](?<=[\u4e00-\u9fff].)[！；：，？。、!;:,?][^\u4e00-\u9fff\\s]?[@-~](?=[\u4e00-\u9fff])")
"""A character whose second byte and a mark made another mark, and a letter that is the second byte of the next: 李?！㈨n正, of 李希、韓正.
In eleven million characters of real news nothing is written so. Here and below what stands before comes second: `re` skips to a class."""
_WESTERN: Final = "[\u00a1-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u00ff]"
_TWICE: Final = f"[{_WORDS['unread']}]"
_UNREAD = re.compile(
    f"[\ufffd{_TWICE[1:-1]}?{_WESTERN[1:]}(?:(?<=\ufffd)\ufffd{{0,200}}|(?<={_TWICE}){_TWICE}{{2,200}}|(?<={_WESTERN}){_WESTERN}{{3,200}}"
    rf"|(?<=[，。、；：\u4e00-\u9fff]\?)(?<![{_WORDS['asks']}]\?)\?{{1,200}}(?=[，。、；：]))"
)
"""What a decoder printed that could not read: its sign, that sign read as GBK, letters of Western Europe in a row, `??` as a word."""
_LOST_BETWEEN = re.compile(r"\?(?<=[\u4e00-\u9fff].)\?{1,199}(?=[\u4e00-\u9fff])")
"""Question marks within a clause that asks nothing."""
_ASKS = re.compile(f"[{_WORDS['asks']}]")
_CLAUSE: Final = 12
"""Characters before them in which a question has its word."""
_ANNOTATED_LETTER = re.compile(rf"[!;:,?！；：，？。、](?=[A-Za-z][(（] ?{_SYLLABLE} ?[)）])")
"""A mark whose second byte and the letter made a character that was annotated: `,F(xiàn)`."""


_BETWEEN_LOST = re.compile(r"\?(?<=[\u4e00-\u9fff0-9].)[\u4e00-\u9fff]{1,6}+(?=\?)")
"""A few characters between two that a decoder could not read."""


class BrokenSpan(NamedTuple):
    """``line[start:end]`` of line number ``line`` cannot be Chinese as it stands."""

    line: int
    start: int
    end: int


def may_be_broken(text: str) -> bool:
    """Return whether something reads better when its bytes are paired anew, near what is suspicious, or readings with tones. Costs little.

    Suspicious are rare characters close together, and one or a letter soon after a mark.

    >>> may_be_broken("大家都說好!敝驹刚呲w來了"), may_be_broken("大家都说好，志愿者来了"), may_be_broken("国务委员谌贻琴、蒟蒻")
    (True, False, False)
    """
    return _line_looks_broken(text) if len(text) <= MAX_KEPT_LINE_CHARS else _text_looks_broken(text)


def _looks_broken(text: str) -> bool:
    if any(pattern.search(text) is not None for pattern in (_TONE, _TORN_BEFORE_A_LETTER, _UNREAD, _LOST_BETWEEN)):
        return True
    if crowd(rare_places(text), CROWD, WINDOW) or _between_lost(text):
        return True
    seen = 0
    for match in _suspicious().finditer(text):
        near = match.start() if match.lastgroup == "mark" else max(seen, match.start() - _NEAR)
        if any(_stretch(text, anchor) is not None for anchor in _ANCHOR.finditer(text, near, match.end())):
            return True
        seen = match.end()
    return False


_line_looks_broken = lru_cache(MAX_REMEMBERED)(_looks_broken)
_text_looks_broken = lru_cache(MAX_REMEMBERED_TEXTS)(_looks_broken)


@lru_cache(MAX_REMEMBERED_TEXTS)
def rare_places(text: str) -> tuple[int, ...]:
    """Return where ideographs stand that news hardly has.

    >>> rare_places("大家都說敝驹刚呲")
    (4, 5, 7)
    """
    return tuple([match.start() for match in _one_rare().finditer(text)])


def crowd(places: Sequence[int], many: int, within: int) -> bool:
    """Return whether so many places lie within so many characters.

    >>> crowd([4, 5, 7], 3, 4), crowd([4, 5, 8], 3, 4)
    (True, False)
    """
    return any(last < first + within for first, last in zip(places, places[many - 1 :], strict=False))


def broken_spans(lines: Sequence[str], *, damaged: bool = False) -> list[BrokenSpan]:
    """Find what is broken in the lines of one document. Where it is known to be ``damaged`` every line is looked at.

    >>> broken_spans(["大家都說好!敝驹刚呲w來了", "燃?xì)獍踩", "他說!薄半m然"])
    [BrokenSpan(line=0, start=5, end=10), BrokenSpan(line=1, start=1, end=5), BrokenSpan(line=2, start=2, end=5)]
    """
    left = _annotations_left(lines)
    return [
        BrokenSpan(number, start, end)
        for number, line in enumerate(lines)
        if damaged or may_be_broken(line)
        for start, end in _joined(
            [*shifted_stretches(line), *_between_lost(line), *_scraps(line), *left.get(number, ()), *(_swallowed(line) if damaged else ())]
        )
    ]


def shifted_stretches(line: str) -> tuple[tuple[int, int], ...]:
    """Find where a line reads far better when its bytes are paired anew: (start, end), in order.

    >>> shifted_stretches("大家都說好!敝驹刚呲w來了"), shifted_stretches("国务委员谌贻琴、蒟蒻果冻")
    (((5, 10),), ())
    """
    return _stretches(line) if len(line) <= MAX_KEPT_LINE_CHARS else _stretches.__wrapped__(line)


@lru_cache(MAX_REMEMBERED)
def _stretches(line: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for anchor in _ANCHOR.finditer(line):
        if (not found or anchor.start() >= found[-1][1]) and (stretch := _stretch(line, anchor)) is not None:
            found.append(stretch)
    return tuple(sorted({*found, *((match.start(), match.end() + 1) for match in _ANNOTATED_LETTER.finditer(line))}))


def _between_lost(line: str) -> list[tuple[int, int]]:
    """Find what reads far better when its bytes are paired anew between two question marks, usual characters as well.

    Also as what it was before a mirror made it Traditional, by which the bytes are others: `?似槳迦?`, of 平板.
    """
    if not (places := [match.start() for match in _BETWEEN_LOST.finditer(line)]):
        return []
    simple = "".join([char if char.isascii() else counted(char) for char in line])
    return [stretch for place in places if (mark := _ANCHOR.match(simple, place)) and (stretch := _stretch(simple, mark)) is not None]


def _stretch(line: str, anchor: re.Match[str]) -> tuple[int, int] | None:
    """Find how far from a mark, or after what is left of a reading, a line reads far better when its bytes are paired anew."""
    start = anchor.start() if anchor[0] in _ENTRY_MARKS else anchor.end()
    end, gain = _gain(line, start)
    if gain < ENOUGH_GAIN or count_han(line[start:end]) < MIN_BROKEN_HAN:
        return None
    return None if gain < _GAIN_OF_A_NAME and _may_be_a_name(line, anchor.end(), end) else (start, end)


def _may_be_a_name(line: str, start: int, end: int) -> bool:
    """Whether a stretch has the form of a person's name, whose characters news may hardly have: 翀, 玥, 璐."""
    if line[end - 1].isascii() and not line[end - 1].isalnum():
        end -= 1  # the bracket or the bar behind a name: [责编：王某], 编辑:王某|审核:李某
    name, following = line[start:end], line[end : end + 1]
    if not MIN_BROKEN_HAN <= count_han(name) == len(name) or (following.isascii() and following.isalnum()):
        return False
    single, compound, _ = lines_of("surnames.txt")
    simple = counted(name)
    return len(name) <= _LONGEST_NAME + 1 if simple[:2] in compound.split() else len(name) <= _LONGEST_NAME and simple[0] in single


def _gain(line: str, start: int) -> tuple[int, float]:
    """How far from a place the line reads better when its bytes are paired anew, and by how much.

    What stands in the name of a street or township, or beside it, is as usual as any word: 坎墩街道 has rare characters side by side.
    """
    total, best, end, before = 0.0, 0.0, start, EDGE
    for place in range(start, min(len(line) - 1, start + _LONGEST)):
        step = _paired_anew(before, line[place], line[place + 1])
        if step is None:
            break
        named = step[1] > 0 and any(_in_a_name(line[at : at + MIN_BROKEN_HAN]) for at in range(max(start, place - 1), place + 2))
        before, total = step[0], total + (0.0 if named else step[1])
        if total > best:
            best, end = total, place + 2
        if total < best - ENOUGH_GAIN or total < -ENOUGH_GAIN:
            break
    return end, best


@lru_cache(MAX_REMEMBERED_STEPS)
def _paired_anew(before: str, char: str, following: str) -> tuple[str, float] | None:
    """Make a character of the last byte of one and the first of the next: it, and how much likelier it makes the text."""
    pair, other = _bytes_of(char), _bytes_of(following)
    anew = cp936.character(pair[1], other[0] if other else min(ord(following), 0xFF)) if pair else None
    if anew is None:
        return None
    return (EDGE, _PRIVATE) if cp936.is_private(anew) else (anew, in_news(before, anew) - in_news(char, following))


@lru_cache(MAX_REMEMBERED_STEPS)
def _in_a_name(pair: str) -> bool:
    """Return whether the names of streets and townships have two characters in a row of which one is rare."""
    return len(pair) == MIN_BROKEN_HAN and (pair in _names() or counted(pair) in _names())


@cache
def _names() -> str:
    """Their pairs, with a blank between two: a set of them would take ten times as much memory."""
    return lines_of(IDEOGRAPHS)[2]


@cache
def _bytes_of(char: str) -> tuple[int, int] | None:
    return cp936.mark_bytes(char) or cp936.byte_pair(char)


_PRIVATE: Final = -3.0
"""Gain where they make a private-use one: some 6 % of the pairs of sound text do when paired anew."""
_NEAR: Final = 12
"""Characters before rare ones within which a mark may be where a stretch begins."""
_LONGEST: Final = 60
"""Characters that are looked at from one place on."""
_ENTRY_MARKS: Final = "!;:,?！；：，？。、"
"""Marks before which something was inserted: a run that lost its `?` begins with one."""
_ANCHOR = re.compile(f"[{_ENTRY_MARKS})）\ufffd]")


def _scraps(line: str) -> list[tuple[int, int]]:
    """What is left of readings, and readings in brackets after a character that is never read so."""
    torn = [match.span() for pattern in (_TORN_BEFORE_A_LETTER, _UNREAD) for match in pattern.finditer(line)] + _crowded(line)
    torn += [
        match.span() for match in _LOST_BETWEEN.finditer(line) if not _ASKS.search(line, max(0, match.start() - _CLAUSE), match.start())
    ]
    if TONES.isdisjoint(line):
        return torn
    wrong = [
        match.span() for match in _READING.finditer(line) if as_listed(match[2]) not in readings().get(match[1], (as_listed(match[2]),))
    ]
    return torn_readings(line) + wrong + torn


def torn_readings(line: str) -> list[tuple[int, int]]:
    """Find what is left of readings whose characters are torn: `?xì)`, and a letter that is half a character, `B(shà)`.

    >>> torn_readings("燃?xì)獍踩，廈(shà)門，回?zhēn)B(shà)門")
    [(1, 5), (17, 23), (23, 29)]
    """
    return [match.span() for match in _SCRAP.finditer(line)]


def _crowded(line: str) -> list[tuple[int, int]]:
    """Where rare ideographs crowd as no text has them: many different ones within a few characters, none a word with a neighbour."""
    found: list[tuple[int, int]] = []
    places = [place for place in rare_places(line) if _is_strange(line, place)]
    for number, first in enumerate(places):
        near = [place for place in places[number : number + WINDOW] if place < first + WINDOW]
        if len({line[place] for place in near}) >= CROWD:
            found.append((first, near[-1] + 1))
    return found


def _is_strange(line: str, place: int) -> bool:
    """Whether a character makes no word with the one before it nor with the one behind it: 饕 does, and 钴 in a list with the comma."""
    before, char, after = line[place - 1 : place] or EDGE, line[place], line[place + 1 : place + 2] or EDGE
    return char not in _WORDS["capital_digits"] and in_news(before, char) < NO_WORD and in_news(char, after) < NO_WORD


def _annotations_left(lines: Sequence[str]) -> dict[int, list[tuple[int, int]]]:
    """Readings within words behind characters that mirrors annotate, where they were too few to tell: number of a line -> where.

    One or two in a text that speaks of readings are its own.
    """
    found = {
        number: [
            match.span()
            for match in _READING.finditer(line)
            if match[1] in readings()
            and line[match.start() - 1 : match.start()].isalnum()
            and line[match.end() : match.end() + 1].isalnum()
        ]
        for number, line in enumerate(lines)
        if not TONES.isdisjoint(line)
    }
    few = sum(map(len, found.values())) < MIN_ANNOTATIONS
    return {} if few and any(map(TEACHES.search, lines)) else found


def _swallowed(line: str) -> list[tuple[int, int]]:
    """What is left of a full stop, a quotation mark and a digit: ！?月. In a document that is not damaged it is a surprised question."""
    return [match.span() for match in _MARK_AND_LOST.finditer(line)] if "?" in line else []


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch as one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


@cache
def _one_rare() -> re.Pattern[str]:
    return re.compile(lines_of(IDEOGRAPHS)[0])


@cache
def _suspicious() -> re.Pattern[str]:
    """Rare characters close together, and one or a letter soon after a mark (group ``mark``).

    One class comes first, of all with which something suspicious may begin: what is none of it costs next to nothing. After it a rare
    character is an ideograph that is not usual, for the class of those is the smaller one, and is made in less than half the time.
    """
    rare, usual, _ = lines_of(IDEOGRAPHS)
    mark, han = _ANCHOR.pattern, "[\u4e00-\u9fff]"
    one = f"(?!{usual}){han}"
    # nearly every mark is before usual ones: looked at without going back
    after_mark = f"(?={han})(?:(?={usual}{{0,2}}+{one}){han}{{1,3}}|{han}{{1,6}}+[@-~€])"
    after_rare = f"[^\n]{{0,2}}{one}"
    return re.compile(f"[{rare[1:-1]}{mark[1:-1]}](?:(?<={mark})(?P<mark>)(?:{after_mark})|(?<!{mark}){after_rare})")
