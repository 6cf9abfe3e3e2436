"""Times as Chinese pages print them, read to ISO 8601 in Asia/Shanghai.

A time is never invented: a day without a clock time stays a day, a time later than the page's own clock plus a day is no time, and
a year that is not printed is the latest that lies not in the future of the page's clock (without that clock: no time at all).
Forms: counted on 142 news pages and 194 pages of the genre.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from newsbot.data import table
from newsbot.model import CHINA
from newsbot.words import BLANKS_TO_SPACE, WIDE_TO_ASCII, any_of, either

MAX_TIMED_CHARS: Final = 400
"""Characters of a line that are looked at: a published time stands at one of its ends or in a short line."""

EARLIEST_YEAR: Final = 1994
"""China's first web pages; an earlier year is a date in the text."""


WITHOUT_YEAR: Final = "without year"
"""The form of a time whose year is not printed."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time found in a line at ``start:end``; ``iso`` is a day or a minute with offset, ``form`` names the printed form."""

    iso: str
    start: int
    end: int
    form: str

    @property
    def has_clock(self) -> bool:
        """Whether hour and minute are stated."""
        return "T" in self.iso


def find_times(line: str, clock: datetime | None) -> list[Time]:
    """Find every time in ``line`` (its first :data:`MAX_TIMED_CHARS` characters), in reading order, none overlapping another.

    ``clock`` is the page's own time, from which relative forms count.
    """
    text = line[:MAX_TIMED_CHARS]
    if not _DIGIT.search(text) and not _HINT.search(text):
        return []
    text = text.translate(_PLAIN)
    now = clock.astimezone(CHINA) if clock else None
    found: list[Time] = []
    without_year = _WITHOUT_YEAR if _WORD_WITHOUT_YEAR.search(text) else _DIGITS_WITHOUT_YEAR
    for reader, sign in _READERS if _YEAR_HINT.search(text) else without_year:
        for time in reader(text, now) if sign is None or sign.search(text) else ():
            if not any(time.start < other.end and other.start < time.end for other in found):
                found.append(time)
    return sorted(found, key=lambda time: time.start)


def stated_times(line: str, clock: datetime | None) -> list[Time]:
    """Return the times in ``line`` that may say when its page was published: no clock, no date to look up, not when a reader wrote."""
    return [time for time in find_times(line, clock) if not _UNSTATED.search(line[max(0, time.start - UNSTATED_CHARS) : time.start])]


_DATA = table("time_words.toml")
CHANGES: Final = {
    kind: re.compile(
        rf"(?:{either(_DATA['changed'][kind])})\s{{0,2}}(?:{either(_DATA['changed']['after'])})?[\s:：|｜,，【\[(（]{{0,6}}$", re.IGNORECASE
    )
    for kind in ("last", "ever")
}
"""What stands before a time that says when a page changed: ``last`` of several times, or ``ever``."""
CHANGED_AFTER: Final = re.compile(
    rf"\s{{0,2}}(?:{either(word for word in _DATA['changed']['ever'] if not word.isascii())})\s{{0,2}}(?:[)）\]】]|$)"
)
"""The same after a time, in a bracket of its own or at the end of the line: `2026/3/12 14:05（3/12 15:20 更新）`."""
CHANGED_CHARS: Final = 30
"""Characters before a time in which such a word stands, with a label's mark and blanks."""
UNSTATED_CHARS: Final = max(map(len, _DATA["unstated"]["before"])) + len("  ：  【  ")
"""Characters before a time in which a word stands that says what else it is."""
_DIGIT = re.compile(r"\d")
_HINT = any_of(_DATA["hint"]["words"])
"""What every form has at least one of; most lines of a page have none."""
_YEAR_HINT = re.compile(r"(?:19|20)\d\d")

_PLAIN = WIDE_TO_ASCII | BLANKS_TO_SPACE

# ------------------------------------------------------------------------------------------------------------ absolute forms

