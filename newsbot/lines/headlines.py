"""Headlines: what a farm glued in front of one or after it, told from the report's own columns.

A cut never leaves fewer than :data:`MIN_HEADLINE_HAN` Han characters, and a column of the original (`文明创建|…`, `【暖新闻】…`) stays:
only parts that are built from the farm's slots, that the page glues to other headlines too, or that the rest of the title repeats, are cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from newsbot.data import table
from newsbot.lines.measures import han, key
from newsbot.words import BARS, HAN_RANGE, either

MIN_HEADLINE_HAN: Final = 5
"""Han characters of the shortest title left; shorter ones are words, not headlines."""
MAX_HEADLINE_CHARS: Final = 160
"""Characters of a headline; longer lines are not cleaned."""
MIN_COMPLETE_HAN: Final = 10
"""Han characters of a headline that stands alone without the question after it."""
MIN_QUESTION_CHARS: Final = 5
"""Characters of a question that two headlines end with; shorter endings are shared by chance."""
MAX_SHARED_CHARS: Final = 30
"""Characters of a question at most; two headlines that end alike for longer are one headline."""
MAX_BLANKS_BETWEEN: Final = 3
"""Blanks between the halves of a line that has its headline twice."""
MAX_CUTS: Final = 4
"""Parts that are cut off one headline at most."""


_HOURS: Final = r"(?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?"
_CLOCK: Final = rf"\s{{0,3}}(?:[【\[]\s?{_HOURS}\s?[】\]]|[【\[（(]\s?\d{{4}}([-/.])\d{{1,2}}\1\d{{1,2}}\s{{1,2}}{_HOURS}\s?[】\]）)])"
"""When it was put up, in brackets behind it. A day alone may be what a bulletin is of, a clock in round ones a part of what it says."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a headline that its farm glued on: ``text[start:end]``."""

    start: int
    end: int
    rule: str


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = table("title_affixes.toml")
    scope, heat, noun = (either(data[slot]) for slot in ("scope", "heat", "noun"))
    scoped = rf"(?:{scope})(?:{heat}|{noun}){{1,4}}"
    slots = rf"(?:{scoped}|(?:{heat}){{1,3}}(?:{noun}))"
    badge = rf"[【\[（(]\s?(?:{either(data['badges'])})\s?[】\]）)]"
    prefix = re.compile(
        rf"^\s{{0,3}}(?:{badge}|【\s?{slots}\s?】|\[\s?{slots}\s?\]|{slots}\s{{0,2}}[:：!！{BARS}﹕]|{scoped}\s{{1,3}})\s{{0,3}}"
    )
    loose = either(data["loose_suffixes"])
    suffix = re.compile(
        rf"(?:\s{{0,3}}[-—_{BARS}·:：!！]{{1,3}}\s{{0,3}}(?:{slots}|{loose})|\s{{1,3}}{scoped}|{_CLOCK}|\s{{0,2}}[→↓↑]{{1,3}}|\s{{0,2}}[-_{BARS}])\s{{0,3}}$"
    )
    cries = rf"[，,!！。 \u3000]{{1,2}}(?:{'|'.join(data['cries'])})[!！。~～]{{0,3}}"
    bait = re.compile(rf"(?:(?:{'|'.join(data['clickbait'])})\s{{0,2}}[?？!！]{{1,3}}|{cries})\s{{0,2}}$")
    lone = re.compile(rf"^(?:[{re.escape(data['lone_first'])}]\s{{0,3}}){{1,3}}")
    return lone, prefix, suffix, bait


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(table('title_affixes.toml')['unfinished'])}|[,，、:：“《(（])\s{{0,2}}$")


