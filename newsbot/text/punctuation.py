"""The width of marks, and quotes, in a row's text."""

from __future__ import annotations

import re
from functools import cache

_WIDE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_CANDIDATE = re.compile(r"[,:;?!()]")
_ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]{0,15}://|www\.|mailto:)[!-~]{1,2000}|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255}")
_CHINESE = re.compile(
    "[\u2014\u2018\u2019\u201c\u201d\u2026\u3001-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff5e\U00020000-\U0003ffff]"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_DIGIT = frozenset("0123456789")


def full_width(text: str) -> str:
    """Widen the marks `, : ; ? ! ( )` of one paragraph in Chinese context, and curl straight double quotes where they come in pairs.

    Character for character: the length stays. A mark is widened when what stands before or behind it (white space passed over) is a
    Chinese character or mark, or when it ends a Chinese paragraph; both brackets of a pair when one is. Never inside numbers (1,200),
    times (14:53), addresses and Latin text.
    """
    if '"' in text:
        text = _curled(text)
    marks = [match.start() for match in _CANDIDATE.finditer(text)]
    if not marks:
        return text
    fixed = _addresses(text)
    out = list(text)
    ends_wide = 2 * len(_HAN.findall(text)) > len(text)
    opened: list[tuple[int, bool]] = []
    for place in marks:
        if place in fixed:
            continue
        mark = text[place]
        before, behind = _neighbour(out, place, -1), _neighbour(out, place, 1)
        wide = (_chinese(before) or _chinese(behind) or (ends_wide and not behind)) and not (before in _DIGIT and behind in _DIGIT)
        if mark == "(":
            opened.append((place, wide))
            continue
        if mark == ")" and opened:
            partner, wished = opened.pop()
            wide = wide or wished
            if wide:
                out[partner] = "（"
        if wide:
            out[place] = _WIDE[mark]
    for place, wide in opened:
        if wide:
            out[place] = "（"
    return "".join(out)


def plain_spaces(text: str) -> str:
    """Return every kind of white space (U+00A0, U+3000, tab, line break) as one ASCII space, character for character."""
    return text if text.isprintable() else _SPACE.sub(" ", text)  # as all white space is but single blanks


_SPACE = re.compile(r"\s")


def _neighbour(text: list[str], place: int, step: int) -> str:
    """The next character before or behind `place` that is no white space, at most three away; empty at an end."""
    for distance in (1, 2, 3):
        other = place + step * distance
        if not 0 <= other < len(text):
            return ""
        if not text[other].isspace():
            return text[other]
    return ""


@cache
def _chinese(character: str) -> bool:
    return bool(_CHINESE.match(character))


def _addresses(text: str) -> frozenset[int]:
    """Places inside web and mail addresses."""
    if "://" not in text and "www." not in text and "@" not in text and "mailto:" not in text:
        return frozenset()
    spans = ((match.start(), match.start() + len(match.group().rstrip(",:;?!()"))) for match in _ADDRESS.finditer(text))
    return frozenset(place for start, end in spans for place in range(start, end))


def _curled(text: str) -> str:
    """“ and ” for straight quotes, by turns, in a paragraph with Chinese text and an even number of them and no inch marks."""
    if text.count('"') % 2 or not _CHINESE.search(text) or re.search('[0-9]"', text):
        return text
    parts = text.split('"')
    return "".join(part + mark for part, mark in zip(parts, [*["“", "”"] * (len(parts) // 2), ""], strict=True))


def spelled_for_row(text: str) -> str:
    """Return a text as a row has it: marks full-width between Chinese characters, blanks plain."""
    return plain_spaces(full_width(text))