_HALVES, _CLOCKS = _DATA["half"], _DATA["clock"]
_UNSTATED = re.compile(rf"(?:{either(_DATA['unstated']['before'])})\s{{0,2}}[:：,，]?\s{{0,2}}[\[【(（]?\s{{0,2}}$")
_CALENDAR = _DATA["calendar"]
_YEAR_WORD, _MONTH_WORD, _DAY_WORD, _SECOND_WORD = (_CALENDAR[unit] for unit in ("year", "month", "day", "second"))
_DAY_WORDS = f"[{_CALENDAR['days']}]"
# here and below a number looks behind itself after its first digits: `re` skips to these, but not to a place after something
_YEAR = r"(19(?<![\d.]19)\d\d|20(?<![\d.]20)\d\d)"
_MONTH = r"(1[0-2]|0?[1-9])"
_DAY = r"(3[01]|[12]\d|0?[1-9])"
_HALF = rf"({either(word for words in _HALVES.values() for word in words if not word.isascii())}|[AaPp]\.?[Mm]\.?)"
_HOUR_WORD = f"[{''.join(_CLOCKS['hour'])}]"
_MINUTE_WORD = f"[{''.join(_CLOCKS['minute'])}]"
_CLOCK = (
    rf"(2[0-3]|[01]?\d)(?:\s{{0,2}}(?::|{_HOUR_WORD})\s{{0,2}}([0-5]\d)(?!\d)(?:\s{{0,2}}(?::|{_MINUTE_WORD})\s{{0,2}}([0-5]\d)(?!\d))?"
    rf"(?:\.\d{{1,6}})?\s{{0,2}}{_MINUTE_WORD}?{_SECOND_WORD}?|\s{{0,2}}{_HOUR_WORD}(?!\s{{0,2}}\d))"
)
"""Hour, minute, second; an hour alone only with its word (晚上8点, 8时)."""
_ZONE = r"(Z|\s?(?:UTC|GMT)(?!\s?[+\-]?\d)|[+-]\d{2}:?\d{2})?"
_WEEKDAY = (
    rf"(?:[(（]?\s{{0,2}}(?:{either(_CLOCKS['weekday'])})[{_CLOCKS['weekdays']}]\s{{0,2}}[)）]?"
    rf"|[(（]\s{{0,2}}(?:[{_CLOCKS['weekdays']}]|[A-Z][a-z]{{2}})\s{{0,2}}[)）])?"
)
"""By itself or in brackets; in these of the word for it the last character alone too, as in Hong Kong: `2026年3月12日（四）`."""
_SPACE = r"\s{0,2}"
_DASH, _MONTH_DASH = (rf"[-/.{word}—–·]" for word in (_YEAR_WORD, _MONTH_WORD))
_JOIN_MONTH = rf"{_SPACE}{_DASH}{{1,2}}{_SPACE}{_MONTH}{_SPACE}{_MONTH_DASH}{{1,2}}{_SPACE}{_DAY}"
_NAMED_ZONE = f"(?:{either(_CLOCKS['zone'])})"
_BETWEEN = rf"[T\s,，|/·•\-—]{{0,4}}{_WEEKDAY}\s{{0,3}}{_NAMED_ZONE}?{_SPACE}"

