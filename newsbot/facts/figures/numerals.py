"""What a number as written stands for: digits with separators, Chinese numerals, and the magnitude after them (万, 亿)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from newsbot.data import table

_TABLE = table("numerals.toml")
_STEPS: Final[dict[str, int]] = _TABLE["steps"]
_SECTIONS: Final[dict[str, int]] = _TABLE["sections"]
TENS: Final = 10
"""After a step above ten a last digit counts the step below: 三百五 is 350, but 十五 is 15."""
MAGNITUDES: Final[dict[str, int]] = _STEPS | _SECTIONS | _TABLE["magnitudes"]
"""Words that multiply the number in front of them."""

_DIGITS: Final[dict[str, int]] = {char: value for value, char in enumerate(_TABLE["digits"])} | _TABLE["also"]
_NOUGHTS = frozenset(_TABLE["noughts"])
_OPEN = frozenset(_TABLE["open"])
_POINT: Final[str] = _TABLE["point"]
_HIGHEST: Final = max(_SECTIONS.values())
_SEPARATORS = str.maketrans({",": None, "，": None, "．": "."})


def value_of(written: str) -> Decimal | None:
    """Return the number that digits (`12`, `1,200`, `98.5`, full-width too) or a Chinese numeral name; None where it is not one number."""
    if written[0].isdigit():
        return Decimal(written.translate(_SEPARATORS))
    head, point, tail = written.partition(_POINT)
    value = chinese_number(head)
    if value is None or not point:
        return None if value is None else Decimal(value)
    places = [_DIGITS.get(char) for char in tail]
    return Decimal(f"{value}.{''.join(map(str, places))}") if places and None not in places else None


def chinese_number(written: str) -> int | None:
    """Return the number that a Chinese numeral names: 一百二十 is 120, 两千 2,000, 一万二 12,000. None where it is not one number.

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
            digit, last = _DIGITS[char], 0 if char in _NOUGHTS else last
        elif char in _OPEN:
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
            total = (total + (section or 1)) * last if last == _HIGHEST else total + (section or 1) * last
            section, digit, step = 0, None, 10_000
        else:
            return None
    if digit and last > TENS and _OPEN.isdisjoint(written):
        digit = digit * last // 10
    return total + section + (digit or 0)


def whole(value: Decimal) -> float:
    """Return the value as JSON should show it: 12 and not 12.0 where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)
