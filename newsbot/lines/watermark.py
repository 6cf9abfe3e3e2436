"""Watermarks: strings that a site puts after, before or into the paragraphs it copies, often with a changing random part."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from newsbot.data import table
from newsbot.words import any_of

MIN_MARK_CHARS: Final = 6
"""Characters of a watermark; shorter strings end sentences by chance."""

MAX_MARK_CHARS: Final = 60
MIN_MARKED_BLOCKS: Final = 3
"""Blocks that must carry it. Two may share an ending by chance."""
MIN_NAMED_CHARS: Final = 8
"""Characters of a watermark that names a site by words and not by its address."""
RECURRING_BLOCKS: Final = 4
"""Different paragraphs that an ending must follow to be a watermark whatever its words: authors close three alike for effect."""
RECURRING_SHARE: Final = 0.5
"""Share of the page's paragraphs that it must follow then: who marks a page marks all of it, a refrain stands now and then."""
PARAGRAPH_CHARS: Final = 30
"""Characters of a block that is a paragraph."""
MIN_TEXTS: Final = 2
"""Different texts before it, or it is the end of a sentence printed twice."""
COMPLETE_SHARE: Final = 0.5
"""Share of those texts that are complete without it."""
MAX_RANDOM_CHARS: Final = 12
"""Characters of the changing part before it."""
MAX_SITE_NAME_CHARS: Final = 24
"""Characters of a site's name between a bracket and the address in it."""
MAX_MARKED_CHARS: Final = 5000
"""Characters of a paragraph that are looked at for addresses."""
MAX_ENDINGS: Final = 3
"""Shared endings that one page may have after one another."""

_DOMAIN = re.compile(
    r"(?:www\.)?[a-z0-9\-]{2,30}\.(?:com|cn|net|org|cc|top|xyz|info|vip|icu|club|site|online|tv|me|co|la|ltd|wang|fun|shop)(?:\.cn)?",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?<![A-Za-z0-9.])(?:[A-Za-z0-9][ .-]{1,3}){6,60}[A-Za-z0-9](?![A-Za-z0-9])")
"""An address with a blank behind each character, so that nobody finds it by looking for addresses."""
_SITE = any_of(table("watermark_words.toml")["site"])
_RANDOM = re.compile(rf"[A-Za-z0-9]{{3,{MAX_RANDOM_CHARS}}}$")
_SENTENCE_MARKS = re.compile("[，,：:；;。！？!?、]")
_STOP = "。！？!?…”’》)）】"


@dataclass(frozen=True, slots=True)
class Mark:
    """A watermark at ``start:end`` of block ``block``."""

    block: int
    start: int
    end: int
    rule: str


def find_watermarks(texts: Sequence[str]) -> list[Mark]:
    """Find every watermark in the blocks of one page, none overlapping another, in reading order."""
    found: list[Mark] = []
    rests = list(texts)
    for _ in range(MAX_ENDINGS):
        suffix = _shared_ending(rests)
        if not suffix:
            break
        for block, rest in enumerate(rests):
            if rest.endswith(suffix):
                start = len(rest) - len(suffix)
                if token := _RANDOM.search(rest, max(0, start - MAX_RANDOM_CHARS), start):
                    start = token.start()
                found.append(Mark(block, start, len(rest), "watermark.after paragraphs"))
                rests[block] = rest[:start].rstrip()
    found += _inside(rests, texts)
    return sorted(found, key=lambda mark: (mark.block, mark.start))


def _shared_ending(texts: Sequence[str]) -> str:
    """The ending that most blocks share and that names a site; empty where there is none."""
    ends = sorted((text[-MAX_MARK_CHARS:][::-1], text) for text in texts if len(text) >= MIN_MARK_CHARS)
    counts: Counter[str] = Counter()
    for (one, _), (other, _) in pairwise(ends):
        n = 0
        while n < min(len(one), len(other)) and one[n] == other[n]:
            n += 1
        if n >= MIN_MARK_CHARS:
            counts[one[:n]] += 1
    best, most = "", MIN_MARKED_BLOCKS - 1
    refused: set[str] = set()
    for reversed_ending in counts:
        carriers = len(_carriers(ends, reversed_ending))
        ending = reversed_ending[::-1].lstrip(_STOP + " \u3000")  # a full stop before it belongs to the sentences
        if carriers <= most or ending in refused:
            continue
        if _names_site(ending, ends) or _recurs(ending, ends):
            best, most = ending, carriers
        else:
            refused.add(ending)
    return best