_DATE_CLOCK = re.compile(
    rf"{_YEAR}{_SPACE}(?:{_DASH}{{1,2}}|\s){_SPACE}{_MONTH}{_SPACE}{_MONTH_DASH}{{1,2}}{_SPACE}{_DAY}(?:{_SPACE}{_DAY_WORDS})?"
    rf"(?:{_BETWEEN}{_HALF}?{_SPACE}{_CLOCK}{_SPACE}{_HALF}?{_ZONE}|(?!\d))"
)
_CLOCK_DATE = re.compile(
    rf"([012](?<![\d:][012])(?:(?<=[01])\d|(?<=2)[0-3])):([0-5]\d)(?::([0-5]\d))?\s{{0,3}}(19\d\d|20\d\d){_JOIN_MONTH}(?!\d){_DAY_WORD}?"
)
_COMPACT = re.compile(r"(20(?<!\d20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\s{1,2}([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)?(?!\d)")
_COMPACT_LABEL = re.compile(rf"(?:{either(_DATA['label']['date'])})\s{{0,2}}[:：]\s{{0,3}}$")
_LABEL_CHARS: Final = max(map(len, _DATA["label"]["date"])) + len("  ：   ")
"""Characters before a day of eight digits in which its label stands; without one it is a number."""
_YEAR_LAST = re.compile(
    r"(?<![\d.])(?<!\d[/\-])(3[01]|[12]\d|0?[1-9])([./\-])(3[01]|[12]\d|0?[1-9])[./\-](20\d\d)(?:\s{1,3}([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)?(?!\d)"
)
_REPUBLIC = re.compile(
    rf"(?:{either(_CLOCKS['republic'])}){_SPACE}(\d{{2,3}}){_SPACE}{_YEAR_WORD}{_SPACE}{_MONTH}{_SPACE}{_MONTH_WORD}{_SPACE}{_DAY}{_SPACE}{_DAY_WORD}"
    rf"(?:{_BETWEEN}{_HALF}?{_SPACE}{_CLOCK})?"
)
_REPUBLIC_DIGITS = re.compile(
    rf"(?<=[:： ])(1\d\d)(?:([-/.]){_MONTH}\2{_DAY}(?!\d|\2\d)|{_YEAR_WORD}{_MONTH}{_MONTH_WORD}{_DAY}{_DAY_WORD}"
    rf"|(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d))"
    rf"(?:\s{{1,3}}{_CLOCK})?"
)
"""The same in digits, a day only behind its label: `发布日期：115-03-05`, `日期：1150305`."""
_SHORT_YEAR = re.compile(
    rf"(?<![\d./\-])(\d\d)(?:([-/.]){_MONTH}\2{_DAY}(?!\d|\2)|{_YEAR_WORD}{_MONTH}{_MONTH_WORD}{_DAY}{_DAY_WORD})(?:\s{{1,3}}{_CLOCK})?"
)
"""A year of two digits, behind its label (`日期：26-03-11`) or with a clock at the head of its line: `26-03-11 08:30 青山晚报`."""
CENTURY: Final = 2000
REPUBLIC_YEAR: Final = 1911
"""What is added to a year of the Republic of China."""


def _date_clock(text: str, now: datetime | None) -> Iterator[Time]:
    for m in _DATE_CLOCK.finditer(text):
        half = m[4] or m[8]
        iso = _iso((m[1], m[2], m[3]), _hour(m[5], half), m[6], m[7], m[9])
        yield from _plausible(iso, m, now, "year-month-day")


def _clock_date(text: str, now: datetime | None) -> Iterator[Time]:
    for m in _CLOCK_DATE.finditer(text):
        if any(other.start() < m.start() < other.end() for other in _DATE_CLOCK.finditer(text)):
            continue  # the clock of the date before it: two times side by side
        yield from _plausible(_iso((m[4], m[5], m[6]), int(m[1]), m[2], m[3], None), m, now, "clock before date")


def _compact(text: str, now: datetime | None) -> Iterator[Time]:
    for m in _COMPACT.finditer(text):
        if m[4] or _COMPACT_LABEL.search(text[max(0, m.start() - _LABEL_CHARS) : m.start()]):
            yield from _plausible(_iso((m[1], m[2], m[3]), int(m[4]) if m[4] else None, m[5], m[6], None), m, now, "compact")


def _year_last(text: str, now: datetime | None) -> Iterator[Time]:
    """The day stands first before a dot (22.11.2016), and else where the other number is a month and no other reading is a past day."""
    for m in _YEAR_LAST.finditer(text):
        clock = int(m[5]) if m[5] else None, m[6], m[7], None
        day_first, month_first = (
            list(_plausible(_iso((m[4], month, day), *clock), m, now, form))
            for month, day, form in ((m[3], m[1], "day first"), (m[1], m[3], "month first"))
        )
        if m[2] == "." or not month_first or int(m[1]) == int(m[3]):
            yield from day_first
        elif not day_first:
            yield from month_first


def _republic(text: str, now: datetime | None) -> Iterator[Time]:
    for m in _REPUBLIC.finditer(text):
        year = str(int(m[1]) + REPUBLIC_YEAR)
        yield from _plausible(_iso((year, m[2], m[3]), _hour(m[5], m[4]), m[6], m[7], None), m, now, "year of the Republic")


