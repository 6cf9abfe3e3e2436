"""When a report was published, as stated on the page: never invented, a day stays a day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from newsbot.data import table
from newsbot.lines.measures import han
from newsbot.lines.meta_line import MAX_META_CHARS, MetaLine
from newsbot.lines.times import CHANGED_AFTER, CHANGED_CHARS, CHANGES, WITHOUT_YEAR, Time, find_times, stated_times
from newsbot.model import CHINA, MOSTLY_LINKS, Block
from newsbot.page.roles import Outline
from newsbot.row import DAY_CHARS
from newsbot.said import SaidText, said
from newsbot.words import HAN_RANGE, either

DATE_AFTER_BLOCKS: Final = 6
"""Blocks after the report in which a line that is nothing but a date is looked for (2 of 136 dated pages print it only there)."""


PIECES_BEFORE: Final = 6
"""Blocks before the headline where a day in pieces may begin."""
MAX_DATE_PIECE_CHARS: Final = 12
"""Characters of such a piece."""
MAX_DATE_LINE_CHARS: Final = 40
"""Characters of a line that is nothing but a date."""
ROUNDED: Final = timedelta(hours=1)
"""By so much a time that is printed as hours ago may be off."""
MAX_WORDS_HAN: Final = 4
"""Han characters beside the date in such a line (香港时间)."""
_DIGITS = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class Published:
    """The time as ISO 8601, where it was read, and in which printed form."""

    iso: str
    evidence: str
    form: str = ""


def stated_time(
    blocks: Sequence[Block], outline: Outline, extent: tuple[int, int], *, clock: datetime | None, url: str, to_machines: str | None
) -> Published | None:
    """Return when a page says that its report was published: where a site rule looks, in its meta lines, or by a day that stands apart.

    ``extent``: the first block of the report and the one after its last. ``to_machines``: what the page says to them, ISO 8601.
    """
    behind = _CLOCK_BEHIND.search(blocks[outline.title].text) if outline.title is not None else None
    metas = [(n, line) for n, line in outline.metas if behind or not _is_of_today(line, n, outline.title, clock, url)]
    stated = (
        published_by_rule(outline.stated, clock)
        or published(metas, outline.title, extent[0], to_machines, clock)
        or dated_apart(blocks, outline.title, extent, clock, url)
    )
    if stated is None or "T" in stated.iso or behind is None:
        return stated
    return Published(f"{stated.iso}T{int(behind[1]):02}:{behind[2]}:00+08:00", stated.evidence, stated.form)


def _is_of_today(line: MetaLine, block: int, title: int | None, clock: datetime | None, url: str) -> bool:
    """Whether a line above the headline is what a head prints of the day on which it is read: that day alone, beside the day of the week.

    It is when the report was published, too, where its address has that day.
    """
    if clock is None or title is None or block >= title or line.labels or any(time.has_clock for time in line.times):
        return False
    today = clock.astimezone(CHINA).date().isoformat()
    return {time.iso for time in line.times} == {today} and _WEEKDAY.search(line.text) is not None and not in_address(today, url)


_WEEKDAY = re.compile("|".join(table("time_words.toml")["clock"]["today"]))
_CLOCK_BEHIND = re.compile(r"【((?:[01]?\d|2[0-3]))[:：]([0-5]\d)】$")
"""When a page was published that prints the day alone elsewhere, behind its headline: `… 【11:25】`."""


def published(
    metas: Sequence[tuple[int, MetaLine]], title: int | None, first: int, to_machines: str | None = None, clock: datetime | None = None
) -> Published | None:
    """Return the best stated time among the meta lines of a page. ``to_machines``: what the page says to them, ISO 8601.

    Of the lines before the report the one beside a source or a time label wins, then the one nearest to the title (on 120 of 136
    dated pages the time stands between title and body); lines after the report count only with a label. Of two as near, that which
    the page says to machines too wins: the other is that of the last of a list of other reports, which stands before the title.
    Above the headline the day of the page's own ``clock`` is what a head prints of today, unless no other day is stated.
    What is called the last change of the page is never when it was published; what is called a change is, where nothing else stands
    between headline and text.
    """
    best: tuple[tuple[int, ...], Time, int] | None = None
    today = clock.astimezone(CHINA).date().isoformat() if clock else None
    changes = {(block, time): _says_changed(line.text, time) for block, line in metas for time in line.times}
    stands_plain = title is not None and any(title <= block < first and called is None for (block, _), called in changes.items())
    for block, line in metas:
        for time in line.times:
            inside, changed = block < first, changes[block, time]
            if changed == "last" or (not inside and "time" not in line.labels):
                continue
            rank = (
                inside,
                not (today is not None and title is not None and block < title and time.iso[:DAY_CHARS] == today),
                not _says_else(line.text, time),
                ("time" in line.labels and not (changed and stands_plain)) + ("source" in line.labels),
                changed is None,
                time.has_clock,
                -abs(block - (title if title is not None else 0)),
                to_machines is not None and to_machines[:DAY_CHARS] == time.iso[:DAY_CHARS],
                title is not None and block > title,
                -time.start,
            )
            if best is None or rank > best[0]:
                best = rank, time, block
    if best is None:
        return None
    _, time, block = best
    return Published(time.iso, said("meta line in block {block}, form {form}", block=block, form=SaidText(time.form)), time.form)


def is_rounded(stated: Published, exact: str) -> bool:
    """Return whether ``stated``, printed as so long ago (7小时前), may be the time ``exact`` (ISO 8601) that the page says to machines."""
    if stated.form != "ago" or "T" not in stated.iso or "T" not in exact:
        return False
    return abs(datetime.fromisoformat(stated.iso) - datetime.fromisoformat(exact)) <= ROUNDED


def changed_on_page(metas: Sequence[tuple[int, MetaLine]], since: str | None) -> Published | None:
    """Return when the meta lines say that the page was changed after ``since``; where that is not known, when it was changed last."""
    found: list[tuple[str, int]] = []
    for block, line in metas:
        for time in line.times:
            called = _says_changed(line.text, time)
            iso = _after(time, since)
            if (called == "last" and since is None) or (called and since is not None and _is_later(iso, since)):
                found.append((iso, block))
    return Published(max(found)[0], said("meta line in block {block}, called a change", block=max(found)[1])) if found else None


def _after(time: Time, since: str | None) -> str:
    """A time in the first year in which it is not before ``since``, where none is printed: `2024/3/11 05:42（3/11 07:10 更新）`."""
    if since is None or time.form != WITHOUT_YEAR:
        return time.iso
    year = int(since[:4]) + (time.iso[4:DAY_CHARS] < since[4:DAY_CHARS])
    return min(f"{year}{time.iso[4:]}", time.iso)


def _says_changed(line: str, time: Time) -> str | None:
    """What the words beside a time say of it: ``last``, the last change of several; ``ever``, a change; None: neither."""
    before = line[max(0, time.start - CHANGED_CHARS) : time.start]
    said = next((kind for kind, words in CHANGES.items() if words.search(before)), None)
    return said or ("ever" if CHANGED_AFTER.match(line, time.end) else None)


def _says_else(line: str, time: Time) -> bool:
    """Whether the label before a time is none that is known to say when a page was published: 截止日期, 建站时间, 成文日期."""
    label = _TIME_LABEL.search(line, max(0, time.start - CHANGED_CHARS), time.start)
    return label is not None and not label[1].endswith(_LABELS_OF_TIMES)


_LABELS = table("meta_labels.toml")
_LABELS_OF_TIMES = tuple({*_LABELS["labels"]["time"]} - {*_LABELS["label"]["of_times"]})
_TIME_LABEL = re.compile(rf"([{HAN_RANGE}]{{2,6}}(?:{either(_LABELS['label']['of_times'])}))\s{{0,2}}[:：]?\s{{0,2}}$")


def _is_later(iso: str, since: str) -> bool:
    """Whether a time is later than another, by what both state: a day is no later than a minute of it."""
    shared = min(len(iso), len(since))
    return iso[:shared] > since[:shared]


def published_by_rule(stated: Mapping[str, tuple[int, str]], clock: datetime | None) -> Published | None:
    """Return the time in the element that a site rule names for it."""
    block, text = stated.get("time", (0, ""))
    times = find_times(text, clock)
    return Published(times[0].iso, said("site rule, block {block}", block=block)) if times else None


def with_its_year(stated: Published, others: Sequence[str], url: str) -> Published:
    """Return a time whose year is not printed with the year that the page gives the same day elsewhere, if it gives one.

    ``others``: what it says to machines, ISO 8601. Its address counts where none of these has that day: most sites file reports by month.
    Otherwise the year stays the latest that does not lie ahead of the page's clock.
    """
    years = {other[:4] for other in others if other[4:DAY_CHARS] == stated.iso[4:DAY_CHARS]}
    years = years or set(re.findall(rf"(?<!\d)((?:19|20)\d\d)\D?{stated.iso[5:7]}", url))
    if len(years) != 1 or (year := years.pop()) >= stated.iso[:4]:
        return stated
    return Published(year + stated.iso[4:], stated.evidence, stated.form)


def in_address(stated: str, url: str) -> bool:
    """Return whether an address holds the day that is stated, in whatever form."""
    year, month, day = stated[:4], stated[5:7], stated[8:10]
    return f"{year}{month}{day}" in "".join(_DIGITS.findall(url)) or f"{year[2:]}{month}{day}" in url


def dated_apart(
    blocks: Sequence[Block], title: int | None, extent: tuple[int, int], clock: datetime | None, url: str = ""
) -> Published | None:
    """Find when a report that stands at ``extent`` was published, where no line with labels says it: in pieces before it, or after it."""
    first, end = extent
    return dated_in_pieces(blocks, title, first, clock) or dated_after(blocks, end, clock, url)


def dated_in_pieces(blocks: Sequence[Block], title: int | None, first: int, clock: datetime | None) -> Published | None:
    """Find a day whose parts are short lines of their own between headline and text: `12` / `2026-03`, `2026` / `03/12` / `08:45`."""
    start = max(0, (first if title is None else title) - PIECES_BEFORE)
    near = [n for n in range(start, first) if 0 < len(blocks[n].text) <= MAX_DATE_PIECE_CHARS and _DIGITS.search(blocks[n].text)]
    near = [n for n in near if n != title and not blocks[n].features.hidden and blocks[n].features.links < MOSTLY_LINKS]
    for at, n in enumerate(near):
        for size in (3, 2, 1):
            pieces = near[at : at + size]
            if pieces != list(range(n, n + size)):
                continue
            text = _DAY_APART.sub(_joined_day, " ".join(blocks[piece].text.strip() for piece in pieces))
            times = stated_times(text, clock)
            if times and (times[0].start, times[0].end) == (0, len(text)):
                return Published(times[0].iso, said("pieces from block {block} on", block=n), times[0].form)
    return None


def _joined_day(found: re.Match[str]) -> str:
    year, month, day = (found[2], found[3], found[1]) if found[2] else (found[4], found[5], found[6])
    return f"{year}-{month}-{day}"


_YEAR, _MONTH, _DAY = (table("time_words.toml")["calendar"][unit] for unit in ("year", "month", "day"))
_DAY_APART = re.compile(
    rf"^(\d{{1,2}}){_DAY}?\s?(20\d\d)[-/.{_YEAR}]\s?(\d{{1,2}}){_MONTH}?$|^(20\d\d)[-/.{_YEAR}]\s?(\d{{1,2}}){_MONTH}?\s(\d{{1,2}}){_DAY}?$"
)


def dated_after(blocks: Sequence[Block], end: int, clock: datetime | None, url: str = "") -> Published | None:
    """Find a line after the report that is nothing but a date, with a clock in the next line (`2012年1月17日` / `香港时间17时06分`).

    One in an element of a page that begins with the day in the address may say more: `2023-04-10 归档于 社区治理`. In a document without
    markup such lines are what a template left behind.
    """
    for n in range(end, min(end + DATE_AFTER_BLOCKS, len(blocks))):
        text = blocks[n].text
        if (
            not text
            or len(text) > MAX_META_CHARS
            or not (first := stated_times(text, clock))
            or blocks[n].features.links >= MOSTLY_LINKS
            or blocks[n].features.hidden
        ):
            continue
        following = next((block.text for block in blocks[n + 1 : n + 4] if block.text), "")[:20]
        for line in (f"{text} {following}", text) if len(text) <= MAX_DATE_LINE_CHARS else ():
            times = stated_times(line, clock)
            if times and han(line[: times[0].start] + line[times[0].end :]) <= MAX_WORDS_HAN:
                return Published(times[0].iso, said("a line with a date alone, block {block}", block=n))
        if first[0].start == 0 and blocks[n].features.element and in_address(first[0].iso, url):
            return Published(first[0].iso, f"a line that begins with the day in the address, block {n}")
    return None