def _carriers(ends: Sequence[tuple[str, str]], reversed_ending: str) -> range:
    """Where in the sorted ends (each with its text) those stand that begin so: found by halving, as a page may have any number."""
    size = len(reversed_ending)
    first = bisect_left(ends, reversed_ending, key=lambda end: end[0][:size])
    return range(first, bisect_right(ends, reversed_ending, first, key=lambda end: end[0][:size]))


def _names_site(ending: str, ends: Sequence[tuple[str, str]]) -> bool:
    """Whether an ending names a site: by its address, or by words of a site after complete texts."""
    if _DOMAIN.search(ending):
        return True
    words = len(ending) >= MIN_NAMED_CHARS and _SITE.search(ending) and ending[-1] not in _STOP and "，" not in ending and "," not in ending
    return bool(words) and _stands_after(ending, [ends[at][1] for at in _carriers(ends, ending[::-1])])


def _recurs(ending: str, ends: Sequence[tuple[str, str]]) -> bool:
    """Whether an ending is a mark by where it stands: after complete sentences, at the end of most paragraphs, and no sentence itself.

    A label (牵头单位：…) closes the items of a plan in the same way, and says something of each: what has a colon, a comma or a stop stays.
    """
    if len(ending) < MIN_NAMED_CHARS or ending[-1] in _STOP or _SENTENCE_MARKS.search(ending):
        return False
    carriers = [ends[at][1] for at in _carriers(ends, ending[::-1])]
    before = {_RANDOM.sub("", text[: -len(ending)].rstrip()) for text in carriers}
    complete = {text for text in before if text and text[-1] in _STOP}
    paragraphs = sum(len(text) >= PARAGRAPH_CHARS for _, text in ends)
    return len(complete) == len(before - {""}) >= RECURRING_BLOCKS and len(carriers) >= RECURRING_SHARE * paragraphs


def _stands_after(ending: str, texts: Sequence[str]) -> bool:
    """Whether it follows complete texts: sentences that end, or nothing at all, in half of its blocks; a random part may stand between."""
    before = [_RANDOM.sub("", text[: -len(ending)].rstrip()) for text in texts]
    complete = sum(not text or text[-1] in _STOP for text in before)
    return complete >= COMPLETE_SHARE * len(before) and len(set(before)) >= MIN_TEXTS


_BRACKETED = re.compile(rf"[\[【(（〔][^\[\]【】()（）〔〕。]{{0,{MAX_SITE_NAME_CHARS}}}$")


def _with_brackets(text: str, address: re.Match[str]) -> tuple[int, int]:
    """The address with the brackets around it and the site's name in them: `[范文汇 www.x.com]`."""
    opening = _BRACKETED.search(text, max(0, address.start() - MAX_SITE_NAME_CHARS - 1), address.start())
    closing = re.compile(r"[^\[\]【】()（）〔〕。]{0,12}[\]】)）〕]").match(text, address.end())
    return (opening.start(), closing.end()) if opening and closing else address.span()


def _domains(text: str) -> Iterator[re.Match[str]]:
    """Yield the addresses in a paragraph; most have no dot, and are not looked through."""
    if "." in text:
        yield from _DOMAIN.finditer(text[:MAX_MARKED_CHARS])
        yield from (match for match in _SPACED.finditer(text[:MAX_MARKED_CHARS]) if _DOMAIN.fullmatch(_address(match)))


def _address(match: re.Match[str]) -> str:
    """Spell an address as all do."""
    return match[0].replace(" ", "").lower()


def _inside(rests: Sequence[str], texts: Sequence[str]) -> list[Mark]:
    """A site's address with its name, three times or more inside or before paragraphs."""
    counts = Counter(_address(domain) for text in texts for domain in _domains(text))
    own = {domain for domain, n in counts.items() if n >= MIN_MARKED_BLOCKS}
    if not own:
        return []
    return [
        Mark(block, *_with_brackets(rest, match), "watermark.address in text")
        for block, rest in enumerate(rests)
        for match in _domains(rest)
        if _address(match) in own and not rest[: match.start()].endswith(("@", "://"))
    ]
