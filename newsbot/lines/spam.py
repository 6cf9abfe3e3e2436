"""Lines that a hijacked mirror put on the page for search engines: porn, gambling, chains of bait words.

Only lines that are no sentences are judged, so that reports on vice, gambling or bookmakers are never touched. On 16,570 clean lines nine
such rules misfire, none of them on a civic report (reference measurement); the share asked for below leaves those lines alone too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from newsbot.data import table
from newsbot.lines.watermark import Mark
from newsbot.words import any_of

MAX_SPAM_LINE_CHARS: Final = 2000
"""Characters of a line that is judged."""
MIN_COVERING_HITS: Final = 2
COVERED_SHARE: Final = 0.3
"""So many terms, covering this share of the characters, make a line spam. The shares are those that leave 16,570 clean lines alone."""
MIN_BEARING_HITS: Final = 3
BEARING_SHARE: Final = 0.5
"""So many terms, with this share of at least as many tokens bearing one, do so too."""
MIN_PLAIN_HITS: Final = 4
"""So many terms alone do so where no word of the news stands beside them."""
MIN_CHAIN_TOKENS: Final = 6
CHAIN_SHARE: Final = 0.6
"""Tokens of a chain of bait words, and the share of them that bear one."""
_TOKEN = re.compile(r"[,，|｜_、\-—\s/·]+")


@cache
def _terms() -> dict[str, re.Pattern[str]]:
    """Patterns for texts in small letters (:func:`_small`): one without regard to case looks at every character many times as long."""
    data = table("spam_terms.toml")
    return {name: any_of(map(_small, data[name])) for name in ("porn", "gambling", "bait", "newsy", "seo", "against")}


def _small(text: str) -> str:
    """Return a text in small letters, character for character."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(small if len(small := char.lower()) == 1 else char for char in text)


def spam_line(line: str) -> str | None:
    """Return the rule that makes ``line`` spam, or None.

    >>> spam_line("AVt天堂网 手机版,亚洲va久久久噜噜噜久久4399,天天综合亚洲色在线精品")
    'spam.porn line'
    >>> spam_line("社区开展扫黄打非宣传活动")
    """
    if "。" in line or len(line) > MAX_SPAM_LINE_CHARS:
        return None
    terms, line = _terms(), _small(line)
    if not any(terms[name].search(line) for name in ("porn", "gambling", "seo")):
        return None
    tokens = [t for t in _TOKEN.split(line) if t]
    newsy = len(terms["newsy"].findall(line))
    for name, rule in (("porn", "spam.porn line"), ("gambling", "spam.gambling line")):
        hits = terms[name].findall(line)
        covered = sum(map(len, hits))
        bearing = sum(bool(terms[name].search(t)) for t in tokens)
        if newsy > len(hits):
            continue
        if (len(hits) >= MIN_COVERING_HITS and covered >= COVERED_SHARE * len(line)) or (
            len(hits) >= MIN_BEARING_HITS and len(tokens) >= MIN_BEARING_HITS and bearing >= BEARING_SHARE * len(tokens)
        ):
            return rule
        if len(hits) >= MIN_PLAIN_HITS and not newsy:
            return rule
    seo = sum(bool(terms["seo"].search(t)) for t in tokens)
    if len(tokens) >= MIN_CHAIN_TOKENS and seo >= CHAIN_SHARE * len(tokens) and not newsy:
        return "spam.chain of bait words"
    return None


MIN_BRAND_CHARS: Final = 4
MAX_BRAND_CHARS: Final = 40
MIN_BRAND_PLACES: Final = 2
"""Places where the same token stands: one may be a word of the report."""
MIN_WORDS_AGAINST: Final = 2
"""Words of a report on gambling that let its whole text alone."""
MAX_SPAM_CHARS: Final = 5000
"""Characters of a paragraph that are looked at."""
_EDGE = re.compile(r"[，。！？；：、,.!?;:\s“”‘’（）()《》]")


def brand_tokens(texts: Sequence[str]) -> list[Mark]:
    """Brand names of gambling sites pasted into sentences, often in place of a name: `行动万向娱乐官网。`, `近日365bet_登录审计局`.

    The same token must stand in two places at least: what all places share around the bait word is the token. Reports on gambling
    are left alone. On 142 mirror pages ten carried such a token, fixed for each host.
    """
    bait = _terms()["bait"]
    read = [_small(text[:MAX_SPAM_CHARS]) for text in texts]
    hits = [(block, m.start(), m.end()) for block, text in enumerate(read) for m in bait.finditer(text)]
    if len(hits) < MIN_BRAND_PLACES or sum(len(_terms()["against"].findall(text)) for text in read) >= MIN_WORDS_AGAINST:
        return []
    found: list[Mark] = []
    for group in _alike(texts, hits):
        left = _shared(texts, group, -1)
        right = _shared(texts, group, 1)
        for block, start, end in group:
            low, high = start - left, end + right
            if MIN_BRAND_CHARS <= high - low <= MAX_BRAND_CHARS:
                found.append(Mark(block, low, _with_bait(texts, block, low, high), "spam.brand token"))
    return _apart(found)


def _with_bait(texts: Sequence[str], block: int, start: int, end: int) -> int:
    """Where a token ends with the bait words that follow it (`…体育官网app官网`): up to a mark, or as in another place of the page."""
    text, seo = texts[block], _terms()["seo"]
    high = end
    small = _small(text)
    while high - start < MAX_BRAND_CHARS and (word := seo.match(small, high)):
        high = word.end()
    again = sum(other[:MAX_SPAM_CHARS].count(text[start:high]) for other in texts) >= MIN_BRAND_PLACES
    return high if high == len(text) or _EDGE.match(text, high) or again else end


def _alike(texts: Sequence[str], hits: list[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """The places of each bait word that stands in two places or more."""
    groups: dict[str, list[tuple[int, int, int]]] = {}
    for block, start, end in hits:
        groups.setdefault(texts[block][start:end].lower(), []).append((block, start, end))
    return [group for group in groups.values() if len(group) >= MIN_BRAND_PLACES]


def _shared(texts: Sequence[str], group: list[tuple[int, int, int]], step: int) -> int:
    """How many characters before (-1) or after (1) the bait word are the same in all places, up to a mark."""
    length = 0
    while length < MAX_BRAND_CHARS:
        chars = set()
        for block, start, end in group:
            at = start - 1 - length if step < 0 else end + length
            chars.add(texts[block][at] if 0 <= at < len(texts[block]) else "\n")
        if len(chars) != 1 or _EDGE.match(next(iter(chars))):
            break
        length += 1
    return length


def _apart(marks: list[Mark]) -> list[Mark]:
    """The marks in reading order, of two that overlap the longer one."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.block, m.start, m.start - m.end)):
        if kept and kept[-1].block == mark.block and mark.start < kept[-1].end:
            continue
        kept.append(mark)
    return kept