def _republic_digits(text: str, now: datetime | None) -> Iterator[Time]:
    for m in _REPUBLIC_DIGITS.finditer(text) if now else ():
        if _COMPACT_LABEL.search(text[max(0, m.start() - _LABEL_CHARS) : m.start()]):
            year = str(int(m[1]) + REPUBLIC_YEAR)
            day = (year, m[3] or m[5] or m[7], m[4] or m[6] or m[8])
            yield from _plausible(_iso(day, _hour(m[9], None), m[10], m[11], None), m, now, "year of the Republic")


def _short_year(text: str, now: datetime | None) -> Iterator[Time]:
    for m in _SHORT_YEAR.finditer(text) if now else ():
        heads_line = m[7] and not text[: m.start()].strip()
        if heads_line or _COMPACT_LABEL.search(text[max(0, m.start() - _LABEL_CHARS) : m.start()]):
            iso = _iso((str(int(m[1]) + CENTURY), m[3] or m[5], m[4] or m[6]), _hour(m[7], None), m[8], m[9], None)
            yield from _plausible(iso, m, now, "year of two digits")


_MONTHS = {name: n for n, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_ENGLISH = re.compile(
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s{1,2}(\d{1,2}),?\s{1,2}(20\d\d)(?:,?\s{1,3}(?:at\s)?(2[0-3]|[01]?\d):([0-5]\d)(?::([0-5]\d))?\s{0,2}([AaPp]\.?[Mm]\b)?)?"
)


_ENGLISH_DAY_FIRST = re.compile(
    r"\b(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s{1,2}(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?,?\s{1,2}(20\d\d)"
    r"(?:,?\s{1,3}(2[0-3]|[01]?\d):([0-5]\d)(?::([0-5]\d))?\s{0,2}([AaPp][Mm])?(?:\s{0,2}(GMT|UTC|Z|[+-]\d{2}:?\d{2})\b)?)?(?!\d)"
)

_UNIX = re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\s{1,2}(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s{1,2}(\d{1,2})\s{1,2}"
    r"(2[0-3]|[01]\d):([0-5]\d):([0-5]\d)\s{1,2}(?:[A-Z]{3,4}(?:[+-]\d{2}:?\d{2})?\s{1,2})?(20\d\d)"
)
"""What `date` prints: `Mon Apr 10 14:53:03 CST 2023`."""


def _unix(text: str, now: datetime | None) -> Iterator[Time]:
    for m in _UNIX.finditer(text):
        yield from _plausible(_iso((m[6], str(_MONTHS[m[1].lower()]), m[2]), int(m[3]), m[4], m[5], None), m, now, "date command")


def _english(text: str, now: datetime | None) -> Iterator[Time]:
    for m in _ENGLISH.finditer(text):
        yield from _plausible(_iso((m[3], str(_MONTHS[m[1].lower()]), m[2]), _hour(m[4], m[7]), m[5], m[6], None), m, now, "English month")

    for m in _ENGLISH_DAY_FIRST.finditer(text):
        zone = "Z" if (m[8] or "").isalpha() else m[8]
        yield from _plausible(_iso((m[3], str(_MONTHS[m[2].lower()]), m[1]), _hour(m[4], m[7]), m[5], m[6], zone), m, now, "English month")


_NUMERALS = _DATA["numeral"]
_NUMERAL: Final[dict[str, int]] = {digit: n for n, digit in enumerate(_NUMERALS["digits"])} | _NUMERALS["also"]
_TEN: Final[str] = _NUMERALS["ten"]
_TENS: Final[dict[str, str]] = _NUMERALS["tens"]
_DIGITS = "".join(_NUMERAL) + _TEN
_CHINESE = re.compile(
    rf"([{_NUMERALS['centuries']}][{''.join(_NUMERAL)}]{{3}}){_YEAR_WORD}([{_DIGITS}]{{1,2}}){_MONTH_WORD}"
    rf"([{_DIGITS}{''.join(_TENS)}]{{1,3}}){_DAY_WORDS}"
    rf"(?:\s{{0,2}}{_HALF}?\s{{0,2}}([{_DIGITS}]{{1,3}}){_HOUR_WORD}(?:([{_DIGITS}]{{1,3}}){_MINUTE_WORD})?)?"
)


def _chinese(text: str, now: datetime | None) -> Iterator[Time]:
    for m in _CHINESE.finditer(text):
        year = "".join(str(_NUMERAL[c]) for c in m[1])
        hour = _hour(str(_small(m[5])), m[4]) if m[5] else None
        iso = _iso((year, str(_small(m[2])), str(_small(m[3]))), hour, str(_small(m[6] or "")), None, None)
        yield from _plausible(iso, m, now, "Chinese numerals")


def _small(text: str) -> int:
    """A Chinese numeral below a hundred: 三, 十二, 二十三, 廿三, 卅."""
    for several, spelled in _TENS.items():
        text = text.replace(several, spelled)
    if _TEN not in text:
        return _NUMERAL.get(text, 0)
    tens, _, ones = text.partition(_TEN)
    return (_NUMERAL.get(tens, 0) if tens else 1) * 10 + (_NUMERAL.get(ones, 0) if ones else 0)


# ------------------------------------------------------------------------------------------- forms that need the page's clock

_AGES = _DATA["ago"]
_UNITS: Final[dict[str, int]] = _AGES["units"]
_AGO = re.compile(
    rf"(?<!\d)(\d{{1,4}}|[{_NUMERALS['digits'][1:]}{_NUMERALS['two']}])\s{{0,2}}({either(_UNITS)})\s{{0,2}}(?:{either(_AGES['before'])})"
)
_HALF_AGO = re.compile(rf"({either(_AGES['half'])})(?:{either(_AGES['before'])})")
_BACK: Final[dict[str, int]] = _DATA["days"]["back"]
_NAMED = re.compile(rf"({either(_BACK)})(?:\s{{0,3}}{_HALF}?\s{{0,2}}{_CLOCK})?")
_PARTS = re.compile(r"[·•|]")
_NO_YEAR = re.compile(
    rf"(\d(?<![\d{_YEAR_WORD}/.\-—]\d)(?:(?<=1)[0-2]|(?<=0)[1-9]|(?<=[1-9]))){_SPACE}[-/{_MONTH_WORD}]{_SPACE}(3[01]|[12]\d|0[1-9]|[1-9](?!\d)){_DAY_WORD}?\s{{0,3}}{_HALF}?{_SPACE}"
    rf"(2[0-3]|[01]?\d)(?::|{_HOUR_WORD})([0-5]\d)(?::([0-5]\d))?{_MINUTE_WORD}?(?!\d)"
)


def _ago(text: str, now: datetime | None) -> Iterator[Time]:
    for m in _AGO.finditer(text) if now else ():
        assert now is not None
        count = int(m[1]) if m[1].isdigit() else _NUMERAL.get(m[1], 2)
        moment = now - timedelta(seconds=count * _UNITS[m[2]])
        coarse = m[2] in _AGES["coarse"]
        yield Time(moment.date().isoformat() if coarse else moment.replace(second=0, microsecond=0).isoformat(), *m.span(), "ago")
    for m in _HALF_AGO.finditer(text) if now else ():
        assert now is not None
        moment = now - timedelta(seconds=_AGES["half"][m[1]])
        yield Time(moment.replace(second=0, microsecond=0).isoformat(), *m.span(), "ago")


def _named(text: str, now: datetime | None) -> Iterator[Time]:
    """`昨天 14:20` anywhere in a short line; the word alone only where it is the line, or a part of it: it is common in sentences."""
    for m in _NAMED.finditer(text) if now else ():
        assert now is not None
        day = now - timedelta(days=_BACK[m[1]])
        if m[3]:
            hour = _hour(m[3], m[2]) or 0
            yield Time(day.replace(hour=hour, minute=int(m[4] or 0), second=0, microsecond=0).isoformat(), *m.span(), "named day")
        elif any(part.strip() == m[1] for part in _PARTS.split(text, maxsplit=2)):
            yield Time(day.date().isoformat(), *m.span(), "named day")


def _no_year(text: str, now: datetime | None) -> Iterator[Time]:
    for m in _NO_YEAR.finditer(text) if now else ():
        assert now is not None
        for year in (now.year, now.year - 1):
            iso = _iso((str(year), m[1], m[2]), _hour(m[4], m[3]), m[5], m[6], None)
            if iso and datetime.fromisoformat(iso) <= now + timedelta(days=1):
                yield Time(iso, *m.span(), WITHOUT_YEAR)
                break


_WITH_YEAR_WORD = any_of([_YEAR_WORD])
_WITH_CLOCK = any_of([":", *_CLOCKS["hour"]])
_WITH_MONTH = any_of(name.title() for name in _MONTHS)
_Reader = Callable[[str, datetime | None], Iterator[Time]]
_WITHOUT_YEAR: tuple[tuple[_Reader, re.Pattern[str] | None], ...] = (
    (_chinese, _WITH_YEAR_WORD),
    (_republic, any_of(_CLOCKS["republic"])),
    (_republic_digits, re.compile(rf"(?<!\d)1\d\d[-/.{_YEAR_WORD}\d]\d")),
    (_short_year, re.compile(rf"(?<!\d)\d\d[-/.{_YEAR_WORD}]\d{{1,2}}[-/.{_MONTH_WORD}]\d")),
    (_no_year, _WITH_CLOCK),
    (_ago, any_of(_AGES["before"])),
    (_named, any_of(_BACK)),
)
_DIGITS_WITHOUT_YEAR = tuple(each for each in _WITHOUT_YEAR if each[0] in {_republic_digits, _short_year})
_WORD_WITHOUT_YEAR = any_of([_YEAR_WORD, *_CLOCKS["republic"], ":", *_CLOCKS["hour"], *_AGES["before"], *_BACK])
"""What a line without a year has for any reader but these two."""
_READERS: tuple[tuple[_Reader, re.Pattern[str] | None], ...] = (
    (_clock_date, any_of([":"])),
    (_date_clock, None),
    (_compact, None),
    (_year_last, None),
    (_english, _WITH_MONTH),
    (_unix, _WITH_MONTH),
    *_WITHOUT_YEAR,
)
"""The readers, each with a sign without which it finds nothing: most lines have one form of time, and are not read in ten."""

# ------------------------------------------------------------------------------------------------------------------- shared

NOON: Final = 12
_AFTER_NOON, _AT_NOON, _BEFORE_DAWN = (frozenset(_HALVES[name]) for name in ("after_noon", "noon", "before_dawn"))


def _hour(hour: str | None, half: str | None) -> int | None:
    """The hour of 24, from an hour of 12 and the half of the day."""
    if hour is None:
        return None
    value = int(hour)
    half = (half or "").lower().replace(".", "")
    if half in _AFTER_NOON and value < NOON:
        return value + NOON
    if half in _AT_NOON and value < NOON - 1:
        return value + NOON
    if half in _BEFORE_DAWN and value == NOON:
        return 0
    return value


def _iso(day: tuple[str, str, str], hour: int | None, minute: str | None, second: str | None, zone: str | None) -> str | None:
    """ISO 8601: a day, or a time in Asia/Shanghai; None where the numbers are no date."""
    try:
        start = date(*map(int, day))
        if hour is None:
            return start.isoformat()
        moment = datetime(start.year, start.month, start.day, hour, int(minute or 0), int(second or 0), tzinfo=CHINA)
    except ValueError:
        return None
    if zone:
        offset = UTC if zone.strip().isalpha() else datetime.strptime(zone.replace(":", ""), "%z").tzinfo
        moment = moment.replace(tzinfo=offset).astimezone(CHINA)
    return moment.isoformat()


def _plausible(iso: str | None, match: re.Match[str], now: datetime | None, form: str) -> Iterator[Time]:
    """The time, unless its year is out of the web's age or it lies more than a day after the page's clock."""
    if iso is None or int(iso[:4]) < EARLIEST_YEAR:
        return
    if now is not None and iso[:10] > (now + timedelta(days=1)).date().isoformat():
        return
    yield Time(iso, *match.span(), form)
