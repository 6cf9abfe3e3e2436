"""Traditional to simplified script: what opencc-python-reimplemented's `t2s` gives and a small overlay, at a speed that does not matter.

That package scans every segment at every length for every dictionary; it reads 0.5 to 1.2 MB/s. The conversion itself is small:
277 phrases and 4,113 characters, and every entry keeps its length. So here phrases are found by one regular expression, overlaps are
settled by the package's own rule (the longest anywhere first, then the leftmost), and all other characters go through
`str.translate`. The dictionaries are those of the installed package; where another OpenCC lies in its place (the official one
installs the same module without these text files) the copies in data/opencc are read, so the result does not depend on it.

Never `tw2s` or `tw2sp`: they turn 怎么 into 怎幺 and 程序 into 进程. Never a converter over a simplified text "to be safe": it turns
the name 王丙乾 into 王丙干.
"""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from newsbot.data import lines_of, opencc_dictionary, table
from newsbot.text.mojibake.characters import is_traditional, only_traditional, simplified_forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsbot.row import Script

# 著 stays 著 where it means to write or be known; elsewhere it is the particle 着, which t2s leaves alone.
# 35 wrong in 810,000 characters of Traditional text, 13 of them in names.
_PRINTED, _SIMPLIFIED, _AFTER, _BEFORE = table("script_words.toml")["particle"].values()
_PARTICLE = re.compile(f"{_PRINTED}(?<![{_AFTER}]{_PRINTED})(?!{'|'.join(_BEFORE)})")
_QUOTES = str.maketrans("「」『』", "“”‘’")


class _Tables(NamedTuple):
    characters: dict[int, str]
    changed: frozenset[str]
    """Traditional characters that t2s changes."""
    simplified: frozenset[str]
    """What they become, as far as it is not a Traditional character itself."""
    phrases: dict[str, str]
    begin: re.Pattern[str]
    """The first character of a phrase where its second one follows; a class comes first, so that `re` skips to it."""
    longest: re.Pattern[str]
    """The longest phrase that begins at a place."""


def to_simplified(text: str) -> str:
    """Convert `text` as opencc's t2s does, but for the overlay; the same length, character for character. Never raises.

    >>> to_simplified("乾安縣的乾旱地區")
    '乾安县的干旱地区'
    """
    tables = _tables()
    if tables.changed.isdisjoint(text) and not _begun(text, tables):
        return text
    changed = text.translate(tables.characters)
    out: list[str] = []
    here = 0
    for start, end in _phrases(text, tables):
        out += changed[here:start], tables.phrases[text[start:end]]
        here = end
    return "".join((*out, changed[here:]))


def unified(text: str) -> str:
    """Return one line of a Traditional document in simplified script: t2s, then 着 for 著 as a particle, then “” for 「」.

    The same length. A line that holds simplified characters and no Traditional one is left alone: mirrors mix scripts, and 乾 or 於
    in a simplified line is a name.
    """
    tables = _tables()
    if only_traditional().isdisjoint(text) and not tables.simplified.isdisjoint(text):
        return text
    text = to_simplified(text)
    if _PRINTED in text:
        text = _PARTICLE.sub(_SIMPLIFIED, text)
    return text.translate(_QUOTES) if "「" in text or "『" in text or "」" in text or "』" in text else text


def script_of(text: str) -> Script:
    """Tell the script of a document, by the share of Traditional characters in it."""
    return "Hant" if is_traditional(text) else "Hans"


def _phrases(text: str, tables: _Tables) -> list[tuple[int, int]]:
    """Where phrases stand in `text`, without overlaps: the longest first, of equal ones the leftmost, as the package chooses."""
    found = _begun(text, tables)
    if all(left[1] <= right[0] for left, right in itertools.pairwise(found)):
        return found
    taken: list[tuple[int, int]] = []
    cluster: list[tuple[int, int]] = []
    for span in found:
        if cluster and span[0] >= max(end for _, end in cluster):
            taken += _settled(text, cluster, tables)
            cluster = []
        cluster.append(span)
    return taken + _settled(text, cluster, tables)


def _begun(text: str, tables: _Tables) -> list[tuple[int, int]]:
    """Where phrases begin in `text`, each with the end of the longest."""
    longest = (tables.longest.match(text, begin.start()) for begin in tables.begin.finditer(text))
    return [match.span() for match in longest if match is not None]


def _settled(text: str, cluster: list[tuple[int, int]], tables: _Tables) -> list[tuple[int, int]]:
    if len(cluster) == 1:
        return cluster
    every = [(start, end) for start, longest in cluster for end in range(longest, start + 1, -1) if text[start:end] in tables.phrases]
    taken: list[tuple[int, int]] = []
    for start, end in sorted(every, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other[0] or other[1] <= start for other in taken):
            taken.append((start, end))
    return sorted(taken)


def overlay() -> dict[str, str]:
    """Return what we convert otherwise than the package: phrase -> what it becomes, each with its origin in the table.

    Names of divisions that t2s does not give back (乾安縣 would be 干安县), phrases that OpenCC has corrected since, and single characters
    of Hong Kong (衞) that the package knows in no other direction.
    """
    return {row[0]: row[1] for row in (line.split("\t") for line in lines_of("t2s_overlay.tsv"))}


@cache
def _tables() -> _Tables:
    ours = overlay()
    characters = {**simplified_forms(), **{old: new for old, new in ours.items() if len(old) == 1}}
    phrases = {old: new[0] for old, new in opencc_dictionary("TSPhrases.txt").items()}
    phrases |= {old: new for old, new in ours.items() if len(old) > 1}
    changed = frozenset(old for old, new in characters.items() if new[0] != old)
    return _Tables(
        {ord(old): characters[old][:1] for old in changed},  # a slice of one character is that text, no new one
        changed,
        frozenset(characters[old][:1] for old in changed) - changed - _both_scripts(),
        phrases,
        re.compile("[{}](?=[{}])".format(*("".join(dict.fromkeys(phrase[at] for phrase in phrases)) for at in (0, 1)))),
        re.compile(_alternation(phrases)),
    )


def _both_scripts() -> frozenset[str]:
    """Simplified characters that are characters of Traditional script as well (里, 后, 干): no sign of a simplified line."""
    return frozenset(new for new, old in opencc_dictionary("STCharacters.txt").items() if new in old)


def _alternation(phrases: Iterable[str]) -> str:
    by_first: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        by_first.setdefault(phrase[0], []).append(phrase[1:])
    return "|".join(f"{head}(?:{'|'.join(rests)})" for head, rests in by_first.items())
