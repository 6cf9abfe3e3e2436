"""The line under a headline: published time, source, author, editor, counters; by labels, in any order, on one line or several.

A label that another label, a bracket or the end of the line follows is empty. Counted on 142 mirror pages: `time 来源:S` 9,
`来源:S 发布时间:time` 6, one item a line 4, `来源:S | 编辑:E | 作者:A` 3, labels without a value 6, counters 20.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from newsbot.data import table
from newsbot.lines.credits import MAX_READ_CHARS, Position, may_credit, read_credits
from newsbot.lines.credits.grammar import TokenKind
from newsbot.lines.credits.vocabulary import MEDIUM, places
from newsbot.lines.measures import han
from newsbot.lines.times import Time, stated_times
from newsbot.words import BARS, HAN_RANGE, either, longest_first

MAX_META_CHARS: Final = 240
"""Characters of the longest meta line seen, doubled."""
SPACED_LABEL_CHARS: Final = 2
"""Characters of a label that a page may print with blanks between them (来 源：X)."""
MAX_VALUES_CHARS: Final = 120
"""Characters of all values together; a sentence after a colon has more."""
ENOUGH_SIGNS: Final = 2
"""Labels and times that allow a line :data:`MAX_SPARE_MANY` other Han characters."""
MAX_SPARE_MANY: Final = 30
MAX_SPARE_TIME: Final = 16
MAX_SPARE_LABEL: Final = 8
"""Han characters beside what was found, with a time alone and with one label alone."""
MAX_DATED_HAN: Final = 24
"""Han characters of a line whose only sign is a day without a clock time."""
MINUTE: Final = len("2023-04-10T14:53")
"""Characters of a time down to its minute: a seam may part the seconds from a number that is glued to them."""
_STRONG: Final = frozenset({"source", "time", "count", "editor", "reviewer", "author", "publisher", "widget"})
"""Labels that make a meta line without a time; 记者 alone stands in sentences too."""
MAX_AFTER_CHARS: Final = 80
"""Characters of a meta line that stands after the first paragraph of a report."""
_AFTER: Final = frozenset({"source", "editor", "author", "time"})
"""Labels with which a meta line may stand there."""


@dataclass(frozen=True, slots=True)
class MetaLine:
    """What a meta line says. ``fields``: label kind -> value as printed (absent where empty). ``rest``: words without a label."""

    times: tuple[Time, ...]
    fields: dict[str, str]
    labels: frozenset[str]
    rest: tuple[str, ...] = field(default=())
    text: str = ""
    """The line as it was read, with a bar where tags alone part its words."""

    @property
    def may_follow(self) -> bool:
        """Whether it may stand after the first paragraph: short, with a label, and not from one time to another, as happenings are."""
        known = self.labels & _AFTER
        return bool(known) and len(self.text) <= MAX_AFTER_CHARS and (known > {"time"} or not _SPAN.search(self.text))


_DATA = table("meta_labels.toml")
LONE_LABELS: Final = frozenset(word for kind in ("source", "author", "editor", "time") for word in _DATA["labels"][kind])
"""Labels whose value a page may print in the next element, without a colon."""
OPEN_LABEL: Final = "other"
"""The kind of a label that no list has: its value is neither a medium nor a person."""
_KIND = {word: kind for kind, words in _DATA["labels"].items() for word in words}
_FIRSTS = "".join(sorted({word[0] for word in _KIND}))
_KNOWN = (
    f"(?=[{_FIRSTS}])(?:"
    + "|".join(
        word[0] + r"[ \u3000]{0,4}" + word[1] if len(word) == SPACED_LABEL_CHARS else re.escape(word) for word in longest_first(_KIND)
    )
    + ")"
)
"""The labels of the lists, behind one look at their first characters: at most places of a line not a hundred of them are tried."""
_OPEN = either(_DATA["open"]["endings"])
_COUNTED = either(ending for ending in _DATA["open"]["endings"] if ending not in _KIND)
_OF_TEXT = f"(?:{either(_DATA['open']['of_texts'])})(?:{either(_DATA['label']['of_times'])})"
"""Labels that may be glued to the value before them: of any counter or address, and of the times of a text."""
_AT = _DATA["label"]["at"]
_FROM = "|".join(f"(?<={word})" for word in _DATA["label"]["from"])
_ENDS_LABEL = rf"(?=\s{{0,2}}[:：{BARS}】])"
_BEGINS = f"(?<![A-Za-z{HAN_RANGE}:：{BARS}{_DATA['open']['joins']}])"
_LABEL = re.compile(
    rf"(?=[{HAN_RANGE}{_FIRSTS}])(?:(?P<open>{_OF_TEXT}{_ENDS_LABEL}|(?!{_KNOWN})(?:{_BEGINS}[{HAN_RANGE}]{{1,5}}(?:{_OPEN}){_ENDS_LABEL}"
    rf"|[{HAN_RANGE}]{{2}}(?:{_COUNTED}){_ENDS_LABEL}|(?:{_OPEN}){_ENDS_LABEL}|{_BEGINS}[{HAN_RANGE}]{{2,5}}(?=\s{{0,2}}[:：]\s{{0,2}}\|))"
    rf"|(?:{_OPEN}){_ENDS_LABEL})\s{{0,2}}[:：{BARS}】]\s{{0,3}}[:：]?"
    rf"|(?P<known>{_KNOWN})\s{{0,3}}(?:[:：{BARS}】]|{_AT}(?=\s{{0,2}}\d)|(?<=[{_DATA['label']['sources_end']}])[/／](?=[{HAN_RANGE}])|(?<=[{_DATA['label']['printed_end']}])(?=《)|{_FROM})\s{{0,3}}[:：]?)"
)
_LABEL_END = re.compile(rf"[:：{BARS}】{_AT}/／《]|{either(_DATA['label']['from'])}")
_SPAN = re.compile(rf"\d[{_DATA['label']['days']}]?\s?[-—–~～{_DATA['label']['to']}]{{1,2}}\s?\d{{1,4}}[{_DATA['label']['units']}]")
_DATES = tuple(_DATA["label"]["of_times"])
_ACCOUNT: Final[str] = _DATA["open"]["account"]
_COUNTS = _DATA["count"]
_LOOSE = re.compile(
    rf"\d{{1,9}}\s{{0,2}}{_COUNTS['times']}?(?:{either(_COUNTS['after_number'])})"
    rf"|(?:{either(_COUNTS['before_number'])})\s{{0,2}}[(（]?\s{{0,2}}\d{{1,9}}\s{{0,2}}[)）]?|{either(_COUNTS['widgets'])}"
)
_BREAK = re.compile(rf"[{BARS}/／\[\]【】()（）<>《》]|[ \u3000\u00a0\t]{{2,}}")
_SOURCE_BREAK = re.compile(rf"[{BARS}\[\]【】()（）<>]|[ \u3000\u00a0\t]{{2,}}")  # 光明网-《光明日报》 is one name
_COUNTER_AFTER = re.compile(rf"\s{{0,3}}(?:{either(_COUNTS['after_value'])})")
_PART_OF_SOURCE = re.compile(rf"\S{{1,8}}(?:{either(_COUNTS['parts_of_source'])})(?:\s|$)")
_HINT = re.compile(rf"[\d:：{BARS}】]|{either([*_DATA['hint']['words'], *_DATA['label']['from']])}|[{_DATA['hint']['numerals']}]")
"""A time or a label has at least one of these."""
_EDGE = f" \t\u3000\u00a0{BARS},，、;；。.·-—_/[]【】()（）<>《》\"'：:"


def parse_meta_line(line: str, clock: datetime | None) -> MetaLine | None:
    """Read ``line`` as a meta line, or None where it is none: where other words than labels, values and times prevail."""
    if len(line) > MAX_META_CHARS or not _HINT.search(line):
        return None
    times = tuple(stated_times(line, clock))
    masked = _mask(line, times)
    labels = list(_LABEL.finditer(masked)) if _LABEL_END.search(masked) else []
    if not times and not labels:
        return None
    fields: dict[str, str] = {}
    kinds = {_kind(label) for label in labels}
    rest = [masked[: labels[0].start()] if labels else masked]
    ends = [*(label.start() for label in labels[1:]), len(masked)]
    for label, end in zip(labels, ends, strict=False):
        value, remainder = _value(masked[label.end() : end], _kind(label))
        if _kind(label) == "source" and value in places() and masked.startswith(_ACCOUNT, end) and masked[end - 1] == value[-1]:
            value += _ACCOUNT
        if value:
            fields.setdefault(_kind(label), value)
        rest.append(remainder)
    words = tuple(word for part in rest for word in _words(part))
    found = MetaLine(times, fields, frozenset(kinds), words, line)
    return found if _is_meta(found, line) else None


def parted(meta: MetaLine | None, line: str, clock: datetime | None, seams: Sequence[int]) -> MetaLine | None:
    """Return ``meta``, read again with a bar at the ``seams`` of ``line``, where the page parts words by tags alone.

    Only where that loses no time and no value: a page may as well set half a name or of a time in bold. It may win the clock of a time, or
    the line (``meta`` is None), where a number is glued to it. A seam beside a mark, or outside the text, parts nothing.
    """
    cut = line
    for seam in sorted(seams, reverse=True):
        if 0 < seam < len(cut) and cut[seam - 1] not in _JOINS and cut[seam] not in _JOINS:
            cut = f"{cut[:seam]}|{cut[seam:]}"
    again = parse_meta_line(cut, clock) if cut != line else None
    if meta is None or again is None:
        return meta if again is None or not again.times else again
    same_times = len(again.times) == len(meta.times) and all(
        new.iso.startswith(old.iso[:MINUTE]) for old, new in zip(meta.times, again.times, strict=True)
    )
    return again if same_times and meta.fields.keys() <= again.fields.keys() else meta


_JOINS = frozenset(f"：:{BARS}-—–·、/（(《“”》)）")


def _mask(line: str, times: tuple[Time, ...]) -> str:
    """The line with every time replaced by a bar, which ends a value."""
    for time in reversed(times):
        line = line[: time.start] + "|" + " " * (time.end - time.start - 1) + line[time.end :]
    return line


def _kind(label: re.Match[str]) -> str:
    word = label["known"]
    return _KIND[re.sub(r"\s", "", word)] if word else OPEN_LABEL if not label["open"].endswith(_DATES) else "time"


def _value(text: str, kind: str) -> tuple[str, str]:
    """The value after a label, and what follows it without belonging to it."""
    text = text.lstrip(" \t\u3000\u00a0")
    if kind == "source" and (linked := re.match(r"[【\[《（(]\s{0,2}([^】\]》）)]{2,30})[】\]》）)]", text)):
        return linked[1].strip(_EDGE), text[linked.end() :]
    end = (_SOURCE_BREAK if kind == "source" else _BREAK).search(text)
    value, remainder = (text[: end.start()], text[end.start() :]) if end else (text, "")
    if kind in {"source", "publisher"} and (blank := re.search(r"[ \u3000](?=\S)", value)):
        head, tail = value[: blank.start()], value[blank.end() :]
        # 来源:人民网 湖南频道 is one name, 来源:红网 张三 and 来源:人民日报海外版 中国青年网 are two
        if not _PART_OF_SOURCE.match(tail) and not (head.isascii() and tail.isascii()):
            value, remainder = head, tail + remainder
    if kind in {"author", "reporter", "editor"} and (counter := _COUNTER_AFTER.search(value)):
        value, remainder = value[: counter.start()], value[counter.start() :] + remainder
    value = _LOOSE.sub(" ", value).strip(_EDGE)
    return value, remainder


_ASIDES = re.compile(r"[(（][^()（）]{0,90}[)）]|https?://[\w./\-]{1,200}|www\.[\w./\-]{1,200}")
_BETWEEN = re.compile(rf"[{BARS}\s]+")


def _as_bar(aside: re.Match[str]) -> str:
    """What stands in the place of an aside: a bar, with the name of a medium where the bracket holds nothing else."""
    inside = aside[0][1:-1].strip()
    return f"|{inside}|" if MEDIUM.fullmatch(inside) else "|"


def _words(text: str) -> list[str]:
    text = _LOOSE.sub("|", _ASIDES.sub(_as_bar, text))
    return [word for part in _BETWEEN.split(text) if (word := part.strip(_EDGE)) and not word.isdigit()]


def _is_meta(found: MetaLine, line: str) -> bool:
    """Few words besides what was found. A sentence that merely holds a date, or 记者, has many."""
    if not found.times and not found.labels & _STRONG:
        return False
    if "。" in line.rstrip("。 "):
        return False
    if sum(len(value) for kind, value in found.fields.items() if kind not in {"count", "widget"}) > MAX_VALUES_CHARS:
        return False
    # what a time's label has beside the time is none of it: 北京时间6月24日12时55分，神舟九号…
    spare = sum(han(word) for word in (*found.rest, found.fields.get("time", "")))
    if len(found.labels) + len(found.times) >= ENOUGH_SIGNS:
        return spare <= MAX_SPARE_MANY or _unknown(line) <= MAX_SPARE_MANY
    if found.times:
        short = han(line) <= MAX_DATED_HAN or found.times[0].has_clock
        return short and (spare <= MAX_SPARE_TIME or _unknown(line) <= MAX_SPARE_LABEL)
    return spare <= MAX_SPARE_LABEL


def _unknown(line: str) -> int:
    """Han characters of a line that are neither name, medium, role word nor time: names without labels are no sentence."""
    if len(line) > MAX_READ_CHARS or not may_credit(line):
        return MAX_META_CHARS
    reading = read_credits(line, Position.META)
    if not reading.names:
        return MAX_META_CHARS
    return sum(han(token.text) for token in reading.cover if token.kind is TokenKind.OTHER and not MEDIUM.fullmatch(token.text))
