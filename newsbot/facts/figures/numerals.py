"""What a number as written stands for: digits with separators, Chinese numerals, and the magnitude after them (万, 亿)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_STEPS = {"十": 10, "百": 100, "千": 1000}
_SECTIONS = {"万": 10_000, "亿": 10**8}
TENS: Final = 10
"""After a step above ten a last digit counts the step below: 三百五 is 350, but 十五 is 15."""
MAGNITUDES = _STEPS | _SECTIONS | {"十万": 10**5, "百万": 10**6, "千万": 10**7, "万亿": 10**12}
"""Words that multiply the number in front of them."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SEPARATORS = str.maketrans({",": None, "，": None, "．": "."})
_OPEN = re.compile("[几数]")


def value_of(written: str) -> Decimal | None:
    """The number that digits (`12`, `1,200`, `98.5`, full-width too) or a Chinese numeral name; None where it is not one number."""
    if written[0].isdigit():
        return Decimal(written.translate(_SEPARATORS))
    head, point, tail = written.partition("点")
    value = chinese_number(head)
    if value is None or not point:
        return None if value is None else Decimal(value)
    places = [_DIGITS.get(char) for char in tail]
    return Decimal(f"{value}.{''.join(map(str, places))}") if places and None not in places else None


def chinese_number(written: str) -> int | None:
    """The number that a Chinese numeral names: 一百二十 is 120, 两千 2,000, 一万二 12,000. None where it is not one number.

    几 counts as nothing after a step: 十几 gives 10, the least that it can mean. Digits read one
    by one (二〇二三) and two numbers run together (二三十) are not one number.
    """
    total = section = 0
    digit: int | None = None
    step = 10_000
    last = 0  # what the last step or section word multiplies by, for 一万二 and 三百五
    for char in written:
        if char in _DIGITS:
            if digit:
                return None
            digit, last = _DIGITS[char], 0 if char in "零〇" else last
        elif _OPEN.match(char):
            digit = 1 if not section and not total else 0
        elif char in _STEPS:
            if _STEPS[char] >= step or (digit is None and (section or total)):
                return None
            step = last = _STEPS[char]
            section += (1 if digit is None else digit) * step
            digit = None
        elif char in _SECTIONS:
            last = _SECTIONS[char]
            section += digit or 0
            if not section and total:
                return None
            total = (total + (section or 1)) * last if char == "亿" else total + (section or 1) * last
            section, digit, step = 0, None, 10_000
        else:
            return None
    if digit and last > TENS and not _OPEN.search(written):
        digit = digit * last // 10
    return total + section + (digit or 0)


def whole(value: Decimal) -> float:
    """The value as JSON should show it: 12 and not 12.0 where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)