def cuts(headline: str, others: Sequence[str] = ()) -> list[Cut]:
    """Return the glued parts at both ends of ``headline``, outermost first.

    ``others`` are other headlines of the same page (previous and next, side lists): a question that the page glues to several
    headlines is the farm's.
    """
    if len(headline) > MAX_HEADLINE_CHARS:
        return []
    lone, prefix, suffix, bait = _patterns()
    start, end = 0, len(headline)
    found: list[Cut] = []
    for _ in range(MAX_CUTS):
        rest = headline[start:end]
        if (half := _half(rest)) and han(rest[:half]) >= MIN_HEADLINE_HAN:
            found.append(Cut(start + half, end, "title.printed twice"))
            end = start + half
        elif (m := lone.match(rest)) and han(rest[m.end() :]) >= MIN_HEADLINE_HAN:
            found.append(Cut(start, start + m.end(), "title.lone mark"))
            start += m.end()
        elif (m := prefix.match(rest)) and han(rest[m.end() :]) >= MIN_HEADLINE_HAN:
            found.append(Cut(start, start + m.end(), "title.slot prefix"))
            start += m.end()
        elif (m := suffix.search(rest)) and han(rest[: m.start()]) >= MIN_HEADLINE_HAN:
            found.append(Cut(start + m.start(), end, "title.slot suffix"))
            end = start + m.start()
        elif (m := bait.search(rest)) and _stands_alone(rest[: m.start()]):
            found.append(Cut(start + m.start(), end, "title.clickbait"))
            end = start + m.start()
        elif (length := _shared_question(rest, others)) and _stands_alone(rest[:-length]):
            found.append(Cut(end - length, end, "title.question glued to several"))
            end -= length
        elif (length := _repeated_tag(rest)) and han(rest[length:]) >= MIN_HEADLINE_HAN:
            found.append(Cut(start, start + length, "title.repeated tag"))
            start += length
        else:
            break
    return found


def clean_headline(headline: str, others: Sequence[str] = ()) -> str:
    """Return ``headline`` without its glued parts.

    >>> clean("天天快资讯:光明路街道党建引领 推动创城工作“加速跑”")
    '光明路街道党建引领 推动创城工作“加速跑”'
    >>> clean("文明创建|东城街道:守护家园")
    '文明创建|东城街道:守护家园'
    """
    start, end = 0, len(headline)
    for cut in cuts(headline, others):
        if cut.start <= start:
            start = max(start, cut.end)
        else:
            end = min(end, cut.start)
    return headline[start:end].strip()


_SPREAD = re.compile(rf"[{HAN_RANGE}“”《》！？，：、0-9](?:[ \u3000]{{1,3}}[{HAN_RANGE}“”《》！？，：、0-9]){{4,40}}")


def closed_up(headline: str) -> str:
    """Return a headline whose characters somebody spread over the line with blanks as it is meant; any other as it is.

    >>> closed_up("文 明 劝 导 在 路 口"), closed_up("党建引领 文明创建")
    ('文明劝导在路口', '党建引领 文明创建')
    """
    return re.sub(r"[ \u3000]", "", headline) if _SPREAD.fullmatch(headline) else headline


def _half(headline: str) -> int:
    """Length of a headline that stands in its line twice, blanks between; 0 where it does not."""
    halves = ((len(headline) - blanks) // 2 for blanks in range(1, MAX_BLANKS_BETWEEN + 1) if (len(headline) - blanks) % 2 == 0)
    return next((half for half in halves if headline[:half] == headline[-half:] and headline[half:-half].isspace()), 0)


def _stands_alone(rest: str) -> bool:
    """Whether ``rest`` is a headline without the question after it: long enough, and not ending where a question goes on."""
    return han(rest) >= MIN_COMPLETE_HAN and not _goes_on().search(rest)


def _shared_question(headline: str, others: Sequence[str]) -> int:
    """Length of a question at the end of ``headline`` that another headline of the page, otherwise different, ends with too."""
    if headline[-1:] not in {"?", "？"}:
        return 0
    best = 0
    for other in others:
        if key(other) == key(headline):
            continue
        n = 0
        while n < min(len(headline), len(other), MAX_SHARED_CHARS) and headline[-1 - n] == other[-1 - n]:
            n += 1
        best = max(best, n if n < MAX_SHARED_CHARS else 0)
    return best if best >= MIN_QUESTION_CHARS else 0


def _repeated_tag(headline: str) -> int:
    """Length of a one-word tag and its bar that a farm cut out of the title itself: `卫生城|创卫在行动……卫生城`."""
    m = re.match(rf"^([{HAN_RANGE}]{{2,6}})\s{{0,2}}[{BARS}]\s{{0,2}}", headline)
    return m.end() if m and m[1] in headline[m.end() :] else 0
