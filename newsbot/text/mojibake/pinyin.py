"""Pinyin that mirrors write behind characters: 引領(lǐng), 創(chuàng )建, and word-wise 街道(jiēdào) in simplified text.

The tool behind most damaged mirrors has a list of Traditional characters and writes one fixed reading behind every occurrence of
each, whatever the context (941 of 942 annotations on 72 real pages equal data/readings.tsv; no listed character of a page stands
without its reading). So agreement with that table tells damage from a text that teaches readings, not the number of brackets: more
than half of the pages use lists of two to eight characters.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from newsbot.data import lines_of, table
from newsbot.text.mojibake import cp936
from newsbot.text.mojibake.edits import Change, DamageKind

if TYPE_CHECKING:
    from collections.abc import Sequence

TONES = frozenset("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿêɑɡ")
"""Letters of which any annotation with a tone holds one (a few readings, 了 le, have none)."""

LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿêüɑɡ"
ANNOTATION = re.compile(rf"[(（] ?([{LETTERS}]{{1,7}}) ?[)）]")
_WORDWISE = re.compile(rf"(?<=[\u4e00-\u9fff])(?:[(（][{LETTERS}]{{2,30}}[)）]){{1,2}}")
TEACHES = re.compile("|".join(table("mojibake.toml")["teaches"]))
"""What a text that speaks of readings has."""

MIN_ANNOTATIONS, MIN_TAUGHT, MIN_WORDWISE = 3, 8, 5
"""Brackets from which a document is annotated: behind characters, in a text that speaks of readings, and behind words. Of one or two a
text may have its own."""
NEAR_TEACHING = 10
"""Characters on either side of a reading in which a text that teaches it says so."""
MOST_TAUGHT = 4
"""One reading in so many that may stand there by chance."""
MOST_BRACKETS = 0.6
"""Share of the brackets with Latin syllables that must give the readings of the table: in a text of its own hardly any does."""


class Annotations(NamedTuple):
    """What a document's brackets say: whether a mirror wrote them, and the readings of its list, as far as it shows."""

    damaged: bool
    listed: dict[str, str]
    """Character -> the reading printed behind it."""


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """Return a table: Traditional character -> its readings, first the one that mirrors print. 3,550 rows, read once."""
    rows = (line.split("\t") for line in lines_of("readings.tsv"))
    return {row[0]: tuple(row[1].split(" ")) for row in rows}


@cache
def listed_with_trail(trail: int, reading: str) -> tuple[tuple[int, str], ...]:
    """Return (lead byte of the next character, listed character): the pairs trail + lead that mirrors annotate with this reading."""
    return tuple(
        (lead, char) for lead, char in cp936.han_of_lead(trail) if lead > cp936.HIGH_BIT and reading in readings().get(char, ())[:1]
    )


@cache
def listed_with_reading(reading: str) -> tuple[str, ...]:
    """Return all listed characters of a reading."""
    return tuple(char for char, known in readings().items() if known[0] == reading)


def as_listed(reading: str) -> str:
    """Spell a reading as the table does (ɡ and ɑ are type designers' g and a)."""
    return reading.replace("ɡ", "g").replace("ɑ", "a")


def judge_annotations(lines: Sequence[str]) -> Annotations:
    """Return whether a mirror annotated this document.

    At least three brackets behind Traditional characters give their readings, and these are most of the document's brackets with
    Latin syllables; or one or two, and there is no other such bracket. The characters must never (as good as: an annotation may be
    broken by a byte shift) stand without their reading, and stand in running text. In a text that speaks of readings eight are needed,
    unless three, most of them within a clause, stand where hardly one is spoken of.
    """
    table = readings()
    listed: Counter[tuple[str, str]] = Counter()
    brackets = running = within = taught = 0
    for line in lines:
        if "(" not in line and "（" not in line:
            continue
        for match in ANNOTATION.finditer(line):
            start, reading = match.start(), as_listed(match[1])
            before = line[start - 1 : start]
            if reading in table.get(before, ()):
                listed[before, reading] += 1
                beside = line[start - 2 : start - 1].isalnum(), line[match.end() : match.end() + 1].isalnum()
                running += any(beside)
                within += all(beside)
                taught += TEACHES.search(line, max(0, start - NEAR_TEACHING), match.end() + NEAR_TEACHING) is not None
            elif not TONES.isdisjoint(reading) and before != "?":  # `?zhèn)鋺?zhàn)` and plain `(a)` speak neither way
                brackets += 1
    hits = listed.total()
    if not hits:
        return Annotations(damaged=False, listed={})
    text = "".join(lines)
    stands = Counter(text)
    bare = sum(stands[character] for character in {character for character, _ in listed}) - hits
    if TEACHES.search(text):
        enough = hits >= (MIN_TAUGHT if taught * MOST_TAUGHT >= hits or within * 2 < hits else MIN_ANNOTATIONS)
    else:
        enough = hits >= MIN_ANNOTATIONS or not brackets
    damaged = enough and MOST_BRACKETS * (hits + brackets) <= hits and running * 2 >= hits and bare <= max(1, hits // 4)
    return Annotations(damaged, {character: reading for (character, reading), _ in listed.most_common()[::-1]} if damaged else {})


def listed_changes(line: str) -> list[Change]:
    """Find the annotations of one line of an annotated document: changes that delete them."""
    table = readings()
    changes = []
    for match in ANNOTATION.finditer(line):
        start, reading = match.start(), as_listed(match[1])
        before = line[start - 1 : start]
        if reading in table.get(before, ()) or ("@" <= before < "\x7f" and _straddles(line, start, reading)):
            changes.append(Change(start, match.end(), "", DamageKind.PINYIN_ANNOTATIONS))
    return changes


def wordwise_changes(lines: Sequence[str]) -> list[list[Change]]:
    """Drop annotations of whole words in a simplified document, `街道(jiēdào)`: at least five with tone marks, most in running text.

    Seen on one of 142 mirror pages. A text that lists readings (亳州(bózhōu)、六安(lùān)) has marks between them or speaks of reading.
    """
    found = [
        [m for m in _WORDWISE.finditer(line) if not TONES.isdisjoint(m.group())]
        if ("(" in line or "（" in line) and not TONES.isdisjoint(line)
        else []
        for line in lines
    ]
    count = sum(map(len, found))
    running = sum(_han(line[m.end() : m.end() + 1]) for line, matches in zip(lines, found, strict=True) for m in matches)
    if count < MIN_WORDWISE or running * 2 < count or any(TEACHES.search(line) for line in lines):
        return [[] for _ in lines]
    return [[Change(m.start(), m.end(), "", DamageKind.PINYIN_ANNOTATIONS) for m in matches] for matches in found]


def _straddles(line: str, start: int, reading: str) -> bool:
    """Whether an ASCII letter and the last byte of the character before it make a listed character: 出F(xiàn) was 出F without."""
    before = ANNOTATION.sub("", line[max(0, start - 20) : start - 1])[-1:]
    try:
        pair = before.encode("gbk")[-1:] + line[start - 1].encode("ascii")
        return reading in readings().get(pair.decode("gbk"), ())
    except UnicodeError:
        return False


def _han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
